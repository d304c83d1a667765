import { expect, test } from "vitest";
import { applyChange, changeTo, foundingPlan } from "../../src/core/index.ts";
import type { Address, AddressValue, Plan } from "../../src/core/index.ts";
import { layoutSheet } from "../../src/grid/layout.ts";
import type { LayoutView } from "../../src/grid/layout.ts";
import { Painter } from "../../src/grid/paint.ts";
import type { CellPaint } from "../../src/grid/paint.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { START, twoChannels } from "./kit.ts";

const speak = createSpeak("en-GB", "GBP");

/** The founding plan after some changes, painted: `at(line, column)` by their keys. */
function painted(
  plan: Plan,
  view: LayoutView = START,
): {
  at: (line: string, column: string) => CellPaint;
  name: (line: string) => { text: string; formula: string };
} {
  const painter = new Painter(new Workbook(plan), speak);
  const layout = layoutSheet(plan, view, false);
  const lineAt = (key: string): (typeof layout.lines)[number] => {
    const line = layout.lines.find((each) => each.key === key);
    if (line === undefined) throw new Error(`no line ${key}`);
    return line;
  };
  return {
    at: (line, key) => {
      const column = layout.columns.find((each) => each.key === key);
      if (column === undefined) throw new Error(`no column ${key}`);
      return painter.cell(lineAt(line), column);
    },
    name: (line) => painter.name(lineAt(line)),
  };
}

function founding(...wanted: [Address, AddressValue | null][]): Plan {
  const plan = foundingPlan();
  return applyChange(plan, changeTo(plan, wanted));
}

test("each kind of cell says what it is", () => {
  const { at } = painted(foundingPlan());
  expect(at("row/demo-to-sale", "period/0")).toMatchObject({
    text: "20.0%",
    look: "assumption",
    description: "assumption",
  });
  expect(at("row/visitors", "period/1")).toMatchObject({ text: "3,333", look: "computed" });
  expect(at("row/spend", "total")).toMatchObject({
    text: "£15,000",
    look: "lever",
    description: "solved for a goal",
  });
  expect(at("row/units-sold", "total")).toMatchObject({
    text: "100",
    look: "goal",
    mark: "goal",
    description: "goal",
  });
});

test("what is over its limit carries a sign and says by how much", () => {
  const paint = painted(foundingPlan()).at("row/demos", "period/2");
  expect(paint).toMatchObject({ text: "183", mark: "limit" });
  expect(paint.description).toMatch(/^computed; over its limit: 3 more than /);
  expect(paint.hint).toMatch(/^3 more than /);
});

test("a resting goal shows its target behind the figure", () => {
  const plan = founding(
    ["goal/goal/lever", null],
    ["cells/spend/paid-search/2027-M01", { cells: [3000, 3333, 3667] }],
  );
  const paint = painted(plan).at("row/units-sold", "total");
  expect(paint).toMatchObject({ text: "67", goal: "100", look: "resting", mark: null });
  expect(paint.description).toMatch(/^goal, resting; 33 short of 100/);
});

test("a range and an evidence have their bar, and are said", () => {
  const plan = founding(
    [
      "cell/demo-to-sale/paid-search/2027-M01",
      { value: 0.2, range: { shape: "interval", low: 0.16, high: 0.24 } },
    ],
    ["cell/demo-to-sale/paid-search/2027-M02", { value: 36 / 182, evidence: { hits: 36, of: 182 } }],
  );
  const { at } = painted(plan);
  expect(at("row/demo-to-sale", "period/0")).toMatchObject({
    bar: "range",
    description: "assumption; range 16% to 24%",
  });
  expect(at("row/demo-to-sale", "period/1")).toMatchObject({
    text: "19.8%",
    bar: "evidence",
    description: "assumption; seen in 36 of 182",
  });
});

test("an override and an error", () => {
  const plan = founding(
    ["cell/demos/paid-search/2027-M02", 150],
    ["cell/cost-per-1-000/paid-search/2027-M01", 0],
    ["goal/goal", null],
  );
  const { at } = painted(plan);
  expect(at("row/demos", "period/1")).toMatchObject({ text: "150", look: "overridden" });
  const wrong = at("row/impressions", "period/0");
  expect(wrong).toMatchObject({ text: "#DIV/0!", error: true });
  expect(wrong.description).toBe(`computed; ${wrong.hint}`);
  expect(wrong.hint).not.toBe("");
});

test("where a row does not apply there is a dash; where it is empty nothing", () => {
  const { at, name } = painted(twoChannels(), { ...START, unfolded: ["impressions", "cost-per-1-000"] });
  expect(at("row/impressions/events", "period/0")).toMatchObject({
    text: "–",
    look: "none",
    description: "does not apply",
  });
  expect(at("row/cost-per-1-000/events", "period/0")).toMatchObject({ text: "", look: "empty" });
  expect(name("row/impressions/events")).toEqual({ text: "Events", formula: "" });
});

test("a plan-wide row has nothing in a channel's column, and says so", () => {
  const { at } = painted(twoChannels(), { ...START, columns: "channels" });
  expect(at("row/price", "channel/events")).toMatchObject({
    text: "",
    target: null,
    description: "for the whole plan",
  });
});

test("names carry their short name and their formula", () => {
  const { name } = painted(foundingPlan());
  expect(name("row/cost-per-1-000")).toEqual({ text: "Cost per 1,000 (CPM)", formula: "" });
  expect(name("row/visitors")).toEqual({ text: "Visitors", formula: "= Impressions * CTR" });
  expect(name("section/traffic")).toEqual({ text: "Traffic", formula: "" });
});

test("a row whose channels are computed differently shows no formula of its own line", () => {
  const { name } = painted(twoChannels());
  expect(name("row/impressions").formula).toBe("= Spend / CPM");
});

test("only what shows another figure has moved, and only in the rows that the edit moved", () => {
  const plan = foundingPlan();
  const book = new Workbook(plan);
  const painter = new Painter(book, speak);
  const layout = layoutSheet(plan, START, false);
  const lines = layout.lines.filter((line) => line.kind === "row");
  const total = layout.columns.find(({ key }) => key === "total");
  if (total === undefined) throw new Error("no total");
  for (const line of lines) painter.cell(line, total);
  book.apply(changeTo(plan, [["cell/demo-to-sale/paid-search/2027-M01", 0.25]]));
  painter.turn(new Set(["spend", "demo-to-sale"]));
  const moved = lines.filter((line) => painter.hasMoved(line, total)).map((line) => line.key);
  expect(moved.sort()).toEqual(["row/demo-to-sale", "row/spend"]);
  painter.settle();
  expect(lines.some((line) => painter.hasMoved(line, total))).toBe(false);
});
