import { expect, test } from "vitest";
import { changeBetween, rowsInOrder } from "../../../src/core/index.ts";
import { formulaText } from "../../../src/session/clearing.ts";
import {
  addChannel,
  addRow,
  deleteRow,
  duplicateRow,
  moveRow,
  setRow,
  setRowFormula,
  setRowPer,
  setRowScope,
  setRowUnit,
} from "../../../src/session/shaping/index.ts";
import { Meeting } from "../drive.ts";
import { idMaker, labelsOf, refusalOf, reply, totalsOf } from "./kit.ts";

const names = (m: Meeting): string[] =>
  rowsInOrder(m.book.plan).map((id) => m.book.plan.rows.get(id)?.name ?? "");
const row = (m: Meeting, name: string): string => m.at(name).row;

test("[SH3] a row moves in front of, behind another, or into a section; its formula follows it", () => {
  const m = new Meeting();
  const before = m.book.plan;
  m.take(moveRow(m.book, row(m, "Cost per click"), { before: row(m, "Impressions") }));
  expect(names(m).slice(0, 5)).toEqual([
    "Spend",
    "Cost per 1,000",
    "Cost per click",
    "Impressions",
    "Click-through rate",
  ]);
  m.take(
    moveRow(m.book, row(m, "Cost per click"), {
      section: m.book.plan.rows.get(row(m, "Price"))?.section ?? null,
    }),
  );
  expect(names(m).at(-1)).toBe("Cost per click");
  expect(m.value("Cost per click")).toBeCloseTo(1.5, 12);
  m.take(moveRow(m.book, row(m, "Cost per click"), { after: row(m, "Visitors") }));
  expect(names(m)).toEqual(rowsInOrder(before).map((id) => before.rows.get(id)?.name));
  expect(m.take(moveRow(m.book, row(m, "Visitors"), { before: row(m, "Cost per click") })).kind).toBe(
    "nothing",
  );
  m.undoAll();
  expect(changeBetween(before, m.book.plan)).toEqual([]);
});

test("[SH3] rows that two windows added at one place have one order: moving between them still works", () => {
  const m = new Meeting();
  const [spend, cpm] = [row(m, "Spend"), row(m, "CPM")];
  const order = m.book.plan.rows.get(spend)?.order ?? "";
  m.make([[`row/${cpm}/order`, m.book.plan.rows.get(cpm)?.order ?? "", order]]);
  const [first = "", second = ""] = rowsInOrder(m.book.plan);
  m.take(moveRow(m.book, row(m, "Visitors"), { after: first }));
  expect(rowsInOrder(m.book.plan).slice(0, 3)).toEqual([first, row(m, "Visitors"), second]);
  const added = addRow(m.book, "New", { after: first, section: null }, idMaker());
  m.take(added);
  expect(rowsInOrder(m.book.plan)[1]).toBe(added.row);
});

test("a copy stands behind its row, with cells and formulas, under a name that is free", () => {
  const m = new Meeting();
  m.type(m.at("Visitors", 1), "3000", true);
  m.take(duplicateRow(m.book, row(m, "Visitors"), idMaker()));
  m.take(duplicateRow(m.book, row(m, "Visitors"), () => "again"));
  expect(names(m).filter((name) => name.startsWith("Visitors"))).toEqual([
    "Visitors",
    "Visitors 3",
    "Visitors 2",
  ]);
  expect(m.cells("Visitors 2")).toEqual(m.cells("Visitors"));
  expect(formulaText(m.book.plan, "n1", "paid-search")).toBe("Impressions * CTR");
  expect(m.book.plan.rows.get("n1")?.stage).toBeNull();
});

test("[SH5] a row that nobody uses goes at once; its goal goes, the sentence does without it", () => {
  const m = new Meeting();
  expect(m.take(deleteRow(m.book, row(m, "Cost per sale"), m.speak)).kind).toBe("edit");
  expect(m.sentence).toBe(
    "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000.",
  );
  m.undo();
  expect(m.sentence).toContain("£150 a sale");
});

test("[SH5] a rate that is the same everywhere can be written as its number", () => {
  const m = new Meeting();
  const before = totalsOf(m.book);
  const asked = deleteRow(m.book, row(m, "CTR"), m.speak);
  expect(labelsOf(asked)).toEqual([
    "Keep Click-through rate",
    "Write 2% in place of Click-through rate",
    "Visitors keeps its numbers, typed",
    "Delete Click-through rate all the same",
  ]);
  reply(m, asked, "Write 2%");
  expect(formulaText(m.book.plan, row(m, "Visitors"), "paid-search")).toBe("Impressions * 2%");
  for (const [name, total] of totalsOf(m.book)) expect(total, name).toBeCloseTo(before.get(name) ?? NaN, 6);
});

test("[SH5] a cost per thousand is written for one; a formula goes into its users; a typed row’s users keep numbers", () => {
  const m = new Meeting();
  reply(m, deleteRow(m.book, row(m, "CPM"), m.speak), "Write");
  expect(formulaText(m.book.plan, row(m, "Impressions"), "paid-search")).toBe("Spend / 0.03");
  expect(m.value("Spend")).toBeCloseTo(15000, 6);
  reply(m, deleteRow(m.book, row(m, "Impressions"), m.speak), "Write Spend / 0.03");
  expect(formulaText(m.book.plan, row(m, "Visitors"), "paid-search")).toBe("Spend / 0.03 * CTR");
  expect(m.value("Units sold")).toBeCloseTo(100, 6);
  expect(m.book.plan.rows.get(row(m, "Visitors"))?.stage?.from).toBeNull();
  const demos = m.cells("Demos");
  reply(m, deleteRow(m.book, row(m, "Visitors"), m.speak), "keep their numbers");
  expect(m.cells("Demos")).toEqual(demos);
  expect(m.book.plan.formulas.has(row(m, "Demos"))).toBe(false);
});

