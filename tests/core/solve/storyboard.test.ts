import { describe, expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import type { Engine } from "../../../src/core/engine/engine.ts";
import type { Quantity } from "../../../src/core/engine/quantity.ts";
import { applyChange, changeTo, composeChanges } from "../../../src/core/plan/change.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { chooseDefaultLever, leverFor, listLevers } from "../../../src/core/solve/choose.ts";
import { fixCells, goalOf, letGo, setGoal, takeLever } from "../../../src/core/solve/gestures.ts";
import { solvePlan } from "../../../src/core/solve/solve.ts";
import type { GoalState, Solution } from "../../../src/core/solve/solve.ts";
import { foundingPlan } from "../../../src/core/templates/founding.ts";

// The figures of an hour with the founding plan: storyboard.md. Rules [GO*], [LE*], [SO*]: src/core/SPEC.md.
const SEARCH = "paid-search";
const whole = (row: string): Quantity => ({ row, channel: null, from: 0, to: 2 });
const month = (row: string, t: number): Quantity => ({ row, channel: SEARCH, from: t, to: t });
const newId = (): string => "second";

function set(plan: Plan, row: string, values: readonly number[], line = SEARCH): Plan {
  return applyChange(plan, changeTo(plan, [[`cells/${row}/${line}/2027-M01`, { cells: values }]]));
}

function fixAll(plan: Plan, row: string, values: readonly number[]): Plan {
  const fixed = applyChange(plan, fixCells(plan, row, values.map((_, t) => ({ line: SEARCH, t })))); // prettier-ignore
  return set(fixed, row, values);
}

function solved(plan: Plan): { engine: Engine; solution: Solution } {
  const engine = createEngine(plan);
  return { engine, solution: solvePlan(engine) };
}

function stateOf(solution: Solution, goal: string): GoalState {
  const state = solution.goals.get(goal);
  if (state === undefined) throw new Error(`No goal ${goal}`);
  return state;
}

function expectTotals(engine: Engine, wanted: Readonly<Record<string, number>>): void {
  for (const [row, value] of Object.entries(wanted)) {
    expect(Math.abs(engine.total(whole(row)) - value), row).toBeLessThanOrEqual(1e-9 * Math.abs(value));
  }
}

function expectCells(engine: Engine, row: string, values: readonly number[]): void {
  values.forEach((value, t) => {
    expect(Math.abs(engine.value(row, SEARCH, t) - value), `${row} ${t}`).toBeLessThanOrEqual(1e-9 * value);
  });
}

/** What each listed lever would have to be. */
function listed(engine: Engine, plan: Plan, quantity: Quantity, target: number): Record<string, number> {
  const goal = goalOf(plan, quantity);
  const list = listLevers(engine, plan, { quantity, target, ...(goal === null ? {} : { goal }) });
  return Object.fromEntries(list.flatMap((one) => (one.status === "met" ? [[one.row, one.value]] : [])));
}

function expectList(list: Record<string, number>, wanted: Readonly<Record<string, number>>): void {
  expect(Object.keys(list).sort()).toEqual(Object.keys(wanted).sort());
  for (const [row, value] of Object.entries(wanted)) expect(list[row]).toBeCloseTo(value, 9);
}

test("1 [GO1] opened: 100 units take 500 demos, 10,000 visitors, £15,000", () => {
  const { engine, solution } = solved(foundingPlan());
  expectTotals(engine, {
    spend: 15000,
    visitors: 10000,
    demos: 500,
    "units-sold": 100,
    "cost-per-sale": 150,
  });
  expectCells(engine, "spend", [4500, 5000, 5500]);
  const state = stateOf(solution, "goal");
  expect(state).toMatchObject({ status: "met", others: [] });
  expect(solution.leverOf({ row: "spend", line: SEARCH, t: 1 })).toBe("goal");
  expect(solution.leverOf({ row: "demos", line: SEARCH, t: 1 })).toBeNull();
});

test("2–3 [GO1] at 18% the spend follows to £16,667, and back to the last bit", () => {
  const plan = foundingPlan();
  const engine = createEngine(plan);
  solvePlan(engine);
  const before = [0, 1, 2].map((t) => engine.value("spend", SEARCH, t));
  engine.update(set(plan, "demo-to-sale", [0.18, 0.18, 0.18]));
  solvePlan(engine);
  expectTotals(engine, { spend: 15000 / 0.9, demos: 500 / 0.9, visitors: 10000 / 0.9, "units-sold": 100 });
  engine.update(plan);
  solvePlan(engine);
  expect([0, 1, 2].map((t) => engine.value("spend", SEARCH, t))).toEqual(before);
});

test("4 [GO1] 36 of 182 in each month: £15,167", () => {
  const rate = 36 / 182;
  const { engine } = solved(set(foundingPlan(), "demo-to-sale", [rate, rate, rate]));
  expectTotals(engine, { spend: (15000 * 0.2) / rate });
  expect(Math.round(engine.total(whole("spend")))).toBe(15167);
});

describe("5–7: the money is fixed", () => {
  const tenThousand = fixAll(foundingPlan(), "spend", [3000, 10000 / 3, 11000 / 3]);

  test("5 [GO2] the goal rests and shows what is missing", () => {
    const { engine, solution } = solved(tenThousand);
    const state = stateOf(solution, "goal");
    if (state.status !== "resting") throw new Error(state.status);
    expect(state.value).toBeCloseTo(200 / 3, 9);
    expect(state.gap).toBeCloseTo(100 / 3, 9);
    expect(engine.total(whole("cost-per-sale"))).toBeCloseTo(150, 9);
    expect(solution.leverOf({ row: "spend", line: SEARCH, t: 0 })).toBeNull();
  });

  test("6 [LE6] what would have to be true, and taking one", () => {
    const { engine } = solved(tenThousand);
    const list = listed(engine, tenThousand, whole("units-sold"), 100);
    expectList(list, {
      spend: 15000,
      "cost-per-1-000": 20,
      "click-through-rate": 0.03,
      "visitor-to-demo": 0.075,
      "demo-to-sale": 0.3,
    });
    const lever = leverFor(engine, whole("units-sold"), "visitor-to-demo");
    const taken = applyChange(tenThousand, takeLever(tenThousand, "goal", lever));
    const { engine: after, solution } = solved(taken);
    expect(stateOf(solution, "goal").status).toBe("met");
    expectCells(after, "visitor-to-demo", [0.075, 0.075, 0.075]);
    expectTotals(after, { "units-sold": 100, spend: 10000, "visitor-to-demo": 0.075 });
  });

  test("7 [GO3] £2,500 by closing better: even at 100% 83, and nothing made up in the sheet", () => {
    const little = fixAll(foundingPlan(), "spend", [750, 2500 / 3, 2750 / 3]);
    const lever = leverFor(createEngine(little), whole("units-sold"), "demo-to-sale");
    const plan = applyChange(little, takeLever(little, "goal", lever));
    const { engine, solution } = solved(plan);
    const state = stateOf(solution, "goal");
    if (state.status !== "unreachable") throw new Error(state.status);
    expect(state).toMatchObject({ why: "bound", bestK: 5, bestTotal: 1 });
    expect(state.at).toEqual({ row: "demo-to-sale", line: SEARCH, t: 0 });
    expect(state.best).toBeCloseTo(250 / 3, 9);
    expect(state.value).toBeCloseTo(50 / 3, 9);
    expectCells(engine, "demo-to-sale", [0.2, 0.2, 0.2]);
    expect(solution.factors).toEqual([]);
    const list = listLevers(engine, plan, { goal: "goal", quantity: whole("units-sold"), target: 100 });
    expectList(listed(engine, plan, whole("units-sold"), 100), {
      spend: 15000,
      "click-through-rate": 0.12,
      "visitor-to-demo": 0.3,
      "cost-per-1-000": 5,
    });
    const last = list.at(-1);
    if (last?.status !== "unreachable") throw new Error("met");
    expect(last.row).toBe("demo-to-sale");
    expect(last.best).toBeCloseTo(250 / 3, 9);
    expectTotals(engine, { "units-sold": 50 / 3 });
  });
});

describe("8: 40 in March", () => {
  const plan = foundingPlan();
  const quantity = month("units-sold", 2);
  const lever = chooseDefaultLever(createEngine(plan), quantity);
  const { change } = setGoal(plan, quantity, 40, lever, newId);
  const both = applyChange(plan, change);

  test("8 [LE4] [LE5] March's spend is the narrower lever; the quarter's goal solves January and February", () => {
    expect(lever).toEqual({
      row: "spend",
      channels: [SEARCH],
      from: "2027-M03",
      to: "2027-M03",
      except: [],
    });
    const { engine, solution } = solved(both);
    expect([...solution.goals.values()].map((state) => state.status)).toEqual(["met", "met"]);
    expectCells(engine, "spend", [(9000 * 4500) / 9500, (9000 * 5000) / 9500, 6000]);
    expectTotals(engine, { spend: 15000, "units-sold": 100 });
    expect(engine.value("units-sold", SEARCH, 2)).toBeCloseTo(40, 9);
    expect(solution.leverOf({ row: "spend", line: SEARCH, t: 2 })).toBe("second");
    expect(solution.leverOf({ row: "spend", line: SEARCH, t: 1 })).toBe("goal");
    // With another lever in March the quarter's spend has March again: it goes with January and February.
    const march = (5500 * 9000) / 9500 / 6000;
    expectList(listed(engine, both, quantity, 40), {
      spend: 6000,
      "cost-per-1-000": 30 * march,
      "click-through-rate": 0.02 / march,
      "visitor-to-demo": 0.05 / march,
      "demo-to-sale": 0.2 / march,
    });
  });

  test("8 [GE3] letting go leaves 6,000 typed, and the quarter's lever without March", () => {
    const { solution } = solved(both);
    const after = applyChange(both, letGo(both, solution, "second"));
    const { engine, solution: now } = solved(after);
    expect(now.goals.size).toBe(1);
    expectCells(engine, "spend", [(9000 * 4500) / 9500, (9000 * 5000) / 9500, 6000]);
    expect(now.leverOf({ row: "spend", line: SEARCH, t: 2 })).toBeNull();
    expect(after.goals.get("goal")?.lever?.except).toEqual([
      { channel: SEARCH, from: "2027-M03", to: "2027-M03" },
    ]);
  });
});

test("9 [LE5] 150 demos in February by Spend in February £4,500", () => {
  const plan = foundingPlan();
  const quantity = month("demos", 1);
  const lever = chooseDefaultLever(createEngine(plan), quantity);
  const { engine } = solved(applyChange(plan, setGoal(plan, quantity, 150, lever, newId).change));
  expect(engine.value("spend", SEARCH, 1)).toBeCloseTo(4500, 9);
  expect(engine.value("demos", SEARCH, 1)).toBeCloseTo(150, 9);
  expectTotals(engine, { "units-sold": 100 });
});

test("10 [LE3] January typed stays; February and March are solved in proportion", () => {
  const plan = foundingPlan();
  const typed = changeTo(plan, [[`cell/spend/${SEARCH}/2027-M01`, 4000]]);
  const change = composeChanges(typed, fixCells(plan, "spend", [{ line: SEARCH, t: 0 }]));
  const { engine, solution } = solved(applyChange(plan, change));
  expectCells(engine, "spend", [4000, (11000 * 5000) / 10500, (11000 * 5500) / 10500]);
  expectTotals(engine, { spend: 15000, "units-sold": 100 });
  expect(solution.leverOf({ row: "spend", line: SEARCH, t: 0 })).toBeNull();
});

describe("11: £120 a sale", () => {
  const plan = foundingPlan();
  const quantity = whole("cost-per-sale");

  test("11 [LE5] spend does not move it: the list opens first", () => {
    const { engine } = solved(plan);
    expect(chooseDefaultLever(engine, quantity)).toBeNull();
    expectTotals(engine, { spend: 15000 });
    expectList(listed(engine, plan, quantity, 120), {
      "cost-per-1-000": 24,
      "click-through-rate": 0.025,
      "visitor-to-demo": 0.0625,
      "demo-to-sale": 0.25,
    });
    const rows = listLevers(engine, plan, { quantity, target: 120 }).map((one) => one.row);
    expect(rows).toEqual(["cost-per-1-000", "click-through-rate", "visitor-to-demo", "demo-to-sale"]);
  });

  test("11 [SO6] two goals, two levers: CPM £24, Spend £12,000", () => {
    const lever = leverFor(createEngine(plan), quantity, "cost-per-1-000");
    const { change } = setGoal(plan, quantity, 120, lever, newId);
    const { engine, solution } = solved(applyChange(plan, change));
    expect([...solution.goals.values()].map((state) => state.status)).toEqual(["met", "met"]);
    expectTotals(engine, { "cost-per-sale": 120, spend: 12000, "units-sold": 100, "cost-per-1-000": 24 });
  });

  test("[GO4] the same by Spend is a conflict, and the spend stays", () => {
    const lever = { row: "spend", channels: null, from: "2027-M01", to: "2027-M03", except: [] };
    const { change } = setGoal(plan, quantity, 120, lever, newId);
    const { engine, solution } = solved(applyChange(plan, change));
    expect(stateOf(solution, "second")).toMatchObject({
      status: "conflict",
      why: "no cells",
      with: ["goal"],
    });
    expectTotals(engine, { spend: 15000 });
    const alone = applyChange(applyChange(plan, change), [
      ["goal/goal", plan.goals.get("goal") ?? null, null],
    ]);
    expect(stateOf(solved(alone).solution, "second")).toMatchObject({ status: "conflict", why: "no effect" });
  });

  test("[SO7] CPM and click-through act alike on units and cost: said, with both", () => {
    const base = fixAll(plan, "spend", [4500, 5000, 5500]);
    const engine = createEngine(base);
    const units = applyChange(base, takeLever(base, "goal", leverFor(engine, whole("units-sold"), "cost-per-1-000"))); // prettier-ignore
    const lever = leverFor(engine, quantity, "click-through-rate");
    const { change } = setGoal(units, quantity, 120, lever, newId);
    const { solution } = solved(applyChange(units, change));
    expect(stateOf(solution, "goal").status).toBe("met");
    expect(stateOf(solution, "second")).toMatchObject({ status: "conflict", why: "alike", with: ["goal"] });
  });
});
