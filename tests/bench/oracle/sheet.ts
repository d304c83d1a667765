import { cellName, rangeName } from "../rival.ts";
import type { Typed } from "../rival.ts";
import { ATOM, binaryText, bracketed, callText, minusText } from "./book.ts";
import type { Node, Text } from "./book.ts";
import { CELL_GROWTH } from "./generate.ts";
import type { BookRow, Draft } from "./generate.ts";

/**
 * A workbook as a sheet of cells: one sheet row a line, columns are periods, history first. What our language
 * says with a word (PREV, CUM, LAG, ALL …) is written out in references, by the words of SPEC.md alone.
 */
export class BookSheet {
  readonly cells: Typed[][] = [];
  /** Formulas of totals, each in a sheet row of its own below, in the first column. */
  readonly totals: { readonly name: string; readonly at: number }[] = [];
  private readonly draft: Draft;
  private readonly firstLine = new Map<string, number>();
  private readonly rowsByName: ReadonlyMap<string, BookRow>;

  constructor(draft: Draft) {
    this.draft = draft;
    this.rowsByName = new Map(draft.rows.map((row) => [row.name, row]));
    let line = 0;
    for (const row of draft.rows) {
      this.firstLine.set(row.name, line);
      line += row.formulas.length;
    }
    for (const row of draft.rows) row.formulas.forEach((_, l) => this.cells.push(this.lineOf(row, l)));
    for (const row of draft.rows) {
      const formula = this.totalOf(row);
      if (formula === null) continue;
      this.totals.push({ name: row.name, at: this.cells.length });
      this.cells.push([`=${formula}`]);
    }
  }

  /** Where a row's cell stands. */
  placeOf(name: string, line: number, t: number): readonly [row: number, column: number] {
    return [(this.firstLine.get(name) ?? NaN) + line, t + this.draft.history];
  }

  private lineOf(row: BookRow, l: number): Typed[] {
    const past = row.history[l] ?? [];
    const blank = Array.from({ length: this.draft.history - past.length }, () => 0);
    const formula = row.formulas[l] ?? null;
    const cells = (row.typed[l] ?? []).map((typed, t): Typed => {
      if (typed === "prev") return `=${this.at(row.name, l, t - 1)}*${CELL_GROWTH}`;
      if (typed !== null) return typed;
      if (formula === null) return 0;
      return `=${this.text(formula, row.scope === "plan" ? null : l, t, row.name).text}`;
    });
    return [...blank, ...past, ...cells];
  }

  private at(name: string, line: number, t: number): string {
    return cellName(...this.placeOf(name, line, t));
  }

  private row(name: string): BookRow {
    const row = this.rowsByName.get(name);
    if (row === undefined) throw new Error(`No row ${name}`);
    return row;
  }

  /** `line` null: a formula for the whole plan. `self` is the row that it is for. */
  private text(node: Node, line: number | null, t: number, self: string): Text {
    const of = (part: Node, when = t): Text => this.text(part, line, when, self);
    switch (node.kind) {
      case "number":
        return { text: node.text, level: node.text.endsWith("%") ? 6 : ATOM };
      case "row":
        return { text: this.reference(node.row, line, t), level: ATOM };
      case "self":
        return { text: this.at(self, line ?? 0, t), level: ATOM };
      case "negate":
        return minusText(of(node.arg));
      case "binary":
        return binaryText(node.op, of(node.left), of(node.right));
      case "channel":
        return literal(line !== null && this.draft.channels[line] === node.name ? 1 : 0);
      case "call":
        return this.call(node, line, t, self);
    }
  }

