/** One measured thing, with what it was measured against and what is aimed at. */
export interface Figure {
  readonly part: string;
  readonly name: string;
  readonly size: string;
  readonly unit: string;
  readonly ours: number;
  readonly rival?: string;
  readonly version?: string;
  readonly theirs?: number;
  /** `ratio`: times the rival, at least. `ours`: at most, in the figure's unit. */
  readonly target: { readonly ratio?: number; readonly ours?: number };
}

/** How far the figure is along to its target: 1 and more is there. NaN where there is none. */
export function progressOf({ ours, theirs, target }: Figure): number {
  if (target.ratio !== undefined) return (theirs ?? NaN) / ours / target.ratio;
  if (target.ours !== undefined) return target.ours / ours;
  return NaN;
}

const number = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value)
    ? ""
    : value >= 1000
      ? Math.round(value).toLocaleString("en")
      : String(Number(value.toPrecision(3)));

export function printTable(figures: readonly Figure[]): string {
  const head = ["", "what", "size", "ours", "unit", "rival", "× rival", "target", "of target"];
  const rows = figures.map((figure) => {
    const { part, name, size, ours, unit, theirs, target } = figure;
    const progress = progressOf(figure);
    return [
      part,
      name,
      size,
      number(ours),
      unit,
      number(theirs),
      theirs === undefined ? "" : number(theirs / ours),
      target.ratio !== undefined ? `× ${target.ratio}` : target.ours !== undefined ? `≤ ${target.ours}` : "",
      Number.isNaN(progress) ? "" : progress >= 1 ? "met" : `${Math.floor(100 * progress)}%`,
    ];
  });
  const widths = head.map((word, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? word).length)));
  const isText = new Set([0, 1, 2, 4]);
  return [head, ...rows]
    .map((row) =>
      row
        .map((word, i) => (isText.has(i) ? word.padEnd(widths[i] ?? 0) : word.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** For other programs: name, size, ours, unit, rival, version, theirs, ratio = theirs ÷ ours. */
export function jsonOf(figures: readonly Figure[]): string {
  return JSON.stringify(
    figures.map(({ part, name, size, ours, unit, rival, version, theirs }) => ({
      name: `${part} ${name}`,
      size,
      ours,
      unit,
      rival: rival ?? null,
      version: version ?? null,
      theirs: theirs ?? null,
      ratio: theirs === undefined ? null : theirs / ours,
    })),
    null,
    2,
  );
}
