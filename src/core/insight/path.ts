import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import type { Quantity } from "../engine/quantity.ts";
import type { LoweredPlan } from "../engine/expr.ts";
import type { RowId } from "../plan/ids.ts";
import type { Problem } from "../solve/cells.ts";
import { solveSystem } from "../solve/system.ts";
import { heldSlopes } from "./held.ts";
import { upstreamOf } from "./exprs.ts";
import type { HeldGoal, HeldSlopes } from "./held.ts";
import type { Joined, Mover } from "./join.ts";
import { signatureOf, switchAt, withSwitches } from "./switches.ts";
import type { Switch } from "./switches.ts";

/** A goal that both sides hold by the same lever: solved again at every point. */
export interface PathGoal {
  readonly problem: Problem;
  readonly from: number;
  readonly to: number;
}

/**
 * How the numbers move from the one side to the other. `straight`: evenly, Aumann–Shapley. `geometric`: by
 * equal ratios; along it the parts of a product, and of sums of products cell by cell, are those of LMDI-I,
 * since ∫ f·d ln x along it is L(f₀, f₁)·ln(x₁/x₀) with L the logarithmic mean.
 */
export type PathShape = "straight" | "geometric";

/** A point of the path: the quantity, how fast each part grows there, and how the branches stand. */
export interface PathPoint {
  readonly value: number;
  /** One for each mover, then for each goal's target, then for the rule of the total. */
  readonly speeds: Float64Array;
  readonly signature: Float64Array;
}

/** Why there is none: the levers do not meet their goals there; or the quantity is an error. */
export type NoPoint = "unsolved" | "error";

/** The quantity along a path between two sides: q(x(t), k(x(t))), 0 ≤ t ≤ 1. */
export class Path {
  readonly engine: Engine;
  readonly switches: readonly Switch[];
  readonly movers: readonly Mover[];
  readonly goals: readonly PathGoal[];
  /** The same numbers with the totals of the other side's formulas, where these are others. */
  private readonly other: Engine | null;
  private readonly q: Quantity;
  private readonly shape: PathShape;
  private readonly places: Int32Array;
  /** The movers that the quantity and the goals depend on: the others need not be moved. */
  private readonly active: readonly number[];
  /** Of each mover: which part of which lever it is the base of. */
  private readonly leverOf: readonly (number | null)[];
  private stands: number | null = null;

  constructor(
    joined: Joined,
    secondTotals: LoweredPlan | null,
    q: Quantity,
    goals: readonly PathGoal[],
    shape: PathShape,
    divisors = false,
  ) {
    const wanted = [q.row, ...goals.map((goal) => goal.problem.quantity.row)];
    const { lowered, switches } = withSwitches(joined.lowered, wanted, divisors);
    this.engine = createEngine(joined.plan, lowered);
    this.other = secondTotals === null ? null : createEngine(joined.plan, secondTotals);
    this.switches = switches;
    this.movers = joined.movers;
    this.goals = goals;
    this.q = q;
    this.shape = shape;
    const layouts = new Map<RowId, (mover: Mover) => number>();
    const upstream = upstreamOf(joined.lowered, wanted);
    if (secondTotals !== null) for (const row of upstreamOf(secondTotals, wanted)) upstream.add(row);
    this.active = joined.movers.flatMap((mover, i) => (upstream.has(mover.row) ? [i] : []));
    this.places = Int32Array.from(joined.movers, (mover) => {
      let place = layouts.get(mover.row);
      if (place === undefined) {
        const { offset } = this.engine.values(mover.row);
        place = ({ line, t }) => offset(line) + t;
        layouts.set(mover.row, place);
      }
      return place(mover);
    });
    const levers = new Map<string, number>();
    goals.forEach(({ problem: { factor } }, i) => {
      for (const { line, t } of factor.cells) levers.set(`${factor.row} ${line} ${t}`, i);
    });
    this.leverOf = joined.movers.map((mover) => levers.get(`${mover.row} ${mover.line} ${mover.t}`) ?? null);
  }

  /** How many parts there are. */
  get size(): number {
    return this.movers.length + this.goals.length + 1;
  }

  /** Whether the total is made by other rules on the other side. */
  get hasOtherTotals(): boolean {
    return this.other !== null;
  }

