import { historyMessages as words } from "../../core/index.ts";
import type { Plan, PlanChange, Row, RowId } from "../../core/index.ts";

/** Names of what changes, wherever they are known. */
export class NameBook {
  readonly plans: readonly Plan[];
  readonly #found = new Map<string, string>();

  constructor(change: PlanChange, plans: readonly Plan[]) {
    this.plans = plans;
    for (const [address, before, after] of change) {
      const value = after ?? before;
      if (typeof value === "object" && value !== null && "name" in value && typeof value.name === "string")
        this.#found.set(address, value.name);
    }
  }

  /** The plan that knows a row; the first one where none does. */
  planOf(row: RowId): Plan | undefined {
    return this.plans.find((plan) => plan.rows.has(row)) ?? this.plans[0];
  }

  rowRecord(row: RowId): Row | undefined {
    return this.planOf(row)?.rows.get(row);
  }

  row(row: RowId): string {
    return this.rowRecord(row)?.name ?? this.#found.get(`row/${row}`) ?? words.deletedRow();
  }

  of(kind: "channel" | "section" | "scenario", id: string): string {
    const maps = { channel: "channels", section: "sections", scenario: "scenarios" } as const;
    for (const plan of this.plans) {
      const name = plan[maps[kind]].get(id)?.name;
      if (name !== undefined) return name;
    }
    return (
      this.#found.get(`${kind}/${id}`) ??
      (kind === "scenario" ? words.deletedScenario() : words.deletedChannel())
    );
  }
}
