import { expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import { regridPlan } from "../../../src/core/engine/regrid.ts";
import { printFormula } from "../../../src/core/formula/print.ts";
import { applyChange, changeTo } from "../../../src/core/plan/change.ts";
import { changeInScenario, planOfScenario } from "../../../src/core/plan/scenario.ts";
import type { PeriodLength } from "../../../src/core/plan/period.ts";
import { typedCell } from "../../../src/core/plan/plan.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { ordinalOfKey } from "../../../src/core/plan/period.ts";
import { solvePlan } from "../../../src/core/solve/solve.ts";
import { foundingPlan as foundingTemplate } from "../../../src/core/templates/founding.ts";
import { buildPlan, foundingPlan, idOf } from "../../build.ts";

function regrid(plan: Plan, length: PeriodLength): ReturnType<typeof regridPlan> {
  const engine = createEngine(plan);
  return regridPlan(plan, length, solvePlan(engine).factors);
}

/** Totals of all rows over the whole plan, solved. */
function totalsOf(plan: Plan): Map<string, number> {
  const engine = createEngine(plan);
  solvePlan(engine);
  const to = engine.periods - 1;
  return new Map(engine.rows.map((row) => [row, engine.total({ row, channel: null, from: 0, to })]));
}

function expectSameTotals(a: Plan, b: Plan, except: readonly string[] = []): void {
  const after = totalsOf(b);
  for (const [row, total] of totalsOf(a)) {
    if (except.includes(row)) continue;
    const now = after.get(row) ?? NaN;
    const size = Math.max(1e-9, Math.abs(total));
    expect(Number.isNaN(total) ? Number.isNaN(now) : Math.abs(now - total) <= 1e-9 * size, row).toBe(true);
  }
}

const formula = (plan: Plan, row: string): string => {
  const found = plan.formulas.get(idOf(row));
  return found?.kind === "tree" ? printFormula(found.tree, plan) : "";
};
const cell = (plan: Plan, row: string, key: string, line = "paidSearch"): unknown =>
  typedCell(plan, idOf(row), line, ordinalOfKey(key));

const RATES = {
  rows: [
    { name: "Spend", unit: "money", values: [1000, 3000, 2000, 500, 4000, 100] },
    { name: "Cost per click", unit: "moneyPerCount", values: [1, 2, 4, 1, 5, 3] },
    { name: "Visitors", formula: "Spend / [Cost per click]" },
    { name: "Visitor to demo", unit: "rate", values: [0.05, 0.02, 0.1, 0.04, 0.07, 0.01] },
    { name: "Demos", formula: "Visitors * [Visitor to demo]" },
    { name: "Cost per demo", unit: "moneyPerCount", formula: "Spend / Demos" },
  ],
} as const;

test("[RG2] [RG4] months → quarters → years: totals of counts, money, rates and unit costs stay", () => {
  const plan = buildPlan({ periods: 6, ...RATES });
  for (const length of ["quarter", "year", "week"] as const) {
    // A week may lie in two months: then a rate of sums parts from a sum of rates.
    const except = length === "week" ? ["visitors", "demos", "costPerDemo"] : [];
    expectSameTotals(plan, regrid(plan, length).plan, except);
  }
  const { plan: quarters } = regrid(plan, "quarter");
  expect(quarters.settings).toMatchObject({ periodLength: "quarter", start: "2027-Q1", periods: 2 });
  expect(cell(quarters, "Spend", "2027-Q1")).toBe(6000);
  const engine = createEngine(plan);
  const [rate, cost] = ["visitorToDemo", "costPerClick"].map((row) =>
    engine.total({ row, channel: null, from: 0, to: 2 }),
  );
  expect(cell(quarters, "Visitor to demo", "2027-Q1")).toBeCloseTo(rate ?? NaN, 12);
  expect(cell(quarters, "Cost per click", "2027-Q1")).toBeCloseTo(cost ?? NaN, 12);
});

test("[RG2] split, then added, gives back; rates are copied", () => {
  const plan = buildPlan({
    periods: 4,
    start: "2027-Q1",
    periodLength: "quarter",
    rows: [
      { name: "Spend", unit: "money", values: [1000, 3000, 2000, 500] },
      { name: "CPC", unit: "moneyPerCount", values: [1, 2, 4, 5] },
      { name: "Visitors", formula: "Spend / CPC" },
      { name: "Sales reps", unit: "people", measure: "stock", scope: "plan", values: [3, 4, 4, 5] },
    ],
  });
  const { plan: months } = regrid(plan, "month");
  expect(months.settings).toMatchObject({ start: "2027-M01", periods: 12 });
  expect(cell(months, "Spend", "2027-M02")).toBeCloseTo((1000 * 28) / 90, 10);
  expect(cell(months, "CPC", "2027-M05")).toBe(2);
  expect(cell(months, "Sales reps", "2027-M04", "-")).toBe(4);
  expectSameTotals(plan, months);
  const { plan: back } = regrid(months, "quarter");
  expect(back.settings).toEqual(plan.settings);
  for (const [row, lines] of plan.cells) {
    for (const [line, series] of lines) {
      series.values.forEach((value, i) => {
        expect(typedCell(back, row, line, series.first + i)).toBeCloseTo(value, 9);
      });
    }
  }
});

test("[RG3] stocks last; an amount for a rep and month becomes one for a rep and quarter", () => {
  const plan = foundingTemplate();
  const { plan: quarter, review } = regrid(plan, "quarter");
  expectSameTotals(plan, quarter, ["demos-a-rep"]);
  expect(totalsOf(quarter).get("demo-capacity")).toBeCloseTo(540, 9);
  expect(review.map(({ code, row }) => [code, row])).toContainEqual(["perPeriod", "demos-a-rep"]);
  const { plan: weeks } = regrid(plan, "week");
  expect(weeks.settings.periods).toBe(14);
  expect(weeks.settings.start).toBe("2026-W53");
  expect(totalsOf(weeks).get("spend")).toBeCloseTo(15000, 6);
  expect(totalsOf(weeks).get("units-sold")).toBeCloseTo(100, 6);
});

test("[RG5] delays: a month’s lag in quarters is a third of one; LAG keeps its sum; a stock’s PREV stays", () => {
  const plan = buildPlan({
    periods: 6,
    rows: [
      { name: "Leads", values: 90 },
      { name: "Later", formula: "PREV(Leads)" },
      { name: "Year ago", formula: "PREV(Leads, 12)" },
      { name: "Deals", formula: "LAG(Leads, 0, 30%, 50%, 20%) * 10%" },
      { name: "Window", formula: "CUM(Leads, 12)" },
      { name: "Opening", formula: "PREV(Closing)" },
      { name: "Closing", formula: "Opening + Deals" },
    ],
  });
  const { plan: quarters, review } = regrid(plan, "quarter");
  expect(formula(quarters, "Later")).toBe("LAG(Leads, 0.666666666667, 0.333333333333)");
  expect(formula(quarters, "Year ago")).toBe("PREV(Leads, 4)");
  expect(formula(quarters, "Deals")).toBe("LAG(Leads, 36.6666666667%, 63.3333333333%) * 10%");
  expect(formula(quarters, "Window")).toBe("CUM(Leads, 4)");
  expect(formula(quarters, "Opening")).toBe("PREV(Closing)");
  expect(new Set(review.map(({ row }) => row))).toEqual(
    new Set(["later", "yearAgo", "deals", "window", "opening"]),
  );
  const { plan: back } = regrid(quarters, "month");
  expect(formula(back, "Year ago")).toBe("PREV(Leads, 12)");
  expect(formula(back, "Window")).toBe("CUM(Leads, 12)");
});

test("[RG5] what came out in the months of a quarter comes out in the quarter, for even flows", () => {
  const plan = buildPlan({
    periods: 12,
    rows: [
      { name: "Leads", values: 90 },
      { name: "Deals", formula: "LAG(Leads, 0, 30%, 50%, 20%)" },
    ],
  });
  expectSameTotals(plan, regrid(plan, "quarter").plan);
  expectSameTotals(plan, regrid(plan, "year").plan);
});

test("[RG5] a delay that spreading would turn into a circle is rounded", () => {
  const plan = buildPlan({
    periods: 6,
    rows: [
      { name: "Start", values: 10 },
      { name: "A", formula: "Start + 10% * B" },
      { name: "B", formula: "PREV(A)" },
    ],
  });
  const { plan: quarters } = regrid(plan, "quarter");
  expect(formula(quarters, "B")).toBe("PREV(A)");
});

test("[RG6] goals that cover whole periods stay, others are left out and said", () => {
  const plan = foundingPlan({
    periods: 6,
    goals: [
      { row: "Units sold", target: 100, from: 0, to: 2, lever: { row: "Spend", from: 0, to: 2 } },
      { row: "Units sold", target: 40, from: 4, to: 4, lever: { row: "Spend", from: 4, to: 4 } },
    ],
  });
  const { plan: quarters, review } = regrid(plan, "quarter");
  expect([...quarters.goals.values()]).toMatchObject([
    { from: "2027-Q1", to: "2027-Q1", target: 100, lever: { from: "2027-Q1", to: "2027-Q1" } },
  ]);
  expect(review.map(({ code }) => code)).toContain("goalLeft");
});

test("[RG3] ranges are split and added by their ends, evidence is copied", () => {
  const plan = buildPlan({
    periods: 3,
    rows: [
      { name: "Leads", values: { value: 100, range: { shape: "interval", low: 80, high: 125 } } },
      { name: "Rate", unit: "rate", values: { value: 0.5, text: "5 of 10", evidence: { hits: 5, of: 10 } } },
      { name: "Deals", formula: "Leads * Rate" },
    ],
  });
  const { plan: quarter } = regrid(plan, "quarter");
  expect(cell(quarter, "Leads", "2027-Q1")).toEqual({
    value: 300,
    range: { shape: "interval", low: 240, high: 375, middle: 300 },
  });
  expect(cell(quarter, "Rate", "2027-Q1")).toMatchObject({ evidence: { hits: 5, of: 10 } });
});

test("[RG2] history is added among itself, and stays outside the totals", () => {
  const plan = buildPlan({
    start: "2027-M02",
    periods: 3,
    history: 3,
    rows: [
      { name: "Leads", values: [10, 20, 30], history: [1, 2, 3] },
      { name: "Later", formula: "PREV(Leads)" },
    ],
  });
  const { plan: quarters } = regrid(plan, "quarter");
  expect(quarters.settings).toMatchObject({ start: "2027-Q1", periods: 2, history: 1 });
  expect(cell(quarters, "Leads", "2027-Q1")).toBe(30);
  expect(cell(quarters, "Leads", "2026-Q4")).toBe(6);
});

test("[RG8] what happened is left out and said once; what happened before the plan began is its history", () => {
  const typed = buildPlan({
    start: "2027-M04",
    periods: 3,
    history: 3,
    rows: [
      { name: "Leads", values: [10, 20, 30], history: [1, 2] },
      { name: "Later", formula: "PREV(Leads)" },
    ],
  });
  const happened = (value: number) => ({ value, source: "crm.csv", date: "2027-05-02" });
  const plan = applyChange(
    typed,
    changeTo(typed, [
      [`actual/${idOf("Leads")}/paidSearch/2027-M01`, happened(5)],
      [`actual/${idOf("Leads")}/paidSearch/2027-M04`, happened(12)],
    ]),
  );
  expect(plan.actuals.size).toBe(1);
  const { plan: quarters, review } = regrid(plan, "quarter");
  expect(quarters.actuals.size).toBe(0);
  expect(review.filter(({ code }) => code === "actualsLeft").map(({ row }) => row)).toEqual([idOf("Leads")]);
  expect(review[0]?.text).toContain("what happened (Leads) is known for months");
  expect(cell(quarters, "Leads", "2027-Q1")).toBe(8);
  expect(regrid(typed, "quarter").review.some(({ code }) => code === "actualsLeft")).toBe(false);
});

test("[RG7] scenarios keep their differences", () => {
  const base = foundingPlan();
  const named = applyChange(base, changeTo(base, [["scenario/s", { name: "Better", order: "i" }]]));
  const change = changeTo(
    named,
    ["2027-M01", "2027-M02", "2027-M03"].map((key) => [`cell/demoToSale/paidSearch/${key}`, 0.24] as const),
  );
  const plan = applyChange(named, changeInScenario(named, "s", change));
  const { plan: quarter } = regrid(plan, "quarter");
  expect([...(quarter.scenarios.get("s")?.differences ?? [])]).toEqual([
    ["cell/demoToSale/paidSearch/2027-Q1", { is: 0.24 }],
  ]);
  expect(totalsOf(planOfScenario(quarter, "s")).get("spend")).toBeCloseTo(12500, 6);
});
