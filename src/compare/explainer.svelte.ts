import type { Explained, ExplainMethod, Plan, Quantity, ScenarioId } from "../core/index.ts";
import { Explaining } from "../workers/explain.ts";

/** One of the two that are compared. */
export interface ExplainSide {
  readonly id: ScenarioId | null;
  readonly plan: Plan;
}

export interface ExplainQuestion {
  readonly a: ExplainSide;
  readonly b: ExplainSide;
  readonly quantity: Quantity;
  readonly method: ExplainMethod;
}

/** An explanation with what it explains. */
export interface ExplainAnswer extends ExplainQuestion {
  readonly found: Explained;
}

/**
 * Works out why two plans differ, in a worker and once the screen has been painted, the newest question alone. The
 * answer before stays until the next is there.
 */
export class Explainer {
  answer: ExplainAnswer | null = $state.raw(null);
  isWorking: boolean = $state(false);
  readonly #explaining = new Explaining();
  #asked: ExplainQuestion | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  ask(question: ExplainQuestion): void {
    if (isSameQuestion(this.#asked, question)) return;
    clearTimeout(this.#timer);
    this.#asked = question;
    this.isWorking = true;
    this.#timer = setTimeout(() => void this.#answer(question), 16);
  }

  /** Nothing is asked any more; the next question starts anew. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#explaining.close();
    this.#asked = null;
    this.isWorking = false;
  }

  async #answer(question: ExplainQuestion): Promise<void> {
    const { a, b, quantity, method } = question;
    const asked = { kind: "explain", a: a.plan, b: b.plan, quantity, method } as const;
    try {
      const answer = await this.#explaining.ask(asked);
      if (answer !== null && this.#asked === question) this.answer = { ...question, found: answer.found };
    } finally {
      if (this.#asked === question) this.isWorking = false;
    }
  }
}

function isSameQuestion(one: ExplainQuestion | null, other: ExplainQuestion): boolean {
  if (one === null) return false;
  const [p, q] = [one.quantity, other.quantity];
  return (
    one.method === other.method &&
    one.a.plan === other.a.plan &&
    one.b.plan === other.b.plan &&
    p.row === q.row &&
    p.channel === q.channel &&
    p.from === q.from &&
    p.to === q.to
  );
}
