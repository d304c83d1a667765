import type { NewId } from "../../core/index.ts";
import type { BackupPlan, Backup, Standing } from "../../store/backup.ts";
import { readBackup } from "../../store/backup.ts";
import type { Store } from "../../store/store.ts";
import { storeMessages, backupMessages as words } from "../../core/index.ts";
import { isBackupDue, LATER } from "./rule.ts";

/** A file that the browser lets this page write: as much of a FileSystemFileHandle as is used. */
export interface FileHandle {
  readonly name: string;
  createWritable(): Promise<{
    write(data: Blob): Promise<void>;
    close(): Promise<void>;
    abort(): Promise<void>;
  }>;
  /** Chromium's; a browser that lacks them asks when it is written. */
  queryPermission?(how: { readonly mode: "readwrite" }): Promise<string>;
  requestPermission?(how: { readonly mode: "readwrite" }): Promise<string>;
}

export interface BackupPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: NewId;
  /** "12 November 2026". */
  readonly dayText: (time: number) => string;
  /** Somewhere that is not lost together with the database: it knows of the last backup. */
  readonly marks: Pick<Storage, "getItem" | "setItem"> | undefined;
  /** Runs work while no other window does; null where the browser has no locks. */
  readonly alone: ((work: () => Promise<void>) => Promise<void>) | null;
  /** Whether the browser has promised to keep the data; and asking it to. */
  readonly persisted: () => Promise<boolean>;
  readonly persist: () => Promise<boolean>;
  /** What is under way is stored first. */
  readonly flush: () => Promise<void>;
}

/** What a backup holds, before any of it is put back. */
export interface Preview {
  readonly name: string;
  readonly backup: Backup;
  readonly lines: readonly { readonly plan: BackupPlan; readonly standing: Standing }[];
}

/** The last backup: when, into which file, and how many steps it held. */
interface Last {
  readonly time: number;
  readonly name: string;
  readonly steps: number;
}

const MARK = "backcast-last-backup";
/** Rows of the device's table; `backup …` is left out of backups. */
const LAST = "backup last";
const LATER_UNTIL = "backup later";
const HANDLE = "backup file";
/** A pause of so many milliseconds in the edits writes the file. */
const PAUSE = 4000;

/** Backups of this browser: made by hand or by themselves, reminded of, put back. */
export class Backups {
  last: Last | null = $state.raw(null);
  /** Steps of all plans, as stored. */
  steps = $state(0);
  isPersisted = $state(false);
  /** The file that is kept up to date; null if there is none. */
  file: FileHandle | null = $state.raw(null);
  /** `asks`: the browser wants to be asked again; `failed`: it could not be written. */
  fileState: "idle" | "asks" | "failed" = $state("idle");
  /** "Later" was said, until then. */
  laterUntil = $state(0);
  /** Whether what is stored about backups was read. */
  isReady = $state(false);
  #since: number | null = $state(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #ports: BackupPorts;

  constructor(ports: BackupPorts) {
    this.#ports = ports;
  }

  /** Reads what is known of earlier backups, and follows the plans from then on. */
  async start(): Promise<void> {
    const { store, persisted } = this.#ports;
    this.last = readLast(await read(store, LAST));
    const later = await read(store, LATER_UNTIL);
    this.laterUntil = typeof later === "number" ? later : 0;
    const handle = await read(store, HANDLE);
    if (isHandle(handle)) {
      this.file = handle;
      if ((await handle.queryPermission?.({ mode: "readwrite" })) === "prompt") this.fileState = "asks";
    }
    this.isPersisted = await persisted().catch(() => false);
    store.watch((plans) => {
      if (plans.ok) void this.#count();
    });
    await this.#count();
    this.isReady = true;
  }

