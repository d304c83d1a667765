import type { LocaleNumbers } from "../../core/index.ts";

/**
 * A locale as numbers and dates are shown in it: the reader's, with Western digits and the Gregorian calendar,
 * which is what entries are read in and periods are. English where the browser does not know the name.
 */
export function shownLocale(locale: string): string {
  try {
    return new Intl.Locale(locale, { numberingSystem: "latn", calendar: "gregory" }).toString();
  } catch {
    return shownLocale("en");
  }
}

/** How numbers and dates are written in a locale, for `parseEntry`. */
export function localeNumbers(locale: string): LocaleNumbers {
  const shown = shownLocale(locale);
  // Seven digits: Spanish and Polish group from five on only.
  const parts = new Intl.NumberFormat(shown, { useGrouping: true }).formatToParts(1234567.8);
  const find = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const secondGroup = parts.filter(({ type }) => type === "integer")[1]?.value ?? "";
  return {
    decimal: find("decimal") === "," ? "," : ".",
    group: find("group").replace(/\s/u, " ").replace("’", "'"),
    grouping: secondGroup.length === 2 ? "indian" : "western",
    dateOrder: dateOrder(shown),
  };
}

function dateOrder(shown: string): LocaleNumbers["dateOrder"] {
  const order = new Intl.DateTimeFormat(shown, { timeZone: "UTC" })
    .formatToParts(0)
    .map(({ type }) => (type === "day" || type === "month" || type === "year" ? type.charAt(0) : ""))
    .join("");
  return order === "mdy" || order === "ymd" ? order : "dmy";
}
