import type { NewId } from "../core/index.ts";

/*
 * Whose edits may be taken back here? A tab has an id, which it remembers over a reload, and holds a Web Lock
 * of that name as long as it lives. The browser lets the lock go when the tab is gone, whatever ended it. A tab
 * that opens a plan takes over the locks of authors that are gone: their edits are its own from then on, and
 * no second tab's, so that undo works after closing and opening again and two tabs never undo the same edit.
 */

/** As much of the page's LockManager as is used. */
export interface Locks {
  request(
    name: string,
    options: { ifAvailable?: boolean; signal?: AbortSignal },
    callback: (lock: unknown) => Promise<void>,
  ): Promise<unknown>;
}

export interface TabOptions {
  /** Nothing where the browser has no locks: then there is taken to be one tab, and all edits are its own. */
  readonly locks: Locks | undefined;
  /** The tab's own memory: sessionStorage. */
  readonly memory: Pick<Storage, "getItem" | "setItem"> | undefined;
  readonly newId: NewId;
  /** Milliseconds to wait for the lock of the tab's remembered id, which a page being left may still hold. */
  readonly wait?: number;
}

export interface Tab {
  /** The author of what is edited in this tab. */
  readonly id: string;
  /** Is this author's work undone here? */
  isMine(author: string): boolean;
  /** Takes over those of the authors whose tabs are gone. Call it with a plan's log, and again as needed. */
  adopt(authors: Iterable<string>): Promise<void>;
  /** Lets go of everything, as if the tab were gone. */
  release(): void;
}

const MEMORY_KEY = "backcast-tab";

/** Names of locks: one an author. */
function lockName(author: string): string {
  return `backcast-tab-${author}`;
}

/** Makes this tab known. A duplicated tab remembers the id of the one it came from, which lives: it gets its own. */
export async function openTab({ locks, memory, newId, wait = 250 }: TabOptions): Promise<Tab> {
  const releases = new Map<string, () => void>();

  const hold = (author: string, patience: number): Promise<boolean> =>
    new Promise((resolve) => {
      const options = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
      const request = locks?.request(lockName(author), options, (lock) => {
        if (lock === null) {
          resolve(false);
          return Promise.resolve();
        }
        return new Promise<void>((release) => {
          releases.set(author, release);
          resolve(true);
        });
      });
      if (request === undefined) resolve(true);
      // Out of patience, or the browser refuses locks here: it is not ours.
      else request.catch(() => resolve(false));
    });

  const remembered = recall(memory);
  let id = remembered;
  if (id === null || !(await hold(id, wait))) {
    id = newId();
    await hold(id, 0);
  }
  remember(memory, id);
  const own = id;

  return {
    id: own,
    isMine: (author) => author === own || locks === undefined || releases.has(author),
    adopt: async (authors) => {
      const unknown = [...new Set(authors)].filter((author) => author !== own && !releases.has(author));
      if (locks !== undefined) await Promise.all(unknown.map((author) => hold(author, 0)));
    },
    release: () => {
      for (const release of releases.values()) release();
      releases.clear();
    },
  };
}

/** Storage that the browser refuses throws when it is touched: then the tab has no memory. */
function recall(memory: TabOptions["memory"]): string | null {
  try {
    return memory?.getItem(MEMORY_KEY) ?? null;
  } catch {
    return null;
  }
}

function remember(memory: TabOptions["memory"], id: string): void {
  try {
    memory?.setItem(MEMORY_KEY, id);
  } catch {
    // As above: after a reload this tab is another author, and adopts the one it was.
  }
}
