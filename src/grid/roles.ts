import { placeOfHead } from "./heads.ts";

/**
 * The widget draws frozen columns and headings a second time, over the first: what a screen reader is told is put
 * right here, so that every cell and heading is there once.
 */

/** Headings that lie behind others, and wrappers that the widget left in the tab order, which breaks its rows. */
export function tidyRoles(room: HTMLElement, frozen: number): void {
  for (const element of room.querySelectorAll('[role="presentation"][tabindex]'))
    element.removeAttribute("tabindex");
  for (const head of room.querySelectorAll(".ht_master thead, .ht_clone_inline_start thead")) {
    head.setAttribute("aria-hidden", "true");
  }
  // Behind the frozen headings lie their doubles.
  for (const row of room.querySelectorAll<HTMLTableRowElement>(".ht_clone_top thead tr")) {
    for (const th of row.cells) {
      // The widget counts the heads that it drew, not the columns: scrolled sideways it begins anew at 1.
      const at = placeOfHead(th);
      th.setAttribute("aria-colindex", String(at + 1));
      const isDouble = at < frozen;
      if (isDouble) th.setAttribute("aria-hidden", "true");
      else th.removeAttribute("aria-hidden");
    }
  }
  if (frozen > 0) return;
  for (const row of room.querySelectorAll(".ht_master tr[aria-label]")) row.removeAttribute("aria-label");
  for (const td of room.querySelectorAll('.ht_master td[aria-hidden="true"]'))
    td.removeAttribute("aria-hidden");
}

/**
 * Tells of a line whose first cells are frozen: they are drawn in a table of their own, and again, unseen, behind
 * it. The rest of the line is a row by the same name. Called as a cell is drawn.
 */
export function nameRow(td: HTMLTableCellElement, name: string, column: number, frozen: number): void {
  const row = td.parentElement;
  if (row === null || td.closest(".ht_clone_inline_start") !== null) return;
  if (column < frozen) td.setAttribute("aria-hidden", "true");
  else td.removeAttribute("aria-hidden");
  if (row.getAttribute("aria-label") !== name) row.setAttribute("aria-label", name);
}
