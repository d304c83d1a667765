import { NO_LIMIT } from "./cells.ts";
import { findEdge, findPeak, findRoot } from "../util/roots.ts";
import type { Direction } from "./shape.ts";

/** One goal by one lever: y(k) = target, 0 ≤ k ≤ limit. [SO1]–[SO5] */
export interface ScalarProblem {
  /** y at a factor k; NaN is an error. The same k gives the same bits. */
  readonly at: (k: number) => number;
  readonly target: number;
  readonly kind: "amount" | "ratio";
  readonly rest: number;
  readonly limit: number;
  /** Whether y is a straight line in k by structure. */
  readonly isAffine: boolean;
  /** How y moves with k; asked only where y is not affine. */
  readonly direction: () => Direction;
  /** Whether y, which was just computed, meets the target in the sense of engine.md. */
  readonly isMet: (y: number) => boolean;
}

export type ScalarSolution =
  /** `others`: further roots, as factors. The function was last computed at `k`. */
  | { readonly found: true; readonly k: number; readonly others: readonly number[] }
  | { readonly found: false; readonly best: number; readonly bestK: number; readonly why: Shortfall };

/**
 * Why there is no solution: `bound` the limit is reached; `zero` k = 0 is still too much; `peak` the best lies
 * between; `jump` the values pass over the target; `error` no k gives a number; `no effect` k moves nothing.
 */
export type Shortfall = "bound" | "zero" | "peak" | "jump" | "error" | "no effect";

interface Point {
  readonly k: number;
  readonly y: number;
}

const GRID: readonly number[] = Array.from({ length: 81 }, (_, i) => 2 ** ((i - 40) / 2));
/** How far apart values must be, beside their size, for k to count as moving them. */
const EFFECT = 1e-9;

/** Solves one goal by one lever. Depends on the function alone: same bits every time. */
export function solveScalar(problem: ScalarProblem): ScalarSolution {
  return new ScalarSolver(problem).solve();
}

class ScalarSolver {
  private readonly p: ScalarProblem;
  private readonly points = new Map<number, number>();

  constructor(problem: ScalarProblem) {
    this.p = problem;
  }

  solve(): ScalarSolution {
    if (this.p.isAffine) {
      const direct = this.solveAffine();
      if (direct !== null) return direct;
    } else {
      const direction = this.p.direction();
      if (direction !== "mixed") {
        const found = this.solveMonotone(direction);
        if (found !== null) return found;
      }
    }
    return this.solveByGrid();
  }

  private at(k: number): number {
    const y = this.p.at(k);
    const finite = Number.isFinite(y) ? y : NaN;
    this.points.set(k, finite);
    return finite;
  }

  /** Values once computed are not computed again, except where the engine must stand at them. */
  private once(k: number): number {
    return this.points.get(k) ?? this.at(k);
  }

  /** Equal to the target but for the bits that sums over many cells lose. */
  private isTight(y: number): boolean {
    return Math.abs(y - this.p.target) <= 1e-12 * Math.abs(this.p.target);
  }

  private sign(y: number): number {
    return this.isTight(y) ? 0 : Math.sign(y - this.p.target);
  }

  /** Leaves the function at k, and says whether it is met there. */
  private settle(k: number, others: readonly number[] = []): ScalarSolution | null {
    return this.p.isMet(this.p.at(k)) ? { found: true, k, others } : null;
  }

  /** A straight line: two values give the root; a third, at the root, proves it. Null: it was not one. */
  private solveAffine(): ScalarSolution | null {
    const { target, limit } = this.p;
    const y0 = this.at(0);
    if (Number.isNaN(y0)) return null;
    const reach = Math.min(1, limit);
    const y1 = this.at(reach);
    let slope = (y1 - y0) / reach;
    // What was typed meets the goal already: it stays as typed, to the bit. [SO1]
    if (reach === 1 && this.isTight(y1) && Math.abs(slope) > EFFECT * Math.abs(y0)) {
      return { found: true, k: 1, others: [] };
    }
    // Where the lever's own part is small beside the rest, the far end of the line is the better witness.
    if (!(Math.abs(slope * reach) > 1e-6 * Math.abs(y0))) slope = (this.at(limit) - y0) / limit;
    if (!(Math.abs(slope * limit) > EFFECT * Math.abs(y0))) return null;
    let k = (target - y0) / slope;
    for (let i = 0; i < 4 && k > 0 && k <= limit; i++) {
      const y = this.at(k);
      const gap = target - y;
      const better = k + gap / slope;
      if (Math.abs(gap) <= 1e-15 * Math.abs(target) || better === k || i === 3) break;
      if (Math.abs(gap) <= 1e-13 * (Math.abs(target) + Math.abs(y0))) break;
      k = better;
    }
    if (k > limit) {
      // A straight line has no end, and 2^20 is no limit of an amount: a large target is met far out on it.
      const beyond = limit >= NO_LIMIT && Number.isFinite(k) ? this.settle(k) : null;
      if (beyond !== null) return beyond;
      // The limit itself may be meant: 60% × (1 ÷ 0.6) need not be 100% to the last bit.
      return this.settle(limit) ?? this.unmet(limit, "bound");
    }
    if (k <= 0) return this.settle(0) ?? this.unmet(0, "zero");
    return this.settle(k);
  }

