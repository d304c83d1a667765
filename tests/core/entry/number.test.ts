// Rules [EN2]–[EN13] are stated in src/core/SPEC.md, "Entries".
import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../src/core/entry/entry.ts";
import type { EntryContext } from "../../../src/core/entry/context.ts";
import { numberOf } from "../../../src/core/plan/cell.ts";
import { contextOf, money, newRow, outcome, rate } from "./contexts.ts";
import type { TestLocale } from "./contexts.ts";

const noticeOf = (text: string, context: EntryContext): string | undefined => {
  const entry = parseEntry(text, context);
  return entry.kind === "value" ? entry.notice?.code : undefined;
};

describe("[EN4] grouping and decimal signs", () => {
  test.each<[string, TestLocale, unknown]>([
    ["1,234", "en-GB", 1234],
    ["1,234.5", "en-GB", 1234.5],
    ["1 234", "en-GB", 1234],
    ["1’234", "en-GB", 1234],
    ["1.234", "en-GB", 1.234],
    ["12,345,678", "en-GB", 12345678],
    ["1.", "en-GB", 1],
    ["007", "en-GB", 7],
    ["12,34", "en-GB", ["?", 12.34, 1234]],
    ["1,5", "en-US", ["?", 1.5, 15]],
    ["0,5", "en-US", ["?", 0.5]],
    ["1.234,5", "en-US", 1234.5],
    ["1.234.567", "en-US", 1234567],
    ["1,2345", "en-US", ["?", 1.2345, 12345]],
    ["1,234,5", "en-US", ["?", 12345]],
    ["1.234", "de-DE", ["?", 1234, 1.234]],
    ["0.234", "de-DE", 0.234],
    ["1.234,5", "de-DE", 1234.5],
    ["1.234.567", "de-DE", 1234567],
    ["1,234", "de-DE", 1.234],
    ["1,234.5", "de-DE", 1234.5],
    ["1,234,567", "de-DE", 1234567],
    ["12.5", "de-DE", 12.5],
    ["1.234", "fr-FR", ["?", 1.234, 1234]],
    ["1\u202f234,5", "fr-FR", 1234.5],
    ["1\u00a0234", "fr-FR", 1234],
    ["1'234.50", "de-CH", 1234.5],
    ["1,234", "de-CH", ["?", 1.234, 1234]],
    ["12,34,567", "en-IN", 1234567],
    ["123,456", "en-IN", 123456],
    ["1,23,456", "en-GB", ["?", 123456]],
    ["1,234", "ja-JP", 1234],
    ["１，２３４．５", "ja-JP", 1234.5],
    ["12 34", "en-GB", "!notANumber"],
    ["1.2.3", "en-GB", "!notANumber"],
    ["1,2.3,4", "en-GB", "!notANumber"],
    ["1 234'567", "en-GB", "!notANumber"],
    [",", "en-GB", "!notANumber"],
    [".", "en-GB", "!notANumber"],
  ])("%j in %s", (text, locale, expected) => {
    expect(outcome(text, contextOf({}, locale))).toEqual(expected);
  });

  test("signs of another country are told", () => {
    expect(noticeOf("1.234,5", contextOf())).toBe("readAs");
    expect(noticeOf("1.5", contextOf({}, "de-DE"))).toBeUndefined();
  });
});

describe("[EN3] signs, suffixes, exponents, fractions", () => {
  test.each<[string, unknown]>([
    ["-5", -5],
    ["−5", -5],
    ["－５", -5],
    ["(5)", -5],
    ["+5", 5],
    ["-0", 0],
    ["--5", "!twoSigns"],
    ["(-5)", "!twoSigns"],
    ["-(5)", "!twoSigns"],
    ["5-", "!notANumber"],
    ["1e3", 1000],
    ["1.5E-4", 0.00015],
    ["12k", 12000],
    ["12 K", 12000],
    ["1.1k", 1100],
    ["1.2 million", 1200000],
    ["2mn", 2000000],
    ["2bn", 2e9],
    ["2 Mio", 2000000],
    ["5x", "!notANumber"],
    ["5 lakh", "!notANumber"],
    ["2 3/4", 2.75],
    ["-2 1/2", -2.5],
    ["1 1/0", "!divisionByZero"],
    ["1/0", "!divisionByZero"],
    ["1/4", ["?", 0.25]],
    ["1e309", "!tooLarge"],
    ["2e308k", "!tooLarge"],
    ["1e-400", "!tooSmall"],
    ["0e-400", 0],
    ["", "empty"],
    [" \u200b\t", "empty"],
    ["٤٢", 42],
    ["x".repeat(300), "!tooLong"],
  ])("%j", (text, expected) => {
    expect(outcome(text, contextOf())).toEqual(expected);
  });

  test("lakh and crore where they are counted", () => {
    expect(outcome("5 lakh", contextOf({}, "en-IN"))).toBe(500000);
    expect(outcome("1.5 Cr", contextOf({}, "en-IN"))).toBe(15000000);
  });

  test("shorthand keeps its text, plain numbers do not", () => {
    expect(parseEntry(" 12k ", contextOf())).toEqual({ kind: "value", value: { value: 12000, text: "12k" } });
    expect(parseEntry("1,200", contextOf())).toEqual({ kind: "value", value: 1200 });
    expect(parseEntry("0 1/2", contextOf())).toEqual({ kind: "value", value: { value: 0.5, text: "0 1/2" } });
  });
});

