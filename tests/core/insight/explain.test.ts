import { describe, expect, test } from "vitest";
import type { Quantity } from "../../../src/core/engine/quantity.ts";
import { explainDifference } from "../../../src/core/insight/explain.ts";
import type { ExplainOptions } from "../../../src/core/insight/explain.ts";
import type { Explanation, NoExplanation } from "../../../src/core/insight/explanation.ts";
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
});
export { refused, treeOf };
