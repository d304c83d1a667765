import type { Column, Layout } from "./layout.ts";

/** Pixels: an average character of the sheet's 13 px type, bold figures among them, and what stands around it. */
const CHARACTER = 7.7;
/** Totals are bold, and one that folds has its arrow. */
const BOLD_CHARACTER = 8.6;
const NAME_CHARACTER = 7.1;
const FORMULA_CHARACTER = 6.5;
const PADDING = 24;
/** A name also has its arrow or its channel's indent. */
const NAME_PADDING = 34;

const LIMITS = {
  name: { least: 150, most: 260 },
  narrowName: { least: 120, most: 150 },
  owner: { least: 64, most: 120 },
  number: { least: 76, most: 220 },
} as const;

/** The names of a sheet take what they can use of a wide screen, up to here. */
const WIDEST_NAME = 330;

/** The longest text of each column, in characters; numbers, owners and names alike. */
export type Lengths = ReadonlyMap<string, number>;

/** What a column needs to show its longest text, in CSS pixels. */
export function neededWidth(column: Column, length: number, narrow: boolean): number {
  const clamp = (width: number, { least, most }: { readonly least: number; readonly most: number }): number =>
    Math.round(Math.min(most, Math.max(least, width)));
  if (column.kind === "name") {
    return clamp(length * NAME_CHARACTER + NAME_PADDING, narrow ? LIMITS.narrowName : LIMITS.name);
  }
  if (column.kind === "owner") return clamp(length * 6.4 + 34, LIMITS.owner);
  const isTotal = column.kind === "total" || column.kind === "group";
  return clamp(length * (isTotal ? BOLD_CHARACTER : CHARACTER) + PADDING, LIMITS.number);
}

/**
 * Widths of the columns in CSS pixels: what somebody dragged stands; the others take what their content needs,
 * periods all the same, and share what is left of `available` between them.
 *
 * A narrow screen shares nothing out: it scrolls.
 */
export function layoutWidths(
  columns: readonly Column[],
  lengths: Lengths,
  dragged: Readonly<Record<string, number>>,
  available: number,
  narrow: boolean,
): number[] {
  const longest = (kind: Column["kind"]): number =>
    Math.max(0, ...columns.map((column) => (column.kind === kind ? (lengths.get(column.key) ?? 0) : 0)));
  const widths = columns.map((column) => {
    const own = dragged[column.key];
    if (own !== undefined) return own;
    const even = column.kind === "period" || column.kind === "channel";
    return neededWidth(column, even ? longest(column.kind) : (lengths.get(column.key) ?? 0), narrow);
  });
  let left = Math.floor(available) - widths.reduce((sum, width) => sum + width, 0);
  if (left <= 0 || narrow) return widths;
  const free = columns.flatMap((column, i) => (dragged[column.key] === undefined ? [i] : []));
  const name = free.find((i) => columns[i]?.kind === "name");
  if (name !== undefined) {
    const extra = Math.min(left, Math.max(0, WIDEST_NAME - (widths[name] ?? 0)), Math.round(left / 4));
    widths[name] = (widths[name] ?? 0) + extra;
    left -= extra;
  }
  const numbers = free.filter((i) => columns[i]?.kind !== "name" && columns[i]?.kind !== "owner");
  numbers.forEach((i, n) => {
    const share = Math.floor(left / (numbers.length - n));
    widths[i] = (widths[i] ?? 0) + share;
    left -= share;
  });
  return widths;
}

/**
 * How many columns stay when the sheet scrolls sideways: none where all fit; only the name where the others
 * would leave little to scroll.
 */
export function frozenColumns(layout: Layout, widths: readonly number[], available: number): number {
  const sum = (count: number): number => widths.slice(0, count).reduce((total, width) => total + width, 0);
  if (sum(widths.length) <= available) return 0;
  return sum(layout.frozen) <= available * 0.6 ? layout.frozen : 1;
}

/** Whether a name, and a formula behind it if there is one, fit into a line. */
export function hasRoomFor(name: string, formula: string, width: number): boolean {
  const behind = formula === "" ? 0 : formula.length * FORMULA_CHARACTER + 8;
  return name.length * NAME_CHARACTER + NAME_PADDING - 10 + behind <= width;
}
