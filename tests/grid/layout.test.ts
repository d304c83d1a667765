import { expect, test } from "vitest";
import { applyChange, changeTo, foundingPlan } from "../../src/core/index.ts";
import {
  hasSameColumns,
  hasSameLines,
  layoutSheet,
  placeOf,
  targetAt,
  viewShowing,
} from "../../src/grid/layout.ts";
import type { Layout } from "../../src/grid/layout.ts";
import { START, sayLine, twoChannels } from "./kit.ts";

const linesOf = (layout: Layout): string[] => layout.lines.map(sayLine);
const columnsOf = (layout: Layout): string[] => layout.columns.map(({ key }) => key);

test("sections, their rows, and an empty last line", () => {
  const layout = layoutSheet(foundingPlan(), START, false);
  expect(linesOf(layout).slice(0, 8)).toEqual([
    "# Traffic",
    "spend",
    "cost-per-1-000",
    "impressions",
    "click-through-rate",
    "visitors",
    "cost-per-click",
    "# Demos",
  ]);
  expect(linesOf(layout).at(-1)).toBe("+");
  expect(columnsOf(layout)).toEqual(["name", "owner", "total", "period/0", "period/1", "period/2"]);
  expect(layout.frozen).toBe(3);
});

test("a folded section keeps its heading", () => {
  const layout = layoutSheet(foundingPlan(), { ...START, folded: ["traffic", "demos"] }, false);
  expect(linesOf(layout)).toEqual([
    "# Traffic …",
    "# Demos …",
    "# Sales",
    "demo-to-sale",
    "units-sold",
    "# Money",
    "price",
    "revenue",
    "cost-per-sale",
    "return-on-spend",
    "+",
  ]);
});

test("a new row goes behind the last one, into its section", () => {
  const layout = layoutSheet(foundingPlan(), START, false);
  expect(layout.lines.at(-1)).toMatchObject({ kind: "new", after: "return-on-spend", section: "money" });
});

test("rows without a section stand first; one whose section is gone too", () => {
  const plan = foundingPlan();
  const change = changeTo(plan, [
    ["row/price/section", null],
    ["section/sales", null],
  ]);
  const layout = layoutSheet(applyChange(plan, change), START, false);
  expect(linesOf(layout).slice(0, 4).sort()).toEqual(["# Traffic", "demo-to-sale", "price", "units-sold"]);
});

test("with two channels a per-channel row opens, a plan-wide one does not", () => {
  const plan = twoChannels();
  const layout = layoutSheet(plan, { ...START, unfolded: ["spend", "sales-reps"] }, false);
  expect(linesOf(layout).slice(0, 5)).toEqual([
    "# Traffic",
    "spend ▾",
    "spend/Paid search",
    "spend/Events",
    "cost-per-1-000 ▸",
  ]);
  expect(linesOf(layout)).toContain("sales-reps");
});

test("one channel: its lines stand for it, plan-wide rows for the plan", () => {
  const plan = twoChannels();
  const layout = layoutSheet(plan, { ...START, channel: "events", unfolded: ["spend"] }, false);
  expect(linesOf(layout)).not.toContain("spend/Events");
  const targetOf = (key: string): unknown => {
    const line = layout.lines.find((each) => each.key === key);
    return targetAt(plan, line, layout.columns[3]);
  };
  expect(targetOf("row/spend")).toEqual({ row: "spend", channel: "events", from: 0, to: 0 });
  expect(targetOf("row/price")).toEqual({ row: "price", channel: null, from: 0, to: 0 });
});

test("a channel that is gone is as none chosen", () => {
  const layout = layoutSheet(twoChannels(), { ...START, channel: "gone" }, false);
  expect(layout.lines[1]).toMatchObject({ row: "spend", channel: null, opens: "closed" });
});

