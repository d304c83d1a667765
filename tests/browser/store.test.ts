// The store on the browser's own IndexedDB, locks and channels. Two stores in one page are two connections,
// which is what two tabs are to the database.
import { Dexie } from "dexie";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { applyChange } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { mergeLog } from "../../src/store/entry.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import type { StoreFailure } from "../../src/store/failure.ts";
import { MIGRATIONS } from "../../src/store/migrations.ts";
import type { Migration } from "../../src/store/migrations.ts";
import { openStore } from "../../src/store/open.ts";
import { createSaver } from "../../src/store/saver.ts";
import type { Saver } from "../../src/store/saver.ts";
import type { Store, StoreOptions } from "../../src/store/store.ts";
import { openTab } from "../../src/store/tabs.ts";
import {
  cellEntry,
  countingIds,
  entryOf,
  errorOf,
  expectSameBits,
  fullPlan,
  meaningOf,
  smallPlan,
  tickingClock,
  valueOf,
} from "../store/plans.ts";

let name = "";
let count = 0;
let stores: Store[] = [];

beforeEach(() => {
  name = `store-test-${++count}`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  for (const store of stores) store.close();
  stores = [];
  await Dexie.delete(name);
});

function optionsOf(author: string, more: Partial<StoreOptions> = {}): StoreOptions {
  return { name, now: tickingClock(), newId: countingIds(`${author}x`), author, ...more };
}

async function open(author: string, more: Partial<StoreOptions> = {}): Promise<Store> {
  const store = valueOf(await openStore(optionsOf(author, more)));
  stores.push(store);
  return store;
}

const NEXT: Migration = { name: "next", rows: { device: (row) => row } };

/** Opens the database as other code would, without any of the store's guards. */
async function openRaw(version?: number): Promise<IDBDatabase> {
  const request = indexedDB.open(name, version);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error("cannot open"));
  });
}

test("every write asks for strict durability, and is answered after its transaction is complete", async () => {
  // Dexie takes hold of `transaction` when it opens: the spy has to be there before.
  const writes: IDBTransaction[] = [];
  let events: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called on the database below
  const original = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...args) {
    const transaction = original.apply(this, args);
    if (transaction.mode === "readwrite") {
      writes.push(transaction);
      transaction.addEventListener("complete", () => events.push("complete"));
    }
    return transaction;
  });
  const store = await open("a");
  const { id } = valueOf(await store.create(smallPlan()));
  const actions = [
    () => store.append(id, [cellEntry(smallPlan(), 1)], 0),
    () => store.rename(id, "x"),
    () => store.duplicate(id, "y"),
    () => store.remove(id),
    () => store.restore(id),
    () => store.device.set("k", 1),
    () => store.purge(id),
  ];
  const before = writes.length;
  for (const action of actions) {
    events = [];
    const result = await action();
    events.push(result.ok ? "saved" : "failed");
    expect(events).toEqual(["complete", "saved"]);
  }
  expect(writes.length - before).toBe(actions.length);
  expect(writes.map(({ durability }) => durability)).toEqual(writes.map(() => "strict"));
});

test("a plan with something of everything is the same to the bit for another connection", async () => {
  const { id } = valueOf(await (await open("a")).create(fullPlan()));
  expectSameBits(valueOf(await (await open("b")).load(id)).plan, fullPlan());
});

/** A page with a plan on it. */
function openPage(
  store: Store,
  id: string,
  author: string,
): {
  saver: Saver;
  put: (value: number, row?: string) => void;
  plan: () => Plan;
  log: () => readonly LogEntry[];
} {
  let plan = smallPlan();
  let log: readonly LogEntry[] = [];
  const saver = createSaver(store, id, 0, {
    onState: () => {},
    onSettled: ({ entries, pending, plan: next }) => {
      plan = next ?? plan;
      log = mergeLog(log, entries, pending);
    },
  });
  const put = (value: number, row = "r1"): void => {
    const entry = cellEntry(plan, value, author, row);
    plan = applyChange(plan, entry.change);
    log = [...log, entry];
    saver.push(entry);
  };
  return { saver, put, plan: () => plan, log: () => log };
}

test("two tabs that edit one cell a hundred times lose nothing and show the same soon", async () => {
  const [a, b] = [await open("a"), await open("b")];
  const { id } = valueOf(await a.create(smallPlan()));
  const pages = [openPage(a, id, "a"), openPage(b, id, "b")];
  for (let i = 0; i < 100; i++) {
    pages[i % 2]?.put(i, i % 3 === 0 ? "r2" : "r1");
    if (i % 7 === 0) await pages[i % 2]?.saver.flush();
  }
  await Promise.all(pages.map(({ saver }) => saver.flush()));
  await expect
    .poll(() => pages.map(({ saver }) => [saver.revision, saver.state.status]), { timeout: 2500 })
    .toEqual([
      [100, "saved"],
      [100, "saved"],
    ]);
  const { plan } = valueOf(await a.load(id));
  const { entries } = valueOf(await a.readNews(id, 0));
  expect(entries.map((entry) => entry.change[0]?.[2]).sort((x, y) => Number(x) - Number(y))).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
  for (const page of pages) {
    expect(meaningOf(page.plan())).toEqual(meaningOf(plan));
    expect(page.log()).toEqual(entries);
  }
});

