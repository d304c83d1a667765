/** What is worth a look in a plan that was made of another one with other periods. */
export const regridMessages = {
  delays: (row: string, before: string, now: string) =>
    before === now
      ? `${row} counts in periods: ${now}. Is that still meant?`
      : `${row} counts in periods: ${before} is now ${now}. Check it.`,
  delayKept: (row: string, formula: string) =>
    `${row} counts in periods and could not be restated: ${formula}. Write its delay anew.`,
  rateOfStock: (row: string, length: string) =>
    `${row} is the part of a standing number that moves in one ${length}; it was copied. Type what it is in a period of the new length.`,
  perPeriod: (row: string, length: string) =>
    `${row} is an amount for one ${length}: it was added up or split with the periods.`,
  cellFormula: (row: string) => `${row} had cells with formulas of their own: they are numbers now.`,
  rangeLost: (row: string) =>
    `${row}: ranges of different kinds came together in one period; their middle was kept.`,
  partOverridden: (row: string) =>
    `${row} was typed over in part of a period only: that period follows its formula.`,
  goalLeft: (row: string) =>
    `A goal for ${row} covers no whole periods of the new length, and is left out. Set it again.`,
  leverWidened: (row: string) =>
    `What solves the goal for ${row} covered part of a period only, and covers all of it now.`,
  actualsLeft: (rows: readonly string[], length: string) => {
    const named =
      rows.length > 3 ? `${rows.slice(0, 3).join(", ")} and ${rows.length - 3} more` : rows.join(", ");
    return `what happened (${named}) is known for ${length}s and stays in the plan by ${length}; what happened before its first period feeds this one as history. Take the files in here again to compare.`;
  },
} as const;
