import fc from "fast-check";
import { applyChange, createEngine, invertChange, solvePlan } from "../../src/core/index.ts";
import type { Engine, Plan } from "../../src/core/index.ts";
import { differencesOf } from "../csv/same.ts";
import { anyEdit, anyPlanSize, planOfSeed } from "../laws/plans.ts";

/*
 * Random plans, edited at random: incremental = from scratch to the bit, undoing gives the same plan, every live
 * goal is met or said to be out of reach. The short share of it runs in tests/laws.
 */

interface Task {
  readonly from: number;
  readonly count: number;
  readonly seed: number;
  readonly log: (record: object) => void;
}

export function run({ from, count, seed, log }: Task): { passed: number; failed: number } {
  let failed = 0;
  for (let i = from; i < from + count; i++) {
    const wrong = tryCase(seed, i);
    if (wrong === null) continue;
    failed++;
    log({ kind: "failed", case: i, wrong });
  }
  return { passed: count - failed, failed };
}

/** Runs one case; says what is wrong, or null. */
function tryCase(seed: number, i: number): string | null {
  const [size] = fc.sample(anyPlanSize, { seed: seed * 7919 + i, numRuns: 1 });
  if (size === undefined) return "no size";
  let plan = planOfSeed(size);
  const engine = createEngine(plan);
  const edits = fc.sample(anyEdit, { seed: seed * 31 + i, numRuns: 6 });
  for (const [n, edit] of edits.entries()) {
    const change = edit(plan);
    const next = applyChange(plan, change);
    engine.update(next, change);
    const apart = firstDifference(engine, createEngine(next));
    if (apart !== null) return `after edit ${n}: ${apart}`;
    const lost = differencesOf(applyChange(next, invertChange(change)), plan);
    if (lost.length > 0) return `undo of edit ${n}: ${lost.join(", ")}`;
    plan = next;
  }
  return unmetGoal(plan);
}

function firstDifference(a: Engine, b: Engine): string | null {
  for (const row of b.rows) {
    const left = a.values(row).data;
    const right = b.values(row).data;
    for (let i = 0; i < right.length; i++) if (!Object.is(left[i], right[i])) return `${row}[${i}]`;
  }
  return null;
}

function unmetGoal(plan: Plan): string | null {
  const engine = createEngine(plan);
  for (const [id, state] of solvePlan(engine).goals) {
    const target = plan.goals.get(id)?.target ?? NaN;
    if (state.status === "met" && Math.abs(state.value - target) > 1e-6 * Math.max(1, Math.abs(target))) {
      return `goal ${id}: ${state.value} for ${target}`;
    }
  }
  return null;
}
