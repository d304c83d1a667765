import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "../../src/core/engine/engine.ts";
import type { Quantity } from "../../src/core/engine/quantity.ts";
import { explainDifference } from "../../src/core/insight/explain.ts";
import type { Explanation } from "../../src/core/insight/explanation.ts";
import { groupParts } from "../../src/core/insight/group.ts";
import { gaussRule } from "../../src/core/insight/quadrature.ts";
import { cellAddress } from "../../src/core/plan/address.ts";
import { applyChange, changeTo } from "../../src/core/plan/change.ts";
import {
  formulaOf,
  linesOf,
  orderedIds,
  periodKeyAt,
  rowsInOrder,
  startOrdinal,
  typedCell,
} from "../../src/core/plan/plan.ts";
import type { AddressValue, Plan } from "../../src/core/plan/plan.ts";
import { numberOf } from "../../src/core/plan/cell.ts";
import { solvePlan } from "../../src/core/solve/solve.ts";
import { buildPlan } from "../build.ts";
import { anyGoals } from "./goals.ts";
import { anyEdit, anyFunnelPlan, anyPlan } from "./plans.ts";
import { Dice } from "./trees.ts";

// Rules [XP*]: src/core/SPEC.md.

/** A second plan: one to six cells typed anew, over formulas too where wanted. */
function edited(plan: Plan, dice: Dice, overrides: boolean): Plan {
  const wanted: [string, AddressValue][] = [];
  for (let n = 1 + dice.below(6); n > 0; n--) {
    const id = dice.pick(rowsInOrder(plan));
    const row = plan.rows.get(id);
    if (row === undefined) continue;
    const line = dice.pick(linesOf(plan, row));
    if (!overrides && formulaOf(plan, id, line) !== undefined) continue;
    const t = dice.chance(0.1) ? -1 : dice.below(plan.settings.periods);
    const key = periodKeyAt(plan.settings, t);
    wanted.push([cellAddress(id, row.scope === "plan" ? null : line, key), dice.value(row.unit, row.per)]);
  }
  return applyChange(plan, changeTo(plan, wanted));
}

/** A quantity that differs where there is one. */
function anyQuantity(a: Plan, b: Plan, dice: Dice): Quantity {
  const [x, y] = [createEngine(a), createEngine(b)];
  solvePlan(x);
  solvePlan(y);
  const last = a.settings.periods - 1;
  const whole = (row: string): Quantity => ({ row, channel: null, from: 0, to: last });
  const moved = rowsInOrder(a).filter(
    (row) => b.rows.has(row) && x.total(whole(row)) !== y.total(whole(row)),
  );
  const row = dice.pick(moved.length > 0 ? moved : rowsInOrder(a));
  const from = dice.below(last + 1);
  const isWide = a.rows.get(row)?.scope === "plan";
  const channel = isWide || dice.chance(0.6) ? null : dice.pick(orderedIds(a.channels));
  return { row, channel, from, to: from + dice.below(last + 1 - from) };
}

function scaleOf({ parts }: Explanation): number {
  return parts.reduce((sum, part) => sum + Math.abs(part.value), 0);
}

function sumOf({ parts, steps }: Explanation): number {
  return parts.reduce((sum, part) => sum + part.value, 0) + (steps?.value ?? 0);
}

/** Dust of floating point is relative to the quantity itself. */
function dustOf({ from, to }: Explanation): number {
  return 1e-12 * (Math.abs(from) + Math.abs(to));
}

function expectExact(found: Explanation): void {
  const slack = 1e-9 * scaleOf(found) + dustOf(found);
  expect(Math.abs(sumOf(found) - found.difference)).toBeLessThanOrEqual(slack);
  expect(found.convergence.moved).toBeLessThanOrEqual(1e-9);
}

/** Part by what it is of. */
function keyed({ parts }: Explanation): Map<string, number> {
  return new Map(
    parts.map(({ kind, row, channel, goal, from, value }) => [
      [kind, row, channel, goal, from].join(" "),
      value,
    ]),
  );
}

const kinds = fc.constantFrom("cells", "overrides", "formulas" as const);

