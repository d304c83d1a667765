import type { NewId, Plan, Result } from "../core/index.ts";
import type { Backup, BackupPlan, Standing, Wanted } from "./backup.ts";
import type { DatabaseOptions } from "./database.ts";
import type { LogEntry, StoredEntry } from "./entry.ts";
import type { StoreFailure } from "./failure.ts";
import type { Appended } from "./log.ts";
import type { Moment } from "./moments.ts";
import type { Channel } from "./news.ts";

/** A plan as the list shows it. Times are milliseconds since 1970. */
export interface PlanInfo {
  readonly id: string;
  readonly title: string;
  readonly created: number;
  readonly edited: number;
  readonly revision: number;
  /** When it was deleted; null if it was not. */
  readonly removed: number | null;
  /** Where its row cannot be read, if it cannot: such a plan is listed, not hidden. */
  readonly damaged?: string;
}

export interface LoadedPlan {
  readonly info: PlanInfo;
  readonly plan: Plan;
  readonly revision: number;
  /** The last entries, oldest first; `readLog` gives what came before `log[0]`. */
  readonly log: readonly StoredEntry[];
}

export interface StoreOptions extends Partial<DatabaseOptions> {
  readonly now: () => number;
  readonly newId: NewId;
  /** This tab, as the author of what the store itself enters (a renaming from the list). */
  readonly author: string;
  /** The channel between tabs; null for none. The page's own unless said. */
  readonly channel?: Channel | null;
  /** Where the mark is kept that there was data: somewhere that is not lost together with the database. */
  readonly marks?: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  /** Why nothing here outlasts the page, if it does not: see memory.ts. */
  readonly unkept?: StoreFailure;
  /** Asks the browser not to clear the data by itself; called at the first real save. */
  readonly persist?: () => Promise<boolean>;
}

type Answer<T> = Promise<Result<T, StoreFailure>>;

/** Everything that outlives the tab. All failures are values; what resolved with `ok` is on the disk. */
export interface Store {
  /** Why plans can be looked at but not changed; null if they can be changed. */
  readonly readOnly: StoreFailure | null;
  /** Why nothing outlasts the page; null if it does. */
  readonly unkept: StoreFailure | null;
  /** There was data in this browser, the database was found empty, and nobody has answered that yet. */
  readonly isDataMissing: boolean;
  /** The missing data is back, or done without: it is not spoken of at the next opening. */
  acceptMissing(): void;
  /** Whether the browser promised to keep the data; null before it was asked. */
  readonly isPersisted: boolean | null;
  /** The plans, last edited first; with `removed`, the deleted ones instead. */
  list(which?: "kept" | "removed"): Answer<readonly PlanInfo[]>;
  /** Stores a new plan. With `ifNone`, only if there is none, else the plan last edited is the answer. */
  create(plan: Plan, options?: { readonly id?: string; readonly ifNone?: boolean }): Answer<PlanInfo>;
  load(id: string): Answer<LoadedPlan>;
  /** The plan as it was at a revision. */
  loadAt(id: string, revision: number): Answer<Plan>;
  /** Up to `count` entries with revisions below `before`, oldest first. */
  readLog(id: string, before: number, count: number): Answer<readonly StoredEntry[]>;
  /** What is new since a known revision: as `append` would say it, with nothing to append. */
  readNews(id: string, known: number): Answer<Appended>;
  /** Appends entries in one transaction: see `appendEntries`. Safe to repeat. */
  append(id: string, entries: readonly LogEntry[], known: number): Answer<Appended>;
  /** An edit of the plan's title, made from the list. */
  rename(id: string, title: string): Answer<PlanInfo>;
  /** A new plan that is the same but for its title; it has its own history from now on. */
  duplicate(id: string, title: string): Answer<PlanInfo>;
  /** Deletes a plan so that it can be brought back. */
  remove(id: string): Answer<PlanInfo>;
  restore(id: string): Answer<PlanInfo>;
  /** Deletes a plan with its history for good. */
  purge(id: string): Answer<void>;
  /** The named moments of a plan, oldest first. */
  moments(id: string): Answer<readonly Moment[]>;
  /** Names the moment after a revision; `time` is when the plan was so. */
  nameMoment(moment: Omit<Moment, "id">): Answer<Moment>;
  renameMoment(id: string, name: string): Answer<void>;
  /** Takes a name away; the steps around it stay, and may be thinned from then on. */
  forgetMoment(id: string): Answer<void>;
  /** The plan of a named moment. */
  loadMoment(id: string): Answer<Plan>;
  /** A backup of everything here, as the bytes of a file; and how many steps it holds. */
  backup(): Answer<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly steps: number }>;
  /** How plans of a backup stand to what is here. */
  compare(plans: readonly BackupPlan[]): Answer<readonly Standing[]>;
  /** Puts plans of a backup back, all or none, never over what is there; their ids here. */
  putBack(wanted: readonly Wanted[], device: Backup["device"]): Answer<readonly string[]>;
  /** Thins old history by the rule [TH1]; how many steps are fewer. */
  thin(id: string): Answer<number>;
  /** Told when another tab wrote to a plan. Returns what ends it. */
  subscribe(id: string, onNews: (revision: number) => void): () => void;
  /** Told the list of plans at once and whenever it may have changed, here or elsewhere. */
  watch(onList: (plans: Result<readonly PlanInfo[], StoreFailure>) => void): () => void;
  /** Small things of this device, none of a plan's. What is read is unknown input. */
  readonly device: {
    get(key: string): Answer<unknown>;
    set(key: string, value: unknown): Answer<void>;
  };
  /** Told when a newer tab makes this one give up its connection: nothing can be saved here any more. */
  onLost(listener: (failure: StoreFailure) => void): void;
  close(): void;
}
