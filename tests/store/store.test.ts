import { afterEach, describe, expect, test } from "vitest";
import { applyChange, changeTo } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { applyEntries } from "../../src/store/entry.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { openStore } from "../../src/store/open.ts";
import type { PlanInfo } from "../../src/store/store.ts";
import {
  cellEntry,
  closeStores,
  countingIds,
  entryOf,
  errorOf,
  expectSameBits,
  fullPlan,
  makeDisk,
  meaningOf,
  MemoryStorage,
  openOn,
  smallPlan,
  tamper,
  valueOf,
} from "./kit.ts";

afterEach(closeStores);

/** `count` edits of one cell, each on what the last one left. */
function edits(plan: Plan, count: number, author = "a"): LogEntry[] {
  const entries: LogEntry[] = [];
  let current = plan;
  for (let i = 1; i <= count; i++) {
    const entry = cellEntry(current, i, author);
    current = applyChange(current, entry.change);
    entries.push(entry);
  }
  return entries;
}

describe("plans", () => {
  test("a plan is created, listed and loaded to the bit by another connection", async () => {
    const disk = makeDisk();
    const info = valueOf(await (await openOn(disk, "a")).create(fullPlan()));
    expect(info).toMatchObject({ title: "Full", revision: 0, removed: null });
    const other = await openOn(disk, "b");
    expect(valueOf(await other.list())).toEqual([info]);
    const loaded = valueOf(await other.load(info.id));
    expectSameBits(loaded.plan, fullPlan());
    expect(loaded).toMatchObject({ revision: 0, log: [], info });
  });

  test("the one edited last comes first", async () => {
    const store = await openOn(makeDisk(), "a");
    const first = valueOf(await store.create(smallPlan("First")));
    await store.create(smallPlan("Second"));
    await store.append(first.id, edits(smallPlan(), 1), 0);
    expect(valueOf(await store.list()).map(({ title }) => title)).toEqual(["First", "Second"]);
  });

  test("with ifNone, two tabs that start at once make one plan", async () => {
    const disk = makeDisk();
    const [a, b] = [await openOn(disk, "a"), await openOn(disk, "b")];
    const made = await Promise.all([a, b].map((store) => store.create(smallPlan(), { ifNone: true })));
    expect(new Set(made.map((info) => valueOf(info).id)).size).toBe(1);
    expect(valueOf(await a.list())).toHaveLength(1);
  });

  test("an id is used once", async () => {
    const store = await openOn(makeDisk(), "a");
    await store.create(smallPlan(), { id: "p" });
    expect(errorOf(await store.create(smallPlan(), { id: "p" })).code).toBe("exists");
  });

  test("a rename is an edit of the plan like any other", async () => {
    const store = await openOn(makeDisk(), "a");
    const { id } = valueOf(await store.create(smallPlan("Old")));
    expect(valueOf(await store.rename(id, "New"))).toMatchObject({ title: "New", revision: 1 });
    const { plan, log } = valueOf(await store.load(id));
    expect(plan.settings.title).toBe("New");
    expect(log).toMatchObject([{ author: "a", kind: "edit", change: [["plan/title", "Old", "New"]] }]);
  });

  test("an edit of the title shows in the list", async () => {
    const store = await openOn(makeDisk(), "a");
    const { id } = valueOf(await store.create(smallPlan("Old")));
    await store.append(id, [entryOf(changeTo(smallPlan("Old"), [["plan/title", "Typed"]]))], 0);
    expect(valueOf(await store.list())[0]?.title).toBe("Typed");
  });

  test("a duplicate is the same plan with a title and a history of its own", async () => {
    const store = await openOn(makeDisk(), "a");
    const { id } = valueOf(await store.create(fullPlan()));
    await store.append(id, edits(fullPlan(), 3), 0);
    const copy = valueOf(await store.duplicate(id, "Copy"));
    const { plan, log } = valueOf(await store.load(copy.id));
    const original = valueOf(await store.load(id)).plan;
    expect(log).toEqual([]);
    expectSameBits(plan, { ...original, settings: { ...original.settings, title: "Copy" } });
  });

  test("a deleted plan is out of the list until it is restored; edits still reach it", async () => {
    const store = await openOn(makeDisk(), "a");
    const { id } = valueOf(await store.create(smallPlan()));
    await store.remove(id);
    expect(valueOf(await store.list())).toEqual([]);
    expect(valueOf(await store.list("removed"))).toHaveLength(1);
    valueOf(await store.append(id, edits(smallPlan(), 1), 0));
    valueOf(await store.restore(id));
    expect(valueOf(await store.list())).toMatchObject([{ id, revision: 1, removed: null }]);
  });

  test("a purged plan is gone with all that belongs to it", async () => {
    const store = await openOn(makeDisk(), "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const other = valueOf(await store.create(smallPlan()));
    await store.append(id, edits(smallPlan(), 2), 0);
    await store.append(other.id, edits(smallPlan(), 2), 0);
    valueOf(await store.purge(id));
    expect(errorOf(await store.load(id)).code).toBe("noPlan");
    expect(errorOf(await store.append(id, edits(smallPlan(), 1), 2)).code).toBe("missing");
    expect(valueOf(await store.load(other.id)).revision).toBe(2);
    valueOf(await store.create(smallPlan(), { id }));
    expect(valueOf(await store.load(id)).revision).toBe(0);
  });
});

describe("the log", () => {
  test("what was appended is there for the next connection, change by change", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const entries = edits(smallPlan(), 5);
    let known = 0;
    for (const entry of entries) known = valueOf(await store.append(id, [entry], known)).revision;
    const { plan, log, revision } = valueOf(await (await openOn(disk, "b")).load(id));
    expect(revision).toBe(5);
    expect(log).toEqual(entries.map((entry, i) => ({ ...entry, revision: i + 1 })));
    expect(meaningOf(plan)).toEqual(meaningOf(applyEntries(smallPlan(), entries)));
  });

  test("whoever comes second gets the first one's entries, and goes behind them", async () => {
    const disk = makeDisk();
    const [a, b] = [await openOn(disk, "a"), await openOn(disk, "b")];
    const { id } = valueOf(await a.create(smallPlan()));
    await b.load(id);
    const [mine, theirs] = [cellEntry(smallPlan(), 5, "a"), cellEntry(smallPlan(), 7, "b")];
    valueOf(await a.append(id, [mine], 0));
    const { missed, entries, revision } = valueOf(await b.append(id, [theirs], 0));
    expect(missed.map((entry) => entry.id)).toEqual([mine.id]);
    expect(entries.map((entry) => entry.id)).toEqual([mine.id, theirs.id]);
    expect(revision).toBe(2);
    expect(entries[1]?.change).toEqual([["cell/r1/c1/2027-M01", 5, 7]]);
    expect(valueOf(await a.readNews(id, 1)).entries).toEqual([entries[1]]);
  });

  test("an entry whose answer was lost is not stored twice", async () => {
    const disk = makeDisk();
    const [a, b] = [await openOn(disk, "a"), await openOn(disk, "b")];
    const { id } = valueOf(await a.create(smallPlan()));
    const [mine, theirs] = [cellEntry(smallPlan(), 5, "a"), cellEntry(smallPlan(), 7, "b", "r2")];
    await a.append(id, [mine], 0);
    await b.append(id, [theirs], 1);
    const again = valueOf(await a.append(id, [mine], 0));
    expect(again.entries.map((entry) => entry.id)).toEqual([mine.id, theirs.id]);
    expect(again.missed.map((entry) => entry.id)).toEqual([theirs.id]);
    expect(valueOf(await a.load(id)).revision).toBe(2);
  });

  test("checkpoints come and go; every revision can still be had, whatever is left of them", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const entries = edits(smallPlan(), 900);
    for (let i = 0; i < 900; i += 50) valueOf(await store.append(id, entries.slice(i, i + 50), i));
    let keys: unknown;
    await tamper(disk, "checkpoints", (rows) => {
      const request = rows.getAllKeys();
      request.onsuccess = () => (keys = request.result.map((key) => (Array.isArray(key) ? key[1] : key)));
    });
    expect(keys).toEqual([0, 600, 700, 800, 900]);
    const fresh = await openOn(disk, "b");
    const at = async (revision: number): Promise<Plan> => valueOf(await fresh.loadAt(id, revision));
    for (const revision of [0, 1, 599, 600, 601, 900]) {
      expect(meaningOf(await at(revision))).toEqual(
        meaningOf(applyEntries(smallPlan(), entries.slice(0, revision))),
      );
    }
    const { log } = valueOf(await fresh.load(id));
    expect(log).toHaveLength(500);
    expect(log[0]?.revision).toBe(401);
    expect(valueOf(await fresh.readLog(id, 401, 100)).map(({ revision }) => revision)).toEqual(
      Array.from({ length: 100 }, (_, i) => 301 + i),
    );
    expect(valueOf(await fresh.readLog(id, 3, 100)).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  test("a large paste makes a checkpoint sooner", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const cells = Array.from({ length: 100_000 }, (_, i) => i / 3);
    const paste = entryOf([["cells/r1/c1/1900-W01", { cells: [] }, { cells }]]);
    valueOf(await store.append(id, [paste], 0));
    const { plan } = valueOf(await (await openOn(disk, "b")).load(id));
    expect(plan.cells.get("r1")?.get("c1")?.values).toEqual(new Float64Array(cells));
    let count = 0;
    await tamper(disk, "checkpoints", (rows) => {
      const request = rows.count();
      request.onsuccess = () => (count = request.result);
    });
    expect(count).toBe(2);
  });

  test("an edit that could not be read again is refused, and nothing of it is stored", async () => {
    const store = await openOn(makeDisk(), "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const good = cellEntry(smallPlan(), 1);
    const failure = errorOf(await store.append(id, [good, entryOf([["attic/x", null, 1]])], 0));
    expect(failure).toMatchObject({ code: "invalid", path: "change 2.0.after (attic/x)" });
    expect(valueOf(await store.load(id)).revision).toBe(0);
    expect(valueOf(await store.append(id, [good], 0)).revision).toBe(1);
  });
});

describe("damage", () => {
  test("a damaged checkpoint is gone around by an older one", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const entries = edits(smallPlan(), 150);
    valueOf(await store.append(id, entries.slice(0, 120), 0));
    valueOf(await store.append(id, entries.slice(120), 120));
    await tamper(disk, "checkpoints", (rows) => rows.put({ plan: id, revision: 120, packed: { rows: 1 } }));
    const { plan } = valueOf(await (await openOn(disk, "b")).load(id));
    expect(meaningOf(plan)).toEqual(meaningOf(applyEntries(smallPlan(), entries)));
  });

  test("a damaged or lost change is said with its place, and what was before it can be opened", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    const entries = edits(smallPlan(), 9);
    valueOf(await store.append(id, entries, 0));
    await tamper(disk, "changes", (rows) => rows.delete([id, 6]));
    const fresh = await openOn(disk, "b");
    const failure = errorOf(await fresh.load(id));
    expect(failure).toMatchObject({ code: "damaged", path: "change 6", readable: 5 });
    expect(failure.text).toContain("change 6");
    const before = valueOf(await fresh.loadAt(id, failure.readable ?? 0));
    expect(meaningOf(before)).toEqual(meaningOf(applyEntries(smallPlan(), entries.slice(0, 5))));
    await tamper(disk, "changes", (rows) =>
      rows.put({ plan: id, revision: 6, change: [["row/r1", null, 5]] }),
    );
    expect(errorOf(await fresh.load(id))).toMatchObject({ code: "damaged", readable: 5 });
  });

  test("a plan whose row is damaged is listed beside the others", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    await store.create(smallPlan("Good"), { id: "g" });
    await tamper(disk, "plans", (rows) => rows.put({ id: "h", title: "Hurt", revision: "many" }));
    const plans = valueOf(await store.list());
    expect(plans.map(({ id, title, damaged }) => [id, title, damaged])).toEqual([
      ["g", "Good", undefined],
      ["h", "Hurt", "plans.created"],
    ]);
    expect(errorOf(await store.load("h")).code).toBe("damaged");
  });

  test("an emptied database is noticed by the mark outside it; one emptied on purpose is not", async () => {
    const marks = new MemoryStorage();
    const first = await openOn(makeDisk(), "a", { marks });
    expect(first.isDataMissing).toBe(false);
    const { id } = valueOf(await first.create(smallPlan()));
    const empty = makeDisk();
    expect((await openOn(empty, "b", { marks })).isDataMissing).toBe(true);
    // What is put in the plans' place is no answer to it.
    const next = await openOn(empty, "d", { marks });
    valueOf(await next.create(smallPlan()));
    const later = await openOn(empty, "e", { marks });
    expect(later.isDataMissing).toBe(true);
    later.acceptMissing();
    expect((await openOn(empty, "f", { marks })).isDataMissing).toBe(false);
    await first.remove(id);
    await first.purge(id);
    expect((await openOn(makeDisk(), "c", { marks })).isDataMissing).toBe(false);
  });

  test("a plan that is gone behind our back is said to be missing, and can be stored again", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    valueOf(await store.append(id, edits(smallPlan(), 3), 0));
    for (const table of ["plans", "changes", "checkpoints"])
      await tamper(disk, table, (rows) => rows.clear());
    expect(errorOf(await store.append(id, edits(smallPlan(), 1), 3)).code).toBe("missing");
    const shown = applyEntries(smallPlan(), edits(smallPlan(), 3));
    valueOf(await store.create(shown, { id }));
    expect(errorOf(await store.append(id, edits(smallPlan(), 1), 3)).code).toBe("missing");
    expect(valueOf(await store.append(id, edits(smallPlan(), 1), 0)).revision).toBe(1);
  });

  test("marks that the browser refuses do no harm", async () => {
    const refuse = (): never => {
      throw new Error("SecurityError");
    };
    const marks = { getItem: refuse, setItem: refuse, removeItem: refuse };
    const store = await openOn(makeDisk(), "a", { marks });
    valueOf(await store.create(smallPlan()));
    expect(store.isDataMissing).toBe(false);
  });
});

