import { expect, test } from "vitest";
import { printFormula } from "../../../src/core/formula/print.ts";
import { isTimely, restateDelays } from "../../../src/core/formula/restate.ts";
import { buildPlan, treeOf } from "../../build.ts";

const plan = buildPlan({
  rows: [
    { name: "Leads" },
    { name: "Rate", unit: "rate" },
    { name: "Stock", measure: "stock" },
    { name: "W0", unit: "rate", scope: "plan" },
    { name: "W1", unit: "rate", scope: "plan" },
  ],
});

const [QUARTER, MONTH] = [1 / 3, 3];

function restated(text: string, ratio: number, spread = true): string {
  const tree = restateDelays(treeOf(plan, text), {
    ratio,
    spread,
    isStock: (part) => part.kind === "row" && part.row === "stock",
    isFlow: (part) => part.kind === "row" && part.row === "leads",
  });
  return printFormula(tree, plan);
}

test.each([
  ["PREV(Leads)", QUARTER, "LAG(Leads, 0.666666666667, 0.333333333333)"],
  ["PREV(Leads, 3)", QUARTER, "PREV(Leads)"],
  ["PREV(Leads, 2)", MONTH, "PREV(Leads, 6)"],
  ["PREV(Leads, 3, 10)", QUARTER, "PREV(Leads, 1, 10)"],
  ["PREV(Rate)", QUARTER, "PREV(Rate)"],
  ["PREV(Stock)", MONTH, "PREV(Stock)"],
  ["PREV() * 1.05", MONTH, "PREV() * 1.05"],
  ["LAG(Leads, 70%, 30%)", MONTH, "LAG(Leads, 70%, 0%, 0%, 30%)"],
  ["LAG(Leads, 70%, 0%, 0%, 30%)", QUARTER, "LAG(Leads, 70%, 30%)"],
  ["LAG(Leads, 0, 0, 0, 1)", QUARTER, "LAG(Leads, 0, 1)"],
  ["LAG(Leads, W0, W1)", MONTH, "LAG(Leads, W0, 0, 0, W1)"],
  ["LAG(Leads, W0, W1)", QUARTER, "LAG(Leads, W0, W1)"],
  ["COHORT(Leads, 1, 0.5)", MONTH, "COHORT(Leads, 1, 1, 1, 0.5)"],
  ["COHORT(Leads, 1, 0.8, 0.6, 0.5)", QUARTER, "COHORT(Leads, 0.8, 0.5)"],
  ["COHORT(Leads, Rate)", QUARTER, "COHORT(Leads, Rate)"],
  ["CUM(Leads, 12)", QUARTER, "CUM(Leads, 4)"],
  ["CUM(Leads)", QUARTER, "CUM(Leads)"],
  ["1 + 2 * PREV(Leads, 6)", QUARTER, "1 + 2 * PREV(Leads, 2)"],
])("[RG5] %s at %f is %s", (before, ratio, after) => {
  expect(restated(before, ratio)).toBe(after);
});

test("[RG5] rounded instead of spread, what is delayed stays so", () => {
  expect(restated("PREV(Leads)", QUARTER, false)).toBe("PREV(Leads)");
  expect(restated("LAG(Leads, 0, 1)", QUARTER, false)).toBe("LAG(Leads, 0, 1)");
  expect(restated("LAG(Leads, 1, 0)", QUARTER, false)).toBe("LAG(Leads, 1)");
});

test("[RG5] weights spread over time they lie in add up to what they were", () => {
  const weights = /LAG\(Leads, (.*)\)/.exec(restated("LAG(Leads, 0, 0.3, 0.5, 0.2)", 4.348))?.[1] ?? "";
  expect(weights.split(", ").reduce((sum, weight) => sum + Number(weight), 0)).toBeCloseTo(1, 9);
});

test("[RG5] what says nothing of time is left as it is, the same object", () => {
  const tree = treeOf(plan, "Leads * Rate + SUM(1, 2)");
  const options = { ratio: 3, spread: true, isStock: () => false, isFlow: () => true };
  expect(restateDelays(tree, options)).toBe(tree);
  expect(isTimely(tree)).toBe(false);
  expect(isTimely(treeOf(plan, "1 + MONTH()"))).toBe(true);
});
