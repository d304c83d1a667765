import { expect, test } from "vitest";
import type { CompareCell, CompareColumn, CompareLine } from "../../src/compare/table.ts";
import { widthsOf } from "../../src/compare/widths.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { buildPlan } from "../build.ts";

const book = new Workbook(
  buildPlan({ periods: 1, rows: [{ name: "Spend", unit: "money", values: 1000 }], goals: [] }),
);

const column = (name: string): CompareColumn => ({ id: name, name, book });

const cell = (text: string, delta = "", mark: CompareCell["mark"] = null, isOwn = false): CompareCell => ({
  scenario: null,
  target: { row: "spend", channel: null, from: 0, to: 0 },
  value: 1,
  text,
  look: "assumption",
  delta,
  mark,
  isOwn,
  description: "",
});

const line = (name: string, ...cells: CompareCell[]): CompareLine => ({
  key: name,
  place: 0,
  row: "spend",
  name,
  target: { row: "spend", channel: null, from: 0, to: 0 },
  cells,
});

test("a column is as wide as its longest cell or its name, difference and sign included", () => {
  const columns = [column("A"), column("B"), column("A rather long scenario")];
  const short = widthsOf(columns, [line("Spend", cell("£1"), cell("£1"), cell("£1"))]);
  expect(short.columns[0]).toBe(short.columns[1]);
  expect(short.columns[2]).toBeGreaterThan(short.columns[0] ?? NaN);
  const long = widthsOf(columns, [
    line("Spend", cell("£12,345,678"), cell("£12,345,678", "−£1,234", "better", true), cell("£1")),
  ]);
  expect(long.columns[0]).toBeGreaterThan(short.columns[0] ?? NaN);
  expect(long.columns[1]).toBeGreaterThan((long.columns[0] ?? NaN) + 40);
  expect(long.columns[2]).toBe(short.columns[2]);
});

test("nothing is wider than a screen can show, and widths go in steps", () => {
  const columns = [column("x".repeat(200))];
  const widths = widthsOf(columns, [line("y".repeat(200), cell("1"))]);
  expect(widths).toEqual({ name: 300, columns: [300] });
  for (let digits = 1; digits < 30; digits++) {
    const [width = NaN] = widthsOf([column("A")], [line("S", cell("9".repeat(digits)))]).columns;
    expect(width === 92 || width % 12 === 0).toBe(true);
  }
});

test("a comparison without lines has its least widths", () => {
  expect(widthsOf([column("A")], [])).toEqual({ name: 180, columns: [92] });
});
