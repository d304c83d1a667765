import type { Plan, RowId, SentenceForms, SentencePart } from "../../core/index.ts";
import type { Wanted } from "./common.ts";

/** The plan's sentence without some rows, where it names them. */
export function sentenceWithout(plan: Plan, rows: readonly RowId[]): Wanted {
  const { sentence } = plan.settings;
  if (sentence === null) return [];
  // Without what it is about, or without a number at all, a sentence says nothing: the plain ones do then.
  const about = sentence.goal.find((part) => "row" in part)?.row;
  if (about !== undefined && rows.includes(about)) return [["plan/sentence", null]];
  const strip = (form: readonly SentencePart[]): readonly SentencePart[] =>
    rows.reduce((parts, row) => partsWithout(parts, row), form);
  const forms: SentenceForms = {
    goal: strip(sentence.goal),
    noGoal: strip(sentence.noGoal),
    unreachable: strip(sentence.unreachable),
  };
  const isSame = forms.goal === sentence.goal && forms.noGoal === sentence.noGoal;
  return isSame && forms.unreachable === sentence.unreachable ? [] : [["plan/sentence", forms]];
}

/** The word that belongs to the number in front of it: " demos" of " demos from "; no word that joins. */
const NOUN = /^ (?!(?:a|an|and|at|by|for|from|in|of|on|or|per|to|with|you)\b)\p{L}[\p{L}\p{N}’'-]*/u;

/**
 * A form without one number. The word behind a number is its own, what follows joins it to the next one:
 *
 *   [Units sold] units … you need [Demos] demos from [Visitors] visitors, and [Spend]
 *                                 └── without ──┘└join┘
 *
 * so the join that stays is the one behind what goes, unless nothing stands in front to be joined.
 */
function partsWithout(form: readonly SentencePart[], row: RowId): readonly SentencePart[] {
  const i = form.findIndex((part) => "row" in part && part.row === row);
  if (i < 0) return form;
  const textAt = (at: number): string => {
    const part = form[at];
    return part !== undefined && "text" in part ? part.text : "";
  };
  const isRow = (at: number): boolean => {
    const part = form[at];
    return part !== undefined && "row" in part;
  };
  const [before, behind] = [textAt(i - 1), textAt(i + 1)];
  const noun = (text: string): string => NOUN.exec(text)?.[0] ?? "";
  const front = form.slice(0, before === "" ? i : i - 1);
  const rest = form.slice(behind === "" ? i + 1 : i + 2);
  const hasNext = isRow(i + 2) && behind !== "";
  const hasPrevious = isRow(i - 2) && before !== "";
  let join: string;
  if (hasNext && hasPrevious) join = noun(before) + behind.slice(noun(behind).length);
  else if (hasNext) join = before;
  else if (hasPrevious)
    join = noun(before) + (rest.length > 0 ? behind.slice(noun(behind).length) : lastSign(behind));
  else if (i <= 1) join = capitalised(behind.slice(noun(behind).length).trimStart());
  else if (rest.length === 0) join = noun(before) + lastSign(behind);
  else join = before + behind.slice(noun(behind).length);
  const parts = [...front, ...(join === "" ? [] : [{ text: join }]), ...rest];
  return partsWithout(parts, row);
}

/** What a sentence begins with now: "With [Spend] in …" becomes "In …". */
function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lastSign(text: string): string {
  return /[.!?]\s*$/u.exec(text)?.[0] ?? "";
}
