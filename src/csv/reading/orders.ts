import { dateOfDay } from "../../core/index.ts";
import type { Profile } from "./column.ts";
import { dayOf, dayOfPacked } from "./date-shape.ts";
import { ROLE } from "./reading.ts";
import type { Choices, ColumnChoice, DateOrder, Decision } from "./reading.ts";
import { FLAG, isDay, SHAPE, shapeOf } from "./shape.ts";
import type { ColumnCells } from "./store.ts";

/** In which order a column writes its dates, or what must be asked. */
export interface OrderFound {
  readonly dates: Decision<DateOrder> | null;
  readonly century: number;
  /** Written in two orders: none of its dates is sure. */
  readonly isTorn: boolean;
  readonly ask: "date order" | "year" | "date system" | null;
  /** A row that shows the question. */
  readonly row: number;
  readonly answers: readonly { readonly choices: Choices & ColumnChoice; readonly day: number }[];
  /** The day that a whole number means; null where it means none. */
  wholeToDay(value: number): number | null;
}

interface Chosen {
  readonly dates?: DateOrder | undefined;
  readonly century?: number;
  readonly system?: "1900" | "1904" | "unix";
}

/** Shapes in which a serial number stands; what follows the decimal sign is a time of day. */
const SERIAL: readonly number[] = [SHAPE.whole, SHAPE.point, SHAPE.comma];

/** Whether a cell may count days since some day. */
export const isSerial = (code: number): boolean => SERIAL.includes(shapeOf(code));

/** First of the hundred years from which a year of two digits is taken, unless told. */
export const CENTURY = 1970;

/**
 * The order of day and month from the whole column [D2]: a number above 12 decides. Few dates in the other order are
 * set aside; as many in either leave none sure. Years of two digits could stand first as well: asked [D5]. So are
 * whole numbers, which count days or seconds in several ways [D4].
 */
export function findOrder(
  profile: Profile,
  cells: ColumnCells,
  roles: Uint8Array,
  from: number,
  to: number,
  chosen: Chosen,
): OrderFound {
  const none: OrderFound = {
    dates: null,
    century: chosen.century ?? CENTURY,
    isTorn: false,
    ask: null,
    row: 0,
    answers: [],
    wholeToDay: dayOfDigits,
  };
  if (profile.of(...SERIAL) > 0 && profile.days === 0) {
    const system = systemOf(cells, roles, from, to, chosen.system);
    if (system !== null) return { ...none, ...system };
  }
  const ordered = profile.of(SHAPE.dayFirst, SHAPE.monthFirst, SHAPE.dayOpen, SHAPE.daySame);
  if (ordered === 0) return none;
  if (chosen.dates !== undefined) {
    return { ...none, dates: { value: chosen.dates, by: "choice", evidence: "chosen" } };
  }
  const dayFirst = profile.of(SHAPE.dayFirst);
  const monthFirst = profile.of(SHAPE.monthFirst);
  const most = Math.max(dayFirst, monthFirst);
  if (Math.min(dayFirst, monthFirst) * 10 > most) return { ...none, isTorn: true };
  const isDecided = most > 0;
  const value: DateOrder = monthFirst > dayFirst ? "mdy" : "dmy";
  const row = profile.rowOf(
    isDecided ? (value === "dmy" ? SHAPE.dayFirst : SHAPE.monthFirst) : SHAPE.daySame,
  );
  const short = chosen.century === undefined ? firstShort(cells, roles, from, to) : 0;
  if (short > 0) {
    const orders: readonly DateOrder[] = isDecided ? [value, "ymd"] : ["dmy", "mdy", "ymd"];
    const answers = answersAt(cells, short, orders, CENTURY);
    if (answers.length > 1 || !isDecided) return { ...none, ask: "year", row: short, answers };
  }
  if (!isDecided && profile.of(SHAPE.dayOpen) > 0) {
    const open = profile.rowOf(SHAPE.dayOpen);
    return {
      ...none,
      ask: "date order",
      row: open,
      answers: answersAt(cells, open, ["dmy", "mdy"], none.century),
    };
  }
  return { ...none, dates: { value, by: "file", evidence: row === 0 ? "" : `row ${row}` } };
}

function answersAt(
  cells: ColumnCells,
  row: number,
  orders: readonly DateOrder[],
  century: number,
): OrderFound["answers"] {
  const isShort = (cells.code(row) & FLAG.shortYear) !== 0;
  const answers: { choices: Choices; day: number }[] = [];
  for (const dates of orders) {
    const day = dayOfPacked(cells.value(row), isShort, dates, century);
    if (day !== null) answers.push({ choices: isShort ? { dates, century } : { dates }, day });
  }
  return answers;
}

/** The first numeric date with a year of two digits; 0: none. */
function firstShort(cells: ColumnCells, roles: Uint8Array, from: number, to: number): number {
  for (let row = from; row <= to; row++) {
    const code = cells.code(row);
    if (roles[row] === ROLE.data && code & FLAG.shortYear && isDay(code) && shapeOf(code) !== SHAPE.dayNamed)
      return row;
  }
  return 0;
}

/** 20270131 is a date; other whole numbers count days since 1900 or 1904, or seconds since 1970, which is asked. */
function systemOf(
  cells: ColumnCells,
  roles: Uint8Array,
  from: number,
  to: number,
  chosen: "1900" | "1904" | "unix" | undefined,
): Partial<OrderFound> | null {
  let first = 0;
  let areDigits = true;
  for (let row = from; row <= to; row++) {
    if (roles[row] !== ROLE.data || !isSerial(cells.code(row))) continue;
    first ||= row;
    areDigits &&= dayOfDigits(cells.value(row)) !== null;
  }
  if (first === 0) return null;
  if (chosen !== undefined) return { wholeToDay: (value) => dayOfCount(value, chosen) };
  if (areDigits) return null;
  const answers: { choices: ColumnChoice; day: number }[] = [];
  for (const system of ["1900", "1904", "unix"] as const) {
    const day = dayOfCount(cells.value(first), system);
    if (day !== null) answers.push({ choices: { system }, day });
  }
  return { ask: "date system", row: first, answers };
}

/** Days of a whole number that is written as a date without separators: 20270131. */
function dayOfDigits(value: number): number | null {
  return value >= 19000101 && value <= 21001231
    ? dayOf(Math.floor(value / 10000), Math.floor(value / 100) % 100, value % 100)
    : null;
}

/**
 * The day of a serial number. 1900: day 1 is 1 January 1900, and a 29 February 1900 is counted that never was, so
 * that from March on the count begins at 30 December 1899. Seconds of more than eleven digits are milliseconds.
 */
function dayOfCount(value: number, system: "1900" | "1904" | "unix"): number | null {
  const from = (year: number, month: number, date: number): number => dayOf(year, month, date) ?? NaN;
  if (system === "unix") {
    if (value < 1e8 || value > 1e13) return null;
    return from(1970, 1, 1) + Math.floor((value >= 1e11 ? value / 1000 : value) / 86400);
  }
  if (value < 61 || value > 100_000) return null;
  return system === "1900" ? from(1899, 12, 30) + Math.floor(value) : from(1904, 1, 1) + Math.floor(value);
}

/** A day as people read it: 3 April 2027. */
export function printDay(day: number): string {
  const { year, month, day: date } = dateOfDay(day);
  const name = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" }).format(
    Date.UTC(2027, month - 1, 1),
  );
  return `${date} ${name} ${year}`;
}
