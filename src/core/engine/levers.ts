import type { Factors } from "./quantity.ts";
import type { SheetRow } from "./row.ts";
import type { Sheet } from "./sheet.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId } from "../plan/ids.ts";

/** One lever at work: cells of a row that show base × k. */
interface Lever {
  readonly row: SheetRow;
  /** Where the cells stand in the row's data. */
  readonly cells: Int32Array;
  readonly bases: Float64Array;
  /** Whether bases were given: then typing into a cell does not change them. */
  readonly isGiven: boolean;
  readonly l0: number;
  readonly l1: number;
  readonly t0: number;
  readonly t1: number;
  k: number;
}

/**
 * The levers of a sheet: which cells are used as base × k. Only cells that are typed or empty can be so;
 * others that a factor names are left alone. [EV10]
 *
 * Invariant: a cell of a lever holds base × k in `data` and what is typed in `typed`; every other typed cell
 * holds what is typed in both.
 */
export class Levers {
  private readonly sheet: Sheet;
  private levers: Lever[] = [];

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  /** Replaces all levers. Marks what changed; who wants results settles. */
  setAll(factors: Factors): void {
    for (const lever of this.levers) this.release(lever);
    this.levers = factors.flatMap((factor) => {
      const row = this.sheet.rowsById.get(factor.row);
      const places = factor.cells.map(({ line, t }) => this.placeOf(row, line, t));
      if (row === undefined) return [emptyLever(this.sheet, factor.k)];
      const bases = Float64Array.from(factor.cells, (_, i) => {
        const typed = row.typed?.[places[i]?.index ?? -1] ?? NaN;
        return factor.base?.[i] ?? (Number.isNaN(typed) ? 0 : typed);
      });
      const inside = places.map((place) => place !== null);
      const known = places.filter((place) => place !== null);
      const lever: Lever = {
        row,
        cells: Int32Array.from(known, ({ index }) => index),
        bases: bases.filter((_, i) => inside[i]),
        isGiven: factor.base !== undefined,
        l0: known.reduce((low, { l }) => Math.min(low, l), row.states.length),
        l1: known.reduce((high, { l }) => Math.max(high, l + 1), 0),
        t0: known.reduce((low, { t }) => Math.min(low, t), this.sheet.machine.periods),
        t1: known.reduce((high, { t }) => Math.max(high, t + 1), -this.sheet.machine.history),
        k: factor.k,
      };
      return [lever];
    });
    for (const lever of this.levers) this.apply(lever);
  }

  /** Changes the k of one lever. */
  setK(i: number, k: number): void {
    const lever = this.levers[i];
    if (lever === undefined) throw new RangeError(`There is no factor ${i}`);
    if (Object.is(lever.k, k)) return;
    lever.k = k;
    this.apply(lever);
  }

  /** What a cell of typed number `typed` is used as; its lever has the number as its base from now on. */
  use(row: SheetRow, index: number, typed: number): number {
    for (let n = this.levers.length - 1; n >= 0; n--) {
      const lever = this.levers[n];
      if (lever?.row !== row) continue;
      const at = lever.cells.indexOf(index);
      if (at < 0) continue;
      if (!lever.isGiven) lever.bases[at] = Number.isNaN(typed) ? 0 : typed;
      return (lever.bases[at] ?? 0) * lever.k;
    }
    return Number.isNaN(typed) ? 0 : typed;
  }

  /** The levers as they are now, for another sheet to take over. */
  factorsFor(
    cellOf: (row: SheetRow, index: number) => { readonly line: LineId; readonly t: number },
  ): Factors {
    return this.levers.map(({ row, cells, bases, isGiven, k }) => ({
      row: row.id,
      cells: Array.from(cells, (index) => cellOf(row, index)),
      k,
      ...(isGiven ? { base: Array.from(bases) } : {}),
    }));
  }

  private placeOf(
    row: SheetRow | undefined,
    line: LineId,
    t: number,
  ): { readonly index: number; readonly l: number; readonly t: number } | null {
    const { machine, scope } = this.sheet;
    if (row === undefined || t < 0 || t >= machine.periods) return null;
    const l = row.wide ? (line === PLAN_WIDE ? 0 : undefined) : scope.channelIndex.get(line);
    if (l === undefined || row.states[l] !== "typed") return null;
    const index = row.indexOf(l, t);
    return row.formulas.has(index) || row.broken.has(index) ? null : { index, l, t };
  }

  private apply({ row, cells, bases, k, l0, l1, t0, t1 }: Lever): void {
    const { data } = row;
    let changed = false;
    for (let i = 0; i < cells.length; i++) {
      const at = cells[i]!; // `!`: i < length
      const value = bases[i]! * k; // `!`: as long as cells
      if (Object.is(value, data[at])) continue;
      data[at] = value;
      changed = true;
    }
    if (changed) this.sheet.evaluator.noteChange(row, l0, l1, t0, t1);
  }

  private release({ row, cells, l0, l1, t0, t1 }: Lever): void {
    for (const index of cells) {
      const typed = row.typed?.[index] ?? NaN;
      row.data[index] = Number.isNaN(typed) ? 0 : typed;
    }
    if (cells.length > 0) this.sheet.evaluator.noteChange(row, l0, l1, t0, t1);
  }
}

/** Stands for a factor whose row is not there, so that the others keep their numbers. */
function emptyLever(sheet: Sheet, k: number): Lever {
  const [row] = sheet.rows;
  if (row === undefined) throw new RangeError("A factor for a plan without rows");
  const none = { cells: new Int32Array(0), bases: new Float64Array(0), isGiven: false };
  return { row, ...none, l0: 0, l1: 0, t0: 0, t1: 0, k };
}
