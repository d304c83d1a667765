import { applyChange, fail, ok, storeMessages } from "../core/index.ts";
import type { NewId, Plan, Result } from "../core/index.ts";
import { findOutOfBounds } from "./bounds.ts";
import { readText, writeText } from "./codec.ts";
import type { Tables } from "./database.ts";
import { clearLog } from "./log.ts";
import { DATA_TABLES, MIGRATIONS, schemaNumber } from "./migrations.ts";
import type { DataTable } from "./migrations.ts";
import { unpackPlan } from "./pack.ts";
import { readChangeRecord, readMomentRecord, readPlanRecord, writeChangeRecord } from "./records.ts";
import type { ChangeRecord, CheckpointRecord, MomentRecord, PlanRecord } from "./records.ts";
import { squeeze, unsqueeze } from "./squeeze.ts";

/*
 * A backup is one file that holds everything: the rows of all tables as they are stored, in the text form of
 * codec.ts, pressed. What reads it trusts nothing in it: each plan is checked as a whole, by replaying it, before any
 * of it is offered; and is put back whole or not at all.
 */
const FORMAT = "backcast-backup";

export const BACKUP_LIMITS = { bytes: 128 * 2 ** 20, unpressed: 384 * 2 ** 20, plans: 10_000 } as const;

/** Names of device rows that belong to this browser's own backups, or cannot be written down: files' handles. */
const OWN = "backup ";

type Rows = Readonly<Record<DataTable, readonly unknown[]>>;

/** One plan of a backup, checked: it can be put back as it is. */
export interface BackupPlan {
  readonly record: PlanRecord;
  readonly changes: readonly ChangeRecord[];
  readonly checkpoints: readonly CheckpointRecord[];
  readonly moments: readonly MomentRecord[];
}

export interface Backup {
  /** When it was made, milliseconds since 1970. */
  readonly made: number;
  readonly plans: readonly BackupPlan[];
  /** Plans in it that cannot be read, with where. */
  readonly damaged: readonly { readonly title: string; readonly path: string }[];
  readonly device: readonly (readonly [key: string, value: unknown])[];
}

export interface BackupFailure {
  readonly code: "none" | "newer" | "large" | "broken";
  readonly text: string;
}

/** How a plan of a backup stands to what is here: not here, here with all of it, or here and otherwise. */
export type Standing = "new" | "same" | "differs";

/** A plan of a backup that is wanted back. */
export interface Wanted {
  readonly plan: BackupPlan;
  /** The title that it gets if it has to stand beside one of the same id. */
  readonly titleOfCopy: string;
}

/** All rows as they are stored, and how many steps they hold. */
export async function collectRows(tables: Tables): Promise<{ rows: Rows; steps: number }> {
  const plans = await tables.plans.toArray();
  const device = (await tables.device.toArray()).filter(({ key }) => !key.startsWith(OWN));
  const rows = {
    plans,
    changes: await tables.changes.toArray(),
    checkpoints: await tables.checkpoints.toArray(),
    device,
    moments: await tables.moments.toArray(),
  };
  return { rows, steps: plans.reduce((sum, { revision }) => sum + revision, 0) };
}

/** The bytes of a backup file. */
export async function writeBackup(rows: Rows, made: number): Promise<Uint8Array<ArrayBuffer>> {
  return squeeze(writeText({ format: FORMAT, schema: schemaNumber(MIGRATIONS), made, rows }), "gzip");
}

const refuse = (code: BackupFailure["code"], text: string): { ok: false; error: BackupFailure } =>
  fail({ code, text });

