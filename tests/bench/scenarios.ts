import {
  applyChange,
  changeTo,
  createEngine,
  explainDifference,
  firstAndLast,
  goalOutput,
  planOfScenario,
  solvePlan,
} from "../../src/core/index.ts";
import type { Engine, Plan, PlanChange, Quantity } from "../../src/core/index.ts";
import { chooseQuantity, heldGoal, shortAnswer } from "../../src/compare/sentence.ts";
import { columnsOf, compareTable } from "../../src/compare/table.ts";
import type { CompareColumn, CompareOptions } from "../../src/compare/table.ts";
import { Books } from "../../src/session/books.ts";
import { tabsOf } from "../../src/session/scenarios.ts";
import { Workbook } from "../../src/session/workbook.ts";
import { createSpeak } from "../../src/shell/speak.ts";
import { idOf } from "../build.ts";
import type { Size } from "./funnel.ts";
import { spreadOf } from "./measure.ts";
import type { Spread } from "./measure.ts";
import type { Figure } from "./report.ts";
import { COUNT, documentOf, editsOf } from "./twelve.ts";

/** Parts and what they add up to, beside Σ|parts|. */
const CLOSE = 1e-9;

const speak = createSpeak("en-GB", "GBP");

/** What the comparison shows and says, the table and the words above it, from the columns. */
function tell(document: Plan, columns: readonly CompareColumn[]): number {
  const options: CompareOptions = {
    against: null,
    differences: "absolute",
    rows: "matter",
    from: 0,
    to: document.settings.periods - 1,
    channel: null,
  };
  const [a, b] = [columns[0]?.book, columns[1]?.book];
  if (a === undefined || b === undefined) throw new Error("There is nothing to compare");
  const words = columns.map((column) => shortAnswer(column, speak)).join();
  const held = heldGoal(a, b, speak) ?? "";
  const chosen = chooseQuantity(a, b)?.row ?? "";
  return compareTable(document, columns, options, speak).length + words.length + held.length + chosen.length;
}

/** Throws unless a workbook has, to the bit, the numbers of its plan computed from scratch. */
function checkBook(plan: Plan, engine: Engine, when: string): void {
  const fresh = createEngine(plan);
  for (const state of solvePlan(fresh).goals.values()) {
    if (state.status !== "met") throw new Error(`${when}: the goal is ${state.status}`);
  }
  for (const row of fresh.rows) {
    const [ours, wanted] = [engine.values(row).data, fresh.values(row).data];
    if (ours.length !== wanted.length || ours.some((x, i) => !Object.is(x, wanted[i]))) {
      throw new Error(`${when}: ${row} is not as from scratch`);
    }
  }
}

/** The app with the comparison open: the base's sheet, and the books of all scenarios beside it. */
class Comparison {
  document: Plan;
  readonly open: Workbook;
  readonly books = new Books();

  constructor(document: Plan) {
    this.document = document;
    this.open = new Workbook(document);
  }

  /** All columns, computed and solved. */
  columns(): CompareColumn[] {
    const { document, open, books } = this;
    return columnsOf(document, tabsOf(document), (id) => (id === null ? open : books.of(document, id)));
  }

  edit(change: PlanChange): CompareColumn[] {
    this.document = applyChange(this.document, change);
    this.open.show(this.document, change);
    return this.columns();
  }
}

/**
 * Scenarios side by side, and why they differ: all answers checked, then timed. `compare` computes the base and
 * twelve scenarios from nothing and tells them; `explain` says why one of them differs from the base; `follow` is
 * an edit of the base with all of them open.
 */
