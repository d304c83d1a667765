import { compareMessages as words, orderedIds, rowsInOrder, rowsOfScenario } from "../core/index.ts";
import type { ChannelId, Plan, Row, RowId, ScenarioId } from "../core/index.ts";
import { isDifferent } from "../session/differs.ts";
import { scenarioName } from "../session/scenarios.ts";
import { KIND_WORDS } from "../session/speak.ts";
import type { Speak } from "../session/speak.ts";
import { stagesOf } from "../session/stages.ts";
import { goalAt, linesUnder, lookOf, valueOf } from "../session/target.ts";
import type { Look, Target } from "../session/target.ts";
import type { Workbook } from "../session/workbook.ts";

/** A scenario as a column of the comparison. */
export interface CompareColumn {
  /** Null: the base. */
  readonly id: ScenarioId | null;
  readonly name: string;
  readonly book: Workbook;
}

/** What is shown, and how. */
export interface CompareOptions {
  /** The column that the others are compared with. */
  readonly against: ScenarioId | null;
  readonly differences: "absolute" | "relative" | "off";
  readonly rows: "matter" | "all";
  readonly from: number;
  readonly to: number;
  readonly channel: ChannelId | null;
}

/**
 * One number of the comparison.
 *
 * text    the figure, or words in its place ("solved for the goal")
 * delta   against the chosen column, with its sign; empty where nothing differs as shown
 * mark    better or worse, only where that can be said; null: neither
 * isOwn   a difference that the scenario itself makes
 */
export interface CompareCell {
  readonly scenario: ScenarioId | null;
  readonly target: Target;
  readonly value: number;
  readonly text: string;
  readonly look: Look;
  readonly delta: string;
  readonly mark: "better" | "worse" | null;
  readonly isOwn: boolean;
  /** Its state in words. */
  readonly description: string;
}

export interface CompareLine {
  /** Of the group and the row: a row may stand in two groups. */
  readonly key: string;
  /** Among all lines of the table, from 0. */
  readonly place: number;
  readonly row: RowId;
  readonly name: string;
  readonly target: Target;
  readonly cells: readonly CompareCell[];
}

export interface CompareGroup {
  readonly key: string;
  readonly name: string;
  readonly lines: readonly CompareLine[];
}

/** The columns of a document, with the workbooks that `bookOf` has for them. */
export function columnsOf(
  document: Plan,
  ids: readonly (ScenarioId | null)[],
  bookOf: (id: ScenarioId | null) => Workbook,
): CompareColumn[] {
  return ids.map((id) => ({ id, name: scenarioName(document, id), book: bookOf(id) }));
}

/**
 * The comparison as a table: groups of rows, a cell a column. With `matter`, what is wanted and what it takes,
 * then what the scenarios change, then whatever else differs along the funnel; with `all`, the plan's own
 * sections. [CM1]
 */
export function compareTable(
  document: Plan,
  columns: readonly CompareColumn[],
  options: CompareOptions,
  speak: Speak,
): CompareGroup[] {
  // A row's totals are asked for once, whatever group it stands in.
  const known = new Map<RowId, readonly number[]>();
  const valuesOf = (row: RowId): readonly number[] => {
    let values = known.get(row);
    if (values === undefined) {
      const target = { row, channel: options.channel, from: options.from, to: options.to };
      known.set(row, (values = columns.map(({ book }) => valueOf(book, target))));
    }
    return values;
  };
  const line = (group: string, row: RowId): CompareLine | undefined =>
    lineOf(group, row, columns, valuesOf(row), options, speak);
  const group = (key: string, name: string, rows: readonly RowId[]): CompareGroup => ({
    key,
    name,
    lines: rows.flatMap((row) => line(key, row) ?? []),
  });
  if (options.rows === "all") return numbered(bySection(document, group));
  const answer = answerRows(document, columns);
  const different = new Set(
    columns.flatMap(({ id }) => (id === null ? [] : [...rowsOfScenario(document, id)])),
  );
  const order = rowsInOrder(document);
  const stages = stagesOf(document).filter((row) => !answer.includes(row));
  const along = [
    ...stages,
    ...order.filter(
      (row) => !answer.includes(row) && !stages.includes(row) && !different.has(row) && hasGap(valuesOf(row)),
    ),
  ];
  const groups = [
    group("answer", words.groupAnswer(), answer),
    group(
      "different",
      words.groupDifferent(),
      order.filter((row) => different.has(row)),
    ),
    group("along", words.groupAlong(), along),
  ];
  return numbered(groups.filter(({ lines }) => lines.length > 0));
}