test("columns as channels: the whole span, each channel; plan-wide rows have a total alone", () => {
  const plan = twoChannels();
  const layout = layoutSheet(plan, { ...START, columns: "channels", channel: "events" }, false);
  expect(columnsOf(layout)).toEqual(["name", "owner", "total", "channel/paid-search", "channel/events"]);
  const spend = layout.lines.find(({ key }) => key === "row/spend");
  expect(targetAt(plan, spend, layout.columns[4])).toEqual({
    row: "spend",
    channel: "events",
    from: 0,
    to: 2,
  });
  const price = layout.lines.find(({ key }) => key === "row/price");
  expect(targetAt(plan, price, layout.columns[2])).toEqual({ row: "price", channel: null, from: 0, to: 2 });
  expect(targetAt(plan, price, layout.columns[4])).toBeNull();
});

test("columns as channels need two of them", () => {
  const layout = layoutSheet(foundingPlan(), { ...START, columns: "channels" }, false);
  expect(columnsOf(layout)).toContain("period/0");
});

test("history comes before the first period; a plan of one period has no total", () => {
  const plan = foundingPlan();
  const withHistory = applyChange(plan, changeTo(plan, [["plan/history", 2]]));
  expect(columnsOf(layoutSheet(withHistory, START, false)).slice(2, 6)).toEqual([
    "total",
    "period/-2",
    "period/-1",
    "period/0",
  ]);
  expect(layoutSheet(withHistory, START, false).columns[3]?.kind).toBe("history");
  const single = applyChange(plan, changeTo(plan, [["plan/periods", 1]]));
  expect(columnsOf(layoutSheet(single, START, false))).toEqual(["name", "owner", "period/0"]);
});

test("a phone has no owners and keeps the names alone", () => {
  const layout = layoutSheet(foundingPlan(), START, true);
  expect(columnsOf(layout).slice(0, 2)).toEqual(["name", "total"]);
  expect(layout.frozen).toBe(1);
});

test("every target of the sheet is found again where it lies", () => {
  const plan = twoChannels();
  for (const view of [START, { ...START, unfolded: ["spend"] }, { ...START, columns: "channels" as const }]) {
    const layout = layoutSheet(plan, view, false);
    layout.lines.forEach((line, i) => {
      layout.columns.forEach((column, j) => {
        const target = targetAt(plan, line, column);
        if (target !== null) expect(placeOf(layout, target)).toEqual({ line: i, column: j });
      });
    });
  }
});

test("a target that the view does not have exactly lies nearby, or nowhere", () => {
  const plan = twoChannels();
  const layout = layoutSheet(plan, { ...START, folded: ["money"] }, false);
  const spend = layout.lines.findIndex(({ key }) => key === "row/spend");
  expect(placeOf(layout, { row: "spend", channel: "events", from: 1, to: 1 })).toEqual({
    line: spend,
    column: 4,
  });
  expect(placeOf(layout, { row: "spend", channel: null, from: 0, to: 1 })).toEqual({
    line: spend,
    column: 3,
  });
  expect(placeOf(layout, { row: "price", channel: null, from: 0, to: 0 })).toBeNull();
});

test("going to a target opens what hides it, and nothing else", () => {
  const plan = twoChannels();
  const target = { row: "spend", channel: "events", from: 0, to: 0 };
  expect(viewShowing(plan, { ...START, folded: ["traffic", "money"] }, target)).toEqual({
    folded: ["money"],
    unfolded: ["spend"],
  });
  expect(viewShowing(plan, { ...START, channel: "paid-search" }, target)).toEqual({
    channel: null,
    unfolded: ["spend"],
  });
  expect(viewShowing(plan, { ...START, channel: "events" }, target)).toEqual({});
  expect(viewShowing(plan, START, { ...target, row: "price", channel: null })).toEqual({});
  expect(viewShowing(foundingPlan(), START, target)).toEqual({});
});

test("layouts are the same where every line and column is", () => {
  const one = layoutSheet(foundingPlan(), START, false);
  const two = layoutSheet(foundingPlan(), START, false);
  expect(hasSameLines(one, two) && hasSameColumns(one, two)).toBe(true);
  expect(hasSameLines(one, layoutSheet(foundingPlan(), { ...START, folded: ["money"] }, false))).toBe(false);
  expect(hasSameColumns(one, layoutSheet(foundingPlan(), START, true))).toBe(false);
});
