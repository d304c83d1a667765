import type { RowId, Tree } from "../../core/index.ts";

/** `[before] * [rate]`, or `LAG([before], …) * [rate]`: the rate is of those who come due in the period. */
export function stepTree(from: RowId, rate: RowId, delay: readonly number[] | undefined): Tree {
  const row: Tree = { kind: "row", row: from };
  const isDelayed = delay?.some((part, i) => i > 0 && part > 0) === true;
  const left: Tree = isDelayed ? { kind: "call", name: "LAG", args: [row, ...delay.map(percentTree)] } : row;
  return { kind: "binary", op: "*", left, right: { kind: "row", row: rate } };
}

/** A product without one of its factors, a row; null where the row is no factor of it. */
export function withoutFactor(tree: Tree, row: string): Tree | null {
  if (tree.kind !== "binary" || tree.op !== "*") return null;
  const { left, right } = tree;
  if (right.kind === "row" && right.row === row) return left;
  if (left.kind === "row" && left.row === row) return right;
  const inLeft = withoutFactor(left, row);
  if (inLeft !== null) return { ...tree, left: inLeft };
  const inRight = withoutFactor(right, row);
  return inRight === null ? null : { ...tree, right: inRight };
}

/** A LAG of a LAG as one, where all weights are literals: what takes 0 or 1, then 1 or 2, takes 1, 2 or 3. */
export function joinDelays(tree: Tree): Tree {
  switch (tree.kind) {
    case "percent":
    case "negate":
      return { kind: tree.kind, arg: joinDelays(tree.arg) };
    case "binary":
      return { ...tree, left: joinDelays(tree.left), right: joinDelays(tree.right) };
    case "call": {
      const args = tree.args.map(joinDelays);
      const [x, ...outer] = args;
      const whole: Tree = { ...tree, args };
      if (tree.name !== "LAG" || x?.kind !== "call" || x.name !== "LAG") return whole;
      const [source, ...inner] = x.args;
      const [v, w] = [weightsOf(outer), weightsOf(inner)];
      if (source === undefined || v === null || w === null) return whole;
      const joined = Array.from({ length: v.length + w.length - 1 }, () => 0);
      v.forEach((a, i) => {
        w.forEach((b, j) => {
          joined[i + j] = (joined[i + j] ?? 0) + a * b;
        });
      });
      return { kind: "call", name: "LAG", args: [source, ...joined.map(percentTree)] };
    }
    default:
      return tree;
  }
}

function weightsOf(trees: readonly Tree[]): number[] | null {
  const weights: number[] = [];
  for (const tree of trees) {
    if (tree.kind === "number") weights.push(tree.value);
    else if (tree.kind === "percent" && tree.arg.kind === "number") weights.push(tree.arg.value / 100);
    else return null;
  }
  return weights;
}

function percentTree(weight: number): Tree {
  return { kind: "percent", arg: { kind: "number", value: Number((weight * 100).toPrecision(12)) } };
}
