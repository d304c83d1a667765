import { applyChange, changeInScenario, foundingPlan } from "../../src/core/index.ts";
import type { Plan, PlanChange } from "../../src/core/index.ts";
import { Books } from "../../src/session/books.ts";
import { tabsOf } from "../../src/session/scenarios.ts";
import { wholeOf } from "../../src/session/speak.ts";
import { typeInto } from "../../src/session/typing.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { columnsOf } from "../../src/compare/table.ts";
import type { CompareColumn } from "../../src/compare/table.ts";

export const speak = createSpeak("en-GB", "GBP");

/** What typing into a row's total on a sheet (null: the base's) comes to. */
export function typed(document: Plan, scenario: string | null, row: string, text: string): PlanChange {
  const outcome = typeInto(new Books().of(document, scenario), wholeOf(document, row), text, speak);
  if (outcome.kind !== "edit") throw new Error(`${row} ${text} is no edit: ${outcome.kind}`);
  return scenario === null ? outcome.change : changeInScenario(document, scenario, outcome.change);
}

/** The founding plan with the scenarios of the storyboard's steps 16 and 17. */
export function started(): Plan {
  let plan = applyChange(foundingPlan(), [
    ["scenario/better", null, { name: "Better demos", order: "i" }],
    ["scenario/half", null, { name: "Half the budget", order: "r" }],
  ]);
  plan = applyChange(plan, typed(plan, "better", "visitor-to-demo", "5.5%"));
  plan = applyChange(plan, typed(plan, "better", "demo-to-sale", "24%"));
  return applyChange(plan, typed(plan, "half", "spend", "7500"));
}

export function columns(document: Plan): CompareColumn[] {
  const books = new Books();
  return columnsOf(document, tabsOf(document), (id) => books.of(document, id));
}
