import type { Actual, Actuals } from "./actual.ts";
import type { RowCells, CellValue } from "./cell.ts";
import { cellAt } from "./cell.ts";
import type { Formula } from "./formula.ts";
import { PLAN_WIDE } from "./ids.ts";
import type { ChannelId, GoalId, LineId, RowId, ScenarioId, SectionId } from "./ids.ts";
import type { PeriodKey, PeriodLength } from "./period.ts";
import { keyOfOrdinal, ordinalOfKey } from "./period.ts";
import type { Unit } from "./unit.ts";

/**
 * A hole in the answer sentence that is filled when it is told, written `{period}` in its text:
 *
 *   period  the plan's span of periods        gap     what a resting goal is short of, or nothing
 *   lever   the row that solves the goal      bound   how far that row can go
 *   best    the goal's best value             remedy  what another row would have to be
 */
export type SentenceSlot = "period" | "gap" | "lever" | "bound" | "best" | "remedy";

/** A piece of the answer sentence: words, a row's total (`[Spend]`), or a slot. */
export type SentencePart =
  { readonly text: string } | { readonly row: RowId } | { readonly slot: SentenceSlot };

/** The forms of the answer sentence: a goal met, none or a resting one, and one that cannot be reached. */
export interface SentenceForms {
  readonly goal: readonly SentencePart[];
  readonly noGoal: readonly SentencePart[];
  readonly unreachable: readonly SentencePart[];
}

/** What belongs to the plan as a whole. Each field has an address of its own, `plan/<field>`. */
export interface PlanSettings {
  readonly title: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47; decides how dates in a file of this plan are read. What is shown follows the reader's own. */
  readonly locale: string;
  readonly periodLength: PeriodLength;
  readonly start: PeriodKey;
  /** How many periods, from `start` on. */
  readonly periods: number;
  /** How many history periods are shown before `start`; formulas may reach further back. */
  readonly history: number;
  /** Of the sampled figures. */
  readonly seed: number;
  /** What solves a goal unless the person says otherwise. */
  readonly defaultLever: RowId | null;
  readonly sentence: SentenceForms | null;
  /** Free facts that came with a file and are kept: unknown settings, templates' sources. */
  readonly extra: Readonly<Record<string, string>>;
}

export interface Section {
  readonly name: string;
  readonly order: string;
}

/** How a row's total is made; `auto` is the engine's own rule. [TO1]–[TO5] */
export type TotalBy = "auto" | "sum" | "last" | "first" | "average" | "none" | { readonly weightedBy: RowId };

/** A row that is a step of the funnel. */
export interface Stage {
  /** The step before it; null for the first. */
  readonly from: RowId | null;
  /** The rate that leads into it. */
  readonly rate: RowId | null;
}

export interface Row {
  readonly name: string;
  /** A shorter name that formulas accept and print: CTR, CPM, CAC. */
  readonly shortName: string | null;
  readonly unit: Unit;
  /** 1000 for a cost per thousand: shown and typed as £30, used in formulas as £0.03 a count. [UN3] */
  readonly per: 1 | 1000;
  /** A number that is shown as a percentage. */
  readonly asPercent: boolean;
  readonly section: SectionId | null;
  /** Fractional index: rows are shown by section, then by it. */
  readonly order: string;
  readonly owner: string | null;
  /** `channel`: cells are channel × period. `plan`: one line of cells for the whole plan. */
  readonly scope: "channel" | "plan";
  /** Whether its total over periods adds up (flow) or is the last (stock); `auto` by rule [TO1]. */
  readonly measure: "auto" | "flow" | "stock";
  readonly totalBy: TotalBy;
  /** Decimals shown; null: by unit. */
  readonly decimals: number | null;
  /** Which direction is better; null where neither is. */
  readonly better: "higher" | "lower" | null;
  readonly stage: Stage | null;
  /** The row that this one may not exceed: its capacity. Said at the cell where it does. */
  readonly limit: RowId | null;
  readonly definition: string;
  readonly note: string;
}

export interface Channel {
  readonly name: string;
  readonly order: string;
}

/** A run of periods, both ends included, in one channel or (null) in all. */
export interface CellRun {
  readonly channel: ChannelId | null;
  readonly from: PeriodKey;
  readonly to: PeriodKey;
}

/** One assumed row over a set of cells, all used as base × k. [LE1] */
export interface Lever {
  readonly row: RowId;
  /** The channels it covers; null: all of them. */
  readonly channels: readonly ChannelId[] | null;
  readonly from: PeriodKey;
  readonly to: PeriodKey;
  /** Cells that were typed into since: fixed, no longer solved. [LE3] */
  readonly except: readonly CellRun[];
}

