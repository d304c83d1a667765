import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { namesOf } from "./names.ts";
import { PRECEDENCE } from "./parse.ts";
import { foldWidth, isBareName } from "./tokens.ts";
import type { Decimal } from "./tokens.ts";

const NEGATION = 5;
const PERCENT = 6;
const VALUE = 7;

/** How tightly a tree holds together when it is written; what holds less than its place asks for is bracketed. */
function tightnessOf(tree: Tree): number {
  switch (tree.kind) {
    case "binary":
      return PRECEDENCE[tree.op];
    case "negate":
      return NEGATION;
    case "percent":
      return PERCENT;
    case "number":
      // A negative literal is written with a minus sign.
      return tree.value < 0 ? NEGATION : VALUE;
    case "truth":
    case "row":
    case "self":
    case "call":
    case "channel":
      return VALUE;
  }
}

/**
 * The text of a formula, without `=`: names bare where they are one word, short names where there are any, no
 * more brackets than are needed. Law: what is printed reads back as the same tree. [FO13]
 *
 * A row that is gone prints as `[deleted row]`, which reads back as an error.
 */
export function printFormula(tree: Tree, plan: Plan, options: { readonly decimal?: Decimal } = {}): string {
  const decimal = options.decimal ?? ".";
  const separator = decimal === "," ? "; " : ", ";
  const print = (part: Tree): string => {
    switch (part.kind) {
      case "number":
        return String(part.value).replace(".", decimal);
      case "truth":
        return part.value ? "TRUE" : "FALSE";
      case "row":
        return printRow(part.row, plan);
      case "self":
        return "";
      case "channel":
        return `CHANNEL("${foldWidth(plan.channels.get(part.channel)?.name ?? "deleted channel").replaceAll('"', '""')}")`;
      case "percent":
        return `${within(part.arg, VALUE)}%`;
      case "negate":
        return `-${within(part.arg, NEGATION)}`;
      case "binary": {
        const tightness = PRECEDENCE[part.op];
        // -2^2 is 4 here and -4 on paper: brackets keep everybody from guessing.
        const left = within(part.left, part.op === "^" && part.left.kind === "negate" ? VALUE : tightness);
        const right = within(part.right, tightness + 1);
        return part.op === "^" ? `${left}^${right}` : `${left} ${part.op} ${right}`;
      }
      case "call":
        return `${part.name}(${part.args.map(print).join(separator)})`;
    }
  };
  const within = (part: Tree, tightness: number): string =>
    tightnessOf(part) < tightness ? `(${print(part)})` : print(part);
  return print(tree);
}

function printRow(id: RowId, plan: Plan): string {
  const row = plan.rows.get(id);
  if (row === undefined) return "[deleted row]";
  const names = namesOf(plan);
  // Another row may have the short name for its own name: then it would not read back as this one.
  const short = row.shortName !== null && names.row(row.shortName) === id ? row.shortName : null;
  return printName(short ?? row.name);
}

/** A row's name as formulas write it. */
export function printName(name: string): string {
  return isBareName(name) ? name : `[${foldWidth(name).replaceAll("]", "]]")}]`;
}
