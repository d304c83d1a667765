import { gridMessages as words } from "../core/index.ts";
import type { Plan } from "../core/index.ts";
import { totalName } from "../csv/reading/totals.ts";
import type { HeadText, NewLine, PastedBlock } from "../session/pasting-lines.ts";
import type { Pasted } from "../session/pasting.ts";
import { columnsFrom } from "./block.ts";
import type { Area } from "./block.ts";
import { numbersOf, shownChannel, targetAt } from "./layout.ts";
import type { Layout, LayoutView, Line } from "./layout.ts";

type Texts = readonly (readonly string[])[];

/** Whether a row of a pasted block says nothing, or only a heading's name: it came from a heading of a sheet. */
function isHeading(texts: readonly string[], line: Line): boolean {
  const said = texts.filter((text) => text.trim() !== "");
  const name = line.kind === "section" ? line.name.toLowerCase() : "";
  return said.every((text) => text.trim().toLowerCase() === name);
}

/**
 * Where the rows of a pasted block go: line numbers, one a row of the block, from `top` on. A heading takes
 * the row of the block that says nothing; where the block has none there, it is passed over. What lies below the
 * last row has the number of no line.
 */
export function linesForBlock(layout: Layout, top: number, block: Texts): number[] {
  const places: number[] = [];
  let line = top;
  for (const texts of block) {
    for (let here = layout.lines[line]; here?.kind === "section" && !isHeading(texts, here);) {
      line++;
      here = layout.lines[line];
    }
    places.push(line);
    line++;
  }
  return places;
}

/** Repeats a block over a selection whose sides are whole multiples of it, as spreadsheets do; else leaves it. */
export function tileBlock(block: Texts, lines: number, columns: number): Texts {
  const height = block.length;
  const width = Math.max(0, ...block.map((row) => row.length));
  if (height === 0 || width === 0 || lines % height !== 0 || columns % width !== 0) return block;
  return Array.from({ length: lines }, (_, i) =>
    Array.from({ length: columns }, (_, j) => block[i % height]?.[j % width] ?? ""),
  );
}

/**
 * The columns that the texts of a block go to, in their order; what is behind the last has no place.
 *
 * A block that begins on a name is a copy of whole lines where it is as wide as they are. Any other one is a table
 * of names, perhaps owners, and numbers: those go to the periods.
 */
function columnsForBlock(layout: Layout, left: number, block: Texts): number[] {
  const { columns } = layout;
  const width = Math.max(0, ...block.map((row) => row.length));
  if (columns[left]?.kind !== "name" || width === columns.length || width < 2)
    return columnsFrom(layout, left);
  const heads = columns.flatMap((column, at) =>
    column.kind === "name" || column.kind === "owner" ? [at] : [],
  );
  const isNumber = (text: string | undefined): boolean => /\d/u.test(text ?? "");
  const second = block.map((row) => row[1]).filter((text) => text?.trim() !== "");
  const hasOwners = heads.length > 1 && second.length > 0 && !second.some(isNumber);
  const first = columns.findIndex(
    ({ kind }) => kind === "period" || kind === "history" || kind === "channel",
  );
  return [...heads.slice(0, hasOwners ? 2 : 1), ...(first < 0 ? [] : columnsFrom(layout, first))];
}

/** A table without what is worked out here anyway: its head and its columns of totals. */
interface WithoutTotals {
  readonly block: Texts;
  /** What the heads of those columns say. */
  readonly totals: readonly string[];
}

/**
 * A table that begins with a head in which a column is called a total: without the head, and without that column,
 * whose numbers would stand in a period. Other tables as they are. [KS5]
 */
export function withoutTotals(block: Texts): WithoutTotals {
  const [head = [], ...rest] = block;
  const ends = ` ${words.totalHead("").trim()}`;
  const isTotal = (text: string, at: number): boolean =>
    at > 0 && (totalName(text) === "name" || text.trim().toLowerCase().endsWith(ends));
  const totals = head.filter(isTotal);
  if (totals.length === 0 || rest.length === 0) return { block, totals: [] };
  return { block: rest.map((texts) => texts.filter((_, at) => !isTotal(head[at] ?? "", at))), totals };
}

/** A block on the sheet: what is to be taken, and the area that it covers. */
export interface PlacedBlock {
  readonly block: PastedBlock;
  readonly area: Area;
}

