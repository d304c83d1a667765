// Rule [EN40] is stated in src/core/SPEC.md, "Entries". Figures are the storyboard's where there are any.
import { describe, expect, test } from "vitest";
import { parseEntry } from "../../../src/core/index.ts";
import { createFormats } from "../../../src/shell/format/formats.ts";
import type { ShownRow } from "../../../src/shell/format/decimals.ts";
import { localeNumbers, shownLocale } from "../../../src/shell/format/locale.ts";
import { contextOf, LOCALES } from "../../core/entry/contexts.ts";

const row = (unit: ShownRow["unit"], over: Partial<ShownRow> = {}): ShownRow => ({
  unit,
  per: 1,
  asPercent: false,
  decimals: null,
  ...over,
});
const count = row("count");
const money = row("money");
const cost = row("moneyPerCount");
const cpm = row("moneyPerCount", { per: 1000 });
const rate = row("rate");
const people = row("people");
const number = row("number");
const gb = createFormats("en-GB", "GBP");
/** Locales part amounts from signs with spaces that do not break. */
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/gu, " ");

describe("[EN40] cells", () => {
  test.each<[number, ShownRow, string]>([
    [4500, money, "£4,500"],
    [15000, money, "£15,000"],
    [15166.666666666668, money, "£15,167"],
    [80, money, "£80"],
    [80.5, money, "£80.50"],
    [-1234, money, "−£1,234"],
    [30, cpm, "£30.00"],
    [1.5, cost, "£1.50"],
    [150, cost, "£150"],
    [480, cost, "£480"],
    [0.0325, cost, "£0.033"],
    [99.999, cost, "£100"],
    [0.2, rate, "20.0%"],
    [36 / 182, rate, "19.8%"],
    [0.02, rate, "2.0%"],
    [0.055, rate, "5.5%"],
    [0.0005, rate, "0.050%"],
    [1, rate, "100.0%"],
    [0, rate, "0.0%"],
    [10000, count, "10,000"],
    [183.33333, count, "183"],
    [36.666, count, "37"],
    [9.5, count, "9.5"],
    [3, count, "3"],
    [3, people, "3"],
    [3.0556, people, "3.06"],
    [3.2, number, "3.2"],
    [3.256, number, "3.26"],
    [32.04, number, "32"],
    [0.0123, number, "0.012"],
    [1.5, row("number", { asPercent: true }), "150.0%"],
    [12.345, row("number", { decimals: 1 }), "12.3"],
    [-0, money, "£0"],
    [-0.0001, number, "−0.0001"],
    [-0.3, money, "−£0.30"],
    [-0.04, row("number", { decimals: 1 }), "0.0"],
    [NaN, money, ""],
    [Infinity, money, ""],
  ])("%d of %j is %s", (value, shown, text) => {
    expect(gb.cell(value, shown)).toBe(text);
  });

  test("a row reads evenly: its largest cell decides", () => {
    const show = (shown: ShownRow, values: number[]): string[] =>
      values.map((value) => gb.cell(value, shown, gb.decimalsFor(shown, values)));
    expect(show(cost, [95, 150.4])).toEqual(["£95", "£150"]);
    expect(show(count, [3, 9.5, NaN])).toEqual(["3.0", "9.5", ""]);
    expect(show(count, [3.2, 1200])).toEqual(["3", "1,200"]);
    expect(show(money, [40, 80.5])).toEqual(["£40.00", "£80.50"]);
    expect(show(rate, [0.0005, 0.2])).toEqual(["0.1%", "20.0%"]);
    expect(show(number, [3, 3.25])).toEqual(["3.00", "3.25"]);
    expect(show(people, [3, 3])).toEqual(["3", "3"]);
  });

  test("a row's own decimals win", () => {
    expect(gb.cell(0.2, row("rate", { decimals: 0 }))).toBe("20%");
    expect(gb.cell(150, row("moneyPerCount", { decimals: 2 }))).toBe("£150.00");
    expect(gb.sentence(3.256, row("number", { decimals: 1 }))).toBe("3.3");
  });
});

