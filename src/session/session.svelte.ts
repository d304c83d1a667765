import {
  applyChange,
  changeInScenario,
  compareMessages,
  isScenarios,
  messages,
  parseAddress,
  planOfScenario,
  sessionMessages,
} from "../core/index.ts";
import type {
  ChannelId,
  Finding,
  GoalId,
  LeverChoice,
  NewId,
  PeriodLength,
  Plan,
  PlanChange,
  Row,
  RowId,
  ScenarioId,
  SectionId,
  Unit,
} from "../core/index.ts";
import { mergeLog } from "../store/entry.ts";
import type { LogEntry, StoredEntry } from "../store/entry.ts";
import type { Settled } from "../store/saver.ts";
import { answerOf } from "./answer.ts";
import { Books } from "./books.ts";
import type { Answer } from "./answer.ts";
import { clearTargets } from "./clearing.ts";
import { leversOf } from "./goals.ts";
import { findingsOf, nextFinding } from "./findings.ts";
import { whatMoves } from "./moves.ts";
import type { Complaint, Offer, Outcome, Told } from "./outcome.ts";
import { pasteInto } from "./pasting.ts";
import { placeOfChange } from "./place.ts";
import type { Pasted } from "./pasting.ts";
import { newScenario, scenarioOfChange } from "./scenarios.ts";
import * as shaping from "./shaping/index.ts";
import { effectOf, headlinesOf, nameOf } from "./speak.ts";
import type { Message, Speak } from "./speak.ts";
import type { Target } from "./target.ts";
import { typeInto } from "./typing.ts";
import { takeBack, undoStackOf } from "./undo.ts";
import { startView } from "./view.ts";
import type { View } from "./view.ts";
import { explain } from "./why.ts";
import type { WhyPart } from "./why.ts";
import { Workbook } from "./workbook.ts";

/** What an editor has to know after an entry: closed, or kept open with what is wrong. */
export type Reply =
  { readonly ok: true; readonly row?: RowId } | { readonly ok: false; readonly complaint: Complaint };

/** A button of the bar. */
export interface BarOffer {
  readonly name: string;
  readonly label: string;
  readonly run: () => void;
}

export interface Bar extends Message {
  readonly offers: readonly BarOffer[];
  /** The same words where some of them lead to a cell; \`text\` alone where absent. */
  readonly parts?: readonly WhyPart[];
}

/** A question under a cell: readings of what was typed, or whether something is meant. */
export interface Asked {
  readonly target: Target | null;
  readonly question: string;
  readonly readings: readonly { readonly label: string; readonly take: () => void }[];
  readonly dismiss: () => void;
}

/** The list of levers, open. */
export interface LeverList {
  readonly question: string;
  readonly target: Target | null;
  readonly choices: readonly LeverLine[];
  readonly offers: readonly BarOffer[];
  readonly close: () => void;
}

export interface LeverLine {
  readonly row: RowId;
  readonly name: string;
  readonly owner: string | null;
  /** "£18,000", or "at best 83" where it cannot be reached. */
  readonly text: string;
  readonly reachable: boolean;
  readonly current: boolean;
  readonly take: () => void;
}

/** What the session needs of the world; the composition root has it, tests have their own. */
export interface Ports {
  readonly speak: Speak;
  readonly now: () => number;
  readonly newId: NewId;
  /** Id of this tab. */
  readonly author: string;
  /** Whether an author's steps are this tab's to undo: its own, and those of tabs that are gone. */
  readonly isMine: (author: string) => boolean;
  /** Hands a step to the store. Called once a step, in order. */
  readonly save: (entry: LogEntry) => void;
  readonly saveView: (view: View) => void;
}

/** Where saving stands, in the words of the screen. */
export interface Saving {
  readonly state: "saved" | "saving" | "failed" | "readonly";
  readonly why: string;
}

const QUIET: Bar = { text: "", tone: "plain", offers: [] };

/**
 * The open plan, in runes. The only place where a plan changes.
 *
 * Invariants: `plan` is the workbook's plan; `log` holds every step since the checkpoint, in the store's order;
 * `rev` rises with every change of numbers, goals or view, and whoever paints re-reads the workbook then. The
 * plan is `$state.raw`: it is never proxied, and equal by `===` where nothing changed.
 */
