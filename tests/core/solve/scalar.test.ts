import fc from "fast-check";
import { expect, test } from "vitest";
import { solveScalar } from "../../../src/core/solve/scalar.ts";
import type { ScalarProblem, ScalarSolution } from "../../../src/core/solve/scalar.ts";
import type { Direction } from "../../../src/core/solve/shape.ts";

interface Case {
  readonly f: (k: number) => number;
  readonly target: number;
  readonly kind?: "amount" | "ratio";
  readonly limit?: number;
  readonly isAffine?: boolean;
  readonly direction?: Direction;
}

function solve(one: Case): { solution: ScalarSolution; count: number; last: number } {
  let count = 0;
  let last = NaN;
  const problem: ScalarProblem = {
    at: (k) => {
      count++;
      last = k;
      return one.f(k);
    },
    target: one.target,
    kind: one.kind ?? "amount",
    rest: 1,
    limit: one.limit ?? 2 ** 20,
    isAffine: one.isAffine ?? false,
    direction: () => one.direction ?? "mixed",
    isMet: (y) => Math.abs(y - one.target) <= 1e-9 * Math.max(Math.abs(one.target), one.target === 0 ? 1 : 0),
  };
  return { solution: solveScalar(problem), count, last };
}

function rootOf(one: Case): number {
  const { solution, last } = solve(one);
  if (!solution.found) throw new Error(solution.why);
  expect(last, "left at the root").toBe(solution.k);
  return solution.k;
}

