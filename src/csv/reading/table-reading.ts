import { dateOfDay, keyOfOrdinal } from "../../core/index.ts";
import type { PeriodLength } from "../../core/index.ts";
import { quoteField } from "../tokens.ts";
import { escapeText } from "../safe.ts";
import type { ColumnReading } from "./column.ts";
import type { Layout, TableSpan } from "./layout.ts";
import { readShape } from "./number-shape.ts";
import { ROLE } from "./reading.ts";
import type { Choices, Decision, EncodingName, Finding, Outcome, Question } from "./reading.ts";
import { isNumber } from "./shape.ts";
import type { Slices } from "./slices.ts";

/** What a cell says, by what its column holds. */
export type TypedCell =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "number" | "rate" | "money"; readonly value: number }
  | { readonly kind: "date"; readonly day: number; readonly iso: string }
  | { readonly kind: "period"; readonly length: PeriodLength; readonly ordinal: number; readonly key: string }
  | { readonly kind: "missing" }
  /** The column is asked about: nothing is guessed meanwhile. */
  | { readonly kind: "open"; readonly text: string }
  /** Not understood: its row is set aside. */
  | { readonly kind: "aside"; readonly text: string };

/** What of a reading can be posted and shown: everything but the cells. */
export interface ReadingSummary {
  readonly outcome: Outcome;
  readonly encoding: Decision<EncodingName>;
  readonly delimiter: Decision<string> | null;
  readonly newlines: readonly string[];
  /** Row of the heading; null where there is none. */
  readonly heading: number | null;
  readonly tables: readonly TableSpan[];
  /** All records of the file; those that are data; those set aside. */
  readonly rows: number;
  readonly dataRows: number;
  readonly asideRows: number;
  readonly columns: readonly Omit<ColumnReading, "values">[];
  readonly currency: string | null;
  readonly notices: readonly Finding[];
  readonly questions: readonly Question[];
  /** Why it is refused; empty else. */
  readonly errors: readonly Finding[];
  /** Rows that are set aside, each with its reason; the first thousand. */
  readonly asides: readonly Finding[];
  /** Its headings are those of a plan's own file. */
  readonly isPlan: boolean;
  readonly choices: Choices;
}

interface Parts {
  readonly outcome: Outcome;
  readonly encoding: Decision<EncodingName>;
  readonly delimiter: Decision<string> | null;
  readonly slices: Slices | null;
  readonly layout: Layout | null;
  readonly columns: readonly ColumnReading[];
  readonly dataRows: number;
  readonly asideCount: number;
  readonly currency: string | null;
  readonly notices: readonly Finding[];
  readonly questions: readonly Question[];
  readonly errors?: readonly Finding[];
  readonly asides: readonly Finding[];
  readonly isPlan: boolean;
  readonly choices: Choices;
}

/** The whole reading of a file: what was decided (`summary`) and its cells, as texts and as what they say. */
export class TableReading {
  readonly summary: ReadingSummary;
  readonly columns: readonly ColumnReading[];
  /** A role (reading.ts) for each row, by row number from 1. */
  readonly roles: Uint8Array;
  /** First and last row between which data stands. */
  readonly from: number;
  readonly to: number;
  private readonly slices: Slices | null;

  constructor(parts: Parts) {
    const { slices, layout, columns } = parts;
    this.slices = slices;
    this.columns = columns;
    this.roles = layout?.roles ?? new Uint8Array(1);
    this.from = layout === null ? 1 : layout.heading === null ? layout.table.heading : layout.heading + 1;
    this.to = layout?.table.last ?? 0;
    this.summary = {
      outcome: parts.outcome,
      encoding: parts.encoding,
      delimiter: parts.delimiter,
      newlines: slices === null ? [] : [...slices.newlines],
      heading: layout?.heading ?? null,
      tables: layout?.tables ?? [],
      rows: slices?.rows ?? 0,
      dataRows: parts.dataRows,
      asideRows: parts.asideCount,
      columns: columns.map(({ values: _values, ...column }) => column),
      currency: parts.currency,
      notices: parts.notices,
      questions: parts.questions,
      errors: parts.errors ?? [],
      asides: parts.asides,
      isPlan: parts.isPlan,
      choices: parts.choices,
    };
  }

