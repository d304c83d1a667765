import { foundingPlan } from "../../src/core/index.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { failureFor } from "../../src/store/failure.ts";
import { openMemoryStore } from "../../src/store/memory.ts";
import { serveDist } from "../e2e/serve.ts";
import { Dice } from "../laws/trees.ts";
import { needBuildOf } from "./real/builds.ts";
import { newProfile, startBrowser } from "./real/chromium.ts";
import type { Running } from "./real/chromium.ts";
import { findHalves, readDisk } from "./real/disk.ts";
import type { Disk } from "./real/disk.ts";
import { Hand, wake } from "./real/hand.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * What writes much at once is whole or not at all: a file opened as a new plan, a plan duplicated, deleted, brought
 * back, a backup restored, and the upgrade of the stored form. The browser is killed at a random instant of it; then the database must
 * hold what it held before or all that it should hold after, and the page must open on it.
 */

export const batch = 18;

const ACTS = [
  "a file opened",
  "a plan duplicated",
  "a plan deleted",
  "a plan brought back",
  "a backup restored",
  "an upgrade",
] as const;

type Act = (typeof ACTS)[number];

export async function run({ from, count, seed, root, broken, log }: Task): Promise<Score> {
  // Only the broken build has a further form to upgrade to; its faults sleep unless they are named.
  const dist = await needBuildOf(root, "broken");
  const host = await serveDist("/", dist);
  const times: Record<string, number[]> = { reopen: [] };
  let failed = 0;
  let profile = await newProfile();
  let running = await startBrowser(profile.path);
  try {
    for (let i = from; i < from + count; i++) {
      const dice = new Dice(seed * 1_000_003 + i);
      const act = ACTS[i % ACTS.length] ?? "a file opened";
      if (i === from || act === "a file opened") {
        // Each round of acts has its own profile: an upgrade happens once.
        await running.kill();
        await profile.remove();
        profile = await newProfile();
        running = await startBrowser(profile.path);
      }
      const round = new Round(host.url, broken, profile.path);
      const result = await round.play(running, act, dice);
      ({ running } = result);
      times["reopen"]?.push(result.ms);
      if (result.wrong.length === 0) continue;
      failed++;
      log({ kind: "failed", case: i, act, wrong: result.wrong });
    }
  } finally {
    await running.kill();
    await host.close();
    await profile.remove();
  }
  return { passed: count - failed, failed, times };
}

/** A file of a plan with many rows, so that there is something to be in the middle of. */
function bigFile(name: string): string {
  const periods = Array.from(
    { length: 60 },
    (_, t) => `${2027 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`,
  );
  const lines = [`Row,Unit,${periods.join(",")}`];
  for (let row = 0; row < 300; row++)
    lines.push(`${name} ${row},count,${periods.map((_, t) => row * 100 + t).join(",")}`);
  return lines.join("\n");
}

const RESTORED = 8;

/** A backup of some plans with many steps each, written by the store itself. */
async function bigBackup(): Promise<Buffer> {
  let ids = 0;
  const newId = (): string => `restored${ids++}`;
  const now = (): number => 1_800_000_000_000 + ids;
  const opened = await openMemoryStore({ now, newId, author: "soak" }, failureFor("unavailable"));
  if (!opened.ok) throw new Error(opened.error.text);
  const store = opened.value;
  for (let n = 0; n < RESTORED; n++) {
    const plan = foundingPlan();
    const { title } = plan.settings;
    const made = await store.create(plan);
    if (!made.ok) throw new Error(made.error.text);
    const names = Array.from({ length: 150 }, (_, i) => (i === 0 ? title : `${title}, version ${i}`));
    const steps = names.slice(1).map((name, i): LogEntry => ({
      id: newId(),
      change: [["plan/title", names[i] ?? title, name]],
      label: "Title",
      author: "soak",
      time: now(),
      kind: "edit",
    }));
    const kept = await store.append(made.value.id, steps, 0);
    if (!kept.ok) throw new Error(kept.error.text);
  }
  const backup = await store.backup();
  store.close();
  if (!backup.ok) throw new Error(backup.error.text);
  return Buffer.from(backup.value.bytes);
}

class Round {
  readonly #url: string;
  readonly #broken: string | undefined;
  readonly #profile: string;

  constructor(url: string, broken: string | undefined, profile: string) {
    this.#url = url;
    this.#broken = broken;
    this.#profile = profile;
  }

