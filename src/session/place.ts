import { indexOfPeriod, parseAddress, startOrdinal } from "../core/index.ts";
import type { AddressValue, ChannelId, Goal, Plan, PlanChange } from "../core/index.ts";
import type { Target } from "./target.ts";

/**
 * Where a change lies, for the sheet to go there: the cells of the first row that it touches, as a cell or, where
 * they are the whole plan's, as their total; or a goal's quantity. Null where there is nothing to see.
 */
export function placeOfChange(plan: Plan, change: PlanChange, channel: ChannelId | null): Target | null {
  const { settings } = plan;
  const start = startOrdinal(settings);
  let row: string | null = null;
  const times: number[] = [];
  for (const [address, before, after] of change) {
    const parsed = parseAddress(address);
    const isCells = parsed?.kind === "cell" || parsed?.kind === "cells" || parsed?.kind === "actual";
    if (isCells && plan.rows.has(parsed.row) && (row ?? parsed.row) === parsed.row) {
      row = parsed.row;
      const first = parsed.ordinal - start;
      times.push(first, first + Math.max(lengthOf(before), lengthOf(after)) - 1);
    }
    if ((parsed?.kind === "record" || parsed?.kind === "field") && parsed.record === "goal" && row === null) {
      const goal = plan.goals.get(parsed.id) ?? goalIn(before) ?? goalIn(after);
      if (goal === undefined || !plan.rows.has(goal.row)) continue;
      const from = indexOfPeriod(settings, goal.from);
      const to = indexOfPeriod(settings, goal.to);
      if (from >= 0 && to < settings.periods)
        return { row: goal.row, channel: goal.channel ?? channel, from, to };
    }
  }
  const from = Math.min(...times);
  const to = Math.max(...times);
  if (row === null || from < -settings.history || to >= settings.periods) return null;
  const isWhole = settings.periods > 1 && from === 0 && to === settings.periods - 1;
  return isWhole ? { row, channel, from, to } : { row, channel, from, to: from };
}

/** How many cells stand at an address: those of a run, else one. */
function lengthOf(value: AddressValue | null): number {
  return typeof value === "object" && value !== null && "cells" in value ? value.cells.length : 1;
}

/** The goal that an entry holds, if it holds one: of all that stands at addresses only goals have a target. */
function goalIn(value: AddressValue | null): Goal | undefined {
  return typeof value === "object" && value !== null && "lever" in value && "target" in value
    ? (value as Goal) // by the line above
    : undefined;
}
