import { gridMessages as words } from "../core/index.ts";
import type { Plan, RowId } from "../core/index.ts";
import type { Fit } from "./fit.ts";
import { rowOfLine } from "./layout.ts";
import type { Column, Line } from "./layout.ts";
import type { CellPaint, Painter } from "./paint.ts";
import type { Notes } from "./notes.ts";
import { nameRow } from "./roles.ts";
import { nameText, spokenName } from "./texts.ts";
import { hasRoomFor } from "./widths.ts";

/**
 * Puts paints into table cells. Text goes in as text only, never as HTML: names come from files. The widget
 * clears a cell's class before each draw and uses its cells again for others, so that every attribute that is
 * set here is also taken away here.
 */

/** What a table cell shows since it was last drawn: most draws find it unchanged. */
const drawn = new WeakMap<HTMLTableCellElement, unknown>();

function setAttribute(element: Element, name: string, value: string): void {
  if (value === "") element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function span(text: string, className: string): HTMLSpanElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

/** A sign or an aside that the cell's description says in words. */
function silent(text: string, className: string): HTMLSpanElement {
  const element = span(text, className);
  element.setAttribute("aria-hidden", "true");
  return element;
}

function clearNames(td: HTMLTableCellElement): void {
  for (const name of ["aria-label", "aria-expanded", "aria-placeholder"]) td.removeAttribute(name);
}

/** Draws a cell of numbers. `column` is the kind of its column: totals and history look their part. */
function drawNumber(td: HTMLTableCellElement, paint: CellPaint, column: string, moved: boolean): void {
  const classes = ["bc-cell", `bc-${column}`, `bc-${paint.look}`];
  if (paint.bar !== null) classes.push(`bc-${paint.bar}`);
  if (paint.error) classes.push("bc-error");
  if (paint.mark === "limit") classes.push("bc-limit");
  if (paint.differs) classes.push("bc-differs");
  if (paint.actual) classes.push("bc-actual");
  if (moved) classes.push("bc-moved");
  td.className = classes.join(" ");
  // The widget takes every aria attribute away before each draw, also where the cell stays as it is.
  setAttribute(td, "aria-description", paint.description);
  if (drawn.get(td) === paint) return;
  drawn.set(td, paint);
  clearNames(td);
  td.setAttribute("role", "gridcell");
  const parts: (Node | string)[] = [];
  if (paint.mark === "goal") parts.push(silent("◎ ", "bc-mark"));
  if (paint.mark === "limit") parts.push(silent("▲ ", "bc-mark"));
  if (paint.text !== "") parts.push(paint.text);
  if (paint.goal !== "") parts.push(silent(` ◎ ${paint.goal}`, "bc-gap"));
  td.replaceChildren(...parts);
  setAttribute(td, "title", paint.hint);
}

/** What the name of a line needs beside its text. */
interface NameDrawing {
  readonly line: Line;
  /** The name as the sheet shows it, with its short name. */
  readonly text: string;
  /** The name alone, which screen readers and tests know the row by. */
  readonly name: string;
  /** Empty where there is no room for it. */
  readonly formula: string;
  readonly description: string;
}

/** Draws the first cell of a line: its name, or a heading. */
function drawName(td: HTMLTableCellElement, { line, text, name, formula, description }: NameDrawing): void {
  td.className = `bc-cell bc-head bc-head-${line.kind}`;
  drawn.delete(td);
  // A section may be called like a row: only rows are known by their headers.
  td.setAttribute("role", line.kind === "section" ? "gridcell" : "rowheader");
  setAttribute(td, "aria-label", name);
  setAttribute(td, "aria-description", description);
  setAttribute(td, "title", "");
  const opens =
    line.kind === "row" ? line.opens : line.kind === "section" ? (line.folded ? "closed" : "open") : null;
  setAttribute(td, "aria-expanded", opens === null ? "" : String(opens === "open"));
  const box = document.createElement("div");
  box.className = "bc-name";
  if (opens !== null) box.append(arrow(line, name, opens));
  box.append(span(text, "bc-text"));
  if (formula !== "") box.append(silent(formula, "bc-formula"));
  if (line.kind === "section" || line.kind === "new") td.replaceChildren(box);
  else td.replaceChildren(box, rowEdge());
}

/** The left edge of a row's name: a click on it takes the whole row. Shift+Space does the same. */
function rowEdge(): HTMLElement {
  const edge = silent("", "bc-row-edge");
  edge.dataset["act"] = "row";
  edge.title = words.wholeRow;
  return edge;
}

/** The arrow that folds a section or shows a row's channels; keys do the same from the line itself. */
function arrow(line: Line, name: string, opens: "open" | "closed"): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.tabIndex = -1;
  button.className = "bc-arrow";
  button.dataset["act"] = "fold";
  button.textContent = opens === "open" ? "▾" : "▸";
  const label = line.kind === "section" ? name : opens === "open" ? words.fold(name) : words.unfold(name);
  button.setAttribute("aria-label", label);
  return button;
}

