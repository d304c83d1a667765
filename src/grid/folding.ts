import type { Session } from "../session/session.svelte.ts";
import { numbersOf, rowOfLine } from "./layout.ts";
import type { Layout, Place } from "./layout.ts";
import { groupAround } from "./periods.ts";

/** The sheet that is folded. */
interface Folded {
  layout(): Layout;
  select(place: Place): void;
}

/** Folds or unfolds the quarter or year of a cell's column; `open` null turns it round. */
export function foldPeriodsAt(session: Session, sheet: Folded, place: Place, open: boolean | null): void {
  const { plan, view } = session;
  const column = numbersOf(sheet.layout().columns[place.column]);
  if (column === null || column.kind === "total" || column.kind === "channel") return;
  const group = column.group ?? groupAround(plan, column.from, column.to)?.key;
  if (group === undefined) return;
  const others = view.foldedPeriods.filter((key) => key !== group);
  const wanted = open ?? view.foldedPeriods.includes(group);
  if (!wanted && column.kind !== "group") {
    // The caret's own column goes: it stays on the total.
    const at = sheet.layout().columns.findIndex((each) => numbersOf(each)?.group === group);
    sheet.select({ line: place.line, column: at });
  }
  session.setView({ foldedPeriods: wanted ? others : [...others, group] });
}

/** Folds or unfolds a section, or a row's channels. `open` null turns it round. Whether there was something to. */
export function foldAt(session: Session, sheet: Folded, place: Place, open: boolean | null): boolean {
  const { view } = session;
  const line = sheet.layout().lines[place.line];
  if (line?.kind === "section") {
    const others = view.folded.filter((id) => id !== line.section);
    session.setView({ folded: (open ?? line.folded) ? others : [...others, line.section] });
    return true;
  }
  const row = rowOfLine(line);
  const opens = line?.kind === "row" ? line.opens : line?.kind === "channel" ? "open" : null;
  if (row === null || opens === null) return false;
  const wanted = open ?? opens === "closed";
  if (!wanted && line?.kind === "channel") {
    // The caret's own line goes: it stays on the row.
    const rows = sheet.layout().lines.findIndex((each) => each.key === `row/${row}`);
    sheet.select({ line: rows, column: place.column });
  }
  const others = view.unfolded.filter((id) => id !== row);
  session.setView({ unfolded: wanted ? [...others, row] : others });
  return true;
}