function sides(plan: Plan, seed: number, kind: string, edit: (plan: Plan) => Plan): [Plan, Plan, Quantity] {
  const dice = new Dice(seed);
  let b = edited(plan, dice, kind !== "cells");
  if (kind === "formulas") b = edit(b);
  return [plan, b, anyQuantity(plan, b, dice)];
}

test(
  "[XP1] [XP2] every part has settled and parts sum to the difference; swapped, every sign turns",
  { timeout: 60000 },
  () => {
    let [split, whole] = [0, 0];
    fc.assert(
      fc.property(anyPlan, fc.nat(0x7fffffff), kinds, anyEdit, (plan, seed, kind, edit) => {
        const [a, b, q] = sides(plan, seed, kind, (next) => applyChange(next, edit(next)));
        const found = explainDifference(a, b, q);
        whole++;
        if (!found.ok) return;
        split++;
        expectExact(found.value);
        const turned = explainDifference(b, a, q);
        if (!turned.ok) throw new Error(turned.error.code);
        expectExact(turned.value);
        const slack = 3e-9 * scaleOf(found.value) + dustOf(found.value);
        const mirrored = keyed(turned.value);
        for (const [key, value] of keyed(found.value)) {
          expect(Math.abs(value + (mirrored.get(key) ?? 0)), key).toBeLessThanOrEqual(slack);
        }
      }),
      { seed: 41, numRuns: 150 },
    );
    // The others are errors on a side, or of other periods.
    expect(split).toBeGreaterThan(0.4 * whole);
  },
);

test(
  "[XP6] with goals: what both hold is solved again, other levers count as assumptions; all sums are exact",
  { timeout: 60000 },
  () => {
    const readings = new Set<string>();
    fc.assert(
      fc.property(anyFunnelPlan, anyGoals(1), fc.nat(0x7fffffff), (funnel, withGoals, seed) => {
        const dice = new Dice(seed);
        const a = withGoals(funnel);
        const b = dice.chance(0.7) ? edited(a, dice, false) : { ...edited(a, dice, false), goals: new Map() };
        const q = anyQuantity(a, b, dice);
        const found = explainDifference(a, b, q);
        if (!found.ok) return;
        expectExact(found.value);
        readings.add(found.value.reading.levers);
      }),
      { seed: 42, numRuns: 80 },
    );
    expect([...readings].sort()).toEqual(["given", "none", "solved"]);
  },
);

test("[XP2] what is not touched gets no part, or 0", { timeout: 60000 }, () => {
  fc.assert(
    fc.property(anyPlan, fc.nat(0x7fffffff), (plan, seed) => {
      const [a, b, q] = sides(plan, seed, "cells", (next) => next);
      const found = explainDifference(a, b, q);
      if (!found.ok) return;
      const start = startOrdinal(a.settings);
      for (const part of found.value.parts) {
        part.values.forEach((value, i) => {
          const line = part.channel ?? "-";
          const [x, y] = [a, b].map((side) => typedCell(side, part.row ?? "", line, start + part.from + i));
          const isSame =
            x !== null && y !== null && x !== undefined && y !== undefined && numberOf(x) === numberOf(y);
          if (isSame && part.kind === "assumption") expect(value).toBe(0);
        });
      }
    }),
    { seed: 43, numRuns: 60 },
  );
});

test(
  "[XP7] renaming, and other orders of what does not weigh totals, change nothing",
  { timeout: 60000 },
  () => {
    fc.assert(
      fc.property(anyFunnelPlan, fc.nat(0x7fffffff), (plan, seed) => {
        const [a, b, q] = sides(plan, seed, "cells", (next) => next);
        const found = explainDifference(a, b, q);
        const renamed = (side: Plan): Plan => ({
          ...side,
          rows: new Map([...side.rows].reverse().map(([id, row]) => [id, { ...row, name: `New ${id}` }])),
          channels: new Map([...side.channels].reverse()),
          cells: new Map([...side.cells].reverse()),
          formulas: new Map([...side.formulas].reverse()),
        });
        const again = explainDifference(renamed(a), renamed(b), q);
        expect(again.ok).toBe(found.ok);
        if (found.ok && again.ok) expect(keyed(again.value)).toEqual(keyed(found.value));
      }),
      { seed: 44, numRuns: 40 },
    );
  },
);

