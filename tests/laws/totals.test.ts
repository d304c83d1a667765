import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pipelineBefore, pipelineOf } from "../../src/core/engine/pipeline.ts";
import { evaluateSlowly } from "../../src/core/engine/reference.ts";
import type { SlowEvaluator } from "../../src/core/engine/reference.ts";
import { lowerPlan, needsLowering } from "../../src/core/engine/lower.ts";
import { diagnose } from "../../src/core/engine/diagnose.ts";
import { applyChange } from "../../src/core/plan/change.ts";
import type { LineId } from "../../src/core/plan/ids.ts";
import { buildPlan } from "../build.ts";
import { anyCellEdit, anyEdit, anyFaultyPlan, anyFunnelPlan, anyPlan } from "./plans.ts";

const SETTINGS = { seed: 20270101, numRuns: 150 };

/** Whether two sums of the same numbers agree: to 1e-9 of the sum of their sizes. */
function agree(a: number, b: number, sizes: number): boolean {
  return (Number.isNaN(a) && Number.isNaN(b)) || Math.abs(a - b) <= 1e-9 * Math.max(sizes, 1e-300) || a === b;
}

test("[TO1] totals of rows that add: channels then periods = periods then channels", () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const slow = evaluateSlowly(plan);
      const last = plan.settings.periods - 1;
      for (const row of slow.lowered.rows) {
        if (row.total.kind !== "sum") continue;
        const lines = slow.linesOf(row);
        if (lines.length === 0) continue;
        const total = slow.total({ row: row.row, channel: null, from: 0, to: last });
        const first = row.total.stock ? last : 0;
        let [byLine, byPeriod, sizes] = [0, 0, 0];
        for (const line of lines) {
          byLine += slow.total({ row: row.row, channel: line === "-" ? null : line, from: 0, to: last });
        }
        for (let t = first; t <= last; t++) {
          byPeriod += slow.total({ row: row.row, channel: null, from: t, to: t });
          for (const line of lines) sizes += Math.abs(slow.value(row.row, line, t));
        }
        expect(agree(total, byLine, sizes)).toBe(true);
        expect(agree(total, byPeriod, sizes)).toBe(true);
      }
    }),
    SETTINGS,
  );
});

test("[TO4] in every funnel the total column obeys the formulas", () => {
  fc.assert(
    fc.property(anyFunnelPlan, (plan) => {
      const slow = evaluateSlowly(plan);
      const last = plan.settings.periods - 1;
      const total = (row: string): number => slow.total({ row, channel: null, from: 0, to: last });
      const close = (a: number, b: number): void => expect(a / b).toBeCloseTo(1, 10);
      if (slow.rows.get("cPM")?.total.kind === "mean")
        close((total("spend") / total("cPM")) * 1000, total("impressions"));
      close(total("impressions") * total("cTR"), total("visitors"));
      close(total("visitors") * total("visitorToDemo"), total("demos"));
      const due = sumOver(slow, (line, t) =>
        slow.value("unitsSold", line, t) === 0
          ? 0
          : slow.value("unitsSold", line, t) / slow.value("demoToSale", line, t),
      );
      if (due > 0) close(due * total("demoToSale"), total("unitsSold"));
      if (due > 0) close(total("spend") / total("cAC"), total("unitsSold"));
      if (due > 0) close(total("unitsSold") * total("price"), total("revenue"));
    }),
    SETTINGS,
  );
});

function sumOver(slow: SlowEvaluator, cell: (line: LineId, t: number) => number): number {
  let sum = 0;
  for (const line of slow.lowered.channels)
    for (let t = 0; t < slow.lowered.periods; t++) sum += cell(line, t);
  return sum;
}

