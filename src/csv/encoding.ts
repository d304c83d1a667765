import { decodeWindows1252 } from "./code-pages.ts";
import { makeProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** Bytes as text, and how they were read; or why they are no text. */
export type Decoding =
  | {
      readonly ok: true;
      readonly text: string;
      readonly encoding: Encoding;
      readonly notices: readonly Problem[];
    }
  | { readonly ok: false; readonly error: Problem };

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a workbook or another packed file"],
  [[0x50, 0x4b, 0x05, 0x06], "an empty packed file"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old workbook"],
  [[0x1f, 0x8b], "a packed file"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
  [[0xff, 0xd8, 0xff], "a picture"],
  [[0x47, 0x49, 0x46, 0x38], "a picture"],
  [[0x37, 0x7a, 0xbc, 0xaf], "a packed file"],
  [[0x52, 0x61, 0x72, 0x21], "a packed file"],
  [[0x28, 0xb5, 0x2f, 0xfd], "a packed file"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66, 0x6f, 0x72], "a database"],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], "a text document"],
  [[0x7f, 0x45, 0x4c, 0x46], "a program"],
  [[0x50, 0x41, 0x52, 0x31], "a database"],
];

/** What a file is by its first bytes, where that is no text; null for what may be text. */
export function signatureOf(bytes: Uint8Array): string | null {
  return SIGNATURES.find(([start]) => start.every((byte, i) => bytes[i] === byte))?.[1] ?? null;
}

/**
 * Decides an encoding from the bytes: a byte-order mark, else UTF-8 if it is valid, else windows-1252, which is
 * said. Nothing is ever replaced by U+FFFD.
 */
export function decodeBytes(bytes: Uint8Array): Decoding {
  const whole = { line: null, column: null, found: "" };
  const signature = signatureOf(bytes);
  if (signature !== null) return { ok: false, error: makeProblem("seemsToBe", whole, signature) };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs("utf-16le", bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs("utf-16be", bytes.subarray(2));
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = decodeAs("utf-8", marked ? bytes.subarray(3) : bytes);
  if (utf8.ok || marked) return utf8;
  const notices = [makeProblem("encodingGuessed", whole, "windows-1252")];
  return { ok: true, text: decodeWindows1252(bytes), encoding: "windows-1252", notices };
}

function decodeAs(encoding: "utf-8" | "utf-16le" | "utf-16be", bytes: Uint8Array): Decoding {
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
    return { ok: true, text, encoding, notices: [] };
  } catch {
    // The decoder's only refusal is bytes that are not in this encoding.
    return { ok: false, error: makeProblem("notText", { line: null, column: null, found: "" }) };
  }
}
