import {
  defaultRow,
  differenceAddress,
  keyOfOrdinal,
  namesOf,
  ordinalOfKey,
  parseFormula,
  parseSentence,
  PLAN_WIDE,
} from "../core/index.ts";
import type {
  Address,
  Channel,
  ChannelId,
  Difference,
  Formula,
  Goal,
  LineId,
  Names,
  Plan,
  PlanSettings,
  Row,
  RowId,
  Scenario,
  ScenarioId,
} from "../core/index.ts";
import { FACT_KINDS, LATER_KINDS, TYPED_KINDS } from "./columns.ts";
import type { Kind } from "./columns.ts";
import { Ids } from "./context.ts";
import type { Context } from "./context.ts";
import { readHeading } from "./heading.ts";
import { identityOf, printKeptColumn } from "./kept.ts";
import { labelPlan, labelsOf, nameKey, parseKey, printKey } from "./labels.ts";
import { spreadOrders } from "./order.ts";
import { readRowName, readStage, unguardFormula } from "./phrases.ts";
import type { Listener } from "./phrases.ts";
import { CellReader, cellsOfDrafts, finishLine } from "./read-cells.ts";
import type { PeriodColumn } from "./read-cells.ts";
import { withFact } from "./read-facts.ts";
import { goalDifference, orderScenarioGoals, readGoal } from "./read-goals.ts";
import { readRows } from "./read-rows.ts";
import { readSettings } from "./read-settings.ts";
import type { SettingsFound } from "./read-settings.ts";
import { isGoal } from "./scenarios.ts";
import type { OtherColumn, RawRecord, Table } from "./table.ts";
import { unescapeText } from "./safe.ts";

/** A column of the file that means nothing here. */
export interface UnknownColumn {
  readonly name: string;
  /** By line of the record. */
  readonly texts: ReadonlyMap<number, string>;
}

/** A record of computed values, for the comparison with what the plan computes. */
export interface ComputedRecord {
  readonly record: RawRecord;
  readonly row: RowId;
  /** Null: the total over channels of a per-channel row. */
  readonly line: LineId | null;
}

export interface PlanFound {
  readonly plan: Plan;
  readonly columns: readonly PeriodColumn[];
  readonly computed: readonly ComputedRecord[];
  readonly unknownColumns: readonly UnknownColumn[];
}

/** The plan that a table of records says. What cannot be understood is in the context's errors. */
export function planOfTable(context: Context, table: Table): PlanFound {
  return new PlanReader(context, table).read();
}

/** A record whose row, line and scenario are known. */
interface Placed {
  readonly record: RawRecord;
  readonly kind: Kind;
  readonly row: RowId;
  readonly channel: ChannelId | null;
  readonly scenario: ScenarioId | null;
}

class PlanReader {
  private readonly context: Context;
  private readonly table: Table;
  private readonly found: SettingsFound;
  private readonly columns: readonly PeriodColumn[];
  private readonly rows: Map<RowId, Row>;
  private readonly idOf: ReadonlyMap<RawRecord, RowId>;
  /** Own names of rows that stand under another label. */
  private readonly ownNames = new Map<RowId, string>();
  private readonly formulas = new Map<string, Formula>();
  private readonly goals = new Map<string, Goal>();
  private readonly differences = new Map<ScenarioId, Map<Address, Difference>>();
  private readonly computed: ComputedRecord[] = [];
  /** Lines of records of which there may be one, by what they say it of. */
  private readonly linesByPlace = new Map<string, RawRecord>();
  private settings: PlanSettings;
  private listener: Listener;
  private names: Names;

  constructor(context: Context, table: Table) {
    this.context = context;
    this.table = table;
    const { records, others } = table;
    this.found = readSettings(context, records, others);
    this.settings = this.found.settings;
    this.columns = periodColumns(context, others, this.settings);
    const { idOf, rows } = readRows(context, records, this.found);
    this.idOf = idOf;
    this.rows = rows;
    this.names = { row: () => undefined, channel: () => undefined, rowNames: () => [] };
    this.listener = { ...this.names, length: this.settings.periodLength };
  }

