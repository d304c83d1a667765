import {
  keyOfOrdinal,
  numberOf,
  orderedIds,
  ordinalOfKey,
  printSentence,
  rowsInOrder,
} from "../core/index.ts";
import type { Plan } from "../core/index.ts";
import { BASE, COLUMN_PREFIX, COLUMNS, EXTRA_PREFIX, FORMAT, settingNamed } from "./columns.ts";
import type { SettingName } from "./columns.ts";
import { hasKey } from "./heading.ts";
import { identityOf, readKeptColumn } from "./kept.ts";
import type { KeptColumn } from "./kept.ts";
import { printNumber } from "./number.ts";
import type { DecimalSign } from "./number.ts";
import { printRowName, printStage } from "./phrases.ts";
import { BLANK_RECORD, cellsOf, recordsOfRow, sourceOf } from "./records.ts";
import type { OutRecord, Source } from "./records.ts";
import type { PlanResults } from "./results.ts";
import { escapeText, protectKey } from "./safe.ts";
import { isGoal, ordinalsInScenarios, recordsOfScenario } from "./scenarios.ts";
import { quoteField } from "./tokens.ts";
import type { Delimiter } from "./tokens.ts";

export interface WriteOptions {
  readonly delimiter: Delimiter;
  readonly decimal: DecimalSign;
  /** Whether a byte-order mark stands in front, by which spreadsheet programs know UTF-8. */
  readonly bom: boolean;
}

export const DEFAULT_WRITE_OPTIONS: WriteOptions = { delimiter: ",", decimal: ".", bom: true };

/**
 * A plan as CSV text: RFC 4180, CRLF. Reading it gives the same plan.
 *
 * results  the plan's numbers, solved; so that this room needs no engine.
 */
export function writePlan(
  plan: Plan,
  results: PlanResults,
  options: WriteOptions = DEFAULT_WRITE_OPTIONS,
): string {
  const source = sourceOf(plan, results);
  const ordinals = ordinalsOf(plan);
  const kept = keptColumns(plan);
  const { periodLength } = plan.settings;
  const header: string[] = [...COLUMNS, ...ordinals.map((ordinal) => keyOfOrdinal(periodLength, ordinal))];
  const lines = [
    [...header, ...kept.map(({ name }) => quoteField(escapeText(name)))].join(options.delimiter),
  ];
  for (const record of recordsOf(source)) lines.push(printRecord(record, ordinals, kept, options));
  return `${options.bom ? "\ufeff" : ""}${lines.join("\r\n")}\r\n`;
}

function* recordsOf(source: Source): Generator<OutRecord> {
  yield* settingRecords(source);
  for (const id of rowsInOrder(source.plan)) {
    const row = source.plan.rows.get(id);
    if (row !== undefined) yield* recordsOfRow(source, id, row);
  }
  for (const id of orderedIds(source.plan.scenarios)) {
    const scenario = source.plan.scenarios.get(id);
    if (scenario !== undefined) yield* recordsOfScenario(source, id, scenario);
  }
}

/** The plan's own periods, and every other in which something stands. */
function ordinalsOf(plan: Plan): number[] {
  const { settings } = plan;
  const start = ordinalOfKey(settings.start);
  const ordinals = new Set<number>();
  for (let t = -settings.history; t < settings.periods; t++) ordinals.add(start + t);
  for (const [id, lines] of plan.cells) {
    if (!plan.rows.has(id)) continue;
    for (const series of lines.values()) {
      for (const [ordinal, cell] of cellsOf(series)) {
        if (typeof cell !== "number" || !Number.isNaN(numberOf(cell))) ordinals.add(ordinal);
      }
    }
  }
  for (const ordinal of ordinalsInScenarios(plan)) ordinals.add(ordinal);
  for (const [id, lines] of plan.actuals) {
    if (!plan.rows.has(id)) continue;
    for (const series of lines.values()) for (const ordinal of series.keys()) ordinals.add(ordinal);
  }
  const goals = [...plan.goals.values()];
  for (const scenario of plan.scenarios.values()) {
    for (const { is } of scenario.differences.values()) if (isGoal(is)) goals.push(is);
  }
  for (const { from, to } of goals) if (from === to) ordinals.add(ordinalOfKey(from));
  return [...ordinals].filter((ordinal) => hasKey(plan.settings.periodLength, ordinal)).sort((a, b) => a - b);
}

