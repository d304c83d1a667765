import { parseAddress } from "../core/index.ts";
import type { GoalId, Plan } from "../core/index.ts";
import { mergeLog } from "../store/entry.ts";
import type { LogEntry, StoredEntry } from "../store/entry.ts";
import type { Settled } from "../store/saver.ts";
import { clashOf } from "./clash.ts";
import type { Clash } from "./clash.ts";
import { takeBack, undoStackOf } from "./undo.ts";
import type { TakenBack } from "./undo.ts";

/**
 * The steps since the log began, in the store's order, and which of them are this tab's to take back or to do
 * again.
 */
export class Trail {
  #log: readonly (LogEntry | StoredEntry)[] = $state.raw([]);
  readonly #isMine: (author: string) => boolean;
  readonly #stacks = $derived.by(() => undoStackOf(this.#log, this.#isMine));

  constructor(log: readonly StoredEntry[], isMine: (author: string) => boolean) {
    this.#isMine = isMine;
    this.#log = log;
  }

  /** Every step, oldest first. */
  get log(): readonly (LogEntry | StoredEntry)[] {
    return this.#log;
  }

  /** The step that would be taken back next (undo), or done again (redo). */
  next(kind: "undo" | "redo"): LogEntry | undefined {
    return this.#stacks[kind].at(-1);
  }

  /** Whether nobody else has changed anything: then, with nothing left to undo, the plan is as it was opened. */
  get isOurs(): boolean {
    return this.#log.every(({ author }) => this.#isMine(author));
  }

  /** What taking a step back comes to in a plan. */
  takeBack(plan: Plan, entry: LogEntry): TakenBack {
    return takeBack(plan, this.#log, entry, this.#isMine);
  }

  push(entry: LogEntry): void {
    this.#log = [...this.#log, entry];
  }

  /**
   * Gives steps their place in the store's order; the labels of those that were not known, and whether they met
   * with what was just done here.
   */
  settle({ entries, pending }: Settled): {
    readonly labels: readonly string[];
    readonly clash: Clash | null;
  } {
    const known = new Set(this.#log.map((entry) => entry.id));
    const news = entries.filter((entry) => !known.has(entry.id));
    this.#log = mergeLog(this.#log, entries, pending);
    const labels = [...new Set(news.map((entry) => entry.label))];
    return { labels, clash: clashOf(this.#log, news, this.#isMine) };
  }

  /** Steps from before the log's first: undo reaches further back. */
  recall(entries: readonly StoredEntry[]): void {
    if (entries.length === 0) return;
    const pending = this.#log.filter((entry) => !("revision" in entry));
    this.#log = mergeLog(this.#log, entries, pending);
  }

  /** The goal that the last step made or moved. */
  get lastGoal(): GoalId | undefined {
    for (const [address] of this.#log.at(-1)?.change ?? []) {
      const parsed = parseAddress(address);
      if ((parsed?.kind === "record" || parsed?.kind === "field") && parsed.record === "goal")
        return parsed.id;
    }
    return undefined;
  }
}
