import { nameKey } from "../labels.ts";
import { Asides } from "./asides.ts";
import { decideColumns } from "./decide.ts";
import type { TableFacts } from "./decide.ts";
import { decodeFile } from "./decode.ts";
import { findDelimiter } from "./delimiter.ts";
import { sayOfDomain } from "./domain.ts";
import { findLayout, printRow } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { LIMITS, printLimit } from "./limits.ts";
import type { Limits } from "./limits.ts";
import { nameColumns, sayOfDamage, sayOfNames } from "./names.ts";
import { makeFinding, printRows, ROLE, sampleOf } from "./reading.ts";
import type { Choices, Decision, EncodingName, Finding, Outcome, Question } from "./reading.ts";
import { RowHashes, hashFields } from "./repeats.ts";
import { askCurrency } from "./currency.ts";
import { Slices } from "./slices.ts";
import { CellStore } from "./store.ts";
import { SHAPE, shapeOf } from "./shape.ts";
import { confirmTotals, groupedRows, namelessRows, totalName } from "./totals.ts";
import { TableReading } from "./table-reading.ts";
import type { ColumnReading } from "./column.ts";

/** How far a reading is. `done` of `total` characters; `rows` so far. */
export interface Progress {
  readonly phase: "records" | "columns";
  readonly done: number;
  readonly total: number;
  readonly rows: number;
}

/**
 * Reads any table from bytes or text: everything that was decided, with its evidence, everything that is odd, and
 * what must be asked. Pure: the same bytes and choices give the same reading. Never throws for what is in a file.
 *
 * Rules are numbered in ../README.md.
 */
