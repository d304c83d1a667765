import { actualAt, defaultRow, keyOfOrdinal, parseFormula, PLAN_WIDE } from "../core/index.ts";
import type {
  Actual,
  Address,
  ChannelId,
  Difference,
  Formula,
  Goal,
  LineId,
  Plan,
  PlanSettings,
  Row,
  RowId,
  Scenario,
  ScenarioId,
} from "../core/index.ts";
import { readOrigin } from "./actuals.ts";
import { FACT_KINDS, TYPED_KINDS } from "./columns.ts";
import type { Context } from "./context.ts";
import { printKeptColumn } from "./kept.ts";
import { parseKey } from "./labels.ts";
import { spreadOrders } from "./order.ts";
import { unguardFormula } from "./phrases.ts";
import type { Listener } from "./phrases.ts";
import { placeRecords } from "./place.ts";
import type { Placed } from "./place.ts";
import { CellReader, cellsOfDrafts, finishLine } from "./read-cells.ts";
import type { PeriodColumn } from "./read-cells.ts";
import { withFact } from "./read-facts.ts";
import { isUnchanged } from "./number.ts";
import { orderScenarioGoals, readGoal } from "./read-goals.ts";
import { readLaterSettings } from "./read-later.ts";
import { namesInFile } from "./read-names.ts";
import type { NamesFound } from "./read-names.ts";
import { periodColumns, textsByIdentity, unknownColumns } from "./read-others.ts";
import type { UnknownColumn } from "./read-others.ts";
import { readRows } from "./read-rows.ts";
import { readSettings } from "./read-settings.ts";
import type { SettingsFound } from "./read-settings.ts";
import { isGoal } from "./scenarios.ts";
import type { RawRecord, Table } from "./table.ts";

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
  const steps = planInSteps(context, table);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Records of one step: some milliseconds. */
const STEP = 500;

/** The same in steps; each says how many records are read. */
export function planInSteps(context: Context, table: Table): Generator<number, PlanFound> {
  return new PlanReader(context, table).read();
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
  private readonly actuals = new Map<RowId, Map<LineId, Map<number, Actual>>>();
  private readonly computed: ComputedRecord[] = [];
  /** Lines of records of which there may be one, by what they say it of. */
  private readonly linesByPlace = new Map<string, RawRecord>();
  private settings: PlanSettings;
  private listener: Listener;
  private names: NamesFound;

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

  *read(): Generator<number, PlanFound> {
    const placed = placeRecords(this.context, this.table.records, this.found, this.idOf);
    this.learnNames();
    for (const one of placed) if (FACT_KINDS.has(one.kind)) this.readFact(one);
    // Short names are known now: formulas may use them.
    this.learnNames();
    const later = readLaterSettings(this.context, this.found.later, this.listener, this.rows);
    this.settings = { ...this.settings, ...later };
    const cells = new CellReader(this.context, this.columns);
    for (const [i, one] of placed.entries()) {
      this.readRecord(one, cells);
      if (i % STEP === STEP - 1) yield i + 1;
    }
    return this.finish(cells);
  }

  private learnNames(): void {
    this.names = namesInFile(this.context, this.settings, this.rows, this.found.channels.labels());
    this.listener = { ...this.names, length: this.settings.periodLength };
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
    if (JSON.stringify(record.fields) !== JSON.stringify(earlier.fields)) {
      const said = { column: "Kind", found: record.kindText, expected: "one such record" };
      this.context.reject(record, "repeatedRecord", said, earlier.line);
    }
    return true;
  }

  private readRecord(one: Placed, cells: CellReader): void {
    const { record, kind, row, channel, scenario } = one;
    if (kind === "formula") this.readFormula(one);
    else if (kind === "goal") this.readGoal(one);
    else if (kind === "actual") this.readActual(one);
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

  /** What happened: of the plan, never of a scenario. A number that only lost digits stays the open plan's. */
  private readActual(one: Placed): void {
    const { context } = this;
    const { record, row, scenario } = one;
    const line = this.lineOf(one);
    if (scenario !== null || line === undefined) {
      const column = scenario !== null ? "Scenario" : "Channel";
      const place = {
        column,
        found: scenario !== null ? record.scenario : record.channel,
        expected: "another",
      };
      if (scenario !== null) context.reject(record, "noScenarioHere", place, record.kindText);
      else if (one.channel === null) context.reject(record, "channelMissing", place, record.row);
      else context.reject(record, "channelOnPlanRow", place, record.row);
      return;
    }
    const lines = this.actuals.get(row) ?? new Map<LineId, Map<number, Actual>>();
    const series = lines.get(line) ?? new Map<number, Actual>();
    const origin = readOrigin(record.text);
    for (const { index, heading, ordinal } of this.columns) {
      const text = (record.fields[index] ?? "").trim();
      if (text === "") continue;
      const number = context.number(record, heading, text);
      const own = context.open === null ? undefined : actualAt(context.open, row, line, ordinal);
      const place = { line: record.line, column: heading, found: text, expected: "nothing" };
      if (series.has(ordinal)) context.fail("repeatedCell", place, record.line);
      // What cannot be read stays what it was.
      else if (number === undefined) {
        if (own !== undefined) series.set(ordinal, own);
      } else {
        const value = own !== undefined && isUnchanged(own.value, number) ? own.value : number.value;
        series.set(ordinal, { value, ...origin });
      }
    }
    if (series.size > 0) this.actuals.set(row, lines.set(line, series));
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
    const id = key ?? context.newId();
    if (this.isRepeated(record, ["goal", scenario, id, found.kind === "field" ? found.field : ""])) return;
    if (scenario === null) {
      if (found.kind === "goal") this.goals.set(id, { ...found.goal, order: "" });
      return;
    }
    if (found.kind === "goal") {
      this.difference(scenario, `goal/${id}`, { is: { ...found.goal, order: "" } });
      return;
    }
    const address = found.kind === "field" ? `goal/${id}/${found.field}` : `goal/${id}`;
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
    const others = unknownColumns(context, this.table, this.columns);
    const kept = others.map((column) => {
      const rowOf = (record: RawRecord): RowId | undefined => this.idOf.get(record);
      const channelNamed = (label: string): ChannelId | undefined => found.channels.named(label);
      const cells = textsByIdentity(column, this.table.records, rowOf, channelNamed);
      return printKeptColumn({ name: column.name, cells });
    });
    const extra = Object.fromEntries([...Object.entries(this.settings.extra), ...kept]);
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
      actuals: this.actuals,
      goals,
      scenarios: orderScenarioGoals(scenarios, goals, null),
    };
    return { plan, columns: this.columns, computed: this.computed, unknownColumns: others };
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
}
