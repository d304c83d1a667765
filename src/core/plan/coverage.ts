import { dateOfDay, spanOfPeriod } from "./period.ts";
import type { PeriodLength } from "./period.ts";

/** A part of a period that lies in a period of another length. */
export interface Coverage {
  /** Of the period of the other length. */
  readonly ordinal: number;
  /** Whole days of the part. */
  readonly days: number;
  /** The part as a share of the period that was covered: all parts of a period add up to 1. */
  readonly share: number;
}

/** The period of a length that a day (day number) lies in. */
export function ordinalOfDay(length: PeriodLength, day: number): number {
  if (length === "week") return Math.floor((day + 3) / 7);
  const { year, month } = dateOfDay(day);
  if (length === "month") return year * 12 + month - 1;
  return length === "quarter" ? year * 4 + Math.floor((month - 1) / 3) : year;
}

/** How a period lies in periods of another length, from the first to the last. [RG1] */
export function coverageOf(length: PeriodLength, ordinal: number, other: PeriodLength): Coverage[] {
  const { first, days } = spanOfPeriod(length, ordinal);
  const parts: Coverage[] = [];
  for (let at = ordinalOfDay(other, first); ; at++) {
    const span = spanOfPeriod(other, at);
    const from = Math.max(first, span.first);
    const to = Math.min(first + days, span.first + span.days);
    if (to > from) parts.push({ ordinal: at, days: to - from, share: (to - from) / days });
    if (span.first + span.days >= first + days) return parts;
  }
}

const MONTHS: Readonly<Record<PeriodLength, number>> = {
  month: 1,
  quarter: 3,
  year: 12,
  // Of the Gregorian calendar's mean month, 146,097 days in 400 years.
  week: (7 * 4800) / 146097,
};

/** How many periods of `other` go into one of `length`, on average: month → quarter ⅓, year → month 12. */
export function periodsIn(length: PeriodLength, other: PeriodLength): number {
  return MONTHS[length] / MONTHS[other];
}