  read(): PlanFound {
    const placed = this.place();
    this.learnNames();
    for (const one of placed) if (FACT_KINDS.has(one.kind)) this.readFact(one);
    // Short names are known now: formulas may use them.
    this.learnNames();
    this.readLaterSettings();
    const cells = new CellReader(this.context, this.columns);
    for (const one of placed) this.readRecord(one, cells);
    return this.finish(cells);
  }

  /** Finds row, channel and scenario of each record. */
  private place(): Placed[] {
    const { context, found } = this;
    const placed: Placed[] = [];
    const laterKinds = new Set<Kind>();
    for (const record of this.table.records) {
      const { kind, line } = record;
      if (kind === "setting") continue;
      if (kind === undefined) {
        const place = { column: "Kind", found: record.kindText, expected: "a kind of record" };
        context.reject(record, "unknownKind", place, record.kindText);
        continue;
      }
      if (LATER_KINDS.has(kind)) {
        if (!laterKinds.has(kind)) context.notice("kindNotYet", { line, column: "Kind", found: kind }, kind);
        laterKinds.add(kind);
        context.setAside.push(record);
        continue;
      }
      const row = this.idOf.get(record);
      if (row === undefined) continue;
      const { channel: channelKey } = parseKey(record.key);
      const channel =
        record.channel === ""
          ? null
          : found.channels.obtain(record.channel, channelKey, () => {
              context.notice(
                "newChannel",
                { line, column: "Channel", found: record.channel },
                record.channel,
              );
            });
      const scenario =
        record.scenario === ""
          ? null
          : found.scenarios.obtain(record.scenario, null, () => {
              context.notice(
                "newScenario",
                { line, column: "Scenario", found: record.scenario },
                record.scenario,
              );
            });
      placed.push({ record, kind, row, channel, scenario });
    }
    return placed;
  }

  /**
   * What names mean: labels of this file, then (for formulas that still have the name of a row renamed in a
   * spreadsheet program) the names of the open plan.
   */
  private learnNames(): void {
    const plan = this.labelledPlan();
    const labels = labelsOf(plan);
    const own = namesOf(labelPlan(plan, labels));
    const { open } = this.context;
    const old = open === null ? null : namesOf(labelPlan(open, labelsOf(open)));
    const channels = this.found.channels.labels();
    const row = (name: string): RowId | undefined => {
      const id = own.row(name) ?? old?.row(name);
      return id !== undefined && this.rows.has(id) ? id : undefined;
    };
    const channel = (name: string): ChannelId | undefined =>
      channels.get(nameKey(name)) ?? own.channel(name) ?? old?.channel(name);
    this.names = { row, channel, rowNames: () => own.rowNames() };
    this.listener = { row, channel, length: this.settings.periodLength };
  }

  private labelledPlan(): Plan {
    return {
      settings: this.settings,
      sections: this.found.sections.records(),
      channels: new Map<string, Channel>(
        [...this.found.channels.labels()].map(([name, id], i) => [id, { name, order: String(i) }]),
      ),
      rows: this.rows,
      formulas: new Map(),
      cells: new Map(),
      goals: new Map(),
      scenarios: new Map(),
    };
  }

  private readFact({ record, row: id, scenario }: Placed): void {
    const { context } = this;
    if (scenario !== null) {
      const place = { column: "Scenario", found: record.scenario, expected: "nothing" };
      context.reject(record, "noScenarioHere", place, record.kindText);
      return;
    }
    if (this.isRepeated(record, [record.kind, id])) return;
    const row = this.rows.get(id) ?? defaultRow("");
    const next = withFact(context, this.listener, record, row, (name) => this.ownNames.set(id, name));
    this.rows.set(id, next);
  }

