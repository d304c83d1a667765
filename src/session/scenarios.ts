import {
  applyChange,
  changeInScenario,
  compareMessages,
  differenceAddress,
  differencesAsChange,
  isSilent,
  orderBetween,
  orderedIds,
  parseAddress,
  planOfScenario,
  removeScenario,
  valueAt,
} from "../core/index.ts";
import type { Address, ChangeEntry, NewId, Plan, PlanChange, ScenarioId } from "../core/index.ts";
import type { Outcome, Told } from "./outcome.ts";
import { refuse } from "./outcome.ts";
import { effectOf, headlinesOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { Workbook } from "./workbook.ts";

/*
 * What can be done with scenarios as a whole. All of it changes the document as it is, so that it is undone like
 * any other step; none of it belongs to the sheet that is open. [SC6]
 */

/** Scenarios of a document in the order of their tabs; the base (null) is the first. */
export function tabsOf(document: Plan): (ScenarioId | null)[] {
  return [null, ...orderedIds(document.scenarios)];
}

/** The scenario some tabs further, round from the last to the base: the one itself where there is no other. */
export function scenarioBeside(document: Plan, open: ScenarioId | null, by: number): ScenarioId | null {
  const tabs = tabsOf(document);
  const at = tabs.indexOf(open) + by;
  return tabs[((at % tabs.length) + tabs.length) % tabs.length] ?? null;
}

export function scenarioName(document: Plan, scenario: ScenarioId | null): string {
  return scenario === null
    ? compareMessages.base()
    : (document.scenarios.get(scenario)?.name ?? compareMessages.gone());
}

function edit(change: PlanChange, label: string, what: string, told: Partial<Told> = {}): Outcome {
  return {
    kind: "edit",
    change,
    ofDocument: true,
    told: { label, what: () => what, effect: false, offers: [], ...told },
  };
}

function gone(): Outcome {
  return refuse("no-scenario", compareMessages.gone());
}

/** Whether a name is free; the base has its own. */
function isTaken(document: Plan, name: string, except: ScenarioId | null): boolean {
  const key = name.toLowerCase();
  if (key === compareMessages.base().toLowerCase()) return true;
  return [...document.scenarios].some(([id, one]) => id !== except && one.name.toLowerCase() === key);
}

function freeName(document: Plan, stem: string | null): string {
  if (stem !== null && !isTaken(document, stem, null)) return stem;
  for (let n = stem === null ? document.scenarios.size + 1 : 2; ; n++) {
    const name = stem === null ? compareMessages.nameOfNew(n) : `${stem} ${n}`;
    if (!isTaken(document, name, null)) return name;
  }
}

/**
 * A new scenario after another one (null: the base), with the other's differences; at the end of the tabs, or
 * right after the one that it copies.
 */
export function newScenario(
  document: Plan,
  from: ScenarioId | null,
  newId: NewId,
  options: { readonly name?: string; readonly changes?: PlanChange } = {},
): Outcome & { readonly scenario?: ScenarioId } {
  const source = from === null ? null : document.scenarios.get(from);
  if (source === undefined) return gone();
  const id = newId();
  const ids = orderedIds(document.scenarios);
  const last = from ?? ids.at(-1) ?? null;
  const next = from === null ? undefined : ids[ids.indexOf(from) + 1];
  const orderOf = (one: ScenarioId | null | undefined): string | null =>
    one === null || one === undefined ? null : (document.scenarios.get(one)?.order ?? null);
  const low = orderOf(last);
  const high = orderOf(next);
  const name = freeName(document, options.name ?? null);
  // Two windows may have given the same place: then it stands at the end of those.
  const order = orderBetween(low, high !== null && low !== null && high <= low ? null : high);
  const made: PlanChange = [
    [`scenario/${id}`, null, { name, order }],
    ...[...(source?.differences ?? [])].map(([address, difference]): ChangeEntry => [
      differenceAddress(id, address),
      null,
      difference,
    ]),
  ];
  const more =
    options.changes === undefined ? [] : changeInScenario(applyChange(document, made), id, options.changes);
  return {
    ...edit([...made, ...more], name, compareMessages.created(name, scenarioName(document, from))),
    scenario: id,
  };
}

export function renameScenario(document: Plan, scenario: ScenarioId, name: string): Outcome {
  const found = document.scenarios.get(scenario);
  const trimmed = name.trim();
  if (found === undefined) return gone();
  if (trimmed === "") return refuse("scenario-name-empty", compareMessages.nameEmpty());
  if (trimmed === found.name) return { kind: "nothing", text: "", offers: [] };
  if (isTaken(document, trimmed, scenario)) {
    return refuse("scenario-name-taken", compareMessages.nameTaken(trimmed));
  }
  const change: PlanChange = [[`scenario/${scenario}/name`, found.name, trimmed]];
  return edit(change, trimmed, compareMessages.renamed(found.name, trimmed));
}

/** Moves a tab to a place among the scenarios, 0 the first after the base. */
export function moveScenario(document: Plan, scenario: ScenarioId, place: number): Outcome {
  const found = document.scenarios.get(scenario);
  if (found === undefined) return gone();
  const ids = orderedIds(document.scenarios);
  const others = ids.filter((id) => id !== scenario);
  const at = Math.max(0, Math.min(others.length, place));
  if (ids.indexOf(scenario) === at) return { kind: "nothing", text: "", offers: [] };
  const orderAt = (i: number): string | null => {
    const id = others[i];
    return id === undefined ? null : (document.scenarios.get(id)?.order ?? null);
  };
  const [low, high] = [orderAt(at - 1), orderAt(at)];
  const order = orderBetween(low, high !== null && low !== null && high <= low ? null : high);
  const change: PlanChange = [[`scenario/${scenario}/order`, found.order, order]];
  return edit(change, found.name, compareMessages.moved(found.name, at + 1));
}

export function deleteScenario(document: Plan, scenario: ScenarioId): Outcome {
  const found = document.scenarios.get(scenario);
  if (found === undefined) return gone();
  return edit(removeScenario(document, scenario), found.name, compareMessages.removed(found.name));
}

/** The differences at some addresses go: the scenario follows the base there again. */
export function dropDifferences(
  document: Plan,
  scenario: ScenarioId,
  addresses: readonly Address[],
  what: string,
): Outcome {
  const found = document.scenarios.get(scenario);
  if (found === undefined) return gone();
  const change = addresses.flatMap((address): ChangeEntry[] => {
    const difference = found.differences.get(address);
    return difference === undefined ? [] : [[differenceAddress(scenario, address), difference, null]];
  });
  return edit(change, what, compareMessages.dropped(what, found.name), { effect: true });
}

/** What a scenario has at some addresses, made another's too. */
export function copyDifferences(
  document: Plan,
  from: ScenarioId,
  to: ScenarioId,
  addresses: readonly Address[],
  what: string,
): Outcome {
  const [source, goal] = [document.scenarios.get(from), document.scenarios.get(to)];
  if (source === undefined || goal === undefined) return gone();
  const chosen = new Set(addresses);
  const change = differencesAsChange(source).filter(([address]) => chosen.has(address));
  return edit(
    changeInScenario(document, to, change),
    what,
    compareMessages.copied(what, source.name, goal.name),
  );
}

/**
 * The change that makes a scenario's differences at some addresses the base's, and ends them as differences. The
 * scenario's sheet stays as it was; the others follow the base where they do not differ from it themselves. [SC7]
 */
export function takingIntoBase(
  document: Plan,
  scenario: ScenarioId,
  addresses: readonly Address[],
): PlanChange {
  const found = document.scenarios.get(scenario);
  if (found === undefined) return [];
  const chosen = new Set(addresses);
  const change: ChangeEntry[] = [];
  let base = document;
  for (const [address, , is] of differencesAsChange(found)) {
    if (!chosen.has(address) || !hasPlace(base, address)) continue;
    const entry: ChangeEntry = [address, valueAt(base, address, is), is];
    base = applyChange(base, [entry]);
    change.push(entry);
  }
  const taken = change.map(([address]): ChangeEntry => {
    return [differenceAddress(scenario, address), found.differences.get(address) ?? null, null];
  });
  return [...change, ...taken];
}

/** A field's address has a place only where its record is. */
function hasPlace(plan: Plan, address: Address): boolean {
  const parsed = parseAddress(address);
  return parsed?.kind !== "field" || parsed.record !== "goal" || plan.goals.has(parsed.id);
}

export function takeIntoBase(
  document: Plan,
  scenario: ScenarioId,
  addresses: readonly Address[],
  what: string,
): Outcome {
  const found = document.scenarios.get(scenario);
  if (found === undefined) return gone();
  const change = takingIntoBase(document, scenario, addresses);
  return edit(change, what, compareMessages.taken(what, found.name), { effect: true });
}

/** What a change of the document would do to the answers of others, a line each that it moves. */
export function effectsOnOthers(
  document: Plan,
  change: PlanChange,
  except: ScenarioId | null,
  speak: Speak,
): string[] {
  const next = applyChange(document, change);
  return tabsOf(document).flatMap((id) => {
    if (id !== null && id === except) return [];
    const before = headlinesOf(new Workbook(planOfScenario(document, id)), speak);
    const after = headlinesOf(new Workbook(planOfScenario(next, id)), speak);
    const moved = new Map([...after].filter(([row, now]) => before.get(row)?.text !== now.text));
    const effect = effectOf(before, moved);
    return effect === "" ? [] : [compareMessages.effectOn(scenarioName(document, id), effect)];
  });
}

/** The scenario that a change lies in alone, for undo to go there; null for one of the base, or of several. */
export function scenarioOfChange(change: PlanChange): ScenarioId | null {
  let only: ScenarioId | null = null;
  for (const [address] of change) {
    const parsed = parseAddress(address);
    if (parsed?.kind !== "difference") return null;
    if (only !== null && only !== parsed.scenario) return null;
    only = parsed.scenario;
  }
  return only;
}

/** Addresses of the differences that can be seen: those that do not say what the base says by now. */
export function seenDifferences(document: Plan, scenario: ScenarioId): Address[] {
  const found = document.scenarios.get(scenario);
  return [...(found?.differences ?? [])].flatMap(([address, difference]) =>
    isSilent(document, address, difference) ? [] : [address],
  );
}
