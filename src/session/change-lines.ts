import {
  actualAt,
  formulaOf,
  importMessages as words,
  numberOf,
  parseAddress,
  printFormula,
  rowsIn,
  rowsInOrder,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type {
  Address,
  AddressValue,
  ChangeEntry,
  Formula,
  Goal,
  ParsedAddress,
  Plan,
  PlanChange,
  RowId,
} from "../core/index.ts";
import { sayGoal } from "./difference-list.ts";
import { lineName } from "./differs.ts";
import type { Speak } from "./speak.ts";

/** One difference between two plans as people know it, which can be taken by itself. */
export interface ChangeLine {
  readonly key: string;
  /** "Clicks", "Channel Events", "The plan". */
  readonly name: string;
  /** "Jan 2027, Events", "formula", "owner". */
  readonly where: string;
  readonly before: string;
  readonly after: string;
  /** Its entries, as places in the change. */
  readonly entries: readonly number[];
  /** Lines without which it has no place: the row that its cells are in. */
  readonly needs: readonly string[];
}

interface Draft {
  readonly key: string;
  readonly entries: number[];
  readonly needs: Set<string>;
  readonly say: () => Omit<ChangeLine, "key" | "entries" | "needs">;
}

/** How many cells of a run are told one by one. */
const TOLD = 4;

/**
 * A change in lines: neighbouring cells of a row in one, a goal in one, a row that is made or deleted in one. Every
 * entry belongs to exactly one line.
 *
 * before, after  the plan without and with the whole change.
 */
export function changeLines(before: Plan, after: Plan, change: PlanChange, speak: Speak): ChangeLine[] {
  const sorter = new Sorter(before, after, change, speak);
  change.forEach((entry, i) => sorter.add(entry, i));
  return sorter.finish();
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
  private readonly speak: Speak;
  /** Records that the change makes or takes away whole: `row/<id>`. */
  private readonly made = new Set<string>();
  private readonly gone = new Set<string>();
  private readonly drafts = new Map<string, Draft>();
  private readonly runs: Run[] = [];

  constructor(before: Plan, after: Plan, change: PlanChange, speak: Speak) {
    this.before = before;
    this.after = after;
    this.speak = speak;
    for (const [address, was, is] of change) {
      if (parseAddress(address)?.kind !== "record") continue;
      if (was === null) this.made.add(address);
      if (is === null) this.gone.add(address);
    }
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
          before: this.sayField(was),
          after: this.sayField(is),
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

  finish(): ChangeLine[] {
    for (const run of joinRuns(this.runs)) this.putRun(run);
    const rank = new Map([...rowsInOrder(this.after), ...rowsInOrder(this.before)].map((row, i) => [row, i]));
    const place = (key: string): number => {
      const [head, id = ""] = key.split("/");
      if (head === "plan" || head === "section" || head === "channel") return -1;
      return rank.get(id) ?? Infinity;
    };
    return [...this.drafts.values()]
      .map(({ key, entries, needs, say }) => ({
        key,
        entries,
        needs: [...needs].filter((need) => need !== key && this.drafts.has(need)),
        ...say(),
      }))
      .sort((a, b) => {
        const [x, y] = [place(a.key), place(b.key)];
        return x === y ? 0 : x < y ? -1 : 1;
      });
  }

  private put(key: string, i: number, needs: readonly string[], say: Draft["say"]): void {
    let draft = this.drafts.get(key);
    if (draft === undefined) this.drafts.set(key, (draft = { key, entries: [], needs: new Set(), say }));
    draft.entries.push(i);
    for (const need of needs) draft.needs.add(need);
  }

  private nameOfRow(id: RowId): string {
    return (this.after.rows.get(id) ?? this.before.rows.get(id))?.name ?? "";
  }

  private nameOfRecord(record: string, id: string): string {
    const of = (records: "sections" | "channels" | "scenarios"): string =>
      (this.after[records].get(id) ?? this.before[records].get(id))?.name ?? "";
    if (record === "section") return words.sectionNamed(of("sections"));
    if (record === "channel") return words.channelNamed(of("channels"));
    return record === "scenario" ? words.scenarioNamed(of("scenarios")) : this.nameOfRow(id);
  }

  private putRecord(record: string, id: string, i: number): void {
    const key = `${record}/${id}`;
    const isRow = record === "row";
    this.put(key, i, this.needsOfRow(isRow ? id : ""), () => ({
      name: this.nameOfRecord(record, id),
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
            name: this.nameOfRecord(record, id),
            where: words.field(field),
            before: this.sayField(was),
            after: this.sayField(is),
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
      name: this.nameOfRow(row),
      where: [words.formula(), ...this.lineWords(channel)].join(", "),
      before: this.sayFormula(this.before, row, channel),
      after: this.sayFormula(this.after, row, channel),
    }));
  }

  private lineWords(line: string | undefined): string[] {
    if (line === undefined) return [];
    const name = lineName(this.after, line) ?? lineName(this.before, line);
    return name === null ? [] : [name];
  }

  private sayFormula(plan: Plan, row: RowId, channel: string | undefined): string {
    const formula: Formula | undefined =
      channel === undefined ? plan.formulas.get(row) : formulaOf(plan, row, channel);
    switch (formula?.kind) {
      case undefined:
        return plan.rows.has(row) ? words.typed() : "";
      case "free":
        return words.typed();
      case "none":
        return words.notApplying();
      case "text":
        return `= ${formula.text}`;
      case "tree":
        return `= ${printFormula(formula.tree, plan)}`;
    }
  }

  private putGoal(id: string, i: number): void {
    const goal = this.after.goals.get(id) ?? this.before.goals.get(id);
    const rows = goal === undefined ? [] : [goal.row, ...(goal.lever === null ? [] : [goal.lever.row])];
    this.put(
      `goal/${id}`,
      i,
      rows.map((row) => `row/${row}`),
      () => ({
        name: this.nameOfRow(goal?.row ?? ""),
        where: words.goal(),
        before: this.sayGoalOf(this.before, id),
        after: this.sayGoalOf(this.after, id),
      }),
    );
  }

  private sayGoalOf(plan: Plan, id: string): string {
    return sayGoal(plan, plan.goals.get(id), this.speak);
  }

  private putRun({ isActual, row, line, from, to, entries }: Run): void {
    const needs = [`row/${row}`, `channel/${line}`];
    const start = startOrdinal(this.after.settings);
    const say = (plan: Plan): string =>
      isActual ? this.sayActuals(plan, row, line, from, to) : this.sayCells(plan, row, line, from, to);
    for (const i of entries) {
      this.put(`${isActual ? "actual" : "cell"}/${row}/${line}/${from}`, i, needs, () => {
        const where = [this.speak.span(this.after, from - start, to - start), ...this.lineWords(line)].join(
          ", ",
        );
        return {
          name: this.nameOfRow(row),
          where: isActual ? words.actual(where) : where,
          before: say(this.before),
          after: say(this.after),
        };
      });
    }
  }

  private sayActuals(plan: Plan, row: RowId, line: string, from: number, to: number): string {
    const facts = this.after.rows.get(row) ?? this.before.rows.get(row);
    const found = Array.from({ length: to - from + 1 }, (_, k) => actualAt(plan, row, line, from + k)?.value);
    const numbers = found.filter((value) => value !== undefined);
    if (facts === undefined || numbers.length === 0) return words.empty();
    return told(
      found.map((value) => (value === undefined ? words.empty() : this.speak.value(facts, value, numbers))),
    );
  }

  private sayCells(plan: Plan, row: RowId, line: string, from: number, to: number): string {
    const facts = this.after.rows.get(row) ?? this.before.rows.get(row);
    if (facts === undefined) return "";
    const cells = Array.from({ length: to - from + 1 }, (_, k) => typedCell(plan, row, line, from + k));
    const numbers = cells.flatMap((cell) => (cell === null ? [] : [numberOf(cell)])).filter(Number.isFinite);
    const say = (at: number): string => {
      const cell = cells[at] ?? null;
      if (cell === null) return words.empty();
      if (typeof cell !== "number" && cell.formula?.kind === "tree")
        return `= ${printFormula(cell.formula.tree, plan)}`;
      const shown = this.speak.value(facts, numberOf(cell), numbers);
      const typed = typeof cell === "number" ? undefined : (cell.text ?? sayDetail(cell));
      return typed === undefined ? shown : `${shown} (${typed})`;
    };
    if (cells.every((cell) => cell === null)) return words.empty();
    return told(cells.map((_, at) => say(at)));
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
      name: row === null ? words.thePlan() : this.nameOfRow(row),
      where: words.inScenario(this.whereInside(parsed), name),
      before: this.sayDifference(parsed, was),
      after: this.sayDifference(parsed, is),
    }));
  }

  private whereInside(parsed: ParsedAddress | undefined): string {
    if (parsed?.kind === "cell" || parsed?.kind === "cells") {
      const t = parsed.ordinal - startOrdinal(this.after.settings);
      return [this.speak.span(this.after, t, t), ...this.lineWords(parsed.line)].join(", ");
    }
    return parsed?.kind === "formula" ? words.formula() : words.goal();
  }

  private sayDifference(parsed: ParsedAddress | undefined, value: AddressValue | null): string {
    if (value === null || typeof value !== "object" || !("is" in value)) return words.followsBase();
    const { is } = value;
    if (is === null) return words.empty();
    const row = rowOfAddress(parsed, this.after, this.before);
    const facts = row === null ? undefined : (this.after.rows.get(row) ?? this.before.rows.get(row));
    if (typeof is === "number" && facts !== undefined && parsed?.kind !== "field")
      return this.speak.value(facts, is);
    if (typeof is === "object" && "value" in is && typeof is.value === "number" && facts !== undefined)
      return this.speak.value(facts, is.value);
    if (isTree(is)) return `= ${printFormula(is.tree, this.after)}`;
    // The address says that it is a goal; only goals have a target.
    if (typeof is === "object" && "target" in is) return sayGoal(this.after, is as Goal, this.speak);
    return this.sayField(is);
  }

  private sayField(value: AddressValue | null): string {
    if (value === null || value === "") return words.empty();
    if (typeof value === "string") {
      const row = this.after.rows.get(value) ?? this.before.rows.get(value);
      const section = this.after.sections.get(value) ?? this.before.sections.get(value);
      return row?.name ?? section?.name ?? value;
    }
    if (typeof value === "number") return String(value);
    if (typeof value === "boolean") return value ? words.yes() : words.no();
    return words.changed();
  }
}

