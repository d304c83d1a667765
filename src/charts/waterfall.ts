/*
 * Why two numbers differ, as bars that add up: the one number, a bar for each part that begins where the one
 * before ended, the other number. Upright where there is room for the names under them, else lying, a line each.
 */

/** One part, as it is told. */
export interface WaterfallPart {
  readonly key: string;
  readonly name: string;
  /** A second line under the name: the owner. */
  readonly note: string;
  readonly value: number;
  /** As shown, with its sign. */
  readonly text: string;
  /** In full, for who points at it. */
  readonly full: string;
  readonly mark: "better" | "worse" | null;
}

export interface WaterfallEnd {
  readonly name: string;
  readonly value: number;
  readonly text: string;
}

export interface WaterfallBar {
  readonly key: string;
  readonly kind: "end" | "rise" | "fall";
  readonly mark: "better" | "worse" | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly text: string;
  readonly textX: number;
  readonly textY: number;
  readonly full: string;
  /** The name in lines, and the note. */
  readonly names: readonly string[];
  readonly note: string;
  readonly nameX: number;
  readonly nameY: number;
}

export interface WaterfallLayout {
  readonly width: number;
  readonly height: number;
  readonly isUpright: boolean;
  readonly bars: readonly WaterfallBar[];
  /** From where one bar ends to where the next begins, as SVG paths. */
  readonly links: readonly string[];
  /** Where the axis stands, as an SVG path; at 0 unless it is cut. */
  readonly axis: string;
  /** The axis begins elsewhere than at 0, since the parts could not be seen beside the whole. */
  readonly isCut: boolean;
}

/** A level of the running sum. */
interface Step {
  readonly key: string;
  readonly low: number;
  readonly high: number;
  readonly kind: WaterfallBar["kind"];
  readonly end: number;
  readonly part: Pick<WaterfallPart, "name" | "note" | "text" | "full" | "mark">;
}

const LEAST_UPRIGHT = 66;
const PLOT_HEIGHT = 184;
const HEAD = 22;
const NAME_LINE = 14;
const LINE = 36;
const CHARACTER = 6.4;

/** Lays a waterfall out in a frame of a given width. Parts add up to `to.value − from.value`. */
export function layoutWaterfall(
  from: WaterfallEnd,
  parts: readonly WaterfallPart[],
  to: WaterfallEnd,
  width: number,
): WaterfallLayout {
  const steps = stepsOf(from, parts, to);
  const range = rangeOf(steps);
  return width / steps.length >= LEAST_UPRIGHT ? upright(steps, range, width) : lying(steps, range, width);
}

function stepsOf(from: WaterfallEnd, parts: readonly WaterfallPart[], to: WaterfallEnd): Step[] {
  const endOf = (key: string, { name, value, text }: WaterfallEnd): Step => ({
    key,
    low: Math.min(0, value),
    high: Math.max(0, value),
    kind: "end",
    end: value,
    part: { name, note: "", text, full: "", mark: null },
  });
  const steps = [endOf("from", from)];
  let level = from.value;
  parts.forEach((part, i) => {
    // The last part ends where the other number stands, without the dust of adding up.
    const next = i === parts.length - 1 ? to.value : level + part.value;
    steps.push({
      key: part.key,
      low: Math.min(level, next),
      high: Math.max(level, next),
      kind: part.value < 0 ? "fall" : "rise",
      end: next,
      part,
    });
    level = next;
  });
  steps.push(endOf("to", to));
  return steps;
}

interface Range {
  readonly low: number;
  readonly high: number;
  readonly isCut: boolean;
}

/** From 0, unless the parts are so small beside the whole that nobody could see them. */
function rangeOf(steps: readonly Step[]): Range {
  const ends = steps.map(({ end }) => end);
  const floats = steps.filter(({ kind }) => kind !== "end");
  const lows = [...ends, ...floats.map(({ low }) => low)];
  const highs = [...ends, ...floats.map(({ high }) => high)];
  const [least, most] = [Math.min(...lows), Math.max(...highs)];
  const span = most - least;
  const size = Math.max(Math.abs(least), Math.abs(most));
  if (span > 0 && least * most > 0 && span < 0.12 * size) {
    return least > 0
      ? { low: least - span, high: most, isCut: true }
      : { low: least, high: most + span, isCut: true };
  }
  const [low, high] = [Math.min(0, least), Math.max(0, most)];
  return low === high ? { low: 0, high: 1, isCut: false } : { low, high, isCut: false };
}

