import type { Row } from "../../core/index.ts";

/** What of a row decides how its numbers look. */
export type ShownRow = Pick<Row, "unit" | "per" | "asPercent" | "decimals">;

/** Digits after the point, at least and at most; rates count theirs in percent. */
export interface Digits {
  readonly least: number;
  readonly most: number;
}

/** A row's largest finite size; 0 where it has none. */
function typicalSize(values: readonly number[]): number {
  let largest = 0;
  for (const value of values) {
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  }
  return largest;
}

/** The fewest digits, up to `most`, that show all values as exactly as `most` would. */
function neededDigits(values: readonly number[], most: number): number {
  for (let digits = 0; digits < most; digits++) {
    const fits = (value: number): boolean =>
      !Number.isFinite(value) || Math.abs(roundTo(value, digits) - roundTo(value, most)) < 0.1 / 10 ** most;
    if (values.every(fits)) return digits;
  }
  return most;
}

function roundTo(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits;
}

/** Three figures of something below 1: 0.0325 takes four digits. */
function smallDigits(size: number, figures: number): number {
  return size > 0 ? Math.min(8, figures - 1 - Math.floor(Math.log10(size))) : 0;
}

/**
 * How many decimals a row shows, one for all its cells, so that it reads evenly down and across. The row's own
 * setting wins; else its typical size decides. [EN40]
 *
 * rates, %  one; more below 1%, none from 1,000% on
 * unit cost the currency's below 100 (£30.00, £1.50), none from there (£150); more below 0.1
 * money     none from 100 or where all are whole; else the currency's
 * counts    none from 10 or where all are whole; else one
 * people    as few as show them, two at most
 * numbers   as few as show them: two at most below 10, one below 100, none from there
 */
export function decimalsFor(row: ShownRow, values: readonly number[], currencyDigits = 2): number {
  if (row.decimals !== null) return row.decimals;
  const size = typicalSize(values);
  if (row.unit === "rate" || row.asPercent) {
    if (size >= 10) return 0;
    return size === 0 || size >= 0.00995 ? 1 : Math.min(6, smallDigits(size * 100, 2));
  }
  switch (row.unit) {
    case "moneyPerCount":
      return costDigits(size, currencyDigits);
    case "money":
      if (size >= 99.995 || neededDigits(values, currencyDigits) === 0) return 0;
      return currencyDigits;
    case "count":
      return size >= 10 ? 0 : neededDigits(values, 1);
    case "people":
      return neededDigits(values, 2);
    case "number":
      if (size >= 100) return 0;
      if (size >= 10) return neededDigits(values, 1);
      return size > 0 && size < 0.1 ? neededDigits(values, smallDigits(size, 2)) : neededDigits(values, 2);
  }
}

function costDigits(size: number, currencyDigits: number): number {
  if (size >= 99.995) return 0;
  if (size > 0 && size < 0.0995) return Math.max(currencyDigits, smallDigits(size, 2));
  // A currency without small coins still has costs of 1.5 a click.
  return size < 9.995 && currencyDigits === 0 ? neededDigits([size], 2) : currencyDigits;
}

/** Decimals of a number by itself, in a sentence: as few as show it, and those of a cell at most. */
export function sentenceDigits(row: ShownRow, value: number, currencyDigits = 2): Digits {
  if (row.decimals !== null) return { least: 0, most: row.decimals };
  if (row.unit === "rate" || row.asPercent) {
    const most = decimalsFor(row, [value], currencyDigits);
    const percent = value * 100;
    // 6.25% is said in full; 36 of 182 is 19.8%.
    const isExact = Math.abs(percent - roundTo(percent, 2)) < 1e-6 * Math.abs(percent);
    return { least: 0, most: isExact ? Math.max(most, 2) : most };
  }
  const digits = decimalsFor(row, [value], currencyDigits);
  const isMoney = row.unit === "money" || row.unit === "moneyPerCount";
  // £24, £1.50: money has its small coins in full or not at all.
  const least = isMoney && neededDigits([value], digits) > 0 ? Math.min(digits, currencyDigits) : 0;
  return { least, most: digits };
}
