import { partsOfExpr } from "../engine/cycles.ts";
import type { Expr, LoweredPlan } from "../engine/expr.ts";
import type { RowId } from "../plan/ids.ts";

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
  const made = mapped(expr, map);
  const [before, after] = [partsOfExpr(expr), partsOfExpr(made)];
  return before.every((part, i) => part === after[i]) ? expr : made;
}

function mapped(expr: Expr, map: (part: Expr) => Expr): Expr {
  switch (expr.op) {
    case "const":
    case "row":
    case "calendar":
    case "channel":
      return expr;
    case "unary":
    case "cum":
    case "all":
    case "total":
      return { ...expr, arg: map(expr.arg) };
    case "binary":
    case "divide":
      return { ...expr, left: map(expr.left), right: map(expr.right) };
    case "round":
      return { ...expr, arg: map(expr.arg), digits: map(expr.digits) };
    case "if":
      return { ...expr, test: map(expr.test), then: map(expr.then), otherwise: map(expr.otherwise) };
    case "iferror":
      return { ...expr, arg: map(expr.arg), otherwise: map(expr.otherwise) };
    case "choose":
      return { ...expr, index: map(expr.index), options: expr.options.map(map) };
    case "bymonth":
      return { ...expr, options: expr.options.map(map) };
    case "prev":
      return { ...expr, arg: map(expr.arg), start: map(expr.start) };
    case "lag":
      return { ...expr, arg: map(expr.arg), weights: expr.weights.map(map) };
    case "cohort":
      return { ...expr, arg: map(expr.arg), rates: expr.rates.map(map) };
    case "saturate":
      return {
        ...expr,
        arg: map(expr.arg),
        cap: map(expr.cap),
        half: map(expr.half),
        shape: map(expr.shape),
      };
  }
}
