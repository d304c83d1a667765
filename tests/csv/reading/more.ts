import { readAnyTable } from "../../../src/csv/reading/read-any.ts";
import type { TableReading, TypedCell } from "../../../src/csv/reading/table-reading.ts";

/* The files of tests/fixtures/hostile/more.json, and what is compared of their readings. Runs in a browser as well. */

export interface MoreFile {
  readonly id: string;
  readonly what: string;
  readonly text?: string;
  /** Base64. */
  readonly bytes?: string;
  readonly expect: Readonly<Record<string, unknown>>;
}

export function readMore(json: string): { readonly files: readonly MoreFile[] } {
  const parsed: unknown = JSON.parse(json);
  // A fixture of ours; its shape is stated in its own note.
  return parsed as { files: readonly MoreFile[] };
}

export function moreBytes({ text, bytes }: MoreFile): Uint8Array {
  if (text !== undefined) return new TextEncoder().encode(text);
  return Uint8Array.from(atob(bytes ?? ""), (char) => char.charCodeAt(0));
}

/** All that a reading gives out, in the fixture's words. What is usual (UTF-8, a comma, a heading in row 1) is left out. */
export function resultOf(file: MoreFile): Record<string, unknown> {
  const reading = readAnyTable(moreBytes(file));
  const { outcome, errors, encoding, delimiter, heading, questions, notices, asides } = reading.summary;
  if (outcome === "refuse") {
    const [error] = errors;
    return { outcome, error: [error?.code, error?.line, error?.column] };
  }
  return {
    outcome,
    ...(encoding.value === "utf-8" ? {} : { encoding: encoding.value }),
    ...(delimiter?.value === "," ? {} : { delimiter: delimiter?.value }),
    ...(heading === 1 ? {} : { heading }),
    ...(questions.length === 0 ? {} : { asks: questions.map(({ what }) => what) }),
    ...(notices.length === 0 ? {} : { notices: [...new Set(notices.map(({ code }) => code))] }),
    ...(asides.length === 0 ? {} : { asides: asides.map(({ row, code }) => [row, code]) }),
    data: [...reading.dataRows()],
    columns: columnsOf(reading),
  };
}

function columnsOf(reading: TableReading): unknown[][] {
  const rows = [...reading.dataRows()];
  return reading.columns.map(({ name, type, field }) => [
    name,
    type.value,
    ...rows.map((row) => plainOf(reading.cell(row, field))),
  ]);
}

function plainOf(cell: TypedCell): unknown {
  switch (cell.kind) {
    case "text":
      return cell.text;
    case "missing":
      return null;
    case "date":
      return cell.iso;
    case "period":
      return cell.key;
    case "open":
    case "aside":
      return { [cell.kind]: cell.text };
    default:
      return cell.value;
  }
}
