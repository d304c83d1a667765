import { engineMessages } from "../messages/engine.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { startOrdinal } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { partsOfExpr as partsOf } from "./cycles.ts";
import type { Expr, TotalRule, UnaryFn } from "./expr.ts";
import { faultOfCell } from "./lower.ts";
import type { CellRef, Quantity } from "./quantity.ts";
import type { Computed } from "./reference.ts";
import { SlowEvaluator } from "./reference.ts";

/** Why a cell or a total is an error. */
export interface Diagnosis {
  readonly code: "#DIV/0!" | "#NAME?" | "#CYCLE!" | "#VALUE!" | "#NUM!";
  /** The root cause in words. */
  readonly text: string;
  readonly root: CellRef;
  /** From what was asked (for a total, from the cell that spoils it) to the root. */
  readonly chain: readonly CellRef[];
}

/**
 * Why a cell or total is an error; null if it is none (also where a row does not apply, or has no total).
 *
 * nameOf    names a period, `t` as in the plan, negative in history: core has no calendar words
 * computed  the plan as it was computed, so that one cell alone is evaluated again; without it everything is
 */
export function diagnose(
  plan: Plan,
  at: CellRef | Quantity,
  nameOf: (t: number) => string,
  computed: Computed | null = null,
): Diagnosis | null {
  const trace = new Trace(plan, new SlowEvaluator(plan, [], computed), nameOf);
  return "line" in at ? trace.ofCell(at) : trace.ofTotal(at);
}

/** How functions that have no value for some numbers are written. */
const FUNCTION_OF: Readonly<Partial<Record<UnaryFn, string>>> = { sqrt: "SQRT", ln: "LN", log10: "LOG10" };

type Finding = Omit<Diagnosis, "chain"> & { readonly below: readonly CellRef[] };

/** Follows an error from where it shows to where it arose: always the first part, from the left, that is one. */
class Trace {
  private readonly plan: Plan;
  private readonly slow: SlowEvaluator;
  private readonly nameOf: (t: number) => string;

  constructor(plan: Plan, slow: SlowEvaluator, nameOf: (t: number) => string) {
    this.plan = plan;
    this.slow = slow;
    this.nameOf = nameOf;
  }

  ofCell(cell: CellRef): Diagnosis | null {
    // From cell to cell in a loop, not by recursion: a chain of errors may run through hundreds of periods.
    const chain: CellRef[] = [];
    for (let at = cell; ;) {
      chain.push(at);
      const step = this.stepFrom(at);
      if (step === null) return null;
      if (!("next" in step)) {
        return { code: step.code, text: step.text, root: step.root, chain: [...chain, ...step.below] };
      }
      at = step.next;
      // An error that comes back to where it was has no cell to blame it on.
      if (chain.length > 100_000) return null;
    }
  }

  ofTotal(q: Quantity): Diagnosis | null {
    const row = this.slow.rows.get(q.row);
    if (row === undefined || isSound(this.slow.total(q))) return null;
    const lines = (row.scope === "plan" || q.channel === null ? this.slow.linesOf(row) : [q.channel]).filter(
      (line) => this.slow.applies(q.row, line),
    );
    const [only] = lines;
    if (only === undefined) return null;
    if (lines.length === 1 && q.from === q.to) return this.ofCell({ row: q.row, line: only, t: q.from });
    return this.ofRule(q, row.total, lines);
  }

