import { exprsOfRow, partsOfExpr, visitReads } from "./cycles.ts";
import { Evaluator } from "./evaluate.ts";
import type { Expr, LoweredPlan, LoweredRow } from "./expr.ts";
import { orderRows } from "./graph.ts";
import type { Edge, Unit } from "./graph.ts";
import { Machine } from "./op.ts";
import type { Op } from "./op.ts";
import { compile } from "./program.ts";
import type { Scope } from "./program.ts";
import { SheetRow } from "./row.ts";
import type { Run } from "./row.ts";
import type { Series } from "../plan/cell.ts";
import type { RowId } from "../plan/ids.ts";
import { monthOfPeriod, spanOfPeriod } from "../plan/period.ts";
import { startOrdinal } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";

/** A lowered plan made ready to run: rows with their programs, in the order in which they are computed. */
export interface Sheet {
  readonly lowered: LoweredPlan;
  readonly machine: Machine;
  readonly scope: Scope;
  readonly rows: readonly SheetRow[];
  readonly rowsById: ReadonlyMap<RowId, SheetRow>;
  readonly units: readonly Unit[];
  /** The rows of each unit, in the order in which they are computed. */
  readonly members: readonly (readonly SheetRow[])[];
  /** Of each row: what it reads, cell formulas included. */
  readonly reads: readonly (readonly Edge[])[];
  readonly evaluator: Evaluator;
}

/** Makes a sheet of a lowered plan, fills in what is typed and computes everything. */
export function buildSheet(plan: Plan, lowered: LoweredPlan): Sheet {
  const machine = new Machine(lowered.channels.length, lowered.periods, lowered.history);
  const rows = lowered.rows.map((row, i) => new SheetRow(row, i, machine));
  const rowsById = new Map(rows.map((row) => [row.id, row]));
  const scope: Scope = {
    machine,
    rowOf: (id) => rowsById.get(id),
    channelIndex: new Map(lowered.channels.map((id, i) => [id, i])),
    calendar: calendarOf(plan, machine),
  };
  const reads = lowered.rows.map((row) => readsOf(row, rowsById));
  const units = orderRows(reads);
  units.forEach((unit, at) => {
    for (const row of unit.rows) rowAt(rows, row).unit = at;
  });
  reads.forEach((edges, reader) => {
    const { unit } = rowAt(rows, reader);
    for (const edge of edges) {
      const read = rowAt(rows, edge.row);
      if (read.unit !== unit && !read.readers.includes(unit)) read.readers.push(unit);
    }
  });
  lowered.rows.forEach((row, i) => {
    const target = rowAt(rows, i);
    fillTyped(target, row, plan, machine);
    compileRow(target, row, scope);
  });
  const members = units.map((unit) => unit.rows.map((i) => rowAt(rows, i)));
  const evaluator = new Evaluator(machine, units, members, crossingUnits(members, units, lowered));
  evaluator.computeAll();
  return { lowered, machine, scope, rows, rowsById, units, members, reads, evaluator };
}

function rowAt(rows: readonly SheetRow[], i: number): SheetRow {
  const row = rows[i];
  if (row === undefined) throw new Error(`No row at ${i}`);
  return row;
}

function readsOf(row: LoweredRow, rowsById: ReadonlyMap<RowId, SheetRow>): Edge[] {
  const edges: Edge[] = [];
  const seen = new Set<string>();
  for (const expr of exprsOfRow(row)) {
    visitReads(expr, (id, reading) => {
      const read = rowsById.get(id);
      const key = `${reading} ${id}`;
      if (read === undefined || seen.has(key)) return;
      seen.add(key);
      edges.push({ row: read.index, reading });
    });
  }
  return edges;
}

/** Units in which one line can reach another: a change in a channel may come back in all of them. */
function crossingUnits(
  members: readonly (readonly SheetRow[])[],
  units: readonly Unit[],
  lowered: LoweredPlan,
): Uint8Array {
  return Uint8Array.from(units, (unit, at) => {
    if (!unit.recurrent) return 0;
    const rows = members[at] ?? [];
    const isMixed = rows.some((row) => row.wide !== rows[0]?.wide);
    return isMixed || rows.some((row) => readsAll(lowered.rows[row.index])) ? 1 : 0;
  });
}

