import type { PlanSpec } from "../../build.ts";

/**
 * A random workbook that both engines can express: a plan in words, and what the rival says that its computed
 * cells and totals are. `wanted[row]` is by line (channel, in their order) and period; null is an error.
 */
export interface Book {
  readonly seed: number;
  readonly spec: PlanSpec;
  readonly wanted: Readonly<Record<string, readonly (readonly (number | null)[])[]>>;
  /** Totals over all channels and periods, of rows whose rule can be written as a formula. */
  readonly totals: Readonly<Record<string, number | null>>;
}

/** The stored workbooks: who made them, and from which seeds. */
export interface BookFile {
  readonly madeBy: string;
  readonly version: number;
  readonly rival: string;
  readonly books: readonly Book[];
}

/** A formula that stands for itself in both languages; precedence is a spreadsheet's in both. */
export type Node =
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "row"; readonly row: string }
  /** The row that holds the formula: `PREV()` alone. */
  | { readonly kind: "self" }
  | { readonly kind: "negate"; readonly arg: Node }
  | { readonly kind: "binary"; readonly op: Op; readonly left: Node; readonly right: Node }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: "channel"; readonly name: string };

export type Op = "+" | "-" | "*" | "/" | "^" | "=" | "<>" | "<" | "<=" | ">" | ">=";

/** How tightly operators bind, loosest first; ATOM needs no brackets anywhere. */
export const LEVELS: Readonly<Record<Op, number>> = {
  "=": 1,
  "<>": 1,
  "<": 1,
  "<=": 1,
  ">": 1,
  ">=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "/": 3,
  "^": 4,
};
export const MINUS = 5;
export const ATOM = 7;

/** Text with the level of its loosest operator. */
export interface Text {
  readonly text: string;
  readonly level: number;
}

export const bracketed = ({ text, level }: Text, atLeast: number): string =>
  level >= atLeast ? text : `(${text})`;

/** Both languages group from the left, and a minus sign binds tighter than `^`. */
export function binaryText(op: Op, left: Text, right: Text): Text {
  const level = LEVELS[op];
  return { text: `${bracketed(left, level)}${op}${bracketed(right, level + 1)}`, level };
}

export function minusText(arg: Text): Text {
  return { text: `-${bracketed(arg, ATOM)}`, level: MINUS };
}

export const callText = (name: string, args: readonly Text[]): Text => ({
  text: `${name}(${args.map(({ text }) => text).join(",")})`,
  level: ATOM,
});

/** A formula in our language. */
export function ourText(node: Node): Text {
  switch (node.kind) {
    case "number":
      return { text: node.text, level: node.text.endsWith("%") ? 6 : ATOM };
    case "row":
      return { text: /^\w+$/.test(node.row) ? node.row : `[${node.row}]`, level: ATOM };
    case "self":
      throw new Error("A row stands for itself in PREV alone");
    case "negate":
      return minusText(ourText(node.arg));
    case "binary":
      return binaryText(node.op, ourText(node.left), ourText(node.right));
    case "call":
      return callText(node.name, node.args.filter((arg) => arg.kind !== "self").map(ourText));
    case "channel":
      return { text: `CHANNEL("${node.name}")`, level: ATOM };
  }
}
