import type { PeriodLength } from "../../core/index.ts";
import type { Hint } from "./hints.ts";
import type { ColumnChoice, ColumnType, DateOrder, Decision } from "./reading.ts";
import { ROLE } from "./reading.ts";
import { FLAG, isDay, isNumber, isPeriod, SHAPE, SHAPE_BITS, SHAPES, shapeOf } from "./shape.ts";
import type { ColumnCells } from "./store.ts";

/** How a column was read. Columns from 1. */
export interface ColumnReading {
  readonly field: number;
  /** As it stands in the file. */
  readonly heading: string;
  /** The heading, made unique; `Column 3` where there is none. */
  readonly name: string;
  readonly hint: Hint;
  readonly type: Decision<ColumnType>;
  /** Null where no number shows one. */
  readonly decimal: Decision<"." | ","> | null;
  readonly dates: Decision<DateOrder> | null;
  /** ISO 4217; null where no amount has one. */
  readonly currency: string | null;
  readonly period: PeriodLength | null;
  /** Asked about: its values are withheld until it is answered. */
  readonly isOpen: boolean;
  /** Blank, and without a heading. */
  readonly isDropped: boolean;
  /** Blank cells mean what stands above them. */
  readonly isFilled: boolean;
  readonly missing: number;
  /**
   * By row number: numbers, rates as fractions, days (core's day numbers), ordinals of periods; NaN where there is
   * none. Null for texts, and while it is asked about.
   */
  readonly values: Float64Array | null;
}

/** Counts of what stands in the rows of a column, with the first row of each shape. */
export class Profile {
  readonly counts = new Uint32Array(SHAPES + 6);
  readonly first = new Uint32Array(SHAPES + 6);
  /** Cells that are neither blank nor marked as missing. */
  filled = 0;
  blank = 0;
  numbers = 0;
  percents = 0;
  suffixes = 0;
  /** 1E5 and the like. */
  codeLike = 0;
  /** Mar 26 and the like. */
  dayOrYear = 0;
  negatives = 0;
  days = 0;
  periods = 0;
  /** All flags of any cell. */
  flags = 0;
  /** Whether all whole numbers are years (2027), or months written without a separator (202701). */
  areYears = true;
  areMonths = true;
  firstFlag = new Map<number, number>();

  constructor(cells: ColumnCells, roles: Uint8Array, from: number, to: number) {
    let flags = 0;
    for (let row = from; row <= to; row++) {
      if (roles[row] !== ROLE.data) continue;
      const code = cells.codes[row] ?? SHAPE.empty;
      const shape = code & SHAPE_BITS;
      const before = this.counts[shape] ?? 0;
      if (before === 0) this.first[shape] = row;
      this.counts[shape] = before + 1;
      if (code === SHAPE.empty) continue;
      if (isNumber(code)) {
        this.numbers++;
        if (code & FLAG.percent) this.percents++;
        if (code & FLAG.suffix) this.suffixes++;
        if (code & FLAG.codeLike) this.codeLike++;
        if (code & FLAG.negative) this.negatives++;
        if (shape === SHAPE.whole && (this.areYears || this.areMonths)) {
          const value = cells.value(row);
          this.areYears &&= value >= 1900 && value <= 2100;
          this.areMonths &&= value >= 190001 && value <= 210012 && value % 100 >= 1 && value % 100 <= 12;
        }
      } else if (isDay(code)) this.days++;
      else if (isPeriod(code)) {
        this.periods++;
        if (code & FLAG.dayOrYear) this.dayOrYear++;
      }
      const fresh = code & ~SHAPE_BITS & ~flags;
      if (fresh !== 0) {
        for (const flag of Object.values(FLAG)) if (fresh & flag) this.firstFlag.set(flag, row);
        flags |= fresh;
      }
    }
    this.flags = flags;
    this.blank = this.of(SHAPE.empty);
    for (let shape = 0; shape < SHAPES; shape++) this.filled += this.of(shape);
    this.filled -= this.blank + this.of(SHAPE.marker);
  }

  of(...shapes: readonly number[]): number {
    let sum = 0;
    for (const shape of shapes) sum += this.counts[shape] ?? 0;
    return sum;
  }

  /** The first row with one of these shapes; 0: none. */
  rowOf(...shapes: readonly number[]): number {
    let row = 0;
    for (const shape of shapes) {
      const first = this.first[shape] ?? 0;
      if ((this.counts[shape] ?? 0) > 0 && (row === 0 || first < row)) row = first;
    }
    return row;
  }

  get words(): number {
    return this.of(SHAPE.word);
  }

  /** Cells that look as if somebody had meant a number. */
  get damaged(): number {
    return this.of(SHAPE.failure, SHAPE.notFinite, SHAPE.broken);
  }
}

/** What a column holds, or that it must be asked. */
export type TypeFound =
  | { readonly type: ColumnType; readonly by: Decision<ColumnType>["by"]; readonly evidence: string }
  | { readonly ask: "column kind" | "rate unit" };