  private ofRule(q: Quantity, rule: TotalRule, lines: readonly LineId[]): Diagnosis | null {
    switch (rule.kind) {
      case "sum":
        return this.ofCells({ ...q, from: rule.stock ? q.to : q.from }, lines);
      case "average":
        return this.ofCells(q, lines);
      case "last":
        return this.ofRule({ ...q, from: q.to }, rule.of, lines);
      case "first":
        return this.ofRule({ ...q, to: q.from }, rule.of, lines);
      case "ratio":
        return (
          this.ofExprs(q, rule.den, lines) ??
          this.ofExprs(q, rule.num, lines) ??
          this.nothingIn(q, rule.den, lines)
        );
      case "mean":
        // Weights of 0 by rule stand for no total over channels.
        if (rule.weight.op === "const" && rule.weight.value === 0) return this.ofCells(q, lines);
        return (
          this.ofExprs(q, rule.weight, lines) ??
          this.ofCells(q, lines) ??
          this.nothingIn(q, rule.weight, lines)
        );
      case "totals":
        return this.ofParts(q, rule.expr) ?? this.ofCells(q, lines) ?? this.plainly(q, lines);
      case "none":
        return null;
    }
  }

  /** The first cell of a rectangle that is an error. */
  private ofCells(q: Quantity, lines: readonly LineId[]): Diagnosis | null {
    for (let t = q.from; t <= q.to; t++) {
      for (const line of lines) {
        if (!isSound(this.slow.value(q.row, line, t))) return this.ofCell({ row: q.row, line, t });
      }
    }
    return null;
  }

  /** The first place of a rectangle where an expression is an error. */
  private ofExprs(q: Quantity, expr: Expr, lines: readonly LineId[]): Diagnosis | null {
    for (let t = q.from; t <= q.to; t++) {
      for (const line of lines) {
        if (isSound(this.slow.evaluate(expr, line, t))) continue;
        const here = { row: q.row, line, t };
        const step = this.stepInto(expr, here, line, t);
        if ("next" in step) return this.ofCell(step.next);
        return { code: step.code, text: step.text, root: step.root, chain: [here, ...step.below] };
      }
    }
    return null;
  }

  /** A ratio whose quantities are all 0. */
  private nothingIn(q: Quantity, expr: Expr, lines: readonly LineId[]): Diagnosis {
    const [line = PLAN_WIDE] = lines;
    const zero = this.zeroCell(expr, line, q.to);
    const span = q.from === q.to ? this.nameOf(q.from) : `${this.nameOf(q.from)} to ${this.nameOf(q.to)}`;
    const channel = lines.length === 1 ? this.channelName(line) : null;
    const root = zero ?? { row: q.row, line, t: q.to };
    const text =
      zero === null
        ? engineMessages.totalDividedByZero(this.nameOfRow(q.row))
        : engineMessages.nothingToDivideBy(this.nameOfRow(zero.row), span, channel);
    return { code: "#DIV/0!", text, root, chain: zero === null ? [root] : [{ ...root, row: q.row }, root] };
  }

  /** The first row within a rule of totals whose own total is an error. */
  private ofParts(q: Quantity, expr: Expr): Diagnosis | null {
    if (expr.op === "row") return this.ofTotal({ ...q, row: expr.row });
    const parts = partsOf(expr);
    for (const part of parts) {
      const found = this.ofParts(expr.op === "all" ? { ...q, channel: null } : q, part);
      if (found !== null) return found;
    }
    return null;
  }

  private plainly(q: Quantity, lines: readonly LineId[]): Diagnosis {
    const [line = PLAN_WIDE] = lines;
    const root = { row: q.row, line, t: q.to };
    return {
      code: "#DIV/0!",
      text: engineMessages.totalDividedByZero(this.nameOfRow(q.row)),
      root,
      chain: [root],
    };
  }