  async #open(running: Running, isNext: boolean): Promise<{ hand: Hand; ms: number }> {
    const page = await running.newPage();
    await wake(page, this.#broken);
    if (isNext) await page.addInitScript(() => localStorage.setItem("next", "yes"));
    const hand = new Hand(page);
    return { hand, ms: await hand.open(this.#url) };
  }

  async play(
    running: Running,
    act: Act,
    dice: Dice,
  ): Promise<{ running: Running; wrong: string[]; ms: number }> {
    const { hand } = await this.#open(running, false);
    if (act === "an upgrade") await fill(hand);
    const before = await readDisk(hand.page);
    if (before === null) return { running, wrong: ["no database to begin with"], ms: 0 };
    const begin = await this.#prepare(running, hand, act);
    // A page takes its time to come before it upgrades.
    const wait = dice.below(act === "an upgrade" ? 1500 : 500);
    const work = begin().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, wait));
    await running.kill();
    // What waits for a browser that is gone may wait for ever.
    await Promise.race([work, new Promise((resolve) => setTimeout(resolve, 1000))]);
    const again = await startBrowser(this.#profile);
    const found = await this.#lookBehind(again).catch(async (error: unknown) => {
      await again.kill();
      throw error;
    });
    const wrong = found === null ? ["no database"] : [...findHalves(found), ...judge(act, before, found)];
    const { hand: last, ms } = await this.#open(again, act === "an upgrade");
    const after = await readDisk(last.page);
    if (after === null) wrong.push("no database after opening");
    else wrong.push(...findHalves(after));
    if (act === "an upgrade" && after !== null) {
      if (after.schema !== before.schema + 1) wrong.push(`the form is ${after.schema} after opening`);
      const small = [
        ...after.plans.map(({ title }) => title),
        ...after.checkpoints.map(([, , title]) => title),
      ];
      for (const title of small) if (title !== title.toUpperCase()) wrong.push(`${title} was not upgraded`);
    }
    await last.page.close();
    return { running: again, wrong, ms };
  }

  /** The disk before the app has opened it. A browser just killed may hold its files for a moment more. */
  async #lookBehind(running: Running): Promise<Disk | null> {
    const bare = await running.newPage();
    await bare.goto(`${this.#url}favicon.svg`);
    try {
      for (let tries = 0; ; tries++) {
        try {
          return await readDisk(bare);
        } catch (error) {
          if (tries === 5) throw error;
          await new Promise((resolve) => setTimeout(resolve, 500));
        }
      }
    } finally {
      await bare.close();
    }
  }

  /** Everything but the last click; what comes back makes that one. */
  async #prepare(running: Running, { page }: Hand, act: Act): Promise<() => Promise<unknown>> {
    if (act === "an upgrade") return () => this.#open(running, true);
    const last: Readonly<Record<Exclude<Act, "an upgrade">, RegExp>> = {
      "a file opened": /^Open as a new plan$/,
      "a plan duplicated": /^Duplicate/,
      "a plan deleted": /^Delete/,
      "a plan brought back": /^Bring back/,
      "a backup restored": /^Restore \d+ plans$/,
    };
    if (act === "a file opened")
      await page
        .getByLabel("Import a CSV")
        .setInputFiles({ name: "big.csv", mimeType: "text/csv", buffer: Buffer.from(bigFile("Row")) });
    else if (act === "a backup restored")
      await page
        .getByLabel("Restore a backup")
        .setInputFiles({ name: "big.backcast", mimeType: "", buffer: await bigBackup() });
    else await page.getByRole("button", { name: "Plans", exact: true }).click();
    const button = page.getByRole("dialog").getByRole("button", { name: last[act] }).first();
    // Nothing to bring back where the deletion was broken off before it began.
    await button.waitFor({ timeout: 5000 }).catch(() => undefined);
    return () => button.click({ timeout: 1000, noWaitAfter: true });
  }
}

/** Some plans more, so that an upgrade has rows to be in the middle of. */
async function fill({ page }: Hand): Promise<void> {
  for (let i = 0; i < 3; i++) {
    await page.getByRole("button", { name: "Plans", exact: true }).click();
    await page
      .getByRole("button", { name: /^Duplicate/ })
      .first()
      .click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }
}

/** Is what is there what was there before, or all of what should be there after? */
function judge(act: Act, before: Disk, after: Disk): string[] {
  const kept = (disk: Disk): number => disk.plans.filter(({ removed }) => !removed).length;
  const gone = (disk: Disk): number => disk.plans.filter(({ removed }) => removed).length;
  const [plans, removed] = [kept(after) - kept(before), gone(after) - gone(before)];
  const change = `${plans} ${removed}`;
  const right: Readonly<Record<Act, readonly string[]>> = {
    "a file opened": ["0 0", "1 0"],
    "a plan duplicated": ["0 0", "1 0"],
    // Where the last one is deleted, an empty plan takes its place.
    "a plan deleted": ["0 0", "-1 1", "0 1"],
    "a plan brought back": ["0 0", "1 -1"],
    "a backup restored": ["0 0", `${RESTORED} 0`],
    "an upgrade": ["0 0"],
  };
  const wrong = right[act].includes(change) ? [] : [`${plans} plans more, ${removed} deleted more`];
  if (act !== "an upgrade") return wrong;
  const titles = [...after.plans.map(({ title }) => title), ...after.checkpoints.map(([, , title]) => title)];
  const upper = titles.filter((title) => title === title.toUpperCase()).length;
  if (upper !== 0 && upper !== titles.length) wrong.push(`${upper} of ${titles.length} rows are upgraded`);
  const isStamped = after.schema === before.schema + 1;
  if (isStamped !== upper > 0) wrong.push(`form ${after.schema}, ${upper} of ${titles.length} rows upgraded`);
  return wrong;
}
