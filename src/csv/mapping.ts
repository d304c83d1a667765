import { rowsInOrder } from "../core/index.ts";
import type { PeriodKey, PeriodLength, Plan, RowId, csvMessages } from "../core/index.ts";
import { nameKey } from "./labels.ts";
import { makeProblem } from "./problem.ts";
import type { CsvMessageCode } from "./problem.ts";
import type { Question } from "./reading/reading.ts";
import type { TableReading } from "./reading/table-reading.ts";
import type { Vendor } from "./vendors.ts";

/** What one column of a table is for a plan. Plain data: a mapping can be kept and used again. */
export type ColumnRole =
  /** Names the rows: a long table, or the first column of a wide one. */
  | { readonly role: "row" }
  | { readonly role: "channel" }
  | { readonly role: "period" }
  /** Numbers of the row with this name; null: of the row that the column `row` names. */
  | { readonly role: "value"; readonly row: string | null }
  /** Numbers of one period, which is the heading. */
  | { readonly role: "values of a period"; readonly period: PeriodKey }
  | { readonly role: "skip" };

export interface Mapping {
  /** By column, from 0. */
  readonly columns: readonly ColumnRole[];
  readonly length: PeriodLength;
  /** Of all numbers, where no column says when. */
  readonly period: PeriodKey | null;
  /** Of all numbers, where no column says in which channel; null: for the whole plan. */
  readonly channel: string | null;
}

/** A sentence about a mapping, from the catalogue. */
export interface Remark {
  readonly code: CsvMessageCode;
  readonly text: string;
}

export interface Proposal {
  readonly mapping: Mapping;
  /** Why each column is what it is, by column. */
  readonly reasons: readonly Remark[];
  /** What must be chosen before the mapping can be used. */
  readonly open: readonly Remark[];
  readonly vendor: Pick<Vendor, "id" | "name" | "source" | "isVerified"> | null;
  /** Of the table's headings: files of the same shape have the same. */
  readonly fingerprint: string;
}

/** Mappings that were used, by fingerprint. */
export type RememberedMappings = ReadonlyMap<string, Mapping>;

export function makeRemark<Code extends CsvMessageCode>(
  code: Code,
  ...args: Parameters<(typeof csvMessages)[Code]>
): Remark {
  const { text } = makeProblem(code, { line: null, column: null, found: "" }, ...args);
  return { code, text };
}

/** What the headings of a table have in common with those of the next such file: names in their order. */
export function fingerprintOf({ columns }: TableReading): string {
  let hash = 0x811c9dc5;
  for (const char of columns.map(({ heading }) => nameKey(heading)).join("\u001f")) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  }
  return `${columns.length}-${(hash >>> 0).toString(16).padStart(8, "0")}`;
}

/** Questions that must be answered first: not those about columns alone of which nothing is taken. */
export function neededQuestions(
  questions: readonly Question[],
  mapping: Mapping | null,
): readonly Question[] {
  const isTaken = (field: number): boolean => (mapping?.columns[field - 1] ?? SKIP).role !== "skip";
  return questions.filter(({ fields }) => mapping === null || fields.length === 0 || fields.some(isTaken));
}

const SKIP: ColumnRole = { role: "skip" };

/** What a mapping lacks to be used. */
export function openQuestions(reading: TableReading, mapping: Mapping, open: Plan | null): Remark[] {
  const remarks: Remark[] = [];
  const has = (role: ColumnRole["role"]): boolean => mapping.columns.some((column) => column.role === role);
  const isAsked = mapping.columns.some(
    ({ role }, i) => role !== "skip" && reading.columns[i]?.isOpen === true,
  );
  if (isAsked || neededQuestions(reading.summary.questions, mapping).length > 0)
    remarks.push(makeRemark("questionsOpen"));
  if (!has("value") && !has("values of a period")) remarks.push(makeRemark("askValues"));
  const needsRow = mapping.columns.some(
    (column) => column.role === "values of a period" || (column.role === "value" && column.row === null),
  );
  if (needsRow && !has("row")) remarks.push(makeRemark("askRows"));
  if (!has("period") && !has("values of a period") && mapping.period === null)
    remarks.push(makeRemark("askPeriod"));
  const isByChannel = open !== null && [...open.rows.values()].some(({ scope }) => scope === "channel");
  if (isByChannel && !has("channel") && mapping.channel === null && open.channels.size > 1) {
    remarks.push(makeRemark("askChannel"));
  }
  return remarks;
}

/** The ids of a plan's rows by what they are called, long and short. */
export function rowsByName(plan: Plan): ReadonlyMap<string, RowId> {
  const found = new Map<string, RowId>();
  for (const id of rowsInOrder(plan)) {
    const row = plan.rows.get(id);
    for (const name of [row?.name, row?.shortName]) {
      if (typeof name === "string" && !found.has(nameKey(name))) found.set(nameKey(name), id);
    }
  }
  return found;
}
