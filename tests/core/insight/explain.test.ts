import { describe, expect, test } from "vitest";
import type { Quantity } from "../../../src/core/engine/quantity.ts";
import { explainDifference } from "../../../src/core/insight/explain.ts";
import type { ExplainOptions } from "../../../src/core/insight/explain.ts";
import type { Explanation, NoExplanation } from "../../../src/core/insight/explanation.ts";
import { groupParts } from "../../../src/core/insight/group.ts";
import { firstAndLast } from "../../../src/core/insight/firstAndLast.ts";
import { applyChange, changeTo, composeChanges } from "../../../src/core/plan/change.ts";
import type { AddressValue, Plan } from "../../../src/core/plan/plan.ts";
import { fixCells } from "../../../src/core/solve/gestures.ts";
import { foundingPlan } from "../../../src/core/templates/founding.ts";
import { buildPlan, idOf, treeOf } from "../../build.ts";
import type { PlanSpec, RowSpec } from "../../build.ts";

// Rules [XP*]: src/core/SPEC.md.
function explained(a: Plan, b: Plan, q: Quantity, options?: ExplainOptions): Explanation {
  const found = explainDifference(a, b, q, options);
  if (!found.ok) throw new Error(`${found.error.code}: ${found.error.text}`);
  expectSum(found.value);
  return found.value;
}

function refused(a: Plan, b: Plan, q: Quantity, options?: ExplainOptions): NoExplanation {
  const found = explainDifference(a, b, q, options);
  if (found.ok) throw new Error("explained");
  return found.error;
}

function expectSum({ parts, steps, difference }: Explanation): void {
  const scale = parts.reduce((sum, part) => sum + Math.abs(part.value), 0);
  const sum = parts.reduce((total, part) => total + part.value, 0) + (steps?.value ?? 0);
  expect(Math.abs(sum - difference)).toBeLessThanOrEqual(1e-9 * scale + 1e-12 * Math.abs(difference));
}

/** Parts by row, or by what they are. */
function byRow({ parts }: Explanation): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const part of parts) {
    const key = part.kind === "channel" ? `channel ${part.channel ?? ""}` : part.kind === "assumption" || part.kind === "row" ? (part.row ?? "") : `${part.kind} ${part.row ?? ""}`; // prettier-ignore
    sums[key] = (sums[key] ?? 0) + part.value;
  }
  return sums;
}

function set(plan: Plan, ...wanted: [string, AddressValue | null][]): Plan {
  return applyChange(plan, changeTo(plan, wanted));
}

const whole = (row: string, periods = 3): Quantity => ({
  row: idOf(row),
  channel: null,
  from: 0,
  to: periods - 1,
});

const SEARCH = "paid-search";
const founding = foundingPlan();
const inFounding = (row: string): Quantity => ({ row, channel: null, from: 0, to: 2 });
const betterDemos = set(
  founding,
  [`cells/visitor-to-demo/${SEARCH}/2027-M01`, { cells: [0.055, 0.055, 0.055] }],
  [`cells/demo-to-sale/${SEARCH}/2027-M01`, { cells: [0.24, 0.24, 0.24] }],
);

