// Laws of saving: whatever two tabs do, in whatever turns, nothing is lost and both show the same.
import fc from "fast-check";
import { expect, test } from "vitest";
import { applyChange, fail } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { takeBack, undoStackOf } from "../../src/session/undo.ts";
import { applyEntries, mergeLog } from "../../src/store/entry.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { failureFor } from "../../src/store/failure.ts";
import { createSaver } from "../../src/store/saver.ts";
import type { Saver } from "../../src/store/saver.ts";
import type { Store } from "../../src/store/store.ts";
import {
  changeBy,
  closeStores,
  entryOf,
  expectSameBits,
  makeDisk,
  meaningOf,
  openOn,
  smallPlan,
  valueOf,
} from "../store/kit.ts";

/** One tab: its plan, its log, and the saver behind them. */
class Tab {
  plan: Plan = smallPlan();
  log: readonly LogEntry[] = [];
  readonly made: LogEntry[] = [];
  readonly author: string;
  readonly saver: Saver;
  readonly isMine = (author: string): boolean => author === this.author;

  constructor(store: Store, id: string, author: string) {
    this.author = author;
    this.saver = createSaver(store, id, 0, {
      onState: () => {},
      onSettled: ({ entries, pending, plan }) => {
        this.plan = plan ?? this.plan;
        this.log = mergeLog(this.log, entries, pending);
      },
    });
  }

  make(entry: LogEntry): void {
    this.made.push(entry);
    this.log = [...this.log, entry];
    this.plan = applyChange(this.plan, entry.change);
    this.saver.push(entry);
  }

  step(kind: number, a: number, b: number): void {
    if (kind % 6 > 1) {
      this.make(entryOf(changeBy(this.plan, kind, a, b), this.author));
      return;
    }
    const way = kind % 6 === 0 ? "undo" : "redo";
    const entry = undoStackOf(this.log, this.isMine)[way].at(-1);
    if (entry === undefined) return;
    const { change } = takeBack(this.plan, this.log, entry, this.isMine);
    this.make(entryOf(change, this.author, { kind: way, takesBack: entry.id }));
  }
}

/** A store whose first appends fail as said: the disk is full, or the work is done but the answer is lost. */
function unreliable(store: Store, faults: readonly number[]): Store {
  let call = 0;
  return {
    ...store,
    append: async (id, entries, known) => {
      const fault = faults[call++] ?? 0;
      if (fault % 5 === 1) return fail(failureFor("quota"));
      const result = await store.append(id, entries, known);
      return fault % 5 === 2 ? fail(failureFor("timeout")) : result;
    },
  };
}

const anyStep = fc.record({
  tab: fc.nat(1),
  kind: fc.nat(),
  a: fc.nat(99),
  b: fc.nat(99),
  /** What happens after: nothing, the tab saves, or it looks at what the other did. */
  then: fc.constantFrom("go on", "go on", "save", "look"),
});

test("random edits, undos and redos in two tabs, on an unreliable disk: both end the same, nothing is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyStep, { maxLength: 40 }),
      fc.array(fc.nat(9), { maxLength: 7 }),
      async (steps, faults) => {
        const disk = makeDisk();
        const stores = [await openOn(disk, "a"), await openOn(disk, "b")] as const;
        const { id } = valueOf(await stores[0].create(smallPlan()));
        const tabs = stores.map((store, i) => new Tab(unreliable(store, faults), id, "ab".charAt(i)));
        for (const { tab: at, kind, a, b, then } of steps) {
          const tab = tabs[at];
          tab?.step(kind, a, b);
          if (then === "look") tab?.saver.look();
          if (then !== "go on") await tab?.saver.flush();
        }
        while (tabs.some(({ saver }) => saver.pending.length > 0)) {
          for (const { saver } of tabs) {
            saver.retry();
            await saver.flush();
          }
        }
        for (const { saver } of tabs) {
          saver.look();
          expect(await saver.flush()).toEqual({ status: "saved" });
        }
        const { plan, log } = valueOf(await (await openOn(disk, "c")).load(id));
        // Nothing lost, nothing twice, each tab's in its own order, saying what was typed.
        for (const tab of tabs) {
          const kept = log.filter(({ author }) => author === tab.author);
          expect(kept.map((entry) => entry.id)).toEqual(tab.made.map((entry) => entry.id));
          for (const [i, entry] of kept.entries()) {
            const stored = new Set(
              entry.change.map(([address, , after]) => JSON.stringify([address, after])),
            );
            for (const [address, , after] of tab.made[i]?.change ?? []) {
              expect(stored).toContain(JSON.stringify([address, after]));
            }
          }
        }
        // Both show what is stored, and that is what the log says, whichever way it is read.
        expect(meaningOf(plan)).toEqual(meaningOf(applyEntries(smallPlan(), log)));
        for (const tab of tabs) {
          expect(meaningOf(tab.plan)).toEqual(meaningOf(plan));
          expect(tab.log).toEqual(log);
        }
        closeStores();
      },
    ),
    { seed: 11, numRuns: 60 },
  );
}, 60_000);

test("a plan that is closed and opened after any edits is the same to the bit, at every revision", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(), fc.nat(99), fc.nat(99)), { maxLength: 15 }),
      async (steps) => {
        const disk = makeDisk();
        const store = await openOn(disk, "a");
        const { id } = valueOf(await store.create(smallPlan()));
        const plans = [smallPlan()];
        for (const [i, step] of steps.entries()) {
          const plan = plans[i] ?? smallPlan();
          const entry = entryOf(changeBy(plan, ...step));
          plans.push(applyChange(plan, entry.change));
          valueOf(await store.append(id, [entry], i));
        }
        const fresh = await openOn(disk, "b");
        for (const [revision, plan] of plans.entries()) {
          expectSameBits(valueOf(await fresh.loadAt(id, revision)), plan);
        }
        const copy = valueOf(await fresh.duplicate(id, plans.at(-1)?.settings.title ?? ""));
        expectSameBits(valueOf(await store.load(copy.id)).plan, plans.at(-1) ?? smallPlan());
        closeStores();
      },
    ),
    { seed: 12, numRuns: 40 },
  );
}, 60_000);
