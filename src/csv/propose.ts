import { keyOfOrdinal, orderedIds } from "../core/index.ts";
import type { PeriodKey, PeriodLength, Plan, RowId } from "../core/index.ts";
import { readHeading } from "./heading.ts";
import { nameKey } from "./labels.ts";
import { fingerprintOf, makeRemark, openQuestions, rowsByName } from "./mapping.ts";
import type { ColumnRole, Mapping, Proposal, Remark, RememberedMappings } from "./mapping.ts";
import type { ColumnReading } from "./reading/column.ts";
import { isAdditive } from "./reading/hints.ts";
import type { TableReading } from "./reading/table-reading.ts";
import { recogniseVendor } from "./vendors.ts";
import type { VendorFound } from "./vendors.ts";

const ROW_NAMES =
  /^(?:row|rows|metric|measure|step|stage|kpi|line|line item|item|zeile|kennzahl|schritt|position|indicateur|étape)$/i;

const CHANNEL_NAMES =
  /(?:^|[\s_(])(?:channels?|campaigns?|campaign name|sources?|medium|network|platform|kanal|kampagne|quelle|canal|campagne|source \/ medium)(?:$|[\s_)])/i;

const LENGTHS: readonly PeriodLength[] = ["month", "quarter", "year", "week"];

/** What exports call what plans call otherwise. */
const ALSO_CALLED: readonly (readonly string[])[] = [
  ["spend", "cost", "costs", "amount spent", "total spent", "ad spend", "kosten"],
  ["impressions", "impr."],
  ["clicks", "link clicks", "visits", "visitors", "sessions"],
  ["conversions", "results"],
  ["revenue", "amount", "conv. value", "total revenue", "umsatz"],
];

/**
 * Proposes what each column is: as the last time, else as the vendor's exports have it, else from its heading and
 * cells. A proposal changes nothing: it is shown, and every column can be changed.
 */
export function proposeMapping(
  reading: TableReading,
  options: { readonly open?: Plan; readonly remembered?: RememberedMappings } = {},
): Proposal {
  const { columns } = reading;
  const fingerprint = fingerprintOf(reading);
  const remembered = options.remembered?.get(fingerprint);
  const found = recogniseVendor(columns.map(({ heading }) => heading));
  const vendor = found === null ? null : pickVendor(found);
  const proposer = new Proposer(reading, options.open ?? null);
  const proposed =
    remembered?.columns.length === columns.length
      ? { mapping: remembered, reasons: columns.map(() => makeRemark("columnRemembered")) }
      : proposer.propose(found);
  return {
    ...proposed,
    open: openQuestions(reading, proposed.mapping, options.open ?? null),
    vendor,
    fingerprint,
  };
}

const pickVendor = ({
  vendor: { id, name, source, isVerified },
}: VendorFound): NonNullable<Proposal["vendor"]> => ({
  id,
  name,
  source,
  isVerified,
});

/** The plan's own name for what a table calls so; the table's where the plan has no such row. */
function nameInPlan(name: string, rows: ReadonlyMap<string, RowId>, plan: Plan | null): string {
  const group = ALSO_CALLED.find((names) => names.includes(nameKey(name))) ?? [];
  for (const called of [nameKey(name), ...group]) {
    const id = rows.get(called);
    if (id !== undefined) return plan?.rows.get(id)?.name ?? name;
  }
  return name;
}

/** One proposal; each column is judged once, in the order of what is surest. */
class Proposer {
  private readonly columns: readonly ColumnReading[];
  private readonly reading: TableReading;
  private readonly open: Plan | null;
  private readonly rows: ReadonlyMap<string, RowId>;
  private readonly channels: ReadonlySet<string>;
  private readonly roles: ColumnRole[];
  private readonly reasons: Remark[];

