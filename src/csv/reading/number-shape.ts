import { readDateShape } from "./date-shape.ts";
import type { ShapeFound } from "./date-shape.ts";
import { FLAG, SHAPE } from "./shape.ts";

/** What stands for a missing number [N10]. */
const MARKERS = new Set([
  "-",
  "--",
  "---",
  "–",
  "—",
  "n/a",
  "na",
  "n.a.",
  "#n/a",
  "null",
  "nil",
  "none",
  "(none)",
  "(not set)",
  "not set",
  "(blank)",
]);
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["$", "USD"],
  ["US$", "USD"],
  ["£", "GBP"],
  ["€", "EUR"],
  ["¥", "JPY"],
  ["₹", "INR"],
  ["₽", "RUB"],
  ["₩", "KRW"],
  ["₺", "TRY"],
  ["₴", "UAH"],
  ["₪", "ILS"],
  ["฿", "THB"],
  ["zł", "PLN"],
  ["kr", "kr"],
  ["kr.", "kr"],
  ["R$", "BRL"],
  ["A$", "AUD"],
  ["C$", "CAD"],
  ["CA$", "CAD"],
  ["NZ$", "NZD"],
  ["HK$", "HKD"],
  ["S$", "SGD"],
  ["Fr.", "CHF"],
  ["SFr.", "CHF"],
]);
const CODES =
  "USD|EUR|GBP|JPY|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|BGN|TRY|UAH|RUB|INR|CNY|HKD|SGD|KRW|TWD|THB|IDR|MYR|PHP|VND|BRL|MXN|ARS|CLP|COP|PEN|ZAR|NGN|KES|EGP|ILS|AED|SAR|QAR|ISK";
const escape = (text: string): string => text.replace(/[$.]/g, String.raw`\$&`);
const CURRENCY = `${[...SYMBOLS.keys()]
  .sort((a, b) => b.length - a.length)
  .map(escape)
  .join("|")}|${CODES}`;
