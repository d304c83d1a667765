import { applyChange, changeTo, dayNumber, emptyPlan, keyOfOrdinal } from "../core/index.ts";
import type { Address, AddressValue, NewId, Plan, PlanChange } from "../core/index.ts";
import { gather, ordinalOfDay } from "./gather.ts";
import type { Gathered } from "./gather.ts";
import { makeRemark } from "./mapping.ts";
import type { Mapping, Remark } from "./mapping.ts";
import { place } from "./placer.ts";
import { ROLE } from "./reading/reading.ts";
import type { TableReading } from "./reading/table-reading.ts";

export interface TakeOptions {
  readonly newId: NewId;
  /** The plan that is filled; without it a new one is made. */
  readonly open?: Plan;
  /** The numbers are what happened, read from this file on this day: they stand beside the plan. */
  readonly actuals?: { readonly source: string; readonly date: string };
  /** Of a new plan. */
  readonly title?: string;
  readonly currency?: string;
  readonly locale?: string;
}

/** What a table becomes. Nothing is changed by it. */
export interface Taken {
  /** The plan as it would be. */
  readonly plan: Plan;
  /** What makes it of the open plan, or of an empty one. */
  readonly change: PlanChange;
  /** Cells that are filled, and those of them that are sums of several numbers. */
  readonly cells: number;
  readonly sums: number;
  /** Cells in which the same number stands already. */
  readonly unchanged: number;
  readonly newRows: readonly string[];
  readonly newChannels: readonly string[];
  /** Everything in the file that is not taken, and why. */
  readonly leftOut: readonly Remark[];
}

const MOST_PERIODS = 1200;

/**
 * Takes a table over by a mapping: numbers of one row, channel and period are added up. Left out, and listed, is what
 * must not be added (totals, rates of several rows), what the plan computes, and what has no place in it.
 *
 * Pure, and as long as the table: one pass over its rows, in the order of the file.
 */
export function takeTable(reading: TableReading, mapping: Mapping, options: TakeOptions): Taken {
  const gathered = gather(reading, mapping);
  const before = options.open ?? emptyPlan();
  // A plan without rows has nothing to say yet: it takes the table's periods and currency.
  const isBlank = before.rows.size === 0 && before.scenarios.size === 0;
  const base = isBlank ? blankFilled(before, basePlan(reading, mapping, gathered, options), options) : before;
  const placed = place(base, gathered, reading, { ...options, isFresh: isBlank }, mapping);
  const wanted = isBlank ? wholeOf(before, base, placed.wanted) : placed.wanted;
  const change = changeTo(before, wanted);
  const changed = change.filter(([address]) => /^(?:cell|actual)\//.test(address)).length;
  return {
    plan: applyChange(before, change),
    change,
    cells: placed.cells,
    sums: placed.sums,
    unchanged: placed.cells - changed,
    newRows: placed.newRows,
    newChannels: placed.newChannels,
    leftOut: [...leftOfReading(reading, gathered), ...placed.leftOut],
  };
}

/** The plan that a table of its own becomes, still without rows and cells. */
function basePlan(
  reading: TableReading,
  { length }: Mapping,
  { lines }: Gathered,
  options: TakeOptions,
): Plan {
  let first = Infinity;
  let last = -Infinity;
  for (const { sums } of lines) {
    for (const ordinal of sums.keys()) {
      first = Math.min(first, ordinal);
      last = Math.max(last, ordinal);
    }
  }
  const currency = reading.summary.currency ?? options.currency ?? "GBP";
  return emptyPlan({
    ...(options.title === undefined ? {} : { title: options.title }),
    ...(options.locale === undefined ? {} : { locale: options.locale }),
    currency: /^[A-Z]{3}$/.test(currency) ? currency : (options.currency ?? "GBP"),
    periodLength: length,
    ...(first === Infinity
      ? { start: keyOfOrdinal(length, ordinalOfDay(dayNumber(2027, 1, 1), length)) }
      : { start: keyOfOrdinal(length, first), periods: Math.min(MOST_PERIODS, last - first + 1) }),
  });
}

/** A plan without rows, with the periods and the currency of what fills it; its channels give way. */
function blankFilled(open: Plan, fresh: Plan, options: TakeOptions): Plan {
  if (options.open === undefined) return fresh;
  const { currency, periodLength, start, periods } = fresh.settings;
  return {
    ...open,
    settings: { ...open.settings, currency, periodLength, start, periods },
    channels: new Map(),
  };
}

/** Everything that a new plan says, as what should stand where; channels that nothing stands in go. */
function wholeOf(
  before: Plan,
  base: Plan,
  wanted: readonly (readonly [Address, AddressValue | null])[],
): (readonly [Address, AddressValue | null])[] {
  // Fields of settings are AddressValues by the types of plan.ts.
  const settings = Object.entries(base.settings) as [string, AddressValue | null][];
  const isByChannel = wanted.some(([address]) => address.startsWith("channel/"));
  const gone = isByChannel ? [...before.channels.keys()].map((id) => [`channel/${id}`, null] as const) : [];
  return [...settings.map(([field, value]) => [`plan/${field}`, value] as const), ...gone, ...wanted];
}

/** What the reading itself left out. */
function leftOfReading({ roles, summary }: TableReading, gathered: Gathered): Remark[] {
  const counts = new Uint32Array(16);
  for (let row = 1; row < roles.length; row++) {
    const role = roles[row] ?? 0;
    counts[role] = (counts[role] ?? 0) + 1;
  }
  const remarks: Remark[] = [];
  const say = (count: number, remark: (count: number) => Remark): void => {
    if (count > 0) remarks.push(remark(count));
  };
  const of = (role: number): number => counts[role] ?? 0;
  say(summary.asideRows, (n) => makeRemark("leftAside", n));
  say(of(ROLE.total), (n) => makeRemark("leftTotals", n));
  say(of(ROLE.preamble) + of(ROLE.footer) + of(ROLE.remark), (n) => makeRemark("leftText", n));
  say(gathered.missing, (n) => makeRemark("leftMissing", n));
  say(gathered.undated, (n) => makeRemark("leftUndated", n));
  say(gathered.unnamed, (n) => makeRemark("leftUnnamed", n));
  say(gathered.tooMany, (n) => makeRemark("leftTooMany", n));
  const { wrongLength } = gathered;
  if (wrongLength !== null) {
    say(wrongLength.count, (n) => makeRemark("leftLength", n, wrongLength.length, wrongLength.wanted));
  }
  return remarks;
}
