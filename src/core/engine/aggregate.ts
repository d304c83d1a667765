import type { Expr, RatioRule, TotalRule } from "./expr.ts";
import { BINARY_ADJOINTS, DIVIDE_ADJOINTS, UNARY_ADJOINTS } from "./kernels.ts";
import type { BinaryAdjoint } from "./kernels.ts";
import { sendWaiting } from "./across.ts";
import { extend, run, seedsOf } from "./op.ts";
import type { Op } from "./op.ts";
import { compileTogether } from "./program.ts";
import type { Quantity } from "./quantity.ts";
import type { SheetRow } from "./row.ts";
import { applyBinary, applyUnary, divide } from "./scalar.ts";
import type { Sheet } from "./sheet.ts";

/** Cells of one row that a total is made of: lines, in channel order, × periods from…to, both included. */
interface Cells {
  readonly row: SheetRow;
  readonly lines: readonly number[];
  readonly from: number;
  readonly to: number;
}

/**
 * Totals by the rules of their rows, and where reverse sweeps begin: each way of making a total stands here
 * beside its derivative. Sums over channels and periods go period by period, channels inside. [EV7]
 *
 * Needs a sheet that is settled as far as the total reaches.
 */
export class Totals {
  private readonly sheet: Sheet;
  /** Programs of a rule's expressions, by the rule that has them. */
  private readonly programs = new Map<TotalRule, readonly Op[]>();

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  /** The value of a quantity; NaN where it is an error or has no total. */
  total(q: Quantity): number {
    const cells = this.cellsOf(q);
    return cells === null ? NaN : this.over(cells, false);
  }

  /** Gives every cell that the quantity is made of its seed ∂q/∂cell. */
  seed(q: Quantity): void {
    const cells = this.cellsOf(q);
    if (cells !== null) this.seedOver(cells, false, 1);
  }

  private cellsOf(q: Quantity): Cells | null {
    const row = this.sheet.rowsById.get(q.row);
    if (row === undefined) return null;
    if (row.wide || q.channel === null) {
      return { row, lines: row.applying, from: q.from, to: q.to };
    }
    const line = this.sheet.scope.channelIndex.get(q.channel);
    const applies = line !== undefined && row.states[line] !== "none";
    return { row, lines: applies ? [line] : [], from: q.from, to: q.to };
  }

  private over(cells: Cells, asFlow: boolean): number {
    const { row, lines, from, to } = cells;
    const [only] = lines;
    if (only === undefined || from > to) return NaN;
    if (lines.length === 1 && from === to) return this.cell(row, only, from);
    return this.byRule(this.ruleOf(row), cells, asFlow);
  }

  private seedOver(cells: Cells, asFlow: boolean, g: number): void {
    const { row, lines, from, to } = cells;
    const [only] = lines;
    if (only === undefined || from > to) return;
    if (lines.length === 1 && from === to) this.seedCell(row, only, from, g);
    else this.seedByRule(this.ruleOf(row), cells, asFlow, g);
  }

  private ruleOf(row: SheetRow): TotalRule {
    return this.sheet.lowered.rows[row.index]?.total ?? { kind: "none" };
  }

  private byRule(rule: TotalRule, cells: Cells, asFlow: boolean): number {
    switch (rule.kind) {
      case "sum":
        return this.sum(rule.stock && !asFlow ? { ...cells, from: cells.to } : cells);
      case "average":
        return this.sum(cells) / countOf(cells);
      case "ratio": {
        const { num, den } = this.ratio(rule, cells);
        return divide(num, den, false);
      }
      case "mean":
        return this.mean(rule, cells).value;
      case "totals":
        if (!this.isTypedOver(cells)) return this.ofTotals(rule.expr, cells);
        return rule.typedOver === null ? NaN : this.byRule(rule.typedOver, cells, asFlow);
      case "last":
        return this.byRule(rule.of, { ...cells, from: cells.to }, asFlow);
      case "first":
        return this.byRule(rule.of, { ...cells, to: cells.from }, asFlow);
      case "none":
        return NaN;
    }
  }