  /** Whether a record that may stand once stands a second time; said where the two differ. */
  private isRepeated(record: RawRecord, place: readonly unknown[]): boolean {
    const name = JSON.stringify(place);
    const earlier = this.linesByPlace.get(name);
    if (earlier === undefined) {
      this.linesByPlace.set(name, record);
      return false;
    }
    if (record.text !== earlier.text || record.total !== earlier.total) {
      const said = { column: "Kind", found: record.kindText, expected: "one such record" };
      this.context.reject(record, "repeatedRecord", said, earlier.line);
    }
    return true;
  }

  private readLaterSettings(): void {
    const { context, listener } = this;
    const sentence = {
      goal: null as string | null,
      noGoal: null as string | null,
      unreachable: null as string | null,
    }; // widened
    for (const { name, record } of this.found.later) {
      const refuse = (expected: string): void => {
        context.reject(
          record,
          "badSetting",
          { column: "Text", found: record.text, expected },
          name,
          expected,
        );
      };
      switch (name) {
        case "Sentence with a goal":
          sentence.goal = record.text;
          break;
        case "Sentence without a goal":
          sentence.noGoal = record.text;
          break;
        case "Sentence of an unreachable goal":
          sentence.unreachable = record.text;
          break;
        case "Default lever": {
          const lever = readRowName(record.text, listener);
          if (lever.ok) this.settings = { ...this.settings, defaultLever: lever.value };
          else refuse(lever.error.expected);
          break;
        }
        case "Stage": {
          const stage = readStage(record.text, listener);
          const row = stage.ok ? this.rows.get(stage.value.row) : undefined;
          if (stage.ok && row !== undefined)
            this.rows.set(stage.value.row, { ...row, stage: stage.value.stage });
          else refuse(stage.ok ? "the name of a row, in brackets" : stage.error.expected);
          break;
        }
        default:
          // The order of goals is looked at when all goals are there.
          break;
      }
    }
    const { goal, noGoal, unreachable } = sentence;
    if (goal === null && noGoal === null && unreachable === null) return;
    const read = (text: string | null): NonNullable<PlanSettings["sentence"]>["goal"] =>
      parseSentence(text ?? "", (name) => listener.row(name));
    const forms = { goal: read(goal), noGoal: read(noGoal), unreachable: read(unreachable) };
    this.settings = { ...this.settings, sentence: forms };
  }

  private readRecord(one: Placed, cells: CellReader): void {
    const { record, kind, row, channel, scenario } = one;
    if (kind === "formula") this.readFormula(one);
    else if (kind === "goal") this.readGoal(one);
    else if (kind === "computed" || kind === "lever") {
      if (scenario !== null) return;
      this.computed.push({ record, row, line: this.lineOf(one) ?? null });
    } else if (TYPED_KINDS.has(kind)) {
      const line = this.lineOf(one);
      const name = this.rows.get(row)?.name ?? "";
      if (line === undefined) {
        const place = {
          column: "Channel",
          found: record.channel,
          expected: channel === null ? "a channel" : "nothing",
        };
        this.context.reject(record, channel === null ? "channelMissing" : "channelOnPlanRow", place, name);
        return;
      }
      const formula = kind === "cell formula" ? this.formulaOf(record, true) : null;
      cells.take(record, scenario, row, line, formula);
    }
  }

  /** The line that a record is about; undefined where its row has none such. */
  private lineOf({ row, channel }: Placed): LineId | undefined {
    if (this.rows.get(row)?.scope === "plan") return channel === null ? PLAN_WIDE : undefined;
    return channel ?? undefined;
  }

  /** A formula's text, read; where it cannot be, it is kept as it stands, and said. */
  private formulaOf(record: RawRecord, inScenario: boolean): Formula {
    const word = record.text.trim().toLowerCase();
    if (word === "free") return { kind: "free" };
    if (word === "does not apply" || (word === "none" && !inScenario)) return { kind: "none" };
    const text = unguardFormula(record.text);
    const read = parseFormula(text, this.names);
    if (read.ok) return { kind: "tree", tree: read.value };
    const place = { line: record.line, column: "Text", found: record.text };
    this.context.notice("formulaKept", place, record.row, read.error.text);
    return { kind: "text", text, error: read.error.text };
  }

