import { applyChange, createEngine, solvePlan } from "../core/index.ts";
import type { Engine, Plan, PlanChange, Scenario, Solution } from "../core/index.ts";

/**
 * A plan with its numbers: the engine that computes it and the goals solved. Mutable, and never put in a rune:
 * who shows it re-reads it when the session's `rev` says so.
 *
 * Invariants: `engine` computes `plan`, with the factors of `solution`; the same plan gives the same numbers to
 * the bit, whatever was edited before. [GO5]
 */
export class Workbook {
  readonly engine: Engine;
  /** The scenario whose sheet this is, for who marks its differences; null: the base. */
  scenario: Scenario | null = null;
  #plan: Plan;
  #solution: Solution;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.engine = createEngine(plan);
    this.#solution = solvePlan(this.engine);
  }

  get plan(): Plan {
    return this.#plan;
  }

  get solution(): Solution {
    return this.#solution;
  }

  /** Makes a change, and computes and solves what it touches. */
  apply(change: PlanChange): void {
    this.show(applyChange(this.#plan, change), change);
  }

  /** Shows another plan, or another state of this one. `change`, where known, tells the engine where to look. */
  show(plan: Plan, change?: PlanChange): void {
    if (plan === this.#plan) return;
    this.#plan = plan;
    this.engine.update(plan, change);
    this.#solution = solvePlan(this.engine);
  }

  /** What `look` sees once the change were made; the workbook is as before afterwards. */
  tryOut<T>(change: PlanChange, look: (book: Workbook) => T): T {
    const before = this.#plan;
    this.apply(change);
    try {
      return look(this);
    } finally {
      this.show(before);
    }
  }
}
