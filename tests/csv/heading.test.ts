import { describe, expect, test } from "vitest";
import { ordinalOfKey } from "../../src/core/plan/period.ts";
import type { PeriodLength } from "../../src/core/plan/period.ts";
import { readHeading } from "../../src/csv/heading.ts";

function read(text: string, locale = "en-GB", length: PeriodLength = "month"): number | undefined {
  return readHeading(text, {
    length,
    locale,
    start: ordinalOfKey({ month: "2027-M01", quarter: "2027-Q1", week: "2027-W01", year: "2027-A1" }[length]),
  });
}

describe("a month is read from", () => {
  test.each([
    ["2027-M02"],
    ["2027-m02"],
    ["2027-02"],
    ["02/2027"],
    ["2.2027"],
    ["Feb 2027"],
    ["February 2027"],
    ["Feb-27"],
    ["feb. 27"],
    ["2027-02-01"],
    ["01/02/2027"],
    ["01.02.2027"],
    ["1/2/27"],
    ["1-Feb-27"],
    [" Feb 2027 "],
  ])("%s", (text) => {
    expect(read(text)).toBe(ordinalOfKey("2027-M02"));
  });

  test("in the plan's locale", () => {
    expect(read("02/01/2027", "en-US")).toBe(ordinalOfKey("2027-M02"));
    expect(read("Mär 27", "de-DE")).toBe(ordinalOfKey("2027-M03"));
    expect(read("févr. 2027", "fr-FR")).toBe(ordinalOfKey("2027-M02"));
    expect(read("Feb 2027", "no such language")).toBe(ordinalOfKey("2027-M02"));
  });
});

test("two digits of a year are the nearest one", () => {
  expect(read("Jan-99")).toBe(ordinalOfKey("1999-M01"));
  expect(read("Jan-70")).toBe(ordinalOfKey("2070-M01"));
});

test("other lengths are read from the day on which they begin", () => {
  expect(read("2027-04-01", "en-GB", "quarter")).toBe(ordinalOfKey("2027-Q2"));
  expect(read("2027-01-04", "en-GB", "week")).toBe(ordinalOfKey("2027-W01"));
  expect(read("2028-01", "en-GB", "year")).toBe(ordinalOfKey("2028-A1"));
});

test.each([
  "2027-Q1",
  "2027-M13",
  "02/02/2027",
  "31/02/2027",
  "13/2027",
  "Foo 2027",
  "2027",
  "Notes",
  "",
  "45352",
  "2027-02-30",
])("%s is no month", (text) => {
  expect(read(text)).toBeUndefined();
});