function isTree(value: AddressValue | null): value is Extract<Formula, { kind: "tree" }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "tree";
}

/** Figures of neighbouring periods: one where they are alike, the first and the last where they are many. */
function told(figures: readonly string[]): string {
  const [first = "", second = ""] = figures;
  if (figures.every((figure) => figure === first)) return first;
  return figures.length <= TOLD ? figures.join(", ") : `${first}, ${second} … ${figures.at(-1) ?? ""}`;
}

/** A range or evidence in words, where nothing was typed that says it. */
function sayDetail({ range, evidence }: Exclude<Parameters<typeof numberOf>[0], number>): string | undefined {
  if (range !== undefined) return `${range.low}..${range.high}`;
  return evidence === undefined ? undefined : `${evidence.hits} of ${evidence.of}`;
}

function rowOfAddress(parsed: ParsedAddress | undefined, ...plans: readonly Plan[]): RowId | null {
  if (parsed?.kind === "cell" || parsed?.kind === "cells") return parsed.row;
  if (parsed?.kind === "formula") return parsed.key.split("/")[0] ?? null;
  if (parsed?.kind !== "record" && parsed?.kind !== "field") return null;
  for (const plan of plans) {
    const goal = plan.goals.get(parsed.id);
    if (goal !== undefined) return goal.row;
  }
  return null;
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