describe("storyboard 18", () => {
  test("18 [XP6] Better demos against Base: the solved budget, levers solved again all along", () => {
    const found = explained(founding, betterDemos, inFounding("spend"));
    expect(found.difference).toBeCloseTo(-3636.363636, 5);
    const parts = byRow(found);
    expect(parts["demo-to-sale"]).toBeCloseTo(-2389.66, 2);
    expect(parts["visitor-to-demo"]).toBeCloseTo(-1246.7, 2);
    expect(found.reading).toEqual({ levers: "solved", rows: ["spend"] });
    expect(found.steps).toBeNull();
    expect(found.convergence.moved).toBeLessThan(1e-9);
  });

  test("18 [XP9] alone first and last", () => {
    const found = firstAndLast(founding, betterDemos, inFounding("spend"));
    const by = new Map(found.map(({ difference, first, last }) => [difference.row, { first, last }]));
    expect(by.get("demo-to-sale")?.first).toBeCloseTo(-2500, 6);
    expect(by.get("demo-to-sale")?.last).toBeCloseTo(-2272.727273, 5);
    expect(by.get("visitor-to-demo")?.first).toBeCloseTo(-1363.636364, 5);
    expect(by.get("visitor-to-demo")?.last).toBeCloseTo(-1136.363636, 5);
    expect(found).toHaveLength(2);
  });

  test("18 [XP6] Half the budget, for Units: one bar, Spend −50", () => {
    const cells = [2250, 2500, 2750];
    const fixed = fixCells(founding, "spend", cells.map((_, t) => ({ line: SEARCH, t }))); // prettier-ignore
    const typed = changeTo(founding, [[`cells/spend/${SEARCH}/2027-M01`, { cells }]]);
    const half = applyChange(founding, composeChanges(typed, fixed));
    const found = explained(founding, half, inFounding("units-sold"));
    expect(byRow(found)).toEqual({ spend: expect.closeTo(-50, 9) as number });
    expect(found.parts).toHaveLength(1);
    expect(found.reading).toEqual({ levers: "given", rows: ["spend"], why: "other goals" });
  });

  test("[XP8] Shapley of the same is −1,250/−2,386, and one after another depends on the order", () => {
    const shapley = byRow(explained(founding, betterDemos, inFounding("spend"), { method: "shapley" }));
    expect(shapley["demo-to-sale"]).toBeCloseTo(-2386.363636, 5);
    expect(shapley["visitor-to-demo"]).toBeCloseTo(-1250, 5);
    const order = ["demo-to-sale", "visitor-to-demo"];
    const one = byRow(explained(founding, betterDemos, inFounding("spend"), { method: "sequential", order }));
    expect(one).toEqual({ "demo-to-sale": expect.closeTo(-2500, 6) as number, "visitor-to-demo": expect.closeTo(-1136.363636, 5) as number }); // prettier-ignore
    const other = byRow(explained(founding, betterDemos, inFounding("spend"), { method: "sequential" }));
    expect(other["visitor-to-demo"]).toBeCloseTo(-1363.636364, 5);
  });
});

/** Assumptions with two values, and one output. */
function pair(
  rows: readonly (RowSpec & { to?: RowSpec["values"] })[],
  spec: Partial<PlanSpec> = {},
): [Plan, Plan] {
  const of = (pick: (row: RowSpec & { to?: RowSpec["values"] }) => RowSpec): Plan =>
    buildPlan({ periods: 1, ...spec, rows: rows.map(pick) });
  const strip = ({ to, ...row }: RowSpec & { to?: RowSpec["values"] }, isSecond: boolean): RowSpec =>
    isSecond && to !== undefined ? { ...row, values: to } : row;
  return [of((row) => strip(row, false)), of((row) => strip(row, true))];
}

