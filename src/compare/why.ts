import {
  compareMessages as words,
  groupParts,
  insightMessages,
  isAdditive,
  roundTogether,
} from "../core/index.ts";
import type { Explanation, FirstAndLast, GroupBy, Part, PartGroup, Plan, Row } from "../core/index.ts";
import { nameOf } from "../session/speak.ts";
import type { Speak } from "../session/speak.ts";

/** One of the two that are compared. */
export interface WhySide {
  readonly name: string;
  readonly plan: Plan;
}

/** One bar of a difference, as it is told. */
export interface WhyBar {
  readonly key: string;
  readonly name: string;
  /** Whose it is, under the name; empty where that is the name, or nobody's. */
  readonly note: string;
  readonly value: number;
  /** With its sign, rounded together with the others. */
  readonly text: string;
  /** In full. */
  readonly full: string;
  /** Share of the difference. */
  readonly share: string;
  /** "5.0% → 5.5%" where it is one assumption. */
  readonly change: string;
  readonly mark: "better" | "worse" | null;
}

export interface WhyView {
  readonly row: Row;
  readonly from: { readonly name: string; readonly value: number; readonly text: string };
  readonly to: { readonly name: string; readonly value: number; readonly text: string };
  readonly difference: string;
  readonly bars: readonly WhyBar[];
  /** Ends with the reading that was taken, the method, and what steps are. */
  readonly notes: readonly string[];
  /** What the whole comes to: "Better demos needs £3,636 less for the same 100 units." */
  readonly head: string;
  /** The same with its parts, for the minutes. */
  readonly sentence: string;
}

/** How a difference is shown. */
export interface WhyOptions {
  readonly by: GroupBy;
  /** Whether more or less of the quantity may be called better. */
  readonly isMarked: boolean;
  /** Both hold the same goal: its target in words, "100 units". Null: they do not. */
  readonly held: string | null;
}

/** A difference with its parts as they are told: parts and their whole are rounded together. [XP10] */
export function whyOf(
  explanation: Explanation,
  a: WhySide,
  b: WhySide,
  options: WhyOptions,
  speak: Speak,
): WhyView | null {
  const { quantity, from, to, difference, steps } = explanation;
  const row = b.plan.rows.get(quantity.row) ?? a.plan.rows.get(quantity.row);
  if (row === undefined) return null;
  const ends = [from, to];
  const groups = groupParts(explanation, a.plan, b.plan, options.by).filter(({ value }) => value !== 0);
  const values = [...groups.map(({ value }) => value), ...(steps === null ? [] : [steps.value])];
  const digits = speak.digits(row, ends);
  const rounded = roundTogether(values, difference, digits);
  const markOf = (value: number): WhyBar["mark"] =>
    !options.isMarked || row.better === null || value === 0
      ? null
      : (row.better === "higher") === value > 0
        ? "better"
        : "worse";
  const bars = values.map((value, i): WhyBar => {
    const group = groups[i];
    const named = group === undefined ? { name: words.steps(), note: "" } : nameOfGroup(group, a, b, speak);
    return {
      key: group === undefined ? "steps" : keyOfGroup(group),
      ...named,
      value,
      text: speak.delta(row, rounded[i] ?? value, ends),
      full: words.fullValue(speak.delta({ ...row, decimals: digitsInFull(row, digits) }, value)),
      share: difference === 0 ? "" : speak.share(value / difference),
      change: group === undefined ? "" : sayChange(group, a, b, speak),
      mark: markOf(value),
    };
  });
  return {
    row,
    from: { name: a.name, value: from, text: speak.value(row, from, ends) },
    to: { name: b.name, value: to, text: speak.value(row, to, ends) },
    difference: speak.delta(row, difference, ends),
    bars,
    notes: notesOf(explanation, a.plan, b.plan),
    head: words.sentenceOf(headOf(explanation, a, b, row, options.held, speak), []),
    sentence: sentenceOf(explanation, a, b, row, options, speak),
  };
}

/** Two digits more than are shown; a rate counts its own in percent. */
function digitsInFull(row: Row, digits: number): number {
  const isRate = row.unit === "rate" || row.asPercent;
  return Math.min(8, (isRate ? digits - 2 : digits) + 2);
}

function keyOfGroup({ by, row, channel, owner, period, goal }: PartGroup): string {
  return [by, row, channel, owner, period, goal].map((one) => one ?? "").join("/");
}

