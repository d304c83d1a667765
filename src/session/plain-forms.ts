import { partMessages as words, sessionMessages } from "../core/index.ts";
import type { Goal, Plan, RowId, SentenceForms, SentencePart } from "../core/index.ts";
import { nameOf } from "./speak.ts";

/** Sentences for a plan that brings none: from its stages, its goal and its default lever. */
export function plainForms(plan: Plan, goal: Goal | undefined): SentenceForms {
  const stages = [...plan.rows].filter(([, row]) => row.stage !== null).map(([id]) => id);
  const last = stages.find((id) => ![...plan.rows.values()].some((row) => row.stage?.from === id));
  const wanted = goal?.row ?? last;
  const money = plan.settings.defaultLever;
  const before = wanted === undefined ? null : (plan.rows.get(wanted)?.stage?.from ?? null);
  const named = (row: RowId): SentencePart[] => [{ text: `${nameOf(plan, row)} ` }, { row }];
  const period: SentencePart = { slot: "period" };
  if (wanted === undefined) {
    const first = [...plan.rows.keys()][0];
    const empty: SentencePart[] = [{ text: sessionMessages.emptyPlanSentence() }];
    const forms =
      first === undefined
        ? empty
        : [
            { text: words.plainPeriod.before },
            period,
            { text: words.plainPeriod.after },
            ...named(first),
            { text: words.end },
          ];
    return { goal: forms, noGoal: forms, unreachable: forms };
  }
  const need = [...(before === null ? [] : [before]), ...(money === null || money === wanted ? [] : [money])];
  const needs = need.flatMap((row, i): SentencePart[] => [{ text: i === 0 ? "" : words.and }, ...named(row)]);
  return {
    goal: [
      { text: words.plainGoal.before },
      ...named(wanted),
      { text: words.in },
      period,
      ...(needs.length === 0 ? [] : [{ text: words.plainGoal.need }, ...needs]),
      { text: words.end },
    ],
    noGoal: [
      ...(money === null || money === wanted
        ? []
        : [{ text: words.plainForward.money }, ...named(money), { text: words.plainForward.afterMoney }]),
      { text: words.plainForward.in },
      period,
      { text: words.plainForward.get },
      ...named(wanted),
      { slot: "gap" },
      { text: words.end },
    ],
    unreachable: plainUnreachable(wanted, nameOf(plan, wanted)),
  };
}

/** "Units sold in March 40 cannot be reached by Spend: …": `name` says which number, and where. */
export function plainUnreachable(row: RowId, name: string): SentencePart[] {
  return [
    { text: `${name} ` },
    { row },
    { text: words.unreachable.by },
    { slot: "lever" },
    { text: words.unreachable.even },
    { slot: "bound" },
    { text: words.unreachable.is },
    { slot: "best" },
    { text: words.end },
    { slot: "remedy" },
  ];
}
