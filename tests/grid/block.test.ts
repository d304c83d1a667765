import fc from "fast-check";
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import {
  areaOf,
  columnsFrom,
  fillArea,
  gridOf,
  repeat,
  runOf,
  targetsIn,
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
  expect(targetsIn(plan, layout, [area])).toEqual([
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

test("what begins on a period passes the totals of quarters by; what begins elsewhere has every column", () => {
  const long = { ...plan, settings: { ...plan.settings, periods: 6 } };
  const six = layoutSheet(long, START, false);
  const kinds = (left: number): string[] => columnsFrom(six, left).map((at) => six.columns[at]?.kind ?? "");
  const first = six.columns.findIndex(({ kind }) => kind === "period");
  expect(kinds(first)).toEqual(Array.from({ length: 6 }, () => "period"));
  expect(kinds(0)).toEqual(six.columns.map(({ kind }) => kind));
  expect(kinds(0)).toContain("group");
});

test("several areas: each target once; one grid where they share their lines or columns [KS8]", () => {
  const line = lineOf("cost-per-click");
  const wide = { top: line, left: 3, bottom: line, right: 4 };
  const other = { top: line, left: 4, bottom: line, right: 5 };
  expect(targetsIn(plan, layout, [wide, other]).map(({ from }) => from)).toEqual([0, 1, 2]);
  expect(gridOf(layout, [cell(line, 5), cell(line, 3)])).toEqual({ lines: [line], columns: [3, 5] });
  expect(gridOf(layout, [cell(9, 3), cell(4, 3), cell(4, 3)])).toEqual({ lines: [4, 9], columns: [3] });
  expect(gridOf(layout, [cell(4, 3), cell(9, 4)])).toBeNull();
  expect(gridOf(layout, [cell(4, 3), cell(9, 4), cell(4, 4), cell(9, 3)])).toEqual({
    lines: [4, 9],
    columns: [3, 4],
  });
});

test("Ctrl+D and Ctrl+R fill from an area's first line or column; a single one from the one before", () => {
  const area = { top: 4, left: 3, bottom: 6, right: 5 };
  expect(runOf(area, "down")).toEqual([{ source: { ...area, bottom: 4 }, whole: area }]);
  expect(runOf(area, "right")).toEqual([{ source: { ...area, right: 3 }, whole: area }]);
  expect(runOf(cell(4, 3), "down")).toEqual([{ source: cell(3, 3), whole: { ...cell(4, 3), top: 3 } }]);
  expect(runOf(cell(4, 3), "right")).toEqual([{ source: cell(4, 2), whole: { ...cell(4, 3), left: 2 } }]);
  expect(runOf(cell(0, 0), "down")).toEqual([]);
});