const NUMERIC: ReadonlySet<Hint> = new Set<Hint>(["count", "money", "rate", "number"]);

/**
 * What a column holds, from its heading and all of its cells [N4] [N12]. A column whose heading says nothing and whose
 * cells do not agree stays text: nothing is lost by that, and it is asked when somebody wants its numbers.
 */
export function findType(profile: Profile, hint: Hint, choice: ColumnChoice): TypeFound {
  const { filled, numbers, days, periods, words, damaged } = profile;
  const found = (type: ColumnType, evidence: string): TypeFound => ({ type, by: "file", evidence });
  if (choice.as !== undefined) {
    if (choice.as === "rate") return rateOr(profile, "rate", choice, "choice");
    return { type: choice.as, by: "choice", evidence: "chosen" };
  }
  if (hint === "text" || hint === "name" || hint === "currency") return found("text", "its heading");
  const dates = days + periods + profile.of(SHAPE.noSuchDay);
  if (hint === "date") {
    if (dates === 0 && numbers === profile.of(SHAPE.padded)) return found("text", "no dates in it");
    if (dates + numbers < words) return found("text", "mostly words");
    const isCounted = numbers > 0 && numbers === profile.of(SHAPE.whole) && dates === 0;
    if (isCounted && (profile.areYears || profile.areMonths)) return found("period", "its heading");
    return found(periods > days ? "period" : "date", "its heading");
  }
  if (hint !== null && NUMERIC.has(hint)) {
    if (filled === 0) return found(hint === "rate" ? "rate" : "number", "its heading");
    if (dates > 0 && numbers + damaged === 0) return found(periods > days ? "period" : "date", "its cells");
    if (numbers + damaged + profile.of(SHAPE.bound) === 0) return found("text", "no numbers in it");
    if (words > numbers + damaged)
      return numbers === 0 ? found("text", "mostly words") : { ask: "column kind" };
    return rateOr(profile, hint, choice, "file");
  }
  if (filled === 0) return found("text", "empty");
  if (numbers === filled || (numbers > 0 && numbers + profile.of(SHAPE.bound) === filled)) {
    if (profile.of(SHAPE.padded) > 0) return found("text", "zeros in front");
    const isLong = (profile.flags & FLAG.imprecise) !== 0;
    if (isLong && profile.of(SHAPE.whole) === numbers) return found("text", "longer than a number can be");
    if (profile.codeLike === numbers) return found("text", "codes such as 1E5");
    return rateOr(profile, null, choice, "file");
  }
  if (dates === filled && days + periods > 0) return found(periods > days ? "period" : "date", "its cells");
  if (words === 0 && numbers > 0 && dates === 0 && profile.of(SHAPE.padded) === 0) {
    return rateOr(profile, null, choice, "file");
  }
  if (words === 0 && numbers === 0 && days + periods > damaged) {
    return found(periods > days ? "period" : "date", "its cells");
  }
  if (numbers >= 5 && numbers >= filled * 0.8 && profile.of(SHAPE.padded) === 0)
    return { ask: "column kind" };
  return found("text", "its cells");
}

/** Numbers, money, or rates: by their percent signs, and where these are on some only, asked. */
function rateOr(
  profile: Profile,
  hint: Hint,
  choice: ColumnChoice,
  by: Decision<ColumnType>["by"],
): TypeFound {
  const { numbers, percents } = profile;
  const evidence = percents > 0 ? "percent signs" : hint === null ? "its cells" : "its heading";
  if (percents > 0 && percents === numbers) return { type: "rate", by, evidence };
  if (percents > 0 || (hint === "rate" && numbers > 0)) {
    if (choice.unit !== undefined) return { type: "rate", by: "choice", evidence: "chosen" };
    const most = Math.max(percents, numbers - percents);
    if (hint === null && (numbers < 5 || most < numbers * 0.8))
      return { type: "text", by: "file", evidence: "mixed" };
    return { ask: "rate unit" };
  }
  if (hint === "rate") return { type: "rate", by, evidence: "its heading" };
  const isMoney = (profile.flags & FLAG.money) !== 0 || hint === "money";
  return { type: isMoney ? "money" : "number", by, evidence };
}

/** Votes of a column on its decimal sign, and how many cells wait for it. [N1] */
export function decimalVotes(profile: Profile): {
  readonly point: number;
  readonly comma: number;
  readonly open: number;
} {
  return {
    point: profile.of(SHAPE.point, SHAPE.commaGroups),
    comma: profile.of(SHAPE.comma, SHAPE.pointGroups),
    open: profile.of(SHAPE.pointOpen, SHAPE.commaOpen),
  };
}

/** Whether a number can be one with this decimal sign. */
export function fitsDecimal(code: number, decimal: "." | ","): boolean {
  const shape = shapeOf(code);
  if (shape === SHAPE.point || shape === SHAPE.commaGroups) return decimal === ".";
  if (shape === SHAPE.comma || shape === SHAPE.pointGroups) return decimal === ",";
  return true;
}
