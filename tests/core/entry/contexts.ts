import type { Names } from "../../../src/core/formula/names.ts";
import { parseEntry } from "../../../src/core/entry/entry.ts";
import { numberOf } from "../../../src/core/plan/cell.ts";
import type { EntryContext, LocaleNumbers } from "../../../src/core/entry/context.ts";

/** How numbers are written where the tests' readers live. */
export const LOCALES = {
  "en-GB": { decimal: ".", group: ",", grouping: "western", dateOrder: "dmy" },
  "en-US": { decimal: ".", group: ",", grouping: "western", dateOrder: "mdy" },
  "de-DE": { decimal: ",", group: ".", grouping: "western", dateOrder: "dmy" },
  "fr-FR": { decimal: ",", group: " ", grouping: "western", dateOrder: "dmy" },
  "en-IN": { decimal: ".", group: ",", grouping: "indian", dateOrder: "dmy" },
  "de-CH": { decimal: ".", group: "'", grouping: "western", dateOrder: "dmy" },
  "ja-JP": { decimal: ".", group: ",", grouping: "western", dateOrder: "ymd" },
} as const satisfies Record<string, LocaleNumbers>;

export type TestLocale = keyof typeof LOCALES;

export const isTestLocale = (locale: string): locale is TestLocale => Object.hasOwn(LOCALES, locale);

export const NAMES: Names = {
  row: (name) => ({ visitors: "r1", "demo to sale": "r2" })[name.trim().toLowerCase()],
  channel: () => undefined,
  rowNames: () => ["Visitors", "Demo to sale"],
};

/** A context of a row; by default a row of counts in pounds, read in Britain. */
export function contextOf(
  over: Partial<Omit<EntryContext, "locale">> = {},
  locale: TestLocale = "en-GB",
): EntryContext {
  return {
    unit: "count",
    asPercent: false,
    per: 1,
    currency: "GBP",
    names: NAMES,
    ...over,
    locale: LOCALES[locale],
  };
}

export const rate = (locale: TestLocale = "en-GB"): EntryContext => contextOf({ unit: "rate" }, locale);
export const money = (locale: TestLocale = "en-GB", currency = "GBP"): EntryContext =>
  contextOf({ unit: "money", currency }, locale);
export const newRow = (locale: TestLocale = "en-GB", currency = "GBP"): EntryContext =>
  contextOf({ isNewRow: true, currency }, locale);

/** What came of a text, short: a number, `?` and the readings, or `!` and the code. */
export function outcome(text: string, context: EntryContext): unknown {
  const entry = parseEntry(text, context);
  switch (entry.kind) {
    case "value":
      return numberOf(entry.value);
    case "ask":
      return ["?", ...entry.readings.map(({ value }) => numberOf(value))];
    case "error":
      return `!${entry.error.code}`;
    default:
      return entry.kind;
  }
}
