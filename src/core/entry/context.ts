import type { Names } from "../formula/names.ts";
import type { entryMessages, entryNotices } from "../messages/entry.ts";
import type { CellValue } from "../plan/cell.ts";
import type { Tree } from "../plan/formula.ts";
import type { Unit } from "../plan/unit.ts";

/**
 * How the reader writes numbers. Core has no locale of its own: shell/format derives this from the reader's.
 * `group` is one of `,` `.` ` ` `'` or empty: every space and every apostrophe is read as the plain one.
 */
export interface LocaleNumbers {
  readonly decimal: "." | ",";
  readonly group: string;
  /** western: 12,345,678. indian: 1,23,45,678. */
  readonly grouping: "western" | "indian";
  readonly dateOrder: "dmy" | "mdy" | "ymd";
}

/** What has to be known of a cell to read what is typed into it. */
export interface EntryContext {
  readonly unit: Unit;
  readonly asPercent: boolean;
  /** 1000 for a cost per thousand. It is typed as it is shown: £30 means 30. [EN10] */
  readonly per: 1 | 1000;
  /** ISO 4217, the plan's. */
  readonly currency: string;
  readonly locale: LocaleNumbers;
  readonly names: Names;
  /** The row has no unit yet: what is typed gives it one. `unit` is then not looked at. [EN11] */
  readonly isNewRow?: boolean;
}

export interface EntryError {
  /** A name in the catalogue, messages/entry.ts or messages/formula.ts. */
  readonly code: string;
  /** What is wrong and what would be right. */
  readonly text: string;
  /** Where, in UTF-16 units of the text as it was typed. */
  readonly at?: number;
  readonly length?: number;
}

export type EntryMessage = keyof typeof entryMessages;

/** Said beside a number that was taken. */
export interface Notice {
  readonly code: keyof typeof entryNotices;
  readonly text: string;
}

/** One way to read an entry; `label` is how it would be typed without doubt. */
export interface Reading {
  readonly label: string;
  readonly value: CellValue;
}

export type Entry =
  | { readonly kind: "empty" }
  | {
      readonly kind: "value";
      readonly value: CellValue;
      /** What the text itself said: `5%` a rate, `£3` money. Always there for a new row. */
      readonly unit?: Unit;
      readonly notice?: Notice;
    }
  | { readonly kind: "formula"; readonly tree: Tree }
  /** Nothing is stored before one is taken; the likelier first. One reading alone waits for a yes. */
  | { readonly kind: "ask"; readonly readings: readonly Reading[]; readonly unit?: Unit }
  | { readonly kind: "error"; readonly error: EntryError };
