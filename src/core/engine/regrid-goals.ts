import { regridMessages } from "../messages/regrid.ts";
import type { GoalId } from "../plan/ids.ts";
import type { CellRun, Goal, Lever, Plan } from "../plan/plan.ts";
import type { Frame, Note } from "./regrid-frame.ts";

/**
 * The goals that cover whole new periods, with their levers. A goal for part of a period has nothing to hold and
 * is noted; a lever is widened to whole periods. [RG6]
 */
export function regridGoals(plan: Plan, frame: Frame, note: Note): Plan["goals"] {
  const goals = new Map<GoalId, Goal>();
  for (const [id, goal] of plan.goals) {
    const name = plan.rows.get(goal.row)?.name;
    if (name === undefined) continue;
    const cover = frame.cover(goal.from, goal.to);
    if (cover?.exact !== true) {
      note("goalLeft", goal.row, regridMessages.goalLeft(name));
      continue;
    }
    const lever = goal.lever === null ? null : leverIn(goal.lever, frame);
    if (lever?.isWidened === true) note("leverWidened", goal.row, regridMessages.leverWidened(name));
    goals.set(id, { ...goal, from: cover.from, to: cover.to, lever: lever?.lever ?? null });
  }
  return goals;
}

function leverIn(lever: Lever, frame: Frame): { readonly lever: Lever; readonly isWidened: boolean } | null {
  const cover = frame.cover(lever.from, lever.to);
  if (cover === null) return null;
  const runs = lever.except.flatMap((run) => {
    const covered = frame.cover(run.from, run.to);
    return covered === null ? [] : [{ run, covered }];
  });
  const except = runs
    .filter(({ covered }) => covered.exact)
    .map(({ run, covered }): CellRun => ({ channel: run.channel, from: covered.from, to: covered.to }));
  return {
    lever: { ...lever, from: cover.from, to: cover.to, except },
    isWidened: !cover.exact || except.length < runs.length,
  };
}
