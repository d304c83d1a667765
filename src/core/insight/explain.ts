import { createEngine } from "../engine/engine.ts";
import type { LoweredPlan } from "../engine/expr.ts";
import type { Quantity } from "../engine/quantity.ts";
import { insightMessages } from "../messages/insight.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import { isAdditive } from "../plan/unit.ts";
import { solvePlan } from "../solve/solve.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";
import type { Explained, Explanation, ExplainMethod, NoExplanation, Reading } from "./explanation.ts";
import { joinToEnds } from "./ends.ts";
import { partsOfTotals, saysSame } from "./exprs.ts";
import { integratePath } from "./integrate.ts";
import type { Integral, Integration } from "./integrate.ts";
import type { NoIntegral } from "./stop.ts";
import type { Joined } from "./join.ts";
import { whatStopped } from "./onTheWay.ts";
import { explainInOrder } from "./orders.ts";
import { partsOfPath } from "./parts.ts";
import { Path } from "./path.ts";
import type { PathGoal, PathShape } from "./path.ts";
import { givenReading, leverRows, sharedGoals } from "./reading.ts";
import type { SolvedSide } from "./reading.ts";
import { refuse } from "./refuse.ts";
import { withoutRounding } from "./unrounded.ts";
import { uniteSides } from "./union.ts";
import type { Union } from "./union.ts";

export interface ExplainOptions {
  readonly method?: ExplainMethod;
  /** For `sequential`: rows that come first, in this order; the others follow as on the screen. */
  readonly order?: readonly RowId[];
}

/**
 * Why a number is not the same in two plans: parts that add up to q(b) − q(a). [XP1]–[XP8]
 *
 * The part of assumption i is (bᵢ − aᵢ)·∫₀¹ ∂q/∂xᵢ(a + t(b − a)) dt, its Aumann–Shapley value, by
 * Gauss–Legendre on gradients; the path is cut where a branch of a formula changes. Goals that both hold by the
 * same levers are solved again all along (their slopes by the implicit function theorem); other levers' cells
 * count as assumptions at their two solved values.
 *
 * Swapping the plans turns every sign; renaming and reordering change nothing. Neither plan is changed.
 */
export function explainDifference(a: Plan, b: Plan, q: Quantity, options: ExplainOptions = {}): Explained {
  const refusal = refusalOf(a, b, q);
  if (refusal !== null) return fail(refusal);
  const method = options.method ?? "aumann-shapley";
  const [first, second] = [solveSide(a), solveSide(b)];
  const ends = { from: valueIn(first, q), to: valueIn(second, q) };
  const missing = Number.isNaN(ends.from) ? "the first" : Number.isNaN(ends.to) ? "the second" : null;
  if (missing !== null) return fail(refuse("noNumber", a, b, q, missing));
  if (method === "shapley" || method === "sequential") {
    return explainInOrder(a, b, q, ends, method, options.order ?? []);
  }
  return new Explainer(first, second, q, ends, method).explain();
}

/** A plan with its engine at the solution of its goals. */
function solveSide(plan: Plan): SolvedSide {
  const engine = createEngine(plan);
  return { plan, engine, solution: solvePlan(engine) };
}

/** A quantity on one side; 0 where its row or channel is not there and it adds. */
function valueIn({ engine, plan }: SolvedSide, q: Quantity): number {
  const isThere = plan.rows.has(q.row) && (q.channel === null || plan.channels.has(q.channel));
  const value = isThere ? engine.total(q) : 0;
  return Number.isFinite(value) ? value : NaN;
}

