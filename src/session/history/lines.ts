import {
  historyMessages as words,
  numberOf,
  parseAddress,
  printFormula,
  rowsInOrder,
  startOrdinal,
} from "../../core/index.ts";
import type {
  AddressValue,
  CellBlock,
  CellValue,
  Difference,
  Formula,
  Lever,
  ParsedAddress,
  Plan,
  PlanChange,
  Row,
  RowId,
} from "../../core/index.ts";
import { lineName } from "../differs.ts";
import type { Speak } from "../speak.ts";
import { NameBook } from "./name-book.ts";

/** One thing that a change did, as people know it. */
export interface ChangeLine {
  readonly key: string;
  /** The row that it is about; null where it is about none. */
  readonly row: RowId | null;
  /** "Demo to sale, Q1 2027: 20% → 18%", "Row Demos added". */
  readonly text: string;
}

/**
 * What a change did, in words; nothing is computed. Names are looked up in the plans in their order (now, then), and
 * in the change itself for what is in none of them any more.
 */
export function linesOfChange(change: PlanChange, plans: readonly Plan[], speak: Speak): ChangeLine[] {
  const book = new NameBook(change, plans);
  const lines: (ChangeLine & { readonly rank: number })[] = [];
  const [plan] = plans;
  if (plan === undefined) return [];
  const rank = new Map(rowsInOrder(plan).map((row, i) => [row, i]));
  for (const [address, before, after] of joinCells(change)) {
    const said = sayEntry(address, before, after, book, speak);
    if (said === null) continue;
    lines.push({ key: address, ...said, rank: said.row === null ? -1 : (rank.get(said.row) ?? rank.size) });
  }
  return lines.sort((a, b) => a.rank - b.rank).map(({ key, row, text }) => ({ key, row, text }));
}

type Entry = readonly [address: string, before: AddressValue | null, after: AddressValue | null];