/** Reads a file that may be a backup. */
export async function readBackup(bytes: Uint8Array<ArrayBuffer>): Promise<Result<Backup, BackupFailure>> {
  if (bytes.length > BACKUP_LIMITS.bytes) return refuse("large", storeMessages.backupTooLarge());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return refuse("none", storeMessages.backupNone());
  const text = await unsqueeze(bytes, "gzip", BACKUP_LIMITS.unpressed);
  if (!text.ok) {
    return text.error === "large"
      ? refuse("large", storeMessages.backupTooLarge())
      : refuse("broken", storeMessages.backupBroken());
  }
  const data = readText(text.value)?.value;
  if (!isRecord(data) || data["format"] !== FORMAT) return refuse("none", storeMessages.backupNone());
  const { schema, made, rows } = data;
  if (typeof schema !== "number" || !Number.isSafeInteger(schema) || schema < 1 || typeof made !== "number") {
    return refuse("broken", storeMessages.backupBroken());
  }
  if (schema > schemaNumber(MIGRATIONS)) return refuse("newer", storeMessages.backupNewer());
  if (!isRecord(rows)) return refuse("broken", storeMessages.backupBroken());
  return ok({ made, ...sortRows(migrate(rows, schema)) });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Rows of an older stored form, taken to the present one. */
function migrate(rows: Readonly<Record<string, unknown>>, schema: number): Rows {
  const read = (table: DataTable): readonly unknown[] => {
    const found = Object.hasOwn(rows, table) ? rows[table] : [];
    const list: readonly unknown[] = Array.isArray(found) ? found : [];
    const steps = MIGRATIONS.slice(schema - 1).flatMap((step) => step.rows[table] ?? []);
    return steps.length === 0 ? list : list.map((row) => steps.reduce((at, step) => step(at), row));
  };
  const entries = DATA_TABLES.map((table) => [table, read(table)] as const);
  // One entry a table, by the line above.
  return Object.fromEntries(entries) as unknown as Rows;
}

function sortRows(rows: Rows): Omit<Backup, "made"> {
  const byPlan = (list: readonly unknown[]): Map<unknown, Readonly<Record<string, unknown>>[]> => {
    const found = new Map<unknown, Readonly<Record<string, unknown>>[]>();
    for (const row of list) {
      if (!isRecord(row)) continue;
      const own = found.get(row["plan"]);
      if (own === undefined) found.set(row["plan"], [row]);
      else own.push(row);
    }
    return found;
  };
  const [changes, checkpoints, moments] = [rows.changes, rows.checkpoints, rows.moments].map(byPlan);
  const plans: BackupPlan[] = [];
  const damaged: { title: string; path: string }[] = [];
  const seen = new Set<string>();
  for (const row of rows.plans.slice(0, BACKUP_LIMITS.plans)) {
    const id = isRecord(row) ? row["id"] : undefined;
    const title = isRecord(row) && typeof row["title"] === "string" ? row["title"] : "";
    const of = (map: typeof changes): readonly Readonly<Record<string, unknown>>[] => map?.get(id) ?? [];
    const plan = readBackupPlan(row, of(changes), of(checkpoints), of(moments));
    if (plan.ok && !seen.has(plan.value.record.id)) {
      seen.add(plan.value.record.id);
      plans.push(plan.value);
    } else damaged.push({ title, path: plan.ok ? "plans.id" : plan.error });
  }
  const device = rows.device.flatMap((row): [string, unknown][] =>
    isRecord(row) && typeof row["key"] === "string" && !row["key"].startsWith(OWN)
      ? [[row["key"], row["value"]]]
      : [],
  );
  return { plans, damaged, device };
}

const byRevision = (a: { readonly revision: number }, b: { readonly revision: number }): number =>
  a.revision - b.revision;

/** One plan, all of it checked: the error is where it is wrong. */
function readBackupPlan(
  row: unknown,
  changes: readonly unknown[],
  checkpoints: readonly Readonly<Record<string, unknown>>[],
  moments: readonly unknown[],
): Result<BackupPlan, string> {
  const record = readPlanRecord(row);
  if (!record.ok) return record;
  const { id, revision } = record.value;
  const kept: { revision: number; plan: Plan; row: CheckpointRecord }[] = [];
  for (const checkpoint of checkpoints) {
    const at = checkpoint["revision"];
    const plan = unpackPlan(checkpoint["packed"]);
    const isPlace = typeof at === "number" && Number.isSafeInteger(at) && at >= 0 && at <= revision;
    // One that is there twice could not be put back.
    if (!isPlace || kept.some(({ revision: other }) => other === at)) return fail("checkpoints.revision");
    if (!plan.ok) return plan;
    const outside = findOutOfBounds(plan.value);
    if (outside !== null) return fail(outside);
    // Packed by `packPlan`, as `unpackPlan` has just read it.
    const packed = checkpoint["packed"] as CheckpointRecord["packed"];
    kept.push({ revision: at, plan: plan.value, row: { plan: id, revision: at, packed } });
  }
  kept.sort(byRevision);
  const [first] = kept;
  if (first === undefined) return fail("checkpoints");

  const steps: ChangeRecord[] = [];
  let { plan } = first;
  let next = first.revision + 1;
  const entries = [];
  for (const change of changes) {
    const entry = readChangeRecord(change);
    if (!entry.ok) return entry;
    entries.push(entry.value);
  }
  for (const entry of entries.sort(byRevision)) {
    const written = writeChangeRecord(id, entry);
    if (!written.ok) return written;
    if (steps.at(-1)?.revision === entry.revision) return fail(`change ${entry.revision}`);
    steps.push(written.value);
    if (entry.revision < next) continue;
    if ((entry.from ?? entry.revision) !== next) return fail(`change ${next}`);
    plan = applyChange(plan, entry.change);
    if (entry.change.some(([address]) => /^(?:plan|row|channel|scenario)\//.test(address))) {
      const outside = findOutOfBounds(plan);
      if (outside !== null) return fail(outside);
    }
    next = entry.revision + 1;
  }
  if (next !== revision + 1) return fail(`change ${next}`);
  const outside = findOutOfBounds(plan);
  if (outside !== null) return fail(outside);

  const named: MomentRecord[] = [];
  for (const moment of moments) {
    const read = readMomentRecord(moment);
    if (!read.ok) return read;
    const then = unpackPlan(read.value.packed);
    if (!then.ok) return then;
    const wrong = findOutOfBounds(then.value);
    if (wrong !== null) return fail(wrong);
    named.push(read.value);
  }
  return ok({
    record: record.value,
    changes: steps,
    checkpoints: kept.map((each) => each.row),
    moments: named,
  });
}

/** How each plan of a backup stands to what is here, in their order. */
export async function compareWithHere(tables: Tables, plans: readonly BackupPlan[]): Promise<Standing[]> {
  const standings: Standing[] = [];
  for (const { record, changes } of plans) {
    const here = await tables.plans.get(record.id);
    const last = changes.at(-1);
    if (here === undefined) standings.push("new");
    else if (last === undefined) standings.push(here.created === record.created ? "same" : "differs");
    else {
      const step = await tables.changes.get([record.id, last.revision]);
      standings.push(step?.id === last.id ? "same" : "differs");
    }
  }
  return standings;
}

/**
 * Puts plans back, all in the transaction that it runs in. Never over what is there: where a plan of the same id is
 * here, another one is made beside it, under a title of its own.
 *
 * returns  ids of the plans that were put back, in the order wanted
 */
export async function restorePlans(
  tables: Tables,
  wanted: readonly Wanted[],
  device: Backup["device"],
  newId: NewId,
  by: { readonly author: string; readonly now: number },
): Promise<string[]> {
  const ids = new Map<string, string>();
  for (const { plan, titleOfCopy } of wanted) {
    const isCopy = (await tables.plans.get(plan.record.id)) !== undefined;
    const id = isCopy ? newId() : plan.record.id;
    ids.set(plan.record.id, id);
    const steps = plan.changes.map((step) => ({ ...step, plan: id }));
    let { record } = plan;
    if (isCopy) {
      const revision = record.revision + 1;
      const title = {
        id: newId(),
        label: storeMessages.renamePlan(),
        author: by.author,
        time: by.now,
      } as const;
      const change = [["plan/title", record.title, titleOfCopy]] as const;
      steps.push({ ...title, plan: id, revision, kind: "edit", change: [...change] });
      record = { ...record, id, revision, title: titleOfCopy, weight: record.weight + 1, removed: null };
    }
    // Rows that a purge left behind would belong to it.
    await clearLog(tables, id);
    await tables.plans.add(record);
    await tables.changes.bulkAdd(steps);
    await tables.checkpoints.bulkAdd(plan.checkpoints.map((each) => ({ ...each, plan: id })));
    for (const moment of plan.moments) {
      const isTaken = isCopy || (await tables.moments.get(moment.id)) !== undefined;
      await tables.moments.add({ ...moment, id: isTaken ? newId() : moment.id, plan: id });
    }
  }
  for (const [key, value] of device) {
    const old = /^view (.*)$/s.exec(key)?.[1];
    const id = old === undefined ? undefined : ids.get(old);
    // What belongs to a plan comes with it; anything else only where nothing stands.
    if (old !== undefined && id === undefined) continue;
    const name = id === undefined ? key : `view ${id}`;
    if ((await tables.device.get(name)) === undefined) await tables.device.add({ key: name, value });
  }
  return wanted.flatMap(({ plan }) => ids.get(plan.record.id) ?? []);
}
