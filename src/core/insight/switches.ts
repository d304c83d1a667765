import { partsOfExpr } from "../engine/cycles.ts";
import type { Engine } from "../engine/engine.ts";
import type { Expr, LoweredLine, LoweredPlan, LoweredRow } from "../engine/expr.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { exprsOfTotal, partsOfTotals, upstreamOf } from "./exprs.ts";

/**
 * Where a plan's formulas branch: for each MIN, MAX, IF, ABS, comparison, ROUND … upstream of what is asked
 * for, hidden rows with the two sides that it compares. Between two points at which all of them stand alike no
 * branch changes, so the path may be integrated there as one piece. [XP3]
 *
 * order  left < right, = or >     (MIN, MAX, comparisons; against 0: ABS, IF, AND, OR, NOT, SATURATE)
 * value  the very number          (ROUND, INT, CHOOSE, MOD: it jumps)
 * error  whether it is a number   (IFERROR)
 */
export interface Switch {
  readonly mode: "order" | "value" | "error";
  readonly left: RowId;
  readonly right: RowId | null;
  /** The row whose formula branches. */
  readonly of: RowId;
}

/** A lowered plan with the hidden rows behind its own. */
export interface Switched {
  readonly lowered: LoweredPlan;
  readonly switches: readonly Switch[];
}

/** What a formula is evaluated over: lines, or single cells. */
interface Place {
  readonly of: RowId;
  readonly scope: "channel" | "plan";
  readonly lines: ReadonlySet<LineId>;
  /** null: all periods. */
  readonly t: number | null;
}

/** Finds the branches upstream of some rows' cells and totals. `divisors`: also where a divisor changes sign. */
export function withSwitches(lowered: LoweredPlan, rows: Iterable<RowId>, divisors = false): Switched {
  const finder = new Finder(lowered, divisors);
  const wanted = [...rows];
  const upstream = upstreamOf(lowered, wanted);
  const totals = partsOfTotals(lowered, wanted);
  for (const row of lowered.rows) {
    if (upstream.has(row.row)) finder.findInRow(row);
    if (totals.has(row.row)) finder.findInTotal(row);
  }
  if (finder.switches.length === 0) return { lowered, switches: [] };
  return {
    lowered: { ...lowered, rows: [...lowered.rows, ...finder.rows] },
    switches: finder.switches,
  };
}

class Finder {
  readonly switches: Switch[] = [];
  readonly rows: LoweredRow[] = [];
  private readonly lowered: LoweredPlan;
  private readonly divisors: boolean;

  constructor(lowered: LoweredPlan, divisors: boolean) {
    this.lowered = lowered;
    this.divisors = divisors;
  }

  findInRow({ row, scope, lines }: LoweredRow): void {
    const byExpr = new Map<Expr, Set<LineId>>();
    for (const line of lines) {
      if (!line.applies) continue;
      if (line.expr !== null) byExpr.set(line.expr, (byExpr.get(line.expr) ?? new Set()).add(line.line));
      for (const [t, expr] of line.cellExprs) {
        this.walk(expr, { of: row, scope, lines: new Set([line.line]), t }, new Set());
      }
    }
    for (const [expr, own] of byExpr) this.walk(expr, { of: row, scope, lines: own, t: null }, new Set());
  }

  findInTotal({ row, scope, lines, total }: LoweredRow): void {
    const own = new Set(lines.filter((line) => line.applies).map((line) => line.line));
    for (const expr of exprsOfTotal(total)) {
      this.walk(expr, { of: row, scope, lines: own, t: null }, new Set());
    }
  }

  private walk(expr: Expr, place: Place, seen: Set<Expr>): void {
    if (seen.has(expr)) return;
    seen.add(expr);
    if (expr.op === "all") {
      this.walk(expr.arg, { ...place, scope: "channel", lines: new Set(expr.channels) }, new Set());
      return;
    }
    this.note(expr, place);
    for (const part of partsOfExpr(expr)) this.walk(part, place, seen);
  }

