import type { LogEntry, StoredEntry } from "../store/entry.ts";
import { isOverlapping } from "./overlap.ts";

/** Who changed the same thing at the same time, and whose value stands now. */
export type Clash = "ours stands" | "theirs stands";

/** Milliseconds within which an edit counts as just made here: whoever made it still believes that it stands. */
const JUST_NOW = 60_000;

/**
 * Whether another window and this one have edited the same thing at once. [TA1] The later in the store's order
 * stands and the earlier stays in the history; the person is told which it is.
 *
 * log   every step in the store's order, those that still wait behind it
 * news  the steps of other windows among them that have just arrived
 */
export function clashOf(
  log: readonly LogEntry[],
  news: readonly StoredEntry[],
  isMine: (author: string) => boolean,
): Clash | null {
  let clash: Clash | null = null;
  for (const other of news) {
    const at = log.findIndex(({ id }) => id === other.id);
    const touches = (entry: LogEntry): boolean =>
      isMine(entry.author) &&
      entry.change.some(([address, , after]) =>
        other.change.some(([there, , value]) => isOverlapping(address, after, there, value)),
      );
    if (log.slice(at + 1).some(touches)) clash ??= "ours stands";
    else if (log.slice(0, at).some((entry) => other.time - entry.time < JUST_NOW && touches(entry)))
      return "theirs stands";
  }
  return clash;
}
