import type { Engine } from "../engine/engine.ts";
import type { GoalId } from "../plan/ids.ts";
import { leverTotal } from "./cells.ts";
import type { Problem } from "./cells.ts";
import { Field } from "./field.ts";
import { solveNewton } from "./newton.ts";
import { solveScalar } from "./scalar.ts";
import type { ScalarSolution, Shortfall } from "./scalar.ts";
import { isAffineIn, shapeOf } from "./structure.ts";
import type { Direction } from "./shape.ts";

/**
 * Several goals, each with its own lever. [SO6]–[SO8]
 *
 * y_i(k_0 … k_n−1) is the i-th goal's quantity. Which lever moves which goal is a graph; its strongly connected
 * parts are *blocks*, solved one after another, each with the k's of those before it. A block of one is a
 * scalar problem; a larger one is solved by Newton. What cannot be solved gives way from the last goal on:
 * its lever stays at rest, and its best is found with the others of its block held.
 */
export type Answer =
  | { readonly status: "met"; readonly k: number; readonly others: readonly number[] }
  | {
      readonly status: "unreachable";
      readonly best: number;
      readonly bestK: number;
      readonly bestTotal: number;
      readonly why: Shortfall;
    }
  | { readonly status: "conflict"; readonly why: "no effect" | "alike"; readonly with: readonly GoalId[] };

/** Solves all problems together; the engine is left at the solution, unmet levers at rest. */
export function solveSystem(engine: Engine, problems: readonly Problem[]): readonly Answer[] {
  const field = new Field(engine, problems);
  const answers: (Answer | null)[] = problems.map(() => null);
  if (problems.length === 1) {
    answers[0] = solveOne(field, 0);
  } else {
    for (const block of blocksOf(field)) solveBlock(field, block, answers);
    verify(field, answers);
  }
  const finals = answers.map(
    (answer): Answer => answer ?? { status: "conflict", why: "no effect", with: [] },
  );
  const isAllMet = finals.every((answer) => answer.status === "met");
  if (!isAllMet) {
    // What is not met has no factor at all, so that cells which were empty show as empty.
    const factors = problems.map((problem, i) => ({ ...problem.factor, k: field.k[i] ?? problem.rest }));
    engine.setFactors(factors.filter((_, i) => finals[i]?.status === "met"));
  }
  return finals;
}

/** One goal by its own lever, all other levers where they are. Leaves its lever solved, or at rest. */
function solveOne(field: Field, i: number): Answer {
  const problem = field.problem(i);
  const { engine } = field;
  const solution = solveScalar({
    at: (k) => {
      field.set(i, k);
      return field.y(i);
    },
    target: problem.target,
    kind: problem.kind,
    rest: problem.rest,
    limit: problem.limit,
    isAffine: isAffineIn(engine, problem.factor.row, problem.quantity),
    direction: () => directionOf(field, i),
    isMet: (y) => field.isMet(i, y),
  });
  return answerOf(field, i, solution);
}

/** How the goal's quantity moves with its lever; not known where a base is negative. */
function directionOf(field: Field, i: number): Direction {
  const problem = field.problem(i);
  return shapeOf(field.engine, problem.factor.row, problem.quantity).direction;
}

function answerOf(field: Field, i: number, solution: ScalarSolution): Answer {
  const problem = field.problem(i);
  if (solution.found) return { status: "met", k: solution.k, others: solution.others };
  if (solution.why === "no effect") {
    field.set(i, problem.rest);
    return { status: "conflict", why: "no effect", with: [] };
  }
  field.set(i, solution.bestK);
  const bestTotal = leverTotal(field.engine, problem.lever);
  field.set(i, problem.rest);
  const { best, bestK, why } = solution;
  return { status: "unreachable", best, bestK, bestTotal, why };
}

