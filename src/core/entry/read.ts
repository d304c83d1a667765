import { entryMessages, entryNotices } from "../messages/entry.ts";
import type { CellDetail, CellValue } from "../plan/cell.ts";
import type { Unit } from "../plan/unit.ts";
import type { CleanText } from "./clean.ts";
import { locate } from "./clean.ts";
import type { Entry, EntryContext, EntryError, Notice, Reading } from "./context.ts";
import { isZero, readNumber, toDouble } from "./number.ts";
import type { ReadNumber } from "./number.ts";
import { exampleOf } from "./shapes.ts";
import type { Meaning, Shape } from "./shapes.ts";
import { writeValue } from "./write.ts";

const KINDS: Readonly<Record<Unit, string>> = {
  count: "a count",
  people: "people",
  money: "money",
  moneyPerCount: "a cost per unit",
  rate: "a rate",
  number: "a plain number",
};

/** What a typed number means in a row, given the sign that was typed with it. [EN11] */
function meaningOf(mark: ReadNumber["mark"], isRate: boolean, context: EntryContext): Meaning {
  const { decimal } = context.locale;
  if (isRate) return { unit: "rate", isPercent: true, write: { isPercent: true, decimal } };
  const isNew = context.isNewRow === true;
  const unit = isNew ? (mark === "percent" ? "rate" : mark === "money" ? "money" : "count") : context.unit;
  const isPercent = unit === "rate" || (!isNew && context.asPercent);
  return { unit, isPercent, write: { isPercent, decimal } };
}

/** Whether a percent or currency sign may stand in a row. [EN8] [EN9] */
function checkMark(
  mark: ReadNumber["mark"],
  { unit, isPercent }: Meaning,
  context: EntryContext,
): EntryError | null {
  const example = exampleOf(context);
  if (mark === "percent" && !isPercent && unit !== "number") {
    return { code: "percentNotHere", text: entryMessages.percentNotHere(KINDS[unit], example) };
  }
  if (mark === "money" && unit !== "money" && unit !== "moneyPerCount") {
    return { code: "moneyNotHere", text: entryMessages.moneyNotHere(KINDS[unit], example) };
  }
  return null;
}

/** The two numbers of an evidence are counts: `5% of 100` says something else. */
function checkCounts(mark: ReadNumber["mark"]): EntryError | null {
  return mark === null ? null : { code: "evidenceNotWhole", text: entryMessages.evidenceNotWhole() };
}

/**
 * By which powers of ten numbers typed without a sign are taken in a row of percentages, the likelier first.
 * Above 1 they can only be meant as percents; at or below, as percents or as fractions. [EN8]
 */
function percentShifts(numbers: readonly number[]): readonly number[] {
  const largest = Math.max(...numbers.map(Math.abs));
  if (largest === 0) return [0];
  if (largest > 1) return [-2];
  return largest === 1 ? [-2, 0] : [0, -2];
}

interface Alternative {
  readonly numbers: readonly number[];
  readonly shift: number;
}

/** Every way to read the numbers together, the likelier first; nothing twice. */
function alternativesOf(
  reads: readonly ReadNumber[],
  asCounts: boolean,
  shiftsFor: (plain: readonly number[]) => readonly number[],
): Alternative[] {
  const last = asCounts ? 0 : (reads[reads.length - 1]?.suffix ?? 0);
  const literal = reads.map(({ suffix }) => suffix);
  // 10..20k: the k belongs to both ends, or to the last alone.
  const inherited = literal.map((suffix) => (suffix === 0 ? last : suffix));
  const suffixes = inherited.some((suffix, i) => suffix !== literal[i]) ? [inherited, literal] : [literal];
  const most = Math.max(...reads.map(({ readings }) => readings.length));
  const found: Alternative[] = [];
  for (const powers of suffixes) {
    for (let r = 0; r < most; r++) {
      const read = (shift: number): number[] =>
        reads.map(({ readings }, i) => {
          const reading = readings[Math.min(r, readings.length - 1)];
          return reading === undefined ? NaN : toDouble(reading, (powers[i] ?? 0) + shift);
        });
      for (const shift of shiftsFor(read(0))) {
        const numbers = read(shift);
        const isKnown = found.some((other) => other.numbers.every((value, i) => value === numbers[i]));
        if (!isKnown) found.push({ numbers, shift });
      }
    }
  }
  return found;
}

/** The error at a piece of the text. */
function errorAt(clean: CleanText, start: number, length: number, error: EntryError): Entry {
  return { kind: "error", error: { ...error, ...locate(clean, start, length) } };
}

/** A detail as it is kept: with the text that will be read back as itself. */
function withText(value: CellValue, text: string | undefined): CellValue {
  if (typeof value === "number") return value;
  const { text: _, ...detail } = value;
  if (text !== undefined) return { ...detail, text };
  const isPlain = detail.range === undefined && detail.evidence === undefined && detail.formula === undefined;
  return isPlain ? detail.value : detail;
}

