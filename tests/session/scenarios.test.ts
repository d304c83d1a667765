import { expect, test } from "vitest";
import {
  applyChange,
  foundingPlan,
  invertChange,
  planOfScenario,
  rowsOfScenario,
} from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { Books } from "../../src/session/books.ts";
import { differenceLines } from "../../src/session/difference-list.ts";
import { isDifferent } from "../../src/session/differs.ts";
import type { Outcome } from "../../src/session/outcome.ts";
import {
  copyDifferences,
  deleteScenario,
  dropDifferences,
  effectsOnOthers,
  moveScenario,
  newScenario,
  renameScenario,
  scenarioBeside,
  scenarioName,
  seenDifferences,
  tabsOf,
  takeIntoBase,
  takingIntoBase,
} from "../../src/session/scenarios.ts";
import { wholeOf } from "../../src/session/speak.ts";
import { valueOf } from "../../src/session/target.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { started, typed } from "../compare/kit.ts";

const speak = createSpeak("en-GB", "GBP");

function made(document: Plan, outcome: Outcome): Plan {
  if (outcome.kind !== "edit") throw new Error(`not an edit: ${outcome.kind}`);
  expect(outcome.ofDocument).toBe(true);
  return applyChange(document, outcome.change);
}

const names = (document: Plan): string[] => tabsOf(document).map((id) => scenarioName(document, id));

test("[SC6] the scenario beside goes round: from the last to the base and back", () => {
  const plan = started();
  const [, first, second] = tabsOf(plan);
  expect([scenarioBeside(plan, null, 1), scenarioBeside(plan, null, -1)]).toEqual([first, second]);
  expect([scenarioBeside(plan, second ?? null, 1), scenarioBeside(plan, first ?? null, -1)]).toEqual([
    null,
    null,
  ]);
  expect(scenarioBeside(foundingPlan(), null, 1)).toBe(null);
  // One that is gone counts as before the base.
  expect(scenarioBeside(plan, "gone", 1)).toBe(null);
});

test("[SC6] scenarios are started, named, moved, deleted and brought back", () => {
  let ids = 0;
  const newId = (): string => `s${++ids}`;
  let plan = foundingPlan();
  plan = made(plan, newScenario(plan, null, newId));
  plan = made(plan, newScenario(plan, null, newId));
  expect(names(plan)).toEqual(["Base", "Scenario 1", "Scenario 2"]);
  plan = made(plan, renameScenario(plan, "s1", "  Better demos "));
  plan = made(plan, newScenario(plan, "s1", newId, { name: "Better demos" }));
  expect(names(plan)).toEqual(["Base", "Better demos", "Better demos 2", "Scenario 2"]);
  plan = made(plan, moveScenario(plan, "s2", 0));
  expect(names(plan)).toEqual(["Base", "Scenario 2", "Better demos", "Better demos 2"]);
  plan = made(plan, moveScenario(plan, "s2", 99));
  expect(names(plan)).toEqual(["Base", "Better demos", "Better demos 2", "Scenario 2"]);
  const away = deleteScenario(plan, "s1");
  if (away.kind !== "edit") throw new Error("not an edit");
  const gone = applyChange(plan, away.change);
  expect(names(gone)).toEqual(["Base", "Better demos 2", "Scenario 2"]);
  expect(applyChange(gone, invertChange(away.change))).toEqual(plan);
  expect(renameScenario(plan, "s1", "scenario 2").kind).toBe("refuse");
  expect(renameScenario(plan, "s1", "BASE").kind).toBe("refuse");
  expect(renameScenario(plan, "s1", " ").kind).toBe("refuse");
  expect(renameScenario(plan, "nobody", "x").kind).toBe("refuse");
  expect(moveScenario(plan, "s2", 2).kind).toBe("nothing");
});

test("[SC5] storyboard 16 and 17: two rows, one row; a goal that only rests is no row more", () => {
  const plan = started();
  expect(rowsOfScenario(plan, "better")).toEqual(new Set(["visitor-to-demo", "demo-to-sale"]));
  expect(rowsOfScenario(plan, "half")).toEqual(new Set(["spend"]));
  // What the base says too by now is not counted, and still told.
  const same = applyChange(plan, typed(plan, null, "demo-to-sale", "24%"));
  expect(rowsOfScenario(same, "better")).toEqual(new Set(["visitor-to-demo"]));
  expect(seenDifferences(same, "better")).toHaveLength(3);
});

