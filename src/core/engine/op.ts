import type { Adjoints, BinaryAdjoint } from "./adjoints.ts";
import type { BinaryKernel, UnaryKernel } from "./kernels.ts";
import { copy } from "./kernels.ts";

/**
 * One operation of a row's program. A program is a tree of these; running its root over a rectangle runs all
 * of it, one vector at a time.
 *
 * All operations have this one shape, whatever they do, and what they do hangs on them as functions: so
 * that the loops that run them see a single hidden class.
 *
 *   forward   computes the rectangle lines [l0, l1) × periods [t0, t1); afterwards element (l, t) stands at
 *             view[at + (l − l0)·step + (t − t0)]. With a destination it is written there. Views of plain rows
 *             are the rows' own arrays: nobody writes into a view.
 *   backward  given seeds g = ∂q/∂(this) over the rectangle that was last run forward, adds to the seeds of
 *             what it reads. [GR1]
 *   spread    from the changed rectangles of rows, the rectangle of this that may have changed.
 *
 * Invariants: within one program all registers are distinct, so that what forward left is still there when
 * backward asks for it; operations that run an operand over another rectangle than their own run it again
 * before they send seeds through it.
 */
export class Op {
  readonly machine: Machine;
  /** Number of this operation in its program: its registers. */
  readonly slot: number;
  forward: Forward = nothingForward;
  backward: Backward = nothingBackward;
  spread: Spread = nothingSpread;
  /** Operands; those that an operation does not have are the operation itself. */
  a: Op;
  b: Op;
  c: Op;
  d: Op;
  list: readonly Op[] = [];
  /** Every operand is a row or constant: one pass over any rectangle, whatever its size, is best. */
  shallow = true;
  /** No row is read below: constants, calendars. Seeds need not go there. */
  inert = true;
  row: RowLike | null = null;

  view: Float64Array = NO_NUMBERS;
  at = 0;
  step = 0;

  seed: Float64Array = NO_NUMBERS;
  seedAt = 0;
  seedStep = 0;

  /** The changed rectangle that `spread` found; empty where l0 ≥ l1. */
  l0 = 0;
  l1 = 0;
  t0 = 0;
  t1 = 0;

  binary: BinaryKernel = noKernel;
  unary: UnaryKernel = copy;
  adjoints: Adjoints | null = null;
  adjoint: BinaryAdjoint | null = null;
  /** A delay, a window, a constant: what the operation has beside operands. */
  n = 0;
  value = 0;
  flag = false;
  numbers: Float64Array = NO_NUMBERS;
  /** Runs of lines, [from, to) pairs. */
  spans: Int32Array = NO_LINES;
  /** The run in which the view was made, for operations that many rectangles share. */
  madeIn = -1;

  constructor(machine: Machine, slot: number) {
    this.machine = machine;
    this.slot = slot;
    this.a = this;
    this.b = this;
    this.c = this;
    this.d = this;
  }
}

export type Forward = (
  op: Op,
  l0: number,
  l1: number,
  t0: number,
  t1: number,
  out: Float64Array | null,
  outAt: number,
  outStep: number,
) => void;

export type Backward = (
  op: Op,
  l0: number,
  l1: number,
  t0: number,
  t1: number,
  g: Float64Array,
  gAt: number,
  gStep: number,
) => void;

export type Spread = (op: Op) => void;

/** What operations need to know of the rows they read. */
export interface RowLike {
  /** Plan-wide: one line, the same for all. */
  readonly wide: boolean;
  readonly data: Float64Array;
  /** The changed rectangle; empty where l0 ≥ l1. */
  l0: number;
  l1: number;
  t0: number;
  t1: number;
  /** Seeds of this row's cells, laid out as `data`; and where they may be other than 0. */
  seeds: Float64Array | null;
  readonly seedRect: Rect;
}

export interface Rect {
  l0: number;
  l1: number;
  t0: number;
  t1: number;
}

export const NO_NUMBERS = new Float64Array(0);
export const NO_LINES = new Int32Array(0);
/** Further than any line or period: ends of rectangles that know no bound. */
export const FAR = 1 << 28;

/** What the programs of one engine share: its shape and its registers. */
export class Machine {
  readonly channels: number;
  readonly periods: number;
  /** H: columns kept before period 0. Before −H nothing is there, and no operation looks. */
  readonly history: number;
  /** H + P: from one line of a row to the next. */
  readonly stride: number;
  /** Counts runs of programs: what a run shares is valid in that run alone. */
  run = 0;
  /** Operations whose seeds wait until a row is done: sums over all channels. */
  readonly waiting: Op[] = [];
  private readonly values: Float64Array[] = [];
  private readonly seeds: Float64Array[] = [];

