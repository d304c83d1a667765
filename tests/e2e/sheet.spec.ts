// The sheet in the built app, keyboard and mouse: fill with series, widths, commands for everything, why and what moves.
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { App, NEW_ROW } from "./app.ts";

/** Runs a command by its name from Ctrl K. */
async function command(app: App, name: string): Promise<void> {
  await app.press("Control+k");
  const dialog = app.page.getByRole("dialog", { name: "Commands" });
  await dialog.getByRole("combobox").fill(name);
  await expect(dialog.getByRole("option").first()).toContainText(name);
  await app.press("Enter");
  await expect(dialog).toBeHidden();
}

/** Answers the dialog that asks for one text. */
async function answer(page: Page, text: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.locator("input, textarea").fill(text);
  await dialog.getByRole("button", { name: "OK" }).click();
  await expect(dialog).toBeHidden();
}

/** Draws the small square at the corner of what is selected over to another cell. */
async function drawFill(app: App, row: string, from: string, to: string): Promise<void> {
  const first = await app.cell(row, from);
  const last = await app.cell(row, to);
  // The sheet may still be scrolling to what was selected.
  let places = "";
  await expect(async () => {
    const before = places;
    places = JSON.stringify([await first.boundingBox(), await last.boundingBox()]);
    expect(places).toBe(before);
  }).toPass({ intervals: [150] });
  const start = await first.boundingBox();
  const end = await last.boundingBox();
  if (start === null || end === null) throw new Error("no cells");
  const { mouse } = app.page;
  await mouse.move(start.x + start.width - 1, start.y + start.height - 1);
  await mouse.down();
  await mouse.move(start.x + start.width + 10, start.y + start.height / 2, { steps: 3 });
  // Of the last column a few pixels alone may be in sight.
  await mouse.move(end.x + 12, end.y + end.height / 2, { steps: 5 });
  await mouse.up();
}

test("the fill handle: steps go on, factors go on, one cell is copied; one undo each", async ({ page }) => {
  const app = await new App(page).open();
  await app.select("Price", "Jan");
  await command(app, "Periods › Add behind › 6 months");
  await app.type("Price", "Jan", "500");
  await app.type("Price", "Feb", "510");
  await app.select("Price", "Jan");
  await page.keyboard.press("Shift+ArrowRight");
  await drawFill(app, "Price", "Feb", "Apr");
  await app.expectRow("Price", { Mar: "£520", Apr: "£530" });
  await app.undo();
  await app.expectRow("Price", { Mar: "£480" });
  await app.type("Click-through rate", "Jan", "3%");
  // Back by the keyboard: two clicks on one cell would open its editor.
  await page.keyboard.press("ArrowUp");
  await drawFill(app, "Click-through rate", "Jan", "Apr");
  await app.expectRow("Click-through rate", { Feb: "3.0%", Mar: "3.0%", Apr: "3.0%" });
});

test("the fill handle past the visible edge: the sheet scrolls along, and the series goes on to the last month", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.select("Price", "Jan");
  await command(app, "Periods › Add behind › 12 months");
  await app.type("Price", "Jan", "400", "Tab");
  await app.write("420", "Tab");
  await app.write("441");
  await app.select("Price", "Jan");
  await app.press("Shift+ArrowRight", "Shift+ArrowRight");
  const march = await app.cell("Price", "Mar 2027");
  // The sheet may still be scrolling to what was selected: the handle is taken hold of where it rests.
  let place = "";
  await expect(async () => {
    const before = place;
    place = JSON.stringify(await march.boundingBox());
    expect(place).toBe(before);
  }).toPass({ intervals: [150] });
  const from = await march.boundingBox();
  const sheet = await app.grid.boundingBox();
  if (from === null || sheet === null) throw new Error("no cells");
  const { mouse } = page;
  await mouse.move(from.x + from.width - 1, from.y + from.height - 1);
  await mouse.down();
  await mouse.move(from.x + from.width + 20, from.y + 10, { steps: 3 });
  // The farther out, the faster it scrolls; a busy machine takes its time all the same.
  await mouse.move(sheet.x + sheet.width + 150, from.y + 10, { steps: 5 });
  await expect(app.heading("Mar 2028")).toBeVisible({ timeout: 25_000 });
  await expect(async () => {
    const last = await app.heading("Mar 2028").boundingBox();
    expect((last?.x ?? Infinity) + (last?.width ?? 0)).toBeLessThanOrEqual(sheet.x + sheet.width + 2);
  }).toPass();
  await mouse.up();
  // 5% more each month: 400 × 1.05¹⁴.
  await app.expectCell("Price", "Mar 2028", "£792");
  await app.undo();
  await app.expectBar(/^Undone: 12 cells/);
  await app.expectCell("Price", "Apr 2027", "");
});

