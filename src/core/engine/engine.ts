import { Totals } from "./aggregate.ts";
import type { LoweredPlan, TotalRule } from "./expr.ts";
import { Reach } from "./focus.ts";
import { sweepBack } from "./gradient.ts";
import { Levers } from "./levers.ts";
import { lowerPlan, needsLowering } from "./lower.ts";
import type { CellKind, Factors, Quantity } from "./quantity.ts";
import type { SheetRow } from "./row.ts";
import { buildSheet } from "./sheet.ts";
import type { Sheet } from "./sheet.ts";
import { typeCell, typeLine, typeRow } from "./typing.ts";
import { withActualHistory } from "../plan/actual.ts";
import type { CellValue } from "../plan/cell.ts";
import type { PlanChange } from "../plan/change.ts";
import { parseAddress } from "../plan/address.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { ChannelId, LineId, RowId } from "../plan/ids.ts";
import { startOrdinal } from "../plan/plan.ts";
import type { AddressValue, Plan } from "../plan/plan.ts";

/**
 * The numbers of a plan, kept up to date while it is edited.
 *
 *   Plan ──lowerPlan──▶ LoweredPlan ──buildSheet──▶ Sheet: rows (data, programs) in units, in order
 *                                                     ▲            │
 *      update, setCell (typing.ts), levers (levers.ts) ┘            ▼
 *          change `typed` and `data`, mark who reads          Evaluator.settle: runs the marked units
 *                                                                   │
 *                             value, total (aggregate.ts), gradient ◀┘
 *
 * An update settles at once; cells that are set, and levers, only mark. The next question settles: all, but
 * after levers alone a total settles what it depends on and no more (the solver asks one total many times).
 *
 * Invariants, which the laws test after random edits:
 *   - whatever the history of edits and factors, every cell has the bits that `createEngine` of the same plan
 *     with the same factors would give it; [EV8]
 *   - `typed` holds what the plan says, `data` what is used and shown;
 *   - nothing depends on the order of Map entries, only on the order of rows and channels.
 */
export interface Engine {
  readonly plan: Plan;
  readonly lowered: LoweredPlan;
  readonly rows: readonly RowId[];
  readonly channels: readonly ChannelId[];
  /** P and H of the lowered plan. */
  readonly periods: number;
  readonly history: number;
  /**
   * Brings the engine to another plan: changes of numbers alone run incrementally, anything else compiles
   * anew. `change` says which cells to look at (all entries between the two plans); without it rows are
   * compared by identity. Factors are kept, on the new typed bases, where their cells still are.
   */
  update(next: Plan, change?: PlanChange): void;
  /**
   * One typed number, NaN for empty, without a new plan: the fast path for what moves under a finger. `plan`
   * stays what it was; the next `update` brings the cell to what its plan says.
   */
  setCell(row: RowId, line: LineId, t: number, value: number): void;
  /** Uses base × k in the given cells; all earlier factors are dropped. */
  setFactors(factors: Factors): void;
  /** Changes the k of factor i of the last `setFactors`. */
  setFactor(i: number, k: number): void;
  /** A cell as it is shown; NaN where it is an error, does not apply, or nothing is there. */
  value(row: RowId, line: LineId, t: number): number;
  /**
   * All cells of a row: line l's period t at `data[offset(line) + t]`, `stride` from line to line. The array is
   * the engine's own: it is read, never kept (ask again after an edit), never written.
   */
  values(row: RowId): RowValues;
  kind(row: RowId, line: LineId, t: number): CellKind;
  applies(row: RowId, line: LineId): boolean;
  /** A total by its row's rule [TO1]; NaN where it is an error or there is none. */
  total(q: Quantity): number;
  totalRule(row: RowId): TotalRule;
  /** Whether a row depends on another, at any distance, whatever the numbers; a row on itself only in a circle. */
  dependsOn(row: RowId, on: RowId): boolean;
  /**
   * ∂q/∂x for every typed cell x (over formulas and in history too) and every empty assumption, by the value
   * used; 0 where a formula rules, rows absent where q does not depend on them. Laid out as `values`. [GR1]
   */
  gradient(q: Quantity): ReadonlyMap<RowId, Float64Array>;
}

/** Where a row's numbers are. */
export interface RowValues {
  readonly data: Float64Array;
  readonly stride: number;
  /** Index of a line's period 0. Throws for a line that the row does not have. */
  readonly offset: (line: LineId) => number;
}

