import { orderedIds, rowsInOrder } from "../core/index.ts";
import type { ChannelId, Plan, Row, RowId, SectionId } from "../core/index.ts";
import type { Target } from "../session/target.ts";
import type { View } from "../session/view.ts";
import { foldsShowing, periodColumns } from "./periods.ts";

/**
 * One line of the sheet, from the top down.
 *
 *   section  the heading of a section; folds it
 *   row      a row of the plan; `opens` where it has lines of its channels under it
 *   channel  one channel of the row above
 *   new      the empty last line, where a name makes a row
 *
 * `key` tells the same line before and after an edit.
 */
export type Line =
  | {
      readonly kind: "section";
      readonly key: string;
      readonly section: SectionId;
      readonly name: string;
      readonly folded: boolean;
    }
  | {
      readonly kind: "row";
      readonly key: string;
      readonly row: RowId;
      readonly channel: ChannelId | null;
      readonly opens: "open" | "closed" | null;
    }
  | {
      readonly kind: "channel";
      readonly key: string;
      readonly row: RowId;
      readonly channel: ChannelId;
      readonly name: string;
    }
  | {
      readonly kind: "new";
      readonly key: "new";
      readonly after: RowId | null;
      readonly section: SectionId | null;
    };

/** One column: names, owners, or numbers of a span of periods in one channel or (null) as the line has it. */
export type Column = HeadColumn | NumberColumn;

export interface HeadColumn {
  readonly kind: "name" | "owner";
  readonly key: string;
}

export interface NumberColumn {
  readonly kind: "total" | "group" | "period" | "history" | "channel";
  readonly key: string;
  readonly channel: ChannelId | null;
  readonly from: number;
  readonly to: number;
  /** Of a quarter or year: whether its periods show, and what the view knows its fold by. */
  readonly opens?: "open" | "closed";
  readonly group?: string;
}

/** The span of numbers that a column shows; nothing for names and owners. */
export function numbersOf(column: Column | undefined): NumberColumn | null {
  return column !== undefined && "from" in column ? column : null;
}

export interface Layout {
  readonly lines: readonly Line[];
  readonly columns: readonly Column[];
  /** How many columns stay when the sheet is scrolled sideways. */
  readonly frozen: number;
}

/** What of the view decides the lines and columns. */
export type LayoutView = Pick<View, "columns" | "channel" | "folded" | "unfolded" | "foldedPeriods">;

/** Where a cell lies, counted from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Whether columns are channels: only where there are several to compare. */
export function showsChannels(plan: Plan, view: LayoutView): boolean {
  return view.columns === "channels" && plan.channels.size > 1;
}

/** The channel that the lines stand for; null: all of them. One that is gone counts as all. */
export function shownChannel(plan: Plan, view: LayoutView): ChannelId | null {
  if (showsChannels(plan, view) || plan.channels.size === 1) return null;
  return view.channel !== null && plan.channels.has(view.channel) ? view.channel : null;
}

/** The lines and columns of a plan as one device shows it. `narrow` is a phone. */
export function layoutSheet(plan: Plan, view: LayoutView, narrow: boolean): Layout {
  const columns = columnsOf(plan, view, narrow);
  return { lines: linesOf(plan, view), columns, frozen: narrow ? 1 : frozenCount(columns) };
}

function linesOf(plan: Plan, view: LayoutView): Line[] {
  const folded = new Set(view.folded);
  const unfolded = new Set(view.unfolded);
  const channel = shownChannel(plan, view);
  const canOpen = channel === null && plan.channels.size > 1 && !showsChannels(plan, view);
  const rows = rowsInOrder(plan);
  const bySection = new Map<SectionId | null, RowId[]>();
  for (const id of rows) {
    const section = sectionOf(plan, plan.rows.get(id));
    bySection.set(section, [...(bySection.get(section) ?? []), id]);
  }
  const lines: Line[] = [];
  const push = (id: RowId): void => {
    const row = plan.rows.get(id);
    if (row === undefined) return;
    const opens = canOpen && row.scope === "channel" ? (unfolded.has(id) ? "open" : "closed") : null;
    const of = row.scope === "plan" ? null : channel;
    lines.push({ kind: "row", key: `row/${id}`, row: id, channel: of, opens });
    if (opens !== "open") return;
    for (const each of orderedIds(plan.channels)) {
      const name = plan.channels.get(each)?.name ?? "";
      lines.push({ kind: "channel", key: `row/${id}/${each}`, row: id, channel: each, name });
    }
  };
  bySection.get(null)?.forEach(push);
  for (const section of orderedIds(plan.sections)) {
    const isFolded = folded.has(section);
    const name = plan.sections.get(section)?.name ?? "";
    lines.push({ kind: "section", key: `section/${section}`, section, name, folded: isFolded });
    if (!isFolded) bySection.get(section)?.forEach(push);
  }
  const last = rows.at(-1) ?? null;
  const section =
    last === null ? (orderedIds(plan.sections).at(-1) ?? null) : sectionOf(plan, plan.rows.get(last));
  lines.push({ kind: "new", key: "new", after: last, section });
  return lines;
}

