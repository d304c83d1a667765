import { expect, test } from "@playwright/test";
import { App, NEW_ROW, newContext, watch } from "./app.ts";
import { serveDist } from "./serve.ts";

const HOSTILE = '<img src=x onerror="globalThis.hacked=1">';

test("an hour of use: a quiet console, no request elsewhere, nothing that the policy refuses", async ({
  context,
  page,
  baseURL,
}) => {
  const seen = await watch(context, new URL(baseURL ?? "").origin);
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "18%");
  await app.type("Demo to sale", "Jan", "about a fifth");
  await expect(page.getByRole("alert")).toBeVisible();
  await app.press("Escape");
  await app.type("Spend", "Jan", "=PREV()*");
  await app.press("Escape");
  await app.type("Demos", "Feb", "150");
  await app.press("F4");
  await expect(app.levers).toBeVisible();
  await app.press("Escape");
  await app.addChannel("Events");
  await (await app.reveal("Spend")).click();
  await app.press("Alt+ArrowRight");
  await (await app.reveal("Spend")).click({ button: "right" });
  await expect(page.getByRole("menu").first()).toBeVisible();
  await app.press("Escape", "Control+k");
  await expect(page.getByRole("dialog", { name: "Commands" })).toBeVisible();
  await app.press("Escape");
  await app.openPlans();
  await app.press("Escape");
  const file = await app.export();
  const dialog = await app.chooseFile(file);
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("combobox", { name: "Columns" }).selectOption({ label: "channels" });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await app.reload();
  expect(seen).toEqual({ said: [], asked: [], refused: [] });
});

test("names that are HTML stay words: rows, channels, plans, owners, from keys and from files", async ({
  context,
  page,
  baseURL,
}) => {
  const seen = await watch(context, new URL(baseURL ?? "").origin);
  const app = await new App(page).open();
  await (await app.reveal(NEW_ROW)).click();
  await app.write(HOSTILE);
  await expect(app.header(HOSTILE)).toContainText(HOSTILE);
  await app.type(HOSTILE, "Owner", HOSTILE);
  await app.addChannel(HOSTILE);
  await page.getByRole("combobox", { name: "Columns" }).selectOption({ label: "channels" });
  await expect(app.grid.getByRole("columnheader", { name: HOSTILE })).toBeVisible();
  const plans = await app.openPlans();
  await plans.getByRole("button", { name: "Rename Spring launch" }).click();
  await plans.getByRole("textbox", { name: "Name of the plan" }).fill(HOSTILE);
  await app.press("Enter");
  await expect(plans.getByRole("button", { name: HOSTILE, exact: true })).toBeVisible();
  await app.press("Escape");
  await expect(page.getByRole("banner")).toContainText(HOSTILE);
  const dialog = await app.chooseFile(await app.export());
  await expect(dialog).toContainText(HOSTILE);
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(dialog).toBeHidden();
  await (await app.reveal(HOSTILE)).click();
  await app.press("Alt+w");
  await expect(app.foot).toContainText(HOSTILE);
  await app.press("Delete");
  expect(await page.locator("img").count()).toBe(0);
  expect(await page.evaluate(() => "hacked" in globalThis)).toBe(false);
  expect(seen).toEqual({ said: [], asked: [], refused: [] });
});

test("from a folder of any file server: offline, and a newer version waits until it is accepted", async ({
  browser,
}) => {
  const host = await serveDist("/some/where/");
  const context = await newContext(browser);
  try {
    const seen = await watch(context, new URL(host.url).origin);
    const page = await context.newPage();
    const app = await new App(page).open(host.url);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const scope = await page.evaluate(() =>
      navigator.serviceWorker.getRegistration().then((found) => found?.scope),
    );
    expect(scope).toBe(host.url);
    await app.reload();
    await app.type("Demo to sale", "total", "25%");
    await app.expectCell("Spend", "total", "£12,000");

    await expect(page.getByRole("region", { name: "Update" })).toHaveCount(0);
    host.version = "// a newer version";
    await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.update()));
    const update = page.getByRole("region", { name: "Update" });
    await expect(update).toBeVisible();
    await app.expectCell("Spend", "total", "£12,000");
    const loaded = page.waitForEvent("load");
    await update.getByRole("button", { name: "Use it now" }).click();
    await loaded;
    await app.ready();
    await app.expectCell("Spend", "total", "£12,000");
    await expect(update).toHaveCount(0);

    await host.close();
    await context.setOffline(true);
    await app.reload();
    await app.expectCell("Spend", "total", "£12,000");
    await app.type("Price", "total", "500");
    await app.expectCell("Price", "total", "£500");
    await expect(app.saved).toHaveText(/Saved/);
    await app.reload();
    await app.expectCell("Price", "total", "£500");
    expect(seen.asked).toEqual([]);
    expect(seen.refused).toEqual([]);
  } finally {
    await context.close();
    await host.close().catch(() => undefined);
  }
});
