import { printFormula } from "../formula/print.ts";
import type { CellValue } from "../plan/cell.ts";
import type { Plan } from "../plan/plan.ts";
import type { EntryContext } from "./context.ts";
import { parseEntry } from "./entry.ts";
import { writeValue } from "./write.ts";

/**
 * What the editor shows when a cell is opened: its formula, the text it was typed as, or the number in full
 * precision as the reader writes numbers; empty for an empty cell. [EN30]
 *
 * Law: `parseEntry(entryText(value))` is that value. A text that this reader would read otherwise (it was typed
 * in another country, or in a row that had another unit) gives way to the value written anew.
 */
export function entryText(value: CellValue | null, context: EntryContext, plan: Plan): string {
  if (value === null) return "";
  const { decimal } = context.locale;
  const isPercent = context.unit === "rate" || context.asPercent;
  if (typeof value === "number") return Number.isNaN(value) ? "" : writeValue(value, { isPercent, decimal });
  if (value.formula?.kind === "tree") return `=${printFormula(value.formula.tree, plan, { decimal })}`;
  if (value.formula?.kind === "text") return `=${value.formula.text.replace(/^=/, "")}`;
  if (value.text !== undefined) {
    const entry = parseEntry(value.text, context);
    if (entry.kind === "value" && saysSame(entry.value, value)) return value.text;
  }
  return Number.isNaN(value.value) ? "" : writeValue(value, { isPercent, decimal });
}

/** Whether two values compute the same: number, range and evidence, whatever the text. */
function saysSame(a: CellValue, b: CellValue): boolean {
  const [x, y] = [a, b].map((value) => (typeof value === "number" ? { value } : value));
  if (x === undefined || y === undefined || !Object.is(x.value, y.value)) return false;
  return JSON.stringify([rangeOf(x), evidenceOf(x)]) === JSON.stringify([rangeOf(y), evidenceOf(y)]);
}

const rangeOf = (value: Exclude<CellValue, number>): unknown =>
  value.range === undefined
    ? null
    : [value.range.shape, value.range.low, value.range.high, value.range.middle ?? null];

const evidenceOf = (value: Exclude<CellValue, number>): unknown =>
  value.evidence === undefined ? null : [value.evidence.hits, value.evidence.of];
