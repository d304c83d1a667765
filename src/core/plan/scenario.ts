import { differenceAddress, parseAddress } from "./address.ts";
import type { Address } from "./address.ts";
import { applyChange, isSameValue, valueAt } from "./change.ts";
import type { ChangeEntry, PlanChange } from "./change.ts";
import { keyOfOrdinal } from "./period.ts";
import type { AddressValue, Difference, Plan, Scenario } from "./plan.ts";
import type { ScenarioId } from "./ids.ts";

/**
 * Differences are applied records first, then their fields, then formulas and cells, whatever order they were
 * made in: so the same differences are always the same scenario. [SC3]
 */
function rankOf(address: Address): number {
  const kind = parseAddress(address)?.kind;
  return kind === "record" ? 0 : kind === "field" ? 1 : kind === "formula" ? 2 : 3;
}

/**
 * The plan as a scenario has it: the base with the scenario's differences over it. What the scenario does not
 * touch is the base's own, shared. An unknown id, or null, gives the base. [SC1]
 */
export function planOfScenario(plan: Plan, scenario: ScenarioId | null): Plan {
  const found = scenario === null ? undefined : plan.scenarios.get(scenario);
  if (found === undefined) return plan;
  return applyChange(plan, differencesAsChange(found));
}

/** A scenario's differences as a change of the base. */
export function differencesAsChange(scenario: Scenario): PlanChange {
  return [...scenario.differences]
    .sort(([a], [b]) => rankOf(a) - rankOf(b))
    .map(([address, { is }]): ChangeEntry => [address, null, is]);
}

/** Whether what stands at an address can differ in a scenario; the rest belongs to the plan. [SC2] */
export function isScenarios(address: Address): boolean {
  const parsed = parseAddress(address);
  switch (parsed?.kind) {
    case "cell":
    case "cells":
    case "formula":
      return true;
    case "record":
    case "field":
      return parsed.record === "goal";
    default:
      return false;
  }
}

/**
 * A change that was made on a scenario's sheet, as a change of the document: cells, formulas and goals become
 * differences, or go where they say what the base says; rows, channels, periods and settings change the plan
 * itself. [SC2]
 *
 * A run of cells becomes its cells. A goal that is new in the scenario, or was taken away there, is one
 * difference; of a goal that the base has, each field is one of its own, so that the others follow the base.
 */
export function changeInScenario(plan: Plan, scenario: ScenarioId, change: PlanChange): PlanChange {
  const found = plan.scenarios.get(scenario);
  if (found === undefined) return change;
  const own = change.filter(([address]) => !isScenarios(address));
  // The plan's own part first: a goal may be made on a row that the same change makes.
  const base = applyChange(plan, own);
  const after = applyChange(planOfScenario(base, scenario), change);
  const touched = new Set<Address>();
  for (const [address, before, value] of change) {
    if (isScenarios(address))
      for (const each of placesOf(plan, found, address, before ?? value)) touched.add(each);
  }
  const entries: ChangeEntry[] = [];
  for (const address of touched) {
    const was = found.differences.get(address) ?? null;
    const value = valueAt(after, address);
    const is: Difference | null = isSameValue(value, valueAt(base, address)) ? null : { is: value };
    if (!isSameValue(was, is)) entries.push([differenceAddress(scenario, address), was, is]);
  }
  return [...own, ...entries];
}

/** The addresses at which a scenario keeps what an entry says. */
function placesOf(plan: Plan, scenario: Scenario, address: Address, like: AddressValue | null): Address[] {
  const parsed = parseAddress(address);
  if (parsed?.kind === "cells") {
    const length = typeof like === "object" && like !== null && "cells" in like ? like.cells.length : 0;
    return Array.from(
      { length },
      (_, i) =>
        `cell/${parsed.row}/${parsed.line}/${keyOfOrdinal(plan.settings.periodLength, parsed.ordinal + i)}`,
    );
  }
  if (parsed?.kind === "record") {
    const fields = [...scenario.differences.keys()].filter((each) => each.startsWith(`${address}/`));
    return [address, ...fields];
  }
  // A goal of the scenario's own is one difference.
  if (parsed?.kind === "field" && !plan.goals.has(parsed.id)) return [`goal/${parsed.id}`];
  return [address];
}

/** The change that takes a scenario away: its differences first, so that undoing brings them back. [SC4] */
export function removeScenario(plan: Plan, scenario: ScenarioId): PlanChange {
  const found = plan.scenarios.get(scenario);
  if (found === undefined) return [];
  const differences = [...found.differences].map(([address, difference]): ChangeEntry => [
    differenceAddress(scenario, address),
    difference,
    null,
  ]);
  return [...differences, [`scenario/${scenario}`, { name: found.name, order: found.order }, null]];
}

/** Whether a difference says what the base says by now: nobody sees it. */
export function isSilent(plan: Plan, address: Address, difference: Difference): boolean {
  return isSameValue(difference.is, valueAt(plan, address, difference.is));
}

/**
 * Rows that a scenario's differences lie in, as the sheet shows them. A goal lies in its own row, but one whose
 * lever alone is another lies in that lever's row; one that only rests because its lever was typed over lies in
 * the row that was. [SC5]
 */
export function rowsOfScenario(plan: Plan, scenario: ScenarioId): Set<string> {
  const rows = new Set<string>();
  for (const [address, difference] of plan.scenarios.get(scenario)?.differences ?? []) {
    if (isSilent(plan, address, difference)) continue;
    const row = rowOfDifference(plan, address, difference);
    if (row !== undefined && plan.rows.has(row)) rows.add(row);
  }
  return rows;
}

/** The row that a difference lies in; nothing for one that belongs to something that is gone. [SC5] */
export function rowOfDifference(plan: Plan, address: Address, { is }: Difference): string | undefined {
  const parsed = parseAddress(address);
  if (parsed?.kind === "cell" || parsed?.kind === "cells") return parsed.row;
  if (parsed?.kind === "formula") return parsed.key.split("/")[0];
  if (parsed?.kind !== "record" && parsed?.kind !== "field") return undefined;
  const goal = plan.goals.get(parsed.id);
  const isObject = typeof is === "object" && is !== null;
  if (parsed.kind === "field" && parsed.field === "lever") {
    const own = isObject && "row" in is ? is.row : goal?.lever?.row;
    return typeof own === "string" ? own : undefined;
  }
  const own = isObject && "target" in is && "row" in is ? is.row : undefined;
  return goal?.row ?? (typeof own === "string" ? own : undefined);
}
