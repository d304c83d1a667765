import type { Tree } from "../plan/formula.ts";
import { constantOf } from "./shape.ts";
import { distanceOf, isDelayingLag, mapParts, partsOf } from "./walk.ts";

export interface RestateOptions {
  /** Periods of the new length in one of the old: month → quarter ⅓, quarter → month 3. */
  readonly ratio: number;
  /** Whether a tree adds up over periods, so that it may be spread over two of them. A stock does not. */
  readonly isFlow: (tree: Tree) => boolean;
  /** Whether a tree is a standing number: its PREV says *as the period before ended* at any length. */
  readonly isStock: (tree: Tree) => boolean;
  /** A delay of part of a period: spread over two periods, or (where that closes a circle) rounded. */
  readonly spread: boolean;
}

/**
 * A formula with its delays said in periods of another length. [RG5]
 *
 *   PREV(x, n)       of a stock or of the row itself: as it is. Else n·ratio periods back; where that is no whole
 *                    number, a flow is spread as by LAG, anything else is read the nearest whole number back
 *   LAG(x, w…)       what came a periods later comes a·ratio later, spread over the two periods that lie there: exact
 *                    for what is even over each period. Weights that are rows keep their places where that is whole
 *   COHORT(x, r…)    the rate of each age: repeated, or the mean of those that fall together
 *   CUM(x, n)        over the nearest whole number of periods
 *
 * Returns the same object where it says nothing of time.
 */
export function restateDelays(tree: Tree, options: RestateOptions): Tree {
  const inner = mapParts(tree, (part) => restateDelays(part, options));
  if (inner.kind !== "call") return inner;
  const [x, ...rest] = inner.args;
  if (x === undefined) return inner;
  switch (inner.name) {
    case "PREV":
      return restatePrev(inner, x, rest, options);
    case "LAG":
      return { ...inner, args: [x, ...restateWeights(rest, isDelayingLag(inner.args), options)] };
    case "COHORT":
      return { ...inner, args: [x, ...restateAges(rest, options.ratio)] };
    case "CUM": {
      const reach = rest[0] === undefined ? undefined : constantOf(rest[0]);
      if (reach === undefined) return inner;
      return { ...inner, args: [x, number(Math.max(1, Math.round(reach * options.ratio)))] };
    }
    default:
      return inner;
  }
}

function restatePrev(
  call: Tree & { readonly kind: "call" },
  x: Tree,
  rest: readonly Tree[],
  options: RestateOptions,
): Tree {
  if (x.kind === "self" || options.isStock(x)) return call;
  const distance = distanceOf(call.args) * options.ratio;
  const whole = Math.round(distance);
  const start = rest.slice(1);
  if (Math.abs(distance - whole) > 1e-9 && options.spread && options.isFlow(x) && start.length === 0) {
    return { kind: "call", name: "LAG", args: [x, ...weightsAt([[distance, 1]], false)] };
  }
  const back = Math.max(1, whole);
  if (back === distanceOf(call.args)) return call;
  return { ...call, args: back === 1 && start.length === 0 ? [x] : [x, number(back), ...start] };
}

function restateWeights(
  weights: readonly Tree[],
  delaying: boolean,
  options: RestateOptions,
): readonly Tree[] {
  const { ratio } = options;
  const values = weights.map(constantOf);
  if (values.every((value) => value !== undefined)) {
    const at = values.map((value, age): [number, number] => [
      options.spread ? age * ratio : wholeAge(age, ratio, delaying),
      value,
    ]);
    return weightsAt(
      at,
      weights.some((weight) => weight.kind === "percent"),
    );
  }
  // Rows as weights: moved as they are where each keeps a period of its own.
  if (!Number.isInteger(ratio)) return weights;
  return Array.from({ length: (weights.length - 1) * ratio + 1 }, (_, age) =>
    age % ratio === 0 ? (weights[age / ratio] ?? number(0)) : number(0),
  );
}

/** A delay in whole periods; what is delayed at all stays so. */
function wholeAge(age: number, ratio: number, delaying: boolean): number {
  const whole = Math.round(age * ratio);
  return delaying && age > 0 ? Math.max(1, whole) : whole;
}

/** Weights of LAG for shares that come after so many periods, each spread over the two nearest whole ones. */
function weightsAt(shares: readonly (readonly [delay: number, share: number])[], percent: boolean): Tree[] {
  const weights: number[] = [];
  const put = (age: number, share: number): void => {
    while (weights.length <= age) weights.push(0);
    weights[age] = (weights[age] ?? 0) + share;
  };
  for (const [delay, share] of shares) {
    const floor = Math.floor(delay + 1e-9);
    const rest = Math.max(0, delay - floor);
    const late = rest > 1e-9 ? share * rest : 0;
    put(floor, share - late);
    if (late > 0) put(floor + 1, late);
  }
  while (weights.length > 1 && weights.at(-1) === 0) weights.pop();
  // Twelve digits print shortly, and a sum within 1e-6 of 1 is normalised. [DL3]
  return weights.map((weight) =>
    percent
      ? { kind: "percent", arg: number(Number((weight * 100).toPrecision(12))) }
      : number(Number(weight.toPrecision(12))),
  );
}

/** Rates by age: the last one holds for all later ages, so it needs no copies. */
function restateAges(rates: readonly Tree[], ratio: number): readonly Tree[] {
  if (rates.length < 2 || ratio === 1) return rates;
  const at = (age: number): Tree => rates[Math.min(age, rates.length - 1)] ?? number(0);
  if (ratio > 1) {
    const ages = Math.ceil((rates.length - 1) * ratio) + 1;
    return Array.from({ length: ages }, (_, age) => at(Math.floor(age / ratio + 1e-9)));
  }
  const together = Math.round(1 / ratio);
  const ages = Math.ceil((rates.length - 1) / together) + 1;
  return Array.from({ length: ages }, (_, age) =>
    meanOf(Array.from({ length: together }, (_, i) => at(age * together + i))),
  );
}

function meanOf(trees: readonly Tree[]): Tree {
  const values = trees.map(constantOf);
  if (values.every((value) => value !== undefined)) {
    return number(Number((values.reduce((a, b) => a + b, 0) / values.length).toPrecision(12)));
  }
  const [first, ...others] = trees;
  if (first === undefined) return number(0);
  if (others.every((tree) => tree === first)) return first;
  const sum = others.reduce<Tree>((left, right) => ({ kind: "binary", op: "+", left, right }), first);
  return { kind: "binary", op: "/", left: sum, right: number(trees.length) };
}

function number(value: number): Tree {
  return { kind: "number", value };
}

/** What in a formula stands for a length of time, and is worth a look when periods get another length. */
export function isTimely(tree: Tree): boolean {
  if (tree.kind === "call") {
    if (["PREV", "LAG", "COHORT", "PERIOD", "MONTH", "BYMONTH", "DAYS"].includes(tree.name)) return true;
    if (tree.name === "CUM" && tree.args.length > 1) return true;
  }
  return partsOf(tree).some(isTimely);
}