  constructor(reading: TableReading, open: Plan | null) {
    this.reading = reading;
    this.columns = reading.columns;
    this.open = open;
    this.rows = open === null ? new Map<string, RowId>() : rowsByName(open);
    this.channels = new Set(
      open === null ? [] : orderedIds(open.channels).map((id) => nameKey(open.channels.get(id)?.name ?? "")),
    );
    this.roles = this.columns.map(() => ({ role: "skip" }));
    this.reasons = this.columns.map(() => makeRemark("columnNotNeeded"));
  }

  propose(found: VendorFound | null): { mapping: Mapping; reasons: readonly Remark[] } {
    const wide = found === null ? this.findWide() : null;
    if (found !== null) {
      this.takeVendor(found);
      // Exports can be cut by day and month under names of people's own.
      if (!this.roles.some(({ role }) => role === "period")) this.takePeriod(found.roles);
    }
    if (wide !== null) this.takeWide(wide);
    if (found === null) {
      if (wide === null) this.takePeriod();
      this.takeTexts(wide !== null);
      if (wide === null) this.takeNumbers();
    }
    const length = wide?.length ?? this.open?.settings.periodLength ?? this.lengthOfPeriods();
    const [only] = this.open?.channels.size === 1 ? [...this.open.channels.values()] : [];
    const hasChannel = this.roles.some(({ role }) => role === "channel");
    const mapping: Mapping = {
      columns: this.roles,
      length,
      period: this.periodOfReport(length),
      channel: hasChannel ? null : (only?.name ?? null),
    };
    return { mapping, reasons: this.reasons };
  }

  private put(index: number, role: ColumnRole, reason: Remark): void {
    this.roles[index] = role;
    this.reasons[index] = reason;
  }

  private takeVendor({ vendor, roles }: VendorFound): void {
    const reason = makeRemark("columnOfVendor", vendor.name, vendor.isVerified);
    const taken = new Set<string>();
    for (const [field, role] of roles) {
      const column = this.columns[field - 1];
      if (column === undefined) continue;
      const isNumeric =
        column.type.value !== "text" && column.type.value !== "date" && column.type.value !== "period";
      // Two columns of one kind (day and month): the first in the vendor's table stands.
      const isOnce = role.role === "period" || role.role === "channel";
      if (isOnce && taken.has(role.role)) continue;
      if (role.role === "period" && column.type.value !== "date" && column.type.value !== "period") continue;
      if (role.role === "value") {
        if (!isNumeric || taken.has(role.row)) continue;
        taken.add(role.row);
        const row = nameInPlan(role.row, this.rows, this.open);
        this.put(field - 1, { role: "value", row }, reason);
      } else {
        taken.add(role.role);
        this.put(field - 1, { role: role.role === "name" ? "skip" : role.role }, reason);
      }
    }
  }

  /** Columns whose headings are periods, of the length that most of them have; null: fewer than two. */
  private findWide(): { length: PeriodLength; periods: ReadonlyMap<number, number> } | null {
    const locale = this.open?.settings.locale ?? "en-GB";
    let best: { length: PeriodLength; periods: ReadonlyMap<number, number> } | null = null;
    for (const length of LENGTHS) {
      const periods = new Map<number, number>();
      this.columns.forEach(({ heading, type }, index) => {
        if (type.value === "date" || type.value === "period") return;
        const isYear = length === "year" && /^\s*(?:19|20)\d\d\s*$/.test(heading);
        const ordinal = isYear ? Number(heading) : readHeading(heading, { length, locale, start: null });
        if (ordinal !== undefined) periods.set(index, ordinal);
      });
      if (periods.size > 1 && periods.size > (best?.periods.size ?? 1)) best = { length, periods };
    }
    return best;
  }

  private takeWide({
    length,
    periods,
  }: {
    length: PeriodLength;
    periods: ReadonlyMap<number, number>;
  }): void {
    for (const [index, ordinal] of periods) {
      const period = keyOfOrdinal(length, ordinal);
      this.put(index, { role: "values of a period", period }, makeRemark("headingIsPeriod", period));
    }
  }

