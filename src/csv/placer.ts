import {
  PLAN_WIDE,
  actualAddress,
  actualAt,
  cellAddress,
  defaultRow,
  keyOfOrdinal,
  orderBetween,
  orderedIds,
  rowsInOrder,
  startOrdinal,
} from "../core/index.ts";
import type {
  Address,
  AddressValue,
  ChannelId,
  NewId,
  PeriodLength,
  Plan,
  Row,
  RowId,
} from "../core/index.ts";
import type { Gathered, Line, RowFacts } from "./gather.ts";
import { nameKey } from "./labels.ts";
import { makeRemark, rowsByName } from "./mapping.ts";
import type { Mapping, Remark } from "./mapping.ts";
import type { TableReading } from "./reading/table-reading.ts";
import type { TakeOptions } from "./take.ts";

/** `isFresh`: the plan has nothing of its own yet, so that the table says its currency. */
export interface PlaceOptions extends TakeOptions {
  readonly isFresh: boolean;
}

export interface Placed {
  readonly wanted: readonly (readonly [Address, AddressValue | null])[];
  readonly cells: number;
  readonly sums: number;
  readonly newRows: readonly string[];
  readonly newChannels: readonly string[];
  readonly leftOut: readonly Remark[];
}

/** Lines of rows that are for the whole plan are one: their channels add up. */
function mergeLines(lines: readonly Line[], isPlanWide: (row: string) => boolean): Line[] {
  const merged: Line[] = [];
  const whole = new Map<string, Line>();
  for (const line of lines) {
    if (line.channel === null || !isPlanWide(line.row)) {
      merged.push(line);
      continue;
    }
    const seen = whole.get(line.row);
    if (seen === undefined) {
      const first: Line = { row: line.row, channel: null, sums: new Map(line.sums) };
      whole.set(line.row, first);
      merged.push(first);
      continue;
    }
    for (const [ordinal, { value, count }] of line.sums) {
      const sum = seen.sums.get(ordinal);
      seen.sums.set(ordinal, { value: (sum?.value ?? 0) + value, count: (sum?.count ?? 0) + count });
    }
  }
  return merged;
}

class Placer {
  private readonly plan: Plan;
  private readonly reading: TableReading;
  private readonly newId: NewId;
  private readonly isNew: boolean;
  private readonly rows: Map<string, RowId>;
  private readonly channels = new Map<string, ChannelId>();
  private readonly records: (readonly [Address, AddressValue | null])[] = [];
  private readonly cellsWanted: (readonly [Address, AddressValue | null])[] = [];
  private readonly made = new Map<RowId, Row>();
  private readonly counts = new Map<string, { count: number; say: (count: number) => Remark }>();
  private lastRow: string | null;
  private lastChannel: string | null;
  private readonly newRows: string[] = [];
  private readonly newChannels: string[] = [];
  private sums = 0;
  private readonly actuals: TakeOptions["actuals"];

  constructor(plan: Plan, reading: TableReading, options: PlaceOptions) {
    this.plan = plan;
    this.reading = reading;
    this.newId = options.newId;
    this.isNew = options.isFresh;
    this.actuals = options.actuals;
    this.rows = new Map(rowsByName(plan));
    const channels = orderedIds(plan.channels);
    for (const id of channels) this.channels.set(nameKey(plan.channels.get(id)?.name ?? ""), id);
    this.lastChannel = plan.channels.get(channels.at(-1) ?? "")?.order ?? null;
    // New rows come last among those without a section, where the screen begins.
    const orders = rowsInOrder(plan).map((id) => plan.rows.get(id)?.order ?? "");
    this.lastRow =
      orders.length === 0 ? null : orders.reduce((last, order) => (order > last ? order : last), "");
  }

  isPlanWide(rowKey: string): boolean {
    const id = this.rows.get(rowKey);
    return id !== undefined && this.plan.rows.get(id)?.scope === "plan";
  }

