import fc from "fast-check";
import { expect, test } from "vitest";
import { solveLinear } from "../../../src/core/util/linear.ts";

const number = fc.double({ min: -10, max: 10, noNaN: true });

test("[SO7] a system of full rank is solved, whatever the sizes of its columns", () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 5 })
        .chain((n) =>
          fc.tuple(
            fc.array(fc.array(number, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
            fc.array(number, { minLength: n, maxLength: n }),
            fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n }),
          ),
        ),
      ([rows, x, powers]) => {
        const n = x.length;
        // A strong diagonal keeps the condition small, the powers of ten spoil the columns' sizes.
        const at = (i: number, j: number): number =>
          ((rows[i]?.[j] ?? 0) + (i === j ? 60 : 0)) * 10 ** (powers[j] ?? 0);
        const matrix = Float64Array.from({ length: n * n }, (_, p) => at(Math.floor(p / n), p % n));
        const scaled = x.map((value, j) => value * 10 ** -(powers[j] ?? 0));
        const right = Float64Array.from({ length: n }, (_, i) =>
          scaled.reduce((sum, value, j) => sum + at(i, j) * value, 0),
        );
        const solution = solveLinear(matrix, right);
        if (solution.rank !== "full") throw new Error("deficient");
        solution.x.forEach((value, j) => {
          expect(Math.abs(value - (scaled[j] ?? 0)) * 10 ** (powers[j] ?? 0)).toBeLessThanOrEqual(1e-11);
        });
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test("[SO7] columns that are combinations of each other are named, and only those", () => {
  const matrix = Float64Array.from([1, 5, 2e6, 0, 0, 1, 0, 0, 2, 7, 4e6, 0, 3, 1, 6e6, 2]);
  expect(solveLinear(matrix, new Float64Array(4))).toEqual({ rank: "deficient", alike: [0, 2] });
});

test("[SO7] a column that moves nothing is alike with none", () => {
  expect(solveLinear(Float64Array.from([1, 0, 2, 0]), new Float64Array(2))).toEqual({
    rank: "deficient",
    alike: [1],
  });
});
