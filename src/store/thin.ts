import { applyChange, changeBetween, storeMessages } from "../core/index.ts";
import type { Tables } from "./database.ts";
import { Refusal } from "./failure.ts";
import { readEntries, readRecord, readReplica, writeCheckpoint } from "./log.ts";
import { readMoments } from "./moments.ts";
import { writeChangeRecord } from "./records.ts";
import type { StoredEntry } from "./entry.ts";

/*
 * History does not grow without bound. The rule [TH1]:
 *
 *   the last 1,000 steps of a plan, and all of the last 30 days, are kept one by one;
 *   older ones become one step a day;
 *   those older than a year become one step in 30 days.
 *
 * A step that stands for several says so (`from`), with what the plan was before and after them. Days end at named
 * moments, and a named moment holds its whole plan: so what is named is never thinned. [TH2]
 */

const DAY = 24 * 60 * 60 * 1000;

/** What of a log is thinned, in numbers; tests have smaller ones. */
export interface ThinRule {
  /** So many last steps stay. */
  readonly steps: number;
  /** Steps of so many last days stay. */
  readonly days: number;
  /** Steps older than so many days become one in `bundle` days. */
  readonly old: number;
  readonly bundle: number;
}

export const THIN_RULE: ThinRule = { steps: 1000, days: 30, old: 365, bundle: 30 };

/**
 * Which neighbouring steps become one, oldest first; each list has two or more.
 *
 * entries  the oldest steps of a log, without those that the rule keeps by their number
 * named    revisions that have a name: a step never goes over one
 */
export function stepsToMerge(
  entries: readonly StoredEntry[],
  named: ReadonlySet<number>,
  now: number,
  rule: ThinRule = THIN_RULE,
): StoredEntry[][] {
  const groups: StoredEntry[][] = [];
  let last = NaN;
  for (const entry of entries) {
    const age = now - entry.time;
    // The rest is younger by the store's order, whatever a wrong clock wrote.
    if (!(age > rule.days * DAY)) break;
    const day = Math.floor(entry.time / DAY);
    const bundle = age > rule.old * DAY ? Math.floor(day / rule.bundle) - 1e9 : day;
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group !== undefined && before !== undefined && bundle === last && !named.has(before.revision)) {
      group.push(entry);
    } else groups.push([entry]);
    last = bundle;
  }
  return groups.filter((group) => group.length > 1);
}

/** Thins a plan's log by the rule; returns how many steps are fewer now. What the plan says is untouched. */
export async function thinLog(
  tables: Tables,
  id: string,
  now: number,
  rule: ThinRule = THIN_RULE,
): Promise<number> {
  const record = await readRecord(tables, id);
  const upTo = record.revision - rule.steps;
  if (upTo <= 1) return 0;
  const named = new Set((await readMoments(tables, id)).map(({ revision }) => revision));
  const groups = stepsToMerge(await readEntries(tables, id, 0, upTo), named, now, rule);
  const end = groups.at(-1)?.at(-1)?.revision;
  if (end === undefined) return 0;
  // The present goes on from a checkpoint behind what is thinned: it stays the same to the bit.
  const behind = await tables.checkpoints
    .where("[plan+revision]")
    .between([id, end], [id, record.revision], true, true)
    .count();
  if (behind === 0) await writeCheckpoint(tables, id, await readReplica(tables, id, record.revision));
  let fewer = 0;
  for (const group of groups) {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) continue;
    const from = first.from ?? first.revision;
    const { plan: before } = await readReplica(tables, id, from - 1);
    const after = group.reduce((plan, { change }) => applyChange(plan, change), before);
    const change = changeBetween(before, after);
    // Kept as they are, should one change not say all that they did.
    if (changeBetween(applyChange(before, change), after).length > 0) continue;
    const isOnes = group.every(({ author }) => author === last.author);
    const merged = writeChangeRecord(id, {
      id: last.id,
      revision: last.revision,
      from,
      change,
      label: storeMessages.severalSteps(group.map(({ label }) => label)),
      author: isOnes ? last.author : "",
      time: last.time,
      kind: "edit",
    });
    if (!merged.ok) throw new Refusal({ code: "invalid", text: storeMessages.invalid(merged.error) });
    const inside = (end: number): [lower: [string, number], upper: [string, number]] => [
      [id, from],
      [id, end],
    ];
    await tables.changes
      .where("[plan+revision]")
      .between(...inside(last.revision), true, true)
      .delete();
    await tables.changes.add(merged.value);
    // A plan from between them is none that the log goes on from.
    await tables.checkpoints
      .where("[plan+revision]")
      .between(...inside(last.revision - 1), true, true)
      .delete();
    fewer += group.length - 1;
  }
  return fewer;
}
