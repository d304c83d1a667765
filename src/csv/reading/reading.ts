import type { csvMessages } from "../../core/index.ts";
import type { CodePage } from "../code-pages.ts";
import { makeProblem } from "../problem.ts";
import type { CsvMessageCode, Problem } from "../problem.ts";

/*
 * What reading any table gives, as data. Rows are records of the file numbered from 1, blank ones and the heading
 * counted; columns are numbered from 1; lines are physical ones, from 1.
 */

/** In this order: a later one takes precedence. */
export type Outcome = "accept" | "accept with notices" | "set rows aside" | "ask" | "refuse";

export type EncodingName = "utf-8" | "utf-16le" | "utf-16be" | "text" | CodePage;

/** What was decided, by what, and what speaks for it in words and texts of the file. */
export interface Decision<T> {
  readonly value: T;
  /** file: the file shows it. guess: the likeliest, which is said. open: asked. choice: somebody chose it. */
  readonly by: "file" | "guess" | "open" | "choice";
  readonly evidence: string;
}

export type DateOrder = "dmy" | "mdy" | "ymd";
export type ColumnType = "text" | "number" | "rate" | "money" | "date" | "period";

/** How one column shall be read; what is absent is decided from the file. */
export interface ColumnChoice {
  readonly as?: ColumnType;
  readonly decimal?: "." | ",";
  readonly dates?: DateOrder;
  /** Bare numbers in a column of rates: 12.5 is 12.5% (percent) or 1250% (fraction). */
  readonly unit?: "percent" | "fraction";
  /** 12k, 1.5m. */
  readonly suffix?: "scale" | "set aside";
  /** What a whole number in a column of dates counts. */
  readonly system?: "1900" | "1904" | "unix";
}

/** What somebody chose; the reading follows. Plain data. */
export interface Choices {
  readonly encoding?: EncodingName;
  readonly delimiter?: string;
  /** Row of the heading; null: the table has none. */
  readonly heading?: number | null;
  /** Which of several tables, from 0. */
  readonly table?: number;
  readonly decimal?: "." | ",";
  readonly dates?: DateOrder;
  /** First of the hundred years that a year of two digits is taken from. */
  readonly century?: number;
  readonly currency?: string;
  readonly totals?: "leave out" | "keep";
  readonly grouped?: "fill" | "keep";
  readonly repeats?: "keep" | "once";
  /** Empty lines: left out unless told. */
  readonly blank?: "skip" | "keep";
  readonly columns?: Readonly<Record<number, ColumnChoice>>;
}

/** Something about the file, where it stands first, and where else. */
export interface Finding extends Problem {
  readonly row: number | null;
  /** Column number. */
  readonly field: number | null;
  /** All rows or columns that it is about, at most the first hundred. */
  readonly rows: readonly number[];
  readonly fields: readonly number[];
  readonly count: number;
}

export type QuestionKind =
  | "encoding"
  | "delimiter"
  | "heading"
  | "table"
  | "decimal"
  | "date order"
  | "year"
  | "date system"
  | "rate unit"
  | "suffix"
  | "currency"
  | "column kind"
  | "totals"
  | "grouped rows"
  | "repeats";

/** One way to read what could be read in several. */
export interface Answer {
  readonly label: string;
  /** To be merged into the choices. */
  readonly choices: Choices;
  /** How the first cells would read. */
  readonly readings: readonly (number | string)[];
}

/** What the file does not decide: asked once, with the evidence. The likelier answer stands first. */
export interface Question {
  readonly what: QuestionKind;
  readonly text: string;
  readonly line: number | null;
  readonly rows: readonly number[];
  readonly fields: readonly number[];
  readonly found: string;
  readonly answers: readonly Answer[];
}

/** What a record is. */
export const ROLE = {
  data: 0,
  blank: 1,
  preamble: 2,
  heading: 3,
  footer: 4,
  remark: 5,
  total: 6,
  aside: 7,
  otherTable: 8,
  repeat: 9,
} as const;

/** A place in the file for a finding. */
export interface At {
  readonly line?: number | null;
  readonly column?: string | null;
  readonly found?: string;
  readonly expected?: string;
  readonly row?: number | null;
  readonly field?: number | null;
  readonly rows?: readonly number[];
  readonly fields?: readonly number[];
  readonly count?: number;
}

const MOST_PLACES = 100;

/** A finding with its sentence from the catalogue. */
export function makeFinding<Code extends CsvMessageCode>(
  code: Code,
  at: At,
  ...args: Parameters<(typeof csvMessages)[Code]>
): Finding {
  const { line = null, column = null, found = "", expected = "" } = at;
  const problem = makeProblem(code, { line, column, found, expected }, ...args);
  return placeFinding(problem, at);
}

/** A problem of the tokens as a finding. */
export function placeFinding(problem: Problem, at: At = {}): Finding {
  const rows = at.rows ?? (at.row === undefined || at.row === null ? [] : [at.row]);
  const fields = at.fields ?? (at.field === undefined || at.field === null ? [] : [at.field]);
  return {
    ...problem,
    row: at.row ?? rows[0] ?? null,
    field: at.field ?? fields[0] ?? null,
    rows: rows.slice(0, MOST_PLACES),
    fields: fields.slice(0, MOST_PLACES),
    count: at.count ?? Math.max(rows.length, 1),
  };
}

/** Two sets of choices as one; the later stands, column by column. */
export function mergeChoices(first: Choices, second: Choices): Choices {
  const columns: Record<number, ColumnChoice> = { ...first.columns };
  for (const [column, choice] of Object.entries(second.columns ?? {})) {
    columns[Number(column)] = { ...columns[Number(column)], ...choice };
  }
  return { ...first, ...second, ...(Object.keys(columns).length > 0 ? { columns } : {}) };
}

/** `1-3, 7`: rows as people write them. */
export function printRows(rows: readonly number[]): string {
  const parts: string[] = [];
  for (let i = 0; i < rows.length && parts.length < 20; i++) {
    const from = rows[i] ?? 0;
    let to = from;
    while (rows[i + 1] === to + 1) to = rows[++i] ?? to;
    parts.push(from === to ? String(from) : `${from}-${to}`);
  }
  return parts.join(", ");
}

/** A text of a file, short enough for a sentence. */
export function sampleOf(text: string, length = 60): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length <= length ? line : `${line.slice(0, length).replace(/[\ud800-\udbff]$/, "")}…`;
}
