/** A cell of a rival's sheet as it is typed: a number, or a formula with its `=`. */
export type Typed = number | string;

/** A spreadsheet engine with a sheet open in it. Rows and columns count from 0. */
export interface RivalSheet {
  /** Types one cell and recomputes. */
  set(row: number, column: number, value: Typed): void;
  /** A cell's number (truths are 1 and 0); NaN where it is an error. */
  read(row: number, column: number): number;
  /** All cells, as `read` gives them. */
  readAll(): number[][];
  close(): void;
}

export interface Rival {
  readonly name: string;
  readonly version: string;
  open(cells: readonly (readonly Typed[])[]): RivalSheet;
}

/** What is used of HyperFormula. Its own types are not: it is installed for a benchmark's run alone. */
export interface HyperFormulaClass {
  readonly version: string;
  buildFromArray(cells: readonly (readonly Typed[])[], config: object): HyperFormulaInstance;
}

interface HyperFormulaInstance {
  setCellContents(address: { sheet: number; row: number; col: number }, value: Typed): unknown;
  getCellValue(address: { sheet: number; row: number; col: number }): unknown;
  getSheetValues(sheet: number): unknown[][];
  destroy(): void;
}

/**
 * HyperFormula with its rounding off: by default it keeps 10 significant digits. All else is as it comes,
 * but for the largest sheet it takes.
 */
const CONFIG = { licenseKey: "gpl-v3", smartRounding: false, maxRows: 100_000, undoLimit: 0 };

export function hyperFormula(HyperFormula: HyperFormulaClass): Rival {
  return {
    name: "HyperFormula",
    version: HyperFormula.version,
    open: (cells) => {
      const instance = HyperFormula.buildFromArray(cells, CONFIG);
      return {
        set: (row, col, value) => {
          instance.setCellContents({ sheet: 0, row, col }, value);
        },
        read: (row, col) => numberOf(instance.getCellValue({ sheet: 0, row, col })),
        readAll: () => instance.getSheetValues(0).map((line) => line.map(numberOf)),
        close: () => instance.destroy(),
      };
    },
  };
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  return NaN;
}

/** `A1` of row 0, column 0. */
export function cellName(row: number, column: number): string {
  return `${columnName(column)}${row + 1}`;
}

/** `$A$1` of row 0, column 0. */
export function fixedName(row: number, column: number): string {
  return `$${columnName(column)}$${row + 1}`;
}

function columnName(column: number): string {
  let name = "";
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    name = String.fromCharCode(65 + (rest % 26)) + name;
  }
  return name;
}

/** `A1:B2`, both ends included. */
export function rangeName(row0: number, column0: number, row1: number, column1: number): string {
  return `${cellName(row0, column0)}:${cellName(row1, column1)}`;
}

/** Whether two results are the same number within `tolerance` of the larger, or are both errors. */
export function agree(a: number, b: number, tolerance = 1e-9): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b), 1e-3);
}
