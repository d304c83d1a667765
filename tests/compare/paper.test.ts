import { expect, test } from "vitest";
import { fitOnPage } from "../../src/compare/paper.ts";

test("a comparison is made smaller until it fits on one page, and stays readable", () => {
  expect(fitOnPage(10, 2, null)).toBe(1);
  expect(fitOnPage(15, 3, 2)).toBeGreaterThan(0.9);
  expect(fitOnPage(15, 12, 2)).toBeLessThan(fitOnPage(15, 3, 2));
  expect(fitOnPage(60, 3, 2)).toBeLessThan(0.6);
  expect(fitOnPage(1000, 40, 30)).toBe(0.35);
});
