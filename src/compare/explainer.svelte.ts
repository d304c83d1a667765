import { explainDifference } from "../core/index.ts";
import type { Explained, ExplainMethod, Plan, Quantity } from "../core/index.ts";

/** An explanation with what it explains. */
export interface ExplainAnswer {
  readonly a: Plan;
  readonly b: Plan;
  readonly quantity: Quantity;
  readonly found: Explained;
}

/**
 * Works out why two plans differ once the screen has been painted, the newest question alone. The answer before
 * stays until the next is there.
 */
export class Explainer {
  answer: ExplainAnswer | null = $state.raw(null);
  isWorking = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;

  ask(a: Plan, b: Plan, quantity: Quantity, method: ExplainMethod): void {
    clearTimeout(this.#timer);
    this.isWorking = true;
    this.#timer = setTimeout(() => {
      this.answer = { a, b, quantity, found: explainDifference(a, b, quantity, { method }) };
      this.isWorking = false;
    }, 16);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.isWorking = false;
  }
}
