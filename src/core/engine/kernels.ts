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

/** Adjoint: target += g · ∂(x, y), where g is the seed of the result. A seed of 0 adds nothing, ever. */
export type BinaryAdjoint = (
  target: Float64Array,
  targetAt: number,
  targetStep: number,
  g: Float64Array,
  gAt: number,
  gStep: number,
  x: Float64Array,
  xAt: number,
  xStep: number,
  y: Float64Array,
  yAt: number,
  yStep: number,
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

// ---- adjoints ----

/** target += g · y. `!`: inside the rectangle. */
const adjointOfFactor: BinaryAdjoint = (
  t,
  tAt,
  tStep,
  g,
  gAt,
  gStep,
  _x,
  _xAt,
  _xStep,
  y,
  yAt,
  yStep,
  lines,
  n,
) => {
  for (let l = 0; l < lines; l++) {
    for (let i = 0; i < n; i++) {
      const seed = g[gAt + i]!;
      if (seed !== 0) t[tAt + i] = t[tAt + i]! + seed * y[yAt + i]!;
    }
    tAt += tStep;
    gAt += gStep;
    yAt += yStep;
  }
};

/** target += g · x. `!`: inside the rectangle. */
const adjointOfSecondFactor: BinaryAdjoint = (
  t,
  tAt,
  tStep,
  g,
  gAt,
  gStep,
  x,
  xAt,
  xStep,
  _y,
  _yAt,
  _yStep,
  lines,
  n,
) => {
  for (let l = 0; l < lines; l++) {
    for (let i = 0; i < n; i++) {
      const seed = g[gAt + i]!;
      if (seed !== 0) t[tAt + i] = t[tAt + i]! + seed * x[xAt + i]!;
    }
    tAt += tStep;
    gAt += gStep;
    xAt += xStep;
  }
};

/** target += g. `!`: inside the rectangle. */
const adjointOfTerm: BinaryAdjoint = (
  t,
  tAt,
  tStep,
  g,
  gAt,
  gStep,
  _x,
  _xAt,
  _xStep,
  _y,
  _yAt,
  _yStep,
  lines,
  n,
) => {
  for (let l = 0; l < lines; l++) {
    for (let i = 0; i < n; i++) t[tAt + i] = t[tAt + i]! + g[gAt + i]!;
    tAt += tStep;
    gAt += gStep;
  }
};

/** A loop around one partial derivative. */
function loopAdjoint(partial: (x: number, y: number) => number): BinaryAdjoint {
  /** `!`: inside the rectangle. */
  return (t, tAt, tStep, g, gAt, gStep, x, xAt, xStep, y, yAt, yStep, lines, n) => {
    for (let l = 0; l < lines; l++) {
      for (let i = 0; i < n; i++) {
        const seed = g[gAt + i]!;
        if (seed !== 0) t[tAt + i] = t[tAt + i]! + seed * partial(x[xAt + i]!, y[yAt + i]!);
      }
      tAt += tStep;
      gAt += gStep;
      xAt += xStep;
      yAt += yStep;
    }
  };
}

/** Both partial derivatives of an operation; at a kink, those of the branch that was taken. [GR2] */
export interface Adjoints {
  readonly first: BinaryAdjoint;
  readonly second: BinaryAdjoint;
}

/** Steps (comparisons, truths) have no slope and are absent: nothing passes through them. */
export const BINARY_ADJOINTS: Readonly<Partial<Record<BinaryFn, Adjoints>>> = {
  add: { first: adjointOfTerm, second: adjointOfTerm },
  subtract: { first: adjointOfTerm, second: loopAdjoint(() => -1) },
  multiply: { first: adjointOfFactor, second: adjointOfSecondFactor },
  power: {
    first: loopAdjoint((x, y) => (y === 0 ? 0 : y * Math.pow(x, y - 1))),
    second: loopAdjoint((x, y) => (x === 0 ? 0 : Math.log(x) * Math.pow(x, y))),
  },
  mod: { first: adjointOfTerm, second: loopAdjoint((x, y) => -Math.floor(x / y)) },
  min: { first: loopAdjoint((x, y) => (x <= y ? 1 : 0)), second: loopAdjoint((x, y) => (x <= y ? 0 : 1)) },
  max: { first: loopAdjoint((x, y) => (x >= y ? 1 : 0)), second: loopAdjoint((x, y) => (x >= y ? 0 : 1)) },
};

/** 0 ÷ 0 = 0 is flat: it says that nothing was bought, not how much more would be. */
export const DIVIDE_ADJOINTS: Adjoints = {
  first: loopAdjoint((_x, y) => (y === 0 ? 0 : 1 / y)),
  second: loopAdjoint((x, y) => (y === 0 ? 0 : -x / (y * y))),
};

export const UNARY_ADJOINTS: Readonly<Partial<Record<UnaryFn, BinaryAdjoint>>> = {
  negate: loopAdjoint(() => -1),
  abs: loopAdjoint((x) => (x >= 0 ? 1 : -1)),
  sqrt: loopAdjoint((x) => 0.5 / Math.sqrt(x)),
  exp: loopAdjoint((x) => Math.exp(x)),
  ln: loopAdjoint((x) => 1 / x),
  log10: loopAdjoint((x) => 1 / (x * Math.LN10)),
};