/** The section that a row stands in; one that is gone counts as none. */
function sectionOf(plan: Plan, row: Row | undefined): SectionId | null {
  return row?.section !== null && row?.section !== undefined && plan.sections.has(row.section)
    ? row.section
    : null;
}

function columnsOf(plan: Plan, view: LayoutView, narrow: boolean): Column[] {
  const { periods, history } = plan.settings;
  const columns: Column[] = [{ kind: "name", key: "name" }];
  if (!narrow) columns.push({ kind: "owner", key: "owner" });
  const whole = { channel: null, from: 0, to: periods - 1 };
  if (showsChannels(plan, view)) {
    columns.push({ kind: "total", key: "total", ...whole });
    for (const channel of orderedIds(plan.channels)) {
      columns.push({ kind: "channel", key: `channel/${channel}`, ...whole, channel });
    }
    return columns;
  }
  if (periods > 1) columns.push({ kind: "total", key: "total", ...whole });
  for (let t = 0 - history; t < 0; t++) {
    columns.push({ kind: "history", key: `period/${t}`, channel: null, from: t, to: t });
  }
  return [...columns, ...periodColumns(plan, view.foldedPeriods)];
}

function frozenCount(columns: readonly Column[]): number {
  const numbers = columns.findIndex((column) => column.kind !== "name" && column.kind !== "owner");
  return columns[numbers]?.kind === "total" ? numbers + 1 : Math.max(1, numbers);
}

/** What a cell of numbers stands for; nothing for names, owners, headings, and where a row has no such number. */
export function targetAt(plan: Plan, line: Line | undefined, column: Column | undefined): Target | null {
  const span = numbersOf(column);
  if (line === undefined || span === null || line.kind === "section" || line.kind === "new") return null;
  if (span.kind === "channel" && plan.rows.get(line.row)?.scope === "plan") return null;
  const channel = span.kind === "channel" ? span.channel : line.channel;
  return { row: line.row, channel, from: span.from, to: span.to };
}

/** The row that a line belongs to. */
export function rowOfLine(line: Line | undefined): RowId | null {
  return line?.kind === "row" || line?.kind === "channel" ? line.row : null;
}

/**
 * Where a target shows, as near as the view has it: the same line and span, else the row's own line and the
 * first column inside the span. Nothing where its row is folded away.
 */
export function placeOf(layout: Layout, target: Target): Place | null {
  const exact = layout.lines.findIndex(
    (line) =>
      (line.kind === "row" || line.kind === "channel") &&
      line.row === target.row &&
      line.channel === target.channel,
  );
  const line =
    exact >= 0 ? exact : layout.lines.findIndex((each) => each.kind === "row" && each.row === target.row);
  if (line < 0) return null;
  const spans = layout.columns.map(numbersOf);
  const byChannel = spans.findIndex((span) => span?.kind === "channel" && span.channel === target.channel);
  if (byChannel >= 0) return { line, column: byChannel };
  const same = spans.findIndex((span) => span?.from === target.from && span.to === target.to);
  if (same >= 0) return { line, column: same };
  const inside = spans.findIndex(
    (span) => span !== null && span.from === span.to && span.from === target.from,
  );
  if (inside >= 0) return { line, column: inside };
  return {
    line,
    column: Math.max(
      0,
      spans.findIndex((span) => span !== null),
    ),
  };
}

/** What of the view has to open so that a target shows: its section unfolded, its channel's line out. */
export function viewShowing(plan: Plan, view: LayoutView, target: Target): Partial<LayoutView> {
  const row = plan.rows.get(target.row);
  if (row === undefined) return {};
  const change: { -readonly [K in keyof LayoutView]?: LayoutView[K] } = {};
  const section = sectionOf(plan, row);
  if (section !== null && view.folded.includes(section)) {
    change.folded = view.folded.filter((id) => id !== section);
  }
  const folds = foldsShowing(plan, view.foldedPeriods, target.from, target.to);
  if (folds !== view.foldedPeriods) change.foldedPeriods = folds;
  const shown = shownChannel(plan, view);
  if (row.scope === "plan" || plan.channels.size === 1 || showsChannels(plan, view)) return change;
  if (shown !== null && shown !== target.channel) change.channel = null;
  const needsLine = target.channel !== null && shown !== target.channel;
  if (needsLine && !view.unfolded.includes(target.row)) change.unfolded = [...view.unfolded, target.row];
  return change;
}

/** Whether two layouts have the same lines in the same places. */
export function hasSameLines(a: Layout, b: Layout): boolean {
  return a.lines.length === b.lines.length && a.lines.every((line, i) => line.key === b.lines[i]?.key);
}

/** Whether two layouts have the same columns in the same places. */
export function hasSameColumns(a: Layout, b: Layout): boolean {
  return (
    a.frozen === b.frozen &&
    a.columns.length === b.columns.length &&
    a.columns.every((column, i) => keyAndKind(column) === keyAndKind(b.columns[i]))
  );
}

function keyAndKind(column: Column | undefined): string {
  if (column === undefined) return "";
  return `${column.kind} ${column.key} ${numbersOf(column)?.opens ?? ""}`;
}
