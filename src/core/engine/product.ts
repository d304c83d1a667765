import { partsOf } from "../formula/walk.ts";
import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { addsUp } from "./tree.ts";

/** A product taken apart, its factors from left to right, and those that it is divided by. */
interface Factor {
  readonly tree: Tree;
  readonly divides: boolean;
}

/** Factors of a product or quotient. With `whole`, a product that divides is taken apart too. */
function factorsOf(tree: Tree, whole: boolean, divides = false, into: Factor[] = []): Factor[] {
  if (tree.kind === "binary" && tree.op === "*") {
    factorsOf(tree.left, whole, divides, into);
    factorsOf(tree.right, whole, divides, into);
  } else if (tree.kind === "binary" && tree.op === "/") {
    factorsOf(tree.left, whole, divides, into);
    if (whole) factorsOf(tree.right, whole, !divides, into);
    else into.push({ tree: tree.right, divides: !divides });
  } else if (tree.kind === "negate") {
    into.push({ tree: { kind: "number", value: -1 }, divides: false });
    factorsOf(tree.arg, whole, divides, into);
  } else {
    into.push({ tree: unwrap(tree), divides });
  }
  return into;
}

/** EACH(x) is x: what it says is only that broadcasting is meant. */
function unwrap(tree: Tree): Tree {
  return tree.kind === "call" && tree.name === "EACH" ? (tree.args[0] ?? tree) : tree;
}

/** The factors of a tree that multiply, and those that divide. */
export function splitProduct(tree: Tree): { readonly num: Tree[]; readonly den: Tree[] } {
  const factors = factorsOf(tree, true);
  return {
    num: factors.filter(({ divides }) => !divides).map((factor) => factor.tree),
    den: factors.filter(({ divides }) => divides).map((factor) => factor.tree),
  };
}

/** The product of trees; 1 for none. */
export function productOf(trees: readonly Tree[]): Tree {
  const [first, ...rest] = trees;
  if (first === undefined) return { kind: "number", value: 1 };
  return rest.reduce<Tree>((left, right) => ({ kind: "binary", op: "*", left, right }), first);
}

/**
 * The innermost product in which a row stands as a factor or divisor (how: "factor"), or within a sum that is
 * a factor ("term"), and the weight that it gives the row [TO4]:
 *
 *   A       the product's factors that add, together with the rates to the row's left
 *   weight  A where the row multiplies; A ÷ row where it divides
 *   inAll   whether the product stands inside ALL or SHARE, and is so evaluated in every channel
 *
 * A product without a quantity that adds is looked at again as part of the product around it.
 */
export function findProduct(
  plan: Plan,
  tree: Tree,
  row: RowId,
  how: "factor" | "term",
  inAll = false,
): { readonly weight: Tree; readonly inAll: boolean } | null {
  const inside = inAll || (tree.kind === "call" && (tree.name === "ALL" || tree.name === "SHARE"));
  const isProduct = tree.kind === "binary" && (tree.op === "*" || tree.op === "/");
  const factors = isProduct ? factorsOf(tree, false) : [];
  for (const part of isProduct ? factors.map((factor) => factor.tree) : partsOf(tree)) {
    const inner = findProduct(plan, part, row, how, inside);
    if (inner !== null) return inner;
  }
  if (!isProduct) return null;
  const weight = weightIn(plan, factors, row, how) ?? weightIn(plan, factorsOf(tree, true), row, how);
  return weight === null ? null : { weight, inAll };
}

function weightIn(plan: Plan, factors: readonly Factor[], row: RowId, how: "factor" | "term"): Tree | null {
  const own = factors.findIndex(({ tree, divides }) =>
    how === "factor" ? isRow(tree, row) : !divides && isTermOf(tree, row),
  );
  const found = factors[own];
  if (found === undefined) return null;
  const kept = factors.filter(({ tree }, i) => i !== own && (i < own || addsUp(plan, tree)));
  if (!kept.some(({ tree, divides }) => !divides && addsUp(plan, tree))) return null;
  const den = kept.filter(({ divides }) => divides).map(({ tree }) => tree);
  if (found.divides) den.push({ kind: "row", row });
  const num = productOf(kept.filter(({ divides }) => !divides).map(({ tree }) => tree));
  return den.length === 0 ? num : { kind: "binary", op: "/", left: num, right: productOf(den) };
}

function isRow(tree: Tree, row: RowId): boolean {
  return tree.kind === "row" && tree.row === row;
}

/** Whether a row is a term of a sum, so that the sum is linear in it. */
function isTermOf(tree: Tree, row: RowId): boolean {
  if (isRow(tree, row)) return true;
  if (tree.kind === "negate") return isTermOf(tree.arg, row);
  if (tree.kind === "binary" && (tree.op === "+" || tree.op === "-")) {
    return isTermOf(tree.left, row) || isTermOf(tree.right, row);
  }
  return tree.kind === "call" && tree.name === "SUM" && tree.args.some((arg) => isTermOf(arg, row));
}
