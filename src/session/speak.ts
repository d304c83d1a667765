import { partMessages } from "../core/index.ts";
import type { CellKind, LocaleNumbers, Plan, Row, RowId } from "../core/index.ts";
import { linesUnder, valueOf } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** How numbers and periods are said to this reader. The shell makes it; sessions and their tests take it. */
export interface Speak {
  readonly locale: LocaleNumbers;
  /** A value of a row as the sheet shows it. `set` are values it stands among: they share their decimals. */
  value(row: Row, value: number, set?: readonly number[]): string;
  /** A difference with its sign, as precise as `set` is shown: "−£3,636", "+4.0 pts"; "0" where nothing shows. */
  delta(row: Row, value: number, set?: readonly number[]): string;
  /** Digits after the point of the number itself with which a row's values show: 3 for a rate of 20.5%. */
  digits(row: Row, set: readonly number[]): number;
  /** A share, 0.24 as "24%"; signed where `signed`. */
  share(value: number, signed?: boolean): string;
  /** "March 2027", "Q1 2027": periods by plan index, both ends included. */
  span(plan: Plan, from: number, to: number): string;
  /** The same without the year where the plan lies in one year: "March". */
  shortSpan(plan: Plan, from: number, to: number): string;
  /** A list in words: "January and February". */
  list(items: readonly string[]): string;
}

/** A sentence of the bar, with what is on offer after it. */
export interface Message {
  readonly text: string;
  readonly tone: "plain" | "warning";
}

/** Name of a row as sentences say it. */
export function nameOf(plan: Plan, row: RowId): string {
  return plan.rows.get(row)?.name ?? partMessages.deletedRow;
}

/** The value of a target in words; "–" where it does not apply, "no value" where there is none to say. */
export function sayValue(book: Workbook, target: Target, speak: Speak): string {
  const row = book.plan.rows.get(target.row);
  if (row === undefined || linesUnder(book, target).length === 0) return "–";
  const value = valueOf(book, target);
  return Number.isNaN(value) ? partMessages.noValue : speak.value(row, value);
}

/** The whole plan as a target of a row: its total over all channels and periods. */
export function wholeOf(plan: Plan, row: RowId): Target {
  return { row, channel: null, from: 0, to: plan.settings.periods - 1 };
}

/** Where a target lies: "in March", "in 3 months", with its channel where there are several. */
export function whereOf(book: Workbook, target: Target, speak: Speak): string {
  const { plan } = book;
  const periods = target.to - target.from + 1;
  const unit = { month: "months", quarter: "quarters", week: "weeks", year: "years" }[
    plan.settings.periodLength
  ];
  const when =
    periods === 1 ? `in ${speak.shortSpan(plan, target.from, target.to)}` : `in ${periods} ${unit}`;
  const channel = target.channel === null ? undefined : plan.channels.get(target.channel);
  const scope = plan.rows.get(target.row)?.scope;
  if (channel === undefined || plan.channels.size === 1 || scope === "plan") return when;
  return `${when}, ${channel.name}`;
}

/** A number that the bar watches: when an edit moves it, the bar says so. */
export interface Headline {
  readonly name: string;
  readonly text: string;
  readonly value: number;
}

/**
 * What an edit is measured by: the totals of what is solved, and of what is wanted, which moves where a goal can be
 * held no longer; with no goal, of the plan's last stage and its default lever.
 */
export function headlineRows({ plan, solution }: Workbook): RowId[] {
  const rows: RowId[] = [];
  for (const [id, goal] of plan.goals) {
    if (solution.goals.get(id)?.status === "met" && goal.lever !== null) rows.push(goal.lever.row);
  }
  rows.push(...[...plan.goals.values()].map((goal) => goal.row));
  if (rows.length === 0) {
    const stages = [...plan.rows].filter(([, row]) => row.stage !== null).map(([id]) => id);
    const last = stages.find((id) => ![...plan.rows.values()].some((row) => row.stage?.from === id));
    if (last !== undefined) rows.push(last);
    if (plan.settings.defaultLever !== null) rows.push(plan.settings.defaultLever);
  }
  return [...new Set(rows)];
}

/** The totals that an edit is measured by, as they are now. */
export function headlinesOf(book: Workbook, speak: Speak): Map<RowId, Headline> {
  const { plan } = book;
  const headlines = new Map<RowId, Headline>();
  for (const id of headlineRows(book)) {
    const row = plan.rows.get(id);
    if (row === undefined) continue;
    const value = valueOf(book, wholeOf(plan, id));
    headlines.set(id, {
      name: row.name,
      value,
      text: Number.isNaN(value) ? partMessages.noValue : speak.value(row, value),
    });
  }
  return headlines;
}

/** What an edit did to the answer: "Spend £15,000 → £16,667", or that it stays. Empty if nothing is watched. */
export function effectOf(before: ReadonlyMap<RowId, Headline>, after: ReadonlyMap<RowId, Headline>): string {
  const moved: string[] = [];
  const stayed: string[] = [];
  for (const [id, now] of after) {
    const then = before.get(id);
    if (then === undefined) continue;
    if (then.text !== now.text) moved.push(`${now.name} ${then.text} → ${now.text}`);
    else if (
      Object.is(then.value, now.value) ||
      Math.abs(then.value - now.value) <= 1e-12 * Math.abs(now.value)
    ) {
      stayed.push(partMessages.stays(now.name, now.text));
    } else moved.push(partMessages.staysNear(now.name, now.text));
  }
  return (moved.length > 0 ? moved : stayed.slice(0, 1)).join(", ");
}

/** The state of a cell in words, for its accessible description. */
export const KIND_WORDS: Readonly<Record<CellKind | "goal" | "resting" | "lever" | "mixed", string>> =
  partMessages.kind;
