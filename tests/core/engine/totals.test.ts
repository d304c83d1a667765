import { describe, expect, test } from "vitest";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { buildPlan, foundingPlan, FOUNDING_ROWS, idOf } from "../../build.ts";

/** The total of a row by name, over channels and all periods unless said. */
function totalOf(plan: Plan, name: string, channel: string | null = null, from = 0, to?: number): number {
  const last = to ?? plan.settings.periods - 1;
  return evaluateSlowly(plan).total({
    row: idOf(name),
    channel: channel === null ? null : idOf(channel),
    from,
    to: last,
  });
}

function ruleOf(plan: Plan, name: string): string {
  return evaluateSlowly(plan).rows.get(idOf(name))?.total.kind ?? "missing";
}

describe("the founding plan", () => {
  const plan = foundingPlan();

  test("[TO1] counts and money add over channels and periods", () => {
    expect(totalOf(plan, "Spend")).toBe(15000);
    expect(totalOf(plan, "Impressions")).toBeCloseTo(500000, 6);
    expect(totalOf(plan, "Visitors")).toBeCloseTo(10000, 8);
    expect(totalOf(plan, "Demos")).toBeCloseTo(500, 10);
    expect(totalOf(plan, "Units sold")).toBeCloseTo(100, 10);
    expect(totalOf(plan, "Revenue")).toBeCloseTo(48000, 8);
    expect(totalOf(plan, "Demo capacity")).toBe(540);
  });

  test("[TO2] a stock's total is its last", () => {
    expect(totalOf(plan, "Sales reps")).toBe(3);
    const hires = buildPlan({
      rows: [
        { name: "Hires", unit: "people", scope: "plan", values: [2, 3, 0] },
        { name: "Reps", unit: "people", scope: "plan", formula: "PREV() + Hires" },
        { name: "Sales", scope: "plan", values: [10, 20, 30] },
        { name: "Sales a rep", unit: "number", scope: "plan", formula: "Sales / Reps" },
      ],
    });
    expect(totalOf(hires, "Hires")).toBe(5);
    expect(totalOf(hires, "Reps")).toBe(5);
    // 60 sales by 2 + 5 + 5 rep-months.
    expect(totalOf(hires, "Sales a rep")).toBe(5);
  });

  test("[TO3] cost per sale of the year is spend over sales", () => {
    expect(ruleOf(plan, "Cost per sale")).toBe("ratio");
    expect(totalOf(plan, "Cost per sale")).toBeCloseTo(150, 10);
  });

  test("[TO5] equal cells give exactly their value", () => {
    expect(totalOf(plan, "Demo to sale")).toBe(0.2);
    expect(totalOf(plan, "Visitor to demo")).toBe(0.05);
    expect(totalOf(plan, "Click-through")).toBe(0.02);
    expect(totalOf(plan, "Cost per thousand")).toBe(30);
    expect(totalOf(plan, "Price")).toBe(480);
    expect(totalOf(plan, "Demos a rep")).toBe(60);
    const nothing = foundingPlan({
      rows: FOUNDING_ROWS.map((row) => (row.name === "Spend" ? { ...row, values: 0 } : row)),
    });
    expect(totalOf(nothing, "Demo to sale")).toBe(0.2);
    expect(totalOf(nothing, "Cost per sale")).toBeNaN();
  });

  test("[TO4] totals of assumed rates make the total column obey the formulas", () => {
    const mixed = foundingPlan({
      channels: ["Paid search", "Social"],
      rows: FOUNDING_ROWS.map((row) => {
        switch (row.name) {
          case "Cost per thousand":
            return { ...row, values: { in: { "Paid search": [30, 25, 20], Social: [10, 12, 14] } } };
          case "Click-through":
            return { ...row, values: { in: { "Paid search": [0.02, 0.03, 0.01], Social: 0.005 } } };
          case "Visitor to demo":
            return { ...row, values: { in: { "Paid search": 0.05, Social: [0.01, 0.02, 0.03] } } };
          case "Demo to sale":
            return { ...row, values: [0.1, 0.2, 0.3] };
          case "Price":
            return { ...row, values: [480, 500, 400] };
          case "Sales reps":
            return { ...row, values: [3, 4, 5] };
          case "Demos a rep":
            return { ...row, values: [60, 50, 70] };
          default:
            return row;
        }
      }),
    });
    const total = (name: string): number => totalOf(mixed, name);
    const close = (a: number, b: number): void => expect(a / b - 1).toBeCloseTo(0, 12);
    close((total("Spend") / total("Cost per thousand")) * 1000, total("Impressions"));
    close(total("Impressions") * total("Click-through"), total("Visitors"));
    close(total("Visitors") * total("Visitor to demo"), total("Demos"));
    close(total("Demos") * total("Demo to sale"), total("Units sold"));
    close(total("Units sold") * total("Price"), total("Revenue"));
    // Reps stand, but count as rep-months where they are multiplied.
    expect(total("Sales reps")).toBe(5);
    close((3 + 4 + 5) * total("Demos a rep"), total("Demo capacity"));
  });
});

