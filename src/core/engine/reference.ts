import { withActualHistory } from "../plan/actual.ts";
import { numberOf } from "../plan/cell.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { monthOfPeriod, spanOfPeriod } from "../plan/period.ts";
import { startOrdinal, typedCell } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { components, exprsOfRow, visitReads } from "./cycles.ts";
import type { Expr, LoweredLine, LoweredPlan, LoweredRow } from "./expr.ts";
import { lowerPlan } from "./lower.ts";
import type { CellKind, Factors, Quantity } from "./quantity.ts";
import { SlowTotals } from "./reference-totals.ts";
import { applyBinary, applyUnary, divide, roundTo, saturate } from "./scalar.ts";

/** A plan as somebody has computed it: either engine. */
export interface Computed {
  readonly lowered: LoweredPlan;
  /** The value of a cell as it is shown; NaN where it is an error, does not apply, or nothing is there. */
  value(row: RowId, line: LineId, t: number): number;
}

/**
 * The slow, obvious evaluator: every cell by its expression, one at a time. The fast one must give the same
 * bits; errors are explained by this one.
 *
 * Orders of summation, which both keep [EV7]: over channels in channel order; over periods ascending; over
 * both, periods outside and channels inside; LAG and COHORT by age ascending; CUM by period ascending.
 */
export class SlowEvaluator implements Computed {
  readonly plan: Plan;
  readonly lowered: LoweredPlan;
  readonly rows: ReadonlyMap<RowId, LoweredRow>;
  private readonly factors = new Map<string, { readonly base: number | null; readonly k: number }>();
  private readonly cells = new Map<string, Float64Array>();
  private readonly lines = new Map<string, LoweredLine>();
  private readonly sums = new Map<Expr, Map<string, number>>();
  private readonly start: number;
  private readonly from: Computed | null;

  /** With `from`, cells are taken from there (its factors included), and only expressions are evaluated here. */
  constructor(plan: Plan, factors: Factors = [], from: Computed | null = null) {
    this.plan = withActualHistory(plan);
    this.from = from;
    this.lowered = from?.lowered ?? lowerPlan(plan);
    const { lowered } = this;
    this.start = startOrdinal(plan.settings);
    this.rows = new Map(lowered.rows.map((row) => [row.row, row]));
    for (const row of lowered.rows)
      for (const line of row.lines) this.lines.set(`${row.row}/${line.line}`, line);
    for (const { row, cells, k, base } of factors) {
      cells.forEach(({ line, t }, i) =>
        this.factors.set(`${row}/${line}/${t}`, { base: base?.[i] ?? null, k }),
      );
    }
    if (from === null) this.fill();
  }

  /** The value of a cell as it is shown; NaN where it is an error, does not apply, or nothing is there. */
  value(row: RowId, line: LineId, t: number): number {
    if (this.from !== null) return t < -this.lowered.history ? NaN : this.from.value(row, line, t);
    const column = t + this.lowered.history;
    return this.cells.get(`${row}/${line}`)?.[column] ?? NaN;
  }

  /** What stands in a cell. */
  kind(row: RowId, line: LineId, t: number): CellKind {
    const found = this.lines.get(`${row}/${line}`);
    if (!found?.applies) return "none";
    const typed = typedCell(this.plan, row, line, this.start + t);
    if (typed !== null && typeof typed !== "number" && typed.formula !== undefined && t >= 0)
      return "formula";
    const isComputed = found.expr !== null || found.error !== null;
    if (typed !== null) return isComputed ? "overridden" : "assumption";
    return t < 0 ? "none" : isComputed ? "computed" : "empty";
  }

  applies(row: RowId, line: LineId): boolean {
    return this.lines.get(`${row}/${line}`)?.applies ?? false;
  }

  /** The lowered line of a row; nothing for one that is not there. */
  lineOf(row: RowId, line: LineId): LoweredLine | undefined {
    return this.lines.get(`${row}/${line}`);
  }

  /** The total of a quantity by its row's rule [TO1]; NaN where it is an error or there is none. */
  total(q: Quantity): number {
    const row = this.rows.get(q.row);
    if (row === undefined) return NaN;
    const wanted = row.scope === "plan" || q.channel === null ? this.linesOf(row) : [q.channel];
    return new SlowTotals(this).over(row, wanted, q.from, q.to, false);
  }

