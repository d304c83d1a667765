import type { PeriodLength } from "../../core/index.ts";
import type { Asides } from "./asides.ts";
import { decimalVotes, findType, fitsDecimal, Profile } from "./column.ts";
import type { ColumnReading, TypeFound } from "./column.ts";
import { dayOfPacked } from "./date-shape.ts";
import { hintOf } from "./hints.ts";
import { openAsGrouped } from "./number-shape.ts";
import { findOrder, printDay } from "./orders.ts";
import type { OrderFound } from "./orders.ts";
import { makeFinding, ROLE, sampleOf } from "./reading.ts";
import type { Choices, ColumnChoice, Decision, Finding, Question, QuestionKind } from "./reading.ts";
import { FLAG, isDay, isNumber, isPeriod, SHAPE, shapeOf } from "./shape.ts";
import type { Slices } from "./slices.ts";
import type { CellStore, ColumnCells } from "./store.ts";

/** What all columns of a table are read by. */
export interface TableFacts {
  readonly slices: Slices;
  readonly store: CellStore;
  readonly roles: Uint8Array;
  /** First and last row that can hold data. */
  readonly from: number;
  readonly to: number;
  readonly headings: readonly string[];
  readonly names: readonly string[];
  readonly choices: Choices;
  readonly asides: Asides;
  readonly notices: Finding[];
  readonly questions: Question[];
}

interface Draft {
  readonly index: number;
  readonly profile: Profile;
  readonly cells: ColumnCells;
  readonly choice: ColumnChoice;
  readonly found: TypeFound;
  decimal: Decision<"." | ","> | null;
  order: OrderFound | null;
  isOpen: boolean;
  /** Some of its numbers have the other decimal sign: those that could be either are not sure. */
  isTorn: boolean;
}

/** Reads every column of a table: what it holds, its decimal sign, its dates; asks what stays open. */
export function decideColumns(facts: TableFacts): ColumnReading[] {
  const drafts = facts.headings.map((heading, index): Draft => {
    const cells = facts.store.column(index);
    const profile = new Profile(cells, facts.roles, facts.from, facts.to);
    const choice = facts.choices.columns?.[index + 1] ?? {};
    const found = findType(profile, hintOf(heading), choice);
    return {
      index,
      profile,
      cells,
      choice,
      found,
      decimal: null,
      order: null,
      isOpen: "ask" in found,
      isTorn: false,
    };
  });
  for (const draft of drafts) askType(facts, draft);
  decideDecimals(facts, drafts);
  decideDates(facts, drafts);
  for (const draft of drafts) askSuffix(facts, draft);
  return drafts.map((draft) => readColumn(facts, draft));
}

/** The text of a cell, for a question. */
function textAt({ slices }: TableFacts, row: number, index: number): string {
  return sampleOf(slices.record(row)[index] ?? "", 40);
}

function ask(
  facts: TableFacts,
  what: QuestionKind,
  text: string,
  row: number,
  indexes: readonly number[],
  answers: Question["answers"],
): void {
  const found = row === 0 ? "" : textAt(facts, row, indexes[0] ?? 0);
  const line = row === 0 ? null : facts.slices.lineOf(row);
  facts.questions.push({ what, text, line, rows: [row], fields: indexes.map((i) => i + 1), found, answers });
}

/** The first numbers of a column, as they would read. */
function firstNumbers(
  { roles, from, to }: TableFacts,
  { cells }: Draft,
  read: (code: number, value: number) => number,
): number[] {
  const values: number[] = [];
  for (let row = from; row <= to && values.length < 3; row++) {
    const code = cells.code(row);
    if (roles[row] === ROLE.data && isNumber(code)) values.push(read(code, cells.value(row)));
  }
  return values;
}

function askType(facts: TableFacts, draft: Draft): void {
  const { found, profile, index } = draft;
  if (!("ask" in found)) return;
  const field = index + 1;
  const choose = (choice: ColumnChoice): Choices => ({ columns: { [field]: choice } });
  if (found.ask === "column kind") {
    const row = profile.rowOf(SHAPE.word);
    ask(
      facts,
      "column kind",
      makeFinding("askColumnKind", {}, textAt(facts, row, index)).text,
      row,
      [index],
      [
        { label: "Numbers; other rows are set aside", choices: choose({ as: "number" }), readings: [] },
        { label: "Text", choices: choose({ as: "text" }), readings: [] },
      ],
    );
    return;
  }
  const row = firstBare(facts, draft);
  const text = textAt(facts, row, index);
  const percent = (code: number, value: number): number => (code & FLAG.percent ? value : shiftDown(value));
  ask(
    facts,
    "rate unit",
    makeFinding("askRateUnit", {}, text).text,
    row,
    [index],
    [
      {
        label: `${text} is ${text}%`,
        choices: choose({ as: "rate", unit: "percent" }),
        readings: firstNumbers(facts, draft, percent),
      },
      {
        label: `${text} is ${text} of one`,
        choices: choose({ as: "rate", unit: "fraction" }),
        readings: firstNumbers(facts, draft, (_code, value) => value),
      },
      { label: "No rate: plain numbers", choices: choose({ as: "number" }), readings: [] },
    ],
  );
}

