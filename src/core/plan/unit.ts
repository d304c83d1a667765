/**
 * Units are two exponents, money and count; people is a count that is shown otherwise. [UN1]
 */
export type Unit = "count" | "money" | "moneyPerCount" | "rate" | "number" | "people";

export const UNITS: readonly Unit[] = ["count", "money", "moneyPerCount", "rate", "number", "people"];

/** Exponents of money and of count. `{ money: 1, count: -1 }` is money per count. */
export interface Dimension {
  readonly money: number;
  readonly count: number;
}

const DIMENSIONS: Readonly<Record<Unit, Dimension>> = {
  count: { money: 0, count: 1 },
  people: { money: 0, count: 1 },
  money: { money: 1, count: 0 },
  moneyPerCount: { money: 1, count: -1 },
  rate: { money: 0, count: 0 },
  number: { money: 0, count: 0 },
};

/** The exponents of a unit. */
export function dimensionOf(unit: Unit): Dimension {
  return DIMENSIONS[unit];
}

/** Whether two dimensions are the same, so that their quantities may be added and compared. */
export function isSameDimension(a: Dimension, b: Dimension): boolean {
  return a.money === b.money && a.count === b.count;
}

/** The plain unit of a dimension; nothing where no unit has these exponents (money squared, say). */
export function unitOfDimension(dimension: Dimension): Unit | undefined {
  if (dimension.money === 0 && dimension.count === 0) return "number";
  return UNITS.find((unit) => isSameDimension(DIMENSIONS[unit], dimension));
}

/**
 * Whether a row of this unit *adds*: its total over channels is a sum, and over periods a sum (flow) or
 * the last (stock). Rates, unit costs and numbers do not add: their totals are ratios of totals. [UN2]
 */
export function isAdditive(unit: Unit): boolean {
  return unit === "count" || unit === "money" || unit === "people";
}
