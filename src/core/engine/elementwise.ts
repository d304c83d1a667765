import { copy } from "./kernels.ts";
import { clear, extend, FAR, openSeeds, place, run, sendSeeds } from "./op.ts";
import type { Backward, Forward, Op, Spread } from "./op.ts";
import { roundTo, saturate } from "./scalar.ts";

/**
 * Operations whose result at a cell depends on their operands at that cell alone, and the leaves: rows,
 * constants, the calendar, channels.
 *
 * In this file every `!` reads inside the rectangle that is being run, for which every view has room.
 */

// ---- leaves ----

export const forwardRow: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { machine, row } = op;
  if (row === null) throw new Error("A row operation without its row");
  const at = machine.history + t0 + (row.wide ? 0 : l0 * machine.stride);
  const step = row.wide ? 0 : machine.stride;
  if (out !== null) copy(out, outAt, outStep, row.data, at, step, l1 - l0, t1 - t0);
  op.view = out ?? row.data;
  op.at = out === null ? at : outAt;
  op.step = out === null ? step : outStep;
};

export const backwardRow: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  openSeeds(op, l0, l1, t0, t1);
  const { seed } = op;
  for (let l = 0; l < l1 - l0; l++) {
    const from = gAt + l * gStep;
    const to = op.seedAt + l * op.seedStep;
    for (let i = 0; i < t1 - t0; i++) seed[to + i] = seed[to + i]! + g[from + i]!; // `!`: see the top
  }
};

export const spreadRow: Spread = (op) => {
  const { row } = op;
  if (row === null || row.l0 >= row.l1) {
    clear(op);
    return;
  }
  op.l0 = row.wide ? 0 : row.l0;
  op.l1 = row.wide ? FAR : row.l1;
  op.t0 = row.t0;
  op.t1 = row.t1;
};

export const forwardConst: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const n = t1 - t0;
  if (out === null) {
    op.view = op.machine.register(op.slot, n).fill(op.value, 0, n);
    op.at = 0;
    op.step = 0;
    return;
  }
  for (let l = 0; l < l1 - l0; l++) out.fill(op.value, outAt + l * outStep, outAt + l * outStep + n);
};

/** `numbers` holds one value a period, from −H on. */
export const forwardCalendar: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const at = op.machine.history + t0;
  if (out !== null) copy(out, outAt, outStep, op.numbers, at, 0, l1 - l0, t1 - t0);
  op.view = out ?? op.numbers;
  op.at = out === null ? at : outAt;
  op.step = out === null ? 0 : outStep;
};

/** 1 in the line `n`, 0 in the others. */
export const forwardChannel: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const n = t1 - t0;
  place(op, l1 - l0, n, out, outAt, outStep);
  for (let l = l0; l < l1; l++) {
    const at = op.at + (l - l0) * op.step;
    op.view.fill(l === op.n ? 1 : 0, at, at + n);
  }
};

// ---- one and two operands ----

export const forwardUnary: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a } = op;
  run(a, l0, l1, t0, t1);
  // What is the same for every line is computed for one.
  const lines = out === null && a.step === 0 ? 1 : l1 - l0;
  place(op, lines, t1 - t0, out, outAt, outStep);
  op.unary(op.view, op.at, op.step, a.view, a.at, a.step, lines, t1 - t0);
  if (out === null && a.step === 0) op.step = 0;
};

export const backwardUnary: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, adjoint } = op;
  if (a.inert || adjoint === null) return;
  openSeeds(a, l0, l1, t0, t1);
  const { seed, seedAt, seedStep, view, at, step } = a;
  adjoint(seed, seedAt, seedStep, g, gAt, gStep, view, at, step, view, at, step, l1 - l0, t1 - t0);
  sendSeeds(a, l0, l1, t0, t1);
};

export const spreadUnary: Spread = (op) => {
  const { a } = op;
  a.spread(a);
  op.l0 = a.l0;
  op.l1 = a.l1;
  op.t0 = a.t0;
  op.t1 = a.t1;
};

export const forwardBinary: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, b } = op;
  const n = t1 - t0;
  run(a, l0, l1, t0, t1);
  run(b, l0, l1, t0, t1);
  const aStep = a.step;
  const bStep = b.step;
  if (out === null) {
    const isSame = aStep === 0 && bStep === 0;
    const lines = isSame ? 1 : l1 - l0;
    const view = op.machine.register(op.slot, lines * n);
    op.view = view;
    op.at = 0;
    op.step = isSame ? 0 : n;
    if (aStep === n && bStep === n) op.binary(view, 0, n, a.view, a.at, n, b.view, b.at, n, 1, n * lines);
    else op.binary(view, 0, n, a.view, a.at, aStep, b.view, b.at, bStep, lines, n);
    return;
  }
  op.view = out;
  op.at = outAt;
  op.step = outStep;
  const lines = l1 - l0;
  if (outStep === n && aStep === n && bStep === n) {
    op.binary(out, outAt, n, a.view, a.at, n, b.view, b.at, n, 1, n * lines);
  } else {
    op.binary(out, outAt, outStep, a.view, a.at, aStep, b.view, b.at, bStep, lines, n);
  }
};