/** Reads a shape: numbers, their signs, the unit, and what they make; asks where two readings are left. */
export function readShape(shape: Shape, clean: CleanText, context: EntryContext): Entry {
  const asCounts = shape.asCounts === true;
  const options = { locale: context.locale, currency: context.currency, example: exampleOf(context) };
  const reads: ReadNumber[] = [];
  for (const { text, start } of shape.pieces) {
    const read = readNumber(text, options);
    if (!read.ok) return errorAt(clean, start, text.length, read.error);
    reads.push(read.value);
  }
  const marks = new Set(reads.map(({ mark }) => mark).filter((mark) => mark !== null));
  if (marks.size > 1) {
    return errorAt(clean, 0, clean.text.length, {
      code: "rangeWithMark",
      text: entryMessages.rangeWithMark(),
    });
  }
  const [mark = null] = marks;
  const meaning = meaningOf(mark, asCounts, context);
  const refused = asCounts ? checkCounts(mark) : checkMark(mark, meaning, context);
  if (refused !== null) return errorAt(clean, 0, clean.text.length, refused);

  const shiftsFor = (plain: readonly number[]): readonly number[] => {
    if (asCounts) return [0];
    if (mark === "percent") return [-2];
    return meaning.isPercent ? percentShifts(plain) : [0];
  };
  const alternatives = alternativesOf(reads, asCounts, shiftsFor);
  const size = checkSize(reads, alternatives);
  if (size !== null) return errorAt(clean, 0, clean.text.length, size);

  const built: { readonly value: CellValue; readonly shift: number }[] = [];
  let firstError: EntryError | null = null;
  for (const { numbers, shift } of alternatives) {
    const result = shape.build(numbers, meaning);
    if (result.ok) built.push({ value: result.value, shift });
    else firstError ??= result.error;
  }
  const [first] = built;
  if (first === undefined) {
    if (firstError === null) throw new Error("A shape without a reading has a reason");
    return errorAt(clean, 0, clean.text.length, firstError);
  }

  const said = asCounts || mark === "percent" ? "rate" : mark === "money" ? "money" : undefined;
  const unit = context.isNewRow === true ? meaning.unit : said;
  const withUnit = unit === undefined ? {} : { unit };
  // A slip: a rate of 1,250% typed without its sign is hardly meant.
  const isHuge = !asCounts && mark === null && meaning.unit === "rate" && numberIn(first.value) > 1;
  const isDoubtful =
    shape.isDoubtful === true ||
    isHuge ||
    built.length > 1 ||
    (!asCounts && reads.some((read) => read.isDoubtful));
  if (isDoubtful) {
    const readings = built.map(({ value }): Reading => {
      const label = writeValue(value, meaning.write);
      return {
        label,
        value: withText(value, typeof value === "number" || isShorthand(value) ? undefined : label),
      };
    });
    return { kind: "ask", readings, ...withUnit };
  }
  const value = withText(
    first.value,
    clean.hasInvisible && shape.keeps !== undefined ? clean.text : shape.keeps,
  );
  const notice = noticeOf(value, first.shift, { reads, clean, meaning, mark, asCounts });
  return { kind: "value", value, ...withUnit, ...(notice === null ? {} : { notice }) };
}

function numberIn(value: CellValue): number {
  return typeof value === "number" ? value : value.value;
}

function isShorthand(value: CellDetail): boolean {
  return value.range === undefined && value.evidence === undefined;
}

/** Doubles end somewhere: what lies beyond is refused, never infinite and never quietly 0. [EN6] */
function checkSize(reads: readonly ReadNumber[], alternatives: readonly Alternative[]): EntryError | null {
  for (const { numbers } of alternatives) {
    for (const [i, value] of numbers.entries()) {
      if (!Number.isFinite(value)) return { code: "tooLarge", text: entryMessages.tooLarge() };
      const isNothing = reads[i]?.readings.every(isZero) ?? true;
      if (value === 0 && !isNothing) return { code: "tooSmall", text: entryMessages.tooSmall() };
    }
  }
  return null;
}

/** What is said quietly beside a number that was taken; several in one. */
function noticeOf(
  value: CellValue,
  shift: number,
  about: {
    readonly reads: readonly ReadNumber[];
    readonly clean: CleanText;
    readonly meaning: Meaning;
    readonly mark: ReadNumber["mark"];
    readonly asCounts: boolean;
  },
): Notice | null {
  const { reads, clean, meaning, mark, asCounts } = about;
  const said: Notice[] = [];
  const shown = writeValue(value, meaning.write);
  if (!asCounts && mark === null && shift !== 0) {
    said.push({ code: "readAsPercent", text: entryNotices.readAsPercent(shown) });
  } else if (reads.some(({ isForeign }) => isForeign)) {
    said.push({ code: "readAs", text: entryNotices.readAs(shown) });
  }
  if (meaning.unit === "rate" && numberIn(value) > 1) {
    said.push({ code: "overHundred", text: entryNotices.overHundred() });
  }
  if (meaning.unit === "rate" && numberIn(value) < 0) {
    said.push({ code: "belowZero", text: entryNotices.belowZero() });
  }
  if (clean.hasInvisible) {
    said.push({ code: "invisibleCharacter", text: entryNotices.invisibleCharacter() });
  }
  const [first] = said;
  return first === undefined ? null : { code: first.code, text: said.map(({ text }) => text).join(" ") };
}
