import { applyChange, defaultSettings, foundingPlan, periodKeyAt, TEMPLATES } from "../../src/core/index.ts";
import type { Plan, RowId } from "../../src/core/index.ts";
import { readPlan } from "../../src/csv/read.ts";
import { writePlan } from "../../src/csv/write.ts";
import { answerOf } from "../../src/session/answer.ts";
import { clearTargets } from "../../src/session/clearing.ts";
import { describeTarget } from "../../src/session/describe.ts";
import { computePlan, resultsOf } from "../../src/csv/compute.ts";
import { leversOf } from "../../src/session/goals.ts";
import type { Outcome } from "../../src/session/outcome.ts";
import { pasteInto } from "../../src/session/pasting.ts";
import * as shaping from "../../src/session/shaping/index.ts";
import { effectOf, headlinesOf } from "../../src/session/speak.ts";
import type { Target } from "../../src/session/target.ts";
import { typeInto } from "../../src/session/typing.ts";
import { takeBack, undoStackOf } from "../../src/session/undo.ts";
import { explain } from "../../src/session/why.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import type { LogEntry } from "../../src/store/entry.ts";
import { differencesOf } from "../csv/same.ts";
import { Dice } from "../laws/trees.ts";

/*
 * Random use of a plan, without a screen: a case is a plan and some fifty gestures of a person in a hurry. After
 * each: nothing was thrown, what is said is a sentence with numbers in it, the numbers are those of the plan alone
 * (to the bit), and the answer and the reason of some number can be told. At the end: everything undone gives the
 * plan as it was, and the file of the plan gives the plan.
 */

interface Task {
  readonly from: number;
  readonly count: number;
  readonly seed: number;
  readonly log: (record: object) => void;
}

export const batch = 20;

export function run({ from, count, seed, log }: Task): { passed: number; failed: number } {
  let failed = 0;
  for (let i = from; i < from + count; i++) {
    const wrong = useAtRandom(seed * 1_000_003 + i);
    if (wrong === null) continue;
    failed++;
    log({ kind: "failed", case: i, wrong });
  }
  return { passed: count - failed, failed };
}

const STEPS = 50;

const ENTRIES: readonly string[] = [
  "0",
  "1",
  "5",
  "100",
  "120",
  "12k",
  "3,400",
  "£3",
  "5%",
  "18%",
  "100%",
  "250%",
  "-5",
  "0.5",
  "1e9",
  "1e-9",
  "1e15",
  "13 of 182",
  "0 of 10",
  "16%..24%",
  "2..4",
  "1/2/5",
  "=PREV()*1.05",
  "=PREV(1)",
  "=1/0",
  "=Spend/2",
  "=Visitors*2",
  "=Demos",
  "=TOTAL(Visitors)",
  "=IF(PERIOD()>1,2,1)",
  "=SUM(",
  "=[Units sold]",
  "$500",
  "nonsense",
  "",
  "  ",
  "1.234",
  "1,5",
  "1/2",
];

const NAMES: readonly string[] = [
  "Events",
  "Calls",
  "Demos",
  "Units sold",
  "",
  " ",
  "=1+1",
  "Close rate",
  "a".repeat(300),
];

const OWN_FORMULAS: readonly string[] = [
  "Spend / 10",
  "Visitors * 2",
  "Demos * [Demo to sale]",
  "PREV(Demos, 1) + 5",
  "LAG(Demos, 0, 0.5, 0.5)",
  "Spend / Demos",
  "[Units sold] / Demos",
  "ALL(Spend)",
  "SHARE(Visitors)",
  "MAX(Demos, 10)",
  "",
];

