import { addLines, copy } from "./kernels.ts";
import { clear, extend, FAR, openSeeds, place, run, sendSeeds } from "./op.ts";
import type { Backward, Forward, Op, Spread } from "./op.ts";

/**
 * `all`: the sum of its operand a over channels (`spans`, in channel order), the same for every line. It does
 * not depend on the lines that ask, so one run of a program makes it once, and its seeds are gathered from
 * all lines before they are sent on (else SHARE would take time in the square of the channels).
 *
 * In this file every `!` reads inside a rectangle that has just been run, for which every view has room.
 */
export const forwardAll: Forward = (op, l0, l1, t0, t1, out, outAt, outStep) => {
  const n = t1 - t0;
  if (out !== null && l1 - l0 === 1) {
    place(op, 1, n, out, outAt, outStep);
    sumLines(op, t0, t1);
    return;
  }
  const { machine } = op;
  if (op.madeIn !== machine.run || op.t0 !== t0 || op.t1 !== t1 || op.step !== 0) {
    place(op, 1, n, null, 0, 0);
    sumLines(op, t0, t1);
    op.step = 0;
    op.madeIn = machine.run;
    op.t0 = t0;
    op.t1 = t1;
  }
  if (out === null) return;
  copy(out, outAt, outStep, op.view, op.at, 0, l1 - l0, n);
  op.view = out;
  op.at = outAt;
  op.step = outStep;
};

/** Lines at a time, so that what the operand needs stays in the nearest cache. */
const LINES = 32;

function sumLines(op: Op, t0: number, t1: number): void {
  const { a, spans, view, at } = op;
  const n = t1 - t0;
  view.fill(0, at, at + n);
  // History counts what is there: that takes a look at each number.
  const guarded = Math.min(n, Math.max(0, -t0));
  const there = guarded > 0 ? new Uint8Array(guarded) : null;
  const width = a.row === null ? LINES : FAR;
  for (let k = 0; k < spans.length; k += 2) {
    const end = spans[k + 1]!; // `!`: spans are pairs
    for (let l0 = spans[k]!; l0 < end; l0 += width) {
      const l1 = Math.min(end, l0 + width);
      run(a, l0, l1, t0, t1);
      if (there !== null) sumHistory(op, l1 - l0, there);
      addLines(view, at + guarded, a.view, a.at + guarded, a.step, l1 - l0, n - guarded);
    }
  }
  if (there !== null) for (let j = 0; j < guarded; j++) if (there[j] === 0) view[at + j] = NaN;
}

function sumHistory(op: Op, lines: number, there: Uint8Array): void {
  const { a, view, at } = op;
  for (let l = 0; l < lines; l++) {
    for (let j = 0; j < there.length; j++) {
      const x = a.view[a.at + l * a.step + j]!; // `!`: see the top
      if (Number.isNaN(x)) continue;
      view[at + j] = view[at + j]! + x; // `!`: see the top
      there[j] = 1;
    }
  }
}

/** Gathers: the seeds of every rectangle of a run are added up, and sent by `sendWaiting`. */
export const backwardAll: Backward = (op, l0, l1, t0, t1, g, gAt, gStep) => {
  const { machine } = op;
  const n = t1 - t0;
  if (!machine.waiting.includes(op)) {
    machine.waiting.push(op);
    if (op.numbers.length < n) op.numbers = new Float64Array(n);
    op.numbers.fill(0, 0, n);
    op.t0 = t0;
    op.t1 = t1;
  } else if (op.t0 !== t0 || op.t1 !== t1) {
    throw new Error("Seeds of one run came for two spans of periods");
  }
  for (let l = 0; l < l1 - l0; l++) {
    // `!`: see the top
    for (let j = 0; j < n; j++) op.numbers[j] = op.numbers[j]! + g[gAt + l * gStep + j]!;
  }
};

/** Sends the gathered seeds of sums over channels. They may gather more: sums within sums. */
export function sendWaiting(waiting: Op[]): void {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { a, spans, numbers, t0, t1 } = next;
    for (let k = 0; k < spans.length; k += 2) {
      const end = spans[k + 1]!; // `!`: spans are pairs
      for (let l0 = spans[k]!; l0 < end; l0 += LINES)
        sendLines(a, l0, Math.min(end, l0 + LINES), t0, t1, numbers);
    }
  }
}

function sendLines(a: Op, l0: number, l1: number, t0: number, t1: number, numbers: Float64Array): void {
  run(a, l0, l1, t0, t1);
  openSeeds(a, l0, l1, t0, t1);
  for (let l = 0; l < l1 - l0; l++) {
    for (let j = 0; j < t1 - t0; j++) {
      if (t0 + j < 0 && Number.isNaN(a.view[a.at + l * a.step + j])) continue;
      const i = a.seedAt + l * a.seedStep + j;
      a.seed[i] = a.seed[i]! + numbers[j]!; // `!`: see the top
    }
  }
  sendSeeds(a, l0, l1, t0, t1);
}

export const spreadAll: Spread = (op) => {
  const { a, spans } = op;
  a.spread(a);
  const { l0, l1, t0, t1 } = a;
  // The rectangle's fields are this operation's memory of what it made: it has been made for nobody now.
  op.madeIn = -1;
  clear(op);
  if (l0 >= l1) return;
  for (let k = 0; k < spans.length; k += 2) {
    if (l0 < spans[k + 1]! && l1 > spans[k]!) extend(op, 0, FAR, t0, t1); // `!`: spans are pairs
  }
};
