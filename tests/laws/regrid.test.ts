import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "../../src/core/engine/engine.ts";
import { regridPlan } from "../../src/core/engine/regrid.ts";
import { coverageOf } from "../../src/core/plan/coverage.ts";
import { startOrdinal, typedCell } from "../../src/core/plan/plan.ts";
import type { PeriodLength } from "../../src/core/plan/period.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { solvePlan } from "../../src/core/solve/solve.ts";
import { buildPlan } from "../build.ts";
import { anyPlan } from "./plans.ts";

const LENGTHS: readonly PeriodLength[] = ["month", "quarter", "week", "year"];

function totalsOf(plan: Plan): Map<string, number> {
  const engine = createEngine(plan);
  solvePlan(engine);
  return new Map(
    engine.rows.map((row) => [row, engine.total({ row, channel: null, from: 0, to: engine.periods - 1 })]),
  );
}

/** Funnels without delays, typed at random, some cells left empty. */
const anyFunnel = fc
  .record({
    periods: fc.integer({ min: 1, max: 14 }),
    start: fc.constantFrom("2027-M01", "2027-M02", "2026-M12"),
    seed: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 28, maxLength: 28 }),
    channels: fc.constantFrom<readonly string[]>(["A"], ["A", "B"]),
  })
  .map(({ periods, start, seed, channels }) => {
    const typed = (offset: number, scale: number): { in: Record<string, number[]> } => ({
      in: Object.fromEntries(
        channels.map((channel, c) => [
          channel,
          Array.from({ length: periods }, (_, t) => ((seed[(offset + c * 5 + t) % 28] ?? 0) + 1) * scale),
        ]),
      ),
    });
    return buildPlan({
      periods,
      start,
      channels,
      rows: [
        { name: "Spend", unit: "money", values: typed(0, 10) },
        { name: "CPC", unit: "moneyPerCount", values: typed(3, 0.01) },
        { name: "Visitors", formula: "Spend / CPC" },
        { name: "Rate", unit: "rate", values: typed(7, 0.0009) },
        { name: "Demos", formula: "Visitors * Rate" },
        { name: "Cost per demo", unit: "moneyPerCount", formula: "Spend / Demos" },
        { name: "Staff", unit: "people", measure: "stock", values: typed(11, 1) },
      ],
    });
  });

test("[RG2] [RG4] months gathered into quarters and years keep every total", () => {
  fc.assert(
    fc.property(anyFunnel, fc.constantFrom<PeriodLength>("quarter", "year"), (plan, length) => {
      const made = regridPlan(plan, length, []).plan;
      const after = totalsOf(made);
      for (const [row, total] of totalsOf(plan)) {
        const slack = 1e-9 * Math.max(Math.abs(total), 1e-9);
        expect(Math.abs((after.get(row) ?? NaN) - total), row).toBeLessThanOrEqual(slack);
      }
    }),
    { seed: 5, numRuns: 60 },
  );
});

test("[RG2] split, then added, gives back: counts, money, rates and stocks", () => {
  fc.assert(
    fc.property(anyFunnel, (plan) => {
      const quarters = regridPlan(plan, "quarter", []).plan;
      const back = regridPlan(regridPlan(quarters, "month", []).plan, "quarter", []).plan;
      expect(back.settings).toEqual(quarters.settings);
      for (const [row, lines] of quarters.cells) {
        for (const [line, series] of lines) {
          series.values.forEach((value, i) => {
            const now = typedCell(back, row, line, series.first + i);
            if (Number.isNaN(value)) expect(now).toBeNull();
            else expect(Number(now)).toBeCloseTo(value, 6);
          });
        }
      }
    }),
    { seed: 6, numRuns: 60 },
  );
});

test("[RG1] any plan, to any length and back: what adds keeps its typed sum, nothing throws", () => {
  fc.assert(
    fc.property(anyPlan, fc.constantFrom(...LENGTHS), (plan, length) => {
      const { plan: made } = regridPlan(plan, length, []);
      expect(made.settings.periodLength).toBe(length);
      const start = startOrdinal(plan.settings);
      const covered = coverageOf(plan.settings.periodLength, start, length)[0]?.ordinal;
      expect(startOrdinal(made.settings)).toBe(covered);
      createEngine(made);
      for (const [id, row] of plan.rows) {
        if (row.unit !== "count" || plan.formulas.has(id) || row.measure !== "auto" || row.totalBy !== "auto")
          continue;
        const isFormula = [...(plan.cells.get(id)?.values() ?? [])].some((series) => series.details.size > 0);
        const hasOwn = [...plan.formulas.keys()].some((key) => key.startsWith(`${id}/`));
        if (isFormula || hasOwn) continue;
        const sum = (each: Plan): number => {
          const engine = createEngine(each);
          return engine.total({ row: id, channel: null, from: 0, to: engine.periods - 1 });
        };
        expect(sum(made)).toBeCloseTo(sum(plan), 6);
      }
    }),
    { seed: 8, numRuns: 60 },
  );
});
