import { decodePage, decodeWindows1252 } from "../code-pages.ts";
import type { CodePage } from "../code-pages.ts";
import { sampleOf } from "./reading.ts";

export interface PageGuess {
  /** The likeliest first; more than one: the bytes do not decide. */
  readonly pages: readonly CodePage[];
  /** The first words with characters beyond ASCII, in the likeliest page. */
  readonly sample: string;
  sampleIn(page: CodePage): string;
}

const SINGLE: readonly CodePage[] = ["macintosh", "windows-1251", "windows-1253", "koi8-r", "ibm866"];
const DOUBLE: readonly CodePage[] = ["shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"];

/**
 * Which code page bytes are in that are not UTF-8 [E3]. windows-1252 if its text has nothing odd in it and that of
 * the old Mac has; else the pages whose texts are least odd, which is asked. Pages that agree with windows-1252 on
 * western letters (1250, 1254, 1257) cannot be told from it and are had by choice alone.
 */
export function guessPage(bytes: Uint8Array): PageGuess {
  const part = sampleBytes(bytes);
  const western = oddness(decodeWindows1252(part));
  const mac = macOddness(part);
  const sampleIn = (page: CodePage): string => wordsOf(decodePage(part, page) ?? "");
  if (western === 0 && mac > 0) {
    return { pages: ["windows-1252"], sample: sampleIn("windows-1252"), sampleIn };
  }
  const rated: (readonly [page: CodePage, odd: number])[] = [["windows-1252", western]];
  for (const page of SINGLE) {
    const text = decodePage(part, page);
    if (text !== null) rated.push([page, page === "macintosh" ? mac : oddness(text) + foreign(text)]);
  }
  for (const page of DOUBLE) {
    const text = decodePage(part, page);
    if (text !== null) rated.push([page, eastern(text)]);
  }
  rated.sort((a, b) => a[1] - b[1]);
  const best = rated[0]?.[1] ?? 0;
  const near = rated.filter(([, odd]) => odd <= best + Math.max(1, best * 0.5)).map(([page]) => page);
  const all = near.includes("windows-1252") ? near : [...near, "windows-1252" as const];
  const first = all[0] ?? "windows-1252";
  // Pages in which the whole file reads the same (£ in windows-1252 and on the Mac) are no question.
  const text = decodePage(part, first);
  const isWhole = part.length === bytes.length;
  const pages = all.filter((page) => page === first || !isWhole || decodePage(part, page) !== text);
  return { pages: pages.slice(0, 6), sample: sampleIn(first), sampleIn };
}

/** The stretches around bytes beyond ASCII, whole lines, so that double bytes stay together. */
function sampleBytes(bytes: Uint8Array): Uint8Array {
  const most = 65536;
  if (bytes.length <= most) return bytes;
  const first = Math.max(
    0,
    bytes.findIndex((byte) => byte >= 0x80),
  );
  const from = Math.max(bytes.lastIndexOf(10, first) + 1, first - most);
  const end = bytes.subarray(0, from + 4 * most).indexOf(10, from + most);
  return bytes.subarray(from, end < 0 ? from + 4 * most : end + 1);
}

/** Words with characters beyond ASCII, for a person to judge. */
function wordsOf(text: string): string {
  const words = text.split(/[\s,;|"]+/).filter((word) => /[^\p{ASCII}]/u.test(word));
  return sampleOf([...new Set(words)].slice(0, 4).join(" "));
}

const LETTER = /\p{L}/u;
const UPPER = /\p{Lu}/u;
const LOWER = /\p{Ll}/u;
/** Marks that stand between letters in real text. */
const JOINING = /['’‘\-‑–·­]/;

/** How much in a text speaks against its encoding: what no writer puts beside letters, counted. */
function oddness(text: string): number {
  let odd = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) {
      run = 0;
      continue;
    }
    const char = text.charAt(i);
    const before = text.charAt(i - 1);
    const after = text.charAt(i + 1);
    if (code < 0xa0) odd += 3;
    else if (LETTER.test(char)) {
      run++;
      if (code < 0x250 && run === 3) odd++;
      const isLow = LOWER.test(after);
      if (UPPER.test(char) && (LOWER.test(before) || (LETTER.test(before) && isLow))) odd++;
      if (!LETTER.test(before) && !LETTER.test(after) && !/[ªº]/.test(char)) odd++;
      // A capital after a small letter is as rare when it is an ASCII one.
      if (LOWER.test(char) && /[A-Z]/.test(after)) odd++;
      if (code >= 0x370 && (/[A-Za-z]/.test(before) || /[A-Za-z]/.test(after))) odd++;
    } else {
      run = 0;
      if (LETTER.test(before) && LETTER.test(after) && !JOINING.test(char)) odd++;
    }
  }
  return odd;
}

/** Mac Roman, against the apostrophes and paired quotes that only windows-1252 would have at these bytes. */
function macOddness(bytes: Uint8Array): number {
  const text = decodePage(bytes, "macintosh");
  if (text === null) return Infinity;
  const western = decodeWindows1252(bytes);
  const apostrophes = western.match(/\p{L}’(?:s|t|re|ve|ll|d|m)\b/gu)?.length ?? 0;
  const quotes = western.match(/“[^”\n]{1,200}”/g)?.length ?? 0;
  return oddness(text) + apostrophes + quotes;
}

/** Letters beyond ASCII that are of no other script than the Latin one speak against a Cyrillic or Greek page. */
function foreign(text: string): number {
  const high = text.match(/[^\p{ASCII}]/gu)?.length ?? 0;
  const script = text.match(/[\u0370-\u03ff\u0400-\u04ff]/g)?.length ?? 0;
  return high - script + (high > 0 && script < 4 ? 1 : 0);
}

/** Of a text in East Asian characters: what is none, and what stands inside a Latin word. */
function eastern(text: string): number {
  let odd = 0;
  odd += text.match(/[A-Za-z][\u4e00-\u9fff\uac00-\ud7af]|[\u4e00-\u9fff\uac00-\ud7af][a-z]/g)?.length ?? 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) continue;
    const isCommon =
      (code >= 0x3000 && code < 0x3100) || // punctuation, kana
      (code >= 0x4e00 && code < 0xa000) ||
      (code >= 0xac00 && code < 0xd7b0) ||
      (code >= 0xff01 && code < 0xff5f);
    if (!isCommon) odd++;
  }
  return odd;
}
