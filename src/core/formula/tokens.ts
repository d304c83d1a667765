import { formulaMessages } from "../messages/formula.ts";
import type { FormulaCode } from "../messages/formula.ts";

/** The decimal sign of the reader. With a comma, arguments are split by `;`, or a comma not between digits. */
export type Decimal = "." | ",";

/** Where something stands in a text, in UTF-16 units. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/** Why a formula cannot be read or used: a code of the catalogue, its sentence, and where. */
export interface FormulaError extends Span {
  readonly code: string;
  readonly text: string;
}

/** An error from the catalogue of messages, at a place. */
export function errorAt(code: FormulaCode, text: string, { at, length }: Span): FormulaError {
  return { code, text, at, length };
}

/**
 * name     a bare word; bracket: `[any text]`; text: `"…"`; both without their quotes, escapes undone
 * sign     an operator, a bracket, or `,` `;` between arguments, in its plain form: `×` is `*`
 * bad      what is no token at all; read on only if the parser gets there, so that errors come in order
 */
export type Token = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "name" | "bracket" | "text" | "sign"; readonly text: string }
    | { readonly kind: "bad"; readonly error: FormulaError }
    | { readonly kind: "end" }
  );

const BLANK = /[\s\u200b-\u200f\u2060\ufeff]+/uy;
const NAME = /[\p{L}_][\p{L}\p{M}\p{N}_.]*/uy;
const NUMBER_WITH_POINT = /(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy;
const NUMBER_WITH_COMMA = /\d+(?:,\d+)?(?:e[+-]?\d+)?/iy;
const SIGN = /<=|>=|<>|[-+*/^%=<>(),;]/y;
/** Signs that other programs write, with what is meant by them here. */
const FOREIGN_SIGN = /==|!=|\*\*|&&|\|\|/y;
const CELL_ADDRESS = /\$?[a-z]{1,3}\$?\d+|\$[a-z]{1,3}/iy;

/** Typographic signs that are read as what they plainly mean. [FO14] */
const PLAIN_SIGNS: ReadonlyMap<string, string> = new Map([
  ["\u00d7", "*"],
  ["\u2217", "*"],
  ["\u00f7", "/"],
  ["\u2215", "/"],
  ["\u2212", "-"],
  ["\u2013", "-"],
  ["\ufe63", "-"],
  ["\u2264", "<="],
  ["\u2265", ">="],
  ["\u2260", "<>"],
]);

const FOREIGN_REMEDIES: ReadonlyMap<string, string> = new Map([
  ["==", "="],
  ["!=", "<>"],
  ["**", "^"],
  ["&&", "AND(…, …)"],
  ["||", "OR(…, …)"],
]);

const SUFFIXES: ReadonlyMap<string, number> = new Map([
  ["k", 1e3],
  ["m", 1e6],
  ["bn", 1e9],
]);

/** Whether a name can stand without brackets. */
export function isBareName(name: string): boolean {
  NAME.lastIndex = 0;
  return NAME.exec(name)?.[0].length === name.length && !/^(?:true|false)$/iu.test(foldWidth(name));
}

/** Full-width forms as their plain twins. Every character stays where it was. [FO14] */
export function foldWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e\u3000]/gu, (c) =>
    c === "\u3000" ? " " : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  );
}

