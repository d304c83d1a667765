import type { ChannelId, Plan, Row, RowId, ScenarioId, SectionId } from "../core/index.ts";
import { orderedIds, rowsInOrder } from "../core/index.ts";
import { BASE } from "./columns.ts";

/** What two names have in common if nobody could tell them apart: Unicode form, invisible marks, case, blanks. */
export function nameKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}

/**
 * The names under which things stand in a file: their own, or where two would clash, a numbered one. A label
 * means one thing in its column, so that a file can be read by names alone.
 */
export interface Labels {
  readonly rows: ReadonlyMap<RowId, string>;
  readonly channels: ReadonlyMap<ChannelId, string>;
  readonly sections: ReadonlyMap<SectionId, string>;
  readonly scenarios: ReadonlyMap<ScenarioId, string>;
}

/** A label that is not taken: the name, or `name (2)`. Takes it. */
export function takeLabel(name: string, taken: Set<string>): string {
  const base = nameKey(name) === "" ? "(no name)" : name;
  let label = base;
  for (let n = 2; taken.has(nameKey(label)); n++) label = `${base} (${n})`;
  taken.add(nameKey(label));
  return label;
}

function labelAll(
  ids: readonly string[],
  nameOf: (id: string) => string | undefined,
  taken = new Set<string>(),
): Map<string, string> {
  return new Map(ids.map((id) => [id, takeLabel(shorten(nameOf(id) ?? ""), taken)]));
}

/** A formula has a bound, and may say a name many times. */
const LONGEST_LABEL = 200;

function shorten(name: string): string {
  return name.length <= LONGEST_LABEL
    ? name
    : `${name.slice(0, LONGEST_LABEL).replace(/[\ud800-\udbff]$/, "")}…`;
}

export function labelsOf(plan: Plan): Labels {
  return {
    rows: labelAll(rowsInOrder(plan), (id) => plan.rows.get(id)?.name),
    channels: labelAll(orderedIds(plan.channels), (id) => plan.channels.get(id)?.name),
    sections: labelAll(orderedIds(plan.sections), (id) => plan.sections.get(id)?.name),
    scenarios: labelAll(
      orderedIds(plan.scenarios),
      (id) => plan.scenarios.get(id)?.name,
      new Set([nameKey(BASE)]),
    ),
  };
}

/**
 * The plan with labels for names, for printing and reading formulas: every name in it means one thing. A short
 * name that another row answers to is left out.
 */
export function labelPlan(plan: Plan, labels: Labels): Plan {
  const taken = new Set([...labels.rows.values()].map(nameKey));
  const rows = new Map<RowId, Row>();
  for (const id of rowsInOrder(plan)) {
    const row = plan.rows.get(id);
    const name = labels.rows.get(id);
    if (row === undefined || name === undefined) continue;
    const short = row.shortName === null ? "" : nameKey(row.shortName);
    const free = short !== "" && short.length <= LONGEST_LABEL && !taken.has(short);
    if (free) taken.add(short);
    rows.set(id, { ...row, name, shortName: free ? row.shortName : null });
  }
  const channels = new Map(
    [...plan.channels].map(([id, channel]) => [id, { ...channel, name: labels.channels.get(id) ?? "" }]),
  );
  return { ...plan, rows, channels };
}

const ID = /^[\p{L}\p{N}_.-]+$/u;

/** Whether a text can be a thing's id: no separators of keys and addresses, not the plan-wide line. */
export function isId(text: string): boolean {
  return ID.test(text) && text !== "-";
}

/** `<row>`, `<row>/<channel>`, with `#<goal>` for a goal: what stands in the column Key. */
export function printKey(row: RowId, channel: ChannelId | null, goal?: string): string {
  return `${row}${channel === null ? "" : `/${channel}`}${goal === undefined ? "" : `#${goal}`}`;
}

export interface KeyParts {
  readonly row: RowId | null;
  readonly channel: ChannelId | null;
  readonly goal: string | null;
}

/** Reads a key; what is no id in it is left out. */
export function parseKey(text: string): KeyParts {
  const [place = "", goal = ""] = text.split("#", 2);
  const [row = "", channel = ""] = place.split("/", 2);
  const idOrNull = (id: string): string | null => (isId(id) ? id : null);
  return { row: idOrNull(row), channel: idOrNull(channel), goal: idOrNull(goal) };
}
