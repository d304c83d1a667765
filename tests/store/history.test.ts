// Rules [TH1], [TH2] stand at the top of src/store/thin.ts.
import { IDBKeyRange } from "fake-indexeddb";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { applyChange } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { openDatabase } from "../../src/store/database.ts";
import type { Database } from "../../src/store/database.ts";
import type { LogEntry, StoredEntry } from "../../src/store/entry.ts";
import { stepsToMerge, thinLog } from "../../src/store/thin.ts";
import type { ThinRule } from "../../src/store/thin.ts";
import { undoStackOf } from "../../src/session/undo.ts";
import {
  changeBy,
  closeStores,
  entryOf,
  errorOf,
  expectSameBits,
  makeDisk,
  meaningOf,
  openOn,
  smallPlan,
  valueOf,
} from "./kit.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Noon of a day, so that hours beside it are the same day's. */
const noon = (day: number): number => day * DAY + DAY / 2;

let databases: Database[] = [];
afterEach(() => {
  closeStores();
  for (const database of databases) database.close();
  databases = [];
});

async function openBare(disk: ReturnType<typeof makeDisk>): Promise<Database> {
  const database = valueOf(await openDatabase({ name: "test", indexedDB: disk, IDBKeyRange }));
  databases.push(database);
  return database;
}

async function thin(
  disk: ReturnType<typeof makeDisk>,
  id: string,
  now: number,
  rule: ThinRule,
): Promise<number> {
  return valueOf(await (await openBare(disk)).write((tables) => thinLog(tables, id, now, rule)));
}

/** Edits of a plan by kinds, `times` one a step. */
function editsOf(plan: Plan, steps: readonly { kind: number; a: number; b: number; time: number }[]) {
  const entries: LogEntry[] = [];
  const plans = [plan];
  let current = plan;
  for (const { kind, a, b, time } of steps) {
    const entry = entryOf(changeBy(current, kind, a, b), "a", { time, label: `kind ${kind % 3}` });
    entries.push(entry);
    current = applyChange(current, entry.change);
    plans.push(current);
  }
  return { entries, plans };
}

const at = (revision: number, time: number, from?: number): StoredEntry => ({
  ...entryOf([], "a", { time }),
  revision,
  ...(from === undefined ? {} : { from }),
});

test("[TH1] old steps of one day become one; the last month, and what is named, stay", () => {
  const rule: ThinRule = { steps: 0, days: 30, old: 365, bundle: 30 };
  const now = noon(1000);
  const entries = [
    at(1, noon(500)), // more than a year old: 30 days together
    at(2, noon(505)),
    at(3, noon(900)),
    at(4, noon(900) + 1),
    at(5, noon(900) + 2),
    at(6, noon(901)),
    at(7, noon(990)),
    at(8, noon(990)),
  ];
  const revisions = (named: readonly number[]): number[][] =>
    stepsToMerge(entries, new Set(named), now, rule).map((group) => group.map(({ revision }) => revision));
  expect(revisions([])).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  expect(revisions([3])).toEqual([
    [1, 2],
    [4, 5],
  ]);
  expect(stepsToMerge(entries, new Set(), noon(520), rule)).toEqual([]);
});

test("[TH1] what stands for several is said, and is no step to undo", async () => {
  const disk = makeDisk();
  const store = await openOn(disk, "a");
  const { id } = valueOf(await store.create(smallPlan()));
  const steps = [0, 1, 2, 3, 4].map((i) => ({ kind: 0, a: 4 * i, b: i, time: noon(10) + i }));
  const { entries, plans } = editsOf(smallPlan(), steps);
  await store.append(id, entries, 0);
  expect(await thin(disk, id, noon(100), { steps: 2, days: 30, old: 365, bundle: 30 })).toBe(2);
  const log = valueOf(await store.readLog(id, 6, 10));
  expect(log.map(({ revision, from }) => [from ?? revision, revision])).toEqual([
    [1, 3],
    [4, 4],
    [5, 5],
  ]);
  expect(undoStackOf(log, () => true).undo.map(({ id: entry }) => entry)).toEqual(
    entries.slice(3).map((entry) => entry.id),
  );
  // Within what was thinned the plan is as before it.
  expectSameBits(valueOf(await store.loadAt(id, 2)), smallPlan());
  expect(meaningOf(valueOf(await store.loadAt(id, 3)))).toEqual(meaningOf(plans[3]!)); // five steps were made
  // A tab that knows a revision from within it goes on all the same.
  const late = await openOn(disk, "b");
  const more = entryOf([["plan/title", "Small", "Late"]], "b");
  const appended = valueOf(await late.append(id, [more], 2));
  expect(appended.revision).toBe(6);
  expect(meaningOf(appended.plan)).toEqual(meaningOf(applyChange(plans[5]!, more.change))); // as above
});

