import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { applyChange, createEngine, solvePlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { readBackup } from "../../src/store/backup.ts";
import type { Backup, BackupPlan, Wanted } from "../../src/store/backup.ts";
import { readText, writeText } from "../../src/store/codec.ts";
import { MIGRATIONS, schemaNumber } from "../../src/store/migrations.ts";
import { packPlan } from "../../src/store/pack.ts";
import { isLink, LINK_LIMITS, linkToPlan, planToLink } from "../../src/store/share.ts";
import { bytesToText, squeeze, textToBytes, unsqueeze } from "../../src/store/squeeze.ts";
import type { Store } from "../../src/store/store.ts";
import {
  cellEntry,
  changeBy,
  closeStores,
  entryOf,
  errorOf,
  expectSameBits,
  fullPlan,
  makeDisk,
  openOn,
  smallPlan,
  valueOf,
} from "./kit.ts";

afterEach(closeStores);

const copyOf = (plan: BackupPlan): Wanted => ({ plan, titleOfCopy: `${plan.record.title} (backup)` });

/** A store with two plans: one with a history and a named moment, one deleted. */
async function makeFull(): Promise<{ store: Store; id: string; gone: string }> {
  const store = await openOn(makeDisk(), "a");
  const { id } = valueOf(await store.create(fullPlan()));
  let plan = fullPlan();
  for (let i = 0; i < 130; i++) {
    const entry = entryOf(changeBy(plan, i, i * 5, i * 3), "a", { label: `step ${i}`, time: i });
    plan = applyChange(plan, entry.change);
    valueOf(await store.append(id, [entry], i));
  }
  valueOf(await store.nameMoment({ plan: id, revision: 40, name: "As agreed", time: 40 }));
  const gone = valueOf(await store.create(smallPlan("Gone"))).id;
  valueOf(await store.remove(gone));
  valueOf(await store.device.set("folds", ["s1"]));
  valueOf(await store.device.set(`view ${id}`, { channel: "c1" }));
  valueOf(await store.device.set("backup last", { time: 1 }));
  return { store, id, gone };
}

async function backupOf(store: Store): Promise<Backup> {
  return valueOf(await readBackup(valueOf(await store.backup()).bytes));
}

describe("backups", () => {
  test("everything comes back, to the bit: plans, deleted ones, steps, named moments, settings", async () => {
    const { store, id, gone } = await makeFull();
    const backup = await backupOf(store);
    expect(backup.damaged).toEqual([]);
    const other = await openOn(makeDisk(), "b");
    expect(valueOf(await other.compare(backup.plans))).toEqual(["new", "new"]);
    const ids = valueOf(await other.putBack(backup.plans.map(copyOf), backup.device));
    expect([...ids].sort()).toEqual([id, gone].sort());
    const [was, is] = [valueOf(await store.load(id)), valueOf(await other.load(id))];
    expectSameBits(is.plan, was.plan);
    expect(is.log).toEqual(was.log);
    expect(is.info).toEqual(was.info);
    for (const revision of [0, 17, 99, 130]) {
      expectSameBits(valueOf(await other.loadAt(id, revision)), valueOf(await store.loadAt(id, revision)));
    }
    const moments = valueOf(await other.moments(id));
    expect(moments).toEqual(valueOf(await store.moments(id)));
    expectSameBits(
      valueOf(await other.loadMoment(moments[0]?.id ?? "")),
      valueOf(await store.loadMoment(moments[0]?.id ?? "")),
    );
    expect(valueOf(await other.list("removed")).map(({ title }) => title)).toEqual(["Gone"]);
    expect(valueOf(await other.device.get("folds"))).toEqual(["s1"]);
    expect(valueOf(await other.device.get(`view ${id}`))).toEqual({ channel: "c1" });
    // What this browser knows of its own backups is not another's.
    expect(valueOf(await other.device.get("backup last"))).toBeUndefined();
    expect(valueOf(await other.compare(backup.plans))).toEqual(["same", "same"]);
  });

  test("never over what is there: a plan that went on stays, and the backup's stands beside it", async () => {
    const { store, id } = await makeFull();
    const backup = await backupOf(store);
    const before = valueOf(await store.load(id));
    // The same steps and more: still all of the backup is here.
    valueOf(await store.append(id, [entryOf([])], 130));
    expect(valueOf(await store.compare(backup.plans))).toEqual(["same", "same"]);
    const full = backup.plans.filter(({ record }) => record.id === id);
    const [copy = ""] = valueOf(await store.putBack(full.map(copyOf), backup.device));
    expect(copy).not.toBe(id);
    expect(valueOf(await store.load(id)).revision).toBe(131);
    expectSameBits(valueOf(await store.load(id)).plan, before.plan);
    const restored = valueOf(await store.load(copy));
    expect(restored.info.title).toBe(`${before.info.title} (backup)`);
    expect(restored.plan.settings.title).toBe(restored.info.title);
    expect(restored.plan.rows).toEqual(before.plan.rows);
    expect(valueOf(await store.moments(copy)).map(({ name }) => name)).toEqual(["As agreed"]);
    expect(valueOf(await store.moments(id))).toHaveLength(1);
    // The restored plan goes on like any other.
    valueOf(await store.append(copy, [cellEntry(restored.plan, 7)], restored.revision));
  });

  test("whole or not at all: a restore that fails at its last plan leaves nothing", async () => {
    const { store } = await makeFull();
    const backup = await backupOf(store);
    const other = await openOn(makeDisk(), "b");
    const [first, second] = backup.plans;
    if (first === undefined || second === undefined) throw new Error("two plans are there");
    // Its checkpoint is there twice: the database refuses the second.
    const broken = { ...second, checkpoints: [...second.checkpoints, ...second.checkpoints] };
    const failed = await other.putBack([copyOf(first), copyOf(broken)], backup.device);
    expect(failed.ok).toBe(false);
    expect(valueOf(await other.list())).toEqual([]);
    expect(valueOf(await other.list("removed"))).toEqual([]);
    expect(valueOf(await other.device.get("folds"))).toBeUndefined();
    valueOf(await other.putBack([copyOf(first), copyOf(second)], backup.device));
  });

  test("what is no backup, newer, cut short or too large is refused in words", async () => {
    const { store } = await makeFull();
    const { bytes } = valueOf(await store.backup());
    const code = async (input: Uint8Array<ArrayBuffer>): Promise<string> =>
      errorOf(await readBackup(input)).code;
    const file = (value: unknown): Promise<Uint8Array<ArrayBuffer>> => squeeze(writeText(value), "gzip");
    expect(await code(new Uint8Array())).toBe("none");
    expect(await code(new TextEncoder().encode("Row,Unit\nSpend,money"))).toBe("none");
    expect(await code(bytes.slice(0, bytes.length / 2))).toBe("broken");
    expect(await code(await file({ format: "other" }))).toBe("none");
    expect(await code(await file([1, 2]))).toBe("none");
    const head = { format: "backcast-backup", made: 1, rows: {} };
    expect(await code(await file({ ...head, schema: schemaNumber(MIGRATIONS) + 1 }))).toBe("newer");
    expect(await code(await file({ ...head, schema: "2" }))).toBe("broken");
    expect(await code(await file({ ...head, schema: 1, rows: 5 }))).toBe("broken");
    expect(valueOf(await readBackup(await file({ ...head, schema: 1 }))).plans).toEqual([]);
    expect((await unsqueeze(await squeeze("x".repeat(100_000), "gzip"), "gzip", 99_999)).ok).toBe(false);
  });

  test("a plan that is wrong anywhere is named and not offered; the others are", async () => {
    const { store, id } = await makeFull();
    const { bytes } = valueOf(await store.backup());
    const text = valueOf(await unsqueeze(bytes, "gzip", 1e9));
    type Row = Record<string, unknown>;
    const spoil = async (how: (rows: Record<string, Row[]>) => unknown): Promise<Backup> => {
      // As `writeBackup` made it.
      const data = readText(text)?.value as { rows: Record<string, Row[]> };
      how(data.rows);
      return valueOf(await readBackup(await squeeze(writeText(data), "gzip")));
    };
    const own = (rows: Record<string, Row[]>, table: string): Row[] =>
      (rows[table] ?? []).filter((row) => row["plan"] === id || row["id"] === id);
    const wrong: ((rows: Record<string, Row[]>) => unknown)[] = [
      (rows) => (rows["changes"] = (rows["changes"] ?? []).filter((row) => row["revision"] !== 77)),
      (rows) => (own(rows, "changes")[5]!["change"] = [["plan/periods", 3, 1e12]]), // 130 were made
      (rows) => (own(rows, "changes")[5]!["author"] = 5), // as above
      (rows) => (rows["checkpoints"] = []),
      (rows) => rows["changes"]?.push({ ...own(rows, "changes")[5] }),
      (rows) => rows["checkpoints"]?.push({ ...own(rows, "checkpoints")[0] }),
      (rows) => (own(rows, "plans")[0]!["revision"] = 4), // the plan's own row
      (rows) => (own(rows, "moments")[0]!["packed"] = {}), // one was named
    ];
    for (const how of wrong) {
      const backup = await spoil(how);
      expect(backup.damaged.map(({ title }) => title).length).toBeGreaterThan(0);
      expect(backup.plans.map(({ record }) => record.id)).not.toContain(id);
    }
    expect((await spoil(() => undefined)).damaged).toEqual([]);
  });
});

describe("text and pressing", () => {
  test("every number, key and nesting survives, and nothing reaches a prototype", () => {
    const value = {
      f: Float64Array.from([1, NaN, -0, Infinity, 5e-324, 0.1 + 0.2]),
      n: [NaN, -0, -Infinity, 1e300],
      extra: { $f: "typed", $n: [1], $$x: 1, constructor: "c" },
      deep: [[{ a: null }]],
    };
    expect(readText(writeText(value))?.value).toEqual(value);
    const hostile = readText('{"__proto__": {"polluted": true}, "a": {"$f": [1, "2"]}}');
    expect(hostile).toBeUndefined();
    readText('{"__proto__": {"polluted": true}}');
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined(); // every object is asked so
    expect(readText("[".repeat(200_000))).toBeUndefined();
    expect(readText(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).toBeUndefined();
  });

  test("bytes as the text of a link", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = bytesToText(bytes);
        if (bytes.length > 0) expect(textToBytes(text)).toEqual(bytes);
        expect(encodeURIComponent(text)).toBe(text);
      }),
    );
  });
});

