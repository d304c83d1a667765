import { applyChange } from "../core/index.ts";
import type { Plan } from "../core/index.ts";
import type { Tables } from "./database.ts";
import { rebaseChange } from "./entry.ts";
import type { LogEntry, StoredEntry } from "./entry.ts";
import { damagedAt, failureFor, Refusal } from "./failure.ts";
import { packPlan, unpackPlan } from "./pack.ts";
import { cellsIn, readChangeRecord, readPlanRecord, writeChangeRecord } from "./records.ts";
import type { PlanRecord } from "./records.ts";

/*
 * One plan's log inside a transaction. A plan is stored as
 *
 *   checkpoint at revision c  ── change c+1 ── change c+2 ── … ── change n      (n: `plans.revision`)
 *
 * The first checkpoint is the plan as created. A new one is written in the same transaction as the entry that
 * makes replaying expensive. Changes are kept for undo; revisions have no gaps.
 */

/** The plan as the store has it at a revision. */
export interface Replica {
  readonly revision: number;
  readonly plan: Plan;
}

export interface Appended {
  /** The store's last revision now. */
  readonly revision: number;
  /** All entries after the known revision in the store's order: other tabs' and the appended ones. */
  readonly entries: readonly StoredEntry[];
  /** Those of them that others wrote. */
  readonly missed: readonly StoredEntry[];
  /** The plan as the store has it at that revision. */
  readonly plan: Plan;
}

/** A checkpoint is due when replaying from the last one costs as much as this many one-cell edits. */
const CHECKPOINT_WEIGHT = 100;

/** Replaying one entry, in one-cell edits: the cells of a run cost far less than edits of their own. */
function weightOf(entry: LogEntry): number {
  return 1 + cellsIn(entry) / 500;
}

/** Reads the row of a plan. Refuses if there is none. */
export async function readRecord(tables: Tables, id: string): Promise<PlanRecord> {
  const row: unknown = await tables.plans.get(id);
  if (row === undefined) throw new Refusal(failureFor("noPlan"));
  const record = readPlanRecord(row);
  if (!record.ok) throw new Refusal(damagedAt(record.error));
  return record.value;
}

/**
 * Entries with revisions in (after, upTo], in order. Refuses if one is missing or cannot be read. Where one stands
 * for several [TH1], it belongs to the last of them.
 */
export async function readEntries(
  tables: Tables,
  id: string,
  after: number,
  upTo: number,
): Promise<StoredEntry[]> {
  if (after >= upTo) return [];
  const rows: readonly unknown[] = await tables.changes
    .where("[plan+revision]")
    .between([id, after], [id, upTo], false, true)
    .toArray();
  const entries: StoredEntry[] = [];
  let next = after + 1;
  for (const row of rows) {
    const entry = readChangeRecord(row);
    if (!entry.ok) throw new Refusal(damagedAt(entry.error, next - 1));
    // What is asked for may begin within a step that stands for several; after it there are no gaps.
    const first = entry.value.from ?? entry.value.revision;
    const isNext = entries.length === 0 ? first <= next : first === next;
    if (!isNext) throw new Refusal(damagedAt(`change ${next}`, next - 1));
    entries.push(entry.value);
    next = entry.value.revision + 1;
  }
  if (next <= upTo && !(await isWithin(tables, id, next, upTo))) {
    throw new Refusal(damagedAt(`change ${next}`, next - 1));
  }
  return entries;
}

/**
 * The last entries with revisions in (after, upTo]: all of them, or where one is missing or cannot be read those
 * behind it. The plan itself may well be whole: a checkpoint stands behind the damage.
 */
export async function readLastEntries(
  tables: Tables,
  id: string,
  after: number,
  upTo: number,
): Promise<StoredEntry[]> {
  for (let from = after; ;) {
    try {
      return await readEntries(tables, id, from, upTo);
    } catch (error) {
      const next = error instanceof Refusal ? (error.failure.readable ?? upTo) + 1 : NaN;
      if (!(next > from)) throw error;
      from = next;
    }
  }
}

/** Does the first step behind a revision stand for all from another one on? Then nothing is missing between. */
async function isWithin(tables: Tables, id: string, from: number, revision: number): Promise<boolean> {
  const row: unknown = await tables.changes
    .where("[plan+revision]")
    .between([id, revision], [id, Number.MAX_SAFE_INTEGER], false, true)
    .first();
  const entry = readChangeRecord(row);
  return entry.ok && (entry.value.from ?? entry.value.revision) <= from;
}

