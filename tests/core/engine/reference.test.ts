import { describe, expect, test } from "vitest";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { roundTo } from "../../../src/core/engine/scalar.ts";
import { buildPlan } from "../../build.ts";
import type { RowSpec } from "../../build.ts";

/** The cells of a formula over X = 1, 2, 4, 8 (with history 100, 10), in one channel. */
function cells(formula: string, more: Partial<RowSpec> = {}, x: Partial<RowSpec> = {}): number[] {
  const plan = buildPlan({
    periods: 4,
    start: "2027-M01",
    rows: [
      { name: "X", values: [1, 2, 4, 8], history: [100, 10], ...x },
      { name: "Zero", values: 0 },
      { name: "W", unit: "rate", scope: "plan", values: [0.5, 0.25, 0.5, 0.5] },
      { name: "V", unit: "rate", scope: "plan", values: [0.5, 0.75, 0.5, 0.4] },
      { name: "F", formula, ...more },
    ],
  });
  const slow = evaluateSlowly(plan);
  return [0, 1, 2, 3].map((t) => slow.value("f", "paidSearch", t));
}

describe("functions", () => {
  test.each([
    ["PREV(X)", [10, 1, 2, 4]],
    ["PREV(X, 2)", [100, 10, 1, 2]],
    ["PREV(X, 3, 7)", [7, 100, 10, 1]],
    ["PREV(X + X)", [20, 2, 4, 8]],
    ["PREV(Zero, 1, 5)", [5, 0, 0, 0]],
    ["LAG(X, 0.5, 0.5)", [5.5, 1.5, 3, 6]],
    ["LAG(X, 0, 0, 1)", [100, 10, 1, 2]],
    // Weights of the period that it goes in; those of history are the first period's.
    ["LAG(X, W, V)", [0.5 + 5, 0.5 + 0.5, 2 + 1.5, NaN]],
    ["COHORT(X, 1, 0.5)", [1 + 5 + 50, 2 + 0.5 + 55, 4 + 1 + 55.5, 8 + 2 + 56.5]],
    ["CUM(X)", [1, 3, 7, 15]],
    ["CUM(X, 2)", [11, 3, 6, 12]],
    ["CUM(X, 3)", [111, 13, 7, 14]],
    ["TOTAL(X)", [15, 15, 15, 15]],
    ["SATURATE(X, 10, 4)", [2, 10 / 3, 5, 20 / 3]],
    ["SATURATE(Zero, 10, 4)", [0, 0, 0, 0]],
    ["SATURATE(X, 10, 4, 2)", [10 / 17, 2, 5, 8]],
    ["X * PERIOD()", [1, 4, 12, 32]],
    ["X * MONTH()", [1, 4, 12, 32]],
    ["X * DAYS()", [31, 56, 124, 240]],
    ["X * BYMONTH(1,0,2,0,0,0,0,0,0,0,0,0)", [1, 0, 8, 0]],
    ['X * CHANNEL("Paid search")', [1, 2, 4, 8]],
    ["CHOOSE(X, 7, 9)", [7, 9, NaN, NaN]],
    ["IFERROR(X / (X - 2), 5)", [-1, 5, 2, 8 / 6]],
    ["IF(X > 2, X, Zero / Zero)", [0, 0, 4, 8]],
    ["MOD(X, 3)", [1, 2, 1, 2]],
    ["MOD(-X, 3)", [2, 1, 2, 1]],
    ["INT(-X / 3)", [-1, -1, -2, -3]],
    ["SQRT(X - 2)", [NaN, 0, Math.sqrt(2), Math.sqrt(6)]],
    ["LN(Zero)", [NaN, NaN, NaN, NaN]],
    ["0 ^ (X - 2)", [NaN, 1, 0, 0]],
    ["AND(X > 1, X < 8)", [0, 1, 1, 0]],
    ["OR(X > 4, NOT(X > 1))", [1, 0, 0, 1]],
  ])("%s", (formula, expected) => {
    const found = cells(formula);
    found.forEach((value, t) => {
      const wanted = expected[t] ?? NaN;
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(wanted, 12);
    });
  });

  test("[ER2] 0 ÷ 0 is 0 in a row that adds, an error in a ratio; x ÷ 0 is an error", () => {
    expect(cells("Zero / Zero")).toEqual([0, 0, 0, 0]);
    expect(cells("Zero / Zero", { unit: "rate" })).toEqual([NaN, NaN, NaN, NaN]);
    expect(cells("X / Zero")).toEqual([NaN, NaN, NaN, NaN]);
  });

  test("[ER1] an empty cell reads as 0; in history nothing is there", () => {
    expect(cells("X + 1", {}, { values: [null, 2] })).toEqual([1, 3, 1, 1]);
    expect(cells("PREV(X, 1, 7)", {}, { values: [null, 2], history: [] })).toEqual([7, 0, 2, 0]);
  });

  test("[EV2] typed history of a computed row is read; its formula does not run there", () => {
    expect(cells("X + PREV()", { history: [1000] })).toEqual([1001, 1003, 1007, 1015]);
    expect(cells("PREV(F, 1, 3) + X", {}, {})).toEqual([4, 6, 10, 18]);
  });
});

test("cells typed over a formula, and formulas of their own", () => {
  expect(cells("X * 2", { values: [null, 50, "=PREV()*2", null] })).toEqual([2, 50, 100, 16]);
});

test("[LE1] a factor's cells are used as base × k; a base may be given", () => {
  const plan = buildPlan({
    periods: 2,
    rows: [
      { name: "Spend", unit: "money", values: [100, null] },
      { name: "Twice", unit: "money", formula: "Spend * 2" },
    ],
  });
  const both = [
    { line: "paidSearch", t: 0 },
    { line: "paidSearch", t: 1 },
  ];
  const slow = evaluateSlowly(plan, [{ row: "spend", cells: both, k: 3 }]);
  expect(slow.value("twice", "paidSearch", 0)).toBe(600);
  expect(slow.value("twice", "paidSearch", 1)).toBe(0);
  const based = evaluateSlowly(plan, [{ row: "spend", cells: both, k: 3, base: [1, 1] }]);
  expect(based.value("twice", "paidSearch", 1)).toBe(6);
});

test("a chain of 600 periods through PREV is computed without depth", () => {
  const plan = buildPlan({
    periods: 600,
    start: "1990-M01",
    rows: [
      { name: "X", values: 1 },
      { name: "Stock", formula: "PREV() + X" },
      { name: "Last", formula: "TOTAL(Stock)" },
    ],
  });
  const slow = evaluateSlowly(plan);
  expect(slow.value("stock", "paidSearch", 599)).toBe(600);
  expect(slow.value("last", "paidSearch", 0)).toBe(600);
});

test.each([
  ["half", 2.675, 2, 2.68],
  ["half", 1.005, 2, 1.01],
  ["half", -2.5, 0, -3],
  ["half", 1234, -2, 1200],
  ["half", 0.1 + 0.2, 15, 0.3],
  ["up", 1.01, 1, 1.1],
  ["up", -1.01, 1, -1.1],
  ["up", 0.1 + 0.2, 1, 0.3],
  ["down", 1.99, 1, 1.9],
  ["down", -1.99, 0, -1],
  ["half", 1e300, 2, 1e300],
  ["half", 1e-300, 2, 0],
] as const)("[EV5] ROUND %s of %d to %d decimals is %d", (mode, x, digits, expected) => {
  expect(roundTo(mode, x, digits)).toBe(expected);
});
