import { formulaMessages as say } from "../messages/formula.ts";
import type { FormulaCode } from "../messages/formula.ts";
import type { FunctionName, Tree } from "../plan/formula.ts";
import { errorAt } from "./tokens.ts";
import type { FormulaError, Span } from "./tokens.ts";

/** How far the weights of a LAG may be from adding up to 1. [DL3] */
export const WEIGHT_TOLERANCE = 1e-6;

const ZERO: Tree = { kind: "number", value: 0 };

/** A call as a tree, or what is wrong with its arguments and at which of them. */
export type CompletedCall =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly at: Tree | undefined; readonly error: (span: Span) => FormulaError };

/**
 * Makes a call of arguments as they were typed, null where one was left empty. Empty reads as 0, except that
 * PREV without a first argument reads the row itself; IF without a third and ROUND without a second argument
 * have 0 there. What has to be literal is checked. [FO5] [FO12]
 */
export function completeCall(name: FunctionName, given: readonly (Tree | null)[]): CompletedCall {
  // Each empty argument is an object of its own, so that trees stay trees.
  const args = given.map((arg): Tree => arg ?? { ...ZERO });
  if (name === "PREV" && (given[0] === null || given.length === 0)) args[0] = { kind: "self" };
  if (name === "IF" && args.length === 2) args.push({ ...ZERO });
  if (isRounding(name) && args.length === 1) args.push({ ...ZERO });
  const problem = literalProblem(name, args);
  return problem ?? { ok: true, tree: { kind: "call", name, args } };
}

function isRounding(name: FunctionName): boolean {
  return name === "ROUND" || name === "ROUNDUP" || name === "ROUNDDOWN";
}

function literalProblem(name: FunctionName, args: readonly Tree[]): CompletedCall | undefined {
  if (name === "PREV" && args[1] !== undefined && !isCountingNumber(args[1])) {
    return wrong("prevDistance", say.prevDistance(), args[1]);
  }
  if (name === "CUM" && args[1] !== undefined && !isCountingNumber(args[1])) {
    return wrong("cumWindow", say.cumWindow(), args[1]);
  }
  return name === "LAG" ? weightProblem(args.slice(1)) : undefined;
}

/** Weights are literals from 0 on, or rows; literals alone add up to 1. [DL3] */
function weightProblem(weights: readonly Tree[]): CompletedCall | undefined {
  let sum = 0;
  let literal = true;
  for (const weight of weights) {
    if (weight.kind === "row") {
      literal = false;
      continue;
    }
    const value = constantOf(weight);
    // The sentence shows the value where there is one; a formula is shown as what it is.
    if (value === undefined) return wrong("lagWeight", say.lagWeight("A formula"), weight);
    if (!(value >= 0)) return wrong("lagWeight", say.lagWeight(String(value)), weight);
    sum += value;
  }
  if (literal && !(Math.abs(sum - 1) <= WEIGHT_TOLERANCE)) {
    return wrong("lagSum", say.lagSum(String(Number(sum.toPrecision(6)))), undefined);
  }
  return undefined;
}

function wrong(code: FormulaCode, sentence: string, at: Tree | undefined): CompletedCall {
  return { ok: false, at, error: (span) => errorAt(code, sentence, span) };
}

function isCountingNumber(tree: Tree): boolean {
  return tree.kind === "number" && Number.isInteger(tree.value) && tree.value >= 1;
}

/** The value of a tree that is made of literals and arithmetic alone: `0.5`, `50%`, `1/3`. */
export function constantOf(tree: Tree): number | undefined {
  switch (tree.kind) {
    case "number":
      return tree.value;
    case "percent":
    case "negate": {
      const arg = constantOf(tree.arg);
      return arg === undefined ? undefined : tree.kind === "negate" ? -arg : arg / 100;
    }
    case "binary": {
      const left = constantOf(tree.left);
      const right = left === undefined ? undefined : constantOf(tree.right);
      if (left === undefined || right === undefined) return undefined;
      if (tree.op === "+") return left + right;
      if (tree.op === "-") return left - right;
      if (tree.op === "*") return left * right;
      return tree.op === "/" ? left / right : undefined;
    }
    case "truth":
    case "row":
    case "self":
    case "call":
    case "channel":
      return undefined;
  }
}
