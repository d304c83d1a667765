import { gridMessages as words } from "../core/index.ts";
import { numbersOf } from "./layout.ts";
import type { Column } from "./layout.ts";

/**
 * What the head of a column shows beside its text: its kind, and the arrow that folds a quarter or year. The
 * widget uses its elements again for other columns, so that everything set here is taken away here too.
 */
export function drawHead(th: HTMLTableCellElement, column: Column | undefined): void {
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
