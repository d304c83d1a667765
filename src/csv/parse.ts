import Papa from "papaparse";
import type { ParseConfig, ParseResult } from "papaparse";

/**
 * The records of a text, by PapaParse. It takes a byte order mark off whatever it is given; here the text is the
 * content alone, of which the sign may be a part, also where a stretch of a long file begins.
 */
export function parseRecords(text: string, config: ParseConfig<string[]>): ParseResult<string[]> {
  return Papa.parse<string[]>(text.startsWith("\ufeff") ? `\ufeff${text}` : text, config);
}
