import { sampleOf, ROLE } from "./reading.ts";
import type { Slices } from "./slices.ts";
import type { CellStore } from "./store.ts";
import { isDay, isNumber, isPeriod, SHAPE, shapeOf } from "./shape.ts";

/** One table of a file: its heading's row and its last row. */
export interface TableSpan {
  readonly heading: number;
  readonly last: number;
  readonly width: number;
}

export interface Layout {
  /** A role (reading.ts) for each row, by row number. */
  readonly roles: Uint8Array;
  readonly tables: readonly TableSpan[];
  readonly table: TableSpan;
  /** Row of the heading; null: the table has none. */
  readonly heading: number | null;
  /** Whether the first row of the table could be a heading or data. */
  readonly isOpen: boolean;
  /** Rows with more fields than the heading, all of them blank, in every row alike. */
  readonly extra: number;
}

/** Rows in which a table begins, if it begins. */
const HEAD = 1000;

/**
 * Where the tables are in a file, by shape [S15]: what stands above the heading, the heading, the rows, what stands
 * below, and whether another table follows. Rows are numbered from 1.
 *
 * null: there is no row that could be of a table.
 */
export function findLayout(
  slices: Slices,
  store: CellStore,
  choices: { readonly heading?: number | null; readonly table?: number; readonly blank?: "skip" | "keep" },
): Layout | null {
  const roles = new Uint8Array(store.rows + 1);
  const keepsBlank = choices.blank === "keep";
  let first = 0;
  for (let row = 1; row <= store.rows; row++) {
    if (store.filled[row] !== 0) first ||= row;
    else if (!keepsBlank) roles[row] = ROLE.blank;
  }
  if (first === 0 && keepsBlank && store.rows > 0) first = 1;
  if (first === 0) return null;
  const start = findHeading(slices, store, first);
  const heading = choices.heading === undefined ? start.heading : choices.heading;
  const isOpen = choices.heading === undefined && start.isOpen;
  const top = Math.min(
    store.rows,
    Math.max(1, heading ?? (choices.heading === null ? first : start.heading)),
  );
  const hasHeading = !(choices.heading === null || isOpen);
  const tables = findTables(slices, store, roles, top, hasHeading);
  const table = tables[choices.table ?? 0] ?? tables[0];
  if (table === undefined) return null;
  const isFirst = table === tables[0];
  for (let row = 1; row <= store.rows; row++) {
    if (roles[row] === ROLE.blank) continue;
    if (row < table.heading) {
      roles[row] = isFirst || row < top ? ROLE.preamble : ROLE.otherTable;
    } else if (row > table.last && (roles[row] === ROLE.data || roles[row] === ROLE.heading)) {
      roles[row] = ROLE.otherTable;
    }
  }
  const own = isFirst && !hasHeading ? null : table.heading;
  if (own !== null) roles[own] = ROLE.heading;
  return { roles, tables, table, heading: own, isOpen, extra: extraFields(store, roles, table) };
}

/**
 * The heading: the first row as wide as the table that has only labels. A row of figures that comes first leaves
 * open whether there is a heading.
 */
function findHeading(slices: Slices, store: CellStore, first: number): { heading: number; isOpen: boolean } {
  const last = Math.min(store.rows, first + HEAD);
  const width = usualWidth(store, first, last);
  for (let row = first; row <= last; row++) {
    const filled = store.filled[row] ?? 0;
    if (filled < width || filled === 0) continue;
    if (isReportRange(slices.record(row))) continue;
    if (isLabels(slices, store, row)) return { heading: row, isOpen: false };
    // Labels above it that are narrower: a heading that does not fit its rows is still one.
    for (let above = first; above < row; above++) {
      const isNarrow = (store.filled[above] ?? 0) > 1 && store.figures[above] === 0;
      if (isNarrow && !isReportRange(slices.record(above))) return { heading: above, isOpen: false };
    }
    return { heading: row, isOpen: true };
  }
  return { heading: first, isOpen: false };
}

/** How many fields rows have up to their last filled one, weighed so that one wide table beats many short lines. */
function usualWidth(store: CellStore, first: number, last: number): number {
  const counts = new Map<number, number>();
  for (let row = first; row <= last; row++) {
    const filled = store.filled[row] ?? 0;
    if (filled > 1) counts.set(filled, (counts.get(filled) ?? 0) + 1);
  }
  let best = 0;
  let weight = 0;
  for (const [width, count] of counts) {
    if (count > 1 && count * (width - 1) > weight) {
      best = width;
      weight = count * (width - 1);
    }
  }
  return best > 0 ? best : (store.filled[first] ?? 1);
}

/** `March 1, 2026 - March 31, 2026`: what a report is about. It is no heading, though it may hold as many commas. */
function isReportRange(fields: readonly string[]): boolean {
  const text = fields.map((field) => field.trim()).join(", ");
  return (
    text.length < 100 &&
    /^(?:\p{L}{3,12}\.? \d{1,2}|\d{1,4}[-/. ]).*\d{4}\s*(?:-|–|—|to|bis|à)\s*\S.*\d{4}[, ]*$/u.test(text)
  );
}

