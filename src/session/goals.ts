import {
  chooseDefaultLever,
  fixCells,
  letGo,
  listLevers,
  numberOf,
  parseAddress,
  periodKeyAt,
  partMessages,
  sessionMessages,
  setGoal,
  takeLever,
} from "../core/index.ts";
import type {
  CellValue,
  Goal,
  GoalId,
  GoalState,
  Lever,
  LeverChoice,
  Plan,
  PlanChange,
} from "../core/index.ts";
import { errorOf } from "./fault.ts";
import type { Offer, Outcome, Told } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { nameOf, sayValue } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, goalAt, isSingle, normalTarget } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** What a goal holds, as a target. */
export function targetOfGoal(plan: Plan, goal: Goal): Target {
  const at = (key: string): number => {
    for (let t = -plan.settings.history; t < plan.settings.periods; t++) {
      if (periodKeyAt(plan.settings, t) === key) return t;
    }
    return NaN;
  };
  return { row: goal.row, channel: goal.channel, from: at(goal.from), to: at(goal.to) };
}

/** An id for a new goal that its quantity decides: the same goal, made again, is the same goal. */
function idOfGoal(target: Target, plan: Plan): GoalId {
  const span = `${periodKeyAt(plan.settings, target.from)}_${periodKeyAt(plan.settings, target.to)}`;
  return `${target.row}_${target.channel ?? "all"}_${span}`;
}

/**
 * Types a number over a computed quantity: a goal if a free lever moves it, else the list of levers where
 * some other row would, else an override. [KS3]
 */
export function setTarget(
  book: Workbook,
  target: Target,
  value: CellValue,
  speak: Speak,
  override: (book: Workbook) => Outcome,
): Outcome {
  const { plan } = book;
  if (typeof value !== "number" && (value.range !== undefined || value.evidence !== undefined)) {
    return refuse("goal-is-one-number", sessionMessages.goalIsOneNumber(nameOf(plan, target.row)));
  }
  const quantity = normalTarget(plan, target);
  const number = numberOf(value);
  const held = goalAt(plan, target);
  const lever = held?.[1].lever ?? chooseDefaultLever(book.engine, quantity);
  if (lever !== null) {
    const change = goalChange(plan, quantity, number, lever);
    const conflict = book.tryOut(change, (after) => conflictOf(after, quantity));
    if (conflict === undefined) {
      return { kind: "edit", change, told: tellGoal(book, quantity, override, speak), where: target };
    }
  }
  const choices = listLevers(book.engine, plan, {
    ...(held === undefined ? {} : { goal: held[0] }),
    quantity,
    target: number,
  });
  const single = isSingle(book, target);
  if (choices.length === 0) {
    if (single) return override(book);
    return { kind: "nothing", text: sessionMessages.nothingMoves(nameOf(plan, target.row)), offers: [] };
  }
  const offers: Offer[] = single ? [{ name: partMessages.offer.override, how: "also", act: override }] : [];
  return {
    kind: "choose",
    question: sessionMessages.chooseLever(nameOf(plan, target.row), sayNumber(plan, target, number, speak)),
    choices,
    take: (now, choice) => ({
      kind: "edit",
      change: goalChange(now.plan, quantity, number, choice.lever),
      told: tellGoal(now, quantity, override, speak),
      where: target,
    }),
    offers,
  };
}

function sayNumber(plan: Plan, target: Target, value: number, speak: Speak): string {
  const row = plan.rows.get(target.row);
  return row === undefined ? "" : speak.value(row, value);
}

/** Whether the goal of a quantity ended in a conflict: then nothing is stored and the lever is asked for. */
function conflictOf(book: Workbook, quantity: Target): GoalState | undefined {
  const goal = goalAt(book.plan, quantity);
  const states = [...book.solution.goals.values()].filter((state) => state.status === "conflict");
  return states.find((state) => state.goal === goal?.[0]) ?? states[0];
}

/** The change that makes or moves the goal of a quantity. */
function goalChange(plan: Plan, quantity: Target, target: number, lever: Lever): PlanChange {
  return setGoal(plan, quantity, target, lever, () => idOfGoal(quantity, plan)).change;
}

function tellGoal(book: Workbook, target: Target, override: (book: Workbook) => Outcome, speak: Speak): Told {
  const name = nameOf(book.plan, target.row);
  const offers: Offer[] = [
    { name: partMessages.offer.solvedBy, label: sessionMessages.solvedBy(), how: "levers" },
    ...(isSingle(book, target)
      ? [{ name: partMessages.offer.override, how: "instead", act: override } as const]
      : []),
    { name: partMessages.offer.letGo, how: "also", act: (now) => letGoOf(now, target, speak) },
  ];
  return { label: name, what: (after) => describeGoal(after, target, speak), effect: false, offers };
}

