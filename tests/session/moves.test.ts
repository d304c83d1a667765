// What a number moves, and by how much a point.
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import { whatMoves } from "../../src/session/moves.ts";
import type { Target } from "../../src/session/target.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";

const speak = createSpeak("en-GB", "GBP");
const quarter = (row: string): Target => ({ row, channel: null, from: 0, to: 2 });
const said = (target: Target): string =>
  whatMoves(new Workbook(foundingPlan()), target, speak)
    .map(({ text }) => text)
    .join("");

test("a rate a point higher, with the goal held: what is solved comes first", () => {
  // 100 units ÷ 21% ÷ 5% × £1.50 = £14,286.
  expect(said(quarter("demo-to-sale"))).toMatch(
    /^Demo to sale a point higher \(20% → 21%\): Spend £15,000 → £14,286, .*Demos 500 → 476/,
  );
});

test("what is no rate is one percent higher", () => {
  expect(said(quarter("cost-per-1-000"))).toMatch(
    /^Cost per 1,000 1% higher \(£30 → £30\.30\): Spend £15,000 → £15,150/,
  );
});

test("a computed or solved number is nudged with goals aside, each row that moves leading there", () => {
  const parts = whatMoves(new Workbook(foundingPlan()), quarter("visitors"), speak);
  expect(parts.map(({ text }) => text).join("")).toMatch(
    /^Visitors 1% higher \(10,000 → 10,100\), goals aside: Units sold 100 → 101, .*Demos 500 → 505/,
  );
  expect(parts.find(({ text }) => text === "Demos")?.target).toEqual(quarter("demos"));
  expect(said(quarter("spend"))).toMatch(
    /^Spend 1% higher \(£15,000 → £15,150\), goals aside: .*Units sold 100 → 101/,
  );
});

test("an override is nudged as what is typed, and what has no number tells who reads it", () => {
  const book = new Workbook(foundingPlan());
  book.apply([["plan/history", 0, 1]]);
  const then = { row: "visitors", channel: null, from: -1, to: -1 };
  const parts = whatMoves(book, then, speak);
  expect(parts.map(({ text }) => text).join("")).toMatch(/^Visitors has no number here.*read by .*Demos/);
});

test("nothing is changed by asking", () => {
  const book = new Workbook(foundingPlan());
  const before = book.engine.total(quarter("spend"));
  whatMoves(book, quarter("demo-to-sale"), speak);
  expect(book.engine.total(quarter("spend"))).toBe(before);
  expect(book.plan).toEqual(foundingPlan());
});
