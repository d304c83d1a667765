/**
 * Where Ctrl with an arrow goes along a line of cells: to the last filled cell before a gap; from the last one,
 * or from an empty cell, to the next filled one; where there is none, to the end.
 *
 * at     index of the cell one starts from
 * step   1 or −1
 * count  how many cells there are
 */
export function edgeFrom(
  isFilled: (index: number) => boolean,
  at: number,
  step: 1 | -1,
  count: number,
): number {
  const isInside = (index: number): boolean => index >= 0 && index < count;
  let next = at + step;
  if (!isInside(next)) return at;
  if (isFilled(at) && isFilled(next)) {
    while (isInside(next + step) && isFilled(next + step)) next += step;
    return next;
  }
  while (isInside(next + step) && !isFilled(next)) next += step;
  return next;
}