/** "Goal: 40 Units sold in March by Spend in March £6,000." or why it is not met. */
export function describeGoal(book: Workbook, target: Target, speak: Speak): string {
  const { plan, solution } = book;
  const held = goalAt(plan, target);
  const row = plan.rows.get(target.row);
  if (held === undefined || row === undefined) return "";
  const [id, goal] = held;
  const state = solution.goals.get(id);
  const whole = target.from === 0 && target.to === plan.settings.periods - 1;
  const channel = normalTarget(plan, target).channel;
  const places = [
    ...(whole ? [] : [speak.shortSpan(plan, target.from, target.to)]),
    ...(channel === null ? [] : [plan.channels.get(channel)?.name ?? ""]),
  ];
  const when = places.length === 0 ? "" : ` in ${places.join(", ")}`;
  const what = `${speak.value(row, goal.target)} ${row.name}${when}`;
  if (state === undefined || goal.lever === null || state.status === "resting") {
    return sessionMessages.goalRests(what, sayValue(book, target, speak));
  }
  const leverName = nameOf(plan, goal.lever.row);
  if (state.status === "conflict") return sessionMessages.goalConflict(what, leverName);
  if (state.status === "unreachable" && Number.isNaN(state.best)) {
    return sessionMessages.goalNoValue(what, errorOf(book, target, speak)?.text ?? "");
  }
  if (state.status === "unreachable") {
    return sessionMessages.goalUnreachable(what, leverName, speak.value(row, state.best));
  }
  const lever = sayLever(book, goal, state, speak);
  return `${sessionMessages.goalMet(what, lever)}${restOf(book, target, goal, speak)}`;
}

/** "Spend in March £6,000": the lever, where it lies if narrower than the plan, and what it has to be. */
function sayLever(book: Workbook, goal: Goal, state: GoalState & { status: "met" }, speak: Speak): string {
  const { plan } = book;
  const row = goal.lever === null ? undefined : plan.rows.get(goal.lever.row);
  if (goal.lever === null || row === undefined) return "";
  const times = state.cells.map(({ t }) => t);
  const from = Math.min(...times);
  const to = Math.max(...times);
  const whole = from === 0 && to === plan.settings.periods - 1;
  const value = sayValue(book, { row: goal.lever.row, channel: goal.channel, from, to }, speak);
  return `${row.name}${whole ? "" : ` in ${speak.shortSpan(plan, from, to)}`} ${value}`;
}

/** " January and February now sell 60.": what a wider goal on the same row leaves to the other periods. */
function restOf(book: Workbook, target: Target, goal: Goal, speak: Speak): string {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  for (const [id, other] of plan.goals) {
    if (other === goal || other.row !== goal.row || other.channel !== goal.channel || row === undefined)
      continue;
    if (book.solution.goals.get(id)?.status !== "met") continue;
    const wide = targetOfGoal(plan, other);
    if (wide.from > target.from || wide.to < target.to) continue;
    const periods: string[] = [];
    for (let t = wide.from; t <= wide.to; t++) {
      if (t < target.from || t > target.to) periods.push(speak.shortSpan(plan, t, t));
    }
    const rest = speak.value(row, other.target - goal.target);
    const names = periods.length > 3 ? sessionMessages.otherPeriods() : speak.list(periods);
    return ` ${sessionMessages.restNow(names, rest)}`;
  }
  return "";
}

/** Lets a goal go: what was solved for it becomes typed numbers. [GO6] */
export function letGoOf(book: Workbook, target: Target, speak: Speak): Outcome {
  const held = goalAt(book.plan, target);
  if (held === undefined) return { kind: "nothing", text: "", offers: [] };
  const name = nameOf(book.plan, target.row);
  const value = speak.value(book.plan.rows.get(target.row) ?? neverRow(), held[1].target);
  const lever = held[1].lever === null ? null : nameOf(book.plan, held[1].lever.row);
  return {
    kind: "edit",
    change: letGo(book.plan, book.solution, held[0]),
    where: target,
    told: {
      label: name,
      what: () => sessionMessages.wentFree(name, value, lever),
      effect: false,
      offers: [],
    },
  };
}

function neverRow(): never {
  throw new Error("A goal's row was there a moment ago");
}

/** The list of levers of a goal, as the bar and F4 open it. */
export function leversOf(book: Workbook, id: GoalId, speak: Speak): Outcome {
  const goal = book.plan.goals.get(id);
  if (goal === undefined) return { kind: "nothing", text: "", offers: [] };
  const quantity = targetOfGoal(book.plan, goal);
  const choices = listLevers(book.engine, book.plan, { goal: id, quantity, target: goal.target });
  if (choices.length === 0) {
    return { kind: "nothing", text: sessionMessages.nothingMoves(nameOf(book.plan, goal.row)), offers: [] };
  }
  return {
    kind: "choose",
    question: sessionMessages.chooseLever(
      nameOf(book.plan, goal.row),
      sayNumber(book.plan, quantity, goal.target, speak),
    ),
    choices,
    take: (now, choice) => takeChoice(now, id, choice, speak),
    offers: [],
  };
}

function takeChoice(book: Workbook, id: GoalId, choice: LeverChoice, speak: Speak): Outcome {
  const goal = book.plan.goals.get(id);
  if (goal === undefined) return { kind: "nothing", text: "", offers: [] };
  const target = targetOfGoal(book.plan, goal);
  const change = takeLever(book.plan, id, choice.lever);
  const owner = book.plan.rows.get(choice.row)?.owner ?? null;
  return {
    kind: "edit",
    change,
    where: target,
    told: {
      label: nameOf(book.plan, goal.row),
      what: (after) => {
        const said = describeGoal(after, target, speak);
        return owner === null
          ? said
          : `${said} ${sessionMessages.ownerAnswers(owner, nameOf(after.plan, choice.row))}`;
      },
      effect: false,
      offers: [
        { name: partMessages.offer.solvedBy, label: sessionMessages.solvedBy(), how: "levers", goal: id },
        { name: partMessages.offer.letGo, how: "also", act: (now) => letGoOf(now, target, speak) },
      ],
    },
  };
}

/** Takes typed cells out of the levers that they belong to; goals whose last cells went rest. [LE3] */
export function fixLevers(book: Workbook, target: Target): { change: PlanChange; rested: GoalId[] } {
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
