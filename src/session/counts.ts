import { orderedIds, PLAN_WIDE } from "../core/index.ts";
import type { Plan } from "../core/index.ts";

/** How large a plan is, for what an import or a link brings. */
export function countsOf(plan: Plan): { rows: number; channels: number; periods: number } {
  const channels = orderedIds(plan.channels).filter((id) => id !== PLAN_WIDE).length;
  return { rows: plan.rows.size, channels, periods: plan.settings.periods };
}
