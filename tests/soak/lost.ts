import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Dice } from "../laws/trees.ts";
import type { Hand } from "./real/hand.ts";
import { januaryOf, Prices, until } from "./real/prices.ts";
import { playCases } from "./real/stage.ts";
import type { Stage } from "./real/stage.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * The browser's database is wiped or damaged while nobody looks. Then either everything is there, or the page says
 * what is wrong; it never shows an empty or another plan without a word, also when it is opened a second time. Where
 * the plans are gone, the backup brings them back in two clicks. The browser is closed before its files are damaged:
 * one that is killed in its first seconds has not yet written down that it had data.
 */

export const batch = 10;

const HARMS = [
  "deleted by the browser",
  "folder gone",
  "log cut",
  "bytes flipped",
  "MANIFEST empty",
  "CURRENT gone",
  "deleted under the open page",
  "everything zero",
] as const;

export function run(task: Task): Promise<Score> {
  return playCases(task, (stage, dice, i) => play(stage, dice, HARMS[i % HARMS.length] ?? "folder gone"));
}

async function play(stage: Stage, dice: Dice, harm: (typeof HARMS)[number]): Promise<string[]> {
  await stage.newOrigin();
  const hand = await stage.hand();
  await hand.open(stage.host.url);
  const prices = await Prices.of(hand);
  for (let n = 2 + dice.below(3); n > 0; n--) await prices.type(hand);
  if (!(await until(() => Promise.resolve(hand.saved === prices.count), 20_000))) return ["not saved"];
  const backup = await saveBackup(stage, hand);

  if (harm === "deleted under the open page") {
    await deleteDatabase(stage);
    if (!(await until(async () => (await hand.text("[role=alert]")).includes("gone"), 5000)))
      return ["nothing is said on the open page"];
    await hand.page.close();
  } else if (harm === "deleted by the browser") {
    await hand.page.close();
    await deleteDatabase(stage);
  } else await stage.closeAndStart(() => damage(stage, harm, dice));

  const found = await look(stage, prices);
  if (found.said === "")
    return found.shown === prices.last ? [] : [`${harm}: shows ${found.shown} without a word`];
  if (!found.said.includes("gone")) {
    return /damaged|cannot|could not/.test(found.said) ? [] : [`${harm}: says "${found.said}"`];
  }
  // A second look at it is no first visit either.
  await found.hand.page.close();
  const again = await look(stage, prices);
  if (!again.said.includes("gone")) return [`${harm}: opened again it says "${again.said}"`];
  const { page } = again.hand;
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("alert").getByRole("button", { name: "Restore a backup" }).click();
  await (await choosing).setFiles(backup);
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Restore \d+ plan/ })
    .click();
  const isBack = await until(async () => (await januaryOf(again.hand)) === prices.last, 15_000);
  if (!isBack) return [`${harm}: restored with ${await januaryOf(again.hand)}, not ${prices.last}`];
  await page.close();
  const last = await look(stage, prices);
  return last.said === "" && last.shown === prices.last
    ? []
    : [`${harm}: after the restore it shows ${last.shown} and says "${last.said}"`];
}

/** Opens the page: what it says is wrong, and the price that it shows. */
async function look(stage: Stage, prices: Prices): Promise<{ hand: Hand; said: string; shown: string }> {
  const hand = await stage.hand();
  await hand.page.goto(stage.host.url);
  await until(
    async () => (await hand.text("[role=treegrid] [role=gridcell]")) !== "" || (await isStopped(hand)),
    20_000,
  );
  // What is wrong is said with the sheet, or soon after it.
  await until(
    async () => (await hand.text("[role=alert]")) !== "" || (await januaryOf(hand)) === prices.last,
    3000,
  );
  return { hand, said: await hand.text("[role=alert]"), shown: await januaryOf(hand) };
}

async function isStopped(hand: Hand): Promise<boolean> {
  return (await hand.text("[role=alert]")) !== "";
}

/** As a browser does that is short of disk, and some when they find theirs damaged: what is beside it stays. */
async function deleteDatabase(stage: Stage): Promise<void> {
  const bare = await stage.bare();
  await bare.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase("backcast");
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error("not deleted"));
      }),
  );
  await bare.close();
}

/** Saves a backup by the dialog; where the file is. */
async function saveBackup(stage: Stage, { page }: Hand): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "backcast-backup-"));
  try {
    const session = await stage.running.browser.newBrowserCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
    await page.keyboard.press("Control+Alt+b");
    await page.getByRole("dialog").getByRole("button", { name: "Save a backup" }).click();
    const names = async (): Promise<string[]> =>
      (await readdir(folder)).filter((name) => name.endsWith(".backcast"));
    if (!(await until(async () => (await names()).length > 0, 15_000))) throw new Error("no backup came");
    const [name = ""] = await names();
    // Beside the profile, which is taken away at the end.
    const kept = join(stage.profile, name);
    await writeFile(kept, await readFile(join(folder, name)));
    return kept;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Damages the files of the closed browser's database. */
async function damage(stage: Stage, harm: (typeof HARMS)[number], dice: Dice): Promise<void> {
  const { port } = new URL(stage.host.url);
  const folder = join(stage.profile, "Default", "IndexedDB", `http_localhost_${port}.indexeddb.leveldb`);
  if (harm === "folder gone") {
    await rm(folder, { recursive: true });
    return;
  }
  const names = await readdir(folder);
  const of = (pattern: RegExp): string[] =>
    names.filter((name) => pattern.test(name)).map((name) => join(folder, name));
  const data = of(/\.(?:log|ldb)$/);
  if (harm === "CURRENT gone") for (const file of of(/^CURRENT$/)) await rm(file);
  else if (harm === "MANIFEST empty") for (const file of of(/^MANIFEST/)) await truncate(file, 0);
  else if (harm === "log cut") {
    for (const file of of(/\.log$/)) {
      const { length } = await readFile(file);
      await truncate(file, Math.max(0, length - 1 - dice.below(Math.max(1, length))));
    }
  } else {
    for (const file of data) {
      const bytes = await readFile(file);
      if (harm === "everything zero") bytes.fill(0);
      else
        for (let n = 0; n < 32 && bytes.length > 0; n++)
          bytes[dice.below(bytes.length)]! ^= 1 + dice.below(255);
      await writeFile(file, bytes);
    }
  }
}
