import { describe, expect, test } from "vitest";
import type { LoweredLine, LoweredPlan } from "../../../src/core/engine/expr.ts";
import { lowerPlan, needsLowering } from "../../../src/core/engine/lower.ts";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { applyChange, changeTo } from "../../../src/core/plan/change.ts";
import type { AddressValue, Plan } from "../../../src/core/plan/plan.ts";
import { buildPlan, foundingPlan, idOf } from "../../build.ts";
import type { PlanSpec, RowSpec } from "../../build.ts";

function lineOf(lowered: LoweredPlan, name: string, line: string): LoweredLine {
  const found = lowered.rows
    .find(({ row }) => row === idOf(name))
    ?.lines.find((candidate) => candidate.line === (line === "-" ? "-" : idOf(line)));
  if (found === undefined) throw new Error(`${name} has no line ${line}`);
  return found;
}

/** Cells of one row, a list by period for each line in order; – where it does not apply. */
function cellsOf(plan: Plan, name: string): (number | string)[][] {
  const slow = evaluateSlowly(plan);
  const row = slow.rows.get(idOf(name));
  return (row?.lines ?? []).map(({ line, applies }) =>
    Array.from({ length: plan.settings.periods }, (_, t) =>
      applies ? slow.value(idOf(name), line, t) : "–",
    ),
  );
}

const edited = (plan: Plan, address: string, value: AddressValue | null): Plan =>
  applyChange(plan, changeTo(plan, [[address, value]]));

/** Channels A, where everything applies, and B, where X does not. */
function pruned(formula: string, more: Partial<RowSpec> = {}): Plan {
  return buildPlan({
    periods: 1,
    channels: ["A", "B"],
    rows: [
      { name: "X", values: 6, formulas: { B: "none" } },
      { name: "Y", values: 2 },
      { name: "Rate", unit: "rate", values: 0.5 },
      { name: "F", formula, ...more },
    ],
  });
}

describe("[CH2] what does not apply", () => {
  test.each([
    ["X * Y", 12, "–"],
    ["X / Y", 3, "–"],
    ["-X", -6, "–"],
    ["X ^ 2", 36, "–"],
    ["ABS(X)", 6, "–"],
    ["ROUND(X, 0)", 6, "–"],
    ["PREV(X, 1, Y)", 2, "–"],
    ["LAG(X, 1)", 6, "–"],
    ["CUM(X)", 6, "–"],
    ["SATURATE(X, Y, 6)", 1, "–"],
    ["X + Y", 8, 2],
    ["Y - X", -4, 2],
    ["X - Y", 4, -2],
    ["SUM(X, Y, 1)", 9, 3],
    ["MIN(X, Y)", 2, 2],
    ["MAX(X, Y)", 6, 2],
    ["IF(X > 3, Y, 1)", 2, "–"],
    ["IF(Y > 3, 7, X)", 6, 0],
    ["IF(Y > 1, X, X)", 6, "–"],
    ["IF(AND(X > 3, Y > 1), 1, 0)", 1, 1],
    ["IFERROR(X, 1)", 6, "–"],
    ["CHOOSE(2, Y, X)", 6, 0],
    ["X * Rate + Y", 5, 2],
    ["X * SHARE(X)", 6, "–"],
    ["Y * SHARE(Y)", 1, 1],
    ["ALL(X)", 6, 6],
    ["ALL(X + Y)", 10, 10],
    ["ALL(X * Y)", 12, 12],
  ])("%s", (formula, inA, inB) => {
    expect(cellsOf(pruned(formula), "F")).toEqual([[inA], [inB]]);
  });

  test("goes on to all rows downstream, however they stand on the screen", () => {
    const plan = buildPlan({
      periods: 1,
      channels: ["A", "B"],
      rows: [
        { name: "Third", formula: "Second * 2" },
        { name: "Second", formula: "First * 2" },
        { name: "First", formula: "X * 2" },
        { name: "X", values: 1, formulas: { B: "none" } },
        { name: "All", scope: "plan", formula: "Third" },
      ],
    });
    expect(cellsOf(plan, "Third")).toEqual([[8], ["–"]]);
    expect(cellsOf(plan, "All")).toEqual([[8]]);
  });

  test("[CH3] a plan-wide row that reads only what applies nowhere does not apply", () => {
    const plan = buildPlan({
      periods: 1,
      rows: [
        { name: "X", values: 1, formulas: { "Paid search": "none" } },
        { name: "All", scope: "plan", formula: "X" },
      ],
    });
    expect(cellsOf(plan, "All")).toEqual([["–"]]);
    expect(evaluateSlowly(plan).total({ row: "all", channel: null, from: 0, to: 0 })).toBeNaN();
  });

  test("[CH4] a line that is typed although its row has a formula", () => {
    const plan = pruned("X * Y", { formulas: { B: "free" }, values: { in: { B: 5 } } });
    expect(cellsOf(plan, "F")).toEqual([[12], [5]]);
  });

  test("[CH5] a cell's own formula of what does not apply is 0; typed cells do not make a line apply", () => {
    const plan = pruned("Y", { values: { in: { B: "=X * 2" } } });
    expect(cellsOf(plan, "F")).toEqual([[2], [0]]);
    expect(cellsOf(pruned("X", { values: 3 }), "F")).toEqual([[3], ["–"]]);
  });
});

