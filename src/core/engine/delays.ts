import { addScaled, copy, scale } from "./kernels.ts";
import { clear, extend, FAR, openSeeds, place, run, sendSeeds } from "./op.ts";
import type { Backward, Forward, Op, Spread } from "./op.ts";

/**
 * `prev` and `lag`: operations that read their operand at earlier periods. Each runs its operand once, over
 * the rectangle that it needs, and combines shifted columns of the view.
 *
 * Before −H nothing is there; from −H to −1 a NaN means that nothing is; from 0 on it is an error. [EV2]
 *
 * In this file every `!` reads inside a rectangle that has just been run, for which every view has room.
 */

// ---- prev: n periods earlier, or b (the start) at t where nothing is there ----

export const forwardPrev: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, b, n, machine } = op;
  const lines = l1 - l0;
  const columns = t1 - t0;
  if (t0 >= n) {
    run(a, l0, l1, t0 - n, t1 - n);
    if (out !== null) copy(out, outAt, outStep, a.view, a.at, a.step, lines, columns);
    op.view = out ?? a.view;
    op.at = out === null ? a.at : outAt;
    op.step = out === null ? a.step : outStep;
    return;
  }
  place(op, lines, columns, out, outAt, outStep);
  // Columns before −H are not even computed: operands may have nothing to read there.
  const first = Math.min(Math.max(t0 - n, -machine.history), t1 - n);
  const skipped = first - (t0 - n);
  for (let l = 0; l < lines; l++) op.view.fill(NaN, op.at + l * op.step, op.at + l * op.step + skipped);
  if (skipped < columns) {
    run(a, l0, l1, first, t1 - n);
    copy(op.view, op.at + skipped, op.step, a.view, a.at, a.step, lines, columns - skipped);
  }
  const open = Math.min(t1, n);
  run(b, l0, l1, t0, open);
  for (let l = 0; l < lines; l++) {
    for (let j = 0; j < open - t0; j++) {
      const i = op.at + l * op.step + j;
      if (Number.isNaN(op.view[i])) op.view[i] = b.view[b.at + l * b.step + j]!; // `!`: see the top
    }
  }
};

export const backwardPrev: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, b, n, machine } = op;
  const first = Math.min(Math.max(t0 - n, -machine.history), t1 - n);
  const open = Math.min(t1, n);
  if (first < t1 - n && !a.inert) {
    run(a, l0, l1, first, t1 - n);
    openSeeds(a, l0, l1, first, t1 - n);
    for (let l = 0; l < l1 - l0; l++) {
      for (let s = first; s < t1 - n; s++) {
        const at = a.at + l * a.step + (s - first);
        if (s < 0 && Number.isNaN(a.view[at])) continue;
        const i = a.seedAt + l * a.seedStep + (s - first);
        a.seed[i] = a.seed[i]! + g[gAt + l * gStep + (s + n - t0)]!; // `!`: see the top
      }
    }
  }
  if (open > t0 && !b.inert) {
    if (first < t1 - n) run(a, l0, l1, first, t1 - n);
    run(b, l0, l1, t0, open);
    openSeeds(b, l0, l1, t0, open);
    for (let l = 0; l < l1 - l0; l++) {
      for (let t = t0; t < open; t++) {
        const there = t - n >= first && !Number.isNaN(a.view[a.at + l * a.step + (t - n - first)]);
        const i = b.seedAt + l * b.seedStep + (t - t0);
        if (!there) b.seed[i] = b.seed[i]! + g[gAt + l * gStep + (t - t0)]!; // `!`: see the top
      }
    }
  }
  if (first < t1 - n && !a.inert) sendSeeds(a, l0, l1, first, t1 - n);
  if (open > t0 && !b.inert) sendSeeds(b, l0, l1, t0, open);
};

export const spreadPrev: Spread = (op) => {
  const { a, b, n } = op;
  a.spread(a);
  b.spread(b);
  clear(op);
  extend(op, a.l0, a.l1, a.t0 + n, a.t1 + n);
  if (b.t0 < n) extend(op, b.l0, b.l1, b.t0, Math.min(b.t1, n));
};

// ---- lag: spread over this and later periods by the weights of the period that it goes in ----
//
// a the operand. Literal weights: `numbers` their shares, from age n (the first that is not a literal 0).
// Otherwise the list has the weights, and shares are made for each period that something goes in.

/** Shares of literal weights; all NaN where they do not add up to 1. */
export function sharesOf(weights: readonly number[]): Float64Array {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const fits = Math.abs(sum - 1) <= SHARE_TOLERANCE;
  return Float64Array.from(weights, (weight) => (fits ? weight / sum : NaN));
}

const SHARE_TOLERANCE = 1e-6;

