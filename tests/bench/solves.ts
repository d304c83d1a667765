import { applyChange, changeTo, solvePlan } from "../../src/core/index.ts";
import type { PlanChange } from "../../src/core/index.ts";
import { createEngine } from "../../src/core/engine/engine.ts";
import type { Engine } from "../../src/core/engine/engine.ts";
import { idOf } from "../build.ts";
import { GLOBALS, layoutOf, numbersOf, planOf, sheetOf, TOTALS, totalOf } from "./funnel.ts";
import type { Shape, Size } from "./funnel.ts";
import { race } from "./measure.ts";
import type { Figure } from "./report.ts";
import type { Rival, RivalSheet } from "./rival.ts";

/** How near a solution's value is to its target. */
const CLOSE = 1e-9;

const SOLVES: Readonly<Record<Shape, Readonly<Record<string, number>>>> = {
  linear: { S: 700, M: 900 },
  curved: { S: 250, M: 450 },
};
const DERIVATIVES: Readonly<Record<string, number>> = { S: 700, M: 3500 };

/** Workload C at one size: what demand gives these units, and what every input does to six outputs. */
export function raceSolves(size: Size, rival: Rival, say: (line: string) => void): Figure[] {
  return [
    raceSolve(size, "linear", rival, say),
    raceSolve(size, "curved", rival, say),
    ...raceDerivatives(size, rival, say),
  ];
}

/** The secant method on one cell of a sheet: demand, from where it stands. Returns what it comes to. */
function solveBySecant(sheet: RivalSheet, size: Size, from: number, target: number): number {
  const { bottom } = layoutOf(size);
  const demand = GLOBALS.indexOf("Demand");
  const missAt = (x: number): number => {
    sheet.set(bottom, demand, x);
    return sheet.read(bottom, GLOBALS.length) - target;
  };
  let x0 = from;
  let y0 = sheet.read(bottom, GLOBALS.length) - target;
  let x1 = from * 1.01;
  for (let step = 0; step < 100; step++) {
    const y1 = missAt(x1);
    if (Math.abs(y1) <= CLOSE * Math.abs(target)) return x1;
    const x2 = x1 - (y1 * (x1 - x0)) / (y1 - y0);
    x0 = x1;
    y0 = y1;
    x1 = x2;
  }
  throw new Error(`${size.name}: the secant found no demand for ${target} units`);
}

function raceSolve(size: Size, shape: Shape, rival: Rival, say: (line: string) => void): Figure {
  const units = totalOf(createEngine(planOf(size, shape)), 0);
  const targets = [units * 1.35, units * 1.2] as const;
  const engine = createEngine(planOf(size, shape, targets[1]));
  solvePlan(engine);
  const sheet = rival.open(sheetOf(size, numbersOf(size), shape));
  let demand = solveBySecant(sheet, size, numbersOf(size).globals.Demand, targets[1]);

  /** As the app does when a target is typed: a change of the plan, then all goals solved. */
  const solveOurs = (i: number): void => {
    const change: PlanChange = changeTo(engine.plan, [["goal/g1/target", targets[i % 2 === 0 ? 0 : 1]]]);
    engine.update(applyChange(engine.plan, change), change);
    const state = solvePlan(engine).goals.get("g1");
    engine.value("allProfit", "-", 0); // any cell: before it answers, all cells are at the solution
    if (state?.status !== "met")
      throw new Error(`${size.name}, ${shape}: the goal is ${state?.status ?? "gone"}`);
  };
  const solveTheirs = (i: number): void => {
    demand = solveBySecant(sheet, size, demand, targets[i % 2 === 0 ? 0 : 1]);
  };
  const { bottom } = layoutOf(size);
  for (const i of [0, 1] as const) {
    solveOurs(i);
    solveTheirs(i);
    const found = engine.value("demand", "-", 0);
    expectNear(totalOf(engine, 0), targets[i], CLOSE, `${size.name}, ${shape}: our units`);
    // Our demand in their sheet gives the target as well.
    sheet.set(bottom, GLOBALS.indexOf("Demand"), found);
    expectNear(
      sheet.read(bottom, GLOBALS.length),
      targets[i],
      2 * CLOSE,
      `${size.name}, ${shape}: their units`,
    );
    expectNear(found, demand, 10 * CLOSE, `${size.name}, ${shape}: demand`);
    demand = found;
  }
  say(`C ${size.name}: the ${shape} goal is met by both, at the same demand.`);
  const [ours = NaN, theirs = NaN] = race([solveOurs, solveTheirs], { samples: 25 });
  sheet.close();
  const ratio = SOLVES[shape][size.name];
  return {
    part: "C",
    name: `solve, ${shape}`,
    size: size.name,
    unit: "ms",
    ours,
    rival: `${rival.name} + secant`,
    version: rival.version,
    theirs,
    target: ratio === undefined ? {} : { ratio },
  };
}

/** One typed number of the funnel: a cell of theirs, and the cells of ours that say the same. */
interface Input {
  readonly at: readonly [row: number, column: number];
  readonly value: number;
  readonly row: string;
  readonly line: string;
  readonly t: number;
  /** A number for the whole plan is typed in every month here. */
  readonly isGlobal: boolean;
}

