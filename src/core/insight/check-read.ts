import type { Engine } from "../engine/engine.ts";
import type { CellRef, Quantity } from "../engine/quantity.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";

/** The lines of a row in which it applies. */
export function linesApplying(engine: Engine, row: RowId): LineId[] {
  const scope = engine.plan.rows.get(row)?.scope;
  const lines = scope === "plan" ? [PLAN_WIDE] : scope === "channel" ? engine.channels : [];
  return lines.filter((line) => engine.applies(row, line));
}

/** A row as it stands beside another row's line: that channel's, its total for a plan-wide line, or the one it has. */
export function readBeside(engine: Engine, row: RowId, line: LineId, t: number): number {
  const scope = engine.plan.rows.get(row)?.scope;
  if (scope === undefined) return NaN;
  if (scope === "plan") return engine.value(row, PLAN_WIDE, t);
  if (line === PLAN_WIDE) return engine.total({ row, channel: null, from: t, to: t });
  return engine.applies(row, line) ? engine.value(row, line, t) : NaN;
}

/** A cell as a quantity. */
export function cellAsQuantity({ row, line, t }: CellRef): Quantity {
  return { row, channel: line === PLAN_WIDE ? null : line, from: t, to: t };
}

/** The whole plan's total of a row, or of one channel's. */
export function wholeTotal(engine: Engine, row: RowId, channel: string | null = null): number {
  return engine.total({ row, channel, from: 0, to: engine.periods - 1 });
}

/** Whether nothing but typed numbers stand in a row's cells. */
export function isTypedRow(engine: Engine, row: RowId): boolean {
  return linesApplying(engine, row).every((line) => {
    for (let t = 0; t < engine.periods; t++) {
      const kind = engine.kind(row, line, t);
      if (kind !== "assumption" && kind !== "empty") return false;
    }
    return true;
  });
}

/**
 * Half a unit of the last digit that a rate is said with, in percent: 2% may be 1.5% to 2.5%, 10.4% may be
 * 10.35% to 10.45%. Rates are published so.
 */
export function roundingOf(rate: number): number {
  const percent = Math.abs(rate) * 100;
  for (let digits = 0; digits < 8; digits++) {
    if (Math.abs(Number(percent.toFixed(digits)) - percent) <= 1e-9 * Math.max(1, percent)) {
      return 0.005 * 10 ** -digits;
    }
  }
  return 0;
}

/** The stages from the first to one, each with the rate that leads into it; stops where no row is known. */
export function chainTo(plan: Plan, last: RowId): { readonly stage: RowId; readonly rate: RowId | null }[] {
  const chain: { stage: RowId; rate: RowId | null }[] = [];
  for (let at: RowId | null = last; at !== null;) {
    const stage: RowId = at;
    const found = plan.rows.get(stage)?.stage;
    if (found === null || found === undefined || chain.some((link) => link.stage === stage)) break;
    chain.unshift({ stage, rate: found.rate });
    at = found.from;
  }
  return chain;
}

/** The last stage of the plan: the one with the longest way to it. */
export function lastStageOf(plan: Plan): RowId | null {
  let best: RowId | null = null;
  let longest = 0;
  for (const [id, row] of plan.rows) {
    if (row.stage === null) continue;
    const { length } = chainTo(plan, id);
    if (length > longest) [best, longest] = [id, length];
  }
  return best;
}
