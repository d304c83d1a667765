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

/** windows-1252 beyond Latin-1 (0x80–0x9F). Own table: Node 20 decodes these bytes to control characters. */
const WINDOWS_1252 =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
  "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

const SIGNATURES: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], "a workbook or another packed file"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old workbook"],
  [[0x1f, 0x8b], "a packed file"],
  [[0x25, 0x50, 0x44, 0x46], "a PDF"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
  [[0xff, 0xd8, 0xff], "a picture"],
];

/**
 * Decides an encoding from the bytes: a byte-order mark, else UTF-8 if it is valid, else windows-1252, which is
 * said. Nothing is ever replaced by U+FFFD.
 */
export function decodeBytes(bytes: Uint8Array): Decoding {
  const whole = { line: null, column: null, found: "" };
  const signature = SIGNATURES.find(([start]) => start.every((byte, i) => bytes[i] === byte));
  if (signature !== undefined) {
    return { ok: false, error: makeProblem("seemsToBe", whole, signature[1]) };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs("utf-16le", bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs("utf-16be", bytes.subarray(2));
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const utf8 = decodeAs("utf-8", marked ? bytes.subarray(3) : bytes);
  if (utf8.ok || marked) return utf8;
  let text = "";
  const parts: string[] = [];
  for (const byte of bytes) {
    text += byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charAt(byte - 0x80) : String.fromCharCode(byte);
    if (text.length >= 65536) {
      parts.push(text);
      text = "";
    }
  }
  const notices = [makeProblem("encodingGuessed", whole, "windows-1252")];
  return { ok: true, text: parts.join("") + text, encoding: "windows-1252", notices };
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
