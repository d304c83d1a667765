import { ask, textAt } from "./draft.ts";
import type { Draft, TableFacts } from "./draft.ts";
import { findOrder, printDay } from "./orders.ts";
import { makeFinding } from "./reading.ts";

/** The order of day and month, column by column; open ones are asked in one question. [D2] [D5] */
export function decideDates(facts: TableFacts, drafts: readonly Draft[]): void {
  const asked: Draft[] = [];
  for (const draft of drafts) {
    if (!("type" in draft.found) || draft.found.type !== "date") continue;
    draft.order = findOrder(draft.profile, draft.cells, facts.roles, facts.from, facts.to, {
      ...(facts.choices.century === undefined ? {} : { century: facts.choices.century }),
      ...((draft.choice.dates ?? facts.choices.dates) === undefined
        ? {}
        : { dates: draft.choice.dates ?? facts.choices.dates }),
      ...(draft.choice.system === undefined ? {} : { system: draft.choice.system }),
    });
    if (draft.order.ask === null) continue;
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
