// Rule [EN30] is stated in src/core/SPEC.md, "Entries".
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../src/core/entry/entry.ts";
import { entryText } from "../../../src/core/entry/print.ts";
import { writeNumber } from "../../../src/core/entry/write.ts";
import type { EntryContext } from "../../../src/core/entry/context.ts";
import { isSameCell } from "../../../src/core/plan/cell.ts";
import type { CellDetail, CellValue, Range } from "../../../src/core/plan/cell.ts";
import { defaultRow, emptyPlan } from "../../../src/core/plan/make.ts";
import { UNITS } from "../../../src/core/plan/unit.ts";
import { contextOf, LOCALES, rate } from "./contexts.ts";
import type { TestLocale } from "./contexts.ts";

const plan = {
  ...emptyPlan(),
  rows: new Map([
    ["r1", defaultRow("Visitors")],
    ["r2", defaultRow("Demo to sale")],
  ]),
};

// `keys` of the tests' own table of locales.
const anyLocale = fc.constantFrom(...(Object.keys(LOCALES) as TestLocale[]));
const anyContext = fc
  .record({ unit: fc.constantFrom(...UNITS), asPercent: fc.boolean(), locale: anyLocale })
  .map(({ unit, asPercent, locale }) =>
    contextOf({ unit, asPercent: asPercent && unit === "number" }, locale),
  );
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
  fc.integer({ min: -1_000_000, max: 1_000_000 }),
  fc.integer({ min: -99_999, max: 99_999 }).map((n) => n / 1000),
);

/** Comes back as it went, text aside. */
function expectSame(value: CellValue, context: EntryContext): void {
  const text = entryText(value, context, plan);
  const entry = parseEntry(text, context);
  expect(entry.kind, `${text} ${JSON.stringify(entry)}`).toBe("value");
  if (entry.kind !== "value") return;
  const bare = (cell: CellValue): CellValue => {
    if (typeof cell === "number") return cell;
    const { text: _, ...rest } = cell;
    return rest.range === undefined && rest.evidence === undefined ? rest.value : rest;
  };
  expect(isSameCell(bare(entry.value), bare(value)), `${text} -> ${JSON.stringify(entry.value)}`).toBe(true);
}

