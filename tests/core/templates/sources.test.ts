import { expect, test } from "vitest";
import { between, exampleNote, firstPageSage, publishedNote, SEARCH_ADS_2025 } from "../../../src/core/templates/sources.ts"; // prettier-ignore

test("a published figure's note has its figure, source, year and population, and says that it gives way", () => {
  expect(publishedNote("7.52%", SEARCH_ADS_2025)).toBe(
    "Starting value 7.52%: WordStream / LocaliQ yearly report, 2025; search ads of all industries, " +
      "16,446 US campaigns; second-hand copy, theadspend.com. Type your own over it.",
  );
  expect(publishedNote("42%", firstPageSage("segment CRM"), "Agree first.")).toBe(
    "Starting value 42%: First Page Sage, no year stated; B2B, segment CRM; " +
      "second-hand copy in a repository file. Agree first. Type your own over it.",
  );
});

test("a figure in dollars says so", () => {
  expect(publishedNote("$5.26", SEARCH_ADS_2025)).toContain(
    "The figure is in US dollars, whatever this plan counts in.",
  );
});

test("a figure that nobody has published says so", () => {
  expect(exampleNote("In a month.")).toBe(
    "Starting value: an example, no published figure. In a month. Type your own over it.",
  );
});

test("a 90% interval computes with its median: of what cannot be negative √(ab) [EN22]", () => {
  const cost = between(4, 9, "moneyPerCount");
  expect(cost.value).toBeCloseTo(6, 12);
  expect(cost.range).toEqual({ shape: "interval", low: 4, high: 9 });
});