function numbered(groups: readonly CompareGroup[]): CompareGroup[] {
  let place = 0;
  return groups.map((group) => ({
    ...group,
    lines: group.lines.map((line) => ({ ...line, place: place++ })),
  }));
}

function bySection(
  document: Plan,
  group: (key: string, name: string, rows: readonly RowId[]) => CompareGroup,
): CompareGroup[] {
  const rows = rowsInOrder(document);
  const sections = [null, ...orderedIds(document.sections)];
  return sections
    .map((id) => {
      const own = rows.filter((row) => {
        const section = document.rows.get(row)?.section ?? null;
        return id === null ? section === null || !document.sections.has(section) : section === id;
      });
      const name = id === null ? words.groupOther() : (document.sections.get(id)?.name ?? "");
      return group(id ?? "", name, own);
    })
    .filter(({ lines }) => lines.length > 0);
}

/** What is wanted and what it takes: goals, their levers, what the answer sentence tells; no stage on the way. */
function answerRows(document: Plan, columns: readonly CompareColumn[]): RowId[] {
  const rows = new Set<RowId>();
  for (const { book } of columns) for (const goal of book.plan.goals.values()) rows.add(goal.row);
  const last = stagesOf(document).at(-1);
  if (rows.size === 0 && last !== undefined) rows.add(last);
  for (const { book } of columns) {
    for (const goal of book.plan.goals.values()) if (goal.lever !== null) rows.add(goal.lever.row);
  }
  const { defaultLever, sentence } = document.settings;
  if (defaultLever !== null) rows.add(defaultLever);
  const stages = new Set(stagesOf(document));
  for (const part of [...(sentence?.goal ?? []), ...(sentence?.noGoal ?? [])]) {
    if ("row" in part && !stages.has(part.row)) rows.add(part.row);
  }
  return [...rows].filter((row) => document.rows.has(row));
}

function hasGap(values: readonly number[]): boolean {
  const [first = NaN, ...rest] = values;
  return rest.some((value) => !isSameNumber(value, first));
}

