import { emptyPlan, namesOf } from "../core/index.ts";
import type { Channel, ChannelId, Names, Plan, PlanSettings, Row, RowId } from "../core/index.ts";
import type { Context } from "./context.ts";
import { labelPlan, labelsOf, nameKey } from "./labels.ts";

/** Names that certainly name channels too. */
export type NamesFound = Names & { channel(name: string): ChannelId | undefined };

/**
 * What names mean: labels of this file, then (for formulas that still have the name of a row renamed in a
 * spreadsheet program) the names of the open plan.
 *
 * channels  by the key of their label.
 */
export function namesInFile(
  { open }: Context,
  settings: PlanSettings,
  rows: ReadonlyMap<RowId, Row>,
  channels: ReadonlyMap<string, ChannelId>,
): NamesFound {
  const labelled = [...channels].map(([name, id], i): [ChannelId, Channel] => [
    id,
    { name, order: String(i) },
  ]);
  const plan: Plan = { ...emptyPlan(settings), rows, channels: new Map(labelled) };
  const own = namesInPlan(plan);
  const old = open === null ? null : namesInPlan(open);
  return {
    row: (name) => {
      const id = own.row(name) ?? old?.row(name);
      return id !== undefined && rows.has(id) ? id : undefined;
    },
    channel: (name) => channels.get(nameKey(name)) ?? own.channel(name) ?? old?.channel(name),
    rowNames: () => own.rowNames(),
  };
}

/** The names that an export of a plan speaks in. */
function namesInPlan(plan: Plan): Names {
  return namesOf(labelPlan(plan, labelsOf(plan)));
}
