import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import type { Quantity } from "../engine/quantity.ts";
import { cellAddress } from "../plan/address.ts";
import { applyChange, changeTo } from "../plan/change.ts";
import type { CellValue } from "../plan/cell.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { ChannelId, LineId, RowId } from "../plan/ids.ts";
import {
  indexOfPeriod,
  linesOf,
  orderedIds,
  periodKeyAt,
  rowsInOrder,
  startOrdinal,
  typedCell,
} from "../plan/plan.ts";
import type { Lever, Plan } from "../plan/plan.ts";
import { baseOf, quantityOf } from "../solve/cells.ts";
import type { Cell } from "../solve/cells.ts";
import { solvePlan } from "../solve/solve.ts";
import type { Solution } from "../solve/solve.ts";
import { betaQuantile } from "./beta.ts";
import { heldSlopes } from "./held.ts";
import type { HeldGoal } from "./held.ts";

/** What an output does when an assumption goes to the ends of its range, goals held. */
export interface Swing {
  /** The assumption at its ends: its lowest and highest cell there. */
  readonly low: number;
  readonly high: number;
  readonly atLow: number;
  readonly atHigh: number;
  /** |atHigh − atLow|; NaN where a goal is missed at an end or the output is an error there. */
  readonly width: number;
  /** Whether a goal that is met now is missed at an end. */
  readonly missesGoal: boolean;
}

/** How much an output depends on one assumption: a row in one channel, or a plan-wide one, all its periods. */
export interface Sensitivity {
  readonly row: RowId;
  readonly channel: ChannelId | null;
  /** Σ ∂q/∂x·x ÷ q, goals held; NaN where q is 0 or there is no slope. */
  readonly elasticity: number;
  /** What one more percentage point is worth, by the slope; NaN for what is no percentage. */
  readonly perPoint: number;
  /** Null without a range. */
  readonly swing: Swing | null;
}

/** A range given from outside, for all of a row's cells that a quantity covers. */
export interface RangeEnds extends Quantity {
  readonly low: number;
  readonly high: number;
}

/** 5th and 95th percentile: the ends of `13 of 182`, as an interval's are its own. */
const [LOW, HIGH] = [0.05, 0.95];

/**
 * What an output depends on, goals held: every assumption that has a slope or a range. Swings first, the widest
 * leading; then those without a range by elasticity. Lever cells are left out: a lever has no range while it is
 * solved. With a goal, ask for `goalOutput`. [XP12]
 *
 * ends  ranges to use instead of the plan's own.
 */
export function listSensitivities(
  plan: Plan,
  output: Quantity,
  ends: readonly RangeEnds[] = [],
): Sensitivity[] {
  const engine = createEngine(plan);
  const solution = solvePlan(engine);
  const value = engine.total(output);
  const slopes = heldSlopes(engine, output, heldGoals(engine, solution))?.byCell ?? null;
  const found: Sensitivity[] = [];
  const swinger = new Swinger(engine, plan, output, solution);
  for (const id of rowsInOrder(plan)) {
    const row = plan.rows.get(id);
    if (row === undefined) continue;
    for (const line of linesOf(plan, row)) {
      const cells = freeCells(engine, solution, id, line);
      if (cells.length === 0) continue;
      const own = slopes?.get(id);
      const { offset } = engine.values(id);
      const slopeAt = (t: number): number => own?.[offset(line) + t] ?? 0;
      const moved = cells.reduce((sum, { t }) => sum + slopeAt(t) * engine.value(id, line, t), 0);
      const sloped = cells.reduce((sum, { t }) => sum + slopeAt(t), 0);
      const range = rangedCells(plan, id, line, cells, ends);
      if (range.length === 0 && !cells.some(({ t }) => slopeAt(t) !== 0)) continue;
      const isPercent = row.unit === "rate" || row.asPercent;
      found.push({
        row: id,
        channel: line === PLAN_WIDE ? null : line,
        elasticity: slopes === null || value === 0 ? NaN : moved / value,
        perPoint: slopes === null || !isPercent ? NaN : sloped / 100,
        swing: range.length === 0 ? null : swinger.swing(id, range),
      });
    }
  }
  return found.sort(compare);
}

/** Only the assumptions that swing: a tornado, the widest first. */
export function listTornado(plan: Plan, output: Quantity, ends: readonly RangeEnds[] = []): Sensitivity[] {
  return listSensitivities(plan, output, ends).filter(({ swing }) => swing !== null);
}

/**
 * What a plan is about: with a goal that its lever meets the lever's total, else the first goal's own quantity;
 * null without a goal.
 */
export function goalOutput(plan: Plan, solution: Solution): Quantity | null {
  let first: Quantity | null = null;
  for (const id of orderedIds(plan.goals)) {
    const goal = plan.goals.get(id);
    const quantity = goal === undefined ? null : quantityOf(plan, goal);
    if (goal === undefined || quantity === null) continue;
    if (goal.lever !== null && solution.goals.get(id)?.status === "met")
      return leverQuantity(plan, goal.lever);
    first ??= quantity;
  }
  return first;
}

