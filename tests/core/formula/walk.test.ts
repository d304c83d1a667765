import { describe, expect, test } from "vitest";
import { contains, mapRows, reachOf, readsOf, rowsIn } from "../../../src/core/formula/walk.ts";
import { printFormula } from "../../../src/core/formula/print.ts";
import { FUNNEL, planOf, treeOf } from "./plan.ts";

// Rules [DL1], [DL5] are stated in src/core/SPEC.md, "Delays and cycles".
const plan = planOf(FUNNEL);
const tree = (text: string) => treeOf(plan, text);

test("rowsIn names each row once, in order", () => {
  expect(rowsIn(tree("Visitors * [Visitor to demo] + PREV(Visitors) + Spend"))).toEqual([
    "visitors",
    "visitortodemo",
    "spend",
  ]);
});

test("mapRows replaces rows and shares the rest", () => {
  const formula = tree("SUM(Visitors * 2, Spend, -Demos, 5%)");
  const mapped = mapRows(formula, (row) => (row === "visitors" ? "demos" : row));
  expect(printFormula(mapped, plan)).toBe("SUM(Demos * 2, Spend, -Demos, 5%)");
  expect(mapRows(formula, (row) => row)).toBe(formula);
  const inlined = mapRows(formula, (row) => (row === "spend" ? tree("Budget + 1") : row));
  expect(printFormula(inlined, plan)).toBe("SUM(Visitors * 2, Budget + 1, -Demos, 5%)");
});

test("contains looks at every piece", () => {
  expect(contains(tree("1 + -MIN(2, TRUE)"), (part) => part.kind === "truth")).toBe(true);
  expect(contains(tree("1 + -MIN(2, 3)"), (part) => part.kind === "truth")).toBe(false);
});

test.each([
  ["Visitors * 2", 0],
  ["PREV()", 1],
  ["PREV(Visitors, 3)", 3],
  ["PREV(Visitors, 3, PREV(Demos, 5))", 5],
  ["LAG(Demos, 0.5, 0.5)", 1],
  ["LAG(Demos, 0, 0, 1)", 2],
  ["PREV(LAG(Demos, 0, 0, 1), 2) + 1", 4],
  ["CUM(Visitors)", 0],
  ["CUM(Visitors, 12)", 11],
  ["CUM(PREV(Visitors))", 1],
  ["COHORT(Visitors, 1, 0.5)", 0],
  ["TOTAL(PREV(Visitors))", 1],
])("[DL5] %s reaches back %i", (text, reach) => {
  expect(reachOf(tree(text))).toBe(reach);
});

describe("[DL1] reads in the same period, and all reads", () => {
  test.each([
    ["Spend + PREV(Demos)", ["spend"], ["spend", "demos"]],
    ["PREV()", [], ["own"]],
    ["PREV(Spend * CPM, 2, Demos)", ["demos"], ["spend", "costperthousand", "demos"]],
    ["LAG(Demos, 0, 1)", [], ["demos"]],
    ["LAG(Demos, 0%, 100%)", [], ["demos"]],
    ["LAG(Demos, 0.5, 0.5)", ["demos"], ["demos"]],
    ["LAG(Demos, Prompt, Churn)", ["demos", "prompt", "churn"], ["demos", "prompt", "churn"]],
    ["PREV(LAG(Demos, 0.5, 0.5))", [], ["demos"]],
    ["CUM(Demos)", ["demos"], ["demos"]],
    ["IF(FALSE, Demos, PREV(Spend))", ["demos"], ["demos", "spend"]],
    ["TOTAL(PREV(Demos))", ["demos"], ["demos"]],
  ])("%s", (text, now, all) => {
    const reads = readsOf([tree(text)], "own");
    expect([...reads.now].sort()).toEqual([...now].sort());
    expect([...reads.all].sort()).toEqual([...all].sort());
  });
  test("TOTAL is told apart", () => {
    expect([...readsOf([tree("Spend / TOTAL(Demos)")], "own").totals]).toEqual(["demos"]);
  });
});
