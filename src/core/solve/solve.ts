import type { Engine } from "../engine/engine.ts";
import type { CellRef, Factor, Factors } from "../engine/quantity.ts";
import type { GoalId } from "../plan/ids.ts";
import { orderedIds } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { leverTotal, quantityOf, shareCells } from "./cells.ts";
import type { Cell, LiveGoal, Problem, Stranded } from "./cells.ts";
import type { Shortfall } from "./scalar.ts";
import { solveSystem } from "./system.ts";
import type { Answer } from "./system.ts";

/** How a goal stands. [GO1]–[GO4] */
export type GoalState =
  | {
      readonly status: "met";
      readonly goal: GoalId;
      readonly value: number;
      readonly k: number;
      /** The cells that are being solved for; each shows base × k. */
      readonly cells: readonly Cell[];
      readonly factor: Factor;
      /** The total that the lever would have at other solutions: *also at £69,705*. */
      readonly others: readonly number[];
    }
  | {
      readonly status: "resting";
      readonly goal: GoalId;
      readonly value: number;
      /** Target − value. */
      readonly gap: number;
    }
  | {
      readonly status: "unreachable";
      readonly goal: GoalId;
      /** As the sheet shows it: the lever is as it was typed. */
      readonly value: number;
      /** The value nearest the target that its lever can give; NaN where it gives none. */
      readonly best: number;
      readonly bestK: number;
      /** The lever's total there. */
      readonly bestTotal: number;
      /**
       * bound  a rate at 100% (`at` says where).     limit  even 2²⁰ times the lever is not enough.
       * zero   the lever at 0 is still too much.     peak   the best lies between, it turns.
       * jump   values pass over the target in a step. error  the quantity is an error whatever the lever.
       */
      readonly why: Unreachable;
      readonly at?: CellRef;
    }
  | {
      readonly status: "conflict";
      readonly goal: GoalId;
      readonly value: number;
      /** Its lever has no cells left; moves nothing; or acts like the levers of `with`. */
      readonly why: "no cells" | "no effect" | "alike";
      readonly with: readonly GoalId[];
    };

export type Unreachable = "bound" | "limit" | "zero" | "peak" | "jump" | "error";

/** All goals of a plan, solved. */
export interface Solution {
  /** In the plan's order of goals; goals whose row, channel or periods are gone are left out. */
  readonly goals: ReadonlyMap<GoalId, GoalState>;
  /** What the engine now uses: one for each goal that is met, in the order of the goals. */
  readonly factors: Factors;
  /** The goal whose lever a cell belongs to, met or not; null where it is nobody's. */
  leverOf(cell: CellRef): GoalId | null;
}

/** What follows from the document and not from values: kept while the parts that it was made of stay. */
interface Prepared {
  readonly plan: Plan;
  readonly lowered: unknown;
  readonly problems: readonly Problem[];
  readonly stranded: readonly Stranded[];
}

const preparedByEngine = new WeakMap<Engine, Prepared>();

/**
 * Solves every goal of the engine's plan and leaves the engine at the solution. Depends on the document
 * alone: same plan, same bits, whatever was solved before. [SO1]
 */
export function solvePlan(engine: Engine): Solution {
  const { problems, stranded } = prepare(engine);
  const answers = solveSystem(engine, problems);
  return describe(engine, problems, stranded, answers);
}

/** The goals of a plan that have a lever, in order. `without` is left out. */
export function liveGoals(plan: Plan, without?: GoalId): LiveGoal[] {
  const live: LiveGoal[] = [];
  for (const id of orderedIds(plan.goals)) {
    const goal = plan.goals.get(id);
    if (goal === undefined || goal.lever === null || id === without) continue;
    const quantity = quantityOf(plan, goal);
    if (quantity !== null) live.push({ goal: id, quantity, target: goal.target, lever: goal.lever });
  }
  return live;
}

function prepare(engine: Engine): Prepared {
  const { plan } = engine;
  const known = preparedByEngine.get(engine);
  if (known?.plan === plan && known.lowered === engine.lowered) return known;
  const prepared: Prepared =
    known !== undefined && hasSameCells(known, engine)
      ? { ...known, plan, problems: known.problems.map((problem) => withTargetOf(plan, problem)) }
      : { plan, lowered: engine.lowered, ...shareCells(engine, liveGoals(plan)) };
  preparedByEngine.set(engine, prepared);
  return prepared;
}

