import type { ChannelId, LineId, RowId } from "../core/index.ts";

/**
 * A plan's numbers, as the sheet shows them. `t` is a period's index in the plan; NaN is an error or nothing.
 */
export interface PlanResults {
  value(row: RowId, line: LineId, t: number): number;
  /** Total over all periods of the plan; `channel` null is over channels too, or a plan-wide row's. */
  total(row: RowId, channel: ChannelId | null): number;
  /** What a goal's solving put into a typed cell; null where none does. */
  leverValue?(row: RowId, line: LineId, t: number): number | null;
}

/** Of a plan that was not computed. */
export const NO_RESULTS: PlanResults = { value: () => NaN, total: () => NaN };
