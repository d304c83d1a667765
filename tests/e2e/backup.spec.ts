import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { App } from "./app.ts";
import { expectAccessible } from "./axe.ts";

/** Saves a backup from the dialog; the path of the file. */
async function saveBackup(page: Page): Promise<string> {
  await page.keyboard.press("Control+Alt+b");
  const dialog = page.getByRole("dialog", { name: "Your data" });
  await expect(dialog).toBeVisible();
  await expectAccessible(page, "dialog");
  const waiting = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save a backup" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^backcast-\d{4}-\d\d-\d\d\.backcast$/);
  await expect(dialog.getByRole("status")).toHaveText(/is saved, with one plan/);
  await expect(dialog).toContainText("Nothing has changed since.");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  return download.path();
}

test("a wiped browser says that its plans are gone, names the backup, and has everything back in two clicks", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");
  const path = await saveBackup(page);

  // The database goes, as a browser short of disk would take it; what is kept beside it stays.
  await page.goto("./favicon.svg");
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase("backcast");
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error("not deleted"));
      }),
  );
  await app.open();
  await app.expectCell("Spend", "total", "£15,000");
  const gone = page.getByRole("alert").filter({ hasText: "they are gone" });
  await expect(gone).toContainText(/Your last backup is backcast-[\d-]+\.backcast/);
  const choosing = page.waitForEvent("filechooser");
  await gone.getByRole("button", { name: "Restore a backup" }).click();
  await (await choosing).setFiles(path);
  const dialog = page.getByRole("dialog", { name: "Restore" });
  await expect(dialog.getByRole("listitem")).toHaveText(
    /Spring launch.*1 step, last edited.*not here: it comes back/s,
  );
  await expectAccessible(page, "dialog");
  await dialog.getByRole("button", { name: "Restore 1 plan" }).click();
  await expect(dialog).toBeHidden();
  await expect(gone).toBeHidden();
  await app.expectCell("Spend", "total", "£12,000");
  // With its history.
  await app.undo();
  await app.expectCell("Spend", "total", "£15,000");
});

test("a restore puts nothing over what is there; what is no backup is refused", async ({ page }) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");
  const path = await saveBackup(page);
  const dialog = page.getByRole("dialog", { name: "Restore" });
  await page.getByLabel("Restore a backup").setInputFiles(path);
  await expect(dialog.getByRole("listitem")).toContainText("all of it is here already");
  await expect(dialog.getByRole("button", { name: /^Restore/ })).toBeDisabled();
  await page.keyboard.press("Escape");
  await app.undo();
  await app.type("Demo to sale", "total", "30%");
  await app.expectCell("Spend", "total", "£10,000");
  await page.getByLabel("Restore a backup").setInputFiles(path);
  await expect(dialog.getByRole("listitem")).toContainText("all of it is here already");
  await dialog.getByRole("checkbox").check();
  await dialog.getByRole("button", { name: "Restore 1 plan" }).click();
  await app.expectCell("Spend", "total", "£12,000");
  const plans = await app.openPlans();
  await expect(plans.getByRole("button", { name: /^Spring launch/ })).toHaveCount(2);
  await page.keyboard.press("Escape");
  await page
    .getByLabel("Restore a backup")
    .setInputFiles({ name: "x.backcast", mimeType: "", buffer: Buffer.from("Row,Unit") });
  await expect(dialog.getByRole("alert")).toContainText("no backup of Backcast");
  await expectAccessible(page, "dialog");
});

test("a chosen file is kept up to date by itself, and a restart goes on with it", async ({ page }) => {
  // The chooser is the system's own; the file behind it is a real one, in the browser's private folder.
  await page.addInitScript(() => {
    const pick = async (): Promise<FileSystemFileHandle> =>
      (await navigator.storage.getDirectory()).getFileHandle("kept.backcast", { create: true });
    Object.assign(globalThis, { showSaveFilePicker: pick });
  });
  const size = (): Promise<number> =>
    page.evaluate(async () => {
      const handle = await (await navigator.storage.getDirectory()).getFileHandle("kept.backcast");
      return (await handle.getFile()).size;
    });
  const app = await new App(page).open();
  await page.keyboard.press("Control+Alt+b");
  const dialog = page.getByRole("dialog", { name: "Your data" });
  await dialog.getByRole("button", { name: "Keep a file up to date" }).click();
  await expect(dialog).toContainText("kept.backcast is kept up to date");
  await page.keyboard.press("Escape");
  await expect.poll(size).toBeGreaterThan(100);
  const first = await size();
  await app.type("Demo to sale", "total", "25%");
  await expect.poll(size, { timeout: 20_000 }).not.toBe(first);
  const second = await size();
  await app.reload();
  await app.type("Visitor to demo", "total", "10%");
  await expect.poll(size, { timeout: 20_000 }).not.toBe(second);
  const bytes = await page.evaluate(async () => {
    const handle = await (await navigator.storage.getDirectory()).getFileHandle("kept.backcast");
    return [...new Uint8Array(await (await handle.getFile()).arrayBuffer())];
  });
  await page
    .getByLabel("Restore a backup")
    .setInputFiles({ name: "kept.backcast", mimeType: "", buffer: Buffer.from(bytes) });
  await expect(page.getByRole("dialog", { name: "Restore" }).getByRole("listitem")).toHaveText(
    /Spring launch.*2 steps.*all of it is here already/s,
  );
});

test("a plan in a link: made, opened elsewhere after a look, refused where it is damaged", async ({
  page,
  browser,
}) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).fill("link to this");
  await page.keyboard.press("Enter");
  const sharing = page.getByRole("dialog", { name: "A link to this plan" });
  const field = sharing.getByRole("textbox", { name: "The link" });
  await expect(field).toHaveValue(/#plan1=[\w-]{200,}$/);
  await expectAccessible(page, "dialog");
  const link = await field.inputValue();

  const context = await browser.newContext();
  const other = await context.newPage();
  const there = new App(other);
  await other.goto(link);
  const dialog = other.getByRole("dialog", { name: "A plan in a link" });
  await expect(dialog).toContainText(/Spring launch: \d+ rows, 1 channel, 3 months/);
  await expectAccessible(other, "dialog");
  expect(other.url()).not.toContain("#");
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(dialog).toBeHidden();
  await there.expectCell("Spend", "total", "£12,000");
  const plans = await there.openPlans();
  await expect(plans.getByRole("button", { name: /^Spring launch( 2)?$/ })).toHaveCount(2);
  await other.keyboard.press("Escape");
  await other.evaluate((text) => (location.hash = text), link.slice(link.indexOf("#"), -30));
  await expect(dialog.getByRole("alert")).toContainText("cut short or changed");
  await context.close();
});