export function readAnyTable(
  file: Uint8Array | string,
  choices: Choices = {},
  limits: Limits = LIMITS,
): TableReading {
  const steps = readInSteps(file, choices, limits);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, step by step, each a few milliseconds, so that it can show its progress and be stopped. */
export function* readInSteps(
  file: Uint8Array | string,
  choices: Choices = {},
  limits: Limits = LIMITS,
): Generator<Progress, TableReading> {
  const decoded = decodeFile(file, choices.encoding, limits);
  if (!decoded.ok) return TableReading.refuse(decoded.error, decoded.encoding, choices);
  const { text, encoding } = decoded;
  if (text.trim() === "") return TableReading.refuse(makeFinding("noRows", {}), encoding, choices);
  const separator = findDelimiter(text, choices.delimiter);
  const delimiter = separator.delimiter;
  const refuse = (error: Finding): TableReading => TableReading.refuse(error, encoding, choices, delimiter);
  const slices = new Slices(text, delimiter.value, separator.start, limits);
  const scan = yield* scanRecords(slices, limits);
  if ("code" in scan) return refuse(scan);
  const { store } = scan;
  yield { phase: "columns", done: 0, total: 1, rows: store.rows };
  const layout = findLayout(slices, store, choices);
  if (layout === null) return refuse(makeFinding("noRows", {}));
  const questions: Question[] = [decoded.question, separator.question].filter((one) => one !== null);
  const notices: Finding[] = [...decoded.notices, ...sayOfDamage(text), ...sayOfLayout(slices, layout)];
  const table = readTable(slices, scan, layout, choices, notices, questions);
  if ("code" in table) return refuse(table);
  return new TableReading({ ...table, encoding, delimiter, slices, layout, choices, notices, questions });
}

interface Scan {
  readonly store: CellStore;
  readonly hashes: RowHashes;
  /** Rows whose first text says that they are totals. */
  readonly totals: readonly { readonly row: number; readonly isVendor: boolean }[];
}

/** Cuts the whole text once; every cell becomes a code and a number. */
function* scanRecords(slices: Slices, limits: Limits): Generator<Progress, Scan | Finding> {
  const total = slices.text.length;
  const hashes = new RowHashes();
  const totals: { row: number; isVendor: boolean }[] = [];
  let store: CellStore | null = null;
  for (;;) {
    const next = slices.next();
    if (next === null) break;
    if ("error" in next) return next.error;
    const { records } = next;
    store ??= new CellStore(widestOf(records, limits), limits);
    for (const fields of records) {
      if (fields.length > limits.columns) {
        const row = store.rows + 1;
        return makeFinding("limitColumns", { row, line: slices.lineOf(row) }, printLimit(limits.columns));
      }
      const tooLong = store.add(fields);
      const row = store.rows;
      if (tooLong > 0) {
        const at = { row, field: tooLong, line: slices.lineOf(row), column: String(tooLong) };
        const found = fields[tooLong - 1] ?? "";
        return makeFinding("limitCell", { ...at, found }, printLimit(limits.cell));
      }
      hashes.set(row, hashFields(fields));
      const name = totalName(firstText(fields));
      if (name !== null) totals.push({ row, isVendor: name === "vendor" });
    }
    if (store.cells > limits.cells) {
      return makeFinding("limitCells", { row: store.rows }, printLimit(limits.cells));
    }
    yield { phase: "records", done: slices.done, total, rows: store.rows };
  }
  return { store: store ?? new CellStore(1, limits), hashes, totals };
}

/** Fields of the widest row at the head of a file. */
function widestOf(records: readonly (readonly string[])[], limits: Limits): number {
  let widest = 1;
  for (const fields of records.slice(0, 1000)) widest = Math.max(widest, fields.length);
  return Math.min(widest, limits.columns);
}

function firstText(fields: readonly string[]): string {
  for (const field of fields) if (field !== "") return field;
  return "";
}

function sayOfLayout(slices: Slices, { roles, table, heading }: Layout): Finding[] {
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

interface TableRead {
  readonly columns: readonly ColumnReading[];
  readonly asides: readonly Finding[];
  readonly asideCount: number;
  readonly dataRows: number;
  readonly outcome: Outcome;
  readonly isPlan: boolean;
  readonly currency: string | null;
}

/** Everything below the layout: columns, totals, repeated rows, names; what is asked and what is said. */
function readTable(
  slices: Slices,
  { store, hashes, totals }: Scan,
  layout: Layout,
  choices: Choices,
  notices: Finding[],
  questions: Question[],
): TableRead | Finding {
  const { roles, table, heading } = layout;
  const from = heading === null ? table.heading : heading + 1;
  const to = table.last;
  if (layout.isOpen) questions.push(askHeading(slices, table.heading));
  if (layout.tables.length > 1 && choices.table === undefined) questions.push(askTable(slices, layout));
  const isData = (row: number): boolean => roles[row] === ROLE.data;
  const named = totals.filter(({ row }) => row >= from && row <= to && isData(row));
  const candidates = choices.totals === "keep" ? [] : named;
  for (const { row } of candidates) roles[row] = ROLE.total;
  const headings =
    heading === null
      ? Array.from({ length: table.width }, () => "")
      : slices.record(heading).slice(0, table.width);
  const names = nameColumns(headings);
  const asides = new Asides(slices, roles, names);
  const ragged = setAsideRagged(store, layout, from, asides);
  if (ragged !== null) {
    return makeFinding("ragged", {
      row: ragged,
      line: slices.lineOf(ragged),
      found: printRow(slices, ragged),
    });
  }
  if (layout.extra > 0) notices.push(makeFinding("extraEmptyCells", {}, layout.extra));
  const facts: TableFacts = {
    slices,
    store,
    roles,
    from,
    to,
    headings,
    names,
    choices,
    asides,
    notices,
    questions,
  };
  let columns = decideColumns(facts);
  if (choices.totals !== "keep") leaveOutTotals(facts, columns, candidates);
  columns = askGrouped(facts, columns);
  leaveOutRepeats(facts, hashes);
  const currency = askCurrency(facts, columns);
  sayOfMissing(facts, columns);
  notices.push(
    ...sayOfNames(slices, store, columns, heading),
    ...sayOfDomain(slices, columns, roles, from, to),
  );
  let dataRows = 0;
  for (let row = from; row <= to; row++) if (isData(row)) dataRows++;
  if (dataRows === 0 && asides.count === 0) return makeFinding("noRows", {});
  const keys = new Set(headings.map(nameKey));
  const isAnyOpen = questions.length > 0;
  return {
    columns,
    asides: asides.findings.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
    asideCount: asides.count,
    dataRows,
    outcome: isAnyOpen
      ? "ask"
      : asides.count > 0
        ? "set rows aside"
        : notices.length > 0
          ? "accept with notices"
          : "accept",
    isPlan: keys.has("row") && keys.has("kind"),
    currency,
  };
}

/**
 * Rows that are wider or narrower than the heading are set aside, never shifted [S9]. A table of which most rows do
 * not fit is none; nor is a text without a figure, of which a quarter does not: the first such row.
 */
function setAsideRagged(
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

function askHeading(slices: Slices, row: number): Question {
  const found = printRow(slices, row);
  return {
    what: "heading",
    text: makeFinding("askHeading", {}, found).text,
    line: slices.lineOf(row),
    rows: [row],
    fields: [],
    found,
    answers: [
      { label: "The first row", choices: { heading: null }, readings: [] },
      { label: "The heading", choices: { heading: row }, readings: [] },
    ],
  };
}

function askTable(slices: Slices, { tables }: Layout): Question {
  const [first] = tables;
  return {
    what: "table",
    text: makeFinding("askTable", {}, tables.length).text,
    line: first === undefined ? null : slices.lineOf(first.heading),
    rows: tables.map(({ heading }) => heading),
    fields: [],
    found: tables.map(({ heading }) => printRow(slices, heading)).join("; "),
    answers: tables.map(({ heading, last }, i) => ({
      label: `rows ${heading}-${last}: ${printRow(slices, heading)}`,
      choices: { table: i },
      readings: [`rows ${heading}-${last}`],
    })),
  };
}

/** Totals by their names, and nameless rows that add up; what only calls itself a total is asked. [S16] */
function leaveOutTotals(facts: TableFacts, columns: readonly ColumnReading[], named: Scan["totals"]): void {
  const { roles, store, from, to, slices, choices, notices, questions } = facts;
  const nameless = namelessRows(columns, store, roles, from, to);
  const vendor = new Set(named.filter(({ isVendor }) => isVendor).map(({ row }) => row));
  const candidates = [...named.map(({ row }) => row), ...nameless].sort((a, b) => a - b);
  const confirmed = confirmTotals(candidates, columns, roles, from, to);
  for (const row of nameless) if (confirmed.has(row)) roles[row] = ROLE.total;
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
  const out = candidates.filter((row) => roles[row] === ROLE.total);
  const [row] = out;
  if (row === undefined) return;
  const at = { row, line: slices.lineOf(row), rows: out, count: out.length, found: printRow(slices, row) };
  notices.push(makeFinding("totalsLeftOut", at, printRows(out)));
}

/** Cells that are printed once for a group of rows: asked whether they hold below. */
function askGrouped(facts: TableFacts, columns: ColumnReading[]): ColumnReading[] {
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

function leaveOutRepeats(
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
function sayOfMissing(
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

export type { Decision, EncodingName };
