import { mapRows, rowsIn } from "../formula/walk.ts";
import type { Formula, Tree } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { defaultRow } from "../plan/make.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { createEngine } from "./engine.ts";
import { findProduct } from "./product.ts";
import type { Factors } from "./quantity.ts";
import { TotalTrees } from "./totals.ts";
import type { LineTree, TreeRule } from "./totals.ts";
import { isAddingRow } from "./tree.ts";

/** What each cell of the rows that do not add counts for, by the rules of their totals. */
export interface Weights {
  /** NaN or 0 where it counts for nothing; 1 where the row has no weights of its own. */
  at(row: RowId, line: LineId, t: number): number;
}

const ALIKE: Weights = { at: () => 1 };

/**
 * The weights of rates, unit costs and numbers that have typed cells, computed by a plan of the same rows with a
 * row for each weight. [RG4]
 */
export function weightsOfPlan(plan: Plan, factors: Factors, rows: readonly RowId[]): Weights {
  const totals = new TotalTrees(plan);
  const extra = new Map<RowId, Row>();
  const formulas = new Map<string, Formula>();
  for (const id of rows) {
    const trees = treesOf(totals.ruleOf(id));
    for (const { line, tree } of trees) {
      const key = keyOf(id, line);
      if (extra.has(key)) continue;
      const scope = line === PLAN_WIDE ? "plan" : "channel";
      // A number is weighed by no rule of another row, and one that is 0 ÷ 0 counts for nothing.
      extra.set(key, {
        ...defaultRow(key),
        unit: "number",
        order: "zzzz",
        section: lastSection(plan),
        scope,
      });
      const read = scope === "plan" ? tree : eachOfAmounts(plan, tree);
      formulas.set(scope === "plan" ? key : `${key}/${line}`, { kind: "tree", tree: read });
    }
  }
  if (extra.size === 0) return ALIKE;
  const engine = createEngine({
    ...plan,
    goals: new Map(),
    rows: new Map([...plan.rows, ...extra]),
    formulas: new Map([...plan.formulas, ...formulas]),
  });
  engine.setFactors(factors);
  const weighted = new Map(rows.map((id) => [id, treesOf(totals.ruleOf(id)).map(({ line }) => line)]));
  return {
    at(row, line, t) {
      const lines = weighted.get(row) ?? [];
      if (lines.length === 0) return 1;
      // A plan-wide row may be weighed in every channel.
      const own = lines.includes(line) ? [line] : lines;
      return own.reduce((sum, each) => {
        const weight = engine.value(keyOf(row, each), each, t);
        return Number.isFinite(weight) ? sum + weight : sum;
      }, 0);
    },
  };
}

function keyOf(row: RowId, line: LineId): RowId {
  return `weight:${row}:${line}`;
}

function lastSection(plan: Plan): string | null {
  const sorted = [...plan.sections].sort(([a, x], [b, y]) =>
    x.order !== y.order ? (x.order < y.order ? -1 : 1) : a < b ? -1 : 1,
  );
  return sorted.at(-1)?.[0] ?? null;
}

function treesOf(rule: TreeRule): readonly LineTree[] {
  switch (rule.kind) {
    case "mean":
      return rule.at;
    case "ratio":
      return rule.at.map(({ line, den }) => ({ line, tree: den }));
    case "totals":
      return rule.typedOver === null ? [] : treesOf(rule.typedOver);
    case "last":
    case "first":
      return treesOf(rule.of);
    case "sum":
    case "average":
    case "none":
      return [];
  }
}

/** Weights may hold a plan-wide amount as it is: said as EACH, so that it may stand in a channel. [BR4] */
function eachOfAmounts(plan: Plan, tree: Tree): Tree {
  return mapRows(tree, (id) => {
    const row = plan.rows.get(id);
    if (row?.scope !== "plan" || !isAdditive(row.unit)) return id;
    return { kind: "call", name: "EACH", args: [{ kind: "row", row: id }] };
  });
}

/**
 * What a number or unit cost is in the first flow that has it as a factor: an amount a period, where all that it
 * multiplies are stocks (180 demos a rep in a quarter for 60 in a month). [RG4]
 */
export function isPerPeriod(plan: Plan, id: RowId, stocks: ReadonlySet<RowId>): boolean {
  for (const [key, formula] of plan.formulas) {
    const [user = ""] = key.split("/");
    if (formula.kind !== "tree" || !isAddingRow(plan, user) || stocks.has(user)) continue;
    const found = findProduct(plan, formula.tree, id, "factor");
    if (found === null) continue;
    const amounts = rowsIn(found.weight).filter((row) => isAddingRow(plan, row));
    return amounts.length > 0 && amounts.every((row) => stocks.has(row));
  }
  return false;
}
