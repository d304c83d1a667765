import type { ColumnReading } from "./column.ts";
import { isAdditive } from "./hints.ts";
import { ROLE } from "./reading.ts";
import { SHAPE, shapeOf } from "./shape.ts";
import type { CellStore } from "./store.ts";

/** What a total is called, alone: `Total Wine` is a name like any other. */
const TOTAL =
  /^(?:(?:grand|overall|report|page|sub|account)[ -]?)?totals?\s*:?$|^(?:sum|total général|sous-total|total general|totale|totaal|subtotaal|insgesamt|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|summe|ergebnis|suma|somme|somma|totaux|итого|всего|合計|小計|总计|合计)\s*:?$/i;
/** What advertising reports put in front of the thing that is totalled. */
const VENDOR =
  /^(?:grand )?totals?\s?[:–-]\s?\S|^results from \d+ |^total of \d+ (?:results?|rows?|items?|campaigns?|ad ?groups?|ads)\b/i;
/** Begins like a total: one if its figures add up, and then it is asked. */
const MAYBE =
  /^(?:sub-?)?(?:totals?|sum|overall|all|summe|gesamt\p{L}*|insgesamt|alle|somme|tous|toutes|suma|todos|todas|totale|tutti|totaal|alles)(?:$|[ -])/iu;

export type TotalName = "vendor" | "name" | "maybe" | null;

/** Whether a row's first text says that it is a total. */
export function totalName(text: string): TotalName {
  const trimmed = text.trim();
  if (trimmed.length > 60) return null;
  if (VENDOR.test(trimmed)) return "vendor";
  if (TOTAL.test(trimmed)) return "name";
  return MAYBE.test(trimmed) ? "maybe" : null;
}

/**
 * Which rows add up others [S16]: each candidate's figures against the sum since the total before, of all rows
 * above, and of all rows of the table. Half of a row's figures, at least one, must agree: not everything
 * that a total shows adds up.
 *
 * candidates  rows in rising order that are not counted as data here.
 * least       fewer rows than these make no total.
 */
export function confirmTotals(
  candidates: readonly number[],
  columns: readonly ColumnReading[],
  roles: Uint8Array,
  from: number,
  to: number,
  least = 1,
): Set<number> {
  const confirmed = new Set<number>();
  const summed = columns.filter(
    ({ type, values, heading }) =>
      values !== null && (type.value === "number" || type.value === "money") && isAdditive(heading),
  );
  if (candidates.length === 0 || summed.length === 0) return confirmed;
  const wanted = new Set(candidates);
  let others = 0;
  for (let row = from; row <= to; row++) if (roles[row] === ROLE.data && !wanted.has(row)) others++;
  if (others < least) return confirmed;
  const all = summed.map(({ values }) => sumOf(values, roles, from, to, wanted));
  const since = summed.map(() => 0);
  const above = summed.map(() => 0);
  let rows = 0;
  for (let row = from; row <= to; row++) {
    if (wanted.has(row)) {
      const shown = summed.map(({ values }) => values?.[row] ?? NaN);
      const agree = [since, above, all].some((sums) => agrees(shown, sums, rows));
      if (agree) confirmed.add(row);
      since.fill(0);
    } else if (roles[row] === ROLE.data) {
      rows++;
      summed.forEach(({ values }, i) => {
        const value = values?.[row] ?? NaN;
        if (Number.isNaN(value)) return;
        since[i] = (since[i] ?? 0) + value;
        above[i] = (above[i] ?? 0) + value;
      });
    }
  }
  return confirmed;
}

function sumOf(
  values: Float64Array | null,
  roles: Uint8Array,
  from: number,
  to: number,
  without: ReadonlySet<number>,
): number {
  let sum = 0;
  for (let row = from; row <= to; row++) {
    const value = values?.[row] ?? NaN;
    if (roles[row] === ROLE.data && !without.has(row) && value === value) sum += value;
  }
  return sum;
}

function agrees(shown: readonly number[], sums: readonly number[], rows: number): boolean {
  let said = 0;
  let same = 0;
  shown.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    said++;
    const sum = sums[i] ?? 0;
    // Rows are shown rounded, half a cent each at most, and the total from what was not.
    const slack = Math.min(0.005 * (rows + 1), 0.001 * Math.abs(sum)) + 1e-9 * Math.abs(sum);
    if (Math.abs(value - sum) <= slack) same++;
  });
  return said > 0 && same * 2 >= said && same > 0;
}

/** Rows without a name and without any other text, but with figures: totals if these add up. */
export function namelessRows(
  columns: readonly ColumnReading[],
  store: CellStore,
  roles: Uint8Array,
  from: number,
  to: number,
): number[] {
  const texts = columns.filter(({ type, hint }) => type.value === "text" && hint !== "currency");
  const [key] = texts;
  if (key === undefined || key.field > 3) return [];
  const numbers = columns.filter(({ values }) => values !== null);
  const found: number[] = [];
  for (let row = from; row <= to; row++) {
    if (roles[row] !== ROLE.data || !isBlank(store, key, row)) continue;
    if (!texts.every((column) => isBlank(store, column, row))) continue;
    if (numbers.some(({ values }) => !Number.isNaN(values?.[row] ?? NaN))) found.push(row);
  }
  return found;
}

/** Rows whose first cell is blank below a filled one, while another text of theirs is not: groups, printed once. */
export function groupedRows(
  columns: readonly ColumnReading[],
  store: CellStore,
  roles: Uint8Array,
  from: number,
  to: number,
): number[] {
  const [first, ...others] = columns;
  if (first?.type.value !== "text" || first.isDropped) return [];
  const texts = others.filter(({ type }) => type.value === "text");
  const found: number[] = [];
  let hasAbove = false;
  for (let row = from; row <= to; row++) {
    if (roles[row] !== ROLE.data) continue;
    if (!isBlank(store, first, row)) hasAbove = true;
    else if (hasAbove && texts.some((column) => !isBlank(store, column, row))) found.push(row);
  }
  return found;
}

const isBlank = (store: CellStore, { field }: ColumnReading, row: number): boolean =>
  shapeOf(store.column(field - 1).code(row)) === SHAPE.empty;