export const backwardBinary: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, b, adjoints } = op;
  if (adjoints === null) return;
  const lines = l1 - l0;
  const n = t1 - t0;
  if (!a.inert) {
    openSeeds(a, l0, l1, t0, t1);
    adjoints.first(
      ...([a.seed, a.seedAt, a.seedStep, g, gAt, gStep] as const),
      ...([a.view, a.at, a.step, b.view, b.at, b.step, lines, n] as const),
    );
  }
  if (!b.inert) {
    openSeeds(b, l0, l1, t0, t1);
    adjoints.second(
      ...([b.seed, b.seedAt, b.seedStep, g, gAt, gStep] as const),
      ...([a.view, a.at, a.step, b.view, b.at, b.step, lines, n] as const),
    );
  }
  // Both are sent once both are made: what is below may run again and change the views.
  if (!a.inert) sendSeeds(a, l0, l1, t0, t1);
  if (!b.inert) sendSeeds(b, l0, l1, t0, t1);
};

export const spreadBinary: Spread = (op) => {
  const { a, b } = op;
  a.spread(a);
  b.spread(b);
  if (a.l0 >= a.l1) {
    op.l0 = b.l0;
    op.l1 = b.l1;
    op.t0 = b.t0;
    op.t1 = b.t1;
    return;
  }
  op.l0 = a.l0;
  op.l1 = a.l1;
  op.t0 = a.t0;
  op.t1 = a.t1;
  if (b.l0 < b.l1) extend(op, b.l0, b.l1, b.t0, b.t1);
};

/** What may change where any operand may: a, b, c, d (absent ones are the operation itself) and the list. */
export const spreadOperands: Spread = (op) => {
  const { a, b, c, d, list } = op;
  const whole = { l0: 0, l1: 0, t0: 0, t1: 0 };
  for (const operand of [a, b, c, d, ...list]) {
    if (operand === op) continue;
    operand.spread(operand);
    extend(whole, operand.l0, operand.l1, operand.t0, operand.t1);
  }
  op.l0 = whole.l0;
  op.l1 = whole.l1;
  op.t0 = whole.t0;
  op.t1 = whole.t1;
};

// ---- more operands ----

/** Calls `each` with the index in the result and in every operand's view; all in one rectangle. */
function eachCell(op: Op, lines: number, n: number, each: (i: number, l: number, j: number) => void): void {
  for (let l = 0; l < lines; l++) {
    for (let j = 0; j < n; j++) each(op.at + l * op.step + j, l, j);
  }
}

function valueAt(op: Op, l: number, j: number): number {
  return op.view[op.at + l * op.step + j]!; // `!`: see the top
}

function addSeed(op: Op, l: number, j: number, g: number): void {
  const i = op.seedAt + l * op.seedStep + j;
  if (g !== 0 && !op.inert) op.seed[i] = op.seed[i]! + g; // `!`: see the top
}

function runAll(ops: readonly Op[], l0: number, l1: number, t0: number, t1: number): void {
  for (const op of ops) run(op, l0, l1, t0, t1);
}

/** Opens the operands' seeds, lets `each` add to them cell by cell, and sends them on. */
function backwardThrough(
  operands: readonly Op[],
  rect: readonly [l0: number, l1: number, t0: number, t1: number],
  each: (l: number, j: number) => void,
): void {
  const [l0, l1, t0, t1] = rect;
  const live = operands.filter((operand) => !operand.inert);
  for (const operand of live) openSeeds(operand, l0, l1, t0, t1);
  for (let l = 0; l < l1 - l0; l++) for (let j = 0; j < t1 - t0; j++) each(l, j);
  for (const operand of live) sendSeeds(operand, l0, l1, t0, t1);
}

/** a the test, b where it is true, c otherwise. An error in the test is an error; the branch not taken is not. */
export const forwardIf: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, b, c } = op;
  run(a, l0, l1, t0, t1);
  run(b, l0, l1, t0, t1);
  run(c, l0, l1, t0, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  eachCell(op, l1 - l0, t1 - t0, (i, l, j) => {
    const test = valueAt(a, l, j);
    op.view[i] = Number.isNaN(test) ? NaN : valueAt(test !== 0 ? b : c, l, j);
  });
};

export const backwardIf: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, b, c } = op;
  backwardThrough([b, c], [l0, l1, t0, t1], (l, j) => {
    const test = valueAt(a, l, j);
    if (!Number.isNaN(test)) addSeed(test !== 0 ? b : c, l, j, g[gAt + l * gStep + j]!); // `!`: see the top
  });
};