function isSameNumber(a: number, b: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function lineOf(
  group: string,
  row: RowId,
  columns: readonly CompareColumn[],
  values: readonly number[],
  options: CompareOptions,
  speak: Speak,
): CompareLine | undefined {
  const record = columns[0]?.book.plan.rows.get(row);
  if (record === undefined) return undefined;
  const target: Target = { row, channel: options.channel, from: options.from, to: options.to };
  const at = columns.findIndex(({ id }) => id === options.against);
  const texts = values.map((value) => (Number.isNaN(value) ? "–" : speak.value(record, value, values)));
  const cells = columns.map(({ id, book }, i): CompareCell => {
    const value = values[i] ?? NaN;
    const look = lookOf(book, target);
    const isThere = linesUnder(book, target).length > 0;
    const isSolved = group === "different" && look === "lever";
    const shown = texts[i] ?? "–";
    const other = at < 0 || at === i ? NaN : (values[at] ?? NaN);
    const isAlike = shown === texts[at];
    const delta = isSolved ? "" : sayDelta(record, value, other, isAlike, values, options, speak);
    const against = columns[at];
    const isOwn = isDifferent(book, target);
    return {
      scenario: id,
      target,
      value,
      text: isSolved ? words.solved() : isThere ? shown : "–",
      look,
      delta,
      mark:
        delta === "" || against === undefined
          ? null
          : markOf(record, target, value, other, book, against.book),
      isOwn,
      description: [
        KIND_WORDS[look],
        ...(isOwn ? [words.differsFromBase()] : []),
        ...(delta === "" || against === undefined ? [] : [words.thanBase(delta, against.name)]),
      ].join("; "),
    };
  });
  return { key: `${group}/${row}`, place: 0, row, name: record.name, target, cells };
}

function sayDelta(
  row: Row,
  value: number,
  other: number,
  isAlike: boolean,
  values: readonly number[],
  options: CompareOptions,
  speak: Speak,
): string {
  if (options.differences === "off" || Number.isNaN(value - other) || isSameNumber(value, other)) return "";
  if (options.differences === "relative") {
    return other === 0 ? "" : withMinus(speak.share((value - other) / Math.abs(other), true));
  }
  // What shows alike may still differ: then there is no difference to be seen, and none is said.
  if (isAlike) return "";
  const delta = speak.delta(row, value - other, values);
  return delta === speak.delta(row, 0, values) ? "" : delta;
}

function withMinus(text: string): string {
  return text === "0%" ? "" : text;
}

/**
 * Better or worse than the other: only where the row has a better direction and, for all but what is wanted
 * itself, both hold the same goals: less money for fewer units is not *better*. [CM2]
 */
export function markOf(
  row: Row,
  target: Target,
  value: number,
  other: number,
  book: Workbook,
  against: Workbook,
): "better" | "worse" | null {
  if (row.better === null) return null;
  const isWanted = goalAt(book.plan, target) !== undefined || goalAt(against.plan, target) !== undefined;
  if (!isWanted && !holdSameGoals(book, against)) return null;
  return (row.better === "higher") === value > other ? "better" : "worse";
}

/** Whether two hold the same goals, all of them met, and there is one at all. */
export function holdSameGoals(a: Workbook, b: Workbook): boolean {
  if (a.plan.goals.size === 0 || a.plan.goals.size !== b.plan.goals.size) return false;
  return [...a.plan.goals].every(([id, goal]) => {
    const twin = b.plan.goals.get(id);
    const isSame =
      twin?.target === goal.target &&
      twin.row === goal.row &&
      twin.channel === goal.channel &&
      twin.from === goal.from &&
      twin.to === goal.to;
    const isMet = a.solution.goals.get(id)?.status === "met" && b.solution.goals.get(id)?.status === "met";
    return isSame && isMet;
  });
}

/** The comparison as rows of texts and numbers for a file: a column a scenario, and its difference beside it. */
export function tableForFile(
  groups: readonly CompareGroup[],
  columns: readonly CompareColumn[],
  options: CompareOptions,
): (string | number)[][] {
  const at = columns.findIndex(({ id }) => id === options.against);
  const others = columns.flatMap((column, i) => (i === at ? [] : [{ column, i }]));
  const head = [
    words.rowHead(),
    ...columns.map(({ name }) => name),
    ...(at < 0 || options.differences === "off"
      ? []
      : others.map(({ column }) => words.fileDelta(column.name, columns[at]?.name ?? ""))),
  ];
  const lines = groups.flatMap(({ name, lines: own }) => [
    [name],
    ...own.map(({ name: row, cells }) => {
      const numbers = cells.map(({ value, text }) => (Number.isNaN(value) ? text : value));
      const deltas = others.map(({ i }) => {
        const [value, other] = [cells[i]?.value ?? NaN, cells[at]?.value ?? NaN];
        const gap = options.differences === "relative" ? (value - other) / Math.abs(other) : value - other;
        return Number.isFinite(gap) ? gap : "";
      });
      return [row, ...numbers, ...(at < 0 || options.differences === "off" ? [] : deltas)];
    }),
  ]);
  return [head, ...lines];
}
