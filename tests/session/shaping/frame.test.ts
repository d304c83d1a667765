import { expect, test } from "vitest";
import { changeBetween, orderedIds, rowsInOrder } from "../../../src/core/index.ts";
import {
  addChannel,
  addPeriods,
  addSection,
  deleteSection,
  duplicateChannel,
  inPeriodsOf,
  moveChannel,
  moveSection,
  removePeriods,
  renameSection,
  setHistory,
} from "../../../src/session/shaping/index.ts";
import { Meeting } from "../drive.ts";
import { idMaker, labelsOf, refusalOf, reply, totalsOf } from "./kit.ts";

const sections = (m: Meeting): string[] =>
  orderedIds(m.book.plan.sections).map((id) => m.book.plan.sections.get(id)?.name ?? "");
const sectionOf = (m: Meeting, name: string): string =>
  [...m.book.plan.sections].find(([, each]) => each.name === name)?.[0] ?? "";

test("[SH4] sections: added, renamed, moved; a deleted one leaves its rows to the one before", () => {
  const m = new Meeting();
  const before = m.book.plan;
  m.take(addSection(m.book, "Costs", sectionOf(m, "Traffic"), idMaker()));
  expect(sections(m)).toEqual(["Traffic", "Costs", "Demos", "Sales", "Money"]);
  expect(refusalOf(addSection(m.book, "money", null, idMaker()))).toContain("already");
  m.take(renameSection(m.book, sectionOf(m, "Costs"), "Outlay"));
  m.take(moveSection(m.book, sectionOf(m, "Outlay"), null));
  expect(sections(m)).toEqual(["Traffic", "Demos", "Sales", "Money", "Outlay"]);
  const rows = rowsInOrder(m.book.plan);
  m.take(deleteSection(m.book, sectionOf(m, "Demos")));
  expect(rowsInOrder(m.book.plan)).toEqual(rows);
  expect(m.book.plan.rows.get(m.at("Demos").row)?.section).toBe(sectionOf(m, "Traffic"));
  m.take(deleteSection(m.book, sectionOf(m, "Traffic")));
  expect(rowsInOrder(m.book.plan)).toEqual(rows);
  expect(m.book.plan.rows.get(m.at("Demos").row)?.section).toBeNull();
  m.undoAll();
  expect(changeBetween(before, m.book.plan)).toEqual([]);
});

test("channels move and are copied, with their numbers", () => {
  const m = new Meeting();
  const ids = idMaker();
  m.take(addChannel(m.book, "Events", null, ids));
  m.take(duplicateChannel(m.book, "paid-search", ids));
  const names = (): string[] =>
    orderedIds(m.book.plan.channels).map((id) => m.book.plan.channels.get(id)?.name ?? "");
  expect(names()).toEqual(["Paid search", "Paid search 2", "Events"]);
  expect(m.value("CTR", 0, "n2")).toBe(0.02);
  m.take(moveChannel(m.book, "n1", "paid-search"));
  expect(names()).toEqual(["Events", "Paid search", "Paid search 2"]);
  m.take(moveChannel(m.book, "n1", null));
  expect(names()).toEqual(["Paid search", "Paid search 2", "Events"]);
});

test("[SH7] more periods behind: goals keep theirs, new cells are empty, and can carry on with the last numbers", () => {
  const m = new Meeting();
  m.take(addPeriods(m.book, 3, "behind", m.speak));
  expect(m.bar).toContain("Q2 2027 added");
  expect(m.book.plan.settings.periods).toBe(6);
  expect(m.value("Spend", 3)).toBe(0);
  const goal = [...m.book.plan.goals.values()][0];
  expect([goal?.from, goal?.to]).toEqual(["2027-M01", "2027-M03"]);
  const { row } = m.at("Units sold");
  expect(m.book.engine.total({ row, channel: null, from: 0, to: 2 })).toBeCloseTo(100, 8);
  const offer = m.told?.offers[0];
  expect(offer?.name).toBe("Carry on with the last numbers");
  if (offer?.act !== undefined) m.take(offer.act(m.book));
  expect(m.value("CTR", 5)).toBe(0.02);
  expect(m.value("Spend", 4)).toBe(5500);
  expect(m.value("Spend", 0)).toBeCloseTo(4500, 8);
});

test("[SH7] more in front: cells stay at their keys", () => {
  const m = new Meeting();
  m.take(addPeriods(m.book, 2, "front", m.speak));
  expect(m.book.plan.settings).toMatchObject({ start: "2026-M11", periods: 5 });
  expect(m.value("CTR", 2)).toBe(0.02);
  expect(m.value("CTR", 1)).toBe(0);
  m.undo();
  expect(m.value("CTR", 0)).toBe(0.02);
});

test("[SH7] fewer: what would be cut off is said, kept, and comes back", () => {
  const m = new Meeting();
  const before = totalsOf(m.book);
  const asked = removePeriods(m.book, 1, "behind", m.speak);
  expect(asked.kind === "ask" && asked.question).toBe(
    "Mar 2027: Spend, Cost per 1,000, Click-through rate, Visitor to demo and 4 more have typed numbers there. " +
      "Mar 2027: goals for Units sold reach there and would hold what is left. They would be out of sight, and kept.",
  );
  expect(labelsOf(asked)).toEqual(["Keep Mar 2027", "Cut Mar 2027 off"]);
  reply(m, asked, "Cut");
  expect(m.book.plan.settings.periods).toBe(2);
  m.take(addPeriods(m.book, 1, "behind", m.speak));
  expect(totalsOf(m.book)).toEqual(before);
  reply(m, removePeriods(m.book, 1, "front", m.speak), "Cut");
  expect(m.book.plan.settings).toMatchObject({ start: "2027-M02", periods: 2 });
  expect(refusalOf(removePeriods(m.book, 2, "front", m.speak))).toContain("at least one");
  expect(refusalOf(addPeriods(m.book, 5000, "behind", m.speak))).toContain("1040");
});

test("history is shown more or less", () => {
  const m = new Meeting();
  m.take(setHistory(m.book, 2));
  expect(m.bar).toBe("2 months of history shown");
  expect(refusalOf(setHistory(m.book, -1))).not.toBe("");
});

test("[SH8] another period length is another plan: the same answer, and what to look at", () => {
  const m = new Meeting();
  const { plan, review } = inPeriodsOf(m.book, "quarter");
  expect(plan.settings).toMatchObject({ title: "Spring launch, by quarter", start: "2027-Q1", periods: 1 });
  expect(new Meeting(plan).sentence).toBe(m.sentence);
  expect(review.map(({ code }) => code)).toEqual(["perPeriod"]);
});
