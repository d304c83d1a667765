import type { ChannelId, LineId, RowId } from "../plan/ids.ts";

/** One cell of the sheet. `t` is the period's index in the plan, 0…P−1; negative is history. */
export interface CellRef {
  readonly row: RowId;
  readonly line: LineId;
  readonly t: number;
}

/**
 * Something of the sheet that is one number: a cell, or a total over channels, periods, or both.
 *
 * `channel` null is the total over channels, or the line of a plan-wide row. `from` and `to` are period
 * indices, both included; equal for a quantity of one period.
 */
export interface Quantity {
  readonly row: RowId;
  readonly channel: ChannelId | null;
  readonly from: number;
  readonly to: number;
}

/**
 * What stands in a cell. `assumption`: a typed number. `empty`: an untyped cell of a typed line, reads as 0.
 * `computed`: by its row's formula. `overridden`: a number typed over the formula. `formula`: typed as a
 * formula of its own. `none`: the row does not apply here (or an untyped history cell: nothing is there).
 */
export type CellKind = "assumption" | "empty" | "computed" | "overridden" | "formula" | "none";

/** Cells of one row that are used as base × k. The base is what is typed, unless `base` says otherwise. */
export interface Factor {
  readonly row: RowId;
  readonly cells: readonly { readonly line: LineId; readonly t: number }[];
  readonly k: number;
  /** As long as `cells`: stands in for what is typed (equal shares where all cells are 0 or empty). [LE2] */
  readonly base?: readonly number[];
}

export type Factors = readonly Factor[];
