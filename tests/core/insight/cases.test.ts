import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  explainDifference,
  listTornado,
  quantityAndMixOf,
  rateAndMixOf,
  splitQuantityAndMix,
  splitRateAndMix,
  sweepPlan,
} from "../../../src/core/index.ts";
import type { ExplainMethod, Plan } from "../../../src/core/index.ts";
import { buildPlan } from "../../build.ts";

// Published examples of kinds decompose, decomposeCounts, volumeMix, simpson, dataTable: built as plans, computed
// through core's door alone.

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly in: unknown;
  readonly out: unknown;
  readonly tol: number;
}

const cases = JSON.parse(
  readFileSync(new URL("../../fixtures/cases/worked-examples.json", import.meta.url), "utf8"),
) as Case[]; // our own fixture, in this shape

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller says the shape
function ofKind<In, Out>(kind: string): { id: string; in: In; out: Out; tol: number }[] {
  const found = cases.filter((one) => one.kind === kind);
  if (found.length === 0) throw new Error(`no cases of ${kind}`);
  return found as unknown as { id: string; in: In; out: Out; tol: number }[]; // the test says the kind's shape
}

function near(actual: number, expected: number, tol: number): void {
  expect(Math.abs(actual - expected), `${actual} is ${expected}`).toBeLessThanOrEqual(tol);
}

type Split = Record<"shapley" | "lmdi" | "sequential", number[]> & { total: number };

function productPlan(factors: readonly number[]): Plan {
  return buildPlan({
    periods: 1,
    rows: [
      ...factors.map((factor, i) => ({ name: `F${i}`, unit: "number" as const, values: factor })),
      { name: "Out", unit: "number", formula: factors.map((_, i) => `F${i}`).join(" * ") },
    ],
  });
}

/** Parts by factor, in the order of the factors; those that do not differ are 0. */
function partsBy(method: ExplainMethod, from: readonly number[], to: readonly number[]): number[] {
  const q = { row: "out", channel: null, from: 0, to: 0 };
  const found = explainDifference(productPlan(from), productPlan(to), q, { method });
  if (!found.ok) throw new Error(found.error.text);
  const byRow = new Map(found.value.parts.map(({ row, value }) => [row, value]));
  return from.map((_, i) => byRow.get(`f${i}`) ?? 0);
}

function expectSplit(from: readonly number[], to: readonly number[], out: Split, tol: number): void {
  const methods = { "aumann-shapley": out.shapley, shapley: out.shapley, lmdi: out.lmdi, sequential: out.sequential }; // prettier-ignore
  for (const [method, wanted] of Object.entries(methods)) {
    const parts = partsBy(method as ExplainMethod, from, to); // the keys above
    parts.forEach((part, i) => near(part, wanted[i] ?? NaN, tol));
    near(
      parts.reduce((sum, part) => sum + part, 0),
      out.total,
      tol,
    );
  }
}

test.each(ofKind<{ from: number[]; to: number[] }, Split>("decompose"))(
  "$id decompose: Aumann–Shapley equals Shapley for products; LMDI; one after another",
  ({ in: given, out, tol }) => expectSplit(given.from, given.to, out, tol),
);

test.each(ofKind<{ from: number[]; to: number[] }, Split>("decomposeCounts"))(
  "$id decomposeCounts: the first count and the successive ratios",
  ({ in: given, out, tol }) => {
    const ratios = (counts: readonly number[]): number[] =>
      counts.map((count, i) => (i === 0 ? count : count / (counts[i - 1] ?? NaN)));
    expectSplit(ratios(given.from), ratios(given.to), out, tol);
  },
);

test.each(
  ofKind<
    { budgetQty: number[]; actualQty: number[]; margin: number[] },
    { volume: number; quantity: number[]; mix: number[] }
  >("volumeMix"),
)("$id volumeMix", ({ in: given, out, tol }) => {
  const names = given.margin.map((_, i) => `P${i}`);
  const by = (values: readonly number[]): { in: Record<string, number> } => ({
    in: Object.fromEntries(names.map((name, i) => [name, values[i] ?? 0])),
  });
  const make = (quantities: readonly number[]): Plan =>
    buildPlan({
      periods: 1,
      channels: names,
      rows: [
        { name: "Quantity", values: by(quantities) },
        { name: "Margin", unit: "moneyPerCount", values: by(given.margin) },
        { name: "Contribution", unit: "money", formula: "Quantity * Margin" },
      ],
    });
  const [a, b] = [make(given.budgetQty), make(given.actualQty)];
  const found = quantityAndMixOf(a, b, { quantity: "quantity", unit: "margin", from: 0, to: 0 });
  if (found === null) throw new Error("no mix");
  near(found.volume, out.volume, tol);
  found.quantity.forEach((part, i) => near(part, out.quantity[i] ?? NaN, tol));
  found.mix.forEach((part, i) => near(part, out.mix[i] ?? NaN, tol));
  // The same from amounts that are in no plan.
  const sold = (quantities: readonly number[]) =>
    quantities.map((quantity, i) => ({ quantity, unit: given.margin[i] ?? NaN }));
  const alone = splitQuantityAndMix(sold(given.budgetQty), sold(given.actualQty));
  near(alone.volume, out.volume, tol);
  alone.mix.forEach((part, i) => near(part, out.mix[i] ?? NaN, tol));
  // The report and the engine agree on the whole.
  const whole = explainDifference(a, b, { row: "contribution", channel: null, from: 0, to: 0 });
  if (!whole.ok) throw new Error(whole.error.text);
  near(whole.value.difference, found.difference, tol);
});

