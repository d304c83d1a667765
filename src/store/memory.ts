import type { Result } from "../core/index.ts";
import type { StoreFailure } from "./failure.ts";
import { openStore } from "./open.ts";
import type { Store, StoreOptions } from "./store.ts";

/**
 * A store that lasts as long as the page, for where the browser keeps nothing: everything works but keeping, and
 * it says so (`unkept`). It is the same store on an IndexedDB in memory.
 */
export async function openMemoryStore(
  { marks: _marks, persist: _persist, ...options }: StoreOptions,
  why: StoreFailure,
): Promise<Result<Store, StoreFailure>> {
  const { IDBFactory, IDBKeyRange } = await import("fake-indexeddb");
  return openStore({ ...options, indexedDB: new IDBFactory(), IDBKeyRange, channel: null, unkept: why });
}
