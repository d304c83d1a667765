import type { Engine } from "../engine/engine.ts";
import type { CellRef, Quantity } from "../engine/quantity.ts";
import type { insightCheckMessages } from "../messages/insight-check.ts";
import { rowsInOrder } from "../plan/plan.ts";
import type { Row } from "../plan/plan.ts";
import { findOverCapacity } from "./check-capacity.ts";
import { findMixedMargins, findWrongTraffic } from "./check-money.ts";
import { findBrokenChains, findContradictions, findOutside } from "./check-rates.ts";
import { findUnevenShares } from "./check-shares.ts";
import { findLargerStages } from "./check-stages.ts";

/** One thing that the sheet notices about itself. [CK1]–[CK8] */
export interface Finding {
  readonly code: keyof typeof insightCheckMessages;
  /** A whole sentence, with what to do. */
  readonly text: string;
  /** Where it is said: a cell, or a total. */
  readonly at: Quantity;
  /** Every cell that it concerns, for marks in the sheet; empty where it is about a total. */
  readonly cells: readonly CellRef[];
  /** `warning`: something contradicts something. `note`: worth a thought. */
  readonly severity: "warning" | "note";
}

/** How numbers and places are said to the reader. */
export interface Say {
  value(row: Row, value: number): string;
  /** "in March", "in Q1 2027, Paid search". */
  where(at: Quantity): string;
  list(items: readonly string[]): string;
}

/**
 * What does not fit together in a plan, in the order of the screen. One published funnel in seven has such a
 * mistake. The engine has to be at the plan's solution, and is left there.
 *
 * remedies  whether to work out what would lift a capacity: as much work as the list of levers.
 */
export function checkPlan(
  engine: Engine,
  say: Say,
  options: { readonly remedies?: boolean } = {},
): readonly Finding[] {
  const outside = findOutside(engine, say);
  const outsideRows = new Set(outside.map(({ at }) => at.row));
  const findings = [
    ...outside,
    ...findLargerStages(engine, say, outsideRows),
    ...findContradictions(engine, say),
    ...findBrokenChains(engine, say),
    ...findUnevenShares(engine, say),
    ...findMixedMargins(engine),
    ...findWrongTraffic(engine, say),
    ...findOverCapacity(engine, say, options.remedies !== false),
  ];
  const rank = new Map(rowsInOrder(engine.plan).map((row, i) => [row, i]));
  return findings.sort(
    (a, b) => (rank.get(a.at.row) ?? 0) - (rank.get(b.at.row) ?? 0) || a.at.from - b.at.from,
  );
}
