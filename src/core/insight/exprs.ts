import type { Expr, TotalRule } from "../engine/expr.ts";
import { visitReads } from "../engine/cycles.ts";
import type { LoweredPlan, LoweredRow } from "../engine/expr.ts";
import type { RowId } from "../plan/ids.ts";

/** Small building blocks of expressions. */
export const constant = (value: number): Expr => ({ op: "const", value });
export const ofRow = (row: RowId): Expr => ({ op: "row", row });
export const add = (left: Expr, right: Expr): Expr => ({ op: "binary", fn: "add", left, right });
export const multiply = (left: Expr, right: Expr): Expr => ({ op: "binary", fn: "multiply", left, right });
export const subtract = (left: Expr, right: Expr): Expr => ({ op: "binary", fn: "subtract", left, right });

/** (1 − s)·a + s·b. [XP4] */
export function mixed(share: Expr, a: Expr, b: Expr): Expr {
  return add(multiply(subtract(constant(1), share), a), multiply(share, b));
}

const equals = new WeakMap<object, WeakMap<object, boolean>>();

/**
 * Whether two expressions, or two rules of totals, say the same. Sums over the same channels in another order
 * do. Pairs are remembered: lines share expressions.
 */
export function saysSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  let known = equals.get(a);
  if (known === undefined) equals.set(a, (known = new WeakMap()));
  let same = known.get(b);
  if (same === undefined) known.set(b, (same = compare(a, b)));
  return same;
}

function compare(a: object, b: object): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((part, i) => saysSame(part, b[i]));
  }
  const [left, right] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  if (left.length !== right.size) return false;
  return left.every(([key, part]: [string, unknown]) =>
    key === "channels" ? isSameSet(part, right.get(key)) : saysSame(part, right.get(key)),
  );
}

function isSameSet(a: unknown, b: unknown): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  const members = new Set<unknown>(a);
  return b.every((member) => members.has(member));
}

/** The expressions that a rule of totals is computed from. */
export function exprsOfTotal(rule: TotalRule): readonly Expr[] {
  switch (rule.kind) {
    case "ratio":
      return [rule.num, rule.den];
    case "mean":
      return [rule.weight];
    case "totals":
      return rule.typedOver === null ? [rule.expr] : [rule.expr, rule.typedOver.num, rule.typedOver.den];
    case "last":
    case "first":
      return exprsOfTotal(rule.of);
    default:
      return [];
  }
}

/** The rows that the totals of some rows are made of, at any distance, those rows among them. */
export function partsOfTotals(lowered: LoweredPlan, rows: Iterable<RowId>): Set<RowId> {
  return closureOf(lowered, rows, (row) => exprsOfTotal(row.total));
}

/** Everything that the cells and totals of some rows depend on, those rows among them. */
export function upstreamOf(lowered: LoweredPlan, rows: Iterable<RowId>): Set<RowId> {
  return closureOf(lowered, partsOfTotals(lowered, rows), (row) => {
    const exprs = new Set<Expr>();
    for (const line of row.lines) {
      if (line.expr !== null) exprs.add(line.expr);
      for (const expr of line.cellExprs.values()) exprs.add(expr);
    }
    return exprs;
  });
}

function closureOf(
  lowered: LoweredPlan,
  rows: Iterable<RowId>,
  exprsOf: (row: LoweredRow) => Iterable<Expr>,
): Set<RowId> {
  const byId = new Map(lowered.rows.map((row) => [row.row, row]));
  const found = new Set(rows);
  // Sets are walked in the order in which they grow.
  for (const id of found) {
    const row = byId.get(id);
    if (row === undefined) continue;
    for (const expr of exprsOf(row)) visitReads(expr, (read) => found.add(read));
  }
  return found;
}

/**
 * A lowered plan whose ROUND, ROUNDUP, ROUNDDOWN and INT are left out, and the rows that had them. Null where
 * none has. [XP3]
 */
export function withoutRounding(
  lowered: LoweredPlan,
): { readonly lowered: LoweredPlan; readonly rows: readonly RowId[] } | null {
  const known = new Map<Expr, Expr>();
  const rows: RowId[] = [];
  const smooth = (expr: Expr): Expr => {
    const done = known.get(expr);
    if (done !== undefined) return done;
    const isRounding = expr.op === "round" || (expr.op === "unary" && expr.fn === "int");
    const made = isRounding ? smooth(expr.arg) : mapParts(expr, smooth);
    known.set(expr, made);
    return made;
  };
  const smoothed = lowered.rows.map((row) => {
    const lines = row.lines.map((line) => {
      const expr = line.expr === null ? null : smooth(line.expr);
      const cellExprs = new Map([...line.cellExprs].map(([t, cell]) => [t, smooth(cell)]));
      const isSame =
        expr === line.expr && [...cellExprs].every(([t, cell]) => line.cellExprs.get(t) === cell);
      return isSame ? line : { ...line, expr, cellExprs };
    });
    if (lines.every((line, i) => line === row.lines[i])) return row;
    rows.push(row.row);
    return { ...row, lines };
  });
  return rows.length === 0 ? null : { lowered: { ...lowered, rows: smoothed }, rows };
}

/** The same expression over other parts; the very same object where no part changes. */
function mapParts(expr: Expr, map: (part: Expr) => Expr): Expr {
  let isSame = true;
  const entries = Object.entries(expr).map(([key, value]: [string, unknown]) => {
    const made = Array.isArray(value)
      ? value.map((part: unknown) => (isExpr(part) ? map(part) : part))
      : isExpr(value)
        ? map(value)
        : value;
    const isKept =
      Array.isArray(value) && Array.isArray(made) ? value.every((v, i) => v === made[i]) : made === value;
    if (!isKept) isSame = false;
    return [key, made] as const;
  });
  // The same fields with parts of the same type: still the same kind of expression.
  return isSame ? expr : (Object.fromEntries(entries) as unknown as Expr);
}

function isExpr(value: unknown): value is Expr {
  return typeof value === "object" && value !== null && "op" in value;
}
