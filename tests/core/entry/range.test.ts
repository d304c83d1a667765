// Rules [EN20]–[EN24] are stated in src/core/SPEC.md, "Entries".
import { describe, expect, test } from "vitest";
import type { EntryContext } from "../../../src/core/entry/context.ts";
import { parseEntry } from "../../../src/core/entry/entry.ts";
import { medianOfRange } from "../../../src/core/entry/range.ts";
import { contextOf, money, rate } from "./contexts.ts";

const number = contextOf({ unit: "number" });
const errorOf = (text: string, context: EntryContext): string => {
  const entry = parseEntry(text, context);
  return entry.kind === "error" ? entry.error.text : `no error: ${entry.kind}`;
};
const codeOf = (text: string, context: EntryContext): string => {
  const entry = parseEntry(text, context);
  return entry.kind === "error" ? entry.error.code : entry.kind;
};
const readings = (text: string, context: EntryContext): string[] => {
  const entry = parseEntry(text, context);
  return entry.kind === "ask" ? entry.readings.map(({ label }) => label) : [];
};

describe("[EN20] evidence", () => {
  test("is a rate with its text", () => {
    expect(parseEntry("36 of 182", rate())).toEqual({
      kind: "value",
      value: { value: 36 / 182, text: "36 of 182", evidence: { hits: 36, of: 182 } },
      unit: "rate",
    });
  });

  test("takes whole numbers as people write them", () => {
    const big = (hits: number, of: number): object => ({ value: { evidence: { hits, of } } });
    expect(parseEntry("1,300 out of 18,200", rate())).toMatchObject(big(1300, 18200));
    // In German 1.300 could be 1.3, but not as a count.
    expect(parseEntry("1.300 of 18.200", rate("de-DE"))).toMatchObject(big(1300, 18200));
    expect(parseEntry("1 OF 20k", rate())).toMatchObject(big(1, 20000));
    expect(parseEntry("0 of 50", rate())).toMatchObject({ kind: "value", value: { value: 0 } });
  });

  test.each([
    ["13 of 0", "evidenceOfNone"],
    ["14 of 13", "evidenceMoreThanAll"],
    ["1.5 of 10", "evidenceNotWhole"],
    ["-1 of 10", "evidenceNotWhole"],
    ["5% of 100", "evidenceNotWhole"],
    ["5 of them", "notANumber"],
  ])("%j: %s", (text, code) => {
    expect(codeOf(text, rate())).toBe(code);
  });

  test("is for rates alone", () => {
    expect(codeOf("13 of 182", contextOf())).toBe("evidenceNotHere");
    expect(codeOf("13 of 182", contextOf({ unit: "number", asPercent: true }))).toBe("evidenceNotHere");
  });
});

describe("[EN21] [EN22] ranges", () => {
  test("16%..24% of a rate computes with 19.7%", () => {
    const entry = parseEntry("16%..24%", rate());
    expect(entry).toMatchObject({
      kind: "value",
      value: { text: "16%..24%", range: { shape: "interval", low: 0.16, high: 0.24 } },
      unit: "rate",
    });
    expect(medianOfRange({ shape: "interval", low: 0.16, high: 0.24 }, "rate")).toBeCloseTo(0.19695, 5);
  });

  test.each([
    ["10..40", contextOf(), 20],
    ["£10..£40", money(), 20],
    ["£10..40", money(), 20],
    ["10..40 £", money(), 20],
    ["10 to 40", contextOf(), 20],
    ["10…40", contextOf(), 20],
    ["10...40", contextOf(), 20],
    ["10k..40k", contextOf(), 20000],
    ["-10..20", number, 5],
    ["1,5..2,5", contextOf({ unit: "number" }, "de-DE"), 2],
    ["1.5..2.5", number, 2],
    ["20% (16%..24%)", rate(), 0.2],
    ["16% / 20% / 24%", rate(), 0.2],
    ["0% / 1% / 4%", rate(), 0.01],
    ["10 / 15 / 20", contextOf(), 15],
    ["normal 10..20", contextOf(), 15],
    ["Uniform 10..20", contextOf(), 15],
    ["normal -10..20", money(), 5],
    ["uniform 0%..100%", rate(), 0.5],
    ["£-10 / £5 / £20", money(), 5],
  ])("%j", (text, context, value) => {
    const entry = parseEntry(text, context);
    expect(entry.kind).toBe("value");
    expect(entry.kind === "value" && typeof entry.value !== "number" && entry.value.value).toBeCloseTo(
      value,
      12,
    );
    expect(entry.kind === "value" && typeof entry.value !== "number" && entry.value.range).toBeDefined();
  });

  test("one percent sign is for both ends", () => {
    expect(parseEntry("16..24%", rate())).toMatchObject({ value: { range: { low: 0.16, high: 0.24 } } });
    expect(parseEntry("16..24", rate())).toMatchObject({
      value: { range: { low: 0.16, high: 0.24 } },
      notice: { code: "readAsPercent", text: "Read as 16%..24%." },
    });
  });

  test("what may mean two things is asked, the likelier first", () => {
    expect(readings("0.16..0.24", rate())).toEqual(["16%..24%", "0.16%..0.24%"]);
    expect(readings("10..20k", contextOf())).toEqual(["10000..20000", "10..20000"]);
    expect(readings("2%-4%", rate())).toEqual(["2%..4%"]);
    expect(readings("3-4", contextOf())).toEqual(["3..4"]);
    expect(readings("10/15/20", contextOf())).toEqual(["10 / 15 / 20"]);
    expect(readings("1.500..2.500", contextOf({}, "de-DE"))).toEqual(["1500..2500", "1,5..2,5"]);
  });
});

