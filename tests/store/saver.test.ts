import { afterEach, expect, test } from "vitest";
import { applyChange, fail } from "../../src/core/index.ts";
import type { Plan, PlanChange } from "../../src/core/index.ts";
import { mergeLog } from "../../src/store/entry.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { failureFor } from "../../src/store/failure.ts";
import { createSaver } from "../../src/store/saver.ts";
import type { Saver } from "../../src/store/saver.ts";
import type { Store } from "../../src/store/store.ts";
import { cellEntry, closeStores, entryOf, makeDisk, meaningOf, openOn, smallPlan, valueOf } from "./kit.ts";

afterEach(closeStores);

/** A page with a plan on it: edits show at once and are saved behind. */
function openPage(
  store: Store,
  id: string,
  start: Plan,
): {
  saver: Saver;
  states: string[];
  plan: () => Plan;
  log: () => readonly LogEntry[];
  edit: (entry: LogEntry) => void;
} {
  let plan = start;
  let log: readonly LogEntry[] = [];
  const states: string[] = [];
  const saver = createSaver(store, id, 0, {
    onState: (state) => states.push(state.status === "saved" ? "saved" : `${state.status} ${state.count}`),
    onSettled: ({ entries, pending, plan: next }) => {
      plan = next ?? plan;
      log = mergeLog(log, entries, pending);
    },
  });
  const edit = (entry: LogEntry): void => {
    plan = applyChange(plan, entry.change);
    log = [...log, entry];
    saver.push(entry);
  };
  return { saver, states, plan: () => plan, log: () => log, edit };
}

/** A store whose appends wait for `release`, or fail while `failing` holds a failure. */
function slowed(store: Store): {
  store: Store;
  release: () => void;
  calls: number[];
  failWith: (full: boolean) => void;
} {
  const waiting: (() => void)[] = [];
  const calls: number[] = [];
  let full = false;
  return {
    store: {
      ...store,
      append: async (id, entries, known) => {
        calls.push(entries.length);
        await new Promise<void>((resolve) => waiting.push(resolve));
        return full ? fail(failureFor("quota")) : store.append(id, entries, known);
      },
    },
    calls,
    release: () => waiting.splice(0).forEach((go) => go()),
    failWith: (now) => (full = now),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

test("saved is said only after the transaction is through", async () => {
  const disk = makeDisk();
  const store = await openOn(disk, "a");
  const { id } = valueOf(await store.create(smallPlan()));
  const slow = slowed(store);
  const page = openPage(slow.store, id, smallPlan());
  page.edit(cellEntry(page.plan(), 1));
  await turn();
  expect(page.saver.state).toEqual({ status: "saving", count: 1 });
  slow.release();
  await page.saver.flush();
  expect(page.states).toEqual(["saving 1", "saved"]);
  expect(valueOf(await (await openOn(disk, "b")).load(id)).revision).toBe(1);
  expect(page.saver.revision).toBe(1);
  expect(page.log()).toMatchObject([{ revision: 1 }]);
});

test("what is typed during a transaction goes into the next one, in order", async () => {
  const store = await openOn(makeDisk(), "a");
  const { id } = valueOf(await store.create(smallPlan()));
  const slow = slowed(store);
  const page = openPage(slow.store, id, smallPlan());
  for (let i = 1; i <= 5; i++) page.edit(cellEntry(page.plan(), i));
  await turn();
  slow.release();
  await turn();
  slow.release();
  expect(await page.saver.flush()).toEqual({ status: "saved" });
  expect(slow.calls).toEqual([1, 4]);
  const { log, plan } = valueOf(await store.load(id));
  expect(log.map((entry) => entry.change[0]?.[2])).toEqual([1, 2, 3, 4, 5]);
  expect(meaningOf(plan)).toEqual(meaningOf(page.plan()));
});

test("a full disk is said, keeps everything, and goes away when there is room", async () => {
  const store = await openOn(makeDisk(), "a");
  const { id } = valueOf(await store.create(smallPlan()));
  const slow = slowed(store);
  const page = openPage(slow.store, id, smallPlan());
  slow.failWith(true);
  page.edit(cellEntry(page.plan(), 1));
  slow.release();
  expect(await page.saver.flush()).toMatchObject({ status: "failed", count: 1, failure: { code: "quota" } });
  page.edit(cellEntry(page.plan(), 2));
  slow.release();
  expect(await page.saver.flush()).toMatchObject({ status: "failed", count: 2 });
  expect(page.saver.pending).toHaveLength(2);
  expect(page.states).not.toContain("saved");
  slow.failWith(false);
  page.saver.retry();
  slow.release();
  expect(await page.saver.flush()).toEqual({ status: "saved" });
  expect(valueOf(await store.load(id)).log.map((entry) => entry.change[0]?.[2])).toEqual([1, 2]);
});

test("leaving sends off what waits, and nothing is stored twice", async () => {
  const store = await openOn(makeDisk(), "a");
  const { id } = valueOf(await store.create(smallPlan()));
  const slow = slowed(store);
  const page = openPage(slow.store, id, smallPlan());
  for (let i = 1; i <= 3; i++) page.edit(cellEntry(page.plan(), i));
  page.saver.leave();
  expect(slow.calls).toEqual([1, 3]);
  slow.release();
  await turn();
  slow.release();
  expect(await page.saver.flush()).toEqual({ status: "saved" });
  await turn();
  expect(valueOf(await store.load(id)).log.map((entry) => entry.change[0]?.[2])).toEqual([1, 2, 3]);
  expect(page.log()).toHaveLength(3);
});

test("two pages edit one plan: each gets the other's entries, in the same order", async () => {
  const disk = makeDisk();
  const channel = (): BroadcastChannel => new BroadcastChannel("saver");
  const [a, b] = [
    await openOn(disk, "a", { channel: channel() }),
    await openOn(disk, "b", { channel: channel() }),
  ];
  const { id } = valueOf(await a.create(smallPlan()));
  const [left, right] = [openPage(a, id, smallPlan()), openPage(b, id, smallPlan())];
  left.edit(cellEntry(left.plan(), 1, "a"));
  right.edit(cellEntry(right.plan(), 2, "b"));
  right.edit(cellEntry(right.plan(), 3, "b", "r2"));
  await Promise.all([left.saver.flush(), right.saver.flush()]);
  await expect.poll(() => [left.saver.revision, right.saver.revision]).toEqual([3, 3]);
  await Promise.all([left.saver.flush(), right.saver.flush()]);
  expect(meaningOf(left.plan())).toEqual(meaningOf(right.plan()));
  expect(left.log()).toEqual(right.log());
  expect(meaningOf(valueOf(await a.load(id)).plan)).toEqual(meaningOf(left.plan()));
});

test("a page that heard nothing looks by itself", async () => {
  const disk = makeDisk();
  const [a, b] = [await openOn(disk, "a"), await openOn(disk, "b")];
  const { id } = valueOf(await a.create(smallPlan()));
  const page = openPage(b, id, smallPlan());
  const change: PlanChange = [["plan/title", "Small", "Elsewhere"]];
  valueOf(await a.append(id, [entryOf(change)], 0));
  page.saver.look();
  await page.saver.flush();
  expect(page.plan().settings.title).toBe("Elsewhere");
  expect(page.states).toEqual([]);
});