function readsAll(row: LoweredRow | undefined): boolean {
  return row !== undefined && [...exprsOfRow(row)].some(hasAll);
}

function hasAll(expr: Expr): boolean {
  const seen = new Set<Expr>([expr]);
  for (const part of seen) {
    if (part.op === "all") return true;
    for (const inner of partsOfExpr(part)) seen.add(inner);
  }
  return false;
}

/** Period ordinals, calendar months and days of every column, history included. */
function calendarOf(plan: Plan, machine: Machine): Scope["calendar"] {
  const start = startOrdinal(plan.settings) - machine.history;
  const { periodLength } = plan.settings;
  const column = (make: (ordinal: number, i: number) => number): Float64Array =>
    Float64Array.from({ length: machine.stride }, (_, i) => make(start + i, i));
  return {
    period: column((_, i) => i - machine.history + 1),
    month: column((ordinal) => monthOfPeriod(periodLength, ordinal)),
    days: column((ordinal) => spanOfPeriod(periodLength, ordinal).days),
  };
}

function fillTyped(row: SheetRow, lowered: LoweredRow, plan: Plan, machine: Machine): void {
  const start = startOrdinal(plan.settings);
  const cells = plan.cells.get(row.id);
  row.states.forEach((state, l) => {
    const first = row.indexOf(l, 0);
    if (state === "typed") row.data.fill(0, first, first + machine.periods);
    const series = cells?.get(lowered.lines[l]?.line ?? "");
    if (state !== "none" && series !== undefined && series.values.length > 0) {
      const exprs = lowered.lines[l]?.cellExprs;
      fillLine(row, l, series, series.first - start, machine, (t) => exprs?.has(t) ?? false);
    }
    for (const t of lowered.lines[l]?.cellExprs.keys() ?? []) if (state === "computed") row.fix(l, t);
  });
}

/** Copies a run of typed cells, whose first is at period `first`, into a line. */
function fillLine(
  row: SheetRow,
  l: number,
  series: Series,
  first: number,
  machine: Machine,
  hasProgram: (t: number) => boolean,
): void {
  const typed = row.typedCells();
  const state = row.states[l];
  const end = Math.min(machine.periods, first + series.values.length);
  for (let t = Math.max(first, -machine.history); t < end; t++) {
    const value = series.values[t - first] ?? NaN;
    if (Number.isNaN(value)) continue;
    const i = row.indexOf(l, t);
    typed[i] = value;
    row.data[i] = value;
    if (t >= 0 && state === "computed") row.fix(l, t);
  }
  // A cell typed as a formula that cannot be read is an error, not an empty cell.
  for (const [ordinal, detail] of series.details) {
    const t = ordinal - series.first + first;
    if (!Number.isNaN(detail.value) || t < 0 || t >= machine.periods) continue;
    row.data[row.indexOf(l, t)] = NaN;
    if (!hasProgram(t)) row.broken.add(row.indexOf(l, t));
    if (state === "computed") row.fix(l, t);
  }
}

function compileRow(row: SheetRow, lowered: LoweredRow, scope: Scope): void {
  // Lines that share an expression share its program; so do cells.
  const programs = new Map<Expr, Op>();
  const programOf = (expr: Expr): Op => {
    const known = programs.get(expr) ?? compile(expr, row.wide, scope);
    programs.set(expr, known);
    return known;
  };
  const runs: Run[] = [];
  lowered.lines.forEach((line, l) => {
    if (row.states[l] === "computed" && line.expr !== null) {
      const op = programOf(line.expr);
      const last = runs.at(-1);
      if (last?.op === op && last.l1 === l) runs[runs.length - 1] = { l0: last.l0, l1: l + 1, op };
      else runs.push({ l0: l, l1: l + 1, op });
    }
    for (const [t, expr] of line.cellExprs) {
      row.cells.push({ l, t, op: programOf(expr) });
      row.formulas.add(row.indexOf(l, t));
    }
  });
  row.runs = runs;
  row.cells.sort((a, b) => a.t - b.t || a.l - b.l);
}
