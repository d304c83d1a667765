import type { Outcome } from "../../../src/session/outcome.ts";
import type { Workbook } from "../../../src/session/workbook.ts";
import type { Meeting } from "../drive.ts";

/** A maker of ids that can be told apart: n1, n2, … */
export function idMaker(): () => string {
  let made = 0;
  return () => `n${++made}`;
}

/** The answers of a question, as they are written on its buttons. */
export function labelsOf(outcome: Outcome): string[] {
  return outcome.kind === "ask" ? outcome.readings.map(({ label }) => label) : [];
}

/** Gives the answer that contains some words. */
export function reply(meeting: Meeting, outcome: Outcome, words: string): Outcome {
  if (outcome.kind !== "ask") throw new Error(`nothing was asked: ${JSON.stringify(outcome)}`);
  const reading = outcome.readings.find(({ label }) => label.includes(words));
  if (reading === undefined) throw new Error(`no answer “${words}” among ${labelsOf(outcome).join(" | ")}`);
  return meeting.take(reading.act(meeting.book));
}

export function refusalOf(outcome: Outcome): string {
  return outcome.kind === "refuse" ? outcome.complaint.text : "";
}

/** All totals by row name: what the whole sheet says. */
export function totalsOf(book: Workbook): Map<string, number> {
  const to = book.plan.settings.periods - 1;
  return new Map(
    [...book.plan.rows].map(([row, { name }]) => [
      name,
      book.engine.total({ row, channel: null, from: 0, to }),
    ]),
  );
}
