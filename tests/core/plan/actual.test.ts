import { expect, test } from "vitest";
import { createEngine } from "../../../src/core/engine/engine.ts";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { withActualHistory } from "../../../src/core/plan/actual.ts";
import type { Actual } from "../../../src/core/plan/actual.ts";
import { actualAddress, cellAddress } from "../../../src/core/plan/address.ts";
import { applyChange, changeTo, invertChange } from "../../../src/core/plan/change.ts";
import type { PlanChange } from "../../../src/core/plan/change.ts";
import { changeBetween } from "../../../src/core/plan/diff.ts";
import { periodKeyAt } from "../../../src/core/plan/plan.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import { packPlan, unpackPlan } from "../../../src/store/pack.ts";
import { buildPlan } from "../../build.ts";

// Rules [AC1]–[AC3] are stated in src/core/SPEC.md, "Actuals".

const happened = (value: number): Actual => ({ value, source: "ads.csv", date: "2027-02-01" });

/** Half of the visitors ask for a demo a month later. */
const lagged = (): Plan =>
  buildPlan({
    rows: [
      { name: "Visitors", values: [100, 200, 300] },
      { name: "Demos", formula: "LAG(Visitors, 0, 1) * 0.5" },
    ],
  });

const LINE = "paidSearch";

function say(plan: Plan, row: string, t: number, value: number | null): PlanChange {
  const address = actualAddress(row, LINE, periodKeyAt(plan.settings, t));
  return changeTo(plan, [[address, value === null ? null : happened(value)]]);
}

test("[AC1] what happened stands beside the plan, moves no number of its own periods, and is taken back", () => {
  const plan = lagged();
  const change = say(plan, "visitors", 1, 999);
  const next = applyChange(plan, change);
  expect(next.actuals.get("visitors")?.get(LINE)?.size).toBe(1);
  expect(next.cells).toBe(plan.cells);
  expect(createEngine(next).value("visitors", LINE, 1)).toBe(200);
  expect(changeBetween(plan, next)).toEqual(change);
  const back = applyChange(next, invertChange(change));
  expect(back.actuals.size).toBe(0);
  expect(changeBetween(plan, back)).toEqual([]);
});

test("[AC2] before the first period it feeds delays where nothing was typed, edit by edit as anew", () => {
  let plan = lagged();
  const engine = createEngine(plan);
  const make = (change: PlanChange): void => {
    plan = applyChange(plan, change);
    engine.update(plan, change);
    const [fresh, slow] = [createEngine(plan), evaluateSlowly(plan)];
    for (let t = 0; t < 3; t++) {
      expect(engine.value("demos", LINE, t)).toBe(fresh.value("demos", LINE, t));
      expect(engine.value("demos", LINE, t)).toBe(slow.value("demos", LINE, t));
    }
  };
  expect(engine.value("demos", LINE, 0)).toBe(0);
  make(say(plan, "visitors", -1, 80));
  expect(engine.value("demos", LINE, 0)).toBe(40);
  make(say(plan, "visitors", -1, 90));
  expect(engine.value("demos", LINE, 0)).toBe(45);
  const typed = cellAddress("visitors", LINE, periodKeyAt(plan.settings, -1));
  make(changeTo(plan, [[typed, 10]]));
  expect(engine.value("demos", LINE, 0)).toBe(5);
  make(changeTo(plan, [[typed, null]]));
  expect(engine.value("demos", LINE, 0)).toBe(45);
  make(say(plan, "visitors", -1, null));
  expect(engine.value("demos", LINE, 0)).toBe(0);
});

test("[AC2] a plan whose actuals complete nothing is computed as it is", () => {
  const plan = lagged();
  const inside = applyChange(plan, say(plan, "visitors", 0, 7));
  expect(withActualHistory(inside)).toBe(inside);
});

test("[AC3] it is stored with the plan, and a plan without it is stored as before", () => {
  const plan = lagged();
  expect("actuals" in packPlan(plan)).toBe(false);
  const next = applyChange(plan, [...say(plan, "visitors", -2, 5), ...say(plan, "demos", 1, 6.5)]);
  const read = unpackPlan(structuredClone(packPlan(next)));
  expect(read.ok && read.value).toEqual(next);
});
