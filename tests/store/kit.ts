// Stores over an IndexedDB in memory.
import { IDBFactory, IDBKeyRange } from "fake-indexeddb";
import { openStore } from "../../src/store/open.ts";
import type { Store, StoreOptions } from "../../src/store/store.ts";
import { countingIds, tickingClock, valueOf } from "./plans.ts";

export * from "./plans.ts";

export class MemoryStorage {
  readonly items = new Map<string, string>();
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

/** A disk in memory, to open stores on. */
export function makeDisk(): IDBFactory {
  return new IDBFactory();
}

let stores: Store[] = [];

/** Opens a store on a disk; closed by `closeStores`. */
export async function openOn(
  disk: IDBFactory,
  author: string,
  more: Partial<StoreOptions> = {},
): Promise<Store> {
  const store = valueOf(
    await openStore({
      name: "test",
      indexedDB: disk,
      IDBKeyRange,
      now: tickingClock(),
      newId: countingIds(`${author}x`),
      author,
      channel: null,
      ...more,
    }),
  );
  stores.push(store);
  return store;
}

export function closeStores(): void {
  for (const store of stores) store.close();
  stores = [];
}

/** Runs a body over one table of the disk behind the store's back, as damage or other code would. */
export async function tamper(
  disk: IDBFactory,
  table: string,
  body: (rows: IDBObjectStore) => void,
  name = "test",
): Promise<void> {
  const request = disk.open(name);
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error("cannot open"));
  });
  const transaction = database.transaction(table, "readwrite");
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Error("aborted"));
  });
  body(transaction.objectStore(table));
  await done;
  database.close();
}
