import { expect, test } from "@playwright/test";
import { newProfile, startBrowser } from "../soak/real/chromium.ts";
import { App } from "./app.ts";
import { serveDist } from "./serve.ts";

const OPENED =
  "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000: £150 a sale.";

test("what is saved is there again, and every step back and forth", async ({ page }) => {
  const app = await new App(page).open();
  const spends: string[] = [];
  for (const rate of ["10%", "12%", "14%", "16%", "18%", "22%", "24%", "25%"]) {
    await app.type("Demo to sale", "total", rate);
    await app.expectCell("Demo to sale", "Jan", `${Number.parseInt(rate, 10).toFixed(1)}%`);
    spends.push((await (await app.cell("Spend", "total")).textContent()) ?? "");
  }
  await app.reload();
  await app.expectCell("Spend", "total", spends.at(-1) ?? "");
  for (const spend of spends.slice(0, -1).toReversed()) {
    await page.keyboard.press("Control+z");
    await app.expectCell("Spend", "total", spend);
  }
  await app.undo();
  await app.expectBar(/as opened/);
  await app.expectSentence(OPENED);
  await app.reload();
  for (const spend of spends) {
    await page.keyboard.press("Control+y");
    await app.expectCell("Spend", "total", spend);
  }
  await expect(page.getByRole("button", { name: "Redo" })).toBeDisabled();
  await app.expectBar(/^Done again: Demo to sale/);
});

test("several plans: new, renamed, duplicated, deleted and brought back", async ({ page }) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");

  await app.newPlan();
  await app.expectSentence(/An empty plan/);
  let dialog = await app.openPlans();
  await dialog.getByRole("button", { name: "Rename Untitled plan" }).click();
  await dialog.getByRole("textbox", { name: "Name of the plan" }).fill("Autumn");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Autumn", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("banner")).toContainText(/Autumn/);
  // A new name is a step like any other.
  await app.undo();
  await expect(page.getByRole("banner")).toContainText(/Untitled plan/);
  await app.redo();

  dialog = await app.openPlans();
  await dialog.getByRole("button", { name: "Duplicate Spring launch" }).click();
  await expect(dialog).toBeHidden();
  await app.expectCell("Spend", "total", "£12,000");
  await expect(page.getByRole("banner")).toContainText(/Spring launch 2/);
  await app.type("Demo to sale", "total", "30%");
  await app.expectCell("Spend", "total", "£10,000");

  dialog = await app.openPlans();
  await dialog.getByRole("button", { name: "Delete Spring launch", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Bring back Spring launch", exact: true })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Rename Spring launch", exact: true })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await app.reload();
  await app.expectCell("Spend", "total", "£10,000");
  dialog = await app.openPlans();
  await dialog.getByRole("button", { name: "Bring back Spring launch", exact: true }).click();
  await expect(dialog).toBeHidden();
  await app.expectCell("Spend", "total", "£12,000");
  // Its steps came back with it.
  await page.keyboard.press("Control+z");
  await app.expectSentence(OPENED);
});

test("a file of the plan: no differences, a new plan that says the same, differences taken as one step", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "Jan", "36 of 182");
  await app.type("Click-through rate", "Feb", "1%..3%");
  const before = await app.sentence.getByRole("paragraph").first().textContent();
  await expect(app.saved).toHaveText(/Saved/);
  const file = await app.export();
  expect(file.name).toMatch(/^Spring launch.*\.csv$/i);
  let dialog = await app.chooseFile(file);
  await expect(dialog.getByRole("status")).toHaveText(/^No differences from the open plan/);
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(dialog).toBeHidden();
  await app.expectSentence(before ?? "");
  await app.expectState("Demo to sale", "Jan", /seen in 36 of 182/);
  await app.expectState("Click-through rate", "Feb", /range/);

  await app.type("Demo to sale", "total", "40%");
  await expect(app.saved).toHaveText(/Saved/);
  dialog = await app.chooseFile(file);
  await expect(dialog.getByRole("status")).toHaveText(/differences? from the open plan/);
  await dialog.getByRole("button", { name: /^Take the .* into this plan$/ }).click();
  await app.expectSentence(before ?? "");
  await page.keyboard.press("Control+z");
  await app.expectCell("Demo to sale", "Jan", "40.0%");

  dialog = await app.chooseFile({ name: "notes.csv", text: "Dear all,\nplease find below\n" });
  await expect(dialog).toContainText("No column has numbers that can be taken");
  await expect(dialog.getByRole("button", { name: "Open as a new plan" })).toBeDisabled();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await app.expectCell("Demo to sale", "Jan", "40.0%");
});

test("20: the browser killed, the server gone, no network: everything is there, and undo", async () => {
  const profile = await newProfile();
  const host = await serveDist();
  let running = await startBrowser(profile.path);
  const open = async (): Promise<App> => {
    return new App(await running.newPage()).open(host.url);
  };
  try {
    const app = await open();
    await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await app.type("Demo to sale", "total", "18%");
    await app.expectCell("Spend", "total", "£16,667");
    await expect(app.saved).toHaveText(/Saved/);
    await running.kill();
    await host.close();

    running = await startBrowser(profile.path);
    await running.context.setOffline(true);
    const again = await open();
    await again.expectSentence(/556 demos from 11,111 visitors, and £16,667/);
    const file = await again.export();
    const dialog = await again.chooseFile(file);
    await expect(dialog.getByRole("status")).toHaveText(/^No differences/);
    await again.page.keyboard.press("Escape");
    await again.type("Price", "total", "500");
    await expect(again.saved).toHaveText(/Saved/);
    await running.kill();

    running = await startBrowser(profile.path);
    const last = await open();
    await last.expectCell("Price", "total", "£500");
    await last.page.keyboard.press("Control+z");
    await last.expectCell("Price", "total", "£480");
    await last.page.keyboard.press("Control+z");
    await last.expectBar(/as opened/);
    await last.expectSentence(OPENED);
  } finally {
    await running.kill().catch(() => undefined);
    await host.close().catch(() => undefined);
    await profile.remove();
  }
});
