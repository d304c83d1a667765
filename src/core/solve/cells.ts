import type { Engine } from "../engine/engine.ts";
import type { CellRef, Factor, Quantity } from "../engine/quantity.ts";
import { numberOf } from "../plan/cell.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { GoalId, LineId, RowId } from "../plan/ids.ts";
import { ordinalOfKey } from "../plan/period.ts";
import { indexOfPeriod, startOrdinal, typedCell } from "../plan/plan.ts";
import type { CellRun, Goal, Lever, Plan } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";

/**
 * Which cells a lever turns, and how far. [LE1]–[LE5]
 *
 * A lever's *field* is the part of its rectangle that is typed or empty (no formula, no override) and applies.
 * Its *cells* are the field without what was fixed since (`except`) and without what narrower levers took.
 */
export interface Cell {
  readonly line: LineId;
  readonly t: number;
}

/** Largest factor tried: what "without limit" means. [SO2] */
export const NO_LIMIT = 2 ** 20;

/** A goal with its lever, ready to be solved. */
export interface Problem {
  readonly goal: GoalId;
  readonly quantity: Quantity;
  readonly target: number;
  readonly lever: Lever;
  /** The lever's cells, with k at `rest`. */
  readonly factor: Factor;
  /** `amount`: the smallest k ≥ 0 is wanted; `ratio`: the k nearest 1 on a log scale. */
  readonly kind: "amount" | "ratio";
  /** The k that leaves the sheet as it is typed: 1, or 0 where equal shares stand in for empty cells. */
  readonly rest: number;
  /** No k beyond: 1 ÷ the largest rate for a rate, else NO_LIMIT. */
  readonly limit: number;
  /** The cell that is at 100% at the limit; null where there is none. */
  readonly bound: CellRef | null;
}

/** A live goal whose lever has no cells left, and the goals whose levers have them. */
export interface Stranded {
  readonly goal: GoalId;
  readonly with: readonly GoalId[];
}

/** One goal of those that are to hold together. */
export interface LiveGoal {
  readonly goal: GoalId;
  readonly quantity: Quantity;
  readonly target: number;
  readonly lever: Lever;
}

/**
 * The quantity that a goal holds, cut to the plan's periods; null where its row, channel or periods are gone.
 */
export function quantityOf(plan: Plan, goal: Goal): Quantity | null {
  if (!plan.rows.has(goal.row)) return null;
  if (goal.channel !== null && !plan.channels.has(goal.channel)) return null;
  const from = Math.max(0, indexOfPeriod(plan.settings, goal.from));
  const to = Math.min(plan.settings.periods - 1, indexOfPeriod(plan.settings, goal.to));
  return from <= to ? { row: goal.row, channel: goal.channel, from, to } : null;
}

/** The lines that a lever covers. */
function linesOfLever(engine: Engine, lever: Lever): readonly LineId[] {
  if (engine.plan.rows.get(lever.row)?.scope === "plan") return [PLAN_WIDE];
  const chosen = lever.channels;
  return chosen === null ? engine.channels : engine.channels.filter((channel) => chosen.includes(channel));
}

/** A lever's field, by line, then by period. */
export function fieldOf(engine: Engine, lever: Lever): Cell[] {
  const { plan } = engine;
  const cells: Cell[] = [];
  if (!plan.rows.has(lever.row)) return cells;
  const from = Math.max(0, indexOfPeriod(plan.settings, lever.from));
  const to = Math.min(engine.periods - 1, indexOfPeriod(plan.settings, lever.to));
  for (const line of linesOfLever(engine, lever)) {
    for (let t = from; t <= to; t++) {
      const kind = engine.kind(lever.row, line, t);
      if (kind === "assumption" || kind === "empty") cells.push({ line, t });
    }
  }
  return cells;
}

/** Whether a run covers the cell of a line at an ordinal. */
export function isInRun(run: CellRun, line: LineId, ordinal: number): boolean {
  return (
    (run.channel === null || run.channel === line) &&
    ordinal >= ordinalOfKey(run.from) &&
    ordinal <= ordinalOfKey(run.to)
  );
}

/** What is typed in a cell; 0 where it is empty. */
export function baseOf(plan: Plan, row: RowId, cell: Cell): number {
  const typed = typedCell(plan, row, cell.line, startOrdinal(plan.settings) + cell.t);
  const value = typed === null ? 0 : numberOf(typed);
  return Number.isNaN(value) ? 0 : value;
}