describe("guards", () => {
  test("a stamp that gets newer while the store is open stops every write, and nothing else", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    const { id } = valueOf(await store.create(smallPlan()));
    await tamper(disk, "meta", (rows) => rows.put({ key: "schema", value: 99 }));
    const writes = [
      store.append(id, edits(smallPlan(), 1), 0),
      store.create(smallPlan()),
      store.rename(id, "x"),
      store.duplicate(id, "x"),
      store.remove(id),
      store.purge(id),
      store.device.set("folds", 1),
    ];
    for (const write of writes) expect(errorOf<unknown, { code: string }>(await write).code).toBe("newer");
    expect(valueOf(await store.load(id))).toMatchObject({ revision: 0, info: { title: "Small" } });
    expect(valueOf(await store.list())).toHaveLength(1);
  });

  test("a database without its stamp is not written to", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    await tamper(disk, "meta", (rows) => rows.clear());
    expect(errorOf(await store.create(smallPlan()))).toMatchObject({ code: "damaged", path: "meta.schema" });
  });

  test("without IndexedDB the answer is a failure, in time", async () => {
    const options = { now: () => 0, newId: countingIds("i"), author: "a", channel: null };
    expect(errorOf(await openStore(options)).code).toBe("unavailable");
    const silent = { open: () => ({}) };
    // A browser that never answers: as much of a factory as is asked for.
    const indexedDB = silent as unknown as IDBFactory;
    expect(errorOf(await openStore({ ...options, indexedDB, openTimeout: 20 })).code).toBe("timeout");
  });

  test("opening is tried again where the browser says only that something went wrong inside it", async () => {
    const disk = makeDisk();
    let fails = 4; // Dexie tries four times by itself, at once
    const indexedDB = new Proxy(disk, {
      get: (of, key) => {
        if (key !== "open") return Reflect.get(of, key) as unknown; // whatever else a factory has
        return (name: string, version?: number) => {
          if (fails-- > 0) throw new DOMException("Internal error opening backing store", "UnknownError");
          return of.open(name, version);
        };
      },
    });
    const store = await openOn(indexedDB, "a");
    expect(valueOf(await store.list())).toEqual([]);
    fails = 1000;
    const never = { now: () => 0, newId: countingIds("i"), author: "b", channel: null, indexedDB };
    const failed = errorOf(await openStore({ ...never, openTimeout: 300 }));
    expect(failed.code).toMatch(/^(?:failed|timeout)$/);
  });

  test("a closed store says so", async () => {
    const store = await openOn(makeDisk(), "a");
    store.close();
    expect(errorOf(await store.create(smallPlan())).code).toBe("closed");
    expect(errorOf(await store.list()).code).toBe("closed");
  });
});

