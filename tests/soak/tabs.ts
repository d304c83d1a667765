import type { Page } from "playwright-core";
import { serveDist } from "../e2e/serve.ts";
import { Dice } from "../laws/trees.ts";
import { needBuildOf } from "./real/builds.ts";
import { newProfile, startBrowser } from "./real/chromium.ts";
import { findHalves, readDisk } from "./real/disk.ts";
import { Hand, wake } from "./real/hand.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * Two windows on one plan. In each round both type into one cell at about the same time: both values are in the
 * history, both windows show the later one within 2.5 seconds, and each undo takes back its own. In every fourth
 * round one window is in the middle of a number elsewhere: nothing moves under its caret.
 */

export const batch = 50;

const AGREE = 2500;

export async function run({ from, count, seed, root, broken, log }: Task): Promise<Score> {
  const dist = await needBuildOf(root, broken === undefined ? "shipped" : "broken");
  const host = await serveDist("/", dist);
  const profile = await newProfile();
  const running = await startBrowser(profile.path);
  const times: Record<string, number[]> = { agreed: [] };
  let failed = 0;
  try {
    const hands: Hand[] = [];
    for (let i = 0; i < 2; i++) {
      const page = await running.newPage();
      await wake(page, broken);
      const hand = new Hand(page);
      await hand.open(host.url);
      hands.push(hand);
    }
    const [a, b] = hands;
    if (a === undefined || b === undefined) throw new Error("No windows");
    for (let i = from; i < from + count; i++) {
      const dice = new Dice(seed * 1_000_003 + i);
      const [first, second] = dice.chance(0.5) ? [a, b] : [b, a];
      const values = [1000 + 2 * (i - from), 1001 + 2 * (i - from)] as const;
      const { wrong, ms } = await (i % 4 === 3
        ? elsewhere(first, second, values)
        : both(first, second, values, dice));
      times["agreed"]?.push(ms);
      if (wrong.length === 0) continue;
      failed++;
      log({ kind: "failed", case: i, wrong });
    }
    const halves = findHalves(
      (await readDisk(a.page)) ?? { version: 0, schema: 0, plans: [], changes: [], checkpoints: [] },
    );
    if (halves.length > 0) {
      failed++;
      log({ kind: "failed", case: "the disk", wrong: halves });
    }
  } finally {
    await running.kill();
    await host.close();
    await profile.remove();
  }
  return { passed: Math.max(0, count - failed), failed, times };
}

interface Round {
  readonly wrong: string[];
  readonly ms: number;
}

const shown = (value: number): string => `£${value.toLocaleString("en-GB")}`;

/** Both type into January's price at about the same time. */
async function both(
  first: Hand,
  second: Hand,
  values: readonly [number, number],
  dice: Dice,
): Promise<Round> {
  const before = (await readDisk(first.page))?.plans[0]?.revision ?? 0;
  await first.click("Price", 2);
  await second.click("Price", 2);
  const wait = dice.below(120);
  await Promise.all([type(first, values[0]), pause(wait).then(() => type(second, values[1]))]);
  const agreed = await agree(first, second);
  const wrong = [...agreed.wrong];
  const kept = await valuesSince(first.page, before);
  for (const value of values)
    if (!kept.some((text) => text.includes(String(value)))) wrong.push(`${value} is nowhere in the history`);
  const stands = (await first.cells("Price"))[2];
  if (!values.map(shown).includes(stands ?? "")) wrong.push(`January shows ${stands ?? "nothing"}`);
  if (kept.at(-1)?.includes(String(stands).replace(/\D/g, "")) !== true)
    wrong.push(`January shows ${stands ?? "nothing"}, which is not the last step`);
  return { wrong, ms: agreed.ms };
}

/** One window edits while the other is in the middle of a number of another row. */
async function elsewhere(first: Hand, second: Hand, values: readonly [number, number]): Promise<Round> {
  await second.click("Demo to sale", 2);
  await second.page.keyboard.type("3");
  const place = await caret(second.page);
  await first.click("Price", 1);
  await type(first, values[0]);
  const begin = performance.now();
  const wrong: string[] = [];
  while ((await second.cells("Price"))[2] !== shown(values[0])) {
    if (performance.now() - begin > AGREE) {
      wrong.push("the other window does not show it in time");
      break;
    }
    await pause(20);
  }
  const ms = performance.now() - begin;
  await pause(30);
  const after = await caret(second.page);
  if (after !== place) wrong.push(`under the caret: ${place}, then ${after}`);
  await second.page.keyboard.press("Escape");
  return { wrong, ms };
}

async function type({ page }: Hand, value: number): Promise<void> {
  await page.keyboard.type(String(value));
  await page.keyboard.press("Enter");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until both show the same prices and call it saved. */
async function agree(first: Hand, second: Hand): Promise<Round> {
  const begin = performance.now();
  for (;;) {
    const [one, two] = await Promise.all([first.cells("Price"), second.cells("Price")]);
    const saved = await Promise.all(
      [first, second].map((hand) =>
        hand.text('[aria-label="Save state"]').then((text) => text.endsWith("Saved")),
      ),
    );
    const ms = performance.now() - begin;
    if (one.join() === two.join() && saved.every(Boolean)) return { wrong: [], ms };
    if (ms > AGREE)
      return { wrong: [`after ${Math.round(ms)} ms one shows ${one.join(" ")}, one ${two.join(" ")}`], ms };
    await pause(20);
  }
}

/** Where the caret is and what stands in the editor, in words. */
function caret(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement;
    const text =
      active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement ? active.value : "";
    const box = active?.getBoundingClientRect();
    return `${active?.getAttribute("aria-label") ?? ""} "${text}" at ${Math.round(box?.x ?? 0)}, ${Math.round(box?.y ?? 0)}`;
  });
}

/** What each step after a revision wrote, as text, in the store's order. */
function valuesSince(page: Page, revision: number): Promise<string[]> {
  return page.evaluate(async (after) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const database = await settled(indexedDB.open("backcast"));
    try {
      const rows = (await settled(
        database.transaction("changes", "readonly").objectStore("changes").getAll(),
      )) as { revision: number; change: [string, unknown, unknown][] }[]; // as the store writes them
      const plain = (_key: string, value: unknown): unknown =>
        ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value; // blocks of numbers
      return rows
        .filter((row) => row.revision > after)
        .map(({ change }) =>
          JSON.stringify(
            change.map(([, , value]) => value),
            plain,
          ),
        );
    } finally {
      database.close();
    }
  }, revision);
}
