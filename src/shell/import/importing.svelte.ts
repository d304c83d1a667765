import { importMessages as words } from "../../core/index.ts";
import type { NewId, Plan } from "../../core/index.ts";
import { nameKey } from "../../csv/labels.ts";
import { rowsByName } from "../../csv/mapping.ts";
import type { ColumnRole, Mapping, Proposal, Remark, RememberedMappings } from "../../csv/mapping.ts";
import { looksLikePlan } from "../../csv/looks.ts";
import { mergeChoices } from "../../csv/reading/reading.ts";
import type { Choices } from "../../csv/reading/reading.ts";
import type { Progress } from "../../csv/reading/scan.ts";
import type { ReadingSummary } from "../../csv/reading/table-reading.ts";
import type { Taken } from "../../csv/take.ts";
import { openCsvReader } from "../../csv/worker/client.ts";
import type { CsvReader } from "../../csv/worker/client.ts";
import type { PlanReport, ShownRecord, Wanted } from "../../csv/worker/protocol.ts";
import type { Desk } from "../../session/desk.svelte.ts";
import { recallMappings, rememberMapping } from "../../session/mappings.ts";

/** Where a table goes. */
export type Into = "new" | "open" | "actuals";

/** How many records the preview shows at once. */
export const SHOWN = 10;

/** Bytes by which a plan's own file is told from any other. */
const HEAD = 65_536;

/**
 * One file on its way in. Reading runs in a worker and can be stopped; every choice reads again, and what is shown
 * follows. Nothing of a plan is changed before `take`.
 *
 * reading -> table (any table), plan (a plan's own file), stopped or failed.
 */
export class Importing {
  step: "reading" | "stopped" | "failed" | "table" | "plan" = $state("reading");
  progress: Progress | null = $state.raw(null);
  failure = $state("");
  summary: ReadingSummary | null = $state.raw(null);
  choices: Choices = $state.raw({});
  proposal: Proposal | null = $state.raw(null);
  mapping: Mapping | null = $state.raw(null);
  /** What must be chosen before the table can be taken. */
  open: readonly Remark[] = $state.raw([]);
  taken: Taken | null = $state.raw(null);
  into: Into = $state("new");
  records: readonly ShownRecord[] = $state.raw([]);
  from = $state(1);
  /** The row that somebody asked to see. */
  marked: number | null = $state(null);
  /** Reads again, or works out what the table becomes. */
  isWorking = $state(false);
  /** A plan's own file as it was read, and the open plan that it was compared with. */
  report: PlanReport | null = $state.raw(null);
  comparedWith: Plan | undefined = $state.raw();
  /** Whether the columns were mapped so before. */
  isRemembered = $state(false);

  readonly file: File;
  readonly #desk: Desk;
  readonly #newId: NewId;
  readonly #date: string;
  #reader: { readonly reader: CsvReader; readonly close: () => void } | null = null;
  #remembered: RememberedMappings = new Map();
  /** Columns that somebody chose a meaning for, by the shape of the table they belong to. */
  #edits = new Map<number, ColumnRole>();
  #shape = "";
  #asTable = false;
  #isClosed = false;
  /** Of what was asked of the worker, and of what it reads: only the newest counts. */
  #turn = 0;
  #reads = 0;

  /** `date`: today, ISO 8601; actuals are marked with it. */
  constructor(file: File, desk: Desk, newId: NewId, date: string) {
    this.file = file;
    this.#desk = desk;
    this.#newId = newId;
    this.#date = date;
  }

  /** The name of the file without its ending: what a plan made of it is called. */
  get title(): string {
    return this.file.name.replace(/\.(?:csv|tsv|txt)$/i, "").trim() || words.pastedName();
  }

  get document(): Plan | undefined {
    return this.#desk.session?.document;
  }

