import { describe, expect, test } from "vitest";
import { moneyUnit } from "../../src/session/unit-name.ts";
import { buildPlan } from "../build.ts";
import { Meeting } from "./drive.ts";

describe("[KS6] a new row whose first number is money", () => {
  test.each([
    "Cost per visitor",
    "Price",
    "CPC",
    "Cost per click (CPC)",
    "Spend per lead",
    "Commission a sale",
    "Fee for each lead",
  ])("%s is money for one", (name) => expect(moneyUnit(name)).toBe("moneyPerCount"));
  test.each(["Spend", "Revenue", "Cost", "Salary per month", "Rent a month", "Peru budget", "Ad spend"])(
    "%s is money",
    (name) => expect(moneyUnit(name)).toBe("money"),
  );
});

test("[KS6] the bar says it, a total of a new row sets each cell, and formulas over it count", () => {
  const plan = buildPlan({
    periods: 3,
    rows: [
      { name: "Spend", unit: "money", values: 1000 },
      { name: "Cost per visitor" },
      { name: "Show-up rate" },
      { name: "Visitors" },
    ],
  });
  const meeting = new Meeting(plan);
  meeting.type(meeting.at("Cost per visitor"), "£2");
  expect(meeting.book.plan.rows.get(meeting.at("Cost per visitor").row)?.unit).toBe("moneyPerCount");
  expect(meeting.bar).toContain("(money for one: its total is an average, no sum)");
  expect(meeting.cells("Cost per visitor")).toEqual([2, 2, 2]);
  meeting.type(meeting.at("Show-up rate"), "80%");
  expect(meeting.cells("Show-up rate")).toEqual([0.8, 0.8, 0.8]);
  meeting.type(meeting.at("Visitors", 0), "=Spend/[Cost per visitor]");
  expect(meeting.shown("Visitors")).toBe("1,500");
});