describe("[XP3] the path is cut where a branch changes", () => {
  test("min(v·r, cap): 55.214, 5.450, 19.336", () => {
    const [a, b] = pair([
      { name: "V", values: 1000, to: 4000 },
      { name: "R", unit: "rate", values: 0.05, to: 0.06 },
      { name: "Cap", values: 100, to: 130 },
      { name: "Out", formula: "MIN(V * R, Cap)" },
    ]);
    const found = explained(a, b, whole("Out", 1));
    const parts = byRow(found);
    expect(parts["v"]).toBeCloseTo(55.214, 3);
    expect(parts["r"]).toBeCloseTo(5.45, 3);
    expect(parts["cap"]).toBeCloseTo(19.336, 3);
    expect(found.convergence.cuts).toHaveLength(1);
    expect(found.steps).toBeNull();
  });

  test("steps of ROUNDUP are a bar of their own, with their row", () => {
    const [a, b] = pair([
      { name: "Demos", values: 100, to: 190 },
      { name: "Reps", unit: "people", formula: "ROUNDUP(Demos / 60, 0)" },
      { name: "Pay", unit: "moneyPerCount", values: 3000, to: 3300 },
      { name: "Cost", unit: "money", formula: "Reps * Pay" },
    ]);
    const found = explained(a, b, whole("Cost", 1));
    // 2 reps up to 120 demos (t = 2/9), 3 up to 180 (t = 8/9), then 4; each pays 300 more.
    const pay = 300 * ((2 * 2) / 9 + (3 * 6) / 9 + (4 * 1) / 9);
    expect(byRow(found)["pay"]).toBeCloseTo(pay, 6);
    expect(byRow(found)["demos"]).toBe(0);
    expect(found.steps?.rows).toEqual(["reps"]);
    expect(found.steps?.value).toBeCloseTo(13200 - 6000 - pay, 6);
    expect(found.convergence.cuts.map((t) => Math.round(t * 9e6) / 1e6)).toEqual([2, 8]);
  });

  test("thousands of steps are not cut at: parts of what is not rounded, the rest is steps", () => {
    const [a, b] = pair([
      { name: "Visitors", values: 1000.25, to: 90000.75 },
      { name: "Rate", unit: "rate", values: 0.1, to: 0.2 },
      { name: "Demos", formula: "ROUND(Visitors * Rate, 0)" },
    ]);
    const found = explained(a, b, whole("Demos", 1));
    expect(byRow(found)["visitors"]).toBeCloseTo(89000.5 * 0.15, 6);
    expect(byRow(found)["rate"]).toBeCloseTo(0.1 * 45500.5, 6);
    expect(Math.abs(found.steps?.value ?? 0)).toBeLessThan(1);
    expect(found.steps?.rows).toEqual(["demos"]);
  });

  test("an IF that switches on the way jumps: the jump is steps", () => {
    const [a, b] = pair([
      { name: "Visitors", values: 100, to: 300 },
      { name: "Fee", unit: "money", values: 10 },
      { name: "Cost", unit: "money", formula: "Fee + IF(Visitors > 200, 50, 0)" },
    ]);
    const found = explained(a, b, whole("Cost", 1));
    expect(byRow(found)).toEqual({ visitors: 0 });
    expect(found.steps).toEqual({ value: 50, rows: ["cost"] });
    expect(found.convergence.cuts[0]).toBeCloseTo(0.5, 9);
  });

  test("a branch that is left and taken again between two points", () => {
    // x·(10 − x)-like: the cap binds only in the middle of the way.
    const [a, b] = pair([
      { name: "X", unit: "number", values: 1, to: 9 },
      { name: "Y", unit: "number", values: 9.5, to: 0.5 },
      { name: "Out", unit: "number", formula: "MIN(X * Y, 20)" },
    ]);
    const found = explained(a, b, whole("Out", 1));
    expect(found.convergence.cuts).toHaveLength(2);
    expect(found.steps).toBeNull();
  });
});

test("[XP2] an infinite slope at an end settles: √x from 0, a Hill curve of shape ½ from 0", () => {
  const [a, b] = pair([
    { name: "Spend", unit: "money", values: 0, to: 9000 },
    { name: "Rate", unit: "rate", values: 0.1, to: 0.2 },
    { name: "Root", unit: "number", formula: "SQRT(Spend)" },
    { name: "Out", unit: "number", formula: "SATURATE(Spend, 700, 2000, 0.5) * Rate + Root" },
  ]);
  const root = explained(a, b, whole("Root", 1));
  expect(byRow(root)["spend"]).toBeCloseTo(Math.sqrt(9000), 8);
  const out = explained(a, b, whole("Out", 1));
  expect(out.convergence.moved).toBeLessThan(1e-9);
  expect(out.steps).toBeNull();
});

