import type { CellKind, Engine, LineId, RowCells, Plan } from "../core/index.ts";
import type { Target } from "./target.ts";
import type { Workbook } from "./workbook.ts";

/** Kinds of cells with what they follow from: the structure of the plan, and what is typed in the row. */
interface Known {
  readonly lowered: Engine["lowered"];
  readonly cells: RowCells | undefined;
  readonly kinds: ReadonlySet<CellKind>;
}

const known = new WeakMap<Workbook, Map<string, Known>>();

/**
 * The kinds of cells under a target, in some lines. A total of thousands of cells looks at them again only when
 * the row is typed into, or the plan has another structure: a comparison asks for every row after every edit.
 */
export function kindsUnder(book: Workbook, target: Target, lines: readonly LineId[]): ReadonlySet<CellKind> {
  const { engine, plan } = book;
  const { row, channel, from, to } = target;
  const find = (): ReadonlySet<CellKind> => {
    const kinds = new Set<CellKind>();
    for (const line of lines) for (let t = from; t <= to; t++) kinds.add(engine.kind(row, line, t));
    return kinds;
  };
  // One cell is asked for as fast as it is remembered, and a sheet has many.
  if (from === to && lines.length === 1) return find();
  let own = known.get(book);
  if (own === undefined) known.set(book, (own = new Map<string, Known>()));
  const key = `${row}/${channel ?? ""}/${from}/${to}`;
  const last = own.get(key);
  const { lowered } = engine;
  const cells = plan.cells.get(row);
  if (last?.lowered === lowered && last.cells === cells) return last.kinds;
  const kinds = find();
  own.set(key, { lowered, cells, kinds });
  return kinds;
}

/** Whether nothing was ever said about a row's numbers, so that what is typed first decides its unit. */
export function isFreshRow(plan: Plan, row: string): boolean {
  if (plan.formulas.has(row)) return false;
  for (const series of plan.cells.get(row)?.values() ?? []) {
    if (series.details.size > 0 || series.values.some((value) => !Number.isNaN(value))) return false;
  }
  return [...plan.formulas.keys()].every((key) => !key.startsWith(`${row}/`));
}
