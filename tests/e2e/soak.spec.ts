import { expect, test } from "@playwright/test";
import { join } from "node:path";
import * as kills from "../soak/kills.ts";
import type { Score, Task } from "../soak/real/task.ts";
import * as tabs from "../soak/tabs.ts";
import * as whole from "../soak/whole.ts";

/*
 * A short share of the soaks that drive the built app (`npm run soak -- kills|tabs|whole`), and of each one case on
 * the broken build, which it has to find.
 */

test.describe.configure({ timeout: 120_000 });

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

test("killed at random instants: what was shown as saved is there", async () => {
  expect(await play(kills, { count: 4 })).toEqual(NOTHING);
});

test("a build that says Saved too early is found", async () => {
  expect((await play(kills, { from: 3, broken: "saved too early" })).failed).toBe(1);
});

test("two windows on one cell: nothing gone, both agree, no caret moved", async () => {
  expect(await play(tabs, { count: 4 })).toEqual(NOTHING);
});

test("a build whose windows do not hear of each other is found", async () => {
  expect((await play(tabs, { broken: "deaf" })).failed).toBe(1);
});

test("broken off in the middle of a file, a restore, an upgrade: whole or not at all", async () => {
  expect(await play(whole, { count: 1 })).toEqual(NOTHING);
  expect(await play(whole, { from: 4, count: 2 })).toEqual(NOTHING);
});
