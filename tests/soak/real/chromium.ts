import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { browserArguments, findBrowser } from "../../tools/browser.mjs";

/** A browser with a profile on the disk, started as a person's is, so that it can be killed as one. */
export interface Running {
  readonly browser: Browser;
  readonly context: BrowserContext;
  newPage(): Promise<Page>;
  /** Ends the browser as its window's button does: it writes what it still holds. */
  close(): Promise<void>;
  /** SIGKILL to the whole browser. */
  kill(): Promise<void>;
  /** SIGKILL to the processes that run pages. */
  killPages(): Promise<void>;
}

/** A folder for a profile, and what takes it away. */
export async function newProfile(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "backcast-profile-"));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }) };
}

export async function startBrowser(profile: string): Promise<Running> {
  const program = findBrowser();
  if (program === undefined) throw new Error("No browser: run npm test once, which gets one.");
  const child = spawn(
    program,
    [
      ...browserArguments(),
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    // A process group of its own, so that one signal ends all its processes at one moment.
    { stdio: ["ignore", "ignore", "pipe"], detached: process.platform !== "win32" },
  );
  const browser = await chromium.connectOverCDP(await addressOf(child));
  const [context] = browser.contexts();
  if (context === undefined) throw new Error("The browser has no context.");
  return {
    browser,
    context,
    newPage: async () => {
      // A process that was kept ready for the next page may be among those just killed.
      const page = await context.newPage().catch(() => context.newPage());
      await page.setViewportSize({ width: 1366, height: 768 });
      return page;
    },
    close: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      const session = await browser.newBrowserCDPSession();
      await session.send("Browser.close").catch(() => undefined);
      await gone;
    },
    kill: () => end(child),
    killPages: async () => {
      const session = await browser.newBrowserCDPSession();
      const { processInfo } = await session.send("SystemInfo.getProcessInfo");
      for (const { id, type } of processInfo) if (type === "renderer") signal(id);
    },
  };
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (data: Buffer) => {
      said += data.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once("exit", () => reject(new Error(`The browser ended: ${said}`)));
  });
}

function signal(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It is gone already.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signal(process.platform === "win32" ? child.pid : -child.pid);
  await gone;
}