describe("around", () => {
  test("small things of the device are kept", async () => {
    const disk = makeDisk();
    const store = await openOn(disk, "a");
    expect(valueOf(await store.device.get("widths"))).toBeUndefined();
    valueOf(await store.device.set("widths", { r1: 80 }));
    expect(valueOf(await (await openOn(disk, "b")).device.get("widths"))).toEqual({ r1: 80 });
  });

  test("the browser is asked once to keep the data, at the first edit", async () => {
    let asked = 0;
    const persist = (): Promise<boolean> => {
      asked++;
      return Promise.resolve(true);
    };
    const store = await openOn(makeDisk(), "a", { persist });
    const { id } = valueOf(await store.create(smallPlan()));
    expect([asked, store.isPersisted]).toEqual([0, null]);
    const entries = edits(smallPlan(), 2);
    await store.append(id, entries.slice(0, 1), 0);
    await store.append(id, entries.slice(1), 1);
    expect([asked, store.isPersisted]).toEqual([1, true]);
  });

  test("other tabs hear of edits, and a watched list follows", async () => {
    const disk = makeDisk();
    const [a, b] = [
      await openOn(disk, "a", { channel: new BroadcastChannel("around") }),
      await openOn(disk, "b", { channel: new BroadcastChannel("around") }),
    ];
    const { id } = valueOf(await a.create(smallPlan()));
    const heard: number[] = [];
    let list: readonly PlanInfo[] = [];
    const stops = [
      b.subscribe(id, (revision) => heard.push(revision)),
      b.watch((plans) => (list = valueOf(plans))),
    ];
    await a.append(id, edits(smallPlan(), 1), 0);
    await expect.poll(() => heard).toEqual([1]);
    await a.rename(id, "Renamed");
    await expect.poll(() => list[0]?.title).toBe("Renamed");
    await b.create(smallPlan("Here"));
    await expect.poll(() => list.map(({ title }) => title)).toContain("Here");
    for (const stop of stops) stop();
    await a.rename(id, "Unheard");
    await b.list();
    expect(heard).toEqual([1, 2]);
  });
});
