import { chromium, expect, test } from "@playwright/test";
import type { BrowserContext, Page } from "@playwright/test";
import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { browserArguments, findBrowser } from "../tools/browser.mjs";
import { App } from "./app.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OPENED =
  "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000: £150 a sale.";

/** Builds the one-file page into a folder, as `npm run build:single` does. */
async function buildSingle(folder: string): Promise<void> {
  const words = ["node_modules/vite/bin/vite.js", "build", "-c", "tests/tools/single.config.ts"];
  const child = spawn(process.execPath, [...words, "--logLevel", "error"], {
    cwd: ROOT,
    env: { ...process.env, BACKCAST_SINGLE_DIR: folder },
    stdio: "inherit",
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  expect(status).toBe(0);
}

/** A browser with a profile of its own, as a stick is put into another machine. */
async function openBrowser(
  profile: string,
): Promise<{ context: BrowserContext; page: Page; said: string[] }> {
  const executablePath = findBrowser();
  const context = await chromium.launchPersistentContext(profile, {
    args: browserArguments(),
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1366, height: 768 },
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const said: string[] = [];
  context.on("console", (message) => {
    if (["warning", "error"].includes(message.type())) said.push(message.text());
  });
  context.on("weberror", (error) => said.push(error.error().message));
  const page = context.pages()[0] ?? (await context.newPage());
  // The system's own file chooser stays out of the way: files are handed over as downloads.
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
  return { context, page, said };
}

test("the page in one file runs from a disk, saves to a file, and another machine goes on from there", async () => {
  test.setTimeout(180_000);
  const folder = await mkdtemp(join(tmpdir(), "backcast-single-"));
  try {
    await buildSingle(join(folder, "built"));
    const stick = join(folder, "backcast.html");
    await copyFile(join(folder, "built", "backcast.html"), stick);
    const html = await readFile(stick, "utf8");
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? "";
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[\w+/=]+';/);
    expect(policy).not.toMatch(/unsafe|'self'|https?:/);

    const first = await openBrowser(join(folder, "one"));
    const app = await new App(first.page).open(pathToFileURL(stick).href);
    await app.expectSentence(OPENED);
    const line = first.page.getByRole("region", { name: "Your data" });
    await expect(line).toContainText("only what you save to a file is safe");
    await app.type("Demo to sale", "total", "25%");
    await app.expectCell("Spend", "total", "£12,000");
    await expect(line).toContainText("1 step is not in a file yet");
    const waiting = first.page.waitForEvent("download");
    await first.page.keyboard.press("Control+s");
    const download = await waiting;
    const saved = join(folder, download.suggestedFilename());
    await download.saveAs(saved);
    await expect(line).toContainText(/In backcast-[\d-]+\.backcast since/);
    // Workers run out of the page itself.
    await app.press("Control+Alt+c");
    await expect(
      first.page
        .getByRole("region", { name: "Comparison" })
        .or(first.page.getByText("Why they differ"))
        .first(),
    ).toBeVisible();
    await app.press("Control+Alt+c");
    await app.reload();
    await app.expectCell("Spend", "total", "£12,000");
    expect(first.said).toEqual([]);
    await first.context.close();

    const second = await openBrowser(join(folder, "two"));
    const there = await new App(second.page).open(pathToFileURL(stick).href);
    await there.expectSentence(OPENED);
    await second.page.getByLabel("Restore a backup").setInputFiles(saved);
    const dialog = second.page.getByRole("dialog", { name: "Restore" });
    await dialog.getByRole("button", { name: "Restore 1 plan" }).click();
    await expect(dialog).toBeHidden();
    await there.expectCell("Spend", "total", "£12,000");
    await there.undo();
    await there.expectSentence(OPENED);
    expect(second.said).toEqual([]);
    await second.context.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
