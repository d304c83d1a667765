import { createEngine } from "../engine/engine.ts";
import type { Expr, LoweredRow, TotalRule } from "../engine/expr.ts";
import type { Quantity } from "../engine/quantity.ts";
import type { ChannelId, RowId } from "../plan/ids.ts";
import { orderedIds } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { solvePlan } from "../solve/solve.ts";

/** One segment of a rate's total: how much of it there is, and its rate. */
export interface Segment {
  readonly weight: number;
  readonly rate: number;
}

/** A change of a rate's total, split exactly into what rates did and what the shares of the segments did. */
export interface RateAndMix {
  readonly from: number;
  readonly to: number;
  /** By segment; they sum, together with `mix`, to to − from. */
  readonly rate: readonly number[];
  readonly mix: readonly number[];
  readonly rateEffect: number;
  readonly mixEffect: number;
}

/**
 * r = Σ wᵢ·rᵢ over shares wᵢ: the rate's part is the mean share times its change, the mix's the mean rate times
 * the change of its share. Exact, and the Shapley value of the two. A segment that one side lacks has the
 * other's rate. Says why every segment can fall while the whole rises (Simpson's paradox). [XP13]
 */
export function splitRateAndMix(before: readonly Segment[], after: readonly Segment[]): RateAndMix {
  const [first, second] = [totalWeight(before), totalWeight(after)];
  const rate: number[] = [];
  const mix: number[] = [];
  let [from, to] = [0, 0];
  const count = Math.max(before.length, after.length);
  for (let i = 0; i < count; i++) {
    const [x, y] = [before[i], after[i]];
    const [v, w] = [(x?.weight ?? 0) / first, (y?.weight ?? 0) / second];
    const own = rateOf(x) ?? rateOf(y) ?? 0;
    const other = rateOf(y) ?? own;
    from += v * own;
    to += w * other;
    rate.push(((v + w) / 2) * (other - own));
    mix.push(((own + other) / 2) * (w - v));
  }
  return { from, to, rate, mix, rateEffect: sum(rate), mixEffect: sum(mix) };
}

function rateOf(segment: Segment | undefined): number | undefined {
  return segment === undefined || segment.weight === 0 || Number.isNaN(segment.rate)
    ? undefined
    : segment.rate;
}

function totalWeight(segments: readonly Segment[]): number {
  return segments.reduce((total, { weight }) => total + weight, 0);
}

function sum(parts: readonly number[]): number {
  return parts.reduce((total, part) => total + part, 0);
}

/** Rate and mix over channels, between two plans, goals solved in each; null where there is no such total. */
export interface ChannelMix extends RateAndMix {
  /** The segments, in the order of the screen. */
  readonly channels: readonly ChannelId[];
}

/**
 * Splits the change of a row's total over channels: for rates, unit costs and numbers that are weighted means or
 * quotients. Null for rows that add, plan-wide rows, one channel, and totals that are no weighted mean.
 */
export function rateAndMixOf(a: Plan, b: Plan, q: Quantity): ChannelMix | null {
  if (q.channel !== null) return null;
  const channels = [...new Set([...orderedIds(b.channels), ...orderedIds(a.channels)])];
  const [before, after] = [segmentsOf(a, q, channels), segmentsOf(b, q, channels)];
  if (before === null || after === null || channels.length < 2) return null;
  return { channels, ...splitRateAndMix(before, after) };
}

const WEIGHT: RowId = "~weight";

function segmentsOf(plan: Plan, q: Quantity, channels: readonly ChannelId[]): Segment[] | null {
  const plain = createEngine(plan);
  const row = plain.lowered.rows.find((one) => one.row === q.row);
  const weight = row === undefined ? null : weightOf(row.total);
  if (row === undefined || weight === null || row.scope === "plan") return null;
  const { factors } = solvePlan(plain);
  // The weight as a row of its own, so that it has totals by channel.
  const weights: LoweredRow = {
    row: WEIGHT,
    scope: "channel",
    total: { kind: "sum", stock: false },
    lines: row.lines.map((line) => ({ ...line, expr: weight, error: null, cellExprs: new Map() })),
  };
  const engine = createEngine(plan, { ...plain.lowered, rows: [...plain.lowered.rows, weights] });
  engine.setFactors(factors);
  return channels.map((channel) => {
    const amount = engine.total({ ...q, row: WEIGHT, channel });
    return { weight: Number.isNaN(amount) ? 0 : amount, rate: engine.total({ ...q, channel }) };
  });
}

