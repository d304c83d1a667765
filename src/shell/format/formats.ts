import type { LocaleNumbers } from "../../core/index.ts";
import { decimalsFor, sentenceDigits } from "./decimals.ts";
import type { Digits, ShownRow } from "./decimals.ts";
import { localeNumbers, shownLocale } from "./locale.ts";
import { createPeriodNames } from "./periods.ts";
import type { PeriodNames } from "./periods.ts";

/**
 * The one owner of how numbers look, in the reader's locale and the plan's currency: the sheet, the sentence,
 * the charts and the messages all show them through it. What is shown is rounded; what is stored never is.
 *
 * A value that is not finite gives an empty text: whoever shows a cell says why it has no number. −0 and what
 * rounds to it show as 0; the minus is the sign, not the hyphen.
 */
export interface Formats extends PeriodNames {
  readonly locale: string;
  readonly currency: string;
  /** For `parseEntry`. */
  readonly numbers: LocaleNumbers;
  /** How many decimals a row shows, given its cells, so that it reads evenly. */
  decimalsFor(row: ShownRow, values: readonly number[]): number;
  /** A cell: `£4,500`, `£30.00`, `2.0%`, `10,000`. `decimals` as `decimalsFor` gave them for the whole row. */
  cell(value: number, row: ShownRow, decimals?: number): string;
  /** A number in running text: `£15,000`, `£24`, `6.25%`, `3.06`. */
  sentence(value: number, row: ShownRow): string;
  /** For narrow places: as in a sentence up to 99,999, then `£1.23m`. */
  short(value: number, row: ShownRow): string;
  /** A difference with its sign: `−£3,636`, `+4.0 pts`, `+1`; `0` where nothing shows. */
  delta(value: number, row: ShownRow, decimals?: number): string;
  /** A share or a chance, 0.5 as `50%`. */
  percent(value: number, decimals?: number): string;
  /** A bare number with at most so many decimals. */
  number(value: number, decimals?: number): string;
}

type Style = "money" | "percent" | "plain";
type Manner = "plain" | "signed" | "compact" | "scientific";

/** From here on nobody can read the zeros, and a double has no digits for them: £1E18. */
const MOST_WRITTEN_OUT = 1e15;

function styleOf(row: ShownRow): Style {
  if (row.unit === "rate" || row.asPercent) return "percent";
  return row.unit === "money" || row.unit === "moneyPerCount" ? "money" : "plain";
}

/** Makes the formats of a reader (BCP 47) and a plan (ISO 4217). Each number format is made once, when first used. */
export function createFormats(locale: string, currency: string): Formats {
  const shown = shownLocale(locale);
  const money = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const currencyDigits = new Intl.NumberFormat(shown, money).resolvedOptions().maximumFractionDigits ?? 2;
  const made = new Map<string, Intl.NumberFormat>();

  const formatFor = (style: Style, { least, most }: Digits, manner: Manner): Intl.NumberFormat => {
    const key = `${style} ${least} ${most} ${manner}`;
    let format = made.get(key);
    if (format === undefined) {
      format = new Intl.NumberFormat(shown, {
        ...(style === "money" ? money : style === "percent" ? { style: "percent" } : {}),
        ...(manner === "compact" || manner === "scientific"
          ? { notation: manner, maximumSignificantDigits: 3 }
          : { minimumFractionDigits: least, maximumFractionDigits: most }),
        signDisplay: manner === "signed" ? "exceptZero" : "negative",
      });
      made.set(key, format);
    }
    return format;
  };

  const show = (value: number, style: Style, digits: Digits, manner: Manner): string => {
    if (!Number.isFinite(value)) return "";
    const fits = Math.abs(value) < MOST_WRITTEN_OUT;
    const text = formatFor(style, digits, fits ? manner : "scientific").format(value);
    return value < 0 ? text.replace("-", "−") : text;
  };

  const even = (decimals: number): Digits => ({ least: decimals, most: decimals });
  const decimals = (row: ShownRow, values: readonly number[]): number =>
    decimalsFor(row, values, currencyDigits);

  const sentence = (value: number, row: ShownRow): string =>
    show(value, styleOf(row), sentenceDigits(row, value, currencyDigits), "plain");

  return {
    ...createPeriodNames(locale),
    locale: shown,
    currency,
    numbers: localeNumbers(locale),
    decimalsFor: decimals,
    cell: (value, row, digits = decimals(row, [value])) => show(value, styleOf(row), even(digits), "plain"),
    sentence,
    short: (value, row) =>
      Math.abs(value) < 99_999.5 || styleOf(row) === "percent"
        ? sentence(value, row)
        : show(value, styleOf(row), even(0), "compact"),
    delta: (value, row, digits = decimals(row, [value])) => {
      if (styleOf(row) !== "percent") return show(value, styleOf(row), even(digits), "signed");
      const points = show(value * 100, "plain", even(digits), "signed");
      return points === "" ? "" : `${points} pts`;
    },
    percent: (value, digits) =>
      show(value, "percent", digits === undefined ? { least: 0, most: 1 } : even(digits), "plain"),
    number: (value, digits = 2) => show(value, "plain", { least: 0, most: digits }, "plain"),
  };
}
