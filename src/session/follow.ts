import { applyChange, differencesAsChange, parseAddress } from "../core/index.ts";
import type { ChangeEntry, Formula, Plan, RowId, Scenario, ScenarioId } from "../core/index.ts";

/** A scenario's differences, sorted once: those of a row's cells by row, and all others. */
interface Sorted {
  readonly ofCells: ReadonlyMap<RowId, readonly ChangeEntry[]>;
  readonly others: readonly ChangeEntry[];
}

const sorted = new WeakMap<Scenario, Sorted>();

interface Made {
  readonly document: Plan;
  readonly scenario: Scenario;
  readonly plan: Plan;
}

/**
 * Plans of scenarios, made again after each change of the document. [SC1]
 *
 * Invariants: `of` says what `planOfScenario` says; rows whose cells come from the same base by the same
 * differences as in the plan made before are the very same objects, and so are formulas that are all as they
 * were. So who compares by identity, as the engine does, looks at what the change touched and no more.
 */
export class ScenarioPlans {
  readonly #made = new Map<ScenarioId, Made>();

  of(document: Plan, id: ScenarioId | null): Plan {
    const scenario = id === null ? undefined : document.scenarios.get(id);
    if (id === null || scenario === undefined) return document;
    const before = this.#made.get(id);
    if (before?.document === document) return before.plan;
    const plan = makePlan(document, scenario, before);
    this.#made.set(id, { document, scenario, plan });
    return plan;
  }

  /** Forgets a scenario: the next plan of it is made from nothing. */
  forget(id: ScenarioId | null): void {
    if (id !== null) this.#made.delete(id);
  }
}

function makePlan(document: Plan, scenario: Scenario, before: Made | undefined): Plan {
  const { ofCells, others } = sort(scenario);
  if (before === undefined) return applyChange(document, [...others, ...[...ofCells.values()].flat()]);
  const isSame = (row: RowId): boolean =>
    before.scenario === scenario && before.document.cells.get(row) === document.cells.get(row);
  const touched = [...ofCells].filter(([row]) => !isSame(row)).flatMap(([, entries]) => entries);
  const made = applyChange(document, [...others, ...touched]);
  return {
    ...made,
    cells: withRows(made.cells, [...ofCells.keys()].filter(isSame), before.plan.cells),
    formulas: isSameMap(made.formulas, before.plan.formulas) ? before.plan.formulas : made.formulas,
  };
}

/** A map with some rows as another one has them. */
function withRows(cells: Plan["cells"], rows: readonly RowId[], from: Plan["cells"]): Plan["cells"] {
  if (rows.length === 0) return cells;
  const next = new Map(cells);
  for (const row of rows) {
    const own = from.get(row);
    if (own !== undefined) next.set(row, own);
  }
  return next;
}

function isSameMap(a: ReadonlyMap<string, Formula>, b: ReadonlyMap<string, Formula>): boolean {
  return a === b || (a.size === b.size && [...a].every(([key, formula]) => b.get(key) === formula));
}

/** Differences of cells do not touch each other from row to row, and nothing that others touch: each row is alone. */
function sort(scenario: Scenario): Sorted {
  const known = sorted.get(scenario);
  if (known !== undefined) return known;
  const ofCells = new Map<RowId, ChangeEntry[]>();
  const others: ChangeEntry[] = [];
  for (const entry of differencesAsChange(scenario)) {
    const parsed = parseAddress(entry[0]);
    if (parsed?.kind !== "cell" && parsed?.kind !== "cells") others.push(entry);
    else {
      const own = ofCells.get(parsed.row) ?? [];
      own.push(entry);
      ofCells.set(parsed.row, own);
    }
  }
  const made = { ofCells, others };
  sorted.set(scenario, made);
  return made;
}