describe("[TO3] computed rates", () => {
  test("a cell typed over weighs by what its row is divided by", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Spend", unit: "money", values: [100, 300] },
        { name: "Sales", values: [10, 20] },
        { name: "CAC", unit: "moneyPerCount", formula: "Spend / Sales", values: [30, null] },
      ],
    });
    expect(totalOf(plan, "CAC")).toBe((30 * 10 + 300) / 30);
  });

  test("survive erroneous cells", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Spend", unit: "money", values: [100, 300] },
        { name: "Sales", values: [0, 20] },
        { name: "CAC", unit: "moneyPerCount", formula: "Spend / Sales" },
      ],
    });
    expect(evaluateSlowly(plan).value("cAC", idOf("Paid search"), 0)).toBeNaN();
    expect(totalOf(plan, "CAC")).toBe(20);
  });

  const rates = (typed: (number | null)[]): Plan =>
    buildPlan({
      periods: 2,
      rows: [
        { name: "Visitors", values: [100, 300] },
        { name: "VtD", unit: "rate", values: [0.5, 0.1] },
        { name: "Demos", formula: "Visitors * VtD" },
        { name: "DtS", unit: "rate", values: [0.1, 0.4] },
        { name: "Units", formula: "Demos * DtS" },
        { name: "E2E", unit: "rate", formula: "VtD * DtS", values: typed },
      ],
    });

  test("a product of rates is the product of their totals", () => {
    const plan = rates([null, null]);
    expect(ruleOf(plan, "E2E")).toBe("totals");
    expect(totalOf(plan, "E2E")).toBeCloseTo(17 / 400, 15);
    expect(totalOf(plan, "E2E")).toBeCloseTo(totalOf(plan, "Units") / totalOf(plan, "Visitors"), 15);
  });

  test("with a cell typed over it is weighed by what the first rate is of", () => {
    expect(totalOf(rates([0.2, null]), "E2E")).toBeCloseTo((0.2 * 100 + 12) / 400, 15);
  });

  test("a cost per thousand that is computed is totalled as it is shown", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Spend", unit: "money", values: [100, 300] },
        { name: "Impressions", values: [10000, 20000] },
        { name: "CPM", unit: "moneyPerCount", per: 1000, formula: "Spend / Impressions" },
        { name: "CTR", unit: "rate", values: [0.01, 0.02] },
        { name: "Clicks", formula: "Impressions * CTR" },
        { name: "CPC", unit: "moneyPerCount", formula: "CPM / CTR" },
      ],
    });
    expect(evaluateSlowly(plan).value("cPM", "paidSearch", 0)).toBeCloseTo(10, 12);
    expect(totalOf(plan, "CPM")).toBeCloseTo(400 / 30, 12);
    expect(totalOf(plan, "CPC")).toBeCloseTo(400 / 500, 12);
  });

  test("a difference of adding quantities over one of them is a ratio", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Revenue", unit: "money", values: [100, 300] },
        { name: "Cost", unit: "money", values: [80, 90] },
        { name: "Margin", unit: "rate", formula: "(Revenue - Cost) / Revenue" },
      ],
    });
    expect(totalOf(plan, "Margin")).toBe(230 / 400);
  });
});

