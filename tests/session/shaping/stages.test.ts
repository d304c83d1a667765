import { expect, test } from "vitest";
import { changeBetween, changeTo, rowsInOrder, TEMPLATES } from "../../../src/core/index.ts";
import { formulaText } from "../../../src/session/clearing.ts";
import {
  addChannel,
  insertStage,
  readParts,
  removeStage,
  setApplies,
  setRowFormula,
} from "../../../src/session/shaping/index.ts";
import { stagesOf } from "../../../src/session/stages.ts";
import { Meeting } from "../drive.ts";
import { idMaker, labelsOf, refusalOf, reply, totalsOf } from "./kit.ts";

const formula = (m: Meeting, name: string, channel = "paid-search"): string =>
  formulaText(m.book.plan, m.at(name).row, channel) ?? "";
const stages = (m: Meeting): string[] =>
  stagesOf(m.book.plan).map((id) => m.book.plan.rows.get(id)?.name ?? "");

function expectTotals(m: Meeting, before: ReadonlyMap<string, number>): void {
  const after = totalsOf(m.book);
  for (const [name, total] of before) {
    if (after.has(name)) expect(after.get(name), name).toBeCloseTo(total, 6);
  }
}

test("[SH9] a stage between two: volume, rate, delay, wired; nothing moves until its rate is said", () => {
  const m = new Meeting();
  const [plan, before, said] = [m.book.plan, totalsOf(m.book), m.sentence];
  m.take(insertStage(m.book, { name: "Trials", place: { before: m.at("Demos").row } }, idMaker()));
  expect(stages(m)).toEqual(["Impressions", "Visitors", "Trials", "Demos", "Units sold"]);
  expect(formula(m, "Trials")).toBe("Visitors * [Visitor to trial]");
  expect(formula(m, "Demos")).toBe("Trials * [Visitor to demo]");
  const names = rowsInOrder(m.book.plan).map((id) => m.book.plan.rows.get(id)?.name);
  const at = names.indexOf("Visitor to trial");
  expect(names.slice(at, at + 4)).toEqual(["Visitor to trial", "Trials", "Visitor to demo", "Demos"]);
  expectTotals(m, before);
  expect(m.sentence).toBe(said);
  expect(m.bar).toContain("Visitor to trial is 100% until you say what it is");
  m.type(m.at("Visitor to trial"), "50%");
  expect(m.value("Spend")).toBeCloseTo(30000, 6);
  m.undoAll();
  expect(changeBetween(plan, m.book.plan)).toEqual([]);
});

test("[SH9] a stage that was put in is reached a period later, all of it or half, by one press", () => {
  const m = new Meeting();
  m.take(insertStage(m.book, { name: "Trials", place: { before: m.at("Demos").row } }, idMaker()));
  const offers = m.told?.offers ?? [];
  expect(offers.map(({ label }) => label)).toEqual(["All of it 1 month later", "Half of it 1 month later"]);
  m.take(offers[1]?.act?.(m.book) ?? m.last!); // `!`: something was taken above
  expect(formula(m, "Trials")).toBe("LAG(Visitors, 50%, 50%) * [Visitor to trial]");
  expect(m.bar).toContain("Half of Trials now comes 1 month after Visitors");
  m.take(offers[0]?.act?.(m.book) ?? m.last!); // `!`: as above
  expect(formula(m, "Trials")).toBe("LAG(Visitors, 0%, 100%) * [Visitor to trial]");
  expect(m.value("Trials", 1)).toBeCloseTo(m.value("Visitors", 0), 6);
});

test("[SH9] with a delay; refused beside a row that is no stage, and where the next one is not computed from it", () => {
  const m = new Meeting();
  m.take(
    insertStage(
      m.book,
      { name: "Trials", place: { before: m.at("Demos").row }, delay: [0.5, 0.5] },
      idMaker(),
    ),
  );
  expect(formula(m, "Trials")).toBe("LAG(Visitors, 50%, 50%) * [Visitor to trial]");
  const late = { name: "X", place: { before: m.at("Demos").row }, delay: [0.5, 0.4] };
  expect(refusalOf(insertStage(m.book, late, idMaker()))).toContain("add up to 100%");
  expect(refusalOf(insertStage(m.book, { name: "X", place: { before: m.at("Price").row } }, idMaker()))).toBe(
    "Price is no step of the funnel, so that none can stand in front of it or behind it.",
  );
  expect(
    refusalOf(insertStage(m.book, { name: "Demos", place: { before: m.at("Demos").row } }, idMaker())),
  ).toContain("already");
  m.take(setRowFormula(m.book, m.at("Demos").row, null, "", m.speak));
  expect(
    refusalOf(insertStage(m.book, { name: "Y", place: { before: m.at("Demos").row } }, idMaker())),
  ).toContain("not computed from Trials");
});

