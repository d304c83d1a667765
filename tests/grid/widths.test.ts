import fc from "fast-check";
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import { layoutSheet } from "../../src/grid/layout.ts";
import { frozenColumns, hasRoomFor, layoutWidths } from "../../src/grid/widths.ts";
import { START } from "./kit.ts";

const layout = layoutSheet(foundingPlan(), START, false);
const lengths = new Map([
  ["name", 24],
  ["owner", 9],
  ["total", 13],
  ["period/0", 8],
  ["period/1", 8],
  ["period/2", 9],
]);
const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);

test("the founding plan fits beside its panel on a 1366 pixel screen", () => {
  const widths = layoutWidths(layout.columns, lengths, {}, 1366 - 392, false);
  expect(sum(widths)).toBe(974);
  expect(frozenColumns(layout, widths, 974)).toBe(0);
});

test("periods are as wide as each other until the room runs out", () => {
  const widths = layoutWidths(layout.columns, lengths, {}, 300, false);
  expect(new Set(widths.slice(3)).size).toBe(1);
  expect(sum(widths)).toBeGreaterThan(300);
  expect(frozenColumns(layout, widths, 300)).toBe(1);
  // Where the frozen ones take no more than their share, all of them stay.
  expect(frozenColumns(layout, [150, 80, 100, 200, 200, 200], 600)).toBe(3);
});

test("a width that was dragged stands; the rest share what is left", () => {
  fc.assert(
    fc.property(fc.integer({ min: 40, max: 400 }), fc.integer({ min: 600, max: 2000 }), (own, available) => {
      const widths = layoutWidths(layout.columns, lengths, { "period/1": own }, available, false);
      expect(widths[4]).toBe(own);
      const least = sum(layoutWidths(layout.columns, lengths, { "period/1": own }, 0, false));
      expect(sum(widths)).toBe(Math.max(least, available));
      expect(widths.every((width) => width >= 40)).toBe(true);
    }),
    { seed: 11, numRuns: 60 },
  );
});

test("a phone shares nothing out", () => {
  const narrow = layoutSheet(foundingPlan(), START, true);
  const widths = layoutWidths(narrow.columns, lengths, {}, 1000, true);
  expect(widths[0]).toBeLessThanOrEqual(150);
  expect(sum(widths)).toBeLessThan(1000);
});

test("a formula is shown where all of it fits behind the name", () => {
  expect(hasRoomFor("Visitors", "= Impressions * CTR", 260)).toBe(true);
  expect(hasRoomFor("Cost per click (CPC)", "= Spend / Visitors", 220)).toBe(false);
  expect(hasRoomFor("Cost per click (CPC)", "", 220)).toBe(true);
});