export class Session {
  /** What the store holds: the base, with its scenarios. */
  document: Plan = $state.raw()!; // set in the constructor, before anybody reads it
  /** The plan that is shown: the base, or the scenario that is open. */
  plan: Plan = $state.raw()!; // as above
  rev = $state(0);
  bar: Bar = $state.raw(QUIET);
  asked: Asked | null = $state.raw(null);
  levers: LeverList | null = $state.raw(null);
  complaint: (Complaint & { readonly target: Target; readonly typed: string }) | null = $state.raw(null);
  moved: ReadonlySet<RowId> = $state.raw(new Set<RowId>());
  saving: Saving = $state.raw({ state: "saved", why: "" });
  view: View = $state.raw(startView());
  selected: Target | null = $state.raw(null);
  /** What does not fit together in the plan, as of the last `check`. */
  findings: readonly Finding[] = $state.raw([]);
  #walked: Finding | null = null;
  /** A formula that is being typed, here or there; null while none is. The sheet colours the rows it reads. */
  draft: string | null = $state.raw(null);
  /** Where the last undo or jump happened: the grid goes there. A new object each time. */
  goTo: { readonly target: Target } | null = $state.raw(null);

  readonly book: Workbook;
  readonly speak: Speak;
  readonly #ports: Ports;
  readonly #books = new Books();
  #kept: { readonly plan: Plan; readonly totals: ReadonlyMap<RowId, number> } | null = null;
  #log: readonly (LogEntry | StoredEntry)[] = $state.raw([]);
  readonly #stacks = $derived(undoStackOf(this.#log, (author) => this.#ports.isMine(author)));
  readonly answer: Answer = $derived.by(() => {
    return answerOf(this.live, this.speak);
  });

  constructor(plan: Plan, log: readonly StoredEntry[], view: View | null, ports: Ports) {
    this.#ports = ports;
    this.speak = ports.speak;
    if (view !== null) this.view = { ...startView(), ...view };
    this.document = plan;
    this.plan = planOfScenario(plan, this.view.scenario);
    this.book = new Workbook(this.plan);
    this.#mark();
    this.#log = log;
  }

  /** The workbook, for whoever shows numbers: reading it here is followed, and read again when they change. */
  get live(): Workbook {
    if (this.rev < 0) throw new Error("rev only rises");
    return this.book;
  }

  // ---- scenarios -----------------------------------------------------------------------------------------

  /** The workbook of the base (null) or of a scenario, up to date and followed like `live`. */
  bookOf(scenario: ScenarioId | null): Workbook {
    if (this.rev < 0) throw new Error("rev only rises");
    return scenario === this.view.scenario ? this.book : this.#books.of(this.document, scenario);
  }

  /** Opens the sheet of the base (null) or of a scenario. */
  openScenario(scenario: ScenarioId | null): void {
    if (scenario === this.view.scenario) return;
    this.#dismiss();
    this.setView({ scenario });
  }

