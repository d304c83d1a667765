import { describe, expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import type { Engine } from "../../../src/core/engine/engine.ts";
import { applyChange, composeChanges, changeTo, invertChange } from "../../../src/core/plan/change.ts";
import type { Lever, Plan } from "../../../src/core/plan/plan.ts";
import {
  chooseDefaultLever,
  leverFor,
  listLevers,
  overridesBetween,
} from "../../../src/core/solve/choose.ts";
import { fixCell, fixCells, goalOf, letGo, restGoal, setGoal, setTarget, steadyGoal, takeLever } from "../../../src/core/solve/gestures.ts"; // prettier-ignore
import { solvePlan } from "../../../src/core/solve/solve.ts";
import type { GoalState, Solution } from "../../../src/core/solve/solve.ts";
import { buildPlan, FOUNDING_ROWS } from "../../build.ts";
import type { CellsSpec, GoalSpec, PlanSpec, RowSpec } from "../../build.ts";

const LINE = "paidSearch";

interface Solved {
  readonly plan: Plan;
  readonly engine: Engine;
  readonly solution: Solution;
  readonly cells: (row: string, line?: string) => number[];
}

function solve(plan: Plan): Solved {
  const engine = createEngine(plan);
  const solution = solvePlan(engine);
  const cells = (row: string, line = LINE): number[] =>
    Array.from({ length: engine.periods }, (_, t) => engine.value(row, line, t));
  return { plan, engine, solution, cells };
}

function build(
  rows: readonly RowSpec[],
  goals: readonly GoalSpec[] = [],
  more: Partial<PlanSpec> = {},
): Solved {
  return solve(buildPlan({ rows, goals, ...more }));
}

function states(solution: Solution): string[] {
  return [...solution.goals.values()].map((state) => state.status);
}

function state(solution: Solution, goal = "g1"): GoalState {
  const found = solution.goals.get(goal);
  if (found === undefined) throw new Error(`No ${goal}`);
  return found;
}

function expectNear(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs((actual[i] ?? NaN) - value), `${i}: ${actual[i]} for ${value}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(value)),
    );
  });
}

describe("a goal in each period through a lag (W34)", () => {
  const rows = (opening: number, demos: RowSpec["values"]): RowSpec[] => [
    { name: "Demos", ...(demos === undefined ? {} : { values: demos }), history: [opening] },
    { name: "Rate", unit: "rate", values: 0.2 },
    { name: "Sales", formula: "LAG(Demos, 0.5, 0.5) * Rate" },
  ];
  const goals = [10, 10, 40].map((target, t): GoalSpec => ({
    row: "Sales",
    from: t,
    to: t,
    target,
    lever: { row: "Demos", from: t, to: t },
  }));

  test.each([[100], [7], [undefined]])("[SO6] opening 100, typed %s: demos 0, 100, 300", (typed) => {
    const { cells, solution } = build(rows(100, typed), goals);
    expect(states(solution)).toEqual(["met", "met", "met"]);
    expectNear(cells("demos"), [0, 100, 300]);
  });

  test("[GO3] opening 120: the first month is oversold, its demos stay as typed", () => {
    const { cells, solution } = build(rows(120, undefined), goals);
    expect(state(solution)).toMatchObject({
      status: "unreachable",
      why: "zero",
      best: 12,
      bestK: 0,
      bestTotal: 0,
    });
    expect(states(solution)).toEqual(["unreachable", "met", "met"]);
    expectNear(cells("demos"), [0, 100, 300]);
  });

  test("[GE5] the steady answer: one factor over all months", () => {
    const { plan } = build(rows(120, 100), goals);
    const change = steadyGoal(plan, ["g1", "g2", "g3"], () => "steady");
    if (change === null) throw new Error("none");
    const { cells, solution } = solve(applyChange(plan, change));
    expect(states(solution)).toEqual(["met"]);
    const demos = (60 / 0.2 - 60) / 2.5;
    expectNear(cells("demos"), [demos, demos, demos]);
    expect(applyChange(applyChange(plan, change), invertChange(change))).toEqual(plan);
  });

  test("[LE5] a month whose own demos do not sell in it pairs with the lag's mode", () => {
    const { engine } = build([
      { name: "Demos", values: [50, 50, 50, 50] },
      { name: "Sales", formula: "LAG(Demos, 0, 0.3, 0.7)" },
    ], [], { periods: 4 }); // prettier-ignore
    const month = { row: "sales", channel: LINE, from: 3, to: 3 };
    expect(chooseDefaultLever(engine, month)).toMatchObject({
      from: "2027-M02",
      to: "2027-M02",
      channels: [LINE],
    });
    const half = { row: "sales", channel: null, from: 2, to: 3 };
    expect(chooseDefaultLever(engine, half)).toMatchObject({
      from: "2027-M03",
      to: "2027-M04",
      channels: null,
    });
    const early = { row: "sales", channel: null, from: 0, to: 0 };
    expect(chooseDefaultLever(engine, early)).toBeNull();
  });
});

describe("which cells", () => {
  test("[LE2] equal shares where nothing is typed; unmet they stay empty", () => {
    const rows: RowSpec[] = [
      { name: "Spend", unit: "money" },
      { name: "Units", formula: "Spend / 100" },
    ];
    const { cells, solution } = build(rows, [{ row: "Units", target: 30, lever: { row: "Spend" } }]);
    expectNear(cells("spend"), [1000, 1000, 1000]);
    expect(state(solution)).toMatchObject({ status: "met", k: 1000 });
    const negative = build(rows, [{ row: "Units", target: -30, lever: { row: "Spend" } }]);
    expect(state(negative.solution)).toMatchObject({ status: "unreachable", why: "zero", best: 0 });
    expect(negative.engine.kind("spend", LINE, 0)).toBe("empty");
    expectNear(negative.cells("spend"), [0, 0, 0]);
  });

  test("[LE1] formulas, overrides and channels where the row does not apply are no lever cells", () => {
    const rows: RowSpec[] = [
      {
        name: "Spend",
        unit: "money",
        values: { in: { A: [100, "=PREV() + 10", 100], C: 5 } },
        formulas: { B: "none", C: "3 + 1" },
      },
      { name: "Units", formula: "100", formulas: { A: "Spend / 10", B: "7" } },
    ];
    const { solution, cells, engine } = build(
      rows,
      [{ row: "Units", channel: "A", from: 0, to: 2, target: 60, lever: { row: "Spend" } }],
      { channels: ["A", "B", "C"] },
    );
    const found = state(solution);
    if (found.status !== "met") throw new Error(found.status);
    expect(found.cells).toEqual([
      { line: "a", t: 0 },
      { line: "a", t: 2 },
    ]);
    expectNear(cells("spend", "a"), [590 / 3, 590 / 3 + 10, 590 / 3]);
    expect(engine.value("spend", "c", 0)).toBe(5);
  });

  test("[LE4] narrower levers take their cells; of overlapping ones the smaller field, then the earlier goal", () => {
    const rows: RowSpec[] = [
      { name: "Spend", unit: "money", values: [100, 100, 100, 100] },
      { name: "Units", formula: "Spend / 10" },
    ];
    const goal = (from: number, to: number, target: number): GoalSpec => ({
      row: "Units",
      from,
      to,
      target,
      lever: { row: "Spend", from, to }, // prettier-ignore
    });
    const nested = build(rows, [goal(0, 3, 100), goal(1, 2, 50), goal(2, 2, 30)], { periods: 4 });
    expect(states(nested.solution)).toEqual(["met", "met", "met"]);
    expectNear(nested.cells("spend"), [250, 200, 300, 250]);
    const crossing = build(rows, [goal(0, 2, 60), goal(1, 3, 90)], { periods: 4 });
    expect(crossing.solution.leverOf({ row: "spend", line: LINE, t: 2 })).toBe("g1");
    expect(states(crossing.solution)).toEqual(["met", "met"]);
    expectNear(crossing.cells("spend"), [200, 200, 200, 500]);
    const equal = build(rows, [goal(0, 1, 60), goal(0, 1, 90)], { periods: 4 });
    expect(state(equal.solution, "g2")).toMatchObject({ status: "conflict", why: "no cells", with: ["g1"] });
    expectNear(equal.cells("spend"), [300, 300, 100, 100]);
  });

  test("[SO2] a rate lever keeps its mix, and the channel at 100% is named", () => {
    const rows: RowSpec[] = [
      { name: "Demos", values: 100 },
      { name: "Rate", unit: "rate", values: { in: { A: 0.5, B: 0.25 } } },
      { name: "Units", formula: "Demos * Rate" },
    ];
    const goal = { row: "Units", target: 300, lever: { row: "Rate" } };
    const reached = build(rows, [goal], { channels: ["A", "B"] });
    expectNear(reached.cells("rate", "a"), [2 / 3, 2 / 3, 2 / 3]);
    expectNear(reached.cells("rate", "b"), [1 / 3, 1 / 3, 1 / 3]);
    const far = build(rows, [{ ...goal, target: 500 }], { channels: ["A", "B"] });
    expect(state(far.solution)).toMatchObject({
      status: "unreachable",
      why: "bound",
      best: 450,
      bestK: 2,
      bestTotal: 0.75,
      at: { row: "rate", line: "a", t: 0 },
    });
    const whole = build(rows, [{ ...goal, target: 450 }], { channels: ["A", "B"] });
    expect(states(whole.solution)).toEqual(["met"]);
    expectNear(whole.cells("rate", "a"), [1, 1, 1]);
  });

  test("[LE5] the goal's channel; the plan's own lever; money before counts; none where taken", () => {
    const rows: RowSpec[] = [
      { name: "Visits", values: 50 },
      { name: "Spend", unit: "money", values: 100 },
      { name: "Price", unit: "moneyPerCount", values: 2 },
      { name: "Units", formula: "Visits + Spend / Price" },
      { name: "Rated", unit: "rate", formula: "IF(Price > 1, 0.5, 0.2)" },
    ];
    const more = { channels: ["A", "B"] };
    const { engine } = build(rows, [], more);
    const all = { row: "units", channel: null, from: 0, to: 2 };
    expect(chooseDefaultLever(engine, { ...all, channel: "b" })).toEqual({
      row: "spend",
      channels: ["b"],
      from: "2027-M01",
      to: "2027-M03",
      except: [],
    });
    expect(chooseDefaultLever(build(rows, [], { ...more, defaultLever: "Visits" }).engine, all)?.row).toBe(
      "visits",
    );
    const taken = build(rows, [{ row: "Units", target: 900, lever: { row: "Spend" } }], more);
    expect(chooseDefaultLever(taken.engine, all)?.row).toBe("visits");
    expect(chooseDefaultLever(engine, { ...all, row: "rated" })).toBeNull();
    expect(chooseDefaultLever(engine, { ...all, row: "spend" })).toBeNull();
    expect(leverFor(engine, all, "price")?.row).toBe("price");
  });

  test("[LE7] overrides between lever and goal are named", () => {
    const { engine } = build([
      { name: "Spend", unit: "money", values: 100 },
      { name: "Other", values: 1 },
      { name: "Apart", formula: "Other * 2", values: [9, null, null] },
      { name: "Visits", formula: "Spend / 2", values: [null, 40, null] },
      { name: "Units", formula: "Visits / 10 + Apart" },
    ]);
    const lever: Lever = { row: "spend", channels: null, from: "2027-M01", to: "2027-M03", except: [] };
    expect(overridesBetween(engine, lever, { row: "units", channel: null, from: 0, to: 2 })).toEqual([
      { row: "visits", line: LINE, t: 1 },
    ]);
  });
});

describe("curves and bounds", () => {
  test("[SO2] a capacity that is just reached: the smallest spend that does it", () => {
    const { cells, solution } = build(
      [
        { name: "Spend", unit: "money", values: 100 },
        { name: "Demos", formula: "MIN(60, Spend / 10)" },
      ],
      [{ row: "Demos", target: 180, lever: { row: "Spend" } }],
    );
    expect(states(solution)).toEqual(["met"]);
    expectNear(cells("spend"), [600, 600, 600]);
  });

  test("[GO3] more than saturation gives: the value without limit", () => {
    const { solution } = build(
      [
        { name: "Spend", unit: "money", values: 100 },
        { name: "Units", formula: "SATURATE(Spend, 30, 400)" },
      ],
      [{ row: "Units", target: 100, lever: { row: "Spend" } }],
    );
    const found = state(solution);
    if (found.status !== "unreachable") throw new Error(found.status);
    expect(found.why).toBe("limit");
    expect(found.best).toBeCloseTo(90, 2);
    expect(found.best).toBeLessThan(90);
  });

  test("[GO1] break-even: a target of 0", () => {
    const rows: RowSpec[] = [
      { name: "Units", values: [10, 20, 30] },
      { name: "Price", unit: "moneyPerCount", scope: "plan", values: 7 },
      { name: "Fixed", unit: "money", scope: "plan", values: 100 },
      { name: "Profit", unit: "money", scope: "plan", formula: "ALL(Units * Price) - Fixed" },
    ];
    const byUnits = build(rows, [{ row: "Profit", target: 0, lever: { row: "Units" } }]);
    expectNear(
      byUnits.cells("units"),
      [10, 20, 30].map((x) => (x * 300) / 420),
    );
    const byPrice = build(rows, [{ row: "Profit", target: 0, lever: { row: "Price" } }]);
    expectNear(byPrice.cells("price", "-"), [5, 5, 5]);
    const curved = build(
      rows.map((row) =>
        row.name === "Profit" ? { ...row, formula: "ALL(Units * SQRT(Price)) - Fixed" } : row,
      ),
      [{ row: "Profit", target: 0, lever: { row: "Price" } }],
    );
    expectNear(curved.cells("price", "-"), [25, 25, 25]);
  });

  test("[SO2] further solutions are told as the lever's totals", () => {
    const { solution, cells } = build(
      [
        { name: "Spend", unit: "money", values: [1], scope: "plan" },
        { name: "Profit", unit: "money", scope: "plan", formula: "Spend * (100 - Spend) / 10" },
      ],
      [{ row: "Profit", target: 160, lever: { row: "Spend" } }],
      { periods: 1 },
    );
    expectNear(cells("spend", "-"), [20]);
    const found = state(solution);
    if (found.status !== "met") throw new Error(found.status);
    expectNear(found.others, [80]);
  });

  test("[GO3] an error that no lever removes is unreachable, and nothing else is lost", () => {
    const { solution } = build(
      [
        { name: "Spend", unit: "money", values: 10 },
        { name: "Nothing", values: 0 },
        { name: "Each", unit: "moneyPerCount", formula: "Spend / Nothing" },
        { name: "Units", formula: "Spend / 2" },
      ],
      [
        { row: "Each", target: 5, lever: { row: "Spend" } },
        { row: "Units", target: 30, lever: { row: "Spend", from: 0, to: 1 } },
      ],
    );
    expect(state(solution)).toMatchObject({ status: "unreachable", why: "error" });
    expect(state(solution, "g2").status).toBe("met");
  });

  test("[SO3] a legal cycle is solved through", () => {
    const { solution, cells } = build(
      [
        { name: "New", values: [10, 10, 10] },
        { name: "Lost", formula: "Opening * 0.1" },
        { name: "Opening", formula: "PREV(Closing, 1, 100)", measure: "stock" },
        { name: "Closing", formula: "Opening + New - Lost", measure: "stock" },
      ],
      [{ row: "Closing", from: 2, to: 2, target: 200, lever: { row: "New" } }],
    );
    expect(states(solution)).toEqual(["met"]);
    expect(cells("closing")[2]).toBeCloseTo(200, 9);
    const each = (200 - 72.9) / 2.71;
    expectNear(cells("new"), [each, each, each]);
  });
});

describe("coupled goals", () => {
  const rows = (sum: string, product: string): RowSpec[] => [
    { name: "X", scope: "plan", values: 2 },
    { name: "Y", scope: "plan", values: 5 },
    { name: "Sum", scope: "plan", formula: sum },
    { name: "Product", scope: "plan", formula: product },
  ];
  const goals = (sum: number, product: number): GoalSpec[] => [
    { row: "Sum", target: sum, lever: { row: "X" } },
    { row: "Product", target: product, lever: { row: "Y" } },
  ];
  const one = { periods: 1 };

  test("[SO7] straight lines and a product", () => {
    const lines = build(rows("2 * X + Y", "X + 2 * Y"), goals(12, 9), one);
    expect(states(lines.solution)).toEqual(["met", "met"]);
    expectNear([...lines.cells("x", "-"), ...lines.cells("y", "-")], [5, 2]);
    const curved = build(rows("X + Y", "X * Y"), goals(10, 21), one);
    expect(states(curved.solution)).toEqual(["met", "met"]);
    expectNear([...curved.cells("x", "-"), ...curved.cells("y", "-")], [3, 7]);
    const far = build(rows("X * Y", "X / Y + X"), goals(1000, 60), one);
    expect(states(far.solution)).toEqual(["met", "met"]);
  });

  test("[SO8] what cannot hold at once: the later goal says its best, the earlier holds", () => {
    const { solution, engine } = build(rows("X + Y", "X * Y"), goals(10, 30), one);
    expect(state(solution).status).toBe("met");
    const found = state(solution, "g2");
    if (found.status !== "unreachable") throw new Error(found.status);
    expect(found.best).toBeCloseTo(25, 6);
    expect(engine.value("y", "-", 0)).toBe(5);
    expect(engine.value("x", "-", 0)).toBeCloseTo(5, 9);
  });

  test("[SO7] levers that act alike are named", () => {
    const { solution, cells } = build(rows("X * Y", "X * Y + 1"), goals(20, 30), one);
    expect(state(solution).status).toBe("met");
    expect(state(solution, "g2")).toMatchObject({ status: "conflict", why: "alike", with: ["g1"] });
    expectNear([...cells("x", "-"), ...cells("y", "-")], [4, 5]);
  });

  test("[SO7] three goals on one funnel, and a target a hundred times the start", () => {
    const { solution, cells } = build(
      [
        { name: "A", values: 4 },
        { name: "B", values: 3 },
        { name: "C", values: 2 },
        { name: "P", formula: "A * B + C" },
        { name: "Q", formula: "B * C + A" },
        { name: "R", formula: "A + B + C * C" },
      ],
      [
        { row: "P", target: 3 * 1100, lever: { row: "A" } },
        { row: "Q", target: 3 * 350, lever: { row: "B" } },
        { row: "R", target: 3 * 166, lever: { row: "C" } },
      ],
    );
    expect(states(solution)).toEqual(["met", "met", "met"]);
    const [a = 0, b = 0, c = 0] = [cells("a")[0], cells("b")[0], cells("c")[0]];
    expectNear([a * b + c, b * c + a, a + b + c * c], [1100, 350, 166]);
  });
});

describe("gestures", () => {
  const rows: RowSpec[] = [
    { name: "Spend", unit: "money", values: { in: { A: 100 } } },
    { name: "Units", formula: "Spend / 10" },
  ];
  const goal: GoalSpec = { row: "Units", target: 60, lever: { row: "Spend" } };
  const { plan } = build(rows, [goal], { channels: ["A", "B"] });
  const type = (from: Plan, line: string, t: number, value: number): Plan => {
    const key = `2027-M0${t + 1}`;
    const change = composeChanges(
      changeTo(from, [[`cell/spend/${line}/${key}`, value]]),
      fixCells(from, "spend", [{ line, t }]),
    );
    expect(applyChange(applyChange(from, change), invertChange(change)).goals).toEqual(from.goals);
    return applyChange(from, change);
  };

  test("[LE3] what is typed into a lever is fixed; empty cells of another channel too", () => {
    let next = type(plan, "b", 0, 50);
    next = type(next, "b", 1, 50);
    next = type(next, "b", 2, 50);
    expect(next.goals.get("g1")?.lever?.except).toEqual([{ channel: "b", from: "2027-M01", to: "2027-M03" }]);
    const { cells } = solve(next);
    expectNear(cells("spend", "b"), [50, 50, 50]);
    expectNear(cells("spend", "a"), [150, 150, 150]);
  });

  test("[LE3] fixing the last cell with a number rests the goal, though empty cells are left", () => {
    const next = type(type(type(plan, "a", 0, 10), "a", 2, 10), "a", 1, 10);
    expect(next.goals.get("g1")?.lever).toBeNull();
    expect(state(solve(next).solution)).toMatchObject({ status: "resting", value: 3, gap: 57 });
  });

  test("[LE3] of equal shares the others go on", () => {
    const empty = buildPlan({ rows: [{ name: "Spend", unit: "money" }, ...rows.slice(1)], goals: [goal] });
    const next = type(empty, LINE, 0, 200);
    expectNear(solve(next).cells("spend"), [200, 200, 200]);
    const all = { channel: null, from: "2027-M01", to: "2027-M03" };
    expect(applyChange(empty, fixCell(empty, "g1", all)).goals.get("g1")?.lever).toBeNull();
    expect(fixCell(empty, "g1", { ...all, from: "2026-M01", to: "2026-M12" })).toEqual([]);
  });

  test("[GE1] [GE2] one goal a quantity: typed again it has a new target", () => {
    const quantity = { row: "units", channel: null, from: 0, to: 2 };
    expect(goalOf(plan, quantity)).toBe("g1");
    expect(goalOf(plan, { ...quantity, channel: "a" })).toBeNull();
    const lever = plan.goals.get("g1")?.lever ?? null;
    const { goal: id, change } = setGoal(plan, quantity, 80, lever, () => "new");
    expect(id).toBe("g1");
    expect(change).toEqual([["goal/g1/target", 60, 80]]);
    const two = applyChange(plan, setGoal(plan, { ...quantity, channel: "b" }, 9, null, () => "new").change);
    expect([...two.goals.keys()]).toEqual(["g1", "new"]);
    expect(state(solve(two).solution, "new")).toMatchObject({ status: "resting" });
    expect(applyChange(plan, restGoal(plan, "g1")).goals.get("g1")?.lever).toBeNull();
    expect(applyChange(plan, setTarget(plan, "g1", 5)).goals.get("g1")?.target).toBe(5);
    expect(takeLever(plan, "gone", null)).toEqual([]);
  });

  test("[GE3] letting go leaves the sheet to the last bit as it stands, in one change that can be undone", () => {
    const { engine, solution } = solve(plan);
    const change = letGo(plan, solution, "g1");
    const after = applyChange(plan, change);
    const next = solve(after);
    for (const line of ["a", "b"]) {
      for (let t = 0; t < 3; t++) {
        expect(next.engine.value("spend", line, t)).toBe(engine.value("spend", line, t));
      }
    }
    expect(after.goals.size).toBe(0);
    expect(applyChange(after, invertChange(change)).goals).toEqual(plan.goals);
    const unmet = buildPlan({ rows, goals: [{ ...goal, target: -1 }], channels: ["A", "B"] });
    expect(letGo(unmet, solve(unmet).solution, "g1")).toHaveLength(1);
  });
});

test("[LE6] the list keeps the other goals, and leaves out what would lose one", () => {
  const { plan, engine, solution } = build(FOUNDING_ROWS, [
    { row: "Units sold", target: 100, lever: { row: "Spend" } },
    { row: "Cost per sale", target: 120, lever: { row: "Cost per thousand" } },
  ]);
  expect(states(solution)).toEqual(["met", "met"]);
  const before = ["spend", "costPerThousand"].map((row) => engine.value(row, LINE, 1));
  const list = listLevers(engine, plan, {
    goal: "g1",
    quantity: { row: "unitsSold", channel: null, from: 0, to: 2 },
    target: 100,
  });
  // CPM works for the cost already; rates would have to act on units and cost together with it: 15,000 stays.
  expect(list.map((one) => one.row)).toEqual(expect.arrayContaining(["spend"]));
  expect(list.map((one) => one.row)).not.toContain("costPerThousand");
  expect(["spend", "costPerThousand"].map((row) => engine.value(row, LINE, 1))).toEqual(before);
});

test("[LE6] where the lever serves another goal, what gives way between the two is offered", () => {
  const { plan, engine } = build(FOUNDING_ROWS, [
    { row: "Units sold", target: 100, lever: { row: "Spend" } },
  ]);
  const quantity = { row: "demos", channel: null, from: 0, to: 2 };
  const list = listLevers(engine, plan, { quantity, target: 600 });
  expect(list.map(({ row, status }) => [row, status])).toEqual([["demoToSale", "met"]]);
  const [choice] = list;
  if (choice?.status !== "met") throw new Error("no lever");
  expect(choice.value).toBeCloseTo(1 / 6, 9);
  const taken = setGoal(plan, quantity, 600, choice.lever, () => "g2");
  const { engine: after, solution } = solve(applyChange(plan, taken.change));
  expect(states(solution)).toEqual(["met", "met"]);
  expect(after.total(quantity)).toBeCloseTo(600, 6);
  expect(after.total({ ...quantity, row: "unitsSold" })).toBeCloseTo(100, 6);
});

test("[SO6] the second channel: its spend is typed, so paid search is solved", () => {
  const own = (
    search: CellsSpec | null,
    events: CellsSpec | null,
  ): { values: { in: Record<string, CellsSpec> } } => ({
    values: { in: { ...(search === null ? {} : { "Paid search": search }), ...(events === null ? {} : { Events: events }) } }, // prettier-ignore
  });
  const rows = FOUNDING_ROWS.map((row): RowSpec => {
    const none = { formulas: { Events: "none" } };
    if (row.name === "Spend") return { ...row, ...own([4500, 5000, 5500], 1000) };
    if (row.name === "Cost per thousand") return { ...row, ...own(30, null), ...none };
    if (row.name === "Click-through") return { ...row, ...own(0.02, null), ...none };
    if (row.name === "Impressions") return { ...row, ...none };
    if (row.name === "Visitors") return { ...row, formulas: { Events: "Spend / [Cost per visitor]" } };
    if (row.name === "Visitor to demo") return { ...row, ...own(0.05, 0.2) };
    return row;
  });
  const perVisitor: RowSpec = { name: "Cost per visitor", unit: "moneyPerCount", ...own(null, 10) };
  const base = buildPlan({
    rows: [...rows, perVisitor],
    goals: [{ row: "Units sold", target: 100, lever: { row: "Spend" } }],
    channels: ["Paid search", "Events"],
  });
  const events = [0, 1, 2].map((t) => ({ line: "events", t }));
  const { engine, solution } = solve(applyChange(base, fixCells(base, "spend", events)));
  expect(states(solution)).toEqual(["met"]);
  const total = (row: string, channel: string | null = null): number =>
    engine.total({ row, channel, from: 0, to: 2 });
  expectNear(
    [total("demos"), total("visitors"), total("spend"), total("costPerSale"), total("spend", LINE), total("spend", "events"), total("visitorToDemo")], // prettier-ignore
    [500, 9100, 16200, 162, 13200, 3000, 500 / 9100],
  );
});

test("[GO5] goals of rows that are gone are left out; periods outside the plan are cut off", () => {
  const { plan } = build(FOUNDING_ROWS, [
    { row: "Units sold", target: 100, lever: { row: "Spend" } },
    { row: "Gone", target: 3 },
    { row: "Demos", from: 5, to: 7, target: 3 },
    { row: "Revenue", from: 2, to: 9, target: 30_000 },
  ]);
  const { solution } = solve(plan);
  expect([...solution.goals.keys()]).toEqual(["g1", "g4"]);
  expect(state(solution, "g4")).toMatchObject({ status: "resting" });
  const [units, resting] = [...solution.goals.values()];
  expect(units?.status).toBe("met");
  expect(resting?.value).toBeCloseTo((480 * 100 * 5500) / 15000, 6);
});
