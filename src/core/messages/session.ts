/** What the bar and the cells say about gestures. Names and values come in as they are shown. */
export const sessionMessages = {
  noRow: () => "This row is no longer in the plan. Undo brings it back.",
  doesNotApply: (row: string) =>
    `${row} does not apply in this channel. Give it a formula there, or let it apply, to have a number.`,
  whichReading: (text: string) => `“${text}” can be read in two ways. Which is meant?`,
  rangeOnTotal: (row: string) =>
    `A range or evidence belongs to one cell; ${row} adds up over its cells. Type it into a cell, or type one number here.`,
  goalIsOneNumber: (row: string) =>
    `${row} is computed, so a number here is a goal, and a goal is one number. Type one number, or type the range over an assumption.`,
  edited: (row: string, old: string, now: string, where: string) => `${row} ${old} → ${now} ${where}`,
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
  pasted: (taken: number, kept: number, bad: readonly string[]) =>
    [
      `${taken} taken.`,
      ...(kept === 0
        ? []
        : [`${kept} computed ${kept === 1 ? "cell differs and was" : "cells differ and were"} kept.`]),
      ...(bad.length === 0
        ? []
        : [
            `Not understood, and left as it was: ${bad.slice(0, 3).join("; ")}${bad.length > 3 ? ` and ${bad.length - 3} more` : ""}.`,
          ]),
    ].join(" "),
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
  fromAnotherWindow: (labels: string, effect: string) =>
    `${labels} changed in another window${effect === "" ? "" : `: ${effect}`}.`,
  atBest: (value: string) => `at best ${value}`,
  imported: (name: string, count: number) =>
    `${count} ${count === 1 ? "difference" : "differences"} taken over from ${name}`,
  dataMissing: () =>
    "There were plans in this browser, and they are gone: the browser or somebody cleared its data. If you exported a CSV, open it; what follows is the example.",
  untitled: () => "Untitled plan",
  firstChannel: () => "All channels",
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
  whyNoTotal: (row: string) => `${row} has no total: its numbers do not add up to one.`,
  whyGoTo: (cell: string) => `Go to ${cell}`,
  whyThrough: (rows: string) => `, through ${rows}`,
  whyIn: (value: string, where: string) => `${value} in ${where}`,
  whyThe: (quantity: string, bare: boolean) => (bare ? `The ${quantity}` : quantity),
  whyFollow: (rows: string) => `the ${rows} follow from `,
  whyFollows: (row: string) => `${row} follows from `,
  titleSet: (title: string) => `This plan is now called ${title}`,
} as const;

/** "Marketing’s", "Sales’". */
function possessive(owner: string): string {
  return owner.endsWith("s") ? `${owner}’` : `${owner}’s`;
}
