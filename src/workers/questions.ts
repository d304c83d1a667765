import { explainDifference, firstAndLast } from "../core/index.ts";
import type { Explained, ExplainMethod, FirstAndLast, Plan, Quantity } from "../core/index.ts";

/** What is asked about two plans. */
interface Pair {
  readonly a: Plan;
  readonly b: Plan;
  readonly quantity: Quantity;
}

/**
 * What the worker can be asked.
 *
 * explain  why a number differs between two plans
 * alone    what each difference does when it is made first, and when it is made last
 */
export type Question =
  (Pair & { readonly kind: "explain"; readonly method: ExplainMethod }) | (Pair & { readonly kind: "alone" });

export type Answer =
  | { readonly kind: "explain"; readonly found: Explained }
  | { readonly kind: "alone"; readonly found: readonly FirstAndLast[] };

export type QuestionKind = Question["kind"];
export type QuestionOf<K extends QuestionKind> = Extract<Question, { readonly kind: K }>;
export type AnswerOf<K extends QuestionKind> = Extract<Answer, { readonly kind: K }>;

/** To the worker: one job at a time. */
export interface Request {
  readonly job: number;
  readonly question: Question;
}

/** From the worker: what it found, or that it broke, which is a bug. */
export type Reply =
  | { readonly kind: "answer"; readonly job: number; readonly answer: Answer }
  | { readonly kind: "broke"; readonly job: number; readonly text: string };

/** Works a question out, here and now. */
export function answerTo(question: Question): Answer {
  const { a, b, quantity } = question;
  switch (question.kind) {
    case "explain":
      return { kind: "explain", found: explainDifference(a, b, quantity, { method: question.method }) };
    case "alone":
      return { kind: "alone", found: firstAndLast(a, b, quantity) };
  }
}
