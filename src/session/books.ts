import type { Plan, ScenarioId } from "../core/index.ts";
import { ScenarioPlans } from "./follow.ts";
import { Workbook } from "./workbook.ts";

/**
 * Workbooks of the base and of scenarios that are not open, made when somebody asks and kept up with the document
 * from then on.
 *
 * Invariant: `of` gives a workbook of the document it was given, to the bit as a new one would be. [GO5]
 */
export class Books {
  readonly #books = new Map<ScenarioId | null, Workbook>();
  readonly #seen = new Map<ScenarioId | null, Plan>();
  readonly #plans = new ScenarioPlans();

  of(document: Plan, scenario: ScenarioId | null): Workbook {
    const known = this.#books.get(scenario);
    if (known !== undefined && this.#seen.get(scenario) === document) return known;
    const plan = this.#plans.of(document, scenario);
    const book = known ?? new Workbook(plan);
    book.show(plan);
    book.scenario = scenario === null ? null : (document.scenarios.get(scenario) ?? null);
    this.#books.set(scenario, book);
    this.#seen.set(scenario, document);
    return book;
  }

  /** Lets go of all but some: what is not shown need not follow. */
  keep(wanted: ReadonlySet<ScenarioId | null>): void {
    for (const id of [...this.#books.keys()]) {
      if (wanted.has(id)) continue;
      this.#books.delete(id);
      this.#seen.delete(id);
      this.#plans.forget(id);
    }
  }
}
