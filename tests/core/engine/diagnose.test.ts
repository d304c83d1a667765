import { describe, expect, test } from "vitest";
import { diagnose } from "../../../src/core/engine/diagnose.ts";
import type { Diagnosis } from "../../../src/core/engine/diagnose.ts";
import { pipelineOf, totalWithPipeline } from "../../../src/core/engine/pipeline.ts";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { applyChange, changeTo } from "../../../src/core/plan/change.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { buildPlan, idOf } from "../../build.ts";
import type { RowSpec } from "../../build.ts";

const MONTHS = ["January", "February", "March", "April"];
const nameOf = (t: number): string => MONTHS[t] ?? `period ${t}`;

const why = (plan: Plan, name: string, t: number, channel = "Paid search"): Diagnosis | null =>
  diagnose(plan, { row: idOf(name), line: channel === "-" ? "-" : idOf(channel), t }, nameOf);

const whyTotal = (plan: Plan, name: string, to = plan.settings.periods - 1): Diagnosis | null =>
  diagnose(plan, { row: idOf(name), channel: null, from: 0, to }, nameOf);

const funnel = (more: readonly RowSpec[] = [], channels = ["Paid search"]): Plan =>
  buildPlan({
    channels,
    rows: [
      { name: "Spend", unit: "money", values: [100, 200, 300] },
      { name: "Visitors", values: [10, 20, 0] },
      { name: "CPV", unit: "moneyPerCount", formula: "Spend / Visitors" },
      { name: "Twice", unit: "moneyPerCount", formula: "CPV * 2" },
      ...more,
    ],
  });

describe("[ER3] why a cell is an error", () => {
  test("names the root in words, and the way to it", () => {
    const found = why(funnel(), "Twice", 2);
    expect(found?.code).toBe("#DIV/0!");
    expect(found?.text).toBe("no visitors in March, so there is nothing to divide by");
    expect(found?.chain.map(({ row }) => row)).toEqual(["twice", "cPV", "visitors"]);
    expect(found?.root).toEqual({ row: "visitors", line: "paidSearch", t: 2 });
  });

  test("names the channel where there are several", () => {
    expect(why(funnel([], ["Paid search", "Events"]), "CPV", 2, "Events")?.text).toBe(
      "no visitors in March in Events, so there is nothing to divide by",
    );
  });

  test("is nothing for sound cells, cells that do not apply, and rows that are gone", () => {
    expect(why(funnel(), "Twice", 1)).toBeNull();
    expect(why(funnel(), "Nowhere", 1)).toBeNull();
    const plan = funnel([{ name: "N", formula: "Visitors", formulas: { "Paid search": "none" } }]);
    expect(why(plan, "N", 0)).toBeNull();
  });

  test("follows a product to the factor that is 0", () => {
    const plan = funnel([
      { name: "Rate", unit: "rate", values: [0.5, 0, 1] },
      { name: "CPD", unit: "moneyPerCount", formula: "Spend / (Visitors * Rate)" },
    ]);
    expect(why(plan, "CPD", 1)?.text).toBe("no rate in February, so there is nothing to divide by");
  });

  test.each([
    ["SQRT(Visitors - 15)", 0, "#NUM!", "SQRT(-5)"],
    ["LN(Visitors)", 2, "#NUM!", "LN(0)"],
    ["(Visitors - 15) ^ 0.5", 0, "#NUM!", "-5 ^ 0.5"],
    ["0 ^ (Visitors - 15)", 0, "#DIV/0!", "divides by 0"],
    ["MOD(Visitors, Visitors - 10)", 0, "#DIV/0!", "divides by 0"],
    ["CHOOSE(Visitors, 1, 2)", 0, "#VALUE!", "no such choice"],
    ["SATURATE(Visitors - 15, 10, 5)", 0, "#NUM!", "less than nothing"],
    ["Visitors * 1e300 * 1e300", 0, "#NUM!", "larger than any number"],
    ["EXP(Visitors * 100)", 0, "#NUM!", "larger than any number"],
  ])("%s in %d is %s", (formula, t, code, text) => {
    const plan = funnel([{ name: "F", unit: "number", formula }]);
    const found = why(plan, "F", t);
    expect(found?.code).toBe(code);
    expect(found?.text).toContain(text);
  });

  test.each([
    ["PREV(CPV)", 3, 2],
    ["CUM(CPV)", 3, 2],
    ["LAG(CPV, 0, 1)", 3, 2],
    ["TOTAL(PREV(CPV))", 0, 2],
    ["ALL(PREV(CPV) * 1)", 3, 2],
    ["IF(CPV > 1, 1, 2)", 2, 2],
    ["IFERROR(CPV, PREV(CPV))", 3, 2],
    ["COHORT(CPV, 1, 0.5)", 3, 2],
    ["CHOOSE(1, CPV, 2)", 2, 2],
    ["BYMONTH(1, 2, CPV, 4, 5, 6, 7, 8, 9, 10, 11, 12)", 2, 2],
    ["SATURATE(CPV, 10, 5)", 2, 2],
    ["ROUND(CPV, 0)", 2, 2],
  ])("goes through %s", (formula, t, root) => {
    const plan = buildPlan({
      periods: 4,
      rows: [
        { name: "Visitors", values: [10, 20, 0, formula.startsWith("IFERROR") ? 0 : 5] },
        { name: "CPV", unit: "number", formula: "10 / Visitors" },
        { name: "F", unit: "number", formula },
      ],
    });
    expect(evaluateSlowly(plan).value("f", "paidSearch", t)).toBeNaN();
    expect(why(plan, "F", t)?.root).toEqual({ row: "visitors", line: "paidSearch", t: root });
  });

  test("names weights that do not add up", () => {
    const plan = funnel([
      { name: "A", unit: "rate", scope: "plan", values: [0.5, 0.5, 0.5] },
      { name: "B", unit: "rate", scope: "plan", values: [0.5, 0.4, 0.5] },
      { name: "F", formula: "LAG(Visitors, A, B)" },
    ]);
    expect(why(plan, "F", 1)).toMatchObject({ code: "#VALUE!" });
    expect(why(plan, "F", 1)?.text).toContain("add up to 0.9 in February");
  });

  test("names formulas that cannot be computed", () => {
    const plan = funnel([
      { name: "A", formula: "B" },
      { name: "B", formula: "A" },
      { name: "C", formula: "A + 1" },
      { name: "D", formula: "text:= 1 +" },
      { name: "E", values: ["text:=x"] },
      { name: "G", values: ["=H", 1, 1] },
      { name: "H", formula: "G + 1" },
    ]);
    expect(why(plan, "C", 0)).toMatchObject({ code: "#CYCLE!", root: { row: "a" } });
    expect(why(plan, "D", 0)).toMatchObject({ code: "#NAME?", text: "It cannot be read." });
    expect(why(plan, "E", 0)).toMatchObject({ code: "#NAME?", text: "It cannot be read." });
    expect(why(plan, "H", 0)).toMatchObject({ code: "#CYCLE!", root: { row: "g" } });
    const gone = applyChange(plan, changeTo(plan, [["row/visitors", null]]));
    expect(why(gone, "Twice", 0)).toMatchObject({ code: "#NAME?", root: { row: "cPV" } });
  });
});

