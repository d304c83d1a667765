import fc from "fast-check";
import { expect, test } from "vitest";
import { gatherParts, layoutWaterfall, wrapName } from "../../src/charts/waterfall.ts";
import type { WaterfallPart } from "../../src/charts/waterfall.ts";

function part(value: number, name = "Demo to sale"): WaterfallPart {
  return {
    key: name,
    name,
    note: "Sales",
    value,
    text: String(value),
    full: "",
    mark: value < 0 ? "better" : "worse",
  };
}
const end = (value: number, name: string): { name: string; value: number; text: string } => ({
  name,
  value,
  text: String(value),
});

test("bars hang where the one before ended, on a scale from 0", () => {
  const parts = [part(-1247, "Visitor to demo"), part(-2389)];
  const { bars, links, isUpright, isCut } = layoutWaterfall(
    end(15000, "Base"),
    parts,
    end(11364, "Better demos"),
    360,
  );
  expect([isUpright, isCut]).toEqual([true, false]);
  expect(bars.map(({ kind }) => kind)).toEqual(["end", "fall", "fall", "end"]);
  const [base, first, second, last] = bars;
  if (base === undefined || first === undefined || second === undefined || last === undefined)
    throw new Error("four");
  expect(first.y).toBeCloseTo(base.y, 9);
  expect(second.y).toBeCloseTo(first.y + first.height, 9);
  expect(last.y).toBeCloseTo(second.y + second.height, 9);
  expect(first.height / base.height).toBeCloseTo(1247 / 15000, 6);
  expect(links).toHaveLength(3);
  expect(bars[1]?.names).toEqual(["Visitor to", "demo"]);
});

test("many bars lie, a line each; small differences cut the axis", () => {
  const many = Array.from({ length: 8 }, (_, i) => part(i - 4, `Row ${i}`));
  const lying = layoutWaterfall(end(100, "A"), many, end(96, "B"), 360);
  expect(lying.isUpright).toBe(false);
  expect(lying.isCut).toBe(true);
  expect(new Set(lying.bars.map(({ y }) => y)).size).toBe(10);
  const negative = layoutWaterfall(end(-100, "A"), [part(2)], end(-98, "B"), 360);
  expect(negative.isCut).toBe(true);
});

test("whatever the numbers: every bar lies within the frame, and a fall is as high as it is large", () => {
  const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      value,
      fc.array(value, { maxLength: 20 }),
      fc.integer({ min: 200, max: 900 }),
      (from, values, width) => {
        const to = values.reduce((sum, one) => sum + one, from);
        const parts = values.map((one, i) => part(one, `p${i}`));
        const { bars, height } = layoutWaterfall(end(from, "A"), parts, end(to, "B"), width);
        for (const bar of bars) {
          expect(bar.x).toBeGreaterThanOrEqual(-1e-6);
          expect(bar.y).toBeGreaterThanOrEqual(-1e-6);
          expect(bar.x + bar.width).toBeLessThanOrEqual(width + 2);
          expect(bar.y + bar.height).toBeLessThanOrEqual(height + 1e-6);
          expect(bar.width).toBeGreaterThan(0);
          expect(bar.height).toBeGreaterThan(0);
        }
      },
    ),
    { seed: 7, numRuns: 300 },
  );
});

test("the smallest parts are gathered in one bar, which keeps the sum", () => {
  const parts = [5, -1, 3, 0.5, -0.25, 8].map((value, i) => part(value, `p${i}`));
  const gathered = gatherParts(parts, 4, (count) => ({ name: `${count} smaller`, text: "", full: "" }));
  expect(gathered.map(({ name, value }) => [name, value])).toEqual([
    ["p0", 5],
    ["p2", 3],
    ["p5", 8],
    ["3 smaller", -0.75],
  ]);
  expect(gatherParts(parts, 6, () => ({ name: "", text: "", full: "" }))).toEqual(parts);
});

test("names are broken at words and cut where they must be", () => {
  expect(wrapName("Visitor to demo", 10, 3)).toEqual(["Visitor to", "demo"]);
  expect(wrapName("Donaudampfschifffahrt", 10, 3)).toEqual(["Donaudamp…"]);
  expect(wrapName("one two three four", 5, 2)).toEqual(["one", "two…"]);
});