/** Between the parts of a number: blanks of all kinds, also those that do not break. */
const GAP = String.raw`[ \u00a0\u202f\u2009]*`;
const WHOLE = new RegExp(
  String.raw`^(?<sign>[+\-−–])?${GAP}(?<cur1>${CURRENCY})?${GAP}(?<sign2>[+\-−–])?${GAP}(?<open>\()?${GAP}(?<cur2>${CURRENCY})?${GAP}(?<pct1>%)?` +
    String.raw`(?<body>[\d.,][\d.,'’ \u00a0\u202f\u2009]*?(?:[eE][+-]?\d+)?)${GAP}(?<suffix>(?:k|K|m|M|mn|mio|Mio|Mio\.|bn|Bn|b|B|mrd|Mrd|Mrd\.|tsd|Tsd|Tsd\.))?` +
    String.raw`${GAP}(?<pct2>%)?${GAP}(?<cur3>${CURRENCY})?${GAP}(?<close>\))?${GAP}(?<sign3>[-−])?$`,
  "u",
);
const GROUPED = /^\d{1,3}(?:([ \u00a0\u202f\u2009'’])\d{3})(?:\1\d{3})*(?:([.,])\d+)?$/;
const POINTS = /^\d{1,3}(?:\.\d{3})+(,\d+)?$/;
const COMMAS = /^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(\.\d+)?$/;
const FAILURE = /^(?:#(?:DIV\/0!?|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|ERROR!|#+)|#|Err:\d+)$/i;
const NOT_FINITE = /^[+-]?(?:nan|inf|infinity|∞)$/i;
const BOUND = /^[<>≤≥]=?\s*[\d.,]+\s*%?$/;
/** Digits with signs, short units and literals of programs: somebody meant a number. */
const BROKEN =
  /^(?=.*\d)(?:[\s\d.,'’+\-−–/:()%‰$£€¥<>*=_#]+|0[xob][\da-f]+|[+\-−–]?[\d.,]+ ?(?:bps?|pp|[a-z]{1,3}|‰))$/i;
const SCALES: ReadonlyMap<string, number> = new Map([
  ["k", 3],
  ["tsd", 3],
  ["m", 6],
  ["mn", 6],
  ["mio", 6],
  ["b", 9],
  ["bn", 9],
  ["mrd", 9],
]);
const DIGITS_ELSEWHERE = /[^\P{Nd}0-9]/u;

/** The currency of the amount that was read last; ISO 4217 where the sign says it. */
export interface Shape extends ShapeFound {
  readonly currency: string | null;
}

const EMPTY: Shape = { code: SHAPE.empty, value: NaN, currency: null };
const WORD: Shape = { code: SHAPE.word, value: NaN, currency: null };
const MARKER: Shape = { code: SHAPE.marker, value: NaN, currency: null };

/**
 * What a cell's text could be: a number in any of the writings of CLDR's locales [N1]–[N16], a date or period, a mark for
 * nothing, or words. Decides nothing that needs the rest of the column.
 */
export function readShape(text: string): Shape {
  const trimmed = trimBlanks(text);
  if (trimmed === "") return EMPTY;
  // Nothing longer is a number or date; and the patterns below stay short.
  if (trimmed.length > 64) return WORD;
  if (MARKERS.has(trimmed.toLowerCase())) return MARKER;
  if (!/[\p{Nd}#∞]|nan|inf/iu.test(trimmed)) return WORD;
  const plain = DIGITS_ELSEWHERE.test(trimmed) ? westernDigits(trimmed) : trimmed;
  const number = readNumberShape(plain);
  if (number !== null) {
    return plain === trimmed ? number : { ...number, code: number.code | FLAG.otherDigits };
  }
  const date = readDateShape(plain.replace(/[\u00a0\u202f\u2009]/g, " "));
  if (date !== null) return { ...date, currency: null };
  const other = (code: number): Shape => ({ code, value: NaN, currency: null });
  if (FAILURE.test(plain)) return other(SHAPE.failure);
  if (NOT_FINITE.test(plain)) return other(SHAPE.notFinite);
  if (BOUND.test(plain)) return other(SHAPE.bound);
  return BROKEN.test(plain) ? other(SHAPE.broken) : WORD;
}

const BLANKS = /^[\s\u00a0\u202f\u2009]+|[\s\u00a0\u202f\u2009]+$/g;

function trimBlanks(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return first > 32 && first < 128 && last > 32 && last < 128 ? text : text.replace(BLANKS, "");
}

/** Digits of other scripts (Unicode Nd: runs of ten from a zero on) and full-width signs as ASCII. */
function westernDigits(text: string): string {
  let result = "";
  for (const char of text.normalize("NFKC").replace(/٫/g, ".").replace(/٬/g, ",").replace(/٪/g, "%")) {
    if (!DIGITS_ELSEWHERE.test(char)) {
      result += char;
      continue;
    }
    const code = char.codePointAt(0) ?? 0;
    let zero = code;
    while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
    result += String((code - zero) % 10);
  }
  return result;
}

function readNumberShape(text: string): Shape | null {
  const groups = WHOLE.exec(text)?.groups;
  const body = groups?.["body"]?.replace(BLANKS, "");
  if (groups === undefined || body === undefined) return null;
  const { sign, sign2, sign3, open, close, cur1, cur2, cur3, pct1, pct2, suffix } = groups;
  const signs = [sign, sign2, sign3].filter((one) => one !== undefined);
  const currencies = [cur1, cur2, cur3].filter((one) => one !== undefined);
  const isBracketed = open !== undefined || close !== undefined;
  if (signs.length > 1 || currencies.length > 1 || (open === undefined) !== (close === undefined))
    return null;
  if (isBracketed && signs.length > 0) return null;
  if (pct1 !== undefined && (pct2 !== undefined || currencies.length > 0)) return null;
  const isPercent = pct1 !== undefined || pct2 !== undefined;
  const scale = suffix === undefined ? 0 : SCALES.get(suffix.toLowerCase().replace(".", ""));
  if (scale === undefined || (scale > 0 && isPercent)) return null;
  const found = readBody(body);
  if (found === null) return null;
  const magnitude = Number(`${found.digits}e${(isPercent ? -2 : 0) + scale + found.exponent}`);
  if (!Number.isFinite(magnitude)) return { code: SHAPE.notFinite, value: NaN, currency: null };
  // `5.-` is Swiss for five francs and no centimes, `5,-` likewise: no minus.
  if (sign3 !== undefined && /[.,]$/.test(body)) return null;
  const isMinus = isBracketed || (signs[0] !== undefined && signs[0] !== "+");
  const isOdd = signs[0] === "−" || signs[0] === "–" || sign3 !== undefined;
  const significant = found.digits.replace(".", "").replace(/^0+/, "").replace(/0+$/, "").length;
  const isImprecise = significant > 15 || magnitude > Number.MAX_SAFE_INTEGER;
  const [currency] = currencies;
  const isPlain = currency === undefined && !isPercent && scale === 0 && signs.length === 0 && !isBracketed;
  const code =
    // Only bare digits can be an identifier: £007 is an amount.
    (found.shape === SHAPE.padded && !isPlain ? SHAPE.whole : found.shape) |
    (isPercent ? FLAG.percent : 0) |
    (currency === undefined ? 0 : FLAG.money) |
    (scale > 0 ? FLAG.suffix : 0) |
    (isOdd ? FLAG.oddMinus : 0) |
    (isImprecise ? FLAG.imprecise : 0) |
    (isPlain && /^\d+[eE]\d+$/.test(body) ? FLAG.codeLike : 0) |
    (isMinus && magnitude !== 0 ? FLAG.negative : 0);
  // −0 is 0. [N15]
  const value = isMinus && magnitude !== 0 ? -magnitude : magnitude;
  return { code, value, currency: currency === undefined ? null : (SYMBOLS.get(currency) ?? currency) };
}

interface Body {
  readonly shape: number;
  /** With a point, if any. An open number is read by its own sign as the decimal one. */
  readonly digits: string;
  readonly exponent: number;
}

function readBody(text: string): Body | null {
  const [, mantissa = text, power] = /^(.*?)[eE]([+-]?\d+)$/.exec(text) ?? [];
  const exponent = power === undefined ? 0 : Number(power);
  const body = (shape: number, digits: string): Body => ({ shape, digits, exponent });
  if (/^\d+$/.test(mantissa)) {
    const isPadded = mantissa.length > 1 && mantissa.startsWith("0") && power === undefined;
    return body(isPadded ? SHAPE.padded : SHAPE.whole, mantissa);
  }
  const single = /^(\d*)([.,])(\d*)$/.exec(mantissa);
  if (single !== null) {
    const [, whole = "", sign, fraction = ""] = single;
    if ((whole === "" && fraction === "") || (fraction === "" && sign === ",")) return null;
    const isOpen = fraction.length === 3 && /^[1-9]\d{0,2}$/.test(whole) && power === undefined;
    const digits = `${whole === "" ? "0" : whole}.${fraction === "" ? "0" : fraction}`;
    if (sign === ".") return body(isOpen ? SHAPE.pointOpen : SHAPE.point, digits);
    return body(isOpen ? SHAPE.commaOpen : SHAPE.comma, digits);
  }
  if (power !== undefined) return null;
  const points = POINTS.exec(mantissa);
  if (points !== null) {
    const digits = mantissa.replaceAll(".", "").replace(",", ".");
    return body(points[1] === undefined ? SHAPE.pointGroups : SHAPE.comma, digits);
  }
  const commas = COMMAS.exec(mantissa);
  if (commas !== null) {
    return body(commas[1] === undefined ? SHAPE.commaGroups : SHAPE.point, mantissa.replaceAll(",", ""));
  }
  const grouped = GROUPED.exec(mantissa);
  if (grouped === null) return null;
  const digits = mantissa.replace(/[^\d.,]/g, "").replace(",", ".");
  if (grouped[2] === undefined) return body(SHAPE.otherGroups, digits);
  return body(grouped[2] === "." ? SHAPE.point : SHAPE.comma, digits);
}

/** An open number the other way round: its sign groups digits. */
export const openAsGrouped = (value: number): number => Number((value * 1000).toPrecision(15));
