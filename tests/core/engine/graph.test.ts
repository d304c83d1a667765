import { expect, test } from "vitest";
import { orderRows } from "../../../src/core/engine/graph.ts";
import type { Edge } from "../../../src/core/engine/graph.ts";

// Rule [EV9] is stated in src/core/SPEC.md, "Evaluation".

const now = (row: number): Edge => ({ row, reading: "now" });
const before = (row: number): Edge => ({ row, reading: "before" });

test("[EV9] rows come after those they read", () => {
  const units = orderRows([[now(1), now(2)], [now(2)], []]);
  expect(units).toEqual([
    { rows: [2], recurrent: false },
    { rows: [1], recurrent: false },
    { rows: [0], recurrent: false },
  ]);
});

test("[EV9] rows that read each other's past are one unit, in the order of their own period", () => {
  const units = orderRows([[now(1)], [before(0), now(2)], []]);
  expect(units).toEqual([
    { rows: [2], recurrent: false },
    { rows: [1, 0], recurrent: true },
  ]);
  expect(orderRows([[before(0)]])).toEqual([{ rows: [0], recurrent: true }]);
});

test("[EV9] a circle within one period is a bug of who asks", () => {
  expect(() => orderRows([[now(1)], [now(0)]])).toThrow("circle");
  expect(() => orderRows([[now(0)]])).toThrow("circle");
});

test("[EV9] a chain of 20,000 rows does not reach the end of the stack", () => {
  const chain = Array.from({ length: 20_000 }, (_, i) => (i === 0 ? [] : [now(i - 1)]));
  expect(
    orderRows([...chain].reverse().map((edges) => edges.map(({ row }) => now(19_999 - row)))),
  ).toHaveLength(20_000);
});