/**
 * Compiles and computes a plan. `lowered` is made from the plan, or given where formulas are wanted that no
 * plan can say (a mixture of two plans); the engine keeps them until an update that needs lowering.
 */
export function createEngine(plan: Plan, lowered?: LoweredPlan): Engine {
  const whole = withActualHistory(plan);
  return new VectorEngine(whole, lowered ?? lowerPlan(whole));
}

class VectorEngine implements Engine {
  plan: Plan;
  rows: readonly RowId[] = [];
  private sheet: Sheet;
  private levers: Levers;
  private totals: Totals;
  private reach: Reach;
  /** Rows of which some cell may differ from `plan`, and whether a cell lost its own formula on the way. */
  private readonly drifted = new Set<RowId>();
  private hasLostFormula = false;
  /** A cell was set: the next question settles all. */
  private wantsAll = false;

  constructor(plan: Plan, lowered: LoweredPlan) {
    this.plan = plan;
    this.sheet = buildSheet(plan, lowered);
    this.levers = new Levers(this.sheet);
    this.totals = new Totals(this.sheet);
    this.reach = new Reach(this.sheet);
    this.rows = this.lowered.rows.map((row) => row.row);
  }

  get lowered(): LoweredPlan {
    return this.sheet.lowered;
  }

  get channels(): readonly ChannelId[] {
    return this.sheet.lowered.channels;
  }

  get periods(): number {
    return this.sheet.lowered.periods;
  }

  get history(): number {
    return this.sheet.lowered.history;
  }

  update(plan: Plan, changed?: PlanChange): void {
    const before = this.plan;
    const next = withActualHistory(plan);
    // Where actuals are history a change of cells does not say all that is different.
    const change = before.actuals.size + next.actuals.size > 0 ? undefined : changed;
    const start = startOrdinal(next.settings);
    const isPlain = change !== undefined && isOfNumbers(change, start);
    this.plan = next;
    if (this.hasLostFormula || (!isPlain && needsLowering(before, next))) {
      this.recompile();
      return;
    }
    if (this.drifted.size === 0 && change !== undefined) {
      this.typeChange(change, start);
    } else if (before.cells !== next.cells || this.drifted.size > 0) {
      for (const row of this.sheet.rows) {
        const cells = next.cells.get(row.id);
        const earlier = this.drifted.has(row.id) ? undefined : before.cells.get(row.id);
        if (cells === earlier && !this.drifted.has(row.id)) continue;
        typeRow(this.sheet, this.levers, row, cells, earlier, start);
      }
    }
    this.drifted.clear();
    this.sheet.evaluator.settle(null);
  }

  setCell(row: RowId, line: LineId, t: number, value: number): void {
    const target = this.sheet.rowsById.get(row);
    const l = target === undefined ? undefined : this.lineIn(target, line);
    if (target === undefined || l === undefined || t < -this.history || t >= this.periods) {
      throw new RangeError(`No cell ${row}/${line}/${t}`);
    }
    this.drifted.add(row);
    const i = target.indexOf(l, t);
    if (target.formulas.has(i) || target.broken.has(i)) this.hasLostFormula = true;
    typeCell(this.sheet, this.levers, target, l, t, value);
    this.wantsAll = true;
  }

  setFactors(factors: Factors): void {
    this.levers.setAll(factors);
  }

  setFactor(i: number, k: number): void {
    this.levers.setK(i, k);
  }

  value(row: RowId, line: LineId, t: number): number {
    const found = this.sheet.rowsById.get(row);
    const l = found === undefined ? undefined : this.lineIn(found, line);
    if (found === undefined || l === undefined || t < -this.history || t >= this.periods) return NaN;
    this.settle();
    return found.data[found.indexOf(l, t)] ?? NaN;
  }

  values(row: RowId): RowValues {
    const found = this.known(row);
    this.settle();
    return {
      data: found.data,
      stride: this.sheet.machine.stride,
      offset: (line) => {
        const l = this.lineIn(found, line);
        if (l === undefined) throw new RangeError(`Row ${row} has no line ${line}`);
        return found.indexOf(l, 0);
      },
    };
  }

  kind(row: RowId, line: LineId, t: number): CellKind {
    const found = this.sheet.rowsById.get(row);
    const l = found === undefined ? undefined : this.lineIn(found, line);
    if (found === undefined || l === undefined || t < -this.history || t >= this.periods) return "none";
    const state = found.states[l] ?? "none";
    if (state === "none") return "none";
    const i = found.indexOf(l, t);
    const isTyped = !Number.isNaN(found.typed?.[i] ?? NaN);
    if (t < 0) return isTyped ? (state === "typed" ? "assumption" : "overridden") : "none";
    if (found.formulas.has(i) || found.broken.has(i)) return "formula";
    if (state === "typed") return isTyped ? "assumption" : "empty";
    return isTyped ? "overridden" : "computed";
  }

