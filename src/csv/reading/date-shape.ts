import { dateOfDay, dayNumber, ordinalOfKey } from "../../core/index.ts";
import { monthOfName } from "../months.ts";
import type { DateOrder } from "./reading.ts";
import { FLAG, SHAPE } from "./shape.ts";

export interface ShapeFound {
  readonly code: number;
  readonly value: number;
}

const TIME = String.raw`(?:(?:[T ]|,? )(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-6]\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?`;
const ISO = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})\.?${TIME}$`, "i");
const NUMERIC = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${TIME}$`, "i");
const DAY_MONTH = new RegExp(
  String.raw`^(?:\p{L}{2,10}\.?,? )?(\d{1,2})(?:\.|st|nd|rd|th)?[ -](?:de |of )?(\p{L}{3,12})\.?,?[ -](?:de )?(\d{4}|\d{2})${TIME}$`,
  "iu",
);
const MONTH_DAY = new RegExp(
  String.raw`^(?:\p{L}{2,10}\.?,? )?(\p{L}{3,12})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${TIME}$`,
  "iu",
);
const YEAR_MONTH = /^(\d{4})[-/.](?:M(?=\d\d$))?(\d{1,2})$/i;
const MONTH_YEAR = /^(\d{1,2})[-/.](\d{4})$/;
/** Two digits only after a separator: DEC10 is a name like any other. */
const NAMED_MONTH = /^(\p{L}{3,12})\.?(?:([ \-/'’]+)(\d{4}|\d{2})|(\d{4}))$/u;
const QUARTER = /^(?:(\d{4})[- ]?Q([1-4])|Q([1-4])[- /]?(\d{4}))$/i;
const WEEK = /^(?:(\d{4})[- ]?W(\d{1,2})|W(\d{1,2})[- /](\d{4}))$/i;

/**
 * A date or period as it is written, days and times of ISO 8601 and of daily use; null for what is none. A time of
 * day and its zone move nothing: the day is the one that is written [D1] [D6].
 */
export function readDateShape(text: string): ShapeFound | null {
  const iso = ISO.exec(text);
  if (iso !== null) return day(SHAPE.dayIso, Number(iso[1]), Number(iso[3]), Number(iso[4]));
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return ordered(Number(numeric[1]), Number(numeric[3]), numeric[4] ?? "");
  return readPeriod(text) ?? readNamed(text);
}

function readNamed(text: string): ShapeFound | null {
  const first = DAY_MONTH.exec(text);
  const second = first === null ? MONTH_DAY.exec(text) : null;
  if (first === null && second === null) return null;
  const month = monthOfName((first === null ? second?.[1] : first[2]) ?? "");
  if (month === undefined) return null;
  const digits = (first === null ? second?.[2] : first[1]) ?? "";
  const year = (first === null ? second?.[3] : first[3]) ?? "";
  const found = day(SHAPE.dayNamed, wholeYear(year, 1970), month, Number(digits));
  return year.length === 2 ? { ...found, code: found.code | FLAG.shortYear } : found;
}

function readPeriod(text: string): ShapeFound | null {
  const quarter = QUARTER.exec(text);
  if (quarter !== null) {
    return period(SHAPE.quarter, `${quarter[1] ?? quarter[4] ?? ""}-Q${quarter[2] ?? quarter[3] ?? ""}`);
  }
  const week = WEEK.exec(text);
  if (week !== null) {
    const number = (week[2] ?? week[3] ?? "").padStart(2, "0");
    return period(SHAPE.week, `${week[1] ?? week[4] ?? ""}-W${number}`);
  }
  const yearFirst = YEAR_MONTH.exec(text);
  const monthFirst = yearFirst === null ? MONTH_YEAR.exec(text) : null;
  if (yearFirst !== null) return month(yearFirst[1] ?? "", Number(yearFirst[2]));
  if (monthFirst !== null) return month(monthFirst[2] ?? "", Number(monthFirst[1]));
  const named = NAMED_MONTH.exec(text);
  const number = named === null ? undefined : monthOfName(named[1] ?? "");
  if (named === null || number === undefined) return null;
  const year = named[3] ?? named[4] ?? "";
  const found = month(String(wholeYear(year, 1970)), number);
  if (year.length !== 2) return found;
  const isOpen = /^ +$/.test(named[2] ?? "") && Number(year) >= 1 && Number(year) <= 31;
  return { ...found, code: found.code | FLAG.shortYear | (isOpen ? FLAG.dayOrYear : 0) };
}

const month = (year: string, number: number): ShapeFound =>
  period(SHAPE.month, `${year}-M${String(number).padStart(2, "0")}`);

function period(code: number, key: string): ShapeFound {
  const value = ordinalOfKey(key);
  return Number.isNaN(value) ? { code: SHAPE.noSuchDay, value: NaN } : { code, value };
}

function day(code: number, year: number, month: number, date: number): ShapeFound {
  const value = dayOf(year, month, date);
  return value === null ? { code: SHAPE.noSuchDay, value: NaN } : { code, value };
}

/** 3/4/2027 and the like: what the numbers alone say about their order. */
function ordered(first: number, second: number, year: string): ShapeFound {
  const short = year.length === 2 ? FLAG.shortYear : 0;
  const packed = Number(year) * 10000 + first * 100 + second;
  const whole = short === 0 ? Number(year) : 2000 + Number(year);
  const isDayFirst = dayOf(whole, second, first) !== null;
  const isMonthFirst = dayOf(whole, first, second) !== null;
  const isYearFirst = short !== 0 && dayOf(2000 + first, second, Number(year)) !== null;
  if (!isDayFirst && !isMonthFirst) {
    return isYearFirst
      ? { code: SHAPE.dayOpen | short, value: packed }
      : { code: SHAPE.noSuchDay, value: packed };
  }
  if (first === second) return { code: SHAPE.daySame | short, value: packed };
  if (isDayFirst && isMonthFirst) return { code: SHAPE.dayOpen | short, value: packed };
  return { code: (isDayFirst ? SHAPE.dayFirst : SHAPE.monthFirst) | short, value: packed };
}

/** The number of a day that `ordered` packed, in an order; null where there is none. `century`: of short years. */
export function dayOfPacked(
  packed: number,
  isShort: boolean,
  order: DateOrder,
  century: number,
): number | null {
  const year = Math.floor(packed / 10000);
  const first = Math.floor(packed / 100) % 100;
  const second = packed % 100;
  if (order === "ymd") return isShort ? dayOf(wholeYear(String(first), century), second, year) : null;
  const whole = isShort ? wholeYear(String(year), century) : year;
  return order === "dmy" ? dayOf(whole, second, first) : dayOf(whole, first, second);
}

/** A year of two digits within the hundred years that begin with `century`. */
function wholeYear(text: string, century: number): number {
  const year = Number(text);
  if (text.length > 2) return year;
  const from = century - (century % 100) + year;
  return from < century ? from + 100 : from;
}

/** Number of a day of the calendar (Gregorian, years 1–9998); null where there is no such day. */
export function dayOf(year: number, month: number, date: number): number | null {
  if (year < 1 || year > 9998 || month < 1 || month > 12 || date < 1 || date > 31) return null;
  const number = dayNumber(year, month, date);
  const back = dateOfDay(number);
  return back.month === month && back.day === date ? number : null;
}
