/**
 * The text of an entry with every look-alike turned into the plain sign: full-width and Arabic-Indic digits,
 * all dashes and minus signs, all spaces, all apostrophes. What cannot be seen is left out. [EN2]
 *
 * `at[i]` is where the i-th character stands in the text as it was typed (UTF-16 units).
 */
export interface CleanText {
  readonly text: string;
  readonly at: readonly number[];
  readonly hasInvisible: boolean;
}

/** Reads a text into its plain form, trimmed. */
export function cleanText(typed: string, decimal: "." | ","): CleanText {
  let text = "";
  const at: number[] = [];
  let hasInvisible = false;
  for (let i = 0; i < typed.length; i++) {
    const plain = plainOf(typed.charCodeAt(i), decimal);
    if (plain === "") hasInvisible = true;
    for (const sign of plain) {
      text += sign;
      at.push(i);
    }
  }
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return {
    text: text.slice(start, Math.max(start, end)),
    at: at.slice(start, Math.max(start, end)),
    hasInvisible,
  };
}

/** Where a piece of the plain text stands in the text as it was typed. */
export function locate(clean: CleanText, start: number, length: number): { at: number; length: number } {
  const from = clean.at[start] ?? 0;
  const last = clean.at[start + Math.max(length, 1) - 1] ?? clean.at[clean.at.length - 1] ?? from;
  return { at: from, length: last - from + 1 };
}

/** The plain form of one UTF-16 unit; empty if it cannot be seen. */
function plainOf(code: number, decimal: "." | ","): string {
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code);
  if (code === 0x09 || code === 0x0a || code === 0x0d || isSpace(code)) return " ";
  if (isInvisible(code)) return "";
  if (code >= 0xff01 && code <= 0xff5e) return plainOf(code - 0xfee0, decimal);
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660);
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0);
  switch (code) {
    case 0x2010: // hyphen
    case 0x2011: // no-break hyphen
    case 0x2012: // figure dash
    case 0x2013: // en dash
    case 0x2014: // em dash
    case 0x2212: // minus
    case 0xfe63: // small hyphen-minus
      return "-";
    case 0x2018:
    case 0x2019:
    case 0x02bc:
      return "'";
    case 0x2026: // ellipsis
      return "..";
    case 0x066a: // Arabic percent
    case 0xfe6a: // small percent
      return "%";
    case 0x066b: // Arabic decimal
      return decimal;
    case 0x066c: // Arabic thousands
      return decimal === "." ? "," : ".";
    case 0xffe1: // full-width pound
      return "£";
    case 0xffe5: // full-width yen
      return "¥";
    case 0x2044: // fraction slash
    case 0x2215: // division slash
      return "/";
    default:
      return String.fromCharCode(code);
  }
}

function isSpace(code: number): boolean {
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200a) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0x2028 ||
    code === 0x2029
  );
}

/** Controls, zero-width characters, soft hyphens, and the marks that turn the direction of text. */
function isInvisible(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code <= 0x9f) ||
    code === 0xad ||
    code === 0x34f ||
    code === 0x61c ||
    code === 0x180e ||
    (code >= 0x200b && code <= 0x200f) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2060 && code <= 0x206f) ||
    code === 0xfeff
  );
}
