import type { Tree } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { RowId } from "../plan/ids.ts";
import { formulaOf, linesOf } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";

/**
 * Whether a row that adds is a stock: its total over periods is the last. By the person's word; else where
 * its own PREV is a term of a sum (also by way of another row: Opening = PREV(Closing), Closing = Opening +
 * New − Lost makes both stocks), and for CUM. [TO2]
 */
export function isStock(plan: Plan, id: RowId): boolean {
  const row = plan.rows.get(id);
  if (row?.measure !== "auto") return row?.measure === "stock";
  if (termsOf(plan, id).some((term) => term.tree.kind === "call" && term.tree.name === "CUM")) return true;
  return comesBack(plan, id);
}

interface Term {
  readonly tree: Tree;
  /** Whether it is one of several. */
  readonly ofSum: boolean;
}

/** The terms of the sum that a row is computed as, in all its lines. */
function termsOf(plan: Plan, id: RowId): Term[] {
  const row = plan.rows.get(id);
  if (row === undefined) return [];
  const trees = new Set<Tree>();
  for (const line of row.scope === "plan" ? [PLAN_WIDE] : linesOf(plan, row)) {
    const formula = formulaOf(plan, id, line);
    if (formula?.kind === "tree") trees.add(formula.tree);
  }
  return [...trees].flatMap((tree) => {
    const terms = flatten(tree);
    return terms.map((term) => ({ tree: term, ofSum: terms.length > 1 }));
  });
}

function flatten(tree: Tree, into: Tree[] = []): Tree[] {
  if (tree.kind === "binary" && (tree.op === "+" || tree.op === "-")) {
    flatten(tree.left, into);
    flatten(tree.right, into);
  } else if (tree.kind === "negate") {
    flatten(tree.arg, into);
  } else if (tree.kind === "call" && tree.name === "SUM") {
    for (const arg of tree.args) flatten(arg, into);
  } else {
    into.push(tree);
  }
  return into;
}

/** Whether terms lead from a row back to itself, through a PREV and a sum. */
function comesBack(plan: Plan, id: RowId): boolean {
  // A state is a row with what was met on the way to it: 1 a PREV, 2 a sum.
  const seen = new Set<string>();
  const open: { row: RowId; met: number }[] = [{ row: id, met: 0 }];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const { tree, ofSum } of termsOf(plan, state.row)) {
      const next = readBy(tree, state.row);
      if (next === null) continue;
      const met = state.met | (next.delayed ? 1 : 0) | (ofSum ? 2 : 0);
      if (next.row === id && met === 3) return true;
      const key = `${next.row} ${met}`;
      if (seen.has(key)) continue;
      seen.add(key);
      open.push({ row: next.row, met });
    }
  }
  return false;
}

/** The row that a term is, now or some periods earlier. */
function readBy(tree: Tree, holder: RowId): { row: RowId; delayed: boolean } | null {
  if (tree.kind === "row") return { row: tree.row, delayed: false };
  if (tree.kind !== "call" || tree.name !== "PREV") return null;
  const arg = tree.args[0];
  if (arg === undefined || arg.kind === "self") return { row: holder, delayed: true };
  return arg.kind === "row" ? { row: arg.row, delayed: true } : null;
}