function near(k: number, wanted: number): void {
  expect(Math.abs(k - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(wanted, 1e-9));
}

test("[SO3] a straight line takes three values", () => {
  const one = { f: (k: number) => 20 + 7 * k, target: 100, isAffine: true };
  near(rootOf(one), 80 / 7);
  expect(solve(one).count).toBeLessThanOrEqual(4);
});

test("[SO3] a straight line far from where it starts keeps its digits", () => {
  near(rootOf({ f: (k) => 1e6 + 1e-3 * k, target: 1e6 + 50, isAffine: true }), 50000);
  near(rootOf({ f: (k) => -5 + 1e-5 * k, target: 0, isAffine: true }), 5e5);
});

test("[SO3] a power of k takes few values", () => {
  const one = { f: (k: number) => 100 / k, target: 250, kind: "ratio", direction: "down" } as const;
  near(rootOf(one), 0.4);
  expect(solve(one).count).toBeLessThanOrEqual(8);
});

test("[SO2] amounts: the smallest k, the others told", () => {
  // A parabola with its top of 25 at k = 5.
  const { solution } = solve({ f: (k) => 25 - (k - 5) ** 2, target: 16 });
  if (!solution.found) throw new Error(solution.why);
  near(solution.k, 2);
  expect(solution.others).toHaveLength(1);
  near(solution.others[0] ?? NaN, 8);
});

test("[SO2] ratios: the k nearest 1 on a log scale", () => {
  const f = (k: number): number => (Math.log(k) - Math.log(0.5)) * (Math.log(k) - Math.log(3)) + 10;
  const { solution } = solve({ f, target: 10, kind: "ratio" });
  if (!solution.found) throw new Error(solution.why);
  near(solution.k, 0.5);
  near(solution.others[0] ?? NaN, 3);
});

test("[SO5] a top between the points of the grid is climbed", () => {
  const f = (k: number): number => 7 - (k - 1.2) ** 2;
  const { solution } = solve({ f, target: 7 - 1e-4 });
  if (!solution.found) throw new Error(solution.why);
  near(solution.k, 1.19);
  const short = solve({ f, target: 8 }).solution;
  expect(short).toMatchObject({ found: false, why: "peak" });
  if (!short.found) expect(short.best).toBeCloseTo(7, 12);
});

test("[SO2] where the target holds over a stretch, its near edge", () => {
  const f = (k: number): number => Math.min(180, 50 * k);
  near(rootOf({ f, target: 180, direction: "up" }), 3.6);
  near(rootOf({ f, target: 180 }), 3.6);
  // Ratios come from 1, so the far plateau is entered at its near side.
  near(rootOf({ f: (k) => Math.max(20, 100 * k), target: 20, kind: "ratio", direction: "up" }), 0.2);
});

test("[GO3] what cannot be: the bound, nothing left, a step, an error", () => {
  expect(solve({ f: (k) => 50 * k, target: 300, limit: 5, isAffine: true }).solution).toEqual({
    found: false,
    best: 250,
    bestK: 5,
    why: "bound",
  });
  expect(solve({ f: (k) => 12 + k, target: 10, isAffine: true }).solution).toMatchObject({
    why: "zero",
    best: 12,
    bestK: 0,
  });
  const hill = (k: number): number => (90 * k) / (k + 4);
  expect(solve({ f: hill, target: 100, direction: "up" }).solution).toMatchObject({
    why: "bound",
    bestK: 2 ** 20,
  });
  expect(solve({ f: (k) => Math.round(10 * k) * 3, target: 100, direction: "up" }).solution).toMatchObject({
    why: "jump",
    best: 99,
  });
  expect(solve({ f: () => NaN, target: 1 }).solution).toMatchObject({ why: "error", best: NaN });
  expect(solve({ f: () => 7, target: 1 }).solution).toMatchObject({ why: "no effect", best: 7 });
  expect(solve({ f: () => 7, target: 7 }).solution).toMatchObject({ found: true, k: 1 });
});

test("[GO3] the limit itself is allowed, also where the line ends a rounding above it", () => {
  near(rootOf({ f: (k) => 0.6 * k, target: 1, limit: 1 / 0.6, isAffine: true }), 1 / 0.6);
  near(rootOf({ f: (k) => Math.sqrt(k), target: 2, limit: 4, kind: "ratio", direction: "up" }), 4);
});

test("[SO2] nothing at all is a solution where it is one", () => {
  expect(rootOf({ f: (k) => 3 * k, target: 0, isAffine: true })).toBe(0);
  expect(rootOf({ f: (k) => 10 + 3 * k, target: 10, isAffine: true })).toBe(0);
});

test("[SO4] errors at one end do not hide a root at the other", () => {
  near(rootOf({ f: (k) => (k < 0.3 ? NaN : 1 / k), target: 0.01, kind: "ratio", direction: "down" }), 100);
  near(rootOf({ f: (k) => (k === 0 ? NaN : 5 * k), target: 10, isAffine: true }), 2);
});

/** The slow, obvious way for a rising function: bisection over the whole range. */
function bisectUp(f: (k: number) => number, target: number, limit: number): number {
  let a = 0;
  let b = limit;
  for (let i = 0; i < 300; i++) {
    const half = b > 4 * a && a > 0 ? Math.sqrt(a * b) : (a + b) / 2;
    if (f(half) >= target) b = half;
    else a = half;
  }
  return b;
}

test("[SO4] rising curves: as bisection, whether known to rise or not", () => {
  const curve = fc.record({
    scale: fc.double({ min: 0.1, max: 1e4, noNaN: true }),
    power: fc.double({ min: 0.3, max: 3, noNaN: true }),
    half: fc.double({ min: 0.05, max: 50, noNaN: true }),
    base: fc.double({ min: 0, max: 10, noNaN: true }),
    shape: fc.constantFrom("power", "hill", "cap", "mixed"),
    k: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  });
  fc.assert(
    fc.property(curve, ({ scale, power, half, base, shape, k }) => {
      const f = (x: number): number => {
        const rise = x ** power;
        if (shape === "power") return base + scale * rise;
        if (shape === "hill") return base + (x === 0 ? 0 : scale / (1 + (half / x) ** power));
        if (shape === "cap") return base + Math.min(scale * x, scale * half + 0.1 * scale * x);
        return base + scale * (x + rise);
      };
      const target = f(k);
      const wanted = bisectUp(f, target, 2 ** 20);
      for (const direction of ["up", "mixed"] as const) {
        const { solution, count } = solve({ f, target, direction });
        if (!solution.found) throw new Error(`${direction}: ${solution.why}`);
        expect(Math.abs(f(solution.k) - target)).toBeLessThanOrEqual(1e-9 * target);
        // Where the curve is all but flat many k's give the same bits: there the value alone can be compared.
        if (Math.abs(f(wanted * 1.001) - target) > 1e-6 * target) {
          expect(Math.abs(solution.k - wanted)).toBeLessThanOrEqual(1e-6 * wanted);
        }
        if (direction === "up") expect(count).toBeLessThanOrEqual(110);
      }
    }),
    { seed: 11, numRuns: 400 },
  );
});

test("[SO1] the same function gives the same bits", () => {
  const f = (k: number): number => (90 * k) / (k + 4) + Math.sin(k);
  const first = rootOf({ f, target: 33 });
  expect(rootOf({ f, target: 33 })).toBe(first);
});
