import { describe, expect, test } from "vitest";
import { checkFormula, inferUnit, readFormula } from "../../../src/core/formula/check.ts";
import { findCycle, findCycles } from "../../../src/core/formula/cycles.ts";
import type { FormulaError } from "../../../src/core/formula/parse.ts";
import { FUNNEL, idOf, planOf, treeOf } from "./plan.ts";
import type { RowSpec } from "./plan.ts";

// Rules [UN*], [BR*], [DL*] are stated in src/core/SPEC.md.
const plan = planOf(FUNNEL);

function check(row: string, text: string, base = plan) {
  return readFormula(base, idOf(row), null, text);
}

function refused(row: string, text: string, base = plan): FormulaError {
  const result = check(row, text, base);
  if (result.ok) throw new Error(`${row} = ${text} was accepted`);
  expect(result.error.text).toMatch(/[.?]$/);
  return result.error;
}

function accept(row: string, text: string, base = plan): void {
  const result = check(row, text, base);
  expect(result.ok ? null : result.error.text).toBeNull();
}

describe("[UN4]–[UN7] units that fit", () => {
  test.each([
    ["Impressions", "Spend / CPM"],
    ["Visitors", "Impressions * CTR"],
    ["Demos", "Visitors * [Visitor to demo]"],
    ["Units sold", "LAG(Demos, 0.5, 0.5) * [Demo to sale]"],
    ["Revenue", "[Units sold] * Price"],
    ["Cost per thousand", "Spend / Impressions"],
    ["Click-through rate", "Visitors / Impressions"],
    ["Weight", "Revenue / Spend"],
    ["Weight", "Spend > 100"],
    ["Weight", "(Spend > 100) * 2"],
    ["Weight", "TRUE + 1"],
    ["Weight", "NOT(Spend) + AND(Demos > 1, Visitors > 2)"],
    ["Spend", "100"],
    ["Spend", "Spend * 0 + 100".replace("Spend", "Revenue")],
    ["Spend", "Revenue ^ 0.5"],
    ["Spend", "SQRT(Revenue) * 3"],
    ["Spend", "Visitors * 2"],
    ["Spend", "PREV() * 1.05"],
    ["Spend", "PREV(, 1, 100)"],
    ["Spend", "IF(Visitors > Demos, Revenue, 0)"],
    ["Spend", 'MAX(Revenue, 100) * CHANNEL("Events")'],
    ["Spend", "SATURATE(Revenue, Revenue, 100, 2)"],
    ["Spend", "CHOOSE(MONTH(), Revenue, 2)"],
    ["Spend", "BYMONTH(1,2,3,4,5,6,7,8,9,10,11,12)"],
    ["Recruiters", "Demos + 2"],
    ["Demos", "Recruiters * 20"],
    ["Demos", "COHORT(Visitors, 0.5, [Visitor to demo])"],
    ["Units sold", "CUM(Demos, 12) * [Demo to sale]"],
    ["Units sold", "ROUND(Demos * [Demo to sale], 0)"],
    ["Units sold", "MOD(Demos, 7)"],
    ["Units sold", "IFERROR(Demos / Visitors * Demos, 0)"],
    ["Part", "SHARE(Demos)"],
  ])("%s = %s", accept);
});

