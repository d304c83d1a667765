/** What the bar and the cells say about gestures. Names and values come in as they are shown. */
export const sessionMessages = {
  noRow: () => "This row is no longer in the plan. Undo brings it back.",
  doesNotApply: (row: string) =>
    `${row} does not apply in this channel. Give it a formula there, or let it apply, to have a number.`,
  whichReading: (text: string) => `“${text}” can be read in two ways. Which is meant?`,
  regridded: (review: number) =>
    review === 0
      ? "A new plan in other periods, beside the one it came from."
      : `A new plan in other periods, beside the one it came from. To look at: `,
  nudged: (row: string, isPoint: boolean, was: string, now: string) =>
    `${row} ${isPoint ? "a point" : "1%"} higher${was === "" || now === "" ? "" : ` (${was} → ${now})`}`,
  movesNothing: (row: string) => `${row} moves nothing else: no formula reads it.`,
  goalsAside: () => ", goals aside",
  readBy: (row: string) => `${row} has no number here that could be nudged. It is read by `,
  readByNone: (row: string) => `${row} has no number here that could be nudged, and no formula reads it.`,
  movesNothingSelected: () => "Select a number first; this tells what it moves.",
  nothingToCheck: () => "Nothing to check: the sheet finds no contradiction in itself.",
  finding: (at: number, count: number) => ` (${at} of ${count})`,
  whichBlockReading: (text: string, count: number) =>
    count === 1
      ? `“${text}” can be read in two ways. Which is meant?`
      : `“${text}” can be read in two ways. Which is meant, here and in the rest of the block?`,
  computedNoFormula: () => "a computed cell keeps its row’s formula",
  rangeOnTotal: (row: string) =>
    `A range or evidence belongs to one cell; ${row} adds up over its cells. Type it into a cell, or type one number here.`,
  goalIsOneNumber: (row: string) =>
    `${row} is computed, so a number here is a goal, and a goal is one number. Type one number, or type the range over an assumption.`,
  moneyForOne: () => "Money for one: its total is an average, no sum.",
  edited: (row: string, old: string, now: string, where: string) => `${row} ${old} → ${now} ${where}`,
  overridden: (row: string, old: string, now: string, where: string) =>
    `${row} ${where} is typed over: ${old} → ${now}`,
  backToFormulaOffer: () => "Back to the formula",
  unchanged: (row: string, now: string, where: string) => `${row} is ${now} ${where}, as before`,
  rested: (row: string, goals: readonly string[]) =>
    `${row} is fixed, the ${goals.length === 1 ? "goal" : "goals"} of ${goals.join(" and ")} ${
      goals.length === 1 ? "rests" : "rest"
    }.`,
  solveByOther: () => "Solve it by something else ▾",
  solvedBy: () => "Solved by ▾",
  formulaSet: (row: string, formula: string, channel: string | null) =>
    `${row}${channel === null ? "" : ` in ${channel}`} is now computed: ${formula}`,
  cellFormulaSet: (row: string, where: string, formula: string, value: string) =>
    `${row} ${where} is ${formula}: ${value}`,
  nothingMoves: (row: string) =>
    `Nothing that is typed and free moves ${row}. Free an assumption on the way to it, or type over a cell with Alt+Enter to override it.`,
  chooseLever: (row: string, value: string) => `What should give way so that ${row} is ${value}?`,
  goalRests: (what: string, now: string) => `The goal of ${what} rests: it is ${now} now.`,
  goalConflict: (what: string, lever: string) =>
    `The goal of ${what} has nothing left to solve by ${lever}: choose another lever, or let a goal go.`,
  goalUnreachable: (what: string, lever: string, best: string) =>
    `${what} cannot be reached by ${lever}: the best it can give is ${best}.`,
  goalNoValue: (what: string, why: string) =>
    `The goal of ${what} cannot be solved for: ${why === "" ? "it has no number" : lowerFirst(why.replace(/[.]$/u, ""))}. Put that right, and it is solved again.`,
  goalMet: (what: string, lever: string) => `Goal: ${what} by ${lever}.`,
  otherPeriods: () => "The other periods",
  restNow: (periods: string, rest: string) => `${periods} now come to ${rest}.`,
  ownerAnswers: (owner: string, row: string) => `${row} is ${possessive(owner)}.`,
  wentFree: (row: string, value: string, lever: string | null) =>
    lever === null
      ? `The goal of ${value} for ${row} is let go.`
      : `The goal of ${value} for ${row} is let go; ${lever} keeps the numbers that were worked out.`,
  backToFormula: (row: string, old: string, now: string, where: string) =>
    `${row} ${where} follows its formula again: ${old} → ${now}`,
  emptied: (row: string, old: string, where: string) => `${row} ${where} emptied; it was ${old}`,
  emptiedSeveral: (count: number, kept: number) =>
    `${count} ${count === 1 ? "cell" : "cells"} emptied${
      kept === 0 ? "" : `; ${kept} computed or solved ${kept === 1 ? "cell was" : "cells were"} kept`
    }`,
  severalCells: (count: number) => (count === 1 ? "1 cell" : `${count} cells`),
  nothingToDelete: () => "Nothing to delete here: these cells are computed, solved or empty.",
  leverKept: (row: string) =>
    `${row} is worked out for a goal: nothing to delete. Type a number to fix it, or let the goal go.`,
  computedKept: (row: string, formula: string) => `${row} is computed: ${formula}; nothing to delete.`,
  totalKept: (row: string) => `A total of ${row}: nothing to delete. Delete the cells that it adds up.`,
  alreadyEmpty: (row: string) => `${row} is empty here already.`,
  overrodeSeveral: (count: number) => `${count} computed ${count === 1 ? "cell is" : "cells are"} overridden`,
  rowAdded: (row: string) =>
    `New row ${row}. Type its first number (5% a rate, £3 money, 200 a count) or a formula.`,
  rowNameTaken: (name: string) => `There is a row called ${name} already. Give this one another name.`,
  rowNameEmpty: () => "A row needs a name. Type one, or press Esc.",
  rowRenamed: (old: string, now: string) => `${old} is now called ${now}`,
  rowDeleted: (row: string, users: readonly string[]) =>
    users.length === 0
      ? `${row} is deleted`
      : `${row} is deleted; ${users.join(", ")} ${users.length === 1 ? "uses" : "use"} it and cannot be computed until it is back or the formula changes`,
  rowInUse: (row: string, users: readonly string[]) =>
    `${users.join(", ")} ${users.length === 1 ? "uses" : "use"} ${row}. Without it ${
      users.length === 1 ? "that row" : "those rows"
    } cannot be computed.`,
  deleteAnyway: (row: string) => `Delete ${row} all the same`,
  keepRow: (row: string) => `Keep ${row}`,
  rowFieldSet: (row: string, field: string, value: string) => `${row}: ${field} is ${value}`,
  unitRefused: (row: string, why: string) => `${row} keeps its unit: ${why}`,
  channelAdded: (name: string) => `New channel ${name}`,
  channelNameTaken: (name: string) =>
    `There is a channel called ${name} already. Give this one another name.`,
  channelNameEmpty: () => "A channel needs a name.",
  channelRenamed: (old: string, now: string) => `${old} is now called ${now}`,
  channelDeleted: (name: string) => `${name} is deleted, with its numbers`,
  lastChannel: () => "A plan needs at least one channel. Add another one first.",
  notInChannel: (row: string, channel: string) => `${row} does not apply in ${channel}`,
  appliesAgain: (row: string, channel: string) => `${row} applies in ${channel} again`,
  undone: (label: string) => `Undone: ${label}.`,
  redone: (label: string) => `Done again: ${label}.`,
  nothingToUndo: () => "Nothing to undo: this is the plan as opened.",
  nothingToRedo: () => "Nothing to do again.",
  asOpened: () => "as opened",
  undoSkipped: (count: number) =>
    `${count} ${count === 1 ? "part was" : "parts were"} changed in another window since and stay as they are.`,
  fromAnotherWindow: (
    labels: string,
    effect: string,
    clash: "ours stands" | "theirs stands" | null = null,
  ) => {
    const said = `${labels} changed in another window${effect === "" ? "" : `: ${effect}`}.`;
    if (clash === "ours stands")
      return `${said} What you typed here came later and stands; theirs is in the history.`;
    if (clash === "theirs stands")
      return `${said} It replaces what you just typed here, which is in the history.`;
    return said;
  },
  atBest: (value: string) => `at best ${value}`,
  imported: (name: string, count: number) =>
    `${count} ${count === 1 ? "difference" : "differences"} taken over from ${name}`,
  untitled: () => "Untitled plan",
  firstChannel: () => "Main",
  noGoalYet: () => "Type over a result to make it a goal; the sheet works out what it takes.",
  emptyPlanSentence: () => "An empty plan. Type a row’s name into the sheet to begin.",
  anyAmount: () => "any amount",
  wouldHaveToBe: (row: string, value: string) => `${row} would have to be ${value}.`,
  restsSecond: (target: string) => `The goal of ${target} rests: nothing is worked out for it`,
  conflictSecond: (target: string, lever: string) =>
    `The goal of ${target} has nothing left to solve by ${lever}`,
  unreachableSecond: (lever: string) => `${lever} keeps its typed numbers until the goal can be reached`,
  workedOut: (row: string) => `${row} is worked out for it`,
  keepShares: (length: string) => `${length}s keep their shares`,
  formulaCleared: (row: string, formula: string) =>
    formula === "" ? `${row} is typed now` : `${row} is typed now, with the numbers that ${formula} gave`,
  titleEmpty: () => "A plan needs a name. Type one, or press Esc.",
  whyOffer: () => "Why?",
  whyNothing: () => "Select a number first; this tells why it is what it is.",
  whyEmpty: (row: string) => `${row} is empty here, which counts as 0.`,
  whyOrigin: (owner: string | null, when: string, several: boolean) =>
    `${several ? "are" : "is"} ${owner === null ? "typed" : possessive(owner)}, ${when}`,
  whySolved: () => " is worked out so that ",
  whySolvedAside: () => ", worked out so that ",
  whyAnd: () => " and ",
  whyMore: (count: number) => ` and ${count} more`,
  whyOverridden: (several: boolean) => ` ${several ? "are" : "is"} typed over the formula`,
  whyWhich: () => ", which is ",
  whyOwnFormula: () => " is computed by a formula of its own in this cell.",
  whyOwnFormulaHere: () => ", by a formula of its own in this cell",
  whyNothingThen: (row: string, when: string) => `${row}: nothing was typed for ${when}.`,
  whyIsEmpty: () => " is empty here, which counts as 0.",
  whyNoTotal: (row: string) => `${row} has no total: its numbers do not add up to one.`,
  whyGoTo: (cell: string) => `Go to ${cell}`,
  whyThrough: (rows: string) => `, through ${rows}`,
  whyIn: (value: string, where: string) => `${value} in ${where}`,
  whyThe: (quantity: string, bare: boolean) => (bare ? `The ${quantity}` : quantity),
  whyFollow: (rows: string) => `the ${rows} follow from `,
  whyFollows: (row: string) => `${row} follows from `,
  titleSet: (title: string) => `This plan is now called ${title}`,
  // ---- shaping
  rowMoved: (row: string, behind: string | null, section: string | null) =>
    `${row} stands ${behind === null ? "first" : `behind ${behind}`}${section === null ? "" : ` in ${section}`} now`,
  rowDuplicated: (row: string, copy: string) => `${copy} is a copy of ${row}`,
  noLongerFits: (said: string, user: string) =>
    `${said}. ${user} reads it, and its formula no longer fits: change its unit or its formula.`,
  measureRefused: (row: string) =>
    `${row} does not add up: its total is a ratio of totals. Only counts, money and people are a flow or a stock.`,
  measureWords: (measure: "auto" | "flow" | "stock") =>
    ({ auto: "by rule", flow: "adds up over the periods", stock: "stands: as at the end" })[measure],
  weightRefused: (row: string) =>
    `${row} cannot be a weight: choose another row that adds up, a count, money or people.`,
  weightedWords: (row: string) => `weighted by ${row}`,
  totalWords: (by: "auto" | "sum" | "last" | "first" | "average" | "none") =>
    ({
      auto: "by rule",
      sum: "the sum",
      last: "the last",
      first: "the first",
      average: "the average",
      none: "none",
    })[by],
  percentRefused: (row: string) =>
    `${row} is no plain number. Rates are shown in percent by themselves; make the row a number first.`,
  decimalsRefused: () =>
    "Between 0 and 8 decimals can be shown. Choose a number of them, or leave it to the unit.",
  textTooLong: (most: number) => `This is too long: at most ${most} characters are kept. Shorten it.`,
  wordsSet: (row: string, what: string, isGone: boolean) =>
    isGone ? `${row} has no ${what} any more` : `${row} has a new ${what}`,
  limitRefused: (row: string, limit: string) =>
    `${limit} cannot be the capacity of ${row}: choose another row that counts the same.`,
  stageCircle: (row: string, from: string) =>
    `${from} comes after ${row} itself. Choose a step that stands before it.`,
  stageRefused: (row: string) =>
    `${row} cannot be such a step: a step is a count, with a rate of its own row.`,
  stageWords: (isStage: boolean, from: string | null) =>
    !isStage ? "none" : from === null ? "the first step" : `the step after ${from}`,
  perRefused: (row: string) => `${row} is no cost per piece. Make it money per count first.`,
  perWords: (per: 1 | 1000) => (per === 1000 ? "for a thousand" : "for one"),
  scopeAsk: (row: string) => `${row} will have a number in each channel. Which?`,
  scopeShared: () => "Equal parts: the total stays",
  scopeEach: () => "The same number in each channel",
  scopeSet: (row: string, scope: "channel" | "plan", isSummed: boolean) =>
    scope === "plan"
      ? `${row} is one for the whole plan${isSummed ? ", the sum of the channels" : ""}`
      : `${row} has a number for each channel${isSummed ? ", equal parts of what it was" : ""}`,
  scopeRefused: (row: string, user: string, why: string) =>
    user === row
      ? `${row} keeps its scope: its formula would no longer do. ${why}`
      : `${row} keeps its scope: the formula of ${user} would no longer do. ${why}`,
  scopeOwnFormula: (row: string, channel: string) =>
    `${row} keeps its scope: it has a formula of its own in ${channel}. Clear that one first.`,
  scopeGoal: (row: string, channel: string) =>
    `${row} keeps its scope: there is a goal for it in ${channel}. Let that one go first.`,
  writeNumber: (value: string, row: string) => `Write ${value} in place of ${row}`,
  writeFormula: (formula: string, row: string) => `Write ${formula} in place of ${row}`,
  usersKeepNumbers: (users: readonly string[]) =>
    `${users.join(", ")} ${users.length === 1 ? "keeps its" : "keep their"} numbers, typed`,
  rowReplaced: (row: string, how: string) =>
    `${row} is deleted: ${how.charAt(0).toLowerCase()}${how.slice(1)}`,
  sectionAdded: (name: string) => `New section ${name}`,
  sectionNameEmpty: () => "A section needs a name.",
  sectionNameTaken: (name: string) =>
    `There is a section called ${name} already. Give this one another name.`,
  sectionRenamed: (old: string, now: string) => `${old} is now called ${now}`,
  sectionMoved: (name: string) => `${name} has moved, with its rows`,
  sectionDeleted: (name: string, rows: number, home: string | null) =>
    rows === 0
      ? `${name} is deleted; it had no rows`
      : `${name} is deleted; its ${rows === 1 ? "row stays" : `${rows} rows stay`}, ${home === null ? "in no section" : `in ${home}`}`,
  channelMoved: (name: string) => `${name} has moved`,
  tooManyPeriods: (most: number, length: string) =>
    `A plan has at most ${most} ${length}s. Add fewer, or make a new plan in longer periods.`,
  noSuchPeriod: () => "The calendar ends there: years go from 0 to 9999. Add fewer periods.",
  periodsAdded: (span: string, end: "front" | "behind") =>
    `${span} ${end === "front" ? "added in front" : "added"}; goals keep the periods that they were set for`,
  fillNewPeriods: () => "Carry on with the last numbers",
  filledNewPeriods: (span: string) => `${span}: as in the period before`,
  lastPeriod: () => "A plan needs at least one period. Take away fewer.",
  periodsRemoved: (span: string, end: "front" | "behind") =>
    `${span} cut off${end === "front" ? ", and history now" : ""}; what stood there is kept and comes back with ${end === "front" ? "them" : "the periods"}`,
  periodsInUse: (span: string, rows: readonly string[], goals: readonly string[], end: "front" | "behind") =>
    [
      ...(rows.length === 0
        ? []
        : [`${span}: ${listed(rows)} ${rows.length === 1 ? "has" : "have"} typed numbers there.`]),
      ...(goals.length === 0
        ? []
        : [`${span}: goals for ${listed(goals)} reach there and would hold what is left.`]),
      end === "front"
        ? "They would be history: kept, and read by formulas that look back."
        : "They would be out of sight, and kept.",
    ].join(" "),
  keepPeriods: (span: string) => `Keep ${span}`,
  cutPeriods: (span: string) => `Cut ${span} off`,
  historyRefused: (most: number) => `History is 0 to ${most} periods. Choose a number between.`,
  historySet: (count: number, length: string) =>
    count === 0 ? "No history is shown" : `${count} ${length}${count === 1 ? "" : "s"} of history shown`,
  historyLabel: () => "History",
  titleByPeriod: (title: string, length: string) => `${title}, by ${length}`,
  delayRefused: () => "The parts that arrive after 0, 1, 2 periods add up to 100%. Correct one of them.",
  delayUnread: (text: string) => `“${text}” is no list of parts. Write them like 50%, 30%, 20%.`,
  noStep: (row: string) =>
    `${row} is no step of the funnel, so that none can stand in front of it or behind it.`,
  notComputedFrom: (row: string, from: string) =>
    `${row} is not computed from ${from}, so that nothing can stand between. Give it a formula that reads ${from} first.`,
  rateBetween: (from: string, to: string) => `${singular(from)} to ${lowerFirst(singular(to))}`,
  stageInserted: (stage: string, from: string, next: string, rate: string) =>
    `${stage} stands between ${from} and ${next}; ${rate} is 100% until you say what it is`,
  stageInsertedFirst: (stage: string, next: string, rate: string) =>
    `${stage} stands in front of ${next} and comes about as ${next} did; ${rate} is 100% until you say what it is`,
  stageInsertedLast: (stage: string, from: string, rate: string) =>
    `${stage} stands behind ${from}; ${rate} is 100% until you say what it is`,
  stageLater: (part: "all" | "half", period: string) =>
    part === "all" ? `All of it ${period} later` : `Half of it ${period} later`,
  stageIsLater: (stage: string, part: "all" | "half", period: string, from: string) =>
    `${part === "all" ? stage : `Half of ${stage}`} now ${part === "all" ? "come" : "comes"} ${period} after ${from}`,
  stageRemoval: (stage: string, next: string, others: readonly string[]) =>
    `Without ${stage}, ${next} comes from the step before it. By which rate?${
      others.length === 0
        ? ""
        : ` ${listed(others)} ${others.length === 1 ? "uses" : "use"} ${stage} and cannot be computed without it.`
    }`,
  multiplyRates: (rate: string, next: string) => `${rate} × ${next}: the numbers stay`,
  keepRate: (next: string) => `${next} as it is`,
  keepBothRates: (next: string, rates: readonly string[]) =>
    rates.length === 0 ? `The formula goes into ${next}` : `Both rates, ${rates.join(", ")} staying a row`,
  stageRemoved: (stage: string, next: string, from: string) =>
    `${stage} is taken out; ${next} comes from ${from}`,
  stageForks: (stage: string, nexts: readonly string[]) =>
    `${listed(nexts)} all come from ${stage}. Take those out first, or delete the row.`,
  stageOwnFormula: (stage: string, channel: string | null) =>
    channel === null
      ? `${stage} is typed, not computed from the step before it. Delete the row, or give it a formula first.`
      : `${stage} has a formula of its own in ${channel}. Clear that one first, or delete the row.`,
  filled: (count: number) => `${count} ${count === 1 ? "cell" : "cells"} filled`,
} as const;

/** A few names, and how many more. */
function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(", ");
  return names.length <= 4 ? shown : `${shown} and ${names.length - 4} more`;
}

/** "Visitors" -> "Visitor"; names in capitals stay: "MQLs" -> "MQL". */
function singular(name: string): string {
  return /[^s]s$/u.test(name) ? name.slice(0, -1) : name;
}

function lowerFirst(name: string): string {
  const second = name.charAt(1);
  return second !== "" && second === second.toLowerCase()
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name;
}

/** "Marketing’s", "Sales’". */
function possessive(owner: string): string {
  return owner.endsWith("s") ? `${owner}’` : `${owner}’s`;
}
