// Values of stored random workbooks, as another spreadsheet engine computed them (tests/bench/oracle makes
// the file). They hold for both engines and for the reading of formulas: [FO3], [BR1]–[BR6], [DL1]–[DL5],
// [EV2]–[EV7], [ER1], [ER2], [TO1].
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { BookFile } from "../bench/oracle/book.ts";
import { compareBook } from "../bench/oracle/compare.ts";

const FILE = new URL("../fixtures/oracle/books.json", import.meta.url);
// The file is written by our own script, which checks what it writes.
const stored = JSON.parse(readFileSync(FILE, "utf8")) as BookFile;

const BATCH = 30;

test.each(Array.from({ length: 10 }, (_, i) => i * BATCH))(
  "[EV1] both engines give what another spreadsheet engine gave for stored workbooks from %i on",
  (from) => {
    const results = stored.books.slice(from, from + BATCH).map(compareBook);
    expect(results.flatMap(({ differences }) => differences).slice(0, 20)).toEqual([]);
    expect(results.reduce((sum, { compared }) => sum + compared, 0)).toBeGreaterThan(2000);
    expect(results.reduce((sum, { errors }) => sum + errors, 0)).toBeGreaterThan(0);
  },
);

test("the stored workbooks say who made them, and use every function that both languages can express", () => {
  expect(stored.rival).toBe("HyperFormula 3.5.0");
  expect(stored.version).toBe(1);
  expect(stored.books).toHaveLength(10 * BATCH);
  const formulas = stored.books.flatMap(({ spec }) =>
    spec.rows.flatMap((row) => [row.formula ?? "", ...Object.values(row.formulas ?? {})]),
  );
  const text = formulas.join("\n");
  const names = new Set([...text.matchAll(/\b([A-Z]+\d*)\(/g)].map((match) => match[1]));
  expect([...names].sort()).toEqual(FUNCTIONS);
  for (const sign of ["+", "-", "*", "/", "^", "=", "<>", "<", "<=", ">", ">=", "%"])
    expect(text).toContain(sign);
});

test("a wrong number among the stored ones is found", () => {
  const [book] = stored.books;
  if (book === undefined) throw new Error("There are no stored workbooks");
  const [[name, lines] = ["", []]] = Object.entries(book.wanted).slice(-1);
  const off = lines.map((line) => line.map((value) => (value === null ? 1 : value * (1 + 1e-8) + 1e-8)));
  expect(compareBook({ ...book, wanted: { ...book.wanted, [name]: off } }).differences).not.toEqual([]);
});

const FUNCTIONS = [
  "ABS",
  "ALL",
  "AND",
  "BYMONTH",
  "CHANNEL",
  "CHOOSE",
  "COHORT",
  "CUM",
  "DAYS",
  "EACH",
  "EXP",
  "IF",
  "IFERROR",
  "INT",
  "LAG",
  "LN",
  "LOG10",
  "MAX",
  "MIN",
  "MOD",
  "MONTH",
  "NOT",
  "OR",
  "PERIOD",
  "POWER",
  "PREV",
  "ROUND",
  "ROUNDDOWN",
  "ROUNDUP",
  "SATURATE",
  "SHARE",
  "SQRT",
  "SUM",
  "TOTAL",
];