describe("[UN5]–[UN7] units that do not", () => {
  test.each([
    [
      "Spend",
      "Revenue + Visitors",
      "unitsDiffer",
      "Revenue is money, Visitors a count: they cannot be added.",
    ],
    [
      "Spend",
      "Revenue - CTR",
      "unitsDiffer",
      "Revenue is money, Click-through rate a rate: they cannot be subtracted.",
    ],
    ["Spend", "MAX(Revenue, Demos)", "unitsDiffer", "be compared"],
    ["Spend", "MIN(0, Revenue, Demos)", "unitsDiffer", "be compared"],
    ["Spend", "SUM(Revenue, Demos)", "unitsDiffer", "be added"],
    ["Spend", "IF(Revenue > Demos, 1, 2)", "unitsDiffer", "be compared"],
    ["Spend", "IF(Demos > 1, Revenue, Demos)", "unitsDiffer", "both be answers of one IF"],
    [
      "Spend",
      "Revenue * 1 + Revenue / Demos + Demos",
      "unitsDiffer",
      "Revenue * 1 + Revenue / Demos is money per count",
    ],
    ["Spend", "PREV(Revenue, 1, Demos)", "unitsDiffer", ""],
    ["Spend", "PREV() + Demos", "unitsDiffer", "PREV() is money, Demos a count"],
    ["Spend", "BYMONTH(Revenue,2,3,4,5,6,7,8,9,10,11,Demos)", "unitsDiffer", ""],
    ["Spend", "SATURATE(Demos, Revenue, Revenue)", "unitsDiffer", ""],
    ["Spend", "ROUND(Revenue, Demos)", "plainWanted", "Demos is a count"],
    ["Spend", "CHOOSE(Revenue, 1, 2)", "plainWanted", ""],
    ["Visitors", "Spend", "rowUnit", "The formula gives money, but Visitors is a count"],
    ["Visitors", "Spend * CPM", "rowUnit", "money × money per count"],
    ["Visitors", "1 * CTR / Spend * Spend + CTR", "rowUnit", "a number"],
    ["Visitors", "Impressions / Spend", "rowUnit", "count per money"],
    ["Visitors", "MONTH()", "rowUnit", "a number"],
    ["Weight", "1 = 1 = 1", "truthAndNumber", "AND"],
    ["Weight", "TRUE = Demos", "truthAndNumber", ""],
    ["Units sold", "LAG(Demos, CTR, Churn)", "lagWeightScope", "Click-through rate"],
    ["Units sold", "LAG(Demos, Price, Churn)", "lagWeightUnit", "Price is money per count"],
  ])("%s = %s", (row, text, code, sentence) => {
    const error = refused(row, text);
    expect(error.code).toBe(code);
    expect(error.text).toContain(sentence);
  });
  test("the error stands where the two meet", () => {
    expect(refused("Spend", "= 1 + (Revenue + Visitors)")).toMatchObject({ at: 7, length: 18 });
  });
  test("what is gone is said", () => {
    expect(checkFormula(plan, "spend", null, { kind: "row", row: "gone" })).toMatchObject({
      error: { code: "goneRow" },
    });
    expect(checkFormula(plan, "spend", null, { kind: "channel", channel: "gone" })).toMatchObject({
      error: { code: "goneChannel" },
    });
  });
  test("comparisons of comparisons are each read once", () => {
    let text = "(1=2)";
    for (let i = 0; i < 200; i++) text = `(${text}=(1=2))`;
    accept("Weight", text);
  });
});

describe("[UN8] the unit of a row whose formula comes first", () => {
  test.each([
    ["Spend / CPM", "channel", "count"],
    ["Impressions * CTR", "channel", "count"],
    ["Spend + 1", "channel", "money"],
    ["Spend / Demos", "channel", "moneyPerCount"],
    ["Demos / Visitors", "channel", "rate"],
    ["CTR * [Visitor to demo]", "channel", "rate"],
    ["1 - CTR", "channel", "rate"],
    ["SHARE(Demos)", "channel", "rate"],
    ["Revenue / Spend", "channel", "number"],
    ["MONTH()", "channel", "number"],
    ["Recruiters + 2", "channel", "people"],
    ["PREV() + Recruiters", "channel", "people"],
    ["Recruiters * 20 + Recruiters", "channel", "count"],
    ["[Sales reps] * [Demos a rep]", "plan", "count"],
    ["2 * 3", "channel", undefined],
    ["Spend * Spend", "channel", undefined],
    ["Spend + Demos", "channel", undefined],
    ["CTR", "plan", undefined],
    ["ALL(CTR)", "plan", "rate"],
    ["Spend", "plan", "money"],
  ] as const)("%s (%s) is %s", (text, scope, unit) => {
    expect(inferUnit(plan, treeOf(plan, text), scope)).toBe(unit);
  });
});

