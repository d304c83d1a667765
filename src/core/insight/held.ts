import type { Engine } from "../engine/engine.ts";
import type { Factor, Quantity } from "../engine/quantity.ts";
import type { RowId } from "../plan/ids.ts";
import { solveLinear } from "../util/linear.ts";

/** A goal that holds by its lever, at an engine that stands at the solution. */
export interface HeldGoal {
  readonly quantity: Quantity;
  /** The lever's cells and its k. */
  readonly factor: Factor;
  /** What k multiplies, as long as the factor's cells. */
  readonly bases: ArrayLike<number>;
}

/** How a quantity moves while goals are held: by every typed cell's used value, and by the goals' targets. */
export interface HeldSlopes {
  /** Laid out as the engine's values; rows that have no part are absent. Never the engine's own arrays. */
  readonly byCell: ReadonlyMap<RowId, Float64Array>;
  readonly byTarget: readonly number[];
  /**
   * The Newton step of the levers' k that would bring every goal to the target that `gaps` is short of:
   * Σ_j ∂y_i/∂k_j·step_j = gap_i.
   */
  step(gaps: readonly number[]): Float64Array | null;
}

/**
 * dq/dx with goals held, by the implicit function theorem: y(k, x) = T makes
 *
 *   dq/dx = q_x − λᵀ y_x,  dq/dT = λ,  where yₖᵀ λ = q_k.
 *
 * With no goals it is the plain gradient. Null where the levers do not move the goals apart (a kink or a
 * plateau): there is no slope. A lever's cell has its slope by base × k; by its base it is k times that. [XP6]
 */
export function heldSlopes(engine: Engine, q: Quantity, goals: readonly HeldGoal[]): HeldSlopes | null {
  const plain = engine.gradient(q);
  if (goals.length === 0) return { byCell: plain, byTarget: [], step: () => new Float64Array(0) };
  const gradients = goals.map((goal) => engine.gradient(goal.quantity));
  const n = goals.length;
  const across = new Float64Array(n * n);
  const byLever = Float64Array.from(goals, (goal) => slopeByFactor(engine, plain, goal));
  const jacobian = new Float64Array(n * n);
  goals.forEach((lever, j) => {
    gradients.forEach((gradient, i) => {
      const slope = slopeByFactor(engine, gradient, lever);
      across[j * n + i] = slope;
      jacobian[i * n + j] = slope;
    });
  });
  const weights = solveLinear(across, byLever);
  if (weights.rank === "deficient") return null;
  const byCell = new Map([...plain].map(([row, slopes]) => [row, Float64Array.from(slopes)]));
  gradients.forEach((gradient, i) => {
    const weight = weights.x[i] ?? 0;
    if (weight === 0) return;
    for (const [row, slopes] of gradient) {
      const into = byCell.get(row) ?? new Float64Array(slopes.length);
      byCell.set(row, into);
      for (let at = 0; at < slopes.length; at++) into[at] = (into[at] ?? 0) - weight * (slopes[at] ?? 0);
    }
  });
  const step = (gaps: readonly number[]): Float64Array | null => {
    const solved = solveLinear(jacobian, Float64Array.from(gaps));
    return solved.rank === "full" ? solved.x : null;
  };
  return { byCell, byTarget: [...weights.x], step };
}

/** ∂/∂k of what has this gradient: Σ slope·base over the lever's cells. */
function slopeByFactor(engine: Engine, gradient: ReadonlyMap<RowId, Float64Array>, goal: HeldGoal): number {
  const slopes = gradient.get(goal.factor.row);
  if (slopes === undefined) return 0;
  const layout = engine.values(goal.factor.row);
  let sum = 0;
  goal.factor.cells.forEach(({ line, t }, i) => {
    sum += (slopes[layout.offset(line) + t] ?? 0) * (goal.bases[i] ?? 0);
  });
  return sum;
}