  applies(row: RowId, line: LineId): boolean {
    const found = this.sheet.rowsById.get(row);
    const l = found === undefined ? undefined : this.lineIn(found, line);
    return l !== undefined && found?.states[l] !== undefined && found.states[l] !== "none";
  }

  total(q: Quantity): number {
    this.settleFor(q.row);
    return this.totals.total(q);
  }

  totalRule(row: RowId): TotalRule {
    return this.lowered.rows[this.known(row).index]?.total ?? { kind: "none" };
  }

  dependsOn(row: RowId, on: RowId): boolean {
    const [reader, read] = [this.sheet.rowsById.get(row), this.sheet.rowsById.get(on)];
    return reader !== undefined && read !== undefined && this.reach.depends(reader, read);
  }

  gradient(q: Quantity): ReadonlyMap<RowId, Float64Array> {
    this.settleFor(q.row);
    this.totals.seed(q);
    return sweepBack(this.sheet);
  }

  private known(row: RowId): SheetRow {
    const found = this.sheet.rowsById.get(row);
    if (found === undefined) throw new RangeError(`No row ${row}`);
    return found;
  }

  private lineIn(row: SheetRow, line: LineId): number | undefined {
    if (row.wide) return line === PLAN_WIDE ? 0 : undefined;
    return this.sheet.scope.channelIndex.get(line);
  }

  private settle(): void {
    if (this.sheet.evaluator.isPending) this.sheet.evaluator.settle(null);
    this.wantsAll = false;
  }

  /** Settles what a row's cells and totals depend on. */
  private settleFor(row: RowId): void {
    const { evaluator, rowsById } = this.sheet;
    if (!evaluator.isPending) return;
    const found = rowsById.get(row);
    if (this.wantsAll || found === undefined) this.settle();
    else evaluator.settle(this.reach.unitsFor(found));
  }

  /** Brings the cells that a change names to what the plan says. */
  private typeChange(change: PlanChange, start: number): void {
    for (const [address, before, after] of change) {
      const parsed = parseAddress(address);
      if (parsed?.kind !== "cell" && parsed?.kind !== "cells") continue;
      const row = this.sheet.rowsById.get(parsed.row);
      const l = row === undefined ? undefined : this.lineIn(row, parsed.line);
      if (row === undefined || l === undefined) continue;
      const lengths = [before, after].map((value) =>
        typeof value === "object" && value !== null && "cells" in value ? value.cells.length : 1,
      );
      const from = parsed.ordinal - start;
      const series = this.plan.cells.get(row.id)?.get(parsed.line);
      typeLine(this.sheet, this.levers, row, l, series, start, from, from + Math.max(...lengths));
    }
  }

  private recompile(): void {
    const { channels, history } = this;
    const { stride } = this.sheet.machine;
    const factors = this.levers.factorsFor((row, index) => {
      const l = Math.floor(index / stride);
      return { line: row.wide ? PLAN_WIDE : (channels[l] ?? ""), t: index - l * stride - history };
    });
    this.sheet = buildSheet(this.plan, lowerPlan(this.plan));
    this.levers = new Levers(this.sheet);
    this.totals = new Totals(this.sheet);
    this.reach = new Reach(this.sheet);
    this.rows = this.lowered.rows.map((row) => row.row);
    this.drifted.clear();
    this.hasLostFormula = false;
    if (factors.length > 0 && this.sheet.rows.length > 0) this.levers.setAll(factors);
    this.sheet.evaluator.settle(null);
  }
}

/** Whether a change says nothing but numbers in the plan's own periods: then only cells can be different. */
function isOfNumbers(change: PlanChange, start: number): boolean {
  return change.every(([address, before, after]) => {
    if (!address.startsWith("cell")) return false;
    const parsed = parseAddress(address);
    if ((parsed?.kind !== "cell" && parsed?.kind !== "cells") || parsed.ordinal < start) return false;
    return isNumber(before) && isNumber(after);
  });
}

function isNumber(value: AddressValue | CellValue | null): boolean {
  if (value === null || typeof value === "number") return true;
  if (typeof value !== "object" || !("cells" in value) || typeof value.cells === "string") return false;
  return value.cells.every((cell) => cell === null || typeof cell === "number");
}
