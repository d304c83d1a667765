import { checkFormula } from "../formula/check.ts";
import { printFormula } from "../formula/print.ts";
import { isTimely, restateDelays } from "../formula/restate.ts";
import { contains, rowsIn } from "../formula/walk.ts";
import { regridMessages } from "../messages/regrid.ts";
import { periodsIn } from "../plan/coverage.ts";
import type { Formula, Tree } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import type { Note } from "./regrid-frame.ts";
import { stocksOf } from "./stock.ts";
import { addsUp } from "./tree.ts";

/**
 * The new plan with its formulas' delays restated; what speaks of time is noted for review. A delay that would
 * close a circle when it is spread is rounded instead; one that cannot be said at all stays as it was. [RG5]
 *
 * old   the plan that the formulas were written for
 * next  the new plan, still with the old formulas
 */
export function regridFormulas(old: Plan, next: Plan, note: Note): Plan {
  const ratio = periodsIn(old.settings.periodLength, next.settings.periodLength);
  const stocks = stocksOf(old);
  const isStock = (tree: Tree): boolean => rowsIn(tree).some((row) => stocks.has(row));
  const isFlow = (tree: Tree): boolean => addsUp(old, tree) && !isStock(tree);
  let plan = next;
  for (const [key, formula] of old.formulas) {
    const [row = "", channel] = key.split("/");
    const owner = old.rows.get(row);
    if (formula.kind !== "tree" || owner === undefined || !isTimely(formula.tree)) continue;
    const options = { ratio, isFlow, isStock };
    const tried = [true, false].map((spread) => restateDelays(formula.tree, { ...options, spread }));
    const restated = tried.find((tree) => isSound(plan, row, channel ?? null, tree));
    const tree = restated ?? formula.tree;
    if (tree !== formula.tree) {
      plan = { ...plan, formulas: new Map(plan.formulas).set(key, { kind: "tree", tree } satisfies Formula) };
    }
    const before = printFormula(formula.tree, old);
    const hasRowWeights = !Number.isInteger(ratio) && contains(formula.tree, isLagByRows);
    if (restated === undefined || hasRowWeights) {
      note("delayKept", row, regridMessages.delayKept(owner.name, before));
    } else note("delays", row, regridMessages.delays(owner.name, before, printFormula(tree, plan)));
  }
  return plan;
}

function isSound(plan: Plan, row: RowId, channel: string | null, tree: Tree): boolean {
  const key = channel === null ? row : `${row}/${channel}`;
  const tried: Plan = { ...plan, formulas: new Map(plan.formulas).set(key, { kind: "tree", tree }) };
  return checkFormula(tried, row, channel ?? PLAN_WIDE, tree).ok;
}

function isLagByRows(tree: Tree): boolean {
  return tree.kind === "call" && tree.name === "LAG" && tree.args.slice(1).some((arg) => arg.kind === "row");
}