test("the fill handle back: to the left and up, a series goes down as it went up", async ({ page }) => {
  const app = await new App(page).open();
  await app.type("Price", "Feb", "500", "Tab");
  await app.write("510");
  await app.select("Price", "Feb");
  await app.press("Shift+ArrowRight");
  const corner = async (row: string, column: string): Promise<{ x: number; y: number }> => {
    const box = await (await app.cell(row, column)).boundingBox();
    if (box === null) throw new Error("no cell");
    return { x: box.x + box.width - 1, y: box.y + box.height - 1 };
  };
  const draw = async (start: { x: number; y: number }, end: { x: number; y: number }): Promise<void> => {
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(end.x - 20, end.y - 12, { steps: 8 });
    await page.mouse.up();
  };
  await draw(await corner("Price", "Mar"), await corner("Price", "Jan"));
  await app.expectRow("Price", { Jan: "£490", Feb: "£500", Mar: "£510" });
  await app.type("Demos a rep", "Jan", "9");
  await app.press("ArrowUp");
  await draw(await corner("Demos a rep", "Jan"), await corner("Sales reps", "Jan"));
  await app.expectRow("Sales reps", { Jan: "9" });
  await app.expectRow("Demos a rep", { Jan: "9.0" });
});

test("names drawn down go on as months do, over rows and over the empty last line; one undo", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.newPlan();
  await app.write("Cohort January");
  await app.press("Control+End", "Home");
  await app.write("Cohort");
  await app.header("Cohort").click();
  await app.keys("January 2027");
  await app.press("Enter");
  const start = await app.header("January 2027").boundingBox();
  const end = await app.header(NEW_ROW).boundingBox();
  if (start === null || end === null) throw new Error("no rows");
  await app.press("ArrowUp");
  await page.mouse.move(start.x + start.width - 1, start.y + start.height - 1);
  await page.mouse.down();
  await page.mouse.move(end.x + 60, end.y + end.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(app.header("February 2027")).toBeVisible();
  await app.expectBar(/^New row: February 2027/);
  await app.undo();
  await expect(app.header("February 2027")).toHaveCount(0);
});

test("columns: dragged wider, fitted again by a double click, kept by this device", async ({ page }) => {
  const app = await new App(page).open();
  const head = app.heading("Jan").first();
  const before = await head.boundingBox();
  if (before === null) throw new Error("no heading");
  const edge = { x: before.x + before.width - 2, y: before.y + before.height / 2 };
  await page.mouse.move(edge.x - 20, edge.y);
  await page.mouse.move(edge.x, edge.y, { steps: 3 });
  await page.mouse.down();
  await page.mouse.move(edge.x + 50, edge.y, { steps: 4 });
  await page.mouse.up();
  await expect(async () => {
    expect((await head.boundingBox())?.width).toBeGreaterThan(before.width + 30);
  }).toPass();
  await app.reload();
  await expect(async () => {
    expect((await head.boundingBox())?.width).toBeGreaterThan(before.width + 30);
  }).toPass();
  const wide = await head.boundingBox();
  if (wide === null) throw new Error("no heading");
  // The example's line is gone by now: everything stands higher.
  const again = { x: wide.x + wide.width - 2, y: wide.y + wide.height / 2 };
  await page.mouse.move(again.x - 18, again.y);
  await page.mouse.move(again.x, again.y, { steps: 3 });
  await page.mouse.dblclick(again.x, again.y);
  await expect(async () => {
    expect((await head.boundingBox())?.width).toBeLessThan(before.width + 10);
  }).toPass();
});

test("a block of columns by their heads, Ctrl+Z and Ctrl+Y from the sheet", async ({ page }) => {
  const app = await new App(page).open();
  await app.heading("Jan").first().click();
  await app
    .heading("Feb")
    .first()
    .click({ modifiers: ["Shift"] });
  await app.press("Delete");
  await app.expectRow("Price", { Jan: "", Feb: "", Mar: "£480" });
  await app.press("Control+z");
  await app.expectRow("Price", { Jan: "£480", Feb: "£480" });
  await app.press("Control+y");
  await app.expectRow("Price", { Jan: "" });
  await app.press("Control+z");
});

