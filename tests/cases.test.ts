import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createEngine, rowsInOrder, solvePlan } from "../src/core/index.ts";
import type { Engine, Solution } from "../src/core/index.ts";
import { buildPlan, idOf } from "./build.ts";
import type { PlanSpec, RowSpec } from "./build.ts";

// Published examples, each built as a plan and computed, not retyped: see tests/fixtures/cases for where they are from.

interface Case {
  readonly id: string;
  readonly in: Record<string, never>;
  readonly out: Record<string, never>;
  readonly tol: number;
}

const cases = JSON.parse(
  readFileSync(new URL("./fixtures/cases/worked-examples.json", import.meta.url), "utf8"),
) as Case[]; // our own fixture, in this shape

/** Input and output of a case. Each test states the case's own shape, which its fixture has. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says the shape
function caseOf<In, Out>(id: string): { in: In; out: Out; tol: number } {
  const found = cases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found as unknown as { in: In; out: Out; tol: number }; // as above
}

/** A plan of one period unless said, solved. */
class Solved {
  readonly engine: Engine;
  readonly solution: Solution;

  constructor(spec: PlanSpec) {
    const plan = buildPlan({ periods: 1, ...spec });
    this.engine = createEngine(plan);
    this.solution = solvePlan(this.engine);
    expect(rowsInOrder(plan).length).toBe(spec.rows.length);
  }

  total(row: string, channel: string | null = null): number {
    const to = this.engine.periods - 1;
    return this.engine.total({
      row: idOf(row),
      channel: channel === null ? null : idOf(channel),
      from: 0,
      to,
    });
  }

  cells(row: string, line = "paidSearch"): number[] {
    return Array.from({ length: this.engine.periods }, (_, t) => this.engine.value(idOf(row), line, t));
  }
}

function near(actual: number, expected: number, tol: number): void {
  expect(Math.abs(actual - expected), `${actual} is ${expected}`).toBeLessThanOrEqual(tol);
}

const typed = (name: string, unit: NonNullable<RowSpec["unit"]>, value: number): RowSpec => ({
  name,
  unit,
  values: value,
});

test("W01 chain: the budget that sells 100", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<
    { sales: number; rates: number[]; cpm: number },
    Record<"demos" | "visitors" | "impressions" | "budget" | "cpc" | "costPerDemo" | "costPerSale", number>
  >("W01");
  const [d2s = NaN, v2d = NaN, ctr = NaN] = given.rates;
  const s = new Solved({
    rows: [
      typed("Budget", "money", 1000),
      { ...typed("CPM", "moneyPerCount", given.cpm), per: 1000 },
      { name: "Impressions", formula: "Budget / CPM" },
      typed("CTR", "rate", ctr),
      { name: "Visitors", formula: "Impressions * CTR" },
      typed("V2D", "rate", v2d),
      { name: "Demos", formula: "Visitors * V2D" },
      typed("D2S", "rate", d2s),
      { name: "Sales", formula: "Demos * D2S" },
      { name: "CPC", unit: "moneyPerCount", formula: "Budget / Visitors" },
      { name: "Cost per demo", unit: "moneyPerCount", formula: "Budget / Demos" },
      { name: "Cost per sale", unit: "moneyPerCount", formula: "Budget / Sales" },
    ],
    goals: [{ row: "Sales", target: given.sales, lever: { row: "Budget" } }],
  });
  near(s.total("Demos"), out.demos, tol);
  near(s.total("Visitors"), out.visitors, tol);
  near(s.total("Impressions"), out.impressions, tol);
  near(s.total("Budget"), out.budget, tol);
  near(s.total("CPC"), out.cpc, tol);
  near(s.total("Cost per demo"), out.costPerDemo, tol);
  near(s.total("Cost per sale"), out.costPerSale, tol);
});

test("W03 chain: forward from inquiries", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<
    { inquiries: number; rates: number[]; deal: number },
    Record<"customers" | "revenue" | "rate", number>
  >("W03");
  const s = new Solved({
    rows: [
      typed("Inquiries", "count", given.inquiries),
      ...given.rates.map((rate, i) => typed(`R${i}`, "rate", rate)),
      { name: "Customers", formula: "Inquiries * [R0] * [R1] * [R2] * [R3]" },
      typed("Deal", "moneyPerCount", given.deal),
      { name: "Revenue", unit: "money", formula: "Customers * Deal" },
      { name: "Rate", unit: "rate", formula: "Customers / Inquiries" },
    ],
  });
  near(s.total("Customers"), out.customers, tol);
  near(s.total("Revenue"), out.revenue, tol);
  near(s.total("Rate"), out.rate, tol);
});