test.each(
  ofKind<
    { from: [number, number][]; to: [number, number][] },
    Record<"rateFrom" | "rateTo" | "rateEffect" | "mixEffect", number>
  >("simpson"),
)("$id simpson: every segment falls while the whole rises", ({ in: given, out, tol }) => {
  const make = (segments: readonly (readonly [number, number])[]): Plan =>
    buildPlan({
      periods: 1,
      channels: segments.map((_, i) => `S${i}`),
      rows: [
        {
          name: "Visitors",
          values: { in: Object.fromEntries(segments.map(([size], i) => [`S${i}`, size])) },
        },
        { name: "Rate", unit: "rate", values: { in: Object.fromEntries(segments.map(([, rate], i) => [`S${i}`, rate])) } }, // prettier-ignore
        { name: "Sales", formula: "Visitors * Rate" },
        { name: "Sold", unit: "rate", formula: "Sales / Visitors" },
      ],
    });
  const segments = (side: readonly (readonly [number, number])[]) =>
    side.map(([weight, rate]) => ({ weight, rate }));
  const alone = splitRateAndMix(segments(given.from), segments(given.to));
  near(alone.rateEffect, out.rateEffect, tol);
  near(alone.mixEffect, out.mixEffect, tol);
  for (const row of ["rate", "sold"]) {
    const found = rateAndMixOf(make(given.from), make(given.to), { row, channel: null, from: 0, to: 0 });
    if (found === null) throw new Error("no mix");
    near(found.from, out.rateFrom, tol);
    near(found.to, out.rateTo, tol);
    near(found.rateEffect, out.rateEffect, tol);
    near(found.mixEffect, out.mixEffect, tol);
  }
});

test.each(ofKind<{ formula: string; a: number[]; b: number[] }, { grid: number[][] }>("dataTable"))(
  "$id dataTable",
  ({ in: given, out, tol }) => {
    const plan = buildPlan({
      periods: 1,
      rows: [
        { name: "a", unit: "number", values: 0 },
        { name: "b", unit: "number", values: 0 },
        { name: "Out", unit: "number", formula: given.formula },
      ],
    });
    const axis = (row: string, values: readonly number[]) => ({ row, channel: null, from: 0, to: 0, values });
    const found = sweepPlan(
      plan,
      { row: "out", channel: null, from: 0, to: 0 },
      axis("a", given.a),
      axis("b", given.b),
    );
    if (!found.ok) throw new Error(found.error.text);
    found.value.points.forEach((points, i) => {
      points.forEach(({ value }, j) => near(value, out.grid[i]?.[j] ?? NaN, tol));
    });
  },
);

test("tornado: each assumption to the ends of its range, the widest first", () => {
  const plan = buildPlan({
    periods: 1,
    rows: [
      { name: "Leads", values: 1500 },
      { name: "Rate", unit: "rate", values: 0.03 },
      { name: "Worth", unit: "moneyPerCount", values: 50 },
      { name: "Cost", unit: "money", values: 800 },
      { name: "Profit", unit: "money", formula: "Leads * Rate * Worth - Cost" },
    ],
  });
  const ends = (row: string, low: number, high: number) => ({
    row,
    channel: null,
    from: 0,
    to: 0,
    low,
    high,
  });
  const found = listTornado(plan, { row: "profit", channel: null, from: 0, to: 0 }, [
    ends("leads", 1200, 1800),
    ends("rate", 0.01, 0.05),
    ends("worth", 47, 53),
  ]);
  expect(
    found.map(({ row, swing }) =>
      [row, swing?.atLow, swing?.atHigh].map((one) => (typeof one === "number" ? Math.round(one) : one)),
    ),
  ).toEqual([
    ["rate", -50, 2950],
    ["leads", 1000, 1900],
    ["worth", 1315, 1585],
  ]);
});
