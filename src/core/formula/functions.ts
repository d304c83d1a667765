import { FUNCTION_NAMES } from "../plan/formula.ts";
import type { FunctionName } from "../plan/formula.ts";

/** What a function takes: from `min` to `max` arguments, as shown in `usage`. */
export interface Signature {
  readonly min: number;
  readonly max: number;
  readonly usage: string;
}

/** As many as fit: Excel's own limit. */
const MANY = 255;

const SIGNATURES: Readonly<Record<FunctionName, Signature>> = {
  IF: { min: 2, max: 3, usage: "IF(test, then, otherwise)" },
  AND: { min: 1, max: MANY, usage: "AND(a, b, …)" },
  OR: { min: 1, max: MANY, usage: "OR(a, b, …)" },
  NOT: { min: 1, max: 1, usage: "NOT(a)" },
  MIN: { min: 1, max: MANY, usage: "MIN(a, b, …)" },
  MAX: { min: 1, max: MANY, usage: "MAX(a, b, …)" },
  SUM: { min: 1, max: MANY, usage: "SUM(a, b, …)" },
  ABS: { min: 1, max: 1, usage: "ABS(x)" },
  ROUND: { min: 1, max: 2, usage: "ROUND(x, digits)" },
  ROUNDUP: { min: 1, max: 2, usage: "ROUNDUP(x, digits)" },
  ROUNDDOWN: { min: 1, max: 2, usage: "ROUNDDOWN(x, digits)" },
  INT: { min: 1, max: 1, usage: "INT(x)" },
  SQRT: { min: 1, max: 1, usage: "SQRT(x)" },
  EXP: { min: 1, max: 1, usage: "EXP(x)" },
  LN: { min: 1, max: 1, usage: "LN(x)" },
  LOG10: { min: 1, max: 1, usage: "LOG10(x)" },
  POWER: { min: 2, max: 2, usage: "POWER(x, exponent)" },
  MOD: { min: 2, max: 2, usage: "MOD(x, divisor)" },
  IFERROR: { min: 2, max: 2, usage: "IFERROR(x, otherwise)" },
  CHOOSE: { min: 2, max: MANY, usage: "CHOOSE(index, a, b, …)" },
  PREV: { min: 0, max: 3, usage: "PREV(x, periods back, start)" },
  LAG: { min: 2, max: MANY, usage: "LAG(x, weight 0, weight 1, …)" },
  COHORT: { min: 2, max: MANY, usage: "COHORT(x, rate 0, rate 1, …)" },
  CUM: { min: 1, max: 2, usage: "CUM(x) or CUM(x, periods)" },
  ALL: { min: 1, max: 1, usage: "ALL(x)" },
  SHARE: { min: 1, max: 1, usage: "SHARE(x)" },
  EACH: { min: 1, max: 1, usage: "EACH(x)" },
  TOTAL: { min: 1, max: 1, usage: "TOTAL(x)" },
  SATURATE: { min: 3, max: 4, usage: "SATURATE(x, cap, half, shape)" },
  PERIOD: { min: 0, max: 0, usage: "PERIOD()" },
  MONTH: { min: 0, max: 0, usage: "MONTH()" },
  DAYS: { min: 0, max: 0, usage: "DAYS()" },
  BYMONTH: { min: 12, max: 12, usage: "BYMONTH(January, …, December)" },
};

/** How a function is called, in words for a message and for the list of functions. */
export function signatureOf(name: FunctionName): Signature {
  return SIGNATURES[name];
}

/** `two arguments`, `1 to 3 arguments`, as a message says it. */
export function argumentWords({ min, max }: Signature): string {
  if (max === MANY) return min === 1 ? "at least one argument" : `at least ${min} arguments`;
  if (min !== max) return `${min} to ${max} arguments`;
  return min === 0 ? "no arguments" : min === 1 ? "one argument" : `${min} arguments`;
}

/** All names that can stand before a bracket, CHANNEL among them. */
export const CALLABLE_NAMES: readonly string[] = [...FUNCTION_NAMES, "CHANNEL"];

