import { keyOfOrdinal } from "../../core/index.ts";
import { ask, textAt } from "./draft.ts";
import type { Draft, TableFacts } from "./draft.ts";
import { CENTURY, findOrder, printDay } from "./orders.ts";
import { makeFinding } from "./reading.ts";
import { FLAG, SHAPE } from "./shape.ts";

/** The order of day and month, column by column; open ones are asked in one question. [D2] [D5] */
export function decideDates(facts: TableFacts, drafts: readonly Draft[]): void {
  const asked: Draft[] = [];
  for (const draft of drafts) {
    if (!("type" in draft.found)) continue;
    if (draft.found.type === "period") askDayOrYear(facts, draft);
    if (draft.found.type !== "date") continue;
    draft.order = findOrder(draft.profile, draft.cells, facts.roles, facts.from, facts.to, {
      ...(facts.choices.century === undefined ? {} : { century: facts.choices.century }),
      ...((draft.choice.dates ?? facts.choices.dates) === undefined
        ? {}
        : { dates: draft.choice.dates ?? facts.choices.dates }),
      ...(draft.choice.system === undefined ? {} : { system: draft.choice.system }),
    });
    if (draft.order.ask === null) continue;
    if (draft.order.answers.length === 0) {
      // 1 to 12 under “Month”: numbers of which no system makes a date. As text nothing of them is lost.
      draft.found = { type: "text", by: "file", evidence: "numbers that are no dates" };
      draft.order = null;
      continue;
    }
    draft.isOpen = true;
    if (draft.order.ask === "date system") askSystem(facts, draft);
    else asked.push(draft);
  }
  for (const what of ["date order", "year"] as const) {
    const group = asked.filter(({ order }) => order?.ask === what);
    const [first] = group;
    if (first?.order === undefined || first.order === null) continue;
    const { row, answers } = first.order;
    const text = textAt(facts, row, first.index);
    const sentence =
      what === "year" ? makeFinding("askYear", {}, text) : makeFinding("askDateOrder", {}, text);
    ask(
      facts,
      what,
      sentence.text,
      row,
      group.map(({ index }) => index),
      answers.map(({ choices, day }) => ({
        label: `${text} is ${printDay(day)}`,
        choices,
        readings: [printDay(day)],
      })),
    );
  }
}

/** `Mar 26` is a month or a day; any month that is written otherwise shows which [D5]. */
function askDayOrYear(facts: TableFacts, draft: Draft): void {
  const { profile, cells, index } = draft;
  if (facts.choices.century !== undefined || draft.choice.as !== undefined) return;
  const row = profile.firstFlag.get(FLAG.dayOrYear);
  if (row === undefined || profile.dayOrYear < profile.of(SHAPE.month)) return;
  draft.isOpen = true;
  const text = textAt(facts, row, index);
  const month = keyOfOrdinal("month", cells.value(row));
  ask(
    facts,
    "year",
    makeFinding("askYear", {}, text).text,
    row,
    [index],
    [
      { label: `${text} is ${month}`, choices: { century: CENTURY }, readings: [month] },
      {
        label: "A day without a year: text",
        choices: { columns: { [index + 1]: { as: "text" as const } } },
        readings: [],
      },
    ],
  );
}

function askSystem(facts: TableFacts, draft: Draft): void {
  const order = draft.order;
  if (order === null) return;
  const text = textAt(facts, order.row, draft.index);
  const field = draft.index + 1;
  const none = {
    label: "No date: text",
    choices: { columns: { [field]: { as: "text" as const } } },
    readings: [],
  };
  ask(
    facts,
    "date system",
    makeFinding("askDateSystem", {}, text).text,
    order.row,
    [draft.index],
    [
      ...order.answers.map(({ choices, day }) => ({
        label: `${text} is ${printDay(day)}`,
        choices: { columns: { [field]: { as: "date" as const, ...choices } } },
        readings: [printDay(day)],
      })),
      none,
    ],
  );
}
