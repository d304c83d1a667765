import { expect, test } from "@playwright/test";
import { App, NEW_ROW } from "./app.ts";

let app: App;
test.beforeEach(async ({ page }) => {
  app = await new App(page).open();
});

test("what may be typed into a cell, and what it becomes", async () => {
  await app.type("Spend", "Jan", "4k");
  await app.expectCell("Spend", "Jan", "£4,000");
  await app.type("Price", "Jan", "£3,400");
  await app.expectCell("Price", "Jan", "£3,400");
  await app.type("Demo to sale", "Jan", "13 of 182");
  await app.expectCell("Demo to sale", "Jan", "7.1%");
  await app.expectState("Demo to sale", "Jan", /seen in 13 of 182/);
  await app.type("Demo to sale", "Feb", "16%..24%");
  await app.expectState("Demo to sale", "Feb", /range/);
  await app.type("Price", "Feb", "=PREV()*1.05");
  await app.expectCell("Price", "Feb", "£3,570");
  await app.expectState("Price", "Feb", /formula of its own/);
  await app.press("ArrowUp", "F2");
  await expect(app.editor).toHaveValue("=PREV() * 1.05");
  await app.press("Escape");
});

test("nonsense is answered at its cell, and the old value stays", async ({ page }) => {
  await app.select("Demo to sale", "Feb");
  await app.write("a fifth or so");
  await expect(page.getByRole("alert")).toContainText("is not a number");
  await expect(app.editor).toBeFocused();
  await expect(app.editor).toHaveValue("a fifth or so");
  await app.press("Escape");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await app.expectCell("Demo to sale", "Feb", "20.0%");

  // A click elsewhere closes the editor; what was wrong stays said, and can be mended.
  await app.keys("=Visitors *");
  await app.header("Spend").click();
  await expect(page.getByRole("alert")).toBeVisible();
  await app.expectCell("Demo to sale", "Feb", "20.0%");
  await page.getByRole("button", { name: "Edit again" }).click();
  await expect(app.editor).toHaveValue("=Visitors *");
  await app.press("Escape");
  await app.type("Spend", "Jan", "$500");
  await expect(page.getByRole("alert")).toContainText("pounds");
  await app.press("Escape");
  await app.expectCell("Spend", "Jan", "£4,500");
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
});

test("an entry of two readings asks, and stores nothing before one is taken", async ({ page }) => {
  await app.select("Demo to sale", "Jan");
  await app.write("0.5");
  const readings = page.getByRole("listbox", { name: /can be read in two ways/ });
  await expect(readings).toBeFocused();
  await app.expectCell("Demo to sale", "Jan", "20.0%");
  await app.press("Escape");
  await expect(readings).toHaveCount(0);
  await app.expectCell("Demo to sale", "Jan", "20.0%");
  await app.write("0.5");
  await expect(readings).toBeFocused();
  const likelier = (await readings.getByRole("option").first().textContent()) ?? "";
  await app.press("Enter");
  await app.expectCell("Demo to sale", "Jan", likelier.includes("50%") ? "50.0%" : "0.5%");
});

test("a row: made, given a formula, renamed, its unit changed, deleted and brought back", async ({
  page,
}) => {
  await (await app.reveal(NEW_ROW)).click();
  await app.write("Calls");
  await app.write("=Demos*2");
  await app.expectCell("Calls", "total", "1,000");
  await (await app.reveal("Calls")).click();
  await app.write("Phone calls");
  await app.expectCell("Phone calls", "total", "1,000");
  await app.menu("Phone calls", "Formula…");
  const formula = page.getByRole("textbox", { name: "Formula" });
  await expect(formula).toBeFocused();
  await expect(formula).toHaveValue("= Demos * 2");
  await formula.fill("=Demos*3");
  await formula.press("Enter");
  await app.expectCell("Phone calls", "total", "1,500");
  await app.menu("Phone calls", "Type numbers instead of the formula");
  await app.expectState("Phone calls", "Jan", /^assumption/);
  await app.menu("Phone calls", "Unit", "money");
  await app.expectCell("Phone calls", "total", "£1,500");
  await app.menu("Phone calls", "Delete row");
  await expect(app.header("Phone calls")).toHaveCount(0);

  // Others use this one: that is said first.
  await app.menu("Visitors", "Delete row");
  const question = page.getByRole("listbox", { name: /use Visitors/ });
  await expect(question).toBeFocused();
  await app.press("Enter");
  await app.expectCell("Visitors", "total", "10,000");
  await app.undoAll();
});
