/*
 * A number over another one, as lines: one assumption swept, or one for each value of a second. Gaps where there is
 * no number.
 */

export interface LineSeries {
  readonly key: string;
  /** Empty where there is one line alone. */
  readonly name: string;
  /** As long as the xs; NaN leaves a gap. */
  readonly values: readonly number[];
}

export interface LinesLayout {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly {
    readonly key: string;
    readonly name: string;
    readonly path: string;
    readonly dots: readonly { readonly x: number; readonly y: number }[];
    /** Where its name stands: at its last point. */
    readonly nameX: number;
    readonly nameY: number;
    /** 0 for the first, 1 for the last: how strongly it is drawn. */
    readonly depth: number;
  }[];
  readonly xTicks: readonly { readonly x: number; readonly text: string }[];
  readonly yTicks: readonly { readonly y: number; readonly text: string }[];
  readonly plot: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  /** Where x stands now; null outside. */
  readonly nowX: number | null;
}

const FOOT = 22;
const TOP = 10;

/** Lays lines out. `say` tell the ticks; `now` is where the swept number stands. */
export function layoutLines(
  xs: readonly number[],
  series: readonly LineSeries[],
  frame: { readonly width: number; readonly height: number },
  say: { readonly x: (value: number) => string; readonly y: (value: number) => string },
  now: number,
): LinesLayout {
  const finite = series.flatMap(({ values }) => values.filter(Number.isFinite));
  const [least, most] = finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)];
  const low = least > 0 && least < 0.5 * most ? 0 : least;
  const high = most === low ? low + 1 : most;
  const yValues = niceTicks(low, high, 4);
  const yTexts = yValues.map(say.y);
  const names = series.some(({ name }) => name !== "") ? 64 : 24;
  const left = Math.max(...yTexts.map((text) => text.length), 3) * 6.4 + 8;
  const plot = { left, top: TOP, right: frame.width - names, bottom: frame.height - FOOT };
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const bottom = Math.min(low, yValues[0] ?? low);
  const top = Math.max(high, yValues.at(-1) ?? high);
  const atX = (x: number): number =>
    plot.left + (last === first ? 0.5 : (x - first) / (last - first)) * (plot.right - plot.left);
  const atY = (y: number): number => plot.bottom - ((y - bottom) / (top - bottom)) * (plot.bottom - plot.top);
  const lines = series.map(({ key, name, values }, i) => {
    const dots: { x: number; y: number }[] = [];
    let path = "";
    let isOpen = false;
    values.forEach((value, j) => {
      if (!Number.isFinite(value)) {
        isOpen = false;
        return;
      }
      const dot = { x: atX(xs[j] ?? first), y: atY(value) };
      path += `${isOpen ? "L" : "M"}${round(dot.x)} ${round(dot.y)}`;
      isOpen = true;
      dots.push(dot);
    });
    const end = dots.at(-1) ?? { x: plot.right, y: plot.bottom };
    const depth = series.length < 2 ? 1 : i / (series.length - 1);
    return { key, name, path, dots, nameX: end.x + 6, nameY: end.y + 4, depth };
  });
  return {
    ...frame,
    lines,
    plot,
    xTicks: xs.map((x) => ({ x: atX(x), text: say.x(x) })),
    yTicks: yValues.map((y, i) => ({ y: atY(y), text: yTexts[i] ?? "" })),
    nowX: now >= first && now <= last ? atX(now) : null,
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Round values from just below to just above a range: 1, 2 or 5 times a power of ten apart. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return [low];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((n) => n * power).find((each) => each >= raw * 0.999) ?? raw;
  const ticks: number[] = [];
  for (let n = Math.floor(low / step + 1e-9); n * step <= high + step * (1 - 1e-9); n++) ticks.push(n * step);
  return ticks;
}
