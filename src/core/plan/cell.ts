import type { LineId } from "./ids.ts";
import type { Formula } from "./formula.ts";

/**
 * A range of an uncertain assumption, in the row's own unit.
 *
 * interval  5th to 95th percentile, `16%..24%`, or with a typed middle `20% (16%..24%)`.
 * pert      lowest, likeliest, highest: `16% / 20% / 24%`.
 * normal, uniform  written out: `normal 10..20`, `uniform 10..20`.
 */
export interface Range {
  readonly shape: "interval" | "pert" | "normal" | "uniform";
  readonly low: number;
  readonly high: number;
  /** The likeliest (pert), or the middle typed beside an interval. */
  readonly middle?: number;
}

/** A rate typed as what it was seen from: `13 of 182`. */
export interface Evidence {
  readonly hits: number;
  readonly of: number;
}

/** A typed cell that is more than a number. `value` is what the sheet computes with (NaN for a formula). */
export interface CellDetail {
  readonly value: number;
  /** As it was typed, when the number alone would not say it (`12k`, `36 of 182`). */
  readonly text?: string;
  readonly range?: Range;
  readonly evidence?: Evidence;
  /** A cell that was typed as a formula of its own, `=PREV()*1.05`. */
  readonly formula?: Formula;
}

/** What stands in one typed cell. A plain number is stored as one. */
export type CellValue = number | CellDetail;

/**
 * The typed cells of one row in one channel (or of a plan-wide row): a run of periods.
 *
 * Invariants: `values[i]` belongs to the period with ordinal `first + i`; NaN there means *empty* unless
 * `details` has an entry for that ordinal; a detail's `value` is repeated in `values`. Never mutated.
 */
export interface Series {
  readonly first: number;
  readonly values: Float64Array;
  readonly details: ReadonlyMap<number, CellDetail>;
}

export type RowCells = ReadonlyMap<LineId, Series>;

export const EMPTY_SERIES: Series = { first: 0, values: new Float64Array(0), details: new Map() };

/** The number that a cell's value computes with. */
export function numberOf(value: CellValue): number {
  return typeof value === "number" ? value : value.value;
}

/** The typed cell of a series at an ordinal; null where it is empty. */
export function cellAt(series: Series | undefined, ordinal: number): CellValue | null {
  if (series === undefined) return null;
  const detail = series.details.get(ordinal);
  if (detail !== undefined) return detail;
  const value = series.values[ordinal - series.first];
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** A series with one cell replaced or (null) emptied. Copies the run; periods outside it make it grow. */
export function withCell(series: Series, ordinal: number, value: CellValue | null): Series {
  return withCells(series, ordinal, [value]);
}

/** A series with a run of cells replaced, `cells[i]` at ordinal `from + i`. */
export function withCells(series: Series, from: number, cells: readonly (CellValue | null)[]): Series {
  const empty = series.values.length === 0;
  const first = empty ? from : Math.min(series.first, from);
  const end = Math.max(empty ? from : series.first + series.values.length, from + cells.length);
  const values = new Float64Array(end - first).fill(NaN);
  if (!empty) values.set(series.values, series.first - first);
  let details = series.details;
  cells.forEach((cell, i) => {
    const ordinal = from + i;
    values[ordinal - first] = cell === null ? NaN : numberOf(cell);
    if (cell !== null && typeof cell !== "number") {
      details = new Map(details).set(ordinal, cell);
    } else if (details.has(ordinal)) {
      const fewer = new Map(details);
      fewer.delete(ordinal);
      details = fewer;
    }
  });
  return { first, values, details };
}

/** Whether two cell values say the same, down to what was typed. */
export function isSameCell(a: CellValue | null, b: CellValue | null): boolean {
  if (a === null || b === null || typeof a === "number" || typeof b === "number") return Object.is(a, b);
  return JSON.stringify(a) === JSON.stringify(b);
}
