import {
  changeTo,
  cellAddress,
  composeChanges,
  isAdditive,
  namesOf,
  numberOf,
  parseEntry,
  periodKeyAt,
  readFormula,
  partMessages,
  sessionMessages,
} from "../core/index.ts";
import type {
  Address,
  AddressValue,
  CellValue,
  EntryContext,
  GoalId,
  LineId,
  Plan,
  Row,
  Unit,
} from "../core/index.ts";
import { fixLevers, setTarget } from "./goals.ts";
import { isFreshRow } from "./kinds.ts";
import type { Offer, Outcome, Told } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { nameOf, sayValue, whereOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, goalAt, isSingle, valueOf } from "./target.ts";
import type { Cell, Target } from "./target.ts";
import { putFormula } from "./putting-formulas.ts";
import { moneyUnit } from "./unit-name.ts";
import type { Workbook } from "./workbook.ts";

/** A refusal of a formula, pointing at the piece of its text that is wrong. */
export function pointed(outcome: Outcome, plan: Plan, row: string, text: string, speak: Speak): Outcome {
  if (outcome.kind !== "refuse") return outcome;
  const read = readFormula(plan, row, null, text, { decimal: speak.locale.decimal });
  if (read.ok || read.error.code !== outcome.complaint.code) return outcome;
  const { at, length } = read.error;
  return { ...outcome, complaint: { ...outcome.complaint, at, length } };
}

/** How an entry is to be taken: `override` types over a computed cell even where a goal could be made. */
export interface Typing {
  readonly override?: boolean;
}

/** What an entry into a row is read with. */
export function contextOf(plan: Plan, rowId: string, speak: Speak): EntryContext {
  const row = plan.rows.get(rowId);
  return {
    unit: row?.unit ?? "count",
    asPercent: row?.asPercent ?? false,
    per: row?.per ?? 1,
    currency: plan.settings.currency,
    locale: speak.locale,
    names: namesOf(plan),
    isNewRow: isFreshRow(plan, rowId),
  };
}

/** Takes what was typed into a target: product.md, "What a keystroke does". [KS1] */
export function typeInto(
  book: Workbook,
  target: Target,
  text: string,
  speak: Speak,
  typing: Typing = {},
): Outcome {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const entry = parseEntry(text, contextOf(plan, target.row, speak));
  switch (entry.kind) {
    case "error":
      return { kind: "refuse", complaint: entry.error };
    case "ask":
      return {
        kind: "ask",
        question: sessionMessages.whichReading(text),
        readings: entry.readings.map(({ label, value }) => ({
          label,
          act: (now) => putValue(now, target, value, undefined, speak, typing),
        })),
      };
    case "empty":
      return { kind: "nothing", text: "", offers: [] };
    case "formula":
      return pointed(putFormula(book, target, entry.tree, speak), plan, target.row, text, speak);
    case "value": {
      const isForOne =
        entry.unit === "money" && isFreshRow(plan, target.row) && moneyUnit(row.name) !== "money";
      const unit = isForOne ? "moneyPerCount" : entry.unit;
      const notices = [entry.notice?.text, isForOne ? sessionMessages.moneyForOne() : undefined];
      const notice = notices.filter((text) => text !== undefined).join(" ");
      return putValue(book, target, entry.value, unit, speak, typing, notice === "" ? undefined : notice);
    }
  }
}

function putValue(
  book: Workbook,
  target: Target,
  value: CellValue,
  unit: Unit | undefined,
  speak: Speak,
  typing: Typing,
  notice?: string,
): Outcome {
  const { plan } = book;
  const cells = cellsUnder(book, target);
  if (cells.length === 0)
    return refuse("does-not-apply", sessionMessages.doesNotApply(nameOf(plan, target.row)));
  const goal = goalAt(plan, target);
  const single = isSingle(book, target);
  const kinds = cells.map(({ line, t }) => book.engine.kind(target.row, line, t));
  const computed = kinds.some((kind) => kind === "computed" || kind === "overridden");
  if (target.from < 0) return putCells(book, target, cells, value, unit, speak, notice);
  if (!typing.override) {
    if (goal !== undefined)
      return setTarget(book, target, value, speak, (now) => override(now, target, value, speak));
    const overridden = single && kinds[0] === "overridden";
    if (computed && !overridden) {
      return setTarget(book, target, value, speak, (now) => override(now, target, value, speak));
    }
  }
  return putCells(book, target, cells, value, unit, speak, notice);
}

/** Types over a computed cell: it keeps the number whatever its formula says. */
export function override(book: Workbook, target: Target, value: CellValue, speak: Speak): Outcome {
  const goal = goalAt(book.plan, target);
  const cells = cellsUnder(book, target);
  const outcome = putCells(book, target, cells, value, undefined, speak);
  if (outcome.kind !== "edit" || goal === undefined) return outcome;
  return { ...outcome, change: composeChanges([[`goal/${goal[0]}`, goal[1], null]], outcome.change) };
}