test.each(["W04", "W06"])("%s chain: the traffic that a revenue takes", (id) => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<
    { revenue: number; aov: number; cvr: number; ctr?: number },
    { orders: number; visitors: number; reach?: number }
  >(id);
  const s = new Solved({
    rows: [
      typed("Reach", "count", 1000),
      typed("CTR", "rate", given.ctr ?? 1),
      { name: "Visitors", formula: "Reach * CTR" },
      typed("CVR", "rate", given.cvr),
      { name: "Orders", formula: "Visitors * CVR" },
      typed("AOV", "moneyPerCount", given.aov),
      { name: "Revenue", unit: "money", formula: "Orders * AOV" },
    ],
    goals: [{ row: "Revenue", target: given.revenue, lever: { row: "Reach" } }],
  });
  near(s.total("Orders"), out.orders, tol);
  near(s.total("Visitors"), out.visitors, tol);
  if (out.reach !== undefined) near(s.total("Reach"), out.reach, tol);
});

test("W27 channels: vanity against right traffic", () => {
  type Side = { spend: number; cpc: number; rates: [number, number] };
  type Found = Record<"visits" | "demos" | "sales" | "perDemo" | "perSale", number>;
  const { in: given, out, tol } = caseOf<Record<"A" | "B", Side>, Record<"A" | "B", Found>>("W27");
  const sides = (pick: (side: Side) => number): { in: Record<string, number> } => ({
    in: { A: pick(given.A), B: pick(given.B) },
  });
  const s = new Solved({
    channels: ["A", "B"],
    rows: [
      { name: "Spend", unit: "money", values: sides((side) => side.spend) },
      { name: "CPC", unit: "moneyPerCount", values: sides((side) => side.cpc) },
      { name: "Visits", formula: "Spend / CPC" },
      { name: "V2D", unit: "rate", values: sides((side) => side.rates[0]) },
      { name: "Demos", formula: "Visits * V2D" },
      { name: "D2S", unit: "rate", values: sides((side) => side.rates[1]) },
      { name: "Sales", formula: "Demos * D2S" },
      { name: "Per demo", unit: "moneyPerCount", formula: "Spend / Demos" },
      { name: "Per sale", unit: "moneyPerCount", formula: "Spend / Sales" },
    ],
  });
  for (const side of ["A", "B"] as const) {
    near(s.total("Visits", side), out[side].visits, tol);
    near(s.total("Demos", side), out[side].demos, tol);
    near(s.total("Sales", side), out[side].sales, tol);
    near(s.total("Per demo", side), out[side].perDemo, tol);
    near(s.total("Per sale", side), out[side].perSale, tol);
  }
  // Weighted by what it divides, the total would be 2.125: 4,000 spent on 8,500 visits is 0.47. [TO3]
  near(s.total("CPC"), 4000 / 8500, 1e-12);
});

test("W34 lagBackward: goals in each month through a spread lag", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<{ rate: number; lag: number[]; openingDemos: number; goals: number[] }, { demos: number[] }>(
    "W34",
  );
  const spec = (opening: number): PlanSpec => ({
    periods: 3,
    rows: [
      { name: "Demos", values: 100, history: [opening] },
      typed("Demo to sale", "rate", given.rate),
      { name: "Sales", formula: `LAG(Demos, ${given.lag.join(", ")}) * [Demo to sale]` },
    ],
    goals: given.goals.map((target, t) => ({
      row: "Sales",
      from: t,
      to: t,
      target,
      lever: { row: "Demos", from: t, to: t },
    })),
  });
  const s = new Solved(spec(given.openingDemos));
  s.cells("Demos").forEach((demos, t) => near(demos, out.demos[t] ?? NaN, tol));
  expect([...s.solution.goals.values()].map(({ status }) => status)).toEqual(["met", "met", "met"]);
  // With 120 in the pipeline the first month would need −20 demos: out of reach even at none.
  const more = new Solved(spec(120));
  expect(more.solution.goals.get("g1")).toMatchObject({ status: "unreachable", why: "zero" });
});

test.each(["W36", "W37"])("%s velocity", (id) => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<Record<"opps" | "deal" | "win" | "days", number>, { perDay: number; cycleMinus10pct?: number }>(
    id,
  );
  const velocity = (days: number): number =>
    new Solved({
      rows: [
        typed("Opportunities", "count", given.opps),
        typed("Deal", "moneyPerCount", given.deal),
        typed("Win rate", "rate", given.win),
        typed("Cycle days", "number", days),
        { name: "Per day", unit: "money", formula: "Opportunities * Deal * [Win rate] / [Cycle days]" },
      ],
    }).total("Per day");
  near(velocity(given.days), out.perDay, tol);
  if (out.cycleMinus10pct !== undefined) near(velocity(given.days * 0.9), out.cycleMinus10pct, tol);
});

