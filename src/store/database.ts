import { Dexie } from "dexie";
import type { Table } from "dexie";
import { fail, ok } from "../core/index.ts";
import type { Result } from "../core/index.ts";
import { damagedAt, failureFor, isUnknown, Refusal, resultOf, withinTime } from "./failure.ts";
import type { StoreFailure } from "./failure.ts";
import { DATA_TABLES, MIGRATIONS, schemaNumber } from "./migrations.ts";
import type { Migration } from "./migrations.ts";
import type {
  ChangeRecord,
  CheckpointRecord,
  DeviceRecord,
  MetaRecord,
  MomentRecord,
  PlanRecord,
} from "./records.ts";

/** Keys of the first released form. Never edited: what differs later is said by migrations. */
const FIRST_TABLES = {
  meta: "key",
  plans: "id",
  changes: "[plan+revision]",
  checkpoints: "[plan+revision]",
  device: "key",
} as const;

/** The tables, inside a transaction. Rows read are unknown input until they are parsed (records.ts, pack.ts). */
export interface Tables {
  readonly meta: Table<MetaRecord, string>;
  readonly plans: Table<PlanRecord, string>;
  readonly changes: Table<ChangeRecord, [string, number]>;
  readonly checkpoints: Table<CheckpointRecord, [string, number]>;
  readonly device: Table<DeviceRecord, string>;
  readonly moments: Table<MomentRecord, string>;
}

export interface DatabaseOptions {
  readonly name: string;
  /** Other than the page's own, for tests. */
  readonly indexedDB?: IDBFactory;
  readonly IDBKeyRange?: typeof IDBKeyRange;
  /** Other than the released ones, for tests. */
  readonly migrations?: readonly Migration[];
  /** Milliseconds that opening may take (5,000). */
  readonly openTimeout?: number;
  /** Milliseconds that a transaction may take (15,000). */
  readonly workTimeout?: number;
  /** Told at once when another tab keeps the database from opening, before the timeout says it finally. */
  readonly onBlocked?: (failure: StoreFailure) => void;
}

/**
 * The open database. Each door runs its body in one transaction and resultOfs after that transaction's end: a
 * write that resolved with `ok` is on the disk (strict durability).
 *
 * Invariant: nothing is written by code that is older than what is stored. Dexie opens a newer database
 * without a word, so each write first reads our own stamp, inside its transaction.
 */
export interface Database {
  /** Why nothing may be written, from the moment of opening on; null if writing is allowed. */
  readonly readOnly: StoreFailure | null;
  /** Is there no plan at all, not even a deleted one? As found when opened. */
  readonly wasEmpty: boolean;
  read<T>(body: (tables: Tables) => Promise<T>): Promise<Result<T, StoreFailure>>;
  write<T>(body: (tables: Tables) => Promise<T>): Promise<Result<T, StoreFailure>>;
  /** Told when this connection is given up for another tab's sake. Nothing works afterwards. */
  onLost(listener: (failure: StoreFailure) => void): void;
  close(): void;
}

/** Milliseconds after which opening is tried again. */
const PAUSES = [100, 400, 1500];

function declare(dexie: Dexie, migrations: readonly Migration[]): void {
  dexie.version(1).stores(FIRST_TABLES);
  migrations.forEach(({ tables, rows }, i) => {
    dexie
      .version(i + 2)
      .stores(tables ?? {})
      .upgrade(async (transaction) => {
        for (const name of DATA_TABLES) {
          const migrate = rows[name];
          if (migrate === undefined) continue;
          await transaction
            .table<unknown, unknown>(name)
            .toCollection()
            .modify((row, context) => {
              context.value = migrate(row);
            });
        }
        await transaction.table<MetaRecord, string>("meta").put({ key: "schema", value: i + 2 });
      });
  });
  dexie.on("populate", (transaction) => {
    void transaction
      .table<MetaRecord, string>("meta")
      .add({ key: "schema", value: schemaNumber(migrations) });
  });
}

/**
 * Opens, and opens again after a moment where the browser only says that something went wrong inside it: Chromium
 * does so when its former process is not quite gone. ("Internal error opening backing store")
 */
