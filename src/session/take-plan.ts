import {
  applyChange,
  chooseDefaultLever,
  differencesAsChange,
  isScenarios,
  orderedIds,
  parseAddress,
  PLAN_WIDE,
  rowsIn,
} from "../core/index.ts";
import type { ChangeEntry, NewId, Plan, PlanChange, ScenarioId } from "../core/index.ts";
import { takeEdited } from "../csv/edited.ts";
import type { EditedCell } from "../csv/edited.ts";
import { newScenario } from "./scenarios.ts";
import { Workbook } from "./workbook.ts";

/** What becomes of computed numbers that somebody changed outside. */
export type EditedAs = "keep" | "overrides" | "goals";

/** Goals are few: more changed numbers than this can only be kept or overridden. */
export const MOST_GOALS = 12;

/**
 * The change of a plan that takes numbers over which were changed outside where the plan computes them. A goal gets
 * the lever that a typed one would get, and rests where nothing free moves it.
 */
export function changeOfEdited(
  plan: Plan,
  edited: readonly EditedCell[],
  as: EditedAs,
  newId: NewId,
): PlanChange {
  if (as === "keep") return [];
  if (as === "overrides") return takeEdited(plan, edited, "overrides", newId);
  const change: ChangeEntry[] = [];
  const book = new Workbook(plan);
  for (const cell of edited.slice(0, MOST_GOALS)) {
    const to = plan.settings.periods - 1;
    const quantity = {
      row: cell.row,
      channel: cell.line === PLAN_WIDE ? null : cell.line,
      from: cell.t ?? 0,
      to: cell.t ?? to,
    };
    const lever = (): ReturnType<typeof chooseDefaultLever> => chooseDefaultLever(book.engine, quantity);
    const made = takeEdited(book.plan, [cell], "goals", newId, lever);
    book.apply(made);
    change.push(...made);
  }
  return change;
}

/** A plan's file as scenarios of the open plan. */
export interface AsScenarios {
  /** Of the document, all of it one step. */
  readonly change: PlanChange;
  readonly names: readonly string[];
  /** Sheets of the file that say what the open plan says already. */
  readonly same: readonly string[];
  /** Differences that no scenario can have: rows, channels, periods and settings are the plan's own. */
  readonly shared: number;
}

/**
 * Makes the sheets of a file scenarios of the open plan: its base, and each scenario that it does not share with
 * it. What is the plan's own (rows, channels, periods) stays the open plan's.
 *
 * change  what makes the open plan say what the file says.
 * title   what the file's base is called here.
 */
export function scenariosOfFile(
  open: Plan,
  file: Plan,
  change: PlanChange,
  title: string,
  baseName: string,
  newId: NewId,
): AsScenarios {
  const isOwn = ([address]: ChangeEntry): boolean => {
    const parsed = parseAddress(address);
    return parsed?.kind !== "difference" && !(parsed?.kind === "record" && parsed.record === "scenario");
  };
  const own = change.filter(isOwn);
  const base = own.filter((entry) => isScenarios(entry[0]) && hasPlace(open, entry));
  const touched = new Set(
    change.flatMap(([address]) => {
      const parsed = parseAddress(address);
      return parsed?.kind === "difference" ? [parsed.scenario] : [];
    }),
  );
  const made: { name: string; changes: PlanChange }[] = [];
  const same: string[] = [];
  if (base.length > 0) made.push({ name: title, changes: base });
  else same.push(baseName);
  for (const id of orderedIds(file.scenarios)) {
    const scenario = file.scenarios.get(id);
    if (scenario === undefined) continue;
    const isKnown = base.length === 0 && open.scenarios.has(id) && !touched.has(id);
    if (isKnown) same.push(scenario.name);
    else {
      const differences = differencesAsChange(scenario).filter((entry) => hasPlace(open, entry));
      made.push({ name: scenario.name, changes: [...base, ...differences] });
    }
  }
  let document = open;
  const whole: ChangeEntry[] = [];
  const names: string[] = [];
  for (const { name, changes } of made) {
    const outcome: ReturnType<typeof newScenario> & { scenario?: ScenarioId } = newScenario(
      document,
      null,
      newId,
      {
        name,
        changes,
      },
    );
    if (outcome.kind !== "edit" || outcome.scenario === undefined) continue;
    document = applyChange(document, outcome.change);
    whole.push(...outcome.change);
    names.push(document.scenarios.get(outcome.scenario)?.name ?? name);
  }
  return { change: whole, names, same, shared: own.length - base.length };
}

/** Whether what an entry says has a place in a plan: its rows and its channel are there. */
function hasPlace(plan: Plan, [address, , after]: ChangeEntry): boolean {
  const parsed = parseAddress(address);
  const isLine = (line: string): boolean => line === PLAN_WIDE || plan.channels.has(line);
  if (parsed?.kind === "cell" || parsed?.kind === "cells")
    return plan.rows.has(parsed.row) && isLine(parsed.line);
  if (parsed?.kind === "formula") {
    const [row = "", channel = PLAN_WIDE] = parsed.key.split("/");
    if (!plan.rows.has(row) || !isLine(channel)) return false;
    if (typeof after !== "object" || after === null || !("tree" in after) || typeof after.tree !== "object")
      return true;
    return [...rowsIn(after.tree)].every((id) => plan.rows.has(id));
  }
  // Of what else a scenario may have there are goals alone, which name their row and their lever's.
  if (typeof after !== "object" || after === null || !("row" in after)) return true;
  const lever = "lever" in after ? after.lever : null;
  return (
    plan.rows.has(after.row) && (typeof lever !== "object" || lever === null || plan.rows.has(lever.row))
  );
}
