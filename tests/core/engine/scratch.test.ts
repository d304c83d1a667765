import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { lowerPlan } from "../../../src/core/engine/lower.ts";
import { diagnose } from "../../../src/core/engine/diagnose.ts";
import { buildPlan, foundingPlan } from "../../build.ts";
import { anyFaultyPlan, anyPlan, anyFunnelPlan, anyEdit } from "../../laws/plans.ts";
import { applyChange } from "../../../src/core/plan/change.ts";
test("perf", () => {
  const rows: any[] = [{ name: "R0", values: 1 }, { name: "Q", unit: "rate", values: 0.5 }];
  for (let i = 1; i < 500; i++) rows.push({ name: `R${i}`, formula: i % 7 === 0 ? `LAG(R${i - 1}, 0.5, 0.5) * Q` : `R${i - 1} * Q + R${i >> 1}` });
  for (let i = 1; i < 100; i++) rows.push({ name: `U${i}`, unit: "rate", formula: `R${i} / R${i + 1}` });
  const channels = Array.from({ length: 20 }, (_, i) => `C${i}`);
  const plan = buildPlan({ periods: 60, channels, rows });
  for (let k = 0; k < 3; k++) { const a = performance.now(); lowerPlan(plan); console.log("lower", performance.now() - a); }
  const p2 = applyChange(plan, [["formula/r3/c1", null, { kind: "none" }]]);
  for (let k = 0; k < 3; k++) { const a = performance.now(); lowerPlan(p2); console.log("lower none", performance.now() - a); }
  const b = performance.now(); const s = evaluateSlowly(plan); console.log("slow", performance.now() - b);
  const c = performance.now(); diagnose(plan, { row: "u3", line: "c1", t: 3 }, String, s); console.log("diag", performance.now() - c);
}, 60000);
test("more", () => {
  fc.assert(fc.property(fc.oneof(anyPlan, anyFaultyPlan), anyEdit, (p0, e) => {
    const plan = applyChange(p0, e(p0));
    const slow = evaluateSlowly(plan);
    const last = plan.settings.periods - 1;
    for (const row of slow.lowered.rows) {
      for (const line of slow.linesOf(row)) for (let t = 0; t <= last; t++) {
        if (Number.isFinite(slow.value(row.row, line, t))) continue;
        const f = diagnose(plan, { row: row.row, line, t }, String, slow);
        expect(f, `${row.row} ${line} ${t}`).not.toBeNull();
        expect(f!.text).not.toContain("undefined");
      }
      if (row.total.kind === "none" || slow.linesOf(row).length === 0) continue;
      const q = { row: row.row, channel: null, from: 0, to: last };
      if (!Number.isFinite(slow.total(q))) { const f = diagnose(plan, q, String, slow); if (f === null) console.log("no reason", row.row, JSON.stringify(row.total).slice(0, 200)); }
    }
  }), { seed: 77, numRuns: 1500 });
}, 100000);