/** A hundredth, to the digit: 12.5 -> 0.125. */
const shiftDown = (value: number): number =>
  Number(`${value}e-2`.replace(/e([+-]\d+)e-2$/, (_all, power: string) => `e${Number(power) - 2}`));

function firstBare({ roles, from, to }: TableFacts, { cells }: Draft): number {
  for (let row = from; row <= to; row++) {
    const code = cells.code(row);
    if (roles[row] === ROLE.data && isNumber(code) && !(code & FLAG.percent)) return row;
  }
  return from;
}

const isNumeric = ({ found }: Draft): boolean =>
  "type" in found && (found.type === "number" || found.type === "money" || found.type === "rate");

/**
 * The decimal sign of each column of numbers [N1] [N2]: its own cells decide. Where none does, the other columns
 * decide for a count, which has no fractions to speak of; every other column is asked, all in one question.
 */
function decideDecimals(facts: TableFacts, drafts: readonly Draft[]): void {
  const numeric = drafts.filter(
    (draft) => isNumeric(draft) || ("ask" in draft.found && draft.found.ask === "rate unit"),
  );
  const signs = new Set<"." | ",">();
  const waiting: Draft[] = [];
  for (const draft of numeric) {
    const { point, comma, open } = decimalVotes(draft.profile);
    const chosen = draft.choice.decimal ?? facts.choices.decimal;
    const evidence = textOfVotes(facts, draft);
    if (chosen !== undefined) draft.decimal = { value: chosen, by: "choice", evidence: "chosen" };
    else if (Math.max(point, comma) > 2 * Math.min(point, comma)) {
      draft.isTorn = Math.min(point, comma) > 0;
      draft.decimal = { value: point > comma ? "." : ",", by: "file", evidence };
      signs.add(draft.decimal.value);
    } else if (point > 0 || open > 0) waiting.push(draft);
  }
  const [only] = signs;
  const asked: Draft[] = [];
  for (const draft of waiting) {
    const isCount = hintOf(facts.headings[draft.index] ?? "") === "count";
    const { point } = decimalVotes(draft.profile);
    if (isCount && point === 0 && signs.size === 1 && only !== undefined) {
      draft.decimal = { value: only, by: "guess", evidence: "the other columns" };
      const row = draft.profile.rowOf(SHAPE.pointOpen, SHAPE.commaOpen);
      facts.notices.push(
        makeFinding(
          "decimalFromOthers",
          { ...place(facts, row, draft.index), found: textAt(facts, row, draft.index) },
          only,
        ),
      );
    } else {
      draft.isOpen = true;
      asked.push(draft);
    }
  }
  const [first] = asked;
  if (first === undefined) return;
  const row =
    first.profile.rowOf(SHAPE.pointOpen, SHAPE.commaOpen) || first.profile.rowOf(SHAPE.point, SHAPE.comma);
  const text = textAt(facts, row, first.index);
  const likely = only ?? (facts.slices.delimiter === ";" ? "," : ".");
  const answers = ([".", ","] as const).map((decimal) => {
    const readings = firstNumbers(facts, first, (code, value) => asDecimal(code, value, decimal));
    const [reading = NaN] = firstNumbersFrom(facts, first, row, decimal);
    return {
      label: `${text} is ${Number.isNaN(reading) ? "no number" : reading.toLocaleString("en-GB", { maximumFractionDigits: 10 })}`,
      choices: { decimal },
      readings,
    };
  });
  if (likely === ",") answers.reverse();
  ask(
    facts,
    "decimal",
    makeFinding("askDecimal", {}, text).text,
    row,
    asked.map(({ index }) => index),
    answers,
  );
}

function firstNumbersFrom(facts: TableFacts, draft: Draft, row: number, decimal: "." | ","): number[] {
  return firstNumbers({ ...facts, from: row }, draft, (code, value) => asDecimal(code, value, decimal));
}

