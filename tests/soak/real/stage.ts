import type { Page } from "playwright-core";
import { serveDist } from "../../e2e/serve.ts";
import type { Host } from "../../e2e/serve.ts";
import { Dice } from "../../laws/trees.ts";
import { needBuildOf } from "./builds.ts";
import { newProfile, startBrowser } from "./chromium.ts";
import type { Running } from "./chromium.ts";
import { Hand, wake } from "./hand.ts";
import type { Score, Task } from "./task.ts";

/** Where the cases of a part are played: a browser with a profile on the disk, and a server of the built page. */
export class Stage {
  readonly profile: string;
  readonly #broken: string | undefined;
  readonly #dist: string;
  running: Running;
  host: Host;
  readonly times: Record<string, number[]> = {};

  constructor(
    dist: string,
    broken: string | undefined,
    at: { profile: string; running: Running; host: Host },
  ) {
    this.#dist = dist;
    this.#broken = broken;
    ({ profile: this.profile, running: this.running, host: this.host } = at);
  }

  /** A page that is quick to the hand, with the fault awake if there is one; not opened yet. */
  async hand(): Promise<Hand> {
    const page = await this.running.newPage();
    await wake(page, this.#broken);
    const hand = new Hand(page);
    await hand.countSaves();
    return hand;
  }

  /** A page of the app's origin that does not run the app. */
  async bare(): Promise<Page> {
    const page = await this.running.newPage();
    await page.goto(`${this.host.url}favicon.svg`);
    return page;
  }

  /** SIGKILL to the browser, and the same profile opened by another. */
  async killAndStart(): Promise<void> {
    await this.running.kill();
    this.running = await startBrowser(this.profile);
  }

  /** The browser closed as people do it, and the same profile opened by another. */
  async closeAndStart(between: () => Promise<void>): Promise<void> {
    await this.running.close();
    await between();
    this.running = await startBrowser(this.profile);
  }

  /** Another address, and so another origin that knows nothing. */
  async newOrigin(): Promise<void> {
    await this.host.close();
    this.host = await serveDist("/", this.#dist);
  }

  note(what: string, ms: number): void {
    (this.times[what] ??= []).push(ms);
  }
}

/**
 * Plays cases one after the other. A case answers what was wrong, in words; what it throws is wrong as well, and
 * ends the pages that it opened.
 */
export async function playCases(
  { from, count, seed, root, broken, log }: Task,
  play: (stage: Stage, dice: Dice, i: number) => Promise<string[]>,
): Promise<Score> {
  const dist = await needBuildOf(root, broken === undefined ? "shipped" : "broken");
  const profile = await newProfile();
  const stage = new Stage(dist, broken, {
    profile: profile.path,
    running: await startBrowser(profile.path),
    host: await serveDist("/", dist),
  });
  let failed = 0;
  try {
    for (let i = from; i < from + count; i++) {
      const wrong = await play(stage, new Dice(seed * 1_000_003 + i), i).catch((error: unknown) => [
        `it broke off: ${error instanceof Error ? error.message : String(error)}`,
      ]);
      for (const page of stage.running.context.pages().slice(1)) await page.close().catch(() => undefined);
      if (wrong.length === 0) continue;
      failed++;
      log({ kind: "failed", case: i, wrong });
    }
  } finally {
    await stage.running.kill();
    await stage.host.close();
    await profile.remove();
  }
  return { passed: count - failed, failed, times: stage.times };
}