/** Which goals each lever moves, tried at half and at double; then blocks, those that move others first. */
function blocksOf(field: Field): number[][] {
  const n = field.problems.length;
  const moves: boolean[][] = field.problems.map((problem, i) => {
    const before = field.problems.map((_, j) => field.y(j));
    const moved = field.problems.map(() => false);
    const tried = problem.rest === 1 ? [0.5, Math.min(2, problem.limit)] : [1, problem.limit];
    for (const k of tried) {
      field.set(i, k);
      for (let j = 0; j < n; j++) {
        const was = before[j] ?? NaN;
        const is = field.y(j);
        // Not by bits: rounding alone moves a cost per sale when the spend under it changes.
        if (!(Math.abs(is - was) <= 1e-11 * Math.abs(was))) moved[j] = true;
      }
    }
    field.set(i, problem.rest);
    return moved;
  });
  // With few goals, reachability by squaring is shorter than an algorithm for strong components.
  const reach = moves.map((row, i) => row.map((hit, j) => hit || i === j));
  for (let via = 0; via < n; via++) {
    const onward = reach[via] ?? [];
    for (const row of reach) {
      if (row[via] !== true) continue;
      onward.forEach((hit, j) => {
        if (hit) row[j] = true;
      });
    }
  }
  const blocks: number[][] = [];
  const placed = new Set<number>();
  while (placed.size < n) {
    for (let i = 0; i < n; i++) {
      if (placed.has(i)) continue;
      const block = field.problems
        .map((_, j) => j)
        .filter((j) => reach[i]?.[j] === true && reach[j]?.[i] === true);
      const isReady = field.problems.every(
        (_, j) => placed.has(j) || block.includes(j) || reach[j]?.[i] !== true,
      );
      if (!isReady) continue;
      blocks.push(block);
      for (const j of block) placed.add(j);
    }
  }
  return blocks;
}

function solveBlock(field: Field, block: readonly number[], answers: (Answer | null)[]): void {
  const [first] = block;
  if (first === undefined) return;
  if (block.length === 1) {
    answers[first] = solveOne(field, first);
    return;
  }
  const result = solveNewton(field, block);
  if (result.status === "met") {
    for (const i of block) answers[i] = { status: "met", k: field.k[i] ?? 0, others: [] };
    return;
  }
  // The last goal gives way; what is left is solved, and its own best sought with the others held.
  const last = Math.max(...block);
  const rest = block.filter((i) => i !== last);
  field.set(last, field.problem(last).rest);
  solveBlock(field, rest, answers);
  const held = rest.filter((i) => answers[i]?.status === "met");
  if (result.status === "alike" && result.alike.includes(last)) {
    const others = result.alike.filter((i) => i !== last).map((i) => field.problem(i).goal);
    answers[last] = { status: "conflict", why: others.length === 0 ? "no effect" : "alike", with: others };
    return;
  }
  answers[last] = solveHolding(field, last, held);
  for (const i of held) answers[i] = { status: "met", k: field.k[i] ?? 0, others: [] };
}

/** One goal by its lever while others are solved again at every step: where Newton on all of them failed. */
function solveHolding(field: Field, i: number, held: readonly number[]): Answer {
  if (held.length === 0) return solveOne(field, i);
  const problem = field.problem(i);
  const start = Float64Array.from(field.k);
  const at = (k: number): number => {
    // From the same start each time, so that a value does not depend on those computed before it.
    field.setAll(start);
    field.set(i, k);
    return solveNewton(field, held).status === "met" ? field.y(i) : NaN;
  };
  const solution = solveScalar({
    at,
    target: problem.target,
    kind: problem.kind,
    rest: problem.rest,
    limit: problem.limit,
    isAffine: false,
    direction: () => "mixed",
    isMet: (y) => field.isMet(i, y),
  });
  if (solution.found) return { status: "met", k: solution.k, others: [] };
  let bestTotal = NaN;
  if (solution.why !== "no effect" && solution.why !== "error") {
    at(solution.bestK);
    bestTotal = leverTotal(field.engine, problem.lever);
  }
  field.setAll(start);
  if (solution.why === "no effect") {
    return { status: "conflict", why: "alike", with: held.map((j) => field.problem(j).goal) };
  }
  const { best, bestK, why } = solution;
  return { status: "unreachable", best, bestK, bestTotal, why };
}

/**
 * All met at once? Levers that seemed not to move a goal (it stood on a plateau when they were tried) may move
 * it after all: then those goals are one block.
 */
function verify(field: Field, answers: (Answer | null)[]): void {
  const live = field.problems.map((_, i) => i).filter((i) => answers[i]?.status === "met");
  if (live.every((i) => field.isMet(i))) return;
  solveBlock(field, live, answers);
}
