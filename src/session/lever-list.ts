import { messages } from "../core/index.ts";
import type { LeverChoice, Plan } from "../core/index.ts";
import type { LeverLine } from "./shown.ts";
import { nameOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import type { Target } from "./target.ts";

/** One line of the list of levers of a goal on `target`, in words: what it would have to be, or its best. */
export function leverLineOf(
  plan: Plan,
  choice: LeverChoice,
  target: Target | null,
  speak: Speak,
): Omit<LeverLine, "take"> {
  const row = plan.rows.get(choice.row);
  const text =
    row === undefined
      ? ""
      : choice.status === "met"
        ? speak.value(row, choice.value)
        : messages.session.atBest(sayBest(plan, choice, target, speak));
  return {
    row: choice.row,
    name: nameOf(plan, choice.row),
    owner: row?.owner ?? null,
    text,
    reachable: choice.status === "met",
    current: [...plan.goals.values()].some((goal) => goal.lever?.row === choice.row),
  };
}

/** The most that a goal comes to by a lever, in the unit of the goal's row. */
function sayBest(
  plan: Plan,
  choice: LeverChoice & { status: "unreachable" },
  target: Target | null,
  speak: Speak,
): string {
  const rowId = target?.row ?? [...plan.goals.values()][0]?.row;
  const row = rowId === undefined ? undefined : plan.rows.get(rowId);
  return row === undefined ? String(choice.best) : speak.value(row, choice.best);
}