const functionsByName: ReadonlyMap<string, FunctionName> = new Map(
  FUNCTION_NAMES.map((name) => [name, name]),
);

/** The function of a name, whatever its case. [FO7] */
export function functionOf(name: string): FunctionName | undefined {
  return functionsByName.get(name.toUpperCase());
}

const CLOCK = "the same plan has to give the same numbers every day; use PERIOD() or MONTH()";
const DICE =
  "the same plan has to give the same numbers every time; type a range such as 2%..4% into an assumption";
const NETWORK = "nothing is read from or sent to the network";
const LOOKUP = "rows are read by their names, as in Visitors or [Demo to sale]";
const TEXT = "there is no text in formulas";
const PARTS = "give that part a row of its own and use its name";
const AVERAGE = "write SUM(a, b) / 2, or let the row's total be an average";
const COUNTING = "rows have no cells to count; use IF(…, 1, 0) and SUM or TOTAL";
const DATES = "there are no dates in formulas; use PERIOD(), MONTH() or DAYS()";

/** Functions of spreadsheets that are left out on purpose, each with its reason and what to do instead. [FO7] */
const NOT_OFFERED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    [CLOCK]: "NOW TODAY",
    [DICE]: "RAND RANDBETWEEN RANDARRAY NORMINV NORM.INV",
    [NETWORK]:
      "HYPERLINK IMPORTXML IMPORTDATA IMPORTHTML IMPORTFEED IMPORTRANGE WEBSERVICE GOOGLEFINANCE IMAGE STOCKHISTORY RTD",
    [LOOKUP]:
      "VLOOKUP HLOOKUP XLOOKUP LOOKUP INDEX MATCH XMATCH OFFSET INDIRECT ADDRESS ROW COLUMN ROWS COLUMNS FILTER SORT UNIQUE QUERY TRANSPOSE ARRAYFORMULA CELL",
    [TEXT]:
      "CONCAT CONCATENATE TEXT TEXTJOIN LEFT RIGHT MID LEN REPT UPPER LOWER PROPER TRIM FIND SEARCH SUBSTITUTE REPLACE VALUE CHAR CODE T SPLIT REGEXMATCH REGEXEXTRACT",
    [PARTS]: "LET LAMBDA MAP REDUCE SCAN BYROW BYCOL MAKEARRAY",
    [AVERAGE]: "AVERAGE AVERAGEA AVERAGEIF AVERAGEIFS MEDIAN",
    [COUNTING]: "COUNT COUNTA COUNTIF COUNTIFS COUNTBLANK SUMIF SUMIFS",
    [DATES]: "DATE DATEVALUE YEAR DAY EOMONTH EDATE WEEKDAY WEEKNUM DATEDIF NETWORKDAYS WORKDAY",
    "write * between the factors": "PRODUCT",
    "write ALL(a * b), which multiplies in each channel and adds up": "SUMPRODUCT",
    "write LOG10(x), or LN(x) / LN(base)": "LOG",
    "write ROUNDUP(x, digits)": "CEILING CEILING.MATH MROUND",
    "write ROUNDDOWN(x, digits) or INT(x)": "FLOOR FLOOR.MATH TRUNC",
    "write IF(x > 0, 1, IF(x < 0, -1, 0))": "SIGN",
    "write one IF inside another": "IFS",
    "write CHOOSE(index, a, b, …)": "SWITCH",
    "write IFERROR(x, otherwise)": "IFNA ISERROR ISERR ISNA ISNUMBER ISBLANK NA",
    "an empty cell reads as 0, so that nothing needs converting": "N",
    "write ^ 0.5 or SQRT(x)": "SQRTPI",
  }).flatMap(([reason, names]) => names.split(" ").map((name) => [name, reason] as const)),
);

/** Why a function known elsewhere is not offered here; nothing for names that are unknown. */
export function reasonNotOffered(name: string): string | undefined {
  const upper = name.toUpperCase();
  return NOT_OFFERED.get(upper) ?? (upper.startsWith("IMPORT") ? NETWORK : undefined);
}
