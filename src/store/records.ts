import * as v from "valibot";
import { fail, ok } from "../core/index.ts";
import type { Result } from "../core/index.ts";
import type { LogEntry, StoredEntry } from "./entry.ts";
import { packChange, PackedChangeSchema, readAs, unpackChange } from "./pack.ts";
import type { PackedPlan, PathError } from "./pack.ts";

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A row of `plans`: what the list shows, and where the plan's log stands. */
const PlanRecordSchema = v.strictObject({
  id: v.string(),
  /** Repeats the plan's own title at its last revision. */
  title: v.string(),
  /** Milliseconds since 1970, as `edited` and `removed`. */
  created: v.number(),
  edited: v.number(),
  /** Of the last entry in the log; 0 for a plan as created. */
  revision: whole,
  /** Work to replay since the newest checkpoint: see `weightOf` in log.ts. */
  weight: v.number(),
  /** When it was deleted; it can be brought back until it is purged. */
  removed: v.nullable(v.number()),
});

export type PlanRecord = v.InferOutput<typeof PlanRecordSchema>;

/** A row of `changes`, keyed by plan and revision. */
const ChangeRecordSchema = v.strictObject({
  plan: v.string(),
  revision: whole,
  id: v.string(),
  change: PackedChangeSchema,
  label: v.string(),
  author: v.string(),
  time: v.number(),
  kind: v.picklist(["edit", "undo", "redo"]),
  takesBack: v.exactOptional(v.string()),
  /** Of a step that stands for several: the first of their revisions. */
  from: v.exactOptional(whole),
});

export type ChangeRecord = v.InferOutput<typeof ChangeRecordSchema>;

/** A row of `checkpoints`, keyed by plan and revision: the whole plan as it was at that revision. */
export interface CheckpointRecord {
  readonly plan: string;
  readonly revision: number;
  readonly packed: PackedPlan;
}

/** A row of `moments`: a plan as it was at a moment that somebody named. It holds all of it, so nothing thins it. */
const MomentRecordSchema = v.strictObject({
  id: v.string(),
  plan: v.string(),
  revision: whole,
  name: v.string(),
  /** When the plan was so, milliseconds since 1970. */
  time: v.number(),
  packed: v.unknown(),
});

export type MomentRecord = v.InferOutput<typeof MomentRecordSchema>;

/** A row of `meta`: `schema` is the number of the stored form. */
export interface MetaRecord {
  readonly key: string;
  readonly value: unknown;
}

/** A row of `device`: what belongs to this device and to no plan. */
export interface DeviceRecord {
  readonly key: string;
  readonly value: unknown;
}

/** Reads a row of `plans`. */
export function readPlanRecord(input: unknown): Result<PlanRecord, PathError> {
  return readAs(PlanRecordSchema, input, "plans");
}

/** Reads a row of `moments`; the plan in it is read by `unpackPlan`. */
export function readMomentRecord(input: unknown): Result<MomentRecord, PathError> {
  return readAs(MomentRecordSchema, input, "moments");
}

/** The row of an entry. Fails with a path if it is none that could be read again. */
export function writeChangeRecord(plan: string, entry: StoredEntry): Result<ChangeRecord, PathError> {
  const record: ChangeRecord = { ...entry, plan, change: packChange(entry.change) };
  const read = readChangeRecord(record);
  return read.ok ? ok(record) : read;
}

/** Reads a row of `changes`. */
export function readChangeRecord(input: unknown): Result<StoredEntry, PathError> {
  const read = readAs(ChangeRecordSchema, input, "changes");
  if (!read.ok) return read;
  const { plan: _, change: packed, ...rest } = read.value;
  const change = unpackChange(packed, `change ${rest.revision}`);
  return change.ok ? ok({ ...rest, change: change.value }) : fail(change.error);
}

/** How many cells a change names: what replaying it costs, roughly. */
export function cellsIn(entry: LogEntry): number {
  let cells = 0;
  for (const [, , after] of entry.change) {
    cells += typeof after === "object" && after !== null && "cells" in after ? after.cells.length : 1;
  }
  return cells;
}