  /** Reads the file in the worker: as a plan's own where its first line is one, else as any table. */
  async start(): Promise<void> {
    this.step = "reading";
    this.progress = null;
    try {
      const head = new Uint8Array(await this.file.slice(0, HEAD).arrayBuffer());
      if (this.#isGone()) return;
      if (!this.#asTable && looksLikePlan(head)) {
        await this.#read(this.file, this.#asPlan());
        return;
      }
    } catch {
      // The browser could not read it: it was moved or deleted, or access was refused.
      this.#fail(words.notOpened());
      return;
    }
    this.#remembered = await recallMappings(this.#desk.store);
    await this.#read(this.file, this.#asAnyTable());
  }

  /** Compares a plan's file once more, because the open plan is another now. */
  async compareAgain(): Promise<void> {
    await this.#read(null, this.#asPlan());
  }

  /** Takes a plan's file as any table. */
  readAsTable(): void {
    this.#asTable = true;
    void this.start();
  }

  stop(): void {
    this.#reader?.reader.stop();
  }

  close(): void {
    this.#isClosed = true;
    this.#reader?.reader.stop();
    this.#reader?.close();
    this.#reader = null;
  }

  /** Makes a choice about how the file is read; everything follows. */
  async choose(choices: Choices): Promise<void> {
    this.choices = mergeChoices(this.choices, choices);
    await this.#read(null, this.#asAnyTable());
  }

  async putInto(into: Into): Promise<void> {
    this.into = into;
    await this.#propose();
  }

  async setRole(column: number, role: ColumnRole): Promise<void> {
    if (this.mapping === null) return;
    this.#edits.set(column, role);
    this.mapping = withRole(this.mapping, column, role);
    await this.#workOut();
  }

  async setMapping(change: Partial<Mapping>): Promise<void> {
    if (this.mapping === null) return;
    this.mapping = { ...this.mapping, ...change };
    await this.#workOut();
  }

  /** Shows records from a row on; `mark` is the one that was asked for. */
  async show(from: number, mark: number | null = null): Promise<void> {
    const rows = this.summary?.rows ?? 0;
    const first = Math.max(1, Math.min(from, rows - SHOWN + 1));
    const records = await this.#reader?.reader.ask({ about: "records", from: first, count: SHOWN });
    if (records === null || records === undefined) return;
    this.records = records;
    this.from = first;
    this.marked = mark;
  }

  /** What was set aside, as a file of its own. */
  async asides(): Promise<string> {
    if (this.step === "plan") return (await this.#reader?.reader.ask({ about: "plan asides" })) ?? "";
    const delimiter = this.summary?.delimiter?.value ?? ",";
    return (await this.#reader?.reader.ask({ about: "asides", delimiter })) ?? "";
  }

  /** Makes it: a new plan, or one step of the open one. Says whether it was done. */
  async take(): Promise<boolean> {
    const { taken, mapping, proposal } = this;
    if (taken === null || mapping === null || proposal === null) return false;
    if (this.into === "new") {
      if (!(await this.#desk.add(taken.plan))) {
        this.failure = this.#desk.trouble;
        return false;
      }
      this.#desk.session?.tell([{ text: `${words.took(this.file.name, taken.cells)}.` }]);
    } else this.#desk.session?.takeImport(taken.change, this.file.name, taken.cells - taken.unchanged);
    await rememberMapping(this.#desk.store, proposal.fingerprint, mapping);
    return true;
  }

  #fail(text: string): void {
    this.failure = text;
    this.step = "failed";
  }

  /** Whether the dialog was closed meanwhile. */
  #isGone(): boolean {
    return this.#isClosed;
  }

  #asAnyTable(): Wanted {
    return { kind: "table", choices: this.choices };
  }

  #asPlan(): Wanted {
    const { document } = this;
    this.comparedWith = document;
    return {
      kind: "plan",
      idPrefix: this.#newId(),
      ...(document === undefined ? {} : { open: document }),
    };
  }

  async #read(file: File | null, as: Wanted): Promise<void> {
    if (this.#isGone()) return;
    this.#reader ??= openCsvReader();
    if (file !== null) this.step = "reading";
    this.isWorking = true;
    const turn = ++this.#reads;
    try {
      const end = await this.#reader.reader.read(file, as, (progress) => (this.progress = progress));
      if (this.#isGone()) return;
      if (end.outcome === "stopped") {
        // A newer job stops the one before: only a stop that somebody asked for is shown.
        if (turn === this.#reads) this.step = "stopped";
        return;
      }
      if (end.outcome === "unreadable") {
        this.#fail(words.notOpened());
        return;
      }
      if (end.outcome === "plan") {
        this.report = end.report;
        this.step = "plan";
        return;
      }
      this.summary = end.summary;
      if (end.summary.errors.length === 0) {
        await this.show(Math.max(1, (end.summary.heading ?? 1) - 2));
        await this.#propose();
      }
      this.step = "table";
    } catch (error) {
      this.#fail(words.broke(String(error)));
    } finally {
      if (turn === this.#reads) this.isWorking = false;
    }
  }

  async #propose(): Promise<void> {
    const turn = ++this.#turn;
    const reader = this.#reader?.reader;
    const open = this.document;
    const ask = async (isOpen: boolean): Promise<Proposal | null> =>
      (await reader?.ask({
        about: "proposal",
        remembered: this.#remembered,
        ...(isOpen && open !== undefined ? { open } : {}),
      })) ?? null;
    const isFirst = this.proposal === null;
    let proposal = await ask(isFirst || this.into !== "new");
    if (proposal !== null && isFirst) {
      this.into = this.#whereTo(proposal);
      if (this.into === "new") proposal = await ask(false);
    }
    if (proposal === null || turn !== this.#turn) return;
    if (this.#shape !== proposal.fingerprint) this.#edits.clear();
    this.#shape = proposal.fingerprint;
    this.isRemembered = this.#remembered.has(proposal.fingerprint);
    const before = this.mapping;
    let { mapping } = proposal;
    for (const [column, role] of this.#edits) mapping = withRole(mapping, column, role);
    if (!isFirst && before !== null && mapping.period === null && before.length === mapping.length)
      mapping = { ...mapping, period: before.period };
    this.proposal = proposal;
    this.mapping = mapping;
    await this.#workOut();
  }

  /** The open plan where it is empty or knows one of the table's rows; the example gives way to a plan of its own. */
  #whereTo({ mapping }: Proposal): Into {
    const { document } = this;
    if (document === undefined || this.#desk.isExample) return "new";
    if (document.rows.size === 0) return "open";
    const known = rowsByName(document);
    const isKnown = mapping.columns.some(
      (column) => column.role === "value" && column.row !== null && known.has(nameKey(column.row)),
    );
    return isKnown ? "open" : "new";
  }

  async #workOut(): Promise<void> {
    const { mapping, document } = this;
    const turn = ++this.#turn;
    if (mapping === null) return;
    const settings = document?.settings;
    const answer = await this.#reader?.reader.ask({
      about: "taken",
      mapping,
      ...(this.into !== "new" && document !== undefined ? { open: document } : {}),
      ...(this.into === "actuals" ? { actuals: { source: this.file.name, date: this.#date } } : {}),
      title: this.title,
      ...(settings === undefined ? {} : { currency: settings.currency, locale: settings.locale }),
      idPrefix: this.#newId(),
    });
    if (answer === null || answer === undefined || turn !== this.#turn) return;
    this.open = answer.open;
    this.taken = answer.taken;
  }
}

/** A mapping with another meaning of one column. Of the columns that name something there is one each. */
function withRole(mapping: Mapping, column: number, role: ColumnRole): Mapping {
  const isOnly = role.role === "row" || role.role === "channel" || role.role === "period";
  const isTaken = (other: ColumnRole): boolean =>
    (isOnly && other.role === role.role) ||
    (role.role === "value" && other.role === "value" && other.row !== null && other.row === role.row);
  const columns = mapping.columns.map((other, i): ColumnRole =>
    i === column ? role : isTaken(other) ? { role: "skip" } : other,
  );
  return { ...mapping, columns };
}
