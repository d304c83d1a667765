import { fail, ok, storeMessages } from "../core/index.ts";
import type { Plan, Result } from "../core/index.ts";
import { collectRows, compareWithHere, restorePlans, writeBackup } from "./backup.ts";
import { openDatabase } from "./database.ts";
import type { Database, Tables } from "./database.ts";
import type { LogEntry } from "./entry.ts";
import { failureFor, Refusal } from "./failure.ts";
import type { StoreFailure } from "./failure.ts";
import {
  appendEntries,
  clearLog,
  readEntries,
  readLastEntries,
  readRecord,
  readReplica,
  writeCheckpoint,
} from "./log.ts";
import type { Replica } from "./log.ts";
import { readMoment, readMoments, renameMoment, writeMoment } from "./moments.ts";
import { openNewsroom } from "./news.ts";
import type { Channel, News } from "./news.ts";
import { readPlanRecord } from "./records.ts";
import type { PlanRecord } from "./records.ts";
import type { PlanInfo, Store, StoreOptions } from "./store.ts";
import { thinLog } from "./thin.ts";

/** At least so many entries come with a plan, for undo. */
const LOG_LENGTH = 500;

function infoOf({ weight: _, ...info }: PlanRecord): PlanInfo {
  return info;
}

/** What the list shows of a row; also of one that is damaged. */
function listedInfo(row: unknown, key: string): PlanInfo {
  const record = readPlanRecord(row);
  if (record.ok) return infoOf(record.value);
  const title = typeof row === "object" && row !== null && "title" in row ? row.title : undefined;
  return {
    id: key,
    title: typeof title === "string" ? title : key,
    created: 0,
    edited: 0,
    revision: 0,
    removed: null,
    damaged: record.error,
  };
}

async function readList(tables: Tables): Promise<PlanInfo[]> {
  const [rows, keys] = [await tables.plans.toArray(), await tables.plans.toCollection().primaryKeys()];
  return keys.map((key, i) => listedInfo(rows[i], key)).sort((a, b) => b.edited - a.edited);
}

/** The mark outside the database. Where the browser refuses even that, nothing is marked. */
function openMark(marks: StoreOptions["marks"], key: string): { isSet(): boolean; set(on: boolean): void } {
  const attempt = <T>(action: () => T, otherwise: T): T => {
    try {
      return action();
    } catch {
      return otherwise;
    }
  };
  return {
    isSet: () => attempt(() => (marks?.getItem(key) ?? null) !== null, false),
    set: (on) => attempt(() => (on ? marks?.setItem(key, "1") : marks?.removeItem(key)), undefined),
  };
}

/** Opens the store. See `StoreFailure` for what can go wrong; a store that is merely read-only is opened. */
export async function openStore(options: StoreOptions): Promise<Result<Store, StoreFailure>> {
  const name = options.name ?? "backcast";
  const opened = await openDatabase({ ...options, name });
  if (!opened.ok) return opened;
  const page = typeof BroadcastChannel === "undefined" ? null : BroadcastChannel;
  const channel = options.channel === undefined ? page && new page(`${name}-news`) : options.channel;
  return ok(makeStore(opened.value, options, channel, `${name}-had-data`, `${name}-data-gone`));
}