test("[SH9] where the next stage comes from elsewhere, the new one does not apply", () => {
  const m = new Meeting();
  m.take(addChannel(m.book, "Events", null, () => "events"));
  m.take(setApplies(m.book, m.at("Impressions").row, "events", false));
  m.take(setRowFormula(m.book, m.at("Visitors").row, "events", "Spend / 10", m.speak));
  m.take(insertStage(m.book, { name: "Clicks", place: { before: m.at("Visitors").row } }, idMaker()));
  expect(formula(m, "Visitors")).toBe("Clicks * CTR");
  expect(formula(m, "Visitors", "events")).toBe("Spend / 10");
  expect(m.book.engine.applies(m.at("Clicks").row, "events")).toBe(false);
});

test("[SH9] before the first stage: the new one comes about as that one did, and no number moves", () => {
  const m = new Meeting();
  const [plan, before, said] = [m.book.plan, totalsOf(m.book), m.sentence];
  const reach = formula(m, "Impressions");
  const first = m.at("Impressions").row;
  m.take(insertStage(m.book, { name: "Audience", place: { before: first } }, idMaker()));
  expect(stages(m)).toEqual(["Audience", "Impressions", "Visitors", "Demos", "Units sold"]);
  expect(formula(m, "Audience")).toBe(reach);
  expect(formula(m, "Impressions")).toBe("Audience * [Audience to impression]");
  expect(m.bar).toContain("Audience stands in front of Impressions and comes about as Impressions did");
  const names = rowsInOrder(m.book.plan).map((id) => m.book.plan.rows.get(id)?.name);
  const at = names.indexOf("Audience");
  expect(names.slice(at, at + 3)).toEqual(["Audience", "Audience to impression", "Impressions"]);
  expectTotals(m, before);
  expect(m.sentence).toBe(said);
  m.type(m.at("Audience to impression"), "50%");
  expect(m.value("Spend")).toBeCloseTo(30000, 6);
  m.undoAll();
  expect(changeBetween(plan, m.book.plan)).toEqual([]);
});

test("[SH9] before a first stage that is typed, and a lever: its numbers and its place as lever go along", () => {
  const m = new Meeting();
  const first = m.at("Impressions").row;
  m.take(setRowFormula(m.book, first, null, "", m.speak));
  const [id = ""] = m.book.plan.goals.keys();
  const lever = { row: first, channels: null, from: "2027-M01", to: "2027-M03", except: [] };
  const cells = [100000, 200000, 300000];
  const change = changeTo(m.book.plan, [
    [`cells/${first}/paid-search/2027-M01`, { cells }],
    [`goal/${id}/lever`, lever],
  ]);
  m.take({ kind: "edit", change, told: { label: "", what: () => "", effect: false, offers: [] } });
  const sold = m.value("Units sold");
  expect(sold).toBeCloseTo(100, 6);
  const audience = { name: "Audience", place: { before: first }, rateName: "Seen", delay: [0, 1] };
  m.take(insertStage(m.book, audience, idMaker()));
  expect(formula(m, "Impressions")).toBe("LAG(Audience, 0%, 100%) * Seen");
  expect(formula(m, "Audience")).toBe("");
  expect(m.book.plan.goals.get(id)?.lever?.row).toBe(m.at("Audience").row);
  expect(m.value("Units sold")).toBeCloseTo(sold, 4);
  expect(m.value("Impressions", 0)).toBe(0);
  expect(m.value("Impressions", 1)).toBeCloseTo(m.value("Audience", 0), 6);
  expect(m.value("Audience", 1)).toBeCloseTo(2 * m.value("Audience", 0), 6);
});

test("[SH9] before the first stage, channels keep their own ways", () => {
  const m = new Meeting();
  m.take(addChannel(m.book, "Events", "paid-search", () => "events"));
  m.take(addChannel(m.book, "Fairs", "paid-search", () => "fairs"));
  const first = m.at("Impressions").row;
  m.take(setApplies(m.book, first, "fairs", false));
  m.take(setRowFormula(m.book, first, "events", "Spend / CPM * 2", m.speak));
  const before = totalsOf(m.book);
  m.take(insertStage(m.book, { name: "Audience", place: { before: first } }, idMaker()));
  expect(formula(m, "Audience", "events")).toBe("Spend / CPM * 2");
  expect(formula(m, "Impressions", "events")).toBe("Audience * [Audience to impression]");
  expect(m.book.engine.applies(m.at("Audience").row, "fairs")).toBe(false);
  expect(m.book.engine.applies(first, "fairs")).toBe(false);
  expectTotals(m, before);
});

test("[SH9] behind the last stage; behind another one it stands between", () => {
  const m = new Meeting();
  const before = totalsOf(m.book);
  m.take(insertStage(m.book, { name: "Renewals", place: { after: m.at("Units sold").row } }, idMaker()));
  expect(stages(m).slice(-2)).toEqual(["Units sold", "Renewals"]);
  expect(formula(m, "Renewals")).toBe("[Units sold] * [Units sold to renewal]");
  expect(m.bar).toContain("Renewals stands behind Units sold");
  expect(m.value("Renewals")).toBeCloseTo(100, 6);
  expectTotals(m, before);
  const ids = idMaker();
  const trials = { name: "Trials", place: { after: m.at("Visitors").row } };
  m.take(insertStage(m.book, trials, () => `t${ids()}`));
  expect(formula(m, "Demos")).toBe("Trials * [Visitor to demo]");
  expectTotals(m, before);
});

