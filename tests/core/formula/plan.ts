import { PLAN_WIDE } from "../../../src/core/plan/ids.ts";
import type { Tree } from "../../../src/core/plan/formula.ts";
import type { CellDetail } from "../../../src/core/plan/cell.ts";
import { EMPTY_SERIES, withCell } from "../../../src/core/plan/cell.ts";
import type { Plan, Row } from "../../../src/core/plan/plan.ts";
import { startOrdinal } from "../../../src/core/plan/plan.ts";
import type { Unit } from "../../../src/core/plan/unit.ts";
import { namesOf, parseFormula } from "../../../src/core/formula/parse.ts";

export interface RowSpec {
  readonly name: string;
  readonly unit: Unit;
  readonly short?: string;
  readonly scope?: "channel" | "plan";
  readonly asPercent?: boolean;
  readonly formula?: string;
  /** Formulas of single channels, by the channel's name. */
  readonly inChannel?: Readonly<Record<string, string>>;
  /** A formula in the first channel's first cell. */
  readonly cell?: string;
}

/** A small plan for tests of formulas: ids are names in lower case, without what ids cannot have. */
export function planOf(specs: readonly RowSpec[], channels: readonly string[] = ["Search", "Events"]): Plan {
  const rows = new Map<string, Row>();
  for (const spec of specs) {
    rows.set(idOf(spec.name), {
      name: spec.name,
      shortName: spec.short ?? null,
      unit: spec.unit,
      per: 1,
      asPercent: spec.asPercent ?? false,
      section: null,
      order: `a${String(rows.size).padStart(4, "0")}`,
      owner: null,
      scope: spec.scope ?? "channel",
      measure: "auto",
      totalBy: "auto",
      decimals: null,
      better: null,
      stage: null,
      limit: null,
      definition: "",
      note: "",
    });
  }
  const bare: Plan = {
    settings: {
      title: "",
      currency: "GBP",
      locale: "en-GB",
      periodLength: "month",
      start: "2027-M01",
      periods: 12,
      history: 0,
      seed: 1,
      defaultLever: null,
      sentence: null,
      extra: {},
    },
    sections: new Map(),
    rows,
    channels: new Map(channels.map((name, i) => [idOf(name), { name, order: `a${i}` }])),
    formulas: new Map(),
    cells: new Map(),
    actuals: new Map(),
    goals: new Map(),
    scenarios: new Map(),
  };
  const read = (text: string): Tree => treeOf(bare, text);
  const formulas = new Map<string, { kind: "tree"; tree: Tree }>();
  const cells = new Map<string, Map<string, ReturnType<typeof withCell>>>();
  for (const spec of specs) {
    const id = idOf(spec.name);
    if (spec.formula !== undefined) formulas.set(id, { kind: "tree", tree: read(spec.formula) });
    for (const [channel, text] of Object.entries(spec.inChannel ?? {})) {
      formulas.set(`${id}/${idOf(channel)}`, { kind: "tree", tree: read(text) });
    }
    if (spec.cell !== undefined) {
      const line = spec.scope === "plan" ? PLAN_WIDE : idOf(channels[0] ?? "");
      const detail: CellDetail = { value: NaN, formula: { kind: "tree", tree: read(spec.cell) } };
      cells.set(id, new Map([[line, withCell(EMPTY_SERIES, startOrdinal(bare.settings), detail)]]));
    }
  }
  return { ...bare, formulas, cells };
}

/** The tree of a formula that is known to be right. */
export function treeOf(plan: Plan, text: string): Tree {
  const parsed = parseFormula(text, namesOf(plan));
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.text}`);
  return parsed.value;
}

export function idOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Rows of a funnel, to write formulas about. */
export const FUNNEL: readonly RowSpec[] = [
  { name: "Spend", unit: "money" },
  { name: "Cost per thousand", short: "CPM", unit: "moneyPerCount" },
  { name: "Impressions", unit: "count" },
  { name: "Click-through rate", short: "CTR", unit: "rate" },
  { name: "Visitors", unit: "count" },
  { name: "Visitor to demo", unit: "rate" },
  { name: "Demos", unit: "count" },
  { name: "Demo to sale", unit: "rate" },
  { name: "Units sold", unit: "count" },
  { name: "Price", unit: "moneyPerCount", scope: "plan" },
  { name: "Channel price", unit: "moneyPerCount" },
  { name: "Revenue", unit: "money" },
  { name: "Budget", unit: "money", scope: "plan" },
  { name: "Capacity", unit: "count", scope: "plan" },
  { name: "Sales reps", unit: "people", scope: "plan" },
  { name: "Recruiters", unit: "people" },
  { name: "Demos a rep", unit: "number", scope: "plan" },
  { name: "Churn", unit: "rate", scope: "plan" },
  { name: "Prompt", unit: "rate", scope: "plan" },
  { name: "Weight", unit: "number" },
  { name: "Part", unit: "number", asPercent: true },
  { name: "Q1", unit: "count" },
];