describe("[TO4] weights", () => {
  test("W27: a cost per click is weighted by the clicks that it buys", () => {
    const plan = buildPlan({
      periods: 1,
      channels: ["A", "B"],
      rows: [
        { name: "Spend", unit: "money", values: 2000 },
        { name: "CPC", unit: "moneyPerCount", values: { in: { A: 0.25, B: 4 } } },
        { name: "Visits", formula: "Spend / CPC" },
        { name: "VtD", unit: "rate", values: { in: { A: 0.01, B: 0.08 } } },
        { name: "Demos", formula: "Visits * VtD" },
        { name: "DtS", unit: "rate", values: { in: { A: 0.05, B: 0.25 } } },
        { name: "Sales", formula: "Demos * DtS" },
        { name: "Per demo", unit: "moneyPerCount", formula: "Spend / Demos" },
      ],
    });
    expect(totalOf(plan, "CPC")).toBeCloseTo(4000 / 8500, 15);
    expect(totalOf(plan, "CPC", "B")).toBe(4);
    expect(totalOf(plan, "VtD")).toBeCloseTo(120 / 8500, 15);
    expect(totalOf(plan, "DtS")).toBeCloseTo(14 / 120, 15);
    expect(totalOf(plan, "Per demo", "A")).toBeCloseTo(25, 12);
    expect(totalOf(plan, "Per demo")).toBeCloseTo(4000 / 120, 12);
  });

  test("the rate behind a LAG is weighted by those who come due", () => {
    const plan = buildPlan({
      rows: [
        { name: "Demos", values: [100, 200, 300], history: [50] },
        { name: "Close", unit: "rate", values: [0.1, 0.2, 0.3] },
        { name: "Units", formula: "LAG(Demos, 0, 1) * Close" },
      ],
    });
    expect(totalOf(plan, "Close")).toBeCloseTo((50 * 0.1 + 100 * 0.2 + 200 * 0.3) / 350, 15);
  });

  test("storyboard 15: a channel with its own formula counts with what it brings", () => {
    const rows = FOUNDING_ROWS.map((row) => {
      switch (row.name) {
        case "Spend":
          return { ...row, values: { in: { "Paid search": [3960, 4400, 4840], Events: 1000 } } };
        case "Cost per thousand":
        case "Click-through":
        case "Impressions":
          return { ...row, formulas: { Events: "none" } };
        case "Visitors":
          return { ...row, formulas: { Events: "Spend / [Cost per visitor]" } };
        case "Visitor to demo":
          return { ...row, values: { in: { "Paid search": 0.05, Events: 0.2 } } };
        default:
          return row;
      }
    });
    const plan = foundingPlan({
      channels: ["Paid search", "Events"],
      rows: [...rows, { name: "Cost per visitor", unit: "moneyPerCount", values: { in: { Events: 10 } } }],
    });
    expect(totalOf(plan, "Spend")).toBeCloseTo(16200, 8);
    expect(totalOf(plan, "Visitors")).toBeCloseTo(9100, 8);
    expect(totalOf(plan, "Demos")).toBeCloseTo(500, 10);
    expect(totalOf(plan, "Visitor to demo")).toBeCloseTo(500 / 9100, 12);
    expect(totalOf(plan, "Cost per sale")).toBeCloseTo(162, 10);
    expect(totalOf(plan, "Cost per visitor")).toBe(10);
    expect(totalOf(plan, "Cost per thousand")).toBe(30);
    expect(totalOf(plan, "Cost per thousand", "Events")).toBeNaN();
  });

  test("a rate inside IF or MIN counts for the next row that has it in a product", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Visitors", values: [100, 300] },
        { name: "Rate", unit: "rate", values: [0.5, 0.1] },
        { name: "Capped", formula: "Visitors * MIN(Rate, 1)" },
        { name: "Base", values: [10, 30] },
        { name: "Sold", formula: "MIN(Base * Rate, 4)" },
      ],
    });
    expect(totalOf(plan, "Rate")).toBeCloseTo((0.5 * 10 + 0.1 * 30) / 40, 15);
  });

  test("a computed rate with IF, MIN or PREV is weighted as an assumed one", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Units", values: [100, 300] },
        { name: "Price", unit: "moneyPerCount", formula: "PREV(Price, 1, 10) * 1.5" },
        { name: "Revenue", unit: "money", formula: "Units * Price" },
        { name: "Lonely", unit: "rate", formula: "MIN(50%, 1)" },
      ],
    });
    expect(totalOf(plan, "Price")).toBeCloseTo((15 * 100 + 22.5 * 300) / 400, 12);
    expect(totalOf(plan, "Lonely")).toBeNaN();
    expect(ruleOf(plan, "Lonely")).toBe("none");
  });

  test("a plan-wide price is weighted by all channels' units", () => {
    const plan = buildPlan({
      periods: 2,
      channels: ["A", "B"],
      rows: [
        { name: "Units", values: { in: { A: [1, 2], B: [3, 4] } } },
        { name: "Price", unit: "moneyPerCount", scope: "plan", values: [10, 20] },
        { name: "Revenue", unit: "money", scope: "plan", formula: "ALL(Units * Price)" },
      ],
    });
    expect(totalOf(plan, "Price")).toBeCloseTo((10 * 4 + 20 * 6) / 10, 14);
    expect(totalOf(plan, "Revenue")).toBe(160);
  });

  test("a rate whose only users are computed rates is weighted through them", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Spend", unit: "money", values: [100, 300] },
        { name: "CPM", unit: "moneyPerCount", per: 1000, values: [10, 20] },
        { name: "CTR", unit: "rate", values: [0.01, 0.02] },
        { name: "CPC", unit: "moneyPerCount", formula: "CPM / CTR" },
        { name: "Clicks", formula: "Spend / CPC" },
      ],
    });
    // 10,000 and 15,000 impressions; 100 and 300 clicks.
    expect(totalOf(plan, "CPM")).toBeCloseTo(16, 12);
    expect(totalOf(plan, "CTR")).toBeCloseTo(400 / 25000, 14);
    expect(totalOf(plan, "CPC")).toBeCloseTo(1, 12);
  });

  test("churn inside 1 − churn is weighted by the customers", () => {
    const plan = buildPlan({
      periods: 2,
      rows: [
        { name: "Customers", values: [100, 300] },
        { name: "Churn", unit: "rate", values: [0.5, 0.1] },
        { name: "Kept", formula: "Customers * (1 - Churn)" },
      ],
    });
    expect(totalOf(plan, "Churn")).toBeCloseTo(0.2, 15);
  });
});