  private note(expr: Expr, place: Place): void {
    switch (expr.op) {
      case "unary":
        if (expr.fn === "abs" || expr.fn === "not") this.order(place, expr.arg);
        else if (expr.fn === "int") this.add("value", place, expr);
        return;
      case "binary":
        switch (expr.fn) {
          case "min":
          case "max":
          case "eq":
          case "ne":
          case "lt":
          case "le":
          case "gt":
          case "ge":
            this.add("order", place, expr.left, expr.right);
            return;
          case "and":
          case "or":
            this.order(place, expr.left);
            this.order(place, expr.right);
            return;
          case "mod":
            this.add(
              "value",
              place,
              whole({ op: "divide", left: expr.left, right: expr.right, zero: false }),
            );
            return;
          default:
            return;
        }
      case "divide":
        if (this.divisors) this.add("order", place, expr.right);
        return;
      case "if":
        this.order(place, expr.test);
        return;
      case "iferror":
        this.add("error", place, expr.arg);
        return;
      case "choose":
        this.add("value", place, whole(expr.index));
        return;
      case "round":
        this.add("value", place, expr);
        return;
      case "saturate":
        this.order(place, expr.arg);
        return;
      default:
        return;
    }
  }

  /** A truth or a number against 0; comparisons are noted themselves. */
  private order(place: Place, expr: Expr): void {
    const isTruth = expr.op === "binary" && /^(?:and|or|eq|ne|lt|le|gt|ge)$/.test(expr.fn);
    if (!isTruth) this.add("order", place, expr);
  }

  private add(mode: Switch["mode"], place: Place, left: Expr, right: Expr | null = null): void {
    if (left.op === "const" && (right === null || right.op === "const")) return;
    const other = right === null ? null : this.hide(place, right);
    this.switches.push({ mode, left: this.hide(place, left), right: other, of: place.of });
  }

  private hide({ scope, lines, t }: Place, expr: Expr): RowId {
    const id = `~w${this.rows.length}`;
    const all: readonly LineId[] = scope === "plan" ? [PLAN_WIDE] : this.lowered.channels;
    this.rows.push({
      row: id,
      scope,
      total: { kind: "none" },
      lines: all.map((line): LoweredLine => {
        const applies = lines.has(line);
        const isWhole = applies && t === null;
        const cellExprs = applies && t !== null ? new Map([[t, expr]]) : new Map<number, Expr>();
        return { line, applies, expr: isWhole ? expr : null, error: null, cellExprs };
      }),
    });
    return id;
  }
}

/** Towards the whole number below, as INT goes. */
function whole(arg: Expr): Expr {
  return { op: "unary", fn: "int", arg };
}

/** Beside their size, two sides that are nearer than this stand alike: dust of floating point is no branch. */
const LEVEL = 1e-13;
/** Stands for an error among the numbers of a signature. */
const NO_NUMBER = Infinity;

/**
 * How every switch stands at the engine's present numbers, one number for each of its cells: −1, 0, 1 by order,
 * the number itself, or 1 for an error.
 */
export function signatureOf(engine: Engine, switches: readonly Switch[]): Float64Array {
  const parts: number[] = [];
  for (const { mode, left, right } of switches) {
    const first = engine.values(left);
    const second = right === null ? null : engine.values(right);
    const offset = first.stride - engine.periods;
    for (let at = offset; at < first.data.length; at += first.stride) {
      for (let t = 0; t < engine.periods; t++) {
        const x = first.data[at + t] ?? NaN;
        const y = second === null ? 0 : (second.data[at + t] ?? NaN);
        parts.push(mode === "error" ? (Number.isNaN(x) ? 1 : 0) : mode === "value" ? orNo(x) : orderOf(x, y));
      }
    }
  }
  return Float64Array.from(parts);
}

/** The switch, and the difference of its sides, behind one number of a signature. */
export function switchAt(
  engine: Engine,
  switches: readonly Switch[],
  index: number,
): { readonly switch: Switch; readonly margin: () => number } | null {
  let first = 0;
  for (const one of switches) {
    const { data, stride } = engine.values(one.left);
    const lines = data.length / stride;
    const place = index - first;
    first += lines * engine.periods;
    if (index >= first) continue;
    const at =
      Math.floor(place / engine.periods) * stride + stride - engine.periods + (place % engine.periods);
    return {
      switch: one,
      margin: () => {
        const x = engine.values(one.left).data[at] ?? NaN;
        return x - (one.right === null ? 0 : (engine.values(one.right).data[at] ?? NaN));
      },
    };
  }
  return null;
}

function orNo(x: number): number {
  return Number.isNaN(x) ? NO_NUMBER : x;
}

function orderOf(x: number, y: number): number {
  const gap = x - y;
  if (Number.isNaN(gap)) return x === y ? 0 : NO_NUMBER;
  return Math.abs(gap) <= LEVEL * (Math.abs(x) + Math.abs(y)) ? 0 : Math.sign(gap);
}