/** f over subsets of factors at their second values; the Shapley value by its definition, over all orders. */
function bruteShapley(n: number, f: (second: ReadonlySet<number>) => number): number[] {
  const parts = Array.from({ length: n }, () => 0);
  let orders = 0;
  const walk = (left: readonly number[], made: ReadonlySet<number>, sofar: number): void => {
    if (left.length === 0) orders++;
    for (const i of left) {
      const next = new Set(made).add(i);
      const value = f(next);
      // Weighted by how many orders begin like this.
      parts[i] = (parts[i] ?? 0) + (value - sofar) * factorial(left.length - 1);
      walk(
        left.filter((j) => j !== i),
        next,
        value,
      );
    }
  };
  walk(Array.from({ length: n }, (_, i) => i), new Set(), f(new Set())); // prettier-ignore
  return parts.map((part) => part / orders);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

test(
  "[XP2] equals brute-force Shapley where each cell is a factor once, up to six rates",
  { timeout: 60000 },
  () => {
    const values = fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(values, (rates) => {
        const pairs = rates.map(([x, y]) => [x / 100, y / 100] as const);
        const make = (side: 0 | 1): Plan => productPlan([...(pairs.map((pair) => pair[side]))]); // prettier-ignore
        const q: Quantity = { row: "out", channel: null, from: 0, to: 0 };
        const found = explainDifference(make(0), make(1), q);
        if (!found.ok) throw new Error(found.error.code);
        const brute = bruteShapley(pairs.length, (second) =>
          pairs.reduce((product, [x, y], i) => product * (second.has(i) ? y : x), 1000),
        );
        const byRow = new Map(found.value.parts.map((part) => [part.row, part.value]));
        brute.forEach((part, i) => {
          expect(Math.abs((byRow.get(`r${i}`) ?? 0) - part)).toBeLessThanOrEqual(
            1e-9 * scaleOf(found.value) + 1e-12,
          );
        });
        const shapley = explainDifference(make(0), make(1), q, { method: "shapley" });
        if (!shapley.ok) throw new Error(shapley.error.code);
        for (const part of shapley.value.parts) {
          const i = Number(part.row?.slice(1));
          expect(Math.abs(part.value - (brute[i] ?? NaN))).toBeLessThanOrEqual(1e-9);
        }
      }),
      { seed: 45, numRuns: 40 },
    );
  },
);

function productPlan(rates: readonly number[]): Plan {
  return buildPlan({
    periods: 1,
    rows: [
      ...rates.map((rate, i) => ({ name: `R${i}`, unit: "rate" as const, values: rate })),
      { name: "Out", formula: `1000 * ${rates.map((_, i) => `[R${i}]`).join(" * ")}` },
    ],
  });
}

test(
  "[XP6] the solved form equals differences along the path, goals solved at each point",
  { timeout: 60000 },
  () => {
    let compared = 0;
    fc.assert(
      fc.property(anyFunnelPlan, fc.nat(0x7fffffff), (funnel, seed) => {
        const dice = new Dice(seed);
        const last = funnel.settings.periods - 1;
        const units: Quantity = { row: "unitsSold", channel: null, from: 0, to: last };
        const now = createEngine(funnel).total(units);
        const key = (t: number): string => periodKeyAt(funnel.settings, t);
        const lever = { row: "spend", channels: null, from: key(0), to: key(last), except: [] };
        const target = now * dice.decimal(0.6, 1.2);
        const goal = { ...units, from: key(0), to: key(last), target, lever, order: "i" };
        const a: Plan = { ...funnel, goals: new Map([["g", goal]]) };
        const b: Plan = {
          ...edited(funnel, dice, false),
          goals: new Map([["g", { ...goal, target: target * 1.05 }]]),
        };
        const q: Quantity = { row: "spend", channel: null, from: 0, to: last };
        const found = explainDifference(a, b, q);
        if (!found.ok || found.value.reading.levers !== "solved") return;
        compared++;
        expectExact(found.value);
        const slow = slowParts(a, b, q);
        const slack = 1e-5 * scaleOf(found.value) + 1e-6;
        for (const part of found.value.parts) {
          const wanted =
            slow.get(part.kind === "goal" ? "goal" : `${part.row ?? ""} ${part.channel ?? "-"}`) ?? 0;
          const own = found.value.parts
            .filter(
              ({ row, channel, kind }) => row === part.row && channel === part.channel && kind === part.kind,
            )
            .reduce((sum, { value }) => sum + value, 0);
          expect(Math.abs(own - wanted), `${part.row ?? ""} ${part.channel ?? ""}`).toBeLessThanOrEqual(
            slack,
          );
        }
      }),
      { seed: 46, numRuns: 20 },
    );
    expect(compared).toBeGreaterThan(10);
  },
);

