import { createEngine } from "../engine/engine.ts";
import type { Quantity } from "../engine/quantity.ts";
import { applyChange, invertChange } from "../plan/change.ts";
import type { Plan } from "../plan/plan.ts";
import { listDifferences } from "./differences.ts";
import type { PlanDifference } from "./differences.ts";
import { valueIn } from "./orders.ts";

/** What one difference does alone. NaN where the quantity is an error then. */
export interface FirstAndLast {
  readonly difference: PlanDifference;
  /** q(a with it) − q(a). */
  readonly first: number;
  /** q(b) − q(b without it). */
  readonly last: number;
}

/**
 * For each difference the effect of making it first and of making it last, goals solved again each time: how
 * much the differences hang together. [XP9]
 */
export function firstAndLast(a: Plan, b: Plan, q: Quantity): FirstAndLast[] {
  const [atA, atB] = [createEngine(a), createEngine(b)];
  const [before, after] = [valueIn(atA, a, q), valueIn(atB, b, q)];
  return listDifferences(a, b).map((difference) => ({
    difference,
    first: valueIn(atA, applyChange(a, difference.change), q) - before,
    last: after - valueIn(atB, applyChange(b, invertChange(difference.change)), q),
  }));
}