describe("[TO2] stocks", () => {
  const rule = (
    formula: string,
    more: { name: string; formula?: string; values?: number }[] = [],
  ): unknown => {
    const plan = buildPlan({ rows: [{ name: "X", formula }, { name: "Y", values: 1 }, ...more] });
    return evaluateSlowly(plan).rows.get("x")?.total;
  };
  test("own PREV as a term of a sum, and CUM", () => {
    expect(rule("PREV() + Y")).toEqual({ kind: "sum", stock: true });
    expect(rule("Y + PREV(X) - 1")).toEqual({ kind: "sum", stock: true });
    expect(rule("CUM(Y)")).toEqual({ kind: "sum", stock: true });
    expect(rule("PREV() * 1.05")).toEqual({ kind: "sum", stock: false });
    expect(rule("PREV(Y) + Y")).toEqual({ kind: "sum", stock: false });
  });
  test("by way of another row", () => {
    const plan = buildPlan({
      rows: [
        { name: "Opening", formula: "PREV(Closing, 1, 10)" },
        { name: "New", values: [5, 6, 7] },
        { name: "Lost", values: [1, 2, 3] },
        { name: "Closing", formula: "Opening + New - Lost" },
      ],
    });
    expect(totalOf(plan, "Closing")).toBe(22);
    expect(totalOf(plan, "Opening")).toBe(18);
    expect(totalOf(plan, "New")).toBe(18);
  });
});

test("[TO6] last of a row without users: in one channel its last cell, over several none unless they agree", () => {
  const plan = buildPlan({
    periods: 2,
    channels: ["A", "B"],
    rows: [{ name: "Mood", unit: "number", values: { in: { A: [1, 2], B: [3, 4] } }, totalBy: "last" }],
  });
  expect(totalOf(plan, "Mood", "A")).toBe(2);
  expect(totalOf(plan, "Mood")).toBeNaN();
});

test("[TO6] what the person chose stands", () => {
  const plan = (totalBy: "sum" | "last" | "first" | "average" | "none" | { weightedBy: string }): number =>
    totalOf(
      buildPlan({
        periods: 2,
        channels: ["A", "B"],
        rows: [
          { name: "Units", values: { in: { A: [1, 2], B: [3, 4] } } },
          { name: "Other", values: { in: { A: [1, 0], B: [0, 1] } } },
          { name: "Rate", unit: "rate", values: { in: { A: [0.1, 0.2], B: [0.3, 0.6] } }, totalBy },
          { name: "Sold", formula: "Units * Rate" },
        ],
      }),
      "Rate",
    );
  expect(plan("sum")).toBeCloseTo(1.2, 15);
  expect(plan("last")).toBeCloseTo((0.2 * 2 + 0.6 * 4) / 6, 15);
  expect(plan("first")).toBeCloseTo((0.1 * 1 + 0.3 * 3) / 4, 15);
  expect(plan("average")).toBeCloseTo(0.3, 15);
  expect(plan("none")).toBeNaN();
  expect(plan({ weightedBy: "Other" })).toBeCloseTo(0.35, 15);
});