/** Puts a value into one cell, or spreads it over the cells of a total. */
function putCells(
  book: Workbook,
  target: Target,
  cells: readonly Cell[],
  value: CellValue,
  unit: Unit | undefined,
  speak: Speak,
  notice?: string,
): Outcome {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  // What a new row's first entry makes of its unit decides already how a total is spread.
  const fresh = unit !== undefined && isFreshRow(plan, target.row) && unit !== row.unit ? unit : undefined;
  const spread = spreadOver(book, target, fresh === undefined ? row : { ...row, unit: fresh }, cells, value);
  if (spread === undefined) return refuse("range-on-total", sessionMessages.rangeOnTotal(row.name));
  const wanted = runsOf(plan, target.row, cells, spread);
  if (fresh !== undefined) wanted.push([`row/${target.row}/unit`, fresh]);
  const cellsChange = changeTo(plan, wanted);
  const { change: leverChange, rested } = fixLevers(book, target);
  const change = composeChanges(leverChange, cellsChange);
  const old = sayValue(book, target, speak);
  const where = whereOf(book, target, speak);
  const isOver = cells.some(({ line, t }) => book.engine.kind(target.row, line, t) === "computed");
  const told: Told = {
    label: row.name,
    what: (after) => {
      const now = sayValue(after, target, speak);
      const said =
        rested.length > 0
          ? sessionMessages.rested(
              row.name,
              rested.map((id) => sayGoal(after, id, speak)),
            )
          : isOver
            ? sessionMessages.overridden(row.name, old, now, where)
            : old === now
              ? sessionMessages.unchanged(row.name, now, where)
              : sessionMessages.edited(row.name, old, now, where);
      return notice === undefined ? said : partMessages.withNotice(said, notice);
    },
    effect: rested.length === 0,
    offers: [
      ...(isOver ? [{ name: sessionMessages.backToFormulaOffer(), how: "undo" } as const] : []),
      ...rested.flatMap((goal): Offer[] => [
        { name: partMessages.offer.solvedBy, label: sessionMessages.solveByOther(), how: "levers", goal },
        { name: partMessages.offer.putBack(row.name), how: "undo" },
      ]),
    ],
  };
  return { kind: "edit", change, told, where: target };
}

/** What stands in cells, a run a line: a total of a large plan has tens of thousands of them. */
function runsOf(
  plan: Plan,
  row: string,
  cells: readonly Cell[],
  values: readonly CellValue[],
): [Address, AddressValue | null][] {
  const runs = new Map<LineId, { first: number; cells: (CellValue | null)[] }>();
  for (const [i, { line, t }] of cells.entries()) {
    const run = runs.get(line);
    if (run === undefined) runs.set(line, { first: t, cells: [values[i] ?? null] });
    else run.cells.push(values[i] ?? null);
  }
  return [...runs].map(([line, run]) => {
    const address = cellAddress(row, line, periodKeyAt(plan.settings, run.first));
    if (run.cells.length === 1) return [address, run.cells[0] ?? null];
    return [address.replace("cell/", "cells/"), { cells: run.cells }];
  });
}

function sayGoal(book: Workbook, id: GoalId, speak: Speak): string {
  const goal = book.plan.goals.get(id);
  const row = goal === undefined ? undefined : book.plan.rows.get(goal.row);
  return goal === undefined || row === undefined ? "" : speak.value(row, goal.target);
}

/**
 * The values of the cells of a total once it is typed. What adds is scaled in proportion to what is shown
 * (equal shares where all is 0), and a stock's last period carries the total; what does not add is set in
 * every cell. Undefined where a range or evidence was typed for a sum: it belongs to one cell. [TO5]
 */
function spreadOver(
  book: Workbook,
  target: Target,
  row: Row,
  cells: readonly Cell[],
  value: CellValue,
): CellValue[] | undefined {
  if (cells.length === 1) return [value];
  if (!isAdditive(row.unit)) return cells.map(() => value);
  if (typeof value !== "number" && (value.range !== undefined || value.evidence !== undefined))
    return undefined;
  const total = numberOf(value);
  const shown = cells.map(({ line, t }) => {
    const number = book.engine.value(target.row, line, t);
    return Number.isNaN(number) ? 0 : number;
  });
  const rule = book.engine.totalRule(target.row);
  const isStock = rule.kind === "last" || (rule.kind === "sum" && rule.stock);
  const carries = cells.map(({ t }) => !isStock || t === target.to);
  const now = shown.reduce((sum, number, i) => (carries[i] === true ? sum + number : sum), 0);
  if (now !== 0) return shown.map((number) => (number / now) * total);
  const shares = carries.filter(Boolean).length;
  return cells.map(() => total / shares);
}

/** Whether a pasted or filled number is the one that the cell shows already, to the digits that were given. */
export function showsSame(book: Workbook, target: Target, value: number): boolean {
  const shown = valueOf(book, target);
  return Math.abs(shown - value) <= 1e-9 * Math.max(Math.abs(shown), Math.abs(value));
}
