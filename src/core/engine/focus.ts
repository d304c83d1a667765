import { visitReads } from "./cycles.ts";
import type { Expr, TotalRule } from "./expr.ts";
import type { SheetRow } from "./row.ts";
import type { Sheet } from "./sheet.ts";

/** Who depends on whom, at any distance. Answers are remembered: they hold as long as the sheet does. */
export class Reach {
  private readonly sheet: Sheet;
  /** Of each row that was asked for: 1 for each row that it reads, at any distance. */
  private readonly known = new Map<SheetRow, Uint8Array>();
  private readonly units = new Map<SheetRow, Uint8Array>();

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  /** Whether a row's cells depend on another row's. */
  depends(reader: SheetRow, read: SheetRow): boolean {
    return this.upstream(reader)[read.index] === 1;
  }

  /** 1 for each unit that must be settled before the cells and totals of a row are right. */
  unitsFor(row: SheetRow): Uint8Array {
    let units = this.units.get(row);
    if (units !== undefined) return units;
    units = new Uint8Array(this.sheet.units.length);
    for (const part of this.partsOfTotal(row)) {
      units[part.unit] = 1;
      const upstream = this.upstream(part);
      for (const other of this.sheet.rows) if (upstream[other.index] === 1) units[other.unit] = 1;
    }
    this.units.set(row, units);
    return units;
  }

  private upstream(row: SheetRow): Uint8Array {
    let seen = this.known.get(row);
    if (seen !== undefined) return seen;
    const { reads, rows } = this.sheet;
    seen = new Uint8Array(rows.length);
    const open = [row.index];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const edge of reads[next] ?? []) {
        if (seen[edge.row] === 1) continue;
        seen[edge.row] = 1;
        open.push(edge.row);
      }
    }
    this.known.set(row, seen);
    return seen;
  }

  /** The row itself and the rows that its total is made of, at any distance. */
  private partsOfTotal(row: SheetRow): Set<SheetRow> {
    const parts = new Set([row]);
    for (const part of parts) {
      for (const expr of exprsOfRule(this.sheet.lowered.rows[part.index]?.total)) {
        visitReads(expr, (id) => {
          const read = this.sheet.rowsById.get(id);
          if (read !== undefined) parts.add(read);
        });
      }
    }
    return parts;
  }
}

function exprsOfRule(rule: TotalRule | null | undefined): readonly Expr[] {
  switch (rule?.kind) {
    case "ratio":
      return [rule.num, rule.den];
    case "mean":
      return [rule.weight];
    case "totals":
      return [rule.expr, ...exprsOfRule(rule.typedOver)];
    case "last":
    case "first":
      return exprsOfRule(rule.of);
    default:
      return [];
  }
}
