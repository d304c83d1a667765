import type { Unit } from "./graph.ts";
import { clear, extend } from "./op.ts";
import type { Machine, Op, Rect } from "./op.ts";
import type { CellProgram, SheetRow } from "./row.ts";

/** Numbers a block of lines holds: what a program works on stays in the nearest cache. */
const BLOCK = 2048;
/** Rectangles below this size are compared at once, larger ones only if their last cell comes out the same. */
const FEW = 16;
/** Rectangles up to this size are compared with what stood there, so that changes that change nothing stop. */
const SMALL = 1024;

/**
 * Runs programs where something changed, in the order of units.
 *
 *   a cell changes -> its row's rectangle grows, units that read the row are marked
 *   settle         -> each marked unit, in order: its programs say which rectangle may have changed (`spread`),
 *                     run there, and what comes out different grows the row's own rectangle, and so on
 *
 * Invariant, tested after every operation: after `settle` each row holds what `computeAll` would compute from
 * the same typed cells, to the bit. Every cell's bits come from the same operations in the same order however
 * large the rectangle that it is computed in. [EV8]
 */
export class Evaluator {
  private readonly machine: Machine;
  private readonly units: readonly Unit[];
  private readonly members: readonly (readonly SheetRow[])[];
  private readonly crossing: Uint8Array;
  private readonly marked: Uint8Array;
  /** Marked units lie in [low, high). */
  private low: number;
  private high = 0;
  private changed: SheetRow[] = [];
  private readonly whole: Rect = { l0: 0, l1: 0, t0: 0, t1: 0 };
  private scratch = new Float64Array(SMALL + BLOCK);

  constructor(
    machine: Machine,
    units: readonly Unit[],
    members: readonly (readonly SheetRow[])[],
    crossing: Uint8Array,
  ) {
    this.machine = machine;
    this.units = units;
    this.members = members;
    this.crossing = crossing;
    this.marked = new Uint8Array(units.length);
    this.low = units.length;
  }

  /** Whether some unit waits to be run. */
  get isPending(): boolean {
    return this.low < this.high;
  }

  /** Computes every cell, whatever has changed. */
  computeAll(): void {
    const { channels, periods } = this.machine;
    this.units.forEach((unit, at) => {
      const members = this.members[at] ?? [];
      if (unit.recurrent) {
        this.runPeriods(members, 0, Math.max(1, channels), 0);
        return;
      }
      for (const row of members) {
        for (const run of row.runs) this.compute(row, run.op, run.l0, run.l1, 0, periods);
        for (const cell of row.cells) this.computeCell(row, cell);
      }
    });
    for (const rows of this.members) for (const row of rows) row.clearChanges();
    this.changed = [];
  }

  /** Says that cells of a row have changed: who reads them is run by the next `settle`. */
  noteChange(row: SheetRow, l0: number, l1: number, t0: number, t1: number): void {
    extend(row, l0, l1, t0, t1);
    this.list(row);
    // In a circle the row's own unit reads it too.
    if (this.units[row.unit]?.recurrent === true) this.mark(row.unit);
    this.markReaders(row);
  }

  /** Says that a row's own programs must run over a rectangle. */
  noteOwn(row: SheetRow, l0: number, l1: number, t0: number, t1: number): void {
    extend(row.touched, l0, l1, t0, t1);
    this.list(row);
    this.mark(row.unit);
  }

  /**
   * Runs what is marked: all of it, or (`within`, 1 for each unit wanted) only what some quantity depends on.
   * Others stay marked, and the rectangles that they read stay as they are.
   */
  settle(within: Uint8Array | null): void {
    const { marked } = this;
    let low = this.units.length;
    let high = 0;
    // `high` may grow while this runs.
    for (let at = this.low; at < this.high; at++) {
      if (marked[at] === 0) continue;
      if (within !== null && within[at] === 0) {
        if (at < low) low = at;
        high = at + 1;
        continue;
      }
      marked[at] = 0;
      this.runUnit(at);
    }
    this.low = low;
    this.high = high;
    const hasMarked = high > 0;
    let kept = 0;
    for (const row of this.changed) {
      if (hasMarked && (marked[row.unit] === 1 || row.readers.some((unit) => marked[unit] === 1))) {
        this.changed[kept++] = row;
        continue;
      }
      row.isListed = false;
      row.clearChanges();
    }
    this.changed.length = kept;
  }

