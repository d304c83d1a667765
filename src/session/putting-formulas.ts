import {
  cellAddress,
  changeTo,
  checkFormula,
  composeChanges,
  formulaAddress,
  inferUnit,
  periodKeyAt,
  printFormula,
  partMessages,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type { Address, AddressValue, CellValue, GoalId, LineId, Plan, Tree } from "../core/index.ts";
import { fixLevers } from "./goals.ts";
import { isFreshRow } from "./kinds.ts";
import type { Outcome } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { sayValue, whereOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, isSingle, normalChannel } from "./target.ts";
import type { Cell, Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** Gives a row, a row in one channel, or one cell a formula. One formula a row; a cell's own only where typed. [KS2] */
export function putFormula(book: Workbook, target: Target, tree: Tree, speak: Speak): Outcome {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const channel = normalChannel(plan, row, target.channel);
  const cells = cellsUnder(book, target);
  const typed =
    cells.length > 0 && cells.every(({ line, t }) => book.engine.kind(target.row, line, t) !== "computed");
  const first = cells[0];
  if (typed && first !== undefined && isSingle(book, target) && !isFreshRow(plan, target.row)) {
    return putCellFormula(book, target, first, tree, speak);
  }
  return putRowFormula(book, target.row, channel, tree);
}

/** Gives a row its formula, in all channels or in one. Typed numbers under it give way to it. */
export function putRowFormula(book: Workbook, rowId: string, channel: string | null, tree: Tree): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const fresh = isFreshRow(plan, rowId);
  const inferred = fresh ? inferUnit(plan, tree, row.scope) : undefined;
  const seen: Plan =
    inferred === undefined
      ? plan
      : { ...plan, rows: new Map(plan.rows).set(rowId, { ...row, unit: inferred }) };
  const checked = checkFormula(seen, rowId, channel, tree);
  if (!checked.ok) return { kind: "refuse", complaint: checked.error };
  const wanted: [Address, AddressValue | null][] = [
    [formulaAddress(rowId, channel ?? undefined), { kind: "tree", tree }],
  ];
  if (inferred !== undefined) wanted.push([`row/${rowId}/unit`, inferred]);
  wanted.push(...emptyLines(book, rowId, channel));
  const leverGoals = goalsByLever(plan, rowId);
  for (const id of leverGoals) wanted.push([`goal/${id}/lever`, null]);
  const text = printFormula(tree, plan);
  return {
    kind: "edit",
    change: changeTo(plan, wanted),
    told: {
      label: row.name,
      what: () =>
        sessionMessages.formulaSet(
          row.name,
          text,
          channel === null ? null : (plan.channels.get(channel)?.name ?? null),
        ),
      effect: true,
      offers: [],
    },
  };
}

/** Goals whose lever is a row: it can't be solved for once it is computed. */
function goalsByLever(plan: Plan, row: string): GoalId[] {
  return [...plan.goals].filter(([, goal]) => goal.lever?.row === row).map(([id]) => id);
}

/** The plan's own typed cells of a row's lines, emptied; history stays. Overrides of a computed row stay too. */
function emptyLines(book: Workbook, rowId: string, channel: string | null): [Address, null][] {
  const { plan } = book;
  const start = startOrdinal(plan.settings);
  const wanted: [Address, null][] = [];
  for (const [line] of plan.cells.get(rowId) ?? new Map<LineId, never>()) {
    if (channel !== null && line !== channel) continue;
    for (let t = 0; t < plan.settings.periods; t++) {
      const kind = book.engine.kind(rowId, line, t);
      if (kind === "overridden" || typedCell(plan, rowId, line, start + t) === null) continue;
      wanted.push([cellAddress(rowId, line, periodKeyAt(plan.settings, t)), null]);
    }
  }
  return wanted;
}

function putCellFormula(book: Workbook, target: Target, cell: Cell, tree: Tree, speak: Speak): Outcome {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const checked = checkFormula(plan, target.row, cell.line, tree);
  if (!checked.ok) return { kind: "refuse", complaint: checked.error };
  const period = periodKeyAt(plan.settings, cell.t);
  const value: CellValue = { value: NaN, formula: { kind: "tree", tree } };
  const { change } = fixLevers(book, target);
  const text = printFormula(tree, plan);
  return {
    kind: "edit",
    change: composeChanges(change, changeTo(plan, [[cellAddress(target.row, cell.line, period), value]])),
    where: target,
    told: {
      label: row.name,
      what: (after) =>
        sessionMessages.cellFormulaSet(
          row.name,
          whereOf(after, target, speak),
          text,
          sayValue(after, target, speak),
        ),
      effect: true,
      offers: [
        {
          name: partMessages.offer.wholeRow,
          how: "instead",
          act: (now) => putRowFormula(now, target.row, normalChannel(plan, row, target.channel), tree),
        },
      ],
    },
  };
}
