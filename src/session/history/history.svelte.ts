import { changeBetween, historyMessages as words } from "../../core/index.ts";
import type { NewId, Plan } from "../../core/index.ts";
import type { LogEntry, StoredEntry } from "../../store/entry.ts";
import type { Moment } from "../../store/moments.ts";
import type { Store } from "../../store/store.ts";
import type { Session } from "../session.svelte.ts";
import type { Speak } from "../speak.ts";
import type { Target } from "../target.ts";
import { linesOfChange } from "./lines.ts";
import { touches } from "./touches.ts";
import type { ChangeLine } from "./lines.ts";
import { PastSession } from "./past.svelte.ts";

/** A place in the history: after a step, or a moment with a name. */
export interface Spot {
  readonly revision: number;
  readonly time: number;
  readonly moment: Moment | null;
}

/** One line of the history, newest first. */
export interface HistoryStep extends Spot {
  readonly key: string;
  /** Null at the plan as it was made. */
  readonly entry: StoredEntry | null;
}

/** What the history needs of the world. */
export interface HistoryPorts {
  readonly store: Store;
  readonly now: () => number;
  readonly newId: NewId;
  readonly author: string;
  readonly speakIn: (currency: string) => Speak;
  /** "12 Nov 2026, 14:05". */
  readonly timeText: (time: number) => string;
  /** What is under way is stored first. */
  readonly flush: () => Promise<void>;
}

/**
 * The history of the open plan: its steps and named moments, and the one of them that is looked at.
 *
 * Invariant: `past` is set exactly while `spot` is, and shows the plan as it was then; the open plan goes on beside
 * it untouched, other windows' edits included.
 */
export class History {
  moments: readonly Moment[] = $state.raw([]);
  spot: Spot | null = $state.raw(null);
  past: PastSession | null = $state.raw(null);
  /** Only steps that touch this are listed. */
  only: Target | null = $state.raw(null);
  trouble = $state("");
  /** Rises whenever another session is shown: the sheet starts anew. */
  shown = $state(0);

  readonly #ports: HistoryPorts;
  readonly #live: () => { readonly id: string | null; readonly session: Session | null };
  #newest = 0;

  constructor(
    live: () => { readonly id: string | null; readonly session: Session | null },
    ports: HistoryPorts,
  ) {
    this.#live = live;
    this.#ports = ports;
  }

  /** Reads the named moments anew. */
  async refresh(): Promise<void> {
    const { id } = this.#live();
    if (id === null) return;
    const found = await this.#ports.store.moments(id);
    if (found.ok) this.moments = found.value;
    else this.trouble = found.error.text;
  }

  /** Looks at a place in the history. Of several asked for quickly the newest wins. */
  async look(spot: Spot): Promise<void> {
    const { id, session } = this.#live();
    if (id === null || session === null) return;
    const mine = ++this.#newest;
    const { store } = this.#ports;
    const loaded = await (spot.moment === null
      ? store.loadAt(id, spot.revision)
      : store.loadMoment(spot.moment.id));
    if (mine !== this.#newest) return;
    if (!loaded.ok) {
      this.trouble = loaded.error.text;
      return;
    }
    this.trouble = "";
    this.#show(loaded.value, session);
    this.spot = spot;
  }

  #show(plan: Plan, live: Session): void {
    const { currency } = plan.settings;
    if (this.past !== null && this.past.plan.settings.currency === currency) {
      this.past.turnTo(plan);
      return;
    }
    const { now, newId, author, speakIn } = this.#ports;
    this.past = new PastSession(plan, live, { speak: speakIn(currency), now, newId, author });
    this.shown++;
  }

  /** Back to now. */
  leave(): void {
    this.#newest++;
    this.trouble = "";
    if (this.past === null) return;
    this.past = null;
    this.spot = null;
    this.shown++;
  }

  /** Forgets everything: another plan is opened. */
  reset(): void {
    this.leave();
    this.moments = [];
    this.only = null;
  }

  /** When a place was, with its name if it has one. */
  sayWhen(spot: Spot): string {
    return this.#ports.timeText(spot.time);
  }

