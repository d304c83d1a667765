import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { join } from "node:path";
import { needBuildOf } from "../soak/real/builds.ts";
import { readDisk } from "../soak/real/disk.ts";
import { App, newContext } from "./app.ts";
import { serveDist } from "./serve.ts";

/* What goes wrong with a browser's storage, each noticed, said in plain words, with a way out. */

const ROOT = join(import.meta.dirname, "..", "..");

/** Changes the database behind the app's back, from a page of its origin that does not run the app. */
async function tamper(page: Page, act: "damage a step" | "damage the checkpoints"): Promise<void> {
  await page.goto("./favicon.svg");
  await page.evaluate(async (what) => {
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const database = await settled(indexedDB.open("backcast"));
    const name = what === "damage a step" ? "changes" : "checkpoints";
    const table = database.transaction(name, "readwrite").objectStore(name);
    const keys = await settled(table.getAllKeys());
    for (const key of what === "damage a step" ? keys.slice(-1) : keys) {
      const row = (await settled(table.get(key))) as Record<string, unknown>; // rows are objects
      await settled(table.put({ ...row, [what === "damage a step" ? "change" : "packed"]: "damaged" }));
    }
    database.close();
  }, act);
}

test("storage refused by the browser: everything works, nothing is called saved, the plan leaves as a file", async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", { get: () => undefined });
    Object.defineProperty(globalThis, "localStorage", {
      get: () => {
        throw new DOMException("refused", "SecurityError");
      },
    });
  });
  await page.goto("./");
  const app = new App(page);
  await expect(app.grid).toBeVisible({ timeout: 20_000 });
  await expect(app.saved).toHaveText("Not saved");
  await expect(page.getByRole("alert")).toContainText("does not let Backcast store anything");
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");
  await page.keyboard.press("Control+z");
  await app.expectCell("Spend", "total", "£15,000");
  await expect(app.saved).toHaveText("Not saved");
  const waiting = page.waitForEvent("download");
  await page.getByRole("alert").getByRole("button", { name: "Save as a file" }).click();
  expect((await waiting).suggestedFilename()).toMatch(/\.csv$/);
});

test("a full disk: nothing is called saved, what was typed stays, and is saved once there is room", async ({
  page,
}) => {
  const app = await new App(page).open();
  // The browser's own way to say it: the request fails and its transaction is broken off.
  await page.evaluate(() => {
    const rows = IDBObjectStore.prototype;
    const add = Object.getOwnPropertyDescriptor(rows, "add") ?? {};
    Object.assign(globalThis, { makeRoom: () => Object.defineProperty(rows, "add", add) });
    rows.add = () => {
      throw new DOMException("no room", "QuotaExceededError");
    };
  });
  await app.type("Demo to sale", "total", "25%");
  await expect(app.saved).toHaveText("Not saved");
  await expect(page.getByRole("alert")).toContainText("disk is full");
  await app.type("Price", "total", "500");
  await app.expectCell("Price", "total", "£500");
  await app.expectCell("Spend", "total", "£12,000");
  // Another plan is not opened over edits that are not saved.
  const dialog = await app.openPlans();
  await dialog.getByRole("button", { name: "Duplicate Spring launch" }).click();
  await page.keyboard.press("Escape");
  await app.expectCell("Price", "total", "£500");
  await page.evaluate(() => (globalThis as unknown as { makeRoom: () => void }).makeRoom()); // set above
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(app.saved).toHaveText(/Saved/);
  await app.reload();
  await app.expectCell("Price", "total", "£500");
  await app.expectCell("Spend", "total", "£12,000");
});

test("a damaged plan is named, left as it is, and opened as it was before the damage", async ({ page }) => {
  let app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");
  await app.type("Price", "total", "500");
  await expect(app.saved).toHaveText(/Saved/);
  await tamper(page, "damage a step");
  await page.goto("./");
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("“Spring launch” cannot be opened: its saved copy is damaged");
  await alert.getByRole("button", { name: "Open it as it was before the damage" }).click();
  await expect(page.getByRole("banner")).toContainText(/Spring launch \(before the damage\)/);
  app = await new App(page).ready();
  await app.expectCell("Spend", "total", "£12,000");
  await app.expectCell("Price", "total", "£480");
  await app.type("Price", "total", "510");
  await app.expectCell("Price", "total", "£510");
  await expect(app.saved).toHaveText(/Saved/);
  await app.reload();
  await app.expectCell("Price", "total", "£510");

  await tamper(page, "damage the checkpoints");
  await page.goto("./");
  await expect(page.getByRole("treegrid", { name: "Plan" })).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(3);
  await expect(page.getByRole("alert").first()).toContainText(
    "If you have a backup or an exported file of it",
  );
});

