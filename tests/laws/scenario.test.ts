import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyChange,
  changeInScenario,
  invertChange,
  isScenarios,
  planOfScenario,
  removeScenario,
} from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { takingIntoBase } from "../../src/session/scenarios.ts";
import { differencesOf } from "../csv/same.ts";
import { anyGoals } from "./goals.ts";
import { anyEdit, anyPlan } from "./plans.ts";

const anyPlanWithGoals = fc.tuple(anyPlan, anyGoals(2)).map(([plan, make]) => make(plan));

function withScenario(plan: Plan): Plan {
  return applyChange(plan, [["scenario/s", null, { name: "Other", order: "i" }]]);
}

/** A scenario's sheet as a plan of its own: two are the same sheet if nothing differs, scenarios left aside. */
function sheetOf(plan: Plan): Plan {
  return { ...planOfScenario(plan, "s"), scenarios: new Map() };
}

test("[SC2] an edit on a scenario's sheet shows there as it would in the base, and the base stays", () => {
  fc.assert(
    fc.property(anyPlanWithGoals, fc.array(anyEdit, { minLength: 1, maxLength: 6 }), (start, edits) => {
      let plan = withScenario(start);
      let alone = { ...start };
      for (const edit of edits) {
        const change = edit(planOfScenario(plan, "s"));
        const made = changeInScenario(plan, "s", change);
        const next = applyChange(plan, made);
        alone = applyChange(alone, change);
        expect(differencesOf(sheetOf(next), alone)).toEqual([]);
        // Rows, channels and settings are the plan's own; all else of the base is as it was.
        const own = change.filter(([address]) => !isScenarios(address));
        const base = { ...next, scenarios: new Map() };
        expect(differencesOf(base, { ...applyChange(plan, own), scenarios: new Map() })).toEqual([]);
        expect(differencesOf(applyChange(next, invertChange(made)), plan)).toEqual([]);
        plan = next;
      }
    }),
    { seed: 41, numRuns: 60 },
  );
});

test("[SC1] what a scenario does not touch follows the base, for every kind of change", () => {
  fc.assert(
    fc.property(
      anyPlanWithGoals,
      anyEdit,
      fc.array(anyEdit, { maxLength: 4 }),
      (start, inScenario, inBase) => {
        let plan = withScenario(start);
        plan = applyChange(plan, changeInScenario(plan, "s", inScenario(planOfScenario(plan, "s"))));
        const touched = new Set(plan.scenarios.get("s")?.differences.keys());
        for (const edit of inBase) {
          plan = applyChange(plan, edit(plan));
          const expected = applyChange(
            plan,
            [...touched].map((address) => [
              address,
              null,
              plan.scenarios.get("s")?.differences.get(address)?.is ?? null,
            ]),
          );
          expect(differencesOf(sheetOf(plan), { ...expected, scenarios: new Map() })).toEqual([]);
        }
      },
    ),
    { seed: 42, numRuns: 60 },
  );
});

test("[SC4] a scenario that is taken away comes back whole by undo", () => {
  fc.assert(
    fc.property(anyPlanWithGoals, fc.array(anyEdit, { maxLength: 4 }), (start, edits) => {
      let plan = withScenario(start);
      for (const edit of edits) {
        plan = applyChange(plan, changeInScenario(plan, "s", edit(planOfScenario(plan, "s"))));
      }
      const away = removeScenario(plan, "s");
      const gone = applyChange(plan, away);
      expect(gone.scenarios.size).toBe(0);
      const back = applyChange(gone, invertChange(away));
      expect(back.scenarios.get("s")?.differences).toEqual(plan.scenarios.get("s")?.differences);
    }),
    { seed: 43, numRuns: 60 },
  );
});

test("[SC7] taking differences into the base leaves the scenario's sheet as it was, and undoing it is the identity", () => {
  fc.assert(
    fc.property(
      anyPlanWithGoals,
      fc.array(anyEdit, { minLength: 1, maxLength: 5 }),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      fc.boolean(),
      (start, edits, picks, isAll) => {
        let plan = withScenario(start);
        for (const edit of edits) {
          plan = applyChange(plan, changeInScenario(plan, "s", edit(planOfScenario(plan, "s"))));
        }
        const all = [...(plan.scenarios.get("s")?.differences.keys() ?? [])];
        const chosen = isAll ? all : all.filter((_, i) => picks[i % picks.length]);
        const change = takingIntoBase(plan, "s", chosen);
        const taken = applyChange(plan, change);
        expect(differencesOf(sheetOf(taken), sheetOf(plan))).toEqual([]);
        const back = applyChange(taken, invertChange(change));
        expect(differencesOf(back, plan)).toEqual([]);
        expect(back.scenarios.get("s")?.differences).toEqual(plan.scenarios.get("s")?.differences);
      },
    ),
    { seed: 44, numRuns: 80 },
  );
});
