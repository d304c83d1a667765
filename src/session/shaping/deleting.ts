import {
  changeTo,
  checkFormula,
  formulaOf,
  mapRows,
  periodKeyAt,
  sessionMessages,
} from "../../core/index.ts";
import type { Plan, Row, RowId, Tree } from "../../core/index.ts";
import { formulaText } from "../clearing.ts";
import type { Outcome, Reading } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Speak } from "../speak.ts";
import { linesUnder } from "../target.ts";
import type { Workbook } from "../workbook.ts";
import { edit, NOTHING } from "./common.ts";
import type { Wanted } from "./common.ts";
import { numbersOf } from "./formulas.ts";
import { readersOf, usersOf } from "./places.ts";
import { sentenceWithout } from "./sentence.ts";

/**
 * Deletes a row. Where others use it, says who, and offers what to do: keep it, write its number or its formula in
 * its place, let its users keep their numbers, or delete it all the same. Its goals go; goals that it solves
 * rest. Cells are kept. [SH5]
 */
export function deleteRow(book: Workbook, row: RowId, speak: Speak): Outcome {
  const { plan } = book;
  const name = nameOf(plan, row);
  if (!plan.rows.has(row)) return NOTHING;
  const users = usersOf(plan, row).map((id) => nameOf(plan, id));
  const outcome = removing(book, [row], [], name, sessionMessages.rowDeleted(name, users));
  if (users.length === 0) return outcome;
  return {
    kind: "ask",
    question: sessionMessages.rowInUse(name, users),
    readings: [
      { label: sessionMessages.keepRow(name), act: () => NOTHING },
      ...replacements(book, row, speak),
      { label: sessionMessages.deleteAnyway(name), act: (now) => deleteAnyway(now, row) },
    ],
  };
}

function deleteAnyway(book: Workbook, row: RowId): Outcome {
  const users = usersOf(book.plan, row).map((id) => nameOf(book.plan, id));
  const name = nameOf(book.plan, row);
  return removing(book, [row], [], name, sessionMessages.rowDeleted(name, users));
}

/** Rows go, with all that points at them; `first` is what stands in their place. */
export function removing(
  { plan }: Workbook,
  rows: readonly RowId[],
  first: Wanted,
  label: string,
  what: string,
): Outcome {
  return edit(changeTo(plan, [...first, ...leaving(plan, rows)]), label, what, true);
}

/** What has to stand where so that nothing points at rows any more, and they are gone. */
export function leaving(plan: Plan, rows: readonly RowId[]): Wanted {
  const gone = new Set(rows);
  const wanted: Wanted = [];
  for (const [id, goal] of plan.goals) {
    if (gone.has(goal.row)) wanted.push([`goal/${id}`, null]);
    else if (goal.lever !== null && gone.has(goal.lever.row)) wanted.push([`goal/${id}/lever`, null]);
  }
  if (plan.settings.defaultLever !== null && gone.has(plan.settings.defaultLever)) {
    wanted.push(["plan/defaultLever", null]);
  }
  for (const [id, row] of plan.rows) {
    if (gone.has(id)) continue;
    if (row.limit !== null && gone.has(row.limit)) wanted.push([`row/${id}/limit`, null]);
    if (typeof row.totalBy === "object" && gone.has(row.totalBy.weightedBy)) {
      wanted.push([`row/${id}/totalBy`, "auto"]);
    }
    const stage = stageWithout(plan, row, gone);
    if (stage !== row.stage) wanted.push([`row/${id}/stage`, stage]);
  }
  wanted.push(...sentenceWithout(plan, rows));
  for (const id of rows) wanted.push([`row/${id}`, null]);
  return wanted;
}

/** A step whose neighbour is gone comes from the one before that. */
function stageWithout(plan: Plan, row: Row, gone: ReadonlySet<RowId>): Row["stage"] {
  const { stage } = row;
  if (stage === null) return null;
  let from = stage.from;
  for (let i = 0; from !== null && gone.has(from) && i <= plan.rows.size; i++) {
    from = plan.rows.get(from)?.stage?.from ?? null;
  }
  const rate = stage.rate !== null && gone.has(stage.rate) ? null : stage.rate;
  return from === stage.from && rate === stage.rate ? stage : { from, rate };
}

/** What may stand in a row's place so that its users still compute the same. */
function replacements(book: Workbook, row: RowId, speak: Speak): Reading[] {
  const { plan } = book;
  const name = nameOf(plan, row);
  const found: Reading[] = [];
  const [only] = valuesOf(book, row);
  const record = plan.rows.get(row);
  const number = numberTree(book, row);
  if (number !== null && only !== undefined && record !== undefined && standsFor(book, row, number)) {
    const label = sessionMessages.writeNumber(speak.value(record, only), name);
    found.push({ label, act: (now) => putInPlace(now, row, numberTree(now, row), label) });
  }
  const formula = formulaTree(book, row);
  if (formula !== null && standsFor(book, row, formula)) {
    const [line] = linesUnder(book, { row, channel: null, from: 0, to: 0 });
    const label = sessionMessages.writeFormula(formulaText(plan, row, line ?? "") ?? "", name);
    found.push({ label, act: (now) => putInPlace(now, row, formulaTree(now, row), label) });
  }
  const users = usersOf(plan, row).map((id) => nameOf(plan, id));
  const label = sessionMessages.usersKeepNumbers(users);
  found.push({ label, act: (now) => keepNumbers(now, row, label) });
  return found;
}

