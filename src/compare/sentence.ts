import { compareMessages as words, orderedIds } from "../core/index.ts";
import type { Plan, RowId } from "../core/index.ts";
import { sayGap } from "../session/answer.ts";
import { nounAfter } from "../session/noun.ts";
import { targetOfGoal } from "../session/goals.ts";
import { wholeOf } from "../session/speak.ts";
import type { Speak } from "../session/speak.ts";
import { stagesOf } from "../session/stages.ts";
import { valueOf } from "../session/target.ts";
import type { Target } from "../session/target.ts";
import type { Workbook } from "../session/workbook.ts";
import { holdSameGoals } from "./table.ts";
import type { CompareColumn } from "./table.ts";

/** A target with the noun that the plan's own sentence has for it: "100 units". */
export function sayTarget(plan: Plan, row: RowId, value: number, speak: Speak): string {
  const record = plan.rows.get(row);
  if (record === undefined) return "";
  const form = plan.settings.sentence?.goal ?? [];
  const at = form.findIndex((part) => "row" in part && part.row === row);
  const noun = at < 0 ? undefined : nounAfter(form, at, record);
  return `${speak.value(record, value)}${noun ?? ` ${record.name}`}`;
}

/** The goal that both hold, in words; null where they do not hold the same. */
export function heldGoal(a: Workbook, b: Workbook, speak: Speak): string | null {
  if (!holdSameGoals(a, b)) return null;
  const [first] = orderedIds(b.plan.goals);
  const goal = first === undefined ? undefined : b.plan.goals.get(first);
  return goal === undefined ? null : sayTarget(b.plan, goal.row, goal.target, speak);
}

/**
 * What of two is explained unless somebody chooses: with the same goals held, what they take (the first lever's
 * total); else what is wanted; else the last stage.
 */
export function chooseQuantity(a: Workbook, b: Workbook): Target | null {
  const isGap = (target: Target): boolean => {
    const [x, y] = [valueOf(a, target), valueOf(b, target)];
    return Math.abs(x - y) > 1e-9 * Math.max(Math.abs(x), Math.abs(y));
  };
  const { plan } = b;
  const ids = orderedIds(plan.goals);
  const goals = ids.flatMap((id) => plan.goals.get(id) ?? []);
  const levers = goals.flatMap((goal) => (goal.lever === null ? [] : [wholeOf(plan, goal.lever.row)]));
  const wanted = goals.map((goal) => targetOfGoal(plan, goal));
  const others = [...stagesOf(plan).reverse(), ...plan.rows.keys()].map((row) => wholeOf(plan, row));
  const candidates = holdSameGoals(a, b)
    ? [...levers, ...wanted, ...others]
    : [...wanted, ...levers, ...others];
  return candidates.find(isGap) ?? candidates[0] ?? null;
}

/** What another scenario comes to, in a few words: "Half the budget: Units sold 50, 50 short of 100". */
export function shortAnswer({ name, book }: CompareColumn, speak: Speak): string {
  const { plan } = book;
  const [first] = orderedIds(plan.goals);
  const goal = first === undefined ? undefined : plan.goals.get(first);
  const isMet = first !== undefined && book.solution.goals.get(first)?.status === "met";
  const row = isMet ? goal?.lever?.row : (goal?.row ?? stagesOf(plan).at(-1));
  const record = row === undefined ? undefined : plan.rows.get(row);
  if (row === undefined || record === undefined) return "";
  const target = row === goal?.row ? targetOfGoal(plan, goal) : wholeOf(plan, row);
  const value = valueOf(book, target);
  const gap = goal !== undefined && !isMet ? sayGap(record, value, goal.target, speak) : "";
  return `${words.shortAnswer(name, record.name, Number.isNaN(value) ? "–" : speak.value(record, value))}${gap}`;
}
