import { printNumber } from "./number.ts";
import type { DecimalSign } from "./number.ts";
import { escapeText } from "./safe.ts";
import { quoteField } from "./tokens.ts";
import type { Delimiter } from "./tokens.ts";

/**
 * A table of texts and numbers as a file that spreadsheet programs open: UTF-8 with its mark, texts that would run
 * as formulas made harmless, numbers in full with the reader's decimal sign (and then `;` between fields, unless
 * another separator is asked for).
 */
export function writeTable(
  rows: readonly (readonly (string | number)[])[],
  decimal: DecimalSign,
  options: { readonly delimiter?: Delimiter; readonly bom?: boolean } = {},
): string {
  const { delimiter = decimal === "," ? ";" : ",", bom = true } = options;
  const number = (value: number): string => {
    const text = printNumber(value, decimal);
    return text.includes(delimiter) ? quoteField(text) : text;
  };
  const lines = rows.map((row) =>
    row
      .map((cell) => (typeof cell === "number" ? number(cell) : quoteField(escapeText(cell))))
      .join(delimiter),
  );
  return `${bom ? "\ufeff" : ""}${lines.join("\r\n")}\r\n`;
}
