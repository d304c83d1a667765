import { expect, test } from "@playwright/test";
import { App } from "./app.ts";

const OPENED = /^To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000/;

let first: App;
let second: App;

test.beforeEach(async ({ context }) => {
  first = await new App(await context.newPage()).open();
  second = await new App(await context.newPage()).open();
});

test("19: what one window edits the other shows, says, and does not undo; no caret moves", async () => {
  // Somebody is in the middle of a number when the other window edits.
  await second.select("Price", "Feb");
  await second.keys("52");
  await first.type("Cost per 1,000", "total", "32");
  await first.expectCell("Spend", "total", "£16,000");
  await second.expectCell("Spend", "total", "£16,000");
  await second.expectBar(/another window: Spend £15,000 → £16,000\.$/);
  await expect(second.editor).toHaveValue("52");
  await expect(second.editor).toBeFocused();
  await second.keys("0");
  await second.press("Enter");
  await second.expectCell("Price", "Feb", "£520");
  await first.expectCell("Price", "Feb", "£520");

  await second.press("Control+z");
  await second.expectCell("Price", "Feb", "£480");
  await second.expectCell("Spend", "total", "£16,000");
  await expect(second.page.getByRole("button", { name: "Undo" })).toBeDisabled();
  await second.press("Control+z");
  await second.expectCell("Spend", "total", "£16,000");
  await first.expectCell("Price", "Feb", "£480");
  await first.press("Control+z");
  await first.expectSentence(OPENED);
  await second.expectSentence(OPENED);
});

test("in turn and at the same time: nothing is lost, and both end the same", async () => {
  const rows = ["Click-through rate", "Visitor to demo"] as const;
  for (const n of [3, 4, 5]) {
    await first.page.bringToFront();
    await first.type(rows[0], "total", `${n}%`);
    await second.page.bringToFront();
    await second.type(rows[1], "total", `${n + 4}%`);
  }
  for (const app of [first, second]) {
    await app.expectCell(rows[0], "Jan", "5.0%");
    await app.expectCell(rows[1], "Jan", "9.0%");
  }
  await Promise.all([
    first.type("Demo to sale", "total", "30%"),
    second.type("Cost per 1,000", "total", "20"),
  ]);
  for (const app of [first, second]) {
    await app.expectCell("Demo to sale", "Mar", "30.0%");
    await app.expectCell("Cost per 1,000", "Mar", "£20.00");
    await expect(app.saved).toHaveText(/Saved/);
  }

  // One cell: the later one stands in both, and whoever wrote it can take it back.
  await Promise.all([first.type("Price", "Jan", "500"), second.type("Price", "Jan", "510")]);
  const price = async (app: App): Promise<string> =>
    (await (await app.cell("Price", "Jan")).textContent()) ?? "";
  await expect(async () => {
    const [one, two] = [await price(first), await price(second)];
    expect(one).toMatch(/^£5[01]0$/);
    expect(two).toBe(one);
  }).toPass();
  const winner = (await price(first)) === "£500" ? first : second;
  await winner.undo();
  await expect(async () => expect(await price(second)).toBe(await price(first))).toPass();

  const told = async (app: App): Promise<string[]> => {
    const cells = await Promise.all(
      ["Spend", "Visitors", "Units sold", "Price"].map(async (row) =>
        (await app.cell(row, "total")).textContent(),
      ),
    );
    return cells.map((text) => text ?? "");
  };
  const shown = await told(first);
  await first.reload();
  await second.reload();
  for (const app of [first, second]) {
    await expect(async () => expect(await told(app)).toEqual(shown)).toPass();
  }
});
