import { test } from "vitest";
import { explainDifference } from "/work/main/src/core/insight/explain.ts";
import { applyChange, changeTo } from "/work/main/src/core/plan/change.ts";
import { cellAddress } from "/work/main/src/core/plan/address.ts";
import { createEngine } from "/work/main/src/core/engine/engine.ts";
import { solvePlan } from "/work/main/src/core/solve/solve.ts";
import { periodKeyAt, linesOf, rowsInOrder, formulaOf } from "/work/main/src/core/plan/plan.ts";
import type { Plan } from "/work/main/src/core/plan/plan.ts";
import { planOfSeed, anyEdit } from "/work/main/tests/laws/plans.ts";
import { anyGoals } from "/work/main/tests/laws/goals.ts";
import { Dice } from "/work/main/tests/laws/trees.ts";
import * as fc from "fast-check";

function edited(plan: Plan, dice: Dice, overrides: boolean): Plan {
  const wanted: [string, number][] = [];
  const rows = rowsInOrder(plan);
  for (let n = 1 + dice.below(6); n > 0; n--) {
    const id = dice.pick(rows); const row = plan.rows.get(id)!;
    const line = dice.pick(linesOf(plan, row));
    if (!overrides && formulaOf(plan, id, line) !== undefined) continue;
    const t = dice.chance(0.1) ? -1 : dice.below(plan.settings.periods);
    wanted.push([cellAddress(id, row.scope === "plan" ? null : line, periodKeyAt(plan.settings, t)), dice.value(row.unit, row.per)]);
  }
  return applyChange(plan, changeTo(plan, wanted));
}
const mode = process.env.XMODE ?? "cells";
test("explore", () => {
  const counts: Record<string, number> = {}; const bad: string[] = [];
  let slow = 0; const edits = fc.sample(anyEdit, { numRuns: 500, seed: 7 });
  const goalMakers = fc.sample(anyGoals(2), { numRuns: 500, seed: 9 });
  const N = Number(process.env.N ?? 300);
  for (let seed = 0; seed < N; seed++) {
    const dice = new Dice(seed * 7919 + 1);
    let a = planOfSeed({ seed, rows: 3 + dice.below(10), channels: 1 + dice.below(3), periods: 1 + dice.below(5) });
    if (mode === "goals") a = goalMakers[seed % 500]!(a);
    let b = edited(a, dice, mode !== "cells");
    if (mode === "structure") { const e = edits[seed % 500]!; b = applyChange(b, e(b)); }
    const rows = rowsInOrder(a);
    const ea = createEngine(a), eb = createEngine(b); solvePlan(ea); solvePlan(eb);
    const moved = rows.filter((id) => { const q = { row: id, channel: null, from: 0, to: a.settings.periods - 1 }; return b.rows.has(id) && !Object.is(ea.total(q), eb.total(q)); });
    for (let n = 0; n < 3; n++) {
      const row = dice.pick(moved.length ? moved : rows);
      const from = dice.below(a.settings.periods), to = from + dice.below(a.settings.periods - from);
      const q = { row, channel: a.rows.get(row)!.scope === "plan" || dice.chance(0.6) ? null : dice.pick([...a.channels.keys()]), from, to };
      const t0 = performance.now();
      let key: string;
      try {
        const r = explainDifference(a, b, q);
        if (r.ok) {
          const { parts, steps, difference, convergence } = r.value;
          const scale = parts.reduce((s, p) => s + Math.abs(p.value), 0);
          const sum = parts.reduce((s, p) => s + p.value, 0) + (steps?.value ?? 0);
          key = difference === 0 && parts.every((p) => p.value === 0) ? "zero" : steps === null ? "ok" : steps.rows.length > 0 ? "steps" : "unexplained steps";
          if (Math.abs(sum - difference) > 1e-9 * scale + 1e-12 * (Math.abs(r.value.from) + Math.abs(r.value.to))) { key = "BAD SUM"; }
          if (convergence.moved > 1e-9) key += " moved";
          if (r.value.reading.levers !== "none") key += " " + r.value.reading.levers + ("why" in r.value.reading ? " " + r.value.reading.why : "");
          if (key.startsWith("unex") || key.startsWith("BAD")) bad.push(`${seed} ${n} ${row} ${key} ${JSON.stringify(steps)} scale ${scale} diff ${difference} moved ${convergence.moved} pts ${convergence.points} cuts ${convergence.cuts.length} lev ${JSON.stringify(r.value.reading)}`);
        } else { key = r.error.code; if (["unsettled","errorOnTheWay","pole"].includes(key)) bad.push(`${seed} ${n} ${row} ${r.error.code} ${r.error.text.slice(0, 90)}`); }
      } catch (e) { key = "THROW " + String((e as Error).message); bad.push(`${seed} ${n} ${row} ${(e as Error).stack?.split("\n").slice(0, 5).join("|")}`); }
      const ms = performance.now() - t0; if (ms > 500) { slow++; bad.push(`${seed} ${n} SLOW ${ms.toFixed(0)} ${key}`); }
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  console.log(JSON.stringify(counts, null, 1)); console.log(bad.slice(0, 25).join("\n")); console.log("slow", slow);
}, 300000);