  private unmet(bestK: number, why: Shortfall): ScalarSolution {
    return { found: false, best: this.once(bestK), bestK, why };
  }

  /**
   * A function that never turns: approached from its first values, for most are straight or nearly so on some
   * scale; else the grid is walked in wide steps from 1 to where the target lies. Null: look everywhere.
   */
  private solveMonotone(direction: Direction): ScalarSolution | null {
    const { limit, kind, target } = this.p;
    const one = Math.min(1, limit);
    const y1 = this.once(one);
    if (Number.isNaN(y1)) return null;
    this.once(limit >= 2 ? 2 : one / 2);
    if (kind === "amount") this.once(0);
    this.approach();
    const grid = this.grid().filter((k) => k > 0 && (k === limit || Number.isInteger(Math.log2(k) / 2)));
    const isFarther = (direction === "up") === y1 < target;
    const way = isFarther ? grid.filter((k) => k > one) : [...grid.filter((k) => k < one).reverse(), 0];
    for (const k of way) if (this.needsMore()) this.once(k);
    const found = this.fromPoints();
    // All the way to the end, on one side, by a function that never turns: nothing is to be found elsewhere.
    const isSure = found === null && this.needsMore() && [...this.points.values()].every(Number.isFinite);
    return isSure ? this.giveUp() : found;
  }

  /**
   * Steps to where the fraction through the three nearest values, k = x₀ + (T − y₀) ÷ (ρ₁ + (T − y₁) ÷ ρ₂)
   * (T. N. Thiele, *Interpolationsrechnung*, 1909, §4), reaches the target: at once for straight lines and
   * Hill's curve of shape 1, and on log scales, which ratios use, for powers of k.
   */
  private approach(): void {
    const { kind, limit, target } = this.p;
    const isLogarithmic = kind === "ratio" && target > 0;
    const x = (k: number): number => (isLogarithmic ? Math.log(k) : k);
    const y = (value: number): number => (isLogarithmic ? Math.log(value) : value);
    for (let step = 0; step < 7; step++) {
      const [a, b, c] = [...this.points]
        .filter(([k, value]) => Number.isFinite(x(k)) && Number.isFinite(y(value)))
        .map(([k, value]) => ({ x: x(k), y: y(value), gap: Math.abs(value - target) }))
        .sort((p, q) => p.gap - q.gap);
      if (a === undefined || b === undefined) return;
      const first = (b.y - a.y) / (b.x - a.x);
      const second = c === undefined ? Infinity : (c.y - b.y) / ((c.y - a.y) / (c.x - a.x) - first);
      const bend = Number.isNaN(second) ? 0 : (y(target) - b.y) / second;
      const next = a.x + (y(target) - a.y) / (first + bend);
      const k = isLogarithmic ? Math.exp(next) : next;
      if (!(k > 0 && k < limit) || this.points.has(k)) return;
      const gap = Math.abs(this.at(k) - target);
      if (this.isTight(this.points.get(k) ?? NaN) || !(gap < a.gap / 2)) return;
    }
  }

  /** Whether the points so far lie all on one side of the target. */
  private needsMore(): boolean {
    let low = false;
    let high = false;
    for (const y of this.points.values()) {
      const sign = this.sign(y);
      if (sign === 0) return false;
      if (sign < 0) low = true;
      if (sign > 0) high = true;
    }
    return !(low && high);
  }

  /** k = 0, the powers of √2 up to the limit, the limit. */
  private grid(): number[] {
    const { limit } = this.p;
    return [0, ...GRID.filter((k) => k < limit), limit];
  }

  private solveByGrid(): ScalarSolution {
    for (const k of this.grid()) this.once(k);
    const found = this.fromPoints();
    if (found !== null) return found;
    this.climb();
    return this.fromPoints() ?? this.giveUp();
  }

  /** Where the grid's values turn short of the target, the turn itself may reach it. */
  private climb(): void {
    const { target } = this.p;
    const points = this.sorted();
    points.forEach((point, i) => {
      const before = points[i - 1];
      const after = points[i + 1];
      if (before === undefined || after === undefined || point.k === 0) return;
      const side = Math.sign(target - point.y);
      if (side === 0 || side * (point.y - before.y) < 0 || side * (point.y - after.y) < 0) return;
      if (point.y === before.y && point.y === after.y) return;
      const low = before.k === 0 ? Math.log(point.k) - 2 : Math.log(before.k);
      findPeak((u) => side * this.at(Math.exp(u)), low, Math.log(after.k));
    });
  }

