import { foundingPlan } from "../../src/core/templates/founding.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { readPlan } from "../../src/csv/read.ts";
import type { PlanRead, ReadOptions } from "../../src/csv/read.ts";
import { NO_RESULTS } from "../../src/csv/results.ts";
import type { PlanResults } from "../../src/csv/results.ts";
import { writePlan } from "../../src/csv/write.ts";
import { countingIds } from "./rich.ts";

export const FOUNDING = foundingPlan();

/** The founding example's own text, LF and without a mark, so that lines can be found in it. */
export function foundingText(results: PlanResults = NO_RESULTS): string {
  return writePlan(FOUNDING, results, { delimiter: ",", decimal: ".", bom: false }).replaceAll("\r\n", "\n");
}

export function read(file: string | Uint8Array, more: Partial<ReadOptions> = {}): PlanRead {
  const reading = readPlan(file, { newId: countingIds(), ...more });
  if (reading.outcome !== "plan") throw new Error(`${reading.outcome}: ${reading.why.text}`);
  return reading;
}

/** The text with one thing replaced that must be there. */
export function swap(text: string, what: string | RegExp, by: string): string {
  const swapped = text.replace(what, by);
  if (swapped === text) throw new Error(`There is no ${String(what)}`);
  return swapped;
}

/** The line of a text that holds something, from 1. */
export function lineWith(text: string, what: string): number {
  const line = text.split("\n").findIndex((one) => one.includes(what)) + 1;
  if (line === 0) throw new Error(`There is no ${what}`);
  return line;
}

/** Spend and units of the founding example, computed as far as the tests look: units are spend ÷ 150. */
export function foundingResults(plan: Plan): PlanResults {
  const spend = (t: number): number => plan.cells.get("spend")?.get("paid-search")?.values[t] ?? NaN;
  const total = (): number => [0, 1, 2].reduce((sum, t) => sum + spend(t), 0);
  return {
    value: (row, _line, t) => (row === "units-sold" ? spend(t) / 150 : row === "spend" ? spend(t) : NaN),
    total: (row) => (row === "units-sold" ? total() / 150 : row === "spend" ? total() : NaN),
    leverValue: (row, _line, t) => (row === "spend" ? spend(t) : null),
  };
}