  /** The lines in which a row applies. */
  linesOf(row: LoweredRow): LineId[] {
    return row.lines.filter((line) => line.applies).map((line) => line.line);
  }

  /** An expression at a line and a period. [EV2]–[EV4] */
  evaluate(expr: Expr, line: LineId, t: number): number {
    if (t < -this.lowered.history) return NaN;
    const at = (part: Expr, when = t): number => this.evaluate(part, line, when);
    switch (expr.op) {
      case "const":
        return expr.value;
      case "row":
        return this.value(expr.row, this.rows.get(expr.row)?.scope === "plan" ? PLAN_WIDE : line, t);
      case "unary":
        return applyUnary(expr.fn, at(expr.arg));
      case "binary":
        return applyBinary(expr.fn, at(expr.left), at(expr.right));
      case "divide":
        return divide(at(expr.left), at(expr.right), expr.zero);
      case "round":
        return roundTo(expr.mode, at(expr.arg), at(expr.digits));
      case "if": {
        const test = at(expr.test);
        return Number.isNaN(test) ? NaN : at(test !== 0 ? expr.then : expr.otherwise);
      }
      case "iferror": {
        const value = at(expr.arg);
        return Number.isNaN(value) ? at(expr.otherwise) : value;
      }
      case "choose": {
        const option = expr.options[Math.trunc(at(expr.index)) - 1];
        return option === undefined ? NaN : at(option);
      }
      case "bymonth": {
        const option = expr.options[monthOfPeriod(this.plan.settings.periodLength, this.start + t) - 1];
        return option === undefined ? NaN : at(option);
      }
      case "prev": {
        const earlier = at(expr.arg, t - expr.n);
        return t - expr.n >= 0 || !Number.isNaN(earlier) ? earlier : at(expr.start);
      }
      case "lag":
        return this.lag(expr, line, t);
      case "cohort": {
        const terms: number[] = [];
        for (let age = 0; t - age >= -this.lowered.history; age++) {
          const x = at(expr.arg, t - age);
          if (t - age < 0 && Number.isNaN(x)) continue;
          const rate = expr.rates[Math.min(age, expr.rates.length - 1)];
          terms.push(rate === undefined ? NaN : x * at(rate));
        }
        return sumOf(terms, t);
      }
      case "cum": {
        const first = expr.window === null ? 0 : Math.max(t - expr.window + 1, -this.lowered.history);
        const terms: number[] = [];
        for (let s = first; s <= t; s++) {
          const x = at(expr.arg, s);
          if (s >= 0 || !Number.isNaN(x)) terms.push(x);
        }
        return sumOf(terms, t);
      }
      case "all":
        return this.once(expr, String(t), () => {
          const terms = expr.channels.map((channel) => this.evaluate(expr.arg, channel, t));
          return sumOf(t < 0 ? terms.filter((x) => !Number.isNaN(x)) : terms, t);
        });
      case "total":
        return this.once(expr, line, () => {
          let sum = 0;
          for (let s = expr.last ? this.lowered.periods - 1 : 0; s < this.lowered.periods; s++) {
            sum += at(expr.arg, s);
          }
          return sum;
        });
      case "saturate":
        return saturate(at(expr.arg), at(expr.cap), at(expr.half), at(expr.shape));
      case "calendar": {
        const { periodLength } = this.plan.settings;
        if (expr.of === "period") return t + 1;
        if (expr.of === "month") return monthOfPeriod(periodLength, this.start + t);
        return spanOfPeriod(periodLength, this.start + t).days;
      }
      case "channel":
        return line === expr.channel ? 1 : 0;
    }
  }

  /**
   * The shares of a LAG for what goes in at period s: its weights then, over their sum; those of history are
   * those of period 0. NaN where they do not add up to 1. [EV3]
   */
  sharesOf(expr: Extract<Expr, { op: "lag" }>, line: LineId, s: number): number[] {
    const weights = expr.weights.map((weight) => this.evaluate(weight, line, Math.max(0, s)));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return weights.map((weight) => (Math.abs(sum - 1) <= 1e-6 ? weight / sum : NaN));
  }