  private list(row: SheetRow): void {
    if (row.isListed) return;
    row.isListed = true;
    this.changed.push(row);
  }

  private mark(unit: number): void {
    if (this.marked[unit] === 1) return;
    this.marked[unit] = 1;
    if (unit < this.low) this.low = unit;
    if (unit >= this.high) this.high = unit + 1;
  }

  private runUnit(at: number): void {
    const members = this.members[at] ?? [];
    if (this.units[at]?.recurrent === true) this.runCircle(members, this.crossing[at] === 1);
    else for (const row of members) this.runRow(row);
    for (const row of members) if (row.l0 < row.l1) this.markReaders(row);
  }

  private markReaders({ readers }: SheetRow): void {
    for (let i = 0; i < readers.length; i++) this.mark(readers[i]!); // `!`: i < length
  }

  private runRow(row: SheetRow): void {
    const { touched } = row;
    const { periods } = this.machine;
    for (const run of row.runs) {
      const { op } = run;
      op.spread(op);
      if (touched.l0 < touched.l1) extend(op, touched.l0, touched.l1, touched.t0, touched.t1);
      const l0 = op.l0 > run.l0 ? op.l0 : run.l0;
      const l1 = op.l1 < run.l1 ? op.l1 : run.l1;
      const t0 = op.t0 > 0 ? op.t0 : 0;
      const t1 = op.t1 < periods ? op.t1 : periods;
      if (l0 < l1 && t0 < t1) this.recompute(row, op, l0, l1, t0, t1);
    }
    for (const cell of row.cells) {
      const { op } = cell;
      op.spread(op);
      if (touched.l0 < touched.l1) extend(op, touched.l0, touched.l1, touched.t0, touched.t1);
      if (op.l0 <= cell.l && cell.l < op.l1 && op.t0 <= cell.t && cell.t < op.t1) this.computeCell(row, cell);
    }
  }

  /** From the first period that may have changed on: what changes in one period may change all later ones. [EV9] */
  private runCircle(members: readonly SheetRow[], crosses: boolean): void {
    const { channels } = this.machine;
    const { whole } = this;
    clear(whole);
    for (const row of members) {
      const { touched } = row;
      for (const { op } of row.runs) {
        op.spread(op);
        extend(whole, op.l0, op.l1, op.t0, op.t1);
      }
      for (const { op } of row.cells) {
        op.spread(op);
        extend(whole, op.l0, op.l1, op.t0, op.t1);
      }
      extend(whole, touched.l0, touched.l1, touched.t0, touched.t1);
    }
    if (whole.l0 >= whole.l1 || whole.t1 <= 0) return;
    const first = whole.t0 > 0 ? whole.t0 : 0;
    if (crosses) this.runPeriods(members, 0, Math.max(1, channels), first);
    else this.runPeriods(members, whole.l0, Math.min(whole.l1, Math.max(1, channels)), first);
  }

  private runPeriods(members: readonly SheetRow[], from: number, to: number, first: number): void {
    for (let t = first; t < this.machine.periods; t++) {
      for (const row of members) {
        for (const run of row.runs) {
          const l0 = from > run.l0 ? from : run.l0;
          const l1 = to < run.l1 ? to : run.l1;
          if (l0 < l1) this.recompute(row, run.op, l0, l1, t, t + 1);
        }
        if (row.cells.length > 0) this.runCellsOf(row, from, to, t);
      }
    }
  }