test("[SC6] differences are listed as base → here, and marked where they are", () => {
  const plan = started();
  const books = new Books();
  const told = (id: string): string[] =>
    differenceLines(plan, id, books.of(plan, null), books.of(plan, id), speak).map(
      ({ name, where, base, here }) => `${name}, ${where}: ${base} → ${here}`,
    );
  expect(told("better")).toEqual(["Visitor to demo, Q1 2027: 5% → 5.5%", "Demo to sale, Q1 2027: 20% → 24%"]);
  expect(told("half")).toEqual([
    "Spend, Q1 2027: £15,000 → £7,500",
    "Units sold, goal: goal 100 by Spend → goal 100, resting",
  ]);
  const book = books.of(plan, "better");
  expect(isDifferent(book, wholeOf(plan, "demo-to-sale"))).toBe(true);
  expect(isDifferent(book, { row: "demo-to-sale", channel: null, from: 1, to: 1 })).toBe(true);
  expect(isDifferent(book, wholeOf(plan, "price"))).toBe(false);
  expect(isDifferent(books.of(plan, null), wholeOf(plan, "demo-to-sale"))).toBe(false);
});

test("[SC6] one difference is dropped, a set copied to another scenario", () => {
  const plan = started();
  const addresses = [...(plan.scenarios.get("better")?.differences.keys() ?? [])];
  const rates = addresses.filter((address) => address.includes("demo-to-sale"));
  const dropped = made(plan, dropDifferences(plan, "better", rates, "Demo to sale"));
  expect(rowsOfScenario(dropped, "better")).toEqual(new Set(["visitor-to-demo"]));
  const copied = made(plan, copyDifferences(plan, "better", "half", rates, "Demo to sale"));
  expect(rowsOfScenario(copied, "half")).toEqual(new Set(["spend", "demo-to-sale"]));
  const book = new Books().of(copied, "half");
  expect(valueOf(book, wholeOf(copied, "units-sold"))).toBeCloseTo(60, 9);
  // A scenario's rest of its goal goes with it.
  const rest = [...(plan.scenarios.get("half")?.differences.keys() ?? [])];
  const both = made(plan, copyDifferences(plan, "half", "better", rest, "Spend"));
  expect(valueOf(new Books().of(both, "better"), wholeOf(both, "units-sold"))).toBeCloseTo(66, 9);
});

test("[SC7] taking into the base says what it changes in others, is one step, and undoing is the identity", () => {
  const plan = started();
  const all = [...(plan.scenarios.get("better")?.differences.keys() ?? [])];
  const change = takingIntoBase(plan, "better", all);
  expect(effectsOnOthers(plan, change, "better", speak)).toEqual([
    "Base: Spend £15,000 → £11,364",
    "Half the budget: Units sold 50 → 66",
  ]);
  const taken = made(plan, takeIntoBase(plan, "better", all, "2 differences"));
  expect(taken.scenarios.get("better")?.differences.size).toBe(0);
  expect(valueOf(new Books().of(taken, null), wholeOf(taken, "spend"))).toBeCloseTo(11363.636363636364, 6);
  expect(applyChange(taken, invertChange(change))).toEqual(plan);
});

test("[GO5] workbooks that are kept up are as new ones would be", () => {
  const books = new Books();
  let plan = started();
  for (const text of ["4%", "2%", "3%"]) {
    plan = applyChange(plan, typed(plan, null, "click-through-rate", text));
    for (const id of tabsOf(plan)) {
      const [kept, fresh] = [books.of(plan, id), new Books().of(plan, id)];
      expect(kept.plan).toEqual(planOfScenario(plan, id));
      for (const row of plan.rows.keys()) {
        expect(valueOf(kept, wholeOf(plan, row))).toBe(valueOf(fresh, wholeOf(plan, row)));
      }
    }
  }
});