  /** From a cell that is an error to the cell it has it from, or to the cause; null if it is no error. */
  private stepFrom(cell: CellRef): { readonly next: CellRef } | Finding | null {
    const line = this.slow.lineOf(cell.row, cell.line);
    const value = this.slow.value(cell.row, cell.line, cell.t);
    if (line === undefined || !line.applies || isSound(value) || cell.t < 0) return null;
    const found = (code: Diagnosis["code"], text: string): Finding => ({ code, text, root: cell, below: [] });
    const own = line.cellExprs.get(cell.t);
    if (own !== undefined) return this.stepInto(own, cell, cell.line, cell.t);
    const detail = this.plan.cells
      .get(cell.row)
      ?.get(cell.line)
      ?.details.get(startOrdinal(this.plan.settings) + cell.t);
    if (detail?.formula !== undefined) {
      const fault = faultOfCell(this.plan, cell.row, cell.line, cell.t) ?? line.error;
      if (fault !== null) return found(fault.code, fault.text);
      // It can be read, and yet was not computed: it closed a circle.
      return found("#CYCLE!", engineMessages.cycle([this.nameOfRow(cell.row)]));
    }
    if (line.error !== null) return found(line.error.code, line.error.text);
    if (line.expr === null) return found("#NUM!", this.tooLarge(cell));
    return this.stepInto(line.expr, cell, cell.line, cell.t);
  }

  /** The same within an expression that is an error, evaluated for `cell`. */
  private stepInto(expr: Expr, cell: CellRef, line: LineId, t: number): { readonly next: CellRef } | Finding {
    const found = (code: Diagnosis["code"], text: string, root = cell): Finding => ({
      code,
      text,
      root,
      below: root === cell ? [] : [root],
    });
    const here = [this.nameOf(cell.t), this.channelName(cell.line)] as const;
    const name = this.nameOfRow(cell.row);
    for (const [part, where, when] of this.partsAt(expr, line, t)) {
      if (!isSound(this.slow.evaluate(part, where, when))) return this.stepInto(part, cell, where, when);
    }
    switch (expr.op) {
      case "row":
        return { next: this.cellOf(expr.row, line, t) };
      case "const":
        return found("#NUM!", this.tooLarge(cell));
      case "divide": {
        if (this.slow.evaluate(expr.right, line, t) !== 0) return found("#NUM!", this.tooLarge(cell));
        const zero = this.zeroCell(expr.right, line, t);
        if (zero === null) return found("#DIV/0!", engineMessages.dividedByZero(name, ...here));
        const where = [this.nameOf(zero.t), this.channelName(zero.line)] as const;
        return found("#DIV/0!", engineMessages.nothingToDivideBy(this.nameOfRow(zero.row), ...where), zero);
      }
      case "unary": {
        const argument = this.slow.evaluate(expr.arg, line, t);
        const asked = FUNCTION_OF[expr.fn];
        return asked === undefined
          ? found("#NUM!", this.tooLarge(cell))
          : found("#NUM!", engineMessages.notANumber(`${asked}(${argument})`, name, ...here));
      }
      case "binary": {
        const [left, right] = [
          this.slow.evaluate(expr.left, line, t),
          this.slow.evaluate(expr.right, line, t),
        ];
        if (expr.fn === "mod") return found("#DIV/0!", engineMessages.dividedByZero(name, ...here));
        if (expr.fn !== "power") return found("#NUM!", this.tooLarge(cell));
        if (left === 0) return found("#DIV/0!", engineMessages.dividedByZero(name, ...here));
        return left > 0
          ? found("#NUM!", this.tooLarge(cell))
          : found("#NUM!", engineMessages.notANumber(`${left} ^ ${right}`, name, ...here));
      }
      case "lag": {
        const weights = expr.weights.map((weight) => this.slow.evaluate(weight, line, Math.max(0, t)));
        const sum = weights.reduce((total, weight) => total + weight, 0);
        return found(
          "#VALUE!",
          engineMessages.weightsNotOne(name, this.nameOf(t), Number(sum.toPrecision(6))),
        );
      }
      case "choose":
        return found("#VALUE!", engineMessages.noChoice(name, ...here));
      case "saturate":
        return found("#NUM!", engineMessages.negativeResponse(name, ...here));
      default:
        return found("#NUM!", this.tooLarge(cell));
    }
  }

