import type { Session } from "../session/session.svelte.ts";
import { valueOf } from "../session/target.ts";
import { layoutSheet, targetAt } from "./layout.ts";
import { ownerOf } from "./paint.ts";
import { headText, nameText } from "./texts.ts";

/**
 * The sheet as it is seen, for a file: its headings, then a row a line with its numbers in full. What is folded is
 * left out, as on the screen; the name of a channel under its row is set in.
 */
export function seenTable(session: Session): (string | number)[][] {
  const { plan, view, book } = session;
  const { lines, columns } = layoutSheet(plan, view, false);
  const rows = lines
    .filter(({ kind }) => kind !== "new")
    .map((line) =>
      columns.map((column): string | number => {
        const name = nameText(plan, line);
        if (column.kind === "name") return line.kind === "channel" ? `\u2003${name}` : name;
        if (column.kind === "owner") return ownerOf(book, line);
        const target = targetAt(plan, line, column);
        const value = target === null ? NaN : valueOf(book, target);
        return Number.isFinite(value) ? value : "";
      }),
    );
  return [columns.map((column) => headText(session, column)), ...rows];
}