function textOfVotes(facts: TableFacts, { profile, index }: Draft): string {
  const row = profile.rowOf(SHAPE.point, SHAPE.comma, SHAPE.commaGroups, SHAPE.pointGroups);
  return row === 0 ? "" : `${textAt(facts, row, index)} in row ${row}`;
}

/** A number under a decimal sign; NaN where it cannot be one. */
function asDecimal(code: number, value: number, decimal: "." | ","): number {
  if (!fitsDecimal(code, decimal)) return NaN;
  const shape = shapeOf(code);
  const isGrouped =
    shape === SHAPE.pointOpen ? decimal === "," : shape === SHAPE.commaOpen && decimal === ".";
  return isGrouped ? openAsGrouped(value) : value;
}

/** The order of day and month, column by column; open ones are asked in one question. [D2] [D5] */
function decideDates(facts: TableFacts, drafts: readonly Draft[]): void {
  const asked: Draft[] = [];
  for (const draft of drafts) {
    if (!("type" in draft.found) || draft.found.type !== "date") continue;
    draft.order = findOrder(draft.profile, draft.cells, facts.roles, facts.from, facts.to, {
      ...(facts.choices.century === undefined ? {} : { century: facts.choices.century }),
      ...((draft.choice.dates ?? facts.choices.dates) === undefined
        ? {}
        : { dates: draft.choice.dates ?? facts.choices.dates }),
      ...(draft.choice.system === undefined ? {} : { system: draft.choice.system }),
    });
    if (draft.order.ask === null) continue;
    draft.isOpen = true;
    if (draft.order.ask === "date system") askSystem(facts, draft);
    else asked.push(draft);
  }
  for (const what of ["date order", "year"] as const) {
    const group = asked.filter(({ order }) => order?.ask === what);
    const [first] = group;
    if (first?.order === undefined || first.order === null) continue;
    const { row, answers } = first.order;
    const text = textAt(facts, row, first.index);
    const sentence =
      what === "year" ? makeFinding("askYear", {}, text) : makeFinding("askDateOrder", {}, text);
    ask(
      facts,
      what,
      sentence.text,
      row,
      group.map(({ index }) => index),
      answers.map(({ choices, day }) => ({
        label: `${text} is ${printDay(day)}`,
        choices,
        readings: [printDay(day)],
      })),
    );
  }
}

function askSystem(facts: TableFacts, draft: Draft): void {
  const order = draft.order;
  if (order === null) return;
  const text = textAt(facts, order.row, draft.index);
  const field = draft.index + 1;
  const none = {
    label: "No date: text",
    choices: { columns: { [field]: { as: "text" as const } } },
    readings: [],
  };
  ask(
    facts,
    "date system",
    makeFinding("askDateSystem", {}, text).text,
    order.row,
    [draft.index],
    [
      ...order.answers.map(({ choices, day }) => ({
        label: `${text} is ${printDay(day)}`,
        choices: { columns: { [field]: { as: "date" as const, ...choices } } },
        readings: [printDay(day)],
      })),
      none,
    ],
  );
}

function askSuffix(facts: TableFacts, draft: Draft): void {
  if (!isNumeric(draft) || draft.profile.suffixes === 0 || draft.choice.suffix !== undefined) return;
  draft.isOpen = true;
  const row = draft.profile.firstFlag.get(FLAG.suffix) ?? 0;
  const text = textAt(facts, row, draft.index);
  const field = draft.index + 1;
  ask(
    facts,
    "suffix",
    makeFinding("askSuffix", {}, text).text,
    row,
    [draft.index],
    [
      {
        label: `${text} is ${draft.cells.value(row).toLocaleString("en-GB")}`,
        choices: { columns: { [field]: { suffix: "scale" } } },
        readings: [draft.cells.value(row)],
      },
      {
        label: "Set these rows aside",
        choices: { columns: { [field]: { suffix: "set aside" } } },
        readings: [],
      },
    ],
  );
}

/** Where a cell stands, for a finding. */
export function place(
  facts: TableFacts,
  row: number,
  index: number,
): {
  row: number;
  field: number;
  line: number;
  column: string;
} {
  return { row, field: index + 1, line: facts.slices.lineOf(row), column: facts.names[index] ?? "" };
}

/** Turns a column's codes into values, setting aside the rows whose cells do not fit. */
function readColumn(facts: TableFacts, draft: Draft): ColumnReading {
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
    else if (shape === SHAPE.whole) day = order?.wholeToDay(raw) ?? null;
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
