import { gridMessages as words, PERIOD_WORDS } from "../core/index.ts";
import type { Plan } from "../core/index.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Column, Line } from "./layout.ts";
import type { CellPaint, Painter } from "./paint.ts";

/** A span longer than this is said by its length. */
const LONGEST_SPAN = 9;

/** What stands at the head of a column. */
export function headText({ plan, speak }: Session, column: Column | undefined): string {
  switch (column?.kind) {
    case undefined:
      return "";
    case "name":
      return words.rowHead;
    case "owner":
      return words.ownerHead;
    case "total": {
      const span = speak.span(plan, column.from, column.to);
      if (span.length <= LONGEST_SPAN) return words.totalHead(span);
      return words.totalOf(`${column.to - column.from + 1} ${PERIOD_WORDS[plan.settings.periodLength]}`);
    }
    case "group":
    case "period":
    case "history":
      return speak.span(plan, column.from, column.to);
    case "channel":
      return column.channel === null ? "" : (plan.channels.get(column.channel)?.name ?? "");
  }
}

/** The name that a line is edited by: the row's own, without its short name. */
export function nameText(plan: Plan, line: Line): string {
  if (line.kind === "row") return plan.rows.get(line.row)?.name ?? "";
  return line.kind === "new" ? "" : line.name;
}

/** The accessible name of a line: a row's own; a channel's with its row's; a heading's says that it is one. */
export function spokenName(plan: Plan, line: Line): string {
  if (line.kind === "new") return words.newRow;
  const name = nameText(plan, line);
  if (line.kind === "section") return words.section(name);
  return line.kind === "channel" ? `${plan.rows.get(line.row)?.name ?? ""}, ${name}` : name;
}

/** What copying a cell gives: its text as it stands there, without signs. */
export function copyText(
  plan: Plan,
  painter: Painter,
  line: Line | undefined,
  column: Column | undefined,
): string {
  if (line === undefined || column === undefined) return "";
  if (column.kind === "name") return nameText(plan, line);
  if (column.kind === "owner") return painter.owner(line);
  return line.kind === "row" || line.kind === "channel" ? painter.cell(line, column).text : "";
}

/** How many characters a cell of numbers takes, with its signs. */
export function lengthOf({ text, mark, goal }: CellPaint): number {
  return text.length + (mark === null ? 0 : 2) + (goal === "" ? 0 : goal.length + 2);
}
