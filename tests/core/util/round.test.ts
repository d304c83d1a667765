// Rule [EN41] is stated in src/core/SPEC.md, "Entries".
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundHalfAway, roundTogether } from "../../../src/core/util/round.ts";

describe("[EN41] parts beside their whole are rounded together", () => {
  test("the storyboard's two savings", () => {
    expect(roundTogether([2389.66, 1246.7], 3636.36, 0)).toEqual([2389, 1247]);
    expect(roundTogether([-2389.66, -1246.7], -3636.36, 0)).toEqual([-2389, -1247]);
  });

  test.each([
    [[1 / 3, 1 / 3, 1 / 3], 1, 2, [0.34, 0.33, 0.33]],
    [[0.5, 0.5], 1, 0, [1, 0]],
    [[2.5, 3.5], 6, 0, [2, 4]],
    [[10, 20], 30, 0, [10, 20]],
    [[0.1, 0.2], 0.1 + 0.2, 1, [0.1, 0.2]],
    [[-0.4, 0.4], 0, 0, [0, 0]],
    [[], 0, 0, []],
    [[NaN, 1.4], NaN, 0, [NaN, 1]],
    // Not of this whole: nothing is moved to hide it.
    [[1.4, 1.4], 9, 0, [1, 1]],
  ])("%j of %d at %i decimals", (parts, whole, decimals, expected) => {
    expect(roundTogether(parts, whole, decimals)).toEqual(expected);
  });

  test("the sum is the rounded whole, and no part moves by a unit", () => {
    const anyParts = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(anyParts, fc.integer({ min: 0, max: 3 }), (parts, decimals) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        const scale = 10 ** decimals;
        const units = roundTogether(parts, whole, decimals).map((part) => Math.round(part * scale));
        expect(units.reduce((sum, unit) => sum + unit, 0)).toBe(roundHalfAway(whole * scale));
        units.forEach((unit, i) => expect(Math.abs(unit - (parts[i] ?? 0) * scale)).toBeLessThan(1 + 1e-6));
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});