function upright(steps: readonly Step[], range: Range, width: number): WaterfallLayout {
  const slot = width / steps.length;
  const barWidth = Math.min(60, slot * 0.66);
  const at = (value: number): number =>
    HEAD + ((range.high - clamp(value, range)) / (range.high - range.low)) * PLOT_HEIGHT;
  const foot = HEAD + PLOT_HEIGHT;
  const bars = steps.map((step, i): WaterfallBar => {
    const [top, bottom] = [at(step.high), at(baseOf(step, range))];
    const x = i * slot + (slot - barWidth) / 2;
    const names = wrapName(step.part.name, Math.max(6, Math.floor(slot / CHARACTER)), 3);
    return {
      ...commonOf(step),
      x,
      y: top,
      width: barWidth,
      height: Math.max(1, bottom - top),
      textX: x + barWidth / 2,
      textY: top - 6,
      names,
      nameX: x + barWidth / 2,
      nameY: foot + 16,
    };
  });
  const links = bars.slice(1).map((bar, i) => {
    const before = bars[i];
    const y = at(steps[i]?.end ?? 0);
    return `M${(before?.x ?? 0) + barWidth} ${y}H${bar.x}`;
  });
  const lines = Math.max(...bars.map(({ names, note }) => names.length + (note === "" ? 0 : 1)));
  const zero = at(range.isCut ? (range.low > 0 ? range.low : range.high) : 0);
  return {
    width,
    height: foot + 10 + lines * NAME_LINE,
    isUpright: true,
    bars,
    links,
    axis: `M0 ${zero}H${width}`,
    isCut: range.isCut,
  };
}

function lying(steps: readonly Step[], range: Range, width: number): WaterfallLayout {
  const longest = Math.max(...steps.map(({ part }) => part.text.length)) * CHARACTER;
  const start = Math.min(150, width * 0.38);
  const room = Math.max(40, width - start - longest - 14);
  const at = (value: number): number =>
    start + ((clamp(value, range) - range.low) / (range.high - range.low)) * room;
  const bars = steps.map((step, i): WaterfallBar => {
    const [left, right] = [at(baseOf(step, range)), at(step.high)];
    const y = i * LINE + 7;
    const noted = step.part.note !== "";
    return {
      ...commonOf(step),
      x: left,
      y,
      width: Math.max(1, right - left),
      height: LINE - 14,
      textX: right + 6,
      textY: y + 15,
      names: wrapName(step.part.name, Math.floor((start - 8) / CHARACTER), noted ? 1 : 2),
      nameX: start - 8,
      nameY: y + (noted ? 9 : 15),
    };
  });
  const links = bars.slice(1).map((bar, i) => {
    const before = bars[i];
    const x = at(steps[i]?.end ?? 0);
    return `M${x} ${(before?.y ?? 0) + (before?.height ?? 0)}V${bar.y}`;
  });
  const height = steps.length * LINE;
  const zero = at(range.isCut ? (range.low > 0 ? range.low : range.high) : 0);
  return { width, height, isUpright: false, bars, links, axis: `M${zero} 0V${height}`, isCut: range.isCut };
}

function commonOf({
  key,
  kind,
  part,
}: Step): Pick<WaterfallBar, "key" | "kind" | "mark" | "text" | "full" | "note"> {
  return { key, kind, mark: part.mark, text: part.text, full: part.full, note: part.note };
}

/** Where a bar's foot is: a whole number's at 0, or at the cut. */
function baseOf({ low }: Step, range: Range): number {
  return Math.max(low, range.low);
}

function clamp(value: number, { low, high }: Range): number {
  return Math.min(high, Math.max(low, value));
}

/** A name in lines of about so many characters; what does not fit ends in …. */
export function wrapName(name: string, most: number, lines: number): string[] {
  const made: string[] = [];
  for (const word of name.split(/\s+/)) {
    const last = made.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  const kept = made
    .slice(0, lines)
    .map((line) => (line.length > most ? `${line.slice(0, most - 1)}…` : line));
  const last = kept.at(-1);
  if (made.length > lines && last !== undefined && !last.endsWith("…")) {
    kept[kept.length - 1] = `${last.slice(0, most - 1)}…`;
  }
  return kept;
}

/** At most so many bars: the smallest are put together in one, which stands last. */
export function gatherParts(
  parts: readonly WaterfallPart[],
  most: number,
  rest: (count: number, value: number) => Pick<WaterfallPart, "name" | "text" | "full">,
): WaterfallPart[] {
  if (parts.length <= most) return [...parts];
  const sizes = parts.map(({ value }) => Math.abs(value)).sort((a, b) => b - a);
  const least = sizes[most - 2] ?? 0;
  const kept: WaterfallPart[] = [];
  const small: WaterfallPart[] = [];
  for (const part of parts) {
    (Math.abs(part.value) >= least && kept.length < most - 1 ? kept : small).push(part);
  }
  const value = small.reduce((sum, part) => sum + part.value, 0);
  return [...kept, { key: "rest", note: "", value, mark: null, ...rest(small.length, value) }];
}
