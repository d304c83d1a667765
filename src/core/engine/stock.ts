import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { components } from "./cycles.ts";

/**
 * The rows that are stocks: their totals over periods are the last. By the person's word; else where a row's
 * own PREV is a term of a sum (also by way of other rows: Opening = PREV(Closing), Closing = Opening + New −
 * Lost makes both stocks), and for CUM. [TO2]
 */
export function stocksOf(plan: Plan): ReadonlySet<RowId> {
  const terms = new Map([...plan.rows.keys()].map((row) => [row, termsOf(plan, row)]));
  const stocks = new Set<RowId>();
  const edges = new Map([...terms].map(([row, list]) => [row, list.flatMap((term) => term.reads ?? [])]));
  // Within a strongly connected set some way leads from each row through any PREV and any sum back to itself.
  for (const group of components(edges)) {
    const inside = new Set(group);
    const within = group
      .flatMap((row) => terms.get(row) ?? [])
      .filter(({ reads }) => inside.has(reads ?? ""));
    if (!within.some(({ isDelayed }) => isDelayed) || !within.some(({ isOfSum }) => isOfSum)) continue;
    for (const row of group) stocks.add(row);
  }
  for (const [id, list] of terms) if (list.some(({ isCum }) => isCum)) stocks.add(id);
  for (const [id, { measure }] of plan.rows) {
    if (measure === "stock") stocks.add(id);
    if (measure === "flow") stocks.delete(id);
  }
  return stocks;
}

interface Term {
  /** The row that the term is, now or (`isDelayed`) some periods earlier. */
  readonly reads: RowId | null;
  readonly isDelayed: boolean;
  readonly isCum: boolean;
  /** Whether it is one of several. */
  readonly isOfSum: boolean;
}

/** The terms of the sums that a row is computed as, its own formula's and its channels'. */
function termsOf(plan: Plan, id: RowId): Term[] {
  const formulas = [
    plan.formulas.get(id),
    ...[...plan.channels.keys()].map((c) => plan.formulas.get(`${id}/${c}`)),
  ];
  return formulas.flatMap((formula) => {
    if (formula?.kind !== "tree") return [];
    const terms = flatten(formula.tree);
    return terms.map((tree) => ({
      ...readBy(tree, id),
      isCum: tree.kind === "call" && tree.name === "CUM",
      isOfSum: terms.length > 1,
    }));
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

function readBy(tree: Tree, holder: RowId): { readonly reads: RowId | null; readonly isDelayed: boolean } {
  if (tree.kind === "row") return { reads: tree.row, isDelayed: false };
  if (tree.kind !== "call" || tree.name !== "PREV") return { reads: null, isDelayed: false };
  const arg = tree.args[0];
  if (arg === undefined || arg.kind === "self") return { reads: holder, isDelayed: true };
  return { reads: arg.kind === "row" ? arg.row : null, isDelayed: arg.kind === "row" };
}
