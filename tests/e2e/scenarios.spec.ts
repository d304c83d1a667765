import { expect, test } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { App, readDownload } from "./app.ts";

/** A tab of a scenario, by what it says: its name and how many rows it changes. */
function tab(page: Page, name: string | RegExp): Locator {
  return page.getByRole("tablist", { name: "Scenarios" }).getByRole("tab", { name });
}

/** Starts a scenario over the base and gives it a name. */
async function start(app: App, name: string): Promise<void> {
  await app.page.getByRole("button", { name: "New scenario" }).click();
  const field = app.page.getByRole("textbox", { name: "Name of the scenario" });
  await expect(field).toBeFocused();
  await field.fill(name);
  await field.press("Enter");
  await expect(tab(app.page, name)).toHaveAttribute("aria-selected", "true");
}

async function openBetterDemos(app: App): Promise<void> {
  await start(app, "Better demos");
  await app.type("Visitor to demo", "total", "5.5%");
  await app.type("Demo to sale", "total", "24%");
}

async function openHalf(app: App): Promise<void> {
  await tab(app.page, /^Base/).click();
  await start(app, "Half the budget");
  await app.type("Spend", "total", "7500");
}

/** A cell of the comparison, in the first group that has the row. */
function compared(page: Page, row: string, column: number): Locator {
  return page
    .getByRole("grid", { name: "Comparison" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name: row, exact: true }) })
    .first()
    .getByRole("gridcell")
    .nth(column);
}

test("storyboard 16–18: from typing two scenarios to the waterfall that says why they differ", async ({
  page,
}) => {
  const app = await new App(page).open();

  await openBetterDemos(app);
  await expect(tab(page, "Better demos")).toHaveText("Better demos +2");
  await app.expectState("Visitor to demo", "Jan", /assumption; differs from the base/);
  await app.expectState("Demo to sale", "total", /differs from the base/);
  await app.expectSentence(/100 units .* 417 demos from 7,576 visitors, and £11,364: £114 a sale/);

  await openHalf(app);
  await expect(tab(page, "Half the budget")).toHaveText("Half the budget +1");
  await app.expectSentence(/With £7,500 .* 50 units, 50 short of 100/);

  // What a scenario does not touch follows the base.
  await tab(page, /^Base/).click();
  await app.expectSentence(/£15,000/);
  await app.type("Click-through rate", "total", "4%");
  await tab(page, "Half the budget").click();
  await app.expectSentence(/With £7,500 .* you sell 100 units/);
  await tab(page, /^Base/).click();
  await app.type("Click-through rate", "total", "2%");
  await tab(page, "Half the budget").click();
  await app.expectSentence(/you sell 50 units, 50 short of 100/);

  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const grid = page.getByRole("grid", { name: "Comparison" });
  await expect(grid.getByRole("columnheader")).toHaveText(["Row", "Base", "Better demos", "Half the budget"]);
  await expect(compared(page, "Spend", 1)).toHaveText(/£11,364.*−£3,636/);
  await expect(compared(page, "Spend", 2)).toHaveText("£7,500 −£7,500");
  await expect(compared(page, "Units sold", 2)).toHaveText(/^◎?\s*50\s*✗\s*−50$/);
  await expect(compared(page, "Units sold", 2).getByRole("img", { name: "worse" })).toBeVisible();

  // A column's name makes it the one explained.
  await grid.getByRole("button", { name: "Better demos" }).click();
  const figure = page.getByRole("figure", { name: "Why they differ" });
  await expect(figure).toContainText(
    "Better demos needs £3,636 less for the same 100 units: Sales’ demo-to-sale rate saves £2,389, " +
      "Marketing’s visitor-to-demo rate £1,247.",
  );
  const parts = figure.getByRole("row");
  await expect(parts.filter({ hasText: "Visitor to demo" })).toContainText("5% → 5.5%−£1,247");
  await expect(parts.filter({ hasText: "Demo to sale" })).toContainText("20% → 24%−£2,389");
  await expect(parts.filter({ hasText: "Demo to sale" }).getByText("−£2,389")).toHaveAttribute(
    "title",
    /−£2,389\.66/,
  );
  await expect(figure).toContainText("Spend is solved again all along");
  const answer = page.getByRole("region", { name: "Answer" });
  await expect(answer).toContainText("Better demos needs £3,636 less for the same 100 units.");
  await expect(answer).toContainText("Half the budget: Units sold 50, 50 short of 100.");

  await page.getByText("Alone, first and last").click();
  const alone = page.getByRole("table").filter({ hasText: "Made first" });
  await expect(alone.getByRole("row").filter({ hasText: "Demo to sale" })).toContainText("−£2,500−£2,273");
  await expect(alone.getByRole("row").filter({ hasText: "Visitor to demo" })).toContainText("−£1,364−£1,136");

  await grid.getByRole("button", { name: "Half the budget" }).click();
  await expect(figure).toContainText("Half the budget has Units sold at 50 (−50)");
  await expect(figure.getByRole("row").filter({ hasText: "Spend" })).toContainText("−50");

  // Edited in place: the column's own scenario changes, the bar says so, and everything follows.
  await compared(page, "Demo to sale", 2).click();
  await page.keyboard.type("40%");
  await page.keyboard.press("Enter");
  await expect(compared(page, "Units sold", 2)).toHaveText("100");
  await expect(tab(page, "Half the budget")).toHaveText("Half the budget +2");
  await expect(compared(page, "Demo to sale", 0)).toHaveText("20.0%");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(compared(page, "Units sold", 2)).toHaveText(/^50/);

  await page.keyboard.press("Escape");
  await expect(app.grid).toBeVisible();
});