function weightOf(rule: TotalRule): Expr | null {
  if (rule.kind === "ratio") return rule.den;
  if (rule.kind === "mean") return rule.weight;
  if (rule.kind === "totals") return rule.typedOver?.den ?? null;
  return null;
}

/** Amounts sold of one product, or through one channel, and what each unit brings. */
export interface Sold {
  readonly quantity: number;
  readonly unit: number;
}

/**
 * The report that accountants know: Σ quantity·unit, after against before, by product.
 *
 *   quantity  as if all had grown alike: (ΣQ₁ ÷ ΣQ₀ − 1)·Q₀·u₀
 *   mix       the shift among them at the new total: (Q₁ − Q₀·ΣQ₁ ÷ ΣQ₀)·u₀
 *   unit      what a unit brings now: Q₁·(u₁ − u₀)
 *
 * `volume` is Σ quantity + Σ mix. The three sum to the difference. [XP14]
 */
export interface QuantityAndMix {
  readonly volume: number;
  readonly quantity: readonly number[];
  readonly mix: readonly number[];
  readonly unit: readonly number[];
  readonly difference: number;
}

/** `before` and `after` name the same products in the same order. */
export function splitQuantityAndMix(before: readonly Sold[], after: readonly Sold[]): QuantityAndMix {
  const growth =
    after.reduce((total, one) => total + one.quantity, 0) /
    before.reduce((total, one) => total + one.quantity, 0);
  const split = before.map((old, i) => {
    const now = after[i] ?? old;
    return {
      quantity: (growth - 1) * old.quantity * old.unit,
      mix: (now.quantity - old.quantity * growth) * old.unit,
      unit: now.quantity * (now.unit - old.unit),
    };
  });
  const quantity = split.map((one) => one.quantity);
  const mix = split.map((one) => one.mix);
  const unit = split.map((one) => one.unit);
  const volume = sum(quantity) + sum(mix);
  return { volume, quantity, mix, unit, difference: volume + sum(unit) };
}

/**
 * Quantity and mix over channels: `quantity` a row that adds, `unit` what each brings (price, margin). Null where
 * either has no number. A channel that a side lacks has quantity 0 and the other side's unit.
 */
export function quantityAndMixOf(
  a: Plan,
  b: Plan,
  rows: { readonly quantity: RowId; readonly unit: RowId; readonly from: number; readonly to: number },
): (QuantityAndMix & { readonly channels: readonly ChannelId[] }) | null {
  const channels = [...new Set([...orderedIds(b.channels), ...orderedIds(a.channels)])];
  const [before, after] = [a, b].map((plan) => soldIn(plan, rows, channels));
  if (before === undefined || after === undefined) return null;
  const filled = (own: readonly Sold[], other: readonly Sold[]): Sold[] =>
    own.map((one, i) => (Number.isNaN(one.unit) ? { ...one, unit: other[i]?.unit ?? NaN } : one));
  const split = splitQuantityAndMix(filled(before, after), filled(after, before));
  return Number.isFinite(split.difference) ? { channels, ...split } : null;
}

function soldIn(
  plan: Plan,
  rows: { readonly quantity: RowId; readonly unit: RowId; readonly from: number; readonly to: number },
  channels: readonly ChannelId[],
): Sold[] {
  const engine = createEngine(plan);
  solvePlan(engine);
  const { from, to } = rows;
  const isWide = plan.rows.get(rows.unit)?.scope === "plan";
  return channels.map((channel) => {
    const quantity = plan.channels.has(channel) ? engine.total({ row: rows.quantity, channel, from, to }) : 0;
    const unit = engine.total({ row: rows.unit, channel: isWide ? null : channel, from, to });
    return { quantity: Number.isNaN(quantity) ? 0 : quantity, unit };
  });
}