/** The plan at a revision (within thinned steps: before them), from the newest checkpoint before it that can be read, and the changes since. */
export async function readReplica(tables: Tables, id: string, upTo: number): Promise<Replica> {
  const keys = await tables.checkpoints
    .where("[plan+revision]")
    .between([id, 0], [id, upTo], true, true)
    .reverse()
    .primaryKeys();
  let damage = "checkpoint";
  for (const key of keys) {
    const row = await tables.checkpoints.get(key);
    const plan = unpackPlan(row?.packed);
    if (!plan.ok) {
      damage = `checkpoint ${key[1]}: ${plan.error}`;
      continue;
    }
    const entries = await readEntries(tables, id, key[1], upTo);
    return { revision: upTo, plan: entries.reduce((at, { change }) => applyChange(at, change), plan.value) };
  }
  throw new Refusal(damagedAt(damage));
}

/** Writes a plan as a checkpoint, and lets go of some older ones: they can be had again by replaying. */
export async function writeCheckpoint(
  tables: Tables,
  id: string,
  { revision, plan }: Replica,
): Promise<void> {
  const packed = packPlan(plan);
  const read = unpackPlan(packed);
  if (!read.ok) throw new Refusal({ ...damagedAt(read.error), code: "invalid" });
  await tables.checkpoints.put({ plan: id, revision, packed });
  const keys = await tables.checkpoints
    .where("[plan+revision]")
    .between([id, 0], [id, revision], true, true)
    .primaryKeys();
  const thousands = new Set<number>();
  const superfluous = keys.slice(0, -4).filter(([, at]) => {
    const thousand = Math.floor(at / 1000);
    const isFirst = !thousands.has(thousand);
    thousands.add(thousand);
    return !isFirst;
  });
  if (superfluous.length > 0) await tables.checkpoints.bulkDelete(superfluous);
}

/**
 * Appends entries to a plan's log.
 *
 * known    the last revision that the caller has applied; what others wrote since is read first, in this same
 *          transaction, and the entries go behind it, with each `before` read anew.
 * replica  the plan as this tab last saw it in the store, if it did; saves reading it all.
 *
 * With no entries it only reads what is new. An entry that is stored already (its first answer was lost) is not stored again.
 */
export async function appendEntries(
  tables: Tables,
  id: string,
  entries: readonly LogEntry[],
  known: number,
  replica: Replica | undefined,
  now: number,
): Promise<Appended> {
  const row = await tables.plans.get(id);
  if (row === undefined) throw new Refusal(failureFor("missing"));
  const record = await readRecord(tables, id);
  // The store knows less than this tab was told: it was wiped or put back behind our back.
  if (known > record.revision) throw new Refusal(failureFor("missing"));
  const usable = replica !== undefined && replica.revision <= record.revision ? replica : undefined;
  let start = usable ?? (await readReplica(tables, id, record.revision));
  const newer = await readEntries(tables, id, Math.min(known, start.revision), record.revision);
  // A plan from within steps that were thinned since is none that the rest of the log goes on from.
  const isThinned = newer.some(
    (entry) => (entry.from ?? entry.revision) <= start.revision && start.revision < entry.revision,
  );
  if (isThinned) start = await readReplica(tables, id, record.revision);

  let plan = start.plan;
  for (const { revision, change } of newer) if (revision > start.revision) plan = applyChange(plan, change);
  const news = newer.filter(({ revision }) => revision > known);
  const storedIds = new Set(news.map((entry) => entry.id));
  const ownIds = new Set(entries.map((entry) => entry.id));
  const isBehind = news.some((entry) => !ownIds.has(entry.id));

  let { revision, weight } = record;
  const added: StoredEntry[] = [];
  for (const entry of entries) {
    if (storedIds.has(entry.id)) continue;
    revision++;
    const stored: StoredEntry = {
      ...entry,
      revision,
      change: isBehind ? rebaseChange(plan, entry.change) : entry.change,
    };
    const packed = writeChangeRecord(id, stored);
    if (!packed.ok) throw new Refusal({ ...damagedAt(packed.error), code: "invalid" });
    plan = applyChange(plan, stored.change);
    weight += weightOf(entry);
    added.push(stored);
    await tables.changes.add(packed.value);
  }
  const next: Replica = { revision, plan };
  if (added.length > 0) {
    if (weight >= CHECKPOINT_WEIGHT) {
      await writeCheckpoint(tables, id, next);
      weight = 0;
    }
    await tables.plans.put({ ...record, title: plan.settings.title, edited: now, revision, weight });
  }
  return {
    revision,
    entries: [...news, ...added],
    missed: news.filter((entry) => !ownIds.has(entry.id)),
    plan,
  };
}

/** Takes away all that belongs to a plan but its own row. */
export async function clearLog(tables: Tables, id: string): Promise<void> {
  for (const table of [tables.changes, tables.checkpoints]) {
    await table.where("[plan+revision]").between([id, 0], [id, Number.MAX_SAFE_INTEGER], true, true).delete();
  }
  await tables.moments.where("plan").equals(id).delete();
}