test("storyboard 14: a paste of three by three takes three and keeps six computed cells, listed", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.select("Click-through rate", "Jan");
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "2.5%\t2.5%\t2.5%\n1\t2\t3\n9\t9\t9");
    document.activeElement?.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
    );
  });
  await app.expectBar(/^3 taken\. 6 computed cells differ and were kept/);
  await app.offer("See them").click();
  await expect(app.bar).toContainText("“1”");
  await app.press("Control+z");
  await app.expectRow("Click-through rate", { Jan: "2.0%" });
});

test("why, and what it moves: each part leads to its cell", async ({ page }) => {
  const app = await new App(page).open();
  await app.select("Demo to sale", "total");
  await app.press("Alt+m");
  await app.expectBar(/^Demo to sale a point higher \(20% → 21%\): Spend £15,000 → £14,286/);
  await app.bar.getByRole("button", { name: /Spend/ }).first().click();
  await app.expectCaret("Spend", "total");
  await app.select("Demos", "total");
  await app.press("Alt+w");
  await app.expectBar(/^500 demos = 10,000 visitors × 5/);
  // Every kind of cell answers both.
  await app.press("Alt+m");
  await app.expectBar(/^Demos 1% higher \(500 → 505\), goals aside: .*Units sold 100 → 101/);
  await app.select("Spend", "Feb");
  await app.press("Alt+w");
  await app.expectBar(/^Spend £5,000 is worked out so that Units sold is 100/);
  await app.press("Alt+m");
  await app.expectBar(/^Spend 1% higher/);
  await app.select("Price", "Jan");
  await app.press("Alt+w");
  await app.expectBar(/^Price £480 is Sales’, January/);
  await app.type("Click-through rate", "Feb", "0%");
  await app.select("Cost per click", "Feb");
  await app.press("Alt+w");
  await app.expectBar(/^Cost per click is #DIV\/0!: .*Go to/);
});

test("a row that others use: who uses it is said at its cell, and the number can stand in its place", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.menu("Price", "Delete row");
  const list = page.getByRole("listbox", { name: /^Revenue uses Price\. Without it/ });
  await expect(list).toBeInViewport({ ratio: 1 });
  await expect(list.getByRole("option").first()).toHaveText("Keep Price");
  await list.getByRole("option", { name: /^Write £480/ }).click();
  await expect(app.header("Price")).toHaveCount(0);
  await app.expectCell("Revenue", "total", "£48,000");
  await app.undo();
  await expect(await app.reveal("Price")).toBeVisible();
});

test("a goal on a total keeps its periods when more are added, and quarters fold to their totals", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.heading("Jan").first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "Add behind" }).click();
  await page.getByRole("menuitem", { name: "3 months", exact: true }).click();
  await app.expectBar(/^Q2 2027 added; goals keep the periods that they were set for/);
  await app.expectState("Units sold", "Q1", /goal/);
  await app.expectCell("Units sold", "Q1", /100/);
  await app.expectSentence(/Units sold in Q1 2027 at 100/);
  await page.getByRole("combobox", { name: "Columns" }).selectOption({ label: "quarters" });
  await expect(app.heading("Jan")).toHaveCount(0);
  await app.expectCell("Units sold", "Q1", /100/);
});

test("things to check are walked through by F8, and listed", async ({ page }) => {
  const app = await new App(page).open();
  await expect(page.getByRole("button", { name: "1 to check" })).toBeVisible();
  await app.select("Price", "Jan");
  await app.press("F8");
  await app.expectBar(/3 more than .*\(1 of 1\)/);
  await app.expectCaret("Demos", "Mar");
});

test("a command for everything: rows, sections, channels, periods and what is shown, by Ctrl K", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.select("Price", "Jan");
  await command(app, "Row › Format › 2 decimals");
  await app.expectCell("Price", "Jan", "£480.00");
  await command(app, "Row › Duplicate");
  await expect(await app.reveal("Price 2")).toBeVisible();
  await app.press("Control+z");
  await command(app, "Row › Insert a row below…");
  await answer(page, "Discount");
  await app.expectCaret("Discount", "Jan");
  await command(app, "Section › Add a section…");
  await answer(page, "Retention");
  await app.press("Control+End");
  await expect(page.getByRole("gridcell", { name: "Section Retention" })).toBeVisible();
  await command(app, "Show › Channel › Add channel…");
  await answer(page, "Events");
  await command(app, "Show › Columns › channels");
  await expect(page.getByRole("columnheader", { name: "Events" }).first()).toBeVisible();
});

