import type { PlanSpec, RowSpec } from "../../build.ts";
import type { Rival } from "../rival.ts";
import type { Book } from "./book.ts";
import { ourText } from "./book.ts";
import { CELL_GROWTH, draftOfSeed } from "./generate.ts";
import type { Draft } from "./generate.ts";
import { BookSheet } from "./sheet.ts";

/** The workbook of a seed, with what the rival says that it comes to. `digits`: how many are kept. */
export function makeBook(seed: number, rival: Rival, digits = 17): Book {
  const draft = draftOfSeed(seed);
  const sheet = new BookSheet(draft);
  const computed = rival.open(sheet.cells);
  const read = (row: number, column: number): number | null => {
    const value = computed.read(row, column);
    return Number.isNaN(value) ? null : Number(value.toPrecision(digits));
  };
  const wanted: Record<string, (number | null)[][]> = {};
  for (const row of draft.rows) {
    // What is merely typed is not worth asking for.
    if (row.formulas.every((formula) => formula === null) && !row.typed.flat().includes("prev")) continue;
    wanted[row.name] = row.formulas.map((_, l) =>
      Array.from({ length: draft.periods }, (__, t) => read(...sheet.placeOf(row.name, l, t))),
    );
  }
  const totals: Record<string, number | null> = {};
  for (const { name, at } of sheet.totals) totals[name] = read(at, 0);
  computed.close();
  return { seed, spec: specOf(draft), wanted, totals };
}

/** A workbook as a plan in words. */
function specOf(draft: Draft): PlanSpec {
  return {
    periods: draft.periods,
    channels: draft.channels,
    history: draft.history,
    rows: draft.rows.map((row): RowSpec => {
      const [formula] = row.formulas;
      const inEach = <T>(lists: readonly (readonly T[])[]): { in: Record<string, readonly T[]> } => ({
        in: Object.fromEntries(draft.channels.map((name, l) => [name, lists[l] ?? []])),
      });
      const own = row.formulas.flatMap((other, l) =>
        other === formula || other === null ? [] : [[draft.channels[l] ?? "", ourText(other).text] as const],
      );
      const typed = row.typed.map((line) =>
        line.map((cell) => (cell === "prev" ? `=PREV()*${CELL_GROWTH}` : cell)),
      );
      const hasHistory = row.history.some((line) => line.length > 0);
      return {
        name: row.name,
        ...(row.unit === "count" ? {} : { unit: row.unit }),
        ...(row.scope === "channel" ? {} : { scope: row.scope }),
        measure: row.measure,
        ...(formula === null || formula === undefined ? {} : { formula: ourText(formula).text }),
        ...(own.length === 0 ? {} : { formulas: Object.fromEntries(own) }),
        ...(typed.every((line) => line.every((cell) => cell === null))
          ? {}
          : { values: row.scope === "plan" ? (typed[0] ?? []) : inEach(typed) }),
        ...(hasHistory
          ? { history: row.scope === "plan" ? (row.history[0] ?? []) : inEach(row.history) }
          : {}),
      };
    }),
  };
}
