import { parseFormula } from "../formula/parse.ts";
import { entryMessages } from "../messages/entry.ts";
import type { CellValue } from "../plan/cell.ts";
import { ok } from "../util/result.ts";
import { cleanText, locate } from "./clean.ts";
import type { CleanText } from "./clean.ts";
import type { Entry, EntryContext, EntryError, EntryMessage, Reading } from "./context.ts";
import { readNumber } from "./number.ts";
import { makeRange, medianOfRange } from "./range.ts";
import { readShape } from "./read.ts";
import { evidenceShape, singleShape, writeFor } from "./shapes.ts";
import type { Piece, Shape } from "./shapes.ts";
import { writeNumber, writeRange } from "./write.ts";

/** Longest text that is read as a number or a range; formulas have their own limit. */
const LONGEST = 200;

/**
 * What was typed into a cell: a number, a range, a rate's evidence, a formula, or an error with its remedy.
 * What can be read in two ways is asked back, the likelier reading first; nothing is guessed. Never throws.
 * The rules are [EN1]–[EN30] in SPEC.md.
 */
export function parseEntry(typed: string, context: EntryContext): Entry {
  const clean = cleanText(typed, context.locale.decimal);
  if (clean.text === "") return { kind: "empty" };
  if (clean.text.startsWith("=")) return readFormula(typed, clean, context);
  if (clean.text.length > LONGEST) return refuse(clean, "tooLong", entryMessages.tooLong(LONGEST));
  if (clean.text.startsWith("'") && clean.text.length > 1) return readQuoted(clean, context);
  return readTyped(clean, typed.trim(), context);
}

function refuse(clean: CleanText, code: EntryMessage, text: string): Entry {
  return { kind: "error", error: { code, text, ...locate(clean, 0, clean.text.length) } };
}

/** The formula is read from the text as typed, so that names and positions are the person's own. */
function readFormula(typed: string, clean: CleanText, context: EntryContext): Entry {
  const first = clean.at[0] ?? 0;
  const text = `=${typed.slice(first + 1)}`;
  const parsed = parseFormula(text, context.names, { decimal: context.locale.decimal });
  if (parsed.ok) return { kind: "formula", tree: parsed.value };
  const { code, text: sentence, at, length } = parsed.error;
  return { kind: "error", error: { code, text: sentence, at: at + first, length } };
}

/** A leading apostrophe makes text in a spreadsheet. Cells hold none: the number is offered. [EN12] */
function readQuoted(clean: CleanText, context: EntryContext): Entry {
  const inner: CleanText = { ...clean, text: clean.text.slice(1), at: clean.at.slice(1) };
  const entry = readTyped(inner, inner.text, context);
  if (entry.kind !== "value") return entry;
  const label = labelOf(entry.value, context);
  return {
    kind: "ask",
    readings: [{ label, value: entry.value }],
    ...(entry.unit === undefined ? {} : { unit: entry.unit }),
  };
}

function labelOf(value: CellValue, context: EntryContext): string {
  if (typeof value !== "number" && value.text !== undefined) return value.text;
  return writeFor(typeof value === "number" ? value : value.value, context);
}