test("[SH9] before the first and behind the last stage of every template, no number moves", () => {
  for (const template of TEMPLATES) {
    const m = new Meeting(template.make({ start: "2027-M01", currency: "GBP" }));
    const before = totalsOf(m.book);
    const all = stagesOf(m.book.plan);
    for (const place of [{ before: all[0] ?? "" }, { after: all.at(-1) ?? "" }]) {
      const inserted = insertStage(m.book, { name: "At the end", place }, idMaker());
      expect(inserted.kind, `${template.id} ${JSON.stringify(place)}`).toBe("edit");
      m.take(inserted);
      expectTotals(m, before);
      m.undoAll();
    }
  }
});

test("the parts of a delay as people write them", () => {
  expect(readParts("50%, 30%, 20%")).toEqual([0.5, 0.3, 0.2]);
  expect(readParts("50 30 20")).toEqual([0.5, 0.3, 0.2]);
  expect(readParts("12,5% ; 87,5%")).toEqual([0.125, 0.875]);
  expect(readParts("50%,50%")).toEqual([0.5, 0.5]);
  expect(readParts("0/100")).toEqual([0, 1]);
  expect(readParts("soon")).toBeNull();
  expect(readParts("")).toBeNull();
});

test("[SH10] a stage goes, the rates multiply, and the answer stays", () => {
  const m = new Meeting();
  const before = totalsOf(m.book);
  const asked = removeStage(m.book, m.at("Demos").row, m.speak);
  expect(asked.kind === "ask" && asked.question).toContain(
    "Units sold comes from the step before it. By which rate?",
  );
  expect(labelsOf(asked)).toEqual([
    "Keep Demos",
    "Visitor to demo × Demo to sale: the numbers stay",
    "Demo to sale as it is",
    "Both rates, Visitor to demo staying a row",
  ]);
  reply(m, asked, "×");
  expect(stages(m)).toEqual(["Impressions", "Visitors", "Units sold"]);
  expect(formula(m, "Units sold")).toBe("Visitors * [Demo to sale]");
  expect(m.cells("Demo to sale")).toEqual(
    [0.01, 0.01, 0.01].map((rate) => expect.closeTo(rate, 15) as number),
  );
  before.delete("Demo to sale");
  expectTotals(m, before);
  expect(m.sentence).toBe("To sell 100 units in Q1 2027 you need 10,000 visitors, and £15,000: £150 a sale.");
  m.undo();
  expect(m.sentence).toContain("500 demos from 10,000 visitors");
});

test("[SH10] or by the person’s choice: its own rate alone, or both", () => {
  const m = new Meeting();
  reply(m, removeStage(m.book, m.at("Demos").row, m.speak), "as it is");
  expect(m.value("Spend")).toBeCloseTo(15000 * 0.05, 6);
  m.undo();
  reply(m, removeStage(m.book, m.at("Demos").row, m.speak), "Both");
  expect(formula(m, "Units sold")).toBe("Visitors * [Visitor to demo] * [Demo to sale]");
  expect(m.value("Spend")).toBeCloseTo(15000, 6);
});

test("[SH10] the middle of the sentence closes up; delays add up", () => {
  const m = new Meeting();
  reply(m, removeStage(m.book, m.at("Visitors").row, m.speak), "×");
  expect(m.sentence).toBe("To sell 100 units in Q1 2027 you need 500 demos, and £15,000: £150 a sale.");
  const lead = TEMPLATES.find(({ id }) => id === "lead-to-deal");
  const l = new Meeting(lead?.make({ start: "2027-M01", currency: "GBP" }));
  reply(l, removeStage(l.book, l.at("Opportunities").row, l.speak), "×");
  expect(formula(l, "Deals")).toBe("LAG(SQLs, 0%, 18%, 42%, 32%, 8%) * [Win rate]");
});

test("[SH9] [SH10] in every template: put in and taken out again, each stage leaves the numbers as they were", () => {
  for (const template of TEMPLATES) {
    const m = new Meeting(template.make({ start: "2027-M01", currency: "GBP" }));
    const before = totalsOf(m.book);
    for (const id of stagesOf(m.book.plan).slice(1)) {
      const inserted = insertStage(m.book, { name: "In between", place: { before: id } }, idMaker());
      if (inserted.kind !== "edit" || inserted.row === undefined) continue;
      m.take(inserted);
      expectTotals(m, before);
      const asked = removeStage(m.book, inserted.row, m.speak);
      if (asked.kind === "ask")
        reply(m, asked, labelsOf(asked).some((label) => label.includes("×")) ? "×" : "Both");
      else expect(refusalOf(asked), `${template.id} ${id}`).toContain("formula of its own");
      expectTotals(m, before);
      m.undoAll();
    }
  }
});