  private sorted(): Point[] {
    return [...this.points]
      .filter(([, y]) => !Number.isNaN(y))
      .map(([k, y]) => ({ k, y }))
      .sort((a, b) => a.k - b.k);
  }

  /** Distance from what is wanted: from 0 for amounts, from 1 on a log scale for ratios. */
  private distance(k: number): number {
    return this.p.kind === "amount" ? k : k === 0 ? Infinity : Math.abs(Math.log(k));
  }

  /** Roots between the points computed so far, the wanted one first; null if none is met. */
  private fromPoints(): ScalarSolution | null {
    const points = [...this.points].map(([k, y]) => ({ k, y })).sort((a, b) => a.k - b.k);
    const finite = points.filter((point) => !Number.isNaN(point.y));
    // Nothing moves it and it is right as it is: then the sheet stays as it is typed.
    if (finite.length > 2 && finite.every((point) => this.isTight(point.y))) return this.settle(this.p.rest);
    const roots: number[] = [];
    if (this.p.kind === "amount") this.walk(points, roots);
    else {
      this.walk(points.filter((point) => point.k >= 1), roots); // prettier-ignore
      this.walk(points.filter((point) => point.k <= 1).reverse(), roots); // prettier-ignore
    }
    const distinct = [...new Set(roots)].sort((a, b) => this.distance(a) - this.distance(b) || b - a);
    const met = distinct.filter((k) => this.p.isMet(this.p.at(k)));
    const [first, ...others] = met;
    return first === undefined ? null : this.settle(first, others);
  }

  /** Roots along points that lead away from where the wanted k is nearest. */
  private walk(points: readonly Point[], roots: number[]): void {
    let before: Point | null = null;
    for (const point of points) {
      const sign = this.sign(point.y);
      if (Number.isNaN(point.y)) {
        before = null;
        continue;
      }
      const was = before === null ? null : this.sign(before.y);
      if (sign === 0 && was !== 0) roots.push(before === null ? point.k : this.edge(before.k, point.k));
      else if (before !== null && was !== 0 && was !== sign) roots.push(this.refine(before, point));
      before = point;
    }
  }

  /** The root between two points on different sides, near first. */
  private refine(near: Point, far: Point): number {
    const { target } = this.p;
    const isLogarithmic = near.k > 0 && far.k > 0;
    const isRatio = target > 0 && near.y > 0 && far.y > 0;
    const x = (k: number): number => (isLogarithmic ? Math.log(k) : k);
    const k = (u: number): number => (isLogarithmic ? Math.exp(u) : u);
    // On log scales products of powers are straight lines, which the first step hits.
    const g = (y: number): number =>
      this.isTight(y) ? 0 : isRatio && y > 0 ? Math.log(y / target) : (y - target) / (Math.abs(target) || 1);
    const bracket = { a: x(near.k), fa: g(near.y), b: x(far.k), fb: g(far.y) };
    const root = findRoot((u) => g(this.p.at(k(u))), bracket);
    return root.fx === 0 ? this.edge(near.k, k(root.x)) : k(root.x);
  }

  /** Where the target is held over a stretch (a capacity reached), its near edge; else k itself. */
  private edge(near: number, k: number): number {
    const inside = k + (near - k) * 2 ** -24;
    if (inside === k || !this.isTight(this.p.at(inside))) return k;
    return findEdge((x) => this.isTight(this.p.at(x)), near, inside);
  }

  private giveUp(): ScalarSolution {
    const points = this.sorted();
    const { target, limit, rest } = this.p;
    const end = this.once(limit);
    if (points.length === 0) return { found: false, best: NaN, bestK: rest, why: "error" };
    let low = Infinity;
    let high = -Infinity;
    let best: Point = { k: rest, y: NaN };
    for (const point of points) {
      low = Math.min(low, point.y);
      high = Math.max(high, point.y);
      const gain = Math.abs(best.y - target) - Math.abs(point.y - target);
      if (!(gain <= 0) || (gain === 0 && this.distance(point.k) < this.distance(best.k))) best = point;
    }
    const same = (y: number): boolean => Math.abs(y - best.y) <= 1e-12 * Math.abs(best.y);
    if (!(high - low > EFFECT * Math.max(Math.abs(low), Math.abs(high)))) {
      const settled = this.settle(rest);
      return settled ?? { found: false, best: best.y, bestK: rest, why: "no effect" };
    }
    const why: Shortfall =
      low < target && high > target ? "jump" : same(end) ? "bound" : same(this.once(0)) ? "zero" : "peak";
    return { found: false, best: best.y, bestK: best.k, why };
  }
}
