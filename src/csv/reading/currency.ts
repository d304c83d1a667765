import type { ColumnReading } from "./column.ts";
import type { TableFacts } from "./draft.ts";
import { makeFinding, ROLE } from "./reading.ts";

/**
 * The currency of a table [N5]; null where nothing says it. Amounts in several are never added up: it is asked in which
 * the table shall be read, and rows in others are set aside.
 */
export function askCurrency(facts: TableFacts, columns: readonly ColumnReading[]): string | null {
  const { store, slices, questions, choices } = facts;
  const first = new Map<string, { row: number; field: number }>();
  const amounts = columns.filter(({ type }) => type.value === "money" || type.value === "number");
  for (const { field } of amounts) {
    for (const [currency, { row }] of store.column(field - 1).currencies) {
      if (isData(facts, row) && !first.has(currency)) first.set(currency, { row, field });
    }
  }
  const codes = columns.find(({ hint, type }) => hint === "currency" && type.value === "text");
  const cells = codes === undefined || amounts.length === 0 ? null : store.column(codes.field - 1);
  for (const { text, row } of cells?.words ?? []) {
    const code = text.trim().toUpperCase();
    if (codes !== undefined && isData(facts, row) && /^[A-Z]{3}$/.test(code) && !first.has(code)) {
      first.set(code, { row, field: codes.field });
    }
  }
  const names = [...first.keys()];
  if (names.length < 2) return names[0] ?? null;
  if (choices.currency !== undefined) {
    setOthersAside(facts, columns, choices.currency, codes);
    return choices.currency;
  }
  const [, second] = [...first.values()];
  questions.push({
    what: "currency",
    text: makeFinding("askCurrency", {}, names.join(", ")).text,
    line: second === undefined ? null : slices.lineOf(second.row),
    rows: [...first.values()].map(({ row }) => row),
    fields: [...new Set([...first.values()].map(({ field }) => field))],
    found: [...first.values()].map(({ row, field }) => slices.record(row)[field - 1] ?? "").join(", "),
    answers: names.map((currency) => ({ label: currency, choices: { currency }, readings: [] })),
  });
  return null;
}

const isData = ({ roles, from, to }: TableFacts, row: number): boolean =>
  row >= from && row <= to && roles[row] === ROLE.data;

function setOthersAside(
  facts: TableFacts,
  columns: readonly ColumnReading[],
  currency: string,
  codes: ColumnReading | undefined,
): void {
  const { store, slices, asides, from, to } = facts;
  const fields = columns
    .filter(({ field }) => store.column(field - 1).currencies.size > 0)
    .map(({ field }) => field);
  for (let row = from; row <= to; row++) {
    if (!isData(facts, row)) continue;
    const record = slices.record(row);
    const code = codes === undefined ? "" : (record[codes.field - 1] ?? "").trim().toUpperCase();
    if (codes !== undefined && /^[A-Z]{3}$/.test(code) && code !== currency) {
      asides.add(row, codes.field, currency, "otherCurrency", currency);
      continue;
    }
    const other = fields.find((field) => {
      const own = store.shape(record[field - 1] ?? "").currency;
      return own !== null && own !== currency;
    });
    if (other !== undefined) asides.add(row, other, currency, "otherCurrency", currency);
  }
}
