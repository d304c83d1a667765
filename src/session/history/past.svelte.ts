import { historyMessages } from "../../core/index.ts";
import type { Plan } from "../../core/index.ts";
import { refuse } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { Session } from "../session.svelte.ts";
import type { Ports, Reply } from "../shown.ts";
import type { Target } from "../target.ts";

/**
 * A plan as it was, to look at. Whatever would change it is refused where it was typed, in words; nothing of it is
 * stored, not even what is folded.
 */
export class PastSession extends Session {
  constructor(plan: Plan, live: Session | null, ports: Pick<Ports, "speak" | "now" | "newId" | "author">) {
    const view = live === null ? null : { ...live.view };
    const scenario = view?.scenario ?? null;
    const isThere = scenario === null || plan.scenarios.has(scenario);
    super(plan, [], view === null || isThere ? view : { ...view, scenario: null }, {
      ...ports,
      isMine: () => false,
      save: () => undefined,
      saveView: () => undefined,
    });
    this.saving = { state: "past", why: "", isUnsaved: false };
  }

  /** Shows the plan of another moment. */
  turnTo(plan: Plan): void {
    this.receive({ entries: [], pending: [], plan });
  }

  protected override take(outcome: Outcome, target: Target | null, typed = ""): Reply {
    const isTold = outcome.kind === "nothing" || outcome.kind === "refuse";
    return super.take(isTold ? outcome : refuse("past", historyMessages.readOnly()), target, typed);
  }
}