  private readFormula({ record, row, channel, scenario }: Placed): void {
    if (this.isRepeated(record, ["formula", scenario, row, channel])) return;
    if (channel !== null && this.rows.get(row)?.scope === "plan") {
      const place = { column: "Channel", found: record.channel, expected: "nothing" };
      this.context.reject(record, "channelOnPlanRow", place, this.rows.get(row)?.name ?? "");
      return;
    }
    const key = channel === null ? row : `${row}/${channel}`;
    if (scenario === null) {
      this.formulas.set(key, this.formulaOf(record, false));
      return;
    }
    const isRemoval = record.text.trim().toLowerCase() === "none";
    const is = isRemoval ? null : this.formulaOf(record, true);
    this.difference(scenario, `formula/${key}`, { is });
  }

  private difference(scenario: ScenarioId, address: Address, difference: Difference): void {
    const differences = this.differences.get(scenario) ?? new Map<Address, Difference>();
    this.differences.set(scenario, differences.set(address, difference));
  }

  private readGoal({ record, row, channel, scenario }: Placed): void {
    const { context } = this;
    const key = parseKey(record.key).goal;
    const own = key === null ? undefined : this.ownGoal(scenario, key);
    const place = { row, channel, own, inScenario: scenario !== null };
    const found = readGoal(context, record, place, this.settings, this.columns, this.listener);
    if (found === undefined) {
      // What cannot be read stays what it was.
      if (own !== undefined && scenario === null && key !== null && !this.goals.has(key))
        this.goals.set(key, own);
      return;
    }
    if (scenario === null) {
      if (found.kind !== "goal") return;
      if (key !== null && this.goals.has(key)) {
        context.reject(
          record,
          "repeatedRecord",
          { column: "Key", found: record.key, expected: "another key" },
          0,
        );
        return;
      }
      const id = key ?? new Ids(context.newId).take();
      this.goals.set(id, { ...found.goal, order: "" });
      return;
    }
    const id = key ?? new Ids(context.newId).take();
    if (found.kind === "goal") {
      this.difference(scenario, `goal/${id}`, { is: { ...found.goal, order: "" } });
      return;
    }
    const address = goalDifference(scenario, id, found).slice(differenceAddress(scenario, "").length);
    this.difference(scenario, address, { is: found.kind === "field" ? found.value : null });
  }

  /** The goal of the open plan whose target may have been rounded in the file. */
  private ownGoal(scenario: ScenarioId | null, id: string): Goal | undefined {
    const { open } = this.context;
    if (open === null) return undefined;
    const base = open.goals.get(id);
    if (scenario === null) return base;
    const differences = open.scenarios.get(scenario)?.differences;
    const whole = differences?.get(`goal/${id}`)?.is;
    if (isGoal(whole)) return whole;
    const target = differences?.get(`goal/${id}/target`)?.is;
    return base !== undefined && typeof target === "number" ? { ...base, target } : base;
  }

  private finish(cells: CellReader): PlanFound {
    const { context, found } = this;
    const unitOf = (row: RowId): Row["unit"] => this.rows.get(row)?.unit ?? "number";
    const baseCells = cellsOfDrafts(context, cells.drafts(), unitOf);
    for (const draft of cells.drafts()) {
      if (draft.scenario === null) continue;
      for (const [ordinal, is] of finishLine(context, draft, unitOf(draft.row))) {
        const key = keyOfOrdinal(this.settings.periodLength, ordinal);
        this.difference(draft.scenario, `cell/${draft.row}/${draft.line}/${key}`, { is });
      }
    }
    const unknownColumns = this.unknownColumns();
    const extra = Object.fromEntries([
      ...Object.entries(this.settings.extra),
      ...unknownColumns.map(({ name, texts }) => printKeptColumn({ name, cells: this.byIdentity(texts) })),
    ]);
    const goals = this.goalsInOrder();
    const scenarios = new Map<ScenarioId, Scenario>(
      [...found.scenarios.records()].map(([id, record]) => [
        id,
        { ...record, differences: this.differences.get(id) ?? new Map<Address, Difference>() },
      ]),
    );
    const rows = new Map(
      [...this.rows].map(([id, row]): [RowId, Row] => [
        id,
        { ...row, name: this.ownNames.get(id) ?? row.name },
      ]),
    );
    const plan: Plan = {
      settings: { ...this.settings, extra },
      sections: found.sections.records(),
      rows,
      channels: found.channels.records(),
      formulas: this.formulas,
      cells: baseCells,
      goals,
      scenarios: orderScenarioGoals(scenarios, goals, null),
    };
    return { plan, columns: this.columns, computed: this.computed, unknownColumns };
  }

