import {
  cellAddress,
  isSameCell,
  isSameValue,
  keyOfOrdinal,
  lengthOfKey,
  parseAddress,
  valueAt,
} from "../core/index.ts";
import type { Address, AddressValue, CellBlock, ChangeEntry, Plan, PlanChange } from "../core/index.ts";
import type { LogEntry } from "../store/entry.ts";
import { isOverlapping } from "./overlap.ts";

/** What can be taken back, and what can be done again: the last one first in turn. */
export interface UndoStack {
  /** Edits and redos. */
  readonly undo: readonly LogEntry[];
  /** Undos. */
  readonly redo: readonly LogEntry[];
}

/**
 * The undo and redo stacks of some authors, from a plan's log (or the last part of one, oldest first). [UD1]
 *
 * Taking back is an entry like any other, which names the one it takes back: so the stacks survive closing,
 * and what one tab took back no other tab takes back again.
 */
export function undoStackOf(log: readonly LogEntry[], isMine: (author: string) => boolean): UndoStack {
  const undo: LogEntry[] = [];
  let redo: LogEntry[] = [];
  for (const entry of log) {
    if (entry.takesBack !== undefined) {
      drop(undo, entry.takesBack);
      drop(redo, entry.takesBack);
    }
    // An undo that found everything changed by others did nothing: there is nothing to do again.
    if (!isMine(entry.author) || entry.change.length === 0) continue;
    // A step that stands for several is history: taken back as one it would take a day's work away.
    if (entry.from !== undefined) continue;
    if (entry.kind === "undo") {
      redo.push(entry);
      continue;
    }
    undo.push(entry);
    if (entry.kind === "edit") redo = [];
  }
  return { undo, redo };
}

function drop(stack: LogEntry[], id: string): void {
  const at = stack.findLastIndex((entry) => entry.id === id);
  if (at >= 0) stack.splice(at, 1);
}

export interface TakenBack {
  /** The change to make; empty if there is nothing left of the entry to take back. */
  readonly change: PlanChange;
  /** Addresses left as they are, because another author changed them since. */
  readonly skipped: readonly Address[];
}

/**
 * The change that takes an entry of the log back, on the plan as it is now. [UD2]
 *
 * What another author changed since is left alone, unless it stands as the entry left it. In a run of cells
 * of the base that holds cell by cell. A thing that was made is not taken away when another author worked in it since.
 */
export function takeBack(
  plan: Plan,
  log: readonly LogEntry[],
  entry: LogEntry,
  isMine: (author: string) => boolean,
): TakenBack {
  const at = log.findLastIndex(({ id }) => id === entry.id);
  const others = log
    .slice(at + 1)
    .filter(({ author }) => !isMine(author))
    .flatMap(({ change }) => change);
  const change: ChangeEntry[] = [];
  const skipped: Address[] = [];
  for (const [address, before, after] of entry.change.toReversed()) {
    const touched = others.filter((other) => isOverlapping(address, after, other[0], other[2]));
    const now = valueAt(plan, address, after);
    if (touched.length === 0) {
      change.push([address, now, before]);
    } else if (isBlock(now) && isBlock(before) && isBlock(after)) {
      const { block, kept } = takeBackRun(address, { before, after, now }, touched);
      change.push([address, now, block]);
      skipped.push(...kept);
    } else if (isSameValue(now, after) && !isTakenAway(address, before)) {
      change.push([address, now, before]);
    } else {
      skipped.push(address);
    }
  }
  const isNothing = change.every(([, now, next]) => isSameValue(now, next));
  return { change: isNothing && skipped.length > 0 ? [] : change, skipped };
}

/** Does a record end by this? Then what others put under it counts, whatever the record itself says. */
function isTakenAway(address: Address, before: AddressValue | null): boolean {
  return before === null && parseAddress(address)?.kind === "record";
}

function isBlock(value: AddressValue | null): value is CellBlock {
  return typeof value === "object" && value !== null && "cells" in value;
}

/** A run taken back cell by cell; `kept` are the runs of one cell that others changed. */
function takeBackRun(
  address: Address,
  { before, after, now }: Readonly<Record<"before" | "after" | "now", CellBlock>>,
  touched: PlanChange,
): { block: CellBlock; kept: Address[] } {
  const kept: Address[] = [];
  const cells = now.cells.map((current, i) => {
    const here = addressWithin(address, i);
    const isTouched = touched.some(([other, , value]) => isOverlapping(here, null, other, value));
    if (!isTouched || isSameCell(current, after.cells[i] ?? null)) return before.cells[i] ?? null;
    kept.push(here);
    return current;
  });
  return { block: { cells }, kept };
}

/** Address of the i-th cell of a run. */
function addressWithin(address: Address, i: number): Address {
  const parsed = parseAddress(address);
  const length = lengthOfKey(address.slice(address.lastIndexOf("/") + 1));
  if (parsed?.kind !== "cells" || length === undefined) return address;
  return cellAddress(parsed.row, parsed.line, keyOfOrdinal(length, parsed.ordinal + i));
}
