import type { Asides } from "./asides.ts";
import type { ColumnReading } from "./column.ts";
import type { TableFacts } from "./draft.ts";
import { printRow } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { ROLE, makeFinding, printRows, sampleOf } from "./reading.ts";
import type { Finding } from "./reading.ts";
import type { RowHashes } from "./repeats.ts";
import type { Scan } from "./scan.ts";
import { SHAPE, shapeOf } from "./shape.ts";
import type { Slices } from "./slices.ts";
import type { CellStore } from "./store.ts";
import { confirmTotals, groupedRows, namelessRows } from "./totals.ts";

export function sayOfLayout(slices: Slices, { roles, table, heading }: Layout): Finding[] {
  const notices: Finding[] = [];
  const rowsOf = (role: number): number[] => {
    const rows: number[] = [];
    for (let row = 1; row < roles.length; row++) if (roles[row] === role) rows.push(row);
    return rows;
  };
  const say = (
    code: "preamble" | "footers" | "comments" | "repeatedHeading",
    rows: readonly number[],
  ): void => {
    const [row] = rows;
    if (row === undefined) return;
    const at = { row, line: slices.lineOf(row), rows, count: rows.length, found: printRow(slices, row) };
    notices.push(makeFinding(code, at, printRows(rows)));
  };
  const preamble = rowsOf(ROLE.preamble);
  const top = heading ?? table.heading;
  say("preamble", preamble.length === 0 ? [] : Array.from({ length: top - 1 }, (_, i) => i + 1));
  say("footers", rowsOf(ROLE.footer));
  say("comments", rowsOf(ROLE.remark));
  say("repeatedHeading", rowsOf(ROLE.repeat));
  const blank = rowsOf(ROLE.blank).filter((row) => row < table.last && (preamble.length === 0 || row > top));
  const [first] = blank;
  if (first !== undefined) {
    const at = { row: first, line: slices.lineOf(first), rows: blank, count: blank.length };
    notices.push(makeFinding("blankRowsSkipped", at, blank.length));
  }
  if (slices.newlines.size > 1) notices.push(makeFinding("mixedNewlines", {}));
  if (slices.bareQuote !== null) {
    const quote = slices.bareQuote;
    const before = slices.text.lastIndexOf("\n", quote) + 1;
    const found = sampleOf(slices.text.slice(Math.max(before, quote - 20), quote + 20));
    notices.push(makeFinding("bareQuote", { found }));
  }
  return notices;
}

/**
 * Rows that are wider or narrower than the heading are set aside, never shifted [S9]. A table of which most rows do
 * not fit is none; nor is a text without a figure, of which a quarter does not: the first such row.
 */
export function setAsideRagged(
  store: CellStore,
  { roles, table, extra }: Layout,
  from: number,
  asides: Asides,
): number | null {
  const misfits: number[] = [];
  let rows = 0;
  let figures = 0;
  for (let row = from; row <= table.last; row++) {
    const role = roles[row];
    if (role !== ROLE.data && role !== ROLE.total) continue;
    rows++;
    if (store.widths[row] !== table.width + extra) misfits.push(row);
    else figures += store.figures[row] ?? 0;
  }
  const [first] = misfits;
  if (first === undefined) return null;
  if (rows >= 3 && misfits.length * 2 > rows) return first;
  if (rows >= 2 && figures === 0 && misfits.length * 4 >= rows) return first;
  for (const row of misfits) {
    asides.add(row, null, `${table.width} fields`, "fieldCount", store.widths[row] ?? 0, table.width);
  }
  return null;
}

