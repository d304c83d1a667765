import { expect, test } from "vitest";
import { applyChange, changeTo } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { keepSame } from "../../src/compare/same.ts";
import { columnsOf, compareTable } from "../../src/compare/table.ts";
import type { CompareGroup, CompareOptions } from "../../src/compare/table.ts";
import { Books } from "../../src/session/books.ts";
import { tabsOf } from "../../src/session/scenarios.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { buildPlan } from "../build.ts";

const speak = createSpeak("en-GB", "GBP");
const options: CompareOptions = {
  against: null,
  differences: "absolute",
  rows: "all",
  from: 0,
  to: 2,
  channel: null,
};

function document(): Plan {
  const plan = buildPlan({
    rows: [
      { name: "Visitors", values: 1000 },
      { name: "Rate", unit: "rate", values: 0.1 },
      { name: "Sales", formula: "Visitors * Rate" },
      { name: "Fee", unit: "money", values: 20 },
    ],
  });
  return applyChange(plan, [
    ["scenario/s", null, { name: "Other", order: "i" }],
    ["in/s/cell/rate/paidSearch/2027-M01", null, { is: 0.2 }],
  ]);
}

const books = new Books();

function tableOf(plan: Plan, wish: CompareOptions = options): CompareGroup[] {
  return compareTable(plan, columnsOf(plan, tabsOf(plan), (id) => books.of(plan, id)), wish, speak); // prettier-ignore
}

test("a comparison that shows as before is the very same", () => {
  const plan = document();
  const before = tableOf(plan);
  expect(keepSame(before, tableOf(plan))).toBe(before);
  expect(keepSame([], before)).toEqual(before);
});

test("what an edit changes is new and says what it says; the rest is the very same", () => {
  const plan = document();
  const before = tableOf(plan);
  const edited = applyChange(plan, changeTo(plan, [["cell/rate/paidSearch/2027-M01", 0.15]]));
  const after = tableOf(edited);
  const kept = keepSame(before, after);
  expect(kept).toEqual(after);
  const lineOf = (groups: readonly CompareGroup[], row: string) =>
    groups.flatMap(({ lines }) => lines).find((line) => line.row === row);
  expect(lineOf(kept, "visitors")).toBe(lineOf(before, "visitors"));
  expect(lineOf(kept, "fee")).toBe(lineOf(before, "fee"));
  const [sales, was] = [lineOf(kept, "sales"), lineOf(before, "sales")];
  expect(sales).not.toBe(was);
  // Base and scenario: the scenario has its own rate there, so that only its difference is another.
  expect(sales?.cells[0]).not.toBe(was?.cells[0]);
  expect(sales?.cells[1]?.value).toBe(was?.cells[1]?.value);
  expect(sales?.cells[1]?.delta).not.toBe(was?.cells[1]?.delta);
});

test("lines that move say their new place", () => {
  const plan = document();
  const all = tableOf(plan);
  const matter = tableOf(plan, { ...options, rows: "matter" });
  const kept = keepSame(all, matter);
  expect(kept).toEqual(matter);
  expect(kept.flatMap(({ lines }) => lines).map(({ place }) => place)).toEqual(
    kept.flatMap(({ lines }) => lines).map((_, i) => i),
  );
});
