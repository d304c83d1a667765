import type { CompareCell, CompareGroup, CompareLine } from "./table.ts";

/**
 * A comparison in which all that shows as before is the very same object as before: groups, lines and cells. So
 * the screen looks only at what an edit changed, of hundreds of cells.
 */
export function keepSame(
  before: readonly CompareGroup[],
  after: readonly CompareGroup[],
): readonly CompareGroup[] {
  const lines = new Map(before.flatMap((group) => group.lines).map((line) => [line.key, line]));
  const groups = after.map((group, i): CompareGroup => {
    const known = before[i];
    const own = group.lines.map((line) => keepLine(lines.get(line.key), line));
    const isSame = known?.key === group.key && known.name === group.name && isSameList(known.lines, own);
    return isSame ? known : { ...group, lines: own };
  });
  return isSameList(before, groups) ? before : groups;
}

function keepLine(before: CompareLine | undefined, after: CompareLine): CompareLine {
  if (before === undefined) return after;
  const cells = after.cells.map((cell, c) => {
    const known = before.cells[c];
    return known !== undefined && isSameCell(known, cell) ? known : cell;
  });
  const isSame =
    before.name === after.name && before.place === after.place && isSameList(before.cells, cells);
  return isSame ? before : { ...after, cells };
}

function isSameCell(a: CompareCell, b: CompareCell): boolean {
  return (
    a.scenario === b.scenario &&
    Object.is(a.value, b.value) &&
    a.text === b.text &&
    a.look === b.look &&
    a.delta === b.delta &&
    a.mark === b.mark &&
    a.isOwn === b.isOwn &&
    a.description === b.description &&
    a.target.row === b.target.row &&
    a.target.channel === b.target.channel &&
    a.target.from === b.target.from &&
    a.target.to === b.target.to
  );
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}
