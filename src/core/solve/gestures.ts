import type { Quantity } from "../engine/quantity.ts";
import { changeTo } from "../plan/change.ts";
import type { PlanChange } from "../plan/change.ts";
import type { Address } from "../plan/address.ts";
import { cellAddress, cellsAddress } from "../plan/address.ts";
import { PLAN_WIDE } from "../plan/ids.ts";
import type { ChannelId, GoalId, LineId, NewId, RowId } from "../plan/ids.ts";
import { orderBetween } from "../plan/order.ts";
import { ordinalOfKey } from "../plan/period.ts";
import { orderedIds, periodKeyAt, startOrdinal } from "../plan/plan.ts";
import type { AddressValue, CellRun, Goal, Lever, Plan } from "../plan/plan.ts";
import { baseOf, isInRun } from "./cells.ts";
import type { Cell } from "./cells.ts";
import type { Solution } from "./solve.ts";

/**
 * What people do with goals and levers, as changes of the plan: each function is pure and gives one change,
 * which is one undo step. [GE1]–[GE6]
 */

/** The goal that holds exactly this quantity; null where there is none. */
export function goalOf(plan: Plan, quantity: Quantity): GoalId | null {
  const from = periodKeyAt(plan.settings, quantity.from);
  const to = periodKeyAt(plan.settings, quantity.to);
  for (const id of orderedIds(plan.goals)) {
    const goal = plan.goals.get(id);
    if (goal?.row !== quantity.row || goal.channel !== quantity.channel) continue;
    if (goal.from === from && goal.to === to) return id;
  }
  return null;
}

/**
 * Holds a quantity at a target by a lever. A quantity that has a goal keeps it, with a new target and, where
 * it differs, a new lever. [GE1]
 */
export function setGoal(
  plan: Plan,
  quantity: Quantity,
  target: number,
  lever: Lever | null,
  newId: NewId,
): { readonly goal: GoalId; readonly change: PlanChange } {
  const known = goalOf(plan, quantity);
  if (known !== null) {
    const change = changeTo(plan, [
      [`goal/${known}/target`, target],
      [`goal/${known}/lever`, lever],
    ]);
    return { goal: known, change };
  }
  const goal = newId();
  const last = orderedIds(plan.goals).at(-1);
  const after = last === undefined ? null : (plan.goals.get(last)?.order ?? null);
  const record: Goal = {
    row: quantity.row,
    channel: quantity.channel,
    from: periodKeyAt(plan.settings, quantity.from),
    to: periodKeyAt(plan.settings, quantity.to),
    target,
    lever,
    order: orderBetween(after, null),
  };
  return { goal, change: changeTo(plan, [[`goal/${goal}`, record]]) };
}

/** Gives a goal another lever; null lets it rest. [GE2] */
export function takeLever(plan: Plan, goal: GoalId, lever: Lever | null): PlanChange {
  return plan.goals.has(goal) ? changeTo(plan, [[`goal/${goal}/lever`, lever]]) : [];
}

/** A goal without a lever: its target stays beside the value, with the gap. [GE2] */
export function restGoal(plan: Plan, goal: GoalId): PlanChange {
  return takeLever(plan, goal, null);
}

/** Changes a goal's target, its lever staying. [GE1] */
export function setTarget(plan: Plan, goal: GoalId, target: number): PlanChange {
  return plan.goals.has(goal) ? changeTo(plan, [[`goal/${goal}/target`, target]]) : [];
}

/**
 * Lets a goal go: its solved numbers become assumptions, and wider levers on the same row leave these cells
 * alone from now on. A goal that was not met leaves the sheet as it is. [GE3]
 */
export function letGo(plan: Plan, solution: Solution, goal: GoalId): PlanChange {
  if (!plan.goals.has(goal)) return [];
  const state = solution.goals.get(goal);
  const wanted: [Address, AddressValue | null][] = [];
  if (state?.status === "met") {
    const { factor } = state;
    const values = factor.cells.map(
      (cell, i) => (factor.base?.[i] ?? baseOf(plan, factor.row, cell)) * state.k,
    );
    wanted.push(...typed(plan, factor.row, factor.cells, values));
    const runs = runsOf(plan, factor.row, factor.cells);
    for (const [id, other] of plan.goals) {
      if (id === goal || other.lever?.row !== factor.row) continue;
      const lever = withExcept(other.lever, runs);
      if (lever !== other.lever) wanted.push([`goal/${id}/lever`, lever]);
    }
  }
  wanted.push([`goal/${goal}`, null]);
  return changeTo(plan, wanted);
}

