import { dateOfDay, spanOfPeriod, yearOfPeriod } from "../../core/index.ts";
import type { PeriodLength } from "../../core/index.ts";
import { shownLocale } from "./locale.ts";

/** Names of periods as the reader has them. Ordinals are those of core/plan/period. */
export interface PeriodNames {
  /** `Jan 2027`, `Q1 2027`, `W05 2027`, `2027`. */
  periodLabel(length: PeriodLength, ordinal: number): string;
  /** Without its year, for a sentence that has said it: `March`, `Q1`, `week 5`, `2027`. */
  periodName(length: PeriodLength, ordinal: number): string;
  /** Both ends included: `Q1 2027` where they are a calendar quarter, `2027` a year, else `Jan–Mar 2027`. */
  spanLabel(length: PeriodLength, from: number, to: number): string;
}

const HAIR_SPACES = /[\s\u2009\u202f]*([–～-])[\s\u2009\u202f]*/u;

/** Makes the names of periods in a locale. */
export function createPeriodNames(locale: string): PeriodNames {
  const shown = shownLocale(locale);
  const monthAndYear = new Intl.DateTimeFormat(shown, { month: "short", year: "numeric", timeZone: "UTC" });
  const monthAlone = new Intl.DateTimeFormat(shown, { month: "long", timeZone: "UTC" });
  // Noon of the fifth: inside the month in whatever way a day is counted.
  const dateOf = (ordinal: number): number => (spanOfPeriod("month", ordinal).first + 4.5) * 86_400_000;
  const weekOf = (ordinal: number): number => {
    // The ISO week's number counts Thursdays of its year.
    const thursday = spanOfPeriod("week", ordinal).first + 3;
    const firstDay = spanOfPeriod("year", dateOfDay(thursday).year).first;
    return Math.floor((thursday - firstDay) / 7) + 1;
  };
  const week = (ordinal: number): string => `W${String(weekOf(ordinal)).padStart(2, "0")}`;
  const quarter = (ordinal: number): string => `Q${(((ordinal % 4) + 4) % 4) + 1}`;

  const periodLabel = (length: PeriodLength, ordinal: number): string => {
    switch (length) {
      case "month":
        return monthAndYear.format(dateOf(ordinal));
      case "quarter":
        return `${quarter(ordinal)} ${yearOfPeriod(length, ordinal)}`;
      case "week":
        return `${week(ordinal)} ${yearOfPeriod(length, ordinal)}`;
      case "year":
        return String(yearOfPeriod(length, ordinal));
    }
  };

  const periodName = (length: PeriodLength, ordinal: number): string => {
    switch (length) {
      case "month":
        return monthAlone.format(dateOf(ordinal));
      case "quarter":
        return quarter(ordinal);
      case "week":
        return `week ${weekOf(ordinal)}`;
      case "year":
        return String(yearOfPeriod(length, ordinal));
    }
  };

  const monthSpan = (from: number, to: number): string =>
    monthAndYear.formatRange(dateOf(from), dateOf(to)).replace(HAIR_SPACES, "$1");

  const spanLabel = (length: PeriodLength, from: number, to: number): string => {
    if (to <= from) return periodLabel(length, from);
    const perYear = length === "month" ? 12 : length === "quarter" ? 4 : 0;
    if (perYear > 0 && from % perYear === 0 && (to + 1) % perYear === 0) {
      return spanLabel("year", from / perYear, (to + 1) / perYear - 1);
    }
    if (length === "month") {
      const isQuarter = from % 3 === 0 && to === from + 2;
      return isQuarter ? periodLabel("quarter", from / 3) : monthSpan(from, to);
    }
    const last = periodLabel(length, to);
    if (length === "year" || yearOfPeriod(length, from) !== yearOfPeriod(length, to)) {
      return `${periodLabel(length, from)}–${last}`;
    }
    return `${length === "quarter" ? quarter(from) : week(from)}–${last}`;
  };

  return { periodLabel, periodName, spanLabel };
}
