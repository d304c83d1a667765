import { csvMessages } from "../core/index.ts";

export type CsvMessageCode = keyof typeof csvMessages;

/** Something about a file, said where it stands: an error, or a notice. */
export interface Problem {
  readonly code: CsvMessageCode;
  /** Physical line, from 1; null for the file as a whole. */
  readonly line: number | null;
  /** The heading of the column, or its number where it has none; null for the whole line. */
  readonly column: string | null;
  /** As it stands in the file. */
  readonly found: string;
  /** What would have been right; empty for a notice. */
  readonly expected: string;
  /** Sentence with its remedy. */
  readonly text: string;
}

export interface Place {
  readonly line: number | null;
  readonly column: string | null;
  readonly found: string;
  readonly expected?: string;
}

type Arguments<Code extends CsvMessageCode> = Parameters<(typeof csvMessages)[Code]>;

/** A problem with its sentence from the catalogue. */
export function makeProblem<Code extends CsvMessageCode>(
  code: Code,
  place: Place,
  ...args: Arguments<Code>
): Problem {
  // The catalogue pairs each code with its arguments; TypeScript cannot follow the pairing through the index.
  const say = csvMessages[code] as (...values: Arguments<Code>) => string;
  const { line, column, found, expected = "" } = place;
  return { code, line, column, found: shorten(found), expected, text: say(...args) };
}

/** A text found in a file may be 50 MB long. */
function shorten(text: string): string {
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