export function timeScenarios(size: Size, say: (line: string) => void): Figure[] {
  const document = documentOf(size);
  const ids = tabsOf(document);
  const comparison = new Comparison(document);
  const edits = editsOf(document, size);
  const check = (when: string): void => {
    for (const { id, book } of comparison.columns()) {
      const plan = planOfScenario(comparison.document, id);
      checkBook(plan, book.engine, `${size.name}, ${id ?? "base"}, ${when}`);
    }
  };
  check("as opened");
  edits.forEach((wanted, i) => {
    comparison.edit(changeTo(comparison.document, wanted));
    check(`after edit ${i + 1}`);
  });
  const explained = explanationsOf(comparison);
  say(
    `Scenarios ${size.name}: ${COUNT} have the numbers of their plans from scratch, as opened and after each of ` +
      `${edits.length} edits; ${explained.length} explanations add up to 1e-9 (at most ` +
      `${Math.max(...explained.map(({ points }) => points))} points).`,
  );

  const isLarge = size.name === "L";
  const figures: Figure[] = [];
  const add = (name: string, { median, p95 }: Spread, most?: number): void => {
    const base = { part: "scenarios", size: size.name, unit: "ms" } as const;
    figures.push({ ...base, name, ours: median, target: {} });
    figures.push({
      ...base,
      name: `${name}, p95`,
      ours: p95,
      target: most === undefined ? {} : { ours: most },
    });
  };
  const few = { samples: isLarge ? 5 : 40, warmUp: isLarge ? 1 : 8 };
  add(
    `compare ${COUNT}`,
    spreadOf(() => {
      const fresh = new Comparison(document);
      seen += tell(document, fresh.columns());
    }, few),
  );
  const explain = (which: "lever" | "total"): Spread => {
    const asked = explained.filter((one) => one.which === which);
    return spreadOf(
      (i) => {
        const one = asked[i % asked.length];
        if (one !== undefined) seen += explainDifference(one.a, one.b, one.q).ok ? 1 : 0;
      },
      { samples: COUNT * (isLarge ? 1 : 5), warmUp: isLarge ? 2 : COUNT },
    );
  };
  add("explain what the goal takes", explain("lever"));
  add("explain a total", explain("total"));

  const each = explained.filter(({ which }) => which === "lever");
  add(
    "each difference alone",
    spreadOf(
      (i) => {
        const one = each[i % each.length];
        if (one !== undefined) seen += firstAndLast(one.a, one.b, one.q).length;
      },
      { samples: isLarge ? 3 : COUNT * 2, warmUp: isLarge ? 1 : 6 },
    ),
  );

  const changes = ((): PlanChange[] => {
    let plan = comparison.document;
    return edits.map((wanted) => {
      const change = changeTo(plan, wanted);
      plan = applyChange(plan, change);
      return change;
    });
  })();
  const many = { samples: isLarge ? 16 : 400, warmUp: isLarge ? 8 : 160 };
  const follow = (isTold: boolean): Spread =>
    spreadOf((i) => {
      const columns = comparison.edit(changes[i % changes.length] ?? []);
      if (isTold) seen += tell(comparison.document, columns);
    }, many);
  const most = size.name === "S" ? 8 : undefined;
  add(`edit that ${COUNT} follow`, follow(false), most);
  add(`edit that ${COUNT} follow, told`, follow(true), most);
  if (ids.length !== COUNT + 1 || !(seen > 0)) throw new Error("Nothing was compared");
  return figures;
}

let seen = 0;

/** Each scenario against the base, for the lever's total and for what all costs; throws unless parts add up. */
function explanationsOf(
  comparison: Comparison,
): { which: "lever" | "total"; a: Plan; b: Plan; q: Quantity; points: number }[] {
  const { document, open } = comparison;
  const lever = goalOutput(document, open.solution);
  if (lever === null) throw new Error("There is no goal");
  const cost: Quantity = { row: idOf("Cost"), channel: null, from: 0, to: document.settings.periods - 1 };
  return comparison.columns().flatMap(({ id, book }) => {
    if (id === null) return [];
    return (["lever", "total"] as const).map((which) => {
      const q = which === "lever" ? lever : cost;
      const found = explainDifference(document, book.plan, q);
      if (!found.ok) throw new Error(`${id}, ${q.row}: ${found.error.text}`);
      const { parts, steps, from, to, difference, reading, convergence } = found.value;
      const values = [...parts.map(({ value }) => value), ...(steps === null ? [] : [steps.value])];
      const size = values.reduce((sum, value) => sum + Math.abs(value), 0);
      const sum = values.reduce((total, value) => total + value, 0);
      const isSame = Object.is(from, open.engine.total(q)) && Object.is(to, book.engine.total(q));
      if (!isSame || !(Math.abs(sum - difference) <= CLOSE * size)) {
        throw new Error(`${id}, ${q.row}: parts of ${difference} add up to ${sum}`);
      }
      if (reading.levers !== "solved") throw new Error(`${id}, ${q.row}: levers are ${reading.levers}`);
      return { which, a: document, b: book.plan, q, points: convergence.points };
    });
  });
}
