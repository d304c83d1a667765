// Quarters and years that fold.
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { layoutSheet, placeOf, viewShowing } from "../../src/grid/layout.ts";
import { foldsFor, grainOf, groupsOf } from "../../src/grid/periods.ts";
import { START } from "./kit.ts";

function months(periods: number, start = "2027-M01"): Plan {
  const plan = foundingPlan();
  return { ...plan, settings: { ...plan.settings, start, periods } };
}

const keys = (plan: Plan, folded: readonly string[]): string[] =>
  layoutSheet(plan, { ...START, foldedPeriods: folded }, true).columns.map(({ key }) => key);

test("a plan of one quarter has its total and no group", () => {
  expect(groupsOf(months(3))).toEqual([]);
  expect(keys(months(3), [])).toEqual(["name", "total", "period/0", "period/1", "period/2"]);
});

test("a quarter's total stands before its months; folded it stands alone", () => {
  const plan = months(6);
  expect(keys(plan, [])).toEqual(
    "name total group/2027-Q1 period/0 period/1 period/2 group/2027-Q2 period/3 period/4 period/5".split(" "),
  );
  expect(keys(plan, ["2027-Q1"])).toEqual(
    "name total group/2027-Q1 group/2027-Q2 period/3 period/4 period/5".split(" "),
  );
});

test("a quarter that the plan only touches has the months it has; one month needs no total", () => {
  expect(groupsOf(months(5, "2027-M03")).map(({ key, from, to }) => [key, from, to])).toEqual([
    ["2027-Q2", 1, 3],
  ]);
  expect(keys(months(5, "2027-M03"), ["2027-Q2"])).toEqual(
    "name total period/0 group/2027-Q2 period/4".split(" "),
  );
});

test("two years fold to two totals, and a folded year hides its quarters", () => {
  const plan = months(24);
  expect(keys(plan, foldsFor(plan, "years"))).toEqual(["name", "total", "group/2027", "group/2028"]);
  expect(grainOf(plan, foldsFor(plan, "years"))).toBe("years");
  expect(grainOf(plan, foldsFor(plan, "quarters"))).toBe("quarters");
  expect(grainOf(plan, [])).toBe("periods");
  expect(keys(plan, foldsFor(plan, "quarters"))).toHaveLength(2 + 2 + 8);
});

test("weeks fold into quarters of their calendar, quarters into years", () => {
  const plan = months(26, "2027-M01");
  const weeks: Plan = { ...plan, settings: { ...plan.settings, periodLength: "week", start: "2027-W01" } };
  expect(groupsOf(weeks).map(({ key, from, to }) => [key, from, to])).toEqual([
    // The thirteenth week's Thursday is 1 April.
    ["2027-Q1", 0, 11],
    ["2027-Q2", 12, 24],
  ]);
  const quarters: Plan = {
    ...plan,
    settings: { ...plan.settings, periodLength: "quarter", start: "2027-Q1", periods: 8 },
  };
  expect(groupsOf(quarters).map(({ key }) => key)).toEqual(["2027", "2028"]);
});

test("going to a month opens the quarter that hides it; going to the quarter does not", () => {
  const plan = months(6);
  const view = { ...START, foldedPeriods: ["2027-Q1", "2027-Q2"] };
  const may = { row: "spend", channel: null, from: 4, to: 4 };
  expect(viewShowing(plan, view, may)).toEqual({ foldedPeriods: ["2027-Q1"] });
  const second = { row: "spend", channel: null, from: 3, to: 5 };
  expect(viewShowing(plan, view, second)).toEqual({});
  const layout = layoutSheet(plan, view, true);
  expect(layout.columns[placeOf(layout, second)?.column ?? -1]?.key).toBe("group/2027-Q2");
});
