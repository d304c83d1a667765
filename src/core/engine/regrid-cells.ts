import { numberOf } from "../plan/cell.ts";
import type { CellDetail, CellValue, Range } from "../plan/cell.ts";

/** What one cell of the old plan gives to one cell of the new. */
export interface Giver {
  readonly cell: CellValue | null;
  /** The part of the old period that lies in the new one. */
  readonly share: number;
  readonly days: number;
  /** What the old cell counts for where cells are weighted; 0 or NaN: nothing. */
  readonly weight: number;
}

/**
 * How a row's cells become others' [RG2]–[RG4]:
 *
 *   add      split by days, and added
 *   last     as it stands at the end of the period; `first` at its beginning
 *   weigh    copied; where several come together, weighted
 *   amount   weighted, times the number of old periods: an amount for a period of something that stands
 */
export type Manner = "add" | "last" | "first" | "weigh" | "amount";

/** One cell of the new plan; null is empty. `mixed` where ranges could not be joined. */
export interface Joined {
  readonly cell: CellValue | null;
  readonly mixed: boolean;
}

const EMPTY: Joined = { cell: null, mixed: false };

/** Joins what comes together in one new cell. Givers stand in the order of time, one at least. */
export function joinCells(givers: readonly Giver[], manner: Manner): Joined {
  if (manner === "last" || manner === "first") {
    const one = manner === "last" ? givers.at(-1) : givers[0];
    return { cell: one?.cell ?? null, mixed: false };
  }
  if (givers.every(({ cell }) => cell === null)) return EMPTY;
  if (manner === "add")
    return sumOf(
      givers,
      givers.map(({ share }) => share),
    );
  const [first] = givers;
  const same = first !== undefined && givers.every(({ cell }) => isSame(cell, first.cell));
  const mean = same ? { cell: first.cell, mixed: false } : sumOf(givers, weightsOf(givers));
  if (manner === "weigh" || mean.cell === null) return mean;
  const periods = givers.reduce((sum, { share }) => sum + share, 0);
  return periods === 1 ? mean : sumOf([{ cell: mean.cell, share: 1, days: 1, weight: 1 }], [periods]);
}

/** Weights that add up to 1: what cells count for, or their days where nothing counts. */
function weightsOf(givers: readonly Giver[]): number[] {
  const counted = givers.map(({ weight, share }) => (Number.isFinite(weight) ? Math.abs(weight) * share : 0));
  const sum = counted.reduce((a, b) => a + b, 0);
  if (sum > 0) return counted.map((weight) => weight / sum);
  const days = givers.reduce((a, giver) => a + giver.days, 0);
  return givers.map((giver) => giver.days / days);
}

/**
 * Σ factor · cell. Empty cells count as 0, as they do in the sheet. Ranges of one row have the same quantile in
 * all periods, so that their ends add up as they are; ends of different kinds do not.
 */
function sumOf(givers: readonly Giver[], factors: readonly number[]): Joined {
  const parts = givers.map(({ cell }, i) => ({ cell: cell ?? 0, factor: factors[i] ?? 0 }));
  const whole = factors.reduce((a, b) => a + b, 0);
  const [first] = parts;
  // Equal cells keep exactly their value: r₀ + Σ f(r − r₀), as totals do.
  const r0 = Math.abs(whole - 1) < 1e-12 && first !== undefined ? numberOf(first.cell) : 0;
  const value = parts.reduce((sum, { cell, factor }) => sum + factor * (numberOf(cell) - r0), r0);
  const ranges = parts.flatMap(({ cell }) => rangeOf(cell) ?? []);
  const [shape] = ranges.map((range) => range.shape);
  if (shape === undefined) return { cell: value, mixed: false };
  if (ranges.some((range) => range.shape !== shape) || ranges.length < parts.length) {
    return { cell: value, mixed: true };
  }
  const add = (end: (range: Range) => number): number =>
    ranges.reduce((sum, range, i) => sum + (parts[i]?.factor ?? 0) * end(range), 0);
  const needsMiddle = shape === "pert" || ranges.length > 1 || ranges[0]?.middle !== undefined;
  const hasMiddle = needsMiddle && (shape === "pert" || shape === "interval");
  const range: Range = {
    shape,
    low: add(({ low }) => low),
    high: add(({ high }) => high),
    ...(hasMiddle ? { middle: value } : {}),
  };
  return { cell: { value, range }, mixed: false };
}

function rangeOf(cell: CellValue): Range | undefined {
  return typeof cell === "number" ? undefined : cell.range;
}

function isSame(a: CellValue | null, b: CellValue | null): boolean {
  if (a === null || b === null || typeof a === "number" || typeof b === "number") return Object.is(a, b);
  const shown = ({ value, range, evidence, text }: CellDetail): unknown => [value, range, evidence, text];
  return JSON.stringify(shown(a)) === JSON.stringify(shown(b));
}
