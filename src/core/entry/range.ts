import { entryMessages } from "../messages/entry.ts";
import type { Range } from "../plan/cell.ts";
import type { Unit } from "../plan/unit.ts";
import { fail, ok } from "../util/result.ts";
import type { Result } from "../util/result.ts";
import type { EntryError, EntryMessage } from "./context.ts";
import { writeAmount, writeRange } from "./write.ts";
import type { WriteOptions } from "./write.ts";

/**
 * What the sheet computes with where a range was typed: the typed middle of `a / m / b` and of
 * `m (a..b)`, halfway for `normal` and `uniform`, and for `a..b` the median of the distribution whose 5th and
 * 95th percentiles are a and b. [EN22]
 *
 * A quantile keeps its place under a rising function, so the median of exp, logistic or identity of a normal
 * is that function of the midpoint: log-normal √(ab); logit-normal √(ab) ÷ (√(ab) + √((1−a)(1−b))); (a + b)/2.
 */
export function medianOfRange({ shape, low, high, middle }: Range, unit: Unit): number {
  if (middle !== undefined) return middle;
  // Halves first: the sum of two large ends must not overflow. Roots first: nor may a product vanish.
  const halfway = low / 2 + high / 2;
  if (shape !== "interval") return halfway;
  if (unit === "number") return halfway;
  const root = Math.sqrt(low) * Math.sqrt(high);
  if (unit !== "rate") return root;
  return root / (root + Math.sqrt(1 - low) * Math.sqrt(1 - high));
}

/** A range from its typed numbers (low, high; low, middle, high for `pert`; low, high, middle otherwise), or why not. [EN23] */
export function makeRange(
  shape: Range["shape"],
  low: number,
  high: number,
  middle: number | undefined,
  unit: Unit,
  options: WriteOptions,
): Result<Range, EntryError> {
  const write = (value: number): string => writeAmount(value, options);
  const refuse = (code: EntryMessage, text: string): Result<never, EntryError> => fail({ code, text });
  const range: Range = middle === undefined ? { shape, low, high } : { shape, low, high, middle };

  if (low > high) {
    const turned = { ...range, low: high, high: low };
    return refuse("rangeReversed", entryMessages.rangeReversed(writeRange(turned, options)));
  }
  if (low === high) return refuse("rangeEqual", entryMessages.rangeEqual(write(low)));
  if (
    middle !== undefined &&
    (shape === "pert" ? middle < low || middle > high : middle <= low || middle >= high)
  ) {
    return refuse("middleOutside", entryMessages.middleOutside());
  }
  if (unit === "number") return ok(range);
  if (shape === "interval") return checkInterval(range, unit, options);
  if (unit === "rate" && (low < 0 || high > 1)) {
    return refuse("rangeOutside", entryMessages.rangeOutside(write(0), write(1)));
  }
  const mayBeNegative = unit === "money" || unit === "moneyPerCount";
  if (low < 0 && !mayBeNegative) {
    return refuse("rangeUnderZero", entryMessages.rangeUnderZero());
  }
  return ok(range);
}

/** Two figures: remedies are to be read, not computed with. */
function roughly(value: number): number {
  return Number(value.toPrecision(2));
}

/** A 90% interval stays off 0, and for a rate off 100%, where its distribution has no percentiles. [EN24] */
function checkInterval(range: Range, unit: Unit, options: WriteOptions): Result<Range, EntryError> {
  const { low, high, middle } = range;
  const isTooHigh = unit === "rate" && high >= 1;
  if (low > 0 && !isTooHigh) return ok(range);
  const write = (shape: Range["shape"], a: number, b: number, m?: number): string =>
    writeRange(m === undefined ? { shape, low: a, high: b } : { shape, low: a, high: b, middle: m }, options);
  // The remedies, from the ends that can be kept.
  const from = Math.max(low, 0);
  const to = unit === "rate" ? Math.min(Math.max(high, 0), 1) : Math.max(high, 0);
  const inFrom = low > 0 ? low : roughly(to / 40);
  const inTo = isTooHigh ? 1 - roughly((1 - from) / 40) : to;
  const likeliest =
    middle !== undefined && middle > from && middle < to
      ? middle
      : isTooHigh
        ? 1 - roughly((1 - from) / (low > 0 ? 4 : 2))
        : roughly(to / 4);
  if (to === 0 || from >= to) {
    return unit === "rate"
      ? fail({
          code: "rangeOutside",
          text: entryMessages.rangeOutside(writeAmount(0, options), writeAmount(1, options)),
        })
      : fail({ code: "rangeUnderZero", text: entryMessages.rangeUnderZero() });
  }
  const open = write("interval", inFrom, isTooHigh ? roughEnd(inTo) : inTo);
  const pert = write("pert", from, to, roughEnd(likeliest));
  if (isTooHigh) return fail({ code: "rangeToHundred", text: entryMessages.rangeToHundred(open, pert) });
  if (low < 0 && (unit === "money" || unit === "moneyPerCount")) {
    const normal = write("normal", low, high);
    return fail({ code: "rangeBelowZero", text: entryMessages.rangeBelowZero(open, normal) });
  }
  return fail({ code: "rangeFromZero", text: entryMessages.rangeFromZero(open, pert) });
}

/** 1 − 0.0075 has a long tail of digits; a remedy has not. */
function roughEnd(value: number): number {
  return Number(value.toPrecision(6));
}
