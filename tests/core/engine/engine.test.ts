import { describe, expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import type { Engine } from "../../../src/core/engine/engine.ts";
import { applyChange, changeTo } from "../../../src/core/plan/change.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { buildPlan, foundingPlan } from "../../build.ts";
import type { PlanSpec, RowSpec } from "../../build.ts";

// Rules [EV1]–[EV12] are stated in src/core/SPEC.md, "Evaluation".

const CHANNEL = "paidSearch";

/** The cells of a row's line, from the first period on; of a plan-wide row's where the channel says so. */
function cellsOf(engine: Engine, row: string, line = CHANNEL): number[] {
  return Array.from({ length: engine.periods }, (_, t) => engine.value(row, line, t));
}

/** The cells of one formula over rows that it may read: x and y in the channel, w for the whole plan. */
function computed(
  formula: string,
  rows: Partial<Record<"x" | "y", RowSpec["values"]>>,
  spec: Partial<RowSpec> = {},
): number[] {
  const plan = buildPlan({
    periods: 4,
    rows: [
      { name: "x", values: rows.x ?? 0 },
      { name: "y", values: rows.y ?? 0 },
      { name: "z", unit: "number", formula, ...spec },
    ],
  });
  return cellsOf(createEngine(plan), "z");
}

describe("operations", () => {
  test.each([
    ["x + y", [3, 5, 7, 9]],
    ["x - y", [-1, -1, -1, -1]],
    ["x * y", [2, 6, 12, 20]],
    ["y / x", [2, 1.5, 4 / 3, 1.25]],
    ["-x", [-1, -2, -3, -4]],
    ["x ^ 2", [1, 4, 9, 16]],
    ["MOD(x, 3)", [1, 2, 0, 1]],
    ["MIN(x, 2.5)", [1, 2, 2.5, 2.5]],
    ["MAX(x, 2.5)", [2.5, 2.5, 3, 4]],
    ["IF(x > 2, y, 0)", [0, 0, 4, 5]],
    ["IFERROR(1 / (x - 2), 9)", [-1, 9, 1, 0.5]],
    ["CHOOSE(x, 10, 20, 30, 40)", [10, 20, 30, 40]],
    ["ROUND(x / 3, 1)", [0.3, 0.7, 1, 1.3]],
    ["INT(-x / 2)", [-1, -1, -2, -2]],
    ["SUM(x, y, 1)", [4, 6, 8, 10]],
    ["PREV(x)", [0, 1, 2, 3]],
    ["PREV(x, 2, 9)", [9, 9, 1, 2]],
    ["LAG(x, 0.25, 0.5, 0.25)", [0.25, 1, 2, 3]],
    ["LAG(x, 0, 1)", [0, 1, 2, 3]],
    ["COHORT(x, 1, 0.5)", [1, 2.5, 4.5, 7]],
    ["CUM(x)", [1, 3, 6, 10]],
    ["CUM(x, 2)", [1, 3, 5, 7]],
    ["TOTAL(x)", [10, 10, 10, 10]],
    ["SATURATE(x, 10, 2)", [10 / 3, 5, 6, 10 / 1.5]],
    ["PERIOD()", [1, 2, 3, 4]],
    ["MONTH()", [1, 2, 3, 4]],
    ["DAYS()", [31, 28, 31, 30]],
    ["BYMONTH(1,2,3,4,5,6,7,8,9,10,11,12)", [1, 2, 3, 4]],
    ["NOT(x > 2)", [1, 1, 0, 0]],
  ])("[EV1] %s", (formula, expected) => {
    const found = computed(formula, { x: [1, 2, 3, 4], y: [2, 3, 4, 5] });
    found.forEach((value, t) => expect(value).toBeCloseTo(expected[t] ?? NaN, 12));
  });

  test("[EV1] an error is NaN, and goes on to all that reads it", () => {
    expect(computed("1 / x + 1", { x: [0, 1, 0, 2] })).toEqual([NaN, 2, NaN, 1.5]);
  });

  test("[ER2] 0 ÷ 0 is 0 in a row that adds, an error in a ratio", () => {
    const rows = { x: [0, 1], y: [0, 0] };
    expect(computed("x / y", rows, { unit: "count" })).toEqual([0, NaN, 0, 0]);
    expect(computed("x / y", rows)).toEqual([NaN, NaN, NaN, NaN]);
  });
});

describe("channels", () => {
  const spec: PlanSpec = {
    periods: 2,
    channels: ["A", "B", "C"],
    rows: [
      { name: "Visitors", values: { in: { A: [10, 20], B: [30, 40], C: [60, 40] } } },
      { name: "Price", unit: "number", scope: "plan", values: [2, 3] },
      { name: "All visitors", scope: "plan", formula: "Visitors" },
      { name: "Part", unit: "rate", formula: "SHARE(Visitors)" },
      { name: "Worth", formula: "Visitors * Price" },
      { name: "Only B", formula: 'Visitors * CHANNEL("B")' },
    ],
  };

  test("[EV1] sums go over channels, plan-wide rows come back to all of them", () => {
    const engine = createEngine(buildPlan(spec));
    expect(cellsOf(engine, "allVisitors", "-")).toEqual([100, 100]);
    expect(cellsOf(engine, "part", "b")).toEqual([0.3, 0.4]);
    expect(cellsOf(engine, "worth", "c")).toEqual([120, 120]);
    expect(cellsOf(engine, "onlyB", "b")).toEqual([30, 40]);
    expect(cellsOf(engine, "onlyB", "a")).toEqual([0, 0]);
  });

  test("[EV8] an edit in one channel and period reaches what it must and nothing else", () => {
    const engine = createEngine(buildPlan(spec));
    engine.setCell("visitors", "c", 1, 90);
    expect(cellsOf(engine, "allVisitors", "-")).toEqual([100, 150]);
    expect(cellsOf(engine, "part", "b")).toEqual([0.3, 40 / 150]);
    expect(cellsOf(engine, "worth", "c")).toEqual([120, 270]);
  });
});

describe("circles", () => {
  const spec: PlanSpec = {
    periods: 4,
    channels: ["A", "B"],
    rows: [
      { name: "New", values: { in: { A: [1, 2, 3, 4], B: 10 } } },
      { name: "Opening", formula: "PREV(Closing, 1, 100)" },
      { name: "Closing", formula: "Opening + New" },
    ],
  };

  test("[EV9] delayed circles run period by period, all channels", () => {
    const engine = createEngine(buildPlan(spec));
    expect(cellsOf(engine, "closing", "a")).toEqual([101, 103, 106, 110]);
    expect(cellsOf(engine, "closing", "b")).toEqual([110, 120, 130, 140]);
    engine.setCell("new", "a", 1, 12);
    expect(cellsOf(engine, "closing", "a")).toEqual([101, 113, 116, 120]);
    engine.setCell("closing", "a", 2, 0);
    expect(cellsOf(engine, "closing", "a")).toEqual([101, 113, 0, 4]);
    engine.setCell("closing", "a", 2, NaN);
    expect(cellsOf(engine, "closing", "a")).toEqual([101, 113, 116, 120]);
  });

  test("[EV9] a chain of 600 periods does not reach the end of the stack", () => {
    const plan = buildPlan({
      periods: 600,
      rows: [{ name: "x", formula: "PREV() + 1" }],
    });
    expect(createEngine(plan).value("x", CHANNEL, 599)).toBe(600);
  });

  test("[EV9] a circle through the sum of channels comes back in every channel", () => {
    const plan = buildPlan({
      periods: 3,
      channels: ["A", "B"],
      rows: [
        { name: "Spend", unit: "money", values: 10 },
        { name: "Size", unit: "money", scope: "plan", formula: "PREV(Back, 1, 0)" },
        { name: "Back", unit: "money", formula: "Spend + EACH(Size)" },
      ],
    });
    const engine = createEngine(plan);
    expect(cellsOf(engine, "back", "a")).toEqual([10, 30, 70]);
    engine.setCell("spend", "b", 0, 11);
    expect(cellsOf(engine, "back", "a")).toEqual([10, 31, 72]);
  });
});

describe("what stands in a cell", () => {
  const spec: PlanSpec = {
    periods: 4,
    history: 1,
    rows: [
      { name: "x", values: [1, null, "=PREV()*3", 5], history: [7] },
      { name: "y", formula: "x * 2", values: [null, 100, null, null] },
    ],
  };

  test("[EV2] kinds of cells, and their values", () => {
    const engine = createEngine(buildPlan(spec));
    const kinds = (row: string): string[] => [-1, 0, 1, 2, 3].map((t) => engine.kind(row, CHANNEL, t));
    expect(kinds("x")).toEqual(["assumption", "assumption", "empty", "formula", "assumption"]);
    expect(kinds("y")).toEqual(["none", "computed", "overridden", "computed", "computed"]);
    expect(cellsOf(engine, "x")).toEqual([1, 0, 0, 5]);
    expect(cellsOf(engine, "y")).toEqual([2, 100, 0, 10]);
    expect(engine.value("x", CHANNEL, -1)).toBe(7);
    expect(engine.value("y", CHANNEL, -1)).toBeNaN();
    expect(engine.kind("x", "nowhere", 0)).toBe("none");
    expect(engine.value("nothing", CHANNEL, 0)).toBeNaN();
  });

  test("[EV11] a number set over a cell's formula stands until its plan says otherwise", () => {
    const plan = buildPlan(spec);
    const engine = createEngine(plan);
    engine.setCell("x", CHANNEL, 1, 2);
    expect(cellsOf(engine, "x")).toEqual([1, 2, 6, 5]);
    engine.setCell("x", CHANNEL, 2, 50);
    expect(cellsOf(engine, "y")).toEqual([2, 100, 100, 10]);
    expect(engine.kind("x", CHANNEL, 2)).toBe("assumption");
    engine.update(plan);
    expect(cellsOf(engine, "x")).toEqual([1, 0, 0, 5]);
    expect(engine.kind("x", CHANNEL, 2)).toBe("formula");
  });

  test("[EV11] cells outside the sheet cannot be set", () => {
    const engine = createEngine(buildPlan(spec));
    expect(() => engine.setCell("x", CHANNEL, 4, 1)).toThrow(RangeError);
    expect(() => engine.setCell("x", "nowhere", 0, 1)).toThrow(RangeError);
    expect(() => engine.values("nothing")).toThrow(RangeError);
  });
});

describe("factors", () => {
  const all = (row: string, k: number): { row: string; cells: { line: string; t: number }[]; k: number } => ({
    row,
    cells: [0, 1, 2].map((t) => ({ line: CHANNEL, t })),
    k,
  });
  const spend = (engine: Engine): number => engine.total({ row: "spend", channel: null, from: 0, to: 2 });
  const units = (engine: Engine): number => engine.total({ row: "unitsSold", channel: null, from: 0, to: 2 });

  test("[EV10] cells of a lever are used as base × k, and come back when it goes", () => {
    const engine = createEngine(foundingPlan());
    const [money, sold] = [spend(engine), units(engine)];
    engine.setFactors([all("spend", 2)]);
    expect(spend(engine)).toBe(2 * money);
    expect(units(engine)).toBeCloseTo(2 * sold, 9);
    engine.setFactor(0, 3);
    expect(units(engine)).toBeCloseTo(3 * sold, 9);
    expect(engine.kind("spend", CHANNEL, 0)).toBe("assumption");
    engine.setFactors([]);
    expect(spend(engine)).toBe(money);
    expect(units(engine)).toBe(sold);
  });

  test("[EV10] what is typed under a lever is its base", () => {
    const engine = createEngine(foundingPlan());
    engine.setFactors([all("spend", 2)]);
    engine.setCell("spend", CHANNEL, 0, 100);
    expect(engine.value("spend", CHANNEL, 0)).toBe(200);
    engine.setFactor(0, 5);
    expect(engine.value("spend", CHANNEL, 0)).toBe(500);
    engine.setFactors([]);
    expect(engine.value("spend", CHANNEL, 0)).toBe(100);
  });

  test("[EV10] a base of its own stands for what is typed", () => {
    const engine = createEngine(foundingPlan());
    engine.setFactors([{ ...all("spend", 10), base: [1, 2, 3] }]);
    expect(cellsOf(engine, "spend")).toEqual([10, 20, 30]);
    engine.setCell("spend", CHANNEL, 0, 7);
    expect(engine.value("spend", CHANNEL, 0)).toBe(10);
  });

  test("[EV10] computed cells have no base: a factor leaves them alone", () => {
    const engine = createEngine(foundingPlan());
    const sold = units(engine);
    engine.setFactors([all("unitsSold", 10)]);
    expect(units(engine)).toBe(sold);
  });

  test("[EV11] a total after levers alone is right although the rest waits", () => {
    const engine = createEngine(foundingPlan());
    engine.setFactors([all("spend", 2)]);
    units(engine);
    const fresh = createEngine(foundingPlan());
    fresh.setFactors([all("spend", 2)]);
    for (const row of engine.rows) expect(cellsOf(engine, row)).toEqual(cellsOf(fresh, row));
    expect(() => engine.setFactor(1, 2)).toThrow(RangeError);
  });

  test("[EV10] factors stay through edits of numbers and of formulas", () => {
    const plan = foundingPlan();
    const engine = createEngine(plan);
    engine.setFactors([all("spend", 2)]);
    const money = spend(engine);
    const edit = (from: Plan, address: string, value: number | string): Plan =>
      applyChange(from, changeTo(from, [[address, value]]));
    let next = edit(plan, "cell/spend/paidSearch/2027-M01", 1);
    engine.update(next);
    expect(engine.value("spend", CHANNEL, 0)).toBe(2);
    next = edit(next, "row/spend/name", "Money");
    engine.update(next);
    expect(engine.value("spend", CHANNEL, 0)).toBe(2);
    engine.update(plan);
    expect(spend(engine)).toBe(money);
  });
});

describe("questions", () => {
  test("[EV11] who depends on whom, at any distance", () => {
    const engine = createEngine(foundingPlan());
    expect(engine.dependsOn("unitsSold", "spend")).toBe(true);
    expect(engine.dependsOn("spend", "unitsSold")).toBe(false);
    expect(engine.dependsOn("spend", "spend")).toBe(false);
    expect(engine.dependsOn("spend", "nothing")).toBe(false);
  });

  test("[EV11] values are laid out line by line", () => {
    const engine = createEngine(foundingPlan());
    const { data, stride, offset } = engine.values("spend");
    expect(stride).toBe(engine.periods + engine.history);
    expect(data[offset(CHANNEL) + 1]).toBe(engine.value("spend", CHANNEL, 1));
    expect(() => offset("nowhere")).toThrow(RangeError);
  });

  test("[EV11] an empty plan is no trouble", () => {
    const engine = createEngine(buildPlan({ rows: [] }));
    expect(engine.rows).toEqual([]);
    expect(engine.total({ row: "x", channel: null, from: 0, to: 0 })).toBeNaN();
    expect(engine.gradient({ row: "x", channel: null, from: 0, to: 0 }).size).toBe(0);
  });
});
