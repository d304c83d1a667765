import { cellOf, countOf, isTypedOver, seedCell, seedEach, sumOf } from "./cells.ts";
import type { Cells } from "./cells.ts";
import type { Expr, TotalRule } from "./expr.ts";
import { BINARY_ADJOINTS, DIVIDE_ADJOINTS, UNARY_ADJOINTS } from "./adjoints.ts";
import type { BinaryAdjoint } from "./adjoints.ts";
import type { Quantity } from "./quantity.ts";
import type { SheetRow } from "./row.ts";
import { applyBinary, applyUnary, divide } from "./scalar.ts";
import type { Sheet } from "./sheet.ts";
import { Weighted } from "./weighted.ts";

/**
 * Totals by the rules of their rows, and where reverse sweeps begin: each way of making a total stands here
 * beside its derivative. Sums over channels and periods go period by period, channels inside. [EV7]
 *
 * Needs a sheet that is settled as far as the total reaches.
 */
export class Totals {
  private readonly sheet: Sheet;
  private readonly weighted: Weighted;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
    this.weighted = new Weighted(sheet);
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
    if (lines.length === 1 && from === to) return cellOf(this.sheet.machine, row, only, from);
    return this.byRule(this.ruleOf(row), cells, asFlow);
  }

  private seedOver(cells: Cells, asFlow: boolean, g: number): void {
    const { row, lines, from, to } = cells;
    const [only] = lines;
    if (only === undefined || from > to) return;
    if (lines.length === 1 && from === to) seedCell(this.sheet.machine, row, only, from, g);
    else this.seedByRule(this.ruleOf(row), cells, asFlow, g);
  }

  private ruleOf(row: SheetRow): TotalRule {
    return this.sheet.lowered.rows[row.index]?.total ?? { kind: "none" };
  }

  private byRule(rule: TotalRule, cells: Cells, asFlow: boolean): number {
    switch (rule.kind) {
      case "sum":
        return sumOf(this.sheet.machine, rule.stock && !asFlow ? { ...cells, from: cells.to } : cells);
      case "average":
        return sumOf(this.sheet.machine, cells) / countOf(cells);
      case "ratio": {
        const { num, den } = this.weighted.ratio(rule, cells);
        return divide(num, den, false);
      }
      case "mean":
        return this.weighted.mean(rule, cells).value;
      case "totals":
        if (!isTypedOver(cells)) return this.ofTotals(rule.expr, cells);
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
        seedEach(this.sheet.machine, rule.stock && !asFlow ? { ...cells, from: cells.to } : cells, g);
        return;
      case "average":
        seedEach(this.sheet.machine, cells, g / countOf(cells));
        return;
      case "ratio":
        this.weighted.seedRatio(rule, cells, g);
        return;
      case "mean":
        this.weighted.seedMean(rule, cells, g);
        return;
      case "totals":
        if (!isTypedOver(cells)) this.seedTotals(rule.expr, cells, g);
        else if (rule.typedOver !== null) this.weighted.seedRatio(rule.typedOver, cells, g);
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

/** g · ∂(x, y), by the same adjoint that vectors use. */
function slopeOf(adjoint: BinaryAdjoint | undefined, g: number, x: number, y: number): number {
  if (adjoint === undefined) return 0;
  const out = new Float64Array(1);
  adjoint(out, 0, 1, Float64Array.of(g), 0, 1, Float64Array.of(x), 0, 1, Float64Array.of(y), 0, 1, 1, 1);
  return out[0] ?? 0;
}