  private seedByRule(rule: TotalRule, cells: Cells, asFlow: boolean, g: number): void {
    switch (rule.kind) {
      case "sum":
        this.seedEach(rule.stock && !asFlow ? { ...cells, from: cells.to } : cells, g);
        return;
      case "average":
        this.seedEach(cells, g / countOf(cells));
        return;
      case "ratio":
        this.seedRatio(rule, cells, g);
        return;
      case "mean":
        this.seedMean(rule, cells, g);
        return;
      case "totals":
        if (!this.isTypedOver(cells)) this.seedTotals(rule.expr, cells, g);
        else if (rule.typedOver !== null) this.seedRatio(rule.typedOver, cells, g);
        return;
      case "last":
        this.seedByRule(rule.of, { ...cells, from: cells.to }, asFlow, g);
        return;
      case "first":
        this.seedByRule(rule.of, { ...cells, to: cells.from }, asFlow, g);
        return;
      case "none":
        return;
    }
  }

  // ---- cells ----

  private cell(row: SheetRow, l: number, t: number): number {
    const { history, periods } = this.sheet.machine;
    return t < -history || t >= periods ? NaN : (row.data[row.indexOf(l, t)] ?? NaN);
  }

  private seedCell(row: SheetRow, l: number, t: number, g: number): void {
    const { machine } = this.sheet;
    if (t < -machine.history || t >= machine.periods) return;
    const seeds = seedsOf(row);
    const i = row.indexOf(l, t);
    seeds[i] = (seeds[i] ?? 0) + g;
    extend(row.seedRect, l, l + 1, t, t + 1);
  }

  /** Whether a cell's number was typed, over a formula or in a line without one. */
  private isTyped(row: SheetRow, l: number, t: number): boolean {
    if (row.states[l] !== "computed") return true;
    if (t < 0) return !Number.isNaN(row.typed?.[row.indexOf(l, t)] ?? NaN);
    return row.fixedCount > 0 && row.isFixed(l, t);
  }

  private isTypedOver({ row, lines, from, to }: Cells): boolean {
    if (row.fixedCount === 0 && from >= 0 && lines.every((l) => row.states[l] === "computed")) return false;
    for (let t = from; t <= to; t++) if (lines.some((l) => this.isTyped(row, l, t))) return true;
    return false;
  }

  private sum({ row, lines, from, to }: Cells): number {
    const { history, periods } = this.sheet.machine;
    if (from < -history || to >= periods) return NaN;
    const { data } = row;
    let sum = 0;
    for (let t = from; t <= to; t++) {
      // `!`: a line of the row, a column of the line
      for (let i = 0; i < lines.length; i++) sum += data[row.indexOf(lines[i]!, t)]!;
    }
    return sum;
  }

  private seedEach({ row, lines, from, to }: Cells, g: number): void {
    for (let t = from; t <= to; t++) for (const l of lines) this.seedCell(row, l, t, g);
  }

  // ---- ratios and weighted means ----

  private programsOf(rule: RatioRule | Extract<TotalRule, { kind: "mean" }>, row: SheetRow): readonly Op[] {
    let programs = this.programs.get(rule);
    if (programs === undefined) {
      const exprs = rule.kind === "ratio" ? [rule.num, rule.den] : [rule.weight];
      programs = compileTogether(exprs, row.wide, this.sheet.scope);
      this.programs.set(rule, programs);
    }
    return programs;
  }

  private runAll(programs: readonly Op[], rect: Rectangle): void {
    this.sheet.machine.run++;
    for (const op of programs) run(op, rect.l0, rect.l1, rect.t0, rect.t1);
  }

  /** Σ num and Σ den; where the cell is typed over, cell·den stands for num. [TO3] */
  private ratio(rule: RatioRule, cells: Cells): { readonly num: number; readonly den: number } {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(cells, this.sheet);
    const [top, bottom] = this.programsOf(rule, row);
    if (rect === null || top === undefined || bottom === undefined) return { num: NaN, den: NaN };
    this.runAll([top, bottom], rect);
    const hasTyped = this.isTypedOver(cells);
    let num = 0;
    let den = 0;
    if (!hasTyped && lines.length === 1) {
      for (let j = 0; j <= to - from; j++) {
        num += top.view[top.at + j]!; // `!`: as wide as the rectangle
        den += bottom.view[bottom.at + j]!; // `!`: as above
      }
      return { num, den };
    }
    for (let t = from; t <= to; t++) {
      for (const l of lines) {
        const b = at(bottom, rect, l, t);
        den += b;
        num += hasTyped && this.isTyped(row, l, t) ? this.cell(row, l, t) * b : at(top, rect, l, t);
      }
    }
    return { num, den };
  }

