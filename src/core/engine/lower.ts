import { withActualHistory } from "../plan/actual.ts";
import { engineMessages } from "../messages/engine.ts";
import type { Formula } from "../plan/formula.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { formulaOf, orderedIds, rowsInOrder, startOrdinal } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import type { Series } from "../plan/cell.ts";
import { isAdditive } from "../plan/unit.ts";
import { exprsOfRow, findBadCycles, reachOfExpr } from "./cycles.ts";
import type {
  Expr,
  FormulaFault,
  LoweredLine,
  LoweredPlan,
  LoweredRow,
  RatioRule,
  TotalRule,
} from "./expr.ts";
import { TreeLowering } from "./lower-tree.ts";
import { TotalTrees } from "./totals.ts";
import type { RatioTree, TreeRule } from "./totals.ts";
import { rowsRead } from "./tree.ts";

/** History is kept this far at most: a cell typed a thousand periods before the plan is kept, not computed with. */
export const LONGEST_HISTORY = 1200;

/**
 * Lowers a plan: formulas to expressions, line by line, with everything implicit made plain.
 *
 * Does-not-apply is worked out first: every line is lowered until no further line turns out not to apply
 * (each can only ever stop applying, so this ends) [CH2]. Then totals, cycles and history follow. Depends on
 * rows, channels, formulas, the order of the screen, settings, cell formulas and how far back typed cells
 * lie; on no number.
 */
export function lowerPlan(plan: Plan): LoweredPlan {
  const order = rowsInOrder(plan);
  const channels = orderedIds(plan.channels);
  const applies = findApplying(plan, order, channels);
  const doesApply = (row: RowId, line: LineId): boolean => applies.get(row)?.has(line) ?? false;
  const totals = new TotalTrees(plan);
  const lowering = new TreeLowering(plan, channels, doesApply, totals);
  const rows = order.map((id): LoweredRow => {
    const row = known(plan, id);
    const lines = (row.scope === "plan" ? [PLAN_WIDE] : channels).map((line) =>
      lowerLine(plan, id, row, line, lowering, doesApply(id, line)),
    );
    return { row: id, scope: row.scope, lines, total: lowerTotal(id, row, totals.ruleOf(id), lowering) };
  });
  return {
    rows: withCycleFaults(plan, rows),
    channels,
    periods: plan.settings.periods,
    history: historyOf(withActualHistory(plan), rows),
  };
}

/**
 * Whether a plan must be lowered again after a change: always, except after changes of numbers, goals,
 * scenarios and words alone. Cheap: compares what is shared by `===`. [EV6]
 */
export function needsLowering(before: Plan, after: Plan): boolean {
  if (
    before.rows !== after.rows ||
    before.channels !== after.channels ||
    before.formulas !== after.formulas ||
    before.sections !== after.sections
  ) {
    return true;
  }
  const [a, b] = [before.settings, after.settings];
  if (
    a.start !== b.start ||
    a.periods !== b.periods ||
    a.periodLength !== b.periodLength ||
    a.history !== b.history
  ) {
    return true;
  }
  if (before.cells === after.cells) return false;
  const start = startOrdinal(after.settings);
  for (const id of new Set([...before.cells.keys(), ...after.cells.keys()])) {
    const [from, to] = [before.cells.get(id), after.cells.get(id)];
    if (from === to) continue;
    for (const line of new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])])) {
      if (hasOtherStructure(from?.get(line), to?.get(line), start)) return true;
    }
  }
  return false;
}

function hasOtherStructure(before: Series | undefined, after: Series | undefined, start: number): boolean {
  if (before === after) return false;
  if (extentBefore(before, start) !== extentBefore(after, start)) return true;
  if (before?.details === after?.details) return false;
  const ordinals = new Set([...(before?.details.keys() ?? []), ...(after?.details.keys() ?? [])]);
  for (const ordinal of ordinals) {
    if (before?.details.get(ordinal)?.formula !== after?.details.get(ordinal)?.formula) return true;
  }
  return false;
}