test("a wiped database is never taken for a first visit", async ({ page }) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await expect(app.saved).toHaveText(/Saved/);
  await page.goto("./favicon.svg");
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase("backcast").onsuccess = resolve;
      }),
  );
  await page.goto("./");
  await expect(page.getByRole("alert")).toContainText(/There were plans in this browser, and they are gone/);
});

test("a database taken away under an open page is noticed at once", async ({ page }) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await expect(app.saved).toHaveText(/Saved/);
  await page.evaluate(() => void indexedDB.deleteDatabase("backcast"));
  await expect(app.saved).toHaveText("Not saved");
  await expect(page.getByRole("alert")).toContainText("saved copy of this plan is gone");
  await app.type("Price", "total", "500");
  await app.expectCell("Price", "total", "£500");
  await expect(page.getByRole("button", { name: "Save as a file" })).toBeVisible();
});

test("a clock that stands in the past is said, and the order of the steps does not depend on it", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await expect(app.saved).toHaveText(/Saved/);
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() - 400 * 24 * 60 * 60 * 1000;
  });
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("Check the clock");
  await app.ready();
  await app.type("Demo to sale", "total", "10%");
  await app.expectCell("Spend", "total", "£30,000");
  await app.reload();
  await app.expectCell("Spend", "total", "£30,000");
  await page.keyboard.press("Control+z");
  await app.expectCell("Spend", "total", "£12,000");
  await page.keyboard.press("Control+z");
  await app.expectCell("Spend", "total", "£15,000");
});

test("a new version beside an old one: it opens, the old one keeps what is typed and writes nothing", async ({
  browser,
}) => {
  const [old, next] = [await needBuildOf(ROOT, "shipped"), await needBuildOf(ROOT, "broken")];
  const host = await serveDist("/", old);
  const context = await newContext(browser, { serviceWorkers: "block" });
  try {
    const first = await new App(await context.newPage()).open(host.url);
    await first.type("Demo to sale", "total", "25%");
    await expect(first.saved).toHaveText(/Saved/);
    await first.select("Price", "Feb");
    await first.keys("52");

    // The same page with one step more of the stored form.
    host.dist = next;
    await first.page.evaluate(() => localStorage.setItem("next", "yes"));
    const second = await new App(await context.newPage()).open(host.url);
    await expect(second.page.getByRole("banner")).toContainText(/SPRING LAUNCH/);
    await expect(first.page.getByRole("alert")).toContainText("updated in another tab");
    await expect(first.editor).toHaveValue("52");
    await first.keys("0");
    await first.press("Enter");
    await first.expectCell("Price", "Feb", "£520");
    await expect(first.saved).toHaveText("Not saved");
    await second.type("Price", "total", "600");
    await expect(second.saved).toHaveText(/Saved/);
    const disk = await readDisk(second.page);
    expect(disk?.plans.map(({ revision }) => revision)).toEqual([2]);

    // Back to the old code: it looks, and does not touch.
    host.dist = old;
    await second.page.close();
    const third = new App(await context.newPage());
    await third.page.goto(host.url);
    await expect(third.grid).toBeVisible();
    await third.expectCell("Price", "total", "£600");
    await expect(third.page.getByRole("alert")).toContainText("saved by a newer version");
    await third.type("Price", "total", "700");
    await third.expectCell("Price", "total", "£700");
    await expect(third.saved).toHaveText("Not saved");
    expect(await readDisk(third.page)).toEqual(disk);
  } finally {
    await context.close();
    await host.close();
  }
});

test("an old tab that does not give way is named, and the page goes on by itself once it is gone", async ({
  context,
}) => {
  const page = await context.newPage();
  await page.goto("./favicon.svg");
  // An older form, held open by something that does not listen.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open("backcast", 5);
        request.onsuccess = () => {
          Object.assign(globalThis, { held: request.result });
          resolve();
        };
      }),
  );
  const app = new App(await context.newPage());
  await app.page.goto("./");
  await expect(app.page.getByRole("alert")).toContainText("Another tab with an older version");
  await expect(app.page.getByRole("button", { name: "Work without saving" })).toBeVisible();
  await page.evaluate(() => (globalThis as unknown as { held: IDBDatabase }).held.close()); // set above
  await app.ready();
  await app.type("Demo to sale", "total", "25%");
  await expect(app.saved).toHaveText(/Saved/);
});
