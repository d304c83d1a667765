/**
 * Small dense linear systems by Householder QR with column pivoting (Golub & Van Loan, *Matrix Computations*,
 * §5.4). Columns are scaled to length 1 first, so that money beside rates does not decide the rank.
 */
export type LinearSolution =
  | { readonly rank: "full"; readonly x: Float64Array }
  /** Columns that are combinations of each other: every one of them, in order. */
  | { readonly rank: "deficient"; readonly alike: readonly number[] };

/** What is left of a column, of length 1, below which it counts as a combination of the others. */
const RANK_TOLERANCE = 1e-9;

/**
 * Solves A·x = b.
 *
 * matrix  n·n, row-major; not changed.
 * right   n.
 * returns x, or the columns that act alike where the rank is below n (a column of zeros: that one alone).
 */
export function solveLinear(matrix: Float64Array, right: Float64Array): LinearSolution {
  const n = right.length;
  const a = Float64Array.from(matrix);
  const b = Float64Array.from(right);
  const at = (row: number, column: number): number => a[row * n + column] ?? 0;
  const scale = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let length = 0;
    for (let i = 0; i < n; i++) length = Math.hypot(length, at(i, j));
    if (!(length > 0) || !Number.isFinite(length)) return { rank: "deficient", alike: [j] };
    scale[j] = length;
    for (let i = 0; i < n; i++) a[i * n + j] = at(i, j) / length;
  }
  const order = Array.from({ length: n }, (_, j) => j);
  for (let k = 0; k < n; k++) {
    const pivot = longestColumn(at, n, k);
    if (!(pivot.length > RANK_TOLERANCE)) return { rank: "deficient", alike: alikeColumns(at, n, k, order) };
    swapColumns(a, n, k, pivot.column);
    [order[k], order[pivot.column]] = [order[pivot.column] ?? k, order[k] ?? k];
    reflect(a, b, n, k, pivot.length);
  }
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i] ?? 0;
    for (let j = i + 1; j < n; j++) sum -= at(i, j) * (y[j] ?? 0);
    y[i] = sum / at(i, i);
    const column = order[i] ?? i;
    x[column] = (y[i] ?? 0) / (scale[column] ?? 1);
  }
  return { rank: "full", x };
}

type Reader = (row: number, column: number) => number;

/** The column from k on that is longest below row k; the first of equals, so that the order is fixed. */
function longestColumn(at: Reader, n: number, k: number): { column: number; length: number } {
  let column = k;
  let length = -1;
  for (let j = k; j < n; j++) {
    let own = 0;
    for (let i = k; i < n; i++) own = Math.hypot(own, at(i, j));
    if (own > length) {
      length = own;
      column = j;
    }
  }
  return { column, length };
}

function swapColumns(a: Float64Array, n: number, j: number, k: number): void {
  for (let i = 0; i < n; i++) {
    const held = a[i * n + j] ?? 0;
    a[i * n + j] = a[i * n + k] ?? 0;
    a[i * n + k] = held;
  }
}

/** One Householder step: column k becomes (…, ±length, 0, …); applied to the columns right of it and to b. */
function reflect(a: Float64Array, b: Float64Array, n: number, k: number, length: number): void {
  const v = new Float64Array(n);
  for (let i = k; i < n; i++) v[i] = a[i * n + k] ?? 0;
  const alpha = (v[k] ?? 0) > 0 ? -length : length;
  v[k] = (v[k] ?? 0) - alpha;
  let square = 0;
  for (let i = k; i < n; i++) square += (v[i] ?? 0) ** 2;
  if (square === 0) return;
  const apply = (read: (i: number) => number, write: (i: number, value: number) => void): void => {
    let dot = 0;
    for (let i = k; i < n; i++) dot += (v[i] ?? 0) * read(i);
    const factor = (2 * dot) / square;
    for (let i = k; i < n; i++) write(i, read(i) - factor * (v[i] ?? 0));
  };
  for (let j = k; j < n; j++) {
    apply(
      (i) => a[i * n + j] ?? 0,
      (i, value) => (a[i * n + j] = value),
    );
  }
  apply(
    (i) => b[i] ?? 0,
    (i, value) => (b[i] = value),
  );
}

/** The column at k and those before it that it is a combination of: R₁₁ z = r, and z's places that count. */
function alikeColumns(at: Reader, n: number, k: number, order: readonly number[]): number[] {
  const z = new Float64Array(n);
  const alike = [order[k] ?? k];
  for (let i = k - 1; i >= 0; i--) {
    let sum = at(i, k);
    for (let j = i + 1; j < k; j++) sum -= at(i, j) * (z[j] ?? 0);
    z[i] = sum / at(i, i);
    if (Math.abs(z[i] ?? 0) > 1e-6) alike.push(order[i] ?? i);
  }
  return alike.sort((x, y) => x - y);
}