describe("[EN8] percentages", () => {
  test.each<[string, unknown]>([
    ["5%", 0.05],
    ["7%", 0.07],
    ["0.1%", 0.001],
    ["5 percent", 0.05],
    ["5 ٪", 0.05],
    ["12.5", 0.125],
    ["100", 1],
    ["0", 0],
    ["0.125", ["?", 0.125, 0.00125]],
    ["1", ["?", 0.01, 1]],
    [".5", ["?", 0.5, 0.005]],
    ["150", ["?", 1.5]],
    ["-0.5", ["?", -0.5, -0.005]],
    ["%5", "!percentFirst"],
    ["5%%", "!twoPercents"],
    ["5‰", "!perMille"],
    ["£5%", "!percentOfMoney"],
    ["£5", "!moneyNotHere"],
    ["36/182", ["?", 36 / 182, 36 / 182]],
    ["182/36", ["?", 182 / 36]],
  ])("%j in a row of rates", (text, expected) => {
    expect(outcome(text, rate())).toEqual(expected);
  });

  test("what was assumed is said", () => {
    expect(parseEntry("12.5", rate())).toEqual({
      kind: "value",
      value: 0.125,
      notice: { code: "readAsPercent", text: "Read as 12.5%." },
    });
    expect(noticeOf("150%", rate())).toBe("overHundred");
    expect(noticeOf("-5%", rate())).toBe("belowZero");
    expect(noticeOf("5%", rate())).toBeUndefined();
  });

  test("the readings are labelled as they would be typed", () => {
    const entry = parseEntry("0,125", rate("de-DE"));
    expect(entry.kind === "ask" && entry.readings.map(({ label }) => label)).toEqual(["12,5%", "0,125%"]);
    const grouped = parseEntry("1.234", contextOf({}, "de-DE"));
    expect(grouped.kind === "ask" && grouped.readings.map(({ label }) => label)).toEqual(["1234", "1,234"]);
    const seen = parseEntry("36/182", rate());
    expect(seen.kind === "ask" && seen.readings[0]?.label).toBe("36 of 182");
  });

  test.each(["count", "people", "money", "moneyPerCount"] as const)(
    "5%% in a row of %s is refused",
    (unit) => {
      expect(outcome("5%", contextOf({ unit }))).toBe("!percentNotHere");
    },
  );

  test("a number may be typed as a percentage, and may be shown as one", () => {
    expect(parseEntry("5%", contextOf({ unit: "number" }))).toEqual({
      kind: "value",
      value: { value: 0.05, text: "5%" },
      unit: "rate",
    });
    const growth = contextOf({ unit: "number", asPercent: true });
    expect(outcome("150", growth)).toBe(1.5);
    expect(noticeOf("-5%", growth)).toBeUndefined();
  });

  test("people come in parts", () => {
    expect(outcome("3.5", contextOf({ unit: "people" }))).toBe(3.5);
  });
});

