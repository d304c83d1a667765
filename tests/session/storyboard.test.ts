import { expect, test } from "vitest";
import { describeTarget, flagsOf } from "../../src/session/describe.ts";
import { addChannel, setApplies, setRowFormula, addRow } from "../../src/session/shaping/index.ts";
import { goalAt, lookOf } from "../../src/session/target.ts";
import { Meeting } from "./drive.ts";

// The hour with the founding plan, figure by figure, without a screen. The screen's own test is in tests/e2e.

test("1: the plan opens with 100 units, and what they take", () => {
  const m = new Meeting();
  expect(m.sentence).toBe(
    "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000: £150 a sale.",
  );
  expect(m.second).toBe("Spend is worked out for it; months keep their shares");
  expect(m.cells("Spend")).toEqual([4500, 5000, 5500]);
  expect(m.value("Spend")).toBeCloseTo(15000, 8);
  expect(m.value("Impressions")).toBeCloseTo(500000, 6);
  expect(m.value("CPC")).toBeCloseTo(1.5, 12);
  expect(m.value("CAC")).toBeCloseTo(150, 10);
  expect(m.value("ROAS")).toBeCloseTo(3.2, 12);
  expect(m.value("Revenue")).toBeCloseTo(48000, 8);
  expect(m.value("Demo capacity")).toBe(540);
  expect(m.value("Sales reps")).toBe(3);
  expect(flagsOf(m.book, m.at("Demos", 2), m.speak).limit).toBe("3 more than Demo capacity (180)");
  expect(flagsOf(m.book, m.at("Demos", 1), m.speak).limit).toBeUndefined();
  expect(describeTarget(m.book, m.at("Demos", 2), m.speak).detail).toContain(
    "Sales reps would have to be 3.06",
  );
});

test("2, 3: we close 18; and back to the last digit", () => {
  const m = new Meeting();
  const before = m.cells("Spend");
  m.type(m.at("Demo to sale"), "18%");
  expect(m.cells("Demo to sale")).toEqual([0.18, 0.18, 0.18]);
  expect(m.sentence).toBe(
    "To sell 100 units in Q1 2027 you need 556 demos from 11,111 visitors, and £16,667: £167 a sale.",
  );
  expect(m.bar).toBe("Demo to sale 20% → 18% in 3 months: Spend £15,000 → £16,667.");
  m.undo();
  expect(m.cells("Spend")).toEqual(before);
});

test("4: how do you know? 36 of 182, one evidence for three months", () => {
  const m = new Meeting();
  m.type(m.at("Demo to sale"), "36 of 182");
  expect(m.cells("Demo to sale")).toEqual([36 / 182, 36 / 182, 36 / 182]);
  expect(m.shown("Spend")).toBe("£15,167");
  expect(describeTarget(m.book, m.at("Demo to sale"), m.speak).detail).toContain(
    "36 of 182; one evidence for 3 months",
  );
});

test("5: there is £10,000: the goal rests and shows what is missing", () => {
  const m = new Meeting();
  m.type(m.at("Spend"), "10000");
  expect(m.sentence).toBe("With £10,000 in Q1 2027 you sell 67 units, 33 short of 100: £150 a sale.");
  expect(m.cells("Spend").map(Math.round)).toEqual([3000, 3333, 3667]);
  expect(lookOf(m.book, m.at("Spend", 0))).toBe("assumption");
  expect(lookOf(m.book, m.at("Units sold"))).toBe("resting");
  expect(m.bar).toBe("Spend is fixed, the goal of 100 rests.");
  expect(m.told?.offers.map(({ name }) => name)).toEqual(["Solved by", "Put Spend back"]);
});

test("6: what would have to be true? The list, and a rate taken from it", () => {
  const m = new Meeting();
  m.type(m.at("Spend"), "10000");
  const list = m.levers("Units sold");
  for (const line of ["Demo to sale 30%", "Visitor to demo 7.5%", "CTR 3%", "CPM £20"]) {
    expect(list).toContain(line);
  }
  m.choose("Visitor to demo");
  expect(lookOf(m.book, m.at("Visitor to demo", 1))).toBe("lever");
  expect(m.value("Visitor to demo", 1)).toBeCloseTo(0.075, 12);
  expect(m.sentence).toBe("To sell 100 units for £10,000 in Q1 2027, Visitor to demo must be 7.5%.");
  expect(m.bar).toContain("Marketing");
});

test("7: with £2,500 by closing better: told so, with the best that can", () => {
  const m = new Meeting();
  m.type(m.at("Spend"), "2500");
  m.levers("Units sold");
  m.choose("Demo to sale");
  expect(m.sentence).toBe(
    "100 units cannot be reached by Demo to sale: even at 100% this plan sells 83. " +
      "Spend would have to be £15,000.",
  );
  expect(m.cells("Demo to sale")).toEqual([0.2, 0.2, 0.2]);
  expect(lookOf(m.book, m.at("Demo to sale", 0))).toBe("assumption");
  expect(m.shown("Units sold")).toBe("17");
  const list = m.levers("Units sold");
  for (const line of ["CTR 12%", "Visitor to demo 30%", "CPM £5"]) expect(list).toContain(line);
  m.undoAll();
  expect(m.sentence).toContain("£15,000: £150 a sale");
});

