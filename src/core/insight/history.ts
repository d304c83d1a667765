import { exprsOfRow, partsOfExpr } from "../engine/cycles.ts";
import type { Expr } from "../engine/expr.ts";
import type { RowId } from "../plan/ids.ts";
import type { Union } from "./union.ts";

/**
 * What `PREV` reads of a row before the plan begins where nothing is typed there, by row: its literal start.
 * Rows that are only read with start 0, or with a formula for a start, are left out.
 */
export function startsOfHistory(union: Union): ReadonlyMap<RowId, number> {
  const starts = new Map<RowId, number>();
  const seen = new Set<Expr>();
  const walk = (expr: Expr): void => {
    if (seen.has(expr)) return;
    seen.add(expr);
    if (expr.op === "prev" && expr.arg.op === "row" && expr.start.op === "const" && expr.start.value !== 0) {
      starts.set(expr.arg.row, expr.start.value);
    }
    for (const part of partsOfExpr(expr)) walk(part);
  };
  for (const lowered of new Set([union.a, union.b])) {
    for (const row of lowered.rows) for (const expr of exprsOfRow(row)) walk(expr);
  }
  return starts;
}