test("[TO5] a rate that is the same everywhere has exactly that total, whatever its weights", () => {
  const any = fc.tuple(
    fc.double({ min: 0.001, max: 0.999, noNaN: true }),
    fc.array(fc.nat(500), { minLength: 6, maxLength: 6 }),
  );
  fc.assert(
    fc.property(any, ([rate, visitors]) => {
      const plan = buildPlan({
        channels: ["A", "B"],
        rows: [
          { name: "Visitors", values: { in: { A: visitors.slice(0, 3), B: visitors.slice(3) } } },
          { name: "Rate", unit: "rate", values: rate },
          { name: "Demos", formula: "Visitors * Rate" },
        ],
      });
      expect(evaluateSlowly(plan).total({ row: "rate", channel: null, from: 0, to: 2 })).toBe(rate);
    }),
    SETTINGS,
  );
});

test("[DL6] LAG loses nothing: what came out and is in the pipeline = what went in and was in it before", () => {
  const any = fc.record({
    before: fc.array(fc.nat(100), { maxLength: 4 }),
    inside: fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }),
    weights: fc.array(fc.nat(10), { minLength: 1, maxLength: 5 }).filter((list) => list.some((w) => w > 0)),
    typed: fc.array(fc.array(fc.nat(10), { minLength: 3, maxLength: 3 }), { minLength: 9, maxLength: 9 }),
    asRows: fc.boolean(),
  });
  fc.assert(
    fc.property(any, ({ before, inside, weights, typed, asRows }) => {
      const sum = weights.reduce((a, b) => a + b, 0);
      // Weights as rows may differ by period; each period's add up to 1.
      const share = (t: number, a: number): number => {
        const list = (typed[t] ?? [1, 0, 0]).map((w) => w + 1);
        return (list[a] ?? 0) / list.reduce((x, y) => x + y, 0);
      };
      const rows = ["Wa", "Wb", "Wc"].map((name, a) => ({
        name,
        unit: "rate" as const,
        scope: "plan" as const,
        values: inside.map((_, t) => share(t, a)),
      }));
      const formula = asRows
        ? "LAG(In, Wa, Wb, Wc)"
        : `LAG(In, ${weights.map((w) => `${w}/${sum}`).join(", ")})`;
      const plan = buildPlan({
        periods: inside.length,
        rows: [{ name: "In", values: inside, history: before }, ...rows, { name: "Out", formula }],
      });
      const slow = evaluateSlowly(plan);
      const cameOut = slow.total({ row: "out", channel: null, from: 0, to: inside.length - 1 });
      const wentIn = inside.reduce((a, b) => a + b, 0);
      const left = cameOut + pipelineOf(plan, "out");
      const had = wentIn + pipelineBefore(plan, "out");
      expect(agree(left, had, wentIn + 500)).toBe(true);
    }),
    SETTINGS,
  );
});

test("[EV6] lowering depends on no number: where it is not needed again it comes out the same", () => {
  fc.assert(
    fc.property(anyPlan, fc.oneof(anyCellEdit, anyEdit), (plan, edit) => {
      const next = applyChange(plan, edit(plan));
      if (!needsLowering(plan, next)) expect(lowerPlan(next)).toEqual(lowerPlan(plan));
    }),
    SETTINGS,
  );
});

test("[ER3] every error of a cell or a total has a cause that is told", () => {
  fc.assert(
    fc.property(fc.oneof(anyPlan, anyFaultyPlan), (plan) => {
      const slow = evaluateSlowly(plan);
      const last = plan.settings.periods - 1;
      for (const row of slow.lowered.rows) {
        for (const line of slow.linesOf(row)) {
          for (let t = 0; t <= last; t++) {
            if (Number.isFinite(slow.value(row.row, line, t))) continue;
            const found = diagnose(plan, { row: row.row, line, t }, String, slow);
            expect(found?.text.length, `${row.row} ${line} ${t}`).toBeGreaterThan(0);
            expect(found?.chain[0]).toEqual({ row: row.row, line, t });
          }
        }
        const hasTotal = row.total.kind !== "none" && slow.linesOf(row).length > 0;
        if (row.total.kind !== "sum" || !hasTotal) continue;
        const q = { row: row.row, channel: null, from: 0, to: last };
        if (!Number.isFinite(slow.total(q))) expect(diagnose(plan, q, String, slow)).not.toBeNull();
      }
    }),
    SETTINGS,
  );
});
