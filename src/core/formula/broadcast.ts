import { formulaMessages as say } from "../messages/formula.ts";
import type { FormulaCode } from "../messages/formula.ts";
import type { Tree } from "../plan/formula.ts";
import type { RowId } from "../plan/ids.ts";
import { rowsInOrder } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { printName } from "./print.ts";
import { RateReader } from "./rates.ts";
import { errorAt } from "./tokens.ts";
import type { FormulaError, Span } from "./tokens.ts";
import { shownTree } from "./units.ts";
import { rowsIn } from "./walk.ts";

/** Where in a formula something stands. */
interface Place {
  /** Whether there is a channel here: in a per-channel formula, and inside ALL and SHARE. */
  readonly inChannel: boolean;
  /** Whether a rate multiplies what stands here, so that a plan-wide amount is divided up. */
  readonly divided: boolean;
  /** The product around it, which ALL would be put around. */
  readonly product: Tree | null;
}

/**
 * Whether a formula of this scope reads each row in a way that means something over channels; what is wrong
 * otherwise, with both repairs. [BR1]–[BR6]
 */
export function broadcastProblem(
  plan: Plan,
  scope: "channel" | "plan",
  tree: Tree,
  spans: ReadonlyMap<Tree, Span>,
): FormulaError | null {
  const rates = new RateReader(plan);
  const refuse = (code: FormulaCode, sentence: string, at: Tree): FormulaError =>
    errorAt(code, sentence, spans.get(at) ?? { at: 0, length: 0 });

  const check = (part: Tree, place: Place): FormulaError | null => {
    switch (part.kind) {
      case "row":
        return checkRow(part, place);
      case "channel":
        return place.inChannel ? null : refuse("needsChannel", say.needsChannel("CHANNEL(…)"), part);
      case "binary":
        return checkBinary(part, place);
      case "call":
        return checkCall(part, place);
      case "percent":
      case "negate":
        return check(part.arg, place);
      case "number":
      case "truth":
      case "self":
        return null;
    }
  };

  const checkRow = (part: Tree & { readonly kind: "row" }, place: Place): FormulaError | null => {
    const row = plan.rows.get(part.row);
    if (row === undefined) return null;
    if (place.inChannel) {
      if (row.scope === "channel" || !isAdditive(row.unit) || place.divided) return null;
      const name = printName(row.name);
      const shared = `${name} * SHARE(${nameToShareBy(plan, tree)})`;
      return refuse("amountInChannels", say.amountInChannels(row.name, `EACH(${name})`, shared), part);
    }
    if (row.scope === "plan" || isAdditive(row.unit)) return null;
    const repair = `ALL(${shownTree(place.product ?? part, plan)})`;
    return refuse("rateInPlanRow", say.rateInPlanRow(row.name, repair), part);
  };

  const checkBinary = (part: Tree & { readonly kind: "binary" }, place: Place): FormulaError | null => {
    const { op, left, right } = part;
    if (op === "*") {
      const product = place.product ?? part;
      return (
        check(left, { ...place, product, divided: place.divided || rates.isRate(right) }) ??
        check(right, { ...place, product, divided: place.divided || rates.isRate(left) })
      );
    }
    if (op === "/") {
      const product = place.product ?? part;
      return check(left, { ...place, product }) ?? check(right, { ...place, product, divided: false });
    }
    if (op === "+" || op === "-") {
      return check(left, { ...place, product: null }) ?? check(right, { ...place, product: null });
    }
    const alone = { ...place, product: null, divided: false };
    return check(left, alone) ?? check(right, alone);
  };

  const checkCall = (part: Tree & { readonly kind: "call" }, place: Place): FormulaError | null => {
    const { name, args } = part;
    const alone: Place = { ...place, product: null, divided: false };
    const inside: Place = { inChannel: true, product: null, divided: false };
    switch (name) {
      case "ALL":
        return checkEvery(args, inside);
      case "SHARE":
        return place.inChannel
          ? checkEvery(args, inside)
          : refuse("needsChannel", say.needsChannel("SHARE(…)"), part);
      case "EACH":
        return checkEach(args, place);
      case "PREV":
      case "SUM":
      case "MIN":
      case "MAX":
      case "CUM":
      case "TOTAL":
      case "IFERROR":
      case "ABS":
      case "ROUND":
      case "ROUNDUP":
      case "ROUNDDOWN":
      case "INT":
      case "BYMONTH":
        return checkEvery(args, { ...place, product: args.length === 1 ? place.product : null });
      case "LAG":
        // Weights are checked with the units: rows for the whole plan only. [DL3]
        return checkEvery(args.slice(0, 1), { ...place, product: null });
      case "COHORT": {
        const divided = place.divided || args.slice(1).every((rate) => rates.isRate(rate));
        return (
          checkEvery(args.slice(0, 1), { ...place, product: null, divided }) ??
          checkEvery(args.slice(1), { ...alone, product: place.product ?? part })
        );
      }
      case "IF":
      case "CHOOSE":
        return checkEvery(args.slice(0, 1), alone) ?? checkEvery(args.slice(1), { ...place, product: null });
      case "SATURATE":
        return (
          checkEvery(args.slice(0, 1), alone) ??
          checkEvery(args.slice(1, 2), { ...place, product: null }) ??
          checkEvery(args.slice(2), alone)
        );
      default:
        return checkEvery(args, alone);
    }
  };

  const checkEach = (args: readonly Tree[], place: Place): FormulaError | null => {
    for (const arg of args) {
      for (const id of rowsIn(arg)) {
        const row = plan.rows.get(id);
        if (row?.scope === "channel") return refuse("eachOfChannelRow", say.eachOfChannelRow(row.name), arg);
      }
    }
    return checkEvery(args, { ...place, divided: true });
  };

  const checkEvery = (parts: readonly Tree[], place: Place): FormulaError | null => {
    for (const part of parts) {
      const problem = check(part, place);
      if (problem !== null) return problem;
    }
    return null;
  };

  return check(tree, { inChannel: scope === "channel", divided: false, product: null });
}

/** Something that adds and differs by channel, to divide a plan-wide amount by: the formula's own first. */
function nameToShareBy(plan: Plan, tree: Tree): string {
  const canShare = (id: RowId): boolean => {
    const row = plan.rows.get(id);
    return row?.scope === "channel" && isAdditive(row.unit);
  };
  const id = rowsIn(tree).find(canShare) ?? rowsInOrder(plan).find(canShare);
  const row = id === undefined ? undefined : plan.rows.get(id);
  return row === undefined ? "…" : printName(row.name);
}
