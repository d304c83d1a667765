import type { RowId } from "../plan/ids.ts";
import { Cutter } from "./cuts.ts";
import type { Path, PathPoint } from "./path.ts";
import { doubleExponentialRule, gaussRule } from "./quadrature.ts";
import type { RulePoint } from "./quadrature.ts";
import { Stop } from "./stop.ts";
import type { NoIntegral } from "./stop.ts";

/** The parts of a path's whole way, integrated. */
export interface Integral {
  /** As long as the path's parts. */
  readonly parts: Float64Array;
  /** What the quantity jumps by where branches change, and the rows whose formulas make it. */
  readonly steps: number;
  readonly stepRows: readonly RowId[];
  /** Where the path was cut because a branch changes. */
  readonly cuts: readonly number[];
  /** How many points were computed. */
  readonly points: number;
  /** By how much the part that moved most moved when points were doubled, beside Σ|parts|. */
  readonly moved: number;
}

export type Integration = ({ readonly ok: true } & Integral) | ({ readonly ok: false } & NoIntegral);

/** Parts may move by this much of Σ|parts| and count as settled; stricter than is promised (1e-9). [XP2] */
const SETTLED = 1e-10;
const MOST_POINTS = 8000;
/** Beside the quantity's own size, parts smaller than this are dust of floating point. */
const DUST = 2e-14;
const GAUSS = [2, 4, 8, 16, 32, 64] as const;

/**
 * ∫₀¹ of every part's speed along a path. Gauss–Legendre on each smooth piece, points doubled until no part
 * moves; a piece on which that fails is tried by tanh–sinh (ends where slopes are infinite), then halved.
 *
 * whole  what the parts and steps should add up to. Where they do not, a branch was missed between points: the
 *        pieces are halved and looked at again.
 */
export function integratePath(path: Path, whole: number, size: number): Integration {
  try {
    return { ok: true, ...new Integrator(path, whole, size).run() };
  } catch (stop) {
    if (stop instanceof Stop) return { ok: false, ...stop.reason };
    throw stop;
  }
}

/** A stretch of the path with its parts. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly sums: Float64Array;
  readonly moved: number;
  /** Next rule to try; beyond GAUSS: tanh–sinh, then halves. */
  readonly level: number;
  readonly depth: number;
}

class Integrator {
  private readonly path: Path;
  private readonly whole: number;
  /** |q| at the ends: what rounding is relative to. */
  private readonly size: number;
  private points = 0;

  constructor(path: Path, whole: number, size: number) {
    this.path = path;
    this.whole = whole;
    this.size = size;
  }

  run(): Integral {
    if (this.path.isStill) {
      const parts = new Float64Array(this.path.size);
      return { parts, steps: this.whole, stepRows: [], cuts: [], points: 0, moved: 0 };
    }
    let borders = [0, 1];
    for (let round = 0; ; round++) {
      const cutter = new Cutter(this.path, () => this.countPoint());
      const pieces = this.settle(cutter.cutAll(borders));
      const parts = this.sumOf(pieces);
      const total = parts.reduce((sum, part) => sum + part, 0);
      const scale = sizeOf(parts);
      const jumps = cutter.jumpsAbove(1e-9 * (scale + this.size));
      const rest = this.whole - total - jumps.sum;
      const isRight = Math.abs(rest) <= 1e-9 * scale + 1e-13 * this.size;
      if (isRight || round === 5) {
        const hasSteps = jumps.rows.length > 0 || !isRight;
        const moved = pieces.reduce((sum, piece) => sum + piece.moved, 0);
        return {
          parts,
          steps: hasSteps ? this.whole - total : 0,
          stepRows: jumps.rows,
          cuts: cutter.cuts,
          points: this.points,
          // Where all parts are dust, they are dust of the quantity.
          moved: moved / Math.max(scale, 1e-5 * this.size, Number.MIN_VALUE),
        };
      }
      borders = Array.from({ length: 2 ** (round + 2) + 1 }, (_, i) => i / 2 ** (round + 2));
    }
  }

  private countPoint(): void {
    if (++this.points > MOST_POINTS) throw new Stop({ why: "unsettled" });
  }

