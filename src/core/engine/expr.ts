import type { ChannelId, LineId, RowId } from "../plan/ids.ts";

/**
 * What formulas are lowered to before they are computed: everything implicit made plain. Broadcasting is an
 * `all`, a cost per thousand is divided by 1,000, terms that do not apply are gone, `CHOOSE` has its options.
 * Both evaluators, the fast one and the slow obvious one, read this and nothing else. [EV1]
 *
 * Meaning, at line c and period t (t < 0 is history). NaN is an error; in history it is also "nothing there".
 * Everything is computed element by element in history too, from cells typed there; before the kept history
 * (t < −H) every expression is "nothing there". [EV2]
 *
 *   row       the cell of that row at (c, t); a plan-wide row's one line for every c. In history only what
 *             is typed: formulas do not run there.
 *   prev      arg at t − n where t − n ≥ 0, or where it is there in history; else `start` at t
 *   lag       Σ_a share_a(t − a)·arg(t − a): spread by the weights of the period that it goes in,
 *             share_a(s) = weights[a](s) ÷ Σ_b weights[b](s), NaN where that sum is not within 1e-6 of 1.
 *             Weights of periods before 0 are those of period 0. Nothing in history counts 0. [EV3]
 *   cohort    Σ_a arg(t − a)·rates[min(a, last)](t), back to the oldest history; nothing there counts 0
 *   cum       Σ arg over t' ≤ t: from 0 on, or (window) over the last `window` periods, history included
 *   all       Σ over `channels` (in that order) of `arg`: the same for every line
 *   total     Σ of arg over the periods 0…P−1 of this line (or its last), the same for every t
 *   divide    x ÷ 0 is NaN; with `zero`, 0 ÷ 0 is 0 [ER2]
 *   truth     is 1 or 0; a comparison with NaN is NaN
 *   channel   1 in that line, 0 in every other
 *
 * At t < 0, `lag`, `cohort`, `cum` and `all` leave out terms that are not there, and are not there (NaN)
 * themselves where none of their terms is. [EV4]
 */
export type Expr =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "row"; readonly row: RowId }
  | { readonly op: "unary"; readonly fn: UnaryFn; readonly arg: Expr }
  | { readonly op: "binary"; readonly fn: BinaryFn; readonly left: Expr; readonly right: Expr }
  | { readonly op: "divide"; readonly left: Expr; readonly right: Expr; readonly zero: boolean }
  | { readonly op: "round"; readonly mode: "half" | "up" | "down"; readonly arg: Expr; readonly digits: Expr }
  | { readonly op: "if"; readonly test: Expr; readonly then: Expr; readonly otherwise: Expr }
  | { readonly op: "iferror"; readonly arg: Expr; readonly otherwise: Expr }
  | { readonly op: "choose"; readonly index: Expr; readonly options: readonly Expr[] }
  | { readonly op: "prev"; readonly arg: Expr; readonly n: number; readonly start: Expr }
  | { readonly op: "lag"; readonly arg: Expr; readonly weights: readonly Expr[] }
  | { readonly op: "cohort"; readonly arg: Expr; readonly rates: readonly Expr[] }
  | { readonly op: "cum"; readonly arg: Expr; readonly window: number | null }
  | { readonly op: "all"; readonly arg: Expr; readonly channels: readonly ChannelId[] }
  | { readonly op: "total"; readonly arg: Expr; readonly last: boolean }
  | {
      readonly op: "saturate";
      readonly arg: Expr;
      readonly cap: Expr;
      readonly half: Expr;
      readonly shape: Expr;
    }
  | { readonly op: "calendar"; readonly of: "period" | "month" | "days" }
  | { readonly op: "bymonth"; readonly options: readonly Expr[] }
  | { readonly op: "channel"; readonly channel: ChannelId };

export type UnaryFn = "negate" | "abs" | "sqrt" | "exp" | "ln" | "log10" | "int" | "not";

export type BinaryFn =
  | "add"
  | "subtract"
  | "multiply"
  | "power"
  | "mod"
  | "min"
  | "max"
  | "and"
  | "or"
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge";

/** One line of a row, lowered. `expr` is absent where the line is typed. */
export interface LoweredLine {
  readonly line: LineId;
  /** False where the row does not apply: such cells show –, and count as nothing. [CH3] */
  readonly applies: boolean;
  /** The formula. Lines with the same formula share the same object, so that they can run together. */
  readonly expr: Expr | null;
  /** Why the formula cannot be computed (it could not be read, or goes round in a circle): all NaN. */
  readonly error: FormulaFault | null;
  /** Cells typed as formulas of their own, by period index t (never history). */
  readonly cellExprs: ReadonlyMap<number, Expr>;
}

/** Why a whole formula yields errors. `rows` names the rows of a cycle in their order. */
export interface FormulaFault {
  readonly code: "#NAME?" | "#CYCLE!" | "#VALUE!";
  readonly text: string;
  readonly rows: readonly RowId[];
}

/**
 * How a row's totals are made, from cells: over any set of lines × periods, lines where the row does not
 * apply left out. [TO1]–[TO5]
 *
 *   sum         Σ over lines; over periods Σ, or the last where `stock`
 *   ratio       Σ num ÷ Σ den over the cells; `num`, `den` at the row's own lines. Where the row's cell is
 *               typed over (or typed in a line without formula), num there is cell·den
 *   mean        r₀ + Σ w(r − r₀) ÷ Σ w over the cells whose weight is not 0, r₀ the first of them, so that
 *               equal cells give exactly their value; where Σ w = 0, the value of all cells if all are equal
 *   totals      `expr` with every row in it replaced by its total over the same cells; an adding row counts
 *               as its sum even if it is a stock. Where a cell of the rectangle is typed over: `typedOver`
 *   last, first `of` over the last, first period alone
 *   average     Σ of the cells ÷ their number
 *   none        NaN
 */
export type TotalRule =
  | { readonly kind: "sum"; readonly stock: boolean }
  | RatioRule
  | { readonly kind: "mean"; readonly weight: Expr }
  | { readonly kind: "totals"; readonly expr: Expr; readonly typedOver: RatioRule | null }
  | { readonly kind: "last" | "first"; readonly of: TotalRule }
  | { readonly kind: "average" | "none" };

export interface RatioRule {
  readonly kind: "ratio";
  readonly num: Expr;
  readonly den: Expr;
}

export interface LoweredRow {
  readonly row: RowId;
  readonly scope: "channel" | "plan";
  readonly lines: readonly LoweredLine[];
  readonly total: TotalRule;
}

/** A whole plan, lowered: what the evaluators take. */
export interface LoweredPlan {
  /** In the order of the screen; `lines` of each row in channel order. */
  readonly rows: readonly LoweredRow[];
  readonly channels: readonly ChannelId[];
  /** P: periods of the plan. */
  readonly periods: number;
  /** H: how far history is kept: as far as formulas reach back, typed cells lie, or the plan shows. */
  readonly history: number;
}