  /** Puts the numbers of one line where they belong, or says why not. */
  put(line: Line, facts: RowFacts, isByChannel: boolean, { length }: Mapping): void {
    const { plan } = this;
    const id = this.rows.get(line.row) ?? this.makeRow(line.row, facts, isByChannel);
    const row = plan.rows.get(id) ?? this.made.get(id);
    if (row === undefined) return;
    const count = line.sums.size;
    const isRate = row.unit === "rate" || row.asPercent;
    if (isRate !== (facts.unit === "rate")) {
      this.leave(`unit ${id}`, count, (n) => makeRemark("leftUnit", n, row.name));
      return;
    }
    const { currency } = this.reading.summary;
    if (facts.unit === "money" && currency !== null && currency !== plan.settings.currency && !this.isNew) {
      this.leave("currency", count, (n) => makeRemark("leftCurrency", n, currency, plan.settings.currency));
      return;
    }
    const lineId = row.scope === "plan" ? PLAN_WIDE : this.channelFor(line.channel);
    if (lineId === null) {
      this.leave("unnamed", count, (n) => makeRemark("leftUnnamed", n));
      return;
    }
    const start = startOrdinal(plan.settings);
    // What happened may stand beside what is computed.
    const isComputed = this.actuals === undefined && this.isRuled(id, lineId);
    const adds = facts.isAdditive && row.unit !== "moneyPerCount";
    for (const [ordinal, { value, count: parts }] of line.sums) {
      if (!adds && parts > 1) {
        this.leave(`mixed ${id}`, 1, (n) => makeRemark("leftMixed", n, row.name));
      } else if (ordinal >= start + plan.settings.periods) {
        this.leave("outside", 1, (n) => makeRemark("leftOutside", n));
      } else if (isComputed && ordinal >= start) {
        this.leave(`computed ${id}`, 1, (n) => makeRemark("leftComputed", n, row.name));
      } else {
        if (parts > 1) this.sums++;
        this.cellsWanted.push(this.wantedAt(id, lineId, ordinal, length, settle(value)));
      }
    }
  }

  /** A number at its place: in the cell, or as what happened there, which keeps its mark while it is the same. */
  private wantedAt(
    row: RowId,
    line: string,
    ordinal: number,
    length: PeriodLength,
    value: number,
  ): readonly [Address, AddressValue] {
    const key = keyOfOrdinal(length, ordinal);
    if (this.actuals === undefined) return [cellAddress(row, line, key), value];
    const known = actualAt(this.plan, row, line, ordinal);
    return [actualAddress(row, line, key), known?.value === value ? known : { value, ...this.actuals }];
  }

  finish(): Placed {
    return {
      wanted: [...this.records, ...this.cellsWanted],
      cells: this.cellsWanted.length,
      sums: this.sums,
      newRows: this.newRows,
      newChannels: this.newChannels,
      leftOut: [...this.counts.values()].map(({ count, say }) => say(count)),
    };
  }

  private leave(key: string, count: number, say: (count: number) => Remark): void {
    const seen = this.counts.get(key);
    if (seen === undefined) this.counts.set(key, { count, say });
    else seen.count += count;
  }

  /** Whether a formula rules a row in a line: its numbers are the plan's own there. */
  private isRuled(row: RowId, line: string): boolean {
    const own = line === PLAN_WIDE ? undefined : this.plan.formulas.get(`${row}/${line}`);
    const formula = own ?? this.plan.formulas.get(row);
    return formula !== undefined && formula.kind !== "free";
  }

  private makeRow(key: string, { name, unit }: RowFacts, isByChannel: boolean): RowId {
    const id = this.newId();
    this.lastRow = orderBetween(this.lastRow, null);
    const row: Row = {
      ...defaultRow(name),
      unit,
      order: this.lastRow,
      scope: isByChannel ? "channel" : "plan",
    };
    this.rows.set(key, id);
    this.made.set(id, row);
    this.newRows.push(name);
    this.records.push([`row/${id}`, row]);
    return id;
  }

  /** The channel of this name, made where there is none; the plan's only one for numbers without a channel. */
  private channelFor(name: string | null): ChannelId | null {
    if (name === null) {
      const [only, ...others] = this.channels.values();
      return others.length === 0 ? (only ?? null) : null;
    }
    const key = nameKey(name);
    const known = this.channels.get(key);
    if (known !== undefined) return known;
    const id = this.newId();
    this.lastChannel = orderBetween(this.lastChannel, null);
    this.channels.set(key, id);
    this.newChannels.push(name);
    this.records.push([`channel/${id}`, { name, order: this.lastChannel }]);
    return id;
  }
}

/** A sum of decimals as decimals: 0.1 + 0.2 is 0.3. Fifteen digits are what a file can show. */
export function settle(sum: number): number {
  const settled = Number(sum.toPrecision(15));
  return settled === 0 ? 0 : settled;
}

/** Finds each line its place in a plan; makes rows and channels that are not there. */
export function place(
  plan: Plan,
  gathered: Gathered,
  reading: TableReading,
  options: PlaceOptions,
  mapping: Mapping,
): Placed {
  const placer = new Placer(plan, reading, options);
  const byChannel = new Set(gathered.lines.filter(({ channel }) => channel !== null).map(({ row }) => row));
  for (const line of mergeLines(gathered.lines, (row) => placer.isPlanWide(row))) {
    const facts = gathered.rows.get(line.row);
    if (facts !== undefined) placer.put(line, facts, byChannel.has(line.row), mapping);
  }
  return placer.finish();
}
