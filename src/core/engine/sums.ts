import { clear, extend, FAR, openSeeds, place, run, sendSeeds } from "./op.ts";
import type { Backward, Forward, Op, Spread } from "./op.ts";

/**
 * `cohort`, `cum` and `total`: operations that add up their operand over many periods of a line. Each runs
 * it once, over all columns that it needs. From −H to −1 a NaN means that nothing is there. [EV2], [EV4]
 *
 * In this file every `!` reads inside a rectangle that has just been run, for which every view has room.
 */

// ---- cohort: Σ over ages, the list's last rate for all later ages ----

export const forwardCohort: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, list, machine } = op;
  const first = -machine.history;
  if (first < t1) run(a, l0, l1, first, t1);
  for (const rate of list) run(rate, l0, l1, t0, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  for (let l = 0; l < l1 - l0; l++) {
    for (let t = t0; t < t1; t++) {
      let sum = 0;
      let there = 0;
      for (let s = t; s >= first; s--) {
        const x = a.view[a.at + l * a.step + (s - first)]!; // `!`: see the top
        if (s < 0 && Number.isNaN(x)) continue;
        const rate = list[Math.min(t - s, list.length - 1)]!; // `!`: a cohort has a rate
        sum += x * rate.view[rate.at + l * rate.step + (t - t0)]!; // `!`: see the top
        there++;
      }
      op.view[op.at + l * op.step + (t - t0)] = t < 0 && there === 0 ? NaN : sum;
    }
  }
};

export const backwardCohort: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, list, machine } = op;
  const first = -machine.history;
  if (first >= t1) return;
  const rates = list.filter((rate) => !rate.inert);
  if (!a.inert) openSeeds(a, l0, l1, first, t1);
  for (const rate of rates) openSeeds(rate, l0, l1, t0, t1);
  for (let l = 0; l < l1 - l0; l++) {
    for (let t = t0; t < t1; t++) {
      const seed = g[gAt + l * gStep + (t - t0)]!; // `!`: see the top
      if (seed === 0) continue;
      for (let s = t; s >= first; s--) {
        const x = a.view[a.at + l * a.step + (s - first)]!; // `!`: see the top
        if (s < 0 && Number.isNaN(x)) continue;
        const rate = list[Math.min(t - s, list.length - 1)]!; // `!`: a cohort has a rate
        const r = rate.view[rate.at + l * rate.step + (t - t0)]!; // `!`: see the top
        const i = a.seedAt + l * a.seedStep + (s - first);
        const k = rate.seedAt + l * rate.seedStep + (t - t0);
        if (!a.inert) a.seed[i] = a.seed[i]! + seed * r; // `!`: see the top
        if (!rate.inert) rate.seed[k] = rate.seed[k]! + seed * x; // `!`: see the top
      }
    }
  }
  if (!a.inert) sendSeeds(a, l0, l1, first, t1);
  for (const rate of rates) sendSeeds(rate, l0, l1, t0, t1);
};

export const spreadCohort: Spread = (op) => {
  const { a, list } = op;
  a.spread(a);
  clear(op);
  extend(op, a.l0, a.l1, a.t0, FAR);
  for (const rate of list) {
    rate.spread(rate);
    extend(op, rate.l0, rate.l1, rate.t0, rate.t1);
  }
};

// ---- cum: running total from 0 on, or over the last n periods (n = 0: no window) ----

export const forwardCum: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, n } = op;
  const first = cumFrom(op, t0);
  if (first < t1) run(a, l0, l1, first, t1);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  for (let l = 0; l < l1 - l0; l++) {
    const from = a.at + l * a.step - first;
    const to = op.at + l * op.step - t0;
    if (n === 0) {
      let sum = 0;
      for (let t = t0; t < Math.min(0, t1); t++) op.view[to + t] = NaN;
      for (let t = 0; t < t1; t++) {
        sum += a.view[from + t]!; // `!`: see the top
        if (t >= t0) op.view[to + t] = sum;
      }
      continue;
    }
    for (let t = t0; t < t1; t++) {
      let sum = 0;
      let there = 0;
      for (let s = Math.max(t - n + 1, first); s <= t; s++) {
        const x = a.view[from + s]!; // `!`: see the top
        if (s < 0 && Number.isNaN(x)) continue;
        sum += x;
        there++;
      }
      op.view[to + t] = t < 0 && there === 0 ? NaN : sum;
    }
  }
};

export const backwardCum: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, n } = op;
  const first = cumFrom(op, t0);
  if (first >= t1) return;
  openSeeds(a, l0, l1, first, t1);
  for (let l = 0; l < l1 - l0; l++) {
    const from = a.at + l * a.step - first;
    const to = a.seedAt + l * a.seedStep - first;
    const seeds = gAt + l * gStep - t0;
    if (n === 0) {
      let sum = 0;
      for (let t = t1 - 1; t >= 0; t--) {
        if (t >= t0) sum += g[seeds + t]!; // `!`: see the top
        a.seed[to + t] = a.seed[to + t]! + sum; // `!`: see the top
      }
      continue;
    }
    for (let t = t0; t < t1; t++) {
      const seed = g[seeds + t]!; // `!`: see the top
      if (seed === 0) continue;
      for (let s = Math.max(t - n + 1, first); s <= t; s++) {
        if (s < 0 && Number.isNaN(a.view[from + s])) continue;
        a.seed[to + s] = a.seed[to + s]! + seed; // `!`: see the top
      }
    }
  }
  sendSeeds(a, l0, l1, first, t1);
};

export const spreadCum: Spread = (op) => {
  const { a, n } = op;
  a.spread(a);
  clear(op);
  extend(op, a.l0, a.l1, a.t0, n === 0 ? FAR : a.t1 + n - 1);
};

function cumFrom(op: Op, t0: number): number {
  return op.n === 0 ? 0 : Math.max(t0 - op.n + 1, -op.machine.history);
}

// ---- total: over all periods of the plan (flag: the last alone), the same for every t ----

export const forwardTotal: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const { a, machine } = op;
  const first = op.flag ? machine.periods - 1 : 0;
  run(a, l0, l1, first, machine.periods);
  place(op, l1 - l0, t1 - t0, out, outAt, outStep);
  for (let l = 0; l < l1 - l0; l++) {
    const from = a.at + l * a.step - first;
    let sum = 0;
    for (let t = first; t < machine.periods; t++) sum += a.view[from + t]!; // `!`: see the top
    const to = op.at + l * op.step;
    op.view.fill(sum, to, to + (t1 - t0));
  }
};

export const backwardTotal: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { a, machine } = op;
  const first = op.flag ? machine.periods - 1 : 0;
  openSeeds(a, l0, l1, first, machine.periods);
  for (let l = 0; l < l1 - l0; l++) {
    let sum = 0;
    for (let j = 0; j < t1 - t0; j++) sum += g[gAt + l * gStep + j]!; // `!`: see the top
    const to = a.seedAt + l * a.seedStep - first;
    for (let t = first; t < machine.periods; t++) a.seed[to + t] = a.seed[to + t]! + sum; // `!`: see the top
  }
  sendSeeds(a, l0, l1, first, machine.periods);
};

export const spreadTotal: Spread = (op) => {
  op.a.spread(op.a);
  clear(op);
  extend(op, op.a.l0, op.a.l1, -FAR, FAR);
};
