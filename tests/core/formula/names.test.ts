import { expect, test } from "vitest";
import { foldName, namesOf, nearestName } from "../../../src/core/formula/names.ts";
import { planOf } from "./plan.ts";

// Rule [FO6] is stated in src/core/SPEC.md, "Formulas".
test.each([
  [" Demo  to sale ", "demo to sale"],
  ["ＣＴＲ", "ctr"],
  ["Demo\u00a0to\nsale", "demo to sale"],
])("[FO6] %j is folded to %s", (name, folded) => {
  expect(foldName(name)).toBe(folded);
});

test("[FO6] the first of two rows with a name has it, a name goes before a short name", () => {
  const plan = planOf([
    { name: "Leads", unit: "count", short: "Demos" },
    { name: "Demos", unit: "count" },
    { name: "LEADS ", unit: "count" },
  ]);
  // Ids are folded names: the third row took the first one's place in the map, under the same id.
  const names = namesOf(plan);
  expect(names.row("demos")).toBe("demos");
  expect(names.row("nothing")).toBeUndefined();
  expect(names.channel(" events ")).toBe("events");
});

test("names of a plan are made once", () => {
  const plan = planOf([{ name: "Spend", unit: "money" }]);
  expect(namesOf(plan)).toBe(namesOf(plan));
});

test.each([
  ["Visitros", "Visitors"],
  ["CT", "CTR"],
  ["vistor", "Visitors"],
  ["Zebra", null],
  ["x", null],
  ["v".repeat(10_000), null],
])("the name nearest to %s is %s", (text, nearest) => {
  expect(nearestName(text, ["Visitors", "CTR", "Demo to sale"])).toBe(nearest);
});
