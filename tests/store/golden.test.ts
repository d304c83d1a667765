import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { Plan } from "../../src/core/index.ts";
import { MIGRATIONS, schemaNumber } from "../../src/store/migrations.ts";
import { parseGolden, printGolden, readGolden, writeGolden } from "./golden.ts";
import type { Golden } from "./golden.ts";
import { cellEntry, closeStores, fullPlan, makeDisk, meaningOf, openOn, smallPlan, valueOf } from "./kit.ts";

afterEach(closeStores);

/** A released form as data: the database, and the plans that stood in it as that version read them. */
interface Fixture {
  readonly golden: Golden;
  readonly plans: readonly { readonly id: string; readonly plan: Plan; readonly revision: number }[];
}

const FOLDER = join(process.cwd(), "tests", "fixtures", "databases");
const fileOf = (schema: number): string => join(FOLDER, `schema-${schema}.json`);

/** What this version stores: plans with something of everything, steps, a deleted plan, things of the device. */
async function makeFixture(): Promise<Fixture> {
  const disk = makeDisk();
  const store = await openOn(disk, "a");
  const full = valueOf(await store.create(fullPlan()));
  const small = valueOf(await store.create(smallPlan("Small")));
  const gone = valueOf(await store.create(smallPlan("Deleted")));
  for (let i = 1; i <= 3; i++)
    valueOf(await store.append(small.id, [cellEntry(smallPlan("Small"), i)], i - 1));
  valueOf(await store.remove(gone.id));
  valueOf(await store.device.set("last plan", small.id));
  const plans = [];
  for (const { id } of [full, small, gone]) {
    const { plan, revision } = valueOf(await store.load(id));
    plans.push({ id, plan, revision });
  }
  store.close();
  return { golden: await readGolden(disk, "test"), plans };
}

test("every released form is kept", async () => {
  const newest = schemaNumber(MIGRATIONS);
  // The form of a version about to be released is written once, by whoever adds its migration.
  if (process.env["BACKCAST_WRITE_FORM"] === "yes" && !existsSync(fileOf(newest)))
    writeFileSync(fileOf(newest), `${printGolden(await makeFixture())}\n`);
  for (let schema = 1; schema <= newest; schema++)
    expect(existsSync(fileOf(schema)), fileOf(schema)).toBe(true);
});

test.each(Array.from({ length: schemaNumber(MIGRATIONS) }, (_, i) => i + 1))(
  "a database of form %i is opened by this version, with every plan, step and setting",
  async (schema) => {
    const fixture = parseGolden(readFileSync(fileOf(schema), "utf8")) as Fixture; // as printed by makeFixture
    expect(fixture.golden.version).toBe(schema * 10);
    const disk = makeDisk();
    await writeGolden(disk, "test", fixture.golden);
    const store = await openOn(disk, "b");
    expect(store.readOnly).toBeNull();
    for (const { id, plan, revision } of fixture.plans) {
      const loaded = valueOf(await store.load(id));
      expect(loaded.revision).toBe(revision);
      expect(loaded.log).toHaveLength(revision);
      expect(meaningOf(loaded.plan)).toEqual(meaningOf(plan));
    }
    expect(valueOf(await store.list("removed"))).toHaveLength(1);
    const [, small] = fixture.plans;
    expect(valueOf(await store.device.get("last plan"))).toBe(small?.id);
    // And goes on with it.
    if (small === undefined) throw new Error("no plan");
    expect(valueOf(await store.append(small.id, [cellEntry(small.plan, 9)], small.revision)).revision).toBe(
      4,
    );
  },
);