  /** The parts of an expression whose errors are its own, each with where it is evaluated. */
  private partsAt(expr: Expr, line: LineId, t: number): (readonly [Expr, LineId, number])[] {
    const here = (...parts: Expr[]): (readonly [Expr, LineId, number])[] =>
      parts.map((part) => [part, line, t]);
    const over = (part: Expr, from: number, to: number): (readonly [Expr, LineId, number])[] => {
      const places: (readonly [Expr, LineId, number])[] = [];
      for (let s = Math.max(0, from); s <= to; s++) places.push([part, line, s]);
      return places;
    };
    switch (expr.op) {
      case "if": {
        const test = this.slow.evaluate(expr.test, line, t);
        return Number.isNaN(test) ? here(expr.test) : here(test !== 0 ? expr.then : expr.otherwise);
      }
      case "iferror":
        return here(expr.otherwise);
      case "choose": {
        const option = expr.options[Math.trunc(this.slow.evaluate(expr.index, line, t)) - 1];
        return here(expr.index, ...(option === undefined ? [] : [option]));
      }
      case "bymonth":
        return here(...expr.options.filter((option) => !isSound(this.slow.evaluate(option, line, t))));
      case "prev":
        return t - expr.n >= 0 ? [[expr.arg, line, t - expr.n]] : here(expr.start);
      case "lag": {
        const first = Math.max(0, t - expr.weights.length + 1);
        const skipped = expr.weights[0]?.op === "const" && expr.weights[0].value === 0 ? 1 : 0;
        return [
          ...over(expr.arg, first, t - skipped),
          ...expr.weights.flatMap((weight) => over(weight, first, t)),
        ];
      }
      case "cohort":
        return [...over(expr.arg, 0, t), ...here(...expr.rates)];
      case "cum":
        return over(expr.arg, expr.window === null ? 0 : t - expr.window + 1, t);
      case "total": {
        const last = this.slow.lowered.periods - 1;
        return over(expr.arg, expr.last ? last : 0, last);
      }
      case "all":
        return expr.channels.map((channel) => [expr.arg, channel, t] as const);
      default:
        return here(...partsOf(expr));
    }
  }

  /** The cell because of which a divisor is 0; null if it is no one cell. */
  private zeroCell(expr: Expr, line: LineId, t: number): CellRef | null {
    switch (expr.op) {
      case "row":
        return this.cellOf(expr.row, line, t);
      case "binary":
      case "divide": {
        if (expr.op === "binary" && expr.fn !== "multiply") return null;
        if (this.slow.evaluate(expr.left, line, t) === 0) return this.zeroCell(expr.left, line, t);
        return expr.op === "divide" ? null : this.zeroCell(expr.right, line, t);
      }
      case "all": {
        const [first] = expr.channels;
        return first === undefined ? null : this.zeroCell(expr.arg, first, t);
      }
      case "total":
        return this.zeroCell(expr.arg, line, this.slow.lowered.periods - 1);
      case "prev":
        return t - expr.n >= 0 ? this.zeroCell(expr.arg, line, t - expr.n) : null;
      default:
        return null;
    }
  }

  private cellOf(row: RowId, line: LineId, t: number): CellRef {
    return { row, line: this.slow.rows.get(row)?.scope === "plan" ? PLAN_WIDE : line, t };
  }

  private nameOfRow(row: RowId): string {
    return this.plan.rows.get(row)?.name ?? row;
  }

  /** A channel's name, where there is more than one to tell apart. */
  private channelName(line: LineId): string | null {
    return line === PLAN_WIDE || this.plan.channels.size < 2
      ? null
      : (this.plan.channels.get(line)?.name ?? line);
  }

  private tooLarge(cell: CellRef): string {
    return engineMessages.tooLarge(
      this.nameOfRow(cell.row),
      this.nameOf(cell.t),
      this.channelName(cell.line),
    );
  }
}

function isSound(value: number): boolean {
  return Number.isFinite(value);
}
