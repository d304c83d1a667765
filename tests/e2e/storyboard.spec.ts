import { expect, test } from "@playwright/test";
import { App, NEW_ROW } from "./app.ts";

// An hour with the founding plan, on the screen. tests/session/storyboard.test.ts has the same figures without one.

const OPENED =
  "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000: £150 a sale.";

let app: App;
test.beforeEach(async ({ page }) => {
  app = await new App(page).open();
});

test("1: the plan opens, worked, with the caret on Demo to sale", async ({ page }) => {
  await app.expectSentence(OPENED);
  await expect(app.sentence).toContainText("Spend is worked out for it; months keep their shares");
  await expect(page.getByText("An example. Change any number, or start from")).toBeVisible();
  await app.expectRow("Spend", { total: "£15,000", Jan: "£4,500", Feb: "£5,000", Mar: "£5,500" });
  await app.expectRow("Impressions", { total: "500,000" });
  await app.expectRow("Cost per click", { total: "£1.50" });
  await app.expectRow("Cost per sale", { total: "£150" });
  await app.expectRow("Revenue", { total: "£48,000" });
  await app.expectCell("Demos", "Mar", "▲ 183");
  await app.expectState("Demos", "Mar", /over its limit/);
  await app.expectState("Spend", "Jan", /solved for a goal/);
  await app.expectState("Units sold", "total", /goal/);
  await app.expectState("Demo to sale", "Jan", /assumption/);
  await expect(app.foot).toContainText("Demo to sale · Jan 2027");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("tabpanel", { name: "Funnel" })).toContainText("500,000");
});

test("2 to 4: 18% over the quarter, undone, and 36 of 182", async ({ page }) => {
  await app.type("Demo to sale", "total", "18%");
  await app.expectSentence(
    "To sell 100 units in Q1 2027 you need 556 demos from 11,111 visitors, and £16,667: £167 a sale.",
  );
  await app.expectRow("Demo to sale", { total: "18.0%", Jan: "18.0%", Feb: "18.0%", Mar: "18.0%" });
  await app.expectBar("Demo to sale 20% → 18% in 3 months: Spend £15,000 → £16,667.");
  await page.keyboard.press("Control+z");
  await app.expectSentence(OPENED);
  await app.expectBar(/^Undone: Demo to sale/);
  await app.expectRow("Spend", { Jan: "£4,500", Feb: "£5,000", Mar: "£5,500" });
  await app.reload();
  await page.keyboard.press("Control+y");
  await app.expectCell("Spend", "total", "£16,667");
  await page.keyboard.press("Control+z");

  await app.type("Demo to sale", "total", "36 of 182");
  await app.expectRow("Demo to sale", { total: "19.8%", Jan: "19.8%", Feb: "19.8%", Mar: "19.8%" });
  await app.expectCell("Spend", "total", "£15,167");
  await app.expectState("Demo to sale", "Jan", /seen in 36 of 182/);
  await app.select("Demo to sale", "total");
  await expect(app.foot).toContainText("36 of 182; one evidence for 3 months");
  await page.keyboard.press("Control+z");
  await app.expectSentence(OPENED);
});

