import {
  formulaOf,
  numberOf,
  ordinalOfKey,
  orderedIds,
  PLAN_WIDE,
  printFormula,
  startOrdinal,
} from "../core/index.ts";
import type {
  CellDetail,
  CellValue,
  Formula,
  Goal,
  LineId,
  Plan,
  Row,
  RowId,
  Series,
} from "../core/index.ts";
import { actualRecords } from "./actuals.ts";
import { BASE, unitToText } from "./columns.ts";
import type { Kind } from "./columns.ts";
import { labelPlan, labelsOf, printKey } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { guardFormula, printLever, printRowName } from "./phrases.ts";
import type { Speaker } from "./phrases.ts";
import { printNumber } from "./number.ts";
import type { PlanResults } from "./results.ts";
import { protectKey } from "./safe.ts";

/** One record of the file, before it is text. Cells are by ordinal of their period. */
export interface OutRecord {
  readonly kind: Kind;
  readonly scenario: string;
  readonly section: string;
  readonly row: string;
  readonly channel: string;
  readonly owner: string;
  readonly unit: string;
  readonly key: string;
  readonly text: string;
  readonly total: number | null;
  readonly cells: ReadonlyMap<number, number | string>;
}

const NO_CELLS: ReadonlyMap<number, number | string> = new Map();

export const BLANK_RECORD: Omit<OutRecord, "kind"> = {
  scenario: "",
  section: "",
  row: "",
  channel: "",
  owner: "",
  unit: "",
  key: "",
  text: "",
  total: null,
  cells: NO_CELLS,
};

/** What records are made from. Formulas and phrases speak in labels. */
export interface Source {
  readonly plan: Plan;
  readonly labels: Labels;
  /** The plan with labels for names. */
  readonly labelled: Plan;
  readonly speaker: Speaker;
  readonly results: PlanResults;
  readonly start: number;
}

export function sourceOf(plan: Plan, results: PlanResults): Source {
  const labels = labelsOf(plan);
  return {
    plan,
    labels,
    labelled: labelPlan(plan, labels),
    speaker: { row: (id) => labels.rows.get(id), channel: (id) => labels.channels.get(id) },
    results,
    start: startOrdinal(plan.settings),
  };
}

type Head = Omit<OutRecord, "kind">;

/** The columns that all records of a row's line share. */
export function headOf(source: Source, id: RowId, row: Row, line: LineId | null, scenario: string): Head {
  const channel = line === PLAN_WIDE ? null : line;
  return {
    ...BLANK_RECORD,
    scenario,
    section: row.section === null ? "" : (source.labels.sections.get(row.section) ?? ""),
    row: source.labels.rows.get(id) ?? "",
    channel: channel === null ? "" : (source.labels.channels.get(channel) ?? ""),
    owner: row.owner ?? "",
    unit: unitToText(row.unit),
    key: protectKey(printKey(id, channel)),
  };
}

/** All records of one row in the base: its facts, its formulas, its cells, its goals. */
export function* recordsOfRow(source: Source, id: RowId, row: Row): Generator<OutRecord> {
  const { plan } = source;
  const facts = headOf(source, id, row, null, "");
  const head = headOf(source, id, row, null, BASE);
  for (const [kind, text] of factsOfRow(source, id, row)) yield { ...facts, kind, text };
  const formula = plan.formulas.get(id);
  if (formula !== undefined) yield { ...head, kind: "formula", text: formulaText(source, formula) };
  const lines = row.scope === "plan" ? [PLAN_WIDE] : orderedIds(plan.channels);
  for (const line of lines) {
    const lineHead = headOf(source, id, row, line, BASE);
    const own = line === PLAN_WIDE ? undefined : plan.formulas.get(`${id}/${line}`);
    if (own !== undefined) yield { ...lineHead, kind: "formula", text: formulaText(source, own) };
    yield* recordsOfLine(source, id, line, lineHead);
    yield* actualRecords(lineHead, plan.actuals.get(id)?.get(line));
  }
  for (const goalId of orderedIds(plan.goals)) {
    const goal = plan.goals.get(goalId);
    if (goal?.row === id) yield goalRecord(source, goalId, goal, BASE);
  }
}

