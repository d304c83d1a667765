// Published funnels that contradict themselves, as plans: what the sheet should notice by itself.
import type { Plan } from "../src/core/index.ts";
import { buildPlan } from "./build.ts";
import type { RowSpec } from "./build.ts";

type Counts = Record<string, number> & { labelled: Record<string, number> };

/** Case W09: counts of seven stages, and five rates that are told beside them. */
export function planOfW09(given: unknown): Plan {
  const { labelled, ...counts } = given as Counts;
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
  return buildPlan({
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
}

interface Side {
  readonly spend: number;
  readonly cpc: number;
  readonly rates: readonly [number, number];
}

/** Case W27: two channels of one cost; the one with the traffic is not the one with the sales. */
export function planOfW27(given: unknown): Plan {
  const { A, B } = given as { A: Side; B: Side };
  const each = (pick: (side: Side) => number): { in: Record<string, number> } => ({
    in: { A: pick(A), B: pick(B) },
  });
  return buildPlan({
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
}
