// The keyboard alone: from an empty page to a solved plan, and an hour of the storyboard.
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

test("an hour of the storyboard without a mouse: goals, what cannot be, why, scenarios, and why they differ", async ({
  page,
}) => {
  await page.addInitScript(() => {
    addEventListener("pointerdown", () => document.documentElement.setAttribute("data-pointed", ""), true);
  });
  const app = await new App(page).open();
  const opened =
    "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000: £150 a sale.";

  // 2, 3: the caret stands on Demo to sale, January; the quarter's total is beside it.
  await app.expectCaret("Demo to sale", "Jan");
  await app.press("ArrowLeft");
  await app.write("18%");
  await app.expectBar("Demo to sale 20% → 18% in 3 months: Spend £15,000 → £16,667.");
  await app.press("Control+z");
  await app.expectSentence(opened);

  // 5, 6: £10,000 typed over a number of the sentence, and what would have to be true.
  await app.press("Control+Alt+a", "Tab", "Tab", "Tab");
  await expect(app.number("£15,000")).toBeFocused();
  await app.press("Enter");
  await expect(app.sentence.getByRole("textbox", { name: "Spend" })).toBeFocused();
  await app.write("10000");
  await app.expectSentence("With £10,000 in Q1 2027 you sell 67 units, 33 short of 100: £150 a sale.");
  await app.press("F4");
  await expect(app.levers).toBeFocused();
  const choice = app.lever("Visitor to demo 7.5%");
  await app.press("Home");
  for (let i = 0; i < 8 && (await choice.getAttribute("aria-selected")) !== "true"; i++)
    await app.press("ArrowDown");
  await app.press("Enter");
  await app.expectSentence("To sell 100 units for £10,000 in Q1 2027, Visitor to demo must be 7.5%.");
  await app.press("Control+z", "Control+z");
  await app.expectSentence(opened);

  // 8: a second goal, and let go again.
  await app.press("Control+Alt+s");
  await app.goTo("Units sold", "Mar");
  await app.write("40");
  await app.expectBar(/^Goal: 40 Units sold in March by Spend in March £6,000/);
  await app.press("Control+z");
  await app.expectSentence(opened);

  // 9: a computed cell has nothing to delete. 13: why, and a part of the answer leads to its cell.
  await app.goTo("Demos", "total");
  await app.press("Delete");
  await app.expectBar(/computed: Visitors \* \[Visitor to demo\]; nothing to delete/);
  await app.press("Alt+w");
  await app.expectBar(/^500 demos = 10,000 visitors × 5%/);
  await app.press("F4");
  await expect(app.bar.getByRole("button").first()).toBeFocused();
  await app.press("Tab", "Enter");
  await app.expectCaret("Visitor to demo", "total");

  // 16, 17: two scenarios over the base.
  await app.press("Shift+F11");
  await expect(page.getByRole("textbox", { name: "Name of the scenario" })).toBeFocused();
  await app.write("Better demos");
  await app.goTo("Visitor to demo", "total");
  await app.write("5.5%");
  await app.goTo("Demo to sale", "total");
  await app.write("24%");
  await app.expectSentence(/417 demos from 7,576 visitors, and £11,364: £114 a sale/);
  await app.press("Control+Alt+PageUp");
  await app.expectSentence(opened);
  await app.press("Shift+F11");
  await expect(page.getByRole("textbox", { name: "Name of the scenario" })).toBeFocused();
  await app.write("Half the budget");
  await app.goTo("Spend", "total");
  await app.write("7500");
  await app.expectSentence(/With £7,500 .* you sell 50 units, 50 short of 100/);

  // 18: side by side. From the caret up to the headings, and a heading explains its column.
  await app.press("Control+Alt+c");
  const grid = page.getByRole("grid", { name: "Comparison" });
  await expect(grid).toBeVisible();
  await app.press("F4", "Escape");
  await expect(grid.locator(":focus")).toHaveCount(1);
  await app.press("Home", "ArrowRight", "ArrowRight");
  for (let i = 0; i < 30 && (await grid.locator("thead :focus").count()) === 0; i++)
    await app.press("ArrowUp");
  await expect(grid.getByRole("button", { name: "Better demos" })).toBeFocused();
  await app.press("Enter");
  await expect(page.getByRole("figure", { name: "Why they differ" })).toContainText(
    "Better demos needs £3,636 less for the same 100 units: Sales’ demo-to-sale rate saves £2,389, " +
      "Marketing’s visitor-to-demo rate £1,247.",
  );
  await app.press("Escape");
  await expect(app.grid).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-pointed");
});
