import { foundingPlan } from "../../src/core/index.ts";
import type { Plan, PlanChange } from "../../src/core/index.ts";
import { answerOf } from "../../src/session/answer.ts";
import { clearTarget } from "../../src/session/clearing.ts";
import { leversOf } from "../../src/session/goals.ts";
import type { Outcome, Told } from "../../src/session/outcome.ts";
import type { Speak } from "../../src/session/speak.ts";
import { effectOf, headlinesOf } from "../../src/session/speak.ts";
import { valueOf } from "../../src/session/target.ts";
import type { Target } from "../../src/session/target.ts";
import { typeInto } from "../../src/session/typing.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";

/** A meeting without a screen: gestures on a workbook, with what the bar would say. */
export class Meeting {
  readonly book: Workbook;
  readonly speak: Speak = createSpeak("en-GB", "GBP");
  bar = "";
  last: Outcome | null = null;
  told: Told | null = null;
  #past: Plan[] = [];

  constructor(plan: Plan = foundingPlan()) {
    this.book = new Workbook(plan);
  }

  /** A row over all periods, or in one (0 is the first). */
  at(name: string, t?: number, channel: string | null = null): Target {
    const row = [...this.book.plan.rows].find(
      ([, each]) => each.name === name || each.shortName === name,
    )?.[0];
    if (row === undefined) throw new Error(`no row ${name}`);
    return { row, channel, from: t ?? 0, to: t ?? this.book.plan.settings.periods - 1 };
  }

  type(target: Target, text: string, override = false): Outcome {
    return this.take(typeInto(this.book, target, text, this.speak, { override }));
  }

  delete(target: Target): Outcome {
    return this.take(clearTarget(this.book, target, this.speak));
  }

  take(outcome: Outcome): Outcome {
    this.last = outcome;
    if (outcome.kind === "nothing") this.bar = outcome.text;
    if (outcome.kind === "edit") {
      const before = headlinesOf(this.book, this.speak);
      this.make(outcome.change);
      this.told = outcome.told;
      const what = outcome.told.what(this.book);
      const effect = outcome.told.effect ? effectOf(before, headlinesOf(this.book, this.speak)) : "";
      this.bar = effect === "" ? what : `${what}: ${effect}.`;
    }
    return outcome;
  }

  make(change: PlanChange): void {
    this.#past.push(this.book.plan);
    this.book.apply(change);
  }

  undo(): void {
    const plan = this.#past.pop();
    if (plan !== undefined) this.book.show(plan);
  }

  undoAll(): void {
    while (this.#past.length > 0) this.undo();
  }

  /** The list of levers of a goal on a row, as "name value". */
  levers(name: string): string[] {
    const id = [...this.book.plan.goals].find(([, goal]) => goal.row === this.at(name).row)?.[0] ?? "";
    const outcome = leversOf(this.book, id, this.speak);
    this.last = outcome;
    return this.choices();
  }

  /** The list that is open. */
  choices(): string[] {
    if (this.last?.kind !== "choose") return [];
    return this.last.choices.map((choice) => {
      const row = this.book.plan.rows.get(choice.row);
      if (row === undefined) return "";
      const name = row.shortName ?? row.name;
      return choice.status === "met" ? `${name} ${this.speak.value(row, choice.value)}` : `${name} –`;
    });
  }

  choose(name: string): Outcome {
    if (this.last?.kind !== "choose") throw new Error("no list is open");
    const list = this.last;
    const row = this.at(name).row;
    const choice = list.choices.find((each) => each.row === row);
    if (choice === undefined) throw new Error(`${name} is not on the list`);
    return this.take(list.take(this.book, choice));
  }

  get sentence(): string {
    return answerOf(this.book, this.speak)
      .parts.map((part) => part.text)
      .join("");
  }

  get second(): string {
    return answerOf(this.book, this.speak).second;
  }

  value(name: string, t?: number, channel: string | null = null): number {
    return valueOf(this.book, this.at(name, t, channel));
  }

  cells(name: string, channel: string | null = null): number[] {
    return Array.from({ length: this.book.plan.settings.periods }, (_, t) => this.value(name, t, channel));
  }

  shown(name: string, t?: number, channel: string | null = null): string {
    const target = this.at(name, t, channel);
    const row = this.book.plan.rows.get(target.row);
    return row === undefined ? "" : this.speak.value(row, valueOf(this.book, target));
  }
}
