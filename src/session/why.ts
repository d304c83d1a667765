import {
  diagnose,
  isAdditive,
  orderedIds,
  rowsIn,
  sessionMessages,
  startOrdinal,
  typedCell,
} from "../core/index.ts";
import type { Goal, Plan, Row, RowId, Tree } from "../core/index.ts";
import { targetOfGoal } from "./goals.ts";
import { nameOf } from "./speak.ts";
import type { Speak } from "./speak.ts";
import { cellsUnder, isSingle, linesUnder, lookOf, normalTarget, valueOf } from "./target.ts";
import type { Target } from "./target.ts";
import { isCount, isNamed, lower } from "./why-words.ts";
import { FormulaWords } from "./why-formula.ts";
import type { WhyPart } from "./why-words.ts";
import type { Workbook } from "./workbook.ts";

/** Names that a sentence lists before it says how many more there are. */
const LISTED = 3;

/**
 * Why a number is what it is: its formula in numbers, and what those rest on, one level down. An error is
 * explained by its root. Every part that is a quantity leads to it. [WH1]
 *
 * "500 demos = 10,000 visitors × 5%; the visitors follow from Spend, worked out so that Units sold is 100. The
 * 5% is Marketing’s, January–March."
 */
export function explain(book: Workbook, target: Target, speak: Speak): readonly WhyPart[] {
  const row = book.plan.rows.get(target.row);
  if (row === undefined) return [{ text: sessionMessages.noRow() }];
  return joined(new Explainer(book, normalTarget(book.plan, target), speak).tell(row));
}

/** Neighbouring words in one part. */
function joined(parts: readonly WhyPart[]): WhyPart[] {
  const out: WhyPart[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last !== undefined && last.target === undefined && part.target === undefined) {
      out[out.length - 1] = { text: last.text + part.text };
    } else if (part.text !== "") out.push(part);
  }
  return out;
}

class Explainer {
  readonly #book: Workbook;
  readonly #plan: Plan;
  readonly #target: Target;
  readonly #speak: Speak;
  readonly #words: FormulaWords;

  constructor(book: Workbook, target: Target, speak: Speak) {
    this.#book = book;
    this.#plan = book.plan;
    this.#target = target;
    this.#speak = speak;
    this.#words = new FormulaWords(book, speak);
  }

