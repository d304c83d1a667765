import { sayOfDomain } from "./domain.ts";
import { sayOfDamage, sayOfNames } from "./names.ts";
import { sayOfLayout } from "./left-out.ts";
import { nameKey } from "../labels.ts";
import { Asides } from "./asides.ts";
import type { ColumnReading } from "./column.ts";
import { askCurrency } from "./currency.ts";
import { decideColumns } from "./decide.ts";
import { decodeFile } from "./decode.ts";
import { findDelimiter } from "./delimiter.ts";
import type { TableFacts } from "./draft.ts";
import { findLayout, printRow } from "./layout.ts";
import type { Layout } from "./layout.ts";
import { askGrouped, leaveOutRepeats, leaveOutTotals, sayOfMissing, setAsideRagged } from "./left-out.ts";
import { LIMITS } from "./limits.ts";
import type { Limits } from "./limits.ts";
import { nameColumns } from "./names.ts";
import { ROLE, makeFinding } from "./reading.ts";
import type { Choices, Finding, Outcome, Question } from "./reading.ts";
import { scanRecords } from "./scan.ts";
import type { Progress, Scan } from "./scan.ts";
import { Slices } from "./slices.ts";
import { TableReading } from "./table-reading.ts";

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
  // What only begins like a total is data until it is known to add up.
  for (const { row, by } of candidates) if (by !== "maybe") roles[row] = ROLE.total;
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