describe("[XP4] overrides and formulas on one side", () => {
  const rows: readonly RowSpec[] = [
    { name: "Visitors", values: [100, 200, 300] },
    { name: "Rate", unit: "rate", values: 0.1 },
    { name: "Demos", formula: "Visitors * Rate" },
    { name: "Price", unit: "moneyPerCount", values: 10 },
    { name: "Revenue", unit: "money", formula: "Demos * Price" },
  ];
  const base = buildPlan({ rows });

  test("a cell typed over is one more assumption, named after its row", () => {
    const b = set(base, ["cell/demos/paidSearch/2027-M02", 50], ["cells/price/paidSearch/2027-M01", { cells: [10, 12, 10] }]); // prettier-ignore
    const found = explained(base, b, whole("Revenue"));
    expect(found.parts.map(({ kind, row, from }) => [kind, row, from])).toEqual([
      ["formula", "demos", 1],
      ["assumption", "price", 1],
    ]);
    // (1 − s)·20 + s·50, times 10 + 2t: 30·11 and 2·35.
    expect(byRow(found)).toEqual({ "formula demos": expect.closeTo(330, 9) as number, price: expect.closeTo(70, 9) as number }); // prettier-ignore
  });

  test("typed over on both sides it is an assumption like another", () => {
    const a = set(base, ["cell/demos/paidSearch/2027-M02", 30]);
    const b = set(base, ["cell/demos/paidSearch/2027-M02", 50]);
    const [part] = explained(a, b, whole("Revenue")).parts;
    expect(part).toMatchObject({ kind: "assumption", row: "demos", before: [30], after: [50] });
    expect(part?.value).toBeCloseTo(200, 9);
  });

  test("another formula: (1 − s)·F + s·G, beside what else changed", () => {
    const other: Plan = {
      ...base,
      formulas: new Map(base.formulas).set("demos", {
        kind: "tree",
        tree: treeOf(base, "Visitors * Rate * 2"),
      }),
    };
    const b = set(other, ["cells/rate/paidSearch/2027-M01", { cells: [0.2, 0.1, 0.1] }]);
    const found = explained(base, b, whole("Revenue"));
    // January: 1000·r·(1 + s), r = 0.1 + 0.1t: by r 0.1·1500, by s 0.15·1000; February and March 200 and 300.
    expect(byRow(found)["rate"]).toBeCloseTo(150, 9);
    expect(byRow(found)["formula demos"]).toBeCloseTo(150 + 500, 9);
    const [formula] = found.parts.filter(({ kind }) => kind === "formula");
    expect(formula?.values.map((value) => Math.round(value))).toEqual([150, 200, 300]);
  });

  test("typed on one side, a formula on the other; and a cell's own formula", () => {
    const typed: Plan = { ...base, formulas: new Map([...base.formulas].filter(([id]) => id !== "demos")) };
    const a = set(typed, ["cells/demos/paidSearch/2027-M01", { cells: [5, 5, 5] }]);
    const found = explained(a, base, whole("Demos"));
    expect(byRow(found)).toEqual({ "formula demos": expect.closeTo(45, 9) as number });
    const cell = { value: NaN, text: "=PREV()*2", formula: { kind: "tree", tree: treeOf(base, "PREV([Demos], 1) * 2") } } as const; // prettier-ignore
    const own = set(base, ["cell/demos/paidSearch/2027-M02", cell]);
    expect(byRow(explained(base, own, whole("Demos")))).toEqual({ "formula demos": 0 });
    const third = set(base, ["cell/demos/paidSearch/2027-M03", cell]);
    expect(byRow(explained(base, third, whole("Demos")))).toEqual({ "formula demos": expect.closeTo(10, 9) as number }); // prettier-ignore
  });

  test("the rule of a total that changes with its formula is told apart", () => {
    const per: readonly RowSpec[] = [
      ...rows,
      { name: "Worth", unit: "moneyPerCount", formula: "Revenue / Visitors" },
    ];
    const a = buildPlan({ rows: per });
    const b: Plan = {
      ...a,
      formulas: new Map(a.formulas).set("worth", { kind: "tree", tree: treeOf(a, "Revenue / Demos") }),
    };
    const found = explained(a, b, whole("Worth"));
    expect(found.difference).toBeCloseTo(9, 9);
    expect(found.steps).toBeNull();
    expect(found.parts.map(({ kind, row }) => `${kind} ${row ?? ""}`)).toEqual([
      "formula worth",
      "total worth",
    ]);
  });
});

