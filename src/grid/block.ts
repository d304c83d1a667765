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