function inputsOf(size: Size): Input[] {
  const { rowOf, bottom } = layoutOf(size);
  const numbers = numbersOf(size);
  const inputs: Input[] = [];
  const add = (name: string, values: readonly (readonly number[])[]): void => {
    values.forEach((months, c) =>
      months.forEach((value, t) => {
        const at = [(rowOf.get(name) ?? NaN) + c, t] as const;
        inputs.push({ at, value, row: idOf(name), line: idOf(`C${c + 1}`), t, isGlobal: false });
      }),
    );
  };
  add(
    "Base",
    numbers.base.map((value) => [value]),
  );
  add(
    "Rate 2",
    numbers.topRate.map((value) => [value]),
  );
  numbers.rates.forEach((rate, k) => add(`Rate ${k + 3}`, rate));
  add("Unit cost A", numbers.unitCostA);
  add("Unit cost B", numbers.unitCostB);
  GLOBALS.forEach((name, i) => {
    const at = [bottom, i] as const;
    inputs.push({ at, value: numbers.globals[name], row: idOf(name), line: "-", t: 0, isGlobal: true });
  });
  return inputs;
}

function readOutputs(sheet: RivalSheet, bottom: number): number[] {
  return TOTALS.map((_, i) => sheet.read(bottom, GLOBALS.length + i));
}

/** Differences on one side, as a person with a spreadsheet would; `h` relative to the input. */
function bump(sheet: RivalSheet, input: Input, bottom: number, base: readonly number[], h: number): number[] {
  const [row, column] = input.at;
  const step = (input.value || 1) * h;
  sheet.set(row, column, input.value + step);
  const slopes = readOutputs(sheet, bottom).map((y, i) => (y - (base[i] ?? NaN)) / step);
  sheet.set(row, column, input.value);
  return slopes;
}

function gradients(engine: Engine): ReadonlyMap<string, Float64Array>[] {
  return TOTALS.map((name) =>
    engine.gradient({ row: idOf(name), channel: null, from: 0, to: engine.periods - 1 }),
  );
}

function raceDerivatives(size: Size, rival: Rival, say: (line: string) => void): Figure[] {
  const engine = createEngine(planOf(size));
  const sheet = rival.open(sheetOf(size, numbersOf(size)));
  const { bottom } = layoutOf(size);
  const inputs = inputsOf(size);
  const base = readOutputs(sheet, bottom);
  checkDerivatives(size, engine, sheet, inputs, base);
  say(
    `C ${size.name}: derivatives of ${TOTALS.length} outputs by ${inputs.length} inputs agree with differences.`,
  );

  // The inputs are dealt into hands that are bumped in turn, so that the whole is measured without minutes of it.
  const hands = size.name === "S" ? 1 : 20;
  let hand = 0;
  const bumpHand = (): void => {
    for (let i = hand++ % hands; i < inputs.length; i += hands) {
      const input = inputs[i];
      if (input !== undefined) bump(sheet, input, bottom, base, 1e-6);
    }
  };
  const evaluate = (i: number): void => {
    const value = i % 2 === 0 ? 1.21 : 1.2;
    for (let t = 0; t < engine.periods; t++) engine.setCell("demand", "-", t, value);
    engine.value("demand", "-", 0); // any question has all cells computed
  };
  const units = { row: idOf("Units"), channel: null, from: 0, to: engine.periods - 1 };
  const second = createEngine(planOf(size));
  const [ours = NaN, theirs = NaN] = race([() => void gradients(engine), bumpHand], {
    samples: 20,
    warmUpMs: 60,
  });
  const [one = NaN, evaluation = NaN] = race([() => void second.gradient(units), evaluate]);
  sheet.close();
  const ratio = DERIVATIVES[size.name];
  return [
    {
      part: "C",
      name: "all derivatives",
      size: size.name,
      unit: "ms",
      ours,
      rival: `${rival.name}, bumping`,
      version: rival.version,
      theirs: theirs * hands,
      target: ratio === undefined ? {} : { ratio },
    },
    {
      part: "C",
      name: "one gradient, in evaluations",
      size: size.name,
      unit: "×",
      ours: one / evaluation,
      target: { ours: 3 },
    },
  ];
}

/**
 * Ours against central differences of theirs. These are no better than their step allows: 1e-5 of the largest
 * part that the output has from any input.
 */
function checkDerivatives(
  size: Size,
  engine: Engine,
  sheet: RivalSheet,
  inputs: readonly Input[],
  base: readonly number[],
): void {
  const { bottom } = layoutOf(size);
  const ours = gradients(engine);
  // Every tenth suffices where there are thousands.
  const step = inputs.length > 1000 ? 10 : 1;
  for (let i = 0; i < inputs.length; i += 1) {
    const input = inputs[i];
    if (input === undefined || (i % step !== 0 && !input.isGlobal)) continue;
    const up = bump(sheet, input, bottom, base, 1e-4);
    const down = bump(sheet, input, bottom, base, -1e-4);
    TOTALS.forEach((name, n) => {
      const slopes = ours[n]?.get(input.row);
      const { offset } = engine.values(input.row);
      const first = offset(input.line) + input.t;
      const months = input.isGlobal ? engine.periods : 1;
      let slope = 0;
      for (let t = 0; t < months; t++) slope += slopes?.[first + t] ?? 0;
      const their = ((up[n] ?? NaN) + (down[n] ?? NaN)) / 2;
      // As elasticities: how much of the output hangs on this input.
      const scale = Math.abs(input.value / (base[n] ?? NaN));
      const miss = Math.abs(slope - their) * scale;
      if (!(miss <= 1e-6)) {
        throw new Error(
          `${size.name}: ∂${name}/∂${input.row} ${input.line} ${input.t} is ${slope} here and ${their} there`,
        );
      }
    });
  }
}

function expectNear(found: number, wanted: number, tolerance: number, what: string): void {
  if (Math.abs(found - wanted) <= tolerance * Math.abs(wanted)) return;
  throw new Error(`${what} are ${found} and not ${wanted}`);
}
