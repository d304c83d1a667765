import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";

/** The trees right below a tree, in the order in which they are written. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case "percent":
    case "negate":
      return [tree.arg];
    case "binary":
      return [tree.left, tree.right];
    case "call":
      return tree.args;
    case "number":
    case "truth":
    case "row":
    case "self":
    case "channel":
      return [];
  }
}

/** A tree with each of its parts replaced by what `replace` gives for it; the same object where none changes. */
export function mapParts(tree: Tree, replace: (part: Tree) => Tree): Tree {
  switch (tree.kind) {
    case "percent":
    case "negate": {
      const arg = replace(tree.arg);
      return arg === tree.arg ? tree : { kind: tree.kind, arg };
    }
    case "binary": {
      const [left, right] = [replace(tree.left), replace(tree.right)];
      return left === tree.left && right === tree.right ? tree : { ...tree, left, right };
    }
    case "call": {
      const args = tree.args.map(replace);
      return args.every((arg, i) => arg === tree.args[i]) ? tree : { ...tree, args };
    }
    case "number":
    case "truth":
    case "row":
    case "self":
    case "channel":
      return tree;
  }
}

/** Calls `visit` for a tree and everything in it, outer before inner, left before right. */
export function visitTree(tree: Tree, visit: (tree: Tree) => void): void {
  visit(tree);
  for (const part of partsOf(tree)) visitTree(part, visit);
}

/** Whether a tree or anything in it is such. */
export function contains(tree: Tree, isSuch: (tree: Tree) => boolean): boolean {
  return isSuch(tree) || partsOf(tree).some((part) => contains(part, isSuch));
}

/** Rows that a formula names, each once, in the order in which they are written. */
export function rowsIn(tree: Tree): RowId[] {
  const rows = new Set<RowId>();
  visitTree(tree, (part) => {
    if (part.kind === "row") rows.add(part.row);
  });
  return [...rows];
}

/**
 * A formula with each row replaced by what `replace` gives for it, a row's id or a tree. What does not change
 * is shared; nothing changing gives the same object.
 */
export function mapRows(tree: Tree, replace: (row: RowId) => RowId | Tree): Tree {
  if (tree.kind !== "row") return mapParts(tree, (part) => mapRows(part, replace));
  const other = replace(tree.row);
  if (typeof other !== "string") return other;
  return other === tree.row ? tree : { kind: "row", row: other };
}

/** Whether a LAG lets nothing through in the same period: its first weight is the literal 0, or 0%. [DL1] */
export function isDelayingLag(args: readonly Tree[]): boolean {
  const first = args[1]?.kind === "percent" ? args[1].arg : args[1];
  return first?.kind === "number" && first.value === 0;
}

/** The n of a PREV: how many periods back it reads. */
export function distanceOf(args: readonly Tree[]): number {
  return args[1]?.kind === "number" ? args[1].value : 1;
}

/**
 * How many periods before the plan's first a formula reads. Delays within delays add up. A COHORT goes back to
 * the oldest history there is, and asks for none itself. [DL5]
 */
export function reachOf(tree: Tree): number {
  const deepest = partsOf(tree).reduce((reach, part) => Math.max(reach, reachOf(part)), 0);
  if (tree.kind !== "call") return deepest;
  const arg = tree.args[0] === undefined ? 0 : reachOf(tree.args[0]);
  switch (tree.name) {
    case "PREV":
      return Math.max(deepest, arg + distanceOf(tree.args));
    case "LAG":
      return Math.max(deepest, arg + tree.args.length - 2);
    case "CUM":
      return Math.max(deepest, arg + (tree.args[1]?.kind === "number" ? tree.args[1].value - 1 : 0));
    default:
      return deepest;
  }
}

/** What a formula reads: `now` in the same period, `later` through a delay, `totals` inside TOTAL. */
export interface Reads {
  readonly now: ReadonlySet<RowId>;
  /** All rows that are read, delayed or not. */
  readonly all: ReadonlySet<RowId>;
  readonly totals: ReadonlySet<RowId>;
}

/** What the formulas of one row read together; `own` is the row itself, as `PREV()` means it. [DL1] */
export function readsOf(trees: Iterable<Tree>, own: RowId): Reads {
  const now = new Set<RowId>();
  const all = new Set<RowId>();
  const totals = new Set<RowId>();
  const collect = (tree: Tree, delayed: boolean, inTotal: boolean): void => {
    const row = tree.kind === "row" ? tree.row : tree.kind === "self" ? own : undefined;
    if (row !== undefined) {
      all.add(row);
      if (!delayed) now.add(row);
      if (inTotal) totals.add(row);
      return;
    }
    if (tree.kind === "call" && tree.args[0] !== undefined) {
      const delays = tree.name === "PREV" || (tree.name === "LAG" && isDelayingLag(tree.args));
      // Under TOTAL every period is read, so that a delay inside it delays nothing.
      const total = inTotal || tree.name === "TOTAL";
      collect(tree.args[0], total ? false : delayed || delays, total);
      for (const arg of tree.args.slice(1)) collect(arg, delayed, inTotal);
      return;
    }
    for (const part of partsOf(tree)) collect(part, delayed, inTotal);
  };
  for (const tree of trees) collect(tree, false, false);
  return { now, all, totals };
}