  /** Names a place in the history, or what stands now. Whether it did, and a word about it. */
  async name(spot: Spot | null, name: string): Promise<{ readonly ok: boolean; readonly text: string }> {
    const { id, session } = this.#live();
    const wanted = name.trim();
    if (id === null || session === null) return { ok: false, text: "" };
    if (wanted === "") return { ok: false, text: words.nameEmpty() };
    if (spot !== null && spot.moment !== null) {
      const done = await this.#ports.store.renameMoment(spot.moment.id, wanted);
      if (!done.ok) return { ok: false, text: done.error.text };
      await this.refresh();
      const moment = { ...spot.moment, name: wanted };
      if (this.spot?.moment?.id === moment.id) this.spot = { ...this.spot, moment };
      return { ok: true, text: words.renamed(wanted) };
    }
    if (spot === null) await this.#ports.flush();
    const last = session.log.at(-1);
    if (spot === null && last !== undefined && !isStored(last)) return { ok: false, text: words.notSaved() };
    const revision = spot?.revision ?? (last !== undefined && isStored(last) ? last.revision : 0);
    const time = spot?.time ?? this.#ports.now();
    const made = await this.#ports.store.nameMoment({ plan: id, revision, name: wanted, time });
    if (!made.ok) return { ok: false, text: made.error.text };
    await this.refresh();
    if (spot !== null) this.spot = { ...spot, moment: made.value };
    return { ok: true, text: words.named(wanted) };
  }

  /** Takes a moment's name away. Its steps stay. */
  async forget(moment: Moment): Promise<string> {
    const done = await this.#ports.store.forgetMoment(moment.id);
    if (!done.ok) return done.error.text;
    if (this.spot?.moment?.id === moment.id) this.spot = { ...this.spot, moment: null };
    await this.refresh();
    return words.forgotten(moment.name);
  }

  /** What differs between the moment looked at and now: then → now. */
  differences(): readonly ChangeLine[] {
    const { session } = this.#live();
    if (session === null || this.past === null) return [];
    const change = changeBetween(this.past.document, session.document);
    return linesOfChange(change, [session.document, this.past.document], session.speak);
  }

  /** Makes the plan what it was at the moment looked at, as one new step: what came after stays in the history. */
  goBack(): void {
    const { session } = this.#live();
    const { past, spot } = this;
    if (session === null || past === null || spot === null) return;
    const then = past.document;
    const change = changeBetween(session.document, then);
    const { moment } = spot;
    const when = moment === null ? words.onTime(this.sayWhen(spot)) : words.atMoment(moment.name);
    this.leave();
    if (change.length === 0) {
      session.tell([{ text: words.sameAsNow() }]);
      return;
    }
    session.carry({
      kind: "edit",
      change,
      told: {
        label: words.wentBackLabel(when),
        what: () => words.wentBack(when, change.length),
        effect: true,
        offers: [],
      },
      ofDocument: true,
    });
  }
}

function isStored(entry: LogEntry): entry is StoredEntry {
  return "revision" in entry;
}

/**
 * The lines of a history, newest first: each stored step after which the plan can be looked at, the named moments,
 * and the plan as it was made.
 *
 * only  a target: the steps that touch it alone, and those that stand for several if one of them did
 */
export function historySteps(
  log: readonly LogEntry[],
  moments: readonly Moment[],
  created: number,
  plan: Plan,
  only: Target | null = null,
): HistoryStep[] {
  const steps: HistoryStep[] = [];
  const isOnly = (entry: StoredEntry): boolean => only === null || touches(entry.change, only, plan);
  for (const entry of log) {
    if (!isStored(entry) || !isOnly(entry)) continue;
    const { revision, time } = entry;
    steps.push({ key: entry.id, revision, time, moment: null, entry });
  }
  if (only === null && (log[0] === undefined || !isStored(log[0]) || (log[0].from ?? log[0].revision) <= 1)) {
    steps.push({ key: "created", revision: 0, time: created, moment: null, entry: null });
  }
  for (const moment of moments) {
    const { revision, time } = moment;
    steps.push({ key: `moment ${moment.id}`, revision, time, moment, entry: null });
  }
  const weight = (step: HistoryStep): number => step.revision + (step.moment === null ? 0 : 0.5);
  return steps.sort((a, b) => weight(b) - weight(a) || b.time - a.time);
}

/** Windows by the order in which they first wrote; this one is called so. */
export function nameWindows(log: readonly LogEntry[], me: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>([[me, words.thisWindow()]]);
  let count = 0;
  for (const { author } of log) {
    if (author === me) continue;
    if (author === "") names.set(author, words.severalWindows());
    else if (!names.has(author)) names.set(author, words.otherWindow(++count));
  }
  return names;
}

/** What a step did, in words. */
export function linesOfStep(entry: StoredEntry, plan: Plan, speak: Speak): readonly ChangeLine[] {
  return linesOfChange(entry.change, [plan], speak);
}