/** Holds a cell or a total at a target. A goal without a lever *rests*. [GO1] */
export interface Goal {
  readonly row: RowId;
  /** null: the total over channels, or the line of a plan-wide row. */
  readonly channel: ChannelId | null;
  /** First and last period of the quantity; equal for a cell of one period. */
  readonly from: PeriodKey;
  readonly to: PeriodKey;
  readonly target: number;
  readonly lever: Lever | null;
  /** Fractional index: goals are told in this order. */
  readonly order: string;
}

export interface ScenarioRecord {
  readonly name: string;
  readonly order: string;
}

/** The difference of a scenario at one address: what stands there instead; null where it was taken away. */
export interface Difference {
  readonly is: AddressValue | null;
}

export interface Scenario extends ScenarioRecord {
  /** Address -> what stands there in this scenario. What is not here follows the base. */
  readonly differences: ReadonlyMap<string, Difference>;
}

/** Anything that can stand at an address of a plan. Plain data: it can be cloned, stored and compared. */
export type AddressValue =
  | Row
  | Section
  | Channel
  | Goal
  | ScenarioRecord
  | Formula
  | CellValue
  | CellBlock
  | Actual
  | Difference
  | FieldValue;

/** A run of cells in one value: `cells[i]` is the cell of the i-th period from the address on; null is empty. */
export interface CellBlock {
  readonly cells: readonly (CellValue | null)[];
}

/** The value of one field of a record. */
export type FieldValue =
  | string
  | number
  | boolean
  | SentenceForms
  | Stage
  | Lever
  | Exclude<TotalBy, string>
  | Readonly<Record<string, string>>;

/**
 * A plan: rows × channels × periods, one currency. Immutable; edits share what they do not touch, so that
 * `===` on any part tells whether it changed.
 *
 * Invariants: `formulas` is keyed by `<row>` for the row's own and `<row>/<channel>` for one channel's;
 * `cells` may hold cells of rows and channels that are gone (a late edit is neither lost nor an error).
 */
export interface Plan {
  readonly settings: PlanSettings;
  readonly sections: ReadonlyMap<SectionId, Section>;
  readonly rows: ReadonlyMap<RowId, Row>;
  readonly channels: ReadonlyMap<ChannelId, Channel>;
  readonly formulas: ReadonlyMap<string, Formula>;
  readonly cells: ReadonlyMap<RowId, RowCells>;
  /** What happened, beside what is planned. */
  readonly actuals: Actuals;
  readonly goals: ReadonlyMap<GoalId, Goal>;
  readonly scenarios: ReadonlyMap<ScenarioId, Scenario>;
}

/** Compares two records by their fractional index, then by id, so that the order is total. */
function byOrder(a: readonly [string, { readonly order: string }], b: typeof a): number {
  if (a[1].order !== b[1].order) return a[1].order < b[1].order ? -1 : 1;
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/** Ids of a map of ordered records, in their order. */
export function orderedIds(records: ReadonlyMap<string, { readonly order: string }>): string[] {
  return [...records].sort(byOrder).map(([id]) => id);
}

/** Row ids as the screen shows them: by section (those without one first), then by their own order. */
export function rowsInOrder(plan: Plan): RowId[] {
  const rank = new Map(orderedIds(plan.sections).map((id, i) => [id, i]));
  const sectionRank = (row: Row): number => (row.section === null ? -1 : (rank.get(row.section) ?? -1));
  return [...plan.rows]
    .sort((a, b) => sectionRank(a[1]) - sectionRank(b[1]) || byOrder(a, b))
    .map(([id]) => id);
}

/** The lines of a row: its channels in order, or the one line of a plan-wide row. */
export function linesOf(plan: Plan, row: Row): LineId[] {
  return row.scope === "plan" ? [PLAN_WIDE] : orderedIds(plan.channels);
}

/** The formula that rules a row in a line; nothing where it is typed. */
export function formulaOf(plan: Plan, row: RowId, line: LineId): Formula | undefined {
  const own = line === PLAN_WIDE ? undefined : plan.formulas.get(`${row}/${line}`);
  const formula = own ?? plan.formulas.get(row);
  return formula?.kind === "free" ? undefined : formula;
}

/** The typed cell at an address; null where it is empty. */
export function typedCell(plan: Plan, row: RowId, line: LineId, ordinal: number): CellValue | null {
  return cellAt(plan.cells.get(row)?.get(line), ordinal);
}

/** Ordinal of the plan's first period. */
export function startOrdinal(settings: PlanSettings): number {
  return ordinalOfKey(settings.start);
}

/** Key of the plan's t-th period; negative t is history. */
export function periodKeyAt(settings: PlanSettings, t: number): PeriodKey {
  return keyOfOrdinal(settings.periodLength, startOrdinal(settings) + t);
}

/** Index of a period in the plan, negative in history; NaN for a key of another length. */
export function indexOfPeriod(settings: PlanSettings, key: PeriodKey): number {
  return ordinalOfKey(key) - startOrdinal(settings);
}