/** The total of a lever's rectangle: of its one channel, or of all. */
export function leverQuantity(plan: Plan, { row, channels, from, to }: Lever): Quantity {
  const last = plan.settings.periods - 1;
  return {
    row,
    channel: channels?.length === 1 ? (channels[0] ?? null) : null,
    from: Math.max(0, indexOfPeriod(plan.settings, from)),
    to: Math.min(last, indexOfPeriod(plan.settings, to)),
  };
}

function heldGoals(engine: Engine, solution: Solution): HeldGoal[] {
  const { plan } = engine;
  return [...solution.goals.values()].flatMap((state) => {
    const goal = plan.goals.get(state.goal);
    const quantity = goal === undefined ? null : quantityOf(plan, goal);
    if (state.status !== "met" || quantity === null) return [];
    const { factor } = state;
    const bases = factor.base ?? factor.cells.map((cell) => baseOf(plan, factor.row, cell));
    return [{ quantity, factor, bases }];
  });
}

/** Typed cells of a line, history among them, that no lever turns. */
function freeCells(engine: Engine, solution: Solution, row: RowId, line: LineId): Cell[] {
  const cells: Cell[] = [];
  const solved = new Set(
    solution.factors.flatMap((factor) =>
      factor.row === row ? factor.cells.map((cell) => `${cell.line} ${cell.t}`) : [],
    ),
  );
  for (let t = -engine.history; t < engine.periods; t++) {
    const kind = engine.kind(row, line, t);
    if (kind !== "assumption" && kind !== "overridden") continue;
    if (!solved.has(`${line} ${t}`)) cells.push({ line, t });
  }
  return cells;
}

interface RangedCell extends Cell {
  readonly low: number;
  readonly high: number;
}

function rangedCells(
  plan: Plan,
  id: RowId,
  line: LineId,
  cells: readonly Cell[],
  ends: readonly RangeEnds[],
): RangedCell[] {
  const start = startOrdinal(plan.settings);
  return cells.flatMap((cell) => {
    const given = ends.find(
      (one) =>
        one.row === id &&
        (one.channel === null || one.channel === line) &&
        cell.t >= one.from &&
        cell.t <= one.to,
    );
    const typed = typedCell(plan, id, line, start + cell.t);
    const found = given ?? (typed === null ? null : endsOf(typed));
    return found === null ? [] : [{ ...cell, low: found.low, high: found.high }];
  });
}

/** The ends of a cell's range: as typed; of evidence s of n, percentiles of Beta(s, n − s), Jeffreys at 0 and n. */
export function endsOf(cell: CellValue): { readonly low: number; readonly high: number } | null {
  if (typeof cell === "number") return null;
  if (cell.range !== undefined) return { low: cell.range.low, high: cell.range.high };
  if (cell.evidence === undefined || !(cell.evidence.of > 0)) return null;
  const { hits, of } = cell.evidence;
  const isEnd = hits <= 0 || hits >= of;
  const [a, b] = isEnd ? [hits + 0.5, of - hits + 0.5] : [hits, of - hits];
  return a > 0 && b > 0 ? { low: betaQuantile(LOW, a, b), high: betaQuantile(HIGH, a, b) } : null;
}

/** Moves one assumption at a time to the ends of its range and solves again. */
class Swinger {
  private readonly engine: Engine;
  private readonly plan: Plan;
  private readonly output: Quantity;
  private readonly met: number;

  constructor(engine: Engine, plan: Plan, output: Quantity, solution: Solution) {
    // An engine of its own: the caller's stays at the solution.
    this.engine = createEngine(engine.plan);
    this.plan = plan;
    this.output = output;
    this.met = solution.factors.length;
  }

  swing(row: RowId, cells: readonly RangedCell[]): Swing {
    const low = this.at(row, cells, (cell) => cell.low);
    const high = this.at(row, cells, (cell) => cell.high);
    const missesGoal = low.met < this.met || high.met < this.met;
    return {
      low: Math.min(...cells.map((cell) => cell.low)),
      high: Math.max(...cells.map((cell) => cell.high)),
      atLow: low.value,
      atHigh: high.value,
      width: missesGoal ? NaN : Math.abs(high.value - low.value),
      missesGoal,
    };
  }

  private at(
    row: RowId,
    cells: readonly RangedCell[],
    pick: (cell: RangedCell) => number,
  ): { readonly value: number; readonly met: number } {
    const change = changeTo(
      this.plan,
      cells.map((cell) => [cellAddress(row, cell.line, periodKeyAt(this.plan.settings, cell.t)), pick(cell)]),
    );
    this.engine.setFactors([]);
    this.engine.update(applyChange(this.plan, change));
    const { factors } = solvePlan(this.engine);
    return { value: this.engine.total(this.output), met: factors.length };
  }
}

/** Swings by width (those that miss a goal first: they matter most), then elasticities. */
function compare(x: Sensitivity, y: Sensitivity): number {
  const size = ({ swing }: Sensitivity): number =>
    swing === null ? -1 : Number.isNaN(swing.width) ? Infinity : swing.width;
  const [a, b] = [size(x), size(y)];
  if (a !== b) return b - a;
  return (Math.abs(y.elasticity) || 0) - (Math.abs(x.elasticity) || 0);
}
