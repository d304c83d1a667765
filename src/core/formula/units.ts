import { formulaMessages as say } from "../messages/formula.ts";
import type { FormulaCode } from "../messages/formula.ts";
import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { dimensionOf, isSameDimension } from "../plan/unit.ts";
import type { Dimension, Unit } from "../plan/unit.ts";
import { printFormula, printName } from "./print.ts";
import { errorAt } from "./tokens.ts";
import type { FormulaError, Span } from "./tokens.ts";

/** What a piece of a formula yields: its exponents, null where any fit, and whether it is a truth. */
export interface Yield {
  readonly dimension: Dimension | null;
  readonly truth: boolean;
}

const NONE: Dimension = { money: 0, count: 0 };
const ANY: Yield = { dimension: null, truth: false };
const PLAIN: Yield = { dimension: NONE, truth: false };
const TRUTH: Yield = { dimension: NONE, truth: true };
const NOWHERE: Span = { at: 0, length: 0 };

/**
 * What a formula yields, or why its units do not fit together [UN4]–[UN6] [FO11]. `own` is the row that holds
 * it, which PREV() reads; null where there is none yet.
 */
export class UnitReader {
  /** Set once a method has given null. */
  error: FormulaError | null = null;
  private readonly plan: Plan;
  private readonly own: RowId | null;
  private readonly spans: ReadonlyMap<Tree, Span>;
  /** Each piece is read once, however often it is asked for. */
  private readonly known = new Map<Tree, Yield | null>();

  constructor(plan: Plan, own: RowId | null, spans: ReadonlyMap<Tree, Span>) {
    this.plan = plan;
    this.own = own;
    this.spans = spans;
  }

  read(tree: Tree): Yield | null {
    const known = this.known.get(tree);
    if (known !== undefined) return known;
    const read = this.readAnew(tree);
    this.known.set(tree, read);
    return read;
  }

  private readAnew(tree: Tree): Yield | null {
    switch (tree.kind) {
      case "number":
        return ANY;
      case "truth":
        return TRUTH;
      case "channel":
        return this.plan.channels.has(tree.channel)
          ? PLAIN
          : this.refuse("goneChannel", say.goneChannel(), tree);
      case "row":
        return this.readRow(tree.row, tree);
      case "self":
        return this.own === null ? ANY : this.readRow(this.own, tree);
      case "percent":
      case "negate":
        return asNumber(this.read(tree.arg));
      case "binary":
        return this.readBinary(tree);
      case "call":
        return this.readCall(tree);
    }
  }

  private readRow(id: RowId, at: Tree): Yield | null {
    const row = this.plan.rows.get(id);
    if (row === undefined) return this.refuse("goneRow", say.goneRow(), at);
    return { dimension: dimensionOf(row.unit), truth: false };
  }

  private readBinary(tree: Tree & { readonly kind: "binary" }): Yield | null {
    const { op, left, right } = tree;
    switch (op) {
      case "+":
        return this.joined([left, right], "be added", tree);
      case "-":
        return this.joined([left, right], "be subtracted", tree);
      case "*":
      case "/":
        return this.combined(left, right, op === "*" ? 1 : -1);
      case "^":
        return this.read(left) === null || this.read(right) === null ? null : ANY;
      default: {
        const a = this.read(left);
        const b = a === null ? null : this.read(right);
        if (a === null || b === null) return null;
        if (a.truth !== b.truth) return this.refuse("truthAndNumber", say.truthAndNumber(), tree);
        return this.joined([left, right], "be compared", tree) === null ? null : TRUTH;
      }
    }
  }

  private readCall(tree: Tree & { readonly kind: "call" }): Yield | null {
    const { name, args } = tree;
    // Every call has its first argument, by the parser's check of their number, except those without any.
    const first = args[0] ?? tree;
    switch (name) {
      case "PERIOD":
      case "MONTH":
      case "DAYS":
        return PLAIN;
      case "AND":
      case "OR":
      case "NOT":
        return args.every((arg) => this.read(arg) !== null) ? TRUTH : null;
      case "IF":
        return this.read(first) === null
          ? null
          : this.joined(args.slice(1), "both be answers of one IF", tree);
      case "CHOOSE":
        return this.plain(first, "the index of CHOOSE")
          ? this.joined(args.slice(1), "both be answers of one CHOOSE", tree)
          : null;
      case "BYMONTH":
        return this.joined(args, "both be answers of one BYMONTH", tree);
      case "IFERROR":
        return this.joined(args, "stand in for one another", tree);
      case "MIN":
      case "MAX":
        return this.joined(args, "be compared", tree);
      case "SUM":
        return this.joined(args, "be added", tree);
      case "MOD":
        return this.joined(args, "be divided with a remainder", tree);
      case "ABS":
      case "INT":
      case "ALL":
      case "EACH":
      case "TOTAL":
      case "CUM":
        return asNumber(this.read(first));
      case "ROUND":
      case "ROUNDUP":
      case "ROUNDDOWN":
        return args[1] === undefined || this.plain(args[1], "the number of digits")
          ? asNumber(this.read(first))
          : null;
      case "SQRT":
      case "EXP":
      case "LN":
      case "LOG10":
      case "POWER":
        return args.every((arg) => this.read(arg) !== null) ? ANY : null;
      case "PREV":
        return this.joined(
          args.length > 2 ? [first, ...args.slice(2)] : [first],
          "stand in for one another",
          tree,
        );
      case "LAG":
        return this.readLag(first, args.slice(1));
      case "COHORT": {
        const rates = this.joined(args.slice(1), "both be rates of one COHORT", tree);
        const arg = rates === null ? null : this.read(first);
        return rates === null || arg === null ? null : product(arg, rates, 1);
      }
      case "SHARE":
        return this.read(first) === null ? null : PLAIN;
      case "SATURATE": {
        const [x = tree, cap = tree, half = tree, shape] = args;
        if (this.joined([x, half], "stand on one axis of SATURATE", tree) === null) return null;
        if (shape !== undefined && !this.plain(shape, "the shape of SATURATE")) return null;
        return asNumber(this.read(cap));
      }
    }
  }

