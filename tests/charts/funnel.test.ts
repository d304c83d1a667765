import { expect, test } from "vitest";
import { layoutFunnel } from "../../src/charts/funnel.ts";
import type { FunnelStage } from "../../src/charts/funnel.ts";

const stage = (name: string, value: number): FunnelStage => ({
  id: name,
  name,
  value,
  text: value.toLocaleString("en"),
  rate: "",
  rateName: "",
});

const LONG = "Marketing-accepted leads handed to the sales development team";

test("a label stands where it has room: in its bar, else beside it", () => {
  const { bars } = layoutFunnel([stage("Impressions", 500_000), stage("Units sold", 100)], 360);
  expect(bars.map(({ label, isInside }) => [label, isInside])).toEqual([
    ["500,000 Impressions", true],
    ["100 Units sold", false],
  ]);
});

test("a long name is cut to its room, its number never", () => {
  const stages = [283_649, 11_699, 1_200, 3].map((value) => stage(LONG, value));
  for (const width of [240, 250, 360, 900]) {
    for (const { label, isInside, stage: of, x, width: bar } of layoutFunnel(stages, width).bars) {
      expect(label.startsWith(of.text)).toBe(true);
      expect(label === `${of.text} ${LONG}` || label.endsWith("…")).toBe(true);
      // 6.7 pixels a character, as the layout reckons.
      const room = isInside ? bar : width - x - bar;
      expect(label.length * 6.7).toBeLessThanOrEqual(room);
    }
  }
});
