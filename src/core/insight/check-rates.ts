import type { Engine } from "../engine/engine.ts";
import type { CellRef } from "../engine/quantity.ts";
import { insightCheckMessages as messages } from "../messages/insight-check.ts";
import type { LineId, RowId } from "../plan/ids.ts";
import { rowsInOrder } from "../plan/plan.ts";
import type { Plan, Row } from "../plan/plan.ts";
import {
  cellAsQuantity,
  chainTo,
  isTypedRow,
  lastStageOf,
  linesApplying,
  readBeside,
  roundingOf,
  wholeTotal,
} from "./check-read.ts";
import type { Finding, Say } from "./check.ts";

/** [CK1] Rates outside 0–100%. */
export function findOutside(engine: Engine, say: Say): Finding[] {
  const findings: Finding[] = [];
  for (const [id, row] of engine.plan.rows) {
    if (row.unit !== "rate") continue;
    const cells = linesApplying(engine, id).flatMap((line) =>
      Array.from({ length: engine.periods }, (_, t): CellRef => ({ row: id, line, t })).filter(({ t }) => {
        const value = engine.value(id, line, t);
        return value < -1e-9 || value > 1 + 1e-9;
      }),
    );
    const [first] = cells;
    if (first === undefined) continue;
    const at = cellAsQuantity(first);
    const value = say.value(row, engine.value(id, first.line, first.t));
    const text = messages.rateOutside(row.name, value, say.where(at), cells.length - 1);
    findings.push({ code: "rateOutside", text, at, cells, severity: "warning" });
  }
  return findings;
}

/**
 * [CK3] Rates that their own counts contradict: where the stage is typed, not computed from the rate. A rate may be
 * off by the rounding that it is said with, and by half a head.
 */
export function findContradictions(engine: Engine, say: Say): Finding[] {
  const { plan } = engine;
  const findings: Finding[] = [];
  for (const [id, row] of plan.rows) {
    const { from = null, rate = null } = row.stage ?? {};
    const before = from === null ? undefined : plan.rows.get(from);
    const rateRow = rate === null ? undefined : plan.rows.get(rate);
    if (from === null || rate === null || before === undefined || rateRow === undefined) continue;
    if (rateRow.unit !== "rate" || !isTypedRow(engine, rate)) continue;
    for (const line of linesApplying(engine, id)) {
      const finding = contradictionIn(engine, say, { id, row, from, before, rate, rateRow }, line);
      if (finding !== null) findings.push(finding);
    }
  }
  return findings;
}

interface Step {
  readonly id: RowId;
  readonly row: Row;
  readonly from: RowId;
  readonly before: Row;
  readonly rate: RowId;
  readonly rateRow: Row;
}

function contradictionIn(engine: Engine, say: Say, step: Step, line: LineId): Finding | null {
  const { id, row, from, before, rate, rateRow } = step;
  const typed: number[] = [];
  let [into, out, expected, rounding] = [0, 0, 0, 0];
  for (let t = 0; t < engine.periods; t++) {
    const kind = engine.kind(id, line, t);
    if (kind !== "assumption" && kind !== "overridden" && kind !== "formula") continue;
    const [count, start, share] = [id, from, rate].map((each) => readBeside(engine, each, line, t));
    if (count === undefined || start === undefined || share === undefined) continue;
    if (!Number.isFinite(count) || !Number.isFinite(share) || !(start > 0)) continue;
    typed.push(t);
    into += start;
    out += count;
    expected += start * share;
    rounding = Math.max(rounding, roundingOf(share));
  }
  const [t, last] = [typed[0], typed.at(-1)];
  if (t === undefined || last === undefined) return null;
  const [says, real] = [expected / into, out / into];
  if (Math.abs(says - real) <= rounding + 0.5 / into + 1e-9) return null;
  const single = engine.plan.rows.get(rate)?.scope === "plan" ? "-" : line;
  const lineOf = single === "-" && rateRow.scope === "channel" ? (engine.channels[0] ?? line) : single;
  const at = { ...cellAsQuantity({ row: rate, line: lineOf, t }), to: last };
  const text = messages.rateContradicted(
    rateRow.name,
    say.value(rateRow, says),
    row.name,
    before.name,
    say.value(rateRow, real),
    say.where(at),
  );
  const cells = typed.map((period): CellRef => ({ row: rate, line: lineOf, t: period }));
  return { code: "rateContradicted", text, at, cells, severity: "warning" };
}

