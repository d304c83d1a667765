import type { RowId } from "../plan/ids.ts";
import { findRoot } from "../util/roots.ts";
import type { Path } from "./path.ts";
import { gaussRule } from "./quadrature.ts";
import { Stop } from "./stop.ts";

/** More branches than this on one way are steps of rounding: cutting at each of them would take too long. */
const MOST_CUTS = 64;

/**
 * Finds where branches change on a path, and what the quantity jumps by there. [XP3]
 *
 * Invariant: between two neighbouring borders that it gives, no two points that it looked at differ in how a
 * switch stands.
 */
export class Cutter {
  readonly cuts: number[] = [];
  private readonly path: Path;
  private readonly count: () => void;
  private readonly jumps = new Map<number, { readonly size: number; readonly row: RowId | null }>();

  /** `count` is told of every point that is computed, and may stop. */
  constructor(path: Path, count: () => void) {
    this.path = path;
    this.count = count;
  }

  /** The given borders with those between them at which a branch changes. */
  cutAll(borders: readonly number[]): number[] {
    if (this.path.switches.length === 0) return [...borders];
    const all: number[] = [borders[0] ?? 0];
    for (let i = 1; i < borders.length; i++) {
      this.cut(borders[i - 1] ?? 0, borders[i] ?? 1, all, 0);
      all.push(borders[i] ?? 1);
    }
    return all;
  }

  /** What the quantity jumps by at the cuts, and the rows that make it; smaller jumps are the slope's own doing. */
  jumpsAbove(size: number): { readonly sum: number; readonly rows: readonly RowId[] } {
    const rows = new Set<RowId>();
    let sum = 0;
    for (const t of this.cuts) {
      const jump = this.jumps.get(t);
      if (jump === undefined || Math.abs(jump.size) <= size) continue;
      sum += jump.size;
      if (jump.row !== null) rows.add(jump.row);
    }
    return { sum, rows: [...rows] };
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
    this.count();
    const signature = this.path.signature(t);
    if (signature === null) throw new Stop({ why: "unsolved", t });
    return signature;
  }

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
    const size = this.path.valueAlone(Math.min(1, t + gap)) - this.path.valueAlone(Math.max(0, t - gap));
    this.jumps.set(t, { size: Number.isFinite(size) ? size : 0, row });
    return t;
  }
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
