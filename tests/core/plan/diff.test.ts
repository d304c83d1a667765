import { describe, expect, test } from "vitest";
import { applyChange, changeTo, invertChange } from "../../../src/core/plan/change.ts";
import { changeBetween } from "../../../src/core/plan/diff.ts";
import { defaultRow, emptyPlan } from "../../../src/core/plan/make.ts";
import type { AddressValue, Plan } from "../../../src/core/plan/plan.ts";
import { foundingPlan } from "../../../src/core/templates/founding.ts";

const PLAN = foundingPlan();

function edit(plan: Plan, wanted: [string, AddressValue | null][]): Plan {
  return applyChange(plan, changeTo(plan, wanted));
}

describe("[CG6] the change between two plans", () => {
  test("is nothing between a plan and itself, or its copy", () => {
    expect(changeBetween(PLAN, PLAN)).toEqual([]);
    expect(changeBetween(PLAN, structuredClone(PLAN))).toEqual([]);
  });

  test("names fields, not records, where both have the record", () => {
    const next = edit(PLAN, [
      ["row/spend/name", "Budget"],
      ["plan/title", "Summer"],
      ["goal/goal/target", 120],
    ]);
    expect(changeBetween(PLAN, next)).toEqual([
      ["plan/title", "Spring launch", "Summer"],
      ["row/spend/name", "Spend", "Budget"],
      ["goal/goal/target", 100, 120],
    ]);
  });

  test("makes one entry of neighbouring cells, and one of a cell alone", () => {
    const next = edit(PLAN, [
      ["cell/spend/paid-search/2027-M01", 1],
      ["cell/spend/paid-search/2027-M02", null],
      ["cell/price/-/2027-M03", { value: 12000, text: "12k" }],
    ]);
    expect(changeBetween(PLAN, next)).toEqual([
      ["cells/spend/paid-search/2027-M01", { cells: [4500, 5000] }, { cells: [1, null] }],
      ["cell/price/-/2027-M03", 480, { value: 12000, text: "12k" }],
    ]);
  });

  test("makes and removes records, formulas, scenarios with their differences", () => {
    const scenario: [string, AddressValue | null][] = [
      ["scenario/s", { name: "Bold", order: "i" }],
      ["in/s/cell/spend/paid-search/2027-M01", { is: 6000 }],
      ["in/s/cell/spend/paid-search/2027-M02", { is: null }],
    ];
    const next = edit(edit(PLAN, scenario), [
      ["row/revenue", null],
      ["formula/revenue", null],
      ["row/new", defaultRow("New")],
      ["formula/spend/paid-search", { kind: "none" }],
    ]);
    const there = changeBetween(PLAN, next);
    expect(applyChange(PLAN, there)).toEqual(next);
    expect(applyChange(next, invertChange(there))).toEqual(PLAN);
    expect(changeBetween(next, PLAN).map(([address]) => address)).toContain("scenario/s");
  });

  test("between plans of different lengths of period loses no cell", () => {
    const weeks = edit(emptyPlan({ periodLength: "week", start: "2027-W01" }), [
      ["row/spend", { ...defaultRow("Spend"), scope: "plan" }],
      ["cells/spend/-/2027-W01", { cells: [1, 2, 3] }],
    ]);
    const made = applyChange(PLAN, changeBetween(PLAN, weeks));
    expect(changeBetween(made, weeks)).toEqual([]);
    expect(made.cells.get("spend")?.get("-")).toEqual(weeks.cells.get("spend")?.get("-"));
  });
});
