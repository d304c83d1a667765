/**
 * What the engine says about formulas that cannot be computed and about cells that are errors. Names of rows,
 * channels and periods are arguments; each sentence says what is wrong and, where there is one, the way out.
 */
export const engineMessages = {
  cycle: (names: readonly string[]): string =>
    names.length === 1
      ? `${names[0] ?? ""} is computed from itself in the same period; PREV() reads its period before.`
      : `These rows go round in a circle: ${[...names, names[0] ?? ""].join(" needs ")}. ` +
        `PREV(…) in one of them breaks it.`,
  totalInCycle: (names: readonly string[]): string =>
    `TOTAL reads all periods, so it cannot stand in a circle of rows: ` +
    `${[...names, names[0] ?? ""].join(" needs ")}.`,
  missingRow: (): string => "The formula reads a row that was deleted; write it again without that row.",
  rateInPlanWide: (name: string): string =>
    `${name} differs by channel and does not add up: read it inside ALL(…), or for one total as ALL([${name}]).`,
  amountInChannels: (name: string): string =>
    `${name} is one amount for the whole plan, and every channel would read all of it: ` +
    `multiply it by a rate or SHARE(…), or write EACH([${name}]) if each channel has it all.`,
  noTotal: (name: string): string =>
    `${name} has no total: no row multiplies or divides by it. Choose how it is totalled.`,
  badLag: (): string => "The weights of LAG are numbers or plan-wide rows that add up to 1.",
  badPrev: (): string => "PREV looks a whole number of periods back, 1 or more: PREV(x, 2).",
  badWindow: (): string => "CUM over a window takes a whole number of periods, 1 or more: CUM(x, 12).",
  misplacedSelf: (): string => "A row reads its own earlier values through PREV() alone.",
  badArguments: (name: string): string => `${name} cannot be computed with these arguments.`,

  nothingToDivideBy: (name: string, period: string, channel: string | null): string =>
    `no ${lowerFirst(name)} in ${period}${inChannel(channel)}, so there is nothing to divide by`,
  dividedByZero: (row: string, period: string, channel: string | null): string =>
    `${row} in ${period}${inChannel(channel)} divides by 0`,
  totalDividedByZero: (row: string): string =>
    `what ${row} is a total of adds up to 0, so there is nothing to divide by`,
  notANumber: (what: string, row: string, period: string, channel: string | null): string =>
    `${row} in ${period}${inChannel(channel)} takes ${what}, which has no value`,
  tooLarge: (row: string, period: string, channel: string | null): string =>
    `${row} in ${period}${inChannel(channel)} is larger than any number that can be computed with`,
  weightsNotOne: (row: string, period: string, sum: number): string =>
    `the weights of LAG in ${row} add up to ${String(sum)} in ${period}; they must add up to 1`,
  negativeResponse: (row: string, period: string, channel: string | null): string =>
    `${row} in ${period}${inChannel(channel)} asks for the response to less than nothing`,
  noChoice: (row: string, period: string, channel: string | null): string =>
    `CHOOSE in ${row} in ${period}${inChannel(channel)} has no such choice`,
  typedError: (row: string, period: string, channel: string | null): string =>
    `the formula typed into ${row} in ${period}${inChannel(channel)} cannot be read`,
} as const;

function inChannel(channel: string | null): string {
  return channel === null ? "" : ` in ${channel}`;
}

/** "Visitors" within a sentence; names in capitals (CTR) stay. */
function lowerFirst(name: string): string {
  const second = name.charAt(1);
  return second !== "" && second === second.toLowerCase()
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name;
}
