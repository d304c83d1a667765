import { backupMessages, foundingPlan, storeMessages } from "../core/index.ts";
import type { NewId, Plan } from "../core/index.ts";
import { resultsOf } from "../csv/compute.ts";
import type { StoreFailure } from "../store/failure.ts";
import type { BackupPlan } from "../store/backup.ts";
import type { PlanInfo, Store } from "../store/store.ts";
import type { Saver } from "../store/saver.ts";
import { createSaver } from "../store/saver.ts";
import type { Tab } from "../store/tabs.ts";
import { Backups } from "./backup/backups.svelte.ts";
import type { BackupPorts, Preview } from "./backup/backups.svelte.ts";
import { History } from "./history/history.svelte.ts";
import { Session } from "./session.svelte.ts";
import type { Speak } from "./speak.ts";
import { newPlan } from "./new-plan.ts";
import { savingOf } from "./saving.ts";
import { readView } from "./view.ts";
import { Workbook } from "./workbook.ts";

/** What the desk needs of the world. */
export interface DeskPorts {
  readonly store: Store;
  readonly tab: Tab;
  readonly speakIn: (currency: string) => Speak;
  readonly now: () => number;
  readonly newId: NewId;
  /** A moment for people: "12 Nov 2026, 14:05". */
  readonly timeText: (time: number) => string;
  /** What backups need of the browser. */
  readonly backup: Omit<BackupPorts, "store" | "now" | "newId" | "flush">;
}

/** A plan that could not be opened, and why. */
export interface DamagedPlan {
  readonly id: string;
  readonly title: string;
  readonly failure: StoreFailure;
}

/** Milliseconds by which a plan may seem to be edited in the future: two computers' clocks, summer time. */
const CLOCK_SLACK = 2 * 60 * 60 * 1000;

/** The plan that this device had open last. */
const LAST_PLAN = "last plan";

/**
 * The plans of this browser, and the one that is open. Everything that fails is said in `trouble`, in words,
 * and leaves what was there.
 */
export class Desk {
  session: Session | null = $state.raw(null);
  plans: readonly PlanInfo[] = $state.raw([]);
  removed: readonly PlanInfo[] = $state.raw([]);
  trouble = $state("");
  /** The first visit opens the founding example, with one quiet line. */
  isExample = $state(false);
  /** Rises whenever another plan is opened: the grid starts anew. */
  opened = $state(0);
  planId: string | null = $state(null);
  /** Plans that could not be opened because something stored cannot be read. */
  damaged: readonly DamagedPlan[] = $state.raw([]);
  /** The open plan was edited later than it is now, by this computer's clock. */
  clock: { readonly now: number; readonly edited: number } | null = $state.raw(null);
  /** There was data in this browser and the database was found empty. */
  isDataMissing = $state(false);

  readonly store: Store;
  readonly history: History;
  readonly backups: Backups;
  readonly #ports: DeskPorts;
  #saver: Saver | null = null;

