import type { Expr, LoweredLine, LoweredPlan, LoweredRow } from "../engine/expr.ts";
import type { RowCells, Series } from "../plan/cell.ts";
import { isSameValue } from "../plan/change.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { defaultRow } from "../plan/make.ts";
import { formulaOf, startOrdinal } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { constant, mixed, ofRow, saysSame } from "./exprs.ts";
import { startsOfHistory } from "./history.ts";
import type { Side, Union } from "./union.ts";

/**
 * Two plans as one, on the way from the first to the second: [XP2]–[XP5]
 *
 *   cell of        first side      second side     on the way
 *   ------------   -------------   -------------   -------------------------------------------
 *   a number       v               w               typed; moves from v to w (a mover, if v ≠ w)
 *   the formula    F               F               F
 *   different      F or v          G or w          (1 − s)·F + s·G; s is typed and moves from 0 to 1
 *   not there      –               v               counts, money: moves from 0 to v; others: v
 *   not there      –               F               F, if with its inputs at 0 it is 0; else as (1 − s)·0 + s·F
 *
 * Every cell has its own s (they move together), so that parts can be summed by channel and by period.
 */
export interface Joined {
  readonly plan: Plan;
  readonly lowered: LoweredPlan;
  readonly movers: readonly Mover[];
}

/** A typed cell that differs between the sides. */
export interface Mover {
  readonly row: RowId;
  readonly line: LineId;
  readonly t: number;
  readonly from: number;
  readonly to: number;
  /** Whose part it is. `formula`: what rules the cell differs, not its number. */
  readonly kind: "assumption" | "formula" | "channel";
  /** The row that the reader knows (a share's own row is hidden). */
  readonly of: RowId;
}

/** What stands in a cell on one side. */
type State =
  | { readonly is: "typed"; readonly value: number }
  | { readonly is: "formula"; readonly expr: Expr; readonly own: boolean }
  /** Does not apply, though row and channel are there. */
  | { readonly is: "none" }
  /** Row or channel is not there. */
  | { readonly is: "absent" };

const ERROR = constant(NaN);
const ZERO = constant(0);

/**
 * Joins two sides. `forced` names lines (`row line`) whose formula is mixed although it looks the same: such
 * as do not give the ends' numbers otherwise.
 */
export function joinSides(a: Side, b: Side, union: Union, forced: ReadonlySet<string>): Joined {
  return new Joiner(a, b, union, forced).join();
}

class Joiner {
  private readonly a: Side;
  private readonly b: Side;
  private readonly union: Union;
  private readonly forced: ReadonlySet<string>;
  private readonly movers: Mover[] = [];
  private readonly rows: LoweredRow[] = [];
  private readonly records: Map<RowId, Row>;
  private readonly cells = new Map<RowId, RowCells>();
  private readonly history: number;
  private readonly periods: number;
  private readonly mixtures = new Map<RowId, Map<Expr, Map<Expr, Expr>>>();
  private readonly starts: ReadonlyMap<RowId, number>;

  constructor(a: Side, b: Side, union: Union, forced: ReadonlySet<string>) {
    this.a = a;
    this.b = b;
    this.union = union;
    this.forced = forced;
    this.records = new Map(union.plan.rows);
    this.history = Math.max(union.a.history, union.b.history);
    this.periods = union.a.periods;
    this.starts = startsOfHistory(union);
  }

  join(): Joined {
    const { union } = this;
    const second = new Map(union.b.rows.map((row) => [row.row, row]));
    for (const row of union.a.rows) this.joinRow(row, second.get(row.row) ?? row);
    const { periods, history } = this;
    return {
      plan: { ...union.plan, rows: this.records, cells: this.cells, goals: new Map(), scenarios: new Map() },
      lowered: { rows: this.rows, channels: union.a.channels, periods, history },
      movers: this.movers,
    };
  }

  private joinRow(first: LoweredRow, second: LoweredRow): void {
    const record = this.union.plan.rows.get(first.row);
    if (record === undefined) return;
    const seconds = new Map(second.lines.map((line) => [line.line, line]));
    const shares: [LineId, readonly number[]][] = [];
    const typed = new Map<LineId, Series>();
    const lines = first.lines.map((line) =>
      this.joinLine(first.row, record, line, seconds.get(line.line) ?? line, shares, typed),
    );
    if (typed.size > 0) this.cells.set(first.row, typed);
    this.rows.push({ ...first, lines });
    if (shares.length > 0) this.addShares(first, record, shares);
  }