/** Which rows apply in which lines. */
function findApplying(
  plan: Plan,
  order: readonly RowId[],
  channels: readonly LineId[],
): Map<RowId, Set<LineId>> {
  const applies = new Map<RowId, Set<LineId>>();
  const readers = new Map<RowId, Set<RowId>>();
  for (const id of order) {
    const lines = known(plan, id).scope === "plan" ? [PLAN_WIDE] : channels;
    applies.set(id, new Set(lines.filter((line) => formulaOf(plan, id, line)?.kind !== "none")));
    for (const line of lines) {
      const formula = formulaOf(plan, id, line);
      if (formula?.kind !== "tree") continue;
      for (const read of rowsRead(formula.tree, id))
        readers.set(read, (readers.get(read) ?? new Set()).add(id));
    }
  }
  // Where every row applies everywhere, no expression can fall away, save for sums over no channels.
  const isWhole =
    channels.length > 0 && [...plan.formulas.values()].every((formula) => formula.kind !== "none");
  if (isWhole) return applies;
  const lowering = new TreeLowering(
    plan,
    channels,
    (row, line) => applies.get(row)?.has(line) ?? false,
    null,
  );
  const open = new Set(order);
  for (const id of open) {
    open.delete(id);
    const row = known(plan, id);
    const lines = applies.get(id) ?? new Set<LineId>();
    let hasShrunk = false;
    for (const line of [...lines]) {
      const formula = formulaOf(plan, id, line);
      if (formula?.kind !== "tree") continue;
      const expr = lowering.lowerOnce(formula.tree, { row: id, line, zero: isAdditive(row.unit) });
      if (lowering.takeFault() !== null || expr !== null) continue;
      lines.delete(line);
      hasShrunk = true;
    }
    if (hasShrunk) for (const reader of readers.get(id) ?? []) open.add(reader);
  }
  return applies;
}

function lowerLine(
  plan: Plan,
  id: RowId,
  row: Row,
  line: LineId,
  lowering: TreeLowering,
  applies: boolean,
): LoweredLine {
  const nothing = { line, expr: null, error: null, cellExprs: new Map<number, Expr>() };
  if (!applies) return { ...nothing, applies: false };
  const { expr, fault } = lowerFormula(formulaOf(plan, id, line), id, row, line, lowering);
  return {
    ...nothing,
    applies: true,
    expr,
    error: fault,
    cellExprs: lowerCells(plan, id, row, line, lowering),
  };
}

/** A formula, or why it cannot be computed. */
function lowerFormula(
  formula: Formula | undefined,
  id: RowId,
  row: Row,
  line: LineId,
  lowering: TreeLowering,
): { readonly expr: Expr | null; readonly fault: FormulaFault | null } {
  if (formula?.kind === "text")
    return { expr: null, fault: { code: "#NAME?", text: formula.error, rows: [id] } };
  if (formula?.kind !== "tree") return { expr: null, fault: null };
  // Refused when it was typed, but a row may have changed its scope or unit since. [BR1]–[BR6]
  const problem = lowering.broadcastProblemOf(formula.tree, row.scope);
  if (problem !== null) return { expr: null, fault: { code: "#VALUE!", text: problem, rows: [id] } };
  const expr = lowering.lowerFormula(formula.tree, { row: id, line, zero: isAdditive(row.unit) });
  const fault = lowering.takeFault();
  // What does not apply in a line that does is nothing: 0. Only cells of their own formula can be so. [CH5]
  return fault === null ? { expr: expr ?? lowering.make.constant(0), fault } : { expr: null, fault };
}

/** Cells of the plan's periods that were typed as formulas; those that cannot be read stay NaN as typed. */
function lowerCells(
  plan: Plan,
  id: RowId,
  row: Row,
  line: LineId,
  lowering: TreeLowering,
): ReadonlyMap<number, Expr> {
  const exprs = new Map<number, Expr>();
  const details = plan.cells.get(id)?.get(line)?.details;
  if (details === undefined || details.size === 0) return exprs;
  const start = startOrdinal(plan.settings);
  for (const [ordinal, { formula }] of details) {
    const t = ordinal - start;
    if (formula === undefined || t < 0 || t >= plan.settings.periods) continue;
    const { expr } = lowerFormula(formula, id, row, line, lowering);
    if (expr !== null) exprs.set(t, expr);
  }
  return exprs;
}

/** Why the formula typed into one cell cannot be computed; null if it can, or is none. */
export function faultOfCell(plan: Plan, id: RowId, line: LineId, t: number): FormulaFault | null {
  const row = plan.rows.get(id);
  const formula = plan.cells
    .get(id)
    ?.get(line)
    ?.details.get(startOrdinal(plan.settings) + t)?.formula;
  if (row === undefined || formula === undefined) return null;
  const lowering = new TreeLowering(plan, orderedIds(plan.channels), () => true, new TotalTrees(plan));
  return lowerFormula(formula, id, row, line, lowering).fault;
}

