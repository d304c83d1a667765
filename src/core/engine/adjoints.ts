import type { BinaryFn, UnaryFn } from "./expr.ts";

/**
 * Loops that carry seeds back through one operation, over rectangles as in kernels.ts. Source of the idea and
 * the word: A. Griewank, A. Walther, "Evaluating Derivatives" (2008). [GR1], [GR2]
 *
 * In this file every `!` reads inside the rectangle that the caller has made room for.
 */

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