function makeStore(
  database: Database,
  options: StoreOptions,
  channel: Channel | null,
  markKey: string,
  goneKey: string,
): Store {
  const { now, newId, author } = options;
  const newsroom = openNewsroom(channel);
  const mark = openMark(options.marks, markKey);
  // Said until somebody has answered it: what the page puts in the place of the plans is no answer.
  const gone = openMark(options.marks, goneKey);
  const isDataMissing = gone.isSet() || (database.wasEmpty && mark.isSet());
  if (isDataMissing) gone.set(true);
  const replicas = new Map<string, Replica>();
  const watchers = new Set<() => void>();
  let isPersisted: boolean | null = null;
  let wasAsked = false;

  const keepReplica = (id: string, replica: Replica): void => {
    if ((replicas.get(id)?.revision ?? -1) <= replica.revision) replicas.set(id, replica);
  };

  const announce = (news: News): void => {
    newsroom.tell(news);
    for (const watcher of watchers) watcher();
  };

  const askToPersist = (): void => {
    if (wasAsked || options.persist === undefined) return;
    wasAsked = true;
    options.persist().then(
      (answer) => (isPersisted = answer),
      () => (isPersisted = false),
    );
  };

  const addPlan = async (tables: Tables, id: string, plan: Plan): Promise<PlanInfo> => {
    if ((await tables.plans.get(id)) !== undefined) throw new Refusal(failureFor("exists"));
    const time = now();
    const record: PlanRecord = {
      id,
      title: plan.settings.title,
      created: time,
      edited: time,
      revision: 0,
      weight: 0,
      removed: null,
    };
    // Rows that a purge left behind would belong to another plan.
    await clearLog(tables, id);
    await writeCheckpoint(tables, id, { revision: 0, plan });
    await tables.plans.add(record);
    return infoOf(record);
  };

  const created = <T>(result: Result<T, StoreFailure>): Result<T, StoreFailure> => {
    if (!result.ok) return result;
    mark.set(true);
    announce({ kind: "plans" });
    return result;
  };

  const setRemoved = async (id: string, removed: number | null): Promise<Result<PlanInfo, StoreFailure>> => {
    const result = await database.write(async (tables) => {
      const record = { ...(await readRecord(tables, id)), removed };
      await tables.plans.put(record);
      return infoOf(record);
    });
    if (result.ok) announce({ kind: "plans" });
    return result;
  };

  const append: Store["append"] = async (id, entries, known) => {
    const result = await database.write((tables) =>
      appendEntries(tables, id, entries, known, replicas.get(id), now()),
    );
    if (!result.ok) return result;
    keepReplica(id, result.value);
    mark.set(true);
    askToPersist();
    announce({ kind: "plan", id, revision: result.value.revision });
    return result;
  };

  const list: Store["list"] = async (which = "kept") => {
    const plans = await database.read(readList);
    return plans.ok
      ? ok(plans.value.filter(({ removed }) => (removed === null) === (which === "kept")))
      : plans;
  };

  return {
    readOnly: database.readOnly,
    unkept: options.unkept ?? null,
    isDataMissing,
    acceptMissing: () => gone.set(false),
    get isPersisted() {
      return isPersisted;
    },
    list,
    append,

    create: async (plan, { id = newId(), ifNone = false } = {}) =>
      created(
        await database.write(async (tables) => {
          const first = ifNone ? (await readList(tables)).find(({ removed }) => removed === null) : undefined;
          return first ?? addPlan(tables, id, plan);
        }),
      ),

    load: async (id) => {
      const result = await database.read(async (tables) => {
        const record = await readRecord(tables, id);
        const known = replicas.get(id);
        const replica =
          known?.revision === record.revision ? known : await readReplica(tables, id, record.revision);
        const log = await readLastEntries(
          tables,
          id,
          Math.max(0, record.revision - LOG_LENGTH),
          record.revision,
        );
        return { info: infoOf(record), log, ...replica };
      });
      if (result.ok) keepReplica(id, result.value);
      return result;
    },

    loadAt: (id, revision) =>
      database.read(async (tables) => {
        const record = await readRecord(tables, id);
        return (await readReplica(tables, id, Math.min(revision, record.revision))).plan;
      }),

    readLog: (id, before, count) =>
      database.read((tables) => readEntries(tables, id, Math.max(0, before - 1 - count), before - 1)),

    readNews: async (id, known) => {
      const result = await database.read((tables) =>
        appendEntries(tables, id, [], known, replicas.get(id), now()),
      );
      if (result.ok) keepReplica(id, result.value);
      return result;
    },

    rename: async (id, title) => {
      const result = await database.read(async (tables) => {
        const { revision } = await readRecord(tables, id);
        return readReplica(tables, id, revision);
      });
      if (!result.ok) return result;
      const { plan, revision } = result.value;
      const entry: LogEntry = {
        id: newId(),
        change: [["plan/title", plan.settings.title, title]],
        label: storeMessages.renamePlan(),
        author,
        time: now(),
        kind: "edit",
      };
      const appended = await append(id, [entry], revision);
      if (!appended.ok) return appended;
      return database.read(async (tables) => infoOf(await readRecord(tables, id)));
    },

    duplicate: async (id, title) =>
      created(
        await database.write(async (tables) => {
          const { revision } = await readRecord(tables, id);
          const { plan } = await readReplica(tables, id, revision);
          return addPlan(tables, newId(), { ...plan, settings: { ...plan.settings, title } });
        }),
      ),

    remove: (id) => setRemoved(id, now()),
    restore: (id) => setRemoved(id, null),

    purge: async (id) => {
      const result = await database.write(async (tables) => {
        await tables.plans.delete(id);
        await clearLog(tables, id);
        return (await tables.plans.count()) === 0;
      });
      if (!result.ok) return result;
      replicas.delete(id);
      // A list that somebody emptied on purpose is not data gone missing.
      if (result.value) mark.set(false);
      announce({ kind: "plans" });
      return ok(undefined);
    },

    moments: (id) => database.read((tables) => readMoments(tables, id)),
    nameMoment: (moment) => database.write((tables) => writeMoment(tables, moment, newId)),
    renameMoment: (id, name) => database.write((tables) => renameMoment(tables, id, name)),
    forgetMoment: (id) => database.write((tables) => tables.moments.delete(id)),
    loadMoment: (id) => database.read((tables) => readMoment(tables, id)),
    backup: async () => {
      const found = await database.read(collectRows);
      if (!found.ok) return found;
      const { rows, steps } = found.value;
      return ok({ bytes: await writeBackup(rows, now()), steps });
    },
    compare: (plans) => database.read((tables) => compareWithHere(tables, plans)),
    putBack: async (wanted, device) =>
      created(
        await database.write((tables) => restorePlans(tables, wanted, device, newId, { author, now: now() })),
      ),
    thin: (id) => database.write((tables) => thinLog(tables, id, now())),

    subscribe: (id, onNews) =>
      newsroom.listen((news) => {
        if (news.kind === "plan" && news.id === id) onNews(news.revision);
      }),

    watch: (onList) => {
      let isWatching = true;
      const look = (): void => {
        void list().then((plans) => {
          if (isWatching) onList(plans);
        });
      };
      const stop = newsroom.listen(look);
      watchers.add(look);
      look();
      return () => {
        isWatching = false;
        watchers.delete(look);
        stop();
      };
    },

    device: {
      get: (key) => database.read(async (tables): Promise<unknown> => (await tables.device.get(key))?.value),
      set: async (key, value) => {
        const result = await database.write((tables) => tables.device.put({ key, value }));
        return result.ok ? ok(undefined) : fail(result.error);
      },
    },

    onLost: (listener) => database.onLost(listener),
    close: () => {
      watchers.clear();
      newsroom.close();
      database.close();
    },
  };
}