/** Whether a row holds labels: no figures, but for a run of periods after the first field, as wide tables have. */
function isLabels(slices: Slices, store: CellStore, row: number): boolean {
  const fields = slices.record(row).map((field) => field.trim());
  if (store.figures[row] === 0) return fields.some((field) => field !== "");
  const codes = fields.map((field) => store.shape(field));
  const start = codes.findIndex(({ code }) => isNumber(code) || isDay(code) || isPeriod(code));
  const run = codes.slice(start).filter(({ code }) => code !== SHAPE.empty);
  // Wide tables may end in a column for the total.
  const words = run.findIndex(({ code }) => shapeOf(code) === SHAPE.word);
  const figures = words < 0 ? run : run.slice(0, words);
  if (figures.length < 2 || run.slice(figures.length).some(({ code }) => isNumber(code))) return false;
  const shape = shapeOf(figures[0]?.code ?? 0);
  const areAlike = figures.every(
    ({ code }) => shapeOf(code) === shape || (isDay(code) && isDay(figures[0]?.code ?? 0)),
  );
  const isYears = figures.every(
    ({ code, value }) => shapeOf(code) === SHAPE.whole && value >= 1900 && value <= 2100,
  );
  const isPeriods = figures.every(({ code }) => isPeriod(code) || isDay(code));
  return (
    areAlike &&
    (isYears || isPeriods) &&
    figures.every(({ value }, i) => i === 0 || value > (figures[i - 1]?.value ?? 0))
  );
}

const VENDOR_FOOTER =
  /^(?:©|copyright|\(c\)|confidential|generated|exported|report (?:generated|run|id|time)|filtered|as of|data (?:as of|source)|all rights|source:|quelle:|stand:|\*)/i;

/** The tables from a row on. Marks footers and remarks in `roles`. */
function findTables(
  slices: Slices,
  store: CellStore,
  roles: Uint8Array,
  top: number,
  hasHeading: boolean,
): TableSpan[] {
  const tables: TableSpan[] = [];
  let heading = top;
  let width = store.widths[top] ?? 1;
  let last = top;
  let isAfterBlank = false;
  const headingText = hasHeading ? slices.record(top).join("\u001f") : null;
  const close = (): void => {
    tables.push({ heading, last, width });
  };
  for (let row = top + 1; row <= store.rows; row++) {
    if (roles[row] === ROLE.blank) {
      isAfterBlank = true;
      continue;
    }
    const filled = store.filled[row] ?? 0;
    const own = store.widths[row] ?? 0;
    if (filled === 1 && width > 1 && store.figures[row] === 0) {
      const [text = ""] = slices.record(row);
      const isRemark = text.trim().startsWith("#") && text.trim().length > 1;
      const isFooter =
        isRemark || VENDOR_FOOTER.test(text.trim()) || (isAfterBlank && isLastWords(store, roles, row));
      if (isFooter) {
        roles[row] = isRemark ? ROLE.remark : ROLE.footer;
        isAfterBlank = true;
        continue;
      }
    }
    if (hasHeading && own === width && store.figures[row] === 0 && filled > 1) {
      if (slices.record(row).join("\u001f") === headingText && row !== heading) {
        roles[row] = ROLE.repeat;
        continue;
      }
    }
    if (hasHeading && isAfterBlank && startsTable(slices, store, row, width)) {
      close();
      heading = row;
      width = own;
    }
    last = row;
    isAfterBlank = false;
  }
  close();
  return tables;
}

/** Whether from a row on there are only single cells without figures, up to the end or the next table's title. */
function isLastWords(store: CellStore, roles: Uint8Array, row: number): boolean {
  for (let next = row; next <= store.rows; next++) {
    if (roles[next] === ROLE.blank) continue;
    if ((store.filled[next] ?? 0) > 1) return next > row && store.figures[next] === 0;
    if (store.figures[next] !== 0) return false;
  }
  return true;
}

/** Whether a row after a blank one is the heading of another table: labels, then a row as wide with figures. */
function startsTable(slices: Slices, store: CellStore, row: number, width: number): boolean {
  const own = store.widths[row] ?? 0;
  if (own < 2 || store.figures[row] !== 0 || (store.filled[row] ?? 0) < own) return false;
  if (row >= store.rows || store.widths[row + 1] !== own || store.figures[row + 1] === 0) return false;
  if (own !== width) return true;
  // As wide as the table above: another heading only if it says something under columns of figures.
  const above = store.columns
    .slice(0, own)
    .some((column) => isNumber(column.code(row + 1)) && isNumber(column.code(row - 2)));
  return above && isLabels(slices, store, row);
}

/** How many blank fields every row has beyond the heading's; 0 unless it is every row. */
function extraFields(store: CellStore, roles: Uint8Array, { heading, last, width }: TableSpan): number {
  let extra = -1;
  for (let row = heading + 1; row <= last; row++) {
    if (roles[row] !== ROLE.data) continue;
    const own = (store.widths[row] ?? 0) - width;
    if (own <= 0 || (store.filled[row] ?? 0) > width || (extra >= 0 && extra !== own)) return 0;
    extra = own;
  }
  return Math.max(0, extra);
}

/** How a row reads, for a person. */
export const printRow = (slices: Slices, row: number): string =>
  sampleOf(
    slices
      .record(row)
      .map((field) => field.trim())
      .join(" | "),
    80,
  );