test("tabs: renamed, moved, duplicated, deleted and brought back; differences listed, dropped, copied, taken", async ({
  page,
}) => {
  const app = await new App(page).open();
  await openBetterDemos(app);
  await openHalf(app);

  const tabs = page.getByRole("tablist", { name: "Scenarios" }).getByRole("tab");
  await expect(tabs).toHaveText(["Base", "Better demos +2", "Half the budget +1"]);
  await tab(page, "Half the budget").focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(tabs).toHaveText(["Base", "Half the budget +1", "Better demos +2"]);
  await page.keyboard.press("F2");
  const field = page.getByRole("textbox", { name: "Name of the scenario" });
  await field.fill("better demos");
  await field.press("Enter");
  await expect(page.getByRole("alert")).toContainText("There is a scenario called better demos already");
  await field.fill("Half");
  await field.press("Enter");
  await expect(tabs).toHaveText(["Base", "Half +1", "Better demos +2"]);
  await tab(page, "Half").focus();
  await page.keyboard.press("Delete");
  await expect(tabs).toHaveText(["Base", "Better demos +2"]);
  await app.undo();
  await expect(tabs).toHaveText(["Base", "Half +1", "Better demos +2"]);

  // The list: base → here; one is dropped, one copied.
  await tab(page, "Better demos").click();
  await page.getByRole("button", { name: "What Better demos changes" }).click();
  const list = page.getByRole("dialog", { name: "What Better demos changes" });
  await expect(list.getByRole("row")).toHaveText([
    /Visitor to demo Q1 2027\s*5% → 5.5%/,
    /Demo to sale Q1 2027\s*20% → 24%/,
  ]);
  await list.getByRole("button", { name: "Follow the base in Visitor to demo" }).click();
  await expect(tab(page, "Better demos")).toHaveText("Better demos +1");
  await list.getByRole("combobox").selectOption({ label: "Half" });
  await expect(tab(page, "Half")).toHaveText("Half +2");

  // Taken into the base: it says first what that would change in the others.
  await list.getByRole("button", { name: "Take the chosen into the base" }).click();
  await expect(list.getByRole("alert")).toContainText("Base: Spend £15,000 → £12,500");
  await expect(list.getByRole("alert")).not.toContainText("Half:");
  await list.getByRole("button", { name: "Take them" }).click();
  await expect(tabs).toHaveText(["Base", "Half +1", "Better demos"]);
  await tab(page, /^Base/).click();
  await app.expectSentence(/£12,500/);
  await app.undo();
  await expect(tabs).toHaveText(["Base", "Half +2", "Better demos +1"]);
  await app.expectSentence(/£15,000/);

  // Rows belong to the plan: the bar says so.
  await tab(page, "Half").click();
  await app.select("Price", "total");
  await app.toNewRow();
  await app.write("Reserve");
  await app.expectBar(/New row Reserve.*this holds in all scenarios/);
  await tab(page, /^Base/).click();
  await expect(await app.reveal("Reserve")).toBeVisible();
});

test("twelve scenarios stand side by side; one is swept; the comparison leaves as CSV and as an image", async ({
  page,
}) => {
  const app = await new App(page).open();
  for (let i = 1; i <= 11; i++) await start(app, `Rate ${i}`);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  const grid = page.getByRole("grid", { name: "Comparison" });
  await expect(grid.getByRole("columnheader")).toHaveCount(13);
  await compared(page, "Demos", 3).click();
  await page.keyboard.press("Home");
  for (let i = 1; i <= 3; i++) {
    await compared(page, "Cost per sale", i).click();
    await page.keyboard.press("ArrowUp");
    await expect(compared(page, "Spend", i)).toBeFocused();
    await page.keyboard.type(String(9000 + i * 1000));
    await page.keyboard.press("Enter");
    await expect(compared(page, "Spend", i)).toContainText(`£${(9 + i).toString()},000`);
  }

  await page.getByRole("tab", { name: "Funnels" }).click();
  await expect(page.getByRole("figure", { name: /^Funnel:/ })).toHaveCount(12);

  await page.getByRole("tab", { name: "Sweep" }).click();
  await tab(page, /^Base/).click();
  const swept = page.getByRole("figure", { name: "Spend by Demo to sale" });
  await expect(swept.getByRole("row").nth(1)).toContainText("10.0%£30,000");
  await expect(swept.getByRole("row").nth(5)).toContainText("30.0%£10,000");

  const csv = page.waitForEvent("download");
  await page.getByRole("button", { name: "Comparison as CSV" }).click();
  const file = await readDownload(await csv);
  expect(file.name).toMatch(/^Spring launch, comparison .*\.csv$/);
  expect(file.text).toContain('"Row","Base","Rate 1","Rate 2"');
  expect(file.text).toContain('"Spend",15000,10000,11000,12000,15000');
  const png = page.waitForEvent("download");
  await page.getByRole("button", { name: "Comparison as image" }).click();
  expect((await png).suggestedFilename()).toMatch(/comparison .*\.png$/);

  await swept.getByRole("button", { name: /Demo to sale 30.0%: £10,000/ }).click();
  await expect(tab(page, /Demo to sale 30/)).toHaveAttribute("aria-selected", "true");
  await app.expectSentence(/£10,000/);
});
