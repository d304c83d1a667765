/**
 * What reading a file can say: a sentence, and what to do. `found` is the text as it stands in the file.
 */
export const csvMessages = {
  // The file as a whole
  emptyFile: () => "This file is empty. Choose another one.",
  seemsToBe: (what: string) => `This seems to be ${what}, not a CSV. Save it as CSV and open that file.`,
  nulCharacter: () =>
    "There is a NUL character here, so this is not plain text. Save the file as “CSV UTF-8” and open that.",
  notText: () =>
    "This file is not text in an encoding that is known here. Save it as “CSV UTF-8” and open that.",
  unclosedQuote: () =>
    "A quotation mark opens here and is never closed. Close it, or double it if it belongs to the text.",
  textAfterQuote: () =>
    "There is text after a closing quotation mark. Put the mark at the end of the field, or double it.",
  notAPlan: (missing: string) =>
    `This is not a Backcast plan: its first line has no column ${missing}. It can be read as a table instead.`,
  noSettings: () =>
    "This is not a Backcast plan: no record says what its rows are. It can be read as a table instead.",
  noStart: () =>
    "This plan does not say when it begins, and no column is a period. Add a setting Start, such as 2027-M01.",
  newerFormat: (found: string) =>
    `This file has format ${found}, which a newer Backcast wrote. Reload the page to update, then open it again.`,
  // The file as a whole: said, nothing refused
  encodingGuessed: (encoding: string) =>
    `The file is not UTF-8; it was read as ${encoding}. Check names with accents and currency signs.`,
  unknownColumn: (name: string) => `The column ${name} means nothing here. It is kept, and exported again.`,
  unnamedColumn: (number: number) => `Column ${number} has no heading. What stands in it is left out.`,
  settingMissing: (name: string, value: string) => `The setting ${name} is missing; ${value} was taken.`,
  unknownSetting: (name: string) => `The setting ${name} means nothing here. It is kept, and exported again.`,
  kindNotYet: (kind: string) => `Records of the kind ${kind} cannot be shown yet. They are set aside.`,
  // Columns
  columnTwice: (name: string) => `Two columns are called ${name}. Remove one; the first was read.`,
  // Records
  tooManyFields: () =>
    "This record has more fields than the file has columns. Quote a text that holds a separator.",
  unknownKind: (found: string) =>
    `“${found}” is no kind of record. Use one such as assumption, formula or goal.`,
  noRowName: () => "This record names no row. Write the row's name into the column Row.",
  noScenarioHere: (kind: string) =>
    `A record of the kind ${kind} belongs to the plan, not to a scenario. Leave its Scenario empty.`,
  repeatedRecord: (line: number) => `The same record stands in line ${line}. Remove one of the two.`,
  repeatedCell: (line: number) => `This cell has a value in line ${line} already. Remove one of the two.`,
  badSetting: (name: string, expected: string) => `${name} cannot be read. Write ${expected}.`,
  badUnit: () => "This is no unit. Write count, money, money per count, rate, number or people.",
  badDetail: (kind: string, expected: string) => `This ${kind} cannot be read. Write ${expected}.`,
  badKey: () => "This key cannot be read. Clear it; a new one will be made.",
  channelOnPlanRow: (row: string) => `${row} has one line for the whole plan. Clear the channel.`,
  channelMissing: (row: string) => `${row} is planned by channel. Write the channel's name.`,
  // Numbers
  notANumber: () => "This is not a number. Write digits with a decimal sign, such as 1234.5.",
  spreadsheetError: () =>
    "This is the error of a spreadsheet program, not a number. Write the number, or clear it.",
  ambiguousNumber: (one: string, other: string) =>
    `This could be ${one} or ${other}, and the file does not say which. Write it without a separator.`,
  wrongDecimal: (decimal: string) =>
    `Numbers in this file are written with “${decimal}”. Write this one so as well.`,
  groupedNumber: (value: string) => `Read as ${value}: the separators group its digits.`,
  percentNumber: (value: string) => `Read as ${value}: a percentage is a fraction of one.`,
  // Goals, ranges, evidence, formulas
  goalNeedsTarget: () =>
    "A goal has one number: its target, in its period's column or in Total. Write just one.",
  goalText: (expected: string) => `The lever of this goal cannot be read here. Expected: ${expected}.`,
  rangeIncomplete: () =>
    "A range has a low and a high, and a value in the assumption. Fill in what is missing.",
  rangeDropped: () =>
    "The value was changed and its range was not. The value is taken as typed, without a range.",
  rangeTaken: () => "The range was changed and its value was not. The value is worked out from the range.",
  evidenceIncomplete: () => "Evidence has hits and of what, and of cannot be 0. Fill in what is missing.",
  evidenceDropped: () => "The value does not follow from its evidence. The value is taken, without evidence.",
  evidenceTaken: () =>
    "The evidence was changed and its value was not. The value is worked out from the evidence.",
  typedStale: () => "What was typed here no longer fits the number. The number is taken.",
  formulaKept: (row: string, why: string) =>
    `The formula of ${row} cannot be computed and is kept as text. ${why}`,
  // Names and keys
  nameClash: (name: string, now: string) => `Two rows are called ${name}. The second is called ${now} now.`,
  keyClash: (name: string) => `The key of ${name} belongs to another row as well. ${name} has a new one.`,
  keyIgnored: (name: string) =>
    `The key here belongs to another row. The record was read for ${name}, by its name.`,
  renamedInPart: (before: string, now: string) =>
    `One row is called ${before} here and ${now} elsewhere. It is called ${before} in the plan.`,
  differsInRow: (field: string, value: string) =>
    `The ${field} differs within this row. ${value} was taken, which stands first.`,
  newChannel: (name: string) => `The channel ${name} is new.`,
  newScenario: (name: string) => `The scenario ${name} is new.`,
} as const;