  /** The row of a row's s, one for each of its cells. */
  private addShares(
    of: LoweredRow,
    record: Row,
    shares: readonly (readonly [LineId, readonly number[]])[],
  ): void {
    const id = shareOf(of.row);
    const lines = of.lines.map(({ line }) => ({
      line,
      applies: true,
      expr: null,
      error: null,
      cellExprs: new Map(),
    }));
    this.rows.push({ row: id, scope: of.scope, lines, total: { kind: "sum", stock: false } });
    this.records.set(id, { ...defaultRow(id), unit: "number", scope: record.scope });
    for (const [line, periods] of shares) {
      const kind = this.isOneSided(of.row, line) ? "channel" : "formula";
      for (const t of periods) this.movers.push({ row: id, line, t, from: 0, to: 1, kind, of: of.row });
    }
  }

  private joinLine(
    row: RowId,
    record: Row,
    first: LoweredLine,
    second: LoweredLine,
    shares: [LineId, readonly number[]][],
    typed: Map<LineId, Series>,
  ): LoweredLine {
    const { line } = first;
    const values = new Float64Array(this.history + this.periods).fill(NaN);
    const cellExprs = new Map<number, Expr>();
    const shared: number[] = [];
    let expr: Expr | null = null;
    for (let t = -this.history; t < 0; t++) this.joinHistory(row, record, line, t, values);
    for (let t = 0; t < this.periods; t++) {
      const [x, y] = [this.stateOf(this.a, row, first, t), this.stateOf(this.b, row, second, t)];
      if (isNothing(x) && isNothing(y)) continue;
      if (x.is !== "formula" && y.is !== "formula") {
        const [from, to] = numbersOf(record, x, y);
        this.put(row, line, t, from, to, values);
        continue;
      }
      const { ruling, isMixed } = this.ruleCell(row, record, line, x, y);
      if (isMixed) shared.push(t);
      // Cells that follow their lines on both sides are ruled alike, by the same object: the line's formula.
      if (isLineState(x) && isLineState(y)) expr = ruling;
      else cellExprs.set(t, ruling);
    }
    if (shared.length > 0) shares.push([line, shared]);
    if (values.some((value) => !Number.isNaN(value))) {
      const start = startOrdinal(this.union.plan.settings);
      typed.set(line, { first: start - this.history, values, details: new Map() });
    }
    const applies =
      (first.applies && this.isIn(this.a, row, line)) || (second.applies && this.isIn(this.b, row, line));
    return { line, applies, expr, error: null, cellExprs };
  }

  /** History is only ever typed; where one side has nothing it counts as what is read there instead. */
  private joinHistory(row: RowId, record: Row, line: LineId, t: number, values: Float64Array): void {
    const read = (side: Side): number =>
      this.isIn(side, row, line) && side.engine.applies(row, line) ? side.engine.value(row, line, t) : NaN;
    const [v, w] = [read(this.a), read(this.b)];
    if (Number.isNaN(v) && Number.isNaN(w)) return;
    const instead = (side: Side, other: number): number => {
      if (this.isIn(side, row, line)) return this.starts.get(row) ?? 0;
      return isAdditive(record.unit) ? 0 : other;
    };
    this.put(
      row,
      line,
      t,
      Number.isNaN(v) ? instead(this.a, w) : v,
      Number.isNaN(w) ? instead(this.b, v) : w,
      values,
    );
  }

  private put(row: RowId, line: LineId, t: number, from: number, to: number, values: Float64Array): void {
    // The lesser, so that whoever asks the plan for signs has the answer for the whole way.
    values[this.history + t] = Math.min(from, to);
    if (Object.is(from, to)) return;
    const kind = this.isOneSided(row, line) ? "channel" : "assumption";
    this.movers.push({ row, line, t, from, to, kind, of: row });
  }

  /** What rules a cell on the way, where a formula does on one side at least. */
  private ruleCell(
    row: RowId,
    record: Row,
    line: LineId,
    x: State,
    y: State,
  ): { readonly ruling: Expr; readonly isMixed: boolean } {
    const isForced = this.forced.has(`${row} ${line}`);
    const adds = isAdditive(record.unit);
    const exprOf = (own: State, other: State): Expr => {
      if (own.is === "formula") return own.expr;
      if (own.is === "typed") return constant(own.value);
      const isChosen = own.is === "none" && this.hasOtherFormula(row, line);
      return other.is !== "formula" || (adds && (isForced || isChosen)) ? ZERO : other.expr;
    };
    const [left, right] = [exprOf(x, y), exprOf(y, x)];
    if (saysSame(left, right)) return { ruling: left, isMixed: false };
    const isPruned =
      x.is === "formula" && y.is === "formula" && !x.own && !y.own && !this.hasOtherFormula(row, line);
    if (isPruned && !isForced) {
      // The same formula, of which a part does not apply on one side: the one that says more.
      return { ruling: sizeOf(left) >= sizeOf(right) ? left : right, isMixed: false };
    }
    return { ruling: this.mix(row, left, right), isMixed: true };
  }