/** The different values that a row shows in the plan. */
function valuesOf({ plan, engine }: Workbook, row: RowId): number[] {
  const values = new Set<number>();
  const lines = engine.lowered.rows.find((each) => each.row === row)?.lines ?? [];
  for (const { line } of lines) {
    if (!engine.applies(row, line)) continue;
    for (let t = 0; t < plan.settings.periods; t++) values.add(engine.value(row, line, t));
  }
  return [...values];
}

/** A row that is one and the same number everywhere, as that number; not while it is solved for. */
function numberTree(book: Workbook, rowId: RowId): Tree | null {
  const row = book.plan.rows.get(rowId);
  const [value, ...others] = valuesOf(book, rowId);
  if (row === undefined || value === undefined || others.length > 0 || !Number.isFinite(value)) return null;
  if ([...book.plan.goals.values()].some((goal) => goal.lever?.row === rowId)) return null;
  const used = value / row.per;
  const number = (n: number): Tree =>
    n < 0 ? { kind: "negate", arg: { kind: "number", value: -n } } : { kind: "number", value: n };
  const percent = Number((used * 100).toPrecision(15));
  const asPercent = row.unit === "rate" || row.asPercent;
  return asPercent && percent / 100 === used ? { kind: "percent", arg: number(percent) } : number(used);
}

/** A row's formula, if it has one for all its channels and nothing is typed over it. */
function formulaTree({ plan, engine }: Workbook, row: RowId): Tree | null {
  const own = plan.formulas.get(row);
  if (own?.kind !== "tree") return null;
  const lines = engine.lowered.rows.find((each) => each.row === row)?.lines ?? [];
  for (const { line } of lines) {
    if (formulaOf(plan, row, line) !== own) return null;
    for (let t = 0; t < plan.settings.periods; t++) {
      if (engine.kind(row, line, t) !== "computed") return null;
    }
  }
  return own.tree;
}

/** The row's readers with a tree in its place; null where one of them cannot have it. */
function inPlace(plan: Plan, row: RowId, tree: Tree): Wanted | null {
  const wanted: Wanted = [];
  for (const place of readersOf(plan, row)) {
    const scope = plan.rows.get(row)?.scope;
    const isTotal =
      scope === "channel" && plan.rows.get(place.row)?.scope === "plan" && tree.kind !== "number";
    const put: Tree = isTotal ? { kind: "call", name: "ALL", args: [tree] } : tree;
    const next = mapRows(place.tree, (id) => (id === row ? put : id));
    if (!checkFormula(plan, place.row, place.line, next).ok) return null;
    wanted.push([place.address, place.with(next)]);
  }
  return wanted;
}

/** Whether all users show the same numbers with a tree in the row's place: tried, to the last nine digits. */
function standsFor(book: Workbook, row: RowId, tree: Tree): boolean {
  const { plan } = book;
  const wanted = inPlace(plan, row, tree);
  if (wanted === null) return false;
  const users = usersOf(plan, row);
  const look = (now: Workbook): number[] => users.flatMap((user) => cellsOf(now, user));
  const before = look(book);
  const after = book.tryOut(changeTo(plan, wanted), look);
  return before.every((value, i) => {
    const other = after[i] ?? NaN;
    if (Number.isNaN(value) || Number.isNaN(other)) return Number.isNaN(value) && Number.isNaN(other);
    return Math.abs(value - other) <= 1e-9 * Math.max(Math.abs(value), Math.abs(other));
  });
}

function cellsOf({ plan, engine }: Workbook, row: RowId): number[] {
  const lines = engine.lowered.rows.find((each) => each.row === row)?.lines ?? [];
  return lines.flatMap(({ line }) =>
    Array.from({ length: plan.settings.periods }, (_, t) => engine.value(row, line, t)),
  );
}

function putInPlace(book: Workbook, row: RowId, tree: Tree | null, label: string): Outcome {
  const name = nameOf(book.plan, row);
  const wanted = tree === null ? null : inPlace(book.plan, row, tree);
  if (wanted === null) return NOTHING;
  return removing(book, [row], wanted, name, sessionMessages.rowReplaced(name, label));
}

/** The row goes; the formulas that read it give way to the numbers that they show. */
function keepNumbers(book: Workbook, row: RowId, label: string): Outcome {
  const { plan, engine } = book;
  const wanted: Wanted = [];
  for (const place of readersOf(plan, row)) {
    if (place.isCell) {
      const change = cellNumber(book, place.address);
      if (change !== null) wanted.push(change);
      continue;
    }
    const own = place.line === null ? plan.formulas.get(place.row) : undefined;
    const lines = engine.lowered.rows.find((each) => each.row === place.row)?.lines ?? [];
    for (const { line } of lines) {
      const isRuled = place.line === null ? formulaOf(plan, place.row, line) === own : place.line === line;
      if (isRuled && engine.applies(place.row, line)) wanted.push(numbersOf(book, place.row, line));
    }
    const isFreed = place.line !== null && plan.formulas.has(place.row);
    wanted.unshift([place.address, isFreed ? { kind: "free" } : null]);
  }
  const name = nameOf(plan, row);
  return removing(book, [row], wanted, name, sessionMessages.rowReplaced(name, label));
}

function cellNumber({ plan, engine }: Workbook, address: string): Wanted[number] | null {
  const [, row = "", line = "", key] = address.split("/");
  for (let t = 0; t < plan.settings.periods; t++) {
    const value = engine.value(row, line, t);
    if (key === periodKeyAt(plan.settings, t)) return [address, Number.isNaN(value) ? null : value];
  }
  return null;
}
