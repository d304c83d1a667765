import { cellAddress, formulaAddress, keyOfOrdinal, rowsIn } from "../../core/index.ts";
import type { Address, AddressValue, Plan, RowId, Tree } from "../../core/index.ts";

/** A formula of the plan: of a row, of a row in one channel, or of one cell. */
export interface FormulaPlace {
  readonly row: RowId;
  /** The channel or line; null for the row's own. */
  readonly line: string | null;
  readonly isCell: boolean;
  readonly address: Address;
  readonly tree: Tree;
  /** What stands at the address with another tree. */
  readonly with: (tree: Tree) => AddressValue;
}

/** Every formula that was read, of rows that are there; those of rows and channels first, then those of cells. */
export function formulaPlaces(plan: Plan): FormulaPlace[] {
  const places: FormulaPlace[] = [];
  for (const [key, formula] of plan.formulas) {
    const [row = "", channel] = key.split("/");
    if (formula.kind !== "tree" || !plan.rows.has(row)) continue;
    places.push({
      row,
      line: channel ?? null,
      isCell: false,
      address: formulaAddress(row, channel),
      tree: formula.tree,
      with: (tree) => ({ kind: "tree", tree }),
    });
  }
  for (const row of plan.rows.keys()) {
    for (const [line, series] of plan.cells.get(row) ?? []) {
      for (const [ordinal, detail] of series.details) {
        if (detail.formula?.kind !== "tree") continue;
        places.push({
          row,
          line,
          isCell: true,
          address: cellAddress(row, line, keyOfOrdinal(plan.settings.periodLength, ordinal)),
          tree: detail.formula.tree,
          with: (tree) => ({ value: NaN, formula: { kind: "tree", tree } }),
        });
      }
    }
  }
  return places;
}

/** The formulas of other rows that read a row. */
export function readersOf(plan: Plan, row: RowId): FormulaPlace[] {
  return formulaPlaces(plan).filter((place) => place.row !== row && rowsIn(place.tree).includes(row));
}

/** Rows whose formulas, or formulas of whose cells, read a row. */
export function usersOf(plan: Plan, row: RowId): RowId[] {
  return [...new Set(readersOf(plan, row).map((place) => place.row))];
}
