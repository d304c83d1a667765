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