  /** q = Σa ÷ Σb: ∂q/∂a = 1 ÷ Σb, ∂q/∂b = −q ÷ Σb; where typed over, a = cell·b. */
  private seedRatio(rule: RatioRule, cells: Cells, g: number): void {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(cells, this.sheet);
    const [top, bottom] = this.programsOf(rule, row);
    const { num, den } = this.ratio(rule, cells);
    if (rect === null || top === undefined || bottom === undefined || den === 0) return;
    const q = num / den;
    const size = (rect.l1 - rect.l0) * (rect.t1 - rect.t0);
    const topSeeds = new Float64Array(size);
    const bottomSeeds = new Float64Array(size);
    for (let t = from; t <= to; t++) {
      for (const l of lines) {
        const i = (l - rect.l0) * (rect.t1 - rect.t0) + (t - rect.t0);
        bottomSeeds[i] = (-g * q) / den;
        if (this.isTyped(row, l, t)) {
          bottomSeeds[i] += (g / den) * this.cell(row, l, t);
          this.seedCell(row, l, t, (g / den) * at(bottom, rect, l, t));
        } else {
          topSeeds[i] = g / den;
        }
      }
    }
    this.send(top, rect, topSeeds);
    this.send(bottom, rect, bottomSeeds);
  }

  /** r₀ + Σ w(r − r₀) ÷ Σ w over the cells with a weight; without any, the value that all cells share. [TO5] */
  private mean(
    rule: Extract<TotalRule, { kind: "mean" }>,
    cells: Cells,
  ): { readonly value: number; readonly weights: number } {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(cells, this.sheet);
    const [weight] = this.programsOf(rule, row);
    if (rect === null || weight === undefined) return { value: NaN, weights: 0 };
    this.runAll([weight], rect);
    let first: number | null = null;
    let weights = 0;
    let sum = 0;
    let same = true;
    const shared = this.cell(row, lines[0] ?? 0, from);
    for (let t = from; t <= to; t++) {
      for (const l of lines) {
        const value = this.cell(row, l, t);
        if (value !== shared) same = false;
        const w = at(weight, rect, l, t);
        if (w === 0) continue;
        first ??= value;
        weights += w;
        sum += w * (value - first);
      }
    }
    if (first !== null && weights !== 0) return { value: first + sum / weights, weights };
    return { value: same ? shared : NaN, weights: 0 };
  }

  /** q = Σwr ÷ Σw: ∂q/∂r = w ÷ Σw, ∂q/∂w = (r − q) ÷ Σw. Without weights all cells move q together. */
  private seedMean(rule: Extract<TotalRule, { kind: "mean" }>, cells: Cells, g: number): void {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(cells, this.sheet);
    const [weight] = this.programsOf(rule, row);
    const { value, weights } = this.mean(rule, cells);
    if (rect === null || weight === undefined) return;
    if (weights === 0) {
      this.seedEach(cells, g / countOf(cells));
      return;
    }
    const seeds = new Float64Array((rect.l1 - rect.l0) * (rect.t1 - rect.t0));
    for (let t = from; t <= to; t++) {
      for (const l of lines) {
        const w = at(weight, rect, l, t);
        const r = this.cell(row, l, t);
        if (w !== 0) this.seedCell(row, l, t, (g * w) / weights);
        seeds[(l - rect.l0) * (rect.t1 - rect.t0) + (t - rect.t0)] = (g * (r - value)) / weights || 0;
      }
    }
    this.send(weight, rect, seeds);
  }

