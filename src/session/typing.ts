import {
  changeTo,
  cellAddress,
  checkFormula,
  composeChanges,
  fixCells,
  formulaAddress,
  inferUnit,
  isAdditive,
  namesOf,
  numberOf,
  parseAddress,
  parseEntry,
  periodKeyAt,
  printFormula,
  readFormula,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type {
  Address,
  AddressValue,
  CellValue,
  EntryContext,
  GoalId,
  LineId,
  Plan,
  PlanChange,
  Row,
  Tree,
  Unit,
} from "../core/index.ts";
import { setTarget } from "./goals.ts";
import type { Offer, Outcome, Told } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { nameOf, sayValue, whereOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, goalAt, isSingle, normalChannel, valueOf } from "./target.ts";
import type { Cell, Target } from "./target.ts";
import { moneyUnit } from "./unit-name.ts";
import type { Workbook } from "./workbook.ts";

/** A refusal of a formula, pointing at the piece of its text that is wrong. */
export function pointed(outcome: Outcome, plan: Plan, row: string, text: string, speak: Speak): Outcome {
  if (outcome.kind !== "refuse") return outcome;
  const read = readFormula(plan, row, null, text, { decimal: speak.locale.decimal });
  if (read.ok || read.error.code !== outcome.complaint.code) return outcome;
  const { at, length } = read.error;
  return { ...outcome, complaint: { ...outcome.complaint, at, length } };
}

/** How an entry is to be taken: `override` types over a computed cell even where a goal could be made. */
export interface Typing {
  readonly override?: boolean;
}

/** Whether nothing was ever said about a row's numbers, so that what is typed first decides its unit. */
export function isFreshRow(plan: Plan, row: string): boolean {
  if (plan.formulas.has(row)) return false;
  for (const series of plan.cells.get(row)?.values() ?? []) {
    if (series.details.size > 0 || series.values.some((value) => !Number.isNaN(value))) return false;
  }
  return [...plan.formulas.keys()].every((key) => !key.startsWith(`${row}/`));
}

/** What an entry into a row is read with. */
export function contextOf(plan: Plan, rowId: string, speak: Speak): EntryContext {
  const row = plan.rows.get(rowId);
  return {
    unit: row?.unit ?? "count",
    asPercent: row?.asPercent ?? false,
    per: row?.per ?? 1,
    currency: plan.settings.currency,
    locale: speak.locale,
    names: namesOf(plan),
    isNewRow: isFreshRow(plan, rowId),
  };
}

/** Takes what was typed into a target: product.md, "What a keystroke does". [KS1] */
export function typeInto(
  book: Workbook,
  target: Target,
  text: string,
  speak: Speak,
  typing: Typing = {},
): Outcome {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const entry = parseEntry(text, contextOf(plan, target.row, speak));
  switch (entry.kind) {
    case "error":
      return { kind: "refuse", complaint: entry.error };
    case "ask":
      return {
        kind: "ask",
        question: sessionMessages.whichReading(text),
        readings: entry.readings.map(({ label, value }) => ({
          label,
          act: (now) => putValue(now, target, value, undefined, speak, typing),
        })),
      };
    case "empty":
      return { kind: "nothing", text: "", offers: [] };
    case "formula":
      return pointed(putFormula(book, target, entry.tree, speak), plan, target.row, text, speak);
    case "value": {
      const isForOne =
        entry.unit === "money" && isFreshRow(plan, target.row) && moneyUnit(row.name) !== "money";
      const unit = isForOne ? "moneyPerCount" : entry.unit;
      const notices = [entry.notice?.text, isForOne ? sessionMessages.moneyForOne() : undefined];
      const notice = notices.filter((text) => text !== undefined).join(" ");
      return putValue(book, target, entry.value, unit, speak, typing, notice === "" ? undefined : notice);
    }
  }
}

function putValue(
  book: Workbook,
  target: Target,
  value: CellValue,
  unit: Unit | undefined,
  speak: Speak,
  typing: Typing,
  notice?: string,
): Outcome {
  const { plan } = book;
  const cells = cellsUnder(book, target);
  if (cells.length === 0)
    return refuse("does-not-apply", sessionMessages.doesNotApply(nameOf(plan, target.row)));
  const goal = goalAt(plan, target);
  const single = isSingle(book, target);
  const kinds = cells.map(({ line, t }) => book.engine.kind(target.row, line, t));
  const computed = kinds.some((kind) => kind === "computed" || kind === "overridden");
  if (target.from < 0) return putCells(book, target, cells, value, unit, speak, notice);
  if (!typing.override) {
    if (goal !== undefined)
      return setTarget(book, target, value, speak, (now) => override(now, target, value, speak));
    const overridden = single && kinds[0] === "overridden";
    if (computed && !overridden) {
      return setTarget(book, target, value, speak, (now) => override(now, target, value, speak));
    }
  }
  return putCells(book, target, cells, value, unit, speak, notice);
}

/** Types over a computed cell: it keeps the number whatever its formula says. */
export function override(book: Workbook, target: Target, value: CellValue, speak: Speak): Outcome {
  const goal = goalAt(book.plan, target);
  const cells = cellsUnder(book, target);
  const outcome = putCells(book, target, cells, value, undefined, speak);
  if (outcome.kind !== "edit" || goal === undefined) return outcome;
  return { ...outcome, change: composeChanges([[`goal/${goal[0]}`, goal[1], null]], outcome.change) };
}

/** Puts a value into one cell, or spreads it over the cells of a total. */
function putCells(
  book: Workbook,
  target: Target,
  cells: readonly Cell[],
  value: CellValue,
  unit: Unit | undefined,
  speak: Speak,
  notice?: string,
): Outcome {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  // What a new row's first entry makes of its unit decides already how a total is spread.
  const fresh = unit !== undefined && isFreshRow(plan, target.row) && unit !== row.unit ? unit : undefined;
  const spread = spreadOver(book, target, fresh === undefined ? row : { ...row, unit: fresh }, cells, value);
  if (spread === undefined) return refuse("range-on-total", sessionMessages.rangeOnTotal(row.name));
  const wanted = runsOf(plan, target.row, cells, spread);
  if (fresh !== undefined) wanted.push([`row/${target.row}/unit`, fresh]);
  const cellsChange = changeTo(plan, wanted);
  const { change: leverChange, rested } = fixLevers(book, target);
  const change = composeChanges(leverChange, cellsChange);
  const old = sayValue(book, target, speak);
  const where = whereOf(book, target, speak);
  const isOver = cells.some(({ line, t }) => book.engine.kind(target.row, line, t) === "computed");
  const told: Told = {
    label: row.name,
    what: (after) => {
      const now = sayValue(after, target, speak);
      const said =
        rested.length > 0
          ? sessionMessages.rested(
              row.name,
              rested.map((id) => sayGoal(after, id, speak)),
            )
          : isOver
            ? sessionMessages.overridden(row.name, old, now, where)
            : old === now
              ? sessionMessages.unchanged(row.name, now, where)
              : sessionMessages.edited(row.name, old, now, where);
      return notice === undefined ? said : `${said} ${notice}`;
    },
    effect: rested.length === 0,
    offers: [
      ...(isOver ? [{ name: sessionMessages.backToFormulaOffer(), how: "undo" } as const] : []),
      ...rested.flatMap((goal): Offer[] => [
        { name: "Solved by", label: sessionMessages.solveByOther(), how: "levers", goal },
        { name: `Put ${row.name} back`, how: "undo" },
      ]),
    ],
  };
  return { kind: "edit", change, told, where: target };
}

/** What stands in cells, a run a line: a total of a large plan has tens of thousands of them. */
function runsOf(
  plan: Plan,
  row: string,
  cells: readonly Cell[],
  values: readonly CellValue[],
): [Address, AddressValue | null][] {
  const runs = new Map<LineId, { first: number; cells: (CellValue | null)[] }>();
  for (const [i, { line, t }] of cells.entries()) {
    const run = runs.get(line);
    if (run === undefined) runs.set(line, { first: t, cells: [values[i] ?? null] });
    else run.cells.push(values[i] ?? null);
  }
  return [...runs].map(([line, run]) => {
    const address = cellAddress(row, line, periodKeyAt(plan.settings, run.first));
    if (run.cells.length === 1) return [address, run.cells[0] ?? null];
    return [address.replace("cell/", "cells/"), { cells: run.cells }];
  });
}

function sayGoal(book: Workbook, id: GoalId, speak: Speak): string {
  const goal = book.plan.goals.get(id);
  const row = goal === undefined ? undefined : book.plan.rows.get(goal.row);
  return goal === undefined || row === undefined ? "" : speak.value(row, goal.target);
}

/**
 * The values of the cells of a total once it is typed. What adds is scaled in proportion to what is shown
 * (equal shares where all is 0), and a stock's last period carries the total; what does not add is set in
 * every cell. Undefined where a range or evidence was typed for a sum: it belongs to one cell. [TO5]
 */
function spreadOver(
  book: Workbook,
  target: Target,
  row: Row,
  cells: readonly Cell[],
  value: CellValue,
): CellValue[] | undefined {
  if (cells.length === 1) return [value];
  if (!isAdditive(row.unit)) return cells.map(() => value);
  if (typeof value !== "number" && (value.range !== undefined || value.evidence !== undefined))
    return undefined;
  const total = numberOf(value);
  const shown = cells.map(({ line, t }) => {
    const number = book.engine.value(target.row, line, t);
    return Number.isNaN(number) ? 0 : number;
  });
  const rule = book.engine.totalRule(target.row);
  const isStock = rule.kind === "last" || (rule.kind === "sum" && rule.stock);
  const carries = cells.map(({ t }) => !isStock || t === target.to);
  const now = shown.reduce((sum, number, i) => (carries[i] === true ? sum + number : sum), 0);
  if (now !== 0) return shown.map((number) => (number / now) * total);
  const shares = carries.filter(Boolean).length;
  return cells.map(() => total / shares);
}

/** Takes typed cells out of the levers that they belong to; goals whose last cells went rest. [LE3] */
function fixLevers(book: Workbook, target: Target): { change: PlanChange; rested: GoalId[] } {
  const cells = cellsUnder(book, target).filter(
    ({ line, t }) => book.solution.leverOf({ row: target.row, line, t }) !== null,
  );
  if (cells.length === 0) return { change: [], rested: [] };
  const change = fixCells(book.plan, target.row, cellsUnder(book, target));
  const rested = change.flatMap(([address, , after]) => {
    const parsed = parseAddress(address);
    return parsed?.kind === "field" && parsed.record === "goal" && after === null ? [parsed.id] : [];
  });
  return { change, rested };
}

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
          name: "Use for the whole row",
          how: "instead",
          act: (now) => putRowFormula(now, target.row, normalChannel(plan, row, target.channel), tree),
        },
      ],
    },
  };
}

/** Whether a pasted or filled number is the one that the cell shows already, to the digits that were given. */
export function showsSame(book: Workbook, target: Target, value: number): boolean {
  const shown = valueOf(book, target);
  return Math.abs(shown - value) <= 1e-9 * Math.max(Math.abs(shown), Math.abs(value));
}