function nameOfGroup(group: PartGroup, a: WhySide, b: WhySide, speak: Speak): { name: string; note: string } {
  const { by, row, channel, owner, period, goal, parts } = group;
  const plan = row === null || b.plan.rows.has(row) ? b.plan : a.plan;
  if (goal !== null) {
    const record = b.plan.goals.get(goal) ?? a.plan.goals.get(goal);
    return { name: words.goalPart(record === undefined ? "" : nameOf(plan, record.row)), note: "" };
  }
  if (period !== null) return { name: speak.shortSpan(b.plan, period, period), note: "" };
  if (channel !== null) {
    const name = (b.plan.channels.get(channel) ?? a.plan.channels.get(channel))?.name ?? "";
    if (!parts.every(({ kind }) => kind === "channel")) return { name, note: "" };
    const isNew = b.plan.channels.has(channel);
    return { name: isNew ? insightMessages.newChannel(name) : insightMessages.lostChannel(name), note: "" };
  }
  if (row === null) {
    if (by === "owner") return { name: owner ?? words.nobody(), note: "" };
    if (by === "stage") return { name: words.noStage(), note: "" };
    return { name: by === "row" ? words.planPart() : words.planWide(), note: "" };
  }
  const name = nameOf(plan, row);
  if (by === "stage") return { name, note: "" };
  const note = plan.rows.get(row)?.owner ?? "";
  if (parts.every(({ kind }) => kind === "formula")) return { name: words.formulaPart(name), note };
  if (parts.every(({ kind }) => kind === "total")) return { name: words.totalPart(name), note };
  return { name, note };
}

/** "5.0% → 5.5%": what an assumption is on the one side and on the other, where one pair says it. */
function sayChange({ by, row, parts }: PartGroup, a: WhySide, b: WhySide, speak: Speak): string {
  const [only, ...others] = parts;
  const record = row === null ? undefined : (b.plan.rows.get(row) ?? a.plan.rows.get(row));
  if (by !== "row" || only === undefined || others.length > 0 || record === undefined) return "";
  const say = (numbers: Part["before"]): string => {
    const [first] = numbers;
    if (first === undefined) return "";
    if (isAdditive(record.unit))
      return speak.value(
        record,
        numbers.reduce((sum, one) => sum + one, 0),
      );
    const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
    return low === high
      ? speak.value(record, low)
      : `${speak.value(record, low)}…${speak.value(record, high)}`;
  };
  const [before, after] = [say(only.before), say(only.after)];
  return before === "" || after === "" ? "" : `${before} → ${after}`;
}

function notesOf({ reading, method, steps }: Explanation, a: Plan, b: Plan): string[] {
  const named = (rows: readonly string[]): string =>
    rows.map((row) => nameOf(b.rows.has(row) ? b : a, row)).join(", ");
  const how = {
    "aumann-shapley": insightMessages.methodAumannShapley,
    shapley: insightMessages.methodShapley,
    lmdi: insightMessages.methodLmdi,
    sequential: insightMessages.methodSequential,
  }[method]();
  const levers =
    reading.levers === "none"
      ? []
      : reading.levers === "solved"
        ? [insightMessages.leversSolved(named(reading.rows))]
        : [
            {
              "other goals": insightMessages.otherGoals,
              "other totals": insightMessages.otherTotals,
              unsolved: insightMessages.unsolvedBetween,
            }[reading.why](named(reading.rows)),
          ];
  return [how, ...levers, ...(steps === null ? [] : [insightMessages.steps(named(steps.rows))])];
}

// ---- the sentence ----

/** How many parts a sentence tells; the rest are told together. */
const TOLD = 4;

/**
 * "Better demos needs £3,636 less for the same 100 units: Sales’ demo-to-sale rate saves £2,389, Marketing’s
 * visitor-to-demo rate £1,247." Parts by assumption, the largest first, rounded together.
 */
