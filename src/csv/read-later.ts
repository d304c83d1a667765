import { parseSentence } from "../core/index.ts";
import type { PlanSettings, Row, RowId, SentenceForms } from "../core/index.ts";
import type { SettingName } from "./columns.ts";
import type { Context } from "./context.ts";
import { readRowName, readStage } from "./phrases.ts";
import type { Listener } from "./phrases.ts";
import type { SettingsFound } from "./read-settings.ts";

const FORM_OF_SETTING: ReadonlyMap<SettingName, keyof SentenceForms> = new Map([
  ["Sentence with a goal", "goal"],
  ["Sentence without a goal", "noGoal"],
  ["Sentence of an unreachable goal", "unreachable"],
]);

/** Settings that name rows, read when these are known. Stages are put into `rows`; the rest is returned. */
export function readLaterSettings(
  context: Context,
  later: SettingsFound["later"],
  listener: Listener,
  rows: Map<RowId, Row>,
): Pick<PlanSettings, "defaultLever" | "sentence"> {
  let defaultLever: RowId | null = null;
  let sentence: SentenceForms | null = null;
  for (const { name, record } of later) {
    const refuse = (expected: string): void => {
      context.reject(record, "badSetting", { column: "Text", found: record.text, expected }, name, expected);
    };
    const form = FORM_OF_SETTING.get(name);
    if (form !== undefined) {
      sentence ??= { goal: [], noGoal: [], unreachable: [] };
      sentence = { ...sentence, [form]: parseSentence(record.text, (row) => listener.row(row)) };
    } else if (name === "Default lever") {
      const lever = readRowName(record.text, listener);
      if (lever.ok) defaultLever = lever.value;
      else refuse(lever.error.expected);
    } else if (name === "Stage") {
      const stage = readStage(record.text, listener);
      const row = stage.ok ? rows.get(stage.value.row) : undefined;
      if (stage.ok && row !== undefined) rows.set(stage.value.row, { ...row, stage: stage.value.stage });
      else refuse(stage.ok ? "the name of a row, in brackets" : stage.error.expected);
    }
  }
  return { defaultLever, sentence };
}
