/**
 * Parts of a whole, rounded so that the rounded parts add up to the rounded whole: largest remainder
 * (Hamilton's method of apportionment). Ties go to the larger part, then to the earlier.
 *
 * parts     any signs; they add up to `whole` but for floating-point dust.
 * decimals  digits after the point that are shown, 0–15.
 * returns   as many numbers; in units of 10^−decimals their sum is that of the whole, and each lies less than
 *           one such unit from its part. Parts that do not add up to the whole are each rounded alone, and so
 *           is everything where a number is not finite: nothing is moved to hide a difference. [EN41]
 */
export function roundTogether(parts: readonly number[], whole: number, decimals: number): number[] {
  const scale = 10 ** decimals;
  const alone = (): number[] => parts.map((part) => roundHalfAway(part * scale) / scale);
  const floors = parts.map((part) => floorOf(part * scale));
  const missing = roundHalfAway(whole * scale) - floors.reduce((sum, { floor }) => sum + floor, 0);
  // Each part may be raised by one unit at most; `missing` outside that means that parts are not of this whole.
  if (!(missing >= 0 && missing <= floors.filter(({ rest }) => rest > 0).length)) return alone();
  const order = floors
    .map(({ rest }, i) => ({ i, rest, size: Math.abs(parts[i] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || b.size - a.size || a.i - b.i);
  const raised = new Set(order.slice(0, missing).map(({ i }) => i));
  // Adding 0 turns −0 into 0.
  return floors.map(({ floor }, i) => (floor + (raised.has(i) ? 1 : 0)) / scale + 0);
}

/** Rounds to a whole number, halves away from zero: as numbers are rounded where they are shown. */
export function roundHalfAway(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) + 0;
}

/** The whole number below, and what is left; dust of floating point around a whole number is not a rest. */
function floorOf(value: number): { floor: number; rest: number } {
  const near = Math.round(value);
  if (Math.abs(value - near) <= 1e-9 * Math.max(1, Math.abs(value))) return { floor: near, rest: 0 };
  const floor = Math.floor(value);
  return { floor, rest: value - floor };
}
