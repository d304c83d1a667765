// Where a pasted block goes: cells, names, new rows, and what finds no place.
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { layoutSheet } from "../../src/grid/layout.ts";
import { linesForBlock, placeBlock, tileBlock, withoutTotals } from "../../src/grid/placing.ts";
import type { PlacedBlock } from "../../src/grid/placing.ts";
import { START } from "./kit.ts";

const plan = foundingPlan();
const layout = layoutSheet(plan, START, false);
const lineOf = (row: string): number => layout.lines.findIndex(({ key }) => key === `row/${row}`);
const NEW = layout.lines.length - 1;

/** A block put at a cell. */
function put(line: number, column: number, texts: readonly string[][], of: Plan = plan): PlacedBlock {
  const area = { top: line, left: column, bottom: line, right: column };
  return placeBlock(of, START, layoutSheet(of, START, false), area, texts);
}

test("a block lands where its corner is, cell by cell", () => {
  const placed = put(lineOf("click-through-rate"), 4, [
    ["1", "2"],
    ["3", "4"],
  ]);
  expect(placed.block.entries).toEqual([
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

test("one text over a selection with a heading in it goes to its rows and no further", () => {
  const top = lineOf("cost-per-click");
  const area = { top, left: 3, bottom: lineOf("visitor-to-demo"), right: 3 };
  const { block } = placeBlock(plan, START, layout, area, [["7"]]);
  expect(block.entries.map(({ target }) => target.row)).toEqual(["cost-per-click", "visitor-to-demo"]);
});

test("what lies below the last line or right of the last column is counted, and its periods are known", () => {
  const { block } = put(lineOf("return-on-spend"), 5, [
    ["1", "2"],
    ["3", "4"],
    ["5", "6"],
  ]);
  expect(block.entries).toEqual([
    { target: { row: "return-on-spend", channel: null, from: 2, to: 2 }, text: "1" },
  ]);
  expect(block.beyond).toEqual({
    columns: 1,
    rows: 2,
    periods: [{ target: { row: "return-on-spend", channel: null, from: 3, to: 3 }, text: "2" }],
  });
});

test("months from elsewhere go to months, past the totals of quarters between them", () => {
  const long = { ...plan, settings: { ...plan.settings, periods: 6 } };
  const columns = layoutSheet(long, START, false).columns;
  const first = columns.findIndex(({ kind }) => kind === "period");
  const { block } = put(lineOf("price"), first, [["1", "2", "3", "4", "5", "6"]], long);
  expect(block.entries.map(({ target, text }) => [target.from, target.to, text])).toEqual(
    [0, 1, 2, 3, 4, 5].map((t) => [t, t, String(t + 1)]),
  );
});

test("a copy of whole lines can be pasted back: names and owners are passed over", () => {
  const { block } = put(lineOf("price"), 0, [["Price", "Sales", "£480", "480", "490", "500"]]);
  expect(block.entries.map(({ text }) => text)).toEqual(["£480", "480", "490", "500"]);
  expect(block.heads).toBeUndefined();
});

test("a table of names and numbers goes to the periods, with owners and without", () => {
  for (const texts of [
    ["Price", "480", "490", "500"],
    ["Price", "Sales", "480", "490", "500"],
  ]) {
    const { block } = put(lineOf("price"), 0, [texts]);
    expect(block.entries.map(({ target, text }) => [target.from, target.to, text])).toEqual([
      [0, 0, "480"],
      [1, 1, "490"],
      [2, 2, "500"],
    ]);
  }
});

test("a table whose head names a total comes without the head and without that column", () => {
  const table = [
    ["Name", "Total", "Jan", "Feb", "Mar"],
    ["Agencies", "6", "1", "2", "3"],
  ];
  const { block } = put(NEW, 0, table);
  expect(block.totals).toEqual(["Total"]);
  expect(block.rows?.lines).toEqual([
    {
      name: "Agencies",
      owner: "",
      cells: [0, 1, 2].map((t) => ({ channel: null, from: t, to: t, text: String(t + 1) })),
    },
  ]);
  expect(
    withoutTotals([
      ["Row", "Owner", "Q1 2027 total", "Jan 2027"],
      ["A", "HR", "5", "5"],
    ]),
  ).toEqual({
    block: [["A", "HR", "5"]],
    totals: ["Q1 2027 total"],
  });
  // A row may be called a total, and its numbers stay.
  const rows = [
    ["Total", "1", "2"],
    ["Wine", "1", "2"],
  ];
  expect(withoutTotals(rows)).toEqual({ block: rows, totals: [] });
});

test("names or owners alone are taken", () => {
  expect(put(lineOf("price"), 1, [["Finance"], ["Board"]]).block.heads).toEqual([
    { row: "price", field: "owner", text: "Finance" },
    { row: "revenue", field: "owner", text: "Board" },
  ]);
  expect(put(lineOf("price"), 0, [["List price"]]).block.heads).toEqual([
    { row: "price", field: "name", text: "List price" },
  ]);
});

test("lines below the last row that begin with a name become rows with their numbers", () => {
  const { block } = put(NEW, 0, [
    ["Refunds", "Sales", "1", "", "3"],
    ["Returns", "", "4", "5", "6"],
  ]);
  expect(block.rows?.lines).toEqual([
    {
      name: "Refunds",
      owner: "Sales",
      cells: [
        { channel: null, from: 0, to: 0, text: "1" },
        { channel: null, from: 2, to: 2, text: "3" },
      ],
    },
    {
      name: "Returns",
      owner: "",
      cells: [4, 5, 6].map((n, t) => ({ channel: null, from: t, to: t, text: String(n) })),
    },
  ]);
  expect(block.beyond).toBeUndefined();
});

test("one text fills a selection; a block does where the sides are multiples of it", () => {
  expect(tileBlock([["7"]], 2, 3)).toEqual([
    ["7", "7", "7"],
    ["7", "7", "7"],
  ]);
  expect(tileBlock([["1", "2"]], 2, 3)).toEqual([["1", "2"]]);
});
