import type { ExplainMethod, GroupBy, ScenarioId } from "../core/index.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Target } from "../session/target.ts";
import type { CompareOptions } from "./table.ts";

export type ComparePanel = "why" | "funnels" | "sweep";

/** What somebody chose in the comparison: kept while the plan is open, neither stored nor part of undo. */
export class CompareState {
  /** What the others are compared with; null: the base. */
  against: ScenarioId | null = $state(null);
  /** The column that is explained; undefined: not chosen. */
  explained: ScenarioId | null | undefined = $state();
  rows: CompareOptions["rows"] = $state("matter");
  differences: CompareOptions["differences"] = $state("absolute");
  /** The period shown; null: all of them. */
  period: number | null = $state(null);
  channel: string | null = $state(null);
  /** The number that is explained; null: what matters by itself. */
  quantity: Target | null = $state.raw(null);
  method: ExplainMethod = $state("aumann-shapley");
  by: GroupBy = $state("row");
  panel: ComparePanel = $state("why");
}

const states = new WeakMap<Session, CompareState>();

/** The choices of a session; leaving the comparison and coming back finds them as they were. */
export function stateOf(session: Session): CompareState {
  let state = states.get(session);
  if (state === undefined) states.set(session, (state = new CompareState()));
  return state;
}
