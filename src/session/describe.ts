import {
  actualAt,
  compareMessages,
  entryText,
  importMessages,
  listLevers,
  orderedIds,
  partMessages,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type { CellDetail, Diagnosis } from "../core/index.ts";
import { sayGap } from "./answer.ts";
import { errorOf } from "./fault.ts";
import { formulaText } from "./clearing.ts";
import { isDifferent } from "./differs.ts";
import { KIND_WORDS, nameOf } from "./speak.ts";
import { contextOf } from "./typing.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, goalAt, isSingle, linesUnder, lookOf, normalTarget, valueOf } from "./target.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** What a cell has to say beside its number. */
export interface Flags {
  /** It is larger than its capacity: in words. */
  readonly limit?: string;
  /** Why it is an error. */
  readonly error?: Diagnosis;
  /** A goal that rests or is out of reach: what is missing, and its target, as shown. */
  readonly gap?: { readonly target: string; readonly text: string };
  /** What was typed, where it is more than a number (a range, an evidence). */
  readonly detail?: CellDetail;
  /** It is a difference of the scenario that is open. */
  readonly differs?: true;
  /** What happened there, in words. */
  readonly actual?: string;
}

/** What is special about a target, for its cell and its description. */
export function flagsOf(book: Workbook, target: Target, speak: Speak): Flags {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined || linesUnder(book, target).length === 0) return {};
  const value = valueOf(book, target);
  const goal = goalAt(plan, target);
  const met = goal === undefined || book.solution.goals.get(goal[0])?.status === "met";
  const error = Number.isNaN(value) ? errorOf(book, target, speak) : undefined;
  const limit = overLimit(book, target, value, speak);
  const detail = detailOf(book, target);
  const actual = actualOf(book, target, speak);
  return {
    ...(error === undefined ? {} : { error }),
    ...(limit === undefined ? {} : { limit }),
    ...(goal === undefined || met
      ? {}
      : {
          gap: {
            target: speak.value(row, goal[1].target),
            text: sayGap(row, value, goal[1].target, speak).replace(/^, /, ""),
          },
        }),
    ...(detail === undefined ? {} : { detail }),
    ...(isDifferent(book, target) ? { differs: true } : {}),
    ...(actual === undefined ? {} : { actual }),
  };
}

/** "3 more than Demo capacity (180)": where a row is larger than the row that limits it. */
function overLimit(book: Workbook, target: Target, value: number, speak: Speak): string | undefined {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  const limit = row?.limit === null || row === undefined ? undefined : plan.rows.get(row.limit);
  if (row === undefined || row.limit === null || limit === undefined || target.from !== target.to)
    return undefined;
  if (target.from < 0 || (limit.scope === "plan" && target.channel !== null && plan.channels.size > 1))
    return undefined;
  const cap = valueOf(book, { ...target, row: row.limit });
  if (!(value > cap * (1 + 1e-9))) return undefined;
  return partMessages.overLimit(speak.value(row, value - cap, [value]), limit.name, speak.value(limit, cap));
}

/** What would lift a limit: "Sales reps would have to be 3.06". Worked out on demand, for the foot line. */
export function limitRemedy(book: Workbook, target: Target, speak: Speak): string | undefined {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined || row.limit === null) return undefined;
  const quantity = normalTarget(plan, { ...target, row: row.limit });
  const choices = listLevers(book.engine, plan, { quantity, target: valueOf(book, target) });
  const choice = choices.find((each) => each.status === "met");
  const lever = choice === undefined ? undefined : plan.rows.get(choice.row);
  if (choice?.status !== "met" || lever === undefined) return undefined;
  return partMessages.limitRemedy(lever.name, speak.value({ ...lever, decimals: 2 }, choice.value));
}

function detailOf(book: Workbook, target: Target): CellDetail | undefined {
  const { plan } = book;
  const ordinal = startOrdinal(plan.settings);
  const details = cellsUnder(book, target).map(({ line, t }) =>
    typedCell(plan, target.row, line, ordinal + t),
  );
  const [first] = details;
  if (typeof first !== "object" || first === null) return undefined;
  const same = details.every((each) => JSON.stringify(each) === JSON.stringify(first));
  return same && (first.range !== undefined || first.evidence !== undefined || first.formula !== undefined)
    ? first
    : undefined;
}

/**
 * What happened in a cell, with its source; over several cells of an amount or a count their sum, and of how many. Of
 * rates there is none: they cannot be added up.
 */
