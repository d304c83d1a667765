/** Encodings that have no mark and are read on request, or where the bytes leave no other. WHATWG names. */
export const CODE_PAGES = [
  "windows-1252",
  "macintosh",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1257",
  "koi8-r",
  "ibm866",
  "shift_jis",
  "euc-jp",
  "gb18030",
  "big5",
  "euc-kr",
] as const;

export type CodePage = (typeof CODE_PAGES)[number];

/** windows-1252 beyond Latin-1 (0x80–0x9F). Own table: Node 20 decodes these bytes to control characters. */
const WINDOWS_1252 =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
  "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

/** Text of bytes in windows-1252: every byte is a character, undefined ones their control character. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const table = new Uint16Array(256);
  for (let byte = 0; byte < 256; byte++) {
    table[byte] = byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252.charCodeAt(byte - 0x80) : byte;
  }
  const parts: string[] = [];
  const units = new Uint16Array(32768);
  // Of units in this machine's own order, which is little-endian wherever browsers run.
  const decoder = new TextDecoder("utf-16le", { ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += units.length) {
    const part = bytes.subarray(from, from + units.length);
    for (let i = 0; i < part.length; i++) units[i] = table[part[i] ?? 0] ?? 0;
    parts.push(decoder.decode(units.subarray(0, part.length)));
  }
  return parts.join("");
}

/** Text of bytes in a code page; null where they are none. Nothing is ever replaced by U+FFFD. */
export function decodePage(bytes: Uint8Array, page: CodePage): string | null {
  if (page === "windows-1252") return decodeWindows1252(bytes);
  try {
    return new TextDecoder(page, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder's only refusals: bytes that are not in this encoding, or a platform without its table.
    return null;
  }
}
