import type { NewId, Plan } from "../core/index.ts";
import type { Tables } from "./database.ts";
import { damagedAt, failureFor, Refusal } from "./failure.ts";
import { readRecord, readReplica } from "./log.ts";
import { packPlan, unpackPlan } from "./pack.ts";
import { readMomentRecord } from "./records.ts";

/** A moment of a plan that somebody named: *as agreed on 12 November*. */
export interface Moment {
  readonly id: string;
  readonly plan: string;
  readonly revision: number;
  readonly name: string;
  /** When the plan was so, milliseconds since 1970. */
  readonly time: number;
}

/** The named moments of a plan, oldest first. One that cannot be read is left out here, and stays stored. */
export async function readMoments(tables: Tables, plan: string): Promise<Moment[]> {
  const rows: readonly unknown[] = await tables.moments.where("plan").equals(plan).toArray();
  return rows
    .flatMap((row): Moment[] => {
      const record = readMomentRecord(row);
      if (!record.ok) return [];
      const { packed: _, ...moment } = record.value;
      return [moment];
    })
    .sort((a, b) => a.revision - b.revision || a.time - b.time);
}

/** The plan of a named moment, to the bit as it was. */
export async function readMoment(tables: Tables, id: string): Promise<Plan> {
  const row: unknown = await tables.moments.get(id);
  if (row === undefined) throw new Refusal(failureFor("noMoment"));
  const record = readMomentRecord(row);
  if (!record.ok) throw new Refusal(damagedAt(record.error));
  const plan = unpackPlan(record.value.packed);
  if (!plan.ok) throw new Refusal(damagedAt(`moment ${record.value.name}: ${plan.error}`));
  return plan.value;
}

/** Names the moment after a revision. The whole plan is kept with it. */
export async function writeMoment(tables: Tables, wanted: Omit<Moment, "id">, newId: NewId): Promise<Moment> {
  const record = await readRecord(tables, wanted.plan);
  if (wanted.revision > record.revision) throw new Refusal(failureFor("missing"));
  const { plan } = await readReplica(tables, wanted.plan, wanted.revision);
  const moment: Moment = { id: newId(), ...wanted };
  await tables.moments.add({ ...moment, packed: packPlan(plan) });
  return moment;
}

/** Gives a moment another name. */
export async function renameMoment(tables: Tables, id: string, name: string): Promise<void> {
  const record = readMomentRecord(await tables.moments.get(id));
  if (!record.ok) throw new Refusal(failureFor("noMoment"));
  await tables.moments.put({ ...record.value, name });
}
