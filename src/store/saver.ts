import type { Plan } from "../core/index.ts";
import { applyEntries, rebaseEntries } from "./entry.ts";
import type { LogEntry, StoredEntry } from "./entry.ts";
import type { StoreFailure } from "./failure.ts";
import type { Appended } from "./log.ts";
import type { Store } from "./store.ts";

/** What the screen may say. `saved` is true only of what a completed transaction holds. */
export type SaveState =
  | { readonly status: "saved" }
  | { readonly status: "saving"; readonly count: number }
  | { readonly status: "failed"; readonly count: number; readonly failure: StoreFailure };

/** Entries have their place in the store's order. */
export interface Settled {
  /** Those whose place is new, oldest first: other tabs' and our own. */
  readonly entries: readonly StoredEntry[];
  /** Our own that still wait; where other tabs wrote, each `before` is read anew. */
  readonly pending: readonly LogEntry[];
  /** What the screen has to show now because other tabs wrote; null where they did not. */
  readonly plan: Plan | null;
}

export interface SaverEvents {
  readonly onState: (state: SaveState) => void;
  /** Show the plan, if there is one, and bring the log up to date: `mergeLog(log, entries, pending)`. */
  readonly onSettled: (settled: Settled) => void;
}

export interface Saver {
  readonly state: SaveState;
  /** The last revision of the store that the plan on the screen has in it. */
  readonly revision: number;
  /** Entries that are not saved yet, oldest first. */
  readonly pending: readonly LogEntry[];
  /** Saves an entry whose change is on the screen already. Tries again what failed before. */
  push(entry: LogEntry): void;
  /** Tries again what failed. */
  retry(): void;
  /** Looks for what other tabs wrote: after the page was frozen, say, when it may have heard nothing. */
  look(): void;
  /** Settles when nothing is left to be saved or looked at, or saving failed. */
  flush(): Promise<SaveState>;
  /** Sends off all that waits, without waiting for what is under way: the page is being left. */
  leave(): void;
  /** Stops listening to other tabs. What waits is still saved. */
  close(): void;
}

/**
 * Keeps one open plan and its store together.
 *
 * The plan on the screen is always: the store's plan at `revision`, then `pending`. Entries go to the store in
 * order; what is typed while a transaction runs goes into the next one together, so that a slow disk never
 * falls behind (each entry stays its own step; a transaction is whole or not at all). When another tab was
 * first, its entries come in front of those that wait, and the screen is made anew from the store's plan:
 * applying theirs over ours would not give the same where something was made or taken away.
 */
export function createSaver(store: Store, planId: string, revision: number, events: SaverEvents): Saver {
  let queue: readonly LogEntry[] = [];
  let known = revision;
  let failure: StoreFailure | null = null;
  let hasNews = false;
  let running: Promise<void> | null = null;
  let state: SaveState = { status: "saved" };

  const tell = (): void => {
    const count = queue.length;
    const next: SaveState =
      count === 0
        ? { status: "saved" }
        : failure !== null
          ? { status: "failed", count, failure }
          : { status: "saving", count };
    const same = next.status === state.status && (state.status === "saved" || state.count === count);
    if (same && (next.status !== "failed" || (state.status === "failed" && state.failure === failure)))
      return;
    state = next;
    events.onState(state);
  };

  /** Takes in what the store holds after `known`, in its order. */
  const settle = ({ revision: last, entries: all, plan }: Appended): void => {
    const entries = all.filter((entry) => entry.revision > known);
    if (entries.length === 0) return;
    const waiting = new Set(queue.map(({ id }) => id));
    const stored = new Set(entries.map(({ id }) => id));
    const isBehind = entries.some(({ id }) => !waiting.has(id));
    queue = queue.filter(({ id }) => !stored.has(id));
    if (isBehind) queue = rebaseEntries(plan, queue);
    known = last;
    events.onSettled({ entries, pending: queue, plan: isBehind ? applyEntries(plan, queue) : null });
  };

  const save = async (): Promise<boolean> => {
    const result = await store.append(planId, queue, known);
    if (!result.ok) {
      // `leave` may have stored it meanwhile.
      if (queue.length > 0) failure = result.error;
      return false;
    }
    settle(result.value);
    failure = null;
    return true;
  };

  const fetchNews = async (): Promise<boolean> => {
    hasNews = false;
    const result = await store.readNews(planId, known);
    if (result.ok) settle(result.value);
    return result.ok;
  };

  const run = async (): Promise<void> => {
    let goesOn = true;
    while (goesOn && (queue.length > 0 || hasNews)) {
      tell();
      // An append brings the others' entries as well.
      goesOn = queue.length > 0 ? await save() : await fetchNews();
    }
  };

  const start = (): void => {
    failure = null;
    tell();
    running ??= run().finally(() => {
      running = null;
      tell();
    });
  };

  const stop = store.subscribe(planId, (last) => {
    if (last <= known) return;
    hasNews = true;
    if (failure === null) start();
  });

  return {
    get state() {
      return state;
    },
    get revision() {
      return known;
    },
    get pending() {
      return queue;
    },
    push: (entry) => {
      queue = [...queue, entry];
      start();
    },
    retry: start,
    look: () => {
      hasNews = true;
      start();
    },
    flush: async () => {
      while (running !== null) await running;
      return state;
    },
    leave: () => {
      if (queue.length === 0) return;
      // Transactions run in order, and what the first one stores the second does not store again.
      void store.append(planId, queue, known).then((result) => {
        if (!result.ok) return;
        settle(result.value);
        failure = null;
        tell();
      });
    },
    close: stop,
  };
}
