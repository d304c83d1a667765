import fc from "fast-check";
import { expect, test } from "vitest";
import { createEngine } from "../../src/core/engine/engine.ts";
import type { Engine } from "../../src/core/engine/engine.ts";
import type { Factor, Factors, Quantity } from "../../src/core/engine/quantity.ts";
import { evaluateSlowly } from "../../src/core/engine/reference.ts";
import { applyChange } from "../../src/core/plan/change.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { anyCellEdit, anyEdit, anyFaultyPlan, anyFunnelPlan, anyPlan } from "./plans.ts";
import { Dice } from "./trees.ts";

// Rules [EV1]–[EV12] and [GR1]–[GR3] are stated in src/core/SPEC.md, "Evaluation" and "Derivatives".

const anyPlanAtAll = fc.oneof(anyPlan, anyFaultyPlan, anyFunnelPlan);

/** Every cell of a plan, history included. */
function* cellsOf(engine: Engine): Generator<readonly [row: string, line: string, t: number]> {
  for (const { row, lines } of engine.lowered.rows) {
    for (const { line } of lines) {
      for (let t = -engine.history; t < engine.periods; t++) yield [row, line, t];
    }
  }
}

function anyQuantityOf(engine: Engine, dice: Dice): Quantity | null {
  if (engine.rows.length === 0) return null;
  const row = dice.pick(engine.rows);
  const from = dice.below(engine.periods);
  const isTotal = engine.channels.length === 0 || dice.chance(0.6);
  return {
    row,
    channel: isTotal ? null : dice.pick(engine.channels),
    from,
    to: from + dice.below(engine.periods - from),
  };
}

/** Factors on one or two rows that have assumption cells. */
function anyFactorsOf(engine: Engine, dice: Dice): Factors {
  const factors: Factor[] = [];
  for (let n = dice.below(3); n > 0 && engine.rows.length > 0; n--) {
    const row = dice.pick(engine.rows);
    if (factors.some((factor) => factor.row === row)) continue;
    const cells = [...cellsOf(engine)].flatMap(([id, line, t]) => {
      const kind = id === row && t >= 0 ? engine.kind(row, line, t) : "none";
      return (kind === "assumption" || kind === "empty") && dice.chance(0.7) ? [{ line, t }] : [];
    });
    const base = dice.chance(0.3) ? { base: cells.map(() => 1 + dice.below(5)) } : {};
    if (cells.length > 0) factors.push({ row, cells, k: dice.pick([0, 0.5, 1, 1.25, 3]), ...base });
  }
  return factors;
}

const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

function expectSame(engine: Engine, plan: Plan, factors: Factors): void {
  const slow = evaluateSlowly(plan, factors);
  for (const [row, line, t] of cellsOf(engine)) {
    // What is typed where the row does not apply is kept, but it is no value.
    const right = slow.applies(row, line) ? slow.value(row, line, t) : NaN;
    const fast = engine.value(row, line, t);
    if (!same(fast, right)) expect.fail(`${row}/${line}/${t}: ${fast} instead of ${right}`);
    expect(engine.kind(row, line, t)).toBe(slow.kind(row, line, t));
  }
}

test("[EV7] the fast evaluator gives the bits of the slow one", () => {
  fc.assert(
    fc.property(anyPlanAtAll, fc.nat(), (plan, seed) => {
      const engine = createEngine(plan);
      expectSame(engine, plan, []);
      const factors = anyFactorsOf(engine, new Dice(seed));
      engine.setFactors(factors);
      expectSame(engine, plan, factors);
    }),
    { seed: 1, numRuns: 150 },
  );
});

test("[EV7] totals are those of the slow evaluator, to the bit", () => {
  fc.assert(
    fc.property(anyPlanAtAll, fc.nat(), (plan, seed) => {
      const dice = new Dice(seed);
      const engine = createEngine(plan);
      const factors = anyFactorsOf(engine, dice);
      engine.setFactors(factors);
      const slow = evaluateSlowly(plan, factors);
      for (let n = 0; n < 12; n++) {
        const q = anyQuantityOf(engine, dice);
        if (q === null) return;
        const [fast, right] = [engine.total(q), slow.total(q)];
        if (!same(fast, right)) expect.fail(`${JSON.stringify(q)}: ${fast} instead of ${right}`);
      }
    }),
    { seed: 2, numRuns: 150 },
  );
});

/** Two engines hold the same bits in every cell. */
function expectSameBits(engine: Engine, fresh: Engine): void {
  expect(engine.rows).toEqual(fresh.rows);
  for (const [row, line, t] of cellsOf(fresh)) {
    const [kept, made] = [engine.value(row, line, t), fresh.value(row, line, t)];
    if (!Object.is(kept, made)) expect.fail(`${row}/${line}/${t}: ${kept} instead of ${made}`);
    expect(engine.kind(row, line, t)).toBe(fresh.kind(row, line, t));
  }
}

