import type { Actual, ActualSeries } from "../core/index.ts";
import type { OutRecord } from "./records.ts";

/** `2027-02-01 google-ads.csv`: the day on which it was taken in, and the file it came from. */
const printOrigin = ({ date, source }: Actual): string => (date === "" ? source : `${date} ${source}`);

/** Where the numbers of a record come from. */
export function readOrigin(text: string): Omit<Actual, "value"> {
  const dated = /^(\d{4}-\d{2}-\d{2}) ([^]*)$/.exec(text);
  return dated === null ? { date: "", source: text } : { date: dated[1] ?? "", source: dated[2] ?? "" };
}

/** Records of what happened in one line: one for each file and day that it came from. */
export function* actualRecords(
  head: Omit<OutRecord, "kind">,
  actuals: ActualSeries | undefined,
): Generator<OutRecord> {
  const groups = new Map<string, Map<number, number>>();
  for (const [ordinal, actual] of [...(actuals ?? [])].sort(([a], [b]) => a - b)) {
    const origin = printOrigin(actual);
    const group = groups.get(origin) ?? new Map<number, number>();
    groups.set(origin, group.set(ordinal, actual.value));
  }
  for (const [text, cells] of groups) yield { ...head, kind: "actual", text, cells };
}
