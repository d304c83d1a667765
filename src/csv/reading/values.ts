import type { PeriodLength } from "../../core/index.ts";
import { fitsDecimal } from "./column.ts";
import type { ColumnReading, Profile } from "./column.ts";
import { dayOfPacked } from "./date-shape.ts";
import { asDecimal, place, shiftDown, textAt } from "./draft.ts";
import type { Draft, TableFacts } from "./draft.ts";
import { hintOf } from "./hints.ts";
import { openAsGrouped } from "./number-shape.ts";
import { isSerial } from "./orders.ts";
import { ROLE, makeFinding } from "./reading.ts";
import { FLAG, SHAPE, isDay, isNumber, isPeriod, shapeOf } from "./shape.ts";

/** Turns a column's codes into values, setting aside the rows whose cells do not fit. */
export function readColumn(facts: TableFacts, draft: Draft): ColumnReading {
  const { index, profile, found, decimal, order, isOpen } = draft;
  const heading = facts.headings[index] ?? "";
  const type: ColumnReading["type"] =
    "ask" in found
      ? { value: found.ask === "rate unit" ? "rate" : "text", by: "open", evidence: "asked" }
      : { value: found.type, by: isOpen ? "open" : found.by, evidence: found.evidence };
  const reading: ColumnReading = {
    field: index + 1,
    heading,
    name: facts.names[index] ?? heading,
    hint: hintOf(heading),
    type,
    decimal,
    dates: order?.dates ?? null,
    currency: currencyOf(draft),
    period: null,
    isOpen,
    isDropped: heading.trim() === "" && profile.filled === 0 && profile.of(SHAPE.marker) === 0,
    isFilled: false,
    missing: profile.blank + profile.of(SHAPE.marker),
    values: null,
  };
  if (isOpen) return reading;
  if (type.value === "text") return { ...reading, missing: 0 };
  if (type.value === "period") return readPeriods(facts, draft, reading);
  if (type.value === "date") return { ...reading, values: readDays(facts, draft) };
  return { ...reading, values: readNumbers(facts, draft, type.value === "rate") };
}

function currencyOf({ cells, choice, profile }: Draft): string | null {
  if (choice.as === "text" || profile.numbers === 0) return null;
  let best: string | null = null;
  let most = 0;
  for (const [currency, { count }] of cells.currencies) {
    if (count > most) {
      best = currency;
      most = count;
    }
  }
  return best;
}

function readNumbers(facts: TableFacts, draft: Draft, isRate: boolean): Float64Array {
  const { cells, index, choice, profile } = draft;
  const { roles, asides, from, to } = facts;
  const decimal = draft.decimal?.value ?? ".";
  const values = cells.values ?? new Float64Array(0);
  const result = values.length > to ? values : new Float64Array(to + 1);
  for (let row = 0; row <= to; row++) {
    const code = row < from ? SHAPE.empty : cells.code(row);
    const shape = shapeOf(code);
    const raw = values[row] ?? NaN;
    let value = NaN;
    const isUnsure = draft.isTorn && (shape === SHAPE.pointOpen || shape === SHAPE.commaOpen);
    if (isNumber(code) && fitsDecimal(code, decimal) && !isUnsure) {
      value = asDecimal(code, raw, decimal);
      if (isRate && !(code & FLAG.percent) && choice.unit === "percent") value = shiftDown(value);
      if (code & FLAG.suffix && choice.suffix === "set aside") value = NaN;
    }
    result[row] = value;
    if (roles[row] !== ROLE.data || value === value) continue;
    if (shape === SHAPE.empty || shape === SHAPE.marker || shape === SHAPE.bound) continue;
    if (isUnsure) {
      asides.add(row, index + 1, "a number", "ambiguousNumber", String(raw), String(openAsGrouped(raw)));
    } else if (shape === SHAPE.failure) asides.add(row, index + 1, "a number", "spreadsheetError");
    else if (shape === SHAPE.notFinite) asides.add(row, index + 1, "a number", "notFinite");
    else if (isNumber(code) && !fitsDecimal(code, decimal)) {
      asides.add(row, index + 1, `a number with “${decimal}”`, "wrongDecimal", decimal);
    } else asides.add(row, index + 1, "a number", "brokenNumber");
  }
  sayOfNumbers(facts, draft, profile);
  return result;
}

/** What a column of numbers has that somebody should know. */
function sayOfNumbers(facts: TableFacts, { index }: Draft, profile: Profile): void {
  const { notices } = facts;
  const { firstFlag } = profile;
  const say = (flag: number, code: "minusSign" | "unicodeDigits" | "lostPrecision"): void => {
    const row = firstFlag.get(flag);
    if (row === undefined) return;
    notices.push(makeFinding(code, { ...place(facts, row, index), found: textAt(facts, row, index) }));
  };
  say(FLAG.oddMinus, "minusSign");
  say(FLAG.otherDigits, "unicodeDigits");
  say(FLAG.imprecise, "lostPrecision");
}