/** Single cells of one line that follow each other are told as one run. */
function joinCells(change: PlanChange): Entry[] {
  const joined: Entry[] = [];
  let end: { row: string; line: string; next: number } | null = null;
  for (const entry of change) {
    const parsed = parseAddress(entry[0]);
    const last = joined.at(-1);
    if (parsed?.kind !== "cell") {
      end = null;
      joined.push(entry);
    } else if (
      last !== undefined &&
      end !== null &&
      end.row === parsed.row &&
      end.line === parsed.line &&
      end.next === parsed.ordinal
    ) {
      const add = (block: AddressValue | null, cell: AddressValue | null): CellBlock => ({
        cells: [...cellsOf(block), ...cellsOf(cell)],
      });
      joined[joined.length - 1] = [
        last[0].replace(/^cell\//, "cells/"),
        add(last[1], entry[1]),
        add(last[2], entry[2]),
      ];
      end.next++;
    } else {
      joined.push(entry);
      end = { row: parsed.row, line: parsed.line, next: parsed.ordinal + 1 };
    }
  }
  return joined;
}

export function cellsOf(value: AddressValue | null): readonly (CellValue | null)[] {
  if (typeof value === "object" && value !== null && "cells" in value) return (value as CellBlock).cells; // no other value has cells
  // What stands at a cell's address is a cell's value.
  return [value as CellValue | null];
}

type Said = Pick<ChangeLine, "row" | "text">;

/** Where an entry is made: in a scenario, in which a side that has no difference follows the base. */
interface Within {
  readonly scenario: string;
  readonly isBaseBefore: boolean;
  readonly isBaseAfter: boolean;
}

const BASE: Within = { scenario: "", isBaseBefore: false, isBaseAfter: false };

function sayEntry(
  address: string,
  before: AddressValue | null,
  after: AddressValue | null,
  book: NameBook,
  speak: Speak,
  within: Within = BASE,
): Said | null {
  const parsed = parseAddress(address);
  const line = (row: RowId | null, name: string, where: string, from: string, to: string): Said | null =>
    from === to ? null : { row, text: words.line(name, join(where, within.scenario), from, to) };
  switch (parsed?.kind) {
    case undefined:
      return null;
    case "difference":
      return sayDifference(parsed, before, after, book, speak);
    case "cell":
    case "cells":
    case "actual":
      return sayCells(parsed, before, after, book, speak, within);
    case "formula": {
      const [row = "", channel] = parsed.key.split("/");
      const where = channel === undefined ? "" : book.of("channel", channel);
      const say = (value: AddressValue | null, isBase: boolean): string =>
        isBase ? words.followsBase() : sayFormula(value as Formula | null, book.planOf(row)); // a formula's address
      const [from, to] = [say(before, within.isBaseBefore), say(after, within.isBaseAfter)];
      return line(row, book.row(row), join(words.formula(), where), from, to);
    }
    case "setting":
      return line(
        null,
        words.plan(),
        words.field(parsed.field),
        sayValue(parsed.field, before, book, speak, null),
        sayValue(parsed.field, after, book, speak, null),
      );
    case "record":
    case "field":
      return sayRecord(parsed, before, after, book, speak, line);
  }
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}

function sayRecord(
  parsed: Extract<ParsedAddress, { kind: "record" | "field" }>,
  before: AddressValue | null,
  after: AddressValue | null,
  book: NameBook,
  speak: Speak,
  line: (row: RowId | null, name: string, where: string, from: string, to: string) => Said | null,
): Said | null {
  const { record, id } = parsed;
  const goal = record === "goal" ? goalOf(parsed, before, after, book) : undefined;
  const row = record === "row" ? id : (goal?.row ?? null);
  const name =
    record === "row"
      ? book.row(id)
      : record === "goal"
        ? words.goalOf(goal === undefined ? words.deletedRow() : book.row(goal.row))
        : words[record](book.of(record, id));
  if (parsed.kind === "record") {
    if (goal !== undefined && (before === null) !== (after === null)) {
      const target = [after, before].map((value) => sayTarget(value, book.rowRecord(goal.row), speak));
      return line(row, name, "", target[1] ?? "", target[0] ?? "");
    }
    if (before !== null && after !== null) return { row, text: `${name} ${words.changed()}` };
    return before === null && after === null
      ? null
      : { row, text: before === null ? words.made(name) : words.gone(name) };
  }
  // Where a thing stands among others shows on the screen; its index says nothing.
  if (parsed.field === "order") return null;
  const rowRecord = goal === undefined ? undefined : book.rowRecord(goal.row);
  const say = (value: AddressValue | null): string =>
    sayValue(parsed.field, value, book, speak, rowRecord ?? null);
  const said = line(row, name, words.field(parsed.field), say(before), say(after));
  return said ?? { row, text: `${name}, ${words.field(parsed.field)}: ${words.changed()}` };
}

/** "700" of a goal, "none" of none. */
function sayTarget(value: AddressValue | null, row: Row | undefined, speak: Speak): string {
  const target = typeof value === "object" && value !== null && "target" in value ? value.target : null;
  if (typeof target !== "number") return words.none();
  return row === undefined ? String(target) : speak.value(row, target);
}

/** The goal that an entry is about: as it is, was, or stands in a plan. */
function goalOf(
  { id }: { readonly id: string },
  before: AddressValue | null,
  after: AddressValue | null,
  book: NameBook,
): { readonly row: RowId } | undefined {
  for (const plan of book.plans) {
    const goal = plan.goals.get(id);
    if (goal !== undefined) return goal;
  }
  const value = after ?? before;
  return typeof value === "object" && value !== null && "target" in value && "row" in value
    ? { row: value.row }
    : undefined;
}

/** The value of a field. What is too much for a line is told as changed by its sentence. */
function sayValue(
  field: string,
  value: AddressValue | null,
  book: NameBook,
  speak: Speak,
  goalRow: Row | null,
): string {
  if (value === null) return words.none();
  if (typeof value === "boolean") return value ? words.yes() : words.no();
  if (typeof value === "number")
    return field === "target" && goalRow !== null ? speak.value(goalRow, value) : String(value);
  if (typeof value === "string") {
    if (field === "limit" || field === "defaultLever" || field === "row") return book.row(value);
    if (field === "section") return book.of("section", value);
    if (field === "channel") return book.of("channel", value);
    return value === "" ? words.none() : shorten(value);
  }
  // The address says that the value is a lever.
  if (field === "lever") return book.row((value as Lever).row);
  return words.changed();
}

function shorten(text: string): string {
  const flat = text.replace(/\s+/gu, " ");
  return flat.length <= 60 ? flat : `${flat.slice(0, 57)}…`;
}

function sayFormula(formula: Formula | null, plan: Plan | undefined): string {
  switch (formula?.kind) {
    case undefined:
    case "free":
      return words.typed();
    case "none":
      return words.notApplying();
    case "text":
      return words.unread(shorten(formula.text));
    case "tree":
      return plan === undefined ? words.formula() : shorten(`= ${printFormula(formula.tree, plan)}`);
  }
}

function sayCells(
  parsed: Extract<ParsedAddress, { kind: "cell" | "cells" | "actual" }>,
  before: AddressValue | null,
  after: AddressValue | null,
  book: NameBook,
  speak: Speak,
  { scenario, isBaseBefore, isBaseAfter }: Within,
): Said | null {
  const plan = book.planOf(parsed.row);
  if (plan === undefined) return null;
  const row = book.rowRecord(parsed.row);
  const t = parsed.ordinal - startOrdinal(plan.settings);
  const [from, to] = [cellsOf(before), cellsOf(after)];
  const length = Math.max(from.length, to.length);
  const channel = lineName(plan, parsed.line) ?? "";
  const isActual = parsed.kind === "actual" ? words.actual() : "";
  const where = join(speak.span(plan, t, t + length - 1), channel, isActual, scenario);
  const say = (cells: readonly (CellValue | null)[], isBase: boolean): string => {
    if (isBase) return words.followsBase();
    const texts = new Set(cells.map((cell) => sayCell(cell, row, plan, speak)));
    const [only] = texts;
    return texts.size === 1 && only !== undefined ? only : words.various(cells.length);
  };
  return {
    row: parsed.row,
    text: words.line(book.row(parsed.row), where, say(from, isBaseBefore), say(to, isBaseAfter)),
  };
}

/** A cell as it was typed, else as it shows. */
function sayCell(cell: CellValue | null, row: Row | undefined, plan: Plan, speak: Speak): string {
  if (cell === null) return words.empty();
  if (typeof cell === "object" && cell.text !== undefined) return cell.text;
  if (typeof cell === "object" && cell.formula?.kind === "tree")
    return `= ${printFormula(cell.formula.tree, plan)}`;
  const value = numberOf(cell);
  if (Number.isNaN(value)) return words.empty();
  return row === undefined ? String(value) : speak.value(row, value);
}

function sayDifference(
  parsed: Extract<ParsedAddress, { kind: "difference" }>,
  before: AddressValue | null,
  after: AddressValue | null,
  book: NameBook,
  speak: Speak,
): Said | null {
  // What stands at a difference's address is a difference.
  const [from, to] = [before as Difference | null, after as Difference | null];
  const within: Within = {
    scenario: words.inScenario(book.of("scenario", parsed.scenario)),
    isBaseBefore: from === null,
    isBaseAfter: to === null,
  };
  return sayEntry(parsed.address, from?.is ?? null, to?.is ?? null, book, speak, within);
}
