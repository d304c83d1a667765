/*
 * What a text could be, before anybody knows what its column holds. A code has the shape in its low bits and flags
 * above, so that a column is told from counts of codes alone and a million texts need not be kept.
 */
export const SHAPE = {
  empty: 0,
  /** --, N/A, null: a missing number. */
  marker: 1,
  whole: 2,
  /** 00012: an identifier, or a number that somebody filled up. */
  padded: 3,
  /** Decides for a decimal point: 12.5, 1,234.5. */
  point: 4,
  /** Decides for a decimal comma. */
  comma: 5,
  /** 1.234, alone undecided. */
  pointOpen: 6,
  /** 1,234, alone undecided. */
  commaOpen: 7,
  /** 1.234.567: whole, so the decimal sign is the comma. */
  pointGroups: 8,
  commaGroups: 9,
  /** 1 234, 1’234: whole, and the decimal sign is still open. */
  otherGroups: 10,
  /** < 10% */
  bound: 11,
  /** #DIV/0!, ##### */
  failure: 12,
  /** NaN, 1e999 */
  notFinite: 13,
  /** Made of digits and signs, and no number: 1,23,4, --5, 00:01:23, 5‰. */
  broken: 14,
  word: 15,
  /** Whole dates. The value is a day's number, or for `dayOpen` and the like year × 10⁴ + first × 100 + second. */
  dayIso: 16,
  dayFirst: 17,
  monthFirst: 18,
  /** 3/4/2027: either order. */
  dayOpen: 19,
  /** 3/3/2027: both orders are one day. */
  daySame: 20,
  dayNamed: 21,
  noSuchDay: 22,
  /** The value is the period's ordinal. */
  month: 23,
  quarter: 24,
  week: 25,
} as const;

export const SHAPE_BITS = 31;

export const FLAG = {
  percent: 32,
  money: 64,
  suffix: 128,
  oddMinus: 256,
  otherDigits: 512,
  imprecise: 1024,
  shortYear: 2048,
  negative: 4096,
  /** A text that is longer than a cell may be. */
  huge: 8192,
  /** 1E5: a number, or an article's code. */
  codeLike: 16384,
  /** Mar 26: March 2026, or the 26th of March. */
  dayOrYear: 32768,
} as const;

export const SHAPES = 26;

const at = (shapes: readonly number[]): readonly boolean[] =>
  Array.from({ length: SHAPE_BITS + 1 }, (_, i) => shapes.includes(i));

const NUMBERS = at([
  SHAPE.whole,
  SHAPE.padded,
  SHAPE.point,
  SHAPE.comma,
  SHAPE.pointOpen,
  SHAPE.commaOpen,
  SHAPE.pointGroups,
  SHAPE.commaGroups,
  SHAPE.otherGroups,
]);
const DAYS = at([
  SHAPE.dayIso,
  SHAPE.dayFirst,
  SHAPE.monthFirst,
  SHAPE.dayOpen,
  SHAPE.daySame,
  SHAPE.dayNamed,
]);
const PERIODS = at([SHAPE.month, SHAPE.quarter, SHAPE.week]);

export const shapeOf = (code: number): number => code & SHAPE_BITS;
export const isNumber = (code: number): boolean => NUMBERS[code & SHAPE_BITS] ?? false;
export const isDay = (code: number): boolean => DAYS[code & SHAPE_BITS] ?? false;
export const isPeriod = (code: number): boolean => PERIODS[code & SHAPE_BITS] ?? false;
/** Whether a cell is a figure or a date, which no heading is. */
export const isFigure = (code: number): boolean => isNumber(code) || isDay(code) || isPeriod(code);
