import type { Plan, RowId } from "../core/index.ts";
import type { Workbook } from "./workbook.ts";

/** Each row's total over the whole plan, kept for the plan they were last read of. */
export class Totals {
  #kept: { readonly plan: Plan; readonly totals: ReadonlyMap<RowId, number> } | null = null;

  /** The totals of the plan that is shown. After one edit they are the next one's before. */
  of({ plan, engine }: Workbook): ReadonlyMap<RowId, number> {
    if (this.#kept?.plan === plan) return this.#kept.totals;
    const to = plan.settings.periods - 1;
    const totals = new Map(
      engine.rows.map((row) => [row, engine.total({ row, channel: null, from: 0, to })]),
    );
    this.#kept = { plan, totals };
    return totals;
  }

  /** The rows whose totals are no longer what they were. */
  movedSince(before: ReadonlyMap<RowId, number>, book: Workbook): ReadonlySet<RowId> {
    const now = [...this.of(book)];
    return new Set(now.filter(([row, value]) => !Object.is(before.get(row), value)).map(([row]) => row));
  }
}