describe("[EN40] running text", () => {
  test.each<[number, ShownRow, string]>([
    [15000, money, "£15,000"],
    [4263.157894736842, money, "£4,263"],
    [30, cpm, "£30"],
    [24, cpm, "£24"],
    [1.5, cost, "£1.50"],
    [114.0350877, cost, "£114"],
    [0.2, rate, "20%"],
    [0.075, rate, "7.5%"],
    [0.0625, rate, "6.25%"],
    [0.06250000001, rate, "6.25%"],
    [36 / 182, rate, "19.8%"],
    [83.3333, count, "83"],
    [3.0556, people, "3.06"],
    [3.2, number, "3.2"],
    [NaN, number, ""],
  ])("%d of %j is %s", (value, shown, text) => {
    expect(gb.sentence(value, shown)).toBe(text);
  });

  test("narrow places", () => {
    expect(gb.short(12500, money)).toBe("£12,500");
    expect(gb.short(1234567, money)).toBe("£1.23m");
    expect(gb.short(500000, count)).toBe("500k");
    expect(gb.short(0.2, rate)).toBe("20%");
  });

  test("differences carry their sign", () => {
    expect(gb.delta(-3636.36, money)).toBe("−£3,636");
    expect(gb.delta(7500, money)).toBe("+£7,500");
    expect(gb.delta(-50, count)).toBe("−50");
    expect(gb.delta(1, number, 1)).toBe("+1.0");
    expect(gb.delta(0.04, rate)).toBe("+4.0 pts");
    expect(gb.delta(0, money)).toBe("£0");
    expect(gb.delta(-0.001, money, 0)).toBe("£0");
    expect(gb.delta(NaN, rate)).toBe("");
  });

  test("shares and bare numbers", () => {
    expect(gb.percent(0.5)).toBe("50%");
    expect(gb.percent(0.675)).toBe("67.5%");
    expect(gb.percent(0.675, 0)).toBe("68%");
    expect(gb.number(1234.567)).toBe("1,234.57");
    expect(gb.number(-2, 0)).toBe("−2");
  });
});

describe("every reader's own", () => {
  test.each([
    ["en-GB", "GBP", "£1,234,567", "£1.50", "20.0%", "Jan 2027"],
    ["en-US", "USD", "$1,234,567", "$1.50", "20.0%", "Jan 2027"],
    ["de-DE", "EUR", "1.234.567 €", "1,50 €", "20,0 %", "Jan. 2027"],
    ["fr-FR", "EUR", "1 234 567 €", "1,50 €", "20,0 %", "janv. 2027"],
    ["en-IN", "INR", "₹12,34,567", "₹1.50", "20.0%", "Jan 2027"],
    ["de-CH", "CHF", "CHF 1’234’567", "CHF 1.50", "20.0%", "Jan. 2027"],
    ["ja-JP", "JPY", "￥1,234,567", "￥1.5", "20.0%", "2027年1月"],
  ])("%s", (locale, currency, amount, unitCost, share, month) => {
    const formats = createFormats(locale, currency);
    expect(plain(formats.cell(1234567, money)).replaceAll("'", "’")).toBe(amount);
    expect(plain(formats.cell(1.5, cost))).toBe(unitCost);
    expect(plain(formats.cell(0.2, rate))).toBe(share);
    expect(formats.periodLabel("month", 2027 * 12)).toBe(month);
  });

  test.each(["en-GB", "en-US", "de-DE", "fr-FR", "en-IN", "de-CH", "ja-JP"] as const)(
    "%s: how numbers are written is what the tests of entries take it to be",
    (locale) => {
      expect(localeNumbers(locale)).toEqual(LOCALES[locale]);
    },
  );

  test("what is shown can be typed", () => {
    const cases = [
      ["en-GB", "GBP"],
      ["de-DE", "EUR"],
      ["fr-FR", "EUR"],
      ["en-IN", "INR"],
      ["de-CH", "CHF"],
      ["ja-JP", "JPY"],
    ];
    for (const [locale = "", currency = ""] of cases) {
      const formats = createFormats(locale, currency);
      const context = { ...contextOf({ unit: "money", currency }), locale: formats.numbers };
      for (const value of [1234567, -1234567, 12345.5]) {
        const entry = parseEntry(formats.cell(value, row("money", { decimals: 2 })), context);
        expect(entry, `${locale} ${value}`).toMatchObject({ kind: "value", value });
      }
      const share = parseEntry(formats.cell(0.195, rate), { ...context, unit: "rate" });
      expect(share, locale).toMatchObject({ kind: "value", value: 0.195 });
    }
  });

  test("digits and calendar are those of the entries; unknown locales are English", () => {
    expect(createFormats("ar-EG", "EGP").number(1234.5)).toMatch(/1.?234.5/);
    expect(createFormats("th-TH", "THB").periodLabel("month", 2027 * 12)).toContain("2027");
    expect(createFormats("en-US@posix", "USD").cell(1500, money)).toBe("$1,500");
    expect(shownLocale("")).toBe("en-u-ca-gregory-nu-latn");
    expect(localeNumbers("es-ES").group).toBe(".");
    expect(localeNumbers("sv-SE").dateOrder).toBe("ymd");
  });

  test("currencies with other small coins", () => {
    expect(createFormats("en-GB", "JPY").cell(80.4, money)).toBe("¥80");
    expect(plain(createFormats("en-GB", "KWD").cell(1.5, cost))).toBe("KWD 1.500");
  });
});
