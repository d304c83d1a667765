import { entryMessages } from "../messages/entry.ts";
import type { CellValue } from "../plan/cell.ts";
import type { Unit } from "../plan/unit.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";
import type { EntryContext, EntryError, EntryMessage } from "./context.ts";
import { readNumber } from "./number.ts";
import { writeAmount, writeNumber } from "./write.ts";
import type { WriteOptions } from "./write.ts";

/** A piece of the plain text that should be a number. */
export interface Piece {
  readonly text: string;
  readonly start: number;
}

/** What the typed numbers are of. For a new row the text itself says it. */
export interface Meaning {
  readonly unit: Unit;
  readonly isPercent: boolean;
  readonly write: WriteOptions;
}

/** A shape of entry: its numbers, and what they make (or why they cannot). */
export interface Shape {
  readonly pieces: readonly Piece[];
  /** Counts, whatever the row's unit: the two numbers of an evidence. */
  readonly asCounts?: boolean;
  /** Could be something else too: even a single reading waits for a yes. */
  readonly isDoubtful?: boolean;
  /** The text to keep beside the number; nothing where the number alone says it. */
  readonly keeps?: string;
  readonly build: (numbers: readonly number[], meaning: Meaning) => Result<CellValue, EntryError>;
}

/** A number that would be right in a row, as an example for a remedy. Ungrouped: it can be read in one way. */
export function exampleOf(context: EntryContext): string {
  const { decimal } = context.locale;
  if (context.isNewRow === true) return "1200";
  if (context.unit === "rate" || context.asPercent) return "5%";
  switch (context.unit) {
    case "count":
      return "1200";
    case "people":
      return "3";
    case "money":
      return "3400";
    case "moneyPerCount":
      return `1${decimal}50`;
    case "number":
      return `1${decimal}5`;
  }
}

/** One number by itself: `1,200`, `12k`, `5%`, `£3,400`. */
export function singleShape(piece: Piece, typed: string, context: EntryContext): Shape {
  const read = readNumber(piece.text, {
    locale: context.locale,
    currency: context.currency,
    example: exampleOf(context),
  });
  const isShort = read.ok && (read.value.suffix > 0 || read.value.isFraction);
  const isPercentOfNumber =
    read.ok &&
    read.value.mark === "percent" &&
    context.isNewRow !== true &&
    context.unit === "number" &&
    !context.asPercent;
  const keepsText = isShort || isPercentOfNumber;
  const build = ([value = NaN]: readonly number[]): Result<CellValue, EntryError> =>
    ok(keepsText ? { value, text: typed } : value);
  return keepsText ? { pieces: [piece], keeps: typed, build } : { pieces: [piece], build };
}

/** `13 of 182`: a rate with what it was seen from. [EN20] */
export function evidenceShape(hits: Piece, of: Piece, typed: string, context: EntryContext): Shape {
  const refuse = (code: EntryMessage, text: string): Result<never, EntryError> => fail({ code, text });
  const { decimal } = context.locale;
  return {
    pieces: [hits, of],
    asCounts: true,
    keeps: typed,
    build: ([seen = NaN, all = NaN]) => {
      const isRate = context.isNewRow === true || context.unit === "rate";
      if (!isRate) {
        return refuse("evidenceNotHere", entryMessages.evidenceNotHere(exampleOf(context)));
      }
      if (!Number.isInteger(seen) || !Number.isInteger(all) || seen < 0 || all < 0) {
        return refuse("evidenceNotWhole", entryMessages.evidenceNotWhole());
      }
      if (all === 0) return refuse("evidenceOfNone", entryMessages.evidenceOfNone());
      if (seen > all) {
        const [a, b] = [writeNumber(seen, decimal), writeNumber(all, decimal)];
        return refuse("evidenceMoreThanAll", entryMessages.evidenceMoreThanAll(a, b));
      }
      return ok({ value: seen / all, text: typed, evidence: { hits: seen, of: all } });
    },
  };
}

/** How a number would be typed in a row: for remedies. */
export function writeFor(value: number, context: EntryContext): string {
  const isPercent = context.isNewRow !== true && (context.unit === "rate" || context.asPercent);
  return writeAmount(value, { isPercent, decimal: context.locale.decimal });
}
