import { compareMessages as words } from "../core/index.ts";
import type { CompareCell } from "./table.ts";

/**
 * Puts a number of the comparison into its cell, touching only what differs from what stands there: hundreds of
 * cells change at once. The cell holds the figure and, where there is a difference, `small` with its mark and it.
 *
 * @param before what was put there last; null: nothing yet
 */
export function putInCell(place: HTMLElement, cell: CompareCell, before: CompareCell | null): void {
  if (cell === before) return;
  if (cell.look !== before?.look) place.dataset["look"] = cell.look;
  if (cell.isOwn !== before?.isOwn) place.toggleAttribute("data-own", cell.isOwn);
  if (cell.description !== before?.description) describe(place, cell.description);
  const text = cell.delta === "" ? cell.text : `${cell.text} `;
  const figure = place.firstChild;
  if (figure === null) place.append(text);
  else if (figure.nodeValue !== text) figure.nodeValue = text;
  putDelta(place, cell, before);
}

function describe(place: HTMLElement, description: string): void {
  if (description === "") place.removeAttribute("aria-description");
  else place.setAttribute("aria-description", description);
}

function putDelta(place: HTMLElement, cell: CompareCell, before: CompareCell | null): void {
  const { delta, mark } = cell;
  if (before !== null && delta === before.delta && mark === before.mark) return;
  const small = place.querySelector("small");
  if (small !== null && before?.mark === mark && delta !== "") {
    const { lastChild } = small;
    if (lastChild !== null) lastChild.nodeValue = delta;
    return;
  }
  small?.remove();
  if (delta === "") return;
  const made = document.createElement("small");
  if (mark !== null) {
    const sign = document.createElement("span");
    sign.className = "sign";
    sign.role = "img";
    sign.ariaLabel = words[mark]();
    sign.textContent = mark === "better" ? "✓" : "✗";
    made.className = mark;
    made.append(sign);
  }
  made.append(delta);
  place.append(made);
}
