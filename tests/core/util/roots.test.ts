import fc from "fast-check";
import { expect, test } from "vitest";
import { findEdge, findPeak, findRoot } from "../../../src/core/util/roots.ts";

/** Bisection: the slow, obvious way. */
function bisect(f: (x: number) => number, a: number, b: number): number {
  for (let i = 0; i < 2000; i++) {
    const half = (a + b) / 2;
    if (half === a || half === b) break;
    if (Math.sign(f(half)) === Math.sign(f(a))) a = half;
    else b = half;
  }
  return b;
}

const curves: readonly [string, (x: number) => number, number, number, number][] = [
  ["line", (x) => 3 * x - 1, 0, 10, 1 / 3],
  ["cube", (x) => x ** 3 - 2, 0, 4, Math.cbrt(2)],
  ["hill", (x) => x / (7 + x) - 0.9, 0, 1000, 63],
  ["exponential", (x) => Math.exp(x) - 1e6, 0, 100, Math.log(1e6)],
  ["falling", (x) => 1 / x - 4, 0.001, 1000, 0.25],
  ["flat at the root", (x) => (x - 1) ** 9, 0, 5, 1],
  ["step", (x) => (x < 0.7 ? -1 : 2), 0, 1, 0.7],
];

test.each(curves)("[SO4] ITP finds the root of a %s", (_name, f, a, b, x) => {
  const root = findRoot(f, { a, fa: f(a), b, fb: f(b) });
  expect(Math.abs(root.x - x)).toBeLessThanOrEqual(_name.startsWith("flat") ? 1e-1 : 4e-15 * Math.max(1, b));
  expect(root.fx).toBe(f(root.x));
});

test("[SO4] ITP agrees with bisection and takes no more evaluations than it, but for two", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      fc.boolean(),
      (root, power, isReversed) => {
        let count = 0;
        const f = (x: number): number => {
          count++;
          return x ** power - root ** power;
        };
        const [a, b] = isReversed ? [200, 0] : [0, 200];
        const found = findRoot(f, { a, fa: f(a), b, fb: f(b) });
        expect(count).toBeLessThanOrEqual(56);
        expect(Math.abs(found.x - bisect(f, 0, 200))).toBeLessThanOrEqual(1e-12 * 200);
      },
    ),
    { seed: 20270101, numRuns: 300 },
  );
});

test("[SO4] a smooth function takes few evaluations", () => {
  let count = 0;
  const f = (x: number): number => {
    count++;
    return x / (5 + x) - 0.37;
  };
  findRoot(f, { a: 0, fa: f(0), b: 16, fb: f(16) }, (y) => Math.abs(y) < 1e-14);
  expect(count).toBeLessThan(16);
});

test("[SO4] errors inside a bracket count as the far side", () => {
  const f = (x: number): number => (x > 2 ? NaN : x - 3);
  const root = findRoot(f, { a: 0, fa: -3, b: 4, fb: 1 });
  expect(root.x).toBeCloseTo(2, 12);
  expect(root.fx).toBeCloseTo(-1, 12);
});

test("[SO4] an edge is found to the last bit, over any range of sizes", () => {
  for (const edge of [1e-200, 0.3, 1, 7.7, 1e150]) {
    expect(findEdge((x) => x >= edge, 0, 1e160)).toBe(edge);
    expect(findEdge((x) => x <= edge, 1e160, 0)).toBe(edge);
  }
});

test("[SO5] golden sections find a hill's top", () => {
  const peak = findPeak((x) => 3 - (x - 1.25) ** 2, 0, 9);
  expect(peak.x).toBeCloseTo(1.25, 6);
  expect(peak.fx).toBeCloseTo(3, 12);
});
