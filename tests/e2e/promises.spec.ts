import { expect, test } from "@playwright/test";
import { join } from "node:path";
import * as full from "../soak/full.ts";
import * as lost from "../soak/lost.ts";
import * as monkey from "../soak/monkey.ts";
import * as offline from "../soak/offline.ts";
import * as slow from "../soak/slow.ts";
import type { Score, Task } from "../soak/real/task.ts";

/*
 * A short share of the soaks about the browser's storage and about random use (`npm run soak -- full|lost|offline|slow|
 * monkey`), and of each one case on the broken build, which it has to find. How slow a slow machine may be is no test:
 * it is measured by the soak alone.
 */

test.describe.configure({ timeout: 180_000 });

const ROOT = join(import.meta.dirname, "..", "..");

async function play(
  part: { run(task: Task): Promise<Score> },
  task: Partial<Task>,
): Promise<{ failed: number; said: object[] }> {
  const said: object[] = [];
  const log = (record: object): void => void said.push(record);
  const { failed } = await part.run({ from: 0, count: 1, seed: 7, root: ROOT, log, ...task });
  return { failed, said };
}

const NOTHING = { failed: 0, said: [] };

test("a full disk: nothing is called saved that is not, and it is once there is room", async () => {
  expect(await play(full, {})).toEqual(NOTHING);
  expect((await play(full, { broken: "drops when full" })).failed).toBe(1);
});

test("a database wiped or damaged: said, twice, and everything back in two clicks", async () => {
  expect(await play(lost, { count: 2 })).toEqual(NOTHING);
  expect((await play(lost, { broken: "no mark" })).failed).toBe(1);
});

test("no network: cold start, edit, open again", async () => {
  expect(await play(offline, {})).toEqual(NOTHING);
  expect((await play(offline, { broken: "never offline" })).failed).toBe(1);
});

test("a build that saves slowly is found on a slow machine", async () => {
  expect((await play(slow, { broken: "slow" })).failed).toBe(1);
});

test("random use: no error, no request, everything saved and whole, undo exact", async () => {
  expect(await play(monkey, {})).toEqual(NOTHING);
});