test("8: 40 in March: a second goal; the quarter's solves January and February", () => {
  const m = new Meeting();
  m.type(m.at("Units sold", 2), "40");
  expect(m.value("Spend", 2)).toBeCloseTo(6000, 8);
  expect(m.shown("Spend", 0)).toBe("£4,263");
  expect(m.shown("Spend", 1)).toBe("£4,737");
  expect(m.value("Spend")).toBeCloseTo(15000, 8);
  expect(m.bar).toBe(
    "Goal: 40 Units sold in March by Spend in March £6,000. January and February now come to 60.",
  );
  expect(m.told?.offers.map(({ name }) => name)).toEqual(["Solved by", "Override instead", "Let go"]);
  m.delete(m.at("Units sold", 2));
  expect(goalAt(m.book.plan, m.at("Units sold", 2))).toBeUndefined();
  expect(lookOf(m.book, m.at("Spend", 2))).toBe("assumption");
  expect(m.value("Spend", 2)).toBeCloseTo(6000, 8);
  expect(m.value("Units sold")).toBeCloseTo(100, 8);
});

test("9: a slip: 150 on a computed cell is a goal; Delete there does nothing and says why", () => {
  const m = new Meeting();
  m.type(m.at("Demos", 1), "150");
  expect(m.bar).toMatch(/^Goal: 150 Demos in February by Spend in February £4,500\./);
  m.undo();
  const plan = m.book.plan;
  m.delete(m.at("Demos", 1));
  expect(m.bar).toBe("Demos is computed: Visitors * [Visitor to demo]; nothing to delete.");
  expect(m.book.plan).toBe(plan);
});

test("10: January's Spend typed stays; the others are solved in proportion", () => {
  const m = new Meeting();
  m.type(m.at("Spend", 0), "4000");
  expect(m.value("Spend", 0)).toBe(4000);
  expect(lookOf(m.book, m.at("Spend", 0))).toBe("assumption");
  expect(m.shown("Spend", 1)).toBe("£5,238");
  expect(m.shown("Spend", 2)).toBe("£5,762");
  expect(m.value("Spend")).toBeCloseTo(15000, 8);
});

test("11: £120 a sale: Spend does not move it, so the list opens before anything is stored", () => {
  const m = new Meeting();
  const plan = m.book.plan;
  expect(m.type(m.at("CAC"), "120").kind).toBe("choose");
  expect(m.book.plan).toBe(plan);
  for (const line of ["CPM £24", "CTR 2.5%", "Visitor to demo 6.25%", "Demo to sale 25%"]) {
    expect(m.choices()).toContain(line);
  }
  m.choose("CPM");
  expect(m.book.plan.goals.size).toBe(2);
  expect(m.shown("Spend")).toBe("£12,000");
  expect(m.sentence).toContain("£12,000: £120 a sale");
});

test("12: four reps in March lift the capacity and leave Spend as it is", () => {
  const m = new Meeting();
  m.type(m.at("Sales reps", 2), "4");
  expect(m.value("Demo capacity", 2)).toBe(240);
  expect(flagsOf(m.book, m.at("Demos", 2), m.speak).limit).toBeUndefined();
  expect(m.bar).toBe("Sales reps 3 → 4 in March: Spend stays £15,000.");
});

test("15: a second channel, with a formula of its own and rows that do not apply", () => {
  const m = new Meeting();
  let ids = 0;
  const newId = (): string => `new${++ids}`;
  m.take(addChannel(m.book, "Events", null, newId));
  const events = "new1";
  m.take(addRow(m.book, "Cost per visitor", { after: m.at("CPM").row, section: null }, newId));
  m.type(m.at("Cost per visitor", 0, events), "£10");
  for (const t of [1, 2]) m.type(m.at("Cost per visitor", t, events), "10");
  const row = m.at("Cost per visitor").row;
  m.make([[`row/${row}/unit`, "money", "moneyPerCount"]]);
  m.take(setRowFormula(m.book, m.at("Visitors").row, events, "= Spend / [Cost per visitor]", m.speak));
  for (const name of ["CPM", "CTR", "Impressions"]) {
    m.take(setApplies(m.book, m.at(name).row, events, false));
    expect(lookOf(m.book, m.at(name, 0, events))).toBe("none");
  }
  for (const t of [0, 1, 2]) {
    m.type(m.at("Spend", t, events), "1000");
    m.type(m.at("Visitor to demo", t, events), "20%");
    m.type(m.at("Demo to sale", t, events), "20%");
  }
  expect(m.sentence).toBe(
    "To sell 100 units in Q1 2027 you need 500 demos from 9,100 visitors, and £16,200: £162 a sale.",
  );
  expect(m.second).toContain("Paid search £13,200, Events £3,000");
  expect(m.value("Visitor to demo")).toBeCloseTo(500 / 9100, 12);
  expect(m.value("Spend", undefined, events)).toBe(3000);
  m.undoAll();
  expect(m.sentence).toContain("10,000 visitors");
});
