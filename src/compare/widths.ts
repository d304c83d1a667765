import type { CompareColumn, CompareLine } from "./table.ts";

/** Widths of the comparison's columns, in pixels. */
export interface CompareWidths {
  readonly name: number;
  /** One a scenario. */
  readonly columns: readonly number[];
}

/** Pixels of a character at the table's 13 px, the wide ones among them; bold; of a difference's 11 px. */
const [CHAR, BOLD, SMALL] = [7.7, 8.3, 6.6];
/** Padding, border, the sign before a goal; the sign before a difference. */
const [AROUND, SIGN] = [36, 16];
const NAME = { least: 180, most: 300 } as const;
const COLUMN = { least: 92, most: 300 } as const;
/** Widths go in steps, so that a digit more seldom moves a column. */
const STEP = 12;

/**
 * How wide the columns have to be for what they hold, reckoned from the characters: the table is laid out fixed,
 * since a browser that measures every cell of it takes longer than all the rest of an edit.
 */
export function widthsOf(columns: readonly CompareColumn[], lines: readonly CompareLine[]): CompareWidths {
  const names = Math.max(0, ...lines.map(({ name }) => name.length));
  return {
    name: within(names * CHAR + 20, NAME),
    columns: columns.map(({ name }, c) => {
      const cells = lines.map(({ cells: own }) => own[c]).filter((cell) => cell !== undefined);
      const texts = cells.map(
        ({ text, delta, mark, isOwn }) =>
          text.length * (isOwn ? BOLD : CHAR) +
          (delta === "" ? 0 : (delta.length + 1) * SMALL + (mark === null ? 0 : SIGN)),
      );
      return within(Math.max(name.length * BOLD, ...texts) + AROUND, COLUMN);
    }),
  };
}

function within(width: number, { least, most }: { readonly least: number; readonly most: number }): number {
  return Math.min(most, Math.max(least, Math.ceil(width / STEP) * STEP));
}