/** Totals by their names, and nameless rows that add up; what only calls itself a total is asked. [S16] */
export function leaveOutTotals(
  facts: TableFacts,
  columns: readonly ColumnReading[],
  named: Scan["totals"],
): void {
  const { roles, store, from, to, slices, choices, notices, questions } = facts;
  const nameless = namelessRows(columns, store, roles, from, to);
  const vendor = new Set(named.filter(({ by }) => by === "vendor").map(({ row }) => row));
  const maybe = named.filter(({ by }) => by === "maybe").map(({ row }) => row);
  const sure = [...named.filter(({ by }) => by !== "maybe").map(({ row }) => row), ...nameless];
  const confirmed = confirmTotals(
    sure.sort((a, b) => a - b),
    columns,
    roles,
    from,
    to,
  );
  for (const row of nameless) if (confirmed.has(row)) roles[row] = ROLE.total;
  // Two rows that happen to be equal are no total and its part.
  const likely = confirmTotals(maybe, columns, roles, from, to, 2);
  for (const row of likely) roles[row] = ROLE.total;
  const doubtful = named.filter(
    ({ row }) => !confirmed.has(row) && !vendor.has(row) && roles[row] === ROLE.total,
  );
  const [first] = doubtful;
  if (first !== undefined && choices.totals === undefined) {
    const found = printRow(slices, first.row);
    questions.push({
      what: "totals",
      text: makeFinding("askTotals", {}, found).text,
      line: slices.lineOf(first.row),
      rows: doubtful.map(({ row }) => row),
      fields: [],
      found,
      answers: [
        { label: "A total: leave it out", choices: { totals: "leave out" }, readings: [] },
        { label: "A row of its own", choices: { totals: "keep" }, readings: [] },
      ],
    });
  }
  const out = [...sure, ...maybe].filter((row) => roles[row] === ROLE.total).sort((a, b) => a - b);
  const [row] = out;
  if (row === undefined) return;
  const at = { row, line: slices.lineOf(row), rows: out, count: out.length, found: printRow(slices, row) };
  notices.push(makeFinding("totalsLeftOut", at, printRows(out)));
}

/** Cells that are printed once for a group of rows: asked whether they hold below. */
export function askGrouped(facts: TableFacts, columns: ColumnReading[]): ColumnReading[] {
  const { store, roles, from, to, slices, choices, questions } = facts;
  const [first, ...others] = columns;
  const rows = choices.grouped === "keep" ? [] : groupedRows(columns, store, roles, from, to);
  const [row] = rows;
  if (first === undefined || row === undefined) return columns;
  if (choices.grouped === "fill") return [{ ...first, isFilled: true }, ...others];
  questions.push({
    what: "grouped rows",
    text: makeFinding("askGroupedRows", {}, first.name).text,
    line: slices.lineOf(row),
    rows: rows.slice(0, 100),
    fields: [1],
    found: printRow(slices, row),
    answers: [
      { label: "Yes, it holds below", choices: { grouped: "fill" }, readings: [] },
      { label: "No, it is empty there", choices: { grouped: "keep" }, readings: [] },
    ],
  });
  return columns;
}

export function leaveOutRepeats(
  { roles, store, from, to, slices, choices, questions }: TableFacts,
  hashes: RowHashes,
): void {
  if (choices.repeats === "keep") return;
  const repeats = hashes.repeats(roles, store, from, to);
  const [first] = repeats;
  if (first === undefined) return;
  if (choices.repeats === "once") {
    for (const { row } of repeats) roles[row] = ROLE.repeat;
    return;
  }
  questions.push({
    what: "repeats",
    text: makeFinding("askRepeats", {}, repeats.length).text,
    line: slices.lineOf(first.row),
    rows: [...new Set(repeats.slice(0, 50).flatMap(({ row, first: earlier }) => [earlier, row]))].sort(
      (a, b) => a - b,
    ),
    fields: [],
    found: printRow(slices, first.row),
    answers: [
      { label: "They count each time", choices: { repeats: "keep" }, readings: [] },
      { label: "They count once", choices: { repeats: "once" }, readings: [] },
    ],
  });
}

/** Marks for missing numbers and bounds are counted, so that an empty cell is no surprise. [N10] [N11] */
export function sayOfMissing(
  { store, roles, from, to, slices, names, notices }: TableFacts,
  columns: readonly ColumnReading[],
): void {
  let missing = 0;
  let marker: { row: number; field: number } | null = null;
  let bounds = 0;
  let bound: { row: number; field: number } | null = null;
  for (const { field, values } of columns) {
    if (values === null) continue;
    const cells = store.column(field - 1);
    for (let row = from; row <= to; row++) {
      if (roles[row] !== ROLE.data) continue;
      const shape = shapeOf(cells.code(row));
      if (shape === SHAPE.empty) missing++;
      else if (shape === SHAPE.marker) {
        missing++;
        marker ??= { row, field };
      } else if (shape === SHAPE.bound) {
        bounds++;
        bound ??= { row, field };
      }
    }
  }
  const at = (
    { row, field }: { row: number; field: number },
    count: number,
  ): Parameters<typeof makeFinding>[1] => ({
    row,
    field,
    line: slices.lineOf(row),
    column: names[field - 1] ?? "",
    found: slices.record(row)[field - 1] ?? "",
    count,
  });
  if (marker !== null) notices.push(makeFinding("missingCells", at(marker, missing), missing));
  if (bound !== null) notices.push(makeFinding("boundedCells", at(bound, bounds), bounds));
}