/**
 * Cells of a row are typed into: levers that turn them leave them alone from now on. A lever that keeps no cell
 * with a number in it (or none at all) goes, and its goal rests. Compose it with the change that types. [GE4]
 */
export function fixCells(plan: Plan, row: RowId, cells: readonly Cell[]): PlanChange {
  const wanted: [Address, AddressValue | null][] = [];
  const runs = runsOf(plan, row, cells);
  for (const [id, { lever }] of plan.goals) {
    if (lever?.row !== row) continue;
    const next = withExcept(lever, runs);
    if (next !== lever) wanted.push([`goal/${id}/lever`, hasCellsLeft(plan, lever, next) ? next : null]);
  }
  return changeTo(plan, wanted);
}

/** As `fixCells`, for one goal and a run of periods. */
export function fixCell(plan: Plan, goal: GoalId, run: CellRun): PlanChange {
  const lever = plan.goals.get(goal)?.lever;
  if (lever === undefined || lever === null) return [];
  const next = withExcept(lever, [run]);
  if (next === lever) return [];
  return takeLever(plan, goal, hasCellsLeft(plan, lever, next) ? next : null);
}

/**
 * The steady answer where a goal in each period swings: these goals, of one row and channel, as one over the
 * whole span with the sum of their targets, by one factor over all periods of the levers. Null where they do
 * not belong together. [GE5]
 */
export function steadyGoal(plan: Plan, goals: readonly GoalId[], newId: NewId): PlanChange | null {
  const records = goals.map((id) => plan.goals.get(id));
  const levers = records.map((goal) => goal?.lever ?? null);
  const [first] = records;
  const [lever] = levers;
  if (first === undefined || lever === null || lever === undefined || goals.length < 2) return null;
  for (const goal of records) {
    if (goal?.row !== first.row || goal.channel !== first.channel || goal.lever?.row !== lever.row)
      return null;
  }
  const all = records.filter((goal) => goal !== undefined);
  const least = (keys: string[]): string =>
    keys.reduce((a, b) => (ordinalOfKey(a) <= ordinalOfKey(b) ? a : b));
  const most = (keys: string[]): string =>
    keys.reduce((a, b) => (ordinalOfKey(a) >= ordinalOfKey(b) ? a : b));
  const turned = levers.filter((one) => one !== null);
  const record: Goal = {
    ...first,
    from: least(all.map((goal) => goal.from)),
    to: most(all.map((goal) => goal.to)),
    target: all.reduce((sum, goal) => sum + goal.target, 0),
    lever: {
      ...lever,
      from: least(turned.map((one) => one.from)),
      to: most(turned.map((one) => one.to)),
      except: [],
    },
  };
  return changeTo(plan, [
    ...goals.map((id) => [`goal/${id}`, null] as const),
    [`goal/${newId()}`, record] as const,
  ]);
}

/** Typed numbers as address values: neighbouring periods of a line are one run. */
function typed(
  plan: Plan,
  row: RowId,
  cells: readonly Cell[],
  values: readonly number[],
): [Address, AddressValue][] {
  const entries: [Address, AddressValue][] = [];
  for (let i = 0; i < cells.length;) {
    const first = cells[i];
    if (first === undefined) break;
    let end = i + 1;
    while (cells[end]?.line === first.line && cells[end]?.t === first.t + (end - i)) end++;
    const key = periodKeyAt(plan.settings, first.t);
    if (end === i + 1) entries.push([cellAddress(row, first.line, key), values[i] ?? 0]);
    else entries.push([cellsAddress(row, first.line, key), { cells: values.slice(i, end) }]);
    i = end;
  }
  return entries;
}

