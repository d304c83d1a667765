import type { PeriodLength } from "../plan/period.ts";
import type { Unit } from "../plan/unit.ts";

/** What stands on the sheet that is no number and no message: labels, menu items, hints. */
export const gridMessages = {
  sheet: "Plan",
  editor: "Cell editor",
  rowHead: "Row",
  ownerHead: "Owner",
  totalHead: (span: string) => `${span} total`,
  totalOf: (periods: string) => `Total, ${periods}`,
  newRow: "Type a name to add a row",
  section: (name: string) => `Section ${name}`,
  planWide: "for the whole plan",
  noTotal: "no total",
  limit: (text: string) => `over its limit: ${text}`,
  range: (low: string, high: string) => `range ${low} to ${high}`,
  evidence: (hits: string, of: string) => `seen in ${hits} of ${of}`,
  ownFormula: (formula: string) => `computed by ${formula}`,
  over: (target: string) => `the goal is ${target}`,
  unfold: (row: string) => `Show the channels of ${row}`,
  fold: (row: string) => `Hide the channels of ${row}`,
  editAgain: "Edit again",
  dismiss: "Dismiss",
  columns: "Columns",
  channel: "Channel",
  channels: "channels",
  all: "all",
  addChannel: "Add channel…",
  editChannels: "Rename or delete…",
  rowMenu: (row: string) => `Row ${row}`,
  rename: "Rename",
  formula: "Formula…",
  typeNumbers: "Type numbers instead of the formula",
  unit: "Unit",
  owner: "Owner…",
  applies: "Applies in",
  appliesHere: (channel: string) => `Applies in ${channel}`,
  deleteRow: "Delete row",
  ok: "OK",
  cancel: "Cancel",
  done: "Done",
  ownerTitle: (row: string) => `Owner of ${row}`,
  ownerLabel: "Team that answers for it",
  addTitle: "Add a channel",
  nameLabel: "Name",
  startFrom: "Start from",
  startEmpty: "nothing: all its numbers empty",
  startCopy: (channel: string) => `a copy of ${channel}`,
  add: "Add",
  channelsTitle: "Channels",
  channelName: (channel: string) => `Name of ${channel}`,
  deleteChannel: (channel: string) => `Delete ${channel}`,
} as const;

/** Names of the units, as the menu lists them. */
export const UNIT_WORDS: Readonly<Record<Unit, string>> = {
  count: "count",
  money: "money",
  moneyPerCount: "money per count",
  rate: "rate (%)",
  number: "number",
  people: "people",
};

/** What the columns are, by the length of a period. */
export const PERIOD_WORDS: Readonly<Record<PeriodLength, string>> = {
  month: "months",
  quarter: "quarters",
  week: "weeks",
  year: "years",
};