/** Words that stand in no sentence for people. */
const SLIPS = /NaN|undefined|null|Infinity|\[object|∞|\{\w+\}| {2}|\.\.(?!\d)|: *\.|→ *$/;

/** One case. What is wrong, with the gestures that led there; or null. */
export function useAtRandom(seed: number): string | null {
  const person = new Person(seed);
  try {
    return person.use();
  } catch (error) {
    return `threw after ${person.trail()}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

class Person {
  readonly #dice: Dice;
  readonly #start: Plan;
  readonly #book: Workbook;
  readonly #speak = createSpeak("en-GB", "GBP");
  readonly #did: string[] = [];
  #log: LogEntry[] = [];
  #wrong: string | null = null;
  #ids = 0;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
    const template = TEMPLATES[this.#dice.below(TEMPLATES.length * 2)];
    this.#start = template?.make({ start: defaultSettings().start, currency: "GBP" }) ?? foundingPlan();
    this.#book = new Workbook(this.#start);
  }

  trail(): string {
    return this.#did.join(" | ");
  }

  use(): string | null {
    for (let i = 0; i < STEPS && this.#wrong === null; i++) {
      this.#gesture();
      this.#look();
    }
    if (this.#wrong === null) this.#takeFile();
    if (this.#wrong === null) this.#undoAll();
    return this.#wrong === null ? null : `${this.#wrong} after ${this.trail()}`;
  }

  #fail(why: string): void {
    this.#wrong ??= why;
  }

  #gesture(): void {
    const dice = this.#dice;
    const book = this.#book;
    const plan = book.plan;
    const target = this.#anyTarget();
    const kind = dice.below(40);
    if (kind < 20 && target !== null) {
      const text = dice.pick(ENTRIES);
      const override = dice.below(6) === 0;
      this.#do(`type ${this.#say(target)} ${JSON.stringify(text)}${override ? " over" : ""}`, () =>
        typeInto(book, target, text, this.#speak, { override }),
      );
    } else if (kind < 24 && target !== null) {
      const targets = [target, ...(dice.below(3) === 0 ? [this.#anyTarget() ?? target] : [])];
      this.#do(`clear ${targets.map((each) => this.#say(each)).join(", ")}`, () =>
        clearTargets(book, targets, this.#speak),
      );
    } else if (kind < 26 && target !== null) {
      const block = Array.from({ length: 1 + dice.below(6) }, () => ({
        target: this.#anyTarget() ?? target,
        text: dice.pick(ENTRIES),
      }));
      this.#do(`paste ${block.map((each) => `${this.#say(each.target)} ${each.text}`).join(", ")}`, () =>
        pasteInto(book, block, this.#speak),
      );
    } else if (kind < 28 && plan.goals.size > 0) {
      const goal = dice.pick([...plan.goals.keys()]);
      this.#do(`levers of ${goal}`, () => leversOf(book, goal, this.#speak));
    } else if (kind < 32) this.#undo();
    else if (kind < 33) this.#turn("redo");
    else this.#shape();
  }

  #shape(): void {
    const dice = this.#dice;
    const book = this.#book;
    const plan = book.plan;
    const row = this.#anyRow();
    const channels = [...plan.channels.keys()];
    const channel = dice.pick(channels);
    const name = dice.pick(NAMES);
    const newId = (): string => `n${this.#ids++}`;
    const kind = dice.below(12);
    if (kind === 0) {
      this.#do(`add row ${name}`, () => shaping.addRow(book, name, { after: row, section: null }, newId));
    } else if (kind === 1) {
      const from = dice.below(2) === 0 ? null : channel;
      if (plan.channels.size < 4)
        this.#do(`add channel ${name} from ${from ?? "nothing"}`, () =>
          shaping.addChannel(book, name, from, newId),
        );
    } else if (kind === 2) this.#do(`delete channel ${channel}`, () => shaping.deleteChannel(book, channel));
    else if (kind === 3) {
      this.#do(`rename channel ${name}`, () => shaping.renameChannel(book, channel, name));
    } else if (row === null) return;
    else if (kind === 4)
      this.#do(`delete row ${this.#name(row)}`, () => shaping.deleteRow(book, row, this.#speak));
    else if (kind === 5)
      this.#do(`rename row ${this.#name(row)} ${name}`, () => shaping.renameRow(book, row, name));
    else if (kind < 8) {
      const text = dice.pick(OWN_FORMULAS);
      const where = dice.below(2) === 0 ? null : channel;
      this.#do(`formula of ${this.#name(row)} in ${where ?? "all"}: ${text}`, () =>
        shaping.setRowFormula(book, row, where, text, this.#speak),
      );
    } else if (kind === 8) {
      const applies = dice.below(2) === 0;
      this.#do(`${this.#name(row)} ${applies ? "applies" : "does not apply"} in ${channel}`, () =>
        shaping.setApplies(book, row, channel, applies),
      );
    } else if (kind === 9) {
      const unit = dice.pick(["count", "money", "moneyPerCount", "rate", "number", "people"] as const);
      this.#do(`unit of ${this.#name(row)}: ${unit}`, () => shaping.setRowUnit(book, row, unit, unit));
    } else if (kind === 10) {
      this.#do(`clear formula of ${this.#name(row)}`, () => shaping.clearRowFormula(book, row, null));
    } else this.#do(`owner of ${this.#name(row)}`, () => shaping.setRowOwner(book, row, "Sales"));
  }

  /** Carries a gesture out; takes a reading, a lever or an offer where there is a choice. */
  #do(what: string, gesture: () => Outcome): void {
    this.#did.push(what);
    this.#take(gesture());
  }

  #take(outcome: Outcome): void {
    const dice = this.#dice;
    const book = this.#book;
    switch (outcome.kind) {
      case "refuse":
        this.#hear(outcome.complaint.text, "complaint");
        return;
      case "nothing":
        if (outcome.text !== "") this.#hear(outcome.text, "bar");
        return;
      case "ask": {
        this.#hear(outcome.question, "question");
        const reading = outcome.readings[dice.below(outcome.readings.length + 1)];
        if (reading === undefined) return;
        this.#did.push(`reading ${reading.label}`);
        this.#take(reading.act(book));
        return;
      }
      case "choose": {
        this.#hear(outcome.question, "question");
        const choice = outcome.choices[dice.below(outcome.choices.length + 1)];
        if (choice === undefined) return;
        this.#did.push(`lever ${this.#name(choice.row)} (${choice.status})`);
        this.#take(outcome.take(book, choice));
        return;
      }
      case "edit": {
        const before = headlinesOf(book, this.#speak);
        this.#enter(outcome.change, outcome.told.label);
        const said = outcome.told.what(book);
        this.#hear(/[.?!]$/.test(said) ? said : `${said}.`, "bar");
        this.#hear(effectOf(before, headlinesOf(book, this.#speak)), "effect");
        const offer = outcome.told.offers[dice.below(outcome.told.offers.length * 3 + 1)];
        if (offer?.act === undefined) return;
        this.#did.push(`offer ${offer.name}`);
        if (offer.how === "instead") this.#turn("undo");
        this.#take(offer.act(book));
      }
    }
  }

  #hear(text: string, where: string): void {
    if (SLIPS.test(text)) this.#fail(`${where} says "${text}"`);
  }

  #enter(
    change: LogEntry["change"],
    label: string,
    more: Pick<LogEntry, "kind" | "takesBack"> = { kind: "edit" },
  ): void {
    this.#book.apply(change);
    this.#log.push({ id: `e${this.#ids++}`, change, author: "me", time: 0, label, ...more });
  }

  #turn(kind: "undo" | "redo"): boolean {
    const entry = undoStackOf(this.#log, () => true)[kind].at(-1);
    if (entry === undefined) return false;
    const { change } = takeBack(this.#book.plan, this.#log, entry, () => true);
    this.#enter(change, entry.label, { kind, takesBack: entry.id });
    return true;
  }

  #undo(): void {
    this.#did.push("undo");
    this.#turn("undo");
  }

  #undoAll(): void {
    while (this.#turn("undo"));
    const lost = differencesOf(this.#book.plan, this.#start);
    if (lost.length > 0) this.#fail(`undo of everything leaves ${lost.slice(0, 5).join(", ")}`);
  }

  /** What must hold after each gesture. */
  #look(): void {
    const book = this.#book;
    const fresh = new Workbook(book.plan);
    for (const row of fresh.engine.rows) {
      const [here, there] = [book.engine.values(row).data, fresh.engine.values(row).data];
      const at = there.findIndex((value, i) => !Object.is(value, here[i]));
      if (at >= 0) {
        this.#fail(`${this.#name(row)}[${at}] is ${here[at]}, from scratch ${there[at]}`);
        return;
      }
    }
    for (const [id, state] of book.solution.goals) {
      const target = book.plan.goals.get(id)?.target ?? NaN;
      if (state.status === "met" && Math.abs(state.value - target) > 1e-6 * Math.max(1, Math.abs(target)))
        this.#fail(`goal ${id} is met with ${state.value} for ${target}`);
    }
    const answer = answerOf(book, this.#speak);
    this.#hear(answer.parts.map((part) => part.text).join(""), "answer");
    this.#hear(answer.second, "second line");
    const target = this.#anyTarget();
    if (target === null) return;
    const why = explain(book, target, this.#speak);
    this.#hear(why.map((part) => part.text).join(""), `why ${this.#say(target)}`);
    const { title, detail } = describeTarget(book, target, this.#speak);
    this.#hear(`${title}. ${detail}`, `foot ${this.#say(target)}`);
  }

  /** The file of the plan gives the plan, and the open plan nothing to change. */
  #takeFile(): void {
    const { plan } = this.#book;
    const text = writePlan(plan, resultsOf(this.#book));
    const newId = (): string => `f${this.#ids++}`;
    const reading = readPlan(text, { newId, open: plan, recompute: computePlan });
    if (reading.outcome !== "plan") {
      this.#fail(`its own file is ${reading.outcome}: ${reading.why.text}`);
      return;
    }
    const lost = differencesOf(reading.plan, plan);
    if (lost.length > 0) this.#fail(`the file loses ${lost.slice(0, 5).join(", ")}`);
    if (reading.errors.length > 0) this.#fail(`the file has errors: ${reading.errors[0]?.text ?? ""}`);
    if (reading.edited.length > 0)
      this.#fail(`the file is said to be edited in ${reading.edited.length} cells`);
    const taken = differencesOf(applyChange(plan, reading.change ?? []), plan);
    if (taken.length > 0) this.#fail(`the file would change ${taken.slice(0, 5).join(", ")}`);
  }

  #anyRow(): RowId | null {
    const rows = [...this.#book.plan.rows.keys()];
    return rows.length === 0 ? null : this.#dice.pick(rows);
  }

  #anyTarget(): Target | null {
    const row = this.#anyRow();
    if (row === null) return null;
    const { plan } = this.#book;
    const last = plan.settings.periods - 1;
    const channels = [null, null, ...plan.channels.keys()];
    const channel = this.#dice.pick(channels);
    if (this.#dice.below(3) === 0) return { row, channel, from: 0, to: last };
    const t = this.#dice.below(plan.settings.periods + plan.settings.history) - plan.settings.history;
    return { row, channel, from: t, to: t };
  }

  #name(row: RowId): string {
    return this.#book.plan.rows.get(row)?.name ?? row;
  }

  #say({ row, channel, from, to }: Target): string {
    const { settings } = this.#book.plan;
    const when = from === to ? periodKeyAt(settings, from) : "total";
    return `${this.#name(row)}/${channel ?? "all"}/${when}`;
  }
}
