/**
 * Fractional indices: texts of digits and lower-case letters whose plain order is the order of things, with a
 * new one always to be had between two. Source of the idea: D. Greenspan, "Implementing Fractional Indexing".
 * Invariant: no index ends in `0`, else nothing would fit in front of it.
 */
const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

/** An index after `before` and in front of `after`; null is the open end. Throws if they are out of order. */
export function orderBetween(before: string | null, after: string | null): string {
  const low = before ?? "";
  if (after !== null && low >= after) throw new RangeError(`"${low}" is not in front of "${after}"`);
  let index = "";
  let bounded = after !== null;
  for (let i = 0; ; i++) {
    const lowDigit = i < low.length ? DIGITS.indexOf(low.charAt(i)) : 0;
    const highDigit = bounded && after !== null ? digitAt(after, i) : DIGITS.length;
    const middle = (lowDigit + highDigit) >> 1;
    if (middle > lowDigit) return index + DIGITS.charAt(middle);
    index += DIGITS.charAt(lowDigit);
    if (highDigit > lowDigit) bounded = false;
  }
}

function digitAt(text: string, i: number): number {
  return i < text.length ? DIGITS.indexOf(text.charAt(i)) : 0;
}

/** `count` indices in order between two. */
export function ordersBetween(before: string | null, after: string | null, count: number): string[] {
  const orders: string[] = [];
  let last = before;
  for (let i = 0; i < count; i++) {
    last = orderBetween(last, after);
    orders.push(last);
  }
  return orders;
}
