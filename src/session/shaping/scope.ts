import {
  changeTo,
  checkFormula,
  isAdditive,
  keyOfOrdinal,
  numberOf,
  orderedIds,
  PLAN_WIDE,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../../core/index.ts";
import type { CellRun, CellValue, Plan, Row, RowId } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { edit, NOTHING } from "./common.ts";
import type { Wanted } from "./common.ts";
import { scaleCell } from "./fields.ts";
import { formulaPlaces } from "./places.ts";
import { runsOf } from "./rows.ts";

/**
 * Makes a row one for the whole plan, or one for each channel. Amounts are added up, and divided among the channels or
 * given to each, as the person says; anything else is copied, or (where channels differ) becomes its total. Refused
 * where a formula could not be computed any more, in its words. [SH6]
 */
export function setRowScope(book: Workbook, rowId: RowId, scope: Row["scope"]): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined || row.scope === scope) return NOTHING;
  const problem = scopeProblem(plan, rowId, row, scope);
  if (problem !== null) return refuse("scope-refused", problem);
  if (scope === "plan") return toPlanWide(book, rowId, row);
  const isTyped = runsOf(plan, rowId).some(([line]) => line === PLAN_WIDE);
  if (!isAdditive(row.unit) || !isTyped || plan.channels.size < 2) return toChannels(book, rowId, row, 1);
  const share = 1 / plan.channels.size;
  return {
    kind: "ask",
    question: sessionMessages.scopeAsk(row.name),
    readings: [
      { label: sessionMessages.scopeShared(), act: (now) => toChannels(now, rowId, row, share) },
      { label: sessionMessages.scopeEach(), act: (now) => toChannels(now, rowId, row, 1) },
    ],
  };
}

/** Why a row cannot have another scope; null where it can. */
function scopeProblem(plan: Plan, rowId: RowId, row: Row, scope: Row["scope"]): string | null {
  const next: Plan = { ...plan, rows: new Map(plan.rows).set(rowId, { ...row, scope }) };
  if (scope === "plan") {
    const own = [...plan.channels].find(([id]) => plan.formulas.has(`${rowId}/${id}`));
    if (own !== undefined) return sessionMessages.scopeOwnFormula(row.name, own[1].name);
    const goal = [...plan.goals.values()].find((each) => each.row === rowId && each.channel !== null);
    if (goal !== undefined && plan.channels.size > 1) {
      return sessionMessages.scopeGoal(row.name, plan.channels.get(goal.channel ?? "")?.name ?? "");
    }
  }
  for (const place of formulaPlaces(plan)) {
    if (!checkFormula(plan, place.row, place.line, place.tree).ok) continue;
    const checked = checkFormula(next, place.row, place.line, place.tree);
    if (!checked.ok)
      return sessionMessages.scopeRefused(row.name, nameOf(plan, place.row), checked.error.text);
  }
  return null;
}

function toPlanWide(book: Workbook, rowId: RowId, row: Row): Outcome {
  const { plan } = book;
  const wanted: Wanted = [[`row/${rowId}/scope`, "plan"]];
  const runs = runsOf(plan, rowId).filter(([line]) => plan.channels.has(line));
  const first = Math.min(...runs.map(([, from]) => from));
  const end = Math.max(...runs.map(([, from, cells]) => from + cells.length));
  const cells: (CellValue | null)[] = [];
  for (let ordinal = first; ordinal < end; ordinal++) cells.push(joined(book, rowId, row, ordinal));
  for (const [line, from, old] of runs) {
    wanted.push([addressAt(plan, rowId, line, from), { cells: old.map(() => null) }]);
  }
  if (cells.length > 0) wanted.push([addressAt(plan, rowId, PLAN_WIDE, first), { cells }]);
  wanted.push(...goalsWithout(plan, rowId));
  const what = sessionMessages.scopeSet(row.name, "plan", plan.channels.size > 1 && isAdditive(row.unit));
  return edit(changeTo(plan, wanted), row.name, what, true);
}

/** Goals and levers of the row say no channels any more: there is one line. */
function goalsWithout(plan: Plan, rowId: RowId): Wanted {
  const wanted: Wanted = [];
  for (const [id, goal] of plan.goals) {
    if (goal.row === rowId && goal.channel !== null) wanted.push([`goal/${id}/channel`, null]);
    const { lever } = goal;
    if (lever?.row !== rowId) continue;
    const except = lever.except.map((run): CellRun => ({ ...run, channel: null }));
    wanted.push([`goal/${id}/lever`, { ...lever, channels: null, except }]);
  }
  return wanted;
}

/** What the channels come to in one period: the sum of amounts, the value that all share, or the row's total. */
function joined({ plan, engine }: Workbook, rowId: RowId, row: Row, ordinal: number): CellValue | null {
  const lines = orderedIds(plan.channels);
  const cells = lines.flatMap((line) => typedCell(plan, rowId, line, ordinal) ?? []);
  const [first] = cells;
  if (first === undefined) return null;
  const isAlike = cells.every((cell) => JSON.stringify(cell) === JSON.stringify(first));
  if (lines.length === 1 || (!isAdditive(row.unit) && isAlike && cells.length === lines.length)) return first;
  const values = cells.map(numberOf).filter((value) => !Number.isNaN(value));
  if (isAdditive(row.unit)) return values.reduce((a, b) => a + b, 0);
  const t = ordinal - startOrdinal(plan.settings);
  const isInside = t >= 0 && t < plan.settings.periods;
  const total = isInside ? engine.total({ row: rowId, channel: null, from: t, to: t }) : NaN;
  if (!Number.isNaN(total)) return total;
  return values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length;
}

function toChannels({ plan }: Workbook, rowId: RowId, row: Row, share: number): Outcome {
  const wanted: Wanted = [[`row/${rowId}/scope`, "channel"]];
  for (const [line, first, cells] of runsOf(plan, rowId)) {
    if (line !== PLAN_WIDE) continue;
    const each = cells.map((cell) =>
      cell === null || share === 1 ? cell : scaleCell(cell, (x) => x * share),
    );
    for (const channel of orderedIds(plan.channels)) {
      wanted.push([addressAt(plan, rowId, channel, first), { cells: each }]);
    }
    wanted.push([addressAt(plan, rowId, line, first), { cells: cells.map(() => null) }]);
  }
  return edit(
    changeTo(plan, wanted),
    row.name,
    sessionMessages.scopeSet(row.name, "channel", share !== 1),
    true,
  );
}

function addressAt(plan: Plan, row: RowId, line: string, ordinal: number): string {
  return `cells/${row}/${line}/${keyOfOrdinal(plan.settings.periodLength, ordinal)}`;
}
