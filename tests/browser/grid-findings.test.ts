// The sheet checks itself, quietly, at the cell, with a list to walk through: W09 and W27 on the screen.
import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import worked from "../fixtures/cases/worked-examples.json";
import { planOfW09, planOfW27 } from "../contradicting.ts";
import { cell, stage } from "./kit.ts";
import type { Stage } from "./kit.ts";

let made: Stage | undefined;

afterEach(() => {
  made?.end();
  made = undefined;
});

function given(id: string): unknown {
  return (worked as readonly { id: string; in: unknown }[]).find((each) => each.id === id)?.in;
}

test("W09: five rates that their own counts contradict, marked and listed", async () => {
  made = await stage(planOfW09(given("W09")));
  await expect.element(page.getByRole("button", { name: "5 to check" })).toBeVisible();
  await expect
    .element(cell("Click to lead", 1))
    .toHaveAccessibleDescription(/to check: Click to lead says 2%, but Leads ÷ Clicks is 10\.4%/);
  await userEvent.click(page.getByRole("button", { name: "5 to check" }));
  const list = page.getByRole("dialog", { name: "To check" });
  await expect.poll(() => list.getByRole("listitem").elements().length).toBe(5);
  await userEvent.click(list.getByRole("button").first());
  await expect.poll(() => made?.session.bar.text).toContain("(1 of 5)");
  made.session.walkFindings(1);
  expect(made.session.bar.text).toContain("(2 of 5)");
  made.session.walkFindings(-1);
  made.session.walkFindings(-1);
  expect(made.session.bar.text).toContain("(5 of 5)");
});

test("W27: vanity against right traffic, said where the money is", async () => {
  made = await stage(planOfW27(given("W27")));
  await expect.element(page.getByRole("button", { name: "1 to check" })).toBeVisible();
  made.session.setView({ unfolded: ["spend"] });
  await expect.element(cell("Spend, A", 1)).toHaveAccessibleDescription(/to check: A brings 94% of visits/);
});
