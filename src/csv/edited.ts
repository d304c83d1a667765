import { keyOfOrdinal, periodKeyAt, startOrdinal } from "../core/index.ts";
import type {
  AddressValue,
  Address,
  Goal,
  Lever,
  LineId,
  NewId,
  Plan,
  PlanChange,
  RowId,
} from "../core/index.ts";
import { cellAddress, changeTo, orderBetween, orderedIds, PLAN_WIDE, typedCell } from "../core/index.ts";
import type { Context } from "./context.ts";
import { isAlike, readNumber } from "./number.ts";
import type { NumberFound } from "./number.ts";
import type { ComputedRecord, PlanFound } from "./read-plan.ts";
import type { PlanResults } from "./results.ts";

/** A computed number that somebody changed outside: in the file it is another than the plan computes. */
export interface EditedCell {
  readonly row: RowId;
  /** Null: the total over channels. */
  readonly line: LineId | null;
  /** Index of the period in the plan; null: the total over periods. */
  readonly t: number | null;
  readonly inFile: number;
  readonly computed: number;
  readonly lineInFile: number;
  readonly column: string;
}

/**
 * Computed numbers of the file that differ from what the plan computes, by more than 1e-9 relative and more than
 * rounding. A number that the open plan shows is no edit: it is only older than an assumption that was changed
 * beside it.
 */
export function findEdited(
  context: Context,
  found: PlanFound,
  recompute: ((plan: Plan) => PlanResults) | undefined,
): EditedCell[] {
  if (recompute === undefined || found.computed.length === 0) return [];
  const edited: EditedCell[] = [];
  const results = recompute(found.plan);
  const open =
    context.open === null ? null : { plan: context.open, results: lazily(recompute, context.open) };
  for (const one of found.computed) {
    const cells = editedCells(context, one, found, results, open);
    edited.push(...cells);
    // Where a cell was changed its total is no news.
    if (cells.length === 0) edited.push(...editedTotal(context, one, found.plan, results, open));
  }
  return edited;
}

interface Open {
  readonly plan: Plan;
  readonly results: () => PlanResults;
}

function lazily(recompute: (plan: Plan) => PlanResults, plan: Plan): () => PlanResults {
  let results: PlanResults | undefined;
  return () => (results ??= recompute(plan));
}

function editedCells(
  context: Context,
  { record, row, line }: ComputedRecord,
  { plan, columns }: PlanFound,
  results: PlanResults,
  open: Open | null,
): EditedCell[] {
  if (line === null) return [];
  const start = startOrdinal(plan.settings);
  const edited: EditedCell[] = [];
  for (const { index, heading, ordinal } of columns) {
    const t = ordinal - start;
    const text = (record.fields[index] ?? "").trim();
    if (text === "" || t < 0 || t >= plan.settings.periods) continue;
    const isLever = record.kind === "lever";
    const typed = typedCell(plan, row, line, ordinal);
    // Typed over since: the plan's own number stands there, not a computed one.
    if (!isLever && typed !== null && (typeof typed === "number" || typed.formula === undefined)) continue;
    const number = context.number(record, heading, text);
    if (number === undefined) continue;
    const computed = shownAt(results, row, line, t, isLever);
    const openStart = open === null ? start : startOrdinal(open.plan.settings);
    const isStale = (): boolean =>
      open !== null && isAlike(shownAt(open.results(), row, line, ordinal - openStart, isLever), number);
    if (isAlike(computed, number) || isStale()) continue;
    edited.push({ row, line, t, inFile: number.value, computed, lineInFile: record.line, column: heading });
  }
  return edited;
}

function shownAt(results: PlanResults, row: RowId, line: LineId, t: number, isLever: boolean): number {
  return (isLever ? results.leverValue?.(row, line, t) : null) ?? results.value(row, line, t);
}

function editedTotal(
  context: Context,
  { record, row, line }: ComputedRecord,
  plan: Plan,
  results: PlanResults,
  open: Open | null,
): EditedCell[] {
  const number = totalIn(context, record.total);
  if (number === undefined || record.kind === "lever") return [];
  const channel = line === PLAN_WIDE ? null : line;
  const computed = results.total(row, channel);
  const isKnown =
    isAlike(computed, number) || (open !== null && isAlike(open.results().total(row, channel), number));
  if (isKnown || !plan.rows.has(row)) return [];
  const place = { lineInFile: record.line, column: "Total" };
  return [{ row, line, t: null, inFile: number.value, computed, ...place }];
}

function totalIn(context: Context, text: string): NumberFound | undefined {
  if (text === "") return undefined;
  const number = readNumber(text, context.decimal);
  return typeof number === "string" ? undefined : number;
}

/**
 * The change that takes edited numbers over: as overrides of their cells, or as goals. A total cannot be
 * overridden and is left out; `leverOf` gives a goal its lever, without which it rests.
 */
export function takeEdited(
  plan: Plan,
  edited: readonly EditedCell[],
  as: "overrides" | "goals",
  newId: NewId,
  leverOf: (cell: EditedCell) => Lever | null = () => null,
): PlanChange {
  const { settings } = plan;
  const wanted: [Address, AddressValue][] = [];
  const orders = orderedIds(plan.goals).map((id) => plan.goals.get(id)?.order ?? "");
  let last = orders.at(-1) ?? null;
  for (const cell of edited) {
    const { row, line, t, inFile } = cell;
    if (as === "overrides") {
      if (line === null || t === null) continue;
      wanted.push([cellAddress(row, line, periodKeyAt(settings, t)), inFile]);
      continue;
    }
    const start = startOrdinal(settings);
    const [from, to] = t === null ? [start, start + settings.periods - 1] : [start + t, start + t];
    last = orderBetween(last, null);
    const goal: Goal = {
      row,
      channel: line === PLAN_WIDE ? null : line,
      from: keyOfOrdinal(settings.periodLength, from),
      to: keyOfOrdinal(settings.periodLength, to),
      target: inFile,
      lever: leverOf(cell),
      order: last,
    };
    wanted.push([`goal/${newId()}`, goal]);
  }
  return changeTo(plan, wanted);
}