/** The tokens of a formula from `start` on, an `end` after them. Total: what it cannot read is `bad`. */
export function tokenize(text: string, decimal: Decimal, start: number): Token[] {
  const tokens: Token[] = [];
  let at = start;
  while (at < text.length) {
    const blank = match(BLANK, text, at);
    if (blank !== null) {
      at += blank.length;
      continue;
    }
    const token = tokenAt(text, decimal, at);
    tokens.push(token);
    at += token.length;
    // Nothing behind what cannot be read would be looked at.
    if (token.kind === "bad") break;
  }
  tokens.push({ kind: "end", at: text.length, length: 0 });
  return tokens;
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function bad(code: FormulaCode, sentence: string, at: number, length: number): Token {
  return { kind: "bad", at, length, error: errorAt(code, sentence, { at, length }) };
}

function tokenAt(text: string, decimal: Decimal, at: number): Token {
  const number = match(decimal === "," ? NUMBER_WITH_COMMA : NUMBER_WITH_POINT, text, at);
  if (number !== null) return numberToken(text, decimal, at, number);
  const name = match(NAME, text, at);
  if (name !== null) return { kind: "name", text: name, at, length: name.length };
  const foreign = match(FOREIGN_SIGN, text, at);
  if (foreign !== null) {
    const right = FOREIGN_REMEDIES.get(foreign) ?? "";
    return bad("doubleSign", formulaMessages.doubleSign(foreign, right), at, foreign.length);
  }
  const sign = match(SIGN, text, at);
  if (sign !== null) return { kind: "sign", text: sign, at, length: sign.length };
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const plain = PLAIN_SIGNS.get(character);
  if (plain !== undefined) return { kind: "sign", text: plain, at, length: 1 };
  switch (character) {
    case "[":
      return enclosed(text, at, "]");
    case '"':
      return enclosed(text, at, '"');
    case "]":
    case "{":
    case "}":
      return bad("badCharacter", formulaMessages.badCharacter(character), at, 1);
    case "&":
      return bad("noJoin", formulaMessages.noJoin(), at, 1);
    case "\u201c":
    case "\u201d":
    case "\u201e":
    case "\u2018":
    case "\u2019":
      return bad("curlyQuotes", formulaMessages.curlyQuotes(), at, 1);
    case "'":
      return bad("noText", formulaMessages.noText(null), at, 1);
    case "!":
      return bad("otherSheet", formulaMessages.otherSheet(), at, 1);
    case ":":
      return bad("cellRange", formulaMessages.cellRange(), at, 1);
    case "$": {
      const address = match(CELL_ADDRESS, text, at) ?? "$";
      return bad("cellAddress", formulaMessages.cellAddress(address), at, address.length);
    }
    case ".":
      return bad("decimalPoint", formulaMessages.decimalPoint(decimal === "." ? "0.5" : "0,5"), at, 1);
    default:
      return bad("badCharacter", formulaMessages.badCharacter(character), at, character.length);
  }
}

function numberToken(text: string, decimal: Decimal, at: number, digits: string): Token {
  const value = Number(digits.replace(",", "."));
  if (!Number.isFinite(value)) {
    return bad("tooLargeNumber", formulaMessages.tooLargeNumber(), at, digits.length);
  }
  const after = at + digits.length;
  const dots = match(decimal === "," ? /\.[\d,.]*/y : /\.\d*/y, text, after);
  if (dots !== null) {
    const whole = digits + dots;
    return decimal === ","
      ? bad(
          "decimalComma",
          formulaMessages.decimalComma(
            whole.replace(/[.,]/gu, "").replace(/^\d/u, "$&,"),
            whole.replaceAll(".", ""),
          ),
          at,
          whole.length,
        )
      : bad("decimalPoint", formulaMessages.decimalPoint("1.5"), at, whole.length);
  }
  if (decimal === "," && match(/,\d/y, text, after) !== null) {
    return bad("commaSeparator", formulaMessages.commaSeparator(), after, 1);
  }
  const word = match(NAME, text, after);
  if (word !== null) {
    const whole = digits + word;
    const factor = SUFFIXES.get(word.toLowerCase());
    if (factor !== undefined) {
      const plain = String(value * factor).replace(".", decimal);
      return bad("suffix", formulaMessages.suffix(whole, plain), at, whole.length);
    }
    return bad("numberThenName", formulaMessages.numberThenName(digits, word), at, whole.length);
  }
  return { kind: "number", value, at, length: digits.length };
}

/** `[…]` or `"…"`: the closing sign written twice stands for itself. */
function enclosed(text: string, at: number, close: "]" | '"'): Token {
  let content = "";
  let from = at + 1;
  for (;;) {
    const end = text.indexOf(close, from);
    if (end < 0) {
      return close === "]"
        ? bad("unclosedName", formulaMessages.unclosedName(), at, text.length - at)
        : bad("unclosedText", formulaMessages.unclosedText(), at, text.length - at);
    }
    content += text.slice(from, end);
    if (text[end + 1] !== close) {
      return { kind: close === "]" ? "bracket" : "text", text: content, at, length: end + 1 - at };
    }
    content += close;
    from = end + 2;
  }
}
