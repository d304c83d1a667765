import { expect, test } from "vitest";
import { applyChange, invertChange } from "../../src/core/index.ts";
import { mergeLog, rebaseChange } from "../../src/store/entry.ts";
import type { StoredEntry } from "../../src/store/entry.ts";
import { cellEntry, entryOf, meaningOf, smallPlan } from "./kit.ts";

test("a rebased change does the same, and takes back to what the other tab left", () => {
  const start = smallPlan();
  const theirs = cellEntry(start, 5, "b");
  const mine = cellEntry(start, 7, "a");
  const plan = applyChange(start, theirs.change);
  const rebased = rebaseChange(plan, mine.change);
  expect(rebased).toEqual([["cell/r1/c1/2027-M01", 5, 7]]);
  expect(meaningOf(applyChange(applyChange(plan, rebased), invertChange(rebased)))).toEqual(meaningOf(plan));
});

test("a rebased run reads as many cells as it writes", () => {
  const plan = applyChange(smallPlan(), [["cells/r1/c1/2027-M01", null, { cells: [1, 2, 3] }]]);
  const change = rebaseChange(plan, [["cells/r1/c1/2027-M02", { cells: [null, null] }, { cells: [8, 9] }]]);
  expect(change).toEqual([["cells/r1/c1/2027-M02", { cells: [2, 3] }, { cells: [8, 9] }]]);
});

test("a scenario taken away brings back what another tab did in it", () => {
  const start = applyChange(smallPlan(), [["scenario/n1", null, { name: "N", order: "i" }]]);
  const plan = applyChange(start, [["in/n1/cell/r1/c1/2027-M01", null, { is: 5 }]]);
  const change = rebaseChange(plan, [["scenario/n1", { name: "N", order: "i" }, null]]);
  const gone = applyChange(plan, change);
  expect(gone.scenarios.size).toBe(0);
  expect(meaningOf(applyChange(gone, invertChange(change)))).toEqual(meaningOf(plan));
});

test("a log takes in stored entries in the store's order and keeps the unsaved last", () => {
  const at = (revision: number, id: string): StoredEntry => ({ ...entryOf([], "a", { id }), revision });
  const unsaved = [entryOf([], "a", { id: "x" }), entryOf([], "a", { id: "y" })];
  const log = mergeLog([at(1, "p"), ...unsaved], [at(2, "q"), at(3, "x")]);
  expect(log.map(({ id }) => id)).toEqual(["p", "q", "x", "y"]);
  expect(mergeLog(log, [at(4, "y"), at(2, "q")]).map(({ id }) => id)).toEqual(["p", "q", "x", "y"]);
});