export const forwardLag: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a } = op;
  const lines = l1 - l0;
  const last = lastAge(op);
  const first = firstIn(op, t0);
  const end = t1 - op.n;
  if (first < end) run(a, l0, l1, first, end);
  runWeights(op, l0, l1, first, end);
  place(op, lines, t1 - t0, out, outAt, outStep);
  const whole = op.list.length > 0 ? t1 : Math.min(t1, Math.max(t0, last));
  for (let l = 0; l < lines; l++) {
    for (let t = t0; t < whole; t++) {
      let sum = 0;
      let there = 0;
      for (let age = op.n; age <= last; age++) {
        const s = t - age;
        if (s < first) break;
        const x = a.view[a.at + l * a.step + (s - first)]!; // `!`: see the top
        if (s < 0 && Number.isNaN(x)) continue;
        sum += shareAt(op, age, l, s, first) * x;
        there++;
      }
      op.view[op.at + l * op.step + (t - t0)] = t < 0 && there === 0 ? NaN : sum;
    }
  }
  const n = t1 - whole;
  if (n <= 0) return;
  const to = op.at + (whole - t0);
  for (let age = op.n; age <= last; age++) {
    const from = a.at + (whole - age - first);
    const share = op.numbers[age]!; // `!`: a share for each age
    if (age === op.n) scale(share, op.view, to, op.step, a.view, from, a.step, lines, n);
    else addScaled(share, op.view, to, op.step, a.view, from, a.step, lines, n);
  }
};

export const backwardLag: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, list } = op;
  const last = lastAge(op);
  const first = firstIn(op, t0);
  const end = t1 - op.n;
  if (first >= end) return;
  const weightsFrom = Math.max(0, first);
  const weightsTo = Math.max(1, end);
  const weights = list.filter((weight) => !weight.inert);
  if (!a.inert) openSeeds(a, l0, l1, first, end);
  for (const weight of weights) openSeeds(weight, l0, l1, weightsFrom, weightsTo);
  for (let l = 0; l < l1 - l0; l++) {
    for (let t = t0; t < t1; t++) {
      const seed = g[gAt + l * gStep + (t - t0)]!; // `!`: see the top
      if (seed === 0) continue;
      for (let age = op.n; age <= last; age++) {
        const s = t - age;
        if (s < first) break;
        const x = a.view[a.at + l * a.step + (s - first)]!; // `!`: see the top
        if (s < 0 && Number.isNaN(x)) continue;
        const share = shareAt(op, age, l, s, first);
        const i = a.seedAt + l * a.seedStep + (s - first);
        if (!a.inert) a.seed[i] = a.seed[i]! + share * seed; // `!`: see the top
        if (weights.length === 0) continue;
        // ∂(w_age ÷ Σw)/∂w_b = ((b is age) − share) ÷ Σw
        const column = Math.max(0, s) - weightsFrom;
        const perWeight = (seed * x) / weightSum(op, l, column);
        list.forEach((weight, b) => {
          const k = weight.seedAt + l * weight.seedStep + column;
          if (weight.inert) return;
          weight.seed[k] = weight.seed[k]! + perWeight * ((b === age ? 1 : 0) - share); // `!`: see the top
        });
      }
    }
  }
  if (!a.inert) sendSeeds(a, l0, l1, first, end);
  for (const weight of weights) sendSeeds(weight, l0, l1, weightsFrom, weightsTo);
};

export const spreadLag: Spread = (op) => {
  const { a, list } = op;
  const last = lastAge(op);
  a.spread(a);
  clear(op);
  extend(op, a.l0, a.l1, a.t0 + op.n, a.t1 + last);
  for (const weight of list) {
    weight.spread(weight);
    // The weights of period 0 stand for those of history too.
    extend(op, weight.l0, weight.l1, weight.t0 <= 0 ? -FAR : weight.t0, weight.t1 + last);
  }
};

function lastAge(op: Op): number {
  return (op.list.length > 0 ? op.list.length : op.numbers.length) - 1;
}

/** The first period whose operand reaches a rectangle that begins at t0. */
function firstIn(op: Op, t0: number): number {
  return Math.max(t0 - lastAge(op), -op.machine.history);
}

function runWeights(op: Op, l0: number, l1: number, first: number, end: number): void {
  for (const weight of op.list) run(weight, l0, l1, Math.max(0, first), Math.max(1, end));
}

function shareAt(op: Op, age: number, l: number, s: number, first: number): number {
  const weight = op.list[age];
  if (weight === undefined) return op.numbers[age]!; // `!`: a share for each age
  const column = Math.max(0, s) - Math.max(0, first);
  const sum = weightSum(op, l, column);
  if (!(Math.abs(sum - 1) <= SHARE_TOLERANCE)) return NaN;
  return weight.view[weight.at + l * weight.step + column]! / sum; // `!`: see the top
}

function weightSum(op: Op, l: number, column: number): number {
  let sum = 0;
  // `!`: see the top
  for (const weight of op.list) sum += weight.view[weight.at + l * weight.step + column]!;
  return sum;
}
