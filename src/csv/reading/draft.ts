import type { Asides } from "./asides.ts";
import { fitsDecimal } from "./column.ts";
import type { TypeFound, Profile } from "./column.ts";
import { openAsGrouped } from "./number-shape.ts";
import type { OrderFound } from "./orders.ts";
import { ROLE, sampleOf } from "./reading.ts";
import type { Choices, ColumnChoice, Decision, Finding, Question, QuestionKind } from "./reading.ts";
import { SHAPE, isNumber, shapeOf } from "./shape.ts";
import type { Slices } from "./slices.ts";
import type { CellStore, ColumnCells } from "./store.ts";

/** What all columns of a table are read by. */
export interface TableFacts {
  readonly slices: Slices;
  readonly store: CellStore;
  readonly roles: Uint8Array;
  /** First and last row that can hold data. */
  readonly from: number;
  readonly to: number;
  readonly headings: readonly string[];
  readonly names: readonly string[];
  readonly choices: Choices;
  readonly asides: Asides;
  readonly notices: Finding[];
  readonly questions: Question[];
}

export interface Draft {
  readonly index: number;
  readonly profile: Profile;
  readonly cells: ColumnCells;
  readonly choice: ColumnChoice;
  found: TypeFound;
  decimal: Decision<"." | ","> | null;
  order: OrderFound | null;
  isOpen: boolean;
  /** Some of its numbers have the other decimal sign: those that could be either are not sure. */
  isTorn: boolean;
}

/** The text of a cell, for a question. */
export function textAt({ slices }: TableFacts, row: number, index: number): string {
  return sampleOf(slices.record(row)[index] ?? "", 40);
}

export function ask(
  facts: TableFacts,
  what: QuestionKind,
  text: string,
  row: number,
  indexes: readonly number[],
  answers: Question["answers"],
): void {
  const found = row === 0 ? "" : textAt(facts, row, indexes[0] ?? 0);
  const line = row === 0 ? null : facts.slices.lineOf(row);
  facts.questions.push({ what, text, line, rows: [row], fields: indexes.map((i) => i + 1), found, answers });
}

/** The first numbers of a column, as they would read. */
export function firstNumbers(
  { roles, from, to }: TableFacts,
  { cells }: Draft,
  read: (code: number, value: number) => number,
): number[] {
  const values: number[] = [];
  for (let row = from; row <= to && values.length < 3; row++) {
    const code = cells.code(row);
    if (roles[row] === ROLE.data && isNumber(code)) values.push(read(code, cells.value(row)));
  }
  return values;
}

/** A hundredth, to the digit: 12.5 -> 0.125. */
export const shiftDown = (value: number): number =>
  Number(`${value}e-2`.replace(/e([+-]\d+)e-2$/, (_all, power: string) => `e${Number(power) - 2}`));

export const isNumeric = ({ found }: Draft): boolean =>
  "type" in found && (found.type === "number" || found.type === "money" || found.type === "rate");

/** A number under a decimal sign; NaN where it cannot be one. */
export function asDecimal(code: number, value: number, decimal: "." | ","): number {
  if (!fitsDecimal(code, decimal)) return NaN;
  const shape = shapeOf(code);
  const isGrouped =
    shape === SHAPE.pointOpen ? decimal === "," : shape === SHAPE.commaOpen && decimal === ".";
  return isGrouped ? openAsGrouped(value) : value;
}

/** Where a cell stands, for a finding. */
export function place(
  facts: TableFacts,
  row: number,
  index: number,
): {
  row: number;
  field: number;
  line: number;
  column: string;
} {
  return { row, field: index + 1, line: facts.slices.lineOf(row), column: facts.names[index] ?? "" };
}
