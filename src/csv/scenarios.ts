import { parseAddress, planOfScenario, formulaOf, PLAN_WIDE, rowsInOrder, linesOf } from "../core/index.ts";
import type {
  AddressValue,
  CellBlock,
  CellValue,
  Formula,
  Goal,
  Lever,
  Plan,
  Scenario,
} from "../core/index.ts";
import type { Source, OutRecord } from "./records.ts";
import { cellRecords, formulaText, goalAt, goalRecord, headOf } from "./records.ts";
import { printChannelName, printLever, printRowName } from "./phrases.ts";

/** A scenario's differences, sorted out by what they are. A run of cells is its cells, one by one. */
export interface Differences {
  /** `<row>/<line>` -> ordinal -> cell; null where it is emptied. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<number, CellValue | null>>;
  /** `<row>` or `<row>/<channel>` -> formula; null where it is taken away. */
  readonly formulas: ReadonlyMap<string, Formula | null>;
  readonly goals: ReadonlyMap<string, Goal | null>;
  /** `<goal>` -> field -> value. */
  readonly goalFields: ReadonlyMap<string, ReadonlyMap<string, AddressValue | null>>;
}

function isBlock(value: AddressValue | null): value is CellBlock {
  return typeof value === "object" && value !== null && "cells" in value;
}

/** Whether a value is a whole goal: the only record with a target. */
export function isGoal(value: AddressValue | null | undefined): value is Goal {
  return typeof value === "object" && value !== null && "target" in value && typeof value.target === "number";
}

export function sortDifferences({ differences }: Scenario): Differences {
  const cells = new Map<string, Map<number, CellValue | null>>();
  const formulas = new Map<string, Formula | null>();
  const goals = new Map<string, Goal | null>();
  const goalFields = new Map<string, Map<string, AddressValue | null>>();
  const lineAt = (place: string): Map<number, CellValue | null> => {
    const line = cells.get(place) ?? new Map<number, CellValue | null>();
    cells.set(place, line);
    return line;
  };
  for (const [address, { is }] of differences) {
    const parsed = parseAddress(address);
    switch (parsed?.kind) {
      case "cell":
        // The address says that the value is a cell's, as in applyChange; so below for formulas and goals.
        lineAt(`${parsed.row}/${parsed.line}`).set(parsed.ordinal, is as CellValue | null);
        break;
      case "cells":
        if (!isBlock(is)) break;
        is.cells.forEach((cell, i) => lineAt(`${parsed.row}/${parsed.line}`).set(parsed.ordinal + i, cell));
        break;
      case "formula":
        formulas.set(parsed.key, is as Formula | null); // as said above
        break;
      case "record":
        if (parsed.record === "goal") goals.set(parsed.id, is as Goal | null); // as said above
        break;
      case "field":
        if (parsed.record !== "goal") break;
        goalFields.set(parsed.id, new Map(goalFields.get(parsed.id)).set(parsed.field, is));
        break;
      default:
        // Rows, channels, sections and settings belong to the plan: no scenario has its own. [SC2]
        break;
    }
  }
  return { cells, formulas, goals, goalFields };
}

/** Ordinals of all cells that the scenarios of a plan touch. */
export function* ordinalsInScenarios(plan: Plan): Generator<number> {
  for (const scenario of plan.scenarios.values()) {
    for (const cells of sortDifferences(scenario).cells.values()) yield* cells.keys();
  }
}

/** The records of a scenario: only what it has otherwise than the base, in the order of the screen. */
export function* recordsOfScenario(source: Source, id: string, scenario: Scenario): Generator<OutRecord> {
  const { plan, labels } = source;
  const label = labels.scenarios.get(id) ?? "";
  const whole = planOfScenario(plan, id);
  const { cells, formulas, goals, goalFields } = sortDifferences(scenario);
  for (const rowId of rowsInOrder(plan)) {
    const row = plan.rows.get(rowId);
    if (row === undefined) continue;
    for (const line of [null, ...linesOf(plan, row)]) {
      const head = headOf(source, rowId, row, line, label);
      const formula = line === null ? formulas.get(rowId) : formulas.get(`${rowId}/${line}`);
      if (formula !== undefined && line !== PLAN_WIDE) {
        const text = formula === null ? "none" : formulaText(source, formula, true);
        yield { ...head, kind: "formula", text };
      }
      const own = line === null ? undefined : cells.get(`${rowId}/${line}`);
      if (own === undefined || line === null) continue;
      const isComputed = formulaOf(whole, rowId, line) !== undefined;
      yield* cellRecords(source, head, own, (ordinal) => isComputed && ordinal >= source.start);
    }
  }
  for (const [goalId, goal] of goals) {
    const place = goal ?? plan.goals.get(goalId);
    if (goal !== null) yield goalRecord(source, goalId, goal, label);
    else if (place !== undefined) yield goalAt(source, goalId, place, label, "none", null);
  }
  for (const [goalId, fields] of goalFields) {
    const goal = plan.goals.get(goalId);
    if (goal === undefined) continue;
    for (const [field, value] of fields) {
      if (field === "target" && typeof value === "number") {
        yield { ...goalAt(source, goalId, goal, label, "only target", null), total: value };
      } else
        yield goalAt(source, goalId, goal, label, `only ${field} ${fieldText(source, field, value)}`, null);
    }
  }
}

/** A goal's field as text: names in brackets, periods and orders as they are, `none` for nothing. */
function fieldText(source: Source, field: string, value: AddressValue | null): string {
  if (value === null) return "none";
  // A goal's lever is a record with a row; the address says so.
  if (typeof value === "object")
    return field === "lever" ? printLever(value as Lever, source.speaker) : "none";
  const text = String(value);
  if (field === "row") return printRowName(source.speaker, text);
  return field === "channel" ? printChannelName(source.speaker, text) : text;
}
