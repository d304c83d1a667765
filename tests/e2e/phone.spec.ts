import { expect, test } from "@playwright/test";
import { App } from "./app.ts";

const SENTENCE = /^To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000/;

async function expectNoOverflow(app: App): Promise<void> {
  const widths = await app.page.evaluate(() => {
    const root = document.documentElement;
    return { content: root.scrollWidth, screen: root.clientWidth };
  });
  expect(widths.content).toBeLessThanOrEqual(widths.screen);
}

test.describe("a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("a row's menu lies over the bar, to its last line", async ({ page }) => {
    const app = await new App(page).open();
    await (await app.reveal("Demos")).click({ button: "right" });
    const last = page.getByRole("menuitem", { name: "Delete row" });
    await expect(last).toBeVisible();
    const isUncovered = await last.evaluate((item) => {
      const { left, top, width, height } = item.getBoundingClientRect();
      return item.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    expect(isUncovered).toBe(true);
  });

  test("reads the answer, scrolls the sheet, and nothing sticks out of the page", async ({ page }) => {
    const app = await new App(page).open();
    await app.expectSentence(SENTENCE);
    await expect(app.number("£15,000")).toBeInViewport();
    await expectNoOverflow(app);
    await expect(app.header("Spend")).toBeInViewport();
    await app.expectCell("Spend", "total", "£15,000");
    // The sheet scrolls sideways within itself; names stay.
    const march = app.heading("Mar");
    const box = await app.grid.boundingBox();
    if (box === null) throw new Error("The sheet has no place");
    await page.mouse.move(box.x + box.width / 2, box.y + 100);
    await page.mouse.wheel(600, 0);
    await expect(march.first()).toBeInViewport();
    await expect(app.header("Spend")).toBeInViewport();
    await expectNoOverflow(app);
    await page.getByRole("tabpanel", { name: "Funnel" }).scrollIntoViewIfNeeded();
    await expect(page.getByRole("tabpanel", { name: "Funnel" })).toBeInViewport();
    await app.openPlans();
    await expectNoOverflow(app);
  });

  test("can change a number in the sentence", async ({ page }) => {
    const app = await new App(page).open();
    await app.typeInSentence("£15,000", "Spend", "ten or so");
    await expect(page.getByRole("alert")).toHaveText(/is not a number/);
    await app.sentence.getByRole("textbox", { name: "Spend" }).press("Escape");
    await app.typeInSentence("£15,000", "Spend", "10000");
    await expect(app.bar).toBeInViewport();
    await app.expectSentence(/^With £10,000 in Q1 2027 you sell 67 units, 33 short of 100/);
    await expectNoOverflow(app);
  });
});

test.describe("twice as large", () => {
  // 200% zoom on a laptop of 1366 × 768.
  test.use({ viewport: { width: 683, height: 384 }, deviceScaleFactor: 2 });

  test("everything can be reached and used", async ({ page }) => {
    const app = await new App(page).open();
    await app.expectSentence(SENTENCE);
    await expectNoOverflow(app);
    await app.type("Demo to sale", "total", "18%");
    await app.expectSentence(/£16,667/);
    await app.expectBar("Demo to sale 20% → 18% in 3 months: Spend £15,000 → £16,667.");
    await expect(app.bar).toBeInViewport();
    await page.getByRole("button", { name: "Why?" }).click();
    await app.expectBar(/^Spend £16,667 is worked out/);
    await expectNoOverflow(app);
  });
});
