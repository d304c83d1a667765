import { applyBinary, applyUnary, divide } from "./scalar.ts";
import type { BinaryFn, UnaryFn } from "./expr.ts";

/**
 * Loops over rectangles of numbers: lines × n periods. Each operand is an array, the offset of its first
 * element, and the step from one line to the next; a step of 0 repeats one line (a plan-wide row read by
 * every channel). The two commonest shapes have loops of their own: whole rows, whose lines follow each
 * other without a gap, are one long line (`isOneLine`).
 *
 * The hot ones are written out: a call in the inner loop costs three times the work. No loop tests for
 * errors: they are NaN, and arithmetic carries them.
 */
export type BinaryKernel = (
  out: Float64Array,
  outAt: number,
  outStep: number,
  a: Float64Array,
  aAt: number,
  aStep: number,
  b: Float64Array,
  bAt: number,
  bStep: number,
  lines: number,
  n: number,
) => void;

export type UnaryKernel = (
  out: Float64Array,
  outAt: number,
  outStep: number,
  a: Float64Array,
  aAt: number,
  aStep: number,
  lines: number,
  n: number,
) => void;

// In this file every `!` reads inside the rectangle that the caller has made room for.

/** `!`: inside the rectangle. */
export const copy: UnaryKernel = (out, outAt, outStep, a, aAt, aStep, lines, n) => {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    for (let i = outAt, j = aAt; i < end; i++, j++) out[i] = a[j]!;
    outAt += outStep;
    aAt += aStep;
  }
};

/** `!`: inside the rectangle. */
const add: BinaryKernel = (out, outAt, outStep, a, aAt, aStep, b, bAt, bStep, lines, n) => {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    for (let i = outAt, j = aAt, k = bAt; i < end; i++, j++, k++) out[i] = a[j]! + b[k]!;
    outAt += outStep;
    aAt += aStep;
    bAt += bStep;
  }
};

/** `!`: inside the rectangle. */
const subtract: BinaryKernel = (out, outAt, outStep, a, aAt, aStep, b, bAt, bStep, lines, n) => {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    for (let i = outAt, j = aAt, k = bAt; i < end; i++, j++, k++) out[i] = a[j]! - b[k]!;
    outAt += outStep;
    aAt += aStep;
    bAt += bStep;
  }
};

/** `!`: inside the rectangle. */
const multiply: BinaryKernel = (out, outAt, outStep, a, aAt, aStep, b, bAt, bStep, lines, n) => {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    for (let i = outAt, j = aAt, k = bAt; i < end; i++, j++, k++) out[i] = a[j]! * b[k]!;
    outAt += outStep;
    aAt += aStep;
    bAt += bStep;
  }
};

/** `!`: inside the rectangle. */
export const divideOrError: BinaryKernel = (out, outAt, outStep, a, aAt, aStep, b, bAt, bStep, lines, n) => {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    for (let i = outAt, j = aAt, k = bAt; i < end; i++, j++, k++) {
      const y = b[k]!;
      out[i] = y === 0 ? NaN : a[j]! / y;
    }
    outAt += outStep;
    aAt += aStep;
    bAt += bStep;
  }
};

/** `!`: inside the rectangle. */
export const divideOrZero: BinaryKernel = (out, outAt, outStep, a, aAt, aStep, b, bAt, bStep, lines, n) => {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    for (let i = outAt, j = aAt, k = bAt; i < end; i++, j++, k++) {
      const y = b[k]!;
      out[i] = y === 0 ? divide(a[j]!, y, true) : a[j]! / y;
    }
    outAt += outStep;
    aAt += aStep;
    bAt += bStep;
  }
};

/** A loop around one function of two numbers. */
function loopBinary(fn: BinaryFn): BinaryKernel {
  /** `!`: inside the rectangle. */
  return (out, outAt, outStep, a, aAt, aStep, b, bAt, bStep, lines, n) => {
    for (let l = 0; l < lines; l++) {
      for (let i = 0; i < n; i++) out[outAt + i] = applyBinary(fn, a[aAt + i]!, b[bAt + i]!);
      outAt += outStep;
      aAt += aStep;
      bAt += bStep;
    }
  };
}

