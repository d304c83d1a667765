import { expect, test } from "@playwright/test";
import { App, NEW_ROW } from "./app.ts";

test("the founding example, typed from an empty plan by keys alone", async ({ page }) => {
  const app = await new App(page).open();
  await page.keyboard.press("Control+o");
  const plans = page.getByRole("dialog", { name: "Plans of this browser" });
  await expect(plans.getByRole("button", { name: "New plan", exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(plans).toBeHidden();
  await app.expectSentence(/An empty plan\. Type a row’s name into the sheet to begin\./);

  // The caret waits on the empty last line; a new row's caret stands on its first period.
  await expect(app.header(NEW_ROW)).toHaveAttribute("aria-selected", "true");

  /** A row, from the empty last line, its three months typed. */
  const row = async (name: string, ...entries: readonly string[]): Promise<void> => {
    await app.write(name);
    await expect(app.header(name)).toBeVisible();
    await app.expectCaret(name, "Jan");
    for (const [i, text] of entries.entries())
      await app.write(text, i + 1 < entries.length ? "Tab" : "Enter");
    await app.toNewRow();
  };

  await row("Spend", "£4,500", "£5,000", "£5,500");
  await row("Cost per 1,000", "£30", "£30", "£30");
  await row("Click-through rate", "2%", "2%", "2%");
  await row("Impressions", "=Spend/[Cost per 1,000]*1000");
  await row("Visitors", "=Impressions*[Click-through rate]");
  await row("Cost per click", "=Spend/Visitors");
  await row("Visitor to demo", "5%", "5%", "5%");
  await row("Demos", "=Visitors*[Visitor to demo]");
  await row("Demo to sale", "20%", "20%", "20%");
  await row("Units sold", "=Demos*[Demo to sale]");
  await row("Cost per sale", "=Spend/[Units sold]");

  await app.expectRow("Spend", { total: "£15,000", Jan: "£4,500", Feb: "£5,000", Mar: "£5,500" });
  await app.expectRow("Click-through rate", { total: "2.0%", Jan: "2.0%" });
  await app.expectRow("Impressions", { total: "500,000", Jan: "150,000" });
  await app.expectRow("Visitors", { total: "10,000" });
  await app.expectRow("Cost per click", { total: "£1.50", Jan: "£1.50" });
  await app.expectRow("Demos", { total: "500" });
  await app.expectRow("Units sold", { total: "100", Jan: "30" });
  await app.expectRow("Cost per sale", { total: "£150" });

  // What budget sells 120? Up to Units sold's total, by keys.
  await app.goTo("Units sold", "total");
  await app.write("120");
  await app.expectRow("Spend", { total: "£18,000", Jan: "£5,400", Feb: "£6,000", Mar: "£6,600" });
  await app.expectBar("Goal: 120 Units sold by Spend £18,000.");
  await app.goTo("Units sold", "total");
  await app.write("100");
  await app.expectCell("Spend", "total", "£15,000");
  await app.expectState("Units sold", "total", /^goal/);
  await app.expectState("Spend", "Jan", /^solved for a goal/);
  await app.expectSentence(/100/);
  await app.expectSentence(/£15,000/);
});