describe("[XP5] what is on one side alone", () => {
  const rows: readonly RowSpec[] = [
    { name: "Spend", unit: "money", values: { in: { Search: 1000, Events: 500 } } },
    { name: "Cost per visitor", unit: "moneyPerCount", values: { in: { Search: 2, Events: 10 } } },
    { name: "Visitors", formula: "Spend / [Cost per visitor]" },
    { name: "Rate", unit: "rate", values: { in: { Search: 0.1, Events: 0.4 } } },
    { name: "Fixed", values: 7 },
    { name: "Demos", formula: "Visitors * Rate + Fixed + 3" },
    { name: "Demo rate", unit: "rate", formula: "Demos / Visitors" },
  ];
  const a = buildPlan({ rows, channels: ["Search"] });
  const b = buildPlan({ rows, channels: ["Search", "Events"] });

  test("a channel: its counts and money come from 0, and the whole bar is the channel's", () => {
    const found = explained(a, b, whole("Demos"));
    expect(byRow(found)).toEqual({ "channel events": expect.closeTo(3 * (20 + 10), 9) as number });
    expect(found.steps).toBeNull();
    expect(explained(b, a, whole("Demos")).parts[0]?.value).toBeCloseTo(-90, 9);
    expect(byRow(explained(a, b, whole("Visitors")))).toEqual({ "channel events": expect.closeTo(150, 9) as number }); // prettier-ignore
  });

  test("beside other differences, and in a ratio of totals", () => {
    const more = set(b, ["cells/rate/search/2027-M01", { cells: [0.2, 0.2, 0.2] }]);
    const found = explained(a, more, whole("Demos"));
    expect(byRow(found)).toEqual({ rate: expect.closeTo(150, 9) as number, "channel events": expect.closeTo(90, 9) as number }); // prettier-ignore
    const ratio = explained(a, more, whole("Demo rate"));
    expect(Object.keys(byRow(ratio)).sort()).toEqual(["channel events", "rate"]);
    expect(ratio.steps).toBeNull();
  });

  test("each side has a channel of its own", () => {
    const other = buildPlan({ rows: rows.map((row) => ({ ...row })), channels: ["Search", "Fairs"] });
    const found = explained(b, other, whole("Demos"));
    // Fairs' cells are empty: typed rows read 0, so 3 a month is left of its formula, and cells are errors.
    expect(Object.keys(byRow(found)).sort()).toEqual(["channel events", "channel fairs"]);
  });

  test("a row that does not apply on one side counts from 0", () => {
    const without = buildPlan({
      channels: ["Search", "Events"],
      rows: rows.map((row) => (row.name === "Visitors" ? { ...row, formulas: { Events: "none" } } : row)),
    });
    const found = explained(without, b, whole("Demos"));
    expect(found.difference).toBeCloseTo(60, 9);
    expect(byRow(found)).toEqual({ "formula visitors": expect.closeTo(60, 9) as number });
  });

  test("periods, currency, units and numbers that are gone are refused with their remedy", () => {
    expect(refused(a, buildPlan({ rows, channels: ["Search"], periods: 4 }), whole("Demos")).code).toBe(
      "periods",
    );
    expect(refused(a, buildPlan({ rows, channels: ["Search"], settings: { currency: "EUR" } }), whole("Demos")).code).toBe("currency"); // prettier-ignore
    const other = set(a, ["row/fixed/unit", "money"]);
    expect(refused(a, other, whole("Demos"))).toMatchObject({ code: "unit", rows: ["fixed"] });
    expect(refused(a, set(a, ["row/demoRate", null]), whole("Demo rate")).code).toBe("gone");
    expect(refused(a, a, whole("Nothing")).code).toBe("gone");
    const broken = set(a, ["cells/costPerVisitor/search/2027-M01", { cells: [0, 0, 0] }]);
    const refusal = refused(a, broken, whole("Visitors"));
    expect(refusal.code).toBe("noNumber");
    expect(refusal.text).toContain("Visitors is an error or has no total in the second");
  });

  test("a row on one side alone", () => {
    const extra = buildPlan({
      channels: ["Search"],
      rows: [...rows.map((row) => (row.name === "Demos" ? { ...row, formula: "Visitors * Rate + Fixed + 3 + Gifts" } : row)), { name: "Gifts", values: 4 }], // prettier-ignore
    });
    const found = explained(a, extra, whole("Demos"));
    expect(found.difference).toBeCloseTo(12, 9);
    expect(byRow(explained(a, extra, whole("Gifts")))["gifts"]).toBeCloseTo(12, 9);
  });
});

