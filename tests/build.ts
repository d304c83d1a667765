import { parseFormula } from "../src/core/formula/parse.ts";
import { namesOf } from "../src/core/formula/names.ts";
import type { CellValue, RowCells, Series } from "../src/core/plan/cell.ts";
import { EMPTY_SERIES, withCells } from "../src/core/plan/cell.ts";
import type { Formula, Tree } from "../src/core/plan/formula.ts";
import { PLAN_WIDE } from "../src/core/plan/ids.ts";
import type { LineId } from "../src/core/plan/ids.ts";
import { defaultRow, defaultSettings, emptyPlan } from "../src/core/plan/make.ts";
import { ordersBetween } from "../src/core/plan/order.ts";
import type { PeriodLength } from "../src/core/plan/period.ts";
import { periodKeyAt, startOrdinal } from "../src/core/plan/plan.ts";
import type { Goal, Lever, Plan, PlanSettings, Row, TotalBy } from "../src/core/plan/plan.ts";
import type { Unit } from "../src/core/plan/unit.ts";

/** A typed cell: a number, a formula of its own (`"=PREV()*2"`), null for empty, or all that a cell can be. */
export type CellSpec = CellValue | string | null;

/** Cells from the first period on; one alone stands in every period. */
export type CellsSpec = CellSpec | readonly CellSpec[];

export interface RowSpec {
  readonly name: string;
  readonly unit?: Unit;
  readonly shortName?: string;
  readonly scope?: "channel" | "plan";
  readonly per?: 1 | 1000;
  readonly asPercent?: boolean;
  readonly measure?: Row["measure"];
  readonly totalBy?: Exclude<TotalBy, object> | { readonly weightedBy: string };
  readonly owner?: string;
  readonly section?: string;
  readonly better?: "higher" | "lower";
  /** Names of rows. */
  readonly stage?: { readonly from?: string; readonly rate?: string };
  /** Text of the row's formula; `text:…` keeps it as one that could not be read. */
  readonly formula?: string;
  /** By channel name: a formula of its own, `none` where the row does not apply, `free` where it is typed. */
  readonly formulas?: Readonly<Record<string, string>>;
  /** In every line; or by channel name. */
  readonly values?: CellsSpec | { readonly in: Readonly<Record<string, CellsSpec>> };
  /** The periods before the first, the latest last; in every line, or by channel name. */
  readonly history?: readonly CellSpec[] | { readonly in: Readonly<Record<string, readonly CellSpec[]>> };
}

export interface GoalSpec {
  readonly row: string;
  readonly channel?: string;
  /** Index of the first and last period; the whole plan unless said. */
  readonly from?: number;
  readonly to?: number;
  readonly target: number;
  readonly lever?: {
    readonly row: string;
    readonly channels?: readonly string[];
    readonly from?: number;
    readonly to?: number;
  };
}

export interface PlanSpec {
  readonly periods?: number;
  readonly start?: string;
  readonly periodLength?: PeriodLength;
  readonly history?: number;
  readonly channels?: readonly string[];
  readonly rows: readonly RowSpec[];
  readonly goals?: readonly GoalSpec[];
  readonly defaultLever?: string;
  readonly settings?: Partial<PlanSettings>;
}

/** The id that the builder gives to a row, channel or section: its letters and digits, `Demo to sale` → `demoToSale`. */
export function idOf(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join("");
}

