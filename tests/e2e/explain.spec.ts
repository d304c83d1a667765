import { expect, test } from "@playwright/test";
import { App } from "./app.ts";

test("why two scenarios differ is worked out in a worker that the page's policy lets in", async ({
  page,
}) => {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") said.push(message.text());
  });
  page.on("pageerror", (error) => said.push(error.message));
  const app = await new App(page).open();
  await page.getByRole("button", { name: "New scenario" }).click();
  await page.getByRole("textbox", { name: "Name of the scenario" }).press("Enter");
  await app.type("Demo to sale", "total", "24%");
  expect(page.workers().map((worker) => worker.url())).toEqual([]);
  await page.getByRole("button", { name: "Compare", exact: true }).click();
  await expect(page.getByText(/Demo to sale/).first()).toBeVisible();
  await expect.poll(() => page.workers().map((worker) => worker.url())).toHaveLength(1);
  expect(page.workers()[0]?.url()).toContain("explain.worker");
  await expect(page.getByRole("table").first()).toContainText("Demo to sale");
  expect(said).toEqual([]);
  // Leaving the comparison ends it.
  await page.keyboard.press("Escape");
  await expect.poll(() => page.workers().length).toBe(0);
});
