import { readShape } from "./reading/number-shape.ts";
import { isNumber } from "./reading/shape.ts";
import type { PlanRead } from "./read.ts";
import { escapeText, unescapeText } from "./safe.ts";
import { quoteField } from "./tokens.ts";

/**
 * The records of a plan's file in which something was not understood, as a file of their own: as they stand, with
 * their line and why. Corrected, they can be put back under the heading of the file that they come from.
 */
export function planAsides({ facts, headings, bad, errors }: PlanRead): string {
  const reasons = new Map<number | null, string>();
  for (const { line, column, text } of errors) {
    const said = column === null ? text : `${column}: ${text}`;
    reasons.set(line, [reasons.get(line), said].filter((part) => part !== undefined).join(" "));
  }
  const rows = bad.map(({ line, fields }) => [...fields, String(line), reasons.get(line) ?? ""]);
  // A number is no formula, whatever sign it begins with; what is escaped in the file is not escaped twice.
  const print = (field: string): string =>
    quoteField(isNumber(readShape(field).code) ? field : escapeText(unescapeText(field)));
  const lines = [[...headings, "Line", "Why it was set aside"], ...rows];
  return `\ufeff${lines.map((fields) => fields.map(print).join(facts.delimiter)).join("\r\n")}\r\n`;
}