function readDays(facts: TableFacts, draft: Draft): Float64Array {
  const { cells, index, order } = draft;
  const { roles, asides, from, to } = facts;
  const values = cells.values ?? new Float64Array(0);
  const result = values.length > to ? values : new Float64Array(to + 1);
  const century = order?.century ?? 1970;
  const dates = order?.dates?.value ?? null;
  for (let row = 0; row <= to; row++) {
    const code = row < from ? SHAPE.empty : cells.code(row);
    const shape = shapeOf(code);
    const raw = values[row] ?? NaN;
    let day: number | null = null;
    if (shape === SHAPE.dayIso || shape === SHAPE.dayNamed) day = raw;
    else if (isDay(code)) day = dayOfPacked(raw, (code & FLAG.shortYear) !== 0, dates ?? "dmy", century);
    else if (isSerial(code)) day = order?.wholeToDay(raw) ?? null;
    if (order?.isTorn === true && TORN.has(shape)) day = null;
    result[row] = day ?? NaN;
    if (roles[row] !== ROLE.data || day !== null || shape === SHAPE.empty || shape === SHAPE.marker) continue;
    if (shape === SHAPE.noSuchDay) asides.add(row, index + 1, "a day of the calendar", "noSuchDate");
    else if (order?.isTorn === true && isDay(code))
      asides.add(row, index + 1, "one order of day and month", "bothDateOrders");
    else if (isDay(code) && dates !== null)
      asides.add(row, index + 1, `a date (${dates})`, "otherDateOrder", ORDERS[dates]);
    else if (isPeriod(code)) asides.add(row, index + 1, "a day", "otherPeriodLength", "day");
    else asides.add(row, index + 1, "a date", "notADate");
  }
  sayOfDates(facts, draft);
  return result;
}

/** Dates that an order gives their meaning. */
const TORN: ReadonlySet<number> = new Set<number>([SHAPE.dayFirst, SHAPE.monthFirst, SHAPE.dayOpen]);

const ORDERS = { dmy: "day first", mdy: "month first", ymd: "year first" } as const;

function sayOfDates(facts: TableFacts, { index, profile, order }: Draft): void {
  const named = profile.rowOf(SHAPE.dayNamed);
  if (named > 0) {
    facts.notices.push(
      makeFinding("monthNames", { ...place(facts, named, index), found: textAt(facts, named, index) }),
    );
  }
  const short = profile.firstFlag.get(FLAG.shortYear);
  if (short === undefined) return;
  const century = order?.century ?? 1970;
  const found = textAt(facts, short, index);
  facts.notices.push(
    makeFinding("twoDigitYears", { ...place(facts, short, index), found }, `${century} to ${century + 99}`),
  );
}

const LENGTHS: readonly (readonly [shape: number, length: PeriodLength])[] = [
  [SHAPE.month, "month"],
  [SHAPE.quarter, "quarter"],
  [SHAPE.week, "week"],
];

/** Periods of the length that most cells have; others are set aside, and no day is invented for any. */
function readPeriods(facts: TableFacts, draft: Draft, reading: ColumnReading): ColumnReading {
  const { profile, cells, index } = draft;
  const { roles, asides, from, to } = facts;
  const whole = profile.of(SHAPE.whole);
  const ranked = LENGTHS.map(([shape, length]) => ({ shape, length, count: profile.of(shape) })).sort(
    (a, b) => b.count - a.count,
  );
  const best = ranked[0];
  const isWhole = best === undefined || whole > best.count;
  const length = !isWhole ? best.length : profile.areMonths ? "month" : "year";
  const values = cells.values ?? new Float64Array(0);
  const result = values.length > to ? values : new Float64Array(to + 1);
  for (let row = 0; row <= to; row++) {
    const code = row < from ? SHAPE.empty : cells.code(row);
    const shape = shapeOf(code);
    const raw = values[row] ?? NaN;
    const value =
      shape !== SHAPE.whole ? raw : profile.areMonths ? Math.floor(raw / 100) * 12 + (raw % 100) - 1 : raw;
    const fits = isWhole
      ? shape === SHAPE.whole && (profile.areMonths || profile.areYears)
      : shape === best.shape;
    result[row] = fits ? value : NaN;
    if (roles[row] !== ROLE.data || fits || shape === SHAPE.empty || shape === SHAPE.marker) continue;
    if (shape === SHAPE.noSuchDay) asides.add(row, index + 1, `a ${length}`, "noSuchDate");
    else if (isPeriod(code) || isDay(code))
      asides.add(row, index + 1, `a ${length}`, "otherPeriodLength", length);
    else asides.add(row, index + 1, `a ${length}`, "notADate");
  }
  sayOfDates(facts, draft);
  return { ...reading, period: length, values: result };
}