  private goalsInOrder(): Map<string, Goal> {
    const setting = this.found.later.find(({ name }) => name === "Goal order");
    const said = setting?.record.text.trim().split(/\s+/) ?? [];
    const ids = [...new Set([...said.filter((id) => this.goals.has(id)), ...this.goals.keys()])];
    const orders = spreadOrders(ids.length);
    return new Map(
      ids.flatMap((id, i): [string, Goal][] => {
        const goal = this.goals.get(id);
        return goal === undefined ? [] : [[id, { ...goal, order: orders[i] ?? "" }]];
      }),
    );
  }

  private unknownColumns(): UnknownColumn[] {
    const columns: UnknownColumn[] = [];
    const isPeriod = new Set(this.columns.map(({ index }) => index));
    for (const { index, heading } of this.table.others) {
      if (isPeriod.has(index)) continue;
      const texts = new Map<number, string>();
      for (const { line, fields } of this.table.records) {
        const text = unescapeText(fields[index] ?? "");
        if (text !== "") texts.set(line, text);
      }
      const place = { line: 1, column: heading, found: heading };
      if (heading.trim() === "") {
        if (texts.size > 0) this.context.notice("unnamedColumn", place, index + 1);
        continue;
      }
      if (!columns.some(({ name }) => name === heading)) columns.push({ name: heading, texts });
      else this.context.fail("columnTwice", { ...place, expected: "one" }, heading);
      const isKnown = this.context.open?.settings.extra[`Column: ${heading}`] !== undefined;
      if (!isKnown) this.context.notice("unknownColumn", place, heading);
    }
    return columns;
  }

  /** Texts of a column by what tells their records apart for good. */
  private byIdentity(texts: ReadonlyMap<number, string>): Map<string, string> {
    const cells = new Map<string, string>();
    for (const record of this.table.records) {
      const text = texts.get(record.line);
      if (text === undefined || record.kind === undefined) continue;
      const { channel: channelKey, goal } = parseKey(record.key);
      const row = this.idOf.get(record);
      const channel =
        record.channel === "" ? null : (this.found.channels.named(record.channel) ?? channelKey);
      const key = row === undefined ? record.key : printKey(row, channel, goal ?? undefined);
      const isBase = record.scenario === "" && !FACT_KINDS.has(record.kind) && record.kind !== "setting";
      const scenario = isBase ? "Base" : record.scenario;
      cells.set(identityOf({ scenario, kind: record.kind, key, row: record.row, text: record.text }), text);
    }
    return cells;
  }
}

function periodColumns(
  context: Context,
  others: readonly OtherColumn[],
  settings: PlanSettings,
): PeriodColumn[] {
  const { periodLength: length, locale } = settings;
  const start = ordinalOfKey(settings.start);
  const columns: PeriodColumn[] = [];
  for (const { index, heading } of others) {
    const ordinal = readHeading(heading, { length, locale, start: Number.isNaN(start) ? null : start });
    if (ordinal === undefined) continue;
    if (columns.some((column) => column.ordinal === ordinal)) {
      const place = { line: 1, column: heading, found: heading, expected: "one column a period" };
      context.fail("columnTwice", place, keyOfOrdinal(length, ordinal));
    } else columns.push({ index, heading, ordinal });
  }
  return columns;
}
