import { createEngine, solvePlan } from "../core/index.ts";
import type { Engine, Plan, Solution } from "../core/index.ts";
import type { PlanResults } from "./results.ts";

/** A plan with its numbers, as a workbook holds them. */
export interface Computed {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly solution: Solution;
}

/** The numbers of a workbook as the CSV writer takes them. */
export function resultsOf({ engine, solution, plan }: Computed): PlanResults {
  const to = plan.settings.periods - 1;
  return {
    value: (row, line, t) => engine.value(row, line, t),
    total: (row, channel) => engine.total({ row, channel, from: 0, to }),
    leverValue: (row, line, t) =>
      solution.leverOf({ row, line, t }) === null ? null : engine.value(row, line, t),
  };
}

/** The numbers of a plan that is not open: computed, and its goals solved. */
export function computePlan(plan: Plan): PlanResults {
  const engine = createEngine(plan);
  return resultsOf({ plan, engine, solution: solvePlan(engine) });
}
