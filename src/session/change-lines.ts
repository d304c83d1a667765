import { importMessages as words, parseAddress, rowsIn, rowsInOrder } from "../core/index.ts";
import type {
  Address,
  AddressValue,
  ChangeEntry,
  ParsedAddress,
  Plan,
  PlanChange,
  RowId,
} from "../core/index.ts";
import { ChangeWords, isTree, rowOfAddress } from "./change-words.ts";
import type { Speak } from "./speak.ts";

/** One difference between two plans as people know it, which can be taken by itself. */
export interface ChangeLine {
  readonly key: string;
  /** "Clicks", "Channel Events", "The plan". Words are found when they are asked for: of a long list a few are shown. */
  readonly name: string;
  /** "Jan 2027, Events", "formula", "owner". */
  readonly where: string;
  readonly before: string;
  readonly after: string;
  /** It only takes away what the other plan may just not know of: a row, a channel, what happened. */
  readonly isLoss: boolean;
  /** Its entries, as places in the change. */
  readonly entries: readonly number[];
  /** Lines without which it has no place: the row that its cells are in. */
  readonly needs: readonly string[];
}

interface Draft {
  readonly key: string;
  readonly entries: number[];
  readonly needs: Set<string>;
  readonly say: () => Omit<ChangeLine, "key" | "entries" | "needs" | "isLoss">;
}

/**
 * A change in lines: neighbouring cells of a row in one, a goal in one, a row that is made or deleted in one. Every
 * entry belongs to exactly one line.
 *
 * before, after  the plan without and with the whole change.
 */
