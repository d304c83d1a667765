// The sheet checks itself, quietly, at the cell, with a list to walk through: W09 and W27 on the screen.
import { afterEach, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import worked from "../fixtures/cases/worked-examples.json";
import { buildPlan } from "../build.ts";
import type { RowSpec } from "../build.ts";
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
  const { labelled, ...counts } = given("W09") as Record<string, number> & {
    labelled: Record<string, number>;
  };
  const stageOf = (name: string, value: number | undefined, from: string, rate: string): RowSpec => ({
    name,
    values: value ?? NaN,
    stage: { from, rate },
  });
  const rate = (name: string, value: number | undefined): RowSpec => ({
    name,
    unit: "rate",
    values: value ?? NaN,
  });
  const plan = buildPlan({
    periods: 1,
    rows: [
      { name: "Impressions", values: counts["impressions"] ?? NaN, stage: {} },
      { name: "Clicks", values: counts["clicks"] ?? NaN, stage: { from: "Impressions" } },
      rate("Click to lead", labelled["clickToLead"]),
      stageOf("Leads", counts["leads"], "Clicks", "Click to lead"),
      rate("Lead to MQL", labelled["leadToMql"]),
      stageOf("MQLs", counts["mql"], "Leads", "Lead to MQL"),
      rate("MQL to SQL", labelled["mqlToSql"]),
      stageOf("SQLs", counts["sql"], "MQLs", "MQL to SQL"),
      rate("SQL to opportunity", labelled["sqlToOpp"]),
      stageOf("Opportunities", counts["opps"], "SQLs", "SQL to opportunity"),
      rate("Opportunity to win", labelled["oppToWin"]),
      stageOf("Wins", counts["wins"], "Opportunities", "Opportunity to win"),
    ],
  });
  made = await stage(plan);
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
  interface Side {
    readonly spend: number;
    readonly cpc: number;
    readonly rates: readonly [number, number];
  }
  const { A, B } = given("W27") as { A: Side; B: Side };
  const each = (pick: (side: Side) => number): { in: Record<string, number> } => ({
    in: { A: pick(A), B: pick(B) },
  });
  const plan = buildPlan({
    periods: 1,
    channels: ["A", "B"],
    defaultLever: "Spend",
    rows: [
      { name: "Spend", unit: "money", values: each((side) => side.spend) },
      { name: "CPC", unit: "moneyPerCount", values: each((side) => side.cpc) },
      { name: "Visits", formula: "Spend / CPC", stage: {} },
      { name: "Visit to demo", unit: "rate", values: each((side) => side.rates[0]) },
      {
        name: "Demos",
        formula: "Visits * [Visit to demo]",
        stage: { from: "Visits", rate: "Visit to demo" },
      },
      { name: "Demo to sale", unit: "rate", values: each((side) => side.rates[1]) },
      { name: "Sales", formula: "Demos * [Demo to sale]", stage: { from: "Demos", rate: "Demo to sale" } },
    ],
  });
  made = await stage(plan);
  await expect.element(page.getByRole("button", { name: "1 to check" })).toBeVisible();
  made.session.setView({ unfolded: ["spend"] });
  await expect.element(cell("Spend, A", 1)).toHaveAccessibleDescription(/to check: A brings 94% of visits/);
});
