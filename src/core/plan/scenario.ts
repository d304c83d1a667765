import { applyChange } from "./change.ts";
import type { PlanChange } from "./change.ts";
import { differenceAddress } from "./address.ts";
import type { Plan } from "./plan.ts";
import type { ScenarioId } from "./ids.ts";

/**
 * The plan as a scenario has it: the base with the scenario's differences over it. What the scenario does not
 * touch is the base's own, shared. The result has no scenarios; an unknown id gives the base. [SC1]
 */
export function planOfScenario(plan: Plan, scenario: ScenarioId | null): Plan {
  const found = scenario === null ? undefined : plan.scenarios.get(scenario);
  if (found === undefined) return plan;
  const change: PlanChange = [...found.differences].map(([address, { is }]) => [address, null, is]);
  return applyChange(plan, change);
}

/**
 * A change of the base turned into the same change of a scenario: every cell, formula and goal becomes a
 * difference. Rows, channels, sections and settings belong to the plan and stay as they are. [SC2]
 */
export function changeInScenario(plan: Plan, scenario: ScenarioId, change: PlanChange): PlanChange {
  const differences = plan.scenarios.get(scenario)?.differences;
  return change.map((entry) => {
    const [address, , after] = entry;
    const head = address.slice(0, address.indexOf("/"));
    if (head !== "cell" && head !== "cells" && head !== "formula" && head !== "goal") return entry;
    return [differenceAddress(scenario, address), differences?.get(address) ?? null, { is: after }];
  });
}
