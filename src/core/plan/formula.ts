import type { ChannelId, RowId } from "./ids.ts";

/**
 * A formula as a tree over row ids: renaming a row changes no formula. Its reader, printer and checker are
 * in `core/formula`. A tree yields a number, or a truth inside IF, AND, OR, NOT; there is no text. [FO1]
 */
export type Tree =
  | { readonly kind: "number"; readonly value: number }
  /** `5%` as it was written: prints with its sign, means 0.05. */
  | { readonly kind: "percent"; readonly arg: Tree }
  | { readonly kind: "truth"; readonly value: boolean }
  | { readonly kind: "row"; readonly row: RowId }
  /** The row that holds the formula; only inside PREV, written `PREV()`. */
  | { readonly kind: "self" }
  | { readonly kind: "negate"; readonly arg: Tree }
  | { readonly kind: "binary"; readonly op: BinaryOp; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "call"; readonly name: FunctionName; readonly args: readonly Tree[] }
  /** `CHANNEL("Events")`: 1 in that channel, 0 in the others. */
  | { readonly kind: "channel"; readonly channel: ChannelId };

export type BinaryOp = "+" | "-" | "*" | "/" | "^" | "=" | "<>" | "<" | "<=" | ">" | ">=";

export const FUNCTION_NAMES = [
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
  "PREV",
  "LAG",
  "COHORT",
  "CUM",
  "ALL",
  "SHARE",
  "EACH",
  "TOTAL",
  "SATURATE",
  "PERIOD",
  "MONTH",
  "DAYS",
  "BYMONTH",
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/**
 * What a row, a row in one channel, or a cell is computed by.
 *
 * tree  a formula that was read.
 * text  one that cannot be read yet (it came with a file, or names a row that is gone), with its error: the
 *       text is kept as typed and its cells show the error.
 * none  only for a row in one channel: the row does not apply there. [CH3]
 * free  only for a row in one channel: typed there, although the row has a formula elsewhere. [CH4]
 */
export type Formula =
  | { readonly kind: "tree"; readonly tree: Tree }
  | { readonly kind: "text"; readonly text: string; readonly error: string }
  | { readonly kind: "none" }
  | { readonly kind: "free" };
