import { expect, test } from "vitest";
import { layoutFunnel } from "../../src/charts/funnel.ts";
import { layoutLines, niceTicks } from "../../src/charts/lines.ts";

const say = { x: String, y: String };

test("a line goes through its points, with a gap where there is no number", () => {
  const layout = layoutLines(
    [1, 2, 3, 4],
    [{ key: "a", name: "", values: [30, 20, NaN, 10] }],
    { width: 360, height: 200 },
    say,
    2,
  );
  expect(layout.lines[0]?.path.match(/M/g)).toHaveLength(2);
  expect(layout.lines[0]?.dots).toHaveLength(3);
  expect(layout.nowX).toBeCloseTo(layout.xTicks[1]?.x ?? NaN, 9);
  expect(layout.yTicks.map(({ text }) => text)).toEqual(["0", "10", "20", "30"]);
  const nothing = layoutLines(
    [1],
    [{ key: "a", name: "", values: [NaN] }],
    { width: 300, height: 100 },
    say,
    9,
  );
  expect(nothing.lines[0]?.path).toBe("");
  expect(nothing.nowX).toBeNull();
});

test("ticks are round and cover the range", () => {
  expect(niceTicks(0, 30000, 4)).toEqual([0, 10000, 20000, 30000]);
  expect(niceTicks(-3, 7, 5)).toEqual([-4, -2, 0, 2, 4, 6, 8]);
  expect(niceTicks(5, 5, 4)).toEqual([5]);
});

test("funnels on one scale: the same volume is as wide in each", () => {
  const stage = (value: number): Parameters<typeof layoutFunnel>[0][number] => ({
    id: "a",
    name: "Visitors",
    value,
    text: String(value),
    rate: "",
    rateName: "",
  });
  const wide = layoutFunnel([stage(10000), stage(500)], 300, 10000);
  const narrow = layoutFunnel([stage(500)], 300, 10000);
  expect(narrow.bars[0]?.width).toBeCloseTo(wide.bars[1]?.width ?? NaN, 9);
  expect(layoutFunnel([stage(500)], 300).bars[0]?.width).toBeCloseTo(236, 9);
});