test("[SH5] all the same: what used it says that it is gone, and undo brings it back", () => {
  const m = new Meeting();
  reply(m, deleteRow(m.book, row(m, "Visitors"), m.speak), "all the same");
  expect(m.value("Demos")).toBeNaN();
  m.undo();
  expect(m.value("Demos")).toBeCloseTo(500, 6);
});

test("[SH6] per channel → plan-wide: amounts are added up, alike rates stay, where formulas allow it", () => {
  const m = new Meeting();
  expect(refusalOf(setRowScope(m.book, row(m, "Spend"), "plan"))).toContain("keeps its scope");
  const fresh = addRow(m.book, "Overheads", { after: null, section: null }, () => "overheads");
  m.take(fresh);
  m.take(addChannel(m.book, "Events", null, () => "events"));
  m.take(setRowUnit(m.book, "overheads", "money", "Money"));
  m.type(m.at("Overheads", 0, "paid-search"), "100");
  m.type(m.at("Overheads", 0, "events"), "50");
  m.take(setRowScope(m.book, "overheads", "plan"));
  expect(m.cells("Overheads")).toEqual([150, 0, 0]);
  const asked = setRowScope(m.book, "overheads", "channel");
  expect(labelsOf(asked)).toEqual(["Equal parts: the total stays", "The same number in each channel"]);
  reply(m, asked, "Equal");
  expect(m.value("Overheads", 0, "events")).toBe(75);
  m.undo();
  m.undo();
  expect(m.value("Overheads", 0, "events")).toBe(50);
});

test("[SH6] refused with the formula that would no longer do, and with its own formula in a channel", () => {
  const m = new Meeting();
  expect(refusalOf(setRowScope(m.book, row(m, "Visitors"), "plan"))).toContain("keeps its scope");
  m.take(setRowScope(m.book, row(m, "Price"), "channel"));
  expect(m.value("Revenue")).toBeCloseTo(48000, 6);
  m.take(addChannel(m.book, "Events", null, () => "events"));
  m.take(setRowFormula(m.book, row(m, "Price"), "events", "400", m.speak));
  expect(refusalOf(setRowScope(m.book, row(m, "Price"), "plan"))).toContain("Events");
});

test("a cost for one becomes one for a thousand, and means the same", () => {
  const m = new Meeting();
  const before = totalsOf(m.book);
  m.take(setRowPer(m.book, row(m, "CPM"), 1));
  expect(m.value("CPM", 0)).toBe(0.03);
  for (const [name, total] of totalsOf(m.book)) {
    if (name !== "Cost per 1,000") expect(total, name).toBeCloseTo(before.get(name) ?? NaN, 6);
  }
  m.take(setRowPer(m.book, row(m, "CPM"), 1000));
  expect(m.value("CPM", 0)).toBe(30);
  expect(refusalOf(setRowPer(m.book, row(m, "Spend"), 1000))).toContain("no cost per piece");
});

test("settings of a row: taken, or refused with what would be right", () => {
  const m = new Meeting();
  const set = (name: string, setting: Parameters<typeof setRow>[2]): string => {
    const outcome = m.take(setRow(m.book, row(m, name), setting));
    return outcome.kind === "refuse" ? outcome.complaint.code : outcome.kind;
  };
  expect(set("Visitors", { shortName: "Visits" })).toBe("edit");
  expect(formulaText(m.book.plan, row(m, "Demos"), "paid-search")).toBe("Visits * [Visitor to demo]");
  expect(set("Demos", { shortName: "ctr" })).toBe("row-name-taken");
  expect(set("Demos", { owner: "Sales" })).toBe("edit");
  expect(set("Visitors", { measure: "stock" })).toBe("edit");
  expect(m.value("Visitors")).toBeCloseTo(m.value("Visitors", 2), 9);
  expect(set("CTR", { measure: "stock" })).toBe("measure-refused");
  expect(set("CTR", { totalBy: "average" })).toBe("edit");
  expect(set("CTR", { totalBy: { weightedBy: row(m, "Demos") } })).toBe("edit");
  expect(set("CTR", { totalBy: { weightedBy: row(m, "CPM") } })).toBe("weight-refused");
  expect(set("Demos a rep", { asPercent: true })).toBe("edit");
  expect(set("Spend", { asPercent: true })).toBe("percent-refused");
  expect(set("Spend", { decimals: 2 })).toBe("edit");
  expect(set("Spend", { decimals: 2 })).toBe("nothing");
  expect(set("Spend", { decimals: 2.5 })).toBe("decimals-refused");
  expect(set("Spend", { better: null })).toBe("edit");
  expect(set("Units sold", { limit: row(m, "Demos") })).toBe("edit");
  expect(set("Units sold", { limit: row(m, "Spend") })).toBe("limit-refused");
  expect(set("Units sold", { limit: null })).toBe("edit");
  expect(set("Demos", { stage: { from: row(m, "Units sold"), rate: null } })).toBe("stage-circle");
  expect(set("Demos", { stage: null })).toBe("edit");
  expect(set("Demos", { definition: "  Came and has a budget. " })).toBe("edit");
  expect(m.book.plan.rows.get(row(m, "Demos"))?.definition).toBe("Came and has a budget.");
  expect(set("Demos", { note: "x".repeat(10_001) })).toBe("text-too-long");
});

test("another unit names the formula that no longer fits", () => {
  const m = new Meeting();
  m.take(setRowUnit(m.book, row(m, "Spend"), "count", "Count"));
  expect(m.bar).toContain("its formula no longer fits");
  expect(m.told?.tone).toBe("warning");
});
