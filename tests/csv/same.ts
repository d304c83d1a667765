import { EMPTY_SERIES, cellAt } from "../../src/core/plan/cell.ts";
import { isSameValue } from "../../src/core/plan/change.ts";
import type { Formula } from "../../src/core/plan/formula.ts";
import { rowsIn } from "../../src/core/formula/walk.ts";
import { linesOf, orderedIds, rowsInOrder } from "../../src/core/plan/plan.ts";
import type { AddressValue, Plan } from "../../src/core/plan/plan.ts";
import { sortDifferences } from "../../src/csv/scenarios.ts";

/**
 * Everything that a plan says, by address: what import(export(plan)) = plan is about. Marks of order are the
 * places of things; an error of a text that is no formula is worked out again, and so left out; cells and
 * formulas of rows and channels that are gone say nothing.
 */
export function sayPlan(plan: Plan): Map<string, AddressValue | null> {
  const said = new Map<string, AddressValue | null>();
  // Fields of the settings are AddressValues or null by their types.
  const settings = Object.entries(plan.settings) as [string, AddressValue | null][];
  for (const [field, value] of settings) said.set(`plan/${field}`, value);
  const put = (kind: string, ids: readonly string[], get: (id: string) => object | undefined): void => {
    ids.forEach((id, i) => said.set(`${kind}/${id}`, { ...get(id), order: String(i) })); // a record with its place
  };
  put("section", orderedIds(plan.sections), (id) => plan.sections.get(id));
  put("channel", orderedIds(plan.channels), (id) => plan.channels.get(id));
  put("row", rowsInOrder(plan), (id) => plan.rows.get(id));
  put("goal", orderedIds(plan.goals), (id) => plan.goals.get(id));
  for (const [id, row] of plan.rows) {
    for (const line of [null, ...linesOf(plan, row)]) {
      const place = line === null ? id : `${id}/${line}`;
      const formula = plan.formulas.get(place);
      if (formula !== undefined)
        said.set(`formula/${place}`, isBroken(plan, formula) ? "broken" : withoutError(formula));
      if (line === null) continue;
      const series = plan.cells.get(id)?.get(line) ?? EMPTY_SERIES;
      for (let ordinal = series.first; ordinal < series.first + series.values.length; ordinal++) {
        const cell = cellAt(series, ordinal);
        if (cell === null) continue;
        const isGone = typeof cell !== "number" && cell.formula !== undefined && isBroken(plan, cell.formula);
        said.set(`cell/${place}/${ordinal}`, isGone ? "broken" : withoutError(cell));
      }
    }
  }
  for (const [id, row] of plan.rows) {
    for (const line of linesOf(plan, row)) {
      for (const [ordinal, actual] of plan.actuals.get(id)?.get(line) ?? [])
        said.set(`actual/${id}/${line}/${ordinal}`, actual);
    }
  }
  orderedIds(plan.scenarios).forEach((id, i) => {
    const scenario = plan.scenarios.get(id);
    if (scenario === undefined) return;
    said.set(`scenario/${id}`, { name: scenario.name, order: String(i) });
    const { cells, formulas, goals, goalFields } = sortDifferences(scenario);
    for (const [place, line] of cells) {
      for (const [ordinal, cell] of line) said.set(`in/${id}/cell/${place}/${ordinal}`, withoutError(cell));
    }
    for (const [key, formula] of formulas) said.set(`in/${id}/formula/${key}`, withoutError(formula));
    for (const [key, goal] of goals)
      said.set(`in/${id}/goal/${key}`, goal === null ? null : { ...goal, order: "" });
    for (const [key, fields] of goalFields) {
      for (const [field, value] of fields) said.set(`in/${id}/goal/${key}/${field}`, value);
    }
  });
  return said;
}

/** A formula that reads a row which is gone: in a file it has no name, and so is a text there. */
function isBroken(plan: Plan, formula: Formula): boolean {
  if (formula.kind === "text") return formula.text.includes("[deleted row]");
  return formula.kind === "tree" && rowsIn(formula.tree).some((id) => !plan.rows.has(id));
}

function withoutError(value: AddressValue | null): AddressValue | null {
  if (typeof value !== "object" || value === null) return value;
  if ("formula" in value && typeof value.formula === "object") {
    return { ...value, formula: withoutError(value.formula) } as AddressValue; // a cell as before
  }
  return "kind" in value && value.kind === "text" ? { ...value, error: "" } : value;
}

/** Addresses at which two plans do not say the same. */
export function differencesOf(a: Plan, b: Plan): string[] {
  const [x, y] = [sayPlan(a), sayPlan(b)];
  return [...new Set([...x.keys(), ...y.keys()])].filter(
    (address) =>
      x.has(address) !== y.has(address) || !isSameValue(x.get(address) ?? null, y.get(address) ?? null),
  );
}
