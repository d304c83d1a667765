/** How many cells of a block were kept because they are worked out. */
export interface KeptCount {
  readonly computed: number;
  readonly goals: number;
  readonly totals: number;
}

function sayKept({ computed, goals, totals }: KeptCount): string[] {
  const say = (count: number, one: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : `${one}s`}`];
  const parts = [...say(computed, "computed cell"), ...say(goals, "goal"), ...say(totals, "total")];
  const all = [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(" and ");
  const isOne = computed + goals + totals === 1;
  return parts.length === 0 ? [] : [`${all} ${isOne ? "differs and was" : "differ and were"} kept.`];
}

function sayBad(bad: readonly string[]): string[] {
  const more = bad.length > 3 ? ` and ${bad.length - 3} more` : "";
  return bad.length === 0
    ? []
    : [`Not understood, and left as it was: ${bad.slice(0, 3).join("; ")}${more}.`];
}

const count = (n: number, one: string): string => `${n} ${n === 1 ? one : `${one}s`}`;

/** What is said of a block that was pasted, filled or cut. */
export const pasteMessages = {
  pasted: (taken: number, kept: KeptCount, bad: readonly string[]) =>
    [`${taken} taken.`, ...sayKept(kept), ...sayBad(bad)].join(" "),
  nowhere: () => "Nothing can be put in here: choose a cell of numbers, or a row's name.",
  rests: (row: string, target: string) =>
    `The goal of ${target} for ${row} rests: all that was worked out for it is typed now.`,
  copyOneBlock: () =>
    "These blocks are in different rows and columns, so they make no one table to copy: copy them one by one.",
  pasteOneBlock: () =>
    "Several blocks are selected. A table is pasted at one place: select its first cell. A single value goes into all of them.",
  cutKept: () => "Copied. A goal is not cut: Delete lets it go.",
  /** What of a block found no place. */
  beyond: (columns: number, rows: number) => {
    const parts = [
      ...(columns === 0 ? [] : [`${count(columns, "column")} right of the last period`]),
      ...(rows === 0 ? [] : [`${count(rows, "row")} below the last row`]),
    ];
    return `${parts.join(" and ")} ${columns + rows === 1 ? "is" : "are"} left out.`;
  },
  totalsLeftOut: (heads: readonly string[]) =>
    `${heads.length === 1 ? "The column" : "The columns"} ${heads.join(", ")} ${heads.length === 1 ? "is" : "are"} left out: totals are worked out here.`,
  addPeriods: (periods: string) => `Add ${periods} for them`,
  rowsMade: (names: readonly string[]) =>
    names.length > 4
      ? `${count(names.length, "new row")}: ${names.slice(0, 3).join(", ")} and ${names.length - 3} more.`
      : `${names.length === 1 ? "New row" : "New rows"}: ${names.join(", ")}.`,
  headsTaken: (n: number) =>
    `${count(n, "name or owner").replace("name or owners", "names and owners")} taken.`,
} as const;