describe("[EN30] what the editor shows is read back as the same value", () => {
  test("numbers, to the last bit, in every unit and locale", () => {
    fc.assert(
      fc.property(anyNumber, anyContext, (value, context) => expectSame(value === 0 ? 0 : value, context)),
      { seed: 1, numRuns: 2000 },
    );
  });

  test("evidence", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1_000_000 }), anyLocale, (n, of, locale) => {
        const hits = n % (of + 1);
        expectSame({ value: hits / of, evidence: { hits, of } }, rate(locale));
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  test("what a typed text gave, in the same place and in any other", () => {
    const texts = [
      "16%..24%",
      "20% (16%..24%)",
      "16% / 20% / 24%",
      "normal 10%..20%",
      "36 of 182",
      "0.16%..24.5%",
    ];
    const counts = [
      "12k",
      "1,200",
      "10..20",
      "10k..20k",
      "normal 10..20",
      "10 / 15 / 20",
      "1.5..2.5",
      "0 1/2",
      "1.2M",
    ];
    const cases = [
      ...texts.map((text) => [text, "rate"] as const),
      ...counts.map((text) => [text, "count"] as const),
    ];
    for (const [text, unit] of cases) {
      const entry = parseEntry(text, contextOf({ unit }));
      if (entry.kind !== "value") throw new Error(`${text} is ${entry.kind}`);
      const again = parseEntry(entryText(entry.value, contextOf({ unit }), plan), contextOf({ unit }));
      expect(again).toEqual(entry);
      for (const locale of Object.keys(LOCALES) as TestLocale[])
        expectSame(entry.value, contextOf({ unit }, locale));
    }
  });

  test("ranges without a text, in every locale", () => {
    const anyRange = fc
      .record({
        shape: fc.constantFrom<Range["shape"]>("interval", "pert", "normal", "uniform"),
        ends: fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 3, maxLength: 3 }),
        hasMiddle: fc.boolean(),
      })
      .map(({ shape, ends, hasMiddle }): Range => {
        const [low = 0, middle = 0, high = 0] = [...ends].sort((a, b) => a - b).map((n) => n / 1000);
        const isThree = shape === "pert" || (shape === "interval" && hasMiddle);
        return isThree ? { shape, low, high, middle } : { shape, low, high };
      });
    fc.assert(
      fc.property(anyRange, anyLocale, (range, locale) => {
        const text = entryText({ value: 0.5, range }, rate(locale), plan);
        const entry = parseEntry(text, rate(locale));
        expect(entry, text).toMatchObject({ kind: "value", value: { range } });
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  test("any text that is taken, or asked back and chosen, comes back", () => {
    const anyText = fc.string({
      unit: fc.constantFrom(...Array.from("0123456789.,%-/ k£()'e")),
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(anyText, anyContext, (text, context) => {
        const entry = parseEntry(text, context);
        if (entry.kind === "value") expectSame(entry.value, context);
        if (entry.kind === "ask") for (const { value } of entry.readings) expectSame(value, context);
      }),
      { seed: 4, numRuns: 3000 },
    );
  });
});

describe("[EN30] texts of the editor", () => {
  test.each<[CellValue | null, EntryContext, string]>([
    [null, contextOf(), ""],
    [10000, contextOf(), "10000"],
    [0.125, rate(), "12.5%"],
    [0.125, rate("de-DE"), "12,5%"],
    [0.07, rate(), "7%"],
    [1e21, contextOf(), "1e21"],
    [1.5e-9, contextOf(), "1.5e-9"],
    [15166.666666666668, contextOf({ unit: "money" }), "15166.666666666668"],
    [{ value: 12000, text: "12k" }, contextOf(), "12k"],
    // Typed in Britain, opened in Germany: 1.5 there would still be read, 2.500k would not.
    [{ value: 2500, text: "2.500k" }, contextOf({}, "de-DE"), "2500"],
    // The row's unit was changed since.
    [{ value: 0.05, text: "5%" }, contextOf(), "0.05"],
    [
      { value: 0.2, range: { shape: "interval", low: 0.16, high: 0.24, middle: 0.2 } },
      rate(),
      "20% (16%..24%)",
    ],
  ])("%j", (value, context, text) => {
    expect(entryText(value, context, plan)).toBe(text);
  });

  test("formulas as they are printed", () => {
    const entry = parseEntry("= PREV() * 1.05", contextOf());
    if (entry.kind !== "formula") throw new Error(entry.kind);
    const cell: CellDetail = { value: NaN, formula: { kind: "tree", tree: entry.tree } };
    const text = entryText(cell, contextOf(), plan);
    expect(text).toBe("=PREV() * 1.05");
    expect(entryText(cell, contextOf({}, "de-DE"), plan)).toBe("=PREV() * 1,05");
    expect(parseEntry(text, contextOf())).toEqual(entry);
    const unread: CellDetail = { value: NaN, formula: { kind: "text", text: "Gone * 2", error: "#NAME?" } };
    expect(entryText(unread, contextOf(), plan)).toBe("=Gone * 2");
  });

  test("a formula's error stands where it was typed", () => {
    const entry = parseEntry("  =1+", contextOf());
    expect(entry).toMatchObject({ kind: "error" });
    if (entry.kind === "error") expect(entry.error.at).toBeGreaterThanOrEqual(3);
    expect(parseEntry("＝Visitors * 2", contextOf()).kind).toBe("formula");
  });

  test("digits are shifted, never multiplied", () => {
    expect(writeNumber(0.07, ".", 2)).toBe("7");
    expect(writeNumber(0.57, ".", 2)).toBe("57");
    expect(writeNumber(1.1, ".", 2)).toBe("110");
    expect(writeNumber(-0.000123, ",", 2)).toBe("-0,0123");
  });
});