/**
 * A pasted block as entries for the cells that it lands on. Names and owners are passed over where numbers come
 * with them, so that a copy of whole lines can be pasted back; alone they are taken. Lines below the last row that
 * begin with a name become rows.
 */
export function placeBlock(
  plan: Plan,
  view: LayoutView,
  layout: Layout,
  area: Area,
  pasted: Texts,
): PlacedBlock {
  const isTable = layout.columns[area.left]?.kind === "name";
  const { block: table, totals } = isTable ? withoutTotals(pasted) : { block: pasted, totals: [] };
  const selected = layout.lines.slice(area.top, area.bottom + 1).filter(({ kind }) => kind !== "section");
  const wide = columnsFrom(layout, area.left).filter((at) => at <= area.right).length;
  const block = tileBlock(table, selected.length, wide);
  const columns = columnsForBlock(layout, area.left, block);
  const lines = linesForBlock(layout, area.top, block);
  const kindAt = (j: number): string | undefined => layout.columns[columns[j] ?? -1]?.kind;
  const width = Math.max(0, ...block.map((row) => row.length));
  const isHeads = Array.from({ length: width }, (_, j) => kindAt(j)).every(isHeadKind);
  const entries: Pasted[] = [];
  const heads: HeadText[] = [];
  const made: NewLine[] = [];
  const periods: Pasted[] = [];
  const beyond = { columns: Math.max(0, width - columns.length), rows: 0, periods };
  let bottom = area.top;
  lines.forEach((at, i) => {
    const texts = block[i] ?? [];
    const line = layout.lines[at];
    if (line === undefined || line.kind === "new") {
      const name = kindAt(0) === "name" ? (texts[0] ?? "") : "";
      if (name.trim() !== "") made.push(newLine(plan, view, layout, columns, texts));
      else if (texts.some((text) => text.trim() !== "")) beyond.rows++;
      return;
    }
    bottom = at;
    texts.forEach((text, j) => {
      const kind = kindAt(j);
      if (isHeads && line.kind === "row" && (kind === "name" || kind === "owner")) {
        heads.push({ row: line.row, field: kind, text });
      }
      const column = layout.columns[columns[j] ?? -1];
      const target = column === undefined ? null : targetAt(plan, line, column);
      if (target !== null) entries.push({ target, text });
      if (column !== undefined || !endsInPeriods(layout) || line.kind === "section") return;
      const t = plan.settings.periods + j - columns.length;
      periods.push({ target: { row: line.row, channel: line.channel, from: t, to: t }, text });
    });
  });
  const last = layout.lines.at(-1);
  const right = Math.max(area.left, ...columns.slice(0, width));
  return {
    block: {
      entries,
      ...(heads.length === 0 ? {} : { heads }),
      ...(made.length === 0 || last?.kind !== "new"
        ? {}
        : { rows: { lines: made, after: last.after, section: last.section } }),
      ...(beyond.columns + beyond.rows === 0 ? {} : { beyond }),
      ...(totals.length === 0 ? {} : { totals }),
    },
    area: { ...area, right, bottom },
  };
}

function isHeadKind(kind: string | undefined): boolean {
  return kind === "name" || kind === "owner";
}

/** Whether the last column is a period, so that more periods can follow it. */
function endsInPeriods({ columns }: Layout): boolean {
  return columns.at(-1)?.kind === "period";
}

function newLine(
  plan: Plan,
  view: LayoutView,
  layout: Layout,
  columns: readonly number[],
  texts: readonly string[],
): NewLine {
  const shown = shownChannel(plan, view);
  const cells = texts.flatMap((text, j) => {
    const column = layout.columns[columns[j] ?? -1];
    const span = numbersOf(column);
    // Totals of a new row are worked out from its cells.
    const isCell = span?.kind === "period" || span?.kind === "history" || span?.kind === "channel";
    if (!isCell || text.trim() === "") return [];
    return [{ channel: span.channel ?? shown, from: span.from, to: span.to, text }];
  });
  const owner = columns.findIndex((at) => layout.columns[at]?.kind === "owner");
  return { name: texts[0] ?? "", owner: owner < 0 ? "" : (texts[owner] ?? ""), cells };
}
