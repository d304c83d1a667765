import { gridMessages as words } from "../core/index.ts";
import { numbersOf } from "./layout.ts";
import type { Column } from "./layout.ts";

/** The column that a head was drawn for last. */
const places = new WeakMap<Element, number>();

/** The place of a head's column, counted from 0; −1 for what is no head of a column. */
export function placeOfHead(th: Element): number {
  return places.get(th) ?? -1;
}

/**
 * What the head of a column shows beside its text: its kind, and the arrow that folds a quarter or year. The
 * widget uses its elements again for other columns, so that everything set here is taken away here too.
 */
export function drawHead(th: HTMLTableCellElement, column: Column | undefined, at: number): void {
  places.set(th, at);
  th.classList.add(`bc-column-${column?.kind ?? "none"}`);
  const opens = numbersOf(column)?.opens;
  th.querySelector("[data-act=fold]")?.remove();
  if (opens === undefined) {
    th.removeAttribute("aria-expanded");
    return;
  }
  th.setAttribute("aria-expanded", String(opens === "open"));
  const arrow = document.createElement("span");
  arrow.className = `bc-fold bc-fold-${opens}`;
  arrow.dataset["act"] = "fold";
  arrow.title = opens === "open" ? words.foldPeriods : words.unfoldPeriods;
  // Keys do the same from any cell of the column; the head itself says whether it is open.
  arrow.setAttribute("aria-hidden", "true");
  (th.firstElementChild ?? th).prepend(arrow);
}
