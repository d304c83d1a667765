import { checkFormula } from "../../../src/core/formula/check.ts";
import { createEngine } from "../../../src/core/engine/engine.ts";
import { evaluateSlowly } from "../../../src/core/engine/reference.ts";
import { orderedIds } from "../../../src/core/plan/plan.ts";
import type { Plan } from "../../../src/core/plan/plan.ts";
import type { Quantity } from "../../../src/core/engine/quantity.ts";
import { buildPlan, idOf } from "../../build.ts";
import { agree } from "../rival.ts";
import type { Book } from "./book.ts";

/** Both of our engines. */
const ENGINES = [
  ["engine", createEngine],
  ["slow engine", evaluateSlowly],
] as const satisfies readonly [string, (plan: Plan) => Sums][];

interface Sums {
  value(row: string, line: string, t: number): number;
  total(q: Quantity): number;
}

export interface Comparison {
  /** Numbers compared, and those among them that are errors on both sides. */
  readonly compared: number;
  readonly errors: number;
  /** What differs, in words. */
  readonly differences: readonly string[];
}

/** Builds a workbook's plan and compares every cell and total with what the rival said, to 1e-9. */
export function compareBook(book: Book): Comparison {
  const plan = buildPlan(book.spec);
  const differences = faultsOf(plan).map((fault) => `book ${book.seed}, ${fault}`);
  const channels = orderedIds(plan.channels);
  let compared = 0;
  let errors = 0;
  for (const [name, create] of ENGINES) {
    const engine: Sums = create(plan);
    const compare = (ours: number, theirs: number | null, what: string): void => {
      compared++;
      if (theirs === null && Number.isNaN(ours)) errors++;
      if (agree(ours, theirs ?? NaN)) return;
      differences.push(`book ${book.seed}, ${name}: ${what} is ${ours}, should be ${theirs ?? "an error"}`);
    };
    for (const [row, lines] of Object.entries(book.wanted)) {
      const isWide = plan.rows.get(idOf(row))?.scope === "plan";
      lines.forEach((values, l) =>
        values.forEach((value, t) =>
          compare(engine.value(idOf(row), isWide ? "-" : (channels[l] ?? ""), t), value, `${row} ${l} ${t}`),
        ),
      );
    }
    for (const [row, value] of Object.entries(book.totals)) {
      const q = { row: idOf(row), channel: null, from: 0, to: plan.settings.periods - 1 };
      compare(engine.total(q), value, `total of ${row}`);
    }
  }
  return { compared, errors, differences };
}

/** Formulas that the checker refuses: a workbook has none. */
function faultsOf(plan: Plan): string[] {
  return [...plan.formulas].flatMap(([key, formula]) => {
    const [row = "", channel] = key.split("/");
    if (formula.kind !== "tree") return [];
    const checked = checkFormula(plan, row, channel ?? null, formula.tree);
    return checked.ok ? [] : [`formula of ${row} is refused: ${checked.error.text}`];
  });
}
