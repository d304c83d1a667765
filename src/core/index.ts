/**
 * The only door of `core`: what a plan says, and what its numbers mean. Plain data in, plain data out; no
 * screen, no storage, no clock, no dice.
 */

// What the user said.
export * from "./plan/ids.ts";
export * from "./plan/unit.ts";
export * from "./plan/period.ts";
export * from "./plan/formula.ts";
export * from "./plan/cell.ts";
export * from "./plan/actual.ts";
export * from "./plan/plan.ts";
export * from "./plan/address.ts";
export * from "./plan/change.ts";
export * from "./plan/diff.ts";
export * from "./plan/scenario.ts";
export * from "./plan/order.ts";
export * from "./plan/make.ts";
export * from "./plan/sentence.ts";
export * from "./util/result.ts";
export { roundTogether } from "./util/round.ts";

// What people are answered with.
export { messages } from "./messages/index.ts";
export { compareMessages } from "./messages/compare.ts";
export { csvMessages } from "./messages/csv.ts";
export { gridMessages, PERIOD_WORDS, UNIT_WORDS } from "./messages/grid.ts";
export { importMessages } from "./messages/import.ts";
export { backupMessages } from "./messages/backup.ts";
export { historyMessages } from "./messages/history.ts";
export { insightMessages } from "./messages/insight.ts";
export { partMessages } from "./messages/parts.ts";
export { pasteMessages } from "./messages/paste.ts";
export type { KeptCount } from "./messages/paste.ts";
export { sessionMessages } from "./messages/session.ts";
export { shellMessages } from "./messages/shell.ts";
export { storeMessages } from "./messages/store.ts";

// Text <-> formulas.
export { namesOf } from "./formula/names.ts";
export type { Names } from "./formula/names.ts";
export { parseFormula } from "./formula/parse.ts";
export type { FormulaError } from "./formula/parse.ts";
export { printFormula, printName } from "./formula/print.ts";
export { checkFormula, inferUnit, readFormula } from "./formula/check.ts";
export { mapRows, rowsIn } from "./formula/walk.ts";
export { assistFormula, typeBracket } from "./formula/assist.ts";
export type { Assist, Completion, Mention } from "./formula/assist.ts";

// What is typed into a cell.
export { parseEntry } from "./entry/entry.ts";
export { entryText } from "./entry/print.ts";
export type { Entry, EntryContext, EntryError, LocaleNumbers, Notice, Reading } from "./entry/context.ts";
export { medianOfRange } from "./entry/range.ts";

// Numbers.
export { createEngine } from "./engine/engine.ts";
export type { Engine } from "./engine/engine.ts";
export { diagnose } from "./engine/diagnose.ts";
export type { Diagnosis } from "./engine/diagnose.ts";
export type { CellKind, CellRef, Factor, Factors, Quantity } from "./engine/quantity.ts";
export type { TotalRule } from "./engine/expr.ts";

// Other periods.
export { regridPlan } from "./engine/regrid.ts";
export type { ReviewItem } from "./engine/regrid.ts";

// Goals and levers.
export { solvePlan } from "./solve/solve.ts";
export type { GoalState, Solution, Unreachable } from "./solve/solve.ts";
export { chooseDefaultLever, leverFor, listLevers } from "./solve/choose.ts";
export type { LeverChoice } from "./solve/choose.ts";
export { fixCells, letGo, setGoal, takeLever } from "./solve/gestures.ts";

// Why two differ.
export { listDifferences } from "./insight/differences.ts";
export type { PlanDifference } from "./insight/differences.ts";
export { explainDifference } from "./insight/explain.ts";
export type { ExplainOptions } from "./insight/explain.ts";
export type {
  Explained,
  ExplainMethod,
  Explanation,
  NoExplanation,
  Part,
  Reading as LeverReading,
} from "./insight/explanation.ts";
export { firstAndLast } from "./insight/firstAndLast.ts";
export type { FirstAndLast } from "./insight/firstAndLast.ts";
export { groupParts } from "./insight/group.ts";
export type { GroupBy, PartGroup } from "./insight/group.ts";
export { quantityAndMixOf, rateAndMixOf, splitQuantityAndMix, splitRateAndMix } from "./insight/mix.ts";
export type { ChannelMix, QuantityAndMix, RateAndMix, Segment, Sold } from "./insight/mix.ts";
export { assumedCells, changeOfSweep, sweepPlan } from "./insight/sweep.ts";
export type { Sweep, SweepAxis, SweepPoint } from "./insight/sweep.ts";

// What matters.
export { endsOf, goalOutput, leverQuantity, listSensitivities, listTornado } from "./insight/sensitivity.ts";
export type { RangeEnds, Sensitivity, Swing } from "./insight/sensitivity.ts";

// What does not fit together.
export { checkPlan } from "./insight/check.ts";
export type { Finding, Say } from "./insight/check.ts";

// Working plans.
export { foundingPlan } from "./templates/founding.ts";
export { TEMPLATES } from "./templates/index.ts";
export type { Template, TemplateOptions } from "./templates/index.ts";
