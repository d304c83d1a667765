// The sheet checks itself: published funnels with mistakes in them, opened from a file, marked and walked through.
import { expect, test } from "@playwright/test";
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import type { Plan } from "../../src/core/index.ts";
import { NO_RESULTS } from "../../src/csv/results.ts";
import { writePlan } from "../../src/csv/write.ts";
import { planOfW09, planOfW27 } from "../contradicting.ts";
import { App } from "./app.ts";

// The file is an array of such records.
const CASES = JSON.parse(
  readFileSync(new URL("../fixtures/cases/worked-examples.json", import.meta.url), "utf8"),
) as readonly { readonly id: string; readonly in: unknown }[];
const given = (id: string): unknown => CASES.find((each) => each.id === id)?.in;

async function open(page: Page, plan: Plan): Promise<App> {
  const app = await new App(page).open();
  const dialog = await app.chooseFile({ name: "case.csv", text: writePlan(plan, NO_RESULTS) });
  await dialog.getByRole("button", { name: "Open as a new plan" }).click();
  await expect(dialog).toBeHidden();
  return app;
}

test("W09: five rates that their own counts contradict, marked at the cell and walked through by F8", async ({
  page,
}) => {
  const app = await open(page, planOfW09(given("W09")));
  const button = page.getByRole("button", { name: "5 to check" });
  await expect(button).toBeVisible();
  await app.expectState(
    "Click to lead",
    "Jan",
    /to check: Click to lead says 2%, but Leads ÷ Clicks is 10\.4%/,
  );
  await button.click();
  const list = page.getByRole("dialog", { name: "To check" });
  await expect(list.getByRole("listitem")).toHaveText([
    /Click to lead says 2%, but Leads ÷ Clicks is 10\.4%/,
    /Lead to MQL says 30%, but MQLs ÷ Leads is 22\.2%/,
    /MQL to SQL says 20%, but SQLs ÷ MQLs is 91\.2%/,
    /SQL to opportunity says 50%, but Opportunities ÷ SQLs is 21\.9%/,
    /Opportunity to win says 25%, but Wins ÷ Opportunities is 5\.3%/,
  ]);
  await list.getByRole("button").nth(1).click();
  await app.expectBar(/Lead to MQL says 30%.*\(2 of 5\)/);
  await app.press("F8");
  await app.expectBar(/MQL to SQL says 20%.*\(3 of 5\)/);
  await app.press("Shift+F8", "Shift+F8", "Shift+F8");
  await app.expectBar(/Opportunity to win says 25%.*\(5 of 5\)/);
});

test("W27: vanity against right traffic, said where the money is", async ({ page }) => {
  const app = await open(page, planOfW27(given("W27")));
  await app.expectRow("Sales", { Jan: "14" });
  await expect(page.getByRole("button", { name: "1 to check" })).toBeVisible();
  await app.press("F8");
  await app.expectBar(/A brings 94% of visits, yet one of its sales costs £500, against £200 elsewhere/);
  await (await app.reveal("Spend")).click();
  await app.press("Alt+ArrowRight");
  await app.expectState("Spend, A", "Jan", /to check: A brings 94% of visits/);
});
