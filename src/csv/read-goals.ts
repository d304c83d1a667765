import { keyOfOrdinal, lengthOfKey, orderBetween, startOrdinal } from "../core/index.ts";
import type { AddressValue, ChannelId, Goal, Lever, PlanSettings, RowId, Scenario } from "../core/index.ts";
import type { Context } from "./context.ts";
import type { PeriodColumn } from "./read-cells.ts";
import { isUnchanged } from "./number.ts";
import type { NumberFound } from "./number.ts";
import { readChannelName, readGoalText, readRowName } from "./phrases.ts";
import type { Listener } from "./phrases.ts";
import { isGoal } from "./scenarios.ts";
import type { RawRecord } from "./table.ts";

/** What a record of kind `goal` says: a goal, one of its fields, or that it is gone. */
export type GoalFound =
  | { readonly kind: "goal"; readonly goal: Omit<Goal, "order"> }
  | { readonly kind: "field"; readonly field: string; readonly value: AddressValue | null }
  | { readonly kind: "removal" };

export interface GoalPlace {
  readonly row: RowId;
  readonly channel: ChannelId | null;
  /** The goal as the open plan has it: its target may have been rounded by a spreadsheet program. */
  readonly own: Goal | undefined;
  readonly inScenario: boolean;
}

/** Reads a record of kind `goal`; undefined, and a problem, where that cannot be done. */
export function readGoal(
  context: Context,
  record: RawRecord,
  place: GoalPlace,
  settings: PlanSettings,
  columns: readonly PeriodColumn[],
  listener: Listener,
): GoalFound | undefined {
  const text = record.text.trim();
  if (place.inScenario && text.toLowerCase() === "none") return { kind: "removal" };
  const part = /^only (\w+)\s*(.*)$/is.exec(text);
  const numbers = numbersOf(context, record, columns);
  if (numbers === undefined) {
    context.setAside.push(record);
    return undefined;
  }
  if (place.inScenario && part !== null) {
    const [, field = "", rest = ""] = part;
    const value = readField(field.toLowerCase(), rest, listener, settings, numbers, place.own);
    if (value !== undefined) return { kind: "field", field: field.toLowerCase(), value };
    context.reject(
      record,
      "goalText",
      { column: "Text", found: text, expected: "a field" },
      "a field of the goal",
    );
    return undefined;
  }
  const [only] = numbers;
  if (only === undefined || numbers.length > 1) {
    const found = numbers.map(({ text: one }) => one).join(", ");
    context.reject(record, "goalNeedsTarget", { column: "Total", found, expected: "one number" });
    return undefined;
  }
  const span = spanOf(settings, only.ordinal);
  const read = readGoalText(text, listener, span);
  if (!read.ok) {
    context.reject(record, "goalText", { column: "Text", ...read.error }, read.error.expected);
    return undefined;
  }
  const { row, channel, own } = place;
  const { from, to } = read.value.over ?? span;
  const target = own !== undefined && isUnchanged(own.target, only.number) ? own.target : only.number.value;
  return { kind: "goal", goal: { row, channel, from, to, target, lever: read.value.lever } };
}

interface Target {
  readonly number: NumberFound;
  readonly text: string;
  /** Null in the column Total. */
  readonly ordinal: number | null;
}

function numbersOf(
  context: Context,
  record: RawRecord,
  columns: readonly PeriodColumn[],
): readonly Target[] | undefined {
  const found: Target[] = [];
  const places = [{ heading: "Total", text: record.total, ordinal: null as number | null }]; // widened for the rest
  for (const { index, heading, ordinal } of columns) {
    places.push({ heading, text: (record.fields[index] ?? "").trim(), ordinal });
  }
  for (const { heading, text, ordinal } of places) {
    if (text === "") continue;
    const number = context.number(record, heading, text);
    if (number === undefined) return undefined;
    found.push({ number, text, ordinal });
  }
  return found;
}

function spanOf(settings: PlanSettings, ordinal: number | null): { from: string; to: string } {
  const { periodLength, periods } = settings;
  const start = startOrdinal(settings);
  const [from, to] = ordinal === null ? [start, start + periods - 1] : [ordinal, ordinal];
  return { from: keyOfOrdinal(periodLength, from), to: keyOfOrdinal(periodLength, to) };
}

/** One field of a goal that a scenario has otherwise; undefined where it cannot be read. */
function readField(
  field: string,
  text: string,
  listener: Listener,
  settings: PlanSettings,
  numbers: readonly Target[],
  own: Goal | undefined,
): AddressValue | null | undefined {
  if (field === "target") {
    const number = numbers[0]?.number;
    if (number === undefined || numbers.length > 1) return undefined;
    return own !== undefined && isUnchanged(own.target, number) ? own.target : number.value;
  }
  const isNone = text.trim().toLowerCase() === "none";
  switch (field) {
    case "lever": {
      if (isNone) return null;
      const read = readGoalText(text, listener, spanOf(settings, null));
      const lever: Lever | null = read.ok && read.value.over === null ? read.value.lever : null;
      return lever ?? undefined;
    }
    case "channel": {
      if (isNone) return null;
      const read = readChannelName(text, listener);
      return read.ok ? read.value : undefined;
    }
    case "row": {
      const read = readRowName(text, listener);
      return read.ok ? read.value : undefined;
    }
    case "from":
    case "to":
      return lengthOfKey(text.trim().toUpperCase()) === listener.length
        ? text.trim().toUpperCase()
        : undefined;
    case "order":
      return /^[0-9a-z]+$/.test(text) ? text : undefined;
    default:
      return undefined;
  }
}

/**
 * Scenarios whose own goals have marks of order: the base goal's, else the one that the goal has in `open`, else
 * one behind all others. A file says the order of the base's goals alone.
 */
export function orderScenarioGoals(
  scenarios: ReadonlyMap<string, Scenario>,
  goals: ReadonlyMap<string, Goal>,
  open: ReadonlyMap<string, Scenario> | null,
): Map<string, Scenario> {
  const orders = [...goals.values()].map(({ order }) => order).sort();
  const last = orderBetween(orders.at(-1) ?? null, null);
  return new Map(
    [...scenarios].map(([id, scenario]) => {
      const differences = new Map(scenario.differences);
      for (const [address, { is }] of differences) {
        if (!isGoal(is)) continue;
        const own = open?.get(id)?.differences.get(address)?.is;
        const order = goals.get(address.slice("goal/".length))?.order ?? (isGoal(own) ? own.order : last);
        differences.set(address, { is: { ...is, order } });
      }
      return [id, { ...scenario, differences }];
    }),
  );
}
