import { namesOf } from "../formula/names.ts";
import type { Names } from "../formula/names.ts";
import { parseFormula } from "../formula/parse.ts";
import type { Address } from "../plan/address.ts";
import { formulaAddress } from "../plan/address.ts";
import type { CellValue } from "../plan/cell.ts";
import { applyChange, changeTo } from "../plan/change.ts";
import type { Formula } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import { defaultRow, emptyPlan } from "../plan/make.ts";
import { ordersBetween } from "../plan/order.ts";
import { periodKeyAt } from "../plan/plan.ts";
import type { AddressValue, Plan, PlanSettings, Row, TotalBy } from "../plan/plan.ts";
import type { PeriodKey } from "../plan/period.ts";
import { parseSentence } from "../plan/sentence.ts";

/** What is asked before a template becomes a plan. */
export interface TemplateOptions {
  /** A month's key, `2027-M01`. */
  readonly start: PeriodKey;
  /** ISO 4217. Amounts keep their figures in any currency: they are starting values. */
  readonly currency: string;
}

/** A plan to start from, in the list that the start screen shows. */
export interface Template {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it answers. */
  readonly about: string;
  /** The plan, with ids made from names: the same options give the same plan. */
  make(options: TemplateOptions): Plan;
}

/** What is typed into one line of a row. */
export interface CellsSpec {
  /** One a period from the first on; the last stands for the rest. */
  readonly values?: readonly CellValue[];
  /** The periods just before the first, oldest first. */
  readonly history?: readonly CellValue[];
  /** With row names, as in the sheet. */
  readonly formula?: string;
}

/** One channel of a row where it differs from the others. */
export interface ChannelSpec extends CellsSpec {
  /** The row has no meaning there: its cells show –. */
  readonly applies?: false;
}

/** One row of a template, as a person would say it. Cells and formula are those of every channel. */
export interface RowSpec
  extends Partial<Omit<Row, "order" | "section" | "stage" | "limit" | "totalBy">>, CellsSpec {
  readonly name: string;
  /** By channel name. A row with a formula is typed where `values` stand here. */
  readonly in?: Readonly<Record<string, ChannelSpec>>;
  /** Name of the step before it and of the rate that leads in; null for the first step. */
  readonly stage?: { readonly from: string | null; readonly rate: string | null };
  /** Name of the row that is its capacity. */
  readonly limit?: string;
  /** `weightedBy` is a row's name. */
  readonly totalBy?: TotalBy;
}

/** A template: sections of rows, with a goal. Ids are made from names, so that the same template is the same plan. */
export interface TemplateSpec {
  readonly settings: Partial<Omit<PlanSettings, "defaultLever" | "sentence">>;
  readonly channels: readonly string[];
  readonly sections: readonly { readonly name: string; readonly rows: readonly RowSpec[] }[];
  readonly defaultLever: string | null;
  readonly sentence: { readonly goal: string; readonly noGoal: string; readonly unreachable: string } | null;
  /** The goal: a row's total over all periods, solved by the default lever. */
  readonly goal?: { readonly row: string; readonly target: number };
}

/** What stands where; records first, since cells and formulas need them. */
type Wanted = [Address, AddressValue | null][];

/** A name as an id: lower-case letters and digits, words joined by hyphens. */
function idOfName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** The plan that a template describes. A mistake in a template is a bug: throws. */
export function planOfTemplate(spec: TemplateSpec): Plan {
  const base = emptyPlan({
    ...spec.settings,
    defaultLever: spec.defaultLever === null ? null : idOfName(spec.defaultLever),
  });
  refuseSameIds("channels", spec.channels);
  refuseSameIds(
    "rows",
    spec.sections.flatMap(({ rows }) => rows.map(({ name }) => name)),
  );
  const wanted = [...recordsOf(spec), ...cellsOf(spec, base.settings), ...goalsOf(spec, base.settings)];
  return withFormulas(applyChange(base, changeTo(base, wanted)), spec);
}

function refuseSameIds(what: string, names: readonly string[]): void {
  const ids = names.map(idOfName);
  const twice = names.find((_, i) => ids.indexOf(ids[i] ?? "") !== i || ids[i] === "");
  if (twice !== undefined) throw new Error(`Template, ${what}: ${twice} makes no id of its own`);
}