describe("links", () => {
  test("a plan comes through a link to the bit", async () => {
    for (const plan of [fullPlan(), smallPlan()]) {
      const link = valueOf(await planToLink(plan));
      expect(isLink(link)).toBe(true);
      expectSameBits(valueOf(await linkToPlan(link)), plan);
    }
  });

  test("what is cut, changed, too large or of another form is refused in words", async () => {
    const link = valueOf(await planToLink(fullPlan()));
    const code = async (text: string): Promise<string> => errorOf(await linkToPlan(text)).code;
    const of = async (text: string): Promise<string> =>
      `#plan1=${bytesToText(await squeeze(text, "deflate-raw"))}`;
    expect(await code(link.slice(0, -40))).toBe("broken");
    expect(await code(link.replace("#plan1=", "#plan2="))).toBe("form");
    expect(await code("#plan1=")).toBe("broken");
    expect(await code("#plan1=<img src=x>")).toBe("broken");
    expect(await code(`#plan1=${"A".repeat(LINK_LIMITS.signs + 1)}`)).toBe("large");
    // A few signs that unfold to megabytes.
    expect(await code(await of(" ".repeat(LINK_LIMITS.bytes + 1)))).toBe("large");
    const packed = packPlan(fullPlan());
    const settings = (more: object): Promise<string> =>
      of(writeText({ ...packed, settings: { ...packed.settings, ...more } }));
    valueOf(await linkToPlan(await settings({})));
    for (const more of [
      { periods: 1e12 },
      { periods: 0 },
      { periods: 0.5 },
      { history: -1 },
      { start: "2027" },
      { start: "9999-M12", periods: 3 },
      { periodLength: "week" },
      { currency: "pounds" },
      { locale: "not a language" },
      { unknown: 1 },
    ]) {
      expect(await code(await settings(more))).toBe("broken");
    }
    const rows = Array.from({ length: 20_001 }, (_, i) => [`x${i}`, packed.rows[0]?.[1]]);
    expect(await code(await of(writeText({ ...packed, rows })))).toBe("broken");
  });

  test("whatever stands in a link, it is refused or opens as a plan that can be computed; nothing is polluted", async () => {
    const text = writeText(packPlan(fullPlan()));
    const keys = ["__proto__", "constructor", "prototype", "toString"];
    const anyValue = fc.oneof(
      fc.constantFrom<unknown>(null, -1, 1e308, "", "x", true, [], {}, { $n: "NaN" }, { $f: [1, null] }),
      fc.double(),
      fc.constantFrom(...keys),
    );
    /** Puts a value into the n-th place of a tree of data. */
    const mutate = (value: unknown, place: { n: number }, put: unknown, key: string): unknown => {
      if (place.n-- === 0) return put;
      if (Array.isArray(value)) return value.map((inner) => mutate(inner, place, put, key));
      if (typeof value !== "object" || value === null) return value;
      const entries = Object.entries(value).map(
        ([name, inner]) => [place.n === 0 ? key : name, mutate(inner, place, put, key)] as const,
      );
      return Object.fromEntries(entries);
    };
    let opened = 0;
    const open = async (link: string): Promise<Plan | null> => {
      const read = await linkToPlan(link);
      if (!read.ok) {
        expect(read.error.text.length).toBeGreaterThan(20);
        return null;
      }
      solvePlan(createEngine(read.value));
      opened++;
      return read.value;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(700), anyValue, fc.constantFrom(...keys, "name", "cells")), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.nat(3000),
        async (changes, cut) => {
          let data: unknown = JSON.parse(text);
          for (const [n, put, key] of changes) data = mutate(data, { n }, put, key);
          const whole = bytesToText(await squeeze(JSON.stringify(data), "deflate-raw"));
          await open(`#plan1=${whole}`);
          await open(`#plan1=${whole.slice(0, cut)}${whole.slice(cut + 1)}`);
        },
      ),
      { numRuns: 400 },
    );
    expect(opened).toBeGreaterThan(0);
    for (const key of ["polluted", "name", "cells"]) expect(key in {}).toBe(false);
  });
});