  /** Whether nothing that differs has a say in the quantity. */
  get isStill(): boolean {
    return (
      this.active.length === 0 && !this.hasOtherTotals && this.goals.every(({ from, to }) => from === to)
    );
  }

  /** The movers that the quantity and the goals depend on. */
  get activeMovers(): readonly Mover[] {
    return this.active.map((i) => this.mover(i));
  }

  private mover(i: number): Mover {
    const mover = this.movers[i];
    if (mover === undefined) throw new RangeError(`There is no mover ${i}`);
    return mover;
  }

  /** Puts the numbers to a point, without solving. `u` is 1 − t, exact near the end. */
  stand(t: number, u: number): void {
    // By t alone it could not be told apart from its neighbours at the far end.
    const key = t < 0.5 ? t : 2 - u;
    if (this.stands === key) return;
    this.stands = key;
    for (const i of this.active) {
      const mover = this.mover(i);
      const value = this.valueAt(mover.from, mover.to, t, u);
      this.engine.setCell(mover.row, mover.line, mover.t, value);
      this.other?.setCell(mover.row, mover.line, mover.t, value);
    }
  }

  /** Everything about one point. */
  at(t: number, u = 1 - t): PathPoint | NoPoint {
    this.stand(t, u);
    const held = this.solve(t, u);
    if (held === null) return "unsolved";
    const speeds = new Float64Array(this.size);
    const value = this.value(t, u);
    if (!Number.isFinite(value)) return "error";
    const slopes = heldSlopes(this.engine, this.q, held);
    if (slopes === null) return "unsolved";
    this.addSpeeds(slopes, held, t, u, this.other === null ? 1 : u, speeds);
    if (this.other !== null) {
      const others = heldSlopes(this.other, this.q, held);
      if (others === null) return "unsolved";
      this.addSpeeds(others, held, t, u, t, speeds);
      speeds[this.size - 1] = this.other.total(this.q) - this.engine.total(this.q);
    }
    for (const speed of speeds) if (!Number.isFinite(speed)) return "error";
    return { value, speeds, signature: signatureOf(this.engine, this.switches) };
  }

  /** The quantity alone; NaN where it is an error or the levers do not meet their goals. */
  valueAlone(t: number, u = 1 - t): number {
    this.stand(t, u);
    return this.solve(t, u) === null ? NaN : this.value(t, u);
  }

  /** How the branches stand; null where the levers do not meet their goals. */
  signature(t: number, u = 1 - t): Float64Array | null {
    this.stand(t, u);
    return this.solve(t, u) === null ? null : signatureOf(this.engine, this.switches);
  }

  /** A switch's margin as a function of t, for finding where it changes. */
  marginOf(index: number): { readonly switch: Switch; readonly at: (t: number) => number } | null {
    const found = switchAt(this.engine, this.switches, index);
    if (found === null) return null;
    const at = (t: number): number => {
      this.stand(t, 1 - t);
      return this.solve(t, 1 - t) === null ? NaN : found.margin();
    };
    return { switch: found.switch, at };
  }

  private value(t: number, u: number): number {
    const own = this.engine.total(this.q);
    return this.other === null ? own : u * own + t * this.other.total(this.q);
  }

  private valueAt(from: number, to: number, t: number, u: number): number {
    // The first and last to the bit: 0·x + 1·y is y, but for an infinite x.
    if (t === 0 || from === to) return from;
    if (u === 0) return to;
    return this.shape === "straight" ? u * from + t * to : from * Math.exp(t * Math.log(to / from));
  }

  private speedOf(from: number, to: number, t: number, u: number): number {
    if (this.shape === "straight") return to - from;
    return this.valueAt(from, to, t, u) * Math.log(to / from);
  }

