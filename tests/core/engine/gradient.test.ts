import { describe, expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import type { Engine } from "../../../src/core/engine/engine.ts";
import { buildPlan, foundingPlan } from "../../build.ts";
import type { RowSpec } from "../../build.ts";

// Rules [GR1]–[GR3] are stated in src/core/SPEC.md, "Derivatives".

const CHANNEL = "paidSearch";

/** Slopes of a quantity by the cells of a row's line, from the first period on. */
function slopesOf(engine: Engine, row: string, by: string, from = 0, to = engine.periods - 1): number[] {
  const slopes = engine.gradient({ row, channel: null, from, to }).get(by);
  const at = engine.values(by).offset(CHANNEL);
  return Array.from({ length: engine.periods }, (_, t) => slopes?.[at + t] ?? 0);
}

/** Slopes of z = formula, summed over its periods, by x and by y. */
function slopes(formula: string, x: RowSpec["values"], y: RowSpec["values"]): { x: number[]; y: number[] } {
  const rows: RowSpec[] = [
    { name: "x", ...(x === undefined ? {} : { values: x }) },
    { name: "y", ...(y === undefined ? {} : { values: y }) },
    { name: "z", formula, totalBy: "sum", measure: "flow" },
  ];
  const engine = createEngine(buildPlan({ rows: rows.map((row) => ({ ...row, unit: "count" as const })) }));
  return { x: slopesOf(engine, "z", "x"), y: slopesOf(engine, "z", "y") };
}

describe("operations", () => {
  test.each<[string, number[], number[]]>([
    ["x + y", [1, 1, 1], [1, 1, 1]],
    ["x - y", [1, 1, 1], [-1, -1, -1]],
    ["x * (y / 2)", [0.5, 1, 2], [0.5, 1, 1.5]],
    ["-x", [-1, -1, -1], [0, 0, 0]],
    ["x / y * y", [1, 1, 1], [0, 0, 0]],
    ["MIN(x, y)", [1, 1, 1], [0, 0, 0]],
    ["MAX(x, y)", [1, 1, 0], [0, 0, 1]],
    ["IF(x >= y, 3 * x, y)", [3, 3, 0], [0, 0, 1]],
    ["IFERROR(x / (y - 2), 5 * x) ", [-1, 5, 0.5], [-1, 0, -0.75]],
    ["CHOOSE(x, y, 2 * y, 3 * y)", [0, 0, 0], [1, 2, 3]],
    ["PREV(x) + y", [1, 1, 0], [1, 1, 1]],
    ["PREV(x, 1, y)", [1, 1, 0], [1, 0, 0]],
    ["LAG(x, 0.5, 0.25, 0.25)", [1, 0.75, 0.5], [0, 0, 0]],
    ["COHORT(x, 1, 0.5)", [2, 1.5, 1], [0, 0, 0]],
    ["CUM(x)", [3, 2, 1], [0, 0, 0]],
    ["CUM(x, 2)", [2, 2, 1], [0, 0, 0]],
    ["TOTAL(x)", [3, 3, 3], [0, 0, 0]],
    ["ALL(x * 2)", [2, 2, 2], [0, 0, 0]],
    ["ROUND(x, 0) + y", [0, 0, 0], [1, 1, 1]],
    ["BYMONTH(x, y, x, 1, 1, 1, 1, 1, 1, 1, 1, 1)", [1, 0, 1], [0, 1, 0]],
  ])("[GR1] %s", (formula, x, y) => {
    const found = slopes(formula, [1, 2, 3], [1, 2, 4]);
    found.x.forEach((slope, t) => expect(slope).toBeCloseTo(x[t] ?? NaN, 12));
    found.y.forEach((slope, t) => expect(slope).toBeCloseTo(y[t] ?? NaN, 12));
  });

  test("[GR2] the branch that is not taken sends nothing, not even an error", () => {
    expect(slopes("IF(y > 0, x / y, x)", [1, 2, 3], [0, 1, 0]).x).toEqual([1, 1, 1]);
  });

  test("[GR2] 0 ÷ 0 is flat; at 0 a response has the slope from the right", () => {
    expect(slopes("x / y", [0, 2, 3], [0, 1, 2]).x).toEqual([0, 1, 0.5]);
    expect(slopes("SATURATE(x, 10, 5)", [0, 5, 0], 0).x).toEqual([2, 0.5, 2]);
    expect(slopes("SATURATE(x, 10, 5, 2)", [0, 5, 0], 0).x[0]).toBe(0);
  });
});

describe("the sheet", () => {
  test("[GR1] cells typed over keep their slope and pass nothing on; cells of their own formula pass it on", () => {
    const engine = createEngine(
      buildPlan({
        rows: [
          { name: "x", values: [1, "=PREV()*2", 3], history: [7] },
          { name: "y", formula: "PREV(x, 1) + x", values: [null, 100, null] },
        ],
      }),
    );
    // y = (x₋₁ + x₀) + 100 + (2·x₀ + x₂)
    expect(slopesOf(engine, "y", "x")).toEqual([3, 0, 1]);
    expect(slopesOf(engine, "y", "y")).toEqual([0, 1, 0]);
    const { offset } = engine.values("x");
    const before = engine.gradient({ row: "y", channel: null, from: 0, to: 2 }).get("x");
    expect(before?.[offset(CHANNEL) - 1]).toBe(1);
  });

  test("[GR1] rows that the quantity does not depend on are absent", () => {
    const engine = createEngine(foundingPlan());
    const gradient = engine.gradient({ row: "impressions", channel: null, from: 0, to: 0 });
    expect([...gradient.keys()].sort()).toEqual(["costPerThousand", "spend"]);
  });

  test("[GR3] a lever's slope is Σ slope·base", () => {
    const engine = createEngine(foundingPlan());
    const q = { row: "unitsSold", channel: null, from: 0, to: engine.periods - 1 };
    const cells = Array.from({ length: engine.periods }, (_, t) => ({ line: CHANNEL, t }));
    const bases = cells.map(({ line, t }) => engine.value("spend", line, t));
    const at = (k: number): number => {
      engine.setFactors([{ row: "spend", cells, k }]);
      return engine.total(q);
    };
    const slope = (at(1.5) - at(1.3)) / 0.2;
    at(1.4);
    const found = slopesOf(engine, "unitsSold", "spend").reduce(
      (sum, s, t) => sum + s * (bases[t] ?? NaN),
      0,
    );
    expect(found / slope).toBeCloseTo(1, 9);
  });

  test("[GR1] SHARE gathers the seeds of all channels before it sends them on", () => {
    const channels = Array.from({ length: 90 }, (_, i) => `C${i}`);
    const engine = createEngine(
      buildPlan({
        periods: 30,
        channels,
        rows: [
          { name: "x", values: { in: Object.fromEntries(channels.map((name, i) => [name, i + 1])) } },
          { name: "y", unit: "rate", formula: "SHARE(x)" },
          { name: "z", formula: "y * x" },
        ],
      }),
    );
    const sum = (90 * 91) / 2;
    const squares = (90 * 91 * 181) / 6;
    const slopes = engine.gradient({ row: "z", channel: null, from: 3, to: 3 }).get("x");
    const { offset } = engine.values("x");
    // Σx² ÷ Σx
    for (const [i, name] of ["c0", "c40", "c89"].entries()) {
      const x = [1, 41, 90][i] ?? NaN;
      const expected = (2 * x) / sum - squares / (sum * sum);
      expect((slopes?.[offset(name) + 3] ?? NaN) / expected).toBeCloseTo(1, 10);
    }
  });
});

test("[GR1] history cells where nothing is have no slope", () => {
  const engine = createEngine(
    buildPlan({
      periods: 2,
      rows: [
        { name: "x", values: [1, 2], history: [null] },
        { name: "y", formula: "PREV(IFERROR(x / x, 3 + x * 0) + 1, 1, 9)" },
      ],
    }),
  );
  const gradient = engine.gradient({ row: "y", channel: null, from: 0, to: 1 });
  const { offset } = engine.values("x");
  expect(gradient.get("x")?.[offset(CHANNEL) - 1] ?? 0).toBe(0);
});

test("[GR2] an error in history that counts as nothing sends nothing", () => {
  const engine = createEngine(
    buildPlan({
      periods: 2,
      rows: [
        { name: "x", values: [1, 2], history: [-5] },
        { name: "y", formula: "COHORT(SATURATE(x, 10, 5), 1, 0.5)" },
      ],
    }),
  );
  const gradient = engine.gradient({ row: "y", channel: null, from: 0, to: 1 });
  const { offset } = engine.values("x");
  expect(gradient.get("x")?.[offset(CHANNEL) - 1]).toBe(0);
});
