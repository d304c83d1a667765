import {
  changeTo,
  indexOfPeriod,
  keyOfOrdinal,
  linesOf,
  regridPlan,
  rowsInOrder,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../../core/index.ts";
import type { PeriodLength, Plan, ReviewItem, Row } from "../../core/index.ts";
import type { Offer, Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Speak } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { edit, editTo, NOTHING } from "./common.ts";
import type { Wanted } from "./common.ts";

/** Most periods of a plan: twenty years of weeks. */
export const MOST_PERIODS = 1040;

/** Most history periods shown. */
const MOST_HISTORY = 120;

export type End = "front" | "behind";

/**
 * More periods behind the last, or in front of the first. Cells stay at their keys: what was history in front becomes
 * the plan's. Goals keep the periods that they were set for. [SH7]
 */
export function addPeriods(book: Workbook, count: number, end: End, speak: Speak): Outcome {
  const { plan } = book;
  const { periods, periodLength } = plan.settings;
  if (!isCount(count) || periods + count > MOST_PERIODS) {
    return refuse("too-many-periods", sessionMessages.tooManyPeriods(MOST_PERIODS, periodLength));
  }
  const start = startOrdinal(plan.settings);
  const wanted: Wanted = [["plan/periods", periods + count]];
  if (end === "front") {
    if (!hasKey(periodLength, start - count)) return refuse("no-such-period", sessionMessages.noSuchPeriod());
    wanted.push(["plan/start", keyOfOrdinal(periodLength, start - count)]);
  } else if (!hasKey(periodLength, start + periods + count - 1)) {
    return refuse("no-such-period", sessionMessages.noSuchPeriod());
  }
  const span =
    end === "behind" ? speak.span(plan, periods, periods + count - 1) : speak.span(plan, -count, -1);
  const offers: Offer[] = [];
  if (end === "behind" && fillFromLast(plan, periods, count).length > 0) {
    offers.push({
      name: sessionMessages.fillNewPeriods(),
      how: "also",
      act: (now) => {
        const added = fillFromLast(now.plan, periods, count);
        return editTo(now.plan, added, span, sessionMessages.filledNewPeriods(span), true);
      },
    });
  }
  return edit(changeTo(plan, wanted), span, sessionMessages.periodsAdded(span, end), false, offers);
}

/** The last period's typed numbers in the new ones, where nothing stands yet. Overrides and goals' levers stay alone. */
function fillFromLast(plan: Plan, periods: number, count: number): Wanted {
  const start = startOrdinal(plan.settings);
  const wanted: Wanted = [];
  for (const [id, row] of plan.rows) {
    for (const line of linesOf(plan, row)) {
      if (
        plan.formulas.has(`${id}/${line}`)
          ? plan.formulas.get(`${id}/${line}`)?.kind !== "free"
          : plan.formulas.has(id)
      ) {
        continue;
      }
      const last = typedCell(plan, id, line, start + periods - 1);
      if (last === null) continue;
      for (let i = 0; i < count; i++) {
        const ordinal = start + periods + i;
        if (typedCell(plan, id, line, ordinal) !== null) continue;
        wanted.push([`cell/${id}/${line}/${keyOfOrdinal(plan.settings.periodLength, ordinal)}`, last]);
      }
    }
  }
  return wanted;
}

/**
 * Fewer periods. Cells stay at their keys, and goals as they are: bringing the periods back brings both. What would be
 * cut off is said before. [SH7]
 */
export function removePeriods(book: Workbook, count: number, end: End, speak: Speak): Outcome {
  const { plan } = book;
  const { periods } = plan.settings;
  if (!isCount(count) || count >= periods) return refuse("last-period", sessionMessages.lastPeriod());
  const from = end === "front" ? 0 : periods - count;
  const span = speak.span(plan, from, from + count - 1);
  const cut = (now: Workbook): Outcome => {
    const wanted: Wanted = [["plan/periods", now.plan.settings.periods - count]];
    if (end === "front") {
      const first = startOrdinal(now.plan.settings) + count;
      wanted.push(["plan/start", keyOfOrdinal(now.plan.settings.periodLength, first)]);
    }
    return edit(changeTo(now.plan, wanted), span, sessionMessages.periodsRemoved(span, end), true);
  };
  const rows = rowsTypedIn(plan, from, from + count - 1);
  const goals = goalsIn(plan, from, from + count - 1).map((row) => nameOf(plan, row));
  if (rows.length === 0 && goals.length === 0) return cut(book);
  return {
    kind: "ask",
    question: sessionMessages.periodsInUse(
      span,
      rows.map((row) => row.name),
      [...new Set(goals)],
      end,
    ),
    readings: [
      { label: sessionMessages.keepPeriods(span), act: () => NOTHING },
      { label: sessionMessages.cutPeriods(span), act: cut },
    ],
  };
}

function rowsTypedIn(plan: Plan, from: number, to: number): Row[] {
  const start = startOrdinal(plan.settings);
  return rowsInOrder(plan).flatMap((id) => {
    const row = plan.rows.get(id);
    if (row === undefined) return [];
    const isTyped = linesOf(plan, row).some((line) => {
      for (let t = from; t <= to; t++) if (typedCell(plan, id, line, start + t) !== null) return true;
      return false;
    });
    return isTyped ? [row] : [];
  });
}

/** Rows whose goals reach into a span. */
function goalsIn(plan: Plan, from: number, to: number): string[] {
  return [...plan.goals.values()]
    .filter((goal) => {
      const [a, b] = [goal.from, goal.to].map((key) => indexOfPeriod(plan.settings, key));
      return a !== undefined && b !== undefined && a <= to && b >= from && plan.rows.has(goal.row);
    })
    .map((goal) => goal.row);
}

/** How many periods of history are shown in front of the first. Formulas may reach further; cells are kept. */
export function setHistory(book: Workbook, count: number): Outcome {
  const { plan } = book;
  if (!Number.isInteger(count) || count < 0 || count > MOST_HISTORY) {
    return refuse("history-refused", sessionMessages.historyRefused(MOST_HISTORY));
  }
  const what = sessionMessages.historySet(count, plan.settings.periodLength);
  return editTo(plan, [["plan/history", count]], sessionMessages.historyLabel(), what);
}

/**
 * The plan in periods of another length, for a new plan beside this one, with what to look at in it. Nothing changes
 * here. [SH8]
 */
export function inPeriodsOf(
  book: Workbook,
  length: PeriodLength,
): { readonly plan: Plan; readonly review: readonly ReviewItem[] } {
  const { plan, review } = regridPlan(book.plan, length, book.solution.factors);
  const title = sessionMessages.titleByPeriod(book.plan.settings.title, length);
  return { plan: { ...plan, settings: { ...plan.settings, title } }, review };
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1;
}

function hasKey(length: PeriodLength, ordinal: number): boolean {
  try {
    keyOfOrdinal(length, ordinal);
    return true;
  } catch (error) {
    // Years outside 0–9999 have no key; anything else is a bug.
    if (error instanceof RangeError) return false;
    throw error;
  }
}
