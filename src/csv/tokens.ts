import { parseRecords } from "./parse.ts";
import { makeProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export type Delimiter = "," | ";" | "\t";

/** One record: its fields as texts, and the physical line on which it begins. */
export interface TokenRow {
  readonly line: number;
  readonly fields: readonly string[];
}

export type Tokens =
  { readonly ok: true; readonly rows: readonly TokenRow[] } | { readonly ok: false; readonly error: Problem };

/**
 * Cuts a text into records and fields (RFC 4180; CRLF, LF and CR end a record, also mixed). Line breaks inside
 * quotes are kept byte for byte. Blank lines are left out but counted.
 *
 * A quote that is never closed, or text after a closing one, is an error at the place where it stands: PapaParse
 * would hand out the rest of the file as one cell.
 */
export function readTokens(text: string, delimiter: Delimiter): Tokens {
  const unified = unifyNewlines(text, delimiter);
  if (!unified.ok) return unified;
  const { data, errors } = parseRecords(unified.text, { delimiter, newline: "\n", quoteChar: '"' });
  const [quoting] = errors.filter(({ type }) => type === "Quotes");
  if (quoting !== undefined) {
    return { ok: false, error: problemAt("textAfterQuote", text, quoting.index ?? 0) };
  }
  const rows: TokenRow[] = [];
  let line = 1;
  for (const fields of data) {
    if (fields.some((field) => field !== "")) rows.push({ line, fields });
    line++;
    for (const field of fields) line += countNewlines(field);
  }
  return { ok: true, rows };
}

/** The fields of the first record that is not blank. */
export function readHeader(text: string, delimiter: Delimiter): readonly string[] {
  const start = text.search(/[^\r\n]/);
  if (start < 0) return [];
  // Long enough for fifty years of months; a first line beyond that is no plan's.
  const tokens = parseRecords(text.slice(start, start + 65536), {
    delimiter,
    newline: firstNewline(text, start),
    preview: 1,
  });
  return tokens.data[0] ?? [];
}

function firstNewline(text: string, from: number): "\r\n" | "\r" | "\n" {
  const at = text.slice(from, from + 65536).search(/[\r\n]/);
  if (at < 0 || text[from + at] === "\n") return "\n";
  return text[from + at + 1] === "\n" ? "\r\n" : "\r";
}

/** The same text with every line break outside quotes as LF. */
function unifyNewlines(
  text: string,
  delimiter: Delimiter,
): { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: Problem } {
  const unify = (part: string): string => (part.includes("\r") ? part.replace(/\r\n?/g, "\n") : part);
  const isBoundary = (char: string | undefined): boolean =>
    char === undefined || char === delimiter || char === "\n" || char === "\r";
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = text.indexOf('"', at);
    if (open < 0) break;
    if (!isBoundary(text[open - 1])) {
      // A quote inside an unquoted field is a character like any other: 24" monitor.
      parts.push(unify(text.slice(at, open + 1)));
      at = open + 1;
      continue;
    }
    let close = text.indexOf('"', open + 1);
    while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
    if (close < 0) return { ok: false, error: problemAt("unclosedQuote", text, open) };
    if (!isBoundary(text[close + 1])) {
      return { ok: false, error: problemAt("textAfterQuote", text, close + 1) };
    }
    parts.push(unify(text.slice(at, open)), text.slice(open, close + 1));
    at = close + 1;
  }
  parts.push(unify(text.slice(at)));
  return { ok: true, text: parts.join("") };
}

function countNewlines(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count++;
  }
  return count;
}

/** A problem at a place in the text, by physical line and column from 1. */
export function problemAt(
  code: "unclosedQuote" | "textAfterQuote" | "nulCharacter",
  text: string,
  index: number,
): Problem {
  const before = text.slice(0, index);
  const start = Math.max(before.lastIndexOf("\n"), before.lastIndexOf("\r")) + 1;
  const found = text.slice(index, index + 40).split(/[\r\n]/, 1)[0] ?? "";
  return makeProblem(code, { line: countNewlines(before) + 1, column: String(index - start + 1), found });
}

/** A text field: always quoted, so that no separator of any program can cut it. Empty stays empty. */
export function quoteField(text: string): string {
  return text === "" ? "" : `"${text.replaceAll('"', '""')}"`;
}