/** Everything but formulas, in the order in which shapes are tried. */
function readTyped(clean: CleanText, typed: string, context: EntryContext): Entry {
  const { text } = clean;
  const whole: Piece = { text, start: 0 };

  const named = /^(normal|uniform) +(.*)$/i.exec(text);
  if (named !== null) {
    const shape = named[1]?.toLowerCase() === "normal" ? "normal" : "uniform";
    const rest = named[2] ?? "";
    const ends = splitRange({ text: rest, start: text.length - rest.length });
    return ends === null ? unfinished(clean, context) : readRange(shape, ends, null, clean, typed, context);
  }
  const of = /^(.*?) +(?:out )?of +(.*)$/i.exec(text);
  if (of !== null && /^[\d(+-]/.test(text)) {
    const all = of[2] ?? "";
    const hits = { text: of[1] ?? "", start: 0 };
    return readShape(
      evidenceShape(hits, { text: all, start: text.length - all.length }, typed, context),
      clean,
      context,
    );
  }
  const around = /^([^(]+)\((.*)\)$/.exec(text);
  const inside =
    around === null ? null : splitRange({ text: around[2] ?? "", start: (around[1] ?? "").length + 1 });
  if (around !== null && inside !== null) {
    return readRange("interval", inside, { text: around[1] ?? "", start: 0 }, clean, typed, context);
  }
  const ends = splitRange(whole);
  if (ends !== null) return readRange("interval", ends, null, clean, typed, context);

  if (isDate(text)) return refuse(clean, "date", entryMessages.date());
  const single = readShape(singleShape(whole, typed, context), clean, context);
  if (single.kind !== "error" || single.error.code !== "notANumber") return single;
  return readSlashes(clean, typed, context) ?? readLeftover(clean, context) ?? single;
}

/** The two ends of `a..b` or `a to b`; nothing if the text is no range. Three dots are two. */
function splitRange({ text, start }: Piece): readonly [Piece, Piece] | null {
  const match = /^(.*?)(\.{2,3}| to )(.*)$/i.exec(text);
  if (match === null) return null;
  const low = match[1] ?? "";
  const between = match[2] ?? "";
  return [
    { text: low, start },
    { text: match[3] ?? "", start: start + low.length + between.length },
  ];
}

function unfinished(clean: CleanText, context: EntryContext): Entry {
  const [low, high] = exampleRange(context);
  return refuse(clean, "rangeUnfinished", entryMessages.rangeUnfinished(`${low}..${high}`));
}

function exampleRange(context: EntryContext): readonly [string, string] {
  const isPercent = context.isNewRow !== true && (context.unit === "rate" || context.asPercent);
  return isPercent ? ["2%", "4%"] : ["10", "20"];
}

/** A range of any shape. With a middle, an interval around it or a PERT. [EN21]–[EN24] */
function readRange(
  shape: "interval" | "pert" | "normal" | "uniform",
  [low, high]: readonly [Piece, Piece],
  middle: Piece | null,
  clean: CleanText,
  typed: string,
  context: EntryContext,
  isDoubtful = false,
): Entry {
  const pieces = middle === null ? [low, high] : [low, middle, high];
  if (pieces.some(({ text }) => text.trim() === "")) return unfinished(clean, context);
  const rangeShape: Shape = {
    pieces,
    isDoubtful,
    keeps: typed,
    build: (numbers, { unit, write }) => {
      const [a = NaN, b = NaN] = [numbers[0], numbers[numbers.length - 1]];
      const m = middle === null ? undefined : numbers[1];
      const range = makeRange(shape, a, b, m, unit, write);
      if (!range.ok) return range;
      return ok({ value: medianOfRange(range.value, unit), text: typed, range: range.value });
    },
  };
  return readShape(rangeShape, clean, context);
}

const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";

/** Whether a text is a day, a period or a time: 3/1/2026, 2026-03-01, 1.3.26, Mar 2026, Q1 2026, 12:30. [EN13] */
function isDate(text: string): boolean {
  const triple = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})$/.exec(text);
  if (triple !== null) {
    const [, first = "", mark = "", , last = ""] = triple;
    const hasYear = first.length === 4 ? last.length <= 2 : first.length <= 2 && last.length === 4;
    // 10/15/20 may be lowest / likeliest / highest too, and is asked back.
    if (hasYear || (mark !== "/" && first.length <= 2 && last.length === 2)) return true;
  }
  return (
    new RegExp(`^(?:\\d{1,2}(?:st|nd|rd|th)?[ -])?(?:${MONTHS})[a-z]{0,6}\\.?(?:[ ,-]+\\d{1,4})+$`, "i").test(
      text,
    ) ||
    new RegExp(`^\\d{1,4}[ -](?:${MONTHS})[a-z]{0,6}\\.?$`, "i").test(text) ||
    /^(?:q[1-4]|[hw]\d{1,2})[ /-]*(?:\d{4}|\d{2})$/i.test(text) ||
    /^\d{4}[ -]?(?:q[1-4]|[mw]\d{1,2}|a1)$/i.test(text) ||
    /^\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?$/i.test(text)
  );
}

/** `16% / 20% / 24%`, and the two-part ones that have to be asked: 36/182 is an evidence, a ratio, or a date. */
function readSlashes(clean: CleanText, typed: string, context: EntryContext): Entry | null {
  const pieces: Piece[] = [];
  let start = 0;
  for (const text of clean.text.split("/")) {
    pieces.push({ text, start });
    start += text.length + 1;
  }
  const [first, second, third] = pieces;
  if (first === undefined || second === undefined || pieces.length > 3) return null;
  const numbers = pieces.map(({ text }) => readNumber(text, { ...context, example: "" }));
  if (third !== undefined) {
    // One wrong part among numbers is told at that part; without a number it was no range at all.
    if (!numbers.some((number) => number.ok)) return null;
    const looksLikeDate = /^\d{1,2}\/\d{1,2}\/\d{1,2}$/.test(clean.text);
    return readRange("pert", [first, third], second, clean, typed, context, looksLikeDate);
  }
  const [above, below] = numbers;
  if (above?.ok !== true || below?.ok !== true) return null;
  if (!/^\d+ ?\/ ?\d+$/.test(clean.text)) {
    const range = `${first.text.trim()}..${second.text.trim()}`;
    const pert = `${first.text.trim()} / likeliest / ${second.text.trim()}`;
    return refuse(clean, "threeParts", entryMessages.threeParts(pert, range));
  }
  return readRatio(first, second, clean, context);
}

