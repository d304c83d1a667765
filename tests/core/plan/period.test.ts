import fc from "fast-check";
import { expect, test } from "vitest";
import {
  dateOfDay,
  dayNumber,
  keyOfOrdinal,
  lengthOfKey,
  monthOfPeriod,
  ordinalOfKey,
  spanOfPeriod,
  type PeriodLength,
} from "../../../src/core/index.ts";

const lengths = fc.constantFrom<PeriodLength>("month", "quarter", "week", "year");

test("day numbers agree with the platform's calendar", () => {
  fc.assert(
    fc.property(fc.integer({ min: -300_000, max: 2_000_000 }), (days) => {
      const date = new Date(days * 86_400_000);
      const ours = dateOfDay(days);
      expect(ours).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
      });
      expect(dayNumber(ours.year, ours.month, ours.day)).toBe(days);
    }),
    { seed: 1 },
  );
});

test("[PE1] a key and its ordinal are one to one, and ordinals follow each other without gaps", () => {
  fc.assert(
    fc.property(lengths, fc.integer({ min: 1600, max: 2400 }), (length, year) => {
      const key = { month: "M06", quarter: "Q2", week: "W30", year: "A1" }[length];
      const ordinal = ordinalOfKey(`${year}-${key}`);
      expect(keyOfOrdinal(length, ordinal)).toBe(`${year}-${key}`);
      expect(lengthOfKey(keyOfOrdinal(length, ordinal + 1))).toBe(length);
      const { first, days } = spanOfPeriod(length, ordinal);
      expect(spanOfPeriod(length, ordinal + 1).first).toBe(first + days);
    }),
    { seed: 2 },
  );
});

test.each([
  ["2026-W53", true],
  ["2025-W53", false],
  ["2027-M13", false],
  ["2027-M1", false],
  ["2027-Q4", true],
  ["Jan 2027", false],
])("[PE2] %s is a key: %s", (key, valid) => {
  expect(!Number.isNaN(ordinalOfKey(key))).toBe(valid);
});

test("[PE3] a week belongs to the month of its Thursday", () => {
  expect(monthOfPeriod("week", ordinalOfKey("2027-W05"))).toBe(2);
  expect(monthOfPeriod("week", ordinalOfKey("2026-W01"))).toBe(1);
});
