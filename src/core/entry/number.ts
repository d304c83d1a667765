import { entryMessages } from "../messages/entry.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";
import type { EntryError, LocaleNumbers } from "./context.ts";
import { currencyAtEnd, currencyAtStart, currencyName } from "./currency.ts";
import type { FoundCurrency } from "./currency.ts";
import { readDigits } from "./digits.ts";
import { writeNumber } from "./write.ts";

/** A decimal number before it becomes a double: a shift by powers of ten costs no precision. */
export interface Decimal {
  readonly isNegative: boolean;
  /** Digits with at most one `.`. */
  readonly digits: string;
  readonly exponent: number;
}

/** One number as it was typed. [EN3] */
export interface ReadNumber {
  readonly mark: "percent" | "money" | null;
  /** The likelier first. Neither suffix nor percent sign is in them yet. */
  readonly readings: readonly Decimal[];
  /** Power of ten of its suffix: 3 for k; 0 without one. */
  readonly suffix: number;
  readonly isFraction: boolean;
  readonly isDoubtful: boolean;
  readonly isForeign: boolean;
}

/** What the reader of numbers has to know. */
export interface NumberOptions {
  readonly locale: LocaleNumbers;
  readonly currency: string;
  /** A number that would be right here, for the remedy. */
  readonly example: string;
}

const SUFFIXES: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  tsd: 3,
  m: 6,
  mm: 6,
  mn: 6,
  mln: 6,
  mio: 6,
  million: 6,
  b: 9,
  bn: 9,
  bln: 9,
  mrd: 9,
  billion: 9,
};

const INDIAN_SUFFIXES: Readonly<Record<string, number>> = {
  ...SUFFIXES,
  l: 5,
  lac: 5,
  lakh: 5,
  lakhs: 5,
  cr: 7,
  crore: 7,
  crores: 7,
};

/** The double of a decimal times 10^shift, correctly rounded; never −0. Infinite where it is too large. */
export function toDouble({ isNegative, digits, exponent }: Decimal, shift: number): number {
  const value = Number(`${digits}e${exponent + shift}`);
  return isNegative && value !== 0 ? -value : value;
}

/** Whether a decimal is 0, which a double that came out as 0 does not tell. */
export function isZero({ digits }: Decimal): boolean {
  return !/[1-9]/.test(digits);
}

/** What stands around the digits. */
interface Frame {
  readonly body: string;
  readonly isNegative: boolean;
  readonly percents: number;
  readonly money: FoundCurrency | null;
}

/** Reads one number from a text made plain by `cleanText`. [EN3]–[EN7] */
export function readNumber(text: string, options: NumberOptions): Result<ReadNumber, EntryError> {
  const { locale, currency } = options;
  const framed = takeFrame(text.trim(), options);
  if (!framed.ok) return framed;
  const { body, isNegative, percents, money } = framed.value;
  const unread = fail({ code: "notANumber", text: entryMessages.notANumber(text.trim(), options.example) });

  const suffixed = /^(.*?[\d.,]) ?([A-Za-z]+)$/.exec(body);
  const suffixes = locale.grouping === "indian" ? INDIAN_SUFFIXES : SUFFIXES;
  const word = (suffixed?.[2] ?? "").toLowerCase();
  const suffix = Object.hasOwn(suffixes, word) ? (suffixes[word] ?? 0) : 0;
  if (suffixed !== null && suffix === 0) return unread;
  const bare = suffixed?.[1] ?? body;

  const found = readBare(bare, locale);
  if (found === null) return unread;
  if (found === "zero") return fail({ code: "divisionByZero", text: entryMessages.divisionByZero() });
  if (suffix > 0 && (percents > 0 || found.isFraction)) return unread;

  const readings = found.readings.map((reading) => ({ ...reading, isNegative }));
  // Remedies repeat the number as it was typed, with its sign.
  const shown = (isNegative ? "-" : "") + bare;
  if (percents > 1) return fail({ code: "twoPercents", text: entryMessages.twoPercents(`${shown}%`) });
  if (money !== null && percents > 0)
    return fail({ code: "percentOfMoney", text: entryMessages.percentOfMoney() });
  if (money !== null && !money.codes.includes(currency)) {
    const plan = currencyName(currency);
    return fail({ code: "otherCurrency", text: entryMessages.otherCurrency(money.shown, plan) });
  }
  const mark = percents > 0 ? "percent" : money !== null ? "money" : null;
  return ok({ ...found, mark, readings, suffix });
}

