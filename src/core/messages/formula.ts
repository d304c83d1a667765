/**
 * What is said about formulas: what is wrong, and what would be right. Arguments are names and pieces of
 * formulas as they are shown.
 */
export const formulaMessages = {
  empty: () => "The formula is empty: write something after the =, as in =Visitors * 2.",
  tooLong: (limit: number) =>
    `A formula has at most ${limit} characters: give a part of it a row of its own and use that row's name.`,
  tooDeep: (limit: number) =>
    `More than ${limit} levels of brackets are too many: give a part of it a row of its own and use that row's name.`,
  tooManyParts: (limit: number) =>
    `A chain of more than ${limit} parts is too long: use SUM(…), or give a part of it a row of its own.`,
  unexpectedEnd: () =>
    "Something is missing at the end: a formula ends with a number, a row's name or a bracket.",
  unexpected: (found: string) =>
    `${found} cannot stand here: a number, a row's name or a bracket is expected.`,
  trailing: (found: string) =>
    `${found} does not belong to what stands before it: put + - * or / between them, or remove it.`,
  badCharacter: (found: string) => `${found} means nothing in a formula: remove it.`,
  unclosedBracket: () => "This ( is never closed: add a ).",
  strayBracket: () => "This ) closes nothing: remove it.",
  unclosedName: () => "This [ is never closed: write ] after the row's name.",
  unclosedText: () => 'This " is never closed: write " after the channel\'s name.',
  emptyBrackets: () => "There is no name between these brackets: write a row's name, as in [Demo to sale].",
  groupingSign: (plain: string) =>
    `In a formula numbers are written without a grouping sign: write ${plain}.`,
  strayComma: () => "A comma or semicolon stands only between the arguments of a function: remove it.",
  decimalComma: (decimal: string, grouped: string) =>
    `Your decimal sign is the comma, and numbers have no grouping sign in a formula: write ${decimal} or ${grouped}.`,
  commaSeparator: () =>
    "Your decimal sign is the comma: between arguments write a semicolon, as in MIN(1; 2).",
  decimalPoint: (right: string) => `Write a digit on both sides of the decimal sign: ${right}.`,
  tooLargeNumber: () => "This number is too large to compute with: the largest is about 1.8e308.",
  suffix: (text: string, plain: string) => `${text} cannot be used in a formula: write ${plain}.`,
  numberThenName: (number: string, name: string) =>
    `${number} and ${name} stand side by side: to multiply, write ${number} * ${name}.`,
  doublePercent: () => "Two percent signs: write one, as in 5%.",
  doubleSign: (text: string, right: string) => `${text} is not a sign of formulas: write ${right}.`,
  unknownName: (name: string, nearest: string | null) =>
    nearest === null
      ? `There is no row named ${name}: use the name of a row, or add one named ${name} first.`
      : `There is no row named ${name}: did you mean ${nearest}?`,
  severalWords: (name: string) => `A name of several words stands in brackets: write ${name}.`,
  channelAsRow: (name: string) =>
    `${name} is a channel, not a row: CHANNEL("${name}") is 1 in that channel and 0 in the others.`,
  unknownChannel: (name: string, nearest: string | null) =>
    nearest === null
      ? `There is no channel named ${name}: write the name of one, as in CHANNEL("Events").`
      : `There is no channel named ${name}: did you mean CHANNEL("${nearest}")?`,
  channelNeedsText: () => 'CHANNEL takes one channel\'s name in straight quotes: write CHANNEL("Events").',
  unknownFunction: (name: string, nearest: string | null) =>
    nearest === null
      ? `There is no function named ${name}: remove it, or use one from the list of functions.`
      : `There is no function named ${name}: did you mean ${nearest}?`,
  rowAsFunction: (name: string) => `${name} is a row, not a function: to multiply, write ${name} * (…).`,
  functionAsRow: (name: string, usage: string) => `${name} is a function: write ${usage}.`,
  notOffered: (name: string, reason: string) => `${name} is not offered: ${reason}.`,
  argumentCount: (name: string, wanted: string, usage: string, given: number) =>
    `${name} takes ${wanted}, not ${given}: ${usage}.`,
  noText: (plain: string | null) =>
    plain === null
      ? "There is no text in formulas, except a channel's name in CHANNEL(\"…\"): write a number or a row's name."
      : `There is no text in formulas: write ${plain} without the quotes.`,
  noJoin: () => "There is no text in formulas, so that & has nothing to join: use + to add numbers.",
  curlyQuotes: () =>
    'Curly quotes are not read: use straight ones, and only for a channel, as in CHANNEL("Events").',
  cellAddress: (text: string) =>
    `${text} is a cell's address, and cells have none here: write the row's name, as in Visitors or [Demo to sale].`,
  cellRange: () =>
    "There are no ranges of cells: a row's name stands for the whole row. For a sum over periods write TOTAL(…), over channels ALL(…).",
  otherSheet: () => "There are no other sheets to read from: write the row's name.",
  prevDistance: () =>
    "The second argument of PREV says how many periods back: a whole number from 1 on, as in PREV(Visitors, 2).",
  cumWindow: () =>
    "The second argument of CUM says over how many periods: a whole number from 1 on, as in CUM(Sales, 12).",
  lagWeight: (text: string) =>
    `${text} cannot be a weight of LAG: weights are numbers from 0 on, or rows for the whole plan, as in LAG(Demos, 0.5, 0.5).`,
  lagSum: (sum: string) =>
    `The weights of LAG add up to ${sum}: they must add up to 1, so that nothing is lost. For rates that need not, use COHORT.`,
  lagWeightScope: (row: string) =>
    `${row} differs by channel, a weight of LAG may not: make ${row} a row for the whole plan, or write the weights as numbers.`,
  lagWeightUnit: (row: string, unit: string) =>
    `${row} is ${unit}: a weight of LAG is a share, so use a rate or a number.`,
  goneRow: () => "This formula names a row that is gone: write the formula with a row that is there.",
  goneChannel: () =>
    "This formula names a channel that is gone: write the formula with a channel that is there.",
  truthAndNumber: () =>
    "A comparison is true or false and cannot be compared with a number: write AND(a = b, b = c), or take one comparison away.",
  unitsDiffer: (a: string, unitA: string, b: string, unitB: string, cannot: string) =>
    `${a} is ${unitA}, ${b} ${unitB}: they cannot ${cannot}. Bring one to the other's unit first, with a price or a rate.`,
  plainWanted: (a: string, unit: string, where: string) =>
    `${a} is ${unit}: ${where} is a plain number. Divide it by something of the same unit first.`,
  rowUnit: (row: string, rowUnit: string, formulaUnit: string) =>
    `The formula gives ${formulaUnit}, but ${row} is ${rowUnit}: change the formula, or the unit of ${row}.`,
  rateInPlanRow: (row: string, repair: string) =>
    `${row} differs by channel, this row is for the whole plan: write ${repair} to add up over the channels, or make ${row} a row for the whole plan.`,
  amountInChannels: (row: string, each: string, shared: string) =>
    `${row} is one amount for the whole plan, and every channel would get all of it: write ${shared} to divide it, or ${each} if each channel has it all.`,
  eachOfChannelRow: (row: string) =>
    `EACH is for amounts of the whole plan, and ${row} has its own in every channel already: write it without EACH.`,
  needsChannel: (name: string) =>
    `${name} differs by channel, this row is for the whole plan: use it inside ALL(…), or make this row one by channel.`,
  cycle: (path: string) =>
    `This goes round in a circle: ${path}. Let one of them read the period before, with PREV(…).`,
  ownCycle: (row: string) =>
    `${row} cannot read itself in the same period: write PREV(${row}) for the period before.`,
  totalInCycle: (path: string) =>
    `TOTAL reads all periods and cannot stand in a circle: ${path}. Use CUM(…), the total so far, or take TOTAL out.`,
} as const;

/** Names of the sentences about formulas. */
export type FormulaCode = keyof typeof formulaMessages;