  private send(op: Op, rect: Rectangle, seeds: Float64Array): void {
    if (op.inert) return;
    op.backward(op, rect.l0, rect.l1, rect.t0, rect.t1, seeds, 0, rect.t1 - rect.t0);
    sendWaiting(this.sheet.machine.waiting);
  }

  // ---- totals of totals ----

  /** An expression with every row in it replaced by that row's total over the same cells. [TO2] */
  private ofTotals(expr: Expr, cells: Cells): number {
    switch (expr.op) {
      case "const":
        return expr.value;
      case "row": {
        const same = this.sameCells(expr.row, cells);
        return same === null ? NaN : this.over(same, true);
      }
      case "unary":
        return applyUnary(expr.fn, this.ofTotals(expr.arg, cells));
      case "binary":
        return applyBinary(expr.fn, this.ofTotals(expr.left, cells), this.ofTotals(expr.right, cells));
      case "divide":
        return divide(this.ofTotals(expr.left, cells), this.ofTotals(expr.right, cells), expr.zero);
      case "all":
        return this.ofTotals(expr.arg, this.inChannels(expr.channels, cells));
      default:
        throw new Error(`No totals can be put into ${expr.op}`);
    }
  }

  private seedTotals(expr: Expr, cells: Cells, g: number): void {
    if (g === 0) return;
    switch (expr.op) {
      case "const":
        return;
      case "row": {
        const same = this.sameCells(expr.row, cells);
        if (same !== null) this.seedOver(same, true, g);
        return;
      }
      case "unary": {
        const x = this.ofTotals(expr.arg, cells);
        this.seedTotals(expr.arg, cells, slopeOf(UNARY_ADJOINTS[expr.fn], g, x, x));
        return;
      }
      case "binary":
      case "divide": {
        const adjoints = expr.op === "divide" ? DIVIDE_ADJOINTS : BINARY_ADJOINTS[expr.fn];
        const x = this.ofTotals(expr.left, cells);
        const y = this.ofTotals(expr.right, cells);
        this.seedTotals(expr.left, cells, slopeOf(adjoints?.first, g, x, y));
        this.seedTotals(expr.right, cells, slopeOf(adjoints?.second, g, x, y));
        return;
      }
      case "all":
        this.seedTotals(expr.arg, this.inChannels(expr.channels, cells), g);
        return;
      default:
        throw new Error(`No totals can be put into ${expr.op}`);
    }
  }

  private sameCells(id: string, cells: Cells): Cells | null {
    const row = this.sheet.rowsById.get(id);
    if (row === undefined) return null;
    const lines = row.wide ? row.applying : cells.lines.filter((l) => (row.states[l] ?? "none") !== "none");
    return { row, lines, from: cells.from, to: cells.to };
  }

  private inChannels(channels: readonly string[], cells: Cells): Cells {
    const { channelIndex } = this.sheet.scope;
    return { ...cells, lines: channels.flatMap((channel) => channelIndex.get(channel) ?? []) };
  }
}

interface Rectangle {
  readonly l0: number;
  readonly l1: number;
  readonly t0: number;
  readonly t1: number;
}

/** The smallest rectangle around cells, cut off where the sheet ends. */
function rectangleOf({ lines, from, to }: Cells, sheet: Sheet): Rectangle | null {
  const [first] = lines;
  const last = lines.at(-1);
  const { history, periods } = sheet.machine;
  if (first === undefined || last === undefined || from < -history || to >= periods) return null;
  return { l0: first, l1: last + 1, t0: from, t1: to + 1 };
}

function at(op: Op, rect: Rectangle, l: number, t: number): number {
  return op.view[op.at + (l - rect.l0) * op.step + (t - rect.t0)] ?? NaN;
}

function countOf({ lines, from, to }: Cells): number {
  return lines.length * (to - from + 1);
}

/** g · ∂(x, y), by the same adjoint that vectors use. */
function slopeOf(adjoint: BinaryAdjoint | undefined, g: number, x: number, y: number): number {
  if (adjoint === undefined) return 0;
  const out = new Float64Array(1);
  adjoint(out, 0, 1, Float64Array.of(g), 0, 1, Float64Array.of(x), 0, 1, Float64Array.of(y), 0, 1, 1, 1);
  return out[0] ?? 0;
}
