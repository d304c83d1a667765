import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId } from "../plan/ids.ts";
import type { Expr, LoweredRow, RatioRule, TotalRule } from "./expr.ts";
import type { SlowEvaluator } from "./reference.ts";
import { applyBinary, applyUnary, divide } from "./scalar.ts";

/** Totals, slow and obvious: every rule as it is written in `TotalRule`. */
export class SlowTotals {
  private readonly slow: SlowEvaluator;

  constructor(slow: SlowEvaluator) {
    this.slow = slow;
  }

  /** A total over lines × periods. With `asFlow` a stock counts as its sum over periods. [TO1]–[TO6] */
  over(row: LoweredRow, wanted: readonly LineId[], from: number, to: number, asFlow: boolean): number {
    const lines = wanted.filter((line) => this.slow.applies(row.row, line));
    const [only] = lines;
    if (only === undefined || from > to) return NaN;
    if (lines.length === 1 && from === to) return this.slow.value(row.row, only, from);
    return this.byRule(row, row.total, lines, from, to, asFlow);
  }

  private byRule(
    row: LoweredRow,
    rule: TotalRule,
    lines: readonly LineId[],
    from: number,
    to: number,
    asFlow: boolean,
  ): number {
    switch (rule.kind) {
      case "sum": {
        const first = rule.stock && !asFlow ? to : from;
        return this.sumCells(lines, first, to, (line, t) => this.slow.value(row.row, line, t));
      }
      case "ratio":
        return this.ratio(row, rule, lines, from, to);
      case "mean":
        return this.mean(row, rule.weight, lines, from, to);
      case "totals": {
        if (!this.someCell(lines, from, to, (line, t) => this.slow.isTyped(row.row, line, t))) {
          return this.evaluateTotals(rule.expr, lines, from, to);
        }
        return rule.typedOver === null ? NaN : this.ratio(row, rule.typedOver, lines, from, to);
      }
      case "last":
        return this.byRule(row, rule.of, lines, to, to, asFlow);
      case "first":
        return this.byRule(row, rule.of, lines, from, from, asFlow);
      case "average": {
        const sum = this.sumCells(lines, from, to, (line, t) => this.slow.value(row.row, line, t));
        return sum / (lines.length * (to - from + 1));
      }
      case "none":
        return NaN;
    }
  }

  /** Σ num ÷ Σ den; where the cell is typed over, cell·den stands for num. [TO3] */
  private ratio(
    row: LoweredRow,
    rule: RatioRule,
    lines: readonly LineId[],
    from: number,
    to: number,
  ): number {
    const num = this.sumCells(lines, from, to, (line, t) =>
      this.slow.isTyped(row.row, line, t)
        ? this.slow.value(row.row, line, t) * this.slow.evaluate(rule.den, line, t)
        : this.slow.evaluate(rule.num, line, t),
    );
    const den = this.sumCells(lines, from, to, (line, t) => this.slow.evaluate(rule.den, line, t));
    return divide(num, den, false);
  }

  /** r₀ + Σ w(r − r₀) ÷ Σ w over the cells with a weight. [TO5] */
  private mean(row: LoweredRow, weight: Expr, lines: readonly LineId[], from: number, to: number): number {
    let first: number | null = null;
    let weights = 0;
    let sum = 0;
    for (let t = from; t <= to; t++) {
      for (const line of lines) {
        const w = this.slow.evaluate(weight, line, t);
        if (w === 0) continue;
        const value = this.slow.value(row.row, line, t);
        first ??= value;
        weights += w;
        sum += w * (value - first);
      }
    }
    if (first !== null && weights !== 0) return first + sum / weights;
    const [line = PLAN_WIDE] = lines;
    const same = this.slow.value(row.row, line, from);
    return this.someCell(lines, from, to, (l, t) => this.slow.value(row.row, l, t) !== same) ? NaN : same;
  }

  /** An expression with the totals of rows in the place of their cells. */
  private evaluateTotals(expr: Expr, lines: readonly LineId[], from: number, to: number): number {
    const at = (part: Expr): number => this.evaluateTotals(part, lines, from, to);
    switch (expr.op) {
      case "const":
        return expr.value;
      case "row": {
        const row = this.slow.rows.get(expr.row);
        if (row === undefined) return NaN;
        return this.over(row, row.scope === "plan" ? [PLAN_WIDE] : lines, from, to, true);
      }
      case "unary":
        return applyUnary(expr.fn, at(expr.arg));
      case "binary":
        return applyBinary(expr.fn, at(expr.left), at(expr.right));
      case "divide":
        return divide(at(expr.left), at(expr.right), expr.zero);
      case "all":
        return this.evaluateTotals(expr.arg, expr.channels, from, to);
      default:
        throw new Error(`No totals can be put into ${expr.op}`);
    }
  }

  private sumCells(
    lines: readonly LineId[],
    from: number,
    to: number,
    cell: (line: LineId, t: number) => number,
  ): number {
    let sum = 0;
    for (let t = from; t <= to; t++) for (const line of lines) sum += cell(line, t);
    return sum;
  }

  private someCell(
    lines: readonly LineId[],
    from: number,
    to: number,
    isSuch: (line: LineId, t: number) => boolean,
  ): boolean {
    for (let t = from; t <= to; t++) if (lines.some((line) => isSuch(line, t))) return true;
    return false;
  }
}
