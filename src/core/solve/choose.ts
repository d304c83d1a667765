import type { Engine } from "../engine/engine.ts";
import type { CellRef, Quantity } from "../engine/quantity.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { GoalId, LineId, RowId } from "../plan/ids.ts";
import { periodKeyAt, rowsInOrder } from "../plan/plan.ts";
import type { Lever, Plan } from "../plan/plan.ts";
import { baseOf, fieldOf, leverTotal, NO_LIMIT, shareCells } from "./cells.ts";
import type { LiveGoal, Problem } from "./cells.ts";
import { liveGoals, solvePlan } from "./solve.ts";
import { solveSystem } from "./system.ts";

/** One line of the list of levers: what a row would have to be. [LE6] */
export type LeverChoice =
  | {
      readonly status: "met";
      readonly row: RowId;
      readonly lever: Lever;
      /** The total that the lever's rectangle would have. */
      readonly value: number;
      readonly k: number;
    }
  | {
      readonly status: "unreachable";
      readonly row: RowId;
      readonly lever: Lever;
      /** The nearest that the quantity comes to its target by this row. */
      readonly best: number;
    };

/** A goal that is not in the plan yet. */
const NEW_GOAL: GoalId = "";

/**
 * The lever for a new goal on a quantity: the plan's own if it moves it; else the first assumed money upstream,
 * then count, then people, in the order of the screen. Rates, prices and numbers only serve where they are
 * chosen. A lever is free if neither it nor any goal's own lever is left without cells. [LE5]
 *
 * Returns null where nothing free moves the quantity. The engine is left at the plan's solution.
 */
export function chooseDefaultLever(engine: Engine, quantity: Quantity): Lever | null {
  const lever = findDefaultLever(engine, quantity);
  solvePlan(engine);
  return lever;
}

function findDefaultLever(engine: Engine, quantity: Quantity): Lever | null {
  const { plan } = engine;
  engine.setFactors([]);
  const own = plan.settings.defaultLever;
  const upstream = rowsInOrder(plan).filter((row) => isUpstream(engine, quantity, row));
  const ofUnit = (unit: string): RowId[] => upstream.filter((row) => plan.rows.get(row)?.unit === unit);
  const first = own !== null && upstream.includes(own) ? [own] : [];
  for (const row of [...first, ...ofUnit("money"), ...ofUnit("count"), ...ofUnit("people")]) {
    const lever = leverFor(engine, quantity, row);
    if (lever !== null && isFree(engine, { goal: NEW_GOAL, quantity, target: 0, lever })) return lever;
  }
  return null;
}

function isUpstream(engine: Engine, quantity: Quantity, row: RowId): boolean {
  return row !== quantity.row && engine.dependsOn(quantity.row, row);
}

/** Whether a goal's lever and all the others' keep at least one cell. */
function isFree(engine: Engine, goal: LiveGoal): boolean {
  return shareCells(engine, [...liveGoals(engine.plan, goal.goal), goal]).stranded.length === 0;
}

/**
 * The lever that a row makes for a quantity: its channel, its periods, if these move it; else for one period
 * the period in which the row counts most, for a span all periods that count. Null where the row moves
 * nothing. The engine's factors are dropped. [LE5]
 */
export function leverFor(engine: Engine, quantity: Quantity, row: RowId): Lever | null {
  const { plan } = engine;
  const scope = plan.rows.get(row)?.scope;
  if (scope === undefined || !isUpstream(engine, quantity, row)) return null;
  const key = (t: number): string => periodKeyAt(plan.settings, t);
  const make = (channel: string | null, from: number, to: number): Lever => ({
    row,
    channels: channel === null ? null : [channel],
    from: key(from),
    to: key(to),
    except: [],
  });
  const channels = scope === "channel" && quantity.channel !== null ? [quantity.channel, null] : [null];
  for (const channel of channels) {
    const lever = make(channel, quantity.from, quantity.to);
    if (moves(engine, quantity, lever)) return lever;
  }
  for (const channel of channels) {
    const weights = weightsByPeriod(engine, quantity, make(channel, 0, engine.periods - 1));
    const counting = weights.flatMap((weight, t) => (weight > 0 ? [t] : []));
    const [from] = counting;
    const to = counting.at(-1);
    if (from === undefined || to === undefined) continue;
    const mode = weights.indexOf(Math.max(...weights));
    const lever = quantity.from === quantity.to ? make(channel, mode, mode) : make(channel, from, to);
    if (moves(engine, quantity, lever)) return lever;
  }
  return null;
}

