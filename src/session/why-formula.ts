import { formulaOf, sessionMessages } from "../core/index.ts";
import type { Plan, Row, RowId, Tree } from "../core/index.ts";
import { nameOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { isSingle, linesUnder, normalTarget, valueOf } from "./target.ts";
import type { Target } from "./target.ts";
import { isCount, lower, perOf, RANK, reckon, SAME_PLACE, SIGNS } from "./why-words.ts";
import type { WhyPart } from "./why-words.ts";
import type { Workbook } from "./workbook.ts";

/** Formulas and quantities of a workbook in words and numbers: "10,000 visitors × 5%". */
export class FormulaWords {
  readonly #book: Workbook;
  readonly #plan: Plan;
  readonly #speak: Speak;

  constructor(book: Workbook, speak: Speak) {
    this.#book = book;
    this.#plan = book.plan;
    this.#speak = speak;
  }

  /** The formula that rules all of a target; undefined if its channels differ in it. */
  treeOf(target: Target): Tree | undefined {
    const trees = linesUnder(this.#book, target).map((line) => formulaOf(this.#plan, target.row, line));
    const [first] = trees;
    if (first?.kind !== "tree" || trees.some((each) => each?.kind !== "tree")) return undefined;
    const text = JSON.stringify(first);
    return trees.every((each) => JSON.stringify(each) === text) ? first.tree : undefined;
  }

  /** A formula with the numbers in it; undefined where totals don't obey it. */
  inNumbers(target: Target, tree: Tree): WhyPart[] | undefined {
    if (isSingle(this.#book, target)) return this.print(tree, target, true);
    const row = this.#plan.rows.get(target.row);
    const given = this.#evaluate(tree, target);
    const shown = valueOf(this.#book, target) / perOf(row);
    if (given === undefined || !(Math.abs(given - shown) <= 1e-9 * Math.max(1e-300, Math.abs(shown))))
      return undefined;
    return this.print(tree, target, true);
  }

  /** A total's own formula, on the totals of what it names; undefined where that can't be said. */
  #evaluate(tree: Tree, target: Target): number | undefined {
    switch (tree.kind) {
      case "number":
        return tree.value;
      case "percent": {
        const arg = this.#evaluate(tree.arg, target);
        return arg === undefined ? undefined : arg / 100;
      }
      case "row": {
        const row = this.#plan.rows.get(tree.row);
        return row === undefined ? undefined : valueOf(this.#book, this.of(tree.row, target)) / perOf(row);
      }
      case "negate": {
        const arg = this.#evaluate(tree.arg, target);
        return arg === undefined ? undefined : -arg;
      }
      case "binary": {
        const left = this.#evaluate(tree.left, target);
        const right = this.#evaluate(tree.right, target);
        return left === undefined || right === undefined ? undefined : reckon(tree.op, left, right);
      }
      case "call":
      case "truth":
      case "self":
      case "channel":
        return undefined;
    }
  }

  /** A row where the target lies. */
  of(row: RowId, target: Target): Target {
    return normalTarget(this.#plan, {
      ...target,
      row,
      channel: this.#plan.rows.get(row)?.scope === "plan" ? null : target.channel,
    });
  }

  /** A formula as words and numbers; inside a delay rows are read elsewhere, and are named only. */
  print(tree: Tree, target: Target, numbers: boolean): WhyPart[] {
    const within = (part: Tree): WhyPart[] => {
      const printed = this.print(part, target, numbers);
      return part.kind === "binary" ? [{ text: "(" }, ...printed, { text: ")" }] : printed;
    };
    switch (tree.kind) {
      case "number":
        return [{ text: String(tree.value) }];
      case "truth":
        return [{ text: tree.value ? "TRUE" : "FALSE" }];
      case "self":
        return [];
      case "channel":
        return [{ text: `CHANNEL(${this.#plan.channels.get(tree.channel)?.name ?? ""})` }];
      case "row": {
        const row = this.#plan.rows.get(tree.row);
        if (row === undefined) return [{ text: nameOf(this.#plan, tree.row) }];
        const at = this.of(tree.row, target);
        return [{ text: numbers ? this.operand(row, at) : row.name, target: at }];
      }
      case "percent":
        return [...within(tree.arg), { text: "%" }];
      case "negate":
        return [{ text: "−" }, ...within(tree.arg)];
      case "binary": {
        const side = (part: Tree, isRight: boolean): WhyPart[] =>
          part.kind === "binary" &&
          (RANK[part.op] < RANK[tree.op] || (isRight && RANK[part.op] === RANK[tree.op]))
            ? within(part)
            : this.print(part, target, numbers);
        return [...side(tree.left, false), { text: ` ${SIGNS[tree.op]} ` }, ...side(tree.right, true)];
      }
      case "call": {
        const before = numbers ? this.#before(tree, target) : undefined;
        if (before !== undefined) return [before];
        const here = numbers && SAME_PLACE.has(tree.name);
        const args = tree.args.flatMap((arg, i): WhyPart[] => [
          { text: i === 0 ? "" : ", " },
          ...this.print(arg, target, here),
        ]);
        return [{ text: `${tree.name}(` }, ...args, { text: ")" }];
      }
    }
  }

  /** "Price £480 in January": what PREV of one cell reads, where it stands; undefined where it is said otherwise. */
  #before(tree: Tree & { kind: "call" }, target: Target): WhyPart | undefined {
    const [of, back] = tree.args;
    const isOne = back === undefined || (back.kind === "number" && back.value === 1);
    if (tree.name !== "PREV" || !isOne || target.from !== target.to) return undefined;
    const id = of === undefined || of.kind === "self" ? target.row : of.kind === "row" ? of.row : undefined;
    const row = id === undefined ? undefined : this.#plan.rows.get(id);
    const t = target.from - 1;
    if (id === undefined || row === undefined || t < -this.#plan.settings.history) return undefined;
    const at = { ...this.of(id, target), from: t, to: t };
    if (Number.isNaN(valueOf(this.#book, at))) return undefined;
    return { text: sessionMessages.whyIn(this.said(row, at), this.when(at)), target: at };
  }

  when({ from, to }: Target): string {
    const name = (t: number): string => this.#speak.shortSpan(this.#plan, t, t);
    return from === to ? name(from) : `${name(from)}–${name(to)}`;
  }

  /** "500 demos", "Cost per click £1.50": a quantity with its name. */
  said(row: Row, target: Target): string {
    const value = this.#speak.value(row, valueOf(this.#book, target));
    return isCount(row) ? `${value} ${lower(row.name)}` : `${row.name} ${value}`;
  }

  /** The same within a formula, where a rate is its number alone, since that reads as arithmetic. */
  operand(row: Row, target: Target): string {
    if (Number.isNaN(valueOf(this.#book, target))) return row.name;
    return row.unit === "rate" ? this.#speak.value(row, valueOf(this.#book, target)) : this.said(row, target);
  }
}
