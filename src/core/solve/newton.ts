import { solveLinear } from "../util/linear.ts";
import type { Field } from "./field.ts";

/**
 * Coupled goals by Newton's method. [SO7]
 *
 * Equations are ln y = ln T where y and T are positive, else y = T; unknowns are ln k, or k where an equation
 * of the second kind is moved by it. No k changes by more than a factor of 4 in a step, none leaves its limit.
 * On log scales products of powers are straight, and the limit of the step keeps a target of 100 times the
 * start from being overshot; Newton on log k with plain y takes 100 steps there.
 */
export type NewtonResult =
  | { readonly status: "met" }
  | { readonly status: "failed" }
  /** These levers act alike on these goals: indices of problems. One alone moves nothing. */
  | { readonly status: "alike"; readonly alike: readonly number[] };

const STEPS = 80;
const LARGEST_STEP = Math.log(4);

/**
 * Solves the block's goals by the block's levers, from their factors as they are (a lever at 0 begins at 1).
 * Tries further starts where that fails. On success the field is at the solution, else where it was.
 */
export function solveNewton(field: Field, block: readonly number[]): NewtonResult {
  const start = Float64Array.from(field.k);
  let first: NewtonResult | null = null;
  for (const factors of startsOf(block.length)) {
    field.setAll(start);
    block.forEach((i, place) => {
      const own = start[i] === 0 ? 1 : (start[i] ?? 1);
      field.set(i, Math.min(own * (factors[place] ?? 1), field.problem(i).limit));
    });
    const result = new Newton(field, block).run();
    if (result.status === "met") return result;
    first ??= result;
  }
  field.setAll(start);
  return first ?? { status: "failed" };
}

/** As they stand; then each lever in turn at an eighth and at eight times. */
function startsOf(n: number): number[][] {
  const starts = [Array.from({ length: n }, () => 1)];
  for (let i = 0; i < n; i++) {
    for (const factor of [1 / 8, 8]) starts.push(Array.from({ length: n }, (_, j) => (i === j ? factor : 1)));
  }
  return starts;
}

class Newton {
  private readonly field: Field;
  private readonly block: readonly number[];

  constructor(field: Field, block: readonly number[]) {
    this.field = field;
    this.block = block;
  }

  run(): NewtonResult {
    const { field, block } = this;
    let best = Infinity;
    let bestAt = Float64Array.from(field.k);
    let stale = 0;
    let alike: readonly number[] | null = null;
    for (let step = 0; step < STEPS && stale < 12; step++) {
      const size = this.residual();
      if (Number.isNaN(size)) break;
      if (size < best) {
        // Progress that counts is a tenth or more; creeping along a bound is none.
        stale = size < 0.9 * best ? 0 : stale + 1;
        best = size;
        bestAt = Float64Array.from(field.k);
      } else stale++;
      if (best <= 1e-14) break;
      const next = this.direction();
      if (next.rank === "deficient") {
        alike = next.alike.map((place) => block[place] ?? 0);
        break;
      }
      if (!this.move(next.x, size)) break;
    }
    field.setAll(bestAt);
    this.snapToZero();
    if (block.every((i) => field.isMet(i))) return { status: "met" };
    return alike === null ? { status: "failed" } : { status: "alike", alike };
  }

  private isLogarithmic(i: number, y: number): boolean {
    return y > 0 && this.field.problem(i).target > 0;
  }

  /** The largest of the goals' relative gaps. */
  private residual(): number {
    let size = 0;
    for (const i of this.block) {
      const gap = Math.abs(this.gap(i, this.field.y(i)));
      if (Number.isNaN(gap)) return NaN;
      size = Math.max(size, gap);
    }
    return size;
  }

  private gap(i: number, y: number): number {
    const { target } = this.field.problem(i);
    if (this.isLogarithmic(i, y)) return Math.log(y / target);
    return (y - target) / (Math.abs(target) || Math.abs(this.scaleOf(i)) || 1);
  }

  /** For a target of 0: the goal's own parts at the start of this run, so that gaps compare. */
  private readonly scales = new Map<number, number>();
  private scaleOf(i: number): number {
    const known = this.scales.get(i);
    if (known !== undefined) return known;
    const scale = this.field.scale(i);
    this.scales.set(i, scale);
    return scale;
  }

  /** Newton's step in ln k for every lever of the block. */
  private direction(): ReturnType<typeof solveLinear> {
    const { field, block } = this;
    const n = block.length;
    const matrix = new Float64Array(n * n);
    const right = new Float64Array(n);
    block.forEach((i, row) => {
      const y = field.y(i);
      const { target, quantity } = field.problem(i);
      const slopes = field.engine.gradient(quantity);
      const size = this.isLogarithmic(i, y) ? y : Math.abs(target) || this.scaleOf(i) || 1;
      right[row] = -this.gap(i, y);
      block.forEach((lever, column) => {
        matrix[row * n + column] = (this.slope(slopes, lever) * (field.k[lever] ?? 0)) / size;
      });
    });
    return solveLinear(matrix, right);
  }

  /** dy/dk of a lever: Σ slope·base over its cells. */
  private slope(slopes: ReadonlyMap<string, Float64Array>, lever: number): number {
    const { factor } = this.field.problem(lever);
    const own = slopes.get(factor.row);
    if (own === undefined) return 0;
    const k = this.field.k[lever] ?? 0;
    const layout = this.field.engine.values(factor.row);
    let sum = 0;
    for (const { line, t } of factor.cells) {
      const at = layout.offset(line) + t;
      // The value used is base × k, and k is never 0 here.
      sum += (own[at] ?? 0) * ((layout.data[at] ?? 0) / k);
    }
    return sum;
  }

  /** Takes the step, shortened until it makes the gaps smaller; false where it cannot. */
  private move(step: Float64Array, size: number): boolean {
    const { field, block } = this;
    let longest = 0;
    for (const part of step) longest = Math.max(longest, Math.abs(part));
    if (!Number.isFinite(longest)) return false;
    const before = Float64Array.from(field.k);
    const isPlain = block.some((i) => !this.isLogarithmic(i, field.y(i)));
    let share = Math.min(1, LARGEST_STEP / (longest || 1));
    for (let halving = 0; halving < 8; halving++) {
      for (const [place, i] of block.entries()) {
        const part = (step[place] ?? 0) * share;
        const factor = isPlain ? Math.min(4, Math.max(0.25, 1 + part)) : Math.exp(part);
        field.set(i, Math.max(2 ** -60, Math.min((before[i] ?? 0) * factor, field.problem(i).limit)));
      }
      if (block.every((i) => field.k[i] === before[i])) return false;
      const now = this.residual();
      // Far from the solution a step may make it a little worse before it gets better.
      if (now < size || (halving === 3 && now < 2 * size)) return true;
      share /= 2;
    }
    field.setAll(before);
    return false;
  }

  /** A lever that has all but vanished is at 0, if the goals are met there as well. */
  private snapToZero(): void {
    const { field, block } = this;
    for (const i of block) {
      const k = field.k[i] ?? 0;
      if (k > 2 ** -30) continue;
      field.set(i, 0);
      if (!block.every((j) => field.isMet(j))) field.set(i, k);
    }
  }
}