test("a row moves with Alt+Shift and an arrow, and the caret goes with it", async ({ page }) => {
  const app = await new App(page).open();
  await app.select("Price", "Jan");
  await app.press("Alt+Shift+ArrowDown");
  await app.expectCaret("Price", "Jan");
  await app.expectBar(/Price/);
  await app.press("Control+z");
});

test("another period length is a new plan beside the old one", async ({ page }) => {
  const app = await new App(page).open();
  await app.heading("Jan").first().click({ button: "right" });
  await page.getByRole("menuitem", { name: "New plan beside it, in" }).click();
  await page.getByRole("menuitem", { name: "quarters", exact: true }).click();
  await expect(app.heading("Q1 2027").first()).toBeVisible();
  // Money and counts are added, rates weighted by what they are of, stocks last; the goal is the quarter's.
  await app.expectBar(
    /^A new plan in other periods.*Demos a rep is an amount for one month: it was added up/,
  );
  await app.expectRow("Spend", { Q1: "£15,000" });
  await app.expectRow("Click-through rate", { Q1: "2.0%" });
  await app.expectRow("Demos", { Q1: "500" });
  await app.expectRow("Sales reps", { Q1: "3" });
  await app.expectRow("Price", { Q1: "£480" });
  await app.expectState("Units sold", "Q1", /goal/);
  await app.expectSentence(
    /^To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000/,
  );
  const dialog = await app.openPlans();
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
});

test("in weeks, then in years: counts and money split by days and added, rates copied, the goal keeps its periods", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.select("Price", "Jan");
  await command(app, "Periods › New plan beside it, in › weeks");
  await app.expectSentence(/^To sell 100 units in W53 2026–W13 2027 .*10,000 visitors, and £15,000/);
  // Of January's £4,500 three days' and seven days' parts: 1 January 2027 is a Friday.
  await app.expectRow("Spend", { total: "£15,000", W53: "£435", W01: "£1,016" });
  await app.expectRow("Impressions", { total: "500,000", W53: "14,516" });
  await app.expectRow("Click-through rate", { total: "2.0%", W53: "2.0%", W01: "2.0%" });
  await app.expectRow("Price", { W53: "£480", W01: "£480" });
  await app.expectRow("Sales reps", { total: "3", W53: "3", W01: "3" });
  await app.expectState("Units sold", "total", /goal/);
  await app.select("Price", "W01");
  await command(app, "Periods › New plan beside it, in › years");
  await app.expectSentence(/^To sell 100 units in 2026–2027 .*10,000 visitors, and £15,000/);
  await app.expectRow("Sales reps", { total: "3", "2026": "3", "2027": "3" });
  await app.expectState("Units sold", "total", /goal/);
  const dialog = await app.openPlans();
  await expect(dialog.getByRole("listitem")).toHaveCount(3);
});

test("in quarters: rates that differ are weighted as their total was; every delay is restated and listed", async ({
  page,
}) => {
  const app = await new App(page).open();
  await app.type("Click-through rate", "Feb", "3.5%");
  await app.type("Price", "Mar", "600");
  const weighted = await (await app.cell("Click-through rate", "total")).textContent();
  const price = await (await app.cell("Price", "total")).textContent();
  await app.select("Price", "Jan");
  await command(app, "Periods › New plan beside it, in › quarters");
  await app.expectRow("Click-through rate", { Q1: weighted ?? "" });
  await app.expectRow("Price", { Q1: price ?? "" });
  await app.press("Control+Alt+n");
  const dialog = page.getByRole("dialog", { name: "Start a plan" });
  await dialog.getByRole("button", { name: "Lead to deal", exact: true }).click();
  await app.expectSentence(/^To win 150 deals in Jan–Jun 2027/);
  await app.select("Spend", "Jan");
  await command(app, "Periods › New plan beside it, in › quarters");
  await app.expectSentence(/^To win 150 deals in Q1–Q2 2027/);
  // A month's delay is a third of a quarter's: what was in the next month is a tenth of the next quarter.
  await app.expectBar(/SQLs counts in periods: LAG\(MQLs, 70%, 30%\) .* is now LAG\(MQLs, 90%, 10%\)/);
  await app.expectBar(/Opportunities counts in periods: .*Deals counts in periods: /);
  await app.bar.getByRole("button", { name: "SQLs", exact: true }).click();
  await app.expectCaret("SQLs", "total");
});
