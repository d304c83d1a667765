import type { Engine } from "../engine/engine.ts";
import { findProduct, splitProduct } from "../engine/product.ts";
import type { CellRef } from "../engine/quantity.ts";
import { insightCheckMessages as messages } from "../messages/insight-check.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { RowId } from "../plan/ids.ts";
import { formulaOf, linesOf, rowsInOrder } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { cellAsQuantity, isTypedRow, linesApplying, roundingOf } from "./check-read.ts";
import type { Finding, Say } from "./check.ts";

/**
 * [CK7] Shares that do not add up to 100%: of one row over its channels, where it divides up a plan-wide amount or is
 * called a share; of several rows called shares that divide up the same thing.
 */
export function findUnevenShares(engine: Engine, say: Say): Finding[] {
  const { plan } = engine;
  const findings: Finding[] = [];
  const rates = rowsInOrder(plan).filter(
    (id) => plan.rows.get(id)?.unit === "rate" && isTypedRow(engine, id),
  );
  for (const id of rates) {
    const row = plan.rows.get(id);
    const lines = linesApplying(engine, id);
    if (row?.scope !== "channel" || lines.length < 2) continue;
    if (
      !dividesPlanAmount(plan, id) &&
      !/\b(?:split|mix) (?:by|over|of) channels?|channel (?:share|split|mix)/i.test(row.name)
    )
      continue;
    const finding = firstUneven(engine, say, row, messages.channelsOf(row.name), (t) =>
      lines.map((line) => ({ row: id, line, t })),
    );
    if (finding !== null) findings.push(finding);
  }
  for (const group of sharesTogether(plan, rates)) {
    const rows = group.flatMap((id) => plan.rows.get(id) ?? []);
    const [first] = rows;
    if (first === undefined) continue;
    const name = say.list(rows.map((row) => row.name));
    for (const line of first.scope === "plan" ? [PLAN_WIDE] : linesApplying(engine, group[0] ?? "")) {
      const finding = firstUneven(engine, say, first, name, (t) =>
        group.filter((id) => engine.applies(id, line)).map((id) => ({ row: id, line, t })),
      );
      if (finding !== null) findings.push(finding);
    }
  }
  return findings;
}

/** The first period in which shares do not add up. */
function firstUneven(
  engine: Engine,
  say: Say,
  row: Row,
  name: string,
  cellsIn: (t: number) => CellRef[],
): Finding | null {
  for (let t = 0; t < engine.periods; t++) {
    const cells = cellsIn(t);
    const values = cells.map(({ row: id, line }) => engine.value(id, line, t));
    const sum = values.reduce((a, b) => a + b, 0);
    const rounding = values.reduce((all, value) => all + (value === 0 ? 0 : roundingOf(value)), 0);
    // Whole percents may have been rounded, but not all the same way: half of what is possible is let pass.
    const slack = Math.min(rounding / 2, 0.01) + 1e-9;
    const [first] = cells;
    if (first === undefined || sum === 0 || !Number.isFinite(sum) || Math.abs(sum - 1) <= slack) continue;
    const at = row.scope === "plan" ? cellAsQuantity(first) : { ...cellAsQuantity(first), channel: null };
    const text = messages.sharesSum(name, say.value(row, sum), say.where(at));
    return { code: "sharesSum", text, at: cellAsQuantity(first), cells, severity: "warning" };
  }
  return null;
}

/** Whether a formula of a channel multiplies a plan-wide amount by the rate alone: what else is that but its share? */
function dividesPlanAmount(plan: Plan, rate: RowId): boolean {
  for (const [id, row] of plan.rows) {
    if (row.scope !== "channel" || !isAdditive(row.unit)) continue;
    for (const line of linesOf(plan, row)) {
      const formula = formulaOf(plan, id, line);
      if (formula?.kind !== "tree") continue;
      const { num, den } = splitProduct(formula.tree);
      const rows = num.flatMap((tree) => (tree.kind === "row" ? [tree.row] : []));
      const amounts = rows.filter((each) => isAdditive(plan.rows.get(each)?.unit ?? "rate"));
      const isPlanAmount =
        amounts.length > 0 && amounts.every((each) => plan.rows.get(each)?.scope === "plan");
      if (den.length === 0 && num.length === 2 && rows.includes(rate) && isPlanAmount) return true;
    }
  }
  return false;
}

/** Rows that are called shares and multiply the same thing, two at least. */
function sharesTogether(plan: Plan, rates: readonly RowId[]): RowId[][] {
  const groups = new Map<string, RowId[]>();
  for (const id of rates) {
    const row = plan.rows.get(id);
    if (row === undefined || !/\bshare\b|\bshares\b|\bmix\b|\bsplit\b/i.test(row.name)) continue;
    const weight = [...plan.formulas.values()]
      .flatMap((formula) => (formula.kind === "tree" ? [findProduct(plan, formula.tree, id, "factor")] : []))
      .find((found) => found !== null);
    if (weight === undefined) continue;
    const key = `${row.scope} ${JSON.stringify(weight.weight)}`;
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
