import { expect, test } from "vitest";
import { openTab } from "../../src/store/tabs.ts";
import type { Locks, Tab } from "../../src/store/tabs.ts";
import { countingIds, MemoryStorage } from "./kit.ts";

/** Web Locks as the standard has them, as far as tabs use them. */
class FakeLocks implements Locks {
  readonly held = new Map<string, Promise<unknown>>();

  async request(
    name: string,
    { ifAvailable = false, signal }: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: unknown) => Promise<void>,
  ): Promise<unknown> {
    while (this.held.has(name)) {
      if (ifAvailable) return callback(null);
      const aborted = new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("AbortError")));
      });
      await Promise.race([this.held.get(name), aborted]);
    }
    const work = callback({ name }).finally(() => this.held.delete(name));
    this.held.set(name, work);
    return work;
  }
}

const WAIT = 20;

/** Locks are let go a moment after. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function tabsOn(locks: Locks | undefined): (memory?: MemoryStorage) => Promise<Tab> {
  const newId = countingIds("t");
  return (memory = new MemoryStorage()) => openTab({ locks, memory, newId, wait: WAIT });
}

test("a tab keeps its id over a reload", async () => {
  const open = tabsOn(new FakeLocks());
  const memory = new MemoryStorage();
  const tab = await open(memory);
  expect(tab.isMine(tab.id)).toBe(true);
  tab.release();
  expect((await open(memory)).id).toBe(tab.id);
});

test("the page being left may let go a little later", async () => {
  const open = tabsOn(new FakeLocks());
  const memory = new MemoryStorage();
  const tab = await open(memory);
  const reloaded = open(memory);
  tab.release();
  expect((await reloaded).id).toBe(tab.id);
});

test("a duplicated tab, with a copied memory, is another author", async () => {
  const open = tabsOn(new FakeLocks());
  const memory = new MemoryStorage();
  const tab = await open(memory);
  const copy = await open(memory);
  expect(copy.id).not.toBe(tab.id);
  expect(memory.getItem("backcast-tab")).toBe(copy.id);
});

test("the work of tabs that are gone is adopted by one tab, of living ones by none", async () => {
  const open = tabsOn(new FakeLocks());
  const [gone, living] = [await open(), await open()];
  gone.release();
  await turn();
  const [first, second] = [await open(), await open()];
  await first.adopt([gone.id, living.id, gone.id, first.id]);
  await second.adopt([gone.id, living.id, first.id]);
  expect([gone.id, living.id, first.id].map((id) => first.isMine(id))).toEqual([true, false, true]);
  expect([gone.id, living.id, first.id].map((id) => second.isMine(id))).toEqual([false, false, false]);
  first.release();
  await turn();
  await second.adopt([gone.id, living.id, first.id]);
  expect([gone.id, living.id, first.id].map((id) => second.isMine(id))).toEqual([true, false, true]);
});

test("a browser without locks has one tab", async () => {
  const tab = await tabsOn(undefined)();
  await tab.adopt(["x"]);
  expect(tab.isMine("x")).toBe(true);
});

test("a browser that refuses memory and locks gives a tab all the same", async () => {
  const refuse = (): never => {
    throw new Error("SecurityError");
  };
  const locks: Locks = { request: () => Promise.reject(new Error("SecurityError")) };
  const tab = await openTab({
    locks,
    memory: { getItem: refuse, setItem: refuse },
    newId: () => "t",
    wait: WAIT,
  });
  expect(tab.id).toBe("t");
  await tab.adopt(["x"]);
  expect(tab.isMine("x")).toBe(false);
});
