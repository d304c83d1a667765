import { applyChange, differenceAddress, parseAddress, valueAt } from "../core/index.ts";
import type { ChangeEntry, Plan, PlanChange } from "../core/index.ts";

/** `undo` takes back an edit or a redo; `redo` takes back an undo. */
export type EntryKind = "edit" | "undo" | "redo";

/**
 * One step in a plan's log: what one action of a person changed.
 *
 * An entry has an id of its own from the moment it is made, before the store gives it a revision: so it can be
 * undone while it is still unsaved (a full disk), and storing it twice is noticed.
 */
export interface LogEntry {
  readonly id: string;
  readonly change: PlanChange;
  /** What undo calls it: `Demo to sale 20% → 18%`. */
  readonly label: string;
  /** The tab that made it. */
  readonly author: string;
  /** Milliseconds since 1970 by that tab's clock. Only shown: order is the revision's. */
  readonly time: number;
  readonly kind: EntryKind;
  /** Id of the entry that an undo or redo takes back. */
  readonly takesBack?: string;
  /** Of a stored step that stands for several older ones: the first of their revisions. [TH1] */
  readonly from?: number;
}

/** An entry as the store keeps it: its place in the plan's one order. The created plan is revision 0. */
export interface StoredEntry extends LogEntry {
  readonly revision: number;
}

/**
 * The change with each `before` read anew from the plan that it will stand on: another tab was first, and
 * undo must give back what that tab left. What the change does is untouched; a scenario that it takes away
 * takes differences with it that the other tab made, so these are said too.
 */
export function rebaseChange(plan: Plan, change: PlanChange): PlanChange {
  const named = new Set(change.map(([address]) => address));
  return change.flatMap(([address, , after]): PlanChange => {
    const parsed = after === null ? parseAddress(address) : undefined;
    const scenario =
      parsed?.kind === "record" && parsed.record === "scenario" ? plan.scenarios.get(parsed.id) : undefined;
    const lost: ChangeEntry[] = [];
    for (const [inner, difference] of scenario?.differences ?? []) {
      const at = differenceAddress(address.slice(address.indexOf("/") + 1), inner);
      if (!named.has(at)) lost.push([at, difference, null]);
    }
    return [...lost, [address, valueAt(plan, address, after), after]];
  });
}

/** The plan after some entries. */
export function applyEntries(plan: Plan, entries: readonly LogEntry[]): Plan {
  return entries.reduce((current, entry) => applyChange(current, entry.change), plan);
}

/** Entries that wait behind a plan, each `before` read anew from what stands in front of it. */
export function rebaseEntries(plan: Plan, entries: readonly LogEntry[]): LogEntry[] {
  let current = plan;
  return entries.map((entry) => {
    const rebased = { ...entry, change: rebaseChange(current, entry.change) };
    current = applyChange(current, rebased.change);
    return rebased;
  });
}

/**
 * A log brought up to date: stored entries in the store's order, then those that are not stored yet in their
 * own. What is known of an entry already (by id) gives way to its stored form, or to that in `pending`.
 */
export function mergeLog(
  log: readonly LogEntry[],
  stored: readonly StoredEntry[],
  pending: readonly LogEntry[] = [],
): readonly LogEntry[] {
  const isStored = (entry: LogEntry): entry is StoredEntry => "revision" in entry;
  const storedById = new Map<string, StoredEntry>();
  for (const entry of [...log, ...stored]) if (isStored(entry)) storedById.set(entry.id, entry);
  const pendingById = new Map<string, LogEntry>();
  for (const entry of [...log, ...pending]) if (!storedById.has(entry.id)) pendingById.set(entry.id, entry);
  return [...[...storedById.values()].sort((a, b) => a.revision - b.revision), ...pendingById.values()];
}