/** Facts of a row that have no column of their own; defaults but the scope are left out. */
function* factsOfRow(source: Source, id: RowId, row: Row): Generator<readonly [Kind, string]> {
  yield ["scope", row.scope === "plan" ? "whole plan" : "each channel"];
  if (source.labels.rows.get(id) !== row.name) yield ["name", row.name];
  if (row.shortName !== null && row.shortName !== "") yield ["short name", row.shortName];
  if (row.per === 1000) yield ["per", "1000"];
  if (row.asPercent) yield ["as percent", "yes"];
  if (row.measure !== "auto") yield ["measure", row.measure];
  if (row.decimals !== null) yield ["decimals", String(row.decimals)];
  if (row.better !== null) yield ["better", row.better];
  if (row.limit !== null) yield ["limit", printRowName(source.speaker, row.limit)];
  if (typeof row.totalBy === "object") {
    yield ["total by", `weighted by ${printRowName(source.speaker, row.totalBy.weightedBy)}`];
  } else if (row.totalBy !== "auto") yield ["total by", row.totalBy];
  if (row.definition !== "") yield ["definition", row.definition];
  if (row.note !== "") yield ["note", row.note];
}

/** `inScenario`: there `none` is a removal, so that a row which does not apply is said otherwise. */
export function formulaText(source: Source, formula: Formula, inScenario = false): string {
  switch (formula.kind) {
    case "tree":
      return guardFormula(printFormula(formula.tree, source.labelled));
    case "text":
      return guardFormula(formula.text);
    case "none":
      return inScenario ? "does not apply" : "none";
    case "free":
      return "free";
  }
}

function* recordsOfLine(source: Source, id: RowId, line: LineId, head: Head): Generator<OutRecord> {
  const { plan, results, start } = source;
  const formula = formulaOf(plan, id, line);
  const cells = cellsOf(plan.cells.get(id)?.get(line));
  const records = [
    ...cellRecords(source, head, cells, (ordinal) => formula !== undefined && ordinal >= start),
  ];
  if (formula === undefined && !records.some(({ kind }) => kind === "assumption")) {
    // A typed line without numbers is there to be filled in.
    records.unshift({ ...head, kind: "assumption" });
  }
  const computed = new Map<number, number>();
  const solved = new Map<number, number>();
  for (let t = 0; t < plan.settings.periods; t++) {
    const cell = cells.get(start + t) ?? null;
    const isTyped = cell !== null && (typeof cell === "number" || cell.formula === undefined);
    const lever = results.leverValue?.(id, line, t) ?? null;
    if (lever !== null) solved.set(start + t, lever);
    else if (isTyped || (cell === null && (formula === undefined || formula.kind === "none"))) continue;
    else {
      const value = results.value(id, line, t);
      if (Number.isFinite(value)) computed.set(start + t, value);
    }
  }
  const [last] = [
    ...(solved.size > 0 ? ["lever" as const] : []),
    ...(computed.size > 0 ? ["computed" as const] : []),
    "assumption" as const,
  ];
  const total = results.total(id, line === PLAN_WIDE ? null : line);
  for (const record of records) {
    yield record.kind === last && record.text === "" ? { ...record, total } : record;
  }
  if (computed.size > 0) {
    yield { ...head, kind: "computed", cells: computed, total: last === "computed" ? total : null };
  }
  if (solved.size > 0) yield { ...head, kind: "lever", cells: solved, total };
}

/** The typed cells of a series by ordinal, in order. */
export function cellsOf(series: Series | undefined): Map<number, CellValue> {
  const cells = new Map<number, CellValue>();
  series?.values.forEach((value, i) => {
    const ordinal = series.first + i;
    const cell = series.details.get(ordinal) ?? value;
    if (typeof cell !== "number" || !Number.isNaN(cell)) cells.set(ordinal, cell);
  });
  return cells;
}

