import { Profile, decimalVotes, findType } from "./column.ts";
import type { ColumnReading } from "./column.ts";
import { decideDates } from "./decide-dates.ts";
import { asDecimal, ask, firstNumbers, isNumeric, place, shiftDown, textAt } from "./draft.ts";
import type { Draft, TableFacts } from "./draft.ts";
import { hintOf } from "./hints.ts";
import { ROLE, makeFinding } from "./reading.ts";
import type { Choices, ColumnChoice } from "./reading.ts";
import { FLAG, SHAPE, isNumber } from "./shape.ts";
import { readColumn } from "./values.ts";

/** Reads every column of a table: what it holds, its decimal sign, its dates; asks what stays open. */
export function decideColumns(facts: TableFacts): ColumnReading[] {
  const drafts = facts.headings.map((heading, index): Draft => {
    const cells = facts.store.column(index);
    const profile = new Profile(cells, facts.roles, facts.from, facts.to);
    const choice = facts.choices.columns?.[index + 1] ?? {};
    const found = findType(profile, hintOf(heading), choice);
    return {
      index,
      profile,
      cells,
      choice,
      found,
      decimal: null,
      order: null,
      isOpen: "ask" in found,
      isTorn: false,
    };
  });
  for (const draft of drafts) askType(facts, draft);
  decideDecimals(facts, drafts);
  decideDates(facts, drafts);
  for (const draft of drafts) askSuffix(facts, draft);
  return drafts.map((draft) => readColumn(facts, draft));
}

function askType(facts: TableFacts, draft: Draft): void {
  const { found, profile, index } = draft;
  if (!("ask" in found)) return;
  const field = index + 1;
  const choose = (choice: ColumnChoice): Choices => ({ columns: { [field]: choice } });
  if (found.ask === "column kind") {
    const row = profile.rowOf(SHAPE.word);
    ask(
      facts,
      "column kind",
      makeFinding("askColumnKind", {}, textAt(facts, row, index)).text,
      row,
      [index],
      [
        { label: "Numbers; other rows are set aside", choices: choose({ as: "number" }), readings: [] },
        { label: "Text", choices: choose({ as: "text" }), readings: [] },
      ],
    );
    return;
  }
  const row = firstBare(facts, draft);
  const text = textAt(facts, row, index);
  const percent = (code: number, value: number): number => (code & FLAG.percent ? value : shiftDown(value));
  ask(
    facts,
    "rate unit",
    makeFinding("askRateUnit", {}, text).text,
    row,
    [index],
    [
      {
        label: `${text} is ${text}%`,
        choices: choose({ as: "rate", unit: "percent" }),
        readings: firstNumbers(facts, draft, percent),
      },
      {
        label: `${text} is ${text} of one`,
        choices: choose({ as: "rate", unit: "fraction" }),
        readings: firstNumbers(facts, draft, (_code, value) => value),
      },
      { label: "No rate: plain numbers", choices: choose({ as: "number" }), readings: [] },
    ],
  );
}

function firstBare({ roles, from, to }: TableFacts, { cells }: Draft): number {
  for (let row = from; row <= to; row++) {
    const code = cells.code(row);
    if (roles[row] === ROLE.data && isNumber(code) && !(code & FLAG.percent)) return row;
  }
  return from;
}

/**
 * The decimal sign of each column of numbers [N1] [N2]: its own cells decide. Where none does, the other columns
 * decide for a count, which has no fractions to speak of; every other column is asked, all in one question.
 */
function decideDecimals(facts: TableFacts, drafts: readonly Draft[]): void {
  const numeric = drafts.filter(
    (draft) => isNumeric(draft) || ("ask" in draft.found && draft.found.ask === "rate unit"),
  );
  const signs = new Set<"." | ",">();
  const waiting: Draft[] = [];
  for (const draft of numeric) {
    const { point, comma, open } = decimalVotes(draft.profile);
    const chosen = draft.choice.decimal ?? facts.choices.decimal;
    const evidence = textOfVotes(facts, draft);
    if (chosen !== undefined) draft.decimal = { value: chosen, by: "choice", evidence: "chosen" };
    else if (Math.max(point, comma) > 2 * Math.min(point, comma)) {
      draft.isTorn = Math.min(point, comma) > 0;
      draft.decimal = { value: point > comma ? "." : ",", by: "file", evidence };
      signs.add(draft.decimal.value);
    } else if (point > 0 || open > 0) waiting.push(draft);
  }
  const [only] = signs;
  const asked: Draft[] = [];
  for (const draft of waiting) {
    const isCount = hintOf(facts.headings[draft.index] ?? "") === "count";
    const { point } = decimalVotes(draft.profile);
    if (isCount && point === 0 && signs.size === 1 && only !== undefined) {
      draft.decimal = { value: only, by: "guess", evidence: "the other columns" };
      const row = draft.profile.rowOf(SHAPE.pointOpen, SHAPE.commaOpen);
      facts.notices.push(
        makeFinding(
          "decimalFromOthers",
          { ...place(facts, row, draft.index), found: textAt(facts, row, draft.index) },
          only,
        ),
      );
    } else {
      draft.isOpen = true;
      asked.push(draft);
    }
  }
  const [first] = asked;
  if (first === undefined) return;
  const row =
    first.profile.rowOf(SHAPE.pointOpen, SHAPE.commaOpen) || first.profile.rowOf(SHAPE.point, SHAPE.comma);
  const text = textAt(facts, row, first.index);
  const likely = only ?? (facts.slices.delimiter === ";" ? "," : ".");
  const answers = ([".", ","] as const).map((decimal) => {
    const readings = firstNumbers(facts, first, (code, value) => asDecimal(code, value, decimal));
    const [reading = NaN] = firstNumbersFrom(facts, first, row, decimal);
    return {
      label: `${text} is ${Number.isNaN(reading) ? "no number" : reading.toLocaleString("en-GB", { maximumFractionDigits: 10 })}`,
      choices: { decimal },
      readings,
    };
  });
  if (likely === ",") answers.reverse();
  ask(
    facts,
    "decimal",
    makeFinding("askDecimal", {}, text).text,
    row,
    asked.map(({ index }) => index),
    answers,
  );
}

function firstNumbersFrom(facts: TableFacts, draft: Draft, row: number, decimal: "." | ","): number[] {
  return firstNumbers({ ...facts, from: row }, draft, (code, value) => asDecimal(code, value, decimal));
}

function textOfVotes(facts: TableFacts, { profile, index }: Draft): string {
  const row = profile.rowOf(SHAPE.point, SHAPE.comma, SHAPE.commaGroups, SHAPE.pointGroups);
  return row === 0 ? "" : `${textAt(facts, row, index)} in row ${row}`;
}

function askSuffix(facts: TableFacts, draft: Draft): void {
  if (!isNumeric(draft) || draft.profile.suffixes === 0 || draft.choice.suffix !== undefined) return;
  draft.isOpen = true;
  const row = draft.profile.firstFlag.get(FLAG.suffix) ?? 0;
  const text = textAt(facts, row, draft.index);
  const field = draft.index + 1;
  ask(
    facts,
    "suffix",
    makeFinding("askSuffix", {}, text).text,
    row,
    [draft.index],
    [
      {
        label: `${text} is ${draft.cells.value(row).toLocaleString("en-GB")}`,
        choices: { columns: { [field]: { suffix: "scale" } } },
        readings: [draft.cells.value(row)],
      },
      {
        label: "Set these rows aside",
        choices: { columns: { [field]: { suffix: "set aside" } } },
        readings: [],
      },
    ],
  );
}