/** a, or b where a is an error. */
export const forwardIfError: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, b } = op;
  run(a, l0, l1, t0, t1);
  run(b, l0, l1, t0, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  eachCell(op, l1 - l0, t1 - t0, (i, l, j) => {
    const value = valueAt(a, l, j);
    op.view[i] = Number.isNaN(value) ? valueAt(b, l, j) : value;
  });
};

export const backwardIfError: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, b } = op;
  backwardThrough([a, b], [l0, l1, t0, t1], (l, j) => {
    addSeed(Number.isNaN(valueAt(a, l, j)) ? b : a, l, j, g[gAt + l * gStep + j]!); // `!`: see the top
  });
};

/** a the index from 1, cut to a whole number; the list the options. */
export const forwardChoose: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  run(op.a, l0, l1, t0, t1);
  runAll(op.list, l0, l1, t0, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  eachCell(op, l1 - l0, t1 - t0, (i, l, j) => {
    const option = op.list[Math.trunc(valueAt(op.a, l, j)) - 1];
    op.view[i] = option === undefined ? NaN : valueAt(option, l, j);
  });
};

export const backwardChoose: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  backwardThrough(op.list, [l0, l1, t0, t1], (l, j) => {
    const option = op.list[Math.trunc(valueAt(op.a, l, j)) - 1];
    if (option !== undefined) addSeed(option, l, j, g[gAt + l * gStep + j]!); // `!`: see the top
  });
};

/** The list has a value for each calendar month; `numbers` the month of each period, from −H on. */
export const forwardByMonth: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  runAll(op.list, l0, l1, t0, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  eachCell(op, l1 - l0, t1 - t0, (i, l, j) => {
    const option = op.list[monthIn(op, t0 + j) - 1];
    op.view[i] = option === undefined ? NaN : valueAt(option, l, j);
  });
};

export const backwardByMonth: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  backwardThrough(op.list, [l0, l1, t0, t1], (l, j) => {
    const option = op.list[monthIn(op, t0 + j) - 1];
    if (option !== undefined) addSeed(option, l, j, g[gAt + l * gStep + j]!); // `!`: see the top
  });
};

function monthIn(op: Op, t: number): number {
  return op.numbers[op.machine.history + t]!; // `!`: a month for every column
}

/** a rounded to b decimals. It is made of steps and has no slope. */
export const forwardRound =
  (mode: "half" | "up" | "down"): Forward =>
  (op, l0, l1, t0, t1, out, outAt, outStep) => {
    const { a, b } = op;
    run(a, l0, l1, t0, t1);
    run(b, l0, l1, t0, t1);
    place(op, l1 - l0, t1 - t0, out, outAt, outStep);
    eachCell(op, l1 - l0, t1 - t0, (i, l, j) => {
      op.view[i] = roundTo(mode, valueAt(a, l, j), valueAt(b, l, j));
    });
  };

/** Hill response of a: cap b, half c, shape d. */
export const forwardSaturate: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, b, c, d } = op;
  for (const operand of [a, b, c, d]) run(operand, l0, l1, t0, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  eachCell(op, l1 - l0, t1 - t0, (i, l, j) => {
    op.view[i] = saturate(valueAt(a, l, j), valueAt(b, l, j), valueAt(c, l, j), valueAt(d, l, j));
  });
};

/**
 * With p = (half ÷ x)^shape and y = cap ÷ (1 + p): ∂y/∂x = y·p/(1 + p)·shape/x, ∂y/∂cap = 1/(1 + p),
 * ∂y/∂half = −y·p/(1 + p)·shape/half, ∂y/∂shape = −y·p/(1 + p)·ln(half ÷ x). At x = 0 the slope from the right:
 * cap/half for shape 1, 0 above it; below it there is none, and 0 is said. [GR2]
 */
export const backwardSaturate: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, b, c, d } = op;
  backwardThrough([a, b, c, d], [l0, l1, t0, t1], (l, j) => {
    const seed = g[gAt + l * gStep + j]!; // `!`: see the top
    if (seed === 0) return;
    const x = valueAt(a, l, j);
    const cap = valueAt(b, l, j);
    const half = valueAt(c, l, j);
    const shape = valueAt(d, l, j);
    if (x === 0) {
      if (shape === 1) addSeed(a, l, j, (seed * cap) / half);
      return;
    }
    const p = Math.pow(half / x, shape);
    const left = cap / (1 + p);
    const slope = left * (p === Infinity ? 1 : p / (1 + p));
    addSeed(a, l, j, (seed * slope * shape) / x);
    addSeed(b, l, j, seed / (1 + p));
    addSeed(c, l, j, (-seed * slope * shape) / half);
    addSeed(d, l, j, -seed * slope * Math.log(half / x));
  });
};