/** Reads a formula by the names of a plan; throws what is wrong with it. */
export function treeOf(plan: Plan, text: string): Tree {
  const parsed = parseFormula(text, namesOf(plan));
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.text}`);
  return parsed.value;
}

/**
 * A plan from a short description: rows in their order, one channel *Paid search* and three months from
 * January 2027 unless said. Ids are made of names by `idOf`; goals are g1, g2, …
 */
export function buildPlan(spec: PlanSpec): Plan {
  const settings: PlanSettings = {
    ...defaultSettings(),
    periods: spec.periods ?? 3,
    start: spec.start ?? "2027-M01",
    periodLength: spec.periodLength ?? "month",
    history: spec.history ?? 0,
    defaultLever: spec.defaultLever === undefined ? null : idOf(spec.defaultLever),
    ...spec.settings,
  };
  const channelNames = spec.channels ?? ["Paid search"];
  const channelOrders = ordersBetween(null, null, channelNames.length);
  const sectionNames = [...new Set(spec.rows.flatMap((row) => row.section ?? []))];
  const sectionOrders = ordersBetween(null, null, sectionNames.length);
  const rowOrders = ordersBetween(null, null, spec.rows.length);
  const named: Plan = {
    ...emptyPlan(settings),
    channels: new Map(channelNames.map((name, i) => [idOf(name), { name, order: channelOrders[i] ?? "i" }])),
    sections: new Map(sectionNames.map((name, i) => [idOf(name), { name, order: sectionOrders[i] ?? "i" }])),
    rows: new Map(spec.rows.map((row, i) => [idOf(row.name), rowOf(row, rowOrders[i] ?? "i")])),
  };
  const formulas = new Map<string, Formula>();
  const cells = new Map<string, RowCells>();
  for (const row of spec.rows) {
    const id = idOf(row.name);
    if (row.formula !== undefined) formulas.set(id, formulaOfText(named, row.formula));
    for (const [channel, text] of Object.entries(row.formulas ?? {})) {
      formulas.set(`${id}/${idOf(channel)}`, formulaOfText(named, text));
    }
    const lines = row.scope === "plan" ? [PLAN_WIDE] : channelNames.map(idOf);
    const typed = new Map<LineId, Series>();
    for (const line of lines) {
      const series = seriesOf(named, row, line);
      if (series !== EMPTY_SERIES) typed.set(line, series);
    }
    if (typed.size > 0) cells.set(id, typed);
  }
  const goalOrders = ordersBetween(null, null, spec.goals?.length ?? 0);
  const goals = new Map(
    (spec.goals ?? []).map((goal, i) => [`g${i + 1}`, goalOf(settings, goal, goalOrders[i] ?? "i")]),
  );
  return { ...named, formulas, cells, goals };
}

function rowOf(spec: RowSpec, order: string): Row {
  const row = defaultRow(spec.name);
  const { totalBy = "auto", stage } = spec;
  return {
    ...row,
    order,
    unit: spec.unit ?? "count",
    shortName: spec.shortName ?? null,
    scope: spec.scope ?? "channel",
    per: spec.per ?? 1,
    asPercent: spec.asPercent ?? false,
    measure: spec.measure ?? "auto",
    totalBy: typeof totalBy === "object" ? { weightedBy: idOf(totalBy.weightedBy) } : totalBy,
    owner: spec.owner ?? null,
    section: spec.section === undefined ? null : idOf(spec.section),
    better: spec.better ?? null,
    stage:
      stage === undefined
        ? null
        : {
            from: stage.from === undefined ? null : idOf(stage.from),
            rate: stage.rate === undefined ? null : idOf(stage.rate),
          },
  };
}

function formulaOfText(plan: Plan, text: string): Formula {
  if (text === "none" || text === "free") return { kind: text };
  if (text.startsWith("text:")) return { kind: "text", text: text.slice(5), error: "It cannot be read." };
  return { kind: "tree", tree: treeOf(plan, text) };
}

function cellOf(plan: Plan, cell: CellSpec): CellValue | null {
  return typeof cell === "string" ? { value: NaN, text: cell, formula: formulaOfText(plan, cell) } : cell;
}

function seriesOf(plan: Plan, row: RowSpec, line: LineId): Series {
  const byChannel = <T>(
    spec: T | { readonly in: Readonly<Record<string, T>> } | undefined,
  ): T | undefined => {
    if (typeof spec !== "object" || spec === null || !("in" in spec)) return spec;
    // `in` stands in no cell: this is the form by channel.
    return Object.entries(spec.in).find(([name]) => idOf(name) === line)?.[1];
  };
  const start = startOrdinal(plan.settings);
  let series = EMPTY_SERIES;
  const put = (from: number, specs: readonly CellSpec[]): void => {
    if (specs.length > 0)
      series = withCells(
        series,
        start + from,
        specs.map((cell) => cellOf(plan, cell)),
      );
  };
  const history = byChannel<readonly CellSpec[]>(row.history) ?? [];
  put(-history.length, history);
  const values = byChannel<CellsSpec>(row.values);
  if (isList(values)) put(0, values);
  else if (values !== undefined && values !== null) {
    put(
      0,
      Array.from({ length: plan.settings.periods }, () => values),
    );
  }
  return series;
}

function isList(spec: CellsSpec | undefined): spec is readonly CellSpec[] {
  return Array.isArray(spec);
}

function goalOf(settings: PlanSettings, spec: GoalSpec, order: string): Goal {
  const last = settings.periods - 1;
  const { lever } = spec;
  const made: Lever | null =
    lever === undefined
      ? null
      : {
          row: idOf(lever.row),
          channels: lever.channels?.map(idOf) ?? null,
          from: periodKeyAt(settings, lever.from ?? 0),
          to: periodKeyAt(settings, lever.to ?? last),
          except: [],
        };
  return {
    row: idOf(spec.row),
    channel: spec.channel === undefined ? null : idOf(spec.channel),
    from: periodKeyAt(settings, spec.from ?? 0),
    to: periodKeyAt(settings, spec.to ?? last),
    target: spec.target,
    lever: made,
    order,
  };
}

/**
 * The founding example: what budget sells 100 units in the first quarter? Spend 15,000 at £30 a thousand, 2%
 * click, 5% ask for a demo, 20% of demos buy in the month of their demo.
 */
export function foundingPlan(spec: Partial<PlanSpec> = {}): Plan {
  return buildPlan({
    periods: 3,
    start: "2027-M01",
    defaultLever: "Spend",
    rows: FOUNDING_ROWS,
    goals: [{ row: "Units sold", target: 100, lever: { row: "Spend" } }],
    ...spec,
  });
}

export const FOUNDING_ROWS: readonly RowSpec[] = [
  { name: "Spend", unit: "money", values: [4500, 5000, 5500], owner: "Marketing" },
  {
    name: "Cost per thousand",
    shortName: "CPM",
    unit: "moneyPerCount",
    per: 1000,
    values: 30,
    owner: "Marketing",
  },
  { name: "Impressions", formula: "Spend / CPM" },
  { name: "Click-through", shortName: "CTR", unit: "rate", values: 0.02, owner: "Marketing" },
  { name: "Visitors", formula: "Impressions * CTR" },
  { name: "Visitor to demo", unit: "rate", values: 0.05, owner: "Marketing" },
  { name: "Demos", formula: "Visitors * [Visitor to demo]" },
  { name: "Sales reps", unit: "people", scope: "plan", measure: "stock", values: 3, owner: "HR" },
  { name: "Demos a rep", unit: "number", scope: "plan", values: 60, owner: "Sales" },
  { name: "Demo capacity", scope: "plan", formula: "[Sales reps] * [Demos a rep]" },
  { name: "Demo to sale", unit: "rate", values: 0.2, owner: "Sales" },
  { name: "Units sold", formula: "Demos * [Demo to sale]" },
  { name: "Price", unit: "moneyPerCount", scope: "plan", values: 480, owner: "Sales" },
  { name: "Revenue", unit: "money", formula: "[Units sold] * Price" },
  { name: "Cost per sale", shortName: "CAC", unit: "moneyPerCount", formula: "Spend / [Units sold]" },
];
