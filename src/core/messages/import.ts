/**
 * Taking files in and giving them out: labels, facts and sentences of the two dialogs. What a reading says about a
 * file's contents is in csv.ts.
 */
const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

export const importMessages = {
  // ---- getting a file
  title: () => "Import",
  pasteTitle: () => "Paste a table",
  pasteHint: () => "Copy cells in a spreadsheet program, or the text of a CSV, and paste them here.",
  pasteField: () => "The table, as text",
  pasteEmpty: () => "There is no table in what was pasted. Copy its cells once more, heading and all.",
  pasteTake: () => "Read it",
  pastedName: () => "Pasted table",
  chooseInstead: () => "Choose a file…",
  dropHere: () => "Drop it anywhere: nothing changes before you have seen what is in it.",
  reading: (rows: number) =>
    rows === 0 ? "Reading…" : `Reading… ${rows.toLocaleString("en-GB")} rows so far`,
  progress: () => "How far it is read",
  stop: () => "Stop",
  stopped: () => "Stopped. Nothing was changed.",
  again: () => "Read it again",
  notOpened: () => "This file could not be opened. Choose it again, or copy it somewhere else first.",
  broke: (what: string) => `Reading broke off: ${what}. Nothing was changed. Please report this.`,
  close: () => "Close",
  cancel: () => "Cancel",

  // ---- what was found
  found: () => "What was found",
  encoding: () => "Encoding",
  separator: () => "Separated by",
  decimal: () => "Decimal sign",
  dates: () => "Dates",
  heading: () => "Heading",
  noHeading: () => "none",
  row: (row: number) => `row ${row}`,
  whichTable: () => "Table",
  tableRows: (from: number, to: number) => `rows ${from}–${to}`,
  separatorName: (delimiter: string) =>
    ({ ",": "comma ,", ";": "semicolon ;", "\t": "tab", "|": "bar |", " ": "blank" })[delimiter] ?? delimiter,
  decimalName: (sign: "." | ",") => (sign === "." ? "point: 1,234.5" : "comma: 1.234,5"),
  decimalMixed: () => "by column",
  decimalUnseen: () => "shows nowhere",
  datesName: (order: "dmy" | "mdy" | "ymd") =>
    ({ dmy: "day first: 31/1/2027", mdy: "month first: 1/31/2027", ymd: "year first: 2027-01-31" })[order],
  likeliest: () => "the likeliest; check it",
  decidedBy: (by: "file" | "guess" | "open" | "choice", evidence: string) =>
    by === "choice"
      ? "As you chose."
      : by === "open"
        ? "The file does not decide it."
        : `${by === "file" ? "The file shows it" : "The likeliest; check it"}${evidence === "" ? "" : `: ${evidence}`}.`,
  counts: (data: number, all: number, aside: number) =>
    `${plural(data, "row")} of data${all > data ? ` of ${plural(all, "line")}` : ""}${aside > 0 ? `, ${aside} set aside` : ""}`,
  inCurrency: (currency: string) => `amounts in ${currency}`,
  oddities: (count: number) => `${plural(count, "thing")} to know about this file`,
  atLine: (line: number) => `line ${line}`,
  inColumn: (column: string) => `column ${column}`,
  showLine: (line: number) => `Show line ${line}`,
  foundText: (found: string) => `found “${found}”`,
  expectedText: (expected: string) => `expected ${expected}`,

  // ---- asked, refused, set aside
  question: () => "One thing the file does not say",
  questions: (count: number) => `${count} things the file does not say`,
  readsAs: (readings: readonly string[]) => `reads ${readings.join(", ")}`,
  refused: () => "This file is not taken, so that nothing is misread.",
  refusedAs: () => "Read it another way",
  asides: (count: number) =>
    `${plural(count, "row")} could not be read and ${count === 1 ? "is" : "are"} set aside. The others can be taken.`,
  saveAsides: () => "Save them as a file",
  asideName: (name: string) => `${name}, set aside`,
  more: (count: number) => `and ${count} more`,

  // ---- columns
  columns: () => "What each column is",
  columnsTable: () => "The table",
  line: () => "line",
  columnIs: (name: string) => `What ${name} is`,
  columnReads: (name: string) => `How ${name} is read`,
  roleSkip: () => "left out",
  roleRow: () => "names of rows",
  roleChannel: () => "channel",
  rolePeriod: () => "when",
  roleValue: (row: string) => `numbers of ${row}`,
  roleNewRow: (row: string) => `numbers of a new row, ${row}`,
  roleNamed: () => "numbers of the named row",
  rolePeriodOf: (period: string) => `numbers of ${period}`,
  typeName: (type: "text" | "number" | "rate" | "money" | "date" | "period") =>
    ({ text: "text", number: "numbers", rate: "rates", money: "money", date: "dates", period: "periods" })[
      type
    ],
  mark: (
    role:
      "blank" | "preamble" | "heading" | "footer" | "remark" | "total" | "aside" | "otherTable" | "repeat",
  ) =>
    ({
      blank: "empty",
      preamble: "text above: left out",
      heading: "heading",
      footer: "text below: left out",
      remark: "remark: left out",
      total: "a total: left out",
      aside: "set aside",
      otherTable: "another table",
      repeat: "repeated: left out",
    })[role],
  preview: () => "The first rows",
  earlier: () => "Earlier rows",
  later: () => "Later rows",
  vendor: (name: string, isVerified: boolean) =>
    isVerified ? `A ${name}.` : `Probably a ${name}: this layout was not checked against its documentation.`,
  remembered: () => "Its columns are taken as the last time.",
  periodOfAll: () => "All of it is for",
  channelOfAll: () => "All of it is in",
  lengthOfAll: () => "Gathered by",
  wholePlan: () => "the whole plan",
  choosePeriod: () => "choose a period",
  chooseChannel: () => "choose a channel",
  fromTo: (from: string, to: string) => `${from} to ${to}`,

  // ---- where it goes
  into: () => "Where it goes",
  asNew: () => "a new plan",
  intoOpen: (title: string) => `this plan, ${title}, as assumptions`,
  asActuals: (title: string) => `beside this plan, ${title}, as what happened (actuals)`,
  result: () => "What it would change",
  fills: (cells: number, sums: number) =>
    `${plural(cells, "number")}${sums > 0 ? `, ${sums} of them the sum of several rows` : ""}`,
  sameAlready: (count: number) =>
    `${plural(count, "number")} ${count === 1 ? "stands" : "stand"} there already and ${count === 1 ? "stays" : "stay"} as ${count === 1 ? "it is" : "they are"}`,
  nothingToTake: () => "Nothing in it changes anything.",
  leftOut: () => "Left out",
  takeNew: () => "Open as a new plan",
  takeOpen: () => "Take it into this plan",
  takeActuals: () => "Take it as actuals",
  effect: (effect: string) => `The answer: ${effect}.`,
  took: (name: string, count: number) => `Took ${plural(count, "number")} from ${name}`,

  // ---- a plan's file
  planFound: (title: string, rows: number, channels: number, periods: string) =>
    `A plan, ${title}: ${plural(rows, "row")}, ${plural(channels, "channel")}, ${periods}.`,
  readAs: (separator: string, decimal: string | null) =>
    `Separated by ${separator}${decimal === null ? "" : `, decimal ${decimal}`}.`,
  asTable: () => "Read it as any table instead",
  planAs: () => "What to do with it",
  planCompare: (title: string) => `Compare it with ${title}, and take over what you choose`,
  planScenarios: (title: string) => `Add it to ${title} as a scenario`,
  baseName: () => "Base",
  noDifferences: (title: string) => `No differences from the open plan, ${title}.`,
  differences: (count: number, title: string) =>
    `${plural(count, "difference")} from the open plan, ${title}`,
  isFile: () => "in the file",
  isOpen: (title: string) => `in ${title}`,
  takeAll: () => "all",
  take: (name: string) => `Take ${name}`,
  needs: () => "is taken along, since another needs it",
  takeDifferences: (count: number) => `Take the ${plural(count, "difference")} into this plan`,
  scenariosFound: (names: readonly string[]) => `It becomes ${names.join(", ")}.`,
  scenariosSame: (names: readonly string[]) =>
    `${names.join(", ")} ${names.length === 1 ? "says" : "say"} the same as here and ${names.length === 1 ? "is" : "are"} left out.`,
  scenariosShared: (count: number) =>
    `${plural(count, "difference")} in rows, channels and periods ${count === 1 ? "is" : "are"} the plan’s own and cannot be a scenario’s: compare the files to take ${count === 1 ? "it" : "them"} over.`,
  addScenarios: (count: number) => `Add ${plural(count, "scenario")}`,
  addedScenarios: (names: readonly string[], file: string) => `Added ${names.join(", ")} from ${file}`,
  edited: (count: number) =>
    `${plural(count, "computed number")} ${count === 1 ? "was" : "were"} changed outside Backcast`,
  editedCell: (name: string, column: string, line: number, file: string, computed: string) =>
    `${name}, ${column} (line ${line}): ${file} in the file, ${computed} computed`,
  editedKeep: () => "keep what the plan computes",
  editedOverride: () => "keep the file’s numbers as overrides",
  editedGoal: () => "make the file’s numbers goals",
  recordErrors: (count: number) =>
    `${plural(count, "record")} could not be understood. The rest can be taken.`,

  // ---- giving out
  exportTitle: () => "Export",
  exportWhat: () => "What",
  exportPlan: () => "the plan with all its scenarios: comes back whole",
  exportSeen: () => "the sheet as it is seen: numbers alone",
  exportComparison: () => "all scenarios beside each other",
  exportScenario: (name: string) => `the scenario ${name}, as a plan of its own`,
  exportHint: (isComma: boolean) =>
    isComma
      ? "Spreadsheet programs set to your country want the semicolon and the decimal comma; those in Britain or America the comma and the point."
      : "Spreadsheet programs set to your country want the comma and the decimal point; those in Germany, France or Spain the semicolon and the decimal comma.",
  exportFile: (name: string) => `As a file it is called ${name}.`,
  exportCopy: () => "Copy",
  exportCopied: () => "Copied. Paste it into a spreadsheet.",
  exportNotCopied: () => "The browser did not let it be copied. Save it as a file instead.",
  exportSave: () => "Save the file",
  nameSeen: () => "as seen",
  nameComparison: () => "comparison",

  // ---- one difference
  newRow: () => "new row",
  goneRow: () => "row deleted",
  newThing: () => "new",
  goneThing: () => "deleted",
  isThere: () => "is there",
  typed: () => "typed",
  notApplying: () => "does not apply",
  formula: () => "formula",
  goal: () => "goal",
  followsBase: () => "follows the base",
  orderOf: (record: string) => `order of ${record}s`,
  channelNamed: (name: string) => `Channel ${name}`,
  sectionNamed: (name: string) => `Section ${name}`,
  scenarioNamed: (name: string) => `Scenario ${name}`,
  thePlan: () => "The plan",
  inScenario: (where: string, scenario: string) => (where === "" ? scenario : `${where}, in ${scenario}`),
  happened: (value: string, source: string, date: string) =>
    `actual ${value} (${[source, date].filter((part) => part !== "").join(", ")})`,
  happenedSum: (value: string, known: number, all: number) =>
    `actual ${value}${known === all ? "" : `, of ${known} of ${all} cells`}`,
  actual: (where: string) => `${where}, actual`,
  empty: () => "empty",
  yes: () => "yes",
  no: () => "no",
  changed: () => "changed",
  field: (name: string) => FIELDS[name] ?? name,
} as const;

/** Fields of records and settings as people call them. */
const FIELDS: Readonly<Record<string, string>> = {
  name: "name",
  shortName: "short name",
  unit: "unit",
  per: "for one or a thousand",
  asPercent: "shown as a percentage",
  section: "section",
  owner: "owner",
  scope: "each channel or whole plan",
  measure: "flow or stock",
  totalBy: "total by",
  decimals: "decimals",
  better: "which is better",
  stage: "stage",
  limit: "capacity",
  definition: "definition",
  note: "note",
  title: "title",
  currency: "currency",
  locale: "dates of files",
  periodLength: "length of periods",
  start: "first period",
  periods: "number of periods",
  history: "history shown",
  seed: "seed of samples",
  defaultLever: "default lever",
  sentence: "sentence of the answer",
  extra: "facts kept from files",
};
