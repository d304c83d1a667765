import { checkFormula } from "../formula/check.ts";
import { printFormula } from "../formula/print.ts";
import { isTimely, restateDelays } from "../formula/restate.ts";
import { contains, rowsIn } from "../formula/walk.ts";
import { regridMessages } from "../messages/regrid.ts";
import { differenceAddress, parseAddress } from "../plan/address.ts";
import { cellAt, numberOf, withCells } from "../plan/cell.ts";
import type { CellValue, RowCells, Series } from "../plan/cell.ts";
import { applyChange } from "../plan/change.ts";
import { coverageOf, ordinalOfDay, periodsIn } from "../plan/coverage.ts";
import { changeBetween } from "../plan/diff.ts";
import type { Formula, Tree } from "../plan/formula.ts";
import type { GoalId, LineId, RowId, ScenarioId } from "../plan/ids.ts";
import { keyOfOrdinal, ordinalOfKey, spanOfPeriod } from "../plan/period.ts";
import type { PeriodKey, PeriodLength } from "../plan/period.ts";
import { formulaOf, linesOf, orderedIds, rowsInOrder, startOrdinal } from "../plan/plan.ts";
import type { CellRun, Goal, Lever, Plan, PlanSettings, Scenario } from "../plan/plan.ts";
import { planOfScenario } from "../plan/scenario.ts";
import { isAdditive } from "../plan/unit.ts";
import { createEngine } from "./engine.ts";
import type { Engine } from "./engine.ts";
import type { Factors } from "./quantity.ts";
import { joinCells } from "./regrid-cells.ts";
import type { Giver, Manner } from "./regrid-cells.ts";
import { isPerPeriod, weightsOfPlan } from "./regrid-weights.ts";
import type { Weights } from "./regrid-weights.ts";
import { stocksOf } from "./stock.ts";
import { addsUp } from "./tree.ts";

/** Something in the new plan that a person should look at. */
export interface ReviewItem {
  readonly code: keyof typeof regridMessages;
  readonly row: RowId;
  readonly text: string;
}

/**
 * The plan in periods of another length, as a plan of its own: it has the same ids, and the old one is not
 * touched. [RG1]–[RG7]
 *
 * factors  of the plan's solution: rates are weighted by the numbers that people see.
 * returns  the plan, and what to look at, in the order of the screen.
 */
export function regridPlan(
  plan: Plan,
  length: PeriodLength,
  factors: Factors,
): { readonly plan: Plan; readonly review: readonly ReviewItem[] } {
  if (plan.settings.periodLength === length) return { plan, review: [] };
  const base = new Regrid(plan, length, factors);
  const made = base.make();
  const scenarios = new Map<ScenarioId, Scenario>();
  for (const [id, scenario] of plan.scenarios) {
    const differs = planOfScenario(plan, id);
    const other = new Regrid(differs, length, []).make();
    scenarios.set(id, { ...scenario, differences: differencesOf(scenario, made, other) });
  }
  const rank = new Map(rowsInOrder(plan).map((row, i) => [row, i]));
  const review = [...base.review.values()].sort((a, b) => (rank.get(a.row) ?? 0) - (rank.get(b.row) ?? 0));
  return { plan: { ...made, scenarios }, review };
}

/** What a scenario says of the new plan: at the rows and goals that it said something of before. [RG7] */
function differencesOf(scenario: Scenario, base: Plan, other: Plan): Scenario["differences"] {
  const touched = new Set([...scenario.differences.keys()].map(placeOf));
  const differences = new Map<string, { is: Scenario["differences"] extends ReadonlyMap<string, infer D> ? D extends { readonly is: infer V } ? V : never : never }>();
  for (const [address, , after] of changeBetween(base, { ...other, scenarios: base.scenarios })) {
    if (touched.has(placeOf(address))) differences.set(address, { is: after });
  }
  return differences;
}

/** The row's cells, the formula, or the goal that an address belongs to. */
function placeOf(address: string): string {
  const parsed = parseAddress(address);
  switch (parsed?.kind) {
    case "cell":
    case "cells":
      return `cells/${parsed.row}/${parsed.line}`;
    case "formula":
      return address;
    case "record":
    case "field":
      return `${parsed.record}/${parsed.id}`;
    default:
      return address;
  }
}
