import type { Row, RowId, TotalBy } from "../core/index.ts";
import type { Context } from "./context.ts";
import { nameKey } from "./labels.ts";
import { readRowName } from "./phrases.ts";
import type { Listener } from "./phrases.ts";
import type { RawRecord } from "./table.ts";

/** A row's own name, where its label in the file is another. */
export type NamesByRow = Map<RowId, string>;

const TOTALS: ReadonlySet<string> = new Set(["auto", "sum", "last", "first", "average", "none"]);

function isTotalBy(text: string): text is Exclude<TotalBy, object> {
  return TOTALS.has(text);
}

/**
 * The row with one of its facts, as a record of its kind says it; the row as it was, and a problem, where that
 * cannot be read.
 */
export function withFact(
  context: Context,
  listener: Listener,
  record: RawRecord,
  row: Row,
  keepName: (name: string) => void,
): Row {
  const { kind = "", text } = record;
  const word = nameKey(text);
  const refuse = (expected: string): Row => {
    context.reject(record, "badDetail", { column: "Text", found: text, expected }, kind, expected);
    return row;
  };
  switch (kind) {
    case "scope":
      if (word === "whole plan") return { ...row, scope: "plan" };
      return word === "each channel" ? { ...row, scope: "channel" } : refuse("each channel or whole plan");
    case "name":
      keepName(text);
      return row;
    case "short name":
      return { ...row, shortName: text === "" ? null : text };
    case "per":
      if (word === "1000") return { ...row, per: 1000 };
      return word === "1" ? { ...row, per: 1 } : refuse("1 or 1000");
    case "as percent":
      if (word === "yes") return { ...row, asPercent: true };
      return word === "no" ? { ...row, asPercent: false } : refuse("yes or no");
    case "measure":
      return word === "flow" || word === "stock" || word === "auto"
        ? { ...row, measure: word }
        : refuse("flow, stock or auto");
    case "decimals": {
      const decimals = Number(word);
      return word !== "" && Number.isInteger(decimals) && decimals >= 0 && decimals <= 20
        ? { ...row, decimals }
        : refuse("a whole number from 0 to 20");
    }
    case "better":
      return word === "higher" || word === "lower" ? { ...row, better: word } : refuse("higher or lower");
    case "limit": {
      const limit = readRowName(text, listener);
      return limit.ok ? { ...row, limit: limit.value } : refuse(limit.error.expected);
    }
    case "total by": {
      if (isTotalBy(word)) return { ...row, totalBy: word };
      const weight = readRowName(text, listener, ["weighted", "by"]);
      return weight.ok
        ? { ...row, totalBy: { weightedBy: weight.value } }
        : refuse("sum, last, first, average, none, auto, or weighted by and a row's name in brackets");
    }
    case "definition":
      return { ...row, definition: text };
    case "note":
      return { ...row, note: text };
    default:
      return row;
  }
}
