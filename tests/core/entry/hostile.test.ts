// The hostile entries about typed values, each answered as its own rule says or, where that rule is written for
// another kind of sheet, by ours with the reason beside it. Formulas are tests/core/formula's.
import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../src/core/entry/entry.ts";
import type { Entry, EntryContext } from "../../../src/core/entry/context.ts";
import { numberOf } from "../../../src/core/plan/cell.ts";
import fixture from "../../fixtures/entries.json";
import { contextOf, isTestLocale } from "./contexts.ts";

interface Rule {
  readonly type: string;
  readonly value?: unknown;
  readonly notice?: string;
  readonly choices?: readonly unknown[];
  readonly currency?: string;
}

interface Hostile {
  readonly id: string;
  readonly group: string;
  readonly input: string;
  readonly locale: string;
  readonly field: string;
  readonly rule: Rule;
}

/** Our rules where the fixture's are for a sheet with dates and texts in cells. */
const OURS: Readonly<Record<string, { readonly rule: Rule; readonly reason: string }>> = {
  "date-02": { rule: { type: "refuse" }, reason: "cells hold no dates: the columns are the dates" },
  "date-07": {
    rule: { type: "ask", choices: ["3..4"] },
    reason: "cells hold no text; a hyphen between two numbers is asked back as a range",
  },
  "date-11": {
    rule: { type: "number", value: 45352 },
    reason: "no dates, so nothing to confuse a number with",
  },
  "num-30": { rule: { type: "ask", choices: [0.5] }, reason: "as date-08: a date is no reading of a cell" },
  "num-47": {
    rule: { type: "ask", choices: [123] },
    reason: "cells hold no text, so that only the number is offered",
  },
  "money-14": {
    rule: { type: "money", value: 1000, currency: "JPY" },
    reason: "a plan has one currency: ¥ means it where it is yen or yuan, and is refused elsewhere",
  },
};

const entries: readonly Hostile[] = fixture.entries;
const typed = entries.filter(({ group }) => ["num", "pct", "money", "date"].includes(group));

function contextFor({ locale, field, rule }: Hostile): EntryContext {
  if (!isTestLocale(locale)) throw new Error(`No such reader: ${locale}`);
  const currency = rule.currency?.slice(0, 3) ?? "GBP";
  const over = field === "rate" ? ({ unit: "rate" } as const) : field === "any" ? { isNewRow: true } : {};
  return contextOf({ ...over, currency }, locale);
}

/** Notices by the fixture's names. */
const NOTICES: Readonly<Record<string, string>> = {
  "invisible-character": "invisibleCharacter",
  "read as 12.5%": "readAsPercent",
  "over-100%": "overHundred",
};

function check(entry: Entry, rule: Rule): void {
  switch (rule.type) {
    case "refuse":
      expect(entry.kind).toBe("error");
      return;
    case "ask":
      expect(entry.kind).toBe("ask");
      if (entry.kind !== "ask") return;
      expect(
        entry.readings.map(({ label, value }, i) =>
          typeof rule.choices?.[i] === "string" ? label : numberOf(value),
        ),
      ).toEqual(rule.choices);
      return;
    default:
      expect(entry.kind).toBe("value");
      if (entry.kind !== "value") return;
      expect(numberOf(entry.value)).toBe(rule.value);
      expect(entry.unit ?? "rate").toBe({ number: "count", money: "money", rate: "rate" }[rule.type]);
      if (rule.notice !== undefined) expect(entry.notice?.code).toBe(NOTICES[rule.notice]);
  }
}

describe("hostile entries", () => {
  test("are all there", () => {
    expect(entries).toHaveLength(113);
    expect(typed).toHaveLength(56);
    for (const id of Object.keys(OURS)) expect(typed.map((entry) => entry.id)).toContain(id);
  });

  test.each(typed.map((entry) => [entry.id, entry.input, entry] as const))("%s %j", (id, input, entry) => {
    const ours = OURS[id];
    const context = contextFor(id === "date-11" ? { ...entry, field: "any" } : entry);
    check(parseEntry(input, context), ours?.rule ?? entry.rule);
  });

  test("¥ is yen or yuan, whichever the plan is in, and nothing else", () => {
    expect(parseEntry("¥1000", contextOf({ unit: "money", currency: "CNY" })).kind).toBe("value");
    expect(parseEntry("¥1000", contextOf({ unit: "money", currency: "USD" })).kind).toBe("error");
  });

  test("no text makes it throw, hang, or come out as no number", () => {
    const texts = [...entries.map(({ input }) => input), "(".repeat(190), "-".repeat(190), "~".repeat(190)];
    texts.push(
      "1,".repeat(95),
      "1 ".repeat(95),
      "£".repeat(150),
      "%".repeat(150),
      "1..".repeat(60),
      "/".repeat(150),
    );
    texts.push("a of ".repeat(39), "1±".repeat(90), "1-".repeat(90), "9".repeat(199), "0 1/".repeat(45));
    const begin = performance.now();
    for (const locale of ["en-GB", "de-DE", "en-IN"] as const) {
      for (const unit of ["count", "rate", "money", "number"] as const) {
        for (const text of texts) {
          const entry = parseEntry(text, contextOf({ unit }, locale));
          if (entry.kind === "value") expect(Number.isFinite(numberOf(entry.value)), text).toBe(true);
          if (entry.kind === "error") expect(entry.error.text, text).not.toBe("");
        }
      }
    }
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});
