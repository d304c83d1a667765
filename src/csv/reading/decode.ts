import { CODE_PAGES, decodePage, decodeWindows1252 } from "../code-pages.ts";
import type { CodePage } from "../code-pages.ts";
import { signatureOf } from "../encoding.ts";
import { guessPage } from "./guess-page.ts";
import { LIMITS, printLimit } from "./limits.ts";
import { makeFinding, sampleOf } from "./reading.ts";
import type { Decision, EncodingName, Finding, Question } from "./reading.ts";
import { kindOfText } from "./kind.ts";

/** Bytes as text with how they were read, or why they are none. */
export type Decoded =
  | {
      readonly ok: true;
      readonly text: string;
      readonly encoding: Decision<EncodingName>;
      readonly bom: boolean;
      readonly notices: readonly Finding[];
      readonly question: Question | null;
    }
  | { readonly ok: false; readonly encoding: Decision<EncodingName>; readonly error: Finding };

/**
 * Decides the encoding from the bytes [E1]–[E6]: a mark; NULs in every second byte; valid UTF-8; else a code page,
 * which is said, or asked where another page is as likely. Nothing is ever replaced by U+FFFD.
 *
 * Sources: WHATWG Encoding (marks, fatal decoding). Which page is likelier: see guess-page.ts.
 */
export function decodeFile(file: Uint8Array | string, choice?: EncodingName, limits = LIMITS): Decoded {
  const start: Decision<EncodingName> = { value: "utf-8", by: "file", evidence: "" };
  if (file.length > limits.bytes) {
    const limit = `${printLimit(Math.round(limits.bytes / 2 ** 20))} MB`;
    return { ok: false, encoding: start, error: makeFinding("limitBytes", {}, limit) };
  }
  const marked = typeof file === "string" ? decodeText(file) : decodeAny(file, choice);
  if (!marked.ok) return marked;
  // Programs put a mark in front of a file that has one; elsewhere the sign is a character like others.
  const decoded = { ...marked, text: marked.text.replace(/^\ufeff+/, "") };
  const kind = kindOfText(decoded.text);
  if (kind !== null) {
    return { ok: false, encoding: decoded.encoding, error: makeFinding("seemsToBe", {}, kind) };
  }
  const nul = decoded.text.indexOf("\0");
  if (nul >= 0) {
    const error = makeFinding("nulCharacter", placeInText(decoded.text, nul));
    return { ok: false, encoding: decoded.encoding, error };
  }
  return decoded;
}

function decodeText(text: string): Decoded {
  const bom = text.startsWith("\ufeff");
  const encoding: Decision<EncodingName> = { value: "text", by: "file", evidence: "pasted text" };
  return { ok: true, text: bom ? text.slice(1) : text, encoding, bom, notices: [], question: null };
}

function decodeAny(bytes: Uint8Array, choice: EncodingName | undefined): Decoded {
  const begins = (...mark: number[]): boolean => mark.every((byte, i) => bytes[i] === byte);
  const decision = (value: EncodingName, evidence: string): Decision<EncodingName> => ({
    value,
    by: choice === undefined ? "file" : "choice",
    evidence,
  });
  const signature = signatureOf(bytes);
  if (signature !== null) {
    const error = makeFinding("seemsToBe", {}, signature);
    return { ok: false, encoding: decision("utf-8", signature), error };
  }
  const page = CODE_PAGES.find((one) => one === choice);
  if (page !== undefined) return decodeChosen(bytes, page);
  if (begins(0xff, 0xfe, 0, 0) || begins(0, 0, 0xfe, 0xff)) {
    return { ok: false, encoding: decision("utf-8", "a mark of UTF-32"), error: makeFinding("notText", {}) };
  }
  const isMarked16 = begins(0xff, 0xfe) || begins(0xfe, 0xff);
  if (choice === "utf-16le" || (choice === undefined && begins(0xff, 0xfe))) {
    return decode16(bytes.subarray(isMarked16 ? 2 : 0), decision("utf-16le", "a mark"), isMarked16, []);
  }
  if (choice === "utf-16be" || (choice === undefined && begins(0xfe, 0xff))) {
    return decode16(bytes.subarray(isMarked16 ? 2 : 0), decision("utf-16be", "a mark"), isMarked16, []);
  }
  const pattern = choice === undefined ? nulPattern(bytes) : null;
  if (pattern !== null) {
    const guessed: Decision<EncodingName> = {
      value: pattern,
      by: "guess",
      evidence: "NUL in every second byte",
    };
    return decode16(bytes, guessed, false, [makeFinding("encodingGuessed", {}, pattern)]);
  }
  if (isBinary(bytes) || hasShifts(bytes)) {
    const evidence = "control characters";
    return { ok: false, encoding: decision("utf-8", evidence), error: makeFinding("notText", {}) };
  }
  const bom = begins(0xef, 0xbb, 0xbf);
  return decode8(bytes.subarray(bom ? 3 : 0), bom, decision("utf-8", bom ? "a mark" : "valid throughout"));
}

function decodeChosen(bytes: Uint8Array, page: CodePage): Decoded {
  const encoding: Decision<EncodingName> = { value: page, by: "choice", evidence: "chosen" };
  const text = decodePage(bytes, page);
  return text === null
    ? { ok: false, encoding, error: makeFinding("badBytes", {}, page) }
    : { ok: true, text, encoding, bom: false, notices: [], question: null };
}

