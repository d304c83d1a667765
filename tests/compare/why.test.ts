import { expect, test } from "vitest";
import { applyChange, explainDifference, firstAndLast } from "../../src/core/index.ts";
import type { ExplainMethod, GroupBy, Plan } from "../../src/core/index.ts";
import { chooseQuantity, heldGoal, shortAnswer } from "../../src/compare/sentence.ts";
import { aloneLines, spokenName, whyOf } from "../../src/compare/why.ts";
import type { WhyView } from "../../src/compare/why.ts";
import { columns, speak, started, typed } from "./kit.ts";

const plan = started();
const [base, better, half] = columns(plan);

function why(
  name: "better" | "half",
  by: GroupBy = "row",
  method: ExplainMethod = "aumann-shapley",
  document: Plan = plan,
): WhyView {
  const all = columns(document);
  const [a, b] = [all[0], name === "better" ? all[1] : all[2]];
  if (a === undefined || b === undefined) throw new Error("three columns");
  const quantity = chooseQuantity(a.book, b.book);
  if (quantity === null) throw new Error("nothing to explain");
  const found = explainDifference(a.book.plan, b.book.plan, quantity, { method });
  if (!found.ok) throw new Error(found.error.text);
  const held = heldGoal(a.book, b.book, speak);
  const view = whyOf(
    found.value,
    { name: a.name, plan: a.book.plan },
    { name: b.name, plan: b.book.plan },
    { by, isMarked: true, held },
    speak,
  );
  if (view === null) throw new Error("the row is there");
  return view;
}

test("[CM3] storyboard 18: Better demos against Base, in words and in bars that add up as shown", () => {
  const view = why("better");
  expect(view.head).toBe("Better demos needs £3,636 less for the same 100 units.");
  expect(view.sentence).toBe(
    "Better demos needs £3,636 less for the same 100 units: Sales’ demo-to-sale rate saves £2,389, Marketing’s visitor-to-demo rate £1,247.",
  );
  expect(
    view.bars.map(({ name, note, text, full, change, mark }) => [name, note, text, full, change, mark]),
  ).toEqual([
    ["Visitor to demo", "Marketing", "−£1,247", "in full −£1,246.70", "5% → 5.5%", "better"],
    ["Demo to sale", "Sales", "−£2,389", "in full −£2,389.66", "20% → 24%", "better"],
  ]);
  expect([view.from.text, view.to.text, view.difference]).toEqual(["£15,000", "£11,364", "−£3,636"]);
  expect(view.notes).toEqual([
    "Aumann–Shapley: all differences are made evenly at once. No order, no rest.",
    "Both hold the same goal by Spend, so Spend is solved again all along: what changed beside it explains it.",
  ]);
});

test("[CM3] Half the budget against Base: units, by one bar", () => {
  const view = why("half");
  expect(view.sentence).toBe("Half the budget has Units sold at 50 (−50): Marketing’s spend takes away 50.");
  expect(view.bars.map(({ name, text, change }) => [name, text, change])).toEqual([
    ["Spend", "−50", "£15,000 → £7,500"],
  ]);
  expect(view.notes[1]).toContain("Spend counts as an assumption here");
});

test("[CM3] bars by owner, stage, period and channel sum to the same; other methods are named", () => {
  for (const by of ["owner", "stage", "period", "channel"] as const) {
    const view = why("better", by);
    const sum = view.bars.reduce((total, { value }) => total + value, 0);
    expect(sum).toBeCloseTo(view.to.value - view.from.value, 6);
  }
  expect(why("better", "owner").bars.map(({ name }) => name)).toEqual(["Marketing", "Sales"]);
  expect(why("better", "stage").bars.map(({ name }) => name)).toEqual(["Demos", "Units sold"]);
  expect(why("better", "period").bars.map(({ name }) => name)).toEqual(["January", "February", "March"]);
  expect(why("better", "row", "shapley").bars.map(({ text }) => text)).toEqual(["−£1,250", "−£2,386"]);
  expect(why("better", "row", "lmdi").notes[0]).toContain("LMDI");
});

test("[XP9] alone, first and last, as they are told", () => {
  if (base === undefined || better === undefined) throw new Error("three columns");
  const [a, b] = [base.book.plan, better.book.plan];
  const quantity = chooseQuantity(base.book, better.book);
  const row = a.rows.get("spend");
  if (quantity === null || row === undefined) throw new Error("spend is explained");
  const lines = aloneLines(firstAndLast(a, b, quantity), row, [15000, 11364], a, b, speak);
  expect(lines.map(({ name, first, last }) => [name, first, last])).toEqual([
    ["Visitor to demo", "−£1,364", "−£1,136"],
    ["Demo to sale", "−£2,500", "−£2,273"],
  ]);
});

test("what a scenario comes to, and names inside sentences", () => {
  if (half === undefined || better === undefined) throw new Error("three columns");
  expect(shortAnswer(half, speak)).toBe("Half the budget: Units sold 50, 50 short of 100");
  expect(shortAnswer(better, speak)).toBe("Better demos: Spend £11,364");
  const row = plan.rows.get("demo-to-sale");
  if (row === undefined) throw new Error("the row is there");
  expect(spokenName(row)).toBe("demo-to-sale rate");
  expect(spokenName({ ...row, name: "Click-through rate" })).toBe("click-through rate");
  expect(spokenName({ ...row, name: "CPM", unit: "moneyPerCount" })).toBe("CPM");
});

test("[CM3] what rounds to nothing has its bar, and no word in the sentence", () => {
  const document = started();
  const change = typed(document, "better", "click-through-rate", "2.00001%");
  const view = why("better", "row", "aumann-shapley", applyChange(document, change));
  expect(view.bars.map(({ name }) => name)).toContain("Click-through rate");
  expect(view.sentence).toContain("demo-to-sale rate saves");
  expect(view.sentence).not.toContain("click-through");
});
