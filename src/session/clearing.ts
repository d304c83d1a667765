import {
  cellAddress,
  changeTo,
  composeChanges,
  formulaOf,
  pasteMessages,
  periodKeyAt,
  printFormula,
  sessionMessages,
} from "../core/index.ts";
import type { Address, Plan, PlanChange } from "../core/index.ts";
import { letGoOf } from "./goals.ts";
import type { Outcome } from "./outcome.ts";
import { nameOf, sayValue, whereOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, goalAt, isSingle } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** What Delete does on one target: product.md, "What a keystroke does". [KS4] */
export function clearTarget(book: Workbook, target: Target, speak: Speak): Outcome {
  const { plan } = book;
  const name = nameOf(plan, target.row);
  if (goalAt(plan, target) !== undefined) return letGoOf(book, target, speak);
  const change = clearCell(book, target);
  if (change !== undefined) {
    const old = sayValue(book, target, speak);
    const where = whereOf(book, target, speak);
    // Formulas do not run in history: what is emptied there stays empty.
    const overridden = cellsUnder(book, target).some(
      ({ line, t }) => t >= 0 && book.engine.kind(target.row, line, t) === "overridden",
    );
    return {
      kind: "edit",
      change,
      where: target,
      told: {
        label: name,
        what: (after) =>
          overridden
            ? sessionMessages.backToFormula(name, old, sayValue(after, target, speak), where)
            : sessionMessages.emptied(name, old, where),
        effect: true,
        offers: [],
      },
    };
  }
  return { kind: "nothing", text: whyKept(book, target), offers: [] };
}

/** The change that empties one typed cell; nothing where there is none to empty. */
export function clearCell(book: Workbook, target: Target): PlanChange | undefined {
  const [cell] = cellsUnder(book, target);
  if (cell === undefined || !isSingle(book, target)) return undefined;
  if (book.solution.leverOf({ row: target.row, ...cell }) !== null) return undefined;
  const kind = book.engine.kind(target.row, cell.line, cell.t);
  if (kind !== "assumption" && kind !== "formula" && kind !== "overridden") return undefined;
  const address = cellAddress(target.row, cell.line, periodKeyAt(book.plan.settings, cell.t));
  const wanted: [Address, null][] = [[address, null]];
  return changeTo(book.plan, wanted);
}

/** Delete over several cells: one change, and the bar says what was kept. */
export function clearTargets(book: Workbook, targets: readonly Target[], speak: Speak): Outcome {
  const [only] = targets;
  if (only !== undefined && targets.length === 1) return clearTarget(book, only, speak);
  const changes = targets.map((target) =>
    goalAt(book.plan, target) === undefined ? clearCell(book, target) : undefined,
  );
  const cleared = changes.filter((change) => change !== undefined);
  const kept = targets.length - cleared.length;
  if (cleared.length === 0) {
    return { kind: "nothing", text: sessionMessages.nothingToDelete(), offers: [] };
  }
  return {
    kind: "edit",
    change: composeChanges(...cleared),
    told: {
      label: sessionMessages.severalCells(cleared.length),
      what: () => sessionMessages.emptiedSeveral(cleared.length, kept),
      effect: true,
      offers: [],
    },
  };
}

/** Ctrl+X over cells, once they are copied: as Delete, but a goal is kept. [KS4] */
export function cutTargets(book: Workbook, targets: readonly Target[], speak: Speak): Outcome {
  const [only] = targets;
  const isGoal = only !== undefined && targets.length === 1 && goalAt(book.plan, only) !== undefined;
  return isGoal
    ? { kind: "nothing", text: pasteMessages.cutKept(), offers: [] }
    : clearTargets(book, targets, speak);
}

function whyKept(book: Workbook, target: Target): string {
  const { plan } = book;
  const name = nameOf(plan, target.row);
  const cells = cellsUnder(book, target);
  if (cells.length === 0) return sessionMessages.doesNotApply(name);
  const lever = cells.some((cell) => book.solution.leverOf({ row: target.row, ...cell }) !== null);
  if (lever) return sessionMessages.leverKept(name);
  // Formulas do not run in history: what is empty there is empty.
  if (target.to < 0) return sessionMessages.alreadyEmpty(name);
  const formula = formulaText(plan, target.row, cells[0]?.line ?? "");
  if (formula !== undefined) return sessionMessages.computedKept(name, formula);
  return isSingle(book, target) ? sessionMessages.alreadyEmpty(name) : sessionMessages.totalKept(name);
}

/** The formula that rules a row in a line, as people read it. */
export function formulaText(plan: Plan, row: string, line: string): string | undefined {
  const formula = formulaOf(plan, row, line);
  if (formula === undefined || formula.kind === "none" || formula.kind === "free") return undefined;
  return formula.kind === "text" ? formula.text : printFormula(formula.tree, plan);
}
