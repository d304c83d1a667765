// The 113 hostile entries of tests/fixtures/entries.json, typed as people type them: the formulas among them into a plan with
// rows of the names that they read. Entries of numbers, rates, money and dates have a test of their own beside the parser.
import { describe, expect, test } from "vitest";
import fixture from "../fixtures/entries.json";
import { parseFormula } from "../../src/core/formula/parse.ts";
import { parseEntry } from "../../src/core/entry/entry.ts";
import type { Plan } from "../../src/core/index.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { contextOf as entryContext } from "../core/entry/contexts.ts";
import { planOf } from "../core/formula/plan.ts";
import { longTexts } from "../long-texts.ts";
import { Meeting } from "./drive.ts";

interface Rule {
  readonly type: string;
  readonly value?: number | string | boolean;
  readonly code?: string;
  readonly tolerance?: number;
  readonly shown?: string;
}

interface Hostile {
  readonly id: string;
  readonly group: string;
  readonly input: string;
  readonly rule: Rule;
}

/** A rule of ours: what the entry comes to, by the sentence's name where it is refused, and why the fixture's does not fit. */
interface Ours {
  readonly is: number | "error" | { readonly refused: string };
  readonly why: string;
}

/**
 * One rule for all that needs a cell's address, a range or text: refused, with the sentence that says what to write instead. The
 * names of these sentences; each has its remedy after a colon.
 */
const NOT_OF_A_PLAN = ["cellRange", "noText", "noJoin", "notANumber"] as const;

const OURS: Readonly<Record<string, Ours>> = {
  "fx-16": {
    is: 1,
    why: "0^0 is 1, as in every language of computing and in Google Sheets: a plan's x^0 must not fail at x = 0",
  },
  "fx-24": { is: { refused: "noText" }, why: "text" },
  "fx-25": { is: { refused: "noText" }, why: "text" },
  "fx-27": { is: { refused: "cellRange" }, why: "a range of cells" },
  "fx-30": { is: { refused: "cellRange" }, why: "a range of cells" },
  "fx-32": { is: { refused: "noJoin" }, why: "text" },
  "fx-46": { is: { refused: "noText" }, why: "text" },
  "fx-50": { is: { refused: "noText" }, why: "text" },
  "fx-78": { is: { refused: "notANumber" }, why: "cells hold no text" },
  "fx-80": {
    is: 10,
    why: "a blank before the = hides nothing: nobody means text by it, since cells hold none",
  },
  "fx-81": { is: { refused: "notANumber" }, why: "cells hold no text" },
  "fx-85": { is: 20, why: "× means one thing only, so it is read and shown as *" },
  "fx-86": { is: 5, why: "÷ means one thing only, so it is read and shown as /" },
  "fx-90": {
    is: { refused: "truthAndNumber" },
    why: "a chain of comparisons never means what it looks like",
  },
  "loop-06": { is: { refused: "cellRange" }, why: "a range of cells" },
};

/** The fixture's words for what is too long to write out. */
const WRITTEN_OUT: Readonly<Record<string, string>> = {
  "deep-01": `=${"(".repeat(64)}1${")".repeat(64)}`,
  "deep-02": `=${"(".repeat(1000)}1${")".repeat(1000)}`,
  "deep-03": `=${"(".repeat(100_000)}1${")".repeat(100_000)}`,
  "deep-04": `=1${"+1".repeat(99_999)}`,
  "deep-08": `=${"-".repeat(1000)}1`,
};

const entries: readonly Hostile[] = fixture.entries;
const formulas = entries.filter(({ group }) => ["fx", "deep", "loop"].includes(group));

/** A1 = 10, B1 = 0, A2 = 2, B2 = 5, D1 blank, as the fixture has them; F6 is typed into. */
function meet(): Meeting {
  const names = ["A1", "B1", "D1", "A2", "B2", "F6"];
  const specs = names.map((name) => ({ name, unit: "number", scope: "plan" }) as const);
  const meeting = new Meeting(planOf(specs, ["Search"]));
  for (const [name, text] of [
    ["A1", "10"],
    ["B1", "0"],
    ["A2", "2"],
    ["B2", "5"],
  ] as const)
    meeting.type(meeting.at(name, 0), text);
  return meeting;
}

