import {
  cellAddress,
  changeTo,
  checkFormula,
  composeChanges,
  fixCells,
  parseAddress,
  parseEntry,
  pasteMessages,
  periodKeyAt,
} from "../core/index.ts";
import type { Address, AddressValue, CellValue, GoalId, PlanChange, RowId, Tree } from "../core/index.ts";
import type { Speak } from "./speak.ts";
import { normalChannel } from "./target.ts";
import type { Cell, Target } from "./target.ts";
import { isFreshRow } from "./kinds.ts";
import { putRowFormula } from "./putting-formulas.ts";
import { contextOf } from "./typing.ts";
import type { Workbook } from "./workbook.ts";

/** A text for one typed cell, in the reader's words. */
export interface Put {
  readonly target: Target;
  readonly cell: Cell;
  readonly text: string;
  readonly speak: Speak;
}

/** What became of the texts for a row's cells. */
export interface PutRow {
  readonly change: PlanChange;
  /** How many were taken, and those that were not, with the reason. */
  readonly taken: number;
  readonly refused: readonly { readonly put: Put; readonly why: string }[];
  /** Goals whose last solved cell was typed into: they rest. */
  readonly rested: readonly GoalId[];
}

type Read =
  | { readonly put: Put; readonly value: CellValue }
  | { readonly put: Put; readonly tree: Tree }
  | { readonly put: Put; readonly why: string };

/**
 * Takes texts for typed cells of one row, all at once: a lever is freed of all of these cells together, and a row
 * that nothing was said about yet gets its unit from the first of them that has one.
 */
export function putRow(book: Workbook, row: RowId, puts: readonly Put[]): PutRow {
  const { plan } = book;
  const isFresh = isFreshRow(plan, row);
  const unit = isFresh ? unitOf(book, row, puts) : undefined;
  const record = plan.rows.get(row);
  const seen =
    unit === undefined || record === undefined
      ? plan
      : { ...plan, rows: new Map(plan.rows).set(row, { ...record, unit }) };
  const reads = puts.map((put): Read => {
    const context = { ...contextOf(seen, row, put.speak), isNewRow: isFresh && unit === undefined };
    const entry = parseEntry(put.text, context);
    if (entry.kind === "value") return { put, value: entry.value };
    if (entry.kind === "error") return { put, why: entry.error.text };
    if (entry.kind !== "formula") return { put, why: "" };
    const checked = checkFormula(plan, row, put.cell.line, entry.tree);
    return checked.ok ? { put, tree: entry.tree } : { put, why: checked.error.text };
  });
  const whole = isFresh ? formulaOfAll(book, row, reads) : null;
  if (whole !== null) return { change: whole, taken: reads.length, refused: [], rested: [] };
  const cells: Cell[] = [];
  const wanted: [Address, AddressValue | null][] = [];
  for (const read of reads) {
    if ("why" in read) continue;
    const { line, t } = read.put.cell;
    cells.push(read.put.cell);
    const value: CellValue =
      "value" in read ? read.value : { value: NaN, formula: { kind: "tree", tree: read.tree } };
    wanted.push([cellAddress(row, line, periodKeyAt(plan.settings, t)), value]);
  }
  if (unit !== undefined && unit !== record?.unit) wanted.push([`row/${row}/unit`, unit]);
  const freed = fixCells(
    plan,
    row,
    cells.filter((cell) => book.solution.leverOf({ row, ...cell }) !== null),
  );
  return {
    change: composeChanges(freed, changeTo(plan, wanted)),
    taken: cells.length,
    refused: reads.flatMap((read) => ("why" in read ? [read] : [])),
    rested: restedBy(freed),
  };
}

/** Goals that a change leaves without a lever. */
function restedBy(change: PlanChange): GoalId[] {
  return change.flatMap(([address, , after]) => {
    const parsed = parseAddress(address);
    return parsed?.kind === "field" && parsed.record === "goal" && after === null ? [parsed.id] : [];
  });
}

/** The unit that the texts give a row that has nothing in it yet: the first that says one. */
function unitOf({ plan }: Workbook, row: RowId, puts: readonly Put[]) {
  for (const { text, speak } of puts) {
    const entry = parseEntry(text, contextOf(plan, row, speak));
    if (entry.kind === "value" && entry.unit !== undefined) return entry.unit;
  }
  return undefined;
}

/** The formula of a new row, where all of its texts are that formula; null where they are not, or it does not do. */
function formulaOfAll(book: Workbook, row: RowId, reads: readonly Read[]): PlanChange | null {
  const [first] = reads;
  const record = book.plan.rows.get(row);
  if (first === undefined || !("tree" in first) || record === undefined) return null;
  const say = JSON.stringify(first.tree);
  if (!reads.every((read) => "tree" in read && JSON.stringify(read.tree) === say)) return null;
  const outcome = putRowFormula(
    book,
    row,
    normalChannel(book.plan, record, first.put.target.channel),
    first.tree,
  );
  return outcome.kind === "edit" ? outcome.change : null;
}

/** What is said of goals that rest since their last solved cells were typed into. */
export function sayRested(book: Workbook, goals: readonly GoalId[], speak: Speak): string {
  return goals
    .flatMap((id) => {
      const goal = book.plan.goals.get(id);
      const row = goal === undefined ? undefined : book.plan.rows.get(goal.row);
      return goal === undefined || row === undefined
        ? []
        : [pasteMessages.rests(row.name, speak.value(row, goal.target))];
    })
    .join(" ");
}
