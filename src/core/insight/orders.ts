import { createEngine } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import type { Quantity } from "../engine/quantity.ts";
import { insightMessages } from "../messages/insight.ts";
import { applyChange } from "../plan/change.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { solvePlan } from "../solve/solve.ts";
import { fail, ok } from "../util/result.ts";
import { listDifferences } from "./differences.ts";
import type { PlanDifference } from "./differences.ts";
import type { Explained, Part, Reading } from "./explanation.ts";
import { refuse } from "./refuse.ts";

/** With more differences Shapley's orders are too many to try. */
export const MOST_ORDERED = 12;

/**
 * A difference split by making differences one after another, goals solved again after each: in one order
 * (`sequential`), or as the mean over all orders (`shapley`, L. Shapley 1953: over subsets S without i, weighted
 * |S|!·(n − |S| − 1)! ÷ n!). A whole row's differences are one. [XP8]
 */
export function explainInOrder(
  a: Plan,
  b: Plan,
  q: Quantity,
  ends: { readonly from: number; readonly to: number },
  method: "shapley" | "sequential",
  order: readonly RowId[],
): Explained {
  const differences = inOrder(listDifferences(a, b), order);
  const n = differences.length;
  if (method === "shapley" && n > MOST_ORDERED) {
    return fail({ code: "tooMany", text: insightMessages.tooMany(n, MOST_ORDERED), rows: [] });
  }
  const values = new Subsets(a, q, differences);
  const parts = method === "shapley" ? shapleyParts(values, n) : sequentialParts(values, n);
  if (parts.some(Number.isNaN)) return fail(refuse("noPart", a, b, q));
  const rows = [...values.solvedLevers];
  const reading: Reading = rows.length === 0 ? { levers: "none" } : { levers: "solved", rows };
  return ok({
    quantity: q,
    method,
    ...ends,
    difference: ends.to - ends.from,
    parts: differences.map((difference, i) => partOf(difference, parts[i] ?? 0)),
    steps: null,
    reading,
    convergence: { points: values.count, moved: 0, cuts: [] },
  });
}

function inOrder(differences: readonly PlanDifference[], order: readonly RowId[]): PlanDifference[] {
  const rank = new Map(order.map((row, i) => [row, i]));
  const rankOf = ({ row }: PlanDifference): number => rank.get(row ?? "") ?? order.length;
  return [...differences].sort((x, y) => rankOf(x) - rankOf(y));
}

function partOf({ kind, row, channel, goal }: PlanDifference, value: number): Part {
  const place = { row, channel, goal, from: 0, before: [], after: [] };
  return { ...place, kind: kind === "plan" ? "row" : kind, values: [value], value };
}

/** The quantity with a subset of the differences made, as a bit mask. */
class Subsets {
  readonly solvedLevers = new Set<RowId>();
  count = 0;
  private readonly a: Plan;
  private readonly q: Quantity;
  private readonly differences: readonly PlanDifference[];
  private readonly engine: Engine;
  private readonly known = new Map<number, number>();

  constructor(a: Plan, q: Quantity, differences: readonly PlanDifference[]) {
    this.a = a;
    this.q = q;
    this.differences = differences;
    this.engine = createEngine(a);
  }

  at(subset: number): number {
    const known = this.known.get(subset);
    if (known !== undefined) return known;
    this.count++;
    const change = this.differences.flatMap((difference, i) => ((subset >> i) & 1 ? difference.change : []));
    const plan = applyChange(this.a, change);
    const value = valueIn(this.engine, plan, this.q, this.solvedLevers);
    this.known.set(subset, value);
    return value;
  }
}

/** A quantity of a plan with its goals solved; 0 where its row or channel is not there. */
export function valueIn(engine: Engine, plan: Plan, q: Quantity, levers?: Set<RowId>): number {
  engine.setFactors([]);
  engine.update(plan);
  const { factors } = solvePlan(engine);
  for (const factor of factors) levers?.add(factor.row);
  const isThere = plan.rows.has(q.row) && (q.channel === null || plan.channels.has(q.channel));
  return isThere ? engine.total(q) : 0;
}

function sequentialParts(values: Subsets, n: number): number[] {
  const parts: number[] = [];
  for (let i = 0; i < n; i++) parts.push(values.at(2 ** (i + 1) - 1) - values.at(2 ** i - 1));
  return parts;
}

function shapleyParts(values: Subsets, n: number): number[] {
  const weights: number[] = [];
  // |S|!·(n − |S| − 1)! ÷ n! without factorials: 1 ÷ (n·C(n − 1, |S|)).
  let choices = 1;
  for (let size = 0; size < n; size++) {
    weights.push(1 / (n * choices));
    choices = (choices * (n - 1 - size)) / (size + 1);
  }
  const parts = Array.from({ length: n }, () => 0);
  for (let subset = 0; subset < 2 ** n; subset++) {
    const size = bitsOf(subset);
    for (let i = 0; i < n; i++) {
      if ((subset >> i) & 1) continue;
      parts[i] = (parts[i] ?? 0) + (weights[size] ?? 0) * (values.at(subset | (1 << i)) - values.at(subset));
    }
  }
  return parts;
}

function bitsOf(subset: number): number {
  let bits = 0;
  for (let rest = subset; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
}