  tell(row: Row): WhyPart[] {
    const look = lookOf(this.#book, this.#target);
    if (look === "none") return [{ text: sessionMessages.doesNotApply(row.name) }];
    // Formulas do not run in history: what is empty there is no error.
    if (look === "empty" && this.#target.to < 0) {
      return [{ text: sessionMessages.whyNothingThen(row.name, this.#words.when(this.#target)) }];
    }
    if (Number.isNaN(valueOf(this.#book, this.#target))) return this.#error(row);
    const opening: WhyPart[] = [{ text: this.#words.said(row, this.#target) }];
    switch (look) {
      case "empty":
        return [{ text: sessionMessages.whyEmpty(row.name) }];
      case "assumption":
        return [...opening, { text: ` ${this.#origin(row, this.#target)}.` }];
      case "lever":
        return [...opening, ...this.#lever(row)];
      case "overridden":
        return [
          ...opening,
          { text: sessionMessages.whyOverridden(isCount(row)) },
          ...this.#formula(row, sessionMessages.whyWhich()),
        ];
      case "formula":
        return [...opening, ...this.#ownFormula()];
      default:
        return [...opening, ...this.#formula(row)];
    }
  }

  // ---- numbers that are typed, solved or wrong -------------------------------------------------------------

  /** "is Marketing’s, January–March": whose a typed number is, and when. */
  #origin(row: Row, target: Target): string {
    return sessionMessages.whyOrigin(row.owner, this.#words.when(target), isCount(row));
  }

  /** " is worked out so that Units sold is 100: 100 units sold = 500 demos × 20%." */
  #lever(row: Row): WhyPart[] {
    const [first] = this.#goalsOf(this.#target.row);
    if (first === undefined) return [{ text: ` ${this.#origin(row, this.#target)}.` }];
    const aim = targetOfGoal(this.#plan, first);
    const wanted = this.#plan.rows.get(first.row);
    const tree = wanted === undefined ? undefined : this.#words.treeOf(aim);
    const sum = tree === undefined ? undefined : this.#words.inNumbers(aim, tree);
    return [
      { text: sessionMessages.whySolved() },
      ...this.#aimsOf(this.#target.row),
      ...(wanted === undefined || sum === undefined
        ? []
        : [{ text: `: ${this.#words.said(wanted, aim)} = ` }, ...sum]),
      { text: "." },
    ];
  }

  /** "Units sold is 100", leading to the goal. */
  #aim(target: Target, value: number): WhyPart {
    const row = this.#plan.rows.get(target.row);
    const whole = target.from === 0 && target.to === this.#plan.settings.periods - 1;
    const where = whole ? "" : ` in ${this.#words.when(target)}`;
    const text = row === undefined ? "" : `${row.name}${where} is ${this.#speak.value(row, value)}`;
    return { text, target };
  }

  /** An error: its root cause in words, and the way to it. */
  #error(row: Row): WhyPart[] {
    const [cell] = cellsUnder(this.#book, this.#target);
    const at =
      isSingle(this.#book, this.#target) && cell !== undefined
        ? { row: this.#target.row, ...cell }
        : this.#target;
    const nameOfPeriod = (t: number): string => this.#speak.shortSpan(this.#plan, t, t);
    const found = diagnose(this.#plan, at, nameOfPeriod, this.#book.engine);
    if (found === null) return [{ text: sessionMessages.whyNoTotal(row.name) }];
    const { root, chain } = found;
    const way = [...new Set(chain.map((ref) => ref.row))].filter(
      (id) => id !== this.#target.row && id !== root.row,
    );
    const names = way.slice(0, LISTED).map((id) => nameOf(this.#plan, id));
    const rootTarget: Target = {
      row: root.row,
      channel: this.#plan.channels.has(root.line) ? root.line : null,
      from: root.t,
      to: root.t,
    };
    return [
      { text: `${row.name} is ${found.code}: ${found.text.replace(/[.]$/, "")}. ` },
      {
        text: sessionMessages.whyGoTo(`${nameOf(this.#plan, root.row)}, ${this.#words.when(rootTarget)}`),
        target: rootTarget,
      },
      { text: names.length === 0 ? "." : `${sessionMessages.whyThrough(this.#speak.list(names))}.` },
    ];
  }

  /** " = Price £480 in January × 1.05, by a formula of its own." */
  #ownFormula(): WhyPart[] {
    const [cell] = cellsUnder(this.#book, this.#target);
    const ordinal = startOrdinal(this.#plan.settings) + (cell?.t ?? 0);
    const typed = cell === undefined ? null : typedCell(this.#plan, this.#target.row, cell.line, ordinal);
    const formula = typeof typed === "number" ? undefined : typed?.formula;
    if (formula?.kind !== "tree" || !isSingle(this.#book, this.#target)) {
      return [{ text: sessionMessages.whyOwnFormula() }];
    }
    const told = this.#words.print(formula.tree, this.#target, true);
    return [
      { text: " = " },
      ...told,
      { text: sessionMessages.whyOwnFormulaHere() },
      ...this.#below(formula.tree),
    ];
  }

  // ---- formulas --------------------------------------------------------------------------------------------

  /** " = 10,000 visitors × 5%; the visitors follow from …. The 5% is …." */
  #formula(row: Row, joint = " = "): WhyPart[] {
    const tree = this.#words.treeOf(this.#target);
    if (tree === undefined) return this.#byChannel(row) ?? this.#byPeriod(row) ?? [{ text: "." }];
    const sum = this.#words.inNumbers(this.#target, tree);
    const parts = sum === undefined ? this.#byPeriod(row) : undefined;
    const told = sum ?? this.#words.print(tree, this.#target, false);
    const below = parts !== undefined ? [] : this.#below(tree);
    return parts ?? [{ text: joint }, ...told, ...below];
  }

  /** " = 8,800 in Paid search + 300 in Events." */
  #byChannel(row: Row): WhyPart[] | undefined {
    const lines = linesUnder(this.#book, this.#target);
    if (
      row.scope === "plan" ||
      lines.length < 2 ||
      this.#book.engine.totalRule(this.#target.row).kind !== "sum"
    ) {
      return undefined;
    }
    const ids = orderedIds(this.#plan.channels).filter((id) => lines.includes(id));
    return this.#sum(
      row,
      ids.map((id) => [this.#plan.channels.get(id)?.name ?? "", { ...this.#target, channel: id }]),
    );
  }

  /** " = 150 in January + 167 in February + 183 in March." */
  #byPeriod(row: Row): WhyPart[] | undefined {
    const { from, to } = this.#target;
    const rule = this.#book.engine.totalRule(this.#target.row);
    if (from === to || to - from >= 12 || rule.kind !== "sum" || rule.stock || !isAdditive(row.unit))
      return undefined;
    const periods = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    return this.#sum(
      row,
      periods.map((t) => [
        this.#words.when({ ...this.#target, from: t, to: t }),
        { ...this.#target, from: t, to: t },
      ]),
    );
  }

  #sum(row: Row, terms: readonly (readonly [name: string, target: Target])[]): WhyPart[] {
    return [
      { text: " = " },
      ...terms.flatMap(([name, target], i): WhyPart[] => [
        { text: i === 0 ? "" : " + " },
        { text: sessionMessages.whyIn(this.#speak.value(row, valueOf(this.#book, target)), name), target },
      ]),
      { text: "." },
    ];
  }

  // ---- one level down --------------------------------------------------------------------------------------

  /** What the rows of a formula rest on: first what is worked out, then whose the typed ones are. */
  #below(tree: Tree): WhyPart[] {
    const clauses: WhyPart[][] = [];
    const owners: WhyPart[][] = [];
    for (const id of rowsIn(tree)) {
      const row = this.#plan.rows.get(id);
      const at = this.#words.of(id, this.#target);
      if (row === undefined || linesUnder(this.#book, at).length === 0) continue;
      const look = lookOf(this.#book, at);
      if (look === "lever") clauses.push(this.#solvedClause(row, at));
      else if (look === "assumption" || look === "overridden" || look === "formula") {
        owners.push([
          { text: sessionMessages.whyThe(this.#words.operand(row, at), !isNamed(row)), target: at },
          { text: ` ${this.#origin(row, at)}.` },
        ]);
      } else if (look === "empty") {
        owners.push([{ text: row.name, target: at }, { text: sessionMessages.whyIsEmpty() }]);
      } else if (look !== "none") clauses.push(this.#followsClause(row, id));
    }
    return [
      ...clauses.filter((clause) => clause.length > 0).flatMap((clause) => [{ text: "; " }, ...clause]),
      { text: "." },
      ...owners.flatMap((owner) => [{ text: " " }, ...owner]),
    ];
  }

  /** "Spend is worked out so that Units sold is 100" */
  #solvedClause(row: Row, at: Target): WhyPart[] {
    return [{ text: row.name, target: at }, { text: sessionMessages.whySolved() }, ...this.#aimsOf(at.row)];
  }

  /** What the goals that a row is solved for want. */
  #aimsOf(lever: RowId): WhyPart[] {
    return this.#goalsOf(lever).flatMap((goal, i): WhyPart[] => [
      { text: i === 0 ? "" : sessionMessages.whyAnd() },
      this.#aim(targetOfGoal(this.#plan, goal), goal.target),
    ]);
  }

  /** The goals that a row is solved for. */
  #goalsOf(lever: RowId): Goal[] {
    return [...this.#plan.goals].flatMap(([id, goal]) =>
      goal.lever?.row === lever && this.#book.solution.goals.get(id)?.status === "met" ? [goal] : [],
    );
  }

  /** "the visitors follow from Spend, worked out so that Units sold is 100" */
  #followsClause(row: Row, id: RowId): WhyPart[] {
    const { engine } = this.#book;
    const isUnder = (other: RowId): boolean => other !== id && engine.dependsOn(id, other);
    const opening: WhyPart = {
      text: isNamed(row) ? sessionMessages.whyFollows(row.name) : sessionMessages.whyFollow(lower(row.name)),
    };
    const wanted = [...this.#plan.goals.values()].flatMap(({ lever }) => lever?.row ?? []);
    const levers = new Set(wanted.filter((lever) => isUnder(lever) && this.#goalsOf(lever).length > 0));
    if (levers.size > 0) {
      return [
        opening,
        ...[...levers].flatMap((lever, i): WhyPart[] => [
          { text: i === 0 ? "" : sessionMessages.whyAnd() },
          { text: nameOf(this.#plan, lever), target: this.#words.of(lever, this.#target) },
          { text: sessionMessages.whySolvedAside() },
          ...this.#aimsOf(lever),
        ]),
      ];
    }
    const typed = [...this.#plan.rows.keys()].filter(
      (other) => isUnder(other) && lookOf(this.#book, this.#words.of(other, this.#target)) === "assumption",
    );
    if (typed.length === 0) return [];
    const shown = typed.slice(0, LISTED);
    const more = typed.length - shown.length;
    return [
      opening,
      ...shown.flatMap((other, i): WhyPart[] => [
        { text: i === 0 ? "" : i === shown.length - 1 && more === 0 ? sessionMessages.whyAnd() : ", " },
        { text: nameOf(this.#plan, other), target: this.#words.of(other, this.#target) },
      ]),
      { text: more === 0 ? "" : sessionMessages.whyMore(more) },
    ];
  }
}
