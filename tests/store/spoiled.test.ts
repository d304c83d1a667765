// A short share of the soaks that read spoiled links and backups (`npm run soak -- links|restores`).
import { expect, test } from "vitest";
import * as links from "../soak/links.ts";
import * as restores from "../soak/restores.ts";
import { playSpoiled, spoilData } from "../soak/real/spoil.ts";
import type { Score, Task } from "../soak/real/task.ts";
import { Dice } from "../laws/trees.ts";

async function play(
  part: (task: Task) => Promise<Score>,
  count: number,
): Promise<{ failed: number; said: object[] }> {
  const said: object[] = [];
  const log = (record: object): void => void said.push(record);
  const { failed } = await part({ from: 0, count, seed: 11, root: process.cwd(), log });
  return { failed, said };
}

test("spoiled links are refused in words or open as plans that can be computed", async () => {
  expect(await play(links.run, 500)).toEqual({ failed: 0, said: [] });
});

test("spoiled backups are refused in words, or all that they offer can be put back and opened", async () => {
  expect(await play(restores.run, 120)).toEqual({ failed: 0, said: [] });
});

test("what reads them wrongly is found: it throws, answers nothing, or reaches the prototype of all objects", async () => {
  const thrown = await play((task) => playSpoiled(task, () => Promise.reject(new Error("no"))), 1);
  expect(thrown.failed).toBe(1);
  expect((await play((task) => playSpoiled(task, () => Promise.resolve("taken")), 100)).failed).toBe(1);
  const prototype = Object.prototype as Record<string, unknown>; // every object's
  const pollute = (): Promise<"taken"> => {
    prototype["polluted"] = true;
    return Promise.resolve("taken");
  };
  try {
    expect((await play((task) => playSpoiled(task, pollute), 1)).failed).toBe(1);
  } finally {
    delete prototype["polluted"];
  }
});

test("spoiling changes something nearly always, and never the data that it was given", () => {
  const data = { a: [1, 2, { b: "c" }], d: { e: null } };
  const before = JSON.stringify(data);
  const texts = Array.from({ length: 50 }, (_, i) => JSON.stringify(spoilData(data, new Dice(i))));
  expect(JSON.stringify(data)).toBe(before);
  expect(texts.filter((text) => text !== before).length).toBeGreaterThan(45);
});