describe("[EV1] lowering", () => {
  test("lines of one formula share one expression; pruned ones have their own", () => {
    const plan = buildPlan({
      channels: ["A", "B", "C"],
      rows: [
        { name: "X", values: 1, formulas: { C: "none" } },
        { name: "Y", values: 1 },
        { name: "F", formula: "X + Y * 2" },
        { name: "G", formula: "Y * 2", formulas: { B: "Y * 2", C: "Y * 3" } },
      ],
    });
    const lowered = lowerPlan(plan);
    expect(lineOf(lowered, "F", "A").expr).toBe(lineOf(lowered, "F", "B").expr);
    expect(lineOf(lowered, "F", "C").expr).not.toBe(lineOf(lowered, "F", "A").expr);
    expect(lineOf(lowered, "G", "A").expr).toBe(lineOf(lowered, "G", "B").expr);
    expect(lineOf(lowered, "F", "C").expr).toBe(lineOf(lowered, "G", "A").expr);
  });

  test("[BR1] what adds goes up: a plan-wide formula reads channels' counts as their total", () => {
    const plan = buildPlan({
      periods: 2,
      channels: ["A", "B"],
      rows: [
        { name: "Units", values: { in: { A: [1, 2], B: [10, 20] } } },
        { name: "Price", unit: "moneyPerCount", values: { in: { A: 5, B: 7 } } },
        { name: "Sum", scope: "plan", formula: "Units * 2" },
        { name: "Revenue", unit: "money", scope: "plan", formula: "ALL(Units * Price)" },
        { name: "Mean price", unit: "moneyPerCount", scope: "plan", formula: "ALL(Price)" },
      ],
    });
    expect(cellsOf(plan, "Sum")).toEqual([[22, 44]]);
    expect(cellsOf(plan, "Revenue")).toEqual([[75, 150]]);
    // Weighted by the units that the price is multiplied by.
    expect(cellsOf(plan, "Mean price")).toEqual([[75 / 11, 150 / 22]]);
  });

  test("[BR2] ALL and TOTAL of a computed rate are ratios of totals, cells typed over included", () => {
    const plan = buildPlan({
      periods: 2,
      channels: ["A", "B"],
      rows: [
        { name: "Spend", unit: "money", values: { in: { A: [10, 20], B: [30, 0] } } },
        { name: "Sales", values: { in: { A: [1, 4], B: [3, 0] } } },
        { name: "CAC", unit: "moneyPerCount", formula: "Spend / Sales", values: { in: { A: [20, null] } } },
        { name: "Over channels", unit: "moneyPerCount", formula: "ALL(CAC)" },
        { name: "Over periods", unit: "moneyPerCount", formula: "TOTAL(CAC)" },
        { name: "Over both", unit: "moneyPerCount", formula: "ALL(TOTAL(CAC))" },
      ],
    });
    expect(cellsOf(plan, "Over channels")).toEqual([
      [50 / 4, 5],
      [50 / 4, 5],
    ]);
    expect(cellsOf(plan, "Over periods")).toEqual([
      [8, 8],
      [10, 10],
    ]);
    expect(cellsOf(plan, "Over both")[0]).toEqual([70 / 8, 70 / 8]);
  });

  test("[UN3] a cost per thousand is read as its thousandth and written back", () => {
    const plan = buildPlan({
      periods: 1,
      rows: [
        { name: "Spend", unit: "money", values: 15000 },
        { name: "CPM", unit: "moneyPerCount", per: 1000, values: 30 },
        { name: "Impressions", formula: "Spend / CPM" },
        { name: "Back", unit: "moneyPerCount", per: 1000, formula: "Spend / Impressions" },
      ],
    });
    expect(cellsOf(plan, "Impressions")).toEqual([[500000]]);
    expect(cellsOf(plan, "Back")).toEqual([[30]]);
  });

  test("[BR4] a formula whose row became plan-wide under it is an error that names both repairs", () => {
    const plan = buildPlan({
      periods: 1,
      channels: ["A", "B"],
      rows: [
        { name: "Capacity", values: 50 },
        { name: "Sold", formula: "MIN(Capacity, 40)" },
      ],
    });
    const lowered = lowerPlan(edited(plan, "row/capacity/scope", "plan"));
    expect(lineOf(lowered, "Sold", "A").error).toMatchObject({ code: "#VALUE!" });
    expect(lineOf(lowered, "Sold", "A").error?.text).toContain("EACH(Capacity)");
  });

  test("[ER4] a row that is gone and a formula that cannot be read are #NAME?", () => {
    const plan = buildPlan({
      periods: 1,
      rows: [
        { name: "X", values: 1 },
        { name: "F", formula: "X + 1" },
        { name: "G", formula: "text:=1 +" },
      ],
    });
    const lowered = lowerPlan(edited(plan, "row/x", null));
    expect(lineOf(lowered, "F", "Paid search").error).toMatchObject({ code: "#NAME?" });
    expect(lineOf(lowered, "G", "Paid search").error?.text).toBe("It cannot be read.");
  });
});

