/**
 * What one file may hold: beyond it the file is refused, and the limit is named. The memory that a reading takes is
 * bounded by it: the text (2 bytes a character at most), 10 bytes a cell of numbers, 2 a cell of texts.
 */
export interface Limits {
  readonly bytes: number;
  readonly rows: number;
  readonly columns: number;
  readonly cells: number;
  /** Characters. */
  readonly cell: number;
}

export const LIMITS: Limits = {
  bytes: 128 * 2 ** 20,
  rows: 2_000_000,
  columns: 16_384,
  cells: 40_000_000,
  cell: 65_536,
};

export const printLimit = (limit: number): string => limit.toLocaleString("en-GB");
