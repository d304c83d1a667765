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

  // Any table: refused
  noRows: () => "There are no rows of data in this file. Choose one that has a heading and rows below it.",
  badBytes: (encoding: string) =>
    `The bytes here are not ${encoding}, though the rest of the file is. Save the file as “CSV UTF-8” again.`,
  cutCharacter: () =>
    "The file ends in the middle of a character: it was cut off. Export or download it once more.",
  limitBytes: (limit: string) => `This file is larger than ${limit}. Split it, or export fewer columns.`,
  limitRows: (limit: string) =>
    `This file has more than ${limit} rows. Export a shorter time or fewer columns.`,
  limitColumns: (limit: string) => `This line has more than ${limit} fields. Export fewer columns.`,
  limitCell: (limit: string) =>
    `This cell holds more than ${limit} characters. Shorten it, or check where its quotation marks stand.`,
  limitCells: (limit: string) => `This table has more than ${limit} cells. Export fewer rows or columns.`,
  ragged: () =>
    "The lines of this file do not have the same number of fields, so it is no table. Check its separator.",

  // Any table: rows set aside
  fieldCount: (found: number, expected: number) =>
    `This line has ${found} ${found === 1 ? "field" : "fields"}, the heading has ${expected}. Quote a text that holds a separator, or add what is missing.`,
  brokenNumber: () => "This is not a number as it stands. Write digits with a decimal sign, such as 1234.5.",
  notFinite: () => "This is no number that can be computed with. Write a number, or clear the cell.",
  noSuchDate: () => "There is no such day. Write a date of the calendar, such as 2027-02-28.",
  notADate: () => "This is not a date. Write one such as 2027-01-31.",
  otherDateOrder: (order: string) =>
    `Dates in this column are written ${order}, and this one cannot be. Write it as 2027-01-31.`,
  bothDateOrders: () =>
    "Dates in this column are written in two orders, so none of them is sure. Write them as 2027-01-31.",
  otherPeriodLength: (length: string) =>
    `This column holds ${length}s. Put other periods in a file of their own.`,
  otherCurrency: (currency: string) =>
    `This column is read in ${currency}, and amounts are never converted. Put other currencies in a file of their own.`,

  // Any table: said, nothing refused
  mixedNewlines: () => "Lines end in different ways in this file. All of them were taken as line ends.",
  blankRowsSkipped: (count: number) =>
    `${count} empty ${count === 1 ? "line was" : "lines were"} left out. Nothing to do.`,
  preamble: (lines: string) => `Above the heading stands other text (rows ${lines}). It was left out.`,
  footers: (rows: string) => `Below the table stands other text (rows ${rows}). It was left out.`,
  comments: (rows: string) => `Rows ${rows} are remarks. They were left out.`,
  repeatedHeading: (rows: string) => `The heading stands again in rows ${rows}. It was left out there.`,
  totalsLeftOut: (rows: string) =>
    `Rows ${rows} are totals of other rows. They were left out, so nothing counts twice.`,
  missingCells: (count: number) =>
    `${count} ${count === 1 ? "number is" : "numbers are"} missing (--, N/A or empty). They stay empty; none became 0.`,
  boundedCells: (count: number) =>
    `${count} ${count === 1 ? "cell says" : "cells say"} only more or less than a number (“< 10%”). They were left empty.`,
  emptyHeading: (column: number) => `Column ${column} has no heading. It is called “Column ${column}” here.`,
  emptyColumn: (column: number) => `Column ${column} is empty and has no heading. It was left out.`,
  extraEmptyCells: (count: number) =>
    `Each row ends in ${count} empty ${count === 1 ? "field" : "fields"} more than the heading. They were left out.`,
  duplicateHeading: (name: string, columns: string) =>
    `Columns ${columns} are all called “${name}”. All were kept; check which is meant.`,
  bareQuote: () => "A quotation mark stands inside a field that is not quoted. It was kept as it is.",
  formulaLikeText: () =>
    "A text here begins like a formula. It is kept as text, and is never computed; nothing to do.",
  lookalikeName: (other: string) =>
    `This name looks like “${other}” and is written with other characters. Check whether both are one.`,
  invisibleCharacters: () => "There are invisible characters in a name. They were kept; check the name.",
  mojibakeSuspected: () =>
    "Letters here look as if they had been damaged before (Ã¶ for ö). They were kept; export the file as UTF-8 again if they are wrong.",
  replacementCharacters: () =>
    "Characters here were lost before (�). They cannot be restored; export the file again if they matter.",
  monthNames: () => "Months in this column are written as words. Check the dates beside them.",
  minusSign: () => "Minus signs are written in several ways in this column. All were taken as minus.",
  unicodeDigits: () => "Digits in this column are written in another script. Check the numbers beside them.",
  lostPrecision: () =>
    "Numbers here have more digits than can be kept (15). They were rounded; choose text if they are identifiers.",
  twoDigitYears: (range: string) => `Years of two digits were taken as ${range}. Check the dates.`,
  decimalFromOthers: (decimal: string) =>
    `The decimal sign of this column shows nowhere in it; “${decimal}” was taken from the other columns. Check a number.`,
  growingFunnel: (later: string, earlier: string) =>
    `${later} is larger than ${earlier}, which comes before it. Check the two.`,
  moreConversions: () => "There are more conversions than clicks in a row. Check its numbers.",
  negativeCount: () => "A count is below zero. Check it.",
  rateAboveOne: () => "A rate is above 100%. Check it.",

  // Any table: asked, once
  askEncoding: (sample: string) => `In which encoding is this file? Look at “${sample}”.`,
  askDelimiter: (sample: string) => `What separates the fields of this file? A line reads “${sample}”.`,
  askHeading: (sample: string) => `Is “${sample}” the heading, or already the first row?`,
  askTable: (count: number) => `There are ${count} tables in this file. Which one do you want?`,
  askDecimal: (text: string) => `Which number is ${text}?`,
  askDateOrder: (text: string) => `Which day is ${text}?`,
  askYear: (text: string) => `Which year is meant by ${text}?`,
  askDateSystem: (text: string) => `Which date is ${text}?`,
  askRateUnit: (text: string) => `Which rate is ${text}?`,
  askSuffix: (text: string) => `Is ${text} a number with its thousands or millions as a letter?`,
  askCurrency: (currencies: string) =>
    `Amounts are in ${currencies}, and cannot be added up. In which currency shall they be read?`,
  askColumnKind: (text: string) => `Most of this column are numbers, but not “${text}”. What does it hold?`,
  askTotals: (text: string) => `Is “${text}” a total of other rows, or a row of its own?`,
  askGroupedRows: (column: string) =>
    `${column} is empty below a filled cell. Does the cell above hold there, too?`,
  askRepeats: (count: number) =>
    `${count} ${count === 1 ? "row stands" : "rows stand"} in the file twice. Do they count twice?`,

  // Taking a table over into a plan: why a column is what it is
  columnRemembered: () => "As the last time with a file of these columns.",
  columnOfVendor: (vendor: string, isVerified: boolean) =>
    isVerified
      ? `As in exports of ${vendor}.`
      : `As in exports of ${vendor}, which were not checked against its documentation. Look at it.`,
  columnIsPeriod: () => "Its cells are dates or periods.",
  headingIsPeriod: (period: string) => `Its heading is the period ${period}.`,
  columnNamesRows: () => "It names what the numbers are.",
  columnNamesChannels: () => "It names where the numbers come from.",
  columnIsRow: (row: string) => `Its numbers are those of ${row}.`,
  columnIsNewRow: (row: string) => `Its numbers become a new row, ${row}.`,
  columnNotAdded: () =>
    "Averages and rates cannot be added up, so it is left out. Choose a row to take it all the same.",
  columnNotNeeded: () => "Nothing in a plan needs it, so it is left out. Choose what it is to take it.",
  columnStillAsked: () => "A question about it is open. Answer it first.",
  questionsOpen: () => "Questions about this file are open. Answer them first.",
  askPeriod: () => "No column says when. For which period are these numbers?",
  askChannel: () => "No column says in which channel. Choose the one that these numbers belong to.",
  askValues: () => "No column has numbers that can be taken. Choose one, and its row.",
  askRows: () => "No column says what the numbers are. Choose the column that names the rows.",

  // Taking a table over: what is left out
  leftAside: (count: number) =>
    `${count} ${count === 1 ? "row that could" : "rows that could"} not be read. They can be saved as a file.`,
  leftTotals: (count: number) =>
    `${count} ${count === 1 ? "total" : "totals"} of other rows, so that nothing counts twice.`,
  leftText: (count: number) =>
    `${count} ${count === 1 ? "line" : "lines"} of other text above or below the table.`,
  leftMissing: (count: number) =>
    `${count} empty ${count === 1 ? "cell" : "cells"} (--, N/A). They stay empty; none became 0.`,
  leftUndated: (count: number) => `${count} ${count === 1 ? "row" : "rows"} without a date.`,
  leftLength: (count: number, length: string, own: string) =>
    `${count} ${count === 1 ? "row" : "rows"} by ${length}, which no ${own} can be made of. Export them by ${own} or by day.`,
  leftUnnamed: (count: number) => `${count} ${count === 1 ? "row" : "rows"} without a name.`,
  leftOutside: (count: number) =>
    `${count} ${count === 1 ? "number" : "numbers"} after the plan's last period. Lengthen the plan to take them.`,
  leftComputed: (count: number, row: string) =>
    `${count} ${count === 1 ? "number" : "numbers"} of ${row}, which the plan computes. They are not overridden.`,
  leftMixed: (count: number, row: string) =>
    `${count} ${count === 1 ? "cell" : "cells"} of ${row}, a rate or mean that stands in several rows. Such numbers cannot be added up.`,
  leftUnit: (count: number, row: string) =>
    `${count} ${count === 1 ? "number" : "numbers"} of ${row}: one is a rate and the other is not. Choose another row.`,
  leftCurrency: (count: number, currency: string, own: string) =>
    `${count} ${count === 1 ? "amount" : "amounts"} in ${currency}: this plan is in ${own}, and amounts are never converted.`,
  leftTooMany: (count: number) =>
    `${count} ${count === 1 ? "number" : "numbers"} beyond what a plan can hold. Choose a longer period, or fewer channels.`,
} as const;