const anySteps = fc.array(fc.record({ kind: fc.nat(10), a: fc.nat(20), b: fc.nat(20), gap: fc.nat(30) }), {
  minLength: 1,
  maxLength: 40,
});

test("[TH2] thinning keeps the present and every named moment to the bit, and what is left of the past", async () => {
  await fc.assert(
    fc.asyncProperty(
      anySteps,
      fc.array(fc.nat(40), { maxLength: 3 }),
      fc.nat(12),
      async (steps, names, kept) => {
        const disk = makeDisk();
        const store = await openOn(disk, "a");
        const { id } = valueOf(await store.create(smallPlan()));
        let time = noon(10);
        const timed = steps.map((step) => ({ ...step, time: (time += (step.gap * DAY) / 10) }));
        const { entries, plans } = editsOf(smallPlan(), timed);
        valueOf(await store.append(id, entries, 0));
        const present = valueOf(await (await openOn(disk, "b")).load(id)).plan;
        const moments: [string, Plan][] = [];
        for (const n of names) {
          const revision = n % (entries.length + 1);
          const moment = { plan: id, revision, name: `m${n}`, time: 0 };
          const made = valueOf(await store.nameMoment(moment));
          moments.push([made.id, valueOf(await store.loadMoment(made.id))]);
          expect(meaningOf(moments.at(-1)![1])).toEqual(meaningOf(plans[revision]!)); // just pushed; in the list
        }
        const rule: ThinRule = { steps: kept, days: 20, old: 60, bundle: 10 };
        for (const later of [30, 400]) {
          await thin(disk, id, time + later * DAY, rule);
          const fresh = await openOn(disk, `c${later}`);
          const loaded = valueOf(await fresh.load(id));
          expect(loaded.revision).toBe(entries.length);
          expect(meaningOf(loaded.plan)).toEqual(meaningOf(present));
          expectSameBits(loaded.plan, present);
          for (const [moment, plan] of moments) {
            expectSameBits(valueOf(await fresh.loadMoment(moment)), plan);
          }
          for (const { revision } of loaded.log) {
            expect(meaningOf(valueOf(await fresh.loadAt(id, revision)))).toEqual(meaningOf(plans[revision]!)); // as above
          }
          // The last steps stay, one by one.
          const single = loaded.log.filter(({ from }) => from === undefined).map(({ revision }) => revision);
          for (let last = entries.length; last > entries.length - kept && last > 0; last--) {
            expect(single).toContain(last);
          }
        }
      },
    ),
    { numRuns: 12 },
  );
});

test("moments are named, renamed, forgotten, and gone with their plan", async () => {
  const disk = makeDisk();
  const store = await openOn(disk, "a");
  const { id } = valueOf(await store.create(smallPlan()));
  const entry = entryOf([["plan/title", "Small", "Agreed"]]);
  await store.append(id, [entry], 0);
  const first = valueOf(await store.nameMoment({ plan: id, revision: 0, name: "The start", time: 5 }));
  const second = valueOf(await store.nameMoment({ plan: id, revision: 1, name: "As agreed", time: 6 }));
  expect(errorOf(await store.nameMoment({ plan: id, revision: 2, name: "?", time: 7 })).code).toBe("missing");
  valueOf(await store.renameMoment(first.id, "The very start"));
  expect(valueOf(await store.moments(id)).map(({ name }) => name)).toEqual(["The very start", "As agreed"]);
  expect(valueOf(await store.loadMoment(second.id)).settings.title).toBe("Agreed");
  valueOf(await store.forgetMoment(first.id));
  expect(errorOf(await store.loadMoment(first.id)).code).toBe("noMoment");
  expect(valueOf(await store.moments(id))).toEqual([second]);
  await store.purge(id);
  expect(errorOf(await store.loadMoment(second.id)).code).toBe("noMoment");
});