describe("[ER3] why a total is an error", () => {
  test("of a row that adds: the cell that spoils it", () => {
    const plan = funnel([{ name: "Back", unit: "money", formula: "CPV * Visitors" }]);
    expect(whyTotal(plan, "Back")).toMatchObject({
      code: "#DIV/0!",
      chain: [{ row: "back", t: 2 }, { row: "cPV" }, { row: "visitors" }],
    });
  });

  test("of a ratio: only if there is nothing at all to divide by", () => {
    expect(whyTotal(funnel(), "CPV")).toBeNull();
    const none = funnel([
      { name: "Demos", values: 0 },
      { name: "CPD", unit: "moneyPerCount", formula: "Spend / Demos" },
      { name: "Both", unit: "moneyPerCount", formula: "CPD * 2" },
    ]);
    const text = "no demos in January to March, so there is nothing to divide by";
    expect(whyTotal(none, "CPD")?.text).toBe(text);
    expect(whyTotal(none, "Both")?.text).toBe(text);
  });

  test("no total is no error", () => {
    expect(whyTotal(funnel([{ name: "R", unit: "rate", values: [1, 2, 3] }]), "R")).toBeNull();
  });
});

describe("[DL6] the pipeline", () => {
  const plan = buildPlan({
    periods: 2,
    rows: [
      { name: "Spend", unit: "money", values: [750, 750] },
      { name: "Demos", formula: "Spend / 15", history: [0] },
      { name: "Rate", unit: "rate", values: 0.2 },
      { name: "Units", formula: "LAG(Demos, 0, 1) * Rate" },
      { name: "Revenue", unit: "money", formula: "Units * 3" },
      { name: "CAC", unit: "moneyPerCount", formula: "Spend / Units" },
    ],
  });

  test("is what LAGs will yet let out, at the last period's rates", () => {
    expect(pipelineOf(plan, "units")).toBeCloseTo(10, 12);
    expect(pipelineOf(plan, "demos")).toBe(0);
    expect(pipelineOf(plan, "cAC")).toBe(0);
  });

  test("[TO7] a ratio across it says what it would be with the pipeline in", () => {
    const q = { row: "cAC", channel: null, from: 0, to: 1 };
    expect(evaluateSlowly(plan).total(q)).toBe(150);
    expect(totalWithPipeline(plan, q)).toBeCloseTo(75, 10);
    expect(totalWithPipeline(plan, { ...q, to: 0 })).toBeNull();
    expect(totalWithPipeline(plan, { ...q, row: "units" })).toBeNull();
  });
});
