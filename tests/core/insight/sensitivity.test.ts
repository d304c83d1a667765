import { expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import { betaQuantile, betaShare } from "../../../src/core/insight/beta.ts";
import { endsOf, goalOutput, listSensitivities, listTornado } from "../../../src/core/insight/sensitivity.ts";
import { changeOfSweep, sweepPlan } from "../../../src/core/insight/sweep.ts";
import { applyChange, changeTo } from "../../../src/core/plan/change.ts";
import type { AddressValue, Plan } from "../../../src/core/plan/plan.ts";
import { solvePlan } from "../../../src/core/solve/solve.ts";
import { foundingPlan } from "../../../src/core/templates/founding.ts";

// Rules [XP11]–[XP12]: src/core/SPEC.md.
const SEARCH = "paid-search";
const whole = (row: string) => ({ row, channel: null, from: 0, to: 2 });

function set(plan: Plan, ...wanted: [string, AddressValue | null][]): Plan {
  return applyChange(plan, changeTo(plan, wanted));
}

const three = (cell: AddressValue): AddressValue => ({ cells: [cell, cell, cell] }) as AddressValue; // a run of one cell

const ranged = set(
  foundingPlan(),
  [`cells/demo-to-sale/${SEARCH}/2027-M01`, three({ value: 0.2, range: { shape: "interval", low: 0.16, high: 0.25, middle: 0.2 } })], // prettier-ignore
  [`cells/visitor-to-demo/${SEARCH}/2027-M01`, three({ value: 0.05, range: { shape: "interval", low: 0.04, high: 0.0625, middle: 0.05 } })], // prettier-ignore
  [`cells/click-through-rate/${SEARCH}/2027-M01`, three({ value: 0.02, range: { shape: "pert", low: 0.016, high: 0.02, middle: 0.02 } })], // prettier-ignore
);

test("[XP12] with a goal the output is the lever's total; swings are solved at both ends", () => {
  const engine = createEngine(ranged);
  const output = goalOutput(ranged, solvePlan(engine));
  expect(output).toEqual({ row: "spend", channel: null, from: 0, to: 2 });
  const found = listTornado(ranged, whole("spend"));
  expect(
    found.map(({ row, swing }) => [row, Math.round(swing?.atLow ?? 0), Math.round(swing?.atHigh ?? 0)]),
  ).toEqual([
    ["visitor-to-demo", 18750, 12000],
    ["demo-to-sale", 18750, 12000],
    ["click-through-rate", 18750, 15000],
  ]);
  expect(found.every(({ swing }) => swing?.missesGoal === false)).toBe(true);
});

test("[XP12] elasticities and what a point is worth, goals held: dk/dx = −g_x/g_k", () => {
  const found = new Map(listSensitivities(ranged, whole("spend")).map((one) => [one.row, one]));
  expect(found.get("demo-to-sale")?.elasticity).toBeCloseTo(-1, 9);
  expect(found.get("cost-per-1-000")?.elasticity).toBeCloseTo(1, 9);
  expect(found.get("cost-per-1-000")?.swing).toBeNull();
  // 15,000 ÷ 0.2 × 0.01.
  expect(found.get("demo-to-sale")?.perPoint).toBeCloseTo(-750, 6);
  expect(found.get("cost-per-1-000")?.perPoint).toBeNaN();
  expect(found.has("spend")).toBe(false);
  expect(found.has("price")).toBe(false);
});

test("[XP12] a goal that is missed at an end is said", () => {
  const lever = { row: "demo-to-sale", channels: null, from: "2027-M01", to: "2027-M03", except: [] };
  const plan = set(
    foundingPlan(),
    ["goal/goal/lever", lever],
    [`cells/visitor-to-demo/${SEARCH}/2027-M01`, three({ value: 0.05, range: { shape: "interval", low: 0.005, high: 0.06, middle: 0.05 } })], // prettier-ignore
  );
  const [first] = listTornado(plan, whole("demo-to-sale"));
  expect(first).toMatchObject({ row: "visitor-to-demo", swing: { missesGoal: true } });
  expect(first?.swing?.width).toBeNaN();
});

test("[XP12] evidence swings by its Beta; quantiles are exact where they can be checked", () => {
  expect(betaQuantile(0.05, 1, 1)).toBeCloseTo(0.05, 14);
  expect(betaQuantile(0.5, 3, 3)).toBeCloseTo(0.5, 14);
  // P(Beta(2, 1) ≤ x) = x².
  expect(betaQuantile(0.09, 2, 1)).toBeCloseTo(0.3, 13);
  // P(Beta(a, b) ≤ x) is a binomial tail: Beta(3, 2), x = 0.4: Σ_{j≥3} C(4, j) 0.4^j 0.6^(4−j).
  expect(betaShare(0.4, 3, 2)).toBeCloseTo(4 * 0.4 ** 3 * 0.6 + 0.4 ** 4, 13);
  expect(betaShare(0.07, 13, 169)).toBeCloseTo(1 - betaShare(0.93, 169, 13), 12);
  const ends = endsOf({ value: 13 / 182, evidence: { hits: 13, of: 182 } });
  expect(ends?.low).toBeGreaterThan(0.04);
  expect(ends?.high).toBeLessThan(0.11);
  expect(endsOf({ value: 0, evidence: { hits: 0, of: 10 } })?.low).toBeGreaterThan(0);
  expect(endsOf(0.2)).toBeNull();
});

test("[XP11] a data table with the goal held, and a point of it as a change", () => {
  const axis = (row: string, values: readonly number[]) => ({ ...whole(row), values });
  const founding = foundingPlan();
  const found = sweepPlan(founding, whole("spend"), axis("demo-to-sale", [0.1, 0.2, 0.25]), axis("visitor-to-demo", [0.05, 0.1])); // prettier-ignore
  if (!found.ok) throw new Error(found.error.text);
  expect(found.value.points.map((row) => row.map(({ value }) => Math.round(value)))).toEqual([
    [30000, 15000],
    [15000, 7500],
    [12000, 6000],
  ]);
  const change = changeOfSweep(founding, [{ ...whole("demo-to-sale"), value: 0.25 }]);
  if (!change.ok) throw new Error(change.error.text);
  const engine = createEngine(applyChange(founding, change.value));
  solvePlan(engine);
  expect(engine.total(whole("spend"))).toBeCloseTo(12000, 6);
});

test("[XP11] a swept lever is fixed: its goal rests, its cells keep their shares", () => {
  const founding = foundingPlan();
  const found = sweepPlan(founding, whole("units-sold"), { ...whole("spend"), values: [7500, 30000] });
  if (!found.ok) throw new Error(found.error.text);
  expect(found.value.points.map(([point]) => Math.round(point?.value ?? 0))).toEqual([50, 200]);
  const change = changeOfSweep(founding, [{ ...whole("spend"), value: 7500 }]);
  if (!change.ok) throw new Error(change.error.text);
  const engine = createEngine(applyChange(founding, change.value));
  expect(solvePlan(engine).goals.get("goal")?.status).toBe("resting");
  expect(engine.value("spend", SEARCH, 0)).toBeCloseTo(2250, 9);
  expect(sweepPlan(founding, whole("spend"), { ...whole("demos"), values: [1] }).ok).toBe(false);
});
