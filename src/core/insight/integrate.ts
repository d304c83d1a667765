import { findRoot } from "../util/roots.ts";
import type { RowId } from "../plan/ids.ts";
import type { NoPoint, Path, PathPoint } from "./path.ts";
import { doubleExponentialRule, gaussRule } from "./quadrature.ts";
import type { RulePoint } from "./quadrature.ts";

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

export type NoIntegral =
  | { readonly why: NoPoint; readonly t: number }
  /** Parts keep moving: the quantity has a pole on the way, or too many steps. */
  | { readonly why: "unsettled" };

export type Integration = ({ readonly ok: true } & Integral) | ({ readonly ok: false } & NoIntegral);

/** Parts may move by this much of Σ|parts| and count as settled; stricter than is promised (1e-9). [XP2] */
const SETTLED = 1e-10;
const MOST_POINTS = 8000;
/** Beside the quantity's own size, parts smaller than this are dust of floating point. */
const DUST = 2e-14;
/** More branches than this on one way are steps of rounding: cutting at each of them would take too long. */
const MOST_CUTS = 64;
const GAUSS = [2, 4, 8, 16, 32, 64] as const;

class Stop extends Error {
  readonly reason: NoIntegral;
  constructor(reason: NoIntegral) {
    super(reason.why);
    this.reason = reason;
  }
}

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
  private cuts: number[] = [];
  private stepRows = new Set<RowId>();
  private readonly jumps = new Map<number, number>();

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
      this.cuts = [];
      const pieces = this.settle(this.cutAll(borders));
      const parts = this.sumOf(pieces);
      const total = parts.reduce((sum, part) => sum + part, 0);
      const scale = sizeOf(parts);
      const steps = this.jumpsOf(scale);
      const rest = this.whole - total - steps;
      const isRight = Math.abs(rest) <= 1e-9 * scale + 1e-13 * this.size;
      if (isRight || round === 5) {
        const hasSteps = this.stepRows.size > 0 || !isRight;
        const moved = pieces.reduce((sum, piece) => sum + piece.moved, 0);
        return {
          parts,
          steps: hasSteps ? this.whole - total : 0,
          stepRows: [...this.stepRows],
          cuts: this.cuts,
          points: this.points,
          // Where all parts are dust, they are dust of the quantity.
          moved: moved / Math.max(scale, 1e-5 * this.size, Number.MIN_VALUE),
        };
      }
      borders = Array.from({ length: 2 ** (round + 2) + 1 }, (_, i) => i / 2 ** (round + 2));
    }
  }

  private at(t: number, u: number): PathPoint {
    if (++this.points > MOST_POINTS) throw new Stop({ why: "unsettled" });
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

  // ---- cuts ----

  /** Borders of pieces on which no branch changes, as far as points tell. */
  private cutAll(borders: readonly number[]): number[] {
    if (this.path.switches.length === 0) return [...borders];
    const all: number[] = [borders[0] ?? 0];
    for (let i = 1; i < borders.length; i++) {
      this.cut(borders[i - 1] ?? 0, borders[i] ?? 1, all, 0);
      all.push(borders[i] ?? 1);
    }
    return all;
  }

  private cut(from: number, to: number, into: number[], depth: number): void {
    if (to - from < 1e-11 || depth > 8) return;
    if (this.cuts.length > MOST_CUTS) throw new Stop({ why: "unsettled" });
    const width = to - from;
    const inner = gaussRule(6).map(({ t }) => from + width * t);
    const points = inner.map((t) => ({ t, signature: this.signatureAt(t), isEnd: false }));
    // The ends of the way may stand just where a branch changes; inside, pieces meet there on purpose.
    const [first, last] = [from === 0 ? 0 : null, to === 1 ? 1 : null];
    const ends = (t: number | null): typeof points =>
      t === null ? [] : [{ t, signature: this.signatureAt(t), isEnd: true }];
    const all = [...ends(first), ...points, ...ends(last)];
    const found: number[] = [];
    for (let i = 1; i < all.length; i++) {
      const [left, right] = [all[i - 1], all[i]];
      if (left === undefined || right === undefined) continue;
      const index = differing(left.signature, right.signature, left.isEnd || right.isEnd);
      if (index >= 0) found.push(this.findChange(left.t, left.signature, right.t, right.signature, index));
    }
    const inside = found.filter((t) => t > from && t < to);
    let start = from;
    for (const t of [...inside, to]) {
      if (inside.length > 0) this.cut(start, t, into, depth + 1);
      if (t < to) {
        into.push(t);
        this.cuts.push(t);
      }
      start = t;
    }
  }

  private signatureAt(t: number): Float64Array {
    if (++this.points > MOST_POINTS) throw new Stop({ why: "unsettled" });
    const signature = this.path.signature(t);
    if (signature === null) throw new Stop({ why: "unsolved", t });
    return signature;
  }

  /** Where, between two points, one number of the signature changes. */
  private findChange(
    from: number,
    left: Float64Array,
    to: number,
    right: Float64Array,
    index: number,
  ): number {
    const margin = this.path.marginOf(index);
    const [a, b] = [left[index] ?? 0, right[index] ?? 0];
    if (margin?.switch.mode === "order" && a * b === -1) {
      const [fa, fb] = [margin.at(from), margin.at(to)];
      if (fa * fb < 0) {
        const { x } = findRoot(margin.at, { a: from, fa, b: to, fb });
        return this.noteJump(x, margin.switch.of);
      }
    }
    let [low, high] = [from, to];
    for (let i = 0; i < 60 && high - low > 1e-15 * high; i++) {
      const middle = (low + high) / 2;
      if (middle <= low || middle >= high) break;
      if (this.signatureAt(middle)[index] === a) low = middle;
      else high = middle;
    }
    return this.noteJump(high, margin?.switch.of ?? null);
  }

  private noteJump(t: number, row: RowId | null): number {
    const gap = 1e-12;
    const jump = this.path.valueAlone(Math.min(1, t + gap)) - this.path.valueAlone(Math.max(0, t - gap));
    this.jumps.set(t, Number.isFinite(jump) ? jump : 0);
    if (row !== null) this.rowsOfJumps.set(t, row);
    return t;
  }
  private readonly rowsOfJumps = new Map<number, RowId>();

  /** What the cuts jump by, those that are more than the slope's own doing. */
  private jumpsOf(scale: number): number {
    this.stepRows = new Set();
    let sum = 0;
    for (const t of this.cuts) {
      const jump = this.jumps.get(t) ?? 0;
      if (Math.abs(jump) <= 1e-9 * (scale + this.size)) continue;
      sum += jump;
      const row = this.rowsOfJumps.get(t);
      if (row !== undefined) this.stepRows.add(row);
    }
    return sum;
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

/** The first number that differs; −1 where none does. At an end, sides that stand alike count as either. */
function differing(left: Float64Array, right: Float64Array, isEnd: boolean): number {
  for (let i = 0; i < left.length; i++) {
    const [a, b] = [left[i], right[i]];
    if (a === b) continue;
    if (isEnd && (a === 0 || b === 0)) continue;
    return i;
  }
  return -1;
}
