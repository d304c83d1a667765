import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { partsOfExpr } from "./cycles.ts";
import type { Expr, LoweredRow } from "./expr.ts";
import type { Quantity } from "./quantity.ts";
import type { Computed } from "./reference.ts";
import { SlowEvaluator } from "./reference.ts";
import { applyBinary, applyUnary, divide, roundTo, saturate } from "./scalar.ts";
import { isAddingRow } from "./tree.ts";

/**
 * What is still in the pipeline of a row when the plan ends: what its LAGs, and those of the rows that it is
 * computed from, will yet let out. After the end nothing new goes in; rates stay as in the last period. [DL6]
 *
 * returns  in the row's own unit, all its lines together; 0 for a row without a LAG, and for one that does
 *          not add
 */
export function pipelineOf(plan: Plan, row: RowId, computed: Computed | null = null): number {
  const slow = new SlowEvaluator(plan, [], computed);
  const lowered = slow.rows.get(row);
  if (lowered === undefined || !isAddingRow(plan, row)) return 0;
  return new RunOff(slow).ofRow(lowered);
}

/**
 * What the LAGs of a row held when the plan began, and what comes of it within the plan or after: the part of
 * the row that goes back to history. Only for rows that are a LAG themselves. [DL6]
 */
export function pipelineBefore(plan: Plan, row: RowId, computed: Computed | null = null): number {
  const slow = new SlowEvaluator(plan, [], computed);
  let sum = 0;
  for (const { line, expr } of slow.rows.get(row)?.lines ?? []) {
    if (expr?.op !== "lag") continue;
    for (let s = -(expr.weights.length - 1); s < 0; s++) {
      const x = slow.evaluate(expr.arg, line, s);
      if (Number.isNaN(x)) continue;
      slow.sharesOf(expr, line, s).forEach((share, age) => {
        if (s + age >= 0) sum += share * x;
      });
    }
  }
  return sum;
}

/**
 * The total of a ratio up to the end of the plan, once what is in the pipeline has come out: *£150; £100 when
 * the 10 in the pipeline have closed*. Null where the pipeline changes nothing, or the row is no ratio. [TO7]
 */
export function totalWithPipeline(plan: Plan, q: Quantity, computed: Computed | null = null): number | null {
  const slow = new SlowEvaluator(plan, [], computed);
  const row = slow.rows.get(q.row);
  if (row?.total.kind !== "ratio" || q.to !== slow.lowered.periods - 1) return null;
  const lines = row.scope === "plan" || q.channel === null ? slow.linesOf(row) : [q.channel];
  const runOff = new RunOff(slow);
  let [num, den, moreNum, moreDen] = [0, 0, 0, 0];
  for (let t = q.from; t <= q.to; t++) {
    for (const line of lines) {
      const below = slow.evaluate(row.total.den, line, t);
      num += slow.isTyped(q.row, line, t)
        ? slow.value(q.row, line, t) * below
        : slow.evaluate(row.total.num, line, t);
      den += below;
    }
  }
  for (const line of lines) {
    moreNum += runOff.ofExpr(row.total.num, line);
    moreDen += runOff.ofExpr(row.total.den, line);
  }
  if (moreNum === 0 && moreDen === 0) return null;
  return divide(num + moreNum, den + moreDen, false);
}

/** The periods after the end, in which nothing new goes in. */
class RunOff {
  private readonly slow: SlowEvaluator;
  private readonly known = new Map<string, number>();
  private readonly reaches = new Map<RowId, number>();

  constructor(slow: SlowEvaluator) {
    this.slow = slow;
  }

  ofRow(row: LoweredRow): number {
    let sum = 0;
    for (const { line, applies, expr } of row.lines) {
      if (applies && expr !== null) sum += this.ofExpr(expr, line);
    }
    return sum;
  }

  /** What an expression still yields because of LAGs: what it would be less what it would be without them. */
  ofExpr(expr: Expr, line: LineId): number {
    const { periods } = this.slow.lowered;
    let sum = 0;
    for (let t = periods; t < periods + this.reachOf(expr); t++) {
      sum += this.after(expr, line, t, true) - this.after(expr, line, t, false);
    }
    return sum;
  }

