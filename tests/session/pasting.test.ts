// Blocks from elsewhere: one change, one reading for all of it, and what does not fit said cell by cell.
import { expect, test } from "vitest";
import { foundingPlan } from "../../src/core/index.ts";
import { pasteInto } from "../../src/session/pasting.ts";
import type { Target } from "../../src/session/target.ts";
import type { Outcome } from "../../src/session/outcome.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";

const at = (row: string, t: number): Target => ({ row, channel: null, from: t, to: t });
const block = (row: string, texts: readonly string[]) =>
  texts.map((text, t) => ({ target: at(row, t), text }));

function pasted(outcome: Outcome): (row: string) => number[] {
  if (outcome.kind !== "edit") throw new Error(outcome.kind);
  const book = new Workbook(foundingPlan());
  book.apply(outcome.change);
  return (row) => [0, 1, 2].map((t) => book.engine.value(row, "paid-search", t));
}

const book = (): Workbook => new Workbook(foundingPlan());
const english = createSpeak("en-GB", "GBP");
const german = createSpeak("de-DE", "GBP");

/** A plan-wide row's numbers after an outcome. */
const prices = (outcome: Outcome): number[] => {
  if (outcome.kind !== "edit") throw new Error(outcome.kind);
  const after = new Workbook(foundingPlan());
  after.apply(outcome.change);
  return [0, 1, 2].map((t) => {
    const line = after.plan.rows.get("price")?.scope === "plan" ? "-" : "paid-search";
    return after.engine.value("price", line, t);
  });
};

test("currencies, grouping and percents of the reader's locale", () => {
  expect(prices(pasteInto(book(), block("price", ["£1,234.50", "1,200", "480"]), english))).toEqual([
    1234.5, 1200, 480,
  ]);
  expect(prices(pasteInto(book(), block("price", ["1.234,50", "480,5", "£ 99"]), german))).toEqual([
    1234.5, 480.5, 99,
  ]);
  const rates = pasted(pasteInto(book(), block("click-through-rate", ["2.5%", "3%", "2"]), english));
  expect(rates("click-through-rate")).toEqual([0.025, 0.03, 0.02]);
});

test("one number that can only be meant in one way settles the others", () => {
  const texts = ["1.234,56", "1,5", "1.300"];
  expect(prices(pasteInto(book(), block("price", texts), english))).toEqual([1234.56, 1.5, 1300]);
});

test("where nothing settles it the block is asked once, and the answer holds for all", () => {
  const outcome = pasteInto(book(), block("price", ["1,5", "2,5", "3,25"]), english);
  if (outcome.kind !== "ask") throw new Error(outcome.kind);
  expect(outcome.question).toContain("the rest of the block");
  expect(outcome.readings.map(({ label }) => label)).toEqual(["1.5", "15"]);
  const [decimal, grouped] = outcome.readings.map(({ act }) => act(book()));
  expect(prices(decimal!)).toEqual([1.5, 2.5, 3.25]);
  expect(prices(grouped!)).toEqual([15, 25, 325]);
});

test("rates without their sign are asked once too", () => {
  const outcome = pasteInto(book(), block("click-through-rate", ["0.02", "0.03", "2%"]), english);
  if (outcome.kind !== "ask") throw new Error(outcome.kind);
  const taken = outcome.readings.map(({ label, act }) => [label, pasted(act(book()))("click-through-rate")]);
  expect(taken).toEqual([
    ["2%", [0.02, 0.03, 0.02]],
    ["0.02%", [0.0002, 0.0003, 0.02]],
  ]);
});

test("what does not fit is said cell by cell, each leading there, and the rest is taken", () => {
  const outcome = pasteInto(book(), block("price", ["500", "dear", "510"]), english);
  expect(prices(outcome)).toEqual([500, 480, 510]);
  if (outcome.kind !== "edit") throw new Error(outcome.kind);
  const [see] = outcome.told.offers;
  expect(see?.name).toBe("See them");
  const list = see?.act?.(book());
  if (list?.kind !== "nothing") throw new Error("no list");
  expect(list.parts?.filter(({ target }) => target !== undefined)).toEqual([
    { text: "Price, February", target: at("price", 1) },
  ]);
  expect(list.text).toContain("“dear”");
});
