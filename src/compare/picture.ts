import { gatherParts, layoutWaterfall } from "../charts/waterfall.ts";
import type { CompareColumn, CompareGroup } from "./table.ts";
import type { WhyView } from "./why.ts";

/** What goes into the picture of a comparison. */
export interface PictureParts {
  readonly title: string;
  readonly sentence: string;
  readonly columns: readonly Pick<CompareColumn, "name">[];
  readonly groups: readonly CompareGroup[];
  readonly view: WhyView | null;
  /** Name of the bar that gathers the smallest. */
  readonly rest: (count: number) => string;
}

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** A picture is for paper and slides: ink on white, whatever the screen's theme. */
const INK = "#1a1d21";
const SOFT = "#505a64";
const LINE = "#d9dde1";
const WASH = "#f3f4f5";
const GOOD = "#2f7d6b";
const BAD = "#c2571a";
const NEUTRAL = "#6b2fb3";
const FONT = "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif";

const MARGIN = 24;
const NAME = 190;
const COLUMN = 138;
const ROW = 24;
const CHARACTER = 6.6;

/** Draws the comparison and, under it, why two differ, as one SVG that needs nothing else. */
export function drawPicture({ title, sentence, columns, groups, view, rest }: PictureParts): Picture {
  const width = Math.max(760, MARGIN * 2 + NAME + columns.length * COLUMN);
  const step = (width - 2 * MARGIN - NAME) / Math.max(1, columns.length);
  const right = (column: number): number => MARGIN + NAME + (column + 1) * step - 6;
  const shapes: string[] = [];
  let y = MARGIN + 8;
  shapes.push(text(MARGIN, y, title, { color: SOFT, size: 13 }));
  for (const line of linesOf(sentence, Math.floor((width - 2 * MARGIN) / 11))) {
    y += 26;
    shapes.push(text(MARGIN, y, line, { size: 18, weight: 600 }));
  }
  y += 20;
  shapes.push(rect(MARGIN, y, width - 2 * MARGIN, ROW, WASH));
  columns.forEach(({ name }, c) => {
    shapes.push(text(right(c), y + 16, fit(name, COLUMN - 14), { anchor: "end", color: SOFT, size: 12 }));
  });
  y += ROW;
  for (const group of groups) {
    shapes.push(text(MARGIN + 6, y + 16, group.name.toUpperCase(), { color: SOFT, size: 10 }));
    y += ROW;
    for (const line of group.lines) {
      shapes.push(text(MARGIN + 6, y + 16, fit(line.name, NAME - 10)));
      line.cells.forEach((cell, c) => {
        const color = cell.mark === "better" ? GOOD : cell.mark === "worse" ? BAD : SOFT;
        const delta =
          cell.delta === ""
            ? ""
            : `<tspan fill="${color}" font-size="10" font-weight="400"> ${escape(cell.delta)}</tspan>`;
        const figure = `${escape(cell.text)}${delta}`;
        shapes.push(raw(right(c), y + 16, figure, { anchor: "end", weight: cell.isOwn ? 700 : 400 }));
      });
      y += ROW;
      shapes.push(`<path d="M${MARGIN} ${y}H${width - MARGIN}" stroke="${LINE}"/>`);
    }
  }
  if (view !== null && view.bars.length > 0) {
    y += 30;
    const drawn = drawWaterfall(view, width - 2 * MARGIN, rest);
    shapes.push(`<g transform="translate(${MARGIN} ${y})">${drawn.svg}</g>`);
    y += drawn.height;
    for (const note of view.notes) {
      for (const line of linesOf(note, Math.floor((width - 2 * MARGIN) / 5.6))) {
        y += 17;
        shapes.push(text(MARGIN, y, line, { color: SOFT, size: 11 }));
      }
    }
  }
  const height = Math.ceil(y + MARGIN);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${FONT}" font-size="12.5" fill="${INK}">` +
    `<defs><pattern id="worse" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<rect width="6" height="6" fill="#fff"/><rect width="3" height="6" fill="${BAD}"/></pattern></defs>` +
    `<rect width="${width}" height="${height}" fill="#fff"/>${shapes.join("")}</svg>`;
  return { svg, width, height };
}

function drawWaterfall(
  view: WhyView,
  width: number,
  rest: (count: number) => string,
): { svg: string; height: number } {
  const parts = gatherParts(view.bars, 12, (count) => ({ name: rest(count), text: "", full: "" }));
  const layout = layoutWaterfall(view.from, parts, view.to, Math.min(width, 110 * (parts.length + 2)));
  const bars = layout.bars.map((bar) => {
    const fill =
      bar.kind === "end"
        ? "#aab0b6"
        : bar.mark === "better"
          ? GOOD
          : bar.mark === "worse"
            ? "url(#worse)"
            : NEUTRAL;
    const stroke = bar.mark === "worse" ? ` stroke="${BAD}"` : "";
    const anchor = layout.isUpright ? "middle" : "end";
    const names = [...bar.names, ...(bar.note === "" ? [] : [bar.note])].map((name, i) =>
      text(bar.nameX, bar.nameY + i * 14, name, { anchor, color: SOFT, size: 11.5 }),
    );
    return (
      `<rect x="${bar.x}" y="${bar.y}" width="${bar.width}" height="${bar.height}" fill="${fill}"${stroke}/>` +
      text(bar.textX, bar.textY, bar.text, { anchor: layout.isUpright ? "middle" : "start", size: 11.5 }) +
      names.join("")
    );
  });
  const links = layout.links.map((link) => `<path d="${link}" stroke="${SOFT}"/>`);
  const axis = `<path d="${layout.axis}" stroke="${LINE}"/>`;
  return { svg: axis + links.join("") + bars.join(""), height: layout.height + 6 };
}

interface TextStyle {
  readonly anchor?: "start" | "middle" | "end";
  readonly color?: string;
  readonly size?: number;
  readonly weight?: number;
}

function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  return raw(x, y, escape(content), style);
}

function raw(x: number, y: number, content: string, { anchor, color, size, weight }: TextStyle): string {
  const attributes = [
    anchor === undefined ? "" : ` text-anchor="${anchor}"`,
    color === undefined ? "" : ` fill="${color}"`,
    size === undefined ? "" : ` font-size="${size}"`,
    weight === undefined ? "" : ` font-weight="${weight}"`,
  ].join("");
  return `<text x="${x}" y="${y}"${attributes}>${content}</text>`;
}

function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;
}

/** Names come from files: text only. What XML cannot hold is left out. */
function escape(content: string): string {
  return content
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}

function fit(content: string, width: number): string {
  const most = Math.floor(width / CHARACTER);
  return content.length <= most ? content : `${content.slice(0, most - 1)}…`;
}

function linesOf(content: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of content.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
