import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import { checkPlan } from "../../../src/core/insight/check.ts";
import type { Finding, Say } from "../../../src/core/insight/check.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { periodKeyAt } from "../../../src/core/plan/plan.ts";
import { solvePlan } from "../../../src/core/solve/solve.ts";
import { TEMPLATES } from "../../../src/core/templates/index.ts";
import { foundingPlan } from "../../../src/core/templates/founding.ts";
import { buildPlan } from "../../build.ts";
import type { RowSpec } from "../../build.ts";

/** Plain figures: what is said is the check's, how it is written the shell's. */
function sayOf(plan: Plan): Say {
  return {
    value: (row, value) => {
      if (row.unit === "rate") return `${Number((value * 100).toFixed(row.decimals ?? 1))}%`;
      const figure = String(Number(value.toFixed(row.decimals ?? 0)));
      return row.unit === "money" || row.unit === "moneyPerCount" ? `£${figure}` : figure;
    },
    where: ({ from, to, channel }) =>
      `in ${periodKeyAt(plan.settings, from)}${from === to ? "" : ` to ${periodKeyAt(plan.settings, to)}`}${
        channel === null || plan.channels.size < 2 ? "" : `, ${plan.channels.get(channel)?.name ?? ""}`
      }`,
    list: (items) => items.join(" and "),
  };
}

function check(plan: Plan): readonly Finding[] {
  const engine = createEngine(plan);
  solvePlan(engine);
  return checkPlan(engine, sayOf(plan));
}

const codes = (plan: Plan): string[] => check(plan).map(({ code }) => code);

interface W09 {
  readonly impressions: number;
  readonly clicks: number;
  readonly leads: number;
  readonly mql: number;
  readonly sql: number;
  readonly opps: number;
  readonly wins: number;
  readonly labelled: Readonly<Record<string, number>>;
}

function caseOf(id: string): { in: unknown; out: unknown } {
  const url = new URL("../../fixtures/cases/worked-examples.json", import.meta.url);
  const found = (JSON.parse(readFileSync(url, "utf8")) as { id: string; in: unknown; out: unknown }[]).find(
    (each) => each.id === id,
  );
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

test("[CK3] W09: five rates that their own counts contradict, and nothing else", () => {
  const given = caseOf("W09").in as W09; // the fixture's shape
  const { labelled } = given;
  const stage = (name: string, value: number, from: string, rate: string): RowSpec => ({
    name,
    values: value,
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
      { name: "Impressions", values: given.impressions, stage: {} },
      { name: "Clicks", values: given.clicks, stage: { from: "Impressions" } },
      rate("Click to lead", labelled["clickToLead"]),
      stage("Leads", given.leads, "Clicks", "Click to lead"),
      rate("Lead to MQL", labelled["leadToMql"]),
      stage("MQLs", given.mql, "Leads", "Lead to MQL"),
      rate("MQL to SQL", labelled["mqlToSql"]),
      stage("SQLs", given.sql, "MQLs", "MQL to SQL"),
      rate("SQL to opportunity", labelled["sqlToOpp"]),
      stage("Opportunities", given.opps, "SQLs", "SQL to opportunity"),
      rate("Opportunity to win", labelled["oppToWin"]),
      stage("Wins", given.wins, "Opportunities", "Opportunity to win"),
    ],
  });
  const found = check(plan);
  expect(found.map(({ code, at }) => [code, at.row])).toEqual([
    ["rateContradicted", "clickToLead"],
    ["rateContradicted", "leadToMQL"],
    ["rateContradicted", "mQLToSQL"],
    ["rateContradicted", "sQLToOpportunity"],
    ["rateContradicted", "opportunityToWin"],
  ]);
  expect(found[0]?.text).toBe(
    "Click to lead says 2%, but Leads ÷ Clicks is 10.4% in 2027-M01. One of the three is wrong.",
  );
});

