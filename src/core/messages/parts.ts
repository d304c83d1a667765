/**
 * Parts of what the session says: what stands between the numbers of the answer, states of cells, names of offers.
 * Numbers and names come in as they are shown.
 */
export const partMessages = {
  // ---- the answer
  and: " and ",
  comma: ", ",
  end: ".",
  in: " in ",
  inPeriod: (span: string) => ` in ${span}`,
  at: " at ",
  with: ", with ",
  spendFor: " for ",
  goalFor: (row: string) => `For ${row} `,
  leverMustBe: (place: string, row: string) => `${place}, ${row} must be `,
  shortOf: (gap: string, target: string) => `, ${gap} short of ${target}`,
  over: (gap: string, target: string) => `, ${gap} over ${target}`,
  plainPeriod: { before: "In ", after: ": " },
  plainGoal: { before: "For ", need: " you need " },
  plainForward: { money: "With ", afterMoney: " ", in: "in ", get: " you get " },
  unreachable: { by: " cannot be reached by ", even: ": even at ", is: " it is " },
  deletedRow: "a deleted row",
  noValue: "no value",
  staysNear: (row: string, value: string) => `${row} stays near ${value}`,
  stays: (row: string, value: string) => `${row} stays ${value}`,
  /** What was read into an entry, behind what it did: "Demo to sale 20% → 5% in January (read as 5%)". */
  withNotice: (said: string, notice: string) =>
    `${said} (${notice.charAt(0).toLowerCase()}${notice.slice(1).replace(/\.$/u, "")})`,

  // ---- cells
  kind: {
    assumption: "assumption",
    empty: "empty",
    computed: "computed",
    overridden: "overridden",
    formula: "assumption, by a formula of its own",
    none: "does not apply",
    goal: "goal",
    resting: "goal, resting",
    lever: "solved for a goal",
    mixed: "partly typed, partly computed",
  },
  overLimit: (excess: string, limit: string, cap: string) => `${excess} more than ${limit} (${cap})`,
  limitRemedy: (row: string, value: string) => `${row} would have to be ${value}`,
  evidence: (hits: number, of: number, periods: number, length: string) =>
    `${hits} of ${of}${periods > 1 ? `; one evidence for ${periods} ${length}s` : ""}`,
  range: (shape: "interval" | "pert" | "normal" | "uniform", low: string, high: string) =>
    `${
      {
        interval: "nine times in ten between",
        pert: "lowest and highest",
        normal: "normal, nine times in ten between",
        uniform: "anywhere between",
      }[shape]
    } ${low} and ${high}`,

  // ---- names of offers, stable: screen readers and tests find the buttons by them
  offer: {
    solvedBy: "Solved by",
    override: "Override instead",
    letGo: "Let go",
    putBack: (row: string) => `Put ${row} back`,
    wholeRow: "Use for the whole row",
    addPeriods: "Add periods",
    seeThem: "See them",
    overrideThem: "Override them",
  },

  // ---- settings of rows
  field: {
    shortName: "short name",
    percent: (isPercent: boolean) => (isPercent ? "in percent" : "as a number"),
    byUnit: "by unit",
  },
} as const;