  /** `known`: columns whose meaning is known to be another. */
  private takePeriod(known: VendorFound["roles"] = new Map()): void {
    const index = this.columns.findIndex(
      ({ type }, i) => (type.value === "date" || type.value === "period") && !known.has(i + 1),
    );
    if (index >= 0) this.put(index, { role: "period" }, makeRemark("columnIsPeriod"));
  }

  /** Which text names the rows, and which the channels. */
  private takeTexts(isWide: boolean): void {
    const texts = this.columns.flatMap(({ type, hint, isDropped }, index) =>
      type.value === "text" &&
      (hint === null || hint === "name") &&
      !isDropped &&
      this.roles[index]?.role === "skip"
        ? [index]
        : [],
    );
    const heading = (index: number): string => (this.columns[index]?.heading ?? "").trim();
    const numbers = this.columns.filter(
      ({ type }) => type.value === "number" || type.value === "money",
    ).length;
    const row =
      texts.find((index) => ROW_NAMES.test(heading(index))) ??
      texts.find((index) => this.share(index, (name) => this.rows.has(name)) >= 0.5) ??
      (isWide ? texts.find((index) => !CHANNEL_NAMES.test(heading(index))) : undefined);
    if (row !== undefined && (isWide || numbers === 1)) {
      this.put(row, { role: "row" }, makeRemark("columnNamesRows"));
    }
    const others = texts.filter((index) => this.roles[index]?.role === "skip");
    const channel =
      others.find((index) => this.share(index, (name) => this.channels.has(name)) >= 0.5) ??
      others.find((index) => CHANNEL_NAMES.test(heading(index))) ??
      (others.length === 1 && this.open === null ? others[0] : undefined);
    if (channel !== undefined) this.put(channel, { role: "channel" }, makeRemark("columnNamesChannels"));
  }

  /** How many of a column's first texts a plan knows. */
  private share(index: number, knows: (name: string) => boolean): number {
    const names = new Set<string>();
    for (const row of this.reading.dataRows()) {
      names.add(nameKey(this.reading.record(row)[index] ?? ""));
      if (names.size >= 50) break;
    }
    return names.size === 0 ? 0 : [...names].filter(knows).length / names.size;
  }

  private takeNumbers(): void {
    const namesRows = this.roles.some(({ role }) => role === "row");
    this.columns.forEach(({ type, heading, name, isOpen }, index) => {
      const isNumber = type.value === "number" || type.value === "money" || type.value === "rate";
      // A column that is asked about may turn out to hold numbers: it is asked because it would be taken.
      if ((!isNumber && !isOpen) || this.roles[index]?.role !== "skip") return;
      if (namesRows) {
        this.put(index, { role: "value", row: null }, makeRemark("columnNamesRows"));
        return;
      }
      const own = nameInPlan(heading.trim() === "" ? name : heading.trim(), this.rows, this.open);
      const isKnown = this.rows.has(nameKey(own));
      if (!isKnown && (type.value === "rate" || !isAdditive(heading))) {
        this.reasons[index] = makeRemark("columnNotAdded");
        return;
      }
      const isTaken = this.roles.some((other) => other.role === "value" && other.row === own);
      if (isTaken) return;
      const said = isKnown ? makeRemark("columnIsRow", own) : makeRemark("columnIsNewRow", own);
      const reason = isOpen ? makeRemark("columnStillAsked") : said;
      this.put(index, { role: "value", row: own }, reason);
    });
  }

  /** The length of a column of periods; days are gathered into months. */
  private lengthOfPeriods(): PeriodLength {
    const index = this.roles.findIndex(({ role }) => role === "period");
    return this.columns[index]?.period ?? "month";
  }

  /** Where no column says when: the plan's only period, if it has one. */
  private periodOfReport(length: PeriodLength): PeriodKey | null {
    const settings = this.open?.settings;
    return settings?.periods === 1 && settings.periodLength === length ? settings.start : null;
  }
}
