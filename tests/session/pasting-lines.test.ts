// A block in one gesture: levers freed together, history, rows that are made, and what found no place.
import { expect, test } from "vitest";
import { rowsInOrder } from "../../src/core/index.ts";
import { cutTargets } from "../../src/session/clearing.ts";
import { pasteBlock } from "../../src/session/pasting-lines.ts";
import type { PastedBlock } from "../../src/session/pasting-lines.ts";
import type { Outcome } from "../../src/session/outcome.ts";
import { Meeting } from "./drive.ts";

const ids = (): (() => string) => {
  let n = 0;
  return () => `made${++n}`;
};

function paste(m: Meeting, block: PastedBlock): Outcome {
  return m.take(pasteBlock(m.book, block, m.speak, ids()));
}

/** Texts for a row's periods from `first` on. */
const row = (m: Meeting, name: string, texts: readonly string[], first = 0): PastedBlock => ({
  entries: texts.map((text, i) => ({ target: m.at(name, first + i), text })),
});

const offer = (m: Meeting, name: string): Outcome => {
  const found =
    m.told?.offers.find((each) => each.name === name) ??
    (m.last?.kind === "nothing" ? m.last.offers.find((each) => each.name === name) : undefined);
  if (found?.act === undefined) throw new Error(`no offer ${name}`);
  if (found.how === "instead") m.undo();
  return m.take(found.act(m.book));
};

test("[KS5] several solved cells are fixed together, and the goal is solved by the rest", () => {
  const m = new Meeting();
  paste(m, row(m, "Spend", ["6000", "5500"]));
  expect([0, 1].map((t) => m.value("Spend", t))).toEqual([6000, 5500]);
  expect(m.value("Units sold")).toBeCloseTo(100, 6);
  paste(m, row(m, "Spend", ["6000", "6000", "6000"]));
  expect([0, 1, 2].map((t) => m.value("Spend", t))).toEqual([6000, 6000, 6000]);
  expect(m.bar).toContain("The goal of 100 for Units sold rests");
});

test("[KS5] a goal and a total are kept and counted as what they are", () => {
  const m = new Meeting();
  paste(m, {
    entries: [
      { target: m.at("Units sold"), text: "120" },
      { target: m.at("Price"), text: "500" },
      { target: m.at("Demos", 0), text: "1" },
    ],
  });
  expect(m.bar).toBe("0 taken. 1 computed cell, 1 goal and 1 total differ and were kept.");
});

test("[KS5] history takes what is pasted, whatever its row", () => {
  const m = new Meeting();
  m.make([["plan/history", 0, 3]]);
  paste(m, {
    entries: [-2, -1].map((t) => ({ target: { ...m.at("Demos", 0), from: t, to: t }, text: "140" })),
  });
  expect(m.bar).toMatch(/^2 taken/);
  expect(m.value("Demos", -1)).toBe(140);
});

test("[KS5] a row that is new has its unit from the block, and one formula where all of it is that", () => {
  const m = new Meeting();
  paste(m, {
    entries: [],
    rows: {
      after: null,
      section: null,
      lines: [
        {
          name: "Churn",
          owner: "Success",
          cells: ["3%", "4", "5%"].map((text, t) => ({ channel: null, from: t, to: t, text })),
        },
        {
          name: "Twice",
          owner: "",
          cells: [0, 1, 2].map((t) => ({ channel: null, from: t, to: t, text: "=Demos*2" })),
        },
      ],
    },
  });
  expect(m.bar).toMatch(/^New rows: Churn, Twice\./);
  expect(m.book.plan.rows.get("made1")).toMatchObject({ name: "Churn", owner: "Success", unit: "rate" });
  expect([0, 1, 2].map((t) => m.value("Churn", t))).toEqual([0.03, 0.04, 0.05]);
  expect(m.book.plan.formulas.get("made2")?.kind).toBe("tree");
  expect(m.value("Twice", 0)).toBeCloseTo(300, 6);
  expect(rowsInOrder(m.book.plan).slice(-2)).toEqual(["made1", "made2"]);
});

test("[KS5] a name that is taken gets a number, and stays as it was where a row would be renamed", () => {
  const m = new Meeting();
  paste(m, {
    entries: [],
    rows: { after: null, section: null, lines: [{ name: "Price", owner: "", cells: [] }] },
  });
  expect(m.bar).toContain("Price 2");
  paste(m, { entries: [], heads: [{ row: "price", field: "name", text: "Demos" }] });
  expect(m.bar).toContain("There is a row called Demos already");
  expect(m.book.plan.rows.get("price")?.name).toBe("Price");
});

test("[KS5] what lies right of the last period is said, and comes with more periods as one change", () => {
  const m = new Meeting();
  const block: PastedBlock = {
    ...row(m, "Price", ["1", "2", "3"]),
    beyond: {
      columns: 2,
      rows: 1,
      periods: [3, 4].map((t) => ({ target: { ...m.at("Price", 0), from: t, to: t }, text: `${t + 1}` })),
    },
  };
  paste(m, block);
  expect(m.bar).toContain("2 columns right of the last period and 1 row below the last row are left out.");
  offer(m, "Add periods");
  expect(m.book.plan.settings.periods).toBe(5);
  expect([0, 1, 2, 3, 4].map((t) => m.value("Price", t))).toEqual([1, 2, 3, 4, 5]);
  m.undo();
  expect(m.book.plan.settings.periods).toBe(3);
  expect(m.value("Price", 0)).toBe(480);
});

test("[KS4] cut keeps a goal", () => {
  const m = new Meeting();
  const outcome = cutTargets(m.book, [m.at("Units sold")], m.speak);
  expect(outcome.kind).toBe("nothing");
  expect(outcome.kind === "nothing" && outcome.text).toContain("not cut");
});

test("a block that can be read in two ways asks, and then makes rows and numbers at once", () => {
  const m = new Meeting();
  const outcome = pasteBlock(
    m.book,
    {
      entries: ["1,5", "2,5"].map((text, t) => ({ target: m.at("Price", t), text })),
      rows: { after: null, section: null, lines: [{ name: "Rebate", owner: "", cells: [] }] },
    },
    m.speak,
    ids(),
  );
  if (outcome.kind !== "ask") throw new Error(outcome.kind);
  m.take(outcome.readings[0]?.act(m.book) ?? outcome);
  expect(m.value("Price", 1)).toBe(2.5);
  expect([...m.book.plan.rows.values()].some(({ name }) => name === "Rebate")).toBe(true);
});

test("[KS5] columns of totals that were left out are said", () => {
  const m = new Meeting();
  paste(m, { ...row(m, "Price", ["490", "500"]), totals: ["Total"] });
  expect(m.bar).toMatch(/^The column Total is left out: totals are worked out here\. 2 taken\./);
  paste(m, { ...row(m, "Price", ["491"]), totals: ["Total", "Q1 total"] });
  expect(m.bar).toMatch(/^The columns Total, Q1 total are left out/);
});