/** Draws an owner's cell, or an empty one of a heading. */
function drawOwner(td: HTMLTableCellElement, owner: string, kind: Line["kind"]): void {
  td.className = kind === "section" ? "bc-cell bc-band" : "bc-cell bc-owner";
  drawn.delete(td);
  clearNames(td);
  td.setAttribute("role", "gridcell");
  setAttribute(td, "aria-description", "");
  setAttribute(td, "title", "");
  if (owner === "") td.replaceChildren();
  else td.replaceChildren(span(owner, "bc-pill"));
}

/** Draws the part of a heading, or of the last line, that has nothing to show. */
function drawBand(td: HTMLTableCellElement, kind: Line["kind"], column: string): void {
  drawOwner(td, "", kind);
  td.className = kind === "section" ? "bc-cell bc-band" : `bc-cell bc-${column} bc-blank`;
}

/** What drawing reads. */
export interface Drawing {
  readonly plan: Plan;
  readonly painter: Painter;
  readonly fit: Fit;
  /** The column's place. */
  readonly columnAt: number;
  /** What is to be checked at a cell. */
  readonly notes: Notes;
  /** Rows that a formula reads while it is typed, each with its colour. */
  readonly marks: ReadonlyMap<RowId, number>;
}

/** Draws one cell of the sheet. */
export function drawCell(td: HTMLTableCellElement, line: Line, column: Column, drawing: Drawing): void {
  const { plan, painter, fit, columnAt, marks, notes } = drawing;
  // The widget counts the cells that it drew of a row, not its columns.
  td.setAttribute("aria-colindex", String(columnAt + 1));
  if (fit.frozen > 0) nameRow(td, spokenName(plan, line), columnAt, fit.frozen);
  if (column.kind === "name") {
    const width = fit.widths[columnAt] ?? 0;
    const { text, formula } = painter.name(line);
    const name = nameText(plan, line);
    drawName(td, {
      line,
      text: line.kind === "new" ? words.newRow : hasRoomFor(text, "", width) ? text : name,
      name: spokenName(plan, line),
      formula: formula !== "" && hasRoomFor(text, formula, width) ? formula : "",
      description: formula === "" ? "" : words.ownFormula(formula),
    });
  } else if (line.kind === "section" || line.kind === "new") drawBand(td, line.kind, column.kind);
  else if (column.kind === "owner") drawOwner(td, painter.owner(line), line.kind);
  else {
    const paint = painter.cell(line, column);
    fit.note(column, paint);
    drawNumber(td, paint, column.kind, painter.hasMoved(line, column));
    const note = paint.target === null ? undefined : notes(paint.target);
    setAttribute(td, "title", note ?? paint.hint);
    if (note !== undefined) {
      td.classList.add("bc-note");
      td.setAttribute("aria-description", `${paint.description}; ${words.finding(note)}`);
    }
  }
  const mark = marks.size === 0 ? undefined : marks.get(rowOfLine(line) ?? "");
  if (mark !== undefined) td.classList.add("bc-ref", `bc-ref-${mark}`);
}