/** Whether the cells that a lever covers move a quantity, tried from nothing to a million times. */
function moves(engine: Engine, quantity: Quantity, lever: Lever): boolean {
  const cells = fieldOf(engine, lever);
  if (cells.length === 0) return false;
  const { plan } = engine;
  const isEmpty = cells.every((cell) => baseOf(plan, lever.row, cell) === 0);
  const base = isEmpty ? { base: cells.map(() => 1) } : {};
  engine.setFactors([{ row: lever.row, cells, k: 1, ...base }]);
  let low = Infinity;
  let high = -Infinity;
  for (const k of [1, 2, 0.5, 0, 1024, NO_LIMIT]) {
    engine.setFactor(0, k);
    const y = engine.total(quantity);
    if (!Number.isFinite(y)) continue;
    low = Math.min(low, y);
    high = Math.max(high, y);
    if (high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high))) break;
  }
  engine.setFactors([]);
  return high - low > 1e-9 * Math.max(Math.abs(low), Math.abs(high));
}

/** |Σ slope × base| of a row's cells, by period; base 1 where all are empty. */
function weightsByPeriod(engine: Engine, quantity: Quantity, lever: Lever): number[] {
  const weights = Array.from({ length: engine.periods }, () => 0);
  const slopes = engine.gradient(quantity).get(lever.row);
  const cells = fieldOf(engine, lever);
  if (slopes === undefined) return weights;
  const layout = engine.values(lever.row);
  const bases = cells.map((cell) => baseOf(engine.plan, lever.row, cell));
  const isEmpty = bases.every((base) => base === 0);
  cells.forEach(({ line, t }, i) => {
    weights[t] = (weights[t] ?? 0) + (slopes[layout.offset(line) + t] ?? 0) * (isEmpty ? 1 : (bases[i] ?? 0));
  });
  return weights.map((weight) => (Number.isFinite(weight) ? Math.abs(weight) : 0));
}

/**
 * What each assumed row would have to be for a quantity to reach a target, the plan's other goals held: the
 * chooser of levers, the answer to *what would have to be true*, the remedy of an unreachable goal. [LE6]
 *
 * Those that can be met come first, the smallest change |ln k| leading, equals in the order of the screen; then
 * those that cannot, the nearest leading. Rows that do not move the quantity, whose cells belong to other
 * goals, or with which another goal would be lost, are left out. The engine is left at the plan's solution.
 *
 * target.goal   the goal that is asked about, if it is in the plan: its own lever is listed as it stands.
 */
export function listLevers(
  engine: Engine,
  plan: Plan,
  target: { readonly goal?: GoalId; readonly quantity: Quantity; readonly target: number },
): LeverChoice[] {
  const { quantity } = target;
  const goal = target.goal ?? NEW_GOAL;
  const present = plan.goals.get(goal)?.lever ?? null;
  const others = liveGoals(plan, goal);
  const heldBefore = countMet(engine, others);
  const choices: LeverChoice[] = [];
  for (const row of rowsInOrder(plan)) {
    const direct = present?.row === row ? present : leverFor(engine, quantity, row);
    const lever = direct ?? leverThrough(engine, quantity, row, others);
    if (lever === null) continue;
    const goals = withGoal(plan, others, { goal, quantity, target: target.target, lever });
    const { problems, stranded } = shareCells(engine, goals);
    if (stranded.length > 0) continue;
    const choice = tryLever(engine, problems, goal, heldBefore);
    // What does not move the quantity by itself has no nearest that it comes to.
    if (choice !== null && (direct !== null || choice.status === "met")) choices.push(choice);
  }
  solvePlan(engine);
  return choices.sort((a, b) => compareChoices(a, b, target.target));
}

