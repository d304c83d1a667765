import * as v from "valibot";
import type { ColumnRole, Mapping, RememberedMappings } from "./mapping.ts";

/** More shapes of files than one team meets; the oldest goes first. */
const MOST = 200;

const RoleSchema: v.GenericSchema<unknown, ColumnRole> = v.variant("role", [
  v.strictObject({ role: v.literal("row") }),
  v.strictObject({ role: v.literal("channel") }),
  v.strictObject({ role: v.literal("period") }),
  v.strictObject({ role: v.literal("skip") }),
  v.strictObject({ role: v.literal("value"), row: v.nullable(v.string()) }),
  v.strictObject({ role: v.literal("values of a period"), period: v.string() }),
]);

const MappingSchema: v.GenericSchema<unknown, Mapping> = v.strictObject({
  columns: v.array(RoleSchema),
  length: v.picklist(["month", "quarter", "week", "year"]),
  period: v.nullable(v.string()),
  channel: v.nullable(v.string()),
});

/** What this device keeps of mappings, from unknown input: what cannot be read is forgotten, not an error. */
export function readRemembered(input: unknown): RememberedMappings {
  const found = new Map<string, Mapping>();
  if (!Array.isArray(input)) return found;
  // An array of whatever was stored: each is looked at.
  for (const each of input as readonly unknown[]) {
    const read = v.safeParse(v.tuple([v.string(), MappingSchema]), each);
    if (read.success) found.set(read.output[0], read.output[1]);
  }
  return found;
}

/**
 * The list to keep after a mapping was used, the newest last. What belongs to one file alone is not kept: the
 * period that all of its numbers are for.
 */
export function withRemembered(
  kept: RememberedMappings,
  fingerprint: string,
  mapping: Mapping,
): (readonly [string, Mapping])[] {
  const others = [...kept].filter(([one]) => one !== fingerprint);
  return [...others, [fingerprint, { ...mapping, period: null }] as const].slice(-MOST);
}
