/**
 * Roots of functions of one variable, without derivatives and without memory: the same function and bracket
 * give the same bits.
 */

/** Two points with the function's values there, of opposite sign (or 0 at `b`). */
export interface Bracket {
  readonly a: number;
  readonly fa: number;
  readonly b: number;
  readonly fb: number;
}

export interface Root {
  readonly x: number;
  readonly fx: number;
}

/** Spacing of doubles beside |x|, from above. */
function spacing(x: number): number {
  return Math.max(Math.abs(x) * 2 ** -52, 2 ** -1060);
}

/**
 * A root inside a bracket, by ITP: I. F. D. Oliveira and R. H. C. Takahashi, "An Enhancement of the Bisection
 * Method Average Performance Preserving Minmax Optimality", ACM TOMS 47(1), 2020 (κ₁ = 0.2 / (b − a), κ₂ = 2,
 * n₀ = 1). At most one evaluation more than bisection to neighbouring doubles.
 *
 * Stops where `isDone(fx)`, or where the bracket holds no further double; then it gives the end whose value
 * is nearer 0, `a` on a tie. What is no number counts as lying on b's side.
 */
export function findRoot(
  f: (x: number) => number,
  bracket: Bracket,
  isDone: (fx: number) => boolean = (fx) => fx === 0,
): Root {
  let { a, fa, b, fb } = bracket;
  if (isDone(fa)) return { x: a, fx: fa };
  if (isDone(fb)) return { x: b, fx: fb };
  const side = fa < 0 ? -1 : 1;
  const width = Math.abs(b - a);
  const step = spacing(Math.max(Math.abs(a), Math.abs(b)));
  // The paper's ε: half of the distance at which we stop.
  const epsilon = step;
  const most = Math.max(0, Math.ceil(Math.log2(width / (2 * epsilon)))) + 1;
  for (let j = 0; j <= most + 2 && Math.abs(b - a) > 2 * epsilon; j++) {
    const half = (a + b) / 2;
    const radius = Math.max(0, epsilon * 2 ** (most - j) - Math.abs(b - a) / 2);
    const truncation = (0.2 / width) * (b - a) * (b - a);
    const falsi = Number.isFinite(fb) ? (fb * a - fa * b) / (fb - fa) : half;
    const sigma = Math.sign(half - falsi);
    const truncated = truncation <= Math.abs(half - falsi) ? falsi + sigma * truncation : half;
    let x = Math.abs(truncated - half) <= radius ? truncated : half - sigma * radius;
    // Rounding may have put x on an end of the bracket, where nothing new is to be learnt.
    if (!(x > Math.min(a, b) && x < Math.max(a, b))) x = half;
    const fx = f(x);
    if (isDone(fx)) return { x, fx };
    if (side * fx > 0) {
      a = x;
      fa = fx;
    } else {
      b = x;
      fb = fx;
    }
  }
  return !(Math.abs(fb) < Math.abs(fa)) ? { x: a, fx: fa } : { x: b, fx: fb };
}

/**
 * The point nearest to `a` at which a predicate that is false at `a` and true at `b` becomes true, by
 * bisection to neighbouring doubles.
 */
export function findEdge(holds: (x: number) => boolean, a: number, b: number): number {
  for (let i = 0; i < 2200; i++) {
    const half = a > 0 && b > 0 && (b > 4 * a || a > 4 * b) ? Math.sqrt(a) * Math.sqrt(b) : (a + b) / 2;
    if (half === a || half === b) break;
    if (holds(half)) b = half;
    else a = half;
  }
  return b;
}

/**
 * The point of [a, b] at which a function is largest, if it has one hill there, by golden sections
 * (J. Kiefer, 1953). What is no number counts as lowest. Ends after `steps` evaluations.
 */
export function findPeak(f: (x: number) => number, a: number, b: number, steps = 60): Root {
  const ratio = (Math.sqrt(5) - 1) / 2;
  const value = (x: number): number => {
    const fx = f(x);
    return Number.isNaN(fx) ? -Infinity : fx;
  };
  let low = a;
  let high = b;
  let x1 = high - ratio * (high - low);
  let x2 = low + ratio * (high - low);
  let f1 = value(x1);
  let f2 = value(x2);
  for (let i = 2; i < steps && x1 < x2; i++) {
    if (f1 >= f2) {
      high = x2;
      x2 = x1;
      f2 = f1;
      x1 = high - ratio * (high - low);
      f1 = value(x1);
    } else {
      low = x1;
      x1 = x2;
      f1 = f2;
      x2 = low + ratio * (high - low);
      f2 = value(x2);
    }
  }
  return f1 >= f2 ? { x: x1, fx: f1 } : { x: x2, fx: f2 };
}