test("[CK3] a rate that is only rounded contradicts nothing", () => {
  const plan = (rate: number): Plan =>
    buildPlan({
      periods: 1,
      rows: [
        { name: "Leads", values: 5066, stage: {} },
        { name: "Rate", unit: "rate", values: rate },
        { name: "MQLs", values: 1125, stage: { from: "Leads", rate: "Rate" } },
      ],
    });
  expect(codes(plan(0.22))).toEqual([]);
  expect(codes(plan(0.222))).toEqual([]);
  expect(codes(plan(0.221))).toEqual(["rateContradicted"]);
  expect(codes(plan(0.23))).toEqual(["rateContradicted"]);
});

interface Side {
  readonly spend: number;
  readonly cpc: number;
  readonly rates: readonly [number, number];
}

test("[CK8] W27: much traffic is not the right traffic", () => {
  const { A, B } = caseOf("W27").in as { A: Side; B: Side }; // the fixture's shape
  const each = <T>(pick: (side: Side) => T): { in: Record<string, T> } => ({
    in: { A: pick(A), B: pick(B) },
  });
  const plan = (sales: { A: number; B: number } | null): Plan =>
    buildPlan({
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
        {
          name: "Demo to sale",
          unit: "rate",
          values: sales === null ? each((side) => side.rates[1]) : { in: sales },
        },
        { name: "Sales", formula: "Demos * [Demo to sale]", stage: { from: "Demos", rate: "Demo to sale" } },
      ],
    });
  const [vain, ...rest] = check(plan(null));
  expect(rest).toEqual([]);
  expect(vain).toMatchObject({ code: "vanityTraffic", severity: "note", at: { row: "spend", channel: "a" } });
  expect(vain?.text).toBe(
    "A brings 94% of visits, yet one of its sales costs £500, against £200 elsewhere. Much traffic is not the right traffic.",
  );
  expect(check(plan({ A: 0, B: 0.25 })).map(({ text }) => text)).toEqual([
    "A costs £2000 and brings no sales. Is it the right traffic?",
  ]);
});

test("[CK6] 183 demos, 3 more than 3 reps can hold; it would take 3.06", () => {
  const [over, ...rest] = check(foundingPlan());
  expect(rest).toEqual([]);
  expect(over).toMatchObject({ code: "overCapacity", at: { row: "demos", from: 2, to: 2 } });
  expect(over?.cells).toEqual([{ row: "demos", line: "paid-search", t: 2 }]);
  expect(over?.text).toBe(
    "183 Demos in 2027-M03, 3 more than Demo capacity (180) can hold; Sales reps would have to be 3.06.",
  );
});

test("[CK1] [CK2] rates outside 0–100%, and stages larger than the one before, each said once", () => {
  const plan = (rate: number, demos?: number): Plan =>
    buildPlan({
      periods: 2,
      rows: [
        { name: "Visitors", values: [100, 200], stage: {} },
        { name: "Rate", unit: "rate", values: [0.5, rate] },
        {
          name: "Demos",
          formula: "Visitors * Rate",
          stage: { from: "Visitors", rate: "Rate" },
          ...(demos === undefined ? {} : { values: [null, demos] }),
        },
      ],
    });
  expect(codes(plan(0.5))).toEqual([]);
  expect(check(plan(1.2))).toMatchObject([
    { code: "rateOutside", cells: [{ row: "rate", t: 1 }], severity: "warning" },
  ]);
  expect(codes(plan(-0.1))).toEqual(["rateOutside"]);
  expect(codes(plan(0.5, 250)).sort()).toEqual(["rateContradicted", "stageLarger"]);
});