async function openPatiently(dexie: Dexie, isGivenUp: () => boolean): Promise<void> {
  for (const pause of PAUSES) {
    try {
      await dexie.open();
      return;
    } catch (error) {
      if (!isUnknown(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (isGivenUp()) throw error;
    }
  }
  await dexie.open();
}

/** Opens the database, upgrading it if it is older. Answers within the timeout, whatever the browser does. */
export async function openDatabase(options: DatabaseOptions): Promise<Result<Database, StoreFailure>> {
  const { name, openTimeout = 5000, workTimeout = 15_000, migrations = MIGRATIONS } = options;
  const schema = schemaNumber(migrations);
  // On localhost Dexie would write a trace of each failed request to the console; ours are returned.
  Dexie.debug = false;
  const connection: { lost: StoreFailure | null } = { lost: null };
  const listeners: ((failure: StoreFailure) => void)[] = [];
  const dexie = new Dexie(name, {
    chromeTransactionDurability: "strict",
    // Nothing is read through live queries: no cache may stand between a read and the disk.
    cache: "disabled",
    ...(options.indexedDB === undefined ? {} : { indexedDB: options.indexedDB }),
    ...(options.IDBKeyRange === undefined ? {} : { IDBKeyRange: options.IDBKeyRange }),
  });
  declare(dexie, migrations);
  // Dexie's own handlers would log, and close in a way that opens again by itself: `false` keeps them out.
  let isBlocked = false;
  let isGivenUp = false;
  dexie.on("blocked", () => {
    isBlocked = true;
    options.onBlocked?.(failureFor("blocked"));
    return false;
  });
  dexie.on("versionchange", ({ newVersion }) => {
    // No new version: the database is being deleted.
    const failure = failureFor(newVersion === null ? "missing" : "closed");
    connection.lost = failure;
    dexie.close({ disableAutoOpen: true });
    for (const listener of listeners) listener(failure);
    return false;
  });
  const isNewerOnDisk = (): boolean => dexie.backendDB().version / 10 > schema;

  const tables: Tables = {
    meta: dexie.table("meta"),
    plans: dexie.table("plans"),
    changes: dexie.table("changes"),
    checkpoints: dexie.table("checkpoints"),
    device: dexie.table("device"),
    moments: dexie.table("moments"),
  };

  /** Why this code may not write, by the stamp; null if it may. Runs inside a transaction. */
  const judgeStamp = async (): Promise<StoreFailure | null> => {
    if (isNewerOnDisk()) return failureFor("newer");
    const stamp: unknown = (await tables.meta.get("schema"))?.value;
    if (typeof stamp !== "number") return damagedAt("meta.schema");
    return stamp > schema ? failureFor("newer") : null;
  };

  const run = async <T>(mode: "r" | "rw", body: () => Promise<T>): Promise<Result<T, StoreFailure>> => {
    if (connection.lost !== null) return fail(connection.lost);
    // The scope itself must be an async function: Dexie follows native awaits only in one that says so.
    const work = withinTime(
      Promise.resolve(dexie.transaction(mode, Object.values(tables), async () => await body())),
      workTimeout,
      () => failureFor("timeout"),
    );
    return resultOf(work);
  };

  const opened = await resultOf(
    withinTime(
      openPatiently(dexie, () => isGivenUp),
      openTimeout,
      () => failureFor(isBlocked ? "blocked" : "timeout"),
    ),
  );
  if (!opened.ok) {
    isGivenUp = true;
    dexie.close({ disableAutoOpen: true });
    return opened;
  }
  const state = await run("r", async () => ({
    readOnly: await judgeStamp(),
    wasEmpty: (await tables.plans.count()) === 0,
  }));
  if (!state.ok) {
    dexie.close({ disableAutoOpen: true });
    return state;
  }
  const { readOnly, wasEmpty } = state.value;

  return ok({
    readOnly,
    wasEmpty,
    read: (body) => run("r", () => body(tables)),
    write: (body) =>
      readOnly !== null
        ? Promise.resolve(fail(readOnly))
        : run("rw", async () => {
            const refusal = await judgeStamp();
            if (refusal !== null) throw new Refusal(refusal);
            return body(tables);
          }),
    onLost: (listener) => void listeners.push(listener),
    close: () => {
      connection.lost ??= failureFor("closed");
      dexie.close({ disableAutoOpen: true });
    },
  });
}