  /** For how many periods LAGs still let something out. */
  private reachOf(expr: Expr): number {
    if (expr.op === "row") {
      const known = this.reaches.get(expr.row);
      if (known !== undefined) return known;
      // Round a cycle of rows the reach is as far as the cycle was followed.
      this.reaches.set(expr.row, 0);
      let reach = 0;
      for (const line of this.slow.rows.get(expr.row)?.lines ?? []) {
        if (line.expr !== null) reach = Math.max(reach, this.reachOf(line.expr));
      }
      this.reaches.set(expr.row, reach);
      return reach;
    }
    let reach = 0;
    for (const part of partsOfExpr(expr)) reach = Math.max(reach, this.reachOf(part));
    return expr.op === "lag" ? this.reachOf(expr.arg) + expr.weights.length - 1 : reach;
  }

  /** An expression at a period t ≥ P. With `lags` false, LAGs let nothing out. */
  private after(expr: Expr, line: LineId, t: number, lags: boolean): number {
    const at = (part: Expr): number => this.after(part, line, t, lags);
    switch (expr.op) {
      case "const":
        return expr.value;
      case "calendar":
      case "channel":
        return this.slow.evaluate(expr, line, t);
      case "row":
        return this.rowAfter(expr.row, line, t, lags);
      case "unary":
        return applyUnary(expr.fn, at(expr.arg));
      case "binary":
        return applyBinary(expr.fn, at(expr.left), at(expr.right));
      case "divide":
        return divide(at(expr.left), at(expr.right), true);
      case "round":
        return roundTo(expr.mode, at(expr.arg), at(expr.digits));
      case "if":
        return at(at(expr.test) !== 0 ? expr.then : expr.otherwise);
      case "iferror": {
        const value = at(expr.arg);
        return Number.isNaN(value) ? at(expr.otherwise) : value;
      }
      case "choose": {
        const option = expr.options[Math.trunc(at(expr.index)) - 1];
        return option === undefined ? NaN : at(option);
      }
      case "bymonth": {
        // The last period's month stands for all after it.
        const last = this.slow.lowered.periods - 1;
        return this.slow.evaluate(expr, line, last);
      }
      case "saturate":
        return saturate(at(expr.arg), at(expr.cap), at(expr.half), at(expr.shape));
      case "all":
        return expr.channels.reduce((sum, channel) => sum + this.after(expr.arg, channel, t, lags), 0);
      case "lag": {
        if (!lags) return 0;
        let sum = 0;
        for (let age = 0; age < expr.weights.length; age++) {
          const s = t - age;
          const isOver = s >= this.slow.lowered.periods;
          if (isOver && age === 0 && expr.weights[0]?.op === "const" && expr.weights[0].value === 0) continue;
          const x = isOver ? this.after(expr.arg, line, s, lags) : this.slow.evaluate(expr.arg, line, s);
          if (s < 0 && Number.isNaN(x)) continue;
          if (x === 0) continue;
          const from = Math.min(s, this.slow.lowered.periods - 1);
          sum += (this.slow.sharesOf(expr, line, from)[age] ?? NaN) * x;
        }
        return sum;
      }
      // What is carried on, grows or is a total is no pipeline.
      case "prev":
      case "cohort":
      case "cum":
      case "total":
        return 0;
    }
  }

  private rowAfter(id: RowId, asked: LineId, t: number, lags: boolean): number {
    const row = this.slow.rows.get(id);
    const line = row?.scope === "plan" ? PLAN_WIDE : asked;
    if (!isAddingRow(this.slow.plan, id)) return this.slow.value(id, line, this.slow.lowered.periods - 1);
    const key = `${id}/${line}/${t}/${lags ? 1 : 0}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const expr = this.slow.lineOf(id, line)?.expr ?? null;
    const value = expr === null ? 0 : this.after(expr, line, t, lags);
    this.known.set(key, value);
    return value;
  }
}
