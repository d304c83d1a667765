import { expect, test } from "vitest";
import type { Target } from "../../src/session/target.ts";
import { explain } from "../../src/session/why.ts";
import type { WhyPart } from "../../src/session/why-words.ts";
import { Meeting } from "./drive.ts";

function why(m: Meeting, target: Target): string {
  return explain(m.book, target, m.speak)
    .map((part) => part.text)
    .join("");
}

/** The parts that lead somewhere, as "words -> row from..to". */
function ways(m: Meeting, parts: readonly WhyPart[]): string[] {
  return parts.flatMap(({ text, target }) =>
    target === undefined
      ? []
      : [`${text} -> ${m.book.plan.rows.get(target.row)?.name ?? ""} ${target.from}..${target.to}`],
  );
}

test("a computed total: its formula in numbers, and what those rest on", () => {
  const m = new Meeting();
  expect(why(m, m.at("Demos"))).toBe(
    "500 demos = 10,000 visitors × 5%; the visitors follow from Spend, worked out so that Units sold is 100. " +
      "The 5% is Marketing’s, January–March.",
  );
  expect(ways(m, explain(m.book, m.at("Demos"), m.speak))).toEqual([
    "10,000 visitors -> Visitors 0..2",
    "5% -> Visitor to demo 0..2",
    "Spend -> Spend 0..2",
    "Units sold is 100 -> Units sold 0..2",
    "The 5% -> Visitor to demo 0..2",
  ]);
});

test("one cell says its own period", () => {
  const m = new Meeting();
  expect(why(m, m.at("Demos", 1))).toBe(
    "167 demos = 3,333 visitors × 5%; the visitors follow from Spend, worked out so that Units sold is 100. " +
      "The 5% is Marketing’s, February.",
  );
});

test("a cost per thousand and a ratio of totals are arithmetic that holds", () => {
  const m = new Meeting();
  expect(why(m, m.at("Impressions"))).toMatch(
    /^500,000 impressions = Spend £15,000 ÷ Cost per 1,000 £30; Spend is worked out so that Units sold is 100\. Cost per 1,000 £30 is Marketing’s/,
  );
  expect(why(m, m.at("CPC"))).toMatch(/^Cost per click £1.50 = Spend £15,000 ÷ 10,000 visitors; /);
});

test("a total whose parts do not multiply is the sum of its periods", () => {
  const m = new Meeting();
  m.type(m.at("Sales reps", 2), "4");
  expect(why(m, m.at("Demo capacity"))).toBe(
    "600 demo capacity = 180 in January + 180 in February + 240 in March.",
  );
  expect(why(m, m.at("Demo capacity", 2))).toBe(
    "240 demo capacity = 4 sales reps × Demos a rep 60. The 4 sales reps are HR’s, March. Demos a rep 60 is Sales’, March.",
  );
});

test("what is typed, solved, overridden or a goal", () => {
  const m = new Meeting();
  expect(why(m, m.at("Demo to sale"))).toBe("Demo to sale 20% is Sales’, January–March.");
  expect(why(m, m.at("Spend"))).toBe(
    "Spend £15,000 is worked out so that Units sold is 100: 100 units sold = 500 demos × 20%.",
  );
  expect(why(m, m.at("Units sold"))).toMatch(
    /^100 units sold = 500 demos × 20%; the demos follow from Spend, worked out/,
  );
  m.type(m.at("Demos", 1), "150", true);
  expect(why(m, m.at("Demos", 1))).toMatch(
    /^150 demos are typed over the formula, which is 3,\d+ visitors × 5%; the visitors follow from Spend/,
  );
});

test("without a goal, a computed row rests on what is typed", () => {
  const m = new Meeting();
  m.type(m.at("Spend"), "10000");
  expect(why(m, m.at("Demos"))).toBe(
    "333 demos = 6,667 visitors × 5%; the visitors follow from Spend, Cost per 1,000 and Click-through rate. " +
      "The 5% is Marketing’s, January–March.",
  );
});

test("an error is explained by its root, with the way to it", () => {
  const m = new Meeting();
  m.type(m.at("Spend"), "10000");
  m.type(m.at("CPM", 1), "0");
  const parts = explain(m.book, m.at("Units sold", 1), m.speak);
  const text = parts.map((part) => part.text).join("");
  expect(text).toMatch(/^Units sold is #DIV\/0!: /);
  expect(text).toContain("Go to Cost per 1,000, February, through ");
  expect(ways(m, parts)).toEqual(["Go to Cost per 1,000, February -> Cost per 1,000 1..1"]);
});

test("an empty number counts as 0, and says so; history that nobody typed says that", () => {
  const m = new Meeting();
  m.delete(m.at("Click-through rate", 1));
  expect(why(m, m.at("Visitors", 1))).toContain("Click-through rate is empty here, which counts as 0.");
  m.make([["plan/history", 0, 1]]);
  expect(why(m, { ...m.at("Demos", 0), from: -1, to: -1 })).toBe("Demos: nothing was typed for Dec 2026.");
});

test("a formula of one cell is told in numbers; what it reads of the period before leads there", () => {
  const m = new Meeting();
  m.type(m.at("Price", 1), "=PREV()*1.05");
  expect(why(m, m.at("Price", 1))).toBe(
    "Price £504 = Price £480 in January × 1.05, by a formula of its own in this cell.",
  );
  const parts = explain(m.book, m.at("Price", 1), m.speak);
  expect(parts.find(({ text }) => text === "Price £480 in January")?.target).toEqual(m.at("Price", 0));
});
