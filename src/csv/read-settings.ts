import { defaultSettings, lengthOfKey, ordinalOfKey } from "../core/index.ts";
import type { Channel, PeriodLength, PlanSettings, ScenarioRecord, Section } from "../core/index.ts";
import { EXTRA_PREFIX, FORMAT, settingNamed } from "./columns.ts";
import type { SettingName } from "./columns.ts";
import { Ids, idNamed } from "./context.ts";
import type { Context } from "./context.ts";
import { hasKey, readHeading } from "./heading.ts";
import { nameKey } from "./labels.ts";
import { signOf } from "./number.ts";
import type { DecimalSign } from "./number.ts";
import { spreadOrders } from "./order.ts";
import { makeProblem } from "./problem.ts";
import type { Problem } from "./problem.ts";
import type { OtherColumn, RawRecord } from "./table.ts";

/** Things that stand under a label in a column: sections, channels, scenarios. */
export class Things<T extends { readonly name: string; readonly order: string }> {
  private readonly ids: Ids;
  private readonly found = new Map<string, string>();
  private readonly idsByLabel = new Map<string, string>();
  private readonly current: ReadonlyMap<string, T> | undefined;

  constructor(ids: Ids, current: ReadonlyMap<string, T> | undefined) {
    this.ids = ids;
    this.current = current;
  }

  /** A thing that a setting declares: its label in the column, its own name, its key. */
  declare(label: string, name: string, key: string): void {
    const byLabel = label === "" ? name : label;
    const id = this.ids.take(key, idNamed(this.current, byLabel));
    this.found.set(id, name);
    if (!this.idsByLabel.has(nameKey(byLabel))) this.idsByLabel.set(nameKey(byLabel), id);
  }

  named(label: string): string | undefined {
    return this.idsByLabel.get(nameKey(label));
  }

  /**
   * The thing of a label, made if no setting declared it; `isNew` is told then. The key is its id if it can be:
   * that of another thing (a copied line) is not.
   */
  obtain(label: string, key: string | null, isNew: () => void): string {
    const known = this.named(label);
    if (known !== undefined) return known;
    this.declare(label, label, key ?? "");
    isNew();
    return this.named(label) ?? "";
  }

  /** Labels in the order of the file, each with its id. */
  labels(): Map<string, string> {
    return this.idsByLabel;
  }

  /** The records, in the order of the file. */
  records(): Map<string, { name: string; order: string }> {
    const orders = spreadOrders(this.found.size);
    return new Map([...this.found].map(([id, name], i) => [id, { name, order: orders[i] ?? "" }]));
  }
}

/** What the settings of a file say; names of rows in them are read later. */
export interface SettingsFound {
  readonly settings: PlanSettings;
  readonly sections: Things<Section>;
  readonly channels: Things<Channel>;
  readonly scenarios: Things<ScenarioRecord>;
  /** Settings that name rows or goals. */
  readonly later: readonly { readonly name: SettingName; readonly record: RawRecord }[];
}

/**
 * The decimal sign of a file: that of `One half`; else what its numbers show, if they agree. Null: they do not.
 */
export function findDecimal(records: readonly RawRecord[], numbers: Iterable<string>): DecimalSign | null {
  const half = records.find(({ kind, row }) => kind === "setting" && settingNamed(row) === "One half");
  const shown = half === undefined ? null : signOf(half.total);
  if (shown !== null) return shown;
  const signs = new Set<DecimalSign>();
  for (const text of numbers) {
    const sign = signOf(text);
    if (sign !== null) signs.add(sign);
  }
  const [only] = signs;
  return signs.size === 1 && only !== undefined ? only : null;
}

/** Why a file is no plan, or none that this version can read; nothing if it is one. */
export function findRefusal(
  records: readonly RawRecord[],
): { readonly isPlan: boolean; readonly why: Problem } | null {
  const format = records.find(({ kind, row }) => kind === "setting" && settingNamed(row) === "Format");
  const found = format?.text.trim() ?? "";
  if (format !== undefined && Number(found) > FORMAT) {
    const place = { line: format.line, column: "Text", found, expected: String(FORMAT) };
    return { isPlan: true, why: makeProblem("newerFormat", place, found) };
  }
  const isPlan = records.some(({ kind }) => kind !== undefined);
  if (isPlan) return null;
  return { isPlan: false, why: makeProblem("noSettings", { line: null, column: "Kind", found: "" }) };
}

