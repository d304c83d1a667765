import { PLAN_WIDE, periodKeyAt } from "../core/index.ts";
import type { CellKind, ChannelId, Goal, GoalId, LineId, Plan, Quantity, Row } from "../core/index.ts";
import { kindsUnder } from "./kinds.ts";
import type { Workbook } from "./workbook.ts";

/**
 * What a person points at in the sheet: a row over a run of periods, in one channel or (null) in all. A single
 * period of a plan with one channel is a cell; anything wider is a total.
 */
export type Target = Quantity;

/** One cell under a target. */
export interface Cell {
  readonly line: LineId;
  readonly t: number;
}

/** The channel as goals say it: with one channel there is no difference between it and all. */
export function normalChannel(plan: Plan, row: Row, channel: ChannelId | null): ChannelId | null {
  return row.scope === "plan" || plan.channels.size === 1 ? null : channel;
}

/** A target with its channel as goals say it. */
export function normalTarget(plan: Plan, target: Target): Target {
  const row = plan.rows.get(target.row);
  return row === undefined ? target : { ...target, channel: normalChannel(plan, row, target.channel) };
}

/** The lines that a target covers and in which its row applies. */
export function linesUnder(book: Workbook, target: Target): LineId[] {
  const row = book.plan.rows.get(target.row);
  if (row === undefined) return [];
  const all = row.scope === "plan" ? [PLAN_WIDE] : book.engine.channels;
  return all.filter(
    (line) =>
      (row.scope === "plan" || target.channel === null || target.channel === line) &&
      book.engine.applies(target.row, line),
  );
}

/** The cells that a target covers, line by line; those that do not apply are left out. */
export function cellsUnder(book: Workbook, target: Target): Cell[] {
  const cells: Cell[] = [];
  for (const line of linesUnder(book, target)) {
    for (let t = target.from; t <= target.to; t++) cells.push({ line, t });
  }
  return cells;
}

/** Whether a target is one cell. */
export function isSingle(book: Workbook, target: Target): boolean {
  return target.from === target.to && linesUnder(book, target).length === 1;
}

/** The number a target shows. NaN: an error (what no double holds is one too), or no total. */
export function valueOf(book: Workbook, target: Target): number {
  const [line, ...others] = linesUnder(book, target);
  if (line === undefined) return NaN;
  const value =
    target.from === target.to && others.length === 0
      ? book.engine.value(target.row, line, target.from)
      : book.engine.total(normalTarget(book.plan, target));
  return Number.isFinite(value) ? value : NaN;
}

/** The goal that holds exactly this quantity, if there is one. */
export function goalAt(plan: Plan, target: Target): [GoalId, Goal] | undefined {
  const row = plan.rows.get(target.row);
  if (row === undefined) return undefined;
  // Painting asks for every cell: keys are made only for the few rows that have goals.
  const own = [...plan.goals].filter(([, goal]) => goal.row === target.row);
  if (own.length === 0) return undefined;
  const channel = normalChannel(plan, row, target.channel);
  const from = periodKeyAt(plan.settings, target.from);
  const to = periodKeyAt(plan.settings, target.to);
  return own.find(
    ([, goal]) => goal.from === from && goal.to === to && normalChannel(plan, row, goal.channel) === channel,
  );
}

/** What a target looks like: the state of its cell, or of the cells that it totals. */
export type Look = CellKind | "goal" | "resting" | "lever" | "mixed";

/** The state of a target, as its cell shows it. */
export function lookOf(book: Workbook, target: Target): Look {
  const goal = goalAt(book.plan, target);
  if (goal !== undefined) return book.solution.goals.get(goal[0])?.status === "met" ? "goal" : "resting";
  const lines = linesUnder(book, target);
  if (lines.length === 0 || target.to < target.from) return "none";
  // Formulas do not run in history: what stands there was typed. [EV2]
  if (target.to < 0) {
    const cells = cellsUnder(book, target);
    const isTyped = cells.some(({ line, t }) => !Number.isNaN(book.engine.value(target.row, line, t)));
    return isTyped ? "assumption" : "empty";
  }
  if (isSolved(book, target)) return "lever";
  const kinds = kindsUnder(book, target, lines);
  const [first = "none", ...rest] = kinds;
  if (rest.length === 0) return first;
  if (kinds.has("overridden")) {
    return lines.length === 1 && target.from === target.to ? "overridden" : "computed";
  }
  const typed = [...kinds].every((kind) => kind === "assumption" || kind === "empty" || kind === "formula");
  return typed ? "assumption" : kinds.has("computed") ? "computed" : "mixed";
}

/** Whether a met goal's lever moves cells under a target. One that cannot reach its goal keeps what was typed. */
function isSolved(book: Workbook, target: Target): boolean {
  const { solution } = book;
  if (!solution.factors.some(({ row }) => row === target.row)) return false;
  return cellsUnder(book, target).some((cell) => {
    const goal = solution.leverOf({ row: target.row, ...cell });
    return goal !== null && solution.goals.get(goal)?.status === "met";
  });
}