describe("[BR1]–[BR6] broadcasting", () => {
  test.each([
    ["Budget", "Spend"],
    ["Budget", "ALL([Units sold] * [Channel price])"],
    ["Budget", "Spend + ALL(Demos * CPM)"],
    ["Budget", "PREV(Spend)"],
    ["Capacity", "[Sales reps] * [Demos a rep]"],
    ["Churn", "Demos / Visitors"],
    ["Churn", "ALL(CTR)"],
    ["Capacity", "ALL(EACH(Capacity) * 1)".replace("Capacity", "[Sales reps]")],
    ["Capacity", 'ALL(CHANNEL("Events") * Demos)'],
    ["Spend", "Budget * Part"],
    ["Spend", "Budget * SHARE(Visitors)"],
    ["Spend", "Budget * (Visitors / ALL(Visitors))"],
    ["Spend", "Budget * Visitors / ALL(Visitors) * Churn"],
    ["Spend", "(Budget + PREV(Budget)) * Churn"],
    ["Spend", "-Budget * (1 - Churn)"],
    ["Spend", "2 * Budget * Part"],
    ["Spend", "Part * Budget / 2"],
    ["Spend", "EACH(Budget)"],
    ["Revenue", "[Units sold] * Price"],
    ["Units sold", "MIN(Demos, EACH(Capacity))"],
    ["Units sold", "LAG(Capacity, 0.5, 0.5) * [Demo to sale]"],
    ["Units sold", "ALL(Demos) * [Demo to sale]"],
  ])("%s = %s", accept);
  test.each([
    ["Budget", "[Units sold] * [Channel price]", "rateInPlanRow", "ALL([Units sold] * [Channel price])"],
    ["Budget", "Spend * (1 + CTR) + 2", "rateInPlanRow", "ALL("],
    ["Churn", "CTR", "rateInPlanRow", "ALL([Click-through rate])"],
    ["Churn", "Weight", "rateInPlanRow", "row for the whole plan"],
    ["Churn", "SHARE(Demos)", "needsChannel", "ALL(…)"],
    ["Capacity", 'Demos * CHANNEL("Events")', "needsChannel", "ALL(…)"],
    ["Capacity", "ALL([Sales reps])", "amountInChannels", "EACH([Sales reps])"],
    ["Units sold", "MIN(Demos, Capacity)", "amountInChannels", "EACH(Capacity)"],
    ["Units sold", "MIN(Demos, Capacity)", "amountInChannels", "Capacity * SHARE(Demos)"],
    ["Units sold", "Capacity", "amountInChannels", "Capacity * SHARE(Spend)"],
    ["Units sold", "Capacity * 30%", "amountInChannels", ""],
    ["Units sold", "Capacity * Weight", "amountInChannels", ""],
    ["Units sold", "IF(Demos > Capacity, 1, Demos)", "amountInChannels", ""],
    ["Part", "Demos / Capacity", "amountInChannels", ""],
    ["Units sold", "EACH(Demos)", "eachOfChannelRow", "Demos"],
  ])("%s = %s is refused", (row, text, code, repair) => {
    const error = refused(row, text);
    expect(error.code).toBe(code);
    expect(error.text).toContain(repair);
  });
  test("[BR4] both repairs are accepted", () => {
    for (const text of ["MIN(Demos, Capacity)", "Capacity", "IF(Demos > Capacity, 1, Demos)"]) {
      const repairs =
        /write (.*) to divide it, or (.*) if each/.exec(refused("Units sold", text).text)?.slice(1) ?? [];
      expect(repairs).toHaveLength(2);
      for (const repair of repairs) accept("Units sold", text.replace("Capacity", repair));
    }
  });
  test("[BR4] holds in a plan of one channel", () => {
    expect(refused("Units sold", "MIN(Demos, Capacity)", planOf(FUNNEL, ["Search"])).code).toBe(
      "amountInChannels",
    );
  });
  test("the error stands where the row does", () => {
    expect(refused("Units sold", "=MIN(Demos, Capacity)")).toMatchObject({ at: 12, length: 8 });
  });
});

