import { expect, test } from "vitest";
import { createEngine } from "../../../src/core/index.ts";
import { buildPlan } from "../../build.ts";

function partOf(depth: number): number {
  const formula = `${"SHARE(".repeat(depth)}Spend${")".repeat(depth)}`;
  const plan = buildPlan({
    channels: ["A", "B", "C"],
    rows: [
      { name: "Spend", unit: "money", values: { in: { A: 1, B: 2, C: 5 } } },
      { name: "Part", unit: "number", formula },
    ],
  });
  return createEngine(plan).value("part", "b", 0);
}

test("[BR2] a share of shares is the share itself: they add up to 1", () => {
  expect(partOf(5)).toBeCloseTo(0.25, 9);
});

test("[BR2] [EV12] shares within shares are lowered once a place: 60 of them are answered, by an error", () => {
  // Twice the work a level would take longer than the universe has.
  expect(partOf(60)).toBeNaN();
});
