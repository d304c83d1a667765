import type { ChannelId, RowId, ScenarioId } from "../core/index.ts";
import { LATER_KINDS } from "./columns.ts";
import type { Kind } from "./columns.ts";
import type { Context } from "./context.ts";
import { parseKey } from "./labels.ts";
import type { SettingsFound } from "./read-settings.ts";
import type { RawRecord } from "./table.ts";

/** A record whose row, line and scenario are known. */
export interface Placed {
  readonly record: RawRecord;
  readonly kind: Kind;
  readonly row: RowId;
  readonly channel: ChannelId | null;
  readonly scenario: ScenarioId | null;
}

/**
 * Finds row, channel and scenario of each record that is not a setting; channels and scenarios that no setting
 * declares are made. Records of kinds that are not known, or not yet, are set aside.
 */
export function placeRecords(
  context: Context,
  records: readonly RawRecord[],
  { channels, scenarios }: SettingsFound,
  rowOf: ReadonlyMap<RawRecord, RowId>,
): Placed[] {
  const placed: Placed[] = [];
  const laterKinds = new Set<Kind>();
  for (const record of records) {
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
    const row = rowOf.get(record);
    // A record without a row was set aside when rows were found.
    if (row === undefined) continue;
    let channel: ChannelId | null = null;
    if (record.channel !== "") {
      channel = channels.obtain(record.channel, parseKey(record.key).channel, () => {
        context.notice("newChannel", { line, column: "Channel", found: record.channel }, record.channel);
      });
    }
    let scenario: ScenarioId | null = null;
    if (record.scenario !== "") {
      scenario = scenarios.obtain(record.scenario, null, () => {
        context.notice("newScenario", { line, column: "Scenario", found: record.scenario }, record.scenario);
      });
    }
    placed.push({ record, kind, row, channel, scenario });
  }
  return placed;
}