/** Cells as runs of periods, by line. */
function runsOf(plan: Plan, row: RowId, cells: readonly Cell[]): CellRun[] {
  const periodsByLine = new Map<LineId, number[]>();
  for (const { line, t } of cells) periodsByLine.set(line, [...(periodsByLine.get(line) ?? []), t]);
  const isPlanWide = plan.rows.get(row)?.scope === "plan";
  const runs: CellRun[] = [];
  for (const [line, periods] of periodsByLine) {
    const sorted = [...new Set(periods)].sort((a, b) => a - b);
    let from = sorted[0] ?? 0;
    sorted.forEach((t, i) => {
      const next = sorted[i + 1];
      if (next === t + 1) return;
      const channel = isPlanWide || line === PLAN_WIDE ? null : line;
      runs.push({ channel, from: periodKeyAt(plan.settings, from), to: periodKeyAt(plan.settings, t) });
      from = next ?? t;
    });
  }
  return runs;
}

/** A lever without some runs, cut to its rectangle; the very same lever where they lie outside of it. */
function withExcept(lever: Lever, runs: readonly CellRun[]): Lever {
  const first = ordinalOfKey(lever.from);
  const last = ordinalOfKey(lever.to);
  const added: CellRun[] = [];
  for (const run of runs) {
    const isCovered = run.channel === null || (lever.channels?.includes(run.channel) ?? true);
    const from = Math.max(first, ordinalOfKey(run.from));
    const to = Math.min(last, ordinalOfKey(run.to));
    if (!isCovered || from > to) continue;
    added.push({
      channel: run.channel,
      from: from === first ? lever.from : run.from,
      to: to === last ? lever.to : run.to,
    });
  }
  return added.length === 0 ? lever : { ...lever, except: mergeRuns([...lever.except, ...added]) };
}

/** Runs of one channel that touch become one, so that a document does not grow with every key typed. */
function mergeRuns(runs: readonly CellRun[]): CellRun[] {
  const byChannel = new Map<ChannelId | null, CellRun[]>();
  for (const run of runs) byChannel.set(run.channel, [...(byChannel.get(run.channel) ?? []), run]);
  const merged: CellRun[] = [];
  for (const own of byChannel.values()) {
    const joined: CellRun[] = [];
    for (const run of [...own].sort((a, b) => ordinalOfKey(a.from) - ordinalOfKey(b.from))) {
      const last = joined.at(-1);
      if (last === undefined || ordinalOfKey(run.from) > ordinalOfKey(last.to) + 1) joined.push(run);
      else if (ordinalOfKey(run.to) > ordinalOfKey(last.to)) {
        joined[joined.length - 1] = { ...last, to: run.to };
      }
    }
    merged.push(...joined);
  }
  return merged;
}

/**
 * Whether a lever still has something to turn: a cell with a number in it, or, if all its cells were empty
 * before (equal shares), any cell.
 */
function hasCellsLeft(plan: Plan, before: Lever, after: Lever): boolean {
  const cellsOf = (lever: Lever): Cell[] => openCells(plan, lever);
  const left = cellsOf(after);
  const isNumber = (cell: Cell): boolean => baseOf(plan, before.row, cell) !== 0;
  return left.length > 0 && (left.some(isNumber) || !cellsOf(before).some(isNumber));
}

/** A lever's rectangle without what is excepted, by the plan alone: lines with formulas have nothing typed. */
function openCells(plan: Plan, lever: Lever): Cell[] {
  const isPlanWide = plan.rows.get(lever.row)?.scope === "plan";
  const lines = isPlanWide ? [PLAN_WIDE] : (lever.channels ?? orderedIds(plan.channels));
  const start = startOrdinal(plan.settings);
  const first = Math.max(start, ordinalOfKey(lever.from));
  const last = Math.min(start + plan.settings.periods - 1, ordinalOfKey(lever.to));
  const cells: Cell[] = [];
  for (const line of lines) {
    for (let ordinal = first; ordinal <= last; ordinal++) {
      if (lever.except.some((run) => isInRun(run, line, ordinal))) continue;
      cells.push({ line, t: ordinal - start });
    }
  }
  return cells;
}