/**
 * Shares cells out among goals and makes each a problem. A lever with a smaller field is narrower and takes
 * its cells out of the wider ones'; of levers with equal fields the earlier goal's keeps them. A lever left
 * with none is stranded. [LE4]
 *
 * goals   in the order of the plan.
 */
export function shareCells(
  engine: Engine,
  goals: readonly LiveGoal[],
): { readonly problems: readonly Problem[]; readonly stranded: readonly Stranded[] } {
  const start = startOrdinal(engine.plan.settings);
  const fields = goals.map((goal) => fieldOf(engine, goal.lever));
  const narrowFirst = goals
    .map((_, i) => i)
    .sort((i, j) => (fields[i]?.length ?? 0) - (fields[j]?.length ?? 0) || i - j);
  const taken = new Map<string, GoalId>();
  const problems: (Problem | null)[] = goals.map(() => null);
  const stranded: Stranded[] = [];
  for (const i of narrowFirst) {
    const goal = goals[i];
    if (goal === undefined) continue;
    const { row, except } = goal.lever;
    const holders = new Set<GoalId>();
    const cells: Cell[] = [];
    for (const cell of fields[i] ?? []) {
      if (except.some((run) => isInRun(run, cell.line, start + cell.t))) continue;
      const holder = goals.length > 1 ? taken.get(keyOf(row, cell)) : undefined;
      if (holder === undefined) cells.push(cell);
      else holders.add(holder);
    }
    if (cells.length === 0) {
      stranded.push({ goal: goal.goal, with: [...holders] });
      continue;
    }
    if (goals.length > 1) for (const cell of cells) taken.set(keyOf(row, cell), goal.goal);
    problems[i] = problemOf(engine, goal, cells);
  }
  return { problems: problems.filter((problem) => problem !== null), stranded };
}

function keyOf(row: RowId, cell: Cell): string {
  return `${row}/${cell.line}/${cell.t}`;
}

function problemOf(engine: Engine, goal: LiveGoal, cells: readonly Cell[]): Problem {
  const { row } = goal.lever;
  const bases = cells.map((cell) => baseOf(engine.plan, row, cell));
  const isEqual = bases.every((base) => base === 0);
  const unit = engine.plan.rows.get(row)?.unit ?? "number";
  let limit = NO_LIMIT;
  let bound: CellRef | null = null;
  if (unit === "rate") {
    let largest = 0;
    cells.forEach((cell, i) => {
      const base = isEqual ? 1 : (bases[i] ?? 0);
      if (base <= largest) return;
      largest = base;
      bound = { row, ...cell };
    });
    if (largest > 0) limit = limitOfRate(largest);
  }
  const rest = isEqual ? 0 : 1;
  return {
    goal: goal.goal,
    quantity: goal.quantity,
    target: goal.target,
    lever: goal.lever,
    factor: { row, cells, k: rest, ...(isEqual ? { base: cells.map(() => 1) } : {}) },
    kind: isAdditive(unit) || isEqual ? "amount" : "ratio",
    rest,
    limit,
    bound,
  };
}

/** The largest double k with rate × k ≤ 1, as rounded: no cell shows more than 100%. */
function limitOfRate(rate: number): number {
  let limit = 1 / rate;
  while (rate * limit > 1) limit -= limit * 2 ** -53;
  return limit;
}

/** The total that a lever's cells have, over its rectangle; NaN where there is none. */
export function leverTotal(engine: Engine, lever: Lever): number {
  const { settings } = engine.plan;
  const from = Math.max(0, indexOfPeriod(settings, lever.from));
  const to = Math.min(engine.periods - 1, indexOfPeriod(settings, lever.to));
  const row = engine.plan.rows.get(lever.row);
  if (row === undefined || from > to) return NaN;
  const total = (channel: string | null): number => engine.total({ row: lever.row, channel, from, to });
  const channels = lever.channels;
  if (row.scope === "plan" || channels === null) return total(null);
  if (channels.length === 1) return total(channels[0] ?? null);
  if (!isAdditive(row.unit)) return total(null);
  return linesOfLever(engine, lever).reduce((sum, channel) => sum + total(channel), 0);
}