function* settingRecords({ plan, labels, speaker }: Source): Generator<OutRecord> {
  const { settings } = plan;
  const setting = (row: string, text: string, more: Partial<OutRecord> = {}): OutRecord => {
    return { ...BLANK_RECORD, kind: "setting", row, text, ...more };
  };
  const own = (row: SettingName, text: string, more: Partial<OutRecord> = {}): OutRecord =>
    setting(row, text, more);
  yield own("Format", String(FORMAT));
  yield own("One half", "", { total: 0.5 });
  yield own("Title", settings.title);
  yield own("Currency", settings.currency);
  yield own("Locale", settings.locale);
  yield own("Period length", settings.periodLength);
  yield own("Start", settings.start);
  yield own("Periods", String(settings.periods));
  yield own("History", String(settings.history));
  yield own("Seed", String(settings.seed));
  if (settings.defaultLever !== null) {
    yield own("Default lever", printRowName(speaker, settings.defaultLever), {
      key: protectKey(settings.defaultLever),
    });
  }
  if (settings.sentence !== null) {
    const nameOf = (id: string): string | undefined => labels.rows.get(id);
    yield own("Sentence with a goal", printSentence(settings.sentence.goal, nameOf));
    yield own("Sentence without a goal", printSentence(settings.sentence.noGoal, nameOf));
    yield own("Sentence of an unreachable goal", printSentence(settings.sentence.unreachable, nameOf));
  }
  for (const id of orderedIds(plan.sections)) {
    const section = labels.sections.get(id) ?? "";
    yield own("Section", plan.sections.get(id)?.name ?? "", { section, key: protectKey(id) });
  }
  for (const id of orderedIds(plan.channels)) {
    const channel = labels.channels.get(id) ?? "";
    yield own("Channel", plan.channels.get(id)?.name ?? "", { channel, key: protectKey(id) });
  }
  for (const id of orderedIds(plan.scenarios)) {
    const scenario = labels.scenarios.get(id) ?? BASE;
    yield own("Scenario", plan.scenarios.get(id)?.name ?? "", { scenario, key: protectKey(id) });
  }
  for (const id of rowsInOrder(plan)) {
    const stage = plan.rows.get(id)?.stage ?? null;
    if (stage !== null) yield own("Stage", printStage(id, stage, speaker), { key: protectKey(id) });
  }
  const goals = orderedIds(plan.goals);
  if (goals.length > 1) yield own("Goal order", goals.join(" "));
  for (const [name, text] of Object.entries(settings.extra)) {
    if (readKeptColumn(name, text) !== undefined) continue;
    const isMistakable =
      settingNamed(name) !== undefined || /^(?:Extra|Column): /.test(name) || name.trim() === "";
    yield setting(isMistakable ? `${EXTRA_PREFIX}${name}` : name, text);
  }
}

/** The columns of a file that meant nothing here, as they were kept. */
function keptColumns(plan: Plan): KeptColumn[] {
  return Object.entries(plan.settings.extra)
    .filter(([name]) => name.startsWith(COLUMN_PREFIX))
    .flatMap(([name, text]) => readKeptColumn(name, text) ?? []);
}

function printRecord(
  record: OutRecord,
  ordinals: readonly number[],
  kept: readonly KeptColumn[],
  { delimiter, decimal }: WriteOptions,
): string {
  const number = (value: number): string => {
    const text = printNumber(value, decimal);
    return text.includes(delimiter) ? quoteField(text) : text;
  };
  const text = (value: string): string => quoteField(escapeText(value));
  const { scenario, section, row, channel, owner, unit, kind, key, total, cells } = record;
  const fields = [scenario, section, row, channel, owner, unit, kind].map(text);
  fields.push(text(key), text(record.text), total === null ? "" : number(total));
  for (const ordinal of ordinals) {
    const cell = cells.get(ordinal);
    // What was typed is text: the apostrophe keeps spreadsheet programs from reading it as a number or a date.
    fields.push(cell === undefined ? "" : typeof cell === "number" ? number(cell) : quoteField(`'${cell}`));
  }
  for (const column of kept) fields.push(text(column.cells.get(identityOf(record)) ?? ""));
  return fields.join(delimiter);
}