/** What makes two plans impossible to compare; null where they can be. [XP5] */
function refusalOf(a: Plan, b: Plan, q: Quantity): NoExplanation | null {
  const [x, y] = [a.settings, b.settings];
  if (x.periodLength !== y.periodLength || x.start !== y.start || x.periods !== y.periods) {
    return { code: "periods", text: insightMessages.periods(), rows: [] };
  }
  if (x.currency !== y.currency) {
    return { code: "currency", text: insightMessages.currency(x.currency, y.currency), rows: [] };
  }
  const rows = [a.rows.get(q.row), b.rows.get(q.row)].filter((row) => row !== undefined);
  const [row] = rows;
  const channels = [a, b].filter((plan) => q.channel === null || plan.channels.has(q.channel)).length;
  if (row === undefined || channels === 0) return refuse("gone", a, b, q);
  if ((rows.length < 2 || channels < 2) && !isAdditive(row.unit)) return refuse("gone", a, b, q);
  for (const [id, one] of a.rows) {
    const other = b.rows.get(id);
    if (other === undefined) continue;
    const isOther = one.scope !== other.scope || one.unit !== other.unit || one.per !== other.per;
    if (isOther) return refuse("unit", a, b, { ...q, row: id });
  }
  return null;
}

class Explainer {
  private readonly a: SolvedSide;
  private readonly b: SolvedSide;
  private readonly q: Quantity;
  private readonly ends: { readonly from: number; readonly to: number };
  private readonly method: ExplainMethod;
  private readonly union: Union;

  constructor(
    a: SolvedSide,
    b: SolvedSide,
    q: Quantity,
    ends: { readonly from: number; readonly to: number },
    method: ExplainMethod,
  ) {
    this.a = a;
    this.b = b;
    this.q = q;
    this.ends = ends;
    this.method = method;
    this.union = uniteSides(a, b);
  }

  explain(): Explained {
    const goals = sharedGoals(this.a, this.b);
    if (goals === null) return this.explainGiven("other goals");
    if (goals.length === 0) return this.explainAs([], { levers: "none" });
    if (goals.some((goal) => this.hasOtherTotal(goal.problem.quantity))) {
      return this.explainGiven("other totals");
    }
    // With levers let off, cells show what is typed: the bases that the path moves.
    for (const { engine } of [this.a, this.b]) engine.setFactors([]);
    const solved = this.integrate(goals, { levers: "solved", rows: leverRows(this.a, this.b) });
    this.a.engine.setFactors(this.a.solution.factors);
    this.b.engine.setFactors(this.b.solution.factors);
    if (solved.ok) return ok(solved.value);
    if (!("why" in solved.error)) return fail(solved.error);
    return solved.error.why === "unsolved" ? this.explainGiven("unsolved") : this.fail(solved.error);
  }

  private explainGiven(why: Extract<Reading, { levers: "given" }>["why"]): Explained {
    return this.explainAs([], givenReading(this.a, this.b, why));
  }

  private explainAs(goals: readonly PathGoal[], reading: Reading): Explained {
    const found = this.integrate(goals, reading);
    if (found.ok) return ok(found.value);
    return "why" in found.error ? this.fail(found.error) : fail(found.error);
  }

  private integrate(
    goals: readonly PathGoal[],
    reading: Reading,
  ): Result<Explanation, NoExplanation | NoIntegral> {
    const { q, ends } = this;
    const joined = joinToEnds(this.a, this.b, this.union);
    const second = this.hasOtherTotal(q) ? withTotals(joined.lowered, this.union.b) : null;
    const shape: PathShape = this.method === "lmdi" ? "geometric" : "straight";
    const path = new Path(joined, second, q, goals, shape);
    const refusal = this.method === "lmdi" ? this.refuseProducts(path) : null;
    if (refusal !== null) return fail(refusal);
    const size = Math.abs(ends.from) + Math.abs(ends.to);
    const difference = ends.to - ends.from;
    let integral = integratePath(path, difference, size);
    if (!integral.ok && integral.why === "unsettled") {
      integral = this.integrateUnrounded(joined, second, goals, shape) ?? integral;
    }
    if (!integral.ok) return fail(integral);
    const { parts, steps } = this.tellParts(path, integral);
    return ok({
      quantity: q,
      method: this.method,
      ...ends,
      difference,
      parts,
      steps,
      reading,
      convergence: { points: integral.points, moved: integral.moved, cuts: integral.cuts },
    });
  }