test("a newer tab opens at once; the older gives way, says so, and never writes again", async () => {
  const older = await open("a");
  const { id } = valueOf(await older.create(smallPlan("T")));
  const lost: StoreFailure[] = [];
  older.onLost((failure) => lost.push(failure));
  const started = performance.now();
  const newer = await open("b", { migrations: [...MIGRATIONS, NEXT] });
  expect(performance.now() - started).toBeLessThan(5000);
  expect(newer.readOnly).toBeNull();
  expect(lost.map(({ code }) => code)).toEqual(["closed"]);
  expect(errorOf(await older.append(id, [entryOf([["plan/title", "T", "U"]])], 0)).code).toBe("closed");
  expect(errorOf(await older.create(smallPlan())).code).toBe("closed");
  expect(valueOf(await newer.load(id)).revision).toBe(0);
  expect(valueOf(await newer.append(id, [entryOf([["plan/title", "T", "V"]])], 0)).revision).toBe(1);
});

test("code that was rolled back reads what newer code wrote, and writes nothing", async () => {
  const newer = await open("a", { migrations: [...MIGRATIONS, NEXT] });
  const { id } = valueOf(await newer.create(smallPlan("T")));
  newer.close();
  const older = await open("b");
  expect(older.readOnly?.code).toBe("newer");
  expect(valueOf(await older.load(id)).plan.settings.title).toBe("T");
  expect(errorOf(await older.append(id, [entryOf([["plan/title", "T", "U"]])], 0)).code).toBe("newer");
  older.close();
  expect(valueOf(await (await open("c", { migrations: [...MIGRATIONS, NEXT] })).load(id)).revision).toBe(0);
});

test("an old tab that does not give way is named as the reason, in time", async () => {
  const store = await open("a");
  await store.create(smallPlan());
  store.close();
  const stubborn = await openRaw();
  const said: StoreFailure[] = [];
  const result = await openStore(
    optionsOf("b", {
      migrations: [...MIGRATIONS, NEXT],
      openTimeout: 300,
      onBlocked: (failure) => said.push(failure),
    }),
  );
  expect(errorOf(result).code).toBe("blocked");
  expect(said.map(({ code }) => code)).toEqual(["blocked"]);
  stubborn.close();
  expect((await open("c", { migrations: [...MIGRATIONS, NEXT] })).readOnly).toBeNull();
});

test("a transaction that the browser breaks off for want of room leaves everything as it was, and works after", async () => {
  const store = await open("a");
  const { id } = valueOf(await store.create(smallPlan()));
  const full = vi.spyOn(IDBObjectStore.prototype, "add").mockImplementation(() => {
    throw new DOMException("no room", "QuotaExceededError");
  });
  const page = openPage(store, id, "a");
  page.put(1);
  expect(await page.saver.flush()).toMatchObject({ status: "failed", failure: { code: "quota" } });
  page.put(2);
  expect(await page.saver.flush()).toMatchObject({ status: "failed", count: 2 });
  expect(valueOf(await store.load(id)).revision).toBe(0);
  full.mockRestore();
  page.saver.retry();
  expect(await page.saver.flush()).toEqual({ status: "saved" });
  expect(valueOf(await (await open("b")).load(id)).revision).toBe(2);
});

test("a database deleted under an open tab is noticed", async () => {
  const store = await open("a");
  const { id } = valueOf(await store.create(smallPlan()));
  await Dexie.delete(name);
  expect(errorOf(await store.append(id, [cellEntry(smallPlan(), 1)], 0)).code).toBe("missing");
  const again = await open("b", { marks: { getItem: () => "1", setItem: () => {}, removeItem: () => {} } });
  expect(again.isDataMissing).toBe(true);
});

test("a tab's locks: its own over a reload, another's when that is gone", async () => {
  const newId = countingIds(`${name}-tab`);
  const remembered = new Map<string, string>();
  const memory = {
    getItem: (key: string) => remembered.get(key) ?? null,
    setItem: (key: string, value: string) => void remembered.set(key, value),
  };
  const { locks } = navigator;
  const first = await openTab({ locks, memory, newId });
  const copy = await openTab({ locks, memory: { ...memory, setItem: () => {} }, newId });
  expect(copy.id).not.toBe(first.id);
  await copy.adopt([first.id]);
  expect(copy.isMine(first.id)).toBe(false);
  first.release();
  await vi.waitFor(async () => {
    await copy.adopt([first.id]);
    expect(copy.isMine(first.id)).toBe(true);
  });
  copy.release();
  const reloaded = await openTab({ locks, memory, newId });
  expect(reloaded.id).toBe(first.id);
  reloaded.release();
});
