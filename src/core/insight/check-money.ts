import type { Engine } from "../engine/engine.ts";
import { rowsIn } from "../formula/walk.ts";
import { insightCheckMessages as messages } from "../messages/insight-check.ts";
import type { ChannelId, RowId } from "../plan/ids.ts";
import { defaultRow } from "../plan/make.ts";
import { rowsInOrder } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import { chainTo, isTypedRow, lastStageOf, wholeTotal } from "./check-read.ts";
import type { Finding, Say } from "./check.ts";

/** [CK5] A lifetime value on revenue beside a payback on margin, or the other way round. */
export function findMixedMargins(engine: Engine): Finding[] {
  const { plan } = engine;
  const computed = rowsInOrder(plan).filter((id) => plan.formulas.get(id)?.kind === "tree");
  const named = (pattern: RegExp, units: readonly string[]): RowId[] =>
    computed.filter((id) => {
      const row = plan.rows.get(id);
      return (
        row !== undefined && units.includes(row.unit) && pattern.test(`${row.name} ${row.shortName ?? ""}`)
      );
    });
  const values = named(/\bC?LTV\b|\bCLV\b|lifetime value/i, ["money", "moneyPerCount"]);
  const paybacks = named(/payback/i, ["number"]);
  const findings: Finding[] = [];
  for (const value of values) {
    const other = paybacks.find((payback) => countsMargin(plan, payback) !== countsMargin(plan, value));
    if (other === undefined) continue;
    const [ltv, payback] = [value, other].map((id) => plan.rows.get(id)?.name ?? "");
    const onRevenue = !countsMargin(plan, value);
    const code = onRevenue ? "ltvOnRevenue" : "paybackOnRevenue";
    const at = { row: onRevenue ? value : other, channel: null, from: 0, to: engine.periods - 1 };
    const text = messages[code](ltv ?? "", payback ?? "");
    findings.push({ code, text, at, cells: [], severity: "note" });
  }
  return findings;
}

/** Whether a row is computed from a margin, at any distance; what it costs to win a customer is not looked into. */
function countsMargin(plan: Plan, row: RowId, seen = new Set<RowId>()): boolean {
  if (seen.has(row)) return false;
  seen.add(row);
  const found = plan.rows.get(row);
  if (found === undefined) return false;
  const name = `${found.name} ${found.shortName ?? ""}`;
  if (/margin|contribution|profit/i.test(name)) return true;
  if (/\bCAC\b|acquisition cost|spend/i.test(name)) return false;
  const formula = plan.formulas.get(row);
  return formula?.kind === "tree" && rowsIn(formula.tree).some((each) => countsMargin(plan, each, seen));
}

/** How much dearer a channel's sale has to be before it is said. */
const DEARER = 1.5;

/**
 * [CK8] Traffic that costs much and sells nothing; and a channel that brings most of the traffic while each of its
 * sales costs half as much again as the others'.
 */
export function findWrongTraffic(engine: Engine, say: Say): Finding[] {
  const { plan } = engine;
  const last = lastStageOf(plan);
  const spend = last === null ? null : spendRowOf(engine, last);
  const sales = last === null ? undefined : plan.rows.get(last);
  const money = spend === null ? undefined : plan.rows.get(spend);
  if (last === null || spend === null || sales === undefined || money === undefined) return [];
  if (sales.scope !== "channel" || engine.channels.length < 2) return [];
  const channels = engine.channels.filter(
    (line) => engine.applies(spend, line) && engine.applies(last, line),
  );
  const traffic = chainTo(plan, last).find(({ stage }) =>
    channels.every((line) => plan.rows.get(stage)?.scope === "channel" && engine.applies(stage, line)),
  )?.stage;
  const of = (row: RowId, channel: ChannelId): number => wholeTotal(engine, row, channel);
  const sum = (row: RowId, list: readonly ChannelId[]): number =>
    list.reduce((all, one) => all + of(row, one), 0);
  const sold = sum(last, channels);
  if (!(sold > 0)) return [];
  const findings: Finding[] = [];
  for (const channel of channels) {
    const name = plan.channels.get(channel)?.name ?? "";
    const at = { row: spend, channel, from: 0, to: engine.periods - 1 };
    const [cost, won] = [of(spend, channel), of(last, channel)];
    if (!(cost > 0)) continue;
    if (won === 0) {
      const text = messages.sellsNothing(name, say.value(money, cost), lowerFirst(sales.name));
      findings.push({ code: "sellsNothing", text, at, cells: [], severity: "warning" });
      continue;
    }
    const others = channels.filter((each) => each !== channel);
    const elsewhere = sum(spend, others) / sum(last, others);
    if (traffic === undefined || traffic === last) continue;
    const share = of(traffic, channel) / sum(traffic, channels);
    const isVain = share > cost / sum(spend, channels) && share > DEARER * (won / sold);
    if (!isVain || !(elsewhere > 0) || !(cost / won > DEARER * elsewhere)) continue;
    const unit: Row = { ...defaultRow(""), unit: "moneyPerCount" };
    const text = messages.vanityTraffic(
      name,
      lowerFirst(plan.rows.get(traffic)?.name ?? ""),
      say.value({ ...defaultRow(""), unit: "rate", decimals: 0 }, share),
      say.value(unit, cost / won),
      lowerFirst(sales.name),
      say.value(unit, elsewhere),
    );
    findings.push({ code: "vanityTraffic", text, at, cells: [], severity: "note" });
  }
  return findings;
}

/** What is spent by channel: the plan's own lever if it is money, else the first typed money that moves sales. */
function spendRowOf(engine: Engine, last: RowId): RowId | null {
  const { plan } = engine;
  const isSpend = (id: RowId): boolean => {
    const row = plan.rows.get(id);
    return row?.unit === "money" && row.scope === "channel";
  };
  const own = plan.settings.defaultLever;
  if (own !== null && isSpend(own)) return own;
  const typed = rowsInOrder(plan).filter((id) => isSpend(id) && isTypedRow(engine, id));
  return typed.find((id) => engine.dependsOn(last, id)) ?? typed[0] ?? null;
}

/** "Sales" within a sentence; names in capitals (MQLs) stay. */
function lowerFirst(name: string): string {
  const second = name.charAt(1);
  return second !== "" && second === second.toLowerCase()
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : name;
}
