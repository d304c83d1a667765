/**
 * Periods are calendar spans with keys as SDMX names reporting periods: `2027-M01`, `2027-Q1`, `2027-W05`,
 * `2027-A1`. A key names the same span for ever, so a period added in front moves nothing. Inside, a period
 * is an *ordinal*: whole periods of its length since year 0 (weeks: since the ISO week of 1 January 1970).
 *
 * All arithmetic is on proleptic Gregorian day numbers; no clock and no time zone is involved.
 */
export type PeriodLength = "month" | "quarter" | "week" | "year";
export type PeriodKey = string;

const PATTERN = /^(\d{4})-(?:M(0[1-9]|1[0-2])|Q([1-4])|W(0[1-9]|[1-4]\d|5[0-3])|A1)$/;

/** Days since 1970-01-01 of a Gregorian date. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** The Gregorian date of a day number; the inverse of `dayNumber`, from the same source. */
export function dateOfDay(days: number): { year: number; month: number; day: number } {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** Monday of ISO week 1 of a year: the week that holds 4 January. */
function firstMonday(isoYear: number): number {
  const fourth = dayNumber(isoYear, 1, 4);
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

/** How long the periods of a key are; nothing if it is no key. */
export function lengthOfKey(key: PeriodKey): PeriodLength | undefined {
  const match = PATTERN.exec(key);
  if (match === null) return undefined;
  if (match[2] !== undefined) return "month";
  if (match[3] !== undefined) return "quarter";
  if (match[4] !== undefined) return "week";
  return "year";
}

/**
 * The ordinal of a key among periods of its own length; NaN if it is no key (also a week 53 that its year
 * does not have).
 */
export function ordinalOfKey(key: PeriodKey): number {
  const match = PATTERN.exec(key);
  if (match === null) return NaN;
  const year = Number(match[1]);
  if (match[2] !== undefined) return year * 12 + Number(match[2]) - 1;
  if (match[3] !== undefined) return year * 4 + Number(match[3]) - 1;
  if (match[4] === undefined) return year;
  const monday = firstMonday(year) + (Number(match[4]) - 1) * 7;
  return monday < firstMonday(year + 1) ? (monday + 3) / 7 : NaN;
}

/** The key of an ordinal; the inverse of `ordinalOfKey`. Ordinals outside years 0–9999 have no key: throws. */
export function keyOfOrdinal(length: PeriodLength, ordinal: number): PeriodKey {
  const named = nameOrdinal(length, ordinal);
  if (ordinalOfKey(named) !== ordinal) throw new RangeError(`No ${length} has the ordinal ${ordinal}`);
  return named;
}

function nameOrdinal(length: PeriodLength, ordinal: number): PeriodKey {
  const year = (n: number): string => String(n).padStart(4, "0");
  switch (length) {
    case "month":
      return `${year(Math.floor(ordinal / 12))}-M${String((ordinal % 12) + 1).padStart(2, "0")}`;
    case "quarter":
      return `${year(Math.floor(ordinal / 4))}-Q${(ordinal % 4) + 1}`;
    case "year":
      return `${year(ordinal)}-A1`;
    case "week": {
      const monday = ordinal * 7 - 3;
      const isoYear = dateOfDay(monday + 3).year;
      return `${year(isoYear)}-W${String((monday - firstMonday(isoYear)) / 7 + 1).padStart(2, "0")}`;
    }
  }
}

/** First day (day number) and number of days of a period. */
export function spanOfPeriod(length: PeriodLength, ordinal: number): { first: number; days: number } {
  const start = (n: number): number => {
    switch (length) {
      case "month":
        return dayNumber(Math.floor(n / 12), (n % 12) + 1, 1);
      case "quarter":
        return dayNumber(Math.floor(n / 4), (n % 4) * 3 + 1, 1);
      case "year":
        return dayNumber(n, 1, 1);
      case "week":
        return n * 7 - 3;
    }
  };
  const first = start(ordinal);
  return { first, days: start(ordinal + 1) - first };
}

/** Calendar month (1–12) in which a period begins; for a week, that of its Thursday, as ISO counts weeks. */
export function monthOfPeriod(length: PeriodLength, ordinal: number): number {
  const { first } = spanOfPeriod(length, ordinal);
  return dateOfDay(length === "week" ? first + 3 : first).month;
}

/** Calendar year of a period; for a week its ISO year. */
export function yearOfPeriod(length: PeriodLength, ordinal: number): number {
  const { first } = spanOfPeriod(length, ordinal);
  return dateOfDay(length === "week" ? first + 3 : first).year;
}