function decode8(bytes: Uint8Array, bom: boolean, encoding: Decision<EncodingName>): Decoded {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { ok: true, text, encoding, bom, notices: [], question: null };
  } catch {
    // Not valid: why and where is found below.
  }
  const scan = scanUtf8(bytes);
  const before = new TextDecoder("utf-8").decode(bytes.subarray(0, scan.firstBad));
  const isUtf8 = bom || encoding.by === "choice" || scan.good > scan.bad;
  if (isUtf8 || (scan.isCut && scan.bad === 1)) {
    const place = { ...placeInText(before, before.length), found: "" };
    const error = scan.isCut ? makeFinding("cutCharacter", place) : makeFinding("badBytes", place, "UTF-8");
    return { ok: false, encoding, error };
  }
  const guess = guessPage(bytes);
  const text = decodePage(bytes, guess.pages[0] ?? "windows-1252") ?? decodeWindows1252(bytes);
  const value = guess.pages[0] ?? "windows-1252";
  if (guess.pages.length > 1) {
    const question: Question = {
      what: "encoding",
      text: makeFinding("askEncoding", {}, guess.sample).text,
      line: null,
      rows: [],
      fields: [],
      found: guess.sample,
      answers: guess.pages.map((page) => ({
        label: page,
        choices: { encoding: page },
        readings: [guess.sampleIn(page)],
      })),
    };
    const open: Decision<EncodingName> = { value, by: "open", evidence: guess.sample };
    return { ok: true, text, encoding: open, bom, notices: [], question };
  }
  const guessed: Decision<EncodingName> = { value, by: "guess", evidence: guess.sample };
  const notice = makeFinding("encodingGuessed", { found: guess.sample }, value);
  return { ok: true, text, encoding: guessed, bom, notices: [notice], question: null };
}

function decode16(
  bytes: Uint8Array,
  encoding: Decision<EncodingName>,
  bom: boolean,
  notices: readonly Finding[],
): Decoded {
  const name = encoding.value === "utf-16be" ? "utf-16be" : "utf-16le";
  try {
    const text = new TextDecoder(name, { fatal: true, ignoreBOM: true }).decode(bytes);
    return { ok: true, text, encoding, bom, notices, question: null };
  } catch {
    // A surrogate without its other half, or an odd byte at the end: found below.
  }
  const text = new TextDecoder(name, { ignoreBOM: true }).decode(bytes);
  const at = text.indexOf("\ufffd");
  const place = placeInText(text, at < 0 ? text.length : at);
  return { ok: false, encoding, error: makeFinding("badBytes", { ...place, found: "" }, name) };
}

/** Physical line and column (from 1) of an index in a text. */
export function placeInText(text: string, index: number): { line: number; column: string; found: string } {
  let line = 1;
  let start = 0;
  for (let i = 0; i < index; i++) {
    const code = text.charCodeAt(i);
    if (code !== 10 && (code !== 13 || text.charCodeAt(i + 1) === 10)) continue;
    line++;
    start = i + 1;
  }
  return { line, column: String(index - start + 1), found: sampleOf(text.slice(index, index + 80), 40) };
}

/** Where UTF-8 without a mark breaks; how many characters beyond ASCII are whole, and how many are not. */
function scanUtf8(bytes: Uint8Array): { firstBad: number; good: number; bad: number; isCut: boolean } {
  let firstBad = -1;
  let good = 0;
  let bad = 0;
  let isCut = false;
  let i = 0;
  while (i < bytes.length) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) {
      i++;
      continue;
    }
    const length = byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte < 0xf5 ? 4 : 0;
    let seen = byte < 0xc2 || length === 0 ? 0 : 1;
    while (seen > 0 && seen < length && isContinuation(bytes, i, seen)) seen++;
    if (seen > 0 && seen === length) {
      good++;
      i += length;
      continue;
    }
    if (firstBad < 0) firstBad = i;
    if (seen > 0 && i + seen === bytes.length) isCut = true;
    bad++;
    i += Math.max(1, seen);
  }
  return { firstBad: Math.max(0, firstBad), good, bad, isCut };
}

/** Well-formed byte sequences: The Unicode Standard, table 3-7. */
function isContinuation(bytes: Uint8Array, start: number, offset: number): boolean {
  const lead = bytes[start] ?? 0;
  const byte = bytes[start + offset] ?? 0;
  if (offset > 1) return byte >= 0x80 && byte < 0xc0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  return byte >= low && byte <= high;
}

/** UTF-16 of mostly ASCII has a NUL in every second byte, and nowhere else. */
function nulPattern(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const length = Math.min(bytes.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const half = length / 2;
  if (length < 4) return null;
  if (odd > half * 0.4 && even < half * 0.05) return "utf-16le";
  return even > half * 0.4 && odd < half * 0.05 ? "utf-16be" : null;
}

/** ISO-2022 changes between alphabets by escape sequences: not read, and never taken for text. */
function hasShifts(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1b); at >= 0; at = bytes.indexOf(0x1b, at + 1)) {
    // ESC $ and ESC ( with what they announce.
    if ((bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28) && (bytes[at + 2] ?? 0) > 0x27) return true;
  }
  return false;
}

/** Text has few control characters; NULs in a few cells are a fault of a text, said where they stand. */
function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, 65536);
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x20 && !(byte >= 9 && byte <= 13) && byte !== 0x1a) controls++;
  }
  return controls > Math.max(8, length * 0.02);
}