  private call(node: Extract<Node, { kind: "call" }>, line: number | null, t: number, self: string): Text {
    const { name, args } = node;
    const [x, ...rest] = args;
    const of = (part: Node, when = t): Text => this.text(part, line, when, self);
    if (x === undefined) return literal(calendar(name, t));
    const is = (part: Node, when: number): boolean => when >= 0 || this.isThere(part, when, self);
    const numbers = rest.map((arg) => (arg.kind === "number" ? Number(arg.text) : NaN));
    switch (name) {
      case "IF": {
        const [then, otherwise] = rest;
        if (then === undefined) throw new Error("IF without an answer");
        return callText("IF", [of(x), of(then), otherwise === undefined ? literal(0) : of(otherwise)]);
      }
      case "PREV": {
        const [n = 1] = numbers;
        const start = rest[1];
        if (is(x, t - n)) return of(x, t - n);
        return start === undefined ? literal(0) : of(start);
      }
      case "CUM": {
        const [window] = numbers;
        const first = window === undefined ? 0 : Math.max(t - window + 1, -this.draft.history);
        return sum(
          span(first, t)
            .filter((s) => is(x, s))
            .map((s) => of(x, s)),
        );
      }
      case "LAG": {
        const whole = numbers.reduce((total, weight) => total + weight, 0);
        const terms = numbers.flatMap((weight, age) =>
          weight === 0 || t - age < -this.draft.history || !is(x, t - age)
            ? []
            : [binaryText("*", literal(weight / whole), of(x, t - age))],
        );
        return sum(terms);
      }
      case "COHORT": {
        const terms = span(-this.draft.history, t)
          .reverse()
          .filter((s) => is(x, s))
          .map((s) =>
            binaryText("*", of(x, s), literal(numbers[Math.min(t - s, numbers.length - 1)] ?? NaN)),
          );
        return sum(terms);
      }
      case "ALL":
        return sum(this.draft.channels.map((_, channel) => this.text(x, channel, t, self)));
      case "SHARE":
        return binaryText("/", of(x), this.call({ kind: "call", name: "ALL", args: [x] }, line, t, self));
      case "EACH":
        return of(x);
      case "TOTAL": {
        if (x.kind !== "row") throw new Error("TOTAL of rows alone");
        const last = this.draft.periods - 1;
        const first = this.row(x.row).measure === "stock" ? last : 0;
        return callText("SUM", [{ text: this.range(x.row, line, first, last), level: ATOM }]);
      }
      case "SATURATE": {
        const [cap = NaN, half = NaN, shape = NaN] = numbers;
        const power = `(${half}/${bracketed(of(x), ATOM)})^${shape}`;
        return { text: `IF(${of(x).text}=0,0,${cap}/(1+${power}))`, level: ATOM };
      }
      case "BYMONTH":
        return of(args[t % 12] ?? x);
      default:
        return callText(
          name,
          args.map((arg) => of(arg)),
        );
    }
  }

  /** A row as a formula reads it: in its channel, or for the whole plan the sum of what adds. */
  private reference(name: string, line: number | null, t: number): string {
    const row = this.row(name);
    if (row.scope === "plan") return this.at(name, 0, t);
    return line === null ? `SUM(${this.range(name, null, t, t)})` : this.at(name, line, t);
  }

  private range(name: string, line: number | null, from: number, to: number): string {
    const row = this.row(name);
    const lines = row.scope === "plan" ? [0, 0] : line === null ? [0, row.formulas.length - 1] : [line, line];
    const [first = 0, last = 0] = lines;
    return rangeName(...this.placeOf(name, first, from), ...this.placeOf(name, last, to));
  }

  /** Whether something stands in history: all that is read there was typed there. */
  private isThere(node: Node, t: number, self: string): boolean {
    switch (node.kind) {
      case "number":
        return true;
      case "row":
      case "self": {
        const { history } = this.row(node.kind === "self" ? self : node.row);
        return -t <= (history[0]?.length ?? 0);
      }
      case "binary":
        return this.isThere(node.left, t, self) && this.isThere(node.right, t, self);
      default:
        throw new Error(`History of a ${node.kind} is not written out`);
    }
  }

  /** Counts: over channels the sum, over periods the sum or the last. A quotient of counts: of their totals. */
  private totalOf(row: BookRow): string | null {
    const last = this.draft.periods - 1;
    const whole = (name: string, from: number): string => `SUM(${this.range(name, null, from, last)})`;
    if (row.unit === "count") return whole(row.name, row.measure === "stock" ? last : 0);
    const [formula] = row.formulas;
    if (row.name !== "Ratio" || formula?.kind !== "binary") return null;
    const { left, right } = formula;
    return left.kind === "row" && right.kind === "row"
      ? `${whole(left.row, 0)}/${whole(right.row, 0)}`
      : null;
  }
}

const literal = (value: number): Text => ({ text: String(value), level: ATOM });

const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

function sum(terms: readonly Text[]): Text {
  return terms.length === 0 ? literal(0) : callText("SUM", terms);
}

/** Workbooks begin in January 2027 and go by months. */
function calendar(name: string, t: number): number {
  if (name === "PERIOD") return t + 1;
  if (name === "MONTH") return (t % 12) + 1;
  if (name === "DAYS") return new Date(Date.UTC(2027, t + 1, 0)).getUTCDate();
  throw new Error(`${name} takes something`);
}