  constructor(ports: DeskPorts) {
    this.#ports = ports;
    this.store = ports.store;
    this.isDataMissing = ports.store.isDataMissing;
    const flush = async (): Promise<void> => {
      await this.#saver?.flush();
    };
    this.history = new History(() => ({ id: this.planId, session: this.session }), {
      ...ports,
      author: ports.tab.id,
      flush,
    });
    this.backups = new Backups({ ...ports, ...ports.backup, flush });
    this.store.watch((list) => {
      if (list.ok) this.plans = list.value;
      else this.trouble = list.error.text;
    });
    this.store.onLost((failure) => {
      this.trouble = failure.text;
      const isUnsaved = (this.#saver?.pending.length ?? 0) > 0;
      if (this.session !== null) this.session.saving = { state: "readonly", why: failure.text, isUnsaved };
    });
  }

  /** This window, as the author of its steps. */
  get author(): string {
    return this.#ports.tab.id;
  }

  /** What the screen shows: the open plan, or how it was. */
  get shown(): Session | null {
    return this.history.past ?? this.session;
  }

  /** What is missing is back, or done without: it is spoken of no more. */
  acceptMissing(): void {
    this.isDataMissing = false;
    this.store.acceptMissing();
  }

  /** Puts plans of a backup back and opens the first of them; "" or why it failed. */
  async restoreBackup(preview: Preview, plans: readonly BackupPlan[]): Promise<string> {
    const done = await this.backups.putBack(preview, plans);
    if ("trouble" in done) return done.trouble;
    this.acceptMissing();
    this.isExample = false;
    const first = plans.findIndex(({ record }) => record.removed === null);
    const id = done[Math.max(0, first)];
    if (id !== undefined) await this.open(id);
    this.session?.tell([{ text: backupMessages.restored(plans.length) }]);
    return "";
  }

  /** Stores a plan from elsewhere under a title of its own, and opens it. */
  addBeside(plan: Plan): Promise<boolean> {
    return this.add({ ...plan, settings: { ...plan.settings, title: this.#freeTitle(plan.settings.title) } });
  }

  /** Opens what was open last, else the plan last edited, else the founding example. */
  async start(): Promise<void> {
    const last = await this.store.device.get(LAST_PLAN);
    const list = await this.store.list();
    if (!list.ok) {
      this.trouble = list.error.text;
      return;
    }
    const remembered = list.value.filter(({ id }) => last.ok && id === last.value);
    for (const { id } of new Set([...remembered, ...list.value])) if (await this.open(id)) return;
    const made = await this.store.create(foundingPlan(), { ifNone: list.value.length === 0 });
    if (!made.ok) {
      this.trouble = made.error.text;
      this.#showUnsaved(foundingPlan(), made.error.text);
      return;
    }
    this.isExample = made.value.revision === 0;
    await this.open(made.value.id);
  }

  /** A plan that cannot be stored here is still shown, and the screen says that it is not saved. */
  #showUnsaved(plan: Plan, why: string): void {
    this.session = this.#sessionOf(plan, [], null, () => undefined);
    this.session.saving = { state: "failed", why, isUnsaved: true };
    this.opened++;
  }

  #sessionOf(
    plan: Plan,
    log: ConstructorParameters<typeof Session>[1],
    view: ConstructorParameters<typeof Session>[2],
    save: (entry: Parameters<Saver["push"]>[0]) => void,
    saveView: (view: unknown) => void = () => undefined,
  ): Session {
    const { tab, newId, now, speakIn } = this.#ports;
    return new Session(plan, log, view, {
      speak: speakIn(plan.settings.currency),
      now,
      newId,
      author: tab.id,
      isMine: (author) => tab.isMine(author),
      save,
      saveView,
    });
  }

  /** How numbers of a currency are said to this reader. */
  speakIn(currency: string): Speak {
    return this.#ports.speakIn(currency);
  }

  async open(id: string): Promise<boolean> {
    const left = await this.#saver?.flush();
    if (left?.status === "failed" && id !== this.planId) {
      this.trouble = storeMessages.unsavedHere(left.failure.text);
      return false;
    }
    const loaded = await this.store.load(id);
    if (!loaded.ok) {
      const failure = loaded.error;
      const title = this.plans.find((info) => info.id === id)?.title ?? "";
      if (failure.code === "damaged")
        this.damaged = [...this.damaged.filter((each) => each.id !== id), { id, title, failure }];
      else this.trouble = failure.text;
      return false;
    }
    const { plan, log, revision, info } = loaded.value;
    const now = this.#ports.now();
    this.clock = info.edited - now > CLOCK_SLACK ? { now, edited: info.edited } : null;
    await this.#ports.tab.adopt(log.map(({ author }) => author));
    const view = await this.store.device.get(`view ${id}`);
    // What is shown is what a reload at this very moment would show.
    await this.store.device.set(LAST_PLAN, id);
    this.#saver?.close();
    this.history.reset();
    const session = this.#sessionOf(
      plan,
      log,
      view.ok ? readView(view.value, plan) : null,
      (entry) => this.#saver?.push(entry),
      (next) => void this.store.device.set(`view ${id}`, $state.snapshot(next)),
    );
    const saver = createSaver(this.store, id, revision, {
      onState: (state) => {
        session.saving = savingOf(state, this.store);
      },
      onSettled: (settled) => session.receive(settled),
    });
    this.#saver = saver;
    session.saving = savingOf(saver.state, this.store);
    this.session = session;
    this.planId = id;
    this.opened++;
    this.trouble = "";
    void this.#recall(id, session, log[0]?.revision ?? 0);
    return true;
  }

  /** Opens a copy of a damaged plan as it was at the last revision that can be read; the plan itself stays. */
  async recover(id: string, title: string, readable: number): Promise<void> {
    const before = await this.store.loadAt(id, readable);
    if (!before.ok) {
      this.trouble = before.error.text;
      return;
    }
    const { settings } = before.value;
    const name = this.#freeTitle(storeMessages.recovered(title === "" ? settings.title : title));
    if (await this.add({ ...before.value, settings: { ...settings, title: name } })) this.dismissDamage(id);
  }

  dismissDamage(id: string): void {
    this.damaged = this.damaged.filter((each) => each.id !== id);
  }

  /** Fetches older steps, so that undo reaches back to the beginning. */
  async #recall(id: string, session: Session, before: number): Promise<void> {
    let first = before;
    while (first > 1 && this.session === session) {
      const older = await this.store.readLog(id, first, 500);
      if (!older.ok || older.value.length === 0) return;
      await this.#ports.tab.adopt(older.value.map(({ author }) => author));
      session.recall(older.value);
      const oldest = older.value[0];
      first = oldest?.from ?? oldest?.revision ?? 0;
    }
    // Nothing waits for it; where it fails, old history is merely longer. [TH1]
    if (this.session === session) void this.store.thin(id);
  }