  private mix(row: RowId, a: Expr, b: Expr): Expr {
    const byFirst = this.mixtures.get(row) ?? new Map<Expr, Map<Expr, Expr>>();
    this.mixtures.set(row, byFirst);
    const bySecond = byFirst.get(a) ?? new Map<Expr, Expr>();
    byFirst.set(a, bySecond);
    const known = bySecond.get(b) ?? mixed(ofRow(shareOf(row)), a, b);
    bySecond.set(b, known);
    return known;
  }

  private hasOtherFormula(row: RowId, line: LineId): boolean {
    const [a, b] = [formulaOf(this.a.plan, row, line), formulaOf(this.b.plan, row, line)];
    return !isSameValue(a ?? null, b ?? null);
  }

  private stateOf(side: Side, row: RowId, lowered: LoweredLine, t: number): State {
    if (!this.isIn(side, row, lowered.line)) {
      return { is: "absent" };
    }
    const { engine } = side;
    switch (engine.kind(row, lowered.line, t)) {
      case "none":
        return { is: "none" };
      case "assumption":
      case "empty":
      case "overridden":
        return { is: "typed", value: engine.value(row, lowered.line, t) };
      case "computed":
        return {
          is: "formula",
          expr: this.isBroken(side, row, lowered.line) ? ERROR : (lineFormula(lowered) ?? ERROR),
          own: false,
        };
      case "formula":
        return { is: "formula", expr: lowered.cellExprs.get(t) ?? ERROR, own: true };
    }
  }

  /** Whether a formula is an error on its own side, though with the other's rows it would not be. */
  private isBroken(side: Side, row: RowId, line: LineId): boolean {
    if (this.union.isSame) return false;
    let broken = this.brokenBySide.get(side);
    if (broken === undefined) {
      broken = new Set(
        side.engine.lowered.rows.flatMap((own) =>
          own.lines.flatMap((one) => (one.error === null ? [] : [`${own.row} ${one.line}`])),
        ),
      );
      this.brokenBySide.set(side, broken);
    }
    return broken.has(`${row} ${line}`);
  }
  private readonly brokenBySide = new Map<Side, ReadonlySet<string>>();

  private isIn(side: Side, row: RowId, line: LineId): boolean {
    return side.plan.rows.has(row) && (line === PLAN_WIDE || side.plan.channels.has(line));
  }

  /** Whether a channel is on one side alone: all that stands in it is one part. */
  private isOneSided(row: RowId, line: LineId): boolean {
    if (this.union.isSame || line === PLAN_WIDE || !this.records.has(row)) return false;
    return this.a.plan.channels.has(line) !== this.b.plan.channels.has(line);
  }
}

/** The row in which a row's shares s stand. */
export function shareOf(row: RowId): RowId {
  return `${row}~s`;
}

function lineFormula(line: LoweredLine): Expr | null {
  return line.error === null ? line.expr : ERROR;
}

function isNothing(state: State): boolean {
  return state.is === "none" || state.is === "absent";
}

/** Whether nothing but the line's own formula has a say. */
function isLineState(state: State): boolean {
  return state.is === "formula" ? !state.own : isNothing(state);
}

/** The two ends of a cell that is a number, or nothing, on both sides. */
function numbersOf(record: Row, x: State, y: State): [number, number] {
  const adds = isAdditive(record.unit);
  const of = (own: State, other: State): number => {
    if (own.is === "typed") return own.value;
    return adds || other.is !== "typed" ? 0 : other.value;
  };
  return [of(x, y), of(y, x)];
}

/** How many pieces of data an expression is made of: a measure of how much it says. */
function sizeOf(expr: Expr): number {
  let size = 0;
  const open: unknown[] = [expr];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== "object" || next === null) continue;
    size++;
    open.push(...(Object.values(next) as unknown[])); // parts of plain data
  }
  return size;
}