  private runCellsOf(row: SheetRow, from: number, to: number, t: number): void {
    const { cells } = row;
    let low = 0;
    let high = cells.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const before = (cells[middle]?.t ?? t) < t;
      if (before) low = middle + 1;
      else high = middle;
    }
    for (let cell = cells[low]; cell?.t === t; cell = cells[++low]) {
      if (from <= cell.l && cell.l < to) this.computeCell(row, cell);
    }
  }

  /** Runs a program over a rectangle and grows the row's rectangle by what came out different. */
  private recompute(row: SheetRow, op: Op, l0: number, l1: number, t0: number, t1: number): void {
    const n = t1 - t0;
    this.machine.run++;
    if ((l1 - l0) * n < FEW || row.fixedCount > 0 || !this.isChangedAt(row, op, l1 - 1, t1 - 1)) {
      this.compareBlocks(row, op, l0, l1, t0, t1);
      return;
    }
    this.machine.run++;
    this.computeInto(row, op, l0, l1, t0, t1);
    extend(row, l0, l1, t0, t1);
    this.list(row);
  }

  /** Whether a program gives another number for a cell than stands there: then it will for most others. */
  private isChangedAt(row: SheetRow, op: Op, l: number, t: number): boolean {
    op.forward(op, l, l + 1, t, t + 1, this.scratch, 0, 1);
    return !Object.is(this.scratch[0], row.data[row.indexOf(l, t)]);
  }

  /** Compares block by block until something is different; what is left is then not compared. */
  private compareBlocks(row: SheetRow, op: Op, l0: number, l1: number, t0: number, t1: number): void {
    this.machine.run++;
    const block = Math.max(1, Math.floor(SMALL / (t1 - t0)));
    for (let from = l0; from < l1; from += block) {
      const to = Math.min(l1, from + block);
      if (!this.compare(row, op, from, to, t0, t1) || to === l1) continue;
      this.computeInto(row, op, to, l1, t0, t1);
      extend(row, to, l1, t0, t1);
      this.list(row);
      return;
    }
  }

  /** Computes a small rectangle apart and takes over what is different. Says whether anything was. */
  private compare(row: SheetRow, op: Op, l0: number, l1: number, t0: number, t1: number): boolean {
    const n = t1 - t0;
    const size = (l1 - l0) * n;
    if (this.scratch.length < size) this.scratch = new Float64Array(size);
    const { scratch } = this;
    const { data } = row;
    const { stride } = this.machine;
    op.forward(op, l0, l1, t0, t1, scratch, 0, n);
    if (size === 1 && row.fixedCount === 0) {
      const value = scratch[0]!; // `!`: one cell
      const i = row.indexOf(l0, t0);
      if (Object.is(value, data[i])) return false;
      data[i] = value;
      extend(row, l0, l1, t0, t1);
      this.list(row);
      return true;
    }
    if (row.fixedCount > 0) {
      row.eachFixed(l0, l1, t0, t1, (l, t) => {
        scratch[(l - l0) * n + (t - t0)] = data[row.indexOf(l, t)] ?? NaN;
      });
    }
    let lowLine = FAR_LINE;
    let highLine = -1;
    let lowColumn = n;
    let highColumn = -1;
    for (let l = 0, to = row.indexOf(l0, t0), from = 0; l < l1 - l0; l++, to += stride, from += n) {
      for (let j = 0; j < n; j++) {
        const value = scratch[from + j]!; // `!`: as large as the rectangle
        if (Object.is(value, data[to + j])) continue;
        data[to + j] = value;
        if (l < lowLine) lowLine = l;
        highLine = l;
        if (j < lowColumn) lowColumn = j;
        if (j > highColumn) highColumn = j;
      }
    }
    if (highLine < 0) return false;
    extend(row, l0 + lowLine, l0 + highLine + 1, t0 + lowColumn, t0 + highColumn + 1);
    this.list(row);
    return true;
  }

  private compute(row: SheetRow, op: Op, l0: number, l1: number, t0: number, t1: number): void {
    this.machine.run++;
    this.computeInto(row, op, l0, l1, t0, t1);
  }

  /** Writes a program's results straight into the row, block by block; fixed cells get theirs back. */
  private computeInto(row: SheetRow, op: Op, l0: number, l1: number, t0: number, t1: number): void {
    const n = t1 - t0;
    const block = op.shallow ? l1 - l0 : Math.max(1, Math.floor(BLOCK / n));
    const { data } = row;
    for (let from = l0; from < l1; from += block) {
      const to = Math.min(l1, from + block);
      op.forward(op, from, to, t0, t1, data, row.indexOf(from, t0), this.machine.stride);
    }
    if (row.fixedCount === 0) return;
    const typed = row.typedCells();
    row.eachFixed(l0, l1, t0, t1, (l, t) => {
      const i = row.indexOf(l, t);
      data[i] = typed[i] ?? NaN;
    });
  }

  private computeCell(row: SheetRow, cell: CellProgram): void {
    const { op, l, t } = cell;
    this.machine.run++;
    op.forward(op, l, l + 1, t, t + 1, this.scratch, 0, 1);
    const value = this.scratch[0] ?? NaN;
    const i = row.indexOf(l, t);
    row.typedCells()[i] = value;
    if (Object.is(value, row.data[i])) return;
    row.data[i] = value;
    extend(row, l, l + 1, t, t + 1);
    this.list(row);
  }
}

const FAR_LINE = 1 << 28;