/** Whether everything but targets is the very same as then: formulas, goals, the levers' own typed cells. */
function hasSameCells(known: Prepared, engine: Engine): boolean {
  const { plan } = engine;
  const then = known.plan;
  if (known.lowered !== engine.lowered || then.settings !== plan.settings || then.rows !== plan.rows)
    return false;
  if (then.channels !== plan.channels || then.formulas !== plan.formulas) return false;
  if (then.goals.size !== plan.goals.size) return false;
  for (const [id, goal] of plan.goals) {
    const before = then.goals.get(id);
    if (before?.lever !== goal.lever || before.row !== goal.row || before.channel !== goal.channel)
      return false;
    if (before.from !== goal.from || before.to !== goal.to || before.order !== goal.order) return false;
    const { lever } = goal;
    if (lever !== null && then.cells.get(lever.row) !== plan.cells.get(lever.row)) return false;
  }
  return true;
}

/** The same problem with the target that its goal has now; the factor stays the same object. */
function withTargetOf(plan: Plan, problem: Problem): Problem {
  const target = plan.goals.get(problem.goal)?.target ?? problem.target;
  return target === problem.target ? problem : { ...problem, target };
}

function whyOf(why: Shortfall, problem: Problem): Unreachable {
  if (why === "bound") return problem.bound === null ? "limit" : "bound";
  return why === "no effect" ? "error" : why;
}

function describe(
  engine: Engine,
  problems: readonly Problem[],
  stranded: readonly Stranded[],
  answers: readonly Answer[],
): Solution {
  const { plan } = engine;
  const states = new Map<GoalId, GoalState>();
  const factors: Factor[] = [];
  problems.forEach((problem, i) => {
    const answer = answers[i];
    if (answer?.status === "met") factors.push({ ...problem.factor, k: answer.k });
  });
  const others = otherTotals(engine, problems, answers, factors);
  const placeOf = new Map(problems.map((problem, i) => [problem.goal, i]));
  for (const goal of plan.goals.size === 1 ? plan.goals.keys() : orderedIds(plan.goals)) {
    const record = plan.goals.get(goal);
    const quantity = record === undefined ? null : quantityOf(plan, record);
    if (record === undefined || quantity === null) continue;
    const value = engine.total(quantity);
    const i = placeOf.get(goal);
    const problem = i === undefined ? undefined : problems[i];
    const answer = i === undefined ? undefined : answers[i];
    if (problem === undefined || answer === undefined) {
      const lost = stranded.find((one) => one.goal === goal);
      if (lost === undefined)
        states.set(goal, { status: "resting", goal, value, gap: record.target - value });
      else states.set(goal, { status: "conflict", goal, value, why: "no cells", with: lost.with });
    } else if (answer.status === "met") {
      const factor = { ...problem.factor, k: answer.k };
      const { k } = answer;
      states.set(goal, {
        status: "met",
        goal,
        value,
        k,
        cells: factor.cells,
        factor,
        others: others.get(goal) ?? [],
      });
    } else if (answer.status === "conflict") {
      states.set(goal, { status: "conflict", goal, value, why: answer.why, with: answer.with });
    } else {
      const { best, bestK, bestTotal } = answer;
      const why = whyOf(answer.why, problem);
      const at = why === "bound" && problem.bound !== null ? { at: problem.bound } : {};
      states.set(goal, { status: "unreachable", goal, value, best, bestK, bestTotal, why, ...at });
    }
  }
  return { goals: states, factors, leverOf: ownerFinder(problems) };
}

/** The lever's total at each other solution of a goal, the other goals' levers staying where they are. */
function otherTotals(
  engine: Engine,
  problems: readonly Problem[],
  answers: readonly Answer[],
  factors: Factors,
): ReadonlyMap<GoalId, readonly number[]> {
  const totals = new Map<GoalId, readonly number[]>();
  let place = 0;
  problems.forEach((problem, i) => {
    const answer = answers[i];
    if (answer?.status !== "met") return;
    const own = place++;
    if (answer.others.length === 0) return;
    totals.set(
      problem.goal,
      answer.others.map((k) => {
        engine.setFactor(own, k);
        return leverTotal(engine, problem.lever);
      }),
    );
    engine.setFactor(own, factors[own]?.k ?? problem.rest);
  });
  return totals;
}

/** Looks up whose lever a cell is; the table is made when it is first asked. */
function ownerFinder(problems: readonly Problem[]): (cell: CellRef) => GoalId | null {
  let owners: Map<string, GoalId> | null = null;
  return (cell) => {
    if (owners === null) {
      owners = new Map();
      for (const { factor, goal } of problems) {
        for (const { line, t } of factor.cells) owners.set(`${factor.row}/${line}/${t}`, goal);
      }
    }
    return owners.get(`${cell.row}/${cell.line}/${cell.t}`) ?? null;
  };
}