function sentenceOf(
  explanation: Explanation,
  a: WhySide,
  b: WhySide,
  row: Row,
  options: WhyOptions,
  speak: Speak,
): string {
  const { from, to, difference, steps } = explanation;
  const head = headOf(explanation, a, b, row, options.held, speak);
  const groups = groupParts(explanation, a.plan, b.plan, "row").filter(({ value }) => value !== 0);
  const parts = [
    ...groups.map((group) => ({ name: spokenPart(group, a, b, speak), value: group.value })),
    ...(steps === null ? [] : [{ name: words.steps(), value: steps.value }]),
  ].sort((x, y) => Math.abs(y.value) - Math.abs(x.value));
  const rest = parts.slice(TOLD);
  const told =
    rest.length < 2
      ? parts
      : [
          ...parts.slice(0, TOLD),
          { name: words.smallRest(rest.length), value: rest.reduce((sum, { value }) => sum + value, 0) },
        ];
  // One part is the whole of it: the head has said how much.
  const rounded = roundTogether(
    told.map(({ value }) => value),
    difference,
    speak.digits(row, [from, to]),
  );
  const isCost = row.unit === "money" && row.better === "lower";
  let verb: unknown = null;
  const phrases = told.flatMap(({ name, value }, i) => {
    // What rounds to nothing is in the table, not in the sentence.
    if (rounded[i] === 0) return [];
    const amount = speak.delta(row, Math.abs(rounded[i] ?? value), [from, to]).replace(/^\+/, "");
    const say = value < 0 ? (isCost ? words.saves : words.takes) : isCost ? words.costs : words.adds;
    const phrase = say === verb ? `${name} ${amount}` : say(name, amount);
    verb = say;
    return phrase;
  });
  return words.sentenceOf(head, phrases);
}

function headOf(
  { from, to, difference, reading, quantity }: Explanation,
  a: WhySide,
  b: WhySide,
  row: Row,
  held: string | null,
  speak: Speak,
): string {
  const ends = [from, to];
  const gap = speak.delta(row, difference, ends);
  if (speak.value(row, from, ends) === speak.value(row, to, ends))
    return words.alike(b.name, row.name, a.name);
  const isSolved = reading.levers === "solved" && reading.rows.includes(quantity.row);
  if (isSolved && isAdditive(row.unit)) {
    const amount = speak.delta(row, Math.abs(difference), ends).replace(/^\+/, "");
    const name = row.unit === "money" ? null : row.name;
    const same = held === null ? "" : words.forTheSame(held);
    return difference < 0
      ? words.needsLess(b.name, amount, name, same)
      : words.needsMore(b.name, amount, name, same);
  }
  return words.isAt(b.name, row.name, speak.value(row, to, ends), gap);
}

/** "Sales’ demo-to-sale rate": a part as a sentence names it. */
function spokenPart(group: PartGroup, a: WhySide, b: WhySide, speak: Speak): string {
  const { name, note } = nameOfGroup(group, a, b, speak);
  const row = group.row === null ? undefined : (b.plan.rows.get(group.row) ?? a.plan.rows.get(group.row));
  const spoken = name === row?.name ? spokenName(row) : name;
  return note === "" ? (spoken === name ? name : capital(spoken)) : words.owned(note, spoken);
}

/** A row's name inside a sentence: "demo-to-sale rate", "click-through rate", "CPM". */
export function spokenName(row: Row): string {
  if (row.unit === "rate" && /^[\p{L}\d]+ to [\p{L}\d]+$/u.test(row.name)) {
    return words.rateNamed(row.name.toLowerCase().replace(/ /g, "-"));
  }
  // An abbreviation keeps its capitals.
  return /^\p{Lu}[\p{Lu}\d]/u.test(row.name)
    ? row.name
    : `${row.name.charAt(0).toLowerCase()}${row.name.slice(1)}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

// ---- alone first and last ----

export interface AloneLine {
  readonly key: string;
  readonly name: string;
  readonly first: string;
  readonly last: string;
}

/** What each difference does alone, made first and made last, as it is told. [XP9] */
export function aloneLines(
  found: readonly FirstAndLast[],
  row: Row,
  ends: readonly number[],
  a: Plan,
  b: Plan,
  speak: Speak,
): AloneLine[] {
  const say = (value: number): string => (Number.isNaN(value) ? "–" : speak.delta(row, value, ends));
  return found.map(({ difference, first, last }) => {
    const { kind, row: of, channel, goal } = difference;
    const goalRow = goal === null ? undefined : (b.goals.get(goal) ?? a.goals.get(goal))?.row;
    const channelName =
      channel === null ? "" : ((b.channels.get(channel) ?? a.channels.get(channel))?.name ?? "");
    const name =
      kind === "goal"
        ? words.goalPart(goalRow === undefined ? "" : nameOf(b, goalRow))
        : kind === "channel"
          ? channelName
          : kind === "plan" || of === null
            ? words.planPart()
            : nameOf(b.rows.has(of) ? b : a, of);
    return { key: `${kind}/${of ?? channel ?? goal ?? ""}`, name, first: say(first), last: say(last) };
  });
}