  /** A new plan: of a template, or an empty one with the open plan's currency and periods. */
  async newPlan(template: string | null): Promise<void> {
    const plan = newPlan(template, this.session?.plan.settings ?? null);
    await this.add({ ...plan, settings: { ...plan.settings, title: this.#freeTitle(plan.settings.title) } });
  }

  /** Stores a new plan and opens it. */
  async add(plan: Plan): Promise<boolean> {
    const made = await this.store.create(plan);
    if (!made.ok) {
      this.trouble = made.error.text;
      return false;
    }
    this.isExample = false;
    return this.open(made.value.id);
  }

  async duplicate(id: string): Promise<void> {
    await this.#saver?.flush();
    const title = this.plans.find((plan) => plan.id === id)?.title ?? "";
    const made = await this.store.duplicate(id, this.#freeTitle(title));
    if (made.ok) await this.open(made.value.id);
    else this.trouble = made.error.text;
  }

  /** Renames a plan of the list; the open one by an edit that can be undone. */
  async rename(id: string, title: string): Promise<void> {
    if (title.trim() === "") return;
    if (id === this.planId) this.session?.setTitle(title);
    else {
      const renamed = await this.store.rename(id, title.trim());
      if (!renamed.ok) this.trouble = renamed.error.text;
    }
  }

  /** Deletes a plan so that it can be brought back; opens another one if it was open. */
  async remove(id: string): Promise<void> {
    await this.#saver?.flush();
    const gone = await this.store.remove(id);
    if (!gone.ok) {
      this.trouble = gone.error.text;
      return;
    }
    await this.listRemoved();
    if (id !== this.planId) return;
    const next = this.plans.find((plan) => plan.id !== id);
    if (next === undefined || !(await this.open(next.id))) await this.newPlan(null);
  }

  async restore(id: string): Promise<void> {
    const back = await this.store.restore(id);
    if (back.ok) await this.open(id);
    else this.trouble = back.error.text;
    await this.listRemoved();
  }

  async listRemoved(): Promise<void> {
    const list = await this.store.list("removed");
    if (list.ok) this.removed = list.value;
  }

  /** A title that no other plan of this browser has: "Spring launch 2". */
  #freeTitle(title: string): string {
    const taken = new Set(this.plans.map((plan) => plan.title));
    if (!taken.has(title)) return title;
    const stem = title.replace(/ \d+$/, "");
    for (let n = 2; ; n++) if (!taken.has(`${stem} ${n}`)) return `${stem} ${n}`;
  }

  /** The open plan as a file: its name and its text. */
  async exportCsv(date: string): Promise<{ name: string; text: string } | null> {
    const session = this.shown;
    if (session === null) return null;
    const [{ fileName }, { writePlan }] = await Promise.all([
      import("../csv/name.ts"),
      import("../csv/write.ts"),
    ]);
    const base = session.plan === session.document ? session.book : new Workbook(session.document);
    return { name: fileName(session.document, date), text: writePlan(session.document, resultsOf(base)) };
  }

  /** Nothing may be lost when the page goes: what waits is sent off. */
  leave(): void {
    this.#saver?.leave();
  }

  /** The page came back: other windows may have written meanwhile. */
  look(): void {
    this.#saver?.look();
  }

  retry(): void {
    this.#saver?.retry();
  }
}
