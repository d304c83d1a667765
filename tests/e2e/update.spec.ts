import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { join } from "node:path";
import { needBuildOf } from "../soak/real/builds.ts";
import { findHalves, readDisk } from "../soak/real/disk.ts";
import { App, newContext, watch } from "./app.ts";
import { serveDist } from "./serve.ts";

/* An old and a new version of the page beside each other, each with the service worker that it came with. */

const ROOT = join(import.meta.dirname, "..", "..");

/** Milliseconds without a key or a click before somebody is spoken to: src/pwa/update.svelte.ts. */
const REST = 3000;

/** Keeps in the page itself when keys were pressed and when the line of the update came. */
async function clockUpdates(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = { stays: true, key: 0, shown: [] as number[] };
    Object.assign(globalThis, { seen });
    addEventListener("keydown", () => (seen.key = performance.now()), true);
    let was = false;
    new MutationObserver(() => {
      const is = document.querySelector('[aria-label="Update"]') !== null;
      if (is && !was) seen.shown.push(performance.now() - seen.key);
      was = is;
    }).observe(document, { subtree: true, childList: true });
  });
}

/** Milliseconds of rest before each time that the line came; nothing where the page was loaded anew meanwhile. */
function restsOf(page: Page): Promise<number[] | undefined> {
  return page.evaluate(() => (globalThis as unknown as { seen?: { shown: number[] } }).seen?.shown); // set above
}

test("an old version and a new one side by side: nothing reloads by itself, nothing is lost, and it is said at rest", async ({
  browser,
}) => {
  const [old, next] = [await needBuildOf(ROOT, "shipped"), await needBuildOf(ROOT, "broken")];
  const host = await serveDist("/", old);
  const context = await newContext(browser);
  try {
    const seen = await watch(context, new URL(host.url).origin);
    const first = await new App(await context.newPage()).open(host.url);
    await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await first.reload();
    const second = await new App(await context.newPage()).open(host.url);
    for (const { page } of [first, second]) await clockUpdates(page);
    await first.type("Demo to sale", "total", "25%");
    await second.expectCell("Spend", "total", "£12,000");

    // Other files, under other names: what the old version has not asked for yet is no longer served.
    host.dist = next;
    host.version = "// a newer version";
    await first.select("Price", "Feb");
    await first.page.evaluate(() =>
      navigator.serviceWorker.getRegistration().then((found) => found?.update()),
    );
    // Somebody types while it arrives.
    const line = (app: App): ReturnType<Page["getByRole"]> =>
      app.page.getByRole("region", { name: "Update" });
    for (const sign of "520") await first.page.keyboard.type(sign, { delay: 700 });
    await expect(first.editor).toHaveValue("520");
    await expect(line(first)).toContainText("is ready", { timeout: 20_000 });
    await expect(line(second)).toContainText("is ready", { timeout: 20_000 });
    await expect(first.editor).toHaveValue("520");
    await expect(first.editor).toBeFocused();

    // One window takes it; the other is told, and keeps what is being typed.
    const loaded = second.page.waitForEvent("load");
    await line(second).getByRole("button", { name: "Use it now" }).click();
    await loaded;
    await second.ready();
    await second.expectCell("Spend", "total", "£12,000");
    await expect(line(first)).toContainText("runs in another window", { timeout: 20_000 });
    await expect(first.editor).toHaveValue("520");
    await first.press("Enter");
    await first.expectCell("Price", "Feb", "£520");
    await second.expectCell("Price", "Feb", "£520");

    // Both edit; each sees the other's steps, and the old one's own undo goes on.
    await second.type("Visitor to demo", "total", "10%");
    await first.expectCell("Visitor to demo", "total", "10.0%");
    await first.press("Control+z");
    await first.expectCell("Price", "Feb", "£480");
    await second.expectCell("Price", "Feb", "£480");
    // A part that the old one asks for only now is gone: it stays as it is.
    await first.press("Control+Alt+e");
    await first.type("Demo to sale", "total", "30%");
    await second.expectCell("Demo to sale", "total", "30.0%");

    const rests = await restsOf(first.page);
    expect(rests?.length, "the old window was not loaded anew").toBeGreaterThan(0);
    for (const rest of rests ?? []) expect(rest).toBeGreaterThan(REST - 50);
    const disk = await readDisk(second.page);
    expect(disk?.plans.map(({ revision }) => revision)).toEqual([5]);
    expect(disk === null ? ["no database"] : findHalves(disk)).toEqual([]);
    await expect(first.saved).toHaveText(/Saved/);

    // It is taken when it suits.
    await line(first).getByRole("button", { name: "Reload" }).click();
    await expect(line(first)).toHaveCount(0);
    await first.ready();
    await first.expectCell("Demo to sale", "total", "30.0%");
    await first.expectCell("Visitor to demo", "total", "10.0%");
    expect(seen.asked).toEqual([]);
    expect(seen.refused).toEqual([]);
  } finally {
    await context.close();
    await host.close();
  }
});
