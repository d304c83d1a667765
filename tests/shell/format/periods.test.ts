import { describe, expect, test } from "vitest";
import { ordinalOfKey } from "../../../src/core/index.ts";
import type { PeriodLength } from "../../../src/core/index.ts";
import { createPeriodNames } from "../../../src/shell/format/periods.ts";

const gb = createPeriodNames("en-GB");
const of = ordinalOfKey;

describe("names of periods", () => {
  test.each<[PeriodLength, string, string, string]>([
    ["month", "2027-M01", "Jan 2027", "January"],
    ["month", "2027-M12", "Dec 2027", "December"],
    ["quarter", "2027-Q1", "Q1 2027", "Q1"],
    ["week", "2027-W05", "W05 2027", "week 5"],
    // ISO weeks: the first days of 2027 belong to week 53 of 2026.
    ["week", "2026-W53", "W53 2026", "week 53"],
    ["week", "2025-W01", "W01 2025", "week 1"],
    ["year", "2027-A1", "2027", "2027"],
  ])("%s %s is %s, %s", (length, key, label, name) => {
    expect(gb.periodLabel(length, of(key))).toBe(label);
    expect(gb.periodName(length, of(key))).toBe(name);
  });

  test("week labels agree with the keys of weeks", () => {
    for (const key of ["2020-W53", "2021-W01", "2024-W52", "2026-W30", "2032-W53", "1970-W01"]) {
      expect(gb.periodLabel("week", of(key))).toBe(`${key.slice(5)} ${key.slice(0, 4)}`);
    }
  });

  test.each<[PeriodLength, string, string, string]>([
    ["month", "2027-M01", "2027-M03", "Q1 2027"],
    ["month", "2027-M10", "2027-M12", "Q4 2027"],
    ["month", "2027-M01", "2027-M12", "2027"],
    ["month", "2027-M01", "2028-M12", "2027–2028"],
    ["month", "2027-M01", "2027-M06", "Jan–Jun 2027"],
    ["month", "2027-M02", "2027-M04", "Feb–Apr 2027"],
    ["month", "2026-M11", "2027-M02", "Nov 2026–Feb 2027"],
    ["month", "2027-M05", "2027-M05", "May 2027"],
    ["quarter", "2027-Q1", "2027-Q4", "2027"],
    ["quarter", "2027-Q2", "2027-Q3", "Q2–Q3 2027"],
    ["quarter", "2026-Q4", "2027-Q1", "Q4 2026–Q1 2027"],
    ["week", "2027-W05", "2027-W08", "W05–W08 2027"],
    ["week", "2026-W52", "2027-W02", "W52 2026–W02 2027"],
    ["year", "2027-A1", "2027-A1", "2027"],
    ["year", "2027-A1", "2029-A1", "2027–2029"],
  ])("%s from %s to %s is %s", (length, from, to, label) => {
    expect(gb.spanLabel(length, of(from), of(to))).toBe(label);
  });

  test("months are the reader's", () => {
    expect(createPeriodNames("fr-FR").periodName("month", of("2027-M03"))).toBe("mars");
    expect(createPeriodNames("de-DE").spanLabel("month", of("2027-M02"), of("2027-M04"))).toBe(
      "Feb.–Apr. 2027",
    );
  });
});