/**
 * The lever that a row makes for a quantity by way of another goal: it moves that goal, whose own lever moves the
 * quantity. More demos for the same units: the rate from one to the other, while spend keeps the units. [LE6]
 */
function leverThrough(
  engine: Engine,
  quantity: Quantity,
  row: RowId,
  others: readonly LiveGoal[],
): Lever | null {
  if (row === quantity.row) return null;
  for (const other of others) {
    const between = other.lever.row;
    if (row === between || !isUpstream(engine, quantity, between)) continue;
    const lever = leverFor(engine, other.quantity, row);
    if (lever !== null) return lever;
  }
  return null;
}

/** The goals in the plan's order; a new one comes last. */
function withGoal(plan: Plan, others: readonly LiveGoal[], goal: LiveGoal): LiveGoal[] {
  const order = plan.goals.get(goal.goal)?.order;
  const isBefore = (other: LiveGoal): boolean => {
    const own = plan.goals.get(other.goal)?.order ?? "";
    return order === undefined || own < order || (own === order && other.goal < goal.goal);
  };
  return [...others.filter(isBefore), goal, ...others.filter((other) => !isBefore(other))];
}

function countMet(engine: Engine, goals: readonly LiveGoal[]): number {
  const { problems } = shareCells(engine, goals);
  return solveSystem(engine, problems).filter((answer) => answer.status === "met").length;
}

function tryLever(
  engine: Engine,
  problems: readonly Problem[],
  goal: GoalId,
  heldBefore: number,
): LeverChoice | null {
  const place = problems.findIndex((problem) => problem.goal === goal);
  const problem = problems[place];
  if (problem === undefined) return null;
  const answers = solveSystem(engine, problems);
  const answer = answers[place];
  const { lever } = problem;
  const { row } = lever;
  if (answer?.status === "unreachable") {
    return Number.isNaN(answer.best) ? null : { status: "unreachable", row, lever, best: answer.best };
  }
  const held = answers.filter((one, i) => i !== place && one.status === "met").length;
  if (answer?.status !== "met" || held < heldBefore) return null;
  return { status: "met", row, lever, value: leverTotal(engine, lever), k: answer.k };
}

function compareChoices(a: LeverChoice, b: LeverChoice, target: number): number {
  if (a.status === "unreachable" || b.status === "unreachable") {
    if (a.status !== b.status) return a.status === "met" ? -1 : 1;
    const gap = (one: LeverChoice): number => (one.status === "met" ? 0 : Math.abs(one.best - target));
    return compareRoughly(gap(a), gap(b));
  }
  const change = (k: number): number => (k === 0 ? Infinity : Math.abs(Math.log(k)));
  return compareRoughly(change(a.k), change(b.k));
}

/** By six digits: 1.5 and 1 ÷ 1.5 are the same change but for rounding, and keep the screen's order. */
function compareRoughly(a: number, b: number): number {
  const [x, y] = [Number(a.toPrecision(6)), Number(b.toPrecision(6))];
  return x === y ? 0 : x - y;
}

/**
 * Cells that somebody typed over between a lever and its goal: what stands there no longer follows the lever.
 * In the order of the screen. [LE7]
 */
export function overridesBetween(engine: Engine, lever: Lever, quantity: Quantity): CellRef[] {
  const found: CellRef[] = [];
  for (const row of rowsInOrder(engine.plan)) {
    const isBetween = row === quantity.row || engine.dependsOn(quantity.row, row);
    if (!isBetween || !engine.dependsOn(row, lever.row)) continue;
    const scope = engine.plan.rows.get(row)?.scope;
    const lines: readonly LineId[] = scope === "plan" ? [PLAN_WIDE] : engine.channels;
    for (const line of lines) {
      for (let t = 0; t < engine.periods; t++) {
        if (engine.kind(row, line, t) === "overridden") found.push({ row, line, t });
      }
    }
  }
  return found;
}
