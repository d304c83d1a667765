import { regridMessages } from "../messages/regrid.ts";
import { withActualHistory } from "../plan/actual.ts";
import { cellAddress, parseAddress } from "../plan/address.ts";
import { changeBetween } from "../plan/diff.ts";
import type { ScenarioId } from "../plan/ids.ts";
import { keyOfOrdinal } from "../plan/period.ts";
import type { PeriodLength } from "../plan/period.ts";
import { rowsInOrder } from "../plan/plan.ts";
import type { Difference, Plan, Scenario } from "../plan/plan.ts";
import { planOfScenario } from "../plan/scenario.ts";
import type { Factors } from "./quantity.ts";
import { regridCells } from "./regrid-rows.ts";
import { regridFormulas } from "./regrid-formulas.ts";
import { regridGoals } from "./regrid-goals.ts";
import { frameOf } from "./regrid-frame.ts";
import type { Note } from "./regrid-frame.ts";

/** Something in the new plan that a person should look at. */
export interface ReviewItem {
  readonly code: keyof typeof regridMessages;
  readonly row: string;
  readonly text: string;
}

/**
 * The plan in periods of another length, as a plan of its own: with the same ids; the old one is not touched.
 * [RG1]–[RG7]
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
  const found = new Map<string, ReviewItem>();
  const note: Note = (code, row, text) => found.set(`${code}/${row}`, { code, row, text });
  noteActuals(plan, note);
  const base = regridBase(plan, length, factors, note);
  const scenarios = new Map<ScenarioId, Scenario>();
  for (const [id, scenario] of plan.scenarios) {
    const other = regridBase(planOfScenario(plan, id), length, [], () => undefined);
    scenarios.set(id, { ...scenario, differences: differencesOf(scenario, base, other) });
  }
  const rank = new Map(rowsInOrder(plan).map((row, i) => [row, i]));
  const review = [...found.values()].sort((a, b) => (rank.get(a.row) ?? 0) - (rank.get(b.row) ?? 0));
  return { plan: { ...base, scenarios }, review };
}

/** One plan without its scenarios. */
function regridBase(plan: Plan, length: PeriodLength, factors: Factors, note: Note): Plan {
  const frame = frameOf(plan, length);
  const framed: Plan = { ...plan, settings: frame.settings, actuals: new Map(), scenarios: new Map() };
  // What happened before the plan began is its history here as it was there.
  const cells = regridCells(withActualHistory(plan), frame, factors, note);
  const goals = regridGoals(plan, frame, note);
  return regridFormulas(plan, { ...framed, cells, goals }, note);
}

/** Says once that what happened stays with the periods that it happened in. [RG8] */
function noteActuals(plan: Plan, note: Note): void {
  const rows = rowsInOrder(plan).filter((row) => (plan.actuals.get(row)?.size ?? 0) > 0);
  const [first] = rows;
  if (first === undefined) return;
  const names = rows.map((row) => plan.rows.get(row)?.name ?? "");
  note("actualsLeft", first, regridMessages.actualsLeft(names, plan.settings.periodLength));
}

/** What a scenario says of the new plan: of the cells, formulas and goals that it said something of before. [RG7] */
function differencesOf(scenario: Scenario, base: Plan, other: Plan): ReadonlyMap<string, Difference> {
  const touched = new Set([...scenario.differences.keys()].map(placeOf));
  const differences = new Map<string, Difference>();
  for (const [address, , after] of changeBetween(base, other)) {
    if (!touched.has(placeOf(address))) continue;
    const parsed = parseAddress(address);
    const cells = typeof after === "object" && after !== null && "cells" in after ? after.cells : "";
    if (parsed?.kind !== "cells" || typeof cells === "string") {
      differences.set(address, { is: after });
      continue;
    }
    cells.forEach((cell, i) => {
      const key = keyOfOrdinal(base.settings.periodLength, parsed.ordinal + i);
      differences.set(cellAddress(parsed.row, parsed.line, key), { is: cell });
    });
  }
  return differences;
}

/** The line of cells, the formula, or the goal that an address belongs to. */
function placeOf(address: string): string {
  const parsed = parseAddress(address);
  switch (parsed?.kind) {
    case "cell":
    case "cells":
      return `cells/${parsed.row}/${parsed.line}`;
    case "record":
    case "field":
      return `${parsed.record}/${parsed.id}`;
    default:
      return address;
  }
}