function actualOf(book: Workbook, target: Target, speak: Speak): string | undefined {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (plan.actuals.size === 0 || row === undefined || !plan.actuals.has(target.row)) return undefined;
  const start = startOrdinal(plan.settings);
  const cells = cellsUnder(book, target);
  const found = cells.flatMap(({ line, t }) => actualAt(plan, target.row, line, start + t) ?? []);
  const [first] = found;
  if (first === undefined) return undefined;
  if (cells.length === 1)
    return importMessages.happened(speak.value(row, first.value), first.source, first.date);
  if (row.unit !== "count" && row.unit !== "money") return undefined;
  const sum = found.reduce((total, { value }) => total + value, 0);
  return importMessages.happenedSum(speak.value(row, sum), found.length, cells.length);
}

/** The foot line: what is selected, and what it says about itself. */
export function describeTarget(
  book: Workbook,
  target: Target,
  speak: Speak,
): { title: string; detail: string } {
  const { plan } = book;
  const row = plan.rows.get(target.row);
  if (row === undefined) return { title: "", detail: "" };
  const look = lookOf(book, target);
  const channel = target.channel === null ? undefined : plan.channels.get(target.channel)?.name;
  const total = target.from !== target.to || linesUnder(book, target).length > 1;
  const title = [
    row.name,
    ...(channel === undefined || plan.channels.size === 1 ? [] : [channel]),
    speak.span(plan, target.from, target.to),
    ...(total && look !== "goal" && look !== "resting" ? [`total, ${KIND_WORDS[look]}`] : [KIND_WORDS[look]]),
  ].join(" · ");
  const flags = flagsOf(book, target, speak);
  const [line] = linesUnder(book, target);
  const formula = line === undefined ? undefined : formulaText(plan, target.row, line);
  const detail = [
    flags.differs === true ? compareMessages.differsFromBase() : undefined,
    flags.actual,
    flags.error?.text,
    flags.limit === undefined ? undefined : join(flags.limit, limitRemedy(book, target, speak)),
    flags.gap?.text === "" ? undefined : flags.gap?.text,
    describeDetail(book, target, flags.detail, speak),
    formula === undefined ? undefined : `= ${formula}`,
    row.definition === "" ? undefined : row.definition,
  ].filter((each) => each !== undefined);
  return { title, detail: detail.join(" · ") };
}

function join(first: string, second: string | undefined): string {
  return second === undefined ? first : `${first}; ${second}`;
}

/** "36 of 182; one evidence for 3 months", "16%..24%, 5th to 95th percentile". */
function describeDetail(
  book: Workbook,
  target: Target,
  detail: CellDetail | undefined,
  speak: Speak,
): string | undefined {
  const row = book.plan.rows.get(target.row);
  if (detail === undefined || row === undefined) return undefined;
  const { evidence, range } = detail;
  if (evidence !== undefined) {
    const periods = target.to - target.from + 1;
    return partMessages.evidence(evidence.hits, evidence.of, periods, book.plan.settings.periodLength);
  }
  if (range !== undefined) {
    const low = speak.value(row, range.low);
    const high = speak.value(row, range.high);
    return partMessages.range(range.shape, low, high);
  }
  return undefined;
}

/** Names of the channels in order, for pickers. */
export function channelNames(book: Workbook): { id: string; name: string }[] {
  return orderedIds(book.plan.channels).map((id) => ({ id, name: book.plan.channels.get(id)?.name ?? "" }));
}

/** Name of a row; for lists. */
export function rowName(book: Workbook, row: string): string {
  return nameOf(book.plan, row);
}

/** What an editor opens with: what was typed, a goal's target, or the number in full. */
export function entryTextOf(book: Workbook, target: Target, speak: Speak): string {
  const { plan } = book;
  const context = contextOf(plan, target.row, speak);
  const goal = goalAt(plan, target);
  if (goal !== undefined) return entryText(goal[1].target, context, plan);
  const [cell] = cellsUnder(book, target);
  if (cell === undefined) return "";
  const isSolved = lookOf(book, target) === "lever";
  const kind = book.engine.kind(target.row, cell.line, cell.t);
  if (isSingle(book, target) && !isSolved && kind !== "computed") {
    return entryText(
      typedCell(plan, target.row, cell.line, startOrdinal(plan.settings) + cell.t),
      context,
      plan,
    );
  }
  const shared = detailOf(book, target);
  if (shared !== undefined && !isSolved) return entryText(shared, context, plan);
  const value = valueOf(book, target);
  return Number.isNaN(value) ? "" : entryText(roundForEditing(value), context, plan);
}

/** A solved or computed number as an editor shows it: 12 digits, so that 15000.000000000002 reads 15000. */
function roundForEditing(value: number): number {
  return Number(value.toPrecision(12));
}
