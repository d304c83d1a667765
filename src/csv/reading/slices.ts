import { parseRecords } from "../parse.ts";
import { LIMITS, printLimit } from "./limits.ts";
import type { Limits } from "./limits.ts";
import { placeInText } from "./decode.ts";
import { makeFinding } from "./reading.ts";
import type { Finding } from "./reading.ts";

/** A stretch of a text that begins and ends with a record. Rows and lines from 1. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  readonly line: number;
  readonly rows: number;
}

export type Records = readonly (readonly string[])[];

type Newline = "\n" | "\r\n" | "\r";

/** Characters of a slice: small enough to be a short step, large enough that cutting costs nothing. */
const SLICE = 2 ** 18;
/** No record is longer: 16,384 columns of text. */
const LONGEST_RECORD = 2 ** 24;

/**
 * A text as records of fields, cut slice by slice (RFC 4180; CRLF, LF and CR end a record, also mixed [S3]); blank
 * lines are records with one empty field. Any slice can be had again, so that the records need not be kept: a
 * million rows take the memory of their text.
 *
 * Invariants: slices follow each other without gap; no slice begins inside quotes; `slices[i].row` is one more
 * than all rows before.
 *
 * PapaParse cuts the fields; quotes are checked before it, because it hands out the rest of a file as one cell
 * where a quote is never closed [S6].
 */
export class Slices {
  readonly slices: Slice[] = [];
  readonly newlines = new Set<Newline>();
  /** Where a quote stands in a field that is not quoted [S8]; null: nowhere. */
  bareQuote: number | null = null;
  readonly text: string;
  readonly delimiter: string;
  private readonly limits: Limits;
  private at: number;
  private row = 1;
  private line = 1;
  private nextQuote: number;
  private cached: { readonly index: number; readonly records: Records } | null = null;

  constructor(text: string, delimiter: string, start = 0, limits: Limits = LIMITS) {
    this.text = text;
    this.delimiter = delimiter;
    this.limits = limits;
    this.at = start;
    // A line that names the separator is none of the records, and counts as a line.
    if (start > 0) this.line = 2;
    this.nextQuote = text.indexOf('"', start);
  }

  /** Rows so far. */
  get rows(): number {
    return this.row - 1;
  }

  /** How far the text is cut, in characters. */
  get done(): number {
    return this.at;
  }

  /** The records of the next slice; null at the end; an error where the text cannot be cut. */
  next(): { readonly slice: Slice; readonly records: Records } | { readonly error: Finding } | null {
    if (this.at >= this.text.length) return null;
    const cut = this.cut();
    if ("error" in cut) return cut;
    const from = this.at;
    const records = this.parse(from, cut.to);
    let line = this.line + records.length;
    if (this.text.slice(from, cut.to).includes('"')) {
      for (const fields of records) for (const field of fields) line += countNewlines(field);
    }
    const slice = { from, to: cut.to, row: this.row, line: this.line, rows: records.length };
    this.slices.push(slice);
    this.at = cut.to;
    this.row += records.length;
    this.line = line;
    this.cached = { index: this.slices.length - 1, records };
    if (this.rows > this.limits.rows) {
      return { error: makeFinding("limitRows", { row: this.rows }, printLimit(this.limits.rows)) };
    }
    return { slice, records };
  }

  /** The fields of a row (from 1); none where there is no such row. */
  record(row: number): readonly string[] {
    const index = this.sliceOf(row);
    const slice = this.slices[index];
    return slice === undefined ? [] : (this.recordsOf(index)[row - slice.row] ?? []);
  }

  /** The physical line on which a row begins. */
  lineOf(row: number): number {
    const index = this.sliceOf(row);
    const slice = this.slices[index];
    if (slice === undefined) return this.line;
    let line = slice.line;
    const records = this.recordsOf(index);
    for (let i = 0; i < row - slice.row; i++) {
      line++;
      for (const field of records[i] ?? []) line += countNewlines(field);
    }
    return line;
  }

  recordsOf(index: number): Records {
    if (this.cached?.index === index) return this.cached.records;
    const slice = this.slices[index];
    if (slice === undefined) return [];
    const records = this.parse(slice.from, slice.to);
    this.cached = { index, records };
    return records;
  }

  private sliceOf(row: number): number {
    let low = 0;
    let high = this.slices.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.slices[middle]?.row ?? Infinity) <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Finds the end of a slice: a line break outside quotes. Looks at each character once. */
  private cut(): { readonly to: number } | { readonly error: Finding } {
    const { text, limits } = this;
    let search = Math.min(this.at + SLICE, text.length);
    for (;;) {
      const open = this.nextQuote;
      const stop = open < 0 ? text.length : open;
      if (search <= stop) {
        const end = endOfLine(text, search, stop);
        if (end !== null || open < 0) {
          const to = end ?? text.length;
          return to - this.at > LONGEST_RECORD ? { error: this.tooLong() } : { to };
        }
      }
      if (open - this.at > LONGEST_RECORD) return { error: this.tooLong() };
      if (open > this.at && !this.isBoundary(text[open - 1])) {
        this.bareQuote ??= open;
        this.nextQuote = text.indexOf('"', open + 1);
        search = Math.max(search, open + 1);
        continue;
      }
      const close = closingQuote(text, open);
      if (close < 0) return { error: makeFinding("unclosedQuote", placeInText(text, open)) };
      if (!this.isBoundary(text[close + 1])) {
        return { error: makeFinding("textAfterQuote", placeInText(text, close + 1)) };
      }
      if (close - open - 1 > limits.cell && unescapedLength(text, open + 1, close) > limits.cell) {
        return { error: makeFinding("limitCell", placeInText(text, open), printLimit(limits.cell)) };
      }
      this.nextQuote = text.indexOf('"', close + 1);
      search = Math.max(search, close + 1);
    }
  }