  /** Whether a cell's number was typed, over a formula or in a line without one. */
  isTyped(row: RowId, line: LineId, t: number): boolean {
    const found = this.lines.get(`${row}/${line}`);
    return found?.expr === null || typedCell(this.plan, row, line, this.start + t) !== null;
  }

  private lag(expr: Extract<Expr, { op: "lag" }>, line: LineId, t: number): number {
    const first = expr.weights.findIndex((weight) => !(weight.op === "const" && weight.value === 0));
    const terms: number[] = [];
    for (let age = Math.max(0, first); age < expr.weights.length; age++) {
      const s = t - age;
      if (s < -this.lowered.history) break;
      const x = this.evaluate(expr.arg, line, s);
      if (s < 0 && Number.isNaN(x)) continue;
      terms.push((this.sharesOf(expr, line, s)[age] ?? NaN) * x);
    }
    return sumOf(terms, t);
  }

  /** Sums over channels and over periods are the same for many cells: made once. */
  private once(expr: Expr, where: string, make: () => number): number {
    const known = this.sums.get(expr)?.get(where);
    if (known !== undefined) return known;
    const made = make();
    const values = this.sums.get(expr) ?? new Map<string, number>();
    this.sums.set(expr, values.set(where, made));
    return made;
  }

  /**
   * Computes all cells, rows after what they read, rows of a legal cycle together, period by period: so that
   * no cell is read before it is there, and nothing is recursive but the inside of one formula.
   */
  private fill(): void {
    const { rows, history, periods } = this.lowered;
    for (const row of rows) {
      for (const { line } of row.lines) {
        const values = new Float64Array(history + periods).fill(NaN);
        this.cells.set(`${row.row}/${line}`, values);
        for (let t = -history; t < 0; t++) values[t + history] = this.typedValue(row.row, line, t) ?? NaN;
      }
    }
    const now = new Map<RowId, RowId[]>();
    const all = new Map<RowId, RowId[]>();
    for (const row of rows) {
      now.set(row.row, []);
      all.set(row.row, []);
      for (const expr of exprsOfRow(row)) {
        visitReads(expr, (read, reading) => {
          if (this.rows.has(read)) all.get(row.row)?.push(read);
          if (this.rows.has(read) && reading === "now") now.get(row.row)?.push(read);
        });
      }
    }
    const rank = new Map(components(now).map(([row = ""], i) => [row, i]));
    for (const group of components(all)) {
      const inOrder = [...group].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
      for (let t = 0; t < periods; t++) for (const row of inOrder) this.fillRow(row, t);
    }
  }

  private fillRow(id: RowId, t: number): void {
    for (const line of this.rows.get(id)?.lines ?? []) {
      const values = this.cells.get(`${id}/${line.line}`);
      if (values !== undefined) values[t + this.lowered.history] = this.compute(id, line, t);
    }
  }

  /** One cell, when all that it reads is there. */
  private compute(id: RowId, line: LoweredLine, t: number): number {
    if (!line.applies) return NaN;
    const own = line.cellExprs.get(t);
    if (own !== undefined) return this.evaluate(own, line.line, t);
    const typed = this.typedValue(id, line.line, t);
    if (typed !== null) return typed;
    if (line.error !== null) return NaN;
    return line.expr === null ? 0 : this.evaluate(line.expr, line.line, t);
  }

  /** The number that is typed into a cell and used, its factor applied; null where it is empty. */
  private typedValue(id: RowId, line: LineId, t: number): number | null {
    const typed = typedCell(this.plan, id, line, this.start + t);
    const factor = this.factors.get(`${id}/${line}/${t}`);
    if (factor === undefined) return typed === null ? null : numberOf(typed);
    return (factor.base ?? (typed === null ? 0 : numberOf(typed))) * factor.k;
  }
}

/** The sum of terms; in history nothing if there are none. */
function sumOf(terms: readonly number[], t: number): number {
  return t < 0 && terms.length === 0 ? NaN : terms.reduce((sum, x) => sum + x, 0);
}

/** A plan computed slowly: its cells and totals. */
export function evaluateSlowly(plan: Plan, factors: Factors = []): SlowEvaluator {
  return new SlowEvaluator(plan, factors);
}
