import { lowerPlan, needsLowering } from "../engine/lower.ts";
import type { Engine } from "../engine/engine.ts";
import type { LoweredPlan } from "../engine/expr.ts";
import type { Formula } from "../plan/formula.ts";
import type { Plan } from "../plan/plan.ts";

/** One of the two that are compared: its engine stands as the sheet shows it, or with its levers let off. */
export interface Side {
  readonly plan: Plan;
  readonly engine: Engine;
}

/** Both sides with the same rows and channels. */
export interface Union {
  /** First plan, with what only the second has: its rows, channels, and the formulas of these. */
  readonly plan: Plan;
  readonly a: LoweredPlan;
  readonly b: LoweredPlan;
  /** Whether formulas, rows and channels are the very same, so that only numbers can differ. */
  readonly isSame: boolean;
}

/**
 * Brings two plans to the same rows and channels, so that they can be compared line by line. A row or channel
 * that one of them lacks stands there with the other's formulas; what its cells count as is the joiner's. [XP5]
 */
export function uniteSides(a: Side, b: Side): Union {
  if (!needsLowering(a.plan, b.plan)) {
    return { plan: a.plan, a: a.engine.lowered, b: a.engine.lowered, isSame: true };
  }
  const whole = { a: withOthers(a.plan, b.plan), b: withOthers(b.plan, a.plan) };
  return {
    plan: whole.a,
    a: whole.a === a.plan ? a.engine.lowered : lowerPlan(whole.a),
    b: whole.b === b.plan ? b.engine.lowered : lowerPlan(whole.b),
    isSame: false,
  };
}

function withOthers(plan: Plan, other: Plan): Plan {
  const rows = missing(plan.rows, other.rows);
  const channels = missing(plan.channels, other.channels);
  if (rows.size === 0 && channels.size === 0) return plan;
  const formulas = new Map<string, Formula>(plan.formulas);
  for (const [key, formula] of other.formulas) {
    const [row = "", channel] = key.split("/");
    if (rows.has(row) || (channel !== undefined && channels.has(channel))) formulas.set(key, formula);
  }
  return {
    ...plan,
    formulas,
    rows: new Map([...plan.rows, ...rows]),
    channels: new Map([...plan.channels, ...channels]),
    sections: new Map([...plan.sections, ...missing(plan.sections, other.sections)]),
  };
}

function missing<T>(own: ReadonlyMap<string, T>, other: ReadonlyMap<string, T>): Map<string, T> {
  return new Map([...other].filter(([id]) => !own.has(id)));
}
