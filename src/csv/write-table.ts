import { printNumber } from "./number.ts";
import type { DecimalSign } from "./number.ts";
import { escapeText } from "./safe.ts";
import { quoteField } from "./tokens.ts";

/**
 * A table of texts and numbers as a file that spreadsheet programs open: UTF-8 with its mark, texts that would run
 * as formulas made harmless, numbers in full with the reader's decimal sign (and then `;` between fields).
 */
export function writeTable(rows: readonly (readonly (string | number)[])[], decimal: DecimalSign): string {
  const delimiter = decimal === "," ? ";" : ",";
  const lines = rows.map((row) =>
    row
      .map((cell) => (typeof cell === "number" ? printNumber(cell, decimal) : quoteField(escapeText(cell))))
      .join(delimiter),
  );
  return `\ufeff${lines.join("\r\n")}\r\n`;
}