  private isBoundary(char: string | undefined): boolean {
    return char === undefined || char === this.delimiter || char === "\n" || char === "\r";
  }

  /** Which limit a record breaks that does not end. */
  private tooLong(): Finding {
    const end = this.at + LONGEST_RECORD;
    let start = this.at;
    for (let columns = 1; columns <= this.limits.columns; columns++) {
      const next = this.text.indexOf(this.delimiter, start);
      const stop = next < 0 || next > end ? end : next;
      if (stop - start > this.limits.cell) {
        return makeFinding("limitCell", placeInText(this.text, start), printLimit(this.limits.cell));
      }
      start = stop + 1;
    }
    return makeFinding("limitColumns", placeInText(this.text, this.at), printLimit(this.limits.columns));
  }

  private parse(from: number, to: number): Records {
    const { text, delimiter } = this;
    let end = to;
    if (end > from && text[end - 1] === "\n") end--;
    if (end > from && text[end - 1] === "\r") end--;
    if (end === from) {
      this.newlineOf(text.slice(from, to));
      return [[""]];
    }
    const newline = this.newlineOf(text.slice(from, to));
    const part = newline === null ? unifyNewlines(text.slice(from, end), delimiter) : text.slice(from, end);
    return parseRecords(part, { delimiter, newline: newline ?? "\n", quoteChar: '"' }).data;
  }

  /** The one kind of line break outside quotes; null where kinds are mixed. Remembers all kinds. */
  private newlineOf(part: string): Newline | null {
    if (!part.includes("\r")) {
      if (part.includes("\n")) this.newlines.add("\n");
      return "\n";
    }
    const kinds = new Set<Newline>();
    forEachUnquoted(part, this.delimiter, (start, stop) => {
      for (let i = start; i < stop; i++) {
        const code = part.charCodeAt(i);
        if (code === 10) kinds.add("\n");
        else if (code === 13) {
          const isPair = part.charCodeAt(i + 1) === 10;
          kinds.add(isPair ? "\r\n" : "\r");
          if (isPair) i++;
        }
      }
    });
    for (const kind of kinds) this.newlines.add(kind);
    const [only = "\n"] = kinds;
    return kinds.size > 1 ? null : only;
  }
}

/** One past the first line break at or after `from` that begins before `stop`; null where there is none. */
function endOfLine(text: string, from: number, stop: number): number | null {
  // The break before may be a pair that ends here: its other half belongs to it.
  if (from > 0 && text[from - 1] === "\r" && text[from] === "\n") return from + 1;
  for (let i = from; i < stop; i++) {
    const code = text.charCodeAt(i);
    if (code === 10) return i + 1;
    if (code === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return null;
}

/** The quote that closes the one at an index: the first that is not doubled; −1 where there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text.charCodeAt(at + 1) === 34) {
    // Runs of doubled quotes are walked, not searched: a file may consist of them.
    at += 2;
    while (text.charCodeAt(at) === 34 && text.charCodeAt(at + 1) === 34) at += 2;
    if (text.charCodeAt(at) !== 34) at = text.indexOf('"', at);
  }
  return at;
}

function unescapedLength(text: string, from: number, to: number): number {
  let length = to - from;
  for (let at = text.indexOf('"', from); at >= 0 && at < to;) {
    length--;
    at += 2;
    if (text.charCodeAt(at) !== 34) at = text.indexOf('"', at);
  }
  return length;
}

/** Calls with each stretch outside quotes. The text's quotes are known to be in order. */
function forEachUnquoted(text: string, delimiter: string, call: (start: number, end: number) => void): void {
  let at = 0;
  let open = text.indexOf('"');
  while (open >= 0) {
    const before = open === 0 ? undefined : text[open - 1];
    if (before !== undefined && before !== delimiter && before !== "\n" && before !== "\r") {
      open = text.indexOf('"', open + 1);
      continue;
    }
    const close = closingQuote(text, open);
    if (close < 0) break;
    call(at, open);
    at = close + 1;
    open = text.indexOf('"', at);
  }
  call(at, text.length);
}

/** The same text with every line break outside quotes as LF. */
function unifyNewlines(text: string, delimiter: string): string {
  const parts: string[] = [];
  let end = 0;
  forEachUnquoted(text, delimiter, (start, stop) => {
    parts.push(text.slice(end, start), text.slice(start, stop).replace(/\r\n?/g, "\n"));
    end = stop;
  });
  return parts.join("");
}

function countNewlines(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count++;
  }
  return count;
}