test("[CK4] the rates of the steps multiply to another end-to-end rate than the one observed", () => {
  const plan = (observed: number, name = "Visitor to sale"): Plan =>
    buildPlan({
      rows: [
        { name: "Visitors", values: 1000, stage: {} },
        { name: "Visitor to demo", unit: "rate", values: 0.05 },
        {
          name: "Demos",
          formula: "Visitors * [Visitor to demo]",
          stage: { from: "Visitors", rate: "Visitor to demo" },
        },
        { name: "Demo to sale", unit: "rate", values: 0.2 },
        {
          name: "Units sold",
          formula: "Demos * [Demo to sale]",
          stage: { from: "Demos", rate: "Demo to sale" },
        },
        { name, unit: "rate", values: observed },
      ],
    });
  expect(codes(plan(0.01))).toEqual([]);
  expect(check(plan(0.03)).map(({ text }) => text)).toEqual([
    "Visitor to sale says 3%, but Visitor to demo and Demo to sale multiply to 1%. Check which was measured.",
  ]);
  expect(codes(plan(0.03, "End-to-end rate"))).toEqual(["chainDisagrees"]);
  expect(codes(plan(0.03, "Return rate"))).toEqual([]);
});

test("[CK5] lifetime value on revenue beside payback on margin", () => {
  const plan = (ltv: string, payback: string): Plan =>
    buildPlan({
      rows: [
        { name: "ARPA", unit: "moneyPerCount", values: 50 },
        { name: "Gross margin", unit: "rate", values: 0.8 },
        { name: "Churn", unit: "rate", values: 0.03 },
        { name: "CAC", unit: "moneyPerCount", values: 300 },
        { name: "LTV", unit: "moneyPerCount", formula: ltv },
        { name: "Payback", unit: "number", formula: payback },
      ],
    });
  expect(codes(plan("ARPA / Churn", "CAC / (ARPA * [Gross margin])"))).toEqual(["ltvOnRevenue"]);
  expect(codes(plan("ARPA * [Gross margin] / Churn", "CAC / ARPA"))).toEqual(["paybackOnRevenue"]);
  expect(codes(plan("ARPA * [Gross margin] / Churn", "CAC / (ARPA * [Gross margin])"))).toEqual([]);
});

test("[CK7] shares that do not add up to 100%", () => {
  const byChannel = (a: number, b: number): Plan =>
    buildPlan({
      channels: ["A", "B"],
      rows: [
        { name: "Budget", unit: "money", scope: "plan", values: 1000 },
        { name: "Part", unit: "rate", values: { in: { A: a, B: b } } },
        { name: "Spend", unit: "money", formula: "Budget * Part" },
      ],
    });
  expect(codes(byChannel(0.6, 0.4))).toEqual([]);
  expect(check(byChannel(0.6, 0.3)).map(({ text }) => text)).toEqual([
    "The channels of Part add up to 90% in 2027-M01, not to 100%. Correct one of them.",
  ]);
  const byRow = (a: number, b: number): Plan =>
    buildPlan({
      rows: [
        { name: "Deals", values: 100 },
        { name: "Small share", unit: "rate", values: a },
        { name: "Large share", unit: "rate", values: b },
        { name: "Small deals", formula: "Deals * [Small share]" },
        { name: "Large deals", formula: "Deals * [Large share]" },
      ],
    });
  expect(codes(byRow(0.7, 0.3))).toEqual([]);
  expect(codes(byRow(0.7, 0.4))).toEqual(["sharesSum"]);
});

test("every template is at peace with itself, but for the capacity that the founding one shows", () => {
  for (const template of TEMPLATES) {
    const found = check(template.make({ start: "2027-M01", currency: "GBP" }));
    const expected = template.id === "demo" ? ["overCapacity"] : [];
    expect(
      found.map(({ code }) => code),
      `${template.id}: ${found.map(({ text }) => text).join(" ")}`,
    ).toEqual(expected);
  }
});

test("the engine is left at the plan's solution", () => {
  const plan = foundingPlan();
  const engine = createEngine(plan);
  solvePlan(engine);
  const before = engine.rows.map((row) => [...engine.values(row).data]);
  checkPlan(engine, sayOf(plan));
  expect(engine.rows.map((row) => [...engine.values(row).data])).toEqual(before);
});