/** Takes signs, brackets, currency and percent sign off, in whatever order they stand: −£5, £−5, (£5), £(5). */
function takeFrame(text: string, options: NumberOptions): Result<Frame, EntryError> {
  let body = text;
  let sign: "+" | "-" | "(" | null = null;
  let percents = 0;
  let money: FoundCurrency | null = null;
  for (;;) {
    const first = body.charAt(0);
    const isBracketed = first === "(" && body.endsWith(")");
    if (first === "+" || first === "-" || isBracketed) {
      if (sign !== null) return fail({ code: "twoSigns", text: entryMessages.twoSigns() });
      sign = isBracketed ? "(" : first;
      body = (isBracketed ? body.slice(1, -1) : body.slice(1)).trim();
    } else if (body.endsWith("%")) {
      percents++;
      body = body.slice(0, -1).trimEnd();
    } else if (/ ?(?:percent|per cent)$/i.test(body)) {
      percents++;
      body = body.replace(/ ?(?:percent|per cent)$/i, "");
    } else if (first === "%" && body.length > 1) {
      return percentFirst(body.slice(1), options);
    } else if (body.endsWith("‰")) {
      return perMille(body.slice(0, -1), options);
    } else {
      const found = currencyAtStart(body, options.currency) ?? currencyAtEnd(body, options.currency);
      if (found === undefined) break;
      if (money !== null) return fail({ code: "twoCurrencies", text: entryMessages.twoCurrencies() });
      money = found;
      body = found.rest;
    }
  }
  return ok({ body, isNegative: sign === "-" || sign === "(", percents, money });
}

function percentFirst(rest: string, options: NumberOptions): Result<never, EntryError> {
  const read = readNumber(rest, options);
  if (!read.ok) return read;
  return fail({ code: "percentFirst", text: entryMessages.percentFirst(`${rest.trim()}%`) });
}

function perMille(rest: string, options: NumberOptions): Result<never, EntryError> {
  const read = readNumber(rest, options);
  if (!read.ok) return read;
  const [reading] = read.value.readings;
  const tenth = reading === undefined ? 0 : toDouble(reading, read.value.suffix - 1);
  const right = `${writeNumber(tenth, options.locale.decimal)}%`;
  return fail({ code: "perMille", text: entryMessages.perMille(right) });
}

type BareNumber = Pick<ReadNumber, "isFraction" | "isDoubtful" | "isForeign"> & {
  readonly readings: readonly Omit<Decimal, "isNegative">[];
};

/** Reads what is left: digits with their signs, digits with an exponent, or a whole and a fraction. */
function readBare(body: string, locale: LocaleNumbers): BareNumber | "zero" | null {
  const fraction = /^(\d{1,15}) +(\d{1,15}) ?\/ ?(\d{1,15})$/.exec(body);
  if (fraction !== null) {
    const [whole = 0, part = 0, of = 0] = fraction.slice(1).map(Number);
    if (of === 0) return "zero";
    const [digits = "0", power = "0"] = (whole + part / of).toExponential().split("e");
    const readings = [{ digits, exponent: Number(power) }];
    return { readings, isFraction: true, isDoubtful: false, isForeign: false };
  }
  const exponent = /^(.*\d[.,]?)e([+-]?\d{1,5})$/i.exec(body);
  const found = readDigits(exponent?.[1] ?? body, locale);
  if (found === null) return null;
  const readings = found.readings.map((digits) => ({ digits, exponent: Number(exponent?.[2] ?? 0) }));
  return { readings, isFraction: false, isDoubtful: found.isDoubtful, isForeign: found.isForeign };
}
