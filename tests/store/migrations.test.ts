import { afterEach, expect, test } from "vitest";
import { applyChange } from "../../src/core/index.ts";
import { DATA_TABLES, MIGRATIONS, schemaNumber } from "../../src/store/migrations.ts";
import type { DataTable, Migration } from "../../src/store/migrations.ts";
import {
  cellEntry,
  closeStores,
  entryOf,
  errorOf,
  makeDisk,
  meaningOf,
  openOn,
  smallPlan,
  tamper,
  valueOf,
} from "./kit.ts";

afterEach(closeStores);

/** A row of a table as it was and as it has to be afterwards. */
interface Example {
  readonly table: DataTable;
  readonly before: unknown;
  readonly after: unknown;
}

/** One list of examples for each released migration, in the same order. */
const EXAMPLES: readonly (readonly Example[])[] = [[]];

/** What is wrong with a list of migrations and their examples: each changed table needs one that holds. */
function findFaults(migrations: readonly Migration[], examples: readonly (readonly Example[])[]): string[] {
  const faults: string[] = [];
  if (examples.length > migrations.length) faults.push("examples of migrations that do not exist");
  migrations.forEach(({ name, rows }, i) => {
    for (const table of DATA_TABLES) {
      const migrate = rows[table];
      if (migrate === undefined) continue;
      const own = (examples[i] ?? []).filter((example) => example.table === table);
      if (own.length === 0) faults.push(`${name}: no example of ${table}`);
      for (const { before, after } of own) {
        const kept = structuredClone(before);
        if (JSON.stringify(migrate(before)) !== JSON.stringify(after))
          faults.push(`${name}: ${table} differs`);
        if (JSON.stringify(before) !== JSON.stringify(kept)) faults.push(`${name}: ${table} is written to`);
      }
    }
  });
  return faults;
}

/** An invented step: titles in capitals. */
const CAPITALS: Migration = {
  name: "titles in capitals",
  rows: {
    plans: (row) =>
      typeof row === "object" && row !== null && "title" in row
        ? { ...row, title: String(row.title).toUpperCase() }
        : row,
  },
};

test("every released migration has a before/after row for each table it changes, and they hold", () => {
  expect(findFaults(MIGRATIONS, EXAMPLES)).toEqual([]);
});

test("a migration without its rows, or with wrong ones, is found", () => {
  const good: Example = { table: "plans", before: { title: "a" }, after: { title: "A" } };
  expect(findFaults([CAPITALS], [[good]])).toEqual([]);
  expect(findFaults([CAPITALS], [])).toEqual(["titles in capitals: no example of plans"]);
  expect(findFaults([CAPITALS], [[{ ...good, table: "device" }]])).toHaveLength(1);
  expect(findFaults([CAPITALS], [[{ ...good, after: {} }]])).toEqual(["titles in capitals: plans differs"]);
  expect(findFaults([], [[good]])).toHaveLength(1);
});

test("opening with a further migration upgrades every row once, and keeps the rest", async () => {
  const disk = makeDisk();
  const first = await openOn(disk, "a");
  const { id } = valueOf(await first.create(smallPlan("Title")));
  const entry = cellEntry(smallPlan(), 5);
  valueOf(await first.append(id, [entry], 0));
  first.close();
  for (const name of ["b", "c"]) {
    const store = await openOn(disk, name, { migrations: [...MIGRATIONS, CAPITALS] });
    expect(store.readOnly).toBeNull();
    expect(valueOf(await store.list())[0]?.title).toBe("TITLE");
    const { plan } = valueOf(await store.load(id));
    expect(meaningOf(plan)).toEqual(meaningOf(applyChange(smallPlan("Title"), entry.change)));
    store.close();
  }
  let stamp: unknown;
  await tamper(disk, "meta", (rows) => {
    const request = rows.get("schema");
    request.onsuccess = () => {
      stamp = request.result;
    };
  });
  expect(stamp).toEqual({ key: "schema", value: schemaNumber([...MIGRATIONS, CAPITALS]) });
});

test("an upgrade that fails in the middle leaves everything as it was", async () => {
  const disk = makeDisk();
  const first = await openOn(disk, "a");
  for (const title of ["One", "Two"]) await first.create(smallPlan(title));
  first.close();
  let count = 0;
  const broken: Migration = {
    name: "breaks",
    rows: {
      plans: (row) => {
        if (++count === 2) throw new Error("broken off");
        return row;
      },
    },
  };
  await expect(openOn(disk, "b", { migrations: [...MIGRATIONS, broken] })).rejects.toThrow("failed");
  const again = await openOn(disk, "c");
  expect(again.readOnly).toBeNull();
  expect(valueOf(await again.list()).map(({ title }) => title)).toEqual(["Two", "One"]);
});

test("older code on a newer database reads and never writes", async () => {
  const disk = makeDisk();
  const newer = await openOn(disk, "a", { migrations: [...MIGRATIONS, CAPITALS] });
  const { id } = valueOf(await newer.create(smallPlan("T")));
  newer.close();
  const older = await openOn(disk, "b");
  expect(older.readOnly?.code).toBe("newer");
  expect(valueOf(await older.load(id)).plan.settings.title).toBe("T");
  expect(errorOf(await older.append(id, [entryOf([["plan/title", "T", "U"]])], 0)).code).toBe("newer");
  expect(errorOf(await older.remove(id)).code).toBe("newer");
  older.close();
  const back = await openOn(disk, "c", { migrations: [...MIGRATIONS, CAPITALS] });
  expect(valueOf(await back.load(id))).toMatchObject({ revision: 0, info: { title: "T", removed: null } });
});