describe("[EN23] [EN24] ranges that cannot be", () => {
  test.each([
    ["0%..4%", rate(), "Type 0.1%..4%, or with lowest and likeliest 0% / 1% / 4%."],
    ["1% (0%..4%)", rate(), "0% / 1% / 4%."],
    ["60%..100%", rate(), "Type 60%..99%, or with likeliest and highest 60% / 90% / 100%."],
    ["0%..100%", rate(), "Type 2.5%..97.5%, or with likeliest and highest 0% / 50% / 100%."],
    ["0..400", contextOf(), "Type 10..400, or with lowest and likeliest 0 / 100 / 400."],
    ["-100..100", money(), "Type 2.5..100, or if it may be below, normal -100..100."],
  ])("%j: both ways out", (text, context, remedy) => {
    expect(errorOf(text, context)).toContain(remedy);
  });

  test("the ways out are ways out", () => {
    for (const text of [
      "0%..4%",
      "-3%..4%",
      "60%..100%",
      "60%..130%",
      "0%..100%",
      "99.9%..100%",
      "0%..0.001%",
    ]) {
      const found = errorOf(text, rate()).match(/[\d.]+%(?:\.\.| \/ [\d.]+% \/ )[\d.]+%/g) ?? [];
      expect(found, text).toHaveLength(2);
      for (const remedy of found) expect(codeOf(remedy, rate()), `${text} -> ${remedy}`).toBe("value");
    }
  });

  test.each([
    ["24%..16%", rate(), "rangeReversed"],
    ["16%..16%", rate(), "rangeEqual"],
    ["30% (16%..24%)", rate(), "middleOutside"],
    ["16% / 30% / 24%", rate(), "middleOutside"],
    ["-3..-1", contextOf(), "rangeUnderZero"],
    ["-1 / 2 / 3", contextOf(), "rangeUnderZero"],
    ["uniform -1..3", contextOf({ unit: "people" }), "rangeUnderZero"],
    ["10% / 50% / 120%", rate(), "rangeOutside"],
    ["120%..150%", rate(), "rangeOutside"],
    ["16%..", rate(), "rangeUnfinished"],
    ["..4", contextOf(), "rangeUnfinished"],
    ["normal 10", contextOf(), "rangeUnfinished"],
    ["10% / 20%", rate(), "threeParts"],
    ["£2..4%", rate(), "rangeWithMark"],
    ["2%..4%", contextOf(), "percentNotHere"],
    ["2%-4%", contextOf(), "percentNotHere"],
    ["$2..$4", money(), "otherCurrency"],
    ["1e309..2e309", contextOf(), "tooLarge"],
  ])("%j: %s", (text, context, code) => {
    expect(codeOf(text, context)).toBe(code);
  });
});

describe("[EN22] medians", () => {
  test("lie between the ends, also at the ends of doubles", () => {
    for (const [low, high] of [
      [1e-300, 1e-299],
      [1e300, 1.7e308],
      [0.5, 2],
    ] as const) {
      const median = medianOfRange({ shape: "interval", low, high }, "count");
      expect(median).toBeGreaterThan(low);
      expect(median).toBeLessThan(high);
      expect(medianOfRange({ shape: "uniform", low, high }, "count")).toBeLessThan(high);
    }
  });

  test("a rate and its complement mirror each other", () => {
    const a = medianOfRange({ shape: "interval", low: 0.16, high: 0.24 }, "rate");
    const b = medianOfRange({ shape: "interval", low: 0.76, high: 0.84 }, "rate");
    expect(a + b).toBeCloseTo(1, 14);
  });
});