describe("[EN9] money", () => {
  test.each<[string, TestLocale, string, unknown]>([
    ["£3,400", "en-GB", "GBP", 3400],
    ["£3,400", "en-US", "GBP", 3400],
    ["3400", "en-GB", "GBP", 3400],
    ["-£5", "en-GB", "GBP", -5],
    ["£-5", "en-GB", "GBP", -5],
    ["£(5)", "en-GB", "GBP", -5],
    ["£ 5 k", "en-GB", "GBP", 5000],
    ["GBP 5", "en-GB", "GBP", 5],
    ["5gbp", "en-GB", "GBP", 5],
    ["5 usd", "en-GB", "GBP", "!notANumber"],
    ["$5", "en-GB", "GBP", "!otherCurrency"],
    ["5 €", "en-GB", "GBP", "!otherCurrency"],
    ["$5", "en-US", "CAD", 5],
    ["US$5", "en-US", "CAD", "!otherCurrency"],
    ["£5 GBP", "en-GB", "GBP", "!twoCurrencies"],
    ["3.400,50 €", "de-DE", "EUR", 3400.5],
    ["1 200,50 €", "fr-FR", "EUR", 1200.5],
    ["CHF 1'200.50", "de-CH", "CHF", 1200.5],
    ["₹1,23,456", "en-IN", "INR", 123456],
    ["Rs. 500", "en-IN", "INR", 500],
    ["￥１，０００", "ja-JP", "JPY", 1000],
    ["500円", "ja-JP", "JPY", 500],
    ["R500", "en-GB", "ZAR", 500],
    ["200 kr", "en-GB", "SEK", 200],
    ["£5 apples", "en-GB", "GBP", "!notANumber"],
    ["£", "en-GB", "GBP", "!notANumber"],
  ])("%j in %s of a plan in %s", (text, locale, currency, expected) => {
    expect(outcome(text, money(locale, currency))).toEqual(expected);
  });

  test("another currency is refused in words", () => {
    const entry = parseEntry("$5", money());
    expect(entry.kind === "error" && entry.error.text).toBe(
      "$ is another currency: this plan is in pounds. Type the amount in pounds.",
    );
  });

  test("money has no place in a row of counts", () => {
    expect(outcome("£5", contextOf())).toBe("!moneyNotHere");
  });

  test("[EN10] a cost per thousand is typed as it is shown", () => {
    expect(outcome("£30", contextOf({ unit: "moneyPerCount", per: 1000 }))).toBe(30);
  });
});

describe("[EN11] a new row takes its unit from what is typed", () => {
  test.each([
    ["5%", 0.05, "rate"],
    ["£3", 3, "money"],
    ["3", 3, "count"],
    ["0.5", 0.5, "count"],
    ["13 of 182", 13 / 182, "rate"],
    ["2%..4%", Math.sqrt(0.0008) / (Math.sqrt(0.0008) + Math.sqrt(0.98 * 0.96)), "rate"],
  ])("%j", (text, value, unit) => {
    const entry = parseEntry(text, newRow());
    expect(entry).toMatchObject({ kind: "value", unit });
    expect(entry.kind === "value" ? numberOf(entry.value) : NaN).toBeCloseTo(value, 12);
  });
});

describe("[EN12] [EN13] what is no number", () => {
  test.each([
    ["3/1/2026", "!date"],
    ["2026-03-01", "!date"],
    ["1.3.2026", "!date"],
    ["1.3.26", "!date"],
    ["29/02/2025", "!date"],
    ["Mar 2026", "!date"],
    ["1 Mar 2026", "!date"],
    ["Q1 2026", "!date"],
    ["2027-M01", "!date"],
    ["12:30", "!date"],
    ["~100", "!approximate"],
    [">100", "!approximate"],
    ["100 ± 10", "!approximate"],
    ["Visitors * 2", "!startWithEquals"],
    ["1200 * 3", "!startWithEquals"],
    ["5 - 3", "!startWithEquals"],
    ["n/a", "!notANumber"],
    ["TRUE", "!notANumber"],
    ["-", "!notANumber"],
    ["–", "!notANumber"],
    ["#DIV/0!", "!notANumber"],
    ["5²", "!notANumber"],
    ["½", "!notANumber"],
  ])("%j is %s", (text, expected) => {
    expect(outcome(text, contextOf())).toBe(expected);
  });

  test("a rough number is answered with the range that it may mean", () => {
    const entry = parseEntry("~100", contextOf());
    expect(entry.kind === "error" && entry.error.text).toContain("90..110");
    const spread = parseEntry("20% ± 4%", rate());
    expect(spread.kind === "error" && spread.error.text).toContain("16%..24%");
  });

  test("errors say where", () => {
    const entry = parseEntry("  10..2x ", contextOf());
    expect(entry).toMatchObject({ kind: "error", error: { code: "notANumber", at: 6, length: 2 } });
  });

  test("what cannot be seen is left out, and said", () => {
    expect(parseEntry("12\u200b", contextOf())).toMatchObject({
      value: 12,
      notice: { code: "invisibleCharacter" },
    });
  });
});
