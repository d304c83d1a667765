/**
 * What is said about why two differ, what matters, and sweeps. Names are those that the reader knows; numbers
 * and periods are formatted as they are shown. Refusals come first, then what is told beside an answer.
 */
export const insightMessages = {
  periods: () =>
    "These two have different periods, so they cannot be compared number by number. Give both the same first period, length and count.",
  currency: (first: string, second: string) =>
    `One is in ${first}, the other in ${second}, so their numbers cannot be compared. Give both plans the same currency.`,
  unit: (row: string) =>
    `${row} has another unit, or stands by channel on one side and for the whole plan on the other, so that it cannot be compared. Make ${row} alike on both sides.`,
  gone: (what: string) =>
    `${what} is not there on one side, so there is nothing to compare. Choose a number that both have.`,
  noNumber: (what: string, side: string) =>
    `${what} is an error or has no total in ${side}, so a difference cannot be told. Repair it there first, or choose another number.`,
  errorOnTheWay: (what: string, where: string) =>
    where === ""
      ? `Between the two ${what} passes through an error, so its difference has no exact parts. Compare one after another instead, or change one assumption at a time.`
      : `Between the two ${where} passes through an error, so the difference of ${what} has no exact parts. Compare one after another instead, or change one assumption at a time.`,
  pole: (what: string, where: string) =>
    `Between the two ${where === "" ? "something that is divided by" : where} goes through 0, so the difference of ${what} has no exact parts. Give it the same sign on both sides, or compare one after another.`,
  unsettled: (what: string) =>
    `The parts of the difference of ${what} do not settle, because its formulas jump too often on the way. Compare one after another instead.`,
  notPositive: (row: string) =>
    `LMDI needs numbers above 0 on both sides, and ${row} has others. Choose Aumann–Shapley, which takes any.`,
  notProduct: (row: string) =>
    `LMDI splits products of numbers, and ${row} has another formula, or is new, on one side. Choose Aumann–Shapley, which takes any.`,
  tooMany: (count: number, most: number) =>
    `Shapley tries every order, and ${count} differences have too many (at most ${most}). Choose Aumann–Shapley, which is exact for any number.`,
  noPart: (what: string) =>
    `${what} is an error when only some of the differences are made, so there is no such order. Choose Aumann–Shapley.`,
  leversSolved: (levers: string) =>
    `Both hold the same goal by ${levers}, so ${levers} is solved again all along: what changed beside it explains it.`,
  leversGiven: (levers: string) => `${levers} counts as an assumption here, at what each side works out.`,
  otherGoals: (levers: string) =>
    `The two do not hold the same goals by the same levers, so ${levers} counts as an assumption here, at what each side works out.`,
  unsolvedBetween: (levers: string) =>
    `Between the two a goal cannot be met, so ${levers} counts as an assumption here, at what each side works out.`,
  otherTotals: (levers: string) =>
    `The goal's total is made otherwise on one side, so ${levers} counts as an assumption here, at what each side works out.`,
  methodAumannShapley: () => "Aumann–Shapley: all differences are made evenly at once. No order, no rest.",
  methodShapley: () => "Shapley: the mean over all orders of making the differences.",
  methodLmdi: () => "LMDI: split in proportion to logarithms.",
  methodSequential: () => "One after another, in the order shown: another order gives other parts.",
  steps: (rows: string) =>
    rows === ""
      ? "Steps: what jumps on the way and belongs to no single assumption."
      : `Steps: what jumps because ${rows} is rounded or switches, and belongs to no single assumption.`,
  newChannel: (channel: string) => `New channel ${channel}`,
  lostChannel: (channel: string) => `Without channel ${channel}`,
  noRange: (row: string) =>
    `${row} has no range, so how far it can swing is not known. Type one, such as 16%..24%.`,
  solvedFor: (row: string) => `${row} is being solved for, so it has no swing of its own.`,
  goalLost: (row: string) => `At one end of the range of ${row} the goal cannot be met.`,
  noSweep: (row: string) => `${row} has no typed number here that could be swept. Choose an assumption.`,
} as const;