  /** Starts a scenario over another one (null: the base), with more changes if there are any, and opens it. */
  addScenario(from: ScenarioId | null, options: { name?: string; changes?: PlanChange } = {}): Reply {
    const outcome = newScenario(this.document, from, this.#ports.newId, options);
    const reply = this.#take(outcome, null);
    if (reply.ok && outcome.scenario !== undefined) this.setView({ scenario: outcome.scenario });
    return reply;
  }

  /** Carries out what a gesture outside the sheet comes to. */
  carry(outcome: Outcome): Reply {
    return this.#take(outcome, null);
  }

  // ---- entries -------------------------------------------------------------------------------------------

  /** Takes what was typed into a target. Refused: nothing changed, and the reply says why. */
  type(target: Target, text: string, options: { readonly override?: boolean } = {}): Reply {
    return this.#take(typeInto(this.book, target, text, this.speak, options), target, text);
  }

  clear(targets: readonly Target[]): void {
    if (targets.length > 0) this.#take(clearTargets(this.book, targets, this.speak), targets[0] ?? null);
  }

  paste(block: readonly Pasted[]): void {
    this.#take(pasteInto(this.book, block, this.speak), block[0]?.target ?? null);
  }

  /** Opens the list of levers: of a goal, or of the first one that the plan has. */
  openLevers(goal?: GoalId): void {
    const id = goal ?? this.answer.goal;
    if (id !== null) this.#take(leversOf(this.book, id, this.speak), null);
  }

  /** Tells in the bar why a number is what it is: of the selected cell, if no other is given. [WH1] */
  why(target: Target | null = this.selected): void {
    this.#dismiss();
    if (target === null) {
      this.#say(sessionMessages.whyNothing());
      return;
    }
    this.tell(explain(this.book, target, this.speak));
  }

  /** Tells in the bar what a number moves, and by how much. [WH2] */
  whatMoves(target: Target | null = this.selected): void {
    this.#dismiss();
    if (target === null) this.#say(sessionMessages.movesNothingSelected());
    else this.tell(whatMoves(this.book, target, this.speak));
  }

  /** Looks for what does not fit together; who shows it asks when there is time. */
  check(): void {
    const found = findingsOf(this.book, this.speak);
    const say = (list: readonly Finding[]): string => list.map(({ text }) => text).join("\n");
    if (say(found) !== say(this.findings)) this.findings = found;
  }

  /** Goes to the next thing to check, or (−1) the one before, and says it. */
  walkFindings(step: 1 | -1): void {
    this.check();
    const next = nextFinding(this.findings, this.#walked, step);
    this.#walked = next ?? null;
    if (next === undefined) this.#say(sessionMessages.nothingToCheck());
    else this.showFinding(next);
  }

  /** Goes to a finding and says it. */
  showFinding(finding: Finding): void {
    this.#walked = finding;
    const at = this.findings.indexOf(finding) + 1;
    this.tell([{ text: finding.text }, { text: sessionMessages.finding(at, this.findings.length) }]);
    this.jump(finding.at);
  }

  /** Says something in the bar, some of whose words lead to a cell. */
  tell(parts: readonly WhyPart[], offers: readonly BarOffer[] = []): void {
    this.bar = { text: parts.map((part) => part.text).join(""), tone: "plain", offers, parts };
  }

  /** Goes to a cell or a total. */
  jump(target: Target): void {
    this.goTo = { target };
  }

  // ---- shaping -------------------------------------------------------------------------------------------

  addRow(name: string, after: RowId | null, section: SectionId | null): Reply {
    const outcome = shaping.addRow(this.book, name, { after, section }, this.#ports.newId);
    const reply = this.#take(outcome, null, name);
    return reply.ok && outcome.row !== undefined ? { ok: true, row: outcome.row } : reply;
  }

  renameRow(row: RowId, name: string): Reply {
    return this.#take(shaping.renameRow(this.book, row, name), null, name);
  }

  deleteRow(row: RowId): void {
    const target = { row, channel: null, from: 0, to: 0 };
    this.#shape((book) => shaping.deleteRow(book, row, this.speak), target);
  }

  setRowUnit(row: RowId, unit: Unit, unitName: string): Reply {
    return this.#take(shaping.setRowUnit(this.book, row, unit, unitName), null);
  }

  setRowOwner(row: RowId, owner: string): Reply {
    return this.#take(shaping.setRowOwner(this.book, row, owner), null, owner);
  }

  setRowFormula(row: RowId, channel: ChannelId | null, text: string): Reply {
    return this.#take(shaping.setRowFormula(this.book, row, channel, text, this.speak), null, text);
  }

  clearRowFormula(row: RowId, channel: ChannelId | null): void {
    this.#take(shaping.clearRowFormula(this.book, row, channel), null);
  }

  addChannel(name: string, from: ChannelId | null): Reply {
    return this.#shape((book, newId) => shaping.addChannel(book, name, from, newId), null, name);
  }

  renameChannel(id: ChannelId, name: string): Reply {
    return this.#take(shaping.renameChannel(this.book, id, name), null, name);
  }

  deleteChannel(id: ChannelId): Reply {
    const reply = this.#shape((book) => shaping.deleteChannel(book, id), null);
    if (reply.ok && this.view.channel === id) this.setView({ channel: null });
    return reply;
  }

  setApplies(row: RowId, channel: ChannelId, applies: boolean): void {
    this.#take(shaping.setApplies(this.book, row, channel, applies), null);
  }

  moveRow(row: RowId, place: shaping.RowPlace): Reply {
    return this.#take(shaping.moveRow(this.book, row, place), null);
  }

  duplicateRow(row: RowId): Reply {
    return this.#shape((book, newId) => shaping.duplicateRow(book, row, newId));
  }

  /** Channel × period, or one line for the whole plan; asks how an amount is to be divided. */
  setRowScope(row: RowId, scope: Row["scope"]): Reply {
    return this.#shape((book) => shaping.setRowScope(book, row, scope));
  }

  /** A cost for one or for a thousand: what it means stays. */
  setRowPer(row: RowId, per: Row["per"]): Reply {
    return this.#shape((book) => shaping.setRowPer(book, row, per));
  }

  /** One of a row's settings that are kept as they are said. */
  setRow(row: RowId, setting: shaping.RowSetting): Reply {
    return this.#take(shaping.setRow(this.book, row, setting), null);
  }

  addSection(name: string, after: SectionId | null): Reply {
    return this.#take(shaping.addSection(this.book, name, after, this.#ports.newId), null, name);
  }

  renameSection(id: SectionId, name: string): Reply {
    return this.#take(shaping.renameSection(this.book, id, name), null, name);
  }

  moveSection(id: SectionId, before: SectionId | null): Reply {
    return this.#take(shaping.moveSection(this.book, id, before), null);
  }

  deleteSection(id: SectionId): Reply {
    return this.#take(shaping.deleteSection(this.book, id), null);
  }

  moveChannel(id: ChannelId, before: ChannelId | null): Reply {
    return this.#take(shaping.moveChannel(this.book, id, before), null);
  }

  duplicateChannel(id: ChannelId): Reply {
    return this.#shape((book, newId) => shaping.duplicateChannel(book, id, newId));
  }

  addPeriods(count: number, end: shaping.End): Reply {
    return this.#take(shaping.addPeriods(this.book, count, end, this.speak), null);
  }

  removePeriods(count: number, end: shaping.End): Reply {
    return this.#take(shaping.removePeriods(this.book, count, end, this.speak), null);
  }

  setHistory(count: number): Reply {
    return this.#take(shaping.setHistory(this.book, count), null);
  }

  /** The document in periods of another length, for a new plan beside this one, and what to look at in it. */
  inPeriodsOf(length: PeriodLength): ReturnType<typeof shaping.inPeriodsOf> {
    return shaping.inPeriodsOf(this.bookOf(null), length);
  }

  insertStage(stage: shaping.NewStage): Reply {
    return this.#shape((book, newId) => shaping.insertStage(book, stage, newId), null, stage.name);
  }

  removeStage(stage: RowId): Reply {
    return this.#shape((book) => shaping.removeStage(book, stage, this.speak), {
      row: stage,
      channel: null,
      from: 0,
      to: 0,
    });
  }

  /** A gesture on the plan's shape: made in the base, and alike in every scenario. */
  #shape(gesture: shaping.Gesture, target: Target | null = null, typed = ""): Reply {
    const document = { plan: () => this.document, base: () => this.bookOf(null) };
    return this.#take(shaping.everywhere(document, gesture, this.#ports.newId), target, typed);
  }