test("W40 coverage", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<
    Record<"pipeline" | "quota" | "win", number>,
    Record<"coverage" | "required" | "expected" | "share", number>
  >("W40");
  const s = new Solved({
    rows: [
      typed("Pipeline", "money", given.pipeline),
      typed("Quota", "money", given.quota),
      typed("Win rate", "rate", given.win),
      { name: "Coverage", unit: "number", formula: "Pipeline / Quota" },
      { name: "Required", unit: "number", formula: "1 / [Win rate]" },
      { name: "Expected", unit: "money", formula: "Pipeline * [Win rate]" },
      { name: "Share", unit: "rate", formula: "Expected / Quota" },
    ],
  });
  near(s.total("Coverage"), out.coverage, tol);
  near(s.total("Required"), out.required, tol);
  near(s.total("Expected"), out.expected, tol);
  near(s.total("Share"), out.share, tol);
});

test("W51 unit: payback", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<Record<"cac" | "arpu" | "margin", number>, { paybackMonths: number }>("W51");
  const s = new Solved({
    rows: [
      typed("CAC", "moneyPerCount", given.cac),
      typed("ARPA", "moneyPerCount", given.arpu),
      typed("Margin", "rate", given.margin),
      { name: "Payback", unit: "number", formula: "CAC / (ARPA * Margin)" },
    ],
  });
  near(s.total("Payback"), out.paybackMonths, tol);
});

test("W62 capacity: one rep's first year, ramping", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<{ quota: number; ramp: [number, number][] }, { year: number }>("W62");
  const months = given.ramp.flatMap(([count, share]) => Array.from({ length: count }, () => share));
  const s = new Solved({
    periods: 12,
    rows: [
      { name: "Hires", unit: "people", values: [1, ...Array.from({ length: 11 }, () => 0)] },
      typed("Quota a month", "moneyPerCount", given.quota / 12),
      { name: "Ramped reps", unit: "people", formula: `COHORT(Hires, ${months.join(", ")})` },
      { name: "Capacity", unit: "money", formula: "[Ramped reps] * [Quota a month]" },
    ],
  });
  near(s.total("Capacity"), out.year, tol);
});

test("W63 capacity: hires that close the gap", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<Record<"target" | "reps" | "perRep", number>, Record<"gap" | "hires" | "hiresCeil", number>>(
    "W63",
  );
  const s = new Solved({
    rows: [
      typed("Target", "money", given.target),
      typed("Reps", "people", given.reps),
      typed("Sold a rep", "moneyPerCount", given.perRep),
      { name: "Gap", unit: "money", formula: "Target - Reps * [Sold a rep]" },
      { name: "Hires", unit: "people", formula: "Gap / [Sold a rep]" },
      { name: "Whole hires", unit: "people", formula: "ROUNDUP(Hires, 0)" },
    ],
  });
  near(s.total("Gap"), out.gap, tol);
  near(s.total("Hires"), out.hires, tol);
  near(s.total("Whole hires"), out.hiresCeil, tol);
});

test("W65 goalSeek: the rate that a loan's payment means", () => {
  const { in: given, out, tol } = caseOf<Record<"pv" | "n" | "pmt", number>, { annualRate: number }>("W65");
  const s = new Solved({
    rows: [
      typed("Loan", "money", given.pv),
      typed("Months", "number", given.n),
      typed("Annual rate", "rate", 0.05),
      {
        name: "Payment",
        unit: "money",
        formula: "Loan * ([Annual rate] / 12) / (1 - (1 + [Annual rate] / 12) ^ (-Months))",
      },
    ],
    goals: [{ row: "Payment", target: given.pmt, lever: { row: "Annual rate" } }],
  });
  near(s.total("Annual rate"), out.annualRate, tol);
});

test("W107b adstock", () => {
  const { in: given, out, tol } = caseOf<{ x: number[]; theta: number }, { y: number[] }>("W107b");
  const s = new Solved({
    periods: given.x.length,
    rows: [
      { name: "Spend", unit: "money", values: given.x },
      typed("Carry-over", "rate", given.theta),
      { name: "Adstock", unit: "money", formula: "Spend + PREV() * [Carry-over]" },
    ],
  });
  s.cells("Adstock").forEach((y, t) => near(y, out.y[t] ?? NaN, tol));
});

test("W107c hill", () => {
  const {
    in: given,
    out,
    tol,
  } = caseOf<{ x: number[]; alpha: number; gamma: number }, { y: number[] }>("W107c");
  const s = new Solved({
    periods: given.x.length,
    rows: [
      { name: "Spend", unit: "money", values: given.x },
      typed("Largest", "money", Math.max(...given.x)),
      typed("Half at", "rate", given.gamma),
      typed("Shape", "number", given.alpha),
      { name: "Response", unit: "number", formula: "SATURATE(Spend, 1, Largest * [Half at], Shape)" },
    ],
  });
  s.cells("Response").forEach((y, t) => near(y, out.y[t] ?? NaN, tol));
});
