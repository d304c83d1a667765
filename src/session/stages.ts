import { orderedIds, rowsInOrder } from "../core/index.ts";
import type { Plan, RowId } from "../core/index.ts";
import type { Target } from "./target.ts";

/** The stages of a plan from the first to the last: rows that are steps, each after the one it comes from. */
export function stagesOf(plan: Plan): RowId[] {
  const stages = rowsInOrder(plan).filter((id) => (plan.rows.get(id)?.stage ?? null) !== null);
  const inside = new Set(stages);
  const ordered: RowId[] = [];
  const place = (id: RowId): void => {
    if (ordered.includes(id)) return;
    ordered.push(id);
    for (const next of stages) if (plan.rows.get(next)?.stage?.from === id) place(next);
  };
  for (const id of stages) {
    const from = plan.rows.get(id)?.stage?.from ?? null;
    if (from === null || !inside.has(from)) place(id);
  }
  return ordered;
}

/** Where the caret stands when a plan opens: on the first cell of the rate into what is wanted, if there is one. */
export function startOf(plan: Plan): Target | null {
  const [first] = orderedIds(plan.goals);
  const wanted = (first === undefined ? undefined : plan.goals.get(first)?.row) ?? stagesOf(plan).at(-1);
  const row = wanted === undefined ? null : (plan.rows.get(wanted)?.stage?.rate ?? null);
  return row === null ? null : { row, channel: null, from: 0, to: 0 };
}
