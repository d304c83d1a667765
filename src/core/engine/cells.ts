import { extend, seedsOf } from "./op.ts";
import type { Machine } from "./op.ts";
import type { SheetRow } from "./row.ts";

/** Cells of one row that a total is made of: lines, in channel order, × periods from…to, both included. */
export interface Cells {
  readonly row: SheetRow;
  readonly lines: readonly number[];
  readonly from: number;
  readonly to: number;
}

/** The value of a cell; NaN outside the sheet. */
export function cellOf(machine: Machine, row: SheetRow, l: number, t: number): number {
  const { history, periods } = machine;
  return t < -history || t >= periods ? NaN : (row.data[row.indexOf(l, t)] ?? NaN);
}

/** Adds to the seed of a cell. */
export function seedCell(machine: Machine, row: SheetRow, l: number, t: number, g: number): void {
  if (t < -machine.history || t >= machine.periods) return;
  const seeds = seedsOf(row);
  const i = row.indexOf(l, t);
  seeds[i] = (seeds[i] ?? 0) + g;
  extend(row.seedRect, l, l + 1, t, t + 1);
}

/** Whether a cell's number was typed, over a formula or in a line without one. */
export function isTyped(row: SheetRow, l: number, t: number): boolean {
  if (row.states[l] !== "computed") return true;
  if (t < 0) return !Number.isNaN(row.typed?.[row.indexOf(l, t)] ?? NaN);
  return row.fixedCount > 0 && row.isFixed(l, t);
}

/** Whether any of the cells is typed. */
export function isTypedOver({ row, lines, from, to }: Cells): boolean {
  if (row.fixedCount === 0 && from >= 0 && lines.every((l) => row.states[l] === "computed")) return false;
  for (let t = from; t <= to; t++) if (lines.some((l) => isTyped(row, l, t))) return true;
  return false;
}

/** Their sum, period by period, lines inside. [EV7] */
export function sumOf(machine: Machine, { row, lines, from, to }: Cells): number {
  const { history, periods } = machine;
  if (from < -history || to >= periods) return NaN;
  const { data } = row;
  let sum = 0;
  for (let t = from; t <= to; t++) {
    // `!`: a line of the row, a column of the line
    for (let i = 0; i < lines.length; i++) sum += data[row.indexOf(lines[i]!, t)]!;
  }
  return sum;
}

/** Adds the same to the seed of each. */
export function seedEach(machine: Machine, { row, lines, from, to }: Cells, g: number): void {
  for (let t = from; t <= to; t++) for (const l of lines) seedCell(machine, row, l, t, g);
}

export interface Rectangle {
  readonly l0: number;
  readonly l1: number;
  readonly t0: number;
  readonly t1: number;
}

/** The smallest rectangle around cells, cut off where the sheet ends. */
export function rectangleOf(machine: Machine, { lines, from, to }: Cells): Rectangle | null {
  const [first] = lines;
  const last = lines.at(-1);
  const { history, periods } = machine;
  if (first === undefined || last === undefined || from < -history || to >= periods) return null;
  return { l0: first, l1: last + 1, t0: from, t1: to + 1 };
}

/** How many they are. */
export function countOf({ lines, from, to }: Cells): number {
  return lines.length * (to - from + 1);
}