describe("[DL2] [DL4] cycles", () => {
  const stock: RowSpec[] = [
    { name: "Opening", unit: "people", formula: "PREV(Closing)" },
    { name: "Closing", unit: "people", formula: "Opening + New - Lost" },
    { name: "New", unit: "people" },
    { name: "Lost", unit: "people" },
    { name: "Other", unit: "people" },
  ];
  test("delayed ones are legal", () => {
    const opening = planOf(stock);
    expect(findCycle(opening)).toBeNull();
    accept("Opening", "PREV(Closing)", opening);
    accept("Closing", "Opening + New - Lost", opening);
    accept("Closing", "PREV() + New", opening);
    accept("Opening", "LAG(Closing, 0, 1)", opening);
  });
  test("others are refused, their rows in order", () => {
    const error = refused("New", "Closing * 2", planOf(stock));
    expect(error.code).toBe("cycle");
    expect(error.text).toContain("New → Closing → New");
    expect(refused("Opening", "Other + Closing", planOf(stock))).toMatchObject({
      code: "cycle",
      at: 8,
      length: 7,
    });
    expect(refused("Opening", "LAG(Closing, 0.5, 0.5)", planOf(stock)).code).toBe("cycle");
    expect(refused("Opening", "PREV(Closing, 1, Closing)", planOf(stock)).code).toBe("cycle");
    expect(refused("Opening", "IF(FALSE, Closing, 0)", planOf(stock)).code).toBe("cycle");
  });
  test("a row alone", () => {
    const error = refused("Spend", "Spend + 1");
    expect(error.code).toBe("ownCycle");
    expect(error.text).toContain("PREV(Spend)");
    expect(refused("Spend", "SUM(Spend)").code).toBe("ownCycle");
  });
  test("TOTAL stands in none, delayed or not", () => {
    const base = planOf(stock);
    expect(refused("Opening", "PREV(Closing) + TOTAL(Closing)", base).code).toBe("totalInCycle");
    expect(
      refused(
        "Opening",
        "PREV(Closing) * (1 + 0 * TOTAL(New))",
        planOf([
          ...stock.slice(0, 2),
          { name: "New", unit: "people", formula: "PREV(Closing)" },
          ...stock.slice(3),
        ]),
      ).code,
    ).toBe("totalInCycle");
    expect(refused("Spend", "TOTAL(Spend)").code).toBe("totalInCycle");
    accept("Other", "TOTAL(Closing)", base);
    accept("Closing", "Opening + New + TOTAL(Other)", base);
    const reader = planOf([
      ...stock.slice(0, 4),
      { name: "Other", unit: "people", formula: "TOTAL(Closing)" },
    ]);
    expect(refused("New", "PREV(Other)", reader).text).toContain("Other → ");
  });
  test("channels' and cells' formulas count", () => {
    const inChannel = planOf([
      { name: "A", unit: "count", inChannel: { Events: "B" } },
      { name: "B", unit: "count" },
    ]);
    expect(refused("B", "A", inChannel).code).toBe("cycle");
    const inCell = planOf([
      { name: "A", unit: "count", cell: "B" },
      { name: "B", unit: "count" },
    ]);
    expect(refused("B", "A", inCell).code).toBe("cycle");
    const nowhere = planOf([
      { name: "A", unit: "count", formula: "B", inChannel: { Events: "1", Search: "2" } },
      { name: "B", unit: "count" },
    ]);
    accept("B", "A", nowhere);
  });
  test("a formula can be put right while it is wrong", () => {
    const wrong = planOf([
      { name: "A", unit: "count", formula: "B" },
      { name: "B", unit: "count", formula: "A" },
      { name: "C", unit: "count" },
    ]);
    expect(findCycles(wrong)).toEqual([["a", "b"]]);
    accept("A", "C", wrong);
    accept("C", "1", wrong);
  });
  test("a ring of ten thousand rows is found", () => {
    const specs = Array.from({ length: 10_000 }, (_, i) => ({ name: `R${i}`, unit: "count" as const }));
    const ring = planOf(specs);
    const formulas = new Map(
      specs.map((_, i) => [
        `r${i}`,
        { kind: "tree" as const, tree: { kind: "row" as const, row: `r${(i + 1) % 10_000}` } },
      ]),
    );
    expect(findCycle({ ...ring, formulas })).toHaveLength(10_000);
  });
});
