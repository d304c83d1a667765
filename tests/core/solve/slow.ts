import type { Engine } from "../../../src/core/engine/engine.ts";
import type { Factors, Quantity } from "../../../src/core/engine/quantity.ts";
import { evaluateSlowly, SlowEvaluator } from "../../../src/core/engine/reference.ts";
import { PLAN_WIDE } from "../../../src/core/plan/ids.ts";
import type { LineId, RowId } from "../../../src/core/plan/ids.ts";
import { visitReads, exprsOfRow } from "../../../src/core/engine/cycles.ts";
import { rowsInOrder } from "../../../src/core/plan/plan.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";

/**
 * An engine without cleverness, as solve sees one: every factor evaluates the whole plan from scratch by the
 * reference evaluator, and derivatives are central differences. Slow, obvious, and another path to every k.
 */
export function slowEngine(plan: Plan): Engine {
  let factors: Factors = [];
  let sheet: SlowEvaluator = evaluateSlowly(plan);
  const { lowered } = sheet;
  const evaluate = (next: Factors): void => {
    factors = next;
    sheet = new SlowEvaluator(plan, factors);
  };
  const reads = new Map<RowId, Set<RowId>>();
  for (const row of lowered.rows) {
    const own = new Set<RowId>();
    for (const expr of exprsOfRow(row)) visitReads(expr, (read: RowId) => own.add(read));
    reads.set(row.row, own);
  }
  const dependsOn = (row: RowId, on: RowId): boolean => {
    const seen = new Set<RowId>();
    const open = [row];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const read of reads.get(at) ?? []) {
        if (read === on) return true;
        if (!seen.has(read)) open.push(read);
        seen.add(read);
      }
    }
    return row === on;
  };
  const linesOf = (row: RowId): readonly LineId[] =>
    plan.rows.get(row)?.scope === "plan" ? [PLAN_WIDE] : lowered.channels;
  const stride = lowered.history + lowered.periods;
  const offsetIn = (row: RowId) => (line: LineId) => linesOf(row).indexOf(line) * stride + lowered.history;
  const over = (row: RowId, read: (line: LineId, t: number) => number): Float64Array => {
    const data = new Float64Array(linesOf(row).length * stride);
    for (const line of linesOf(row)) {
      const at = offsetIn(row)(line);
      for (let t = -lowered.history; t < lowered.periods; t++) data[at + t] = read(line, t);
    }
    return data;
  };
  /** The plan's total with one cell used as another value. */
  const totalWith = (q: Quantity, row: RowId, line: LineId, t: number, value: number): number => {
    const others = factors.map((factor) => {
      const keep = factor.cells.map((cell) => factor.row !== row || cell.line !== line || cell.t !== t);
      const base = factor.base?.filter((_, i) => keep[i]);
      return {
        ...factor,
        cells: factor.cells.filter((_, i) => keep[i]),
        ...(base === undefined ? {} : { base }),
      };
    });
    const one = { row, cells: [{ line, t }], k: 1, base: [value] };
    return new SlowEvaluator(plan, [...others, one]).total(q);
  };
  const slope = (q: Quantity, row: RowId, line: LineId, t: number): number => {
    const kind = sheet.kind(row, line, t);
    if (t < 0 || kind === "computed" || kind === "none" || kind === "formula") return 0;
    const value = sheet.value(row, line, t);
    const step = 1e-6 * (Math.abs(value) || 1);
    return (totalWith(q, row, line, t, value + step) - totalWith(q, row, line, t, value - step)) / (2 * step);
  };
  const engine = {
    plan,
    lowered,
    rows: rowsInOrder(plan),
    channels: lowered.channels,
    periods: lowered.periods,
    history: lowered.history,
    setFactors: evaluate,
    setFactor: (i: number, k: number) =>
      evaluate(factors.map((factor, j) => (i === j ? { ...factor, k } : factor))),
    value: (row: RowId, line: LineId, t: number) => sheet.value(row, line, t),
    values: (row: RowId) => ({
      data: over(row, (line, t) => sheet.value(row, line, t)),
      stride,
      offset: offsetIn(row),
    }),
    kind: (row: RowId, line: LineId, t: number) => sheet.kind(row, line, t),
    applies: (row: RowId, line: LineId) => sheet.applies(row, line),
    total: (q: Quantity) => sheet.total(q),
    dependsOn,
    gradient: (q: Quantity) =>
      new Map(rowsInOrder(plan).map((row) => [row, over(row, (line, t) => slope(q, row, line, t))])),
  };
  // What solve does not use (updates, single cells) is not there.
  return engine as unknown as Engine;
}
