/**
 * The widget draws frozen columns and headings a second time, over the first: what a screen reader is told has to
 * be put together again, so that a line is one row with its name, and every cell is there once.
 */

/** Headings that lie behind others, and wrappers that the widget left in the tab order, which breaks its rows. */
export function tidyRoles(room: HTMLElement, frozen: number): void {
  for (const element of room.querySelectorAll('[role="presentation"][tabindex]')) element.removeAttribute("tabindex");
  for (const head of room.querySelectorAll(".ht_master thead, .ht_clone_inline_start thead")) {
    head.setAttribute("aria-hidden", "true");
  }
  // Behind the frozen headings lie their doubles.
  for (const row of room.querySelectorAll<HTMLTableRowElement>(".ht_clone_top thead tr")) {
    for (const th of row.cells) {
      const isDouble = Number(th.getAttribute("aria-colindex")) <= frozen;
      if (isDouble) th.setAttribute("aria-hidden", "true");
      else th.removeAttribute("aria-hidden");
    }
  }
  for (const body of room.querySelectorAll(".ht_clone_inline_start tbody")) body.setAttribute("role", "presentation");
  if (frozen > 0) return;
  for (const row of room.querySelectorAll(".ht_master tr[aria-owns]")) row.removeAttribute("aria-owns");
  for (const td of room.querySelectorAll('.ht_master td[aria-hidden="true"]')) td.removeAttribute("aria-hidden");
}

const idOf = (line: number, column: number): string => `bc-${line}-${column}`;

/**
 * Joins the frozen cells of a line to the row of the others: they are drawn in a table of their own, and again,
 * unseen, behind it. Called as a cell is drawn.
 */
export function joinRow(td: HTMLTableCellElement, line: number, column: number, frozen: number): void {
  const row = td.parentElement;
  if (row === null) return;
  const isClone = td.closest(".ht_clone_inline_start") !== null;
  if (isClone) {
    td.id = idOf(line, column);
    td.removeAttribute("aria-hidden");
    row.setAttribute("role", "presentation");
    return;
  }
  if (column < frozen) td.setAttribute("aria-hidden", "true");
  else td.removeAttribute("aria-hidden");
  const owned = Array.from({ length: frozen }, (_, at) => idOf(line, at)).join(" ");
  if (row.getAttribute("aria-owns") !== owned) row.setAttribute("aria-owns", owned);
}
