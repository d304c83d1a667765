import { expect, test } from "vitest";
import {
  applyChange,
  changeInScenario,
  changeTo,
  composeChanges,
  defaultRow,
  emptyPlan,
  invertChange,
  orderBetween,
  orderedIds,
  ordersBetween,
  parseAddress,
  planOfScenario,
  typedCell,
  ordinalOfKey,
  type Plan,
  type PlanChange,
} from "../../../src/core/index.ts";

const january = ordinalOfKey("2027-M01");

function samplePlan(): Plan {
  return applyChange(emptyPlan(), [
    ["row/spend", null, { ...defaultRow("Spend"), unit: "money" }],
    ["channel/paid", null, { name: "Paid search", order: "i" }],
    ["cells/spend/paid/2027-M01", null, { cells: [4500, 5000, { value: 5500, text: "5.5k" }] }],
    ["scenario/half", null, { name: "Half the budget", order: "i" }],
  ]);
}

test("[CG1] addresses are read and anything else is not", () => {
  expect(parseAddress("cell/a/-/2027-M01")).toEqual({ kind: "cell", row: "a", line: "-", ordinal: january });
  expect(parseAddress("in/s/formula/a/b")).toEqual({
    kind: "difference",
    scenario: "s",
    address: "formula/a/b",
  });
  for (const wrong of [
    "",
    "row",
    "row/",
    "rows/a",
    "cell/a/b/2027",
    "plan/a/b",
    "in/s/in/t/row/a",
    "__proto__/a",
  ]) {
    expect(parseAddress(wrong)).toBeUndefined();
  }
});

test("[CG2] a change and its inverse give the same plan back", () => {
  const plan = samplePlan();
  const changes: PlanChange[] = [
    changeTo(plan, [
      ["cell/spend/paid/2027-M02", 1],
      ["cell/spend/paid/2027-M05", 9],
    ]),
    changeTo(plan, [
      ["row/spend/name", "Budget"],
      ["plan/title", "Launch"],
    ]),
    changeTo(plan, [
      ["row/spend", null],
      ["channel/paid", null],
    ]),
    changeTo(plan, [["cells/spend/paid/2026-M12", { cells: [1, null, { value: 2, text: "two" }, null] }]]),
    changeTo(plan, [["in/half/cell/spend/paid/2027-M01", { is: 2250 }]]),
  ];
  for (const change of changes) {
    const after = applyChange(plan, change);
    expect(after).not.toEqual(plan);
    const back = applyChange(after, invertChange(change));
    expect(
      changeTo(
        back,
        change.map(([address, before]) => [address, before]),
      ),
    ).toEqual([]);
    expect(back.rows).toEqual(plan.rows);
    expect(back.settings).toEqual(plan.settings);
    for (let t = -3; t < 9; t++) {
      expect(typedCell(back, "spend", "paid", january + t)).toEqual(
        typedCell(plan, "spend", "paid", january + t),
      );
    }
  }
});

test("[CG3] composed changes do what the changes did one after the other", () => {
  const plan = samplePlan();
  const first = changeTo(plan, [
    ["cell/spend/paid/2027-M01", 1],
    ["plan/title", "A"],
  ]);
  const second = changeTo(applyChange(plan, first), [
    ["cell/spend/paid/2027-M01", 4500],
    ["plan/title", "B"],
  ]);
  const composed = composeChanges(first, second);
  expect(composed).toEqual([["plan/title", "Untitled plan", "B"]]);
  expect(applyChange(plan, composed)).toEqual(applyChange(applyChange(plan, first), second));
});

test("[CG4] a late edit of a row that is gone is kept for its return; its fields are skipped", () => {
  const gone = applyChange(samplePlan(), [["row/spend", defaultRow("Spend"), null]]);
  const late = applyChange(gone, [
    ["cell/spend/paid/2027-M01", 4500, 7],
    ["row/spend/name", "Spend", "Budget"],
  ]);
  expect(late.rows.size).toBe(0);
  expect(typedCell(late, "spend", "paid", january)).toBe(7);
});

test("[CG4] what a change does not name is shared, and a field that no record has is no field", () => {
  const plan = samplePlan();
  const next = applyChange(plan, [["cell/spend/paid/2027-M01", 4500, 1]]);
  expect(next.rows).toBe(plan.rows);
  expect(applyChange(plan, [["cell/spend/paid/2027-M01", 4500, 4500]]).cells.get("spend")).toBe(
    plan.cells.get("spend"),
  );
  expect(
    applyChange(plan, [
      ["row/spend/__proto__", null, "x"],
      ["plan/constructor", null, "x"],
    ]),
  ).toEqual(plan);
});

test("[SC1] what a scenario does not touch follows the base", () => {
  const plan = samplePlan();
  const edit = changeTo(plan, [["cell/spend/paid/2027-M01", 2250]]);
  const withDifference = applyChange(plan, changeInScenario(plan, "half", edit));
  expect(withDifference.cells).toBe(plan.cells);
  const base = applyChange(withDifference, [["cell/spend/paid/2027-M02", 5000, 6000]]);
  const seen = planOfScenario(base, "half");
  expect(typedCell(seen, "spend", "paid", january)).toBe(2250);
  expect(typedCell(seen, "spend", "paid", january + 1)).toBe(6000);
  expect(planOfScenario(base, "nothing")).toBe(base);
});

test("fractional indices leave room between any two", () => {
  let orders = ["i"];
  for (let i = 0; i < 200; i++) {
    const at = (i * 7919) % (orders.length + 1);
    orders.splice(at, 0, orderBetween(orders[at - 1] ?? null, orders[at] ?? null));
  }
  expect([...orders].sort()).toEqual(orders);
  expect(new Set(orders).size).toBe(201);
  orders = ordersBetween(null, "i", 30);
  expect([...orders].sort()).toEqual(orders);
  expect(
    orderedIds(
      new Map([
        ["b", { order: "i" }],
        ["a", { order: "i" }],
      ]),
    ),
  ).toEqual(["a", "b"]);
});
