import { PLAN_WIDE } from "./ids.ts";
import { ordinalOfKey } from "./period.ts";

/**
 * Where a record, one of its fields, or a cell stands. Written as text, so that changes are plain data:
 *
 *   plan/<field>
 *   row/<id>            row/<id>/<field>          (also section, channel, goal, scenario)
 *   formula/<row>       formula/<row>/<channel>
 *   cell/<row>/<line>/<period>                    one cell; the line is a channel, or `-` for plan-wide rows
 *   cells/<row>/<line>/<period>                   a run of cells from that period on, as one value
 *   actual/<row>/<line>/<period>                  what happened in one cell
 *   in/<scenario>/<address>                       a scenario's difference at an address of the base
 *
 * A whole record makes or removes a thing; a field's address edits it, so that two tabs which edit different
 * fields of one row do not meet. [CG1]
 */
export type Address = string;

export type RecordKind = "row" | "section" | "channel" | "goal" | "scenario";

export type ParsedAddress =
  | { readonly kind: "setting"; readonly field: string }
  | { readonly kind: "record"; readonly record: RecordKind; readonly id: string }
  | { readonly kind: "field"; readonly record: RecordKind; readonly id: string; readonly field: string }
  | { readonly kind: "formula"; readonly key: string }
  | {
      readonly kind: "cell" | "cells" | "actual";
      readonly row: string;
      readonly line: string;
      readonly ordinal: number;
    }
  | { readonly kind: "difference"; readonly scenario: string; readonly address: Address };

const RECORDS: ReadonlySet<string> = new Set<RecordKind>(["row", "section", "channel", "goal", "scenario"]);

function isRecordKind(text: string): text is RecordKind {
  return RECORDS.has(text);
}

/** Addresses read lately: an edit's address is read by the plan, by the engine and by whoever tells of it. */
const recent = new Map<Address, ParsedAddress | undefined>();
const RECENT = 4096;

/** Reads an address; nothing if it is none. */
export function parseAddress(address: Address): ParsedAddress | undefined {
  const known = recent.get(address);
  if (known !== undefined) return known;
  const parsed = readAddress(address);
  if (recent.size >= RECENT) recent.clear();
  recent.set(address, parsed);
  return parsed;
}

function readAddress(address: Address): ParsedAddress | undefined {
  const parts = address.split("/");
  const [head = "", first = "", second, third] = parts;
  if (first === "") return undefined;
  if (head === "in") {
    const inner = address.slice(head.length + first.length + 2);
    const parsed = parseAddress(inner);
    if (parsed === undefined || parsed.kind === "difference") return undefined;
    return { kind: "difference", scenario: first, address: inner };
  }
  if (parts.some((part) => part === "")) return undefined;
  if (head === "plan") return parts.length === 2 ? { kind: "setting", field: first } : undefined;
  if (head === "formula" && parts.length <= 3) return { kind: "formula", key: parts.slice(1).join("/") };
  if (head === "cell" || head === "cells" || head === "actual") {
    if (second === undefined || third === undefined || parts.length !== 4) return undefined;
    const ordinal = ordinalOfKey(third);
    return Number.isNaN(ordinal) ? undefined : { kind: head, row: first, line: second, ordinal };
  }
  if (!isRecordKind(head)) return undefined;
  if (parts.length === 2) return { kind: "record", record: head, id: first };
  if (parts.length === 3 && second !== undefined) {
    return { kind: "field", record: head, id: first, field: second };
  }
  return undefined;
}

/** Address of one cell. `line` null stands for the line of a plan-wide row. */
export function cellAddress(row: string, line: string | null, period: string): Address {
  return `cell/${row}/${line ?? PLAN_WIDE}/${period}`;
}

/** Address of a run of cells that begins at a period. */
export function cellsAddress(row: string, line: string | null, period: string): Address {
  return `cells/${row}/${line ?? PLAN_WIDE}/${period}`;
}

/** Address of what happened in a cell. `line` null stands for the line of a plan-wide row. */
export function actualAddress(row: string, line: string | null, period: string): Address {
  return `actual/${row}/${line ?? PLAN_WIDE}/${period}`;
}

/** Address of a row's formula, or of its formula in one channel. */
export function formulaAddress(row: string, channel?: string): Address {
  return channel === undefined ? `formula/${row}` : `formula/${row}/${channel}`;
}

/** Address of a scenario's difference. */
export function differenceAddress(scenario: string, address: Address): Address {
  return `in/${scenario}/${address}`;
}