function lowerTotal(id: RowId, row: Row, rule: TreeRule, lowering: TreeLowering): TotalRule {
  const none: TotalRule = { kind: "none" };
  const lowered = ((): TotalRule => {
    switch (rule.kind) {
      case "sum":
      case "average":
      case "none":
        return rule;
      case "ratio":
        return lowerRatio(id, row, rule, lowering) ?? none;
      case "mean": {
        const weight = lowering.lowerLines(id, rule.at, true);
        return weight === null ? none : { kind: "mean", weight };
      }
      case "totals": {
        const line = row.scope === "plan" ? PLAN_WIDE : firstLine(rule, lowering, id);
        const expr = line === null ? null : lowering.lowerFormula(rule.tree, { row: id, line, zero: false });
        const typedOver = rule.typedOver === null ? null : lowerRatio(id, row, rule.typedOver, lowering);
        return expr === null ? none : { kind: "totals", expr, typedOver };
      }
      case "last":
      case "first":
        return { kind: rule.kind, of: within(lowerTotal(id, row, rule.of, lowering), lowering) };
    }
  })();
  // A formula that cannot be computed has no total to make; the line says why.
  return lowering.takeFault() === null ? lowered : none;
}

/** One cell has a total also where its row has none over channels: a mean of no weights is that of equal cells. */
function within(rule: TotalRule, lowering: TreeLowering): TotalRule {
  return rule.kind === "none" ? { kind: "mean", weight: lowering.make.constant(0) } : rule;
}

/** A line in which a row computed alike everywhere applies. */
function firstLine(
  rule: Extract<TreeRule, { kind: "totals" }>,
  lowering: TreeLowering,
  id: RowId,
): LineId | null {
  return (
    lowering
      .linesWhereApplies(id)
      .find((line) => lowering.lower(rule.tree, { row: id, line, zero: false }) !== null) ?? null
  );
}

function lowerRatio(id: RowId, row: Row, rule: RatioTree, lowering: TreeLowering): RatioRule | null {
  const pick = (part: "num" | "den"): Expr | null =>
    lowering.lowerLines(
      id,
      rule.at.map((at) => ({ line: at.line, tree: at[part] })),
      true,
    );
  const [num, den] = [pick("num"), pick("den")];
  if (num === null || den === null) return null;
  // A cost per thousand is totalled as it is shown.
  const shown = row.per === 1000 ? lowering.make.binary("multiply", num, lowering.make.constant(1000)) : num;
  return { kind: "ratio", num: shown, den };
}

/**
 * Rows of cycles that cannot be computed lose their formulas and say why; rows downstream read NaN. Where
 * cells' own formulas are in a cycle these alone are lost, NaN as they were typed. [DL2]
 */
function withCycleFaults(plan: Plan, rows: readonly LoweredRow[]): LoweredRow[] {
  const cycles = findBadCycles(rows);
  if (cycles.length === 0) return [...rows];
  const cellsLost = new Set<RowId>();
  const faults = new Map<RowId, FormulaFault>();
  const hasCellExprs = new Set(
    rows.filter(({ lines }) => lines.some((line) => line.cellExprs.size > 0)).map(({ row }) => row),
  );
  for (const cycle of cycles) {
    if (cycle.rows.some((id) => hasCellExprs.has(id))) {
      for (const id of cycle.rows) cellsLost.add(id);
      continue;
    }
    const names = cycle.rows.map((id) => plan.rows.get(id)?.name ?? id);
    const text = cycle.whole ? engineMessages.totalInCycle(names) : engineMessages.cycle(names);
    for (const id of cycle.rows) faults.set(id, { code: "#CYCLE!", text, rows: cycle.rows });
  }
  const cut = rows.map((row): LoweredRow => {
    const error = faults.get(row.row);
    if (error === undefined && !cellsLost.has(row.row)) return row;
    const lines = row.lines.map((line): LoweredLine => {
      const withoutCells = { ...line, cellExprs: new Map<number, Expr>() };
      return error === undefined || line.expr === null
        ? withoutCells
        : { ...withoutCells, expr: null, error };
    });
    return { ...row, lines };
  });
  // One way round was cut in each knot of rows; others may be left in it.
  return withCycleFaults(plan, cut);
}

function historyOf(plan: Plan, rows: readonly LoweredRow[]): number {
  let history = plan.settings.history;
  for (const row of rows) for (const expr of exprsOfRow(row)) history = Math.max(history, reachOfExpr(expr));
  const start = startOrdinal(plan.settings);
  for (const { row } of rows) {
    for (const series of plan.cells.get(row)?.values() ?? [])
      history = Math.max(history, extentBefore(series, start));
  }
  return Math.min(history, LONGEST_HISTORY);
}

/** How many periods before the plan's first a run of typed cells begins. */
function extentBefore(series: Series | undefined, start: number): number {
  return series === undefined || series.values.length === 0 ? 0 : Math.max(0, start - series.first);
}

function known(plan: Plan, id: RowId): Row {
  const row = plan.rows.get(id);
  if (row === undefined) throw new Error(`No row ${id}`);
  return row;
}
