import type { CellValue, Evidence, Range } from "../plan/cell.ts";

/**
 * How a value is written so that it is read back as the very same: full precision, no grouping, the reader's
 * decimal sign, a percent sign where the row shows percentages. What the reader of entries offers as
 * readings, and what the editor shows, is written here. [EN30]
 */
export interface WriteOptions {
  readonly isPercent: boolean;
  readonly decimal: "." | ",";
}

/**
 * The shortest decimal text of a double, times a power of ten that is applied to the digits and not to the
 * double: 0.07 with `shift` 2 is `7`, never 7.000000000000001.
 */
export function writeNumber(value: number, decimal: "." | ",", shift = 0): string {
  // Without an argument toExponential gives as many digits as the double needs, and no more.
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(value.toExponential());
  if (match === null || value === 0) return value === 0 ? "0" : String(value);
  const digits = (match[2] ?? "") + (match[3] ?? "");
  const power = Number(match[4]) + shift;
  const sign = match[1] ?? "";
  if (power < -7 || power > 20) {
    const fraction = digits.length > 1 ? decimal + digits.slice(1) : "";
    return `${sign}${digits.slice(0, 1)}${fraction}e${power}`;
  }
  if (power < 0) return `${sign}0${decimal}${"0".repeat(-power - 1)}${digits}`;
  if (power + 1 >= digits.length) return sign + digits.padEnd(power + 1, "0");
  return sign + digits.slice(0, power + 1) + decimal + digits.slice(power + 1);
}

/** One number of a row, with its percent sign where the row shows percentages. */
export function writeAmount(value: number, { isPercent, decimal }: WriteOptions): string {
  return isPercent ? `${writeNumber(value, decimal, 2)}%` : writeNumber(value, decimal);
}

/** `16%..24%`, `20% (16%..24%)`, `16% / 20% / 24%`, `normal 10..20`, `uniform 10..20`. */
export function writeRange({ shape, low, high, middle }: Range, options: WriteOptions): string {
  const write = (value: number): string => writeAmount(value, options);
  const ends = `${write(low)}..${write(high)}`;
  switch (shape) {
    case "pert":
      return `${write(low)} / ${write(middle ?? low)} / ${write(high)}`;
    case "interval":
      return middle === undefined ? ends : `${write(middle)} (${ends})`;
    case "normal":
    case "uniform":
      return `${shape} ${ends}`;
  }
}

/** `13 of 182`. */
export function writeEvidence({ hits, of }: Evidence, decimal: "." | ","): string {
  return `${writeNumber(hits, decimal)} of ${writeNumber(of, decimal)}`;
}

/** A typed value without the text that it was typed as, and without a formula of its own. */
export function writeValue(value: CellValue, options: WriteOptions): string {
  if (typeof value === "number") return writeAmount(value, options);
  if (value.range !== undefined) return writeRange(value.range, options);
  if (value.evidence !== undefined) return writeEvidence(value.evidence, options.decimal);
  return writeAmount(value.value, options);
}