/** The slow and obvious way: at each Gauss point a plan, every differing cell bumped up and down, solved anew. */
function slowParts(a: Plan, b: Plan, q: Quantity): Map<string, number> {
  const start = startOrdinal(a.settings);
  const cells: { address: string; key: string; x: number; y: number }[] = [];
  for (const [id, row] of a.rows) {
    for (const line of linesOf(a, row)) {
      for (let t = -1; t < a.settings.periods; t++) {
        const [v, w] = [typedCell(a, id, line, start + t), typedCell(b, id, line, start + t)];
        const [x, y] = [v === null ? 0 : numberOf(v), w === null ? 0 : numberOf(w)];
        const address = cellAddress(id, row.scope === "plan" ? null : line, periodKeyAt(a.settings, t));
        if (x !== y) cells.push({ address, key: `${id} ${line}`, x, y });
      }
    }
  }
  const goalA = a.goals.get("g");
  const goalB = b.goals.get("g");
  if (goalA === undefined || goalB === undefined) throw new Error("no goal");
  cells.push({ address: "goal/g/target", key: "goal", x: goalA.target, y: goalB.target });
  const engine = createEngine(a);
  const value = (values: readonly number[]): number => {
    engine.setFactors([]);
    engine.update(applyChange(a, changeTo(a, cells.map(({ address }, i) => [address, values[i] ?? 0])))); // prettier-ignore
    solvePlan(engine);
    return engine.total(q);
  };
  const parts = new Map<string, number>();
  // Graded towards the ends: a rate may go to a hundredth of itself.
  const borders = [0, 1e-3, 1e-2, 0.1, 0.5, 0.9, 0.99, 0.999, 1];
  const points = borders.slice(1).flatMap((to, i) => {
    const from = borders[i] ?? 0;
    return gaussRule(8).map(({ t, weight }) => ({ t: from + t * (to - from), weight: weight * (to - from) }));
  });
  for (const { t, weight } of points) {
    const point = cells.map(({ x, y }) => x + t * (y - x));
    cells.forEach(({ key, x, y }, i) => {
      const step = 1e-4 * Math.abs(point[i] ?? 0);
      const bumped = (by: number): number => value(point.map((one, j) => (i === j ? one + by : one)));
      const slope = (bumped(step) - bumped(-step)) / (2 * step);
      parts.set(key, (parts.get(key) ?? 0) + weight * slope * (y - x));
    });
  }
  return parts;
}

test("[XP10] groups add up to what the parts do", { timeout: 60000 }, () => {
  fc.assert(
    fc.property(anyFunnelPlan, fc.nat(0x7fffffff), (plan, seed) => {
      const [a, b, q] = sides(plan, seed, "overrides", (next) => next);
      const found = explainDifference(a, b, q);
      if (!found.ok) return;
      const total = found.value.parts.reduce((sum, part) => sum + part.value, 0);
      for (const by of ["row", "channel", "stage", "owner", "period"] as const) {
        const grouped = groupParts(found.value, a, b, by).reduce((sum, group) => sum + group.value, 0);
        expect(Math.abs(grouped - total)).toBeLessThanOrEqual(1e-9 * scaleOf(found.value));
      }
    }),
    { seed: 47, numRuns: 30 },
  );
});
