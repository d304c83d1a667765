import { orderedIds, PLAN_WIDE } from "../core/index.ts";
import type { Plan } from "../core/index.ts";
import type { PlanResults } from "../csv/results.ts";
import { Workbook } from "./workbook.ts";

/** The numbers of a workbook as the CSV writer takes them. */
export function resultsOf(book: Workbook): PlanResults {
  const { engine, solution, plan } = book;
  const to = plan.settings.periods - 1;
  return {
    value: (row, line, t) => engine.value(row, line, t),
    total: (row, channel) => engine.total({ row, channel, from: 0, to }),
    leverValue: (row, line, t) =>
      solution.leverOf({ row, line, t }) === null ? null : engine.value(row, line, t),
  };
}

/** The numbers of a plan that is not open. */
export function computePlan(plan: Plan): PlanResults {
  return resultsOf(new Workbook(plan));
}

/** Lines of a plan in words, for what an import found. */
export function countsOf(plan: Plan): { rows: number; channels: number; periods: number } {
  const channels = orderedIds(plan.channels).filter((id) => id !== PLAN_WIDE).length;
  return { rows: plan.rows.size, channels, periods: plan.settings.periods };
}
