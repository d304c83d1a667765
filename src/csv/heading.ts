import {
  dateOfDay,
  dayNumber,
  keyOfOrdinal,
  ordinalOfKey,
  lengthOfKey,
  spanOfPeriod,
} from "../core/index.ts";
import type { PeriodLength } from "../core/index.ts";

/** What decides how a column's heading is read as a period. */
export interface HeadingContext {
  readonly length: PeriodLength;
  /** BCP 47, of the plan: the order of day and month, and names of months beside the English ones. */
  readonly locale: string;
  /** Ordinal of the plan's first period; two-digit years are taken near it. Null while it is not known. */
  readonly start: number | null;
}

/**
 * The ordinal of the period that a heading names; nothing if it names none of this length.
 *
 * Written are SDMX keys (`2027-M01`). Also read, where they are the first day or month of a period: `2027-01`,
 * `01/2027`, `Jan 2027`, `Jan-27`, and whole dates in ISO order or in the order of the plan's locale.
 */
export function readHeading(text: string, context: HeadingContext): number | undefined {
  const heading = text.normalize("NFKC").replace(/\s+/g, " ").trim();
  const key = heading.toUpperCase();
  if (lengthOfKey(key) !== undefined) {
    const ordinal = lengthOfKey(key) === context.length ? ordinalOfKey(key) : NaN;
    return Number.isNaN(ordinal) ? undefined : ordinal;
  }
  const date = readDate(heading, context);
  return date === undefined ? undefined : ordinalAt(date.year, date.month, date.day, context.length);
}

/** Whether a period has a key: those of the years 0–9999 do. */
export function hasKey(length: PeriodLength, ordinal: number): boolean {
  try {
    keyOfOrdinal(length, ordinal);
    return true;
  } catch {
    return false;
  }
}

interface DateFound {
  readonly year: number;
  readonly month: number;
  /** Null where only a month is named. */
  readonly day: number | null;
}

function readDate(heading: string, context: HeadingContext): DateFound | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$/.exec(heading);
  if (iso !== null) {
    return { year: Number(iso[1]), month: Number(iso[2]), day: iso[3] === undefined ? null : Number(iso[3]) };
  }
  const monthFirst = /^(\d{1,2})[-/.](\d{4})$/.exec(heading);
  if (monthFirst !== null) return { year: Number(monthFirst[2]), month: Number(monthFirst[1]), day: null };
  const full = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(heading);
  if (full !== null) {
    const [, first, , second, year = ""] = full;
    const dayFirst = isDayFirst(context.locale);
    const [day, month] = dayFirst ? [Number(first), Number(second)] : [Number(second), Number(first)];
    return { year: wholeYear(year, context), month, day };
  }
  const named = /^(?:(\d{1,2})[ -])?(\p{L}+)\.?[ \-/'’]*(\d{4}|\d{2})$/u.exec(heading);
  if (named === null) return undefined;
  const month = monthNamed(named[2] ?? "", context.locale);
  if (month === undefined) return undefined;
  return {
    year: wholeYear(named[3] ?? "", context),
    month,
    day: named[1] === undefined ? null : Number(named[1]),
  };
}

/** The period that begins on a day, or (without a day) in a month; dates that do not exist are none. */
function ordinalAt(
  year: number,
  month: number,
  day: number | null,
  length: PeriodLength,
): number | undefined {
  if (month < 1 || month > 12 || year < 1 || year > 9998) return undefined;
  if (day === null && length === "week") return undefined;
  const days = dayNumber(year, month, day ?? 1);
  const date = dateOfDay(days);
  if (date.month !== month || date.day !== (day ?? 1)) return undefined;
  const ordinal = guess(length, date, days);
  return spanOfPeriod(length, ordinal).first === days ? ordinal : undefined;
}

function guess(length: PeriodLength, date: { year: number; month: number }, days: number): number {
  switch (length) {
    case "month":
      return date.year * 12 + date.month - 1;
    case "quarter":
      return date.year * 4 + Math.floor((date.month - 1) / 3);
    case "week":
      return Math.floor((days + 3) / 7);
    case "year":
      return date.year;
  }
}

/** `27` is the year nearest to the plan's start that ends so. */
function wholeYear(text: string, { length, start }: HeadingContext): number {
  if (text.length === 4) return Number(text);
  const near = start === null ? 2025 : Number(keyOfOrdinal(length, start).slice(0, 4));
  const century = Math.floor(near / 100) * 100 + Number(text);
  return [century - 100, century, century + 100].reduce((best, year) =>
    Math.abs(year - near) < Math.abs(best - near) ? year : best,
  );
}

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  } catch {
    // The locale came with a file: one that is none reads as British English.
    return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
}

function isDayFirst(locale: string): boolean {
  const parts = formatOf(locale, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(0);
  const order = parts.map(({ type }) => type).filter((type) => type === "day" || type === "month");
  return order[0] !== "month";
}

const MONTHS_BY_LOCALE = new Map<string, ReadonlyMap<string, number>>();

function monthNamed(name: string, locale: string): number | undefined {
  let months = MONTHS_BY_LOCALE.get(locale);
  if (months === undefined) {
    const byName = new Map<string, number>();
    for (const language of ["en-GB", "en-US", locale]) {
      for (const style of ["long", "short"] as const) {
        const format = formatOf(language, { month: style });
        for (let month = 1; month <= 12; month++) {
          const text = format
            .format(Date.UTC(2027, month - 1, 1))
            .replace(/\./g, "")
            .toLowerCase();
          if (!byName.has(text)) byName.set(text, month);
        }
      }
    }
    months = byName;
    MONTHS_BY_LOCALE.set(locale, months);
  }
  return months.get(name.toLowerCase());
}
