// Plans for the sheet's browser tests.
import { foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";

/** The founding plan over more months; the added ones are empty. */
export function addPeriodsTo(periods: number): Plan {
  const plan = foundingPlan();
  return { ...plan, settings: { ...plan.settings, periods } };
}
