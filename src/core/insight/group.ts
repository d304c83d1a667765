import { rowsRead } from "../engine/tree.ts";
import type { ChannelId, GoalId, RowId } from "../plan/ids.ts";
import { orderedIds, rowsInOrder } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import type { Explanation, Part } from "./explanation.ts";

export type GroupBy = "row" | "channel" | "stage" | "owner" | "period";

/** Parts of a difference that belong together; what they are is said by the one of these that is not null. */
export interface PartGroup {
  readonly by: GroupBy;
  /** Of a row, or (by stage) the row that is the stage. */
  readonly row: RowId | null;
  readonly channel: ChannelId | null;
  readonly owner: string | null;
  readonly period: number | null;
  readonly goal: GoalId | null;
  /** Σ of its parts; by period, of what they have in it. */
  readonly value: number;
  readonly parts: readonly Part[];
}

type Key = Omit<PartGroup, "value" | "parts">;

/**
 * Parts summed by row, channel, stage, owner or period. New and lost channels stand alone but for periods; so
 * do goals. A group with all nulls is what belongs nowhere (no owner; a plan-wide row by channel). Groups keep
 * the order of the screen, periods theirs; their values add up to what the parts do. [XP10]
 */
export function groupParts(explanation: Explanation, a: Plan, b: Plan, by: GroupBy): PartGroup[] {
  const groups = new Map<string, { key: Key; value: number; parts: Part[] }>();
  const stageOf = by === "stage" ? stageFinder(a, b) : () => null;
  const put = (key: Key, part: Part, value: number): void => {
    const { row, channel, owner, period, goal } = key;
    const text = JSON.stringify([row, channel, owner, period, goal]);
    const group = groups.get(text) ?? { key, value: 0, parts: [] };
    group.value += value;
    group.parts.push(part);
    groups.set(text, group);
  };
  for (const part of explanation.parts) {
    const none: Key = { by, row: null, channel: null, owner: null, period: null, goal: null };
    const hasPeriods = part.kind !== "goal" && part.kind !== "total" && part.kind !== "row";
    if (by === "period") {
      part.values.forEach((value, i) => {
        put({ ...none, period: hasPeriods ? part.from + i : null }, part, value);
      });
    } else if (part.kind === "goal") put({ ...none, goal: part.goal }, part, part.value);
    else if (part.kind === "channel" || part.row === null) {
      put({ ...none, channel: part.channel }, part, part.value);
    } else if (by === "channel") put({ ...none, channel: part.channel }, part, part.value);
    else if (by === "owner") {
      const owner = (b.rows.get(part.row) ?? a.rows.get(part.row))?.owner ?? null;
      put({ ...none, owner }, part, part.value);
    } else put({ ...none, row: by === "stage" ? stageOf(part.row) : part.row }, part, part.value);
  }
  const found = [...groups.values()].map(({ key, value, parts }) => ({ ...key, value, parts }));
  return by === "row" || by === "owner" ? found : found.sort(ordering(a, b));
}

/** Stages down the funnel, channels as on the screen, periods ascending; what belongs nowhere last. */
function ordering(a: Plan, b: Plan): (x: PartGroup, y: PartGroup) => number {
  const channels = new Map([...orderedIds(b.channels), ...orderedIds(a.channels)].map((id, i) => [id, i]));
  const rows = new Map([...rowsInOrder(b), ...rowsInOrder(a)].map((id, i) => [id, i]));
  const rank = (group: PartGroup): number => {
    if (group.period !== null) return group.period;
    if (group.row !== null) return rows.get(group.row) ?? 0;
    return group.channel === null ? Infinity : rows.size + (channels.get(group.channel) ?? 0);
  };
  return (x, y) => {
    const [p, q] = [rank(x), rank(y)];
    return p === q ? 0 : p - q;
  };
}

/**
 * The stage that a row belongs to: itself; the one that it leads into as its rate; else the first stage down
 * the funnel that reads it, at any distance. Null for what no stage reads.
 */
function stageFinder(a: Plan, b: Plan): (row: RowId) => RowId | null {
  const stages = [b, a].flatMap((plan) =>
    rowsInOrder(plan).flatMap((id) => {
      const stage = plan.rows.get(id)?.stage;
      return stage === null || stage === undefined ? [] : [{ id, rate: stage.rate }];
    }),
  );
  const reads = readsOfPlans(a, b);
  const upstream = new Map(stages.map(({ id }) => [id, closure(reads, id)]));
  return (row) => {
    const own = stages.find((stage) => stage.id === row) ?? stages.find((stage) => stage.rate === row);
    return own?.id ?? stages.find(({ id }) => upstream.get(id)?.has(row))?.id ?? null;
  };
}

function readsOfPlans(...plans: readonly Plan[]): ReadonlyMap<RowId, ReadonlySet<RowId>> {
  const reads = new Map<RowId, Set<RowId>>();
  for (const plan of plans) {
    for (const [key, formula] of plan.formulas) {
      const [row = ""] = key.split("/");
      if (formula.kind !== "tree") continue;
      reads.set(row, rowsRead(formula.tree, row, reads.get(row) ?? new Set()));
    }
  }
  return reads;
}

function closure(reads: ReadonlyMap<RowId, ReadonlySet<RowId>>, row: RowId): Set<RowId> {
  const found = new Set([row]);
  // Sets are walked in the order in which they grow.
  for (const next of found) for (const read of reads.get(next) ?? []) found.add(read);
  return found;
}
