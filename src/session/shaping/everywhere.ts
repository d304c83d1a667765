import {
  applyChange,
  cellAddress,
  changeBetween,
  differenceAddress,
  isSameValue,
  isScenarios,
  keyOfOrdinal,
  parseAddress,
  planOfScenario,
  valueAt,
} from "../../core/index.ts";
import type { AddressValue, ChangeEntry, NewId, Plan, PlanChange, ScenarioId } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { Workbook } from "../workbook.ts";

/** A gesture that changes the plan's shape. The ids that it makes are the same in every scenario. */
export type Gesture = (book: Workbook, newId: NewId) => Outcome;

/** The document, and its base with its numbers, as they are when asked. */
export interface Document {
  readonly plan: () => Plan;
  readonly base: () => Workbook;
}

/**
 * Makes a gesture in the base, and alike in every scenario: a row that becomes plan-wide takes the scenarios' own
 * numbers with it, a stage that is put in is computed in all of them. One change of the document. [SH11]
 */
export function everywhere(document: Document, gesture: Gesture, newId: NewId): Outcome {
  const made: string[] = [];
  const record: NewId = () => {
    const id = newId();
    made.push(id);
    return id;
  };
  const outcome = gesture(document.base(), record);
  if (outcome.kind === "ask") {
    return {
      ...outcome,
      readings: outcome.readings.map(({ label, act }) => ({
        label,
        // The same answer in each scenario, as far as it is on offer there.
        act: () => {
          let isBase = true;
          const answered: Gesture = (book, ids) => {
            if (isBase) {
              isBase = false;
              return act(book);
            }
            const asked = gesture(book, ids);
            return asked.kind === "ask" ? answer(asked, label, book) : asked;
          };
          return everywhere(document, answered, newId);
        },
      })),
    };
  }
  const plan = document.plan();
  if (outcome.kind !== "edit" || plan.scenarios.size === 0) return outcome;
  const entries: ChangeEntry[] = [];
  for (const id of plan.scenarios.keys()) {
    let used = 0;
    const replay: NewId = () => made[used++] ?? newId();
    entries.push(...changeOfScenario(plan, id, outcome.change, (book) => gesture(book, replay)));
  }
  return { ...outcome, change: [...outcome.change, ...entries], ofDocument: true };
}

function answer(asked: Outcome & { readonly kind: "ask" }, label: string, book: Workbook): Outcome {
  const reading = asked.readings.find((each) => each.label === label);
  return reading === undefined ? { kind: "nothing", text: "", offers: [] } : reading.act(book);
}

/** What a scenario has to say once the gesture was made in it as well as in the base. */
function changeOfScenario(
  plan: Plan,
  id: ScenarioId,
  base: PlanChange,
  gesture: (book: Workbook) => Outcome,
): ChangeEntry[] {
  const scenario = plan.scenarios.get(id);
  if (scenario === undefined) return [];
  const own = planOfScenario(plan, id);
  const outcome = gesture(new Workbook(own));
  const after = applyChange(own, outcome.kind === "edit" ? outcome.change : base);
  const next = applyChange(plan, base);
  const wanted = new Map<string, AddressValue | null>();
  for (const [address, , value] of changeBetween(next, after)) {
    for (const [each, cell] of cellsOf(next, address, value)) if (isScenarios(each)) wanted.set(each, cell);
  }
  const entries: ChangeEntry[] = [];
  for (const [address, difference] of scenario.differences) {
    // What says the same as the base is kept: the base may change again.
    const isSilent = isSameValue(difference.is, valueAt(next, address, difference.is));
    if (!wanted.has(address) && !isSilent) entries.push([differenceAddress(id, address), difference, null]);
  }
  for (const [address, is] of wanted) {
    const before = scenario.differences.get(address) ?? null;
    if (before === null || !isSameValue(before.is, is)) {
      entries.push([differenceAddress(id, address), before, { is }]);
    }
  }
  return entries;
}

/** A run of cells as its cells; anything else as it is. */
function cellsOf(plan: Plan, address: string, value: AddressValue | null): [string, AddressValue | null][] {
  const parsed = parseAddress(address);
  const cells = typeof value === "object" && value !== null && "cells" in value ? value.cells : "";
  if (parsed?.kind !== "cells" || typeof cells === "string") return [[address, value]];
  return cells.map((cell, i) => {
    const key = keyOfOrdinal(plan.settings.periodLength, parsed.ordinal + i);
    return [cellAddress(parsed.row, parsed.line, key), cell];
  });
}