export function readSettings(
  context: Context,
  records: readonly RawRecord[],
  others: readonly OtherColumn[],
): SettingsFound {
  const { open } = context;
  const found = new Map<SettingName, RawRecord>();
  const later: { name: SettingName; record: RawRecord }[] = [];
  const extra: [string, string][] = [];
  const sections = new Things<Section>(new Ids(context.newId), open?.sections);
  const channels = new Things<Channel>(new Ids(context.newId), open?.channels);
  const scenarios = new Things<ScenarioRecord>(new Ids(context.newId), open?.scenarios);
  for (const record of records) {
    if (record.kind !== "setting") continue;
    const name = settingNamed(record.row);
    if (name === "Section") sections.declare(record.section, record.text, record.key);
    else if (name === "Channel") channels.declare(record.channel, record.text, record.key);
    else if (name === "Scenario") scenarios.declare(record.scenario, record.text, record.key);
    else if (name === "Stage") later.push({ name, record });
    else if (name === undefined) {
      const isPrefixed = record.row.startsWith(EXTRA_PREFIX);
      extra.push([isPrefixed ? record.row.slice(EXTRA_PREFIX.length) : record.row, record.text]);
      if (!isPrefixed && open?.settings.extra[record.row] === undefined) {
        context.notice("unknownSetting", { line: record.line, column: "Row", found: record.row }, record.row);
      }
    } else if (found.has(name)) {
      context.reject(
        record,
        "repeatedRecord",
        { column: "Row", found: name, expected: "one" },
        lineOf(found, name),
      );
    } else {
      found.set(name, record);
      if (LATER.has(name)) later.push({ name, record });
    }
  }
  const settings = { ...readValues(context, found, others), extra: Object.fromEntries(extra) };
  return { settings, sections, channels, scenarios, later };
}

const LATER: ReadonlySet<SettingName> = new Set<SettingName>([
  "Default lever",
  "Sentence with a goal",
  "Sentence without a goal",
  "Sentence of an unreachable goal",
  "Goal order",
]);

function lineOf(found: ReadonlyMap<SettingName, RawRecord>, name: SettingName): number {
  return found.get(name)?.line ?? 0;
}

const LENGTHS: ReadonlySet<string> = new Set<PeriodLength>(["month", "quarter", "week", "year"]);

function isPeriodLength(text: string): text is PeriodLength {
  return LENGTHS.has(text);
}

function readValues(
  context: Context,
  found: ReadonlyMap<SettingName, RawRecord>,
  others: readonly OtherColumn[],
): Omit<PlanSettings, "extra"> {
  const usual = context.open?.settings ?? defaultSettings();
  const read = <T>(
    name: SettingName,
    accept: (text: string) => T | undefined,
    other: T,
    expected: string,
  ): T => {
    const record = found.get(name);
    if (record === undefined) {
      context.notice("settingMissing", { line: null, column: null, found: "" }, name, String(other));
      return other;
    }
    const value = accept(record.text);
    if (value !== undefined) return value;
    const place = { line: record.line, column: "Text", found: record.text, expected };
    context.fail("badSetting", place, name, expected);
    return other;
  };
  const locale = read(
    "Locale",
    (text) => (isLocale(text) ? text : undefined),
    usual.locale,
    "a language such as en-GB",
  );
  const length = read(
    "Period length",
    (text) => (isPeriodLength(text.trim()) ? (text.trim() as PeriodLength) : undefined), // checked right here
    firstLength(others) ?? usual.periodLength,
    "month, quarter, week or year",
  );
  const heading = { length, locale, start: null };
  const firstPeriod = others
    .map((other) => readHeading(other.heading, heading))
    .find((one) => one !== undefined);
  const firstColumn = others.find((other) => readHeading(other.heading, heading) === firstPeriod);
  const count = others.filter((other) => readHeading(other.heading, heading) !== undefined).length;
  const startText = firstColumn === undefined ? usual.start : firstColumn.heading.trim();
  const start = read(
    "Start",
    (text) => {
      const key = text.trim().toUpperCase();
      return lengthOfKey(key) === length && !Number.isNaN(ordinalOfKey(key)) ? key : undefined;
    },
    lengthOfKey(startText) === length ? startText : fallbackStart(length),
    "a period such as 2027-M01",
  );
  // How many periods, from the plan's first on or back, if the calendar has them all.
  const reaching =
    (least: number, direction: 1 | -1) =>
    (text: string): number | undefined => {
      const periods = Number(text.trim());
      const isCount = /^\d+$/.test(text.trim()) && periods >= least && periods <= MOST_PERIODS;
      return isCount && hasKey(length, ordinalOfKey(start) + direction * periods) ? periods : undefined;
    };
  const fits = (periods: number): boolean => periods > 0 && hasKey(length, ordinalOfKey(start) + periods);
  return {
    title: read("Title", (text) => text, usual.title, "a title"),
    currency: read("Currency", (text) => text.trim(), usual.currency, "a currency such as GBP"),
    locale,
    periodLength: length,
    start,
    periods: read("Periods", reaching(1, 1), fits(count) ? count : 1, "how many periods, 1 or more"),
    history: read("History", reaching(0, -1), 0, "how many periods, 0 or more"),
    seed: read("Seed", (text) => finite(text), usual.seed, "a number"),
    defaultLever: null,
    sentence: null,
  };
}

/** A plan of weeks for a century: more is a mistake in a file, and would only fill the memory. */
export const MOST_PERIODS = 5200;

function finite(text: string): number | undefined {
  const value = Number(text.trim());
  return text.trim() !== "" && Number.isFinite(value) ? value : undefined;
}

function isLocale(text: string): boolean {
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false; // Not a language tag.
  }
}

function firstLength(others: readonly OtherColumn[]): PeriodLength | undefined {
  for (const { heading } of others) {
    const length = lengthOfKey(heading.trim());
    if (length !== undefined) return length;
  }
  return undefined;
}

function fallbackStart(length: PeriodLength): string {
  return { month: "2027-M01", quarter: "2027-Q1", week: "2027-W01", year: "2027-A1" }[length];
}
