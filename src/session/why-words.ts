import type { BinaryOp, Row } from "../core/index.ts";
import type { Target } from "./target.ts";

/** Operators as arithmetic is written. */
export const SIGNS: Readonly<Record<BinaryOp, string>> = {
  "+": "+",
  "-": "−",
  "*": "×",
  "/": "÷",
  "^": "^",
  "=": "=",
  "<>": "≠",
  "<": "<",
  "<=": "≤",
  ">": ">",
  ">=": "≥",
};

/** How tightly an operator holds, for brackets. */
export const RANK: Readonly<Record<BinaryOp, number>> = {
  "=": 0,
  "<>": 0,
  "<": 0,
  "<=": 0,
  ">": 0,
  ">=": 0,
  "+": 1,
  "-": 1,
  "*": 2,
  "/": 2,
  "^": 3,
};

/** Functions that read their arguments where they stand themselves. */
export const SAME_PLACE: ReadonlySet<string> = new Set([
  "IF",
  "AND",
  "OR",
  "NOT",
  "MIN",
  "MAX",
  "SUM",
  "ABS",
  "ROUND",
  "ROUNDUP",
  "ROUNDDOWN",
  "INT",
  "SQRT",
  "EXP",
  "LN",
  "LOG10",
  "POWER",
  "MOD",
  "IFERROR",
  "CHOOSE",
]);

/** What an operator makes of two numbers; undefined where it makes a truth. */
export function reckon(op: BinaryOp, left: number, right: number): number | undefined {
  switch (op) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "^":
      return left ** right;
    default:
      return undefined;
  }
}

/** A cost per thousand counts as a thousandth within formulas. */
export function perOf(row: Row | undefined): number {
  return row?.unit === "moneyPerCount" ? row.per : 1;
}

export function isCount(row: Row): boolean {
  return row.unit === "count" || row.unit === "people";
}

/** Whether a quantity is said with its name in front, and not as a bare rate or a count of things. */
export function isNamed(row: Row): boolean {
  return !isCount(row) && row.unit !== "rate";
}

/** A name within a sentence: "Sales reps" → "sales reps", but "CTR" stays. */
export function lower(name: string): string {
  return /^\p{Lu}[\p{Ll}\s]/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}

/** A piece of an explanation: words, or something that one can go to. */
export interface WhyPart {
  readonly text: string;
  readonly target?: Target;
}
