import { expect, test } from "@playwright/test";
import { App } from "./app.ts";
import { expectAccessible } from "./axe.ts";

const OPENED =
  "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000: £150 a sale.";

test("history: look at the plan as it was, name a moment, compare it with now, go back without losing what came after", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "total", "25%");
  await app.expectCell("Spend", "total", "£12,000");
  await app.type("Visitor to demo", "total", "10%");
  await app.expectCell("Spend", "total", "£6,000");

  await page.keyboard.press("Control+Alt+h");
  const panel = page.getByRole("complementary", { name: "History" });
  const steps = panel.getByRole("listbox", { name: /^Steps/ });
  await expect(steps).toBeFocused();
  await expect(steps.getByRole("option")).toHaveText([
    "Now",
    /Visitor to demo, Q1 2027: 5% → 10%.*this window/,
    /Demo to sale, Q1 2027: 20% → 25%.*this window/,
    /The plan as it was made/,
  ]);

  // By keys: two steps back stands the plan after the first edit.
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const past = page.getByRole("region", { name: "Read only" });
  await expect(past).toContainText("This is the plan as it was on");
  await app.expectCell("Spend", "total", "£12,000");
  await expect(app.saved).toHaveText("Read only");
  await expect(panel.getByRole("region", { name: "1 difference from now" })).toContainText(
    "Visitor to demo, Q1 2027: 5% → 10%",
  );
  await expectAccessible(page, "aside");

  // Nothing changes there, and it is said where it was typed.
  await app.type("Demo to sale", "total", "1%");
  await expect(page.getByRole("alert").filter({ hasText: "This is how the plan was" })).toBeVisible();
  await page.keyboard.press("Escape");
  await app.expectCell("Demo to sale", "total", "25.0%");

  await panel.getByRole("textbox", { name: "Name of this moment" }).fill("As agreed on 12 November");
  await page.keyboard.press("Enter");
  await expect(panel.getByRole("status")).toHaveText("This moment is now called As agreed on 12 November.");
  await panel.getByRole("checkbox", { name: "Named moments only" }).check();
  await expect(steps.getByRole("option")).toHaveText(["Now", /★ As agreed on 12 November/]);

  await past.getByRole("button", { name: "Go back to this" }).click();
  await expect(past).toBeHidden();
  await app.expectCell("Spend", "total", "£12,000");
  await app.expectBar(/The plan is as it was at “As agreed on 12 November”/);
  await panel.getByRole("checkbox", { name: "Named moments only" }).uncheck();
  // It is one new step; what came after is still there.
  await expect(steps.getByRole("option")).toHaveCount(6);
  await expect(steps.getByRole("option").nth(1)).toContainText("Visitor to demo, Q1 2027: 10% → 5%");
  await expect(steps.getByRole("option").nth(2)).toContainText("5% → 10%");
  await app.undo();
  await app.expectCell("Spend", "total", "£6,000");

  await app.reload();
  await page.keyboard.press("Control+Alt+h");
  await expect(steps.getByRole("option", { name: /★ As agreed on 12 November/ })).toBeVisible();
  await steps.getByRole("option", { name: /The plan as it was made/ }).click();
  await app.expectSentence(OPENED);
  await page.keyboard.press("Escape");
  await app.expectCell("Spend", "total", "£6,000");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("history of one cell, and a moment named from the command list", async ({ page }) => {
  const app = await new App(page).open();
  await app.type("Demo to sale", "Jan", "25%");
  await app.type("Demo to sale", "Feb", "30%");
  await app.type("Sales reps", "Jan", "4");
  await app.select("Demo to sale", "Feb");
  await page.keyboard.press("Alt+h");
  const steps = page.getByRole("listbox", { name: /^Steps/ });
  await expect(steps.getByRole("option")).toHaveText(["Now", /Demo to sale, Feb 2027: 20% → 30%/]);
  await page.getByRole("button", { name: "All steps" }).click();
  await expect(steps.getByRole("option")).toHaveCount(5);
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: "Search commands" }).fill("name this");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name of this moment" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(steps.getByRole("option").nth(1)).toHaveText(/★ As agreed on \d+ \w+ \d{4}/);
});
