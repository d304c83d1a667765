import { makeFinding, ROLE } from "./reading.ts";
import type { csvMessages } from "../../core/index.ts";
import type { CsvMessageCode } from "../problem.ts";
import type { Finding } from "./reading.ts";
import type { Slices } from "./slices.ts";

/** Findings that are kept one by one; beyond them rows are only set aside and counted. */
const MOST = 1000;

/** Rows that are not taken, each with what was found, what was expected, and where. */
export class Asides {
  readonly findings: Finding[] = [];
  count = 0;
  private readonly slices: Slices;
  private readonly roles: Uint8Array;
  private readonly names: readonly string[];

  constructor(slices: Slices, roles: Uint8Array, names: readonly string[]) {
    this.slices = slices;
    this.roles = roles;
    this.names = names;
  }

  /** Sets a row aside; `field` from 1, null for the whole row. */
  add<Code extends CsvMessageCode>(
    row: number,
    field: number | null,
    expected: string,
    code: Code,
    ...args: Parameters<(typeof csvMessages)[Code]>
  ): void {
    if (this.roles[row] !== ROLE.aside) this.count++;
    this.roles[row] = ROLE.aside;
    if (this.findings.length >= MOST) return;
    const fields = this.slices.record(row);
    const found = field === null ? fields.join(this.slices.delimiter) : (fields[field - 1] ?? "");
    const column = field === null ? null : (this.names[field - 1] ?? String(field));
    const at = { row, field, line: this.slices.lineOf(row), column, found, expected };
    this.findings.push(makeFinding(code, at, ...args));
  }
}
