import * as fc from "fast-check";
import { expect, test } from "vitest";
import { coverageOf, ordinalOfDay, periodsIn } from "../../../src/core/plan/coverage.ts";
import { keyOfOrdinal, ordinalOfKey, spanOfPeriod } from "../../../src/core/plan/period.ts";
import type { PeriodLength } from "../../../src/core/plan/period.ts";

const LENGTHS: readonly PeriodLength[] = ["month", "quarter", "week", "year"];

test("[RG1] a quarter is its three months, a week may lie in two", () => {
  const quarter = coverageOf("quarter", ordinalOfKey("2027-Q1"), "month");
  expect(quarter.map(({ ordinal, days }) => [keyOfOrdinal("month", ordinal), days])).toEqual([
    ["2027-M01", 31],
    ["2027-M02", 28],
    ["2027-M03", 31],
  ]);
  const week = coverageOf("week", ordinalOfKey("2027-W13"), "month");
  expect(week.map(({ ordinal, days }) => [keyOfOrdinal("month", ordinal), days])).toEqual([
    ["2027-M03", 3],
    ["2027-M04", 4],
  ]);
});

test("[RG1] the parts of a period are all of its days, in order and without gaps", () => {
  const length = fc.constantFrom(...LENGTHS);
  const day = fc.integer({ min: -200_000, max: 200_000 });
  fc.assert(
    fc.property(length, length, day, (from, to, at) => {
      const ordinal = ordinalOfDay(from, at);
      const { first, days } = spanOfPeriod(from, ordinal);
      expect(at).toBeGreaterThanOrEqual(first);
      expect(at).toBeLessThan(first + days);
      const parts = coverageOf(from, ordinal, to);
      expect(parts.reduce((sum, part) => sum + part.days, 0)).toBe(days);
      expect(parts.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 12);
      parts.forEach((part, i) => expect(part.ordinal).toBe((parts[0]?.ordinal ?? 0) + i));
    }),
    { seed: 7, numRuns: 500 },
  );
});

test("[RG1] lengths are in whole ratios but for weeks", () => {
  expect(periodsIn("quarter", "month")).toBe(3);
  expect(periodsIn("month", "quarter")).toBeCloseTo(1 / 3, 15);
  expect(periodsIn("year", "week")).toBeCloseTo(52.1775, 4);
});
