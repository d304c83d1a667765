import type { BinaryFn, UnaryFn } from "./expr.ts";

/**
 * The functions of formulas on single numbers: one definition for both evaluators, so that their bits agree.
 * Errors are NaN and pass through everything. What would be infinite where no operand is, is NaN. [EV5]
 */
export function applyUnary(fn: UnaryFn, x: number): number {
  switch (fn) {
    case "negate":
      return -x;
    case "abs":
      return Math.abs(x);
    case "sqrt":
      return Math.sqrt(x);
    case "exp":
      return finite(Math.exp(x));
    case "ln":
      return x > 0 ? Math.log(x) : NaN;
    case "log10":
      return x > 0 ? Math.log10(x) : NaN;
    case "int":
      return Math.floor(x);
    case "not":
      return Number.isNaN(x) ? NaN : x === 0 ? 1 : 0;
  }
}

export function applyBinary(fn: BinaryFn, x: number, y: number): number {
  switch (fn) {
    case "add":
      return x + y;
    case "subtract":
      return x - y;
    case "multiply":
      return x * y;
    case "power":
      return power(x, y);
    case "mod":
      return mod(x, y);
    case "min":
      return Math.min(x, y);
    case "max":
      return Math.max(x, y);
    default:
      return Number.isNaN(x) || Number.isNaN(y) ? NaN : applyTruth(fn, x, y);
  }
}

type TruthFn = "and" | "or" | "eq" | "ne" | "lt" | "le" | "gt" | "ge";

function applyTruth(fn: TruthFn, x: number, y: number): number {
  switch (fn) {
    case "and":
      return x !== 0 && y !== 0 ? 1 : 0;
    case "or":
      return x !== 0 || y !== 0 ? 1 : 0;
    case "eq":
      return x === y ? 1 : 0;
    case "ne":
      return x !== y ? 1 : 0;
    case "lt":
      return x < y ? 1 : 0;
    case "le":
      return x <= y ? 1 : 0;
    case "gt":
      return x > y ? 1 : 0;
    case "ge":
      return x >= y ? 1 : 0;
  }
}

/** x ÷ y. By 0 it is NaN; with `zero` (rows that add), 0 ÷ 0 is 0. [ER2] */
export function divide(x: number, y: number, zero: boolean): number {
  if (y !== 0) return x / y;
  return zero && x === 0 ? 0 : NaN;
}

/** Math.pow knows NaN^0 = 1 and 0^-1 = ∞; here both are errors. */
export function power(x: number, y: number): number {
  return Number.isNaN(x) ? NaN : finite(Math.pow(x, y));
}

/** Excel's MOD: the remainder has the sign of the divisor. */
export function mod(x: number, y: number): number {
  return y === 0 ? NaN : x - y * Math.floor(x / y);
}

/**
 * Excel's ROUND (half: away from zero), ROUNDUP, ROUNDDOWN, to a number of decimals that may be negative.
 * Like Excel it looks at 15 significant digits, so that 2.675 and 1.005 round as they are read.
 */
export function roundTo(mode: "half" | "up" | "down", x: number, digits: number): number {
  const d = Math.trunc(digits);
  if (!Number.isFinite(x) || Number.isNaN(d)) return NaN;
  if (x === 0 || d > 300) return x;
  const [mantissa = "0", exponent = "0"] = Math.abs(x).toPrecision(15).split("e");
  const shifted = Number(`${mantissa}e${Number(exponent) + d}`);
  const whole =
    mode === "half" ? Math.round(shifted) : mode === "up" ? Math.ceil(shifted) : Math.floor(shifted);
  if (!Number.isFinite(whole)) return x;
  return Math.sign(x) * shiftDecimal(whole, -d);
}

/** A whole number times 10^d, rounded once. */
function shiftDecimal(whole: number, d: number): number {
  const [mantissa = "0", exponent = "0"] = String(whole).split("e");
  return Number(`${mantissa}e${Number(exponent) + d}`);
}

/**
 * Hill response cap·x^shape ÷ (half^shape + x^shape), as cap ÷ (1 + (half ÷ x)^shape), which does not
 * overflow; 0 at x = 0. There is no response to less than nothing: x < 0 is NaN.
 */
export function saturate(x: number, cap: number, half: number, shape: number): number {
  if (Number.isNaN(cap) || Number.isNaN(half) || Number.isNaN(shape) || !(x >= 0)) return NaN;
  return x === 0 ? 0 : cap / (1 + Math.pow(half / x, shape));
}

function finite(x: number): number {
  return Number.isFinite(x) ? x : NaN;
}