  private readLag(arg: Tree, weights: readonly Tree[]): Yield | null {
    for (const weight of weights) {
      if (weight.kind !== "row") continue;
      const row = this.plan.rows.get(weight.row);
      if (row === undefined) return this.refuse("goneRow", say.goneRow(), weight);
      if (!isSameDimension(dimensionOf(row.unit), NONE)) {
        return this.refuse("lagWeightUnit", say.lagWeightUnit(row.name, unitWords(row)), weight);
      }
      if (row.scope !== "plan") return this.refuse("lagWeightScope", say.lagWeightScope(row.name), weight);
    }
    return asNumber(this.read(arg));
  }

  private combined(left: Tree, right: Tree, sign: 1 | -1): Yield | null {
    const a = this.read(left);
    const b = a === null ? null : this.read(right);
    return a === null || b === null ? null : product(a, b, sign);
  }

  /** What several pieces yield that must be alike; the first known unit is theirs. */
  private joined(trees: readonly Tree[], cannot: string, whole: Tree): Yield | null {
    let known: { tree: Tree; dimension: Dimension } | null = null;
    for (const tree of trees) {
      const read = this.read(tree);
      if (read === null) return null;
      if (read.dimension === null) continue;
      if (known === null) {
        known = { tree, dimension: read.dimension };
      } else if (!isSameDimension(known.dimension, read.dimension)) {
        const [a, b] = [this.nameOf(known.tree), this.nameOf(tree)];
        const unitA = this.wordsOf(known.tree, known.dimension);
        const unitB = this.wordsOf(tree, read.dimension);
        return this.refuse("unitsDiffer", say.unitsDiffer(a, unitA, b, unitB, cannot), whole);
      }
    }
    return { dimension: known?.dimension ?? null, truth: false };
  }

  /** Whether a piece can be a plain number, without a unit. */
  private plain(tree: Tree, where: string): boolean {
    const read = this.read(tree);
    if (read === null) return false;
    if (read.dimension === null || isSameDimension(read.dimension, NONE)) return true;
    const words = this.wordsOf(tree, read.dimension);
    this.refuse("plainWanted", say.plainWanted(this.nameOf(tree), words, where), tree);
    return false;
  }

  private nameOf(tree: Tree): string {
    const id = tree.kind === "self" ? this.own : tree.kind === "row" ? tree.row : null;
    const row = id === null ? undefined : this.plan.rows.get(id);
    return row === undefined ? shownTree(tree, this.plan) : row.name;
  }

  private wordsOf(tree: Tree, dimension: Dimension): string {
    const row = tree.kind === "row" ? this.plan.rows.get(tree.row) : undefined;
    return row === undefined ? dimensionWords(dimension) : unitWords(row);
  }

  private refuse(code: FormulaCode, sentence: string, at: Tree): null {
    this.error ??= errorAt(code, sentence, this.spans.get(at) ?? NOWHERE);
    return null;
  }
}

function asNumber(read: Yield | null): Yield | null {
  return read?.truth === true ? PLAIN : read;
}

function product(a: Yield, b: Yield, sign: 1 | -1): Yield {
  if (a.dimension === null || b.dimension === null) return ANY;
  return {
    dimension: {
      money: a.dimension.money + sign * b.dimension.money,
      count: a.dimension.count + sign * b.dimension.count,
    },
    truth: false,
  };
}

/** A piece of a formula, short enough to stand in a sentence. */
export function shownTree(tree: Tree, plan: Plan): string {
  if (tree.kind === "row") return printName(plan.rows.get(tree.row)?.name ?? "deleted row");
  const text = printFormula(tree, plan);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  count: "a count",
  money: "money",
  moneyPerCount: "money per count",
  rate: "a rate",
  number: "a number",
  people: "people",
};

/** `a count`, `money per count`: a row's unit as a sentence says it after *is*. */
export function unitWords(row: Row): string {
  return UNIT_WORDS[row.unit];
}

/** Any exponents in words: `money`, `a count`, `money × money per count`. */
export function dimensionWords({ money, count }: Dimension): string {
  const above = [...times("money", money), ...times("count", count)];
  const below = [...times("money", -money), ...times("count", -count)];
  if (above.length === 0 && below.length === 0) return "a number";
  const top = above.length === 0 ? "one" : above.join(" × ");
  if (below.length === 0) return top === "count" ? "a count" : top;
  return `${top} per ${below.join(" × ")}`;
}

/** A word so many times; a dimension of a chain of hundreds is cut short. */
function times(word: string, n: number): string[] {
  return n <= 4 ? Array.from({ length: Math.max(0, n) }, () => word) : [`${word}^${n}`];
}
