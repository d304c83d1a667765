import type { Choices, Finding, Outcome, QuestionKind } from "../../../src/csv/reading/reading.ts";
import { readAnyTable } from "../../../src/csv/reading/read-any.ts";
import type { TableReading } from "../../../src/csv/reading/table-reading.ts";

/* The corpus of hostile files (tests/fixtures/hostile/csv) and how its manifest's words map to ours. Runs in a browser as well. */

export interface Expectation {
  readonly outcome: string;
  readonly alt?: readonly string[];
  readonly delim?: string;
  readonly grid?: readonly (readonly string[])[];
  readonly gridAs?: string;
  readonly structureOnly?: boolean;
  readonly blankSkipped?: boolean;
  readonly level?: string;
  readonly headerRow?: number;
  readonly dataRows?: readonly number[];
  readonly notices?: readonly string[];
  readonly values?: readonly {
    readonly row: number;
    readonly col: number;
    readonly as: string;
    readonly value: number | string | null;
  }[];
  readonly quarantine?: readonly { readonly row: number; readonly col?: number }[];
  readonly errors?: readonly {
    readonly code: string;
    readonly line?: number;
    readonly col?: number;
    readonly row?: number;
  }[];
  readonly ask?: {
    readonly what: string;
    readonly rows?: readonly number[];
    readonly choices?: readonly (string | readonly number[])[];
  };
  readonly textColumns?: readonly number[];
  readonly maxMs?: number;
}

export interface CorpusFile {
  readonly id: string;
  readonly file: string;
  readonly what: string;
  readonly expect: Expectation;
}

/** The files of a manifest. */
export function parseManifest(json: string): readonly CorpusFile[] {
  const manifest: unknown = JSON.parse(json);
  // The manifest is a fixture of ours; its shape is stated in its own note.
  return (manifest as { files: readonly CorpusFile[] }).files;
}

/**
 * Where the manifest says of a file what its bytes alone do not, or where one of its rules contradicts another: how it is
 * read here, and why.
 */
export const JUDGED: ReadonlyMap<string, { readonly choices: Choices; readonly why: string }> = new Map([
  [
    "num-17-percent-bare",
    {
      choices: { columns: { 2: { as: "rate" } } },
      why: "The manifest calls Cost a column of rates. Nothing in the file does: 12.5, 30 and 5 under “Cost” are amounts. Once somebody says that it holds rates, it is asked.",
    },
  ],
]);

/**
 * Files of the level “parser” are tokens without a heading (one record would else be a heading without rows, rule S14),
 * and blank lines are records in them.
 */
export const AS_TOKENS: Choices = { heading: null, blank: "keep" };

export function choicesFor({ id, expect }: CorpusFile): Choices {
  return expect.level === "parser" ? AS_TOKENS : (JUDGED.get(id)?.choices ?? {});
}

export const readFile = (file: CorpusFile, bytes: Uint8Array): TableReading =>
  readAnyTable(bytes, choicesFor(file));

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  accept: "accept",
  "accept with notices": "accept-notice",
  ask: "ask",
  "set rows aside": "quarantine",
  refuse: "refuse",
};

export const outcomeOf = (reading: TableReading): string => OUTCOMES[reading.outcome];

export const QUESTIONS: Readonly<Record<string, QuestionKind>> = {
  encoding: "encoding",
  delimiter: "delimiter",
  header: "heading",
  "which-table": "table",
  decimal: "decimal",
  "date-order": "date order",
  year: "year",
  "date-system": "date system",
  "rate-unit": "rate unit",
  currency: "currency",
  totals: "totals",
  "grouped-rows": "grouped rows",
  "duplicate-row": "repeats",
};

/** The manifest's words for notices and errors. */
const CODES: Readonly<Record<string, Finding["code"]>> = {
  preamble: "preamble",
  totals: "totalsLeftOut",
  missing: "missingCells",
  "month-names": "monthNames",
  "empty-header": "emptyHeading",
  "empty-column-dropped": "emptyColumn",
  "extra-empty-cells": "extraEmptyCells",
  "funnel-grows": "growingFunnel",
  "encoding-guessed": "encodingGuessed",
  "mojibake-suspected": "mojibakeSuspected",
  "lookalike-name": "lookalikeName",
  "formula-like-text": "formulaLikeText",
  "mixed-newlines": "mixedNewlines",
  "blank-rows-skipped": "blankRowsSkipped",
  "minus-sign": "minusSign",
  "bare-quote": "bareQuote",
  "duplicate-header": "duplicateHeading",
  "replacement-characters": "replacementCharacters",
  "invisible-characters": "invisibleCharacters",
  "limit-cell": "limitCell",
  "limit-columns": "limitColumns",
  "not-csv": "seemsToBe",
  ragged: "ragged",
  "no-rows": "noRows",
  nul: "nulCharacter",
  "unclosed-quote": "unclosedQuote",
  "text-after-quote": "textAfterQuote",
};

/** Errors that the manifest gives one word and we tell apart. */
const ALSO: Readonly<Record<string, readonly Finding["code"][]>> = {
  "bad-encoding": ["badBytes", "cutCharacter"],
  "not-csv": ["seemsToBe", "notText"],
};

export function codesOf(word: string): readonly Finding["code"][] {
  const code = CODES[word];
  const codes = ALSO[word] ?? (code === undefined ? [] : [code]);
  if (codes.length === 0) throw new Error(`The manifest has a word that is not known: ${word}`);
  return codes;
}

/** The rows or count that a notice names, as the manifest writes them: `1-2`, `6,7`, `4`. */
export function detailOf({ code, rows, fields, count }: Finding): string {
  switch (code) {
    case "preamble":
      return `${rows[0] ?? 0}-${rows.at(-1) ?? 0}`;
    case "totalsLeftOut":
      return rows.join(",");
    case "missingCells":
    case "blankRowsSkipped":
      return String(count);
    case "duplicateHeading":
    case "emptyHeading":
    case "emptyColumn":
      return fields.join(",");
    default:
      return rows.join(",");
  }
}