  /** A file of which nothing is read. */
  static refuse(
    error: Finding,
    encoding: Decision<EncodingName>,
    choices: Choices,
    delimiter: Decision<string> | null = null,
  ): TableReading {
    return new TableReading({
      outcome: "refuse",
      encoding,
      delimiter,
      slices: null,
      layout: null,
      columns: [],
      dataRows: 0,
      asideCount: 0,
      currency: null,
      notices: [],
      questions: [],
      errors: [error],
      asides: [],
      isPlan: false,
      choices,
    });
  }

  get outcome(): Outcome {
    return this.summary.outcome;
  }

  /** The fields of a record as they stand, by row from 1; blank lines and the heading are records as well. */
  record(row: number): readonly string[] {
    return this.slices?.record(row) ?? [];
  }

  /** All records from a row on, for a preview. */
  records(from: number, count: number): { row: number; role: number; fields: readonly string[] }[] {
    const found: { row: number; role: number; fields: readonly string[] }[] = [];
    const end = Math.min(this.summary.rows, from + count - 1);
    for (let row = Math.max(1, from); row <= end; row++) {
      found.push({ row, role: this.roles[row] ?? ROLE.data, fields: this.record(row) });
    }
    return found;
  }

  lineOf(row: number): number {
    return this.slices?.lineOf(row) ?? row;
  }

  /** Rows that are data, in order. */
  *dataRows(): Generator<number> {
    for (let row = this.from; row <= this.to; row++) if (this.roles[row] === ROLE.data) yield row;
  }

  /** What a cell says; row and column from 1. */
  cell(row: number, field: number): TypedCell {
    const column = this.columns[field - 1];
    const text = this.record(row)[field - 1] ?? "";
    if (column === undefined || column.type.value === "text") {
      return column?.isOpen === true ? { kind: "open", text } : { kind: "text", text };
    }
    const { values, type, period } = column;
    if (values === null) return { kind: "open", text };
    const value = values[row] ?? NaN;
    if (Number.isNaN(value))
      return this.roles[row] === ROLE.aside ? { kind: "aside", text } : { kind: "missing" };
    if (type.value === "date") return { kind: "date", day: value, iso: isoOfDay(value) };
    if (type.value === "period" && period !== null) {
      return { kind: "period", length: period, ordinal: value, key: keyOfOrdinal(period, value) };
    }
    return { kind: type.value === "rate" || type.value === "money" ? type.value : "number", value };
  }

  /** The rows set aside as a file of their own: the heading, the rows as they stand, and why. */
  asideText(delimiter = ","): string {
    const reasons = new Map(this.summary.asides.map(({ row, text }) => [row, text]));
    const heading = [...this.columns.map(({ name }) => name), "Row", "Why it was set aside"];
    const lines = [heading];
    for (let row = this.from; row <= this.to; row++) {
      if (this.roles[row] !== ROLE.aside) continue;
      const fields = this.record(row).slice(0, this.columns.length);
      while (fields.length < this.columns.length) fields.push("");
      const surplus = this.record(row).slice(this.columns.length);
      lines.push([...fields, String(row), [reasons.get(row) ?? "", ...surplus].join(" ").trim()]);
    }
    // A number is no formula, whatever sign it begins with.
    const print = (field: string): string =>
      quoteField(isNumber(readShape(field).code) ? field : escapeText(field));
    return `\ufeff${lines.map((fields) => fields.map(print).join(delimiter)).join("\r\n")}\r\n`;
  }
}

/** A day as ISO 8601 writes it. */
export function isoOfDay(day: number): string {
  const { year, month, day: date } = dateOfDay(day);
  const pad = (n: number, length: number): string => String(n).padStart(length, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}
