import type { Plan } from "../core/index.ts";
import type { Pasted } from "../session/pasting.ts";
import type { Target } from "../session/target.ts";
import { targetAt } from "./layout.ts";
import type { Column, Layout } from "./layout.ts";

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

/** Whether a cell lies in an area. */
function holds(area: Area, line: number, column: number): boolean {
  return line >= area.top && line <= area.bottom && column >= area.left && column <= area.right;
}

/** Several areas as one grid of lines and columns, gaps left out. */
export interface Grid {
  readonly lines: readonly number[];
  readonly columns: readonly number[];
}

/**
 * The lines and columns of areas that make one grid together, as they do where all have the same lines or the
 * same columns; null where something of that grid is not selected, so that no one block could be copied. [KS8]
 */
export function gridOf(layout: Layout, areas: readonly Area[]): Grid | null {
  const inOrder = (all: readonly number[]): number[] => [...new Set(all)].sort((a, b) => a - b);
  const span = (from: number, to: number): number[] =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const lines = inOrder(areas.flatMap(({ top, bottom }) => span(top, bottom)));
  const columns = inOrder(
    areas.flatMap(({ left, right }) => columnsFrom(layout, left).filter((at) => at <= right)),
  );
  const isWhole = lines.every((line) =>
    columns.every((column) => areas.some((area) => holds(area, line, column))),
  );
  return isWhole ? { lines, columns } : null;
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

/**
 * The columns from one on that a block is copied from or goes to: from a period on the periods, so that a series
 * copied elsewhere meets them whatever totals of quarters stand between; else every column as it stands.
 */
export function columnsFrom(layout: Layout, left: number): number[] {
  const rest = layout.columns.map((_, at) => at).slice(left);
  return isPeriodColumn(layout.columns[left])
    ? rest.filter((at) => isPeriodColumn(layout.columns[at]))
    : rest;
}

function isPeriodColumn(column: Column | undefined): boolean {
  return column?.kind === "period" || column?.kind === "history";
}

/** The targets of areas, each once, without names, owners, headings and cells that stand for nothing. */
export function targetsIn(plan: Plan, layout: Layout, areas: readonly Area[]): Target[] {
  const targets: Target[] = [];
  areas.forEach((area, i) => {
    const earlier = areas.slice(0, i);
    for (let line = area.top; line <= area.bottom; line++) {
      for (let column = area.left; column <= area.right; column++) {
        if (earlier.some((other) => holds(other, line, column))) continue;
        const target = targetAt(plan, layout.lines[line], layout.columns[column]);
        if (target !== null) targets.push(target);
      }
    }
  });
  return targets;
}

/**
 * What Ctrl+D and Ctrl+R fill in an area: from its first line or column over the rest of it; one line or column
 * alone from what is above or left of it, if there is something.
 */
export function runOf(
  area: Area,
  direction: "down" | "right",
): { readonly source: Area; readonly whole: Area }[] {
  const [from, to] = direction === "down" ? (["top", "bottom"] as const) : (["left", "right"] as const);
  const start = area[from] === area[to] ? area[from] - 1 : area[from];
  const whole = { ...area, [from]: start };
  return start < 0 ? [] : [{ source: { ...whole, [to]: start }, whole }];
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
