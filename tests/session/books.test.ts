import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyChange,
  changeInScenario,
  createEngine,
  planOfScenario,
  solvePlan,
} from "../../src/core/index.ts";
import type { Engine, Plan } from "../../src/core/index.ts";
import { Books } from "../../src/session/books.ts";
import { ScenarioPlans } from "../../src/session/follow.ts";
import { buildPlan } from "../build.ts";
import { differencesOf } from "../csv/same.ts";
import { anyGoals } from "../laws/goals.ts";
import { anyEdit, anyPlan } from "../laws/plans.ts";

const IDS = ["s", "u"] as const;

function withScenarios(plan: Plan): Plan {
  return IDS.reduce(
    (document, id) => applyChange(document, [[`scenario/${id}`, null, { name: id, order: id }]]),
    plan,
  );
}

/** Rows that have other bits somewhere. */
function rowsApart(a: Engine, b: Engine): string[] {
  expect(a.rows).toEqual(b.rows);
  return a.rows.filter((row) => {
    const [x, y] = [a.values(row).data, b.values(row).data];
    return x.length !== y.length || x.some((value, i) => !Object.is(value, y[i]));
  });
}

const anyDocument = fc.tuple(anyPlan, anyGoals(1)).map(([plan, make]) => withScenarios(make(plan)));
const anyStep = fc.record({ at: fc.constantFrom(null, null, ...IDS), edit: anyEdit });

test("[SC1] workbooks that follow the document are to the bit what new ones would be", () => {
  fc.assert(
    fc.property(anyDocument, fc.array(anyStep, { minLength: 1, maxLength: 5 }), (start, steps) => {
      let document = start;
      const books = new Books();
      for (const { at, edit } of steps) {
        const change = edit(planOfScenario(document, at));
        document = applyChange(document, at === null ? change : changeInScenario(document, at, change));
        for (const id of IDS) {
          const wanted = planOfScenario(document, id);
          const book = books.of(document, id);
          expect(differencesOf(book.plan, wanted)).toEqual([]);
          const fresh = createEngine(wanted);
          const solution = solvePlan(fresh);
          expect(book.solution.goals).toEqual(solution.goals);
          expect(rowsApart(book.engine, fresh)).toEqual([]);
        }
      }
    }),
    { seed: 43, numRuns: 15 },
  );
}, 60_000);

function document(): Plan {
  const plan = withScenarios(
    buildPlan({
      periods: 2,
      rows: [
        { name: "Visitors", values: 1000 },
        { name: "Rate", unit: "rate", values: 0.1 },
        { name: "Price", unit: "moneyPerCount", values: 5 },
        { name: "Sales", formula: "Visitors * Rate" },
      ],
    }),
  );
  return applyChange(plan, [
    ["in/s/cell/rate/paidSearch/2027-M01", null, { is: 0.2 }],
    ["in/s/formula/sales", null, { is: { kind: "tree", tree: { kind: "row", row: "visitors" } } }],
  ]);
}

test("what a change of the base does not touch is the very same in the scenario's plan", () => {
  const plans = new ScenarioPlans();
  const start = document();
  const before = plans.of(start, "s");
  expect(plans.of(start, "s")).toBe(before);
  const next = applyChange(start, [["cell/price/paidSearch/2027-M01", 5, 6]]);
  const after = plans.of(next, "s");
  expect(after.cells.get("rate")).toBe(before.cells.get("rate"));
  expect(after.cells.get("visitors")).toBe(next.cells.get("visitors"));
  expect(after.cells.get("price")).toBe(next.cells.get("price"));
  expect(after.formulas).toBe(before.formulas);
});

test("what the base changes under a difference, and a difference that is another, are made again", () => {
  const plans = new ScenarioPlans();
  const start = document();
  plans.of(start, "s");
  const base = applyChange(start, [["cell/rate/paidSearch/2027-M02", 0.1, 0.3]]);
  expect(plans.of(base, "s").cells.get("rate")?.get("paidSearch")?.values).toEqual(
    new Float64Array([0.2, 0.3]),
  );
  const other = applyChange(base, [["in/s/cell/rate/paidSearch/2027-M01", { is: 0.2 }, null]]);
  expect(plans.of(other, "s").cells.get("rate")).toBe(other.cells.get("rate"));
  const gone = applyChange(other, [["in/s/formula/sales", { is: { kind: "none" } }, null]]);
  expect(plans.of(gone, "s").formulas).toEqual(gone.formulas);
});

test("books that are let go are made anew when they are asked for", () => {
  const books = new Books();
  const start = document();
  const [base, book] = [books.of(start, null), books.of(start, "s")];
  books.keep(new Set([null]));
  expect(books.of(start, null)).toBe(base);
  expect(books.of(start, "s")).not.toBe(book);
});