  setTitle(title: string): Reply {
    return this.#take(shaping.setTitle(this.book, title), null, title);
  }

  /** Takes a file's differences over: one step. */
  takeImport(change: PlanChange, name: string): void {
    const told: Told = {
      label: name,
      what: () => sessionMessages.imported(name, change.length),
      effect: true,
      offers: [],
    };
    this.#take({ kind: "edit", change, told, ofDocument: true }, null);
  }

  setView(change: Partial<View>): void {
    const { scenario } = this.view;
    this.view = { ...this.view, ...change };
    if (this.view.scenario !== scenario) this.#show(this.document);
    this.rev++;
    this.#ports.saveView(this.view);
  }

  // ---- undo ----------------------------------------------------------------------------------------------

  get canUndo(): boolean {
    return this.#stacks.undo.length > 0;
  }

  get canRedo(): boolean {
    return this.#stacks.redo.length > 0;
  }

  get undoLabel(): string | null {
    return this.#stacks.undo.at(-1)?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.#stacks.redo.at(-1)?.label ?? null;
  }

  undo(): void {
    const entry = this.#stacks.undo.at(-1);
    if (entry === undefined) this.#say(sessionMessages.nothingToUndo());
    else this.#takeBack(entry, "undo");
  }

  redo(): void {
    const entry = this.#stacks.redo.at(-1);
    if (entry === undefined) this.#say(sessionMessages.nothingToRedo());
    else this.#takeBack(entry, "redo");
  }