  async #count(): Promise<void> {
    const { store } = this.#ports;
    const lists = [await store.list("kept"), await store.list("removed")];
    const plans = lists.flatMap((list) => (list.ok ? list.value : []));
    this.steps = plans.reduce((sum, { revision }) => sum + revision, 0);
    const made = plans.map(({ created }) => created).filter((time) => time > 0);
    this.#since = made.length === 0 ? null : Math.min(...made);
    if (this.file !== null && this.stepsSince > 0) this.#soon();
  }

  /** The last backup as remembered outside the database: for when that is gone. */
  get remembered(): { readonly name: string; readonly time: number } | null {
    return this.last ?? readLast(this.#marked());
  }

  #marked(): unknown {
    try {
      return JSON.parse(this.#ports.marks?.getItem(MARK) ?? "null");
    } catch {
      // Refused by the browser, or not ours.
      return null;
    }
  }

  /** Steps that are in no backup. */
  get stepsSince(): number {
    return Math.max(0, this.steps - (this.last?.steps ?? 0));
  }

  /** Whether a backup is reminded of. [BK1] */
  get isDue(): boolean {
    return (
      this.isReady &&
      isBackupDue({
        now: this.#ports.now(),
        since: this.last?.time ?? this.#since,
        steps: this.stepsSince,
        laterUntil: this.laterUntil,
        isPersisted: this.isPersisted,
        isKept: this.file !== null && this.fileState === "idle",
      })
    );
  }

  later(): void {
    this.laterUntil = this.#ports.now() + LATER;
    void this.#ports.store.device.set(LATER_UNTIL, this.laterUntil);
  }

  async askToPersist(): Promise<void> {
    this.isPersisted = await this.#ports.persist().catch(() => false);
  }

  /** A backup of everything as a file's content. What fails is said in words. */
  async make(): Promise<{ readonly blob: Blob; readonly steps: number } | { readonly trouble: string }> {
    await this.#ports.flush();
    const made = await this.#ports.store.backup();
    if (!made.ok) return { trouble: made.error.text };
    return { blob: new Blob([made.value.bytes], { type: "application/gzip" }), steps: made.value.steps };
  }

  /** A backup was handed over: it is the last one now. */
  async noteMade(name: string, steps: number): Promise<void> {
    await this.#note({ time: this.#ports.now(), name, steps });
  }

  async #note(last: Last): Promise<void> {
    this.last = last;
    try {
      this.#ports.marks?.setItem(MARK, JSON.stringify(last));
    } catch {
      // Where the browser refuses even that, nothing is marked.
    }
    await this.#ports.store.device.set(LAST, last);
  }

  /** Keeps a file up to date from now on. Whether it could be written. */
  async keep(handle: FileHandle): Promise<boolean> {
    this.file = handle;
    this.fileState = "idle";
    await this.#ports.store.device.set(HANDLE, handle);
    return this.#write();
  }

  async stopKeeping(): Promise<void> {
    clearTimeout(this.#timer);
    this.file = null;
    await this.#ports.store.device.set(HANDLE, null);
  }

  /** Asks the browser for the file again, from a click. */
  async allow(): Promise<void> {
    const answer = await this.file?.requestPermission?.({ mode: "readwrite" });
    if (answer === "denied") return;
    this.fileState = "idle";
    await this.#write();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#write(), PAUSE);
  }

  /** Writes the kept file now: the page is being left, or a pause has come. */
  async writeNow(): Promise<boolean> {
    if (this.file === null) return false;
    return this.stepsSince === 0 || this.#write();
  }

  /** The browser puts the new file in the old one's place once it is whole. */
  async #write(): Promise<boolean> {
    const { file } = this;
    if (file === null || this.fileState === "asks") return false;
    const work = async (): Promise<void> => {
      const made = await this.make();
      if ("trouble" in made) return;
      const stream = await file.createWritable();
      try {
        await stream.write(made.blob);
        await stream.close();
      } catch (error) {
        await stream.abort().catch(() => undefined);
        throw error;
      }
      await this.noteMade(file.name, made.steps);
    };
    try {
      await (this.#ports.alone === null ? work() : this.#ports.alone(work));
      this.fileState = "idle";
      return true;
    } catch (error) {
      const isAsked = error instanceof Error && error.name === "NotAllowedError";
      this.fileState = isAsked ? "asks" : "failed";
      return false;
    }
  }

  /** What a file holds, or why it is no backup, in words. Nothing is changed. */
  async preview(
    name: string,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Preview | { readonly trouble: string }> {
    const backup = await readBackup(bytes);
    if (!backup.ok) return { trouble: backup.error.text };
    const { plans } = backup.value;
    const standings = await this.#ports.store.compare(plans);
    if (!standings.ok) return { trouble: standings.error.text };
    const lines = plans.map((plan, i) => ({ plan, standing: standings.value[i] ?? ("new" as const) }));
    return { name, backup: backup.value, lines };
  }

  /** Puts plans of a backup back, all or none. Their ids here, or why it failed, in words. */
  async putBack(
    { name, backup }: Preview,
    plans: readonly BackupPlan[],
  ): Promise<readonly string[] | { readonly trouble: string }> {
    const day = this.#ports.dayText(backup.made);
    const wanted = plans.map((plan) => ({
      plan,
      titleOfCopy: storeMessages.backupTitle(plan.record.title, day),
    }));
    const done = await this.#ports.store.putBack(wanted, backup.device);
    if (!done.ok) return { trouble: done.error.text };
    await this.#count();
    // All that is here now came out of a file, which is therefore its backup.
    if (this.last === null) await this.#note({ time: backup.made, name, steps: this.steps });
    return done.value;
  }

  /** Whether the kept file is in trouble, in words. */
  get fileTrouble(): string {
    if (this.file === null || this.fileState === "idle") return "";
    return this.fileState === "asks" ? words.ask(this.file.name) : words.cannotWrite(this.file.name);
  }
}

async function read(store: Store, key: string): Promise<unknown> {
  const found = await store.device.get(key);
  return found.ok ? found.value : undefined;
}

function readLast(input: unknown): Last | null {
  if (typeof input !== "object" || input === null) return null;
  const { time, name, steps } = input as Partial<Record<keyof Last, unknown>>; // read field by field
  return typeof time === "number" && typeof name === "string" && typeof steps === "number"
    ? { time, name, steps }
    : null;
}

function isHandle(input: unknown): input is FileHandle {
  return typeof input === "object" && input !== null && "createWritable" in input && "name" in input;
}
