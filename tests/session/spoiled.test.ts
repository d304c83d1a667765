import { expect, test } from "vitest";
import { run } from "../soak/formulas.ts";

test("1,000 spoiled entries and formulas: each is taken or refused with a remedy, nothing throws or pollutes", () => {
  const faults: object[] = [];
  expect(run({ from: 0, count: 1000, seed: 1, log: (record) => faults.push(record) })).toEqual({
    passed: 1000,
    failed: 0,
  });
  expect(faults).toEqual([]);
});
