import type { Tree } from "../plan/formula.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { dimensionOf, isSameDimension } from "../plan/unit.ts";
import { constantOf } from "./shape.ts";
import { UnitReader } from "./units.ts";
import { contains, partsOf } from "./walk.ts";

function isRateRow(row: Row | undefined): boolean {
  return row?.unit === "rate" || (row?.unit === "number" && row.asPercent);
}

/** Tells rates among the pieces of formulas of one plan. Each piece is looked at once. */
export class RateReader {
  private readonly plan: Plan;
  private readonly units: UnitReader;
  private readonly known = new Map<Tree, boolean>();

  constructor(plan: Plan) {
    this.plan = plan;
    this.units = new UnitReader(plan, null, new Map());
  }

  /**
   * Whether a piece is a rate: a part of something, so that an amount multiplied by it is divided up. Literals
   * alone are none, beside a rate they do no harm (`1 - Churn`). [BR4]
   */
  isRate(tree: Tree): boolean {
    const known = this.known.get(tree);
    if (known !== undefined) return known;
    const answer = this.look(tree);
    this.known.set(tree, answer);
    return answer;
  }

  private look(tree: Tree): boolean {
    switch (tree.kind) {
      case "row":
        return isRateRow(this.plan.rows.get(tree.row));
      case "percent":
      case "negate":
        return this.isRate(tree.arg);
      case "binary": {
        const sides = [tree.left, tree.right];
        if (tree.op === "/") return this.areRates(sides) || this.isQuotientOfAmounts(tree);
        return (tree.op === "*" || tree.op === "+" || tree.op === "-") && this.areRates(sides);
      }
      case "call":
        return this.isRateCall(tree);
      case "number":
      case "truth":
      case "self":
      case "channel":
        return false;
    }
  }

  /** Whether pieces are rates and literals, one rate at least. */
  private areRates(trees: readonly Tree[]): boolean {
    let found = false;
    for (const tree of trees) {
      if (this.isRate(tree)) found = true;
      else if (constantOf(tree) === undefined) return false;
    }
    return found;
  }

  private isRateCall({ name, args }: Tree & { readonly kind: "call" }): boolean {
    switch (name) {
      case "SHARE":
        return true;
      case "MIN":
      case "MAX":
      case "SUM":
      case "IFERROR":
      case "BYMONTH":
        return this.areRates(args);
      case "IF":
      case "CHOOSE":
        return this.areRates(args.slice(1));
      case "PREV":
        return this.areRates([...args.slice(0, 1), ...args.slice(2)]);
      case "LAG":
      case "ROUND":
      case "ROUNDUP":
      case "ROUNDDOWN":
      case "ALL":
      case "TOTAL":
        return this.areRates(args.slice(0, 1));
      default:
        return false;
    }
  }

  /** `Visitors / ALL(Visitors)`: both sides amounts of the same unit. */
  private isQuotientOfAmounts(tree: Tree & { readonly kind: "binary" }): boolean {
    const above = this.units.read(tree.left)?.dimension ?? null;
    const below = this.units.read(tree.right)?.dimension ?? null;
    if (above === null || below === null || !isSameDimension(above, below)) return false;
    const isAmount = (["count", "money"] as const).some((unit) => isSameDimension(above, dimensionOf(unit)));
    return isAmount && contains(tree, (part) => part.kind === "row");
  }
}

/** Whether all that a formula adds up is people, so that its result is people. */
export function isSumOfPeople(tree: Tree, plan: Plan): boolean {
  switch (tree.kind) {
    case "row":
      return plan.rows.get(tree.row)?.unit === "people";
    case "negate":
      return isSumOfPeople(tree.arg, plan);
    case "binary":
      return tree.op === "+" || tree.op === "-" ? arePeople([tree.left, tree.right], plan) : false;
    case "call":
      switch (tree.name) {
        case "SUM":
        case "MIN":
        case "MAX":
        case "IFERROR":
          return arePeople(tree.args, plan);
        case "IF":
          return arePeople(tree.args.slice(1), plan);
        case "PREV":
        case "CUM":
        case "ALL":
        case "EACH":
        case "TOTAL":
        case "ROUND":
        case "ROUNDUP":
        case "ROUNDDOWN":
        case "INT":
          return arePeople(tree.args.slice(0, 1), plan);
        default:
          return false;
      }
    default:
      return false;
  }
}

/** Whether pieces are people, literals or the row itself, one of them people. */
function arePeople(trees: readonly Tree[], plan: Plan): boolean {
  let found = false;
  for (const tree of trees) {
    if (isSumOfPeople(tree, plan)) found = true;
    else if (tree.kind !== "self" && constantOf(tree) === undefined && !isOwnPrevious(tree)) return false;
  }
  return found;
}

function isOwnPrevious(tree: Tree): boolean {
  return tree.kind === "call" && tree.name === "PREV" && partsOf(tree)[0]?.kind === "self";
}
