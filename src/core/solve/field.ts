import type { Engine } from "../engine/engine.ts";
import type { Problem } from "./cells.ts";

/** The engine as a function of the levers' factors. Keeps the engine's factors and `k` the same. */
export class Field {
  readonly engine: Engine;
  readonly problems: readonly Problem[];
  readonly k: Float64Array;

  constructor(engine: Engine, problems: readonly Problem[]) {
    this.engine = engine;
    this.problems = problems;
    this.k = Float64Array.from(problems, (problem) => problem.rest);
    engine.setFactors(problems.map((problem) => problem.factor));
  }

  problem(i: number): Problem {
    const problem = this.problems[i];
    if (problem === undefined) throw new RangeError(`There is no goal ${i}`);
    return problem;
  }

  set(i: number, k: number): void {
    if (this.k[i] === k) return;
    this.k[i] = k;
    this.engine.setFactor(i, k);
  }

  setAll(k: ArrayLike<number>): void {
    for (let i = 0; i < this.problems.length; i++) this.set(i, k[i] ?? 0);
  }

  y(i: number): number {
    return this.engine.total(this.problem(i).quantity);
  }

  /** |y − T| ≤ 1e-9·max(|T|, Σ|∂y/∂x·x|): the sum is only taken where the target's own size is not enough. */
  isMet(i: number, y = this.y(i)): boolean {
    const { target } = this.problem(i);
    const gap = Math.abs(y - target);
    if (!Number.isFinite(gap)) return false;
    return gap <= 1e-9 * Math.abs(target) || gap <= 1e-9 * this.scale(i);
  }

  /** Σ|∂y/∂x·x| over everything typed: how large the parts are of which y is made. */
  scale(i: number): number {
    let sum = 0;
    for (const [row, slopes] of this.engine.gradient(this.problem(i).quantity)) {
      const { data } = this.engine.values(row);
      for (let j = 0; j < slopes.length; j++) {
        const slope = slopes[j] ?? 0;
        if (slope !== 0) sum += Math.abs(slope * (data[j] ?? 0)) || 0;
      }
    }
    // Past what a double holds it says nothing: everything would count as met.
    return Number.isFinite(sum) ? sum : 0;
  }
}