test("5 to 7: £10,000, what would have to be true, and what cannot be", async ({ page }) => {
  await app.typeInSentence("£15,000", "Spend", "10000");
  await app.expectSentence("With £10,000 in Q1 2027 you sell 67 units, 33 short of 100: £150 a sale.");
  await app.expectRow("Spend", { Jan: "£3,000", Feb: "£3,333", Mar: "£3,667" });
  await app.expectState("Spend", "Jan", /assumption/);
  await app.expectCell("Units sold", "total", "67 ◎ 100");
  await app.expectState("Units sold", "total", /goal, resting/);
  await app.expectBar("Spend is fixed, the goal of 100 rests.");
  await expect(app.offer("Put Spend back")).toBeVisible();
  await app.offer(/Solve it by something else/).click();
  await app.expectLevers([
    "Demo to sale 30%",
    "Visitor to demo 7.5%",
    "Click-through rate 3%",
    "Cost per 1,000 £20",
  ]);
  await expect(app.lever("Visitor to demo 7.5%")).toContainText("Marketing");
  await page.keyboard.press("Escape");
  await expect(app.levers).toBeHidden();

  await page.keyboard.press("F4");
  await expect(app.levers).toBeFocused();
  await app.lever("Visitor to demo 7.5%").click();
  await app.expectSentence("To sell 100 units for £10,000 in Q1 2027, Visitor to demo must be 7.5%.");
  await app.expectRow("Visitor to demo", { Jan: "7.5%", Feb: "7.5%", Mar: "7.5%" });
  await app.expectState("Visitor to demo", "Feb", /solved for a goal/);
  await app.expectBar(/Visitor to demo is Marketing’s\./);
  await app.undoAll();

  await app.type("Spend", "total", "2,500");
  await page.keyboard.press("F4");
  await expect(app.levers).toBeFocused();
  const options = app.levers.getByRole("option");
  const at = (await options.allTextContents()).findIndex((text) => text.includes("Demo to sale"));
  await page.keyboard.press("Home");
  for (let i = 0; i < at; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await app.expectSentence(
    "100 units cannot be reached by Demo to sale: even at 100% this plan sells 83. Spend would have to be £15,000.",
  );
  await app.expectRow("Demo to sale", { total: "20.0%", Jan: "20.0%" });
  await app.expectState("Demo to sale", "Jan", /^assumption/);
  await app.expectCell("Units sold", "total", "17 ◎ 100");
  await page.keyboard.press("F4");
  await app.expectLevers(["Click-through rate 12%", "Visitor to demo 30%", "Cost per 1,000 £5"]);
  await page.keyboard.press("Escape");
  await app.undoAll();
  await app.expectSentence(OPENED);
});

test("8: 40 in March, and let go again", async () => {
  await app.type("Units sold", "Mar", "40");
  await app.expectRow("Spend", { total: "£15,000", Jan: "£4,263", Feb: "£4,737", Mar: "£6,000" });
  await app.expectBar(
    "Goal: 40 Units sold in March by Spend in March £6,000. January and February now come to 60.",
  );
  await expect(app.offer("Override instead")).toBeVisible();
  await expect(app.offer("Let go")).toBeVisible();
  await app.press("ArrowUp", "Delete");
  await app.expectState("Units sold", "Mar", /^computed/);
  await app.expectState("Spend", "Mar", /^assumption/);
  await app.expectRow("Spend", { total: "£15,000", Mar: "£6,000" });
  await app.undoAll();
  await app.expectSentence(OPENED);
});

test("9 and 10: a slip, Delete on what is computed, and January's Spend", async ({ page }) => {
  await app.type("Demos", "Feb", "150");
  await app.expectBar(/^Goal: 150 Demos in February by Spend in February £4,500\./);
  await expect(app.offer("Override instead")).toBeVisible();
  await page.keyboard.press("Control+z");
  await app.expectSentence(OPENED);
  await app.select("Demos", "Feb");
  await page.keyboard.press("Delete");
  await app.expectBar(/^Demos is computed: .*; nothing to delete\.$/);
  await app.expectCell("Demos", "Feb", "167");

  await app.type("Spend", "Jan", "4,000");
  await app.expectRow("Spend", { total: "£15,000", Jan: "£4,000", Feb: "£5,238", Mar: "£5,762" });
  await app.expectState("Spend", "Jan", /^assumption/);
  await app.expectState("Spend", "Feb", /^solved for a goal/);
  await page.keyboard.press("Control+z");
  await app.expectSentence(OPENED);
});

test("9b: override instead, from the bar and with Alt+Enter", async ({ page }) => {
  await app.type("Demos", "Feb", "150");
  await app.offer("Override instead").click();
  await app.expectCell("Demos", "Feb", "150");
  await app.expectState("Demos", "Feb", /^overridden/);
  await app.select("Demos", "Feb");
  await page.keyboard.press("Delete");
  await app.expectState("Demos", "Feb", /^computed/);
  await app.type("Demos", "Jan", "120", "Alt+Enter");
  await app.expectState("Demos", "Jan", /^overridden/);
  await app.expectCell("Demos", "Jan", "120");
  await app.undoAll();
  await app.expectSentence(OPENED);
});

test("11: £120 a sale: the list opens before anything is stored", async ({ page }) => {
  await app.type("Cost per sale", "total", "120");
  await app.expectLevers([
    "Cost per 1,000 £24",
    "Click-through rate 2.5%",
    "Visitor to demo 6.25%",
    "Demo to sale 25%",
  ]);
  await expect(page.getByRole("button", { name: "Undo" })).toBeDisabled();
  await app.lever("Cost per 1,000 £24").click();
  await app.expectSentence(/£12,000: £120 a sale\.$/);
  await app.expectCell("Spend", "total", "£12,000");
  await app.expectCell("Cost per 1,000", "Jan", "£24.00");
  await page.keyboard.press("Control+z");
  await app.expectSentence(OPENED);
});

test("12: a fourth rep lifts March's limit", async () => {
  await app.select("Demos", "Mar");
  await expect(app.foot).toContainText("3 more than");
  await expect(app.foot).toContainText("Sales reps would have to be 3.06");
  await app.type("Sales reps", "Mar", "4");
  await app.expectCell("Demos", "Mar", "183");
  await app.expectCell("Demo capacity", "Mar", "240");
  await app.expectBar("Sales reps 3 → 4 in March: Spend stays £15,000.");
});

test("13: why 500, and each part leads to its cell", async ({ page }) => {
  await app.select("Demos", "total");
  await page.keyboard.press("Alt+w");
  const words =
    "500 demos = 10,000 visitors × 5%; the visitors follow from Spend, worked out so that Units sold is 100. " +
    "The 5% is Marketing’s, January–March.";
  await app.expectBar(words);
  await app.bar.getByRole("button", { name: "10,000 visitors" }).click();
  await expect(app.foot).toContainText("Visitors · Q1 2027");
  await app.number("500 demos").focus();
  await page.keyboard.press("Alt+w");
  await app.expectBar(words);
  await app.bar.getByRole("button", { name: "The 5%" }).click();
  await expect(app.foot).toContainText("Visitor to demo · Q1 2027");
  await app.type("Demo to sale", "total", "18%");
  await page.getByRole("button", { name: "Why?" }).click();
  await app.expectBar(
    "Spend £16,667 is worked out so that Units sold is 100: 100 units sold = 556 demos × 18%.",
  );
});

test("15: a second channel with a formula of its own and rows that do not apply", async ({ page }) => {
  await app.addChannel("Events");
  await app.pickChannel("Events");
  for (const row of ["Cost per 1,000", "Click-through rate", "Impressions"]) {
    await app.menu(row, "Applies in Events");
    await app.expectCell(row, "Jan", "–");
  }
  await (await app.reveal(NEW_ROW)).click();
  await app.write("Cost per visitor");
  await app.write("£10", "Tab");
  await app.write("10", "Tab");
  await app.write("10", "Enter");
  await app.menu("Cost per visitor", "Unit", "money per count");
  await app.select("Visitors", "Jan");
  await app.write("=Spend/[Cost per visitor]");
  for (const [row, text] of [
    ["Spend", "1000"],
    ["Visitor to demo", "20%"],
    ["Demo to sale", "20%"],
  ] as const) {
    await app.select(row, "Jan");
    await app.write(text, "Tab");
    await app.write(text, "Tab");
    await app.write(text, "Enter");
  }
  await app.pickChannel("all");
  await app.expectSentence(
    "To sell 100 units in Q1 2027 you need 500 demos from 9,100 visitors, and £16,200: £162 a sale.",
  );
  await expect(app.sentence).toContainText("Paid search £13,200, Events £3,000");
  await app.expectCell("Visitor to demo", "total", "5.5%");
  await (await app.reveal("Spend")).click();
  await page.keyboard.press("Alt+ArrowRight");
  await app.expectCell("Spend, Paid search", "total", "£13,200");
  await app.expectCell("Spend, Events", "total", "£3,000");
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(app.header("Spend, Events")).toHaveCount(0);
  await app.undoAll();
  await app.expectSentence(OPENED);
});
