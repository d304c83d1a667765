import type { LoweredRow } from "./expr.ts";
import type { Machine, Op, Rect, RowLike } from "./op.ts";
import { clear } from "./op.ts";
import type { RowId } from "../plan/ids.ts";

/** What a line of a row is. */
export type LineState = "typed" | "computed" | "error" | "none";

/** Neighbouring lines with one program. */
export interface Run {
  readonly l0: number;
  readonly l1: number;
  readonly op: Op;
}

/** A cell typed as a formula of its own. */
export interface CellProgram {
  readonly l: number;
  readonly t: number;
  readonly op: Op;
}

/**
 * A row as the engine keeps it: its numbers and its programs.
 *
 *   data    what is shown. Line l's period t stands at l·(H + P) + H + t. In history what is typed, else NaN.
 *   typed   what is typed, NaN where nothing is; no array where nothing ever was. Cells typed as formulas
 *           have their present value here.
 *   fixed   of each computed line, the periods from 0 on that its formula does not rule: typed over, or
 *           typed as a formula. In ascending order.
 *
 * Invariants: data = typed × factor (empty: 0) in typed lines; data = typed at fixed cells. The rectangle
 * l0…t1 holds every cell that changed since it was last cleared.
 */
export class SheetRow implements RowLike {
  readonly id: RowId;
  readonly index: number;
  readonly wide: boolean;
  readonly states: readonly LineState[];
  /** The lines in which the row applies. */
  readonly applying: readonly number[];
  readonly data: Float64Array;
  typed: Float64Array | null = null;
  readonly fixed: (number[] | null)[];
  fixedCount = 0;
  runs: Run[] = [];
  /** By period, then by line. */
  cells: CellProgram[] = [];
  /** Where those cells stand. */
  readonly formulas = new Set<number>();
  /** Where cells stand whose own formula cannot be read: they are errors, not empty. */
  readonly broken = new Set<number>();
  /** Where its own programs must run again whatever they read: what was typed over a formula is gone. */
  readonly touched: Rect = { l0: 0, l1: 0, t0: 0, t1: 0 };
  unit = 0;
  /** Units that read this row, its own left out. */
  readers: number[] = [];
  isListed = false;

  l0 = 0;
  l1 = 0;
  t0 = 0;
  t1 = 0;
  seeds: Float64Array | null = null;
  readonly seedRect: Rect = { l0: 0, l1: 0, t0: 0, t1: 0 };

  private readonly stride: number;
  private readonly history: number;

  constructor(lowered: LoweredRow, index: number, machine: Machine) {
    this.id = lowered.row;
    this.index = index;
    this.wide = lowered.scope === "plan";
    this.states = lowered.lines.map((line) =>
      !line.applies ? "none" : line.error !== null ? "error" : line.expr !== null ? "computed" : "typed",
    );
    this.applying = this.states.flatMap((state, l) => (state === "none" ? [] : [l]));
    this.stride = machine.stride;
    this.history = machine.history;
    this.data = new Float64Array(this.states.length * machine.stride).fill(NaN);
    this.fixed = this.states.map(() => null);
  }

  /** Where a cell's number stands. */
  indexOf(l: number, t: number): number {
    return l * this.stride + this.history + t;
  }

  /** The array of typed numbers, made when first needed. */
  typedCells(): Float64Array {
    this.typed ??= new Float64Array(this.data.length).fill(NaN);
    return this.typed;
  }

  /** Whether a cell is out of its formula's reach. */
  isFixed(l: number, t: number): boolean {
    return this.fixed[l]?.includes(t) ?? false;
  }

  fix(l: number, t: number): void {
    const list = (this.fixed[l] ??= []);
    let at = list.length;
    while (at > 0 && (list[at - 1] ?? 0) > t) at--;
    if (list[at - 1] === t) return;
    list.splice(at, 0, t);
    this.fixedCount++;
  }

  unfix(l: number, t: number): void {
    const list = this.fixed[l];
    const at = list?.indexOf(t) ?? -1;
    if (list === null || list === undefined || at < 0) return;
    list.splice(at, 1);
    this.fixedCount--;
  }

  /** Calls back for the fixed cells of a rectangle. */
  eachFixed(l0: number, l1: number, t0: number, t1: number, each: (l: number, t: number) => void): void {
    if (this.fixedCount === 0) return;
    for (let l = l0; l < l1; l++) {
      const list = this.fixed[l];
      if (list === null || list === undefined) continue;
      for (const t of list) if (t >= t0 && t < t1) each(l, t);
    }
  }

  clearChanges(): void {
    clear(this);
    clear(this.touched);
  }
}
