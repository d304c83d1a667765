import type { Quantity } from "../engine/quantity.ts";
import type { ChannelId, GoalId, RowId } from "../plan/ids.ts";
import type { Result } from "../util/result.ts";

/** How a difference is split. Aumann–Shapley is ours; the others are for who must match a report. */
export type ExplainMethod = "aumann-shapley" | "lmdi" | "shapley" | "sequential";

/**
 * One bar of a difference.
 *
 * assumption  cells of a row, in one channel: neighbouring periods that differ.
 * formula     a row whose formula differs, or cells that are typed over on one side alone.
 * channel     all that stands in a channel that only one side has; `row` is null.
 * goal        the target of a goal; `row` is the goal's.
 * total       the row's total is made otherwise on the other side.
 * row         a whole row's differences at once (methods that take one row after another).
 */
export interface Part {
  readonly kind: "assumption" | "formula" | "channel" | "goal" | "total" | "row";
  readonly row: RowId | null;
  /** Null: all channels, or a plan-wide row. */
  readonly channel: ChannelId | null;
  readonly goal: GoalId | null;
  /** First period, negative in history; what has no period begins at 0 and has one value. */
  readonly from: number;
  /** The part of each period from `from` on. */
  readonly values: readonly number[];
  /** What the assumption is on the one side and on the other, by period; empty where it is no number. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Σ values. */
  readonly value: number;
}

/**
 * What was done with levers. `none`: neither side solves any. `solved`: both hold the same goals by the same
 * levers, which are solved again all along. `given`: levers' cells count as assumptions, at what each side
 * solved, because …
 */
export type Reading =
  | { readonly levers: "none" }
  | { readonly levers: "solved"; readonly rows: readonly RowId[] }
  | {
      readonly levers: "given";
      readonly rows: readonly RowId[];
      readonly why: "other goals" | "other totals" | "unsolved";
    };

/** Why a number differs between two plans: parts (and steps) that add up to the difference. [XP1] */
export interface Explanation {
  readonly quantity: Quantity;
  readonly method: ExplainMethod;
  readonly from: number;
  readonly to: number;
  /** to − from. */
  readonly difference: number;
  /** In the order of the screen; those of no effect have value 0. */
  readonly parts: readonly Part[];
  /** What jumps on the way and belongs to no part, with the rows whose formulas round or switch. */
  readonly steps: { readonly value: number; readonly rows: readonly RowId[] } | null;
  readonly reading: Reading;
  readonly convergence: {
    /** How many points of the path were computed. */
    readonly points: number;
    /** By how much the part that moved most moved at the last doubling, beside Σ|parts|. */
    readonly moved: number;
    /** Where on the way, 0…1, a branch changes. */
    readonly cuts: readonly number[];
  };
}

/** Why a difference cannot be split; `text` says it with its remedy. */
export interface NoExplanation {
  readonly code:
    | "periods"
    | "currency"
    | "unit"
    | "gone"
    | "noNumber"
    | "errorOnTheWay"
    | "pole"
    | "unsettled"
    | "notPositive"
    | "notProduct"
    | "tooMany"
    | "noPart";
  readonly text: string;
  /** Rows that it is about. */
  readonly rows: readonly RowId[];
}

export type Explained = Result<Explanation, NoExplanation>;
