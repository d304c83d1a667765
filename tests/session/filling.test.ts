import { expect, test } from "vitest";
import { fillCells, fillFrom, fillTexts } from "../../src/session/filling.ts";
import { pasteInto } from "../../src/session/pasting.ts";
import { Meeting } from "./drive.ts";

test.each([
  [
    [1, 2, 3],
    [4, 5, 6],
  ],
  [
    [0.1, 0.2],
    [0.3, 0.4],
  ],
  [
    [10, 8],
    [6, 4],
  ],
  [[5], [5, 5]],
  [
    [7, 7],
    [7, 7],
  ],
  [
    [100, 200, 150],
    [100, 200, 150, 100],
  ],
  [
    [2, 4, 8],
    [16, 32],
  ],
  [
    [null, 3],
    [null, 3, null],
  ],
] as const)("[FL1] %j goes on as %j", (source, next) => {
  expect(fillCells(source, next.length, "on")).toEqual(next);
});

test("[FL1] five percent each goes on by five percent", () => {
  const run = [1000, 1050, 1102.5];
  expect(fillCells(run, 2, "on")).toEqual(
    [1102.5 * 1.05, 1102.5 * 1.05 * 1.05].map((x) => expect.closeTo(x, 9) as number),
  );
  const rounded = [1000, 1050, 1102.5, 1157.625, 1215.50625];
  expect(fillCells(rounded, 1, "on")[0]).toBeCloseTo(1276.2815625, 9);
});

test("[FL1] backwards the series goes the other way", () => {
  expect(fillCells([4, 5, 6], 3, "back")).toEqual([3, 2, 1]);
  expect(fillCells([1, 9, 4], 4, "back")).toEqual([4, 9, 1, 4]);
});

test("[FL1] formulas, ranges and evidence are copied as they are", () => {
  const evidence = { value: 0.5, text: "1 of 2", evidence: { hits: 1, of: 2 } };
  expect(fillCells([evidence], 2, "on")).toEqual([evidence, evidence]);
  expect(fillCells([evidence, 3], 3, "on")).toEqual([evidence, 3, evidence]);
});

test.each([
  [["January"], ["February", "March"]],
  [
    ["Nov", "Dec"],
    ["Jan", "Feb"],
  ],
  [
    ["Jan 2027", "Apr 2027"],
    ["Jul 2027", "Oct 2027", "Jan 2028"],
  ],
  [["Q3"], ["Q4", "Q1"]],
  [["Q4 2027"], ["Q1 2028"]],
  [["2027-M11"], ["2027-M12", "2028-M01"]],
  [["2027-W52"], ["2028-W01"]],
  [["Wave 1", "Wave 3"], ["Wave 5"]],
  [["09"], ["09"]],
  [["Item 09"], ["Item 10"]],
  [
    ["Spend", "Leads"],
    ["Spend", "Leads", "Spend"],
  ],
  [["May"], ["June"]],
])("%j goes on as %j", (source, next) => {
  expect(fillTexts(source, next.length, "on")).toEqual(next);
});

test("texts go back as well", () => {
  expect(fillTexts(["March"], 3, "back")).toEqual(["February", "January", "December"]);
  expect(fillTexts(["Wave 1"], 2, "back")).toEqual(["Wave 0", "Wave 1"]);
});

test("[FL1] the fill handle in the sheet: texts for a paste, one change, computed cells kept", () => {
  const m = new Meeting();
  m.type(m.at("Demo to sale", 0), "10%");
  m.type(m.at("Demo to sale", 1), "12%");
  const texts = fillFrom(m.book, [m.at("Demo to sale", 0), m.at("Demo to sale", 1)], 1, "on", m.speak);
  expect(texts).toEqual(["14%"]);
  m.take(pasteInto(m.book, [{ target: m.at("Demo to sale", 2), text: texts[0] ?? "" }], m.speak));
  expect(m.value("Demo to sale", 2)).toBe(0.14);
  expect(fillFrom(m.book, [m.at("Demos", 0)], 1, "on", m.speak)[0]).toMatch(/^\d+(\.\d+)?$/);
});
