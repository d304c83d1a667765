import { BASE, COLUMNS, KINDS } from "./columns.ts";
import type { ColumnName, Kind } from "./columns.ts";
import { decodeBytes } from "./encoding.ts";
import type { Encoding } from "./encoding.ts";
import { nameKey } from "./labels.ts";
import { makeProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import { unescapeText, unprotectKey } from "./safe.ts";
import { problemAt, readHeader, readTokens } from "./tokens.ts";
import type { Delimiter, TokenRow } from "./tokens.ts";

/** How a file was read, as data. */
export interface TableFacts {
  readonly encoding: Encoding | "text";
  readonly bom: boolean;
  readonly delimiter: Delimiter;
}

/** One column of the file that is none of the named ones: a period, or somebody else's. */
export interface OtherColumn {
  readonly index: number;
  readonly heading: string;
}

/** One record by its columns. Texts have lost the apostrophe that escaped them. */
export interface RawRecord {
  readonly line: number;
  readonly fields: readonly string[];
  readonly scenario: string;
  readonly section: string;
  readonly row: string;
  readonly channel: string;
  readonly owner: string;
  readonly unit: string;
  readonly kindText: string;
  readonly kind: Kind | undefined;
  readonly key: string;
  readonly text: string;
  readonly total: string;
}

export interface Table {
  readonly facts: TableFacts;
  /** Of all columns, as they stand. */
  readonly headings: readonly string[];
  readonly others: readonly OtherColumn[];
  readonly records: readonly RawRecord[];
  readonly errors: readonly Problem[];
  readonly notices: readonly Problem[];
}

export type TableReading =
  | { readonly outcome: "table"; readonly table: Table }
  | { readonly outcome: "not a plan"; readonly why: Problem }
  | { readonly outcome: "refused"; readonly why: Problem };

const DELIMITERS: readonly Delimiter[] = [",", ";", "\t"];
const WHOLE = { line: null, column: null, found: "" };
const KINDS_BY_TEXT: ReadonlyMap<string, Kind> = new Map(KINDS.map((kind) => [kind, kind]));

/** Bytes or text of a file as records by columns; the delimiter is the one by which its first line is a plan's. */
export function readTable(file: Uint8Array | string): TableReading {
  const decoded =
    typeof file === "string"
      ? { ok: true as const, text: file, encoding: "text" as const, notices: [] }
      : decodeBytes(file);
  if (!decoded.ok) return { outcome: "refused", why: decoded.error };
  const bom = decoded.text.startsWith("\ufeff") || (typeof file !== "string" && file[0] === 0xef);
  const marked = decoded.text.replace(/^\ufeff+/, "");
  // Some programs put the separator in front; blanked, so that lines keep their numbers.
  const text = marked.replace(/^"?sep=.?"?(?=[\r\n])/i, "");
  if (text.trim() === "") return { outcome: "not a plan", why: makeProblem("emptyFile", WHOLE) };
  const nul = text.indexOf("\0");
  const delimiter = DELIMITERS.find((one) => missingColumn(readHeader(text, one)) === undefined);
  if (delimiter === undefined) {
    if (nul >= 0) return { outcome: "refused", why: problemAt("nulCharacter", text, nul) };
    const tries = DELIMITERS.map((one) => readHeader(text, one));
    const fields = tries.reduce((best, one) => (one.length > best.length ? one : best), []);
    const place = { line: 1, column: null, found: fields.join(", "), expected: COLUMNS.join(", ") };
    return { outcome: "not a plan", why: makeProblem("notAPlan", place, missingColumn(fields) ?? "Kind") };
  }
  const tokens = readTokens(text, delimiter);
  if (!tokens.ok) return { outcome: "refused", why: tokens.error };
  const [header, ...rows] = tokens.rows;
  if (header === undefined) return { outcome: "not a plan", why: makeProblem("emptyFile", WHOLE) };
  const facts = { encoding: decoded.encoding, bom, delimiter };
  return { outcome: "table", table: { facts, ...readColumns(header, rows, decoded.notices) } };
}

/** The column that a plan must have and these fields have not. */
export function missingColumn(fields: readonly string[]): ColumnName | undefined {
  const there = new Set(fields.map(nameKey));
  return (["Kind", "Row"] as const).find((name) => !there.has(nameKey(name)));
}

function readColumns(
  header: TokenRow,
  rows: readonly TokenRow[],
  before: readonly Problem[],
): Omit<Table, "facts"> {
  const errors: Problem[] = [];
  const notices = [...before];
  const named = new Map<ColumnName, number>();
  const others: OtherColumn[] = [];
  header.fields.forEach((field, index) => {
    const heading = unescapeText(field);
    const name = COLUMNS.find((column) => nameKey(column) === nameKey(heading));
    if (name === undefined) others.push({ index, heading });
    else if (!named.has(name)) named.set(name, index);
    else {
      errors.push(
        makeProblem(
          "columnTwice",
          { line: header.line, column: heading, found: heading, expected: "one" },
          name,
        ),
      );
    }
  });
  const records: RawRecord[] = [];
  for (const { line, fields } of rows) {
    const surplus = fields.slice(header.fields.length).find((field) => field !== "");
    if (surplus !== undefined) {
      const column = String(header.fields.length + 1);
      errors.push(makeProblem("tooManyFields", { line, column, found: surplus, expected: "nothing" }));
      continue;
    }
    const at = (name: ColumnName): string => unescapeText(fields[named.get(name) ?? -1] ?? "");
    const kindText = at("Kind");
    const scenario = at("Scenario");
    records.push({
      line,
      fields,
      scenario: nameKey(scenario) === nameKey(BASE) ? "" : scenario,
      section: at("Section"),
      row: at("Row"),
      channel: at("Channel"),
      owner: at("Owner"),
      unit: at("Unit"),
      kindText,
      kind: KINDS_BY_TEXT.get(nameKey(kindText)),
      key: unprotectKey(at("Key")),
      text: at("Text"),
      total: (fields[named.get("Total") ?? -1] ?? "").trim(),
    });
  }
  return { headings: header.fields, others, records, errors, notices };
}
