import { expect, test } from "vitest";
import {
  applyChange,
  changeBetween,
  changeInScenario,
  changeTo,
  foundingPlan,
  invertChange,
  planOfScenario,
} from "../../../src/core/index.ts";
import type { Plan } from "../../../src/core/index.ts";
import { everywhere, insertStage, removeStage, setRowScope } from "../../../src/session/shaping/index.ts";
import type { Gesture } from "../../../src/session/shaping/index.ts";
import type { Outcome } from "../../../src/session/outcome.ts";
import { Workbook } from "../../../src/session/workbook.ts";
import { Meeting } from "../drive.ts";
import { idMaker } from "./kit.ts";

/** The founding plan with a scenario in which 24% of demos and a price of 500 are typed. */
function planWithScenario(): Plan {
  const base = foundingPlan();
  const named = applyChange(base, changeTo(base, [["scenario/s", { name: "Better", order: "i" }]]));
  const months = ["2027-M01", "2027-M02", "2027-M03"];
  const change = changeTo(named, [
    ...months.map((key) => [`cell/demo-to-sale/paid-search/${key}`, 0.24] as const),
    ...months.map((key) => [`cell/price/-/${key}`, 500] as const),
  ]);
  return applyChange(named, changeInScenario(named, "s", change));
}

function shape(plan: Plan, gesture: Gesture, words?: string): { outcome: Outcome; next: Plan } {
  const book = new Workbook(plan);
  let outcome = everywhere({ plan: () => plan, base: () => book }, gesture, idMaker());
  if (outcome.kind === "ask" && words !== undefined) {
    const reading = outcome.readings.find(({ label }) => label.includes(words));
    outcome = reading?.act(book) ?? outcome;
  }
  if (outcome.kind !== "edit") throw new Error(outcome.kind);
  const next = applyChange(plan, outcome.change);
  expect(changeBetween(plan, applyChange(next, invertChange(outcome.change)))).toEqual([]);
  return { outcome, next };
}

const spend = (plan: Plan): number => new Meeting(plan).value("Spend");

test("[SH11] a row with another scope takes each scenario’s own numbers with it", () => {
  const plan = planWithScenario();
  const { outcome, next } = shape(plan, (book) => setRowScope(book, "price", "channel"));
  expect(outcome.kind === "edit" && outcome.ofDocument).toBe(true);
  expect(new Meeting(next).value("Price", 0)).toBe(480);
  expect(new Meeting(planOfScenario(next, "s")).value("Price", 0)).toBe(500);
  expect(
    [...(next.scenarios.get("s")?.differences.keys() ?? [])].filter((key) => key.includes("price")),
  ).toEqual([
    "cell/price/paid-search/2027-M01",
    "cell/price/paid-search/2027-M02",
    "cell/price/paid-search/2027-M03",
  ]);
});

test("[SH11] a stage put in is there in every scenario, and moves nothing", () => {
  const plan = planWithScenario();
  const { next } = shape(plan, (book, newId) =>
    insertStage(book, { name: "Trials", place: { before: "demos" } }, newId),
  );
  expect(spend(next)).toBeCloseTo(15000, 6);
  expect(spend(planOfScenario(next, "s"))).toBeCloseTo(12500, 6);
  expect(next.scenarios.get("s")?.differences).toEqual(plan.scenarios.get("s")?.differences);
});

test("[SH11] a stage taken out multiplies each scenario’s own rates", () => {
  const plan = planWithScenario();
  const { next } = shape(plan, (book) => removeStage(book, "demos", new Meeting().speak), "×");
  expect(spend(next)).toBeCloseTo(15000, 6);
  expect(spend(planOfScenario(next, "s"))).toBeCloseTo(12500, 6);
  expect(new Meeting(planOfScenario(next, "s")).value("Demo to sale", 0)).toBeCloseTo(0.012, 12);
});
