import type { Limits } from "./limits.ts";
import { readShape } from "./number-shape.ts";
import type { Shape } from "./number-shape.ts";
import { FLAG, isFigure, SHAPE } from "./shape.ts";

/** Distinct texts of a column that are kept, and of a file: what has more are identifiers, or free text. */
const MOST_WORDS = 2000;
const MOST_KEPT = 200_000;

/** A text whose shape is known, by a number of its own. */
interface Kept extends Shape {
  readonly id: number;
}

/**
 * The codes of one column, row by row from 1, and its numbers where it has any. A column of words takes two bytes a
 * cell. What was never put is empty.
 */
export class ColumnCells {
  codes = new Uint16Array(64);
  values: Float64Array | null = null;
  /** Currency -> how many cells, and the first row. */
  readonly currencies = new Map<string, { count: number; readonly row: number }>();
  /** The distinct texts that are no numbers, in their order; whole unless `isMany`. */
  readonly words: { readonly text: string; readonly row: number }[] = [];
  isMany = false;
  private seen = new Uint8Array(64);

  /** Takes note of a text that is kept under a number. */
  see(id: number, text: string, row: number): void {
    if (id >= this.seen.length) {
      const seen = new Uint8Array(Math.max(id + 1, this.seen.length * 2));
      seen.set(this.seen);
      this.seen = seen;
    }
    if (this.seen[id] === 1) return;
    this.seen[id] = 1;
    if (this.words.length >= MOST_WORDS) this.isMany = true;
    else this.words.push({ text, row });
  }

  put(row: number, { code, value, currency }: Shape): void {
    if (row >= this.codes.length) this.grow(row);
    this.codes[row] = code;
    if (code > 1 && value === value) {
      this.values ??= new Float64Array(this.codes.length);
      this.values[row] = value;
    }
    if (currency === null) return;
    const seen = this.currencies.get(currency);
    if (seen === undefined) this.currencies.set(currency, { count: 1, row });
    else seen.count++;
  }

  code(row: number): number {
    return this.codes[row] ?? SHAPE.empty;
  }

  value(row: number): number {
    return this.values?.[row] ?? NaN;
  }

  private grow(row: number): void {
    const length = Math.max(row + 1, this.codes.length * 2);
    const codes = new Uint16Array(length);
    codes.set(this.codes);
    this.codes = codes;
    if (this.values === null) return;
    const values = new Float64Array(length);
    values.set(this.values);
    this.values = values;
  }
}

/**
 * All cells of a file as codes and numbers, and of each row how wide it is. Rows from 1, columns from 0.
 *
 * Cells beyond `widest` are only counted: one stray row of sixteen thousand fields must not cost every row as many.
 */
export class CellStore {
  readonly columns: ColumnCells[] = [];
  /** Fields of a row. */
  widths = new Uint32Array(64);
  /** Fields up to the last that is not blank; 0: a blank row. */
  filled = new Uint32Array(64);
  /** 1 where a row has a number or date. */
  figures = new Uint8Array(64);
  rows = 0;
  cells = 0;
  private readonly widest: number;
  private readonly limits: Limits;
  private readonly kept = new Map<string, Kept>();

  constructor(widest: number, limits: Limits) {
    this.widest = widest;
    this.limits = limits;
  }

  /** Takes the next row; the number of the first field that is too long, or 0. */
  add(fields: readonly string[]): number {
    const row = ++this.rows;
    if (row >= this.widths.length) this.grow();
    this.widths[row] = fields.length;
    let filled = 0;
    let hasFigure = false;
    let tooLong = 0;
    for (let i = 0; i < fields.length; i++) {
      const text = fields[i] ?? "";
      if (text === "") continue;
      if (text.length > this.limits.cell && tooLong === 0) tooLong = i + 1;
      let column = this.columns[i];
      if (column === undefined && i < this.widest) {
        while (this.columns.length <= i) this.columns.push(new ColumnCells());
        column = this.columns[i];
      }
      const plain = readPlain(text);
      const kept = plain !== null || column === undefined || column.isMany ? null : this.keep(text);
      const shape = plain ?? kept ?? readShape(text);
      if (shape.code === SHAPE.empty) continue;
      filled = i + 1;
      if (isFigure(shape.code)) hasFigure = true;
      if (column === undefined) continue;
      column.put(row, shape);
      if (kept !== null) column.see(kept.id, text, row);
      else if (plain === null) column.isMany = true;
    }
    this.cells += Math.min(fields.length, this.widest);
    this.filled[row] = filled;
    this.figures[row] = hasFigure ? 1 : 0;
    return tooLong;
  }

  column(index: number): ColumnCells {
    return this.columns[index] ?? NOTHING;
  }

  /** The shape of a text. */
  shape(text: string): Shape {
    return readPlain(text) ?? this.kept.get(text) ?? readShape(text);
  }

  /** The shape of a text, read once; null where too many are kept already. */
  private keep(text: string): Kept | null {
    let kept = this.kept.get(text);
    if (kept === undefined) {
      if (this.kept.size >= MOST_KEPT) return null;
      kept = { ...readShape(text), id: this.kept.size };
      this.kept.set(text, kept);
    }
    return kept;
  }

  private grow(): void {
    const double = <T extends Uint32Array | Uint8Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    const length = this.widths.length * 2;
    this.widths = double(this.widths, new Uint32Array(length));
    this.filled = double(this.filled, new Uint32Array(length));
    this.figures = double(this.figures, new Uint8Array(length));
  }
}

const NOTHING = new ColumnCells();

/** The commonest numbers, without patterns: at most 15 digits, a minus, a point. Null: read it in full. */
function readPlain(text: string): Shape | null {
  const { length } = text;
  if (length > 16) return null;
  const first = text.charCodeAt(0);
  const start = first === 45 ? 1 : 0;
  let point = -1;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) continue;
    if (code !== 46 || point >= 0) return null;
    point = i;
  }
  const whole = (point < 0 ? length : point) - start;
  const isPadded = whole > 1 && text.charCodeAt(start) === 48;
  if (whole === 0 || point === length - 1 || length - start > 15) return null;
  // Rare writings are left to the patterns, so that there is one rule for each.
  if (point < 0 && isPadded) return null;
  const isOpen = length - point === 4 && whole <= 3 && text.charCodeAt(start) !== 48;
  const shape = point < 0 ? SHAPE.whole : isOpen ? SHAPE.pointOpen : SHAPE.point;
  const value = Number(text);
  if (value === 0) return { code: shape, value: 0, currency: null };
  return { code: start === 0 ? shape : shape | FLAG.negative, value, currency: null };
}