  #takeBack(entry: LogEntry, kind: "undo" | "redo"): void {
    const { change, skipped } = takeBack(this.document, this.#log, entry, (author) =>
      this.#ports.isMine(author),
    );
    this.#dismiss();
    const label = entry.label;
    // What is taken back in a scenario that is not open is gone to first.
    const scenario = scenarioOfChange(change);
    if (scenario !== null && this.document.scenarios.has(scenario)) this.openScenario(scenario);
    this.#enter(change, { label, kind, takesBack: entry.id });
    const said = kind === "undo" ? sessionMessages.undone(label) : sessionMessages.redone(label);
    // Not where another window has changed something: then it is no longer as it was opened.
    const isOpened = !this.canUndo && this.#log.every(({ author }) => this.#ports.isMine(author));
    const opened = isOpened ? ` (${sessionMessages.asOpened()})` : "";
    const rest = skipped.length > 0 ? ` ${sessionMessages.undoSkipped(skipped.length)}` : "";
    this.#say(`${said.replace(/\.$/, `${opened}.`)}${rest}`);
    const target = placeOfChange(this.plan, change, this.view.channel);
    if (target !== null) this.goTo = { target };
  }

  // ---- other windows, and the store ----------------------------------------------------------------------

  /** Steps have their place in the store's order: this tab's own, and those that another window stored. */
  receive({ entries, pending, plan }: Settled): void {
    const known = new Set(this.#log.map((entry) => entry.id));
    const labels = [...new Set(entries.filter((entry) => !known.has(entry.id)).map((entry) => entry.label))];
    this.#log = mergeLog(this.#log, entries, pending);
    if (plan === null) return;
    const before = headlinesOf(this.book, this.speak);
    this.#show(plan);
    this.rev++;
    if (labels.length === 0) return;
    const effect = effectOf(before, headlinesOf(this.book, this.speak));
    this.#say(sessionMessages.fromAnotherWindow(labels.join(", "), effect));
  }

  /** Steps from before the log's first: undo reaches further back. */
  recall(entries: readonly StoredEntry[]): void {
    if (entries.length > 0)
      this.#log = mergeLog(
        this.#log,
        entries,
        this.#log.filter((entry) => !("revision" in entry)),
      );
  }

  /** Every step since the log began, oldest first. */
  get log(): readonly (LogEntry | StoredEntry)[] {
    return this.#log;
  }

  // ---- inside --------------------------------------------------------------------------------------------

  /** Carries an outcome out, or puts it on the screen. */
  #take(outcome: Outcome, target: Target | null, typed = ""): Reply {
    this.#dismiss();
    switch (outcome.kind) {
      case "edit":
        this.#edit(outcome.change, outcome.told, outcome.ofDocument === true);
        return { ok: true };
      case "refuse":
        if (target !== null) this.complaint = { ...outcome.complaint, target, typed };
        else this.#say(outcome.complaint.text, "warning");
        return { ok: false, complaint: outcome.complaint };
      case "nothing":
        if (outcome.text !== "") this.#say(outcome.text, "plain", outcome.offers);
        if (outcome.parts !== undefined) this.bar = { ...this.bar, parts: outcome.parts };
        return { ok: true };
      case "ask":
        this.asked = {
          target,
          question: outcome.question,
          readings: outcome.readings.map(({ label, act }) => ({
            label,
            take: () => void this.#take(act(this.book), target, typed),
          })),
          dismiss: () => {
            this.asked = null;
          },
        };
        return { ok: true };
      case "choose":
        this.levers = {
          question: outcome.question,
          target,
          choices: outcome.choices.map((choice) => this.#leverLine(choice, outcome.take, target)),
          offers: outcome.offers.map((offer) => this.#offer(offer)),
          close: () => {
            this.levers = null;
          },
        };
        return { ok: true };
    }
  }

  #leverLine(
    choice: LeverChoice,
    take: (book: Workbook, choice: LeverChoice) => Outcome,
    target: Target | null,
  ): LeverLine {
    const row = this.plan.rows.get(choice.row);
    const text =
      row === undefined
        ? ""
        : choice.status === "met"
          ? this.speak.value(row, choice.value)
          : messages.session.atBest(this.#sayBest(choice, target));
    const goals = [...this.plan.goals.values()];
    return {
      row: choice.row,
      name: nameOf(this.plan, choice.row),
      owner: row?.owner ?? null,
      text,
      reachable: choice.status === "met",
      current: goals.some((goal) => goal.lever?.row === choice.row),
      take: () => void this.#take(take(this.book, choice), target),
    };
  }

  #sayBest(choice: LeverChoice & { status: "unreachable" }, target: Target | null): string {
    const rowId = target?.row ?? [...this.plan.goals.values()][0]?.row;
    const row = rowId === undefined ? undefined : this.plan.rows.get(rowId);
    return row === undefined ? String(choice.best) : this.speak.value(row, choice.best);
  }

  #edit(change: PlanChange, told: Told, ofDocument: boolean): void {
    const before = headlinesOf(this.book, this.speak);
    // What was done on a scenario's sheet is that scenario's; the rest is the plan's own.
    const { scenario } = this.view;
    const made = ofDocument || scenario === null ? change : changeInScenario(this.document, scenario, change);
    this.#enter(made, { label: told.label, kind: "edit" });
    const what = told.what(this.book);
    const effect = told.effect ? effectOf(before, headlinesOf(this.book, this.speak)) : "";
    const text = effect === "" ? what : `${what.replace(/[.:]$/, "")}: ${effect}.`;
    const isShared = !ofDocument && scenario !== null && change.some(([address]) => !isScenarios(address));
    const shared = isShared ? ` ${compareMessages.changesAll()}` : "";
    this.#say(`${/[.?!]$/.test(text) ? text : `${text}.`}${shared}`, told.tone ?? "plain", told.offers);
    const moved = [...headlinesOf(this.book, this.speak).keys()][0];
    if (effect !== "" && moved !== undefined) this.#offerWhy(moved);
  }

  /** Shows a document: its base, or the scenario that is open, if that is still there. */
  #show(document: Plan, change?: PlanChange): void {
    this.document = document;
    const { scenario } = this.view;
    if (scenario !== null && !document.scenarios.has(scenario)) this.view = { ...this.view, scenario: null };
    const shown = planOfScenario(document, this.view.scenario);
    this.book.show(shown, shown === document ? change : undefined);
    this.plan = shown;
    this.#mark();
  }

  /** Tells the workbook whose sheet it is: differences are marked by it. */
  #mark(): void {
    const { scenario } = this.view;
    this.book.scenario = scenario === null ? null : (this.document.scenarios.get(scenario) ?? null);
  }

  /** Makes a change of the document and hands it to the store: the one place. */
  #enter(change: PlanChange, step: Pick<LogEntry, "label" | "kind" | "takesBack">): void {
    const before = this.#totals();
    const wasBase = this.plan === this.document;
    this.#show(applyChange(this.document, change), wasBase ? change : undefined);
    this.moved = this.#movedSince(before);
    const entry: LogEntry = {
      id: this.#ports.newId(),
      change,
      author: this.#ports.author,
      time: this.#ports.now(),
      ...step,
    };
    this.#log = [...this.#log, entry];
    this.rev++;
    this.#ports.save(entry);
  }

  /** The plan's totals. Those of the plan that is shown are kept: after one edit they are the next one's before. */
  #totals(): ReadonlyMap<RowId, number> {
    if (this.#kept?.plan === this.plan) return this.#kept.totals;
    const { engine } = this.book;
    const to = this.plan.settings.periods - 1;
    const totals = new Map(
      engine.rows.map((row) => [row, engine.total({ row, channel: null, from: 0, to })]),
    );
    this.#kept = { plan: this.plan, totals };
    return totals;
  }

  #movedSince(before: ReadonlyMap<RowId, number>): ReadonlySet<RowId> {
    return new Set(
      [...this.#totals()].filter(([row, value]) => !Object.is(before.get(row), value)).map(([row]) => row),
    );
  }

  #say(text: string, tone: Bar["tone"] = "plain", offers: readonly Offer[] = []): void {
    this.bar = { text, tone, offers: offers.map((offer) => this.#offer(offer)) };
  }

  /** After what an edit did to a row's total: why that is what it is. */
  #offerWhy(row: RowId): void {
    const name = sessionMessages.whyOffer();
    const run = (): void => this.why({ row, channel: null, from: 0, to: this.plan.settings.periods - 1 });
    this.bar = { ...this.bar, offers: [...this.bar.offers, { name, label: name, run }] };
  }

  #offer(offer: Offer): BarOffer {
    const run = (): void => {
      const { act } = offer;
      if (offer.how === "undo") this.undo();
      else if (offer.how === "levers") this.openLevers(offer.goal ?? this.#lastGoal());
      else if (act !== undefined) {
        if (offer.how === "instead" && this.canUndo) this.undo();
        this.#take(act(this.book), null);
      }
    };
    return { name: offer.name, label: offer.label ?? offer.name, run };
  }

  /** The goal that the last step made or moved. */
  #lastGoal(): GoalId | undefined {
    for (const [address] of this.#log.at(-1)?.change ?? []) {
      const parsed = parseAddress(address);
      if ((parsed?.kind === "record" || parsed?.kind === "field") && parsed.record === "goal")
        return parsed.id;
    }
    return undefined;
  }

  #dismiss(): void {
    this.asked = null;
    this.levers = null;
    this.complaint = null;
  }
}
