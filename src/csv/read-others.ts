import { keyOfOrdinal, ordinalOfKey } from "../core/index.ts";
import type { ChannelId, PlanSettings, RowId } from "../core/index.ts";
import { BASE, COLUMN_PREFIX, FACT_KINDS } from "./columns.ts";
import type { Context } from "./context.ts";
import { readHeading } from "./heading.ts";
import { identityOf } from "./kept.ts";
import { parseKey, printKey } from "./labels.ts";
import type { PeriodColumn } from "./read-cells.ts";
import { MOST_PERIODS } from "./read-settings.ts";
import { unescapeText } from "./safe.ts";
import type { OtherColumn, RawRecord, Table } from "./table.ts";

/** A column of the file that means nothing here. */
export interface UnknownColumn {
  readonly name: string;
  /** By line of the record. */
  readonly texts: ReadonlyMap<number, string>;
}

/** The columns that are periods of the plan. */
export function periodColumns(
  context: Context,
  others: readonly OtherColumn[],
  settings: PlanSettings,
): PeriodColumn[] {
  const { periodLength: length, locale } = settings;
  const start = ordinalOfKey(settings.start);
  const columns: PeriodColumn[] = [];
  for (const { index, heading } of others) {
    const ordinal = readHeading(heading, { length, locale, start: Number.isNaN(start) ? null : start });
    if (ordinal === undefined || Math.abs(ordinal - start) > MOST_PERIODS) continue;
    if (columns.some((column) => column.ordinal === ordinal)) {
      const place = { line: 1, column: heading, found: heading, expected: "one column a period" };
      context.fail("columnTwice", place, keyOfOrdinal(length, ordinal));
    } else columns.push({ index, heading, ordinal });
  }
  return columns;
}

/** The columns that are neither named nor periods. */
export function unknownColumns(
  context: Context,
  table: Table,
  periods: readonly PeriodColumn[],
): UnknownColumn[] {
  const columns: UnknownColumn[] = [];
  const isPeriod = new Set(periods.map(({ index }) => index));
  for (const { index, heading } of table.others) {
    if (isPeriod.has(index)) continue;
    const texts = new Map<number, string>();
    for (const { line, fields } of table.records) {
      const text = unescapeText(fields[index] ?? "");
      if (text !== "") texts.set(line, text);
    }
    const place = { line: 1, column: heading, found: heading };
    if (heading.trim() === "") {
      if (texts.size > 0) context.notice("unnamedColumn", place, index + 1);
    } else if (columns.some(({ name }) => name === heading)) {
      context.fail("columnTwice", { ...place, expected: "one" }, heading);
    } else {
      columns.push({ name: heading, texts });
      const extra = context.open?.settings.extra ?? {};
      if (!Object.hasOwn(extra, `${COLUMN_PREFIX}${heading}`))
        context.notice("unknownColumn", place, heading);
    }
  }
  return columns;
}

/** Texts of a column by what tells their records apart for good. */
export function textsByIdentity(
  { texts }: UnknownColumn,
  records: readonly RawRecord[],
  rowOf: (record: RawRecord) => RowId | undefined,
  channelNamed: (label: string) => ChannelId | undefined,
): Map<string, string> {
  const cells = new Map<string, string>();
  for (const record of records) {
    const text = texts.get(record.line);
    if (text === undefined || record.kind === undefined) continue;
    const { channel: channelKey, goal } = parseKey(record.key);
    const row = rowOf(record);
    const channel = record.channel === "" ? null : (channelNamed(record.channel) ?? channelKey);
    const key = row === undefined ? record.key : printKey(row, channel, goal ?? undefined);
    const isBase = record.scenario === "" && !FACT_KINDS.has(record.kind) && record.kind !== "setting";
    const scenario = isBase ? BASE : record.scenario;
    cells.set(identityOf({ scenario, kind: record.kind, key, row: record.row, text: record.text }), text);
  }
  return cells;
}