/**
 * Records of typed cells; null is a cell that a scenario empties. Every value is a number: a range, an evidence,
 * a cell's own formula and what was typed are further records over the same periods.
 */
export function* cellRecords(
  source: Source,
  head: Head,
  cells: ReadonlyMap<number, CellValue | null>,
  isComputed: (ordinal: number) => boolean,
): Generator<OutRecord> {
  // Records in the order in which they are written, each under its kind and text.
  const groups = new Map<string, { kind: Kind; text: string; cells: Map<number, number | string> }>();
  const put = (kind: Kind, text: string, ordinal: number, value: number | string): void => {
    const name = `${kind} ${text}`;
    let group = groups.get(name);
    if (group === undefined) groups.set(name, (group = { kind, text, cells: new Map() }));
    group.cells.set(ordinal, value);
  };
  for (const [ordinal, cell] of cells) {
    const kind = isComputed(ordinal) ? "override" : "assumption";
    if (cell === null) {
      put(kind, "none", ordinal, 0);
      continue;
    }
    const value = numberOf(cell);
    if (!Number.isNaN(value)) put(kind, "", ordinal, value);
    if (typeof cell !== "number")
      putDetail(source, cell, (...what) => put(what[0], what[1], ordinal, what[2]));
  }
  const order: readonly Kind[] = ["assumption", "override"];
  const rank = ({ kind }: { kind: Kind }): number => (order.includes(kind) ? 0 : 1);
  for (const { kind, text, cells: values } of [...groups.values()].sort((a, b) => rank(a) - rank(b))) {
    yield { ...head, kind, text, cells: values };
  }
}

function putDetail(
  source: Source,
  cell: CellDetail,
  put: (kind: Kind, text: string, value: number | string) => void,
): void {
  const { range, evidence, formula, text } = cell;
  if (range !== undefined) {
    put("low", range.shape, range.low);
    put("high", range.shape, range.high);
    if (range.middle !== undefined) put("likeliest", range.shape, range.middle);
  }
  if (evidence !== undefined) {
    put("hits", "", evidence.hits);
    put("of", "", evidence.of);
  }
  if (formula !== undefined) put("cell formula", formulaText(source, formula, true), 1);
  if (text !== undefined) put("typed", "", `${printNumber(cell.value, ".")} as ${text}`.trimStart());
}

/** Over the whole plan, over one period, or over what `Text` says. */
export function goalRecord(source: Source, id: string, goal: Goal, scenario: string): OutRecord {
  const lever = goal.lever === null ? "" : printLever(goal.lever, source.speaker);
  return goalAt(source, id, goal, scenario, lever, goal.target);
}

/** A record at a goal's place, with a lever's text and a target if it has one. */
export function goalAt(
  source: Source,
  id: string,
  goal: Goal,
  scenario: string,
  text: string,
  target: number | null,
): OutRecord {
  const { plan, start } = source;
  const row = plan.rows.get(goal.row);
  const head = row === undefined ? BLANK_RECORD : headOf(source, goal.row, row, goal.channel, scenario);
  const key = protectKey(printKey(goal.row, goal.channel, id));
  const ordinals = { from: ordinalOfKey(goal.from), to: ordinalOfKey(goal.to) };
  const isOne = ordinals.from === ordinals.to;
  const isWhole = ordinals.from === start && ordinals.to === start + plan.settings.periods - 1;
  const over = isOne || isWhole || target === null ? "" : `over ${goal.from} to ${goal.to}`;
  const said = [over, text].filter((part) => part !== "").join(" ");
  const record: OutRecord = { ...head, scenario, kind: "goal", key, text: said };
  if (target === null) return record;
  return isOne ? { ...record, cells: new Map([[ordinals.from, target]]) } : { ...record, total: target };
}