/** 36/182 in a row of rates is its evidence or its ratio; elsewhere the ratio. Never a date, and always asked. [EN5] */
function readRatio(first: Piece, second: Piece, clean: CleanText, context: EntryContext): Entry {
  const [above, below] = [Number(first.text), Number(second.text)];
  if (below === 0) return refuse(clean, "divisionByZero", entryMessages.divisionByZero());
  const { decimal } = context.locale;
  const ratio = above / below;
  const readings: Reading[] = [];
  if (context.unit === "rate" && context.isNewRow !== true && above <= below) {
    const label = `${writeNumber(above, decimal)} of ${writeNumber(below, decimal)}`;
    readings.push({ label, value: { value: ratio, text: label, evidence: { hits: above, of: below } } });
  }
  readings.push({ label: writeFor(ratio, context), value: ratio });
  return { kind: "ask", readings, ...(context.isNewRow === true ? { unit: "count" as const } : {}) };
}

/** What is no number: a range with a hyphen, a rough number, a formula without its =. */
function readLeftover(clean: CleanText, context: EntryContext): Entry | null {
  const { text } = clean;
  const hyphen = /^(.*[\d%kMmn€£$]) ?- ?(?=[\d.£$€])(.+)$/.exec(text);
  if (hyphen !== null) {
    const high = hyphen[2] ?? "";
    const ends: [Piece, Piece] = [
      { text: hyphen[1] ?? "", start: 0 },
      { text: high, start: text.length - high.length },
    ];
    const entry = readRange("interval", ends, null, clean, text, context, true);
    const signs = ["percentNotHere", "moneyNotHere", "otherCurrency"];
    // 5 - 3 is no range, and a formula without its =; 2%-4% among counts is a range in the wrong row.
    if (entry.kind !== "error" || signs.includes(entry.error.code)) return entry;
  }
  const rough = /^(?:~|≈|about |approx\.? |ca\.? |c\. ?|<|>|≤|≥)=? ?(.+)$/i.exec(text);
  const about = rough === null ? null : roughNumber(rough[1] ?? "", context);
  if (about !== null)
    return refuse(clean, "approximate", entryMessages.approximate(about.itself, about.range));
  const plusMinus = /^(.+?) ?(?:±|\+\/-|\+-) ?(.+)$/.exec(text);
  const spread = plusMinus === null ? null : spreadRange(plusMinus[1] ?? "", plusMinus[2] ?? "", context);
  if (spread !== null)
    return refuse(clean, "approximate", entryMessages.approximate(spread.itself, spread.range));
  const formula = parseFormula(`=${text}`, context.names, { decimal: context.locale.decimal });
  if (formula.ok && !["number", "percent", "truth"].includes(formula.value.kind)) {
    return refuse(clean, "startWithEquals", entryMessages.startWithEquals(text));
  }
  return null;
}

interface Rough {
  readonly itself: string;
  readonly range: string;
}

/** The number of a rough entry by itself, read as this row reads it. */
function plainNumber(text: string, context: EntryContext): number | EntryError {
  const entry = parseEntry(text, context);
  if (entry.kind === "error") return entry.error;
  const value =
    entry.kind === "value" ? entry.value : entry.kind === "ask" ? entry.readings[0]?.value : undefined;
  return typeof value === "number" ? value : (value?.value ?? NaN);
}

/** ~100 -> 100, or 90..110. */
function roughNumber(text: string, context: EntryContext): Rough | null {
  const value = /^[\d.(£$€]/.test(text) ? plainNumber(text, context) : NaN;
  if (typeof value !== "number" || !(value > 0)) return null;
  return roughRange(value, value / 10, context);
}

/** 10 ± 2 -> 10, or 8..12. */
function spreadRange(middle: string, spread: string, context: EntryContext): Rough | null {
  const [m, s] = [plainNumber(middle, context), plainNumber(spread, context)];
  if (typeof m !== "number" || typeof s !== "number" || !(m - s > 0) || !(s > 0)) return null;
  return roughRange(m, s, context);
}

function roughRange(middle: number, spread: number, context: EntryContext): Rough {
  const neat = (value: number): number => Number(value.toPrecision(6));
  const isPercent = context.isNewRow !== true && (context.unit === "rate" || context.asPercent);
  const write = { isPercent, decimal: context.locale.decimal };
  const range = { shape: "interval" as const, low: neat(middle - spread), high: neat(middle + spread) };
  return { itself: writeFor(middle, context), range: writeRange(range, write) };
}
