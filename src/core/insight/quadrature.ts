/** A point of a rule on 0…1: `t`, its distance `u` = 1 − t from the other end (exact near it), its weight. */
export interface RulePoint {
  readonly t: number;
  readonly u: number;
  readonly weight: number;
}

const gaussRules = new Map<number, readonly RulePoint[]>();

/**
 * Gauss–Legendre with n points on 0…1: exact for polynomials of degree 2n − 1, so for the slope of a product of
 * 2n factors along a straight path. Points ascend; the rule is its own mirror image, to the bit.
 *
 * Roots of the Legendre polynomial by Newton from Tricomi's first guess (Press et al., *Numerical Recipes*, §4.6).
 */
export function gaussRule(n: number): readonly RulePoint[] {
  const known = gaussRules.get(n);
  if (known !== undefined) return known;
  const lower: RulePoint[] = [];
  for (let i = 0; i < Math.floor((n + 1) / 2); i++) {
    const isMiddle = n % 2 === 1 && i === (n - 1) / 2;
    let x = isMiddle ? 0 : Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let [p, before] = [1, 0];
      for (let k = 1; k <= n; k++) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p];
      slope = (n * (x * p - before)) / (x * x - 1);
      const next = isMiddle ? 0 : x - p / slope;
      const isDone = Math.abs(next - x) <= 1e-16;
      x = next;
      if (isDone) break;
    }
    const t = (1 - x) / 2;
    lower.push({ t, u: 1 - t, weight: 1 / ((1 - x * x) * slope * slope) });
  }
  const upper = lower
    .slice(0, Math.floor(n / 2))
    .map(({ t, u, weight }) => ({ t: u, u: t, weight }))
    .reverse();
  const rule = [...lower, ...upper];
  gaussRules.set(n, rule);
  return rule;
}

/**
 * Double-exponential (tanh–sinh) points on 0…1 of step 2^−level: those that the levels before do not have, with
 * the weights of this level. Converges where the slope is infinite at an end, √x at 0 or a Hill curve of shape
 * below 1, where Gauss does not. Source: H. Takahasi, M. Mori (1974).
 */
export function doubleExponentialRule(level: number): readonly RulePoint[] {
  const step = 2 ** -level;
  const points: RulePoint[] = [];
  const count = Math.round(REACH / step);
  for (let i = -count; i <= count; i++) {
    if (level > 0 && i % 2 === 0) continue;
    const s = i * step;
    const arc = Math.PI * Math.sinh(s);
    // 1 ÷ (1 + e^±arc): both distances exact, however near the ends.
    const t = 1 / (1 + Math.exp(-arc));
    const u = 1 / (1 + Math.exp(arc));
    points.push({ t, u, weight: step * Math.PI * Math.cosh(s) * t * u });
  }
  return points;
}

/** Beyond it the points are nearer to the ends than 1e-37. */
const REACH = 4;
