// Every screen, in light and dark: axe finds nothing serious or critical that is ours.
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { App } from "./app.ts";
import { expectAccessible } from "./axe.ts";

const vendor = fileURLToPath(new URL("../fixtures/vendors/google-ads.csv", import.meta.url));

const look = (page: Page, where: string): Promise<void> => expectAccessible(page, "html", where);

/** Opens a dialog by its key, looks, and leaves it. */
async function lookInto(app: App, key: string, name: string): Promise<void> {
  const dialog = app.page.getByRole("dialog", { name });
  await app.press(key);
  await expect(dialog).toBeVisible();
  await look(app.page, name);
  await app.press("Escape");
  await expect(dialog).toBeHidden();
}

for (const scheme of ["light", "dark"] as const) {
  test(`the sheet and what opens in it, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const app = await new App(page).open();
    await expect(page.locator("html")).toHaveAttribute("data-theme", scheme);
    await look(page, "at the start");
    await page.getByRole("button", { name: /to check$/ }).click();
    await expect(page.getByRole("dialog", { name: "To check" })).toBeVisible();
    await look(page, "the list to check");
    await app.press("Escape");
    await app.select("Demo to sale", "Jan");
    await app.keys("18");
    await expect(app.editor).toBeFocused();
    await look(page, "while editing");
    await app.keys(" percent or so");
    await app.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    await look(page, "a complaint at its cell");
    await app.press("Escape");
    await app.select("Demo to sale", "Feb");
    await app.keys("=Dem");
    await expect(page.getByRole("listbox", { name: "Names" })).toBeVisible();
    await look(page, "names that complete a formula");
    await app.press("Escape", "Escape");
    await app.type("Spend", "total", "10000");
    await app.press("F4");
    await expect(app.levers).toBeVisible();
    await look(page, "the list of levers");
    await app.press("Escape");
    await app.addChannel("Events");
    await (await app.reveal("Spend")).click();
    await app.press("Alt+ArrowRight");
    await look(page, "channels unfolded");
    await app.press("Shift+F10");
    await expect(page.getByRole("menu").first()).toBeVisible();
    await look(page, "a row's menu");
    await app.press("Escape", "Alt+w");
    await look(page, "why");
  });

  test(`the dialogs, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const app = await new App(page).open();
    for (const [key, name] of [
      ["Control+Alt+n", "Start a plan"],
      ["F1", "Keys"],
      ["Control+k", "Commands"],
      ["Control+o", "Plans of this browser"],
      ["Control+Shift+s", "Export"],
      ["Control+Alt+v", "Paste a table"],
    ] as const) {
      await lookInto(app, key, name);
    }
    const file = await app.export();
    const dialog = await app.chooseFile(file);
    await expect(dialog.getByRole("status")).toBeVisible();
    await look(page, "import of a plan");
    await app.press("Escape");
    await expect(dialog).toBeHidden();
    await app.chooseFile({ name: "google-ads.csv", text: await readFile(vendor, "utf8") });
    await expect(dialog.getByRole("button", { name: "Open as a new plan" })).toBeEnabled();
    await look(page, "import of a table");
    await app.press("Escape");
    await expect(dialog).toBeHidden();

    await app.press("Control+k");
    await page.getByRole("combobox", { name: "Search commands" }).fill("copy a link");
    await app.press("Enter");
    await expect(page.getByRole("dialog", { name: "A link to this plan" })).toBeVisible();
    await look(page, "a link to share");
    await app.press("Escape");

    await app.press("Control+Alt+b");
    const data = page.getByRole("dialog", { name: "Your data" });
    await expect(data).toBeVisible();
    await look(page, "your data");
    const waiting = page.waitForEvent("download");
    await data.getByRole("button", { name: "Save a backup" }).click();
    const path = await (await waiting).path();
    await app.press("Escape");
    await page.getByLabel("Restore a backup").setInputFiles(path);
    await expect(page.getByRole("dialog", { name: "Restore" }).getByRole("listitem")).toBeVisible();
    await look(page, "restore");
  });

  test(`the comparison and the history, ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme });
    const app = await new App(page).open();
    await page.getByRole("button", { name: "New scenario" }).click();
    await page.getByRole("textbox", { name: "Name of the scenario" }).fill("Better demos");
    await app.press("Enter");
    await app.type("Visitor to demo", "total", "5.5%");
    await app.type("Demo to sale", "total", "24%");
    await page.getByRole("button", { name: "What Better demos changes" }).click();
    await expect(page.getByRole("dialog", { name: "What Better demos changes" })).toBeVisible();
    await look(page, "what a scenario changes");
    await app.press("Escape");
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    const figure = page.getByRole("figure", { name: "Why they differ" });
    await expect(figure).toContainText("needs £3,636 less");
    await page.getByText("Alone, first and last").click();
    await look(page, "the comparison and why they differ");
    for (const name of ["Funnels", "Sweep"]) {
      await page.getByRole("tab", { name }).click();
      await look(page, name);
    }
    await app.press("Control+Alt+h");
    await expect(page.getByRole("complementary", { name: "History" })).toBeVisible();
    await app.press("ArrowDown", "ArrowDown");
    await expect(page.getByRole("region", { name: "Read only" })).toBeVisible();
    await look(page, "history");
  });
}
