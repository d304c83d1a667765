import type { CDPSession, Page } from "playwright-core";
import type { Dice } from "../laws/trees.ts";
import { findHalves, readDisk } from "./real/disk.ts";
import type { Hand } from "./real/hand.ts";
import { januaryOf, Prices, until } from "./real/prices.ts";
import { playCases } from "./real/stage.ts";
import type { Stage } from "./real/stage.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * A full disk, by the browser's own measure: the origin is given a few megabytes, which something else fills to the
 * last byte. From then on nothing may be called saved that is not; what is typed stays on the screen; and it is saved
 * once there is room. In every third case the pages die while there is none.
 */

export const batch = 10;

const QUOTA = 12 * 2 ** 20;

export function run(task: Task): Promise<Score> {
  return playCases(task, play);
}

async function play(stage: Stage, dice: Dice, i: number): Promise<string[]> {
  await stage.newOrigin();
  const bare = await stage.bare();
  // As long as this session lasts, the origin has so much and no more.
  const client = await stage.running.context.newCDPSession(bare);
  await limit(client, stage, QUOTA);
  const hand = await stage.hand();
  await hand.open(stage.host.url);
  const prices = await Prices.of(hand);
  for (let n = 1 + dice.below(3); n > 0; n--) await prices.type(hand);
  if (!(await until(() => isSaved(hand), 10_000))) return ["not saved while there was room"];

  await fill(bare);
  // What is left may hold a step or two.
  for (let n = 0; n < 25 && !(await isRefused(hand)); n++) {
    await prices.type(hand);
    await until(async () => (await isRefused(hand)) || (await isSaved(hand)), 10_000);
  }
  if (!(await isRefused(hand))) return [`${prices.count} steps went onto a full disk`];
  const wrong: string[] = [];
  const alert = await hand.text("[role=alert]");
  if (!alert.includes("full")) wrong.push(`it says "${alert}"`);
  for (let n = 1 + dice.below(3); n > 0; n--) await prices.type(hand);
  if ((await januaryOf(hand)) !== prices.last) wrong.push(`${prices.last} is not on the screen`);
  if (await isSaved(hand)) wrong.push("Saved is said on a full disk");

  if (i % 3 === 2) {
    const told = hand.saved;
    await stage.running.killPages();
    await hand.page.close().catch(() => undefined);
    return [...wrong, ...(await reopen(stage, told, prices))];
  }
  await (dice.chance(0.5) ? limit(client, stage) : empty(await stage.bare()));
  // It tries again by itself now and then, and at once where it is asked to.
  const again = hand.page.getByRole("button", { name: "Try again" });
  await again.click({ timeout: 2000 }).catch(() => undefined);
  if (!(await until(() => isSaved(hand), 20_000))) return [...wrong, "not saved once there was room"];
  await hand.page.reload();
  await hand.ready();
  if ((await januaryOf(hand)) !== prices.last)
    wrong.push(`${prices.last} was saved, ${await januaryOf(hand)} is there`);
  return [...wrong, ...findHalves((await readDisk(hand.page)) ?? NOTHING)];
}

const NOTHING = { version: 0, schema: 0, plans: [], changes: [], checkpoints: [] };

/** Opens the page anew: what was told as saved is there. The room came back with the page that had the limit. */
async function reopen(stage: Stage, told: number, prices: Prices): Promise<string[]> {
  const hand = await stage.hand();
  await hand.open(stage.host.url);
  const disk = (await readDisk(hand.page)) ?? NOTHING;
  const kept = disk.plans[0]?.revision ?? -1;
  const wrong = findHalves(disk);
  if (kept < told) wrong.push(`${told} steps were shown as saved, ${kept} are there`);
  if ((await januaryOf(hand)) !== prices.after(kept))
    wrong.push(`after ${kept} steps January is ${await januaryOf(hand)}`);
  return wrong;
}

async function isSaved(hand: Hand): Promise<boolean> {
  const text = await hand.text('[aria-label="Save state"]');
  return text.endsWith("Saved") && !text.startsWith("Not");
}

async function isRefused(hand: Hand): Promise<boolean> {
  return (await hand.text('[aria-label="Save state"]')) === "Not saved";
}

/** Gives the origin so many bytes, or as many as any other. */
async function limit(client: CDPSession, stage: Stage, quotaSize?: number): Promise<void> {
  const { origin } = new URL(stage.host.url);
  await client.send("Storage.overrideQuotaForOrigin", {
    origin,
    ...(quotaSize === undefined ? {} : { quotaSize }),
  });
}

/** Puts noise into a database beside ours, in ever smaller pieces, until not a byte more is taken. */
function fill(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const opening = indexedDB.open("ballast");
    opening.onupgradeneeded = () => opening.result.createObjectStore("noise", { autoIncrement: true });
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(String(opening.error)));
    });
    const put = (bytes: number): Promise<boolean> =>
      new Promise((resolve) => {
        const noise = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
        const transaction = database.transaction("noise", "readwrite");
        transaction.objectStore("noise").add(noise);
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
    for (let bytes = 2 ** 20; bytes >= 16; bytes /= 2) while (await put(bytes));
    database.close();
  });
}

function empty(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase("ballast");
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error("not deleted"));
      }),
  );
}
