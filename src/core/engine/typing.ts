import type { Levers } from "./levers.ts";
import type { SheetRow } from "./row.ts";
import type { Sheet } from "./sheet.ts";
import type { RowCells, Series } from "../plan/cell.ts";
import { PLAN_WIDE } from "../plan/ids.ts";

/**
 * Typing into cells of a sheet that stays as it is: numbers only. Marks what changed; who wants results
 * settles. A number typed over a cell's own formula replaces it for good: another formula is another sheet.
 */
export function typeCell(
  sheet: Sheet,
  levers: Levers,
  row: SheetRow,
  l: number,
  t: number,
  value: number,
): void {
  const state = row.states[l];
  const i = row.indexOf(l, t);
  const before = row.typed?.[i] ?? NaN;
  const wasFormula = dropCellFormula(row, l, t);
  if (Object.is(before, value) && !wasFormula) return;
  row.typedCells()[i] = value;
  if (state === undefined || state === "none") return;
  const { evaluator } = sheet;
  const shown = t < 0 ? value : state === "typed" ? levers.use(row, i, value) : value;
  if (t >= 0 && state === "computed") {
    if (Number.isNaN(value)) {
      row.unfix(l, t);
      evaluator.noteOwn(row, l, l + 1, t, t + 1);
      return;
    }
    row.fix(l, t);
  }
  if (Object.is(row.data[i], shown)) return;
  row.data[i] = shown;
  evaluator.noteChange(row, l, l + 1, t, t + 1);
}

/** Brings the periods [from, to) of a line to what a series says. */
export function typeLine(
  sheet: Sheet,
  levers: Levers,
  row: SheetRow,
  l: number,
  series: Series | undefined,
  start: number,
  from: number,
  to: number,
): void {
  const { history, periods } = sheet.machine;
  for (let t = Math.max(from, -history); t < Math.min(to, periods); t++) {
    // A cell's own formula did not change, or this would be another sheet; its number here is the engine's.
    if (series?.details.get(start + t)?.formula !== undefined && t >= 0) continue;
    const value = series?.values[start + t - series.first] ?? NaN;
    const i = row.indexOf(l, t);
    if (!Object.is(row.typed?.[i] ?? NaN, value)) typeCell(sheet, levers, row, l, t, value);
  }
}

/** Brings a row to what its cells say, line by line; lines that are the same object as before are skipped. */
export function typeRow(
  sheet: Sheet,
  levers: Levers,
  row: SheetRow,
  cells: RowCells | undefined,
  earlier: RowCells | undefined,
  start: number,
): void {
  const { history, periods } = sheet.machine;
  const lines = row.wide ? [PLAN_WIDE] : sheet.lowered.channels;
  lines.forEach((line, l) => {
    const series = cells?.get(line);
    if (earlier !== undefined && earlier.get(line) === series) return;
    typeLine(sheet, levers, row, l, series, start, -history, periods);
  });
}

function dropCellFormula(row: SheetRow, l: number, t: number): boolean {
  const i = row.indexOf(l, t);
  const wasBroken = row.broken.delete(i);
  if (!row.formulas.delete(i)) return wasBroken;
  row.cells = row.cells.filter((cell) => cell.l !== l || cell.t !== t);
  return true;
}