test("[EV8] whatever the edits and factors before, the bits are those of a new engine", () => {
  const anyStep = fc.record({
    edit: fc.oneof({ weight: 4, arbitrary: anyCellEdit }, { weight: 1, arbitrary: anyEdit }),
    seed: fc.nat(),
  });
  fc.assert(
    fc.property(anyPlanAtAll, fc.array(anyStep, { minLength: 1, maxLength: 8 }), (start, steps) => {
      let plan = start;
      const engine = createEngine(plan);
      for (const { edit, seed } of steps) {
        const dice = new Dice(seed);
        if (dice.chance(0.3)) engine.setFactors(anyFactorsOf(engine, dice));
        if (dice.chance(0.3)) {
          const factors = anyFactorsOf(engine, dice);
          engine.setFactors(factors);
          factors.forEach((_, i) => engine.setFactor(i, dice.pick([0, 0.75, 2])));
          const q = anyQuantityOf(engine, dice);
          if (q !== null) engine.total(q);
        }
        const change = edit(plan);
        plan = applyChange(plan, change);
        if (dice.chance(0.5)) engine.update(plan, change);
        else engine.update(plan);
        if (dice.chance(0.5)) engine.setFactors([]);
        const factors = anyFactorsOf(engine, dice);
        engine.setFactors(factors);
        const fresh = createEngine(plan);
        fresh.setFactors(factors);
        expectSameBits(engine, fresh);
      }
    }),
    { seed: 3, numRuns: 80 },
  );
});

test("[EV8] a cell that was set comes back to its plan", () => {
  fc.assert(
    fc.property(anyPlan, fc.nat(), (plan, seed) => {
      const dice = new Dice(seed);
      const engine = createEngine(plan);
      const cells = [...cellsOf(engine)].filter(([row, line]) => engine.applies(row, line));
      for (let n = 0; n < 3 && cells.length > 0; n++) {
        const [row, line, t] = dice.pick(cells);
        engine.setCell(row, line, t, dice.chance(0.3) ? NaN : dice.below(100) / 8);
      }
      engine.update({ ...plan });
      const fresh = createEngine(plan);
      for (const [row, line, t] of cellsOf(fresh)) {
        if (!Object.is(engine.value(row, line, t), fresh.value(row, line, t))) {
          expect.fail(
            `${row}/${line}/${t}: ${engine.value(row, line, t)} instead of ${fresh.value(row, line, t)}`,
          );
        }
      }
    }),
    { seed: 4, numRuns: 150 },
  );
});

/** Central difference of a quantity by one cell; null near a kink, a step or an error. */
function slopeBy(
  engine: Engine,
  q: Quantity,
  [row, line, t]: readonly [string, string, number],
  isEmpty: boolean,
): { readonly slope: number; readonly noise: number } | null {
  const x = engine.value(row, line, t) || 0;
  const h = 1e-4 * Math.max(1e-3, Math.abs(x));
  const at = (value: number): number => {
    engine.setCell(row, line, t, value);
    return engine.total(q);
  };
  const [y, up, down, upHalf, downHalf] = [at(x), at(x + h), at(x - h), at(x + h / 2), at(x - h / 2)];
  const tiny = (at(x + h / 1000) - at(x - h / 1000)) / (h / 500);
  engine.setCell(row, line, t, isEmpty ? NaN : x);
  const slope = (upHalf - downHalf) / h;
  const noise = (1e-12 * Math.max(Math.abs(y), Math.abs(up), Math.abs(down))) / h;
  const bend = Math.abs((up - y) / h - (y - down) / h);
  const drift = Math.abs(slope - (up - down) / (2 * h));
  // Smooth is: both sides agree up to curvature, and a smaller step changes little. Stairs (ROUND) are not: a
  // step that is large beside theirs sees a slope, a tiny one does not.
  if (!(Math.abs(tiny - slope) <= 1e-2 * Math.abs(slope) + 1000 * noise)) return null;
  if (!(bend <= 1e-2 * Math.abs(slope) + noise && drift <= 1e-5 * Math.abs(slope) + noise)) return null;
  return { slope, noise };
}

test("[GR1] one reverse sweep gives every derivative that central differences give", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.oneof(anyPlan, anyFunnelPlan), fc.nat(), (plan, seed) => {
      const dice = new Dice(seed);
      const engine = createEngine(plan);
      const q = anyQuantityOf(engine, dice);
      if (q === null || !Number.isFinite(engine.total(q))) return;
      const gradient = engine.gradient(q);
      for (const cell of cellsOf(engine)) {
        const [row, line, t] = cell;
        const kind = engine.kind(row, line, t);
        const { data, offset } = engine.values(row);
        const found = gradient.get(row)?.[offset(line) + t] ?? 0;
        if (kind === "computed" || kind === "formula" || kind === "none") {
          if (found !== 0) expect.fail(`${row}/${line}/${t} is ${kind} and has the slope ${found}`);
          continue;
        }
        if (Number.isNaN(data[offset(line) + t])) continue;
        const seen = slopeBy(engine, q, cell, kind === "empty");
        if (seen === null) continue;
        compared++;
        const isRight = (slope: number): boolean =>
          Math.abs(slope - seen.slope) <= 1e-4 * Math.abs(seen.slope) + 10 * seen.noise + 1e-12;
        if (isRight(found)) continue;
        // At one point alone another branch may be taken: IF(x = 2 * x, …) at 0. Then the slope beside it counts.
        const x = engine.value(row, line, t);
        engine.setCell(row, line, t, x + 1e-5 * Math.max(1e-3, Math.abs(x)));
        const beside = engine.gradient(q).get(row)?.[offset(line) + t] ?? 0;
        engine.setCell(row, line, t, kind === "empty" ? NaN : x);
        if (!isRight(beside)) {
          expect.fail(`${row}/${line}/${t} for ${JSON.stringify(q)}: ${found} instead of ${seen.slope}`);
        }
      }
    }),
    { seed: 5, numRuns: 120 },
  );
  expect(compared).toBeGreaterThan(1000);
});
