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

/**
 * Where the caret stands when a plan opens: on the first cell of the rate into what is wanted; where that is no stage,
 * of the rate into the last one; without any, of the first row that is typed.
 */
export function startOf(plan: Plan): Target | null {
  const [goal] = orderedIds(plan.goals);
  const wanted = goal === undefined ? undefined : plan.goals.get(goal)?.row;
  const rates = [wanted, stagesOf(plan).at(-1)].map((id) => plan.rows.get(id ?? "")?.stage?.rate ?? null);
  const row = rates.find((rate) => rate !== null) ?? rowsInOrder(plan).find((id) => !plan.formulas.has(id));
  return row === undefined ? null : { row, channel: null, from: 0, to: 0 };
}