export function changeLines(before: Plan, after: Plan, change: PlanChange, speak: Speak): ChangeLine[] {
  const steps = changeLinesInSteps(before, after, change, speak);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Entries of one step: well below a millisecond. */
const STEP = 50;

/** The same in steps, so that a long change holds nothing up. */
export function* changeLinesInSteps(
  before: Plan,
  after: Plan,
  change: PlanChange,
  speak: Speak,
): Generator<void, ChangeLine[]> {
  const sorter = new Sorter(before, after, change, speak);
  for (const [i, entry] of change.entries()) {
    sorter.learn(entry);
    if (i % STEP === 0) yield;
  }
  for (const [i, entry] of change.entries()) {
    sorter.add(entry, i);
    if (i % STEP === 0) yield;
  }
  return yield* sorter.finish();
}

/** The part of a change that some lines are, with what they need. */
export function partOfChange(
  change: PlanChange,
  lines: readonly ChangeLine[],
  chosen: ReadonlySet<string>,
): PlanChange {
  const wanted = withNeeds(lines, chosen);
  const taken = new Set(lines.filter(({ key }) => wanted.has(key)).flatMap(({ entries }) => entries));
  return change.filter((_, i) => taken.has(i));
}

/** The chosen lines and all that they need, at any distance. */
export function withNeeds(lines: readonly ChangeLine[], chosen: ReadonlySet<string>): Set<string> {
  const byKey = new Map(lines.map((line) => [line.key, line]));
  const wanted = new Set<string>();
  const add = (key: string): void => {
    const line = byKey.get(key);
    if (line === undefined || wanted.has(key)) return;
    wanted.add(key);
    line.needs.forEach(add);
  };
  chosen.forEach(add);
  return wanted;
}

interface Run {
  readonly isActual: boolean;
  readonly row: RowId;
  readonly line: string;
  from: number;
  to: number;
  readonly entries: number[];
}

class Sorter {
  private readonly before: Plan;
  private readonly after: Plan;
  private readonly words: ChangeWords;
  /** Records that the change makes or takes away whole: `row/<id>`. */
  private readonly made = new Set<string>();
  private readonly gone = new Set<string>();
  private readonly drafts = new Map<string, Draft>();
  private readonly runs: Run[] = [];
  private readonly change: PlanChange;

  constructor(before: Plan, after: Plan, change: PlanChange, speak: Speak) {
    this.before = before;
    this.after = after;
    this.change = change;
    this.words = new ChangeWords(before, after, speak);
  }

  /** Notes what is made or taken away whole; all entries before any is added. */
  learn([address, was, is]: ChangeEntry): void {
    if (was !== null && is !== null) return;
    if (parseAddress(address)?.kind !== "record") return;
    if (was === null) this.made.add(address);
    if (is === null) this.gone.add(address);
  }

  add(entry: ChangeEntry, i: number): void {
    const [address, was, is] = entry;
    const parsed = parseAddress(address);
    switch (parsed?.kind) {
      case undefined:
        return;
      case "setting":
        this.put(address, i, [], () => ({
          name: words.thePlan(),
          where: words.field(parsed.field),
          before: this.words.sayField(was),
          after: this.words.sayField(is),
        }));
        return;
      case "record":
        if (parsed.record === "goal") this.putGoal(parsed.id, i);
        else this.putRecord(parsed.record, parsed.id, i);
        return;
      case "field":
        this.putField(parsed, entry, i);
        return;
      case "formula":
        this.putFormula(parsed.key, is, i);
        return;
      case "cell":
      case "cells":
      case "actual": {
        const { kind, row, line, ordinal } = parsed;
        if (this.gone.has(`row/${row}`)) this.putRecord("row", row, i);
        else if (this.gone.has(`channel/${line}`)) this.putRecord("channel", line, i);
        else {
          const to = ordinal + Math.max(lengthOf(was), lengthOf(is)) - 1;
          this.runs.push({ isActual: kind === "actual", row, line, from: ordinal, to, entries: [i] });
        }
        return;
      }
      case "difference":
        this.putDifference(parsed.scenario, parsed.address, entry, i);
    }
  }

  *finish(): Generator<void, ChangeLine[]> {
    const joined = joinRuns(this.runs);
    yield;
    for (const [i, run] of joined.entries()) {
      this.putRun(run);
      if (i % STEP === 0) yield;
    }
    const rank = new Map([...rowsInOrder(this.after), ...rowsInOrder(this.before)].map((row, i) => [row, i]));
    const place = (key: string): number => {
      const [head, id = ""] = key.split("/");
      if (head === "plan" || head === "section" || head === "channel") return -1;
      return rank.get(id) ?? Infinity;
    };
    const placed: { readonly line: ChangeLine; readonly place: number }[] = [];
    for (const { key, entries, needs, say } of this.drafts.values()) {
      const isLoss =
        this.gone.has(key) || (key.startsWith("actual/") && entries.every((i) => this.isEmptied(i)));
      const present = [...needs].filter((need) => need !== key && this.drafts.has(need));
      placed.push({ line: lineOf({ key, entries, isLoss, needs: present }, say), place: place(key) });
      if (placed.length % STEP === 0) yield;
    }
    placed.sort((a, b) => (a.place === b.place ? 0 : a.place < b.place ? -1 : 1));
    return placed.map(({ line }) => line);
  }

  private isEmptied(i: number): boolean {
    return this.change[i]?.[2] === null;
  }

  private put(key: string, i: number, needs: readonly string[], say: Draft["say"]): void {
    let draft = this.drafts.get(key);
    if (draft === undefined) this.drafts.set(key, (draft = { key, entries: [], needs: new Set(), say }));
    draft.entries.push(i);
    for (const need of needs) draft.needs.add(need);
  }

  private putRecord(record: string, id: string, i: number): void {
    const key = `${record}/${id}`;
    const isRow = record === "row";
    this.put(key, i, this.needsOfRow(isRow ? id : ""), () => ({
      name: this.words.nameOfRecord(record, id),
      where: "",
      before: this.made.has(key) ? "" : this.gone.has(key) ? words.isThere() : "",
      after: this.made.has(key)
        ? isRow
          ? words.newRow()
          : words.newThing()
        : isRow
          ? words.goneRow()
          : words.goneThing(),
    }));
  }

  /** What a new row needs to stand: its section. */
  private needsOfRow(id: RowId): string[] {
    const section = this.after.rows.get(id)?.section;
    return section === null || section === undefined ? [] : [`section/${section}`];
  }

  private putField(
    { record, id, field }: Extract<ParsedAddress, { kind: "field" }>,
    [, was, is]: ChangeEntry,
    i: number,
  ): void {
    if (record === "goal") {
      this.putGoal(id, i);
      return;
    }
    // Marks of order say nothing by themselves: what moved is told once.
    const key = field === "order" ? `${record}/order` : `${record}/${id}/${field}`;
    this.put(key, i, field === "section" ? this.needsOfRow(id) : [], () =>
      field === "order"
        ? { name: words.thePlan(), where: words.orderOf(record), before: "", after: words.changed() }
        : {
            name: this.words.nameOfRecord(record, id),
            where: words.field(field),
            before: this.words.sayField(was),
            after: this.words.sayField(is),
          },
    );
  }

  private putFormula(key: string, is: AddressValue | null, i: number): void {
    const [row = "", channel] = key.split("/");
    if (this.gone.has(`row/${row}`)) {
      this.putRecord("row", row, i);
      return;
    }
    const needs = [`row/${row}`, ...(channel === undefined ? [] : [`channel/${channel}`])];
    if (isTree(is)) needs.push(...[...rowsIn(is.tree)].map((id) => `row/${id}`));
    this.put(`formula/${key}`, i, needs, () => ({
      name: this.words.nameOfRow(row),
      where: [words.formula(), ...this.words.lineWords(channel)].join(", "),
      before: this.words.sayFormula(this.before, row, channel),
      after: this.words.sayFormula(this.after, row, channel),
    }));
  }

  private putGoal(id: string, i: number): void {
    const goal = this.after.goals.get(id) ?? this.before.goals.get(id);
    const rows = goal === undefined ? [] : [goal.row, ...(goal.lever === null ? [] : [goal.lever.row])];
    this.put(
      `goal/${id}`,
      i,
      rows.map((row) => `row/${row}`),
      () => ({
        name: this.words.nameOfRow(goal?.row ?? ""),
        where: words.goal(),
        before: this.words.sayGoalOf(this.before, id),
        after: this.words.sayGoalOf(this.after, id),
      }),
    );
  }

  private putRun({ isActual, row, line, from, to, entries }: Run): void {
    const needs = [`row/${row}`, `channel/${line}`];
    const say = (plan: Plan): string =>
      isActual
        ? this.words.sayActuals(plan, row, line, from, to)
        : this.words.sayCells(plan, row, line, from, to);
    for (const i of entries) {
      this.put(`${isActual ? "actual" : "cell"}/${row}/${line}/${from}`, i, needs, () => {
        const where = [this.words.span(from, to), ...this.words.lineWords(line)].join(", ");
        return {
          name: this.words.nameOfRow(row),
          where: isActual ? words.actual(where) : where,
          before: say(this.before),
          after: say(this.after),
        };
      });
    }
  }

  private putDifference(scenario: string, inner: Address, [, was, is]: ChangeEntry, i: number): void {
    const record = `scenario/${scenario}`;
    if (this.made.has(record) || this.gone.has(record)) {
      this.putRecord("scenario", scenario, i);
      return;
    }
    const parsed = parseAddress(inner);
    const row = rowOfAddress(parsed, this.after, this.before);
    const name = (this.after.scenarios.get(scenario) ?? this.before.scenarios.get(scenario))?.name ?? "";
    this.put(`in/${scenario}/${inner}`, i, row === null ? [] : [`row/${row}`], () => ({
      name: row === null ? words.thePlan() : this.words.nameOfRow(row),
      where: words.inScenario(this.words.whereInside(parsed), name),
      before: this.words.sayDifference(parsed, was),
      after: this.words.sayDifference(parsed, is),
    }));
  }
}

type Words = ReturnType<Draft["say"]>;

/** A line whose words are found once, when the first of them is asked for. */
function lineOf(facts: Omit<ChangeLine, keyof Words>, say: () => Words): ChangeLine {
  let said: Words | undefined;
  const found = (): Words => (said ??= say());
  return {
    ...facts,
    get name() {
      return found().name;
    },
    get where() {
      return found().where;
    },
    get before() {
      return found().before;
    },
    get after() {
      return found().after;
    },
  };
}

/** How many cells stand at an address. */
function lengthOf(value: AddressValue | null): number {
  return typeof value === "object" && value !== null && "cells" in value ? value.cells.length : 1;
}

/** Neighbouring runs of one line put together. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  const byPlace = new Map<string, Run[]>();
  for (const run of runs) {
    const place = `${run.isActual ? "actual" : "cell"}/${run.row}/${run.line}`;
    const own = byPlace.get(place);
    if (own === undefined) byPlace.set(place, [run]);
    else own.push(run);
  }
  for (const own of byPlace.values()) {
    own.sort((a, b) => a.from - b.from);
    let last: Run | undefined;
    for (const run of own) {
      if (last !== undefined && run.from <= last.to + 1) {
        last.to = Math.max(last.to, run.to);
        last.entries.push(...run.entries);
      } else joined.push((last = { ...run, entries: [...run.entries] }));
    }
  }
  return joined;
}
