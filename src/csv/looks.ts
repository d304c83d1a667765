import { missingColumn } from "./table.ts";
import { readHeader } from "./tokens.ts";

/**
 * Whether a file begins as a plan's does, by its first line in any encoding that spreadsheet programs save. A table
 * that only looks so is refused by the plan's reader, and can be read as any other.
 */
export function looksLikePlan(bytes: Uint8Array): boolean {
  // Of the names asked for all letters are ASCII: what other encodings put between them is left out.
  const head = Array.from(bytes.subarray(0, 65536), (byte) => (byte < 0x80 ? String.fromCharCode(byte) : ""))
    .join("")
    .replaceAll("\0", "")
    .replace(/^"?sep=.?"?[\r\n]+/i, "");
  return ([",", ";", "\t"] as const).some(
    (delimiter) => missingColumn(readHeader(head, delimiter)) === undefined,
  );
}
