import type { Engine } from "../engine/engine.ts";
import type { CellRef, Quantity } from "../engine/quantity.ts";
import { insightCheckMessages as messages } from "../messages/insight-check.ts";
import type { RowId } from "../plan/ids.ts";
import { listLevers } from "../solve/choose.ts";
import { linesApplying } from "./check-read.ts";
import type { Finding, Say } from "./check.ts";

/**
 * [CK6] Demand over capacity, where a row names the one that limits it: at the period that is most over, with what
 * would hold it. A limit for the whole plan holds all channels together.
 */
export function findOverCapacity(engine: Engine, say: Say, remedies: boolean): Finding[] {
  const { plan } = engine;
  const findings: Finding[] = [];
  for (const [id, row] of plan.rows) {
    const limit = row.limit === null ? undefined : plan.rows.get(row.limit);
    if (row.limit === null || limit === undefined) continue;
    const together = limit.scope === "plan" || row.scope === "plan";
    const channels = together ? [null] : linesApplying(engine, id);
    for (const channel of channels) {
      const over = periodsOver(engine, id, row.limit, channel);
      const worst = [...over].sort((a, b) => b.excess - a.excess)[0];
      if (worst === undefined) continue;
      const { at, cap, value, excess } = worst;
      const said = messages.overCapacity(
        say.value(row, value),
        row.name,
        say.where(at),
        say.value(row, excess),
        limit.name,
        say.value(limit, cap),
      );
      const remedy = remedies ? remedyOf(engine, say, { ...at, row: row.limit }, value) : null;
      const text = said + (remedy ?? messages.overCapacityAlone());
      const cells = over.flatMap((one) => cellsAt(engine, one.at));
      findings.push({ code: "overCapacity", text, at, cells, severity: "warning" });
    }
  }
  return findings;
}

interface Over {
  readonly at: Quantity;
  readonly value: number;
  readonly cap: number;
  readonly excess: number;
}

function periodsOver(engine: Engine, row: RowId, limit: RowId, channel: string | null): Over[] {
  const over: Over[] = [];
  for (let t = 0; t < engine.periods; t++) {
    const at: Quantity = { row, channel, from: t, to: t };
    const [value, cap] = [engine.total(at), engine.total({ ...at, row: limit })];
    if (value > cap * (1 + 1e-9)) over.push({ at, value, cap, excess: value - cap });
  }
  return over;
}

function cellsAt(engine: Engine, at: Quantity): CellRef[] {
  return linesApplying(engine, at.row)
    .filter((line) => at.channel === null || at.channel === line)
    .map((line) => ({ row: at.row, line, t: at.from }));
}

/** "; Sales reps would have to be 3.06." */
function remedyOf(engine: Engine, say: Say, limit: Quantity, target: number): string | null {
  const choices = listLevers(engine, engine.plan, { quantity: limit, target });
  const choice = choices.find((each) => each.status === "met");
  const lever = choice === undefined ? undefined : engine.plan.rows.get(choice.row);
  if (choice?.status !== "met" || lever === undefined) return null;
  // Capacity comes in whole people, so that its shortage is said finer than it is shown.
  const value = say.value({ ...lever, decimals: lever.decimals ?? 2 }, choice.value);
  return messages.overCapacityRemedy(lever.name, value);
}