/** [CK4] End-to-end rates that the product of the rates of their steps does not give. */
export function findBrokenChains(engine: Engine, say: Say): Finding[] {
  const { plan } = engine;
  const last = lastStageOf(plan);
  if (last === null) return [];
  const stepRates = new Set([...plan.rows.values()].map((row) => row.stage?.rate));
  const findings: Finding[] = [];
  for (const id of rowsInOrder(plan)) {
    const row = plan.rows.get(id);
    if (row?.unit !== "rate" || stepRates.has(id) || !isTypedRow(engine, id)) continue;
    const says = wholeTotalOrCell(engine, id);
    if (!Number.isFinite(says)) continue;
    const products = pathsNamedBy(plan, row, last).flatMap((rates) => productOf(engine, rates) ?? []);
    const [longest] = products;
    if (longest === undefined || products.some(({ value, slack }) => fits(says, value, slack))) continue;
    const names = longest.rates.map((rate) => plan.rows.get(rate)?.name ?? "");
    const text = messages.chainDisagrees(
      row.name,
      say.value(row, says),
      say.list(names),
      say.value(row, longest.value),
    );
    const at = { row: id, channel: null, from: 0, to: engine.periods - 1 };
    findings.push({ code: "chainDisagrees", text, at, cells: [], severity: "warning" });
  }
  return findings;
}

function fits(says: number, product: number, slack: number): boolean {
  return Math.abs(says - product) <= roundingOf(says) + slack + 1e-9;
}

/** The total of a rate; where it has none (nothing uses it), its value if all its cells are equal. */
function wholeTotalOrCell(engine: Engine, row: RowId): number {
  const total = wholeTotal(engine, row);
  if (Number.isFinite(total)) return total;
  const values = linesApplying(engine, row).flatMap((line) =>
    Array.from({ length: engine.periods }, (_, t) => engine.value(row, line, t)),
  );
  return values.every((value) => value === values[0]) ? (values[0] ?? NaN) : NaN;
}

/** The product of rates, and how far the rounding of each may move it. */
function productOf(
  engine: Engine,
  rates: readonly RowId[],
): { readonly rates: readonly RowId[]; readonly value: number; readonly slack: number } | undefined {
  const values = rates.map((rate) => wholeTotalOrCell(engine, rate));
  const value = values.reduce((a, b) => a * b, 1);
  if (values.length < 2 || !Number.isFinite(value)) return undefined;
  const slack = values.reduce((sum, rate) => (rate === 0 ? sum : sum + (roundingOf(rate) / rate) * value), 0);
  return { rates, value, slack: Math.abs(slack) };
}

/**
 * The rates between the stages that a row's name tells: *Visitor to sale* from Visitors to the last stage; *end to
 * end* and *overall* any run that ends there, the longest first.
 */
function pathsNamedBy(plan: Plan, row: Row, last: RowId): RowId[][] {
  const chain = chainTo(plan, last);
  const ratesBetween = (from: number, to: number): RowId[][] => {
    const rates = chain.slice(from + 1, to + 1).map((link) => link.rate);
    const known = rates.filter((rate) => rate !== null && plan.rows.get(rate)?.unit === "rate");
    return known.length === rates.length ? [known.filter((rate) => rate !== null)] : [];
  };
  if (/end[- ]to[- ]end|overall|whole funnel/i.test(row.name)) {
    return chain.flatMap((_, i) => (chain.length - 1 - i >= 2 ? ratesBetween(i, chain.length - 1) : []));
  }
  const [, start = "", end = ""] = /^(.+?)\s+(?:to|→|->)\s+(.+)$/iu.exec(row.name) ?? [];
  const stageNamed = (name: string): number =>
    chain.findIndex(({ stage }) => isSameThing(plan.rows.get(stage)?.name ?? "", name));
  const from = stageNamed(start);
  const named = stageNamed(end);
  const to =
    named < 0 && /sale|deal|win|won|customer|order|purchase|close/i.test(end) ? chain.length - 1 : named;
  return from >= 0 && to > from + 1 ? ratesBetween(from, to) : [];
}

/** "Visitors" and "visitor", "Closed deals" and "closed deal". */
function isSameThing(a: string, b: string): boolean {
  const [x, y] = [a, b].map((name) =>
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "")
      .replace(/s$/u, ""),
  );
  return x !== undefined && x !== "" && x === y;
}
