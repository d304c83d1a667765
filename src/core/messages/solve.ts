/**
 * What is said about goals and levers. Names are rows' names, numbers are formatted as they are shown;
 * `subject` is the quantity as a reader knows it (*100 units*, *Units sold in March*).
 */
export const solveMessages = {
  bound: (subject: string, lever: string, where: string, best: string) =>
    `${subject} cannot be reached by ${lever}: even at 100%${where === "" ? "" : ` (${where})`} this plan gives ${best}. Choose another lever, or a target up to ${best}.`,
  limit: (subject: string, lever: string, best: string) =>
    `${subject} cannot be reached by ${lever}: however much of it there is, this plan gives ${best}. Choose another lever, or a target up to ${best}.`,
  zero: (subject: string, lever: string, best: string) =>
    `${subject} is less than what comes without any ${lever}: ${best} at 0. Raise the target to ${best}, or lower what comes from elsewhere.`,
  peak: (subject: string, lever: string, best: string, at: string) =>
    `${subject} cannot be reached by ${lever}: the best is ${best}, with ${lever} at ${at}. Choose another lever, or that target.`,
  jump: (subject: string, lever: string, best: string) =>
    `${subject} cannot be hit exactly by ${lever}, because a formula rounds or steps; the nearest is ${best}. Take that as the target, or choose another lever.`,
  error: (subject: string, lever: string) =>
    `${subject} is an error whatever ${lever} is: repair the error first, then the goal is solved again.`,
  noCells: (lever: string, others: string) =>
    others === ""
      ? `${lever} has no number left that could be solved for here: choose another lever, or clear a formula typed over it.`
      : `Every number of ${lever} here already works for ${others}: choose another lever, or let that goal go.`,
  noEffect: (lever: string, subject: string) =>
    `${lever} does not move ${subject}: choose a lever that does.`,
  alike: (lever: string, others: string) =>
    `${lever} moves these goals only together with ${others}, so that they cannot hold at once: choose another lever for one of them, or let one go.`,
  others: (totals: string) =>
    `Also at ${totals}: the sheet takes the smallest, or for rates and prices the nearest.`,
  overridden: (cells: string, lever: string) =>
    `Typed over on the way from ${lever} to the goal: ${cells}. These numbers no longer follow ${lever}; clear them to let them.`,
  nothingFree: (subject: string) =>
    `Nothing that is free moves ${subject} by itself: choose its lever from the list.`,
} as const;