/** Channels, sections and rows, in the order in which they stand in the template. */
function recordsOf(spec: TemplateSpec): Wanted {
  const wanted: Wanted = [];
  const channelOrders = ordersBetween(null, null, spec.channels.length);
  spec.channels.forEach((name, i) => {
    wanted.push([`channel/${idOfName(name)}`, { name, order: channelOrders[i] ?? "" }]);
  });
  const sectionOrders = ordersBetween(null, null, spec.sections.length);
  spec.sections.forEach(({ name, rows }, i) => {
    const section = idOfName(name);
    wanted.push([`section/${section}`, { name, order: sectionOrders[i] ?? "" }]);
    const rowOrders = ordersBetween(null, null, rows.length);
    rows.forEach((row, j) => {
      wanted.push([`row/${idOfName(row.name)}`, rowOf(row, section, rowOrders[j] ?? "")]);
    });
  });
  return wanted;
}

function rowOf(spec: RowSpec, section: string, order: string): Row {
  const { values: _values, history: _history, formula: _formula, in: _in, ...said } = spec;
  const { stage, limit, totalBy, ...fields } = said;
  const idOf = (name: string | null): string | null => (name === null ? null : idOfName(name));
  return {
    ...defaultRow(fields.name),
    ...fields,
    section,
    order,
    limit: idOf(limit ?? null),
    totalBy: typeof totalBy === "object" ? { weightedBy: idOfName(totalBy.weightedBy) } : (totalBy ?? "auto"),
    stage: stage === undefined ? null : { from: idOf(stage.from), rate: idOf(stage.rate) },
  };
}

function cellsOf(spec: TemplateSpec, settings: PlanSettings): Wanted {
  const wanted: Wanted = [];
  const type = (row: string, line: string, { values, history }: CellsSpec): void => {
    if (values !== undefined) {
      const cells = Array.from({ length: settings.periods }, (_, t) => values[t] ?? values.at(-1) ?? null);
      wanted.push([`cells/${idOfName(row)}/${line}/${periodKeyAt(settings, 0)}`, { cells }]);
    }
    if (history !== undefined) {
      const from = periodKeyAt(settings, -history.length);
      wanted.push([`cells/${idOfName(row)}/${line}/${from}`, { cells: [...history] }]);
    }
  };
  for (const row of spec.sections.flatMap(({ rows }) => rows)) {
    if (row.scope === "plan") {
      if (row.in !== undefined) throw new Error(`Template, ${row.name}: a plan-wide row has no channels`);
      type(row.name, PLAN_WIDE, row);
      continue;
    }
    for (const channel of spec.channels) {
      const own = row.in?.[channel];
      if (own?.applies !== false) type(row.name, idOfName(channel), { ...row, ...own });
    }
  }
  return wanted;
}

function goalsOf(spec: TemplateSpec, settings: PlanSettings): Wanted {
  if (spec.goal === undefined || spec.defaultLever === null) return [];
  const span = { from: periodKeyAt(settings, 0), to: periodKeyAt(settings, settings.periods - 1) };
  const lever = { row: idOfName(spec.defaultLever), channels: null, ...span, except: [] };
  const { row, target } = spec.goal;
  return [["goal/goal", { row: idOfName(row), channel: null, ...span, target, lever, order: "i" }]];
}

/** Formulas and the sentence name rows, so they are read once all rows are there. */
function withFormulas(plan: Plan, spec: TemplateSpec): Plan {
  const names = namesOf(plan);
  const wanted: Wanted = [];
  for (const row of spec.sections.flatMap(({ rows }) => rows)) {
    const id = idOfName(row.name);
    if (row.formula !== undefined) {
      wanted.push([formulaAddress(id), readTree(row.name, row.formula, names)]);
    }
    for (const [channel, own] of Object.entries(row.in ?? {})) {
      if (!spec.channels.includes(channel)) throw new Error(`Template, ${row.name}: no channel ${channel}`);
      const formula = formulaInChannel(row, own, names);
      if (formula !== null) wanted.push([formulaAddress(id, idOfName(channel)), formula]);
    }
  }
  if (spec.sentence !== null) {
    const parts = (text: string): ReturnType<typeof parseSentence> =>
      parseSentence(text, (name) => names.row(name));
    const { goal, noGoal, unreachable } = spec.sentence;
    wanted.push([
      "plan/sentence",
      { goal: parts(goal), noGoal: parts(noGoal), unreachable: parts(unreachable) },
    ]);
  }
  return applyChange(plan, changeTo(plan, wanted));
}

/** What rules a row in a channel where that differs from the row; null where it follows the row. */
function formulaInChannel(row: RowSpec, own: ChannelSpec, names: Names): Formula | null {
  if (own.applies === false) return { kind: "none" };
  if (own.formula !== undefined) return readTree(row.name, own.formula, names);
  return own.values !== undefined && row.formula !== undefined ? { kind: "free" } : null;
}

function readTree(row: string, text: string, names: Names): Formula {
  const parsed = parseFormula(text, names);
  if (!parsed.ok) throw new Error(`Template, ${row}: ${parsed.error.text}`);
  return { kind: "tree", tree: parsed.value };
}
