import { partsOf } from "../formula/walk.ts";
import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { dimensionOf, isAdditive } from "../plan/unit.ts";
import type { Dimension } from "../plan/unit.ts";

/** The rows that a tree reads, in the order in which they are first written; `self` is `holder`. */
export function rowsRead(tree: Tree, holder: RowId, into = new Set<RowId>()): Set<RowId> {
  if (tree.kind === "row") into.add(tree.row);
  else if (tree.kind === "self" || (tree.kind === "call" && tree.name === "PREV" && tree.args.length === 0)) {
    into.add(holder);
  }
  for (const part of partsOf(tree)) rowsRead(part, holder, into);
  return into;
}

/**
 * The dimension of a tree by the units of its rows; null where any would fit (literals, `^`, SQRT …). Says
 * nothing of whether the tree is sound: that is the checker's.
 */
export function dimensionOfTree(plan: Plan, tree: Tree): Dimension | null {
  const of = (part: Tree | undefined): Dimension | null =>
    part === undefined ? null : dimensionOfTree(plan, part);
  switch (tree.kind) {
    case "number":
    case "percent":
    case "truth":
    case "self":
    case "channel":
      return null;
    case "row": {
      const row = plan.rows.get(tree.row);
      return row === undefined ? null : dimensionOf(row.unit);
    }
    case "negate":
      return of(tree.arg);
    case "binary": {
      const [left, right] = [of(tree.left), of(tree.right)];
      if (tree.op === "+" || tree.op === "-") return left ?? right;
      if (tree.op !== "*" && tree.op !== "/") return null;
      if (left === null && right === null) return null;
      const [l, r] = [left ?? NONE, right ?? NONE];
      const sign = tree.op === "*" ? 1 : -1;
      return { money: l.money + sign * r.money, count: l.count + sign * r.count };
    }
    case "call":
      return dimensionOfCall(tree.name, tree.args.map(of));
  }
}

const NONE: Dimension = { money: 0, count: 0 };

function dimensionOfCall(name: string, args: readonly (Dimension | null)[]): Dimension | null {
  const firstKnown = (list: readonly (Dimension | null)[]): Dimension | null =>
    list.find((d) => d !== null) ?? null;
  switch (name) {
    case "MIN":
    case "MAX":
    case "SUM":
    case "BYMONTH":
    case "IFERROR":
      return firstKnown(args);
    case "IF":
    case "CHOOSE":
      return firstKnown(args.slice(1));
    case "ABS":
    case "ROUND":
    case "ROUNDUP":
    case "ROUNDDOWN":
    case "INT":
    case "MOD":
    case "PREV":
    case "LAG":
    case "COHORT":
    case "CUM":
    case "ALL":
    case "EACH":
    case "TOTAL":
      return args[0] ?? null;
    case "SATURATE":
      return args[1] ?? null;
    case "SHARE":
      return NONE;
    default:
      return null;
  }
}

/** Whether a tree is a quantity that adds: a count or money, to the power 1. */
export function addsUp(plan: Plan, tree: Tree): boolean {
  const dimension = dimensionOfTree(plan, tree);
  if (dimension === null) return false;
  const { money, count } = dimension;
  return (money === 1 && count === 0) || (money === 0 && count === 1);
}

/** Whether a row adds up over channels and periods; a row that is gone does not. */
export function isAddingRow(plan: Plan, row: RowId): boolean {
  const found = plan.rows.get(row);
  return found !== undefined && isAdditive(found.unit);
}
