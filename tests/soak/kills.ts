import { Dice } from "../laws/trees.ts";
import { serveDist } from "../e2e/serve.ts";
import { needBuildOf } from "./real/builds.ts";
import { newProfile, startBrowser } from "./real/chromium.ts";
import type { Running } from "./real/chromium.ts";
import { findHalves, readDisk } from "./real/disk.ts";
import { Hand, wake } from "./real/hand.ts";
import type { Score, Task } from "./real/task.ts";

/*
 * Somebody types as fast as the page takes it, and at a random instant the browser, the pages' processes or the tab
 * are gone (SIGKILL). What was shown as saved must be there when the page is opened again; what was not may be, but
 * each step whole, and the steps in their order without a gap. A batch is one profile on the disk.
 */

export const batch = 25;

/** Three prices, as the sheet shows them, after each gesture; and what an undo would bring back. */
interface Moment {
  readonly prices: readonly string[];
  readonly before: readonly Moment[];
}

const KINDS = ["browser", "pages", "tab", "browser at the moment of saving"] as const;

export async function run({ from, count, seed, root, broken, log }: Task): Promise<Score> {
  const dist = await needBuildOf(root, broken === undefined ? "shipped" : "broken");
  const host = await serveDist("/", dist);
  const profile = await newProfile();
  const times: Record<string, number[]> = { reopen: [], "saved steps a kill": [] };
  let failed = 0;
  let running = await startBrowser(profile.path);
  try {
    const typist = new Typist(host.url, broken);
    await typist.start(running);
    for (let i = from; i < from + count; i++) {
      const dice = new Dice(seed * 1_000_003 + i);
      const kind = KINDS[i % KINDS.length] ?? "browser";
      running = await typist.workUntilKilled(running, profile.path, kind, dice);
      const { wrong, ms, acknowledged } = await typist.reopen(running);
      times["reopen"]?.push(ms);
      times["saved steps a kill"]?.push(acknowledged);
      if (wrong.length === 0) continue;
      failed++;
      log({ kind: "failed", case: i, how: kind, wrong });
    }
  } finally {
    await running.kill();
    await host.close();
    await profile.remove();
  }
  return { passed: count - failed, failed, times };
}

class Typist {
  readonly #url: string;
  readonly #broken: string | undefined;
  #hand: Hand | null = null;
  /** What the screen shows after each gesture since the page was opened; the first is how it was opened. */
  #moments: Moment[] = [];
  #revision = 0;
  #next = 1000;

  constructor(url: string, broken: string | undefined) {
    this.#url = url;
    this.#broken = broken;
  }

  async start(running: Running): Promise<void> {
    await this.#open(running);
    this.#moments = [{ prices: await this.#prices(), before: [] }];
    this.#revision = (await readDisk(this.#page))?.plans[0]?.revision ?? 0;
  }

  get #page(): Hand["page"] {
    if (this.#hand === null) throw new Error("No page is open");
    return this.#hand.page;
  }

  async #prices(): Promise<string[]> {
    return ((await this.#hand?.cells("Price")) ?? []).slice(2, 5);
  }

  async #open(running: Running): Promise<number> {
    const page = await running.newPage();
    const hand = new Hand(page);
    this.#hand = hand;
    await wake(page, this.#broken);
    await hand.countSaves();
    return hand.open(this.#url);
  }

  /** Types until the kill, and answers the browser to go on with. */
  async workUntilKilled(
    running: Running,
    profile: string,
    kind: (typeof KINDS)[number],
    dice: Dice,
  ): Promise<Running> {
    const hand = this.#hand;
    if (hand === null) throw new Error("No page is open");
    await hand.click("Price", 1);
    const saves = 1 + dice.below(6);
    let isDead = false;
    const kill = async (): Promise<void> => {
      isDead = true;
      if (kind === "pages") await running.killPages();
      else if (kind === "tab") await hand.page.close();
      else await running.kill();
    };
    const killed = new Promise<void>((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        hand.onSaved = () => {};
        kill().then(resolve, reject);
      };
      const isWaitingForSave = kind === "browser at the moment of saving";
      const timer = setTimeout(end, isWaitingForSave ? 3000 : 100 + dice.below(900));
      let heard = 0;
      if (isWaitingForSave)
        hand.onSaved = () => {
          if (++heard === saves) end();
        };
    });
    const work = async (): Promise<void> => {
      while (!isDead) await this.#gesture(hand, dice);
    };
    // What is under way when the page is gone fails; before that nothing may.
    await Promise.all([
      killed,
      work().catch((error: unknown) => {
        if (!isDead) throw error;
      }),
    ]);
    if (kind === "tab") return running;
    if (kind === "pages") {
      await hand.page.close().catch(() => undefined);
      return running;
    }
    return startBrowser(profile);
  }

  /** One step of the plan: a price over the quarter, three prices pasted, or the last one taken back. */
  async #gesture(hand: Hand, dice: Dice): Promise<void> {
    const { keyboard } = hand.page;
    const now = this.#moments.at(-1);
    if (now === undefined) throw new Error("No moment to start from");
    const kind = dice.below(10);
    const price = this.#next++;
    const shown = (value: number): string => `£${value.toLocaleString("en-GB")}`;
    const back = now.before.at(-1);
    if (kind === 0 && back !== undefined) {
      this.#moments.push(back);
      await keyboard.press("Control+z");
    } else if (kind < 3) {
      const prices = [price, price + 1, price + 2];
      this.#next += 2;
      this.#moments.push({ prices: prices.map(shown), before: [...now.before, now] });
      await keyboard.press("ArrowRight");
      await hand.paste(prices.join("\t"));
      await keyboard.press("ArrowLeft");
    } else {
      this.#moments.push({ prices: Array<string>(3).fill(shown(price)), before: [...now.before, now] });
      await keyboard.type(String(price));
      await keyboard.press("Enter");
      await keyboard.press("ArrowUp");
    }
  }

  /** Opens the page again and compares what is there with what was promised. */
  async reopen(running: Running): Promise<{ wrong: string[]; ms: number; acknowledged: number }> {
    const acknowledged = this.#hand?.saved ?? 0;
    const sent = this.#moments.length - 1;
    const ms = await this.#open(running);
    const disk = await readDisk(this.#page);
    if (disk === null) return { wrong: ["no database"], ms, acknowledged };
    const wrong = findHalves(disk);
    const revision = disk.plans[0]?.revision ?? -1;
    const kept = revision - this.#revision;
    const prices = await this.#prices();
    if (kept < acknowledged) wrong.push(`${acknowledged} steps were shown as saved, ${kept} are there`);
    if (kept > sent) wrong.push(`${kept} steps are there, ${sent} were made`);
    const moment = this.#moments[kept];
    if (moment?.prices.join() !== prices.join())
      wrong.push(
        `after ${kept} of ${sent} steps: ${prices.join()}, not ${moment?.prices.join() ?? "anything"}`,
      );
    // The next round starts from what is there, whatever it is.
    this.#moments = [moment ?? { prices, before: [] }];
    this.#revision = revision;
    return { wrong, ms, acknowledged };
  }
}
