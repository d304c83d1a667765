import {
  changeTo,
  composeChanges,
  defaultRow,
  formulaAddress,
  keyOfOrdinal,
  mapRows,
  rowsInOrder,
  sessionMessages,
} from "../../core/index.ts";
import type { CellValue, Formula, NewId, Plan, RowId, SectionId } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import { nameOf } from "../speak.ts";
import type { Workbook } from "../workbook.ts";
import { edit, freeName, isNameTaken, NOTHING, placeAt, rowsOfSection } from "./common.ts";
import type { Wanted } from "./common.ts";

const rowAddress = (id: RowId): string => `row/${id}`;

/** Makes a row of a name, after another one or at the end of a section. [SH1] */
export function addRow(
  { plan }: Pick<Workbook, "plan">,
  name: string,
  place: { after: RowId | null; section: SectionId | null },
  newId: NewId,
): Outcome & { row?: RowId } {
  const trimmed = name.trim();
  if (trimmed === "") return refuse("row-name-empty", sessionMessages.rowNameEmpty());
  if (isNameTaken(plan, trimmed)) return refuse("row-name-taken", sessionMessages.rowNameTaken(trimmed));
  const neighbour = place.after ?? (place.section === null ? rowsInOrder(plan).at(-1) : undefined);
  const section = neighbour === undefined ? place.section : (plan.rows.get(neighbour)?.section ?? null);
  const siblings = rowsOfSection(plan, section);
  const index = place.after === null ? siblings.length : siblings.indexOf(place.after) + 1;
  const { orders, others } = placeAt(siblings, index, 1, plan.rows, rowAddress);
  const id = newId();
  const row = { ...defaultRow(trimmed), section, order: orders[0] ?? "i" };
  const change = changeTo(plan, [...others, [rowAddress(id), row]]);
  return { ...edit(change, trimmed, sessionMessages.rowAdded(trimmed)), row: id };
}

/** Gives a row another name; formulas hold ids and follow by themselves. */
export function renameRow(book: Workbook, row: RowId, name: string): Outcome {
  const { plan } = book;
  const trimmed = name.trim();
  const old = nameOf(plan, row);
  if (trimmed === "") return refuse("row-name-empty", sessionMessages.rowNameEmpty());
  if (isNameTaken(plan, trimmed, row)) return refuse("row-name-taken", sessionMessages.rowNameTaken(trimmed));
  if (trimmed === old) return NOTHING;
  return edit(
    changeTo(plan, [[`row/${row}/name`, trimmed]]),
    trimmed,
    sessionMessages.rowRenamed(old, trimmed),
  );
}

/** Where a row goes: in front of or behind another one, or to the end of a section (null: the rows without one). */
export type RowPlace =
  { readonly before: RowId } | { readonly after: RowId } | { readonly section: SectionId | null };

/** Moves a row. Its formula and its users stay: they hold ids. [SH3] */
export function moveRow(book: Workbook, rowId: RowId, place: RowPlace): Outcome {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  const beside = "before" in place ? place.before : "after" in place ? place.after : null;
  if (row === undefined || (beside !== null && !plan.rows.has(beside))) {
    return refuse("no-row", sessionMessages.noRow());
  }
  if (beside === rowId) return NOTHING;
  const section = "section" in place ? place.section : (plan.rows.get(beside ?? "")?.section ?? null);
  const siblings = rowsOfSection(plan, section).filter((id) => id !== rowId);
  const at = beside === null ? siblings.length : siblings.indexOf(beside) + ("after" in place ? 1 : 0);
  const wasAt = rowsOfSection(plan, section).indexOf(rowId);
  if (section === row.section && wasAt === at) return NOTHING;
  const { orders, others } = placeAt(siblings, at, 1, plan.rows, rowAddress);
  const wanted: Wanted = [...others, [`row/${rowId}/order`, orders[0] ?? row.order]];
  if (section !== row.section) wanted.push([`row/${rowId}/section`, section]);
  const sectionName = section === null ? null : (plan.sections.get(section)?.name ?? null);
  const neighbour = siblings[at - 1];
  const what = sessionMessages.rowMoved(
    row.name,
    neighbour === undefined ? null : nameOf(plan, neighbour),
    section === row.section ? null : sectionName,
  );
  return edit(changeTo(plan, wanted), row.name, what);
}

/** A copy of a row right behind it, with its cells and formulas; goals and its place in the funnel are not copied. */
export function duplicateRow(book: Workbook, rowId: RowId, newId: NewId): Outcome & { row?: RowId } {
  const { plan } = book;
  const row = plan.rows.get(rowId);
  if (row === undefined) return refuse("no-row", sessionMessages.noRow());
  const id = newId();
  const name = freeName(row.name, (tried) => isNameTaken(plan, tried));
  const siblings = rowsOfSection(plan, row.section);
  const { orders, others } = placeAt(siblings, siblings.indexOf(rowId) + 1, 1, plan.rows, rowAddress);
  const own = (formula: Formula): Formula =>
    formula.kind === "tree"
      ? { kind: "tree", tree: mapRows(formula.tree, (read) => (read === rowId ? id : read)) }
      : formula;
  const wanted: Wanted = [
    ...others,
    [rowAddress(id), { ...row, name, shortName: null, stage: null, order: orders[0] ?? row.order }],
  ];
  for (const [key, formula] of plan.formulas) {
    const [holder = "", channel] = key.split("/");
    if (holder === rowId) wanted.push([formulaAddress(id, channel), own(formula)]);
  }
  for (const [line, first, cells] of runsOf(plan, rowId)) {
    const copies = cells.map((cell) =>
      cell !== null && typeof cell !== "number" && cell.formula !== undefined
        ? { ...cell, formula: own(cell.formula) }
        : cell,
    );
    wanted.push([
      `cells/${id}/${line}/${keyOfOrdinal(plan.settings.periodLength, first)}`,
      { cells: copies },
    ]);
  }
  const change = composeChanges(changeTo(plan, wanted));
  return { ...edit(change, name, sessionMessages.rowDuplicated(row.name, name), true), row: id };
}

/** The typed cells of a row, line by line: the line, the ordinal of the first, and the cells. */
export function runsOf(plan: Plan, row: RowId): [string, number, (CellValue | null)[]][] {
  return [...(plan.cells.get(row) ?? [])].flatMap(([line, series]) =>
    series.values.length === 0
      ? []
      : [
          [
            line,
            series.first,
            Array.from(series.values, (value, i) => {
              const detail = series.details.get(series.first + i);
              return detail ?? (Number.isNaN(value) ? null : value);
            }),
          ] satisfies [string, number, (CellValue | null)[]],
        ],
  );
}
