import { expect } from "vitest";
import { ROLE } from "../../../src/csv/reading/reading.ts";
import type { TableReading } from "../../../src/csv/reading/table-reading.ts";
import { codesOf, detailOf, outcomeOf, QUESTIONS } from "./corpus.ts";
import type { CorpusFile, Expectation } from "./corpus.ts";

/**
 * A reading against what the manifest says of its file: the outcome, and all that is said of encoding, cells, readings, rows
 * set aside, questions, notices and errors.
 */
export function checkReading(reading: TableReading, file: CorpusFile): void {
  const { expect: wanted } = file;
  const outcomes = [wanted.outcome, ...(wanted.alt ?? [])];
  expect(outcomes, explain(reading)).toContain(outcomeOf(reading));
  if (reading.outcome === "refuse") {
    checkErrors(reading, wanted);
    return;
  }
  checkCells(reading, file);
  checkRows(reading, wanted);
  checkValues(reading, wanted);
  checkQuestion(reading, wanted);
  checkNotices(reading, wanted);
}

const explain = ({ summary }: TableReading): string =>
  [...summary.errors, ...summary.asides, ...summary.questions, ...summary.notices]
    .map((each) => `${"code" in each ? each.code : each.what}: ${each.text}`)
    .join("\n");

function checkErrors({ summary }: TableReading, { outcome, errors = [] }: Expectation): void {
  expect(summary.errors).toHaveLength(1);
  // Where another outcome is right as well, the manifest names the errors of the first alone.
  if (outcome !== "refuse") return;
  for (const error of errors) {
    const found = summary.errors.find(({ code }) => codesOf(error.code).includes(code));
    expect(found, JSON.stringify(summary.errors)).toBeDefined();
    if (error.line !== undefined) expect(found?.line).toBe(error.line);
    if (error.col !== undefined) expect(found?.column).toBe(String(error.col));
    const isOfRow = error.code === "limit-cell" || error.code === "ragged";
    if (isOfRow && error.row !== undefined) expect(found?.row).toBe(error.row);
  }
}

function checkCells(reading: TableReading, { expect: wanted }: CorpusFile): void {
  // While it is asked, the likeliest separator is shown.
  const isAsked = wanted.ask?.what === "delimiter";
  if (wanted.delim !== undefined && !isAsked) expect(reading.summary.delimiter?.value).toBe(wanted.delim);
  if (wanted.grid === undefined) return;
  const records = reading.records(1, wanted.grid.length + 10);
  const shown = wanted.blankSkipped === true ? records.filter(({ role }) => role !== ROLE.blank) : records;
  expect(shown.map(({ fields }) => fields)).toEqual(wanted.grid);
}

function checkRows({ summary, roles }: TableReading, wanted: Expectation): void {
  if (wanted.headerRow !== undefined) expect(summary.heading).toBe(wanted.headerRow);
  const data = [...roles.keys()].filter((row) => row > 0 && roles[row] === ROLE.data);
  if (wanted.dataRows !== undefined) expect(data).toEqual(wanted.dataRows);
  if (
    outcomeIs(wanted, "quarantine") &&
    wanted.quarantine !== undefined &&
    summary.outcome === "set rows aside"
  ) {
    const aside = [...roles.keys()].filter((row) => roles[row] === ROLE.aside);
    expect(aside).toEqual(wanted.quarantine.map(({ row }) => row));
    for (const { row, col } of wanted.quarantine) {
      const finding = summary.asides.find((each) => each.row === row);
      expect(finding?.line).not.toBeNull();
      if (col !== undefined) expect(finding?.field).toBe(col);
    }
  }
}

const outcomeIs = ({ outcome }: Expectation, one: string): boolean => outcome === one;

function checkValues(reading: TableReading, { values = [], textColumns = [] }: Expectation): void {
  for (const { row, col, as, value } of values) {
    const cell = reading.cell(row, col);
    if (value === null) expect(cell.kind).toBe("missing");
    else if (as === "date") expect(cell).toMatchObject({ kind: "date", iso: value });
    else {
      expect(cell).toMatchObject({ value });
      if (as === "rate") expect(cell.kind).toBe("rate");
    }
  }
  for (const field of textColumns) {
    for (const row of reading.dataRows()) {
      expect(reading.cell(row, field)).toEqual({ kind: "text", text: reading.record(row)[field - 1] });
    }
  }
}

function checkQuestion({ summary }: TableReading, { outcome, ask }: Expectation): void {
  if (outcome !== "ask" || ask === undefined || summary.outcome !== "ask") return;
  const question = summary.questions.find(({ what }) => what === QUESTIONS[ask.what]);
  expect(question, JSON.stringify(summary.questions)).toBeDefined();
  if (ask.rows !== undefined) expect(question?.rows).toEqual(ask.rows);
  for (const choice of ask.choices ?? []) {
    const answers = question?.answers ?? [];
    const isOffered = answers.some(({ label, readings }) =>
      typeof choice === "string"
        ? label.startsWith(choice)
        : JSON.stringify(readings) === JSON.stringify(choice),
    );
    expect(isOffered, `${JSON.stringify(choice)} in ${JSON.stringify(answers)}`).toBe(true);
  }
}

function checkNotices({ summary }: TableReading, { outcome, notices = [] }: Expectation): void {
  // A right answer other than the first says other things.
  if (outcome !== "accept-notice" && outcome !== "ask") return;
  for (const notice of notices) {
    const [word = "", detail] = notice.split(":");
    const found = summary.notices.filter(({ code }) => codesOf(word).includes(code));
    expect(found, `${notice}: ${JSON.stringify(summary.notices)}`).not.toHaveLength(0);
    if (detail !== undefined) expect(found.map(detailOf)).toContain(detail);
  }
}