describe("[DL2] cycles", () => {
  const cyclic = (rows: RowSpec[]): LoweredPlan => lowerPlan(buildPlan({ rows, channels: ["A"] }));

  test("of same-period reads are errors that name their rows in order; rows downstream are not named", () => {
    const lowered = cyclic([
      { name: "A", formula: "B + 1" },
      { name: "B", formula: "C + 1" },
      { name: "C", formula: "A + 1" },
      { name: "D", formula: "C * 2" },
    ]);
    const error = lineOf(lowered, "B", "A").error;
    expect(error).toMatchObject({ code: "#CYCLE!", rows: ["a", "b", "c"] });
    expect(error?.text).toContain("A needs B needs C needs A");
    expect(lineOf(lowered, "D", "A").error).toBeNull();
  });

  test("several circles in one knot are all cut", () => {
    const lowered = cyclic([
      { name: "A", formula: "B + C" },
      { name: "B", formula: "A" },
      { name: "C", formula: "A + C" },
    ]);
    for (const name of ["A", "B"]) expect(lineOf(lowered, name, "A").error?.code).toBe("#CYCLE!");
    expect(lineOf(lowered, "C", "A").error?.rows).toEqual(["c"]);
  });

  test("through PREV and a LAG whose first weight is 0 they are computed", () => {
    const plan = buildPlan({
      periods: 3,
      channels: ["A"],
      rows: [
        { name: "Opening", formula: "PREV(Closing, 1, 100)" },
        { name: "Lost", formula: "Opening * 10%" },
        { name: "Closing", formula: "Opening - Lost" },
        { name: "Referred", formula: "LAG(Told, 0, 1)", history: [8] },
        { name: "Told", formula: "Referred * 50% + 4" },
      ],
    });
    expect(cellsOf(plan, "Closing")).toEqual([[90, 81, 72.9]]);
    expect(cellsOf(plan, "Told")).toEqual([[4, 6, 7]]);
  });

  test("[DL4] TOTAL in a circle is an error", () => {
    const lowered = cyclic([
      { name: "A", formula: "PREV(B)" },
      { name: "B", formula: "TOTAL(A) + 1" },
    ]);
    expect(lineOf(lowered, "A", "A").error?.text).toContain("TOTAL");
  });

  test("[ER4] a cell's own formula that closes a circle is an error in that cell alone", () => {
    const plan = buildPlan({
      periods: 2,
      channels: ["A"],
      rows: [
        { name: "X", values: ["=F", 3] },
        { name: "F", formula: "X + 1" },
      ],
    });
    expect(cellsOf(plan, "X")).toEqual([[NaN, 3]]);
  });
});

describe("[EV6] lowering again", () => {
  const plan = foundingPlan();
  const needs = (address: string, value: AddressValue | null): boolean =>
    needsLowering(plan, edited(plan, address, value));

  test("is not needed for numbers, goals and the like", () => {
    expect(needs("cell/spend/paidSearch/2027-M02", 7000)).toBe(false);
    expect(needs("cell/demos/paidSearch/2027-M02", 7000)).toBe(false);
    expect(needs("cell/demoToSale/paidSearch/2027-M02", { value: 0.2, text: "36 of 180" })).toBe(false);
    expect(needs("goal/g1", null)).toBe(false);
    expect(needs("plan/title", "Another")).toBe(false);
  });

  test("is needed for structure, cell formulas and longer history", () => {
    expect(needs("plan/periods", 4)).toBe(true);
    expect(needs("row/spend/unit", "count")).toBe(true);
    expect(needs("formula/demos", null)).toBe(true);
    expect(needs("channel/more", { name: "More", order: "z" })).toBe(true);
    expect(needs("cell/spend/paidSearch/2026-M12", 1)).toBe(true);
    const formula: AddressValue = {
      value: NaN,
      formula: { kind: "tree", tree: { kind: "number", value: 1 } },
    };
    expect(needs("cell/spend/paidSearch/2027-M02", formula)).toBe(true);
  });
});

test("[EV2] history is as long as formulas reach back, cells lie and the plan shows", () => {
  const history = (spec: Partial<PlanSpec>): number =>
    lowerPlan(buildPlan({ rows: [{ name: "X", values: 1 }], ...spec })).history;
  expect(history({})).toBe(0);
  expect(history({ history: 2 })).toBe(2);
  const x: RowSpec = { name: "X", values: 1 };
  expect(history({ rows: [x, { name: "F", formula: "PREV(PREV(X, 2), 3)" }] })).toBe(5);
  expect(history({ rows: [x, { name: "F", formula: "CUM(LAG(X, 0.5, 0.5), 12)" }] })).toBe(12);
  expect(history({ rows: [{ name: "X", history: [1, 2, 3, 4] }] })).toBe(4);
});
