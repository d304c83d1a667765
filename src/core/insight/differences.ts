import { parseAddress } from "../plan/address.ts";
import type { PlanChange } from "../plan/change.ts";
import { changeBetween } from "../plan/diff.ts";
import type { ChannelId, GoalId, RowId } from "../plan/ids.ts";
import { orderedIds, rowsInOrder } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";

/** What differs between two plans and can be made alone: one row, channel or goal, or the plan's own settings. */
export interface PlanDifference {
  readonly kind: "row" | "channel" | "goal" | "plan";
  readonly row: RowId | null;
  readonly channel: ChannelId | null;
  readonly goal: GoalId | null;
  /** Makes it, over the first plan; taken back, unmakes it in the second. */
  readonly change: PlanChange;
}

/** Fields that change no number. */
const WORDS: ReadonlySet<string> = new Set(
  "name shortName owner better decimals definition note stage limit asPercent section".split(" "),
);

/**
 * The differences of two plans, one for each row (its numbers, overrides and formulas), channel that only one
 * has (with all that stands in it) and goal. Rows first, in the order of the screen. Words, scenarios and what
 * else changes no number are left out.
 */
export function listDifferences(a: Plan, b: Plan): PlanDifference[] {
  const oneSided = new Set(
    [...a.channels.keys(), ...b.channels.keys()].filter((id) => a.channels.has(id) !== b.channels.has(id)),
  );
  const groups = new Map<
    string,
    { difference: Omit<PlanDifference, "change">; change: PlanChange[number][] }
  >();
  for (const entry of changeBetween(a, b)) {
    const difference = belongsTo(entry[0], oneSided);
    if (difference === null) continue;
    const { kind, row, channel, goal } = difference;
    const key = `${kind}/${row ?? channel ?? goal ?? ""}`;
    const group = groups.get(key) ?? { difference, change: [] };
    group.change.push(entry);
    groups.set(key, group);
  }
  const order = [
    ...rowsInOrder(b)
      .concat(rowsInOrder(a))
      .map((row) => `row/${row}`),
    ...[...orderedIds(b.channels), ...orderedIds(a.channels)].map((channel) => `channel/${channel}`),
    ...[...orderedIds(b.goals), ...orderedIds(a.goals)].map((goal) => `goal/${goal}`),
    "plan/",
  ];
  const rank = new Map<string, number>();
  for (const key of order) if (!rank.has(key)) rank.set(key, rank.size);
  return [...groups]
    .sort(([x], [y]) => (rank.get(x) ?? rank.size) - (rank.get(y) ?? rank.size))
    .map(([, { difference, change }]) => ({ ...difference, change }));
}

function belongsTo(address: string, oneSided: ReadonlySet<ChannelId>): Omit<PlanDifference, "change"> | null {
  const parsed = parseAddress(address);
  const none = { row: null, channel: null, goal: null };
  const inRow = (row: RowId): Omit<PlanDifference, "change"> => ({ ...none, kind: "row", row });
  const inChannel = (channel: ChannelId): Omit<PlanDifference, "change"> => ({
    ...none,
    kind: "channel",
    channel,
  });
  switch (parsed?.kind) {
    case "cell":
    case "cells":
      return oneSided.has(parsed.line) ? inChannel(parsed.line) : inRow(parsed.row);
    case "formula": {
      const [row = "", channel] = parsed.key.split("/");
      return channel !== undefined && oneSided.has(channel) ? inChannel(channel) : inRow(row);
    }
    case "record":
    case "field":
      if (parsed.kind === "field" && WORDS.has(parsed.field)) return null;
      if (parsed.record === "row") return inRow(parsed.id);
      if (parsed.record === "goal") return { ...none, kind: "goal", goal: parsed.id };
      return parsed.record === "channel" && oneSided.has(parsed.id) ? inChannel(parsed.id) : null;
    case "setting":
      return parsed.field === "history" ? { ...none, kind: "plan" } : null;
    default:
      return null;
  }
}
