import { sendWaiting } from "./across.ts";
import { forwardBinary } from "./elementwise.ts";
import { run } from "./op.ts";
import type { Op } from "./op.ts";
import type { CellProgram, SheetRow } from "./row.ts";
import type { Sheet } from "./sheet.ts";
import type { RowId } from "../plan/ids.ts";

/** Numbers a block of lines holds, as in evaluation. */
const BLOCK = 2048;

/**
 * One reverse sweep: from seeds that the wanted quantity has given to its cells, back through every unit in
 * reverse order. Leaves ∂q/∂cell for every typed cell (over formulas and in history too) and every empty
 * assumption, by the value that is used; what is computed holds 0. Rows that q does not depend on are absent.
 *
 * Source: A. Griewank, A. Walther, "Evaluating Derivatives" (2008), reverse mode. Each program is run forward
 * again, block by block, and at once backward: nothing is recorded. [GR1]
 */
export function sweepBack(sheet: Sheet): Map<RowId, Float64Array> {
  const { machine, units } = sheet;
  for (let at = units.length - 1; at >= 0; at--) {
    const members = sheet.members[at] ?? [];
    if (members.every((row) => row.seeds === null)) continue;
    if (units[at]?.recurrent === true) sweepPeriods(sheet, members);
    else for (const row of members) sweepRow(sheet, row, 0, machine.periods);
  }
  const gradient = new Map<RowId, Float64Array>();
  for (const row of sheet.rows) {
    if (row.seeds !== null && keepTyped(sheet, row)) gradient.set(row.id, row.seeds);
    row.seeds = null;
  }
  return gradient;
}

function sweepPeriods(sheet: Sheet, members: readonly SheetRow[]): void {
  for (let t = sheet.machine.periods - 1; t >= 0; t--) {
    for (let m = members.length - 1; m >= 0; m--) {
      const row = members[m];
      if (row !== undefined) sweepRow(sheet, row, t, t + 1);
    }
  }
}

/** Sends a row's seeds of periods [from, to) to what its programs read. */
function sweepRow(sheet: Sheet, row: SheetRow, from: number, to: number): void {
  const { seeds, seedRect } = row;
  const t0 = Math.max(from, seedRect.t0);
  const t1 = Math.min(to, seedRect.t1);
  if (seeds === null || t0 >= t1) return;
  // In reverse order of their computing: cells read the row's own formula at most in earlier periods.
  for (let i = row.cells.length - 1; i >= 0; i--) {
    const cell = row.cells[i];
    if (cell !== undefined && cell.t >= t0 && cell.t < t1) sweepCell(sheet, row, cell, seeds);
  }
  // What is typed over passes nothing to the formula, but keeps its own slope.
  const kept: number[] = row.fixedCount > 0 ? takeFixed(row, seeds, t0, t1) : NOTHING;
  for (const { op, l0, l1 } of row.runs) {
    // The row's own rectangle may grow meanwhile, to earlier periods of the same lines.
    const first = Math.max(l0, seedRect.l0);
    const end = Math.min(l1, seedRect.l1);
    if (!op.inert && first < end) sweepRun(sheet, row, op, first, end, t0, t1, seeds);
  }
  for (let i = 0; i < kept.length; i += 2) seeds[kept[i] ?? 0] = kept[i + 1] ?? 0;
}

const NOTHING: number[] = [];

/** Sets the seeds of fixed cells to 0; returns where they stood and what they were, in turn. */
function takeFixed(row: SheetRow, seeds: Float64Array, t0: number, t1: number): number[] {
  const kept: number[] = [];
  row.eachFixed(row.seedRect.l0, row.seedRect.l1, t0, t1, (l, t) => {
    const i = row.indexOf(l, t);
    kept.push(i, seeds[i] ?? 0);
    seeds[i] = 0;
  });
  return kept;
}

function sweepRun(
  sheet: Sheet,
  row: SheetRow,
  op: Op,
  l0: number,
  l1: number,
  t0: number,
  t1: number,
  seeds: Float64Array,
): void {
  const { machine } = sheet;
  machine.run++;
  const block = Math.max(1, Math.floor(BLOCK / (t1 - t0)));
  for (let from = l0; from < l1; from += block) {
    const to = Math.min(l1, from + block);
    runOperands(op, from, to, t0, t1);
    op.backward(op, from, to, t0, t1, seeds, row.indexOf(from, t0), machine.stride);
  }
  sendWaiting(machine.waiting);
}

function sweepCell(sheet: Sheet, row: SheetRow, cell: CellProgram, seeds: Float64Array): void {
  const { op, l, t } = cell;
  const i = row.indexOf(l, t);
  if (op.inert || (seeds[i] ?? 0) === 0) return;
  sheet.machine.run++;
  runOperands(op, l, l + 1, t, t + 1);
  op.backward(op, l, l + 1, t, t + 1, seeds, i, sheet.machine.stride);
  sendWaiting(sheet.machine.waiting);
}

/** Makes an operation ready for its backward. Two operands' adjoints need their values, not the result. */
function runOperands(op: Op, l0: number, l1: number, t0: number, t1: number): void {
  if (op.forward !== forwardBinary) {
    run(op, l0, l1, t0, t1);
    return;
  }
  run(op.a, l0, l1, t0, t1);
  run(op.b, l0, l1, t0, t1);
}

/** Puts 0 where a formula rules, so that only what somebody typed has a slope. Says whether anything has. */
function keepTyped(sheet: Sheet, row: SheetRow): boolean {
  const { seeds } = row;
  if (seeds === null || (row.typed === null && !row.states.includes("typed"))) return false;
  for (const i of row.formulas) seeds[i] = 0;
  let hasTyped = row.typed !== null && row.seedRect.t0 < 0;
  for (let l = 0; l < row.states.length; l++) {
    // In history there is what is typed, or nothing.
    for (let t = row.seedRect.t0; t < 0; t++) {
      const i = row.indexOf(l, t);
      if (row.states[l] === "none" || Number.isNaN(row.typed?.[i] ?? NaN)) seeds[i] = 0;
    }
  }
  for (let l = 0; l < row.states.length; l++) {
    if (row.states[l] === "typed") {
      hasTyped = true;
      continue;
    }
    const first = row.indexOf(l, 0);
    const fixed = row.fixed[l] ?? [];
    const kept = fixed.map((t) => seeds[first + t] ?? 0);
    seeds.fill(0, first, first + sheet.machine.periods);
    for (let n = 0; n < fixed.length; n++) seeds[first + (fixed[n] ?? 0)] = kept[n] ?? 0;
    if (fixed.length > 0) hasTyped = true;
  }
  return hasTyped;
}
