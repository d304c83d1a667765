/** Sentences about what was typed into a cell: what is wrong, and what would be right. Arguments are texts. */
export const entryMessages = {
  notANumber: (typed: string, example: string): string =>
    `“${typed}” is not a number. Type a number such as ${example}, or begin a formula with =.`,
  startWithEquals: (typed: string): string => `A formula begins with =. Type =${typed}.`,
  tooLong: (limit: number): string =>
    `This is longer than ${limit} characters. Type a number, or begin a formula with =.`,
  tooLarge: (): string => "This number is too large to compute with. Type one below 1e308.",
  tooSmall: (): string => "This number is too close to 0 to compute with. Type 0, or one above 1e-307.",
  twoSigns: (): string => "There are two signs before this number. Keep one.",
  percentFirst: (right: string): string => `The percent sign comes after the number: ${right}.`,
  twoPercents: (right: string): string => `There are two percent signs. Type ${right}.`,
  perMille: (right: string): string => `Per mille is not read here. Type ${right}.`,
  twoCurrencies: (): string => "There are two currencies on this number. Keep one.",
  percentOfMoney: (): string =>
    "A number is either a percentage or an amount of money. Keep % or the currency.",
  divisionByZero: (): string => "A fraction cannot be divided by 0. Type the number itself, such as 0.5.",
  otherCurrency: (typed: string, plan: string): string =>
    `${typed} is another currency: this plan is in ${plan}. Type the amount in ${plan}.`,
  percentNotHere: (what: string, example: string): string =>
    `This row holds ${what}, and a percentage is a rate. Type ${example}, or put the rate in a row of its own.`,
  moneyNotHere: (what: string, example: string): string =>
    `This row holds ${what}, not money. Type ${example}, or put the money in a row of its own.`,
  date: (): string =>
    "Cells hold numbers, not dates: the columns are the dates. Type the number for this column.",
  approximate: (right: string, range: string): string =>
    `Type the number itself, ${right}, or how sure it is, as a range: ${range}.`,
  evidenceNotHere: (example: string): string =>
    `Only a rate can be typed as “13 of 182”. Type ${example}, or put the rate in a row of its own.`,
  evidenceNotWhole: (): string =>
    "“13 of 182” takes two whole numbers, without %. Type how many, of how many.",
  evidenceOfNone: (): string =>
    "A rate cannot be seen from 0 cases. Type how many of at least 1, or the rate itself.",
  evidenceMoreThanAll: (hits: string, of: string): string =>
    `${hits} is more than ${of}. Type the part first, then the whole: ${of} of ${hits}.`,
  rangeUnfinished: (example: string): string => `A range has two ends. Type both: ${example}.`,
  rangeWithMark: (): string => "The ends of a range are either percentages or money. Write them alike.",
  rangeReversed: (right: string): string => `A range goes from low to high. Type ${right}.`,
  rangeEqual: (right: string): string =>
    `The two ends of this range are the same. Type ${right}, or a wider range.`,
  rangeFromZero: (a: string, b: string): string =>
    `A 90% interval of what cannot be below 0 has to start above 0. Type ${a}, or with lowest and likeliest ${b}.`,
  rangeBelowZero: (a: string, b: string): string =>
    `A 90% interval of what cannot be below 0 has to start above 0. Type ${a}, or if it may be below, ${b}.`,
  rangeToHundred: (a: string, b: string): string =>
    `A 90% interval of a rate has to end below 100%. Type ${a}, or with likeliest and highest ${b}.`,
  rangeOutside: (from: string, to: string): string =>
    `This cannot lie outside ${from} to ${to}. Move the ends inside.`,
  rangeUnderZero: (): string => "This cannot be below 0. Start the range at 0 or above.",
  middleOutside: (): string => "The middle has to lie between the two ends. Change it, or the ends.",
  threeParts: (pert: string, range: string): string =>
    `Lowest, likeliest and highest are three numbers: ${pert}. A range of two is ${range}.`,
} as const;

/** Sentences that go with a number that was taken: quiet, one each. */
export const entryNotices = {
  invisibleCharacter: (): string => "There was a character that cannot be seen; it was left out.",
  readAs: (shown: string): string => `Read as ${shown}.`,
  readAsPercent: (shown: string): string => `Read as ${shown}.`,
  overHundred: (): string => "This rate is above 100%.",
  belowZero: (): string => "This rate is below 0%.",
} as const;
