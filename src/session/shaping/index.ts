/** What changes the shape of a plan: each gesture a pure function of the workbook, one change, one undo. */
export { addChannel, deleteChannel, duplicateChannel, moveChannel, renameChannel } from "./channels.ts";
export { deleteRow } from "./deleting.ts";
export { everywhere } from "./everywhere.ts";
export type { Gesture } from "./everywhere.ts";
export {
  setRow,
  setRowAsPercent,
  setRowBetter,
  setRowDecimals,
  setRowDefinition,
  setRowLimit,
  setRowMeasure,
  setRowNote,
  setRowOwner,
  setRowPer,
  setRowShortName,
  setRowStage,
  setRowTotalBy,
  setRowUnit,
} from "./fields.ts";
export type { RowSetting } from "./fields.ts";
export { clearRowFormula, setApplies, setRowFormula, unitOfText } from "./formulas.ts";
export { addPeriods, inPeriodsOf, MOST_PERIODS, removePeriods, setHistory } from "./periods.ts";
export type { End } from "./periods.ts";
export { usersOf } from "./places.ts";
export { addRow, duplicateRow, moveRow, renameRow } from "./rows.ts";
export type { RowPlace } from "./rows.ts";
export { setRowScope } from "./scope.ts";
export { addSection, deleteSection, moveSection, renameSection } from "./sections.ts";
export { insertStage } from "./inserting.ts";
export type { NewStage } from "./inserting.ts";
export { readParts } from "./delay.ts";
export { removeStage } from "./stages.ts";
export { setTitle } from "./title.ts";
