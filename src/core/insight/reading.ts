import type { RowId } from "../plan/ids.ts";
import { shareCells } from "../solve/cells.ts";
import type { Problem } from "../solve/cells.ts";
import { liveGoals } from "../solve/solve.ts";
import type { Solution } from "../solve/solve.ts";
import type { Reading } from "./explanation.ts";
import type { PathGoal } from "./path.ts";
import type { Side } from "./union.ts";

/** A side with its goals solved. */
export interface SolvedSide extends Side {
  readonly solution: Solution;
}

/** The goals that are met on both sides by the same levers; null where the sides do not hold the same. [XP6] */
export function sharedGoals(a: SolvedSide, b: SolvedSide): readonly PathGoal[] | null {
  const [first, second] = [metProblems(a), metProblems(b)];
  if (first.length !== second.length) return null;
  const goals: PathGoal[] = [];
  for (const problem of first) {
    const twin = second.find((other) => isSameLever(problem, other));
    if (twin === undefined) return null;
    goals.push({ problem, from: problem.target, to: twin.target });
  }
  return goals;
}

function metProblems({ engine, plan, solution }: SolvedSide): readonly Problem[] {
  const { problems } = shareCells(engine, liveGoals(plan));
  return problems.filter((problem) => solution.goals.get(problem.goal)?.status === "met");
}

function isSameLever(a: Problem, b: Problem): boolean {
  const [p, q] = [a.quantity, b.quantity];
  return (
    p.row === q.row &&
    p.channel === q.channel &&
    p.from === q.from &&
    p.to === q.to &&
    a.factor.row === b.factor.row &&
    a.rest === b.rest &&
    a.factor.cells.length === b.factor.cells.length &&
    a.factor.cells.every((cell, i) => {
      const other = b.factor.cells[i];
      return other?.line === cell.line && other.t === cell.t;
    })
  );
}

/** The rows of the levers that either side solves, in the order of the goals. */
export function leverRows(...sides: readonly SolvedSide[]): RowId[] {
  return [...new Set(sides.flatMap((side) => side.solution.factors.map((factor) => factor.row)))];
}

/** What is told of levers where their cells count as assumptions. */
export function givenReading(
  a: SolvedSide,
  b: SolvedSide,
  why: Extract<Reading, { levers: "given" }>["why"],
): Reading {
  const rows = leverRows(a, b);
  return rows.length === 0 ? { levers: "none" } : { levers: "given", rows, why };
}