function check(meeting: Meeting, row: string, rule: Rule | Ours["is"]): void {
  const { last } = meeting;
  const refused = last?.kind === "refuse" ? last.complaint : null;
  if (typeof rule === "object" && "refused" in rule) {
    expect(refused?.code).toBe(rule.refused);
    return;
  }
  if (refused !== null) {
    expect(typeof rule === "object" ? rule.type : rule).toMatch(/refuse|error/);
    // Every refusal says what to do about it.
    expect(refused.text).toMatch(/: .+\.$|[Tt]ype |[Ww]rite |[Uu]se /);
    return;
  }
  expect(last?.kind).toBe("edit");
  const value = meeting.value(row, 0);
  if (rule === "error" || (typeof rule === "object" && rule.type === "error")) expect(value).toBeNaN();
  else if (typeof rule === "number") expect(value).toBe(rule);
  else {
    expect(["number", "boolean", "number-or-refuse"]).toContain(rule.type);
    expect(value).toBeCloseTo(Number(rule.value ?? value), 15);
    if (rule.shown !== undefined) expect(meeting.shown(row, 0)).toBe(rule.shown);
  }
}

describe("hostile formulas", () => {
  test("are all there, and each rule of ours has its reason", () => {
    expect(entries).toHaveLength(113);
    expect(formulas).toHaveLength(57);
    for (const [id, { why, is }] of Object.entries(OURS)) {
      expect(formulas.map((entry) => entry.id)).toContain(id);
      expect(why).not.toBe("");
      if (typeof is === "object" && /text|range/.test(why)) expect(NOT_OF_A_PLAN).toContain(is.refused);
    }
  });

  test.each(
    formulas.filter(({ id }) => id !== "loop-04").map((entry) => [entry.id, entry.input, entry] as const),
  )("%s %s", (id, input, { rule }) => {
    const meeting = meet();
    const [row, text] = input.startsWith("A1:=")
      ? (["A1", input.slice(3)] as const)
      : (["F6", input] as const);
    meeting.type(meeting.at(row), WRITTEN_OUT[id] ?? text);
    const ours = OURS[id];
    if (ours === undefined && rule.type === "refuse") expect(meeting.last?.kind).toBe("refuse");
    check(meeting, row, ours?.is ?? rule);
  });

  test("loop-04: a ring of 10,000 rows is a circle, and nothing overflows", () => {
    const count = 10_000;
    const name = (i: number): string => `R${i % count}x`;
    const specs = Array.from({ length: count }, (_, i) => ({
      name: name(i),
      unit: "number" as const,
      scope: "plan" as const,
    }));
    const bare = planOf(specs, ["Search"]);
    const ring: Plan = {
      ...bare,
      formulas: new Map(
        [...bare.rows.keys()].map((id, i) => [
          id,
          { kind: "tree", tree: { kind: "row", row: name(i + 1).toLowerCase() } } as const,
        ]),
      ),
    };
    const meeting = new Meeting(ring);
    expect(meeting.value(name(0), 0)).toBeNaN();
    expect(meeting.value(name(5000), 0)).toBeNaN();
  });
});

describe("100,000 characters", () => {
  const texts = longTexts(100_000);

  test("are refused with a remedy, as a number or as a formula", () => {
    for (const locale of ["en-GB", "de-DE"] as const) {
      for (const text of texts) {
        const entry = parseEntry(text, entryContext({ unit: "count" }, locale));
        if (entry.kind !== "error") throw new Error(`${text.slice(0, 5)} became ${entry.kind}`);
        expect(entry.error.code).toBe("tooLong");
        expect(entry.error.text.length).toBeLessThan(200);
      }
    }
  });

  test("of a formula are not read at all: no name is looked up", () => {
    let looks = 0;
    const names = new Proxy(
      {},
      {
        get: () => {
          looks++;
          return () => undefined;
        },
      },
    );
    for (const text of texts.filter((each) => each.startsWith("="))) {
      // Whoever looks into these names is counted; they need not be real.
      expect(parseFormula(text, names as Parameters<typeof parseFormula>[1]).ok).toBe(false);
    }
    expect(looks).toBe(0);
  });

  test("and no more are shown back", () => {
    const speak = createSpeak("en-GB", "GBP");
    expect(speak.locale.decimal).toBe(".");
    const meeting = meet();
    for (const text of texts) {
      const outcome = meeting.type(meeting.at("F6"), text);
      if (outcome.kind === "refuse") expect(outcome.complaint.text.length).toBeLessThan(300);
      else expect(outcome.kind).toBe("nothing");
    }
  });
});
