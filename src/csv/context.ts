import type { CellValue, csvMessages, NewId, Plan } from "../core/index.ts";
import { cellAt } from "../core/index.ts";
import { isId, nameKey } from "./labels.ts";
import { readNumber } from "./number.ts";
import type { DecimalSign, NumberFound } from "./number.ts";
import { makeProblem } from "./problem.ts";
import type { CsvMessageCode, Place, Problem } from "./problem.ts";
import type { RawRecord } from "./table.ts";
import { sortDifferences } from "./scenarios.ts";
import type { Differences } from "./scenarios.ts";

/** One reading of one file: what it knows from outside, and what it found to say. */
export class Context {
  readonly newId: NewId;
  /** The plan that is open, if the file may be its own. */
  readonly open: Plan | null;
  /** Null where the file does not say it. */
  readonly decimal: DecimalSign | null;
  readonly errors: Problem[] = [];
  readonly notices: Problem[] = [];
  /** Records that could not be understood, whole. */
  readonly setAside: RawRecord[] = [];
  private readonly differencesById = new Map<string, Differences>();

  constructor(newId: NewId, open: Plan | null, decimal: DecimalSign | null) {
    this.newId = newId;
    this.open = open;
    this.decimal = decimal;
  }

  fail<Code extends CsvMessageCode>(
    code: Code,
    place: Place,
    ...args: Parameters<(typeof csvMessages)[Code]>
  ): void {
    this.errors.push(makeProblem(code, place, ...args));
  }

  notice<Code extends CsvMessageCode>(
    code: Code,
    place: Place,
    ...args: Parameters<(typeof csvMessages)[Code]>
  ): void {
    this.notices.push(makeProblem(code, place, ...args));
  }

  /** Says why a record is not understood, and keeps it apart. */
  reject<Code extends CsvMessageCode>(
    record: RawRecord,
    code: Code,
    place: Omit<Place, "line">,
    ...args: Parameters<(typeof csvMessages)[Code]>
  ): void {
    this.fail(code, { line: record.line, ...place }, ...args);
    this.setAside.push(record);
  }

  /** A number of a record; undefined where it is none, which is said. */
  number(record: RawRecord, column: string, found: string): NumberFound | undefined {
    const read = readNumber(found, this.decimal);
    const place = { line: record.line, column, found, expected: "a number" };
    if (typeof read !== "string") {
      if (read.form === "grouped")
        this.notice("groupedNumber", { ...place, expected: "" }, String(read.value));
      if (read.form === "percent")
        this.notice("percentNumber", { ...place, expected: "" }, String(read.value));
      return read;
    }
    if (read === "spreadsheet error") this.fail("spreadsheetError", place);
    else if (read === "wrong decimal") this.fail("wrongDecimal", place, this.decimal ?? ".");
    else if (read === "ambiguous") {
      this.fail("ambiguousNumber", place, found.replace(/[.,]/, ""), found.replace(",", "."));
    } else this.fail("notANumber", place);
    return undefined;
  }

  /**
   * The cell that the open plan has where the file has one; null where it is empty there, undefined where there
   * is no open plan (or, for a scenario, no difference).
   */
  ownCell(scenario: string | null, row: string, line: string, ordinal: number): CellValue | null | undefined {
    if (this.open === null) return undefined;
    if (scenario === null) {
      if (!this.open.rows.has(row)) return undefined;
      return cellAt(this.open.cells.get(row)?.get(line), ordinal);
    }
    const found = this.open.scenarios.get(scenario);
    if (found === undefined) return undefined;
    let differences = this.differencesById.get(scenario);
    if (differences === undefined) {
      differences = sortDifferences(found);
      this.differencesById.set(scenario, differences);
    }
    return differences.cells.get(`${row}/${line}`)?.get(ordinal);
  }
}

/** Ids of one kind of thing while a file is read: taken from keys where these are valid and unique. */
export class Ids {
  private readonly used = new Set<string>();
  private readonly newId: NewId;

  constructor(newId: NewId) {
    this.newId = newId;
  }

  has(id: string): boolean {
    return this.used.has(id);
  }

  /** The key if it can be had, else the first of the others that can, else a new id. */
  take(...wanted: readonly (string | null | undefined)[]): string {
    let id = wanted.find((one) => typeof one === "string" && isId(one) && !this.used.has(one));
    while (id === undefined || id === null || this.used.has(id)) id = this.newId();
    this.used.add(id);
    return id;
  }
}

/** The id under which the open plan has a thing of this name. */
export function idNamed(
  records: ReadonlyMap<string, { readonly name: string }> | undefined,
  name: string,
): string | undefined {
  for (const [id, record] of records ?? []) if (nameKey(record.name) === nameKey(name)) return id;
  return undefined;
}
