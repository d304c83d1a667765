// The keyboard alone: from an empty page to a solved plan with two channels and a row of one's own.
import { expect, test } from "@playwright/test";
import { App } from "./app.ts";

test("an empty plan becomes a solved one with two channels and a custom row, without a mouse", async ({
  page,
}) => {
  const app = await new App(page).open();
  const command = async (name: string): Promise<void> => {
    await app.press("Control+k");
    const list = page.getByRole("dialog", { name: "Commands" });
    await expect(list.getByRole("combobox")).toBeFocused();
    await page.keyboard.type(name);
    await expect(list.getByRole("option").first()).toContainText(name, { ignoreCase: true });
    await app.press("Enter");
    await expect(list).toBeHidden();
  };
  /** A row from the empty last line: a formula, or a number that Ctrl+R fills to the right. */
  const row = async (name: string, entry: string): Promise<void> => {
    await app.toNewRow();
    await app.write(name);
    await app.expectCaret(name, "Jan");
    await app.write(entry);
    if (entry.startsWith("=")) return;
    await app.press("ArrowUp", "Shift+ArrowRight", "Shift+ArrowRight", "Control+r");
  };

  await command("New plan");
  await app.expectSentence(/^An empty plan/);
  await row("Spend", "£1,000");
  await app.expectRow("Spend", { total: "£3,000", Mar: "£1,000" });
  await row("Cost per visitor", "£2");
  await row("Visitors", "=Spend/[Cost per visitor]");
  await row("Visitor to sale", "5%");
  await row("Sales", "=Visitors*[Visitor to sale]");
  await app.expectRow("Sales", { total: "75", Jan: "25" });

  // A row of one's own.
  await row("Commission a sale", "£40");
  await row("Commission", "=Sales*[Commission a sale]");
  await app.expectRow("Commission", { total: "£3,000", Jan: "£1,000" });

  // A second channel starts empty; its lines unfold under their rows and are typed into.
  await command("Add channel");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Events");
  await app.press("Enter");
  await expect(dialog).toBeHidden();
  for (const [name, entry] of [
    ["Spend", "£500"],
    ["Cost per visitor", "£5"],
    ["Visitor to sale", "10%"],
    ["Commission a sale", "£40"],
  ] as const) {
    await app.goTo(name, "Jan");
    await app.press("Alt+ArrowRight");
    await expect(app.header(`${name}, Events`)).toBeVisible();
    await app.press("ArrowDown", "ArrowDown");
    await app.write(entry);
    await app.press("ArrowUp", "Shift+ArrowRight", "Shift+ArrowRight", "Control+r");
    await app.goTo(name, "Jan");
    await app.press("Alt+ArrowLeft");
  }
  await app.expectRow("Sales", { total: "105", Jan: "35" });

  // What does it take to sell 126? Both channels' spend gives way, in the same proportion.
  await app.goTo("Sales", "total");
  await app.write("126");
  await app.expectState("Sales", "total", /^goal/);
  await app.expectRow("Sales", { total: /126/, Jan: "42" });
  await app.expectRow("Spend", { total: "£5,400", Jan: "£1,800" });
  await app.expectState("Spend", "total", /^solved for a goal/);
  await app.expectRow("Commission", { total: "£5,040" });
  await app.expectSentence(/126 in Q1 2027, Spend must be £5,400/);
  await expect(app.saved).toHaveText(/Saved/);
});
