import type { Plan } from "../core/index.ts";
import type { Pasted } from "../session/pasting.ts";
import type { Target } from "../session/target.ts";
import { targetAt } from "./layout.ts";
import type { Layout, Line } from "./layout.ts";

/** A block of cells, both ends included. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A range of the widget, as far as it matters here; headers count as −1. */
interface Corners {
  getTopStartCorner(): { readonly row: number | null; readonly col: number | null };
  getBottomEndCorner(): { readonly row: number | null; readonly col: number | null };
}

/** A range of the widget as an area; headers count as the first line or column. */
export function areaOf(range: Corners): Area {
  const start = range.getTopStartCorner();
  const end = range.getBottomEndCorner();
  const index = (value: number | null): number => Math.max(0, value ?? 0);
  return { top: index(start.row), left: index(start.col), bottom: index(end.row), right: index(end.col) };
}

/** The smallest area that holds two. */
export function union(a: Area, b: Area): Area {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

/** Whether a row of a pasted block says nothing, or only a heading's name: it came from a heading of a sheet. */
function isHeading(texts: readonly string[], line: Line): boolean {
  const said = texts.filter((text) => text.trim() !== "");
  const name = line.kind === "section" ? line.name.toLowerCase() : "";
  return said.every((text) => text.trim().toLowerCase() === name);
}

/**
 * Where the rows of a pasted block go: line numbers, one a row of the block, from `top` on. A heading takes
 * the row of the block that says nothing; where the block has none there, it is passed over. What would lie
 * below the last row is left out.
 */
export function linesForBlock(layout: Layout, top: number, block: readonly (readonly string[])[]): number[] {
  const places: number[] = [];
  let line = top;
  for (const texts of block) {
    for (let here = layout.lines[line]; here?.kind === "section" && !isHeading(texts, here);) {
      line++;
      here = layout.lines[line];
    }
    if (line >= layout.lines.length) break;
    places.push(line);
    line++;
  }
  return places;
}

/** Repeats a block over an area whose sides are whole multiples of it, as spreadsheets do; else leaves it. */
export function tileBlock(block: readonly (readonly string[])[], area: Area): readonly (readonly string[])[] {
  const height = block.length;
  const width = Math.max(0, ...block.map((row) => row.length));
  const lines = area.bottom - area.top + 1;
  const columns = area.right - area.left + 1;
  if (height === 0 || width === 0 || lines % height !== 0 || columns % width !== 0) return block;
  return Array.from({ length: lines }, (_, i) =>
    Array.from({ length: columns }, (_, j) => block[i % height]?.[j % width] ?? ""),
  );
}

/**
 * A pasted block as entries for the cells that it lands on, and the area that it covers. Names and owners are
 * passed over, so that a copy of whole lines can be pasted back.
 */
export function placeBlock(
  plan: Plan,
  layout: Layout,
  area: Area,
  pasted: readonly (readonly string[])[],
): { readonly entries: Pasted[]; readonly area: Area } {
  const block = tileBlock(pasted, area);
  const lines = linesForBlock(layout, area.top, block);
  const entries: Pasted[] = [];
  let right = area.left;
  lines.forEach((at, i) => {
    (block[i] ?? []).forEach((text, j) => {
      const column = area.left + j;
      if (column >= layout.columns.length) return;
      right = Math.max(right, column);
      const target = targetAt(plan, layout.lines[at], layout.columns[column]);
      if (target !== null) entries.push({ target, text });
    });
  });
  return { entries, area: { ...area, right, bottom: lines.at(-1) ?? area.top } };
}

/** The targets of an area, without names, owners, headings and cells that stand for nothing. */
export function targetsIn(plan: Plan, layout: Layout, area: Area): Target[] {
  const targets: Target[] = [];
  for (let line = area.top; line <= area.bottom; line++) {
    for (let column = area.left; column <= area.right; column++) {
      const target = targetAt(plan, layout.lines[line], layout.columns[column]);
      if (target !== null) targets.push(target);
    }
  }
  return targets;
}

/** Texts over and over, from the source outwards. */
export function repeat(texts: readonly string[], count: number, direction: "on" | "back"): string[] {
  const run = direction === "on" ? texts : [...texts].reverse();
  return Array.from({ length: count }, (_, i) => run[i % run.length] ?? "");
}

/** How a run of cells goes on: the texts of `count` more, from the source outwards. */
export type GoOn = (source: readonly Target[], count: number, direction: "on" | "back") => readonly string[];

/**
 * Entries for the cells of `whole` outside of `source`, which it is a part of: what dragging the corner, Ctrl+D
 * and Ctrl+R do. The source goes on along the longer way: line by line where it is drawn sideways, column by
 * column where it is drawn down. `goOn` tells how.
 */
export function fillArea(plan: Plan, layout: Layout, source: Area, whole: Area, goOn: GoOn): Pasted[] {
  const entries: Pasted[] = [];
  const isSideways = whole.left < source.left || whole.right > source.right;
  const targetOf = (along: number, across: number): Target | null =>
    isSideways
      ? targetAt(plan, layout.lines[across], layout.columns[along])
      : targetAt(plan, layout.lines[along], layout.columns[across]);
  const [first, last, least, most] = isSideways
    ? [source.left, source.right, whole.left, whole.right]
    : [source.top, source.bottom, whole.top, whole.bottom];
  const [from, to] = isSideways ? [source.top, source.bottom] : [source.left, source.right];
  /** Places between two ends, in order, whose cells stand for something. */
  const cells = (start: number, end: number, across: number): Target[] => {
    const step = end < start ? -1 : 1;
    const length = Math.abs(end - start) + 1;
    return Array.from({ length }, (_, i) => targetOf(start + i * step, across)).filter(
      (target) => target !== null,
    );
  };
  for (let across = from; across <= to; across++) {
    const all = cells(first, last, across);
    // Periods go on over periods, and pass the totals of quarters between them by.
    const isPeriod = ({ from: start, to: end }: Target): boolean => start === end;
    const periods = all.filter(isPeriod);
    const run = periods.length > 0 ? periods : all;
    if (run.length === 0) continue;
    const put = (direction: "on" | "back", found: readonly Target[]): void => {
      const places = periods.length > 0 ? found.filter(isPeriod) : found;
      goOn(run, places.length, direction).forEach((text, i) => {
        const target = places[i];
        if (target !== undefined) entries.push({ target, text });
      });
    };
    if (most > last) put("on", cells(last + 1, most, across));
    if (least < first) put("back", cells(first - 1, least, across));
  }
  return entries;
}
