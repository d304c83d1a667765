/** The sign between whole and fraction. */
export type DecimalSign = "." | ",";

/** A number as it stands in a file, with how many significant digits it shows there. */
export interface NumberFound {
  readonly value: number;
  readonly digits: number;
  /** What was read beyond plain digits, so that it can be said. */
  readonly form: "plain" | "grouped" | "percent";
}

export type NumberFault = "not a number" | "spreadsheet error" | "wrong decimal" | "ambiguous";

/**
 * The shortest digits that read back as the same double; nothing for what is no number. Never with an exponent:
 * spreadsheet programs show such a number with three digits, and save what they show.
 */
export function printNumber(value: number, decimal: DecimalSign): string {
  if (!Number.isFinite(value)) return "";
  if (Object.is(value, -0)) return "-0";
  const text = withoutExponent(String(value));
  return decimal === "." ? text : text.replace(".", decimal);
}

/** 1.5e-7 as 0.00000015, 1e21 as 1 and its zeros. */
function withoutExponent(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const power = Number(exponent);
  if (power < 0) return `${sign}0.${"0".repeat(-power - 1)}${whole}${fraction}`;
  // A double as large as this is whole: it has no digit beyond its exponent.
  return `${sign}${whole}${fraction.padEnd(power, "0")}`;
}

const BLANKS = /^[\s\u00a0\u202f]+|[\s\u00a0\u202f]+$/g;
const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const WESTERN = /^[+-]?\d{1,3}(?:([,. \u00a0\u202f'’])\d{3})(?:\1\d{3})*(?:([.,])\d+)?$/;
const INDIAN = /^[+-]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?$/;
const SPREADSHEET_ERROR = /^(?:#(?:DIV\/0!|N\/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|#*)|Err:\d+)$/i;

/**
 * Reads a number as spreadsheet programs write it. `decimal` null: the file has not said which sign it uses;
 * then a number that the sign would decide is not guessed.
 *
 * Plan files hold plain digits; groups and `%` come from a program that somebody set to show them.
 */
export function readNumber(text: string, decimal: DecimalSign | null): NumberFound | NumberFault {
  const trimmed = text.replace(BLANKS, "").replace(/^−/, "-");
  if (SPREADSHEET_ERROR.test(trimmed)) return "spreadsheet error";
  const percent = /^(.*\d)\s*%$/s.exec(trimmed);
  const body = percent?.[1]?.replace(BLANKS, "") ?? trimmed;
  const found = readBody(body, decimal);
  if (typeof found === "string") return found;
  const digits = found.text.replace(/e.*$/i, "").replace(/[^\d]/g, "").replace(/^0+/, "").length;
  const value = percent === null ? Number(found.text) : Number(shiftByHundred(found.text));
  if (!Number.isFinite(value)) return "not a number";
  return { value, digits, form: percent !== null ? "percent" : found.grouped ? "grouped" : "plain" };
}

/** `12.5` as the text of 12.5 ÷ 100, so that 5.7% is exactly what 0.057 is. */
function shiftByHundred(text: string): string {
  const [, mantissa = text, exponent = "0"] = /^(.*)e(.*)$/i.exec(text) ?? [];
  return `${mantissa}e${Number(exponent) - 2}`;
}

function readBody(
  body: string,
  decimal: DecimalSign | null,
): { readonly text: string; readonly grouped: boolean } | NumberFault {
  if (!/[.,]/.test(body) && PLAIN.test(body)) return { text: body, grouped: false };
  const sign = decimal ?? signOf(body);
  if (sign === null) return /^[+-]?\d{1,3}[.,]\d{3}$/.test(body) ? "ambiguous" : "not a number";
  const other = sign === "." ? "," : ".";
  if (!body.includes(other)) {
    const plain = body.replace(sign, ".");
    if (PLAIN.test(plain)) return { text: plain, grouped: false };
  }
  const western = WESTERN.exec(body);
  const grouped =
    western !== null && western[1] !== sign && (western[2] === undefined || western[2] === sign);
  if (grouped || (sign === "." && INDIAN.test(body))) {
    const start = body.lastIndexOf(sign);
    const whole = (start < 0 ? body : body.slice(0, start)).replace(/[^\d+-]/g, "");
    return { text: start < 0 ? whole : `${whole}.${body.slice(start + 1)}`, grouped: true };
  }
  return PLAIN.test(body.replace(other, ".")) ? "wrong decimal" : "not a number";
}

/**
 * The decimal sign that a number shows by itself; null where it could be either (`1,234`) or is no number.
 */
export function signOf(body: string): DecimalSign | null {
  const text = body.replace(BLANKS, "").replace(/%$/, "");
  const last = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (last < 0) return null;
  const sign = text.charAt(last) === "." ? "." : ",";
  const other = sign === "." ? "," : ".";
  if (text.includes(other)) return readable(text, sign) ? sign : null;
  if (text.indexOf(sign) !== last) return WESTERN.test(text) || INDIAN.test(text) ? other : null;
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return null;
  return PLAIN.test(text.replace(sign, ".")) ? sign : null;
}

function readable(text: string, sign: DecimalSign): boolean {
  const western = WESTERN.exec(text);
  return (
    (western !== null && western[1] !== sign && western[2] === sign) || (sign === "." && INDIAN.test(text))
  );
}

/**
 * Whether a number in a file says what the plan's own says: the same, or the own one rounded to the digits that
 * the file shows. Spreadsheet programs keep 15 (and drop zeros at the end); fewer than six are no rounding.
 */
export function isUnchanged(own: number, { value, digits }: NumberFound): boolean {
  if (own === value) return true;
  if (!Number.isFinite(own) || own === 0) return false;
  // Programs round to 15 digits what they have rounded before: a little more than half a unit of the last one.
  if (Math.abs(own - value) <= 0.6 * unitOf(own, 15)) return true;
  if (Number(own.toPrecision(15)) === value) return true;
  return digits >= 6 && Number(own.toPrecision(Math.min(digits, 17))) === value;
}

/** What one in the last of so many significant digits is worth. */
const unitOf = (value: number, digits: number): number =>
  Number(`1e${Number(value.toExponential().split("e")[1]) - digits + 1}`);

/** Whether a computed value in a file is the recomputed one: within 1e-9, or its rounding. */
export function isAlike(own: number, found: NumberFound): boolean {
  const scale = Math.max(Math.abs(own), Math.abs(found.value));
  return isUnchanged(own, found) || Math.abs(own - found.value) <= 1e-9 * scale;
}