/** A loop around one function of one number. */
function loopUnary(fn: UnaryFn): UnaryKernel {
  /** `!`: inside the rectangle. */
  return (out, outAt, outStep, a, aAt, aStep, lines, n) => {
    for (let l = 0; l < lines; l++) {
      for (let i = 0; i < n; i++) out[outAt + i] = applyUnary(fn, a[aAt + i]!);
      outAt += outStep;
      aAt += aStep;
    }
  };
}

export const BINARY: Readonly<Record<BinaryFn, BinaryKernel>> = {
  add,
  subtract,
  multiply,
  power: loopBinary("power"),
  mod: loopBinary("mod"),
  min: loopBinary("min"),
  max: loopBinary("max"),
  and: loopBinary("and"),
  or: loopBinary("or"),
  eq: loopBinary("eq"),
  ne: loopBinary("ne"),
  lt: loopBinary("lt"),
  le: loopBinary("le"),
  gt: loopBinary("gt"),
  ge: loopBinary("ge"),
};

export const UNARY: Readonly<Record<UnaryFn, UnaryKernel>> = {
  negate: loopUnary("negate"),
  abs: loopUnary("abs"),
  sqrt: loopUnary("sqrt"),
  exp: loopUnary("exp"),
  ln: loopUnary("ln"),
  log10: loopUnary("log10"),
  int: loopUnary("int"),
  not: loopUnary("not"),
};

/** Adds a scaled rectangle: out += factor · a. */
export function addScaled(
  factor: number,
  out: Float64Array,
  outAt: number,
  outStep: number,
  a: Float64Array,
  aAt: number,
  aStep: number,
  lines: number,
  n: number,
): void {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    // `!`: inside the rectangle
    for (let i = outAt, j = aAt; i < end; i++, j++) out[i] = out[i]! + factor * a[j]!;
    outAt += outStep;
    aAt += aStep;
  }
}

/** The first term of a sum of scaled rectangles: out = 0 + factor · a, as sums begin at 0 (−0 becomes 0). */
export function scale(
  factor: number,
  out: Float64Array,
  outAt: number,
  outStep: number,
  a: Float64Array,
  aAt: number,
  aStep: number,
  lines: number,
  n: number,
): void {
  for (let l = 0; l < lines; l++) {
    const end = outAt + n;
    // `!`: inside the rectangle
    for (let i = outAt, j = aAt; i < end; i++, j++) out[i] = 0 + factor * a[j]!;
    outAt += outStep;
    aAt += aStep;
  }
}

/** Adds every line of a rectangle into one line, line by line: the order of sums over channels. [EV7] */
export function addLines(
  out: Float64Array,
  outAt: number,
  a: Float64Array,
  aAt: number,
  aStep: number,
  lines: number,
  n: number,
): void {
  // One period alone is the commonest edit: a chain of additions with nothing around it.
  if (n === 1) {
    let sum = out[outAt]!; // `!`: as below
    for (let l = 0, j = aAt; l < lines; l++, j += aStep) sum += a[j]!; // `!`: inside the rectangle
    out[outAt] = sum;
    return;
  }
  let l = 0;
  // Four lines in one pass: the sums stay in a register, and are made in the same order.
  for (; l + 4 <= lines; l += 4) {
    const second = aAt + aStep;
    const third = second + aStep;
    const fourth = third + aStep;
    for (let i = 0; i < n; i++) {
      // `!`: inside the rectangle
      out[outAt + i] = out[outAt + i]! + a[aAt + i]! + a[second + i]! + a[third + i]! + a[fourth + i]!;
    }
    aAt = fourth + aStep;
  }
  for (; l < lines; l++) {
    // `!`: inside the rectangle
    for (let i = 0; i < n; i++) out[outAt + i] = out[outAt + i]! + a[aAt + i]!;
    aAt += aStep;
  }
}