  constructor(channels: number, periods: number, history: number) {
    this.channels = channels;
    this.periods = periods;
    this.history = history;
    this.stride = history + periods;
  }

  /** The value register of a slot, with room for `size`. What stood in it may be gone. */
  register(slot: number, size: number): Float64Array {
    return roomIn(this.values, slot, size);
  }

  /** The seed register of a slot, all 0 over `size`. */
  seedRegister(slot: number, size: number): Float64Array {
    return roomIn(this.seeds, slot, size).fill(0, 0, size);
  }
}

function roomIn(registers: Float64Array[], slot: number, size: number): Float64Array {
  while (registers.length <= slot) registers.push(NO_NUMBERS);
  let register = registers[slot] ?? NO_NUMBERS;
  if (register.length < size) {
    register = new Float64Array(Math.max(64, size));
    registers[slot] = register;
  }
  return register;
}

/**
 * Lets an operation write its result: into the destination, or into its register. An operation whose operands
 * are the same for every line makes one line, asks for room for one, and sets its step to 0.
 */
export function place(
  op: Op,
  lines: number,
  n: number,
  out: Float64Array | null,
  outAt: number,
  outStep: number,
): void {
  if (out === null) {
    op.view = op.machine.register(op.slot, lines * n);
    op.at = 0;
    op.step = n;
  } else {
    op.view = out;
    op.at = outAt;
    op.step = outStep;
  }
}

/** Runs an operand over a rectangle, into its own view. Rows, the commonest operands, need no call for it. */
export function run(op: Op, l0: number, l1: number, t0: number, t1: number): void {
  const { row } = op;
  if (row === null) {
    op.forward(op, l0, l1, t0, t1, null, 0, 0);
    return;
  }
  const { history, stride } = op.machine;
  op.view = row.data;
  op.at = row.wide ? history + t0 : l0 * stride + history + t0;
  op.step = row.wide ? 0 : stride;
}

/**
 * Makes an operand ready to take seeds over a rectangle: (l, t) at seed[seedAt + (l − l0)·seedStep + (t − t0)].
 * A row takes them straight into its own; everything is added, nothing overwritten.
 */
export function openSeeds(op: Op, l0: number, l1: number, t0: number, t1: number): void {
  const { machine, row } = op;
  if (row === null) {
    const n = t1 - t0;
    op.seed = machine.seedRegister(op.slot, (l1 - l0) * n);
    op.seedAt = 0;
    op.seedStep = n;
    return;
  }
  op.seed = seedsOf(row);
  if (row.wide) {
    op.seedAt = machine.history + t0;
    op.seedStep = 0;
    extend(row.seedRect, 0, 1, t0, t1);
  } else {
    op.seedAt = l0 * machine.stride + machine.history + t0;
    op.seedStep = machine.stride;
    extend(row.seedRect, l0, l1, t0, t1);
  }
}

/** The seeds of a row, made when first asked for. */
export function seedsOf(row: RowLike): Float64Array {
  if (row.seeds === null) {
    row.seeds = new Float64Array(row.data.length);
    clear(row.seedRect);
  }
  return row.seeds;
}

/** Sends an operand's seeds on to what it reads. */
export function sendSeeds(op: Op, l0: number, l1: number, t0: number, t1: number): void {
  if (op.row === null) op.backward(op, l0, l1, t0, t1, op.seed, op.seedAt, op.seedStep);
}

/** Makes a rectangle hold another one too. Empty ones hold nothing. */
export function extend(rect: Rect, l0: number, l1: number, t0: number, t1: number): void {
  if (l0 >= l1 || t0 >= t1) return;
  if (rect.l0 >= rect.l1) {
    rect.l0 = l0;
    rect.l1 = l1;
    rect.t0 = t0;
    rect.t1 = t1;
    return;
  }
  if (l0 < rect.l0) rect.l0 = l0;
  if (l1 > rect.l1) rect.l1 = l1;
  if (t0 < rect.t0) rect.t0 = t0;
  if (t1 > rect.t1) rect.t1 = t1;
}

/** Makes a rectangle empty. */
export function clear(rect: Rect): void {
  rect.l0 = 0;
  rect.l1 = 0;
  rect.t0 = 0;
  rect.t1 = 0;
}

function nothingForward(): void {
  throw new Error("An operation was run that was never made");
}

function nothingBackward(): void {
  // Constants, calendars and steps pass nothing on.
}

function nothingSpread(op: Op): void {
  clear(op);
}

function noKernel(): void {
  throw new Error("An operation without a kernel was run");
}
