import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateSlowly } from "../../src/core/engine/reference.ts";
import type { SlowEvaluator } from "../../src/core/engine/reference.ts";
import { anyFunnelPlan, anyFaultyPlan, anyPlan, anyEdit } from "./plans.ts";
import { applyChange } from "../../src/core/plan/change.ts";

test("stats", () => {
  let cells = 0, nan = 0, none = 0; const kinds = new Map<string, number>();
  fc.assert(fc.property(anyPlan, (plan) => {
    const e = evaluateSlowly(plan);
    for (const r of e.lowered.rows) { kinds.set(r.total.kind, (kinds.get(r.total.kind) ?? 0) + 1); for (const l of r.lines) { if (l.error) console.log(l.error); for (let t = 0; t < plan.settings.periods; t++) { cells++; const k = e.kind(r.row, l.line, t); if (k === "none") none++; else if (Number.isNaN(e.value(r.row, l.line, t))) nan++; } } }
  }), { seed: 1, numRuns: 300 });
  console.log(cells, nan, none, kinds);
  fc.assert(fc.property(anyFaultyPlan, anyEdit, (plan, edit) => { evaluateSlowly(plan); evaluateSlowly(applyChange(plan, edit(plan))); }), { seed: 1, numRuns: 300 });
  fc.assert(fc.property(anyFunnelPlan, (plan) => { const e = evaluateSlowly(plan); expect(e.total({ row: "unitsSold", channel: null, from: 0, to: plan.settings.periods - 1 })).not.toBeNaN(); }), { seed: 1, numRuns: 300 });
});
