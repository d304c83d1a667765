import { fillTexts } from "../session/filling.ts";
import type { HeadText, PastedBlock } from "../session/pasting-lines.ts";
import type { Area } from "./block.ts";
import { repeat } from "./block.ts";
import type { Layout, Place } from "./layout.ts";

/**
 * Names and owners drawn down or up over other rows: a series goes on (January, February; Wave 1, Wave 2), anything
 * else is repeated. Drawn over the empty last line a name makes a row.
 *
 * source, whole  the cells drawn from, and with those drawn over
 * textAt         what an editor of a cell would open with
 */
export function headsFilled(
  layout: Layout,
  source: Area,
  whole: Area,
  isSeries: boolean,
  textAt: (place: Place) => string,
): Required<Pick<PastedBlock, "heads">> & Pick<PastedBlock, "rows"> {
  const heads: HeadText[] = [];
  const made: string[] = [];
  // Drawn together with numbers a row keeps its name and its owner.
  const isHead = (at: number): boolean => ["name", "owner"].includes(layout.columns[at]?.kind ?? "");
  if (!isHead(source.right)) return { heads };
  for (let column = source.left; column <= source.right; column++) {
    const kind = layout.columns[column]?.kind;
    if (kind !== "name" && kind !== "owner") continue;
    const linesOf = (from: number, to: number): number[] =>
      Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).filter((at) => {
        const line = layout.lines[at];
        return line?.kind === "row" || (kind === "name" && line?.kind === "new");
      });
    const texts = linesOf(source.top, source.bottom).map((line) => textAt({ line, column }));
    if (texts.length === 0) continue;
    const put = (lines: readonly number[], direction: "on" | "back"): void => {
      const next = (isSeries && kind === "name" ? fillTexts : repeat)(texts, lines.length, direction);
      lines.forEach((at, i) => {
        const line = layout.lines[at];
        const text = next[i] ?? "";
        if (line?.kind === "row") heads.push({ row: line.row, field: kind, text });
        else made.push(text);
      });
    };
    put(linesOf(source.bottom + 1, whole.bottom), "on");
    put(linesOf(whole.top, source.top - 1).reverse(), "back");
  }
  const last = layout.lines.at(-1);
  if (made.length === 0 || last?.kind !== "new") return { heads };
  const lines = made.map((name) => ({ name, owner: "", cells: [] }));
  return { heads, rows: { lines, after: last.after, section: last.section } };
}
