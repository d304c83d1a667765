import { sendWaiting } from "./across.ts";
import { cellOf, countOf, isTyped, isTypedOver, rectangleOf, seedCell, seedEach } from "./cells.ts";
import type { Cells, Rectangle } from "./cells.ts";
import type { RatioRule, TotalRule } from "./expr.ts";
import { run } from "./op.ts";
import type { Op } from "./op.ts";
import { compileTogether } from "./program.ts";
import type { SheetRow } from "./row.ts";
import type { Sheet } from "./sheet.ts";

type MeanRule = Extract<TotalRule, { kind: "mean" }>;

/**
 * Totals that are made of expressions at each cell, ratios of sums and weighted means, each beside its
 * derivative. The expressions are compiled when first asked for.
 */
export class Weighted {
  private readonly sheet: Sheet;
  private readonly programs = new Map<TotalRule, readonly Op[]>();

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  private programsOf(rule: RatioRule | MeanRule, row: SheetRow): readonly Op[] {
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
  ratio(rule: RatioRule, cells: Cells): { readonly num: number; readonly den: number } {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(this.sheet.machine, cells);
    const [top, bottom] = this.programsOf(rule, row);
    if (rect === null || top === undefined || bottom === undefined) return { num: NaN, den: NaN };
    this.runAll([top, bottom], rect);
    const hasTyped = isTypedOver(cells);
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
        num +=
          hasTyped && isTyped(row, l, t) ? cellOf(this.sheet.machine, row, l, t) * b : at(top, rect, l, t);
      }
    }
    return { num, den };
  }

  /** q = Σa ÷ Σb: ∂q/∂a = 1 ÷ Σb, ∂q/∂b = −q ÷ Σb; where typed over, a = cell·b. */
  seedRatio(rule: RatioRule, cells: Cells, g: number): void {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(this.sheet.machine, cells);
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
        if (isTyped(row, l, t)) {
          bottomSeeds[i] += (g / den) * cellOf(this.sheet.machine, row, l, t);
          seedCell(this.sheet.machine, row, l, t, (g / den) * at(bottom, rect, l, t));
        } else {
          topSeeds[i] = g / den;
        }
      }
    }
    this.send(top, rect, topSeeds);
    this.send(bottom, rect, bottomSeeds);
  }

  /** r₀ + Σ w(r − r₀) ÷ Σ w over the cells with a weight; without any, the value that all cells share. [TO5] */
  mean(rule: MeanRule, cells: Cells): { readonly value: number; readonly weights: number } {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(this.sheet.machine, cells);
    const [weight] = this.programsOf(rule, row);
    if (rect === null || weight === undefined) return { value: NaN, weights: 0 };
    this.runAll([weight], rect);
    let first: number | null = null;
    let weights = 0;
    let sum = 0;
    let same = true;
    const shared = cellOf(this.sheet.machine, row, lines[0] ?? 0, from);
    for (let t = from; t <= to; t++) {
      for (const l of lines) {
        const value = cellOf(this.sheet.machine, row, l, t);
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
  seedMean(rule: MeanRule, cells: Cells, g: number): void {
    const { row, lines, from, to } = cells;
    const rect = rectangleOf(this.sheet.machine, cells);
    const [weight] = this.programsOf(rule, row);
    const { value, weights } = this.mean(rule, cells);
    if (rect === null || weight === undefined) return;
    if (weights === 0) {
      seedEach(this.sheet.machine, cells, g / countOf(cells));
      return;
    }
    const seeds = new Float64Array((rect.l1 - rect.l0) * (rect.t1 - rect.t0));
    for (let t = from; t <= to; t++) {
      for (const l of lines) {
        const w = at(weight, rect, l, t);
        const r = cellOf(this.sheet.machine, row, l, t);
        if (w !== 0) seedCell(this.sheet.machine, row, l, t, (g * w) / weights);
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
}

function at(op: Op, rect: Rectangle, l: number, t: number): number {
  return op.view[op.at + (l - rect.l0) * op.step + (t - rect.t0)] ?? NaN;
}
