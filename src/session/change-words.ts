import {
  actualAt,
  formulaOf,
  importMessages as words,
  numberOf,
  printFormula,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type { AddressValue, Formula, Goal, ParsedAddress, Plan, RowId } from "../core/index.ts";
import { sayGoal } from "./difference-list.ts";
import { lineName } from "./differs.ts";
import type { Speak } from "./speak.ts";

/** How many cells of a run are told one by one. */
const TOLD = 4;

/** What stands at the addresses of two plans, in words. */
export class ChangeWords {
  private readonly before: Plan;
  private readonly after: Plan;
  private readonly speak: Speak;

  constructor(before: Plan, after: Plan, speak: Speak) {
    this.before = before;
    this.after = after;
    this.speak = speak;
  }

  /** Periods by their ordinals, both included. */
  span(from: number, to: number): string {
    const start = startOrdinal(this.after.settings);
    return this.speak.span(this.after, from - start, to - start);
  }

  nameOfRow(id: RowId): string {
    return (this.after.rows.get(id) ?? this.before.rows.get(id))?.name ?? "";
  }

  nameOfRecord(record: string, id: string): string {
    const of = (records: "sections" | "channels" | "scenarios"): string =>
      (this.after[records].get(id) ?? this.before[records].get(id))?.name ?? "";
    if (record === "section") return words.sectionNamed(of("sections"));
    if (record === "channel") return words.channelNamed(of("channels"));
    return record === "scenario" ? words.scenarioNamed(of("scenarios")) : this.nameOfRow(id);
  }

  lineWords(line: string | undefined): string[] {
    if (line === undefined) return [];
    const name = lineName(this.after, line) ?? lineName(this.before, line);
    return name === null ? [] : [name];
  }

  sayFormula(plan: Plan, row: RowId, channel: string | undefined): string {
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

  sayGoalOf(plan: Plan, id: string): string {
    return sayGoal(plan, plan.goals.get(id), this.speak);
  }

  sayActuals(plan: Plan, row: RowId, line: string, from: number, to: number): string {
    const facts = this.after.rows.get(row) ?? this.before.rows.get(row);
    const found = Array.from({ length: to - from + 1 }, (_, k) => actualAt(plan, row, line, from + k)?.value);
    const numbers = found.filter((value) => value !== undefined);
    if (facts === undefined || numbers.length === 0) return words.empty();
    return told(
      found.map((value) => (value === undefined ? words.empty() : this.speak.value(facts, value, numbers))),
    );
  }

  sayCells(plan: Plan, row: RowId, line: string, from: number, to: number): string {
    const facts = this.after.rows.get(row) ?? this.before.rows.get(row);
    if (facts === undefined) return "";
    const cells = Array.from({ length: to - from + 1 }, (_, k) => typedCell(plan, row, line, from + k));
    // Both sides share their decimals: a small difference is seen.
    const numbers = [this.before, this.after]
      .flatMap((one) => Array.from({ length: to - from + 1 }, (_, k) => typedCell(one, row, line, from + k)))
      .flatMap((cell) => (cell === null ? [] : [numberOf(cell)]))
      .filter(Number.isFinite);
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

  whereInside(parsed: ParsedAddress | undefined): string {
    if (parsed?.kind === "cell" || parsed?.kind === "cells") {
      const t = parsed.ordinal - startOrdinal(this.after.settings);
      return [this.speak.span(this.after, t, t), ...this.lineWords(parsed.line)].join(", ");
    }
    return parsed?.kind === "formula" ? words.formula() : words.goal();
  }

  sayDifference(parsed: ParsedAddress | undefined, value: AddressValue | null): string {
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

  sayField(value: AddressValue | null): string {
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

/** Whether a formula that can be read stands there. */
export function isTree(value: AddressValue | null): value is Extract<Formula, { kind: "tree" }> {
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

/** The row that an address is about; null for none. */
export function rowOfAddress(parsed: ParsedAddress | undefined, ...plans: readonly Plan[]): RowId | null {
  if (parsed?.kind === "cell" || parsed?.kind === "cells") return parsed.row;
  if (parsed?.kind === "formula") return parsed.key.split("/")[0] ?? null;
  if (parsed?.kind !== "record" && parsed?.kind !== "field") return null;
  for (const plan of plans) {
    const goal = plan.goals.get(parsed.id);
    if (goal !== undefined) return goal.row;
  }
  return null;
}