  /** What jumps at the ends beside a new channel is the channel's: it counts in totals that only it changes. */
  private tellParts(path: Path, { parts, steps, stepRows }: Integral): Pick<Explanation, "parts" | "steps"> {
    const told = partsOfPath(path, parts, this.q, this.union.plan);
    const channels = told.filter((part) => part.kind === "channel");
    const [channel] = channels;
    if (steps === 0) return { parts: told, steps: null };
    if (channel === undefined || channels.length > 1 || stepRows.length > 0) {
      return { parts: told, steps: { value: steps, rows: stepRows } };
    }
    const values = channel.values.map((value, i) =>
      i === channel.values.length - 1 ? value + steps : value,
    );
    const whole = { ...channel, values, value: channel.value + steps };
    return { parts: told.map((part) => (part === channel ? whole : part)), steps: null };
  }

  /**
   * Where rounding makes more steps than can be cut at: the parts of what is not rounded. What rounding does at
   * the ends is the steps' bar. Null where nothing is rounded.
   */
  private integrateUnrounded(
    joined: Joined,
    second: LoweredPlan | null,
    goals: readonly PathGoal[],
    shape: PathShape,
  ): Integration | null {
    const smooth = withoutRounding(joined.lowered);
    if (smooth === null) return null;
    const other = second === null ? null : (withoutRounding(second)?.lowered ?? second);
    const path = new Path({ ...joined, lowered: smooth.lowered }, other, this.q, goals, shape);
    const [from, to] = [path.valueAlone(0, 1), path.valueAlone(1, 0)];
    const integral = integratePath(path, to - from, Math.abs(from) + Math.abs(to));
    if (!integral.ok) return integral;
    const total = integral.parts.reduce((sum, part) => sum + part, 0);
    const rows = [...new Set([...integral.stepRows, ...smooth.rows])];
    return { ...integral, steps: this.ends.to - this.ends.from - total, stepRows: rows };
  }

  private fail(error: NoIntegral): Explained {
    return fail(whatStopped(error, this.a, this.b, this.union, this.q));
  }

  /** Whether a total is made by other rules on the other side. */
  private hasOtherTotal(q: Quantity): boolean {
    if (this.union.isSame) return false;
    const { a, b } = this.union;
    const [first, second] = [a, b].map((lowered) => new Map(lowered.rows.map((row) => [row.row, row.total])));
    const rows = new Set([...partsOfTotals(a, [q.row]), ...partsOfTotals(b, [q.row])]);
    return [...rows].some((row) => !saysSame(first?.get(row), second?.get(row)));
  }

  /** LMDI takes ratios: every number that counts must be above 0 on both sides, and only numbers may differ. */
  private refuseProducts(path: Path): NoExplanation | null {
    const refuseAbout = (code: "notProduct" | "notPositive", row: RowId): NoExplanation =>
      refuse(code, this.a.plan, this.b.plan, { ...this.q, row });
    for (const { kind, of, from, to } of path.activeMovers) {
      if (kind !== "assumption") return refuseAbout("notProduct", of);
      if (!(from > 0 && to > 0)) return refuseAbout("notPositive", of);
    }
    for (const { problem, from, to } of path.goals) {
      if (from !== to && !(from > 0 && to > 0)) return refuseAbout("notPositive", problem.quantity.row);
    }
    return path.hasOtherTotals ? refuseAbout("notProduct", this.q.row) : null;
  }
}

function withTotals(lowered: LoweredPlan, other: LoweredPlan): LoweredPlan {
  const totals = new Map(other.rows.map((row) => [row.row, row.total]));
  return {
    ...lowered,
    rows: lowered.rows.map((row) => ({ ...row, total: totals.get(row.row) ?? row.total })),
  };
}
