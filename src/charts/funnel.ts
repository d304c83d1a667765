/*
 * The funnel, drawn to scale: a bar a stage. Funnels lose two to four powers of ten from top to bottom, so that
 * a linear bar for the last stage could not be seen: widths are linear in log10(1 + volume), the first stage
 * filling the frame, and the rates beside the bars say the true proportions.
 */
import { shellMessages } from "../core/index.ts";

/** One stage, as it comes from the plan. */
export interface FunnelStage {
  readonly id: string;
  readonly name: string;
  /** In the stage's own unit; NaN where it is an error. */
  readonly value: number;
  /** As it is shown. */
  readonly text: string;
  /** The rate that leads into it, as shown; empty for the first. */
  readonly rate: string;
  readonly rateName: string;
}

export interface FunnelBar {
  readonly stage: FunnelStage;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 for the first stage, 1 for the last: how strongly it is coloured. */
  readonly depth: number;
  /** Whether a label in it is bold and light. */
  readonly isBold: boolean;
  /** What stands in it or beside it: cut short where neither has room for all of it. */
  readonly label: string;
  /** Whether its label stands inside. */
  readonly isInside: boolean;
  /** Corners of the neck that leads from the bar before, as an SVG path; empty for the first. */
  readonly neck: string;
  /** Middle of the neck, where its rate stands. */
  readonly rateY: number;
}

export interface FunnelLayout {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly FunnelBar[];
}

const BAR_HEIGHT = 30;
const NECK_HEIGHT = 28;
/** Room at the right for the rates. */
const MARGIN = 64;
/** About how wide a character of the labels is, to tell whether one fits. */
const CHARACTER = 6.7;
/** The last bars are dark: their labels are bold and light. */
const BOLD_CHARACTER = 7.6;
const BOLD_FROM = 0.7;

/** Lays a funnel out in a frame of a given width. `most`: the volume that fills it, where several share a scale. */
export function layoutFunnel(stages: readonly FunnelStage[], width: number, most = 0): FunnelLayout {
  const room = Math.max(80, width - MARGIN);
  const largest = Math.max(...stages.map(({ value }) => scaleOf(value)), scaleOf(most));
  const bars: FunnelBar[] = [];
  stages.forEach((stage, i) => {
    const scaled = scaleOf(stage.value);
    const barWidth = largest === 0 ? 4 : Math.max(4, (scaled / largest) * room);
    const x = (room - barWidth) / 2;
    const y = i * (BAR_HEIGHT + NECK_HEIGHT);
    const above = bars[i - 1];
    const neck =
      above === undefined
        ? ""
        : `M${above.x} ${above.y + BAR_HEIGHT}H${above.x + above.width}L${x + barWidth} ${y}H${x}Z`;
    const full = labelOf(stage);
    const depth = stages.length < 2 ? 1 : i / (stages.length - 1);
    const isBold = depth > BOLD_FROM;
    const inside = Math.floor((barWidth - 12) / (isBold ? BOLD_CHARACTER : CHARACTER));
    const beside = Math.floor((width - x - barWidth - 8) / CHARACTER);
    const isInside = full.length <= inside || (full.length > beside && inside >= beside);
    bars.push({
      stage,
      x,
      y,
      width: barWidth,
      height: BAR_HEIGHT,
      depth,
      isBold,
      label: shorten(full, stage.text.length, isInside ? inside : beside),
      isInside,
      neck,
      rateY: y - NECK_HEIGHT / 2 + 4,
    });
  });
  const height = stages.length === 0 ? 0 : stages.length * (BAR_HEIGHT + NECK_HEIGHT) - NECK_HEIGHT;
  return { width, height, bars };
}

function scaleOf(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.log10(1 + value) : 0;
}

/** A label of at most so many characters; its number, which stands first, is never cut. */
function shorten(label: string, number: number, most: number): string {
  return label.length <= most ? label : `${label.slice(0, Math.max(number, most - 1)).trimEnd()}…`;
}

/** "10,000 Visitors": what a bar is. */
export function labelOf({ name, text }: FunnelStage): string {
  return `${text === "" ? "–" : text} ${name}`;
}

/** The whole funnel in words, for who cannot see it. */
export function describeFunnel(stages: readonly FunnelStage[]): string {
  return stages
    .map((stage) =>
      stage.rate === "" ? labelOf(stage) : shellMessages.funnelStep(stage.rate, labelOf(stage)),
    )
    .join("; ");
}