describe("signs, poles and levers", () => {
  test("[XP2] a change of sign is split as any other; LMDI refuses it", () => {
    const [a, b] = pair([
      { name: "Cost", unit: "money", values: -100, to: 100 },
      { name: "Share", unit: "rate", values: 0.5, to: 0.7 },
      { name: "Out", unit: "money", formula: "Cost * Share" },
    ]);
    const parts = byRow(explained(a, b, whole("Out", 1)));
    expect(parts["cost"]).toBeCloseTo(200 * 0.6, 9);
    expect(parts["share"]).toBeCloseTo(0, 9);
    expect(refused(a, b, whole("Out", 1), { method: "lmdi" })).toMatchObject({ code: "notPositive", rows: ["cost"] }); // prettier-ignore
  });

  test("[XP3] a pole on the way is refused, also where its parts would cancel in the sum", () => {
    const [a, b] = pair([
      { name: "X", unit: "number", values: -1, to: 2 },
      { name: "Y", unit: "number", values: -1, to: 2 },
      { name: "Out", unit: "number", formula: "1 / X - 1 / Y" },
      { name: "One", unit: "number", formula: "1 / X" },
    ]);
    for (const row of ["Out", "One"]) {
      const refusal = refused(a, b, whole(row, 1));
      expect(refusal.code).toBe("pole");
      expect(refusal.text).toContain("goes through 0");
    }
  });

  test("[XP3] 1/x from 1 to 1,000 settles", () => {
    const [a, b] = pair([
      { name: "X", unit: "number", values: 1000, to: 1 },
      { name: "Y", unit: "number", values: 2, to: 7 },
      { name: "Out", unit: "number", formula: "Y / X" },
    ]);
    const parts = byRow(explained(a, b, whole("Out", 1)));
    // ∫ 5 ÷ (1000 − 999t) dt = 5·ln 1000 ÷ 999.
    expect(parts["y"]).toBeCloseTo((5 * Math.log(1000)) / 999, 10);
  });

  test("[XP6] a goal's own target is a part; the same goal on both sides keeps its lever solved", () => {
    const b = set(founding, ["goal/goal/target", 120], [`cells/demo-to-sale/${SEARCH}/2027-M01`, { cells: [0.24, 0.24, 0.24] }]); // prettier-ignore
    const found = explained(founding, b, inFounding("spend"));
    expect(found.reading.levers).toBe("solved");
    expect(found.difference).toBeCloseTo(0, 6);
    const parts = byRow(found);
    // ∫ 30·20 ÷ (0.2 + 0.04t) dt: T and d grow by the same fifth at once.
    expect(parts["goal units-sold"]).toBeCloseTo(15000 * Math.log(1.2), 5);
    expect(parts["demo-to-sale"]).toBeCloseTo(-15000 * Math.log(1.2), 5);
  });

  test("[XP6] another lever on the other side: cells count as assumptions, and it is said", () => {
    const goal = founding.goals.get("goal");
    if (goal?.lever === null || goal === undefined) throw new Error("no lever");
    const b = set(founding, ["goal/goal", { ...goal, target: 130, lever: { ...goal.lever, row: "visitor-to-demo" } }]); // prettier-ignore
    const found = explained(founding, b, inFounding("units-sold"));
    expect(found.reading).toEqual({
      levers: "given",
      rows: ["spend", "visitor-to-demo"],
      why: "other goals",
    });
    expect(byRow(found)).toEqual({ "visitor-to-demo": expect.closeTo(30, 6) as number });
  });

  test("[XP6] a point between at which the goal cannot be met: the other reading, and it is said", () => {
    // One channel's rate falls to 0 while the other's rises from 0: between, neither is enough.
    const rows: readonly RowSpec[] = [
      { name: "Visitors", values: { in: { A: 1000, B: 1000 } } },
      { name: "Rate", unit: "rate", values: 0.1 },
      { name: "X", unit: "number", values: { in: { A: 3, B: 0 } } },
      { name: "Sales", formula: "Visitors * Rate * MAX(0, X - 1)" },
    ];
    const spec: PlanSpec = {
      periods: 1,
      channels: ["A", "B"],
      rows,
      goals: [{ row: "Sales", target: 1500, lever: { row: "Rate" } }],
    };
    const a = buildPlan(spec);
    const b = set(a, ["cell/x/a/2027-M01", 0], ["cell/x/b/2027-M01", 3]);
    const found = explained(a, b, { row: "sales", channel: "a", from: 0, to: 0 });
    expect(found.difference).toBeCloseTo(-1500, 6);
    expect(found.reading).toEqual({ levers: "given", rows: ["rate"], why: "unsolved" });
  });

  test("[XP8] LMDI of the founding difference: by logarithms, sums exactly", () => {
    const found = explained(founding, betterDemos, inFounding("spend"), { method: "lmdi" });
    const [from, to] = [15000, 15000 / 1.32];
    const mean = (to - from) / Math.log(to / from);
    expect(byRow(found)["demo-to-sale"]).toBeCloseTo(-mean * Math.log(1.2), 6);
    expect(byRow(found)["visitor-to-demo"]).toBeCloseTo(-mean * Math.log(1.1), 6);
  });

  test("[XP8] Shapley refuses more than twelve differences; LMDI refuses other formulas", () => {
    const many = Array.from({ length: 13 }, (_, i) => ({ name: `R${i}`, unit: "number" as const, values: 1, to: 2 })); // prettier-ignore
    const [a, b] = pair([...many, { name: "Out", unit: "number", formula: many.map(({ name }) => name).join(" + ") }]); // prettier-ignore
    expect(refused(a, b, whole("Out", 1), { method: "shapley" }).code).toBe("tooMany");
    const over = set(a, ["cell/out/paidSearch/2027-M01", 50]);
    expect(refused(a, over, whole("Out", 1), { method: "lmdi" })).toMatchObject({ code: "notProduct", rows: ["out"] }); // prettier-ignore
    expect(explained(a, b, whole("Out", 1)).parts).toHaveLength(13);
  });

  test("[XP2] evidence counts by what it says: one assumption", () => {
    const b = set(founding, [
      `cells/demo-to-sale/${SEARCH}/2027-M01`,
      {
        cells: [1, 2, 3].map(() => ({ value: 36 / 182, text: "36 of 182", evidence: { hits: 36, of: 182 } })),
      },
    ]);
    const found = explained(founding, b, inFounding("spend"));
    expect(found.parts).toHaveLength(1);
    expect(found.parts[0]?.value).toBeCloseTo(15000 * (0.2 / (36 / 182) - 1), 6);
  });
});

test("[XP10] groups: owners, stages, periods, channels", () => {
  const found = explained(founding, betterDemos, inFounding("spend"));
  const by = (how: "owner" | "stage" | "period" | "channel"): [unknown, number][] =>
    groupParts(found, founding, betterDemos, how).map((group) => [
      group.owner ?? group.row ?? group.period ?? group.channel,
      Math.round(group.value),
    ]);
  expect(by("owner")).toEqual([
    ["Marketing", -1247],
    ["Sales", -2390],
  ]);
  expect(by("stage")).toEqual([
    ["demos", -1247],
    ["units-sold", -2390],
  ]);
  expect(by("period").map(([period]) => period)).toEqual([0, 1, 2]);
  expect(by("channel")).toEqual([[SEARCH, -3636]]);
});
