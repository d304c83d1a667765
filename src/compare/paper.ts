/** The printable part of a landscape page, the smaller of A4 and Letter each way, in CSS pixels. */
const PAGE = { width: 970, height: 700 } as const;

/** What a comparison takes on paper, in CSS pixels: about how large its parts are at full size. */
const HEAD = 90;
const LINE = 21;
const NAME = 170;
const COLUMN = 112;
const PANEL = { width: 330, height: 480, part: 34 } as const;

/**
 * How far a comparison is made smaller so that it fits on one page; 1 at most, and not below what can be read.
 *
 * lines  of the table, headings included. columns: scenarios. parts: bars beside it; null without them.
 */
export function fitOnPage(lines: number, columns: number, parts: number | null): number {
  const panel = parts === null ? 0 : PANEL.height + parts * PANEL.part;
  const height = HEAD + Math.max((lines + 1) * LINE, panel);
  const width = NAME + columns * COLUMN + (parts === null ? 0 : PANEL.width);
  return Math.max(0.35, Math.min(1, PAGE.height / height, PAGE.width / width));
}
