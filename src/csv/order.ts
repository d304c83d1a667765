import { orderBetween } from "../core/index.ts";

/** `count` fractional indices, all short, with room everywhere between them. */
export function spreadOrders(count: number): string[] {
  const width = Math.max(1, Math.ceil(Math.log(count + 1) / Math.log(36)) + 1);
  const step = 36 ** width / (count + 1);
  return Array.from({ length: count }, (_, i) => {
    const digits = Math.floor((i + 1) * step)
      .toString(36)
      .padStart(width, "0");
    return digits.replace(/0+$/, "");
  });
}

/**
 * Fractional indices that put ids into an order, keeping as many as can be kept: those of a longest increasing
 * run stay, the others go between. A file that was not rearranged so changes no index.
 */
export function reconcileOrders(
  ids: readonly string[],
  current: (id: string) => string | undefined,
): Map<string, string> {
  const kept = longestIncreasing(ids, current);
  const orders = new Map<string, string>();
  let before: string | null = null;
  ids.forEach((id, i) => {
    const own = current(id);
    let order: string;
    if (own !== undefined && kept.has(id)) order = own;
    else {
      const next: string | undefined = ids.slice(i + 1).find((other) => kept.has(other));
      order = orderBetween(before, next === undefined ? null : (current(next) ?? null));
    }
    orders.set(id, order);
    before = order;
  });
  return orders;
}

/** Ids of a longest run whose indices rise (patience sorting: Fredman 1975). Equal indices do not rise. */
function longestIncreasing(ids: readonly string[], current: (id: string) => string | undefined): Set<string> {
  const ends: { readonly id: string; readonly order: string; readonly before: string | null }[] = [];
  const cameFrom = new Map<string, string | null>();
  for (const id of ids) {
    const order = current(id);
    if (order === undefined) continue;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle]?.order ?? "") < order) low = middle + 1;
      else high = middle;
    }
    const before = low === 0 ? null : (ends[low - 1]?.id ?? null);
    ends[low] = { id, order, before };
    cameFrom.set(id, before);
  }
  const kept = new Set<string>();
  for (let id = ends.at(-1)?.id ?? null; id !== null; id = cameFrom.get(id) ?? null) kept.add(id);
  return kept;
}
