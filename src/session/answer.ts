import {
  isAdditive,
  listLevers,
  orderedIds,
  partMessages as words,
  roundTogether,
  sessionMessages,
} from "../core/index.ts";
import type { Goal, GoalId, GoalState, LeverChoice, Plan, Row, RowId, SentencePart } from "../core/index.ts";
import { describeGoal, targetOfGoal } from "./goals.ts";
import { nounAfter } from "./noun.ts";
import { plainForms, plainUnreachable } from "./plain-forms.ts";
import { nameOf, wholeOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { lookOf, normalTarget, valueOf } from "./target.ts";
import type { Look, Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** A piece of the answer as it is told: words, or a number that edits the very quantity it shows. */
export type AnswerPart =
  | { readonly text: string }
  | { readonly text: string; readonly target: Target; readonly look: Look; readonly name: string };

/** The answer across the top: the sentence, and under it what is worked out and how the channels share it. */
export interface Answer {
  readonly parts: readonly AnswerPart[];
  readonly second: string;
  /** The goal that the second line's ▾ opens the levers of. */
  readonly goal: GoalId | null;
  readonly mood: "met" | "plain" | "resting" | "unreachable";
}

type Slots = Partial<Record<"gap" | "lever" | "bound" | "best" | "remedy", string>>;

/** Tells what the plan answers. [SE2] */
export function answerOf(book: Workbook, speak: Speak): Answer {
  const { plan, solution } = book;
  const [main, ...others] = orderedIds(plan.goals);
  const goal = main === undefined ? undefined : plan.goals.get(main);
  const state = main === undefined ? undefined : solution.goals.get(main);
  const forms = plan.settings.sentence ?? plainForms(plan, goal);
  if (main === undefined || goal === undefined || state === undefined) {
    return {
      parts: tell(book, forms.noGoal, {}, speak),
      second: sessionMessages.noGoalYet(),
      goal: null,
      mood: "plain",
    };
  }
  const row = plan.rows.get(goal.row);
  const target = targetOfGoal(plan, goal);
  const second = secondLine(book, goal, state, speak);
  const isWhole = isWholePlan(plan, goal);
  // Without a number there is no best to tell: the second line says what is wrong.
  const isBroken = state.status === "unreachable" && Number.isNaN(state.best);
  if (state.status === "unreachable" && !isBroken && row !== undefined) {
    const slots = unreachableSlots(book, main, goal, state, speak);
    const fits = isWhole && mentions(forms.unreachable, goal.row);
    const form = fits
      ? forms.unreachable
      : plainUnreachable(goal.row, `${row.name}${whereIs(plan, goal, speak)}`);
    const parts = tell(book, form, slots, speak, { row: goal.row, value: goal.target });
    return { parts, second, goal: main, mood: "unreachable" };
  }
  if (state.status !== "met") {
    // The gap stands behind the number that it is of; a form that has another number there is told as it is.
    const fits = isWhole && mentions(forms.noGoal, goal.row);
    const gap = row === undefined || !fits ? "" : sayGap(row, valueOf(book, target), goal.target, speak);
    const told = withGap(book, forms.noGoal, gap, speak);
    const further = furtherGoals(book, fits ? others : [main, ...others], fits ? [goal.row] : [], speak);
    const mood = isBroken ? "unreachable" : "resting";
    return { parts: beforeFullStop(told, further), second, goal: main, mood };
  }
  const isTold = goal.lever === null || mentions(forms.goal, goal.lever.row);
  const told = isTold ? tell(book, forms.goal, {}, speak) : leverSentence(book, forms.goal, goal, speak);
  const mentioned = isTold ? rowsOfForm(forms.goal) : [goal.row];
  const further = furtherGoals(book, [main, ...others], mentioned, speak);
  return { parts: beforeFullStop(told, further), second, goal: main, mood: "met" };
}

function rowsOfForm(form: readonly SentencePart[]): RowId[] {
  return form.flatMap((part) => ("row" in part ? [part.row] : []));
}

/** Whether a goal holds the total over all channels and periods: the number that a sentence shows. */
function isWholePlan(plan: Plan, goal: Goal): boolean {
  const { row, channel, from, to } = normalTarget(plan, targetOfGoal(plan, goal));
  return plan.rows.has(row) && channel === null && from === 0 && to === plan.settings.periods - 1;
}

/** " in March, Events": where a goal lies that is narrower than the plan. */
function whereIs(plan: Plan, goal: Goal, speak: Speak): string {
  const { channel, from, to } = normalTarget(plan, targetOfGoal(plan, goal));
  const isAlways = from === 0 && to === plan.settings.periods - 1;
  const name = channel === null ? undefined : plan.channels.get(channel)?.name;
  const places = [
    ...(isAlways ? [] : [speak.shortSpan(plan, from, to)]),
    ...(name === undefined ? [] : [name]),
  ];
  return places.length === 0 ? "" : words.inPeriod(places.join(words.comma));
}

function mentions(form: readonly SentencePart[], row: RowId): boolean {
  return form.some((part) => "row" in part && part.row === row);
}

/** Fills a form. The word after a count ("units") joins its number, since together they are what is asked. */
function tell(
  book: Workbook,
  form: readonly SentencePart[],
  slots: Slots,
  speak: Speak,
  fixed?: { row: RowId; value: number },
): AnswerPart[] {
  const { plan } = book;
  const parts: AnswerPart[] = [];
  let skip = 0;
  form.forEach((part, i) => {
    if ("text" in part) parts.push({ text: part.text.slice(skip) });
    skip = 0;
    if ("slot" in part) {
      const text = part.slot === "period" ? speak.span(plan, 0, plan.settings.periods - 1) : slots[part.slot];
      if (text !== undefined && text !== "") parts.push({ text });
    }
    if (!("row" in part)) return;
    const row = plan.rows.get(part.row);
    if (row === undefined) return;
    const target = wholeOf(plan, part.row);
    const value = fixed?.row === part.row ? fixed.value : valueOf(book, target);
    const noun = nounAfter(form, i, row);
    skip = noun?.length ?? 0;
    const number = Number.isNaN(value) ? "–" : speak.value(row, value);
    parts.push({ text: `${number}${noun ?? ""}`, target, look: lookOf(book, target), name: row.name });
  });
  return parts.filter((part) => part.text !== "");
}

/**
 * "To sell 100 units for £10,000 in Q1 2027, Visitor to demo must be 7.5%.": a lever that the form doesn't tell.
 * What is wanted is said as the form says it in front of its period, where it does.
 */
function leverSentence(
  book: Workbook,
  form: readonly SentencePart[],
  goal: Goal,
  speak: Speak,
): AnswerPart[] {
  const { plan } = book;
  const lever = goal.lever?.row ?? "";
  const row = plan.rows.get(lever);
  const end = form.findIndex((part) => "slot" in part && part.slot === "period");
  const head = form.slice(0, Math.max(0, end));
  const wanted: SentencePart[] = [
    { text: words.goalFor(nameOf(plan, goal.row)) },
    { row: goal.row },
    { text: words.in },
  ];
  const opening = tell(book, mentions(head, goal.row) ? head : wanted, {}, speak);
  if (row === undefined) return opening;
  const span = speak.span(plan, 0, plan.settings.periods - 1);
  const last = opening.at(-1);
  // "in Q1 2027" comes last of all; "at the end of 2027" belongs to what is wanted.
  const isLast = last !== undefined && !("target" in last) && last.text.endsWith(words.in);
  if (isLast) opening[opening.length - 1] = { text: last.text.slice(0, -words.in.length) };
  else opening.push({ text: span });
  const money = plan.settings.defaultLever;
  const moneyRow = money === null || money === lever || money === goal.row ? undefined : plan.rows.get(money);
  const spend: AnswerPart[] = [];
  if (money !== null && moneyRow !== undefined) {
    const whole = wholeOf(plan, money);
    const value = valueOf(book, whole);
    const text = Number.isNaN(value) ? "–" : speak.value(moneyRow, value);
    spend.push(
      { text: words.spendFor },
      { text, target: whole, look: lookOf(book, whole), name: moneyRow.name },
    );
  }
  const target = wholeOf(plan, lever);
  const value = valueOf(book, target);
  return [
    ...opening,
    ...spend,
    { text: words.leverMustBe(isLast ? words.inPeriod(span) : "", row.name) },
    {
      text: Number.isNaN(value) ? "–" : speak.value(row, value),
      target,
      look: lookOf(book, target),
      name: row.name,
    },
    { text: words.end },
  ].filter((part) => part.text !== "");
}

/** A resting goal's sentence; a form without a place for the gap gets it before its full stop. */
function withGap(book: Workbook, form: readonly SentencePart[], gap: string, speak: Speak): AnswerPart[] {
  const parts = tell(book, form, { gap }, speak);
  const placed = form.some((part) => "slot" in part && part.slot === "gap");
  return placed || gap === "" ? parts : beforeFullStop(parts, [{ text: gap }]);
}

function beforeFullStop(parts: readonly AnswerPart[], added: readonly AnswerPart[]): AnswerPart[] {
  const last = parts.at(-1);
  if (added.length === 0 || last === undefined || "target" in last || !last.text.endsWith(".")) {
    return [...parts, ...added];
  }
  return [...parts.slice(0, -1), { text: last.text.slice(0, -1) }, ...added, { text: words.end }];
}

/** ", with Demos in March at 150 and Revenue at £60,000": the goals whose numbers the sentence doesn't show by itself. */
function furtherGoals(
  book: Workbook,
  ids: readonly GoalId[],
  told: readonly RowId[],
  speak: Speak,
): AnswerPart[] {
  const goals = ids.map((id) => furtherGoal(book, id, told, speak)).filter((parts) => parts.length > 0);
  return goals.flatMap((parts, i) => [
    { text: i === 0 ? words.with : i === goals.length - 1 ? words.and : words.comma },
    ...parts,
  ]);
}

function furtherGoal(book: Workbook, id: GoalId, told: readonly RowId[], speak: Speak): AnswerPart[] {
  const { plan } = book;
  const goal = plan.goals.get(id);
  const row = goal === undefined ? undefined : plan.rows.get(goal.row);
  if (goal === undefined || row === undefined) return [];
  if (isWholePlan(plan, goal) && told.includes(goal.row)) return [];
  const target = targetOfGoal(plan, goal);
  const value = valueOf(book, target);
  const where = whereIs(plan, goal, speak);
  const state = book.solution.goals.get(id);
  const gap = state?.status === "met" ? "" : sayGap(row, value, goal.target, speak);
  return [
    { text: `${row.name}${where}${words.at}` },
    {
      text: Number.isNaN(value) ? "–" : speak.value(row, value),
      target,
      look: lookOf(book, target),
      name: row.name,
    },
    ...(gap === "" ? [] : [{ text: gap }]),
  ];
}

/** ", 33 short of 100" or ", 7 over 100"; nothing where the value is an error or there is no gap to see. */
export function sayGap(row: Row, value: number, target: number, speak: Speak): string {
  if (Number.isNaN(value)) return "";
  const shownTarget = speak.value(row, target);
  if (speak.value(row, value) === shownTarget) return "";
  const gap = speak.value(row, Math.abs(target - value));
  return value < target ? words.shortOf(gap, shownTarget) : words.over(gap, shownTarget);
}

function unreachableSlots(
  book: Workbook,
  id: GoalId,
  goal: Goal,
  state: GoalState & { status: "unreachable" },
  speak: Speak,
): Slots {
  const { plan } = book;
  const row = plan.rows.get(goal.row);
  const lever = goal.lever === null ? undefined : plan.rows.get(goal.lever.row);
  if (row === undefined || lever === undefined) return {};
  const bound =
    state.why === "bound"
      ? speak.value({ ...lever, decimals: 0 }, 1)
      : state.why === "zero"
        ? speak.value(lever, 0)
        : Number.isFinite(state.bestTotal) && state.why !== "limit"
          ? speak.value(lever, state.bestTotal)
          : sessionMessages.anyAmount();
  const remedy = remedyOf(book, id, goal);
  const remedyRow = remedy === undefined ? undefined : plan.rows.get(remedy.row);
  return {
    lever: lever.name,
    bound,
    best: speak.value(row, state.best),
    remedy:
      remedy?.status === "met" && remedyRow !== undefined
        ? ` ${sessionMessages.wouldHaveToBe(remedyRow.name, speak.value(remedyRow, remedy.value))}`
        : "",
  };
}

/** What would make an unreachable goal reachable: the plan's own lever if it can, else the nearest that can. */
function remedyOf(book: Workbook, id: GoalId, goal: Goal): LeverChoice | undefined {
  const { plan } = book;
  const quantity = normalTarget(plan, targetOfGoal(plan, goal));
  const choices = listLevers(book.engine, plan, { goal: id, quantity, target: goal.target }).filter(
    (choice) => choice.status === "met",
  );
  return choices.find((choice) => choice.row === plan.settings.defaultLever) ?? choices[0];
}

function secondLine(book: Workbook, goal: Goal, state: GoalState, speak: Speak): string {
  const { plan } = book;
  const goalRow = plan.rows.get(goal.row);
  const target = goalRow === undefined ? "" : speak.value(goalRow, goal.target);
  if (goal.lever === null || state.status === "resting") return sessionMessages.restsSecond(target);
  const name = nameOf(plan, goal.lever.row);
  if (state.status === "conflict") return sessionMessages.conflictSecond(target, name);
  if (state.status === "unreachable") {
    if (!Number.isNaN(state.best)) return sessionMessages.unreachableSecond(name);
    return describeGoal(book, targetOfGoal(plan, goal), speak);
  }
  const row = plan.rows.get(goal.lever.row);
  const cells = new Set(state.cells.map(({ t }) => t)).size;
  const shares =
    row !== undefined && isAdditive(row.unit) && cells > 1
      ? sessionMessages.keepShares(plan.settings.periodLength)
      : "";
  const parts = channelParts(book, goal.lever.row, speak);
  return [
    sessionMessages.workedOut(name),
    ...(shares === "" ? [] : [shares]),
    ...(parts === "" ? [] : [parts]),
  ].join("; ");
}

/** "Paid search £13,200, Events £3,000": a row's parts by channel, rounded together with their whole. */
export function channelParts(book: Workbook, rowId: RowId, speak: Speak): string {
  const { plan, engine } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined || row.scope === "plan" || plan.channels.size < 2 || !isAdditive(row.unit)) return "";
  const ids = orderedIds(plan.channels).filter((id) => engine.applies(rowId, id));
  const values = ids.map((channel) => valueOf(book, { ...wholeOf(plan, rowId), channel }));
  const rounded = roundTogether(values, valueOf(book, wholeOf(plan, rowId)), 0);
  return ids
    .map((id, i) => `${plan.channels.get(id)?.name ?? ""} ${speak.value(row, rounded[i] ?? NaN)}`)
    .join(", ");
}
