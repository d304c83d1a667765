import fc from "fast-check";
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import {
  areaOf,
  fillArea,
  linesForBlock,
  placeBlock,
  repeat,
  targetsIn,
  tileBlock,
  union,
} from "../../src/grid/block.ts";
import { layoutSheet } from "../../src/grid/layout.ts";
import { START } from "./kit.ts";

const plan = foundingPlan();
const layout = layoutSheet(plan, START, false);
const lineOf = (row: string): number => layout.lines.findIndex(({ key }) => key === `row/${row}`);
const cell = (
  line: number,
  column: number,
): { top: number; left: number; bottom: number; right: number } => ({
  top: line,
  left: column,
  bottom: line,
  right: column,
});

test("a block lands where its corner is, cell by cell", () => {
  const block = [
    ["1", "2"],
    ["3", "4"],
  ];
  const placed = placeBlock(plan, layout, cell(lineOf("click-through-rate"), 4), block);
  expect(placed.entries).toEqual([
    { target: { row: "click-through-rate", channel: null, from: 1, to: 1 }, text: "1" },
    { target: { row: "click-through-rate", channel: null, from: 2, to: 2 }, text: "2" },
    { target: { row: "visitors", channel: null, from: 1, to: 1 }, text: "3" },
    { target: { row: "visitors", channel: null, from: 2, to: 2 }, text: "4" },
  ]);
  expect(placed.area).toEqual({
    top: lineOf("click-through-rate"),
    left: 4,
    bottom: lineOf("visitors"),
    right: 5,
  });
});

test("a heading is passed over, or takes the row of the block that came from one", () => {
  const from = lineOf("cost-per-click");
  const demos = lineOf("visitor-to-demo");
  expect(linesForBlock(layout, from, [["1"], ["2"]])).toEqual([from, demos]);
  expect(linesForBlock(layout, from, [["1"], [""], ["2"]])).toEqual([from, from + 1, demos]);
  expect(linesForBlock(layout, from, [["1"], ["Demos", ""], ["2"]])).toEqual([from, from + 1, demos]);
});

test("what lies below the last line or right of the last column is left out", () => {
  const last = lineOf("return-on-spend");
  const placed = placeBlock(plan, layout, cell(last, 5), [
    ["1", "2"],
    ["3", "4"],
    ["5", "6"],
  ]);
  expect(placed.entries).toEqual([
    { target: { row: "return-on-spend", channel: null, from: 2, to: 2 }, text: "1" },
  ]);
});

test("a copy of whole lines can be pasted back: names and owners are passed over", () => {
  const placed = placeBlock(plan, layout, cell(lineOf("price"), 0), [
    ["Price", "Sales", "£480", "480", "490", "500"],
  ]);
  expect(placed.entries.map(({ text }) => text)).toEqual(["£480", "480", "490", "500"]);
});

test("one text fills a selection; a block does where the sides are multiples of it", () => {
  expect(tileBlock([["7"]], { top: 0, left: 0, bottom: 1, right: 2 })).toEqual([
    ["7", "7", "7"],
    ["7", "7", "7"],
  ]);
  expect(tileBlock([["1", "2"]], { top: 0, left: 0, bottom: 1, right: 2 })).toEqual([["1", "2"]]);
});

test("filling repeats the source over the rest, in either direction", () => {
  const line = lineOf("demo-to-sale");
  const entries = fillArea(
    plan,
    layout,
    { top: line, bottom: line, left: 4, right: 5 },
    { top: line, bottom: line, left: 3, right: 5 },
    (cells, count, direction) =>
      repeat(
        cells.map(({ from }) => `t${from}`),
        count,
        direction,
      ),
  );
  expect(entries).toEqual([{ target: { row: "demo-to-sale", channel: null, from: 0, to: 0 }, text: "t2" }]);
});

test("filled cells repeat with the period of their source", () => {
  const line = lineOf("cost-per-1-000");
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 5 }), fc.integer({ min: 3, max: 5 }), (a, b) => {
      const source = { top: line, bottom: line, left: Math.min(a, b), right: Math.max(a, b) };
      const entries = fillArea(
        plan,
        layout,
        source,
        { ...source, left: 3, right: 5 },
        (cells, count, direction) =>
          repeat(
            cells.map(({ from }) => `${from}`),
            count,
            direction,
          ),
      );
      const width = source.right - source.left + 1;
      for (const { target, text } of entries) {
        const first = source.left - 3;
        expect(Number(text)).toBeGreaterThanOrEqual(first);
        expect(Math.abs(target.from - Number(text)) % width).toBe(0);
      }
    }),
    { seed: 7, numRuns: 30 },
  );
});

test("the targets of a selection leave names, owners and headings out", () => {
  const area = { top: lineOf("cost-per-click"), left: 0, bottom: lineOf("visitor-to-demo"), right: 2 };
  expect(targetsIn(plan, layout, area)).toEqual([
    { row: "cost-per-click", channel: null, from: 0, to: 2 },
    { row: "visitor-to-demo", channel: null, from: 0, to: 2 },
  ]);
});

test("a range that takes headers in begins at the first cell", () => {
  const range = {
    getTopStartCorner: () => ({ row: -1, col: 2 }),
    getBottomEndCorner: () => ({ row: 4, col: 3 }),
  };
  expect(areaOf(range)).toEqual({ top: 0, left: 2, bottom: 4, right: 3 });
  expect(union(cell(1, 5), cell(4, 2))).toEqual({ top: 1, left: 2, bottom: 4, right: 5 });
});
