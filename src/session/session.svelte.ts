import {
  applyChange,
  changeInScenario,
  compareMessages,
  importMessages,
  isScenarios,
  planOfScenario,
  sessionMessages,
} from "../core/index.ts";
import type { Finding, GoalId, NewId, Plan, PlanChange, RowId, ScenarioId } from "../core/index.ts";
import type { LogEntry, StoredEntry } from "../store/entry.ts";
import type { Settled } from "../store/saver.ts";
import { answerOf } from "./answer.ts";
import type { Answer } from "./answer.ts";
import { Books } from "./books.ts";
import { clearTargets, cutTargets } from "./clearing.ts";
import { findingsOf, nextFinding } from "./findings.ts";
import { leversOf } from "./goals.ts";
import { leverLineOf } from "./lever-list.ts";
import { whatMoves } from "./moves.ts";
import type { Complaint, Offer, Outcome, Told } from "./outcome.ts";
import { pasteBlock } from "./pasting-lines.ts";
import type { PastedBlock } from "./pasting-lines.ts";
import { placeOfChange } from "./place.ts";
import { newScenario, scenarioOfChange } from "./scenarios.ts";
import { Shaper } from "./shaper.ts";
import type { Asked, Bar, BarOffer, LeverList, Ports, Reply, Saving } from "./shown.ts";
import { effectOf, headlinesOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import type { Target } from "./target.ts";
import type { AsScenarios } from "./take-plan.ts";
import { Totals } from "./totals.ts";
import { Trail } from "./trail.svelte.ts";
import { typeInto } from "./typing.ts";
import { startView } from "./view.ts";
import type { View } from "./view.ts";
import { explain } from "./why.ts";
import type { WhyPart } from "./why-words.ts";
import { Workbook } from "./workbook.ts";

const QUIET: Bar = { text: "", tone: "plain", offers: [] };

/**
 * The open plan, in runes. The only place where a plan changes.
 *
 * Invariants: `plan` is the workbook's plan; `log` holds every step since the checkpoint, in the store's order;
 * `rev` rises with every change of numbers, goals or view, and whoever paints re-reads the workbook then. The
 * plan is `$state.raw`: it is never proxied, and equal by `===` where nothing changed.
 */
export class Session extends Shaper {
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
  saving: Saving = $state.raw({ state: "saved", why: "", isUnsaved: false });
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
  protected readonly newId: NewId;
  readonly #ports: Ports;
  readonly #books = new Books();
  readonly #totals = new Totals();
  readonly #trail: Trail;
  readonly answer: Answer = $derived.by(() => {
    return answerOf(this.live, this.speak);
  });

  constructor(plan: Plan, log: readonly StoredEntry[], view: View | null, ports: Ports) {
    super();
    this.#ports = ports;
    this.newId = ports.newId;
    this.speak = ports.speak;
    if (view !== null) this.view = { ...startView(), ...view };
    this.document = plan;
    this.plan = planOfScenario(plan, this.view.scenario);
    this.book = new Workbook(this.plan);
    this.#mark();
    this.#trail = new Trail(log, (author) => ports.isMine(author));
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
    const outcome = newScenario(this.document, from, this.newId, options);
    const reply = this.take(outcome, null);
    if (reply.ok && outcome.scenario !== undefined) this.setView({ scenario: outcome.scenario });
    return reply;
  }

  /** Carries out what a gesture outside the sheet comes to. */
  carry(outcome: Outcome): Reply {
    return this.take(outcome, null);
  }

  // ---- entries -------------------------------------------------------------------------------------------

  /** Takes what was typed into a target. Refused: nothing changed, and the reply says why. */
  type(target: Target, text: string, options: { readonly override?: boolean } = {}): Reply {
    return this.take(typeInto(this.book, target, text, this.speak, options), target, text);
  }

  clear(targets: readonly Target[]): void {
    if (targets.length > 0) this.take(clearTargets(this.book, targets, this.speak), targets[0] ?? null);
  }

  /** A block that was pasted or filled: one change. Without any entry it does nothing. */
  paste(block: PastedBlock): void {
    this.take(pasteBlock(this.book, block, this.speak, this.newId), block.entries[0]?.target ?? null);
  }

  /** Cut: what was copied is emptied, but goals stay. */
  cut(targets: readonly Target[]): void {
    if (targets.length > 0) this.take(cutTargets(this.book, targets, this.speak), targets[0] ?? null);
  }

  /** Opens the list of levers: of a goal, or of the first one that the plan has. */
  openLevers(goal?: GoalId): void {
    const id = goal ?? this.answer.goal;
    if (id !== null) this.take(leversOf(this.book, id, this.speak), null);
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

  /** Takes a file's differences over: one step. `count` is of its numbers or differences, as they were shown. */
  takeImport(change: PlanChange, name: string, count = change.length): void {
    const told: Told = {
      label: name,
      what: () => sessionMessages.imported(name, count),
      effect: true,
      offers: [],
    };
    this.take({ kind: "edit", change, told, ofDocument: true }, null);
  }

  /** Adds a file's sheets as scenarios: one step. */
  takeScenarios({ change, names }: Pick<AsScenarios, "change" | "names">, file: string): void {
    const what = (): string => importMessages.addedScenarios(names, file);
    const told: Told = { label: file, what, effect: false, offers: [] };
    this.take({ kind: "edit", change, told, ofDocument: true }, null);
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
    return this.#trail.next("undo") !== undefined;
  }

  get canRedo(): boolean {
    return this.#trail.next("redo") !== undefined;
  }

  get undoLabel(): string | null {
    return this.#trail.next("undo")?.label ?? null;
  }

  get redoLabel(): string | null {
    return this.#trail.next("redo")?.label ?? null;
  }

  undo(): void {
    const entry = this.#trail.next("undo");
    if (entry === undefined) this.#say(sessionMessages.nothingToUndo());
    else this.#takeBack(entry, "undo");
  }

  redo(): void {
    const entry = this.#trail.next("redo");
    if (entry === undefined) this.#say(sessionMessages.nothingToRedo());
    else this.#takeBack(entry, "redo");
  }

  #takeBack(entry: LogEntry, kind: "undo" | "redo"): void {
    const { change, skipped } = this.#trail.takeBack(this.document, entry);
    this.#dismiss();
    const label = entry.label;
    // What is taken back in a scenario that is not open is gone to first.
    const scenario = scenarioOfChange(change);
    if (scenario !== null && this.document.scenarios.has(scenario)) this.openScenario(scenario);
    this.#enter(change, { label, kind, takesBack: entry.id });
    const said = kind === "undo" ? sessionMessages.undone(label) : sessionMessages.redone(label);
    const opened = !this.canUndo && this.#trail.isOurs ? ` (${sessionMessages.asOpened()})` : "";
    const rest = skipped.length > 0 ? ` ${sessionMessages.undoSkipped(skipped.length)}` : "";
    this.#say(`${said.replace(/\.$/, `${opened}.`)}${rest}`);
    const target = placeOfChange(this.plan, change, this.view.channel);
    if (target !== null) this.goTo = { target };
  }

  // ---- other windows, and the store ----------------------------------------------------------------------

  /** Steps have their place in the store's order: this tab's own, and those that another window stored. */
  receive(settled: Settled): void {
    const { labels, clash } = this.#trail.settle(settled);
    if (settled.plan === null) return;
    const before = headlinesOf(this.book, this.speak);
    this.#show(settled.plan);
    this.rev++;
    if (labels.length === 0) return;
    const effect = effectOf(before, headlinesOf(this.book, this.speak));
    this.#say(sessionMessages.fromAnotherWindow(labels.join(", "), effect, clash));
  }

  /** Steps from before the log's first: undo reaches further back. */
  recall(entries: readonly StoredEntry[]): void {
    this.#trail.recall(entries);
  }

  /** Every step since the log began, oldest first. */
  get log(): readonly (LogEntry | StoredEntry)[] {
    return this.#trail.log;
  }

  // ---- inside --------------------------------------------------------------------------------------------

  /** Carries an outcome out, or puts it on the screen. */
  protected take(outcome: Outcome, target: Target | null, typed = ""): Reply {
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
        this.asked = this.#askedOf(outcome, target, typed);
        return { ok: true };
      case "choose":
        this.levers = this.#leverListOf(outcome, target);
        return { ok: true };
    }
  }

  #askedOf(outcome: Outcome & { kind: "ask" }, target: Target | null, typed: string): Asked {
    const readings = outcome.readings.map(({ label, act }) => {
      return { label, take: () => void this.take(act(this.book), target, typed) };
    });
    return { target, question: outcome.question, readings, dismiss: () => (this.asked = null) };
  }

  #leverListOf(outcome: Outcome & { kind: "choose" }, target: Target | null): LeverList {
    const choices = outcome.choices.map((choice) => {
      const take = (): void => void this.take(outcome.take(this.book, choice), target);
      return { ...leverLineOf(this.plan, choice, target, this.speak), take };
    });
    const offers = outcome.offers.map((offer) => this.#offer(offer));
    return { question: outcome.question, target, choices, offers, close: () => (this.levers = null) };
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
    const before = this.#totals.of(this.book);
    const wasBase = this.plan === this.document;
    this.#show(applyChange(this.document, change), wasBase ? change : undefined);
    this.moved = this.#totals.movedSince(before, this.book);
    const entry: LogEntry = {
      id: this.newId(),
      change,
      author: this.#ports.author,
      time: this.#ports.now(),
      ...step,
    };
    this.#trail.push(entry);
    this.rev++;
    this.#ports.save(entry);
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
      else if (offer.how === "levers") this.openLevers(offer.goal ?? this.#trail.lastGoal);
      else if (act !== undefined) {
        if (offer.how === "instead" && this.canUndo) this.undo();
        this.take(act(this.book), null);
      }
    };
    return { name: offer.name, label: offer.label ?? offer.name, run };
  }

  #dismiss(): void {
    this.asked = null;
    this.levers = null;
    this.complaint = null;
  }
}
