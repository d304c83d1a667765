import type { ChannelId, RowId } from "../plan/ids.ts";
import { orderedIds, rowsInOrder } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";

/** What formulas may call things by. Case and the width and number of blanks do not matter. [FO6] */
export interface Names {
  row(name: string): RowId | undefined;
  channel(name: string): ChannelId | undefined;
  /** Names and short names of all rows, as they are written; what a misspelt one is compared with. */
  rowNames(): readonly string[];
  channelNames?(): readonly string[];
}

/** One text for all ways to write the same name: compatibility forms, case and blanks made even. [FO6] */
export function foldName(name: string): string {
  return name.normalize("NFKC").replace(/\s+/gu, " ").trim().toLowerCase();
}

/** Plans never change, so a plan's names can be kept for as long as the plan is. */
const namesByPlan = new WeakMap<Plan, Names>();

/**
 * The names of a plan's rows and channels. Where two rows share a name the first on the screen has it, and a
 * name goes before another row's short name.
 */
export function namesOf(plan: Plan): Names {
  const known = namesByPlan.get(plan);
  if (known !== undefined) return known;
  const rowsByName = new Map<string, RowId>();
  const channelsByName = new Map<string, ChannelId>();
  const rowNames: string[] = [];
  const channelNames: string[] = [];
  const rows = rowsInOrder(plan);
  const add = (name: string | null | undefined, id: RowId): void => {
    if (name === null || name === undefined || foldName(name) === "") return;
    rowNames.push(name);
    if (!rowsByName.has(foldName(name))) rowsByName.set(foldName(name), id);
  };
  for (const id of rows) add(plan.rows.get(id)?.name, id);
  for (const id of rows) add(plan.rows.get(id)?.shortName, id);
  for (const id of orderedIds(plan.channels)) {
    const name = plan.channels.get(id)?.name ?? "";
    channelNames.push(name);
    if (!channelsByName.has(foldName(name))) channelsByName.set(foldName(name), id);
  }
  const names: Names = {
    row: (name) => rowsByName.get(foldName(name)),
    channel: (name) => channelsByName.get(foldName(name)),
    rowNames: () => rowNames,
    channelNames: () => channelNames,
  };
  namesByPlan.set(plan, names);
  return names;
}

/** Longest name that is compared letter by letter: keeps an answer to a hostile text quick. */
const LONGEST_COMPARED = 64;

/**
 * The name most like a text, if one is like enough to be meant: at most one wrong letter in three, and at most
 * three. Nothing for texts of one letter.
 */
export function nearestName(text: string, names: readonly string[]): string | null {
  const wanted = foldName(text);
  if (wanted.length < 2 || wanted.length > LONGEST_COMPARED) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.min(3, Math.floor(wanted.length / 3))) + 1;
  for (const name of names) {
    const candidate = foldName(name);
    if (candidate.length > LONGEST_COMPARED) continue;
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue;
    const distance = editDistance(wanted, candidate);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Letters to insert, remove, replace or swap with their neighbour to get from a to b: optimal string
 * alignment (Boytsov, "Indexing methods for approximate dictionary searching", 2011, §2.1).
 */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
