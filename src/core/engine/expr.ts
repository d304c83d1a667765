import type { ChannelId, LineId, RowId } from "../plan/ids.ts";

/**
 * What formulas are lowered to before they are computed: everything implicit made plain. Broadcasting is an
 * `all`, a cost per thousand is divided by 1,000, terms that do not apply are gone, `CHOOSE` has its options.
 * Both evaluators, the fast one and the slow obvious one, read this and nothing else. [EV1]
 *
 * Meaning, at line c and period t (t < 0 is history). NaN is an error; in history it is also "nothing there".
 *
 *   row       the cell of that row at (c, t); a plan-wide row's one line for every c
 *   prev      arg at t − n where t − n ≥ 0, or typed in history; else `start` at t
 *   lag       Σ_a weights[a]·arg(t − a), weights divided by their sum; nothing in history counts 0
 *   cohort    Σ_a arg(t − a)·rates[min(a, last)], back to the oldest history; nothing there counts 0
 *   cum       Σ arg over t' ≤ t: from 0 on, or (window) over the last `window` periods, history included
 *   all       Σ over the channels in which `arg` applies, in channel order: the same for every line
 *   total     Σ of arg over the periods 0…P−1 of this line (or its last), the same for every t
 *   divide    x ÷ 0 is NaN; with `zero`, 0 ÷ 0 is 0 [ER2]
 *   truth     is 1 or 0; a comparison with NaN is NaN
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
 * How a row's totals are made, from cells: over any set of lines × periods. [TO1]–[TO5]
 *
 *   sum      Σ over lines; over periods Σ, or the last where `stock`
 *   ratio    Σ num ÷ Σ den over the cells; `num`, `den` at the row's own lines
 *   mean     r₀ + Σ w(r − r₀) ÷ Σ w, so that equal cells give exactly their value; all-equal cells give it
 *            also where Σ w = 0
 *   totals   `expr` with every row in it replaced by that row's total over the same cells
 *   others   what the person chose
 */
export type TotalRule =
  | { readonly kind: "sum"; readonly stock: boolean }
  | { readonly kind: "ratio"; readonly num: Expr; readonly den: Expr }
  | { readonly kind: "mean"; readonly weight: Expr }
  | { readonly kind: "totals"; readonly expr: Expr }
  | { readonly kind: "last" | "first" | "average" | "none" };

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