  private addSpeeds(
    slopes: HeldSlopes,
    held: readonly HeldGoal[],
    t: number,
    u: number,
    weight: number,
    into: Float64Array,
  ): void {
    if (weight === 0) return;
    for (const i of this.active) {
      const mover = this.mover(i);
      const slope = slopes.byCell.get(mover.row)?.[this.places[i] ?? 0] ?? 0;
      if (slope === 0) continue;
      const lever = this.leverOf[i];
      const k = lever === null || lever === undefined ? 1 : (held[lever]?.factor.k ?? 1);
      into[i] = (into[i] ?? 0) + weight * slope * k * this.speedOf(mover.from, mover.to, t, u);
    }
    this.goals.forEach(({ from, to }, i) => {
      const at = this.movers.length + i;
      if (from === to) return;
      into[at] = (into[at] ?? 0) + weight * (slopes.byTarget[i] ?? 0) * this.speedOf(from, to, t, u);
    });
  }

  /** Solves the levers at the present numbers; null where one does not meet its goal. */
  private solve(t: number, u: number): readonly HeldGoal[] | null {
    if (this.goals.length === 0) return [];
    const bases = this.goals.map(({ problem: { factor } }) => this.basesOf(factor.row, factor, t, u));
    const problems = this.goals.map(({ problem, from, to }, i): Problem => {
      const limit = problem.bound === null ? problem.limit : limitOf(bases[i] ?? []);
      return { ...problem, target: this.valueAt(from, to, t, u), limit };
    });
    const answers = solveSystem(this.engine, problems);
    const held: HeldGoal[] = [];
    for (const [i, answer] of answers.entries()) {
      const problem = problems[i];
      if (answer.status !== "met" || problem === undefined) return null;
      const factor = { ...problem.factor, k: answer.k };
      held.push({ quantity: problem.quantity, factor, bases: bases[i] ?? [] });
    }
    const polished = this.polish(held, problems);
    this.other?.setFactors(polished.map((goal) => goal.factor));
    return polished;
  }

  /** A met goal may be off by a billionth; slopes want the root itself. One or two steps of Newton. */
  private polish(held: readonly HeldGoal[], problems: readonly Problem[]): readonly HeldGoal[] {
    let now = held;
    for (let round = 0; round < 2; round++) {
      const gaps = problems.map(({ target, quantity }) => target - this.engine.total(quantity));
      const isTight = gaps.every((gap, i) => Math.abs(gap) <= 4e-15 * Math.abs(problems[i]?.target ?? 0));
      const [first] = problems;
      if (isTight || first === undefined) return now;
      const step = heldSlopes(this.engine, first.quantity, now)?.step(gaps) ?? null;
      if (step === null) return now;
      const next = now.map((goal, i) => ({
        ...goal,
        factor: { ...goal.factor, k: goal.factor.k + (step[i] ?? 0) },
      }));
      const isSmall = next.every(
        (goal, i) => Math.abs(goal.factor.k - (now[i]?.factor.k ?? 0)) <= 1e-6 * Math.abs(goal.factor.k),
      );
      if (!isSmall) return now;
      next.forEach((goal, i) => {
        this.engine.setFactor(i, goal.factor.k);
      });
      now = next;
    }
    return now;
  }

  /** What a lever multiplies at this point: its movers' numbers, else what is typed. */
  private basesOf(row: RowId, factor: Problem["factor"], t: number, u: number): readonly number[] {
    if (factor.base !== undefined) return factor.base;
    const known = this.fixedBases(row, factor);
    return known.map((base) => (typeof base === "number" ? base : this.valueAt(base.from, base.to, t, u)));
  }

  private readonly basesByFactor = new Map<Problem["factor"], readonly (number | Mover)[]>();
  private fixedBases(row: RowId, factor: Problem["factor"]): readonly (number | Mover)[] {
    const known = this.basesByFactor.get(factor);
    if (known !== undefined) return known;
    const moving = new Map(
      this.movers.filter((mover) => mover.row === row).map((mover) => [`${mover.line} ${mover.t}`, mover]),
    );
    this.engine.setFactors([]);
    const bases = factor.cells.map(
      ({ line, t }) => moving.get(`${line} ${t}`) ?? this.engine.value(row, line, t),
    );
    this.basesByFactor.set(factor, bases);
    return bases;
  }
}

/** The largest k with rate × k ≤ 1, as rounded, for the largest of some rates. */
function limitOf(rates: readonly number[]): number {
  const largest = Math.max(...rates);
  let limit = 1 / largest;
  while (largest * limit > 1) limit -= limit * 2 ** -53;
  return limit;
}