  private at(t: number, u: number): PathPoint {
    this.countPoint();
    const point = this.path.at(t, u);
    if (point === "error" || point === "unsolved") throw new Stop({ why: point, t });
    return point;
  }

  // ---- pieces ----

  private settle(borders: readonly number[]): Piece[] {
    let pieces: Piece[] = [];
    for (let i = 1; i < borders.length; i++) pieces.push(this.begin(borders[i - 1] ?? 0, borders[i] ?? 1, 0));
    for (;;) {
      const scale = sizeOf(this.sumOf(pieces));
      const limit = SETTLED * scale + DUST * this.size;
      const isOpen = (piece: Piece): boolean => piece.moved > limit * Math.max(piece.to - piece.from, 1 / 64);
      if (!pieces.some(isOpen)) return pieces;
      pieces = pieces.flatMap((piece) => (isOpen(piece) ? this.refine(piece, limit) : [piece]));
    }
  }

  private begin(from: number, to: number, depth: number): Piece {
    const [first, second] = [this.gauss(from, to, 2), this.gauss(from, to, 4)];
    return { from, to, sums: second, moved: largestGap(first, second), level: 2, depth };
  }

  private refine(piece: Piece, limit: number): Piece[] {
    const { from, to, level, depth } = piece;
    const n = GAUSS[level];
    if (n !== undefined) {
      const sums = this.gauss(from, to, n);
      return [{ ...piece, sums, moved: largestGap(piece.sums, sums), level: level + 1 }];
    }
    const found = this.doubleExponential(piece, limit);
    if (found !== null) return [found];
    const middle = (from + to) / 2;
    if (depth >= 24 || middle <= from || middle >= to) throw new Stop({ why: "unsettled" });
    return [this.begin(from, middle, depth + 1), this.begin(middle, to, depth + 1)];
  }

  private gauss(from: number, to: number, n: number): Float64Array {
    const sums = new Float64Array(this.path.size);
    for (const point of gaussRule(n)) this.addPoint(point, from, to, sums);
    return sums;
  }

  private doubleExponential(piece: Piece, limit: number): Piece | null {
    const { from, to } = piece;
    let before: Float64Array | null = null;
    for (let level = 1; level <= 4; level++) {
      const sums = new Float64Array(this.path.size);
      if (before !== null) for (let i = 0; i < sums.length; i++) sums[i] = (before[i] ?? 0) / 2;
      const rule = level === 1 ? [...doubleExponentialRule(0).map(halved), ...doubleExponentialRule(1)] : doubleExponentialRule(level); // prettier-ignore
      for (const point of rule) this.addPoint(point, from, to, sums);
      const moved = before === null ? Infinity : largestGap(before, sums);
      if (moved <= limit * Math.max(to - from, 1 / 64))
        return { ...piece, sums, moved, level: GAUSS.length + 1 };
      before = sums;
    }
    return null;
  }

  private addPoint({ t, u, weight }: RulePoint, from: number, to: number, sums: Float64Array): void {
    const width = to - from;
    // At the very ends of the way a number that vanishes there may be too small for its slope.
    const isTiny = weight < 1e-13;
    try {
      const { speeds } = this.at(from + width * t, 1 - to + width * u);
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + weight * width * (speeds[i] ?? 0);
    } catch (stop) {
      if (!isTiny || !(stop instanceof Stop) || stop.reason.why === "unsettled") throw stop;
    }
  }

  private sumOf(pieces: readonly Piece[]): Float64Array {
    const parts = new Float64Array(this.path.size);
    for (const { sums } of pieces)
      for (let i = 0; i < parts.length; i++) parts[i] = (parts[i] ?? 0) + (sums[i] ?? 0);
    return parts;
  }
}

function halved(point: RulePoint): RulePoint {
  return { ...point, weight: point.weight / 2 };
}

function sizeOf(parts: Float64Array): number {
  return parts.reduce((sum, part) => sum + Math.abs(part), 0);
}

function largestGap(a: Float64Array, b: Float64Array): number {
  let gap = 0;
  for (let i = 0; i < b.length; i++) gap = Math.max(gap, Math.abs((b[i] ?? 0) - (a[i] ?? 0)));
  return gap;
}
