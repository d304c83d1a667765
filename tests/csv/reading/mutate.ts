import { readAnyTable } from "../../../src/csv/reading/read-any.ts";
import { decodeFile } from "../../../src/csv/reading/decode.ts";
import type { TableReading } from "../../../src/csv/reading/table-reading.ts";
import { cutSlowly } from "./slow-tokens.ts";
import { faultOfTaking } from "./take-faults.ts";
import type { Take } from "./take-faults.ts";

/*
 * Files with something wrong in them, from a seed, and what must hold of the reading of any file at all. Used by the
 * test beside it and by the long run in tests/soak.
 */

/** Numbers from 0 up to 2³², from a seed: Mulberry32. */
export function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

const MORSELS = [
  '"', '""', ",", ";", "\t", "|", "\r", "\n", "\r\n", "\0", "\ufeff", "sep=;\n", "=1+1", "@", "-", "−", "(5)", "%", "12,5", "1.234", "1,234",
  "1.234,56", "12,34,567.8", "1e999", "NaN", "--", "N/A", "#REF!", "< 10%", "0x10", "00012", "12345678901234567890", "€", "$5", "5 kr",
  "31/12/2026", "12/31/2026", "01/02/2026", "2026-02-30", "Mar-26", "Q1 2026", "2026-W53", "45352", "Total", "Total: x", "__proto__", "constructor",
  "١٢", "１２", "\u200b", "\u202e", "\ud800", "é", "\ufffd", "# remark", "<html>", "{", "[1,2]", " ", "\u00a0", "'", "’",
]; // prettier-ignore

/** A small table, mostly in order, in one of many writings. */
function tableOf(dice: () => number): string {
  const pick = <T>(from: readonly T[]): T => {
    const found = from[dice() % from.length];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  const delimiter = pick([",", ";", "\t", "|"]);
  const newline = pick(["\n", "\r\n", "\r"]);
  const columns = 1 + (dice() % 5);
  const headings = [
    "Date",
    "Campaign",
    "Cost",
    "Clicks",
    "CTR",
    "Note",
    "Id",
    "Step",
    "Visitors",
    "Amount (EUR)",
    "",
    "x",
  ];
  const quote = (text: string): string =>
    text.includes(delimiter) || /["\r\n]/.test(text) || dice() % 4 === 0
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  const cell = (): string => {
    switch (dice() % 8) {
      case 0:
        return String(dice() % 100000);
      case 1:
        return ((dice() % 100000) / 100).toFixed(2);
      case 2:
        return (dice() % 100000).toLocaleString(pick(["en-GB", "de", "en-IN", "fr", "de-CH"]));
      case 3:
        return `${dice() % 100}${pick([".", ","])}${dice() % 10}%`;
      case 4:
        return `20${10 + (dice() % 80)}-${String(1 + (dice() % 12)).padStart(2, "0")}-${String(1 + (dice() % 28)).padStart(2, "0")}`;
      case 5:
        return pick(["Ad", "Lead", "Brand | UK", 'say "hi"', "a\nb", ""]);
      default:
        return pick(MORSELS);
    }
  };
  const lines = [Array.from({ length: columns }, () => quote(pick(headings))).join(delimiter)];
  const rows = dice() % 8;
  for (let i = 0; i < rows; i++)
    lines.push(Array.from({ length: columns }, () => quote(cell())).join(delimiter));
  return lines.join(newline) + (dice() % 3 === 0 ? "" : newline);
}

/** The file of a case: one of `seeds` or a table of its own, then changed in a few places. */
export function mutatedFile(seeds: readonly Uint8Array[], seed: number, number: number): Uint8Array {
  const dice = diceOf(seed * 1_000_003 + number);
  const pick = (): Uint8Array => seeds[dice() % seeds.length] ?? new Uint8Array(0);
  let bytes = dice() % 3 === 0 ? new TextEncoder().encode(tableOf(dice)) : pick().slice();
  const changes = dice() % 6;
  const splice = (at: number, remove: number, insert: Uint8Array): void => {
    const next = new Uint8Array(bytes.length - remove + insert.length);
    next.set(bytes.subarray(0, at));
    next.set(insert, at);
    next.set(bytes.subarray(at + remove), at + insert.length);
    bytes = next;
  };
  for (let i = 0; i < changes; i++) {
    const at = bytes.length === 0 ? 0 : dice() % (bytes.length + 1);
    const length = Math.min(bytes.length - at, dice() % 12);
    switch (dice() % 7) {
      case 0:
        if (at < bytes.length) bytes[at] = dice() & 255;
        break;
      case 1:
        splice(at, length, new Uint8Array(0));
        break;
      case 2:
        splice(at, 0, new TextEncoder().encode(MORSELS[dice() % MORSELS.length] ?? ""));
        break;
      case 3:
        splice(at, 0, bytes.slice(at, at + length));
        break;
      case 4:
        bytes = bytes.slice(0, at);
        break;
      case 5:
        splice(at, 0, pick().slice(0, 200));
        break;
      default:
        splice(at, length, new TextEncoder().encode(MORSELS[dice() % MORSELS.length] ?? ""));
    }
  }
  return bytes;
}

/** What is wrong with the reading of a file, or with what becomes of it; null: nothing. `read` and `take` are judged. */
export function faultOf(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => TableReading = readAnyTable,
  take?: Take,
  slowest = 2000,
): string | null {
  const started = performance.now();
  const reading = read(bytes);
  const took = performance.now() - started;
  if (took > slowest) return `took ${Math.round(took)} ms`;
  const { summary } = reading;
  if ((summary.outcome === "refuse") !== summary.errors.length > 0) return "refused without a reason";
  if (summary.outcome === "refuse") return null;
  if (summary.outcome === "accept" && summary.notices.length > 0) return "accepted, with notices";
  if (summary.outcome !== "ask" && summary.questions.length > 0) return "questions, and not asked";
  for (const question of summary.questions)
    if (question.answers.length === 0) return `no answers to ${question.what}`;
  return (
    faultOfRecords(bytes, reading) ??
    faultOfRoles(reading) ??
    faultOfCells(reading) ??
    faultOfTaking(reading, take)
  );
}

/** The cells against those that the slow cutter finds. */
function faultOfRecords(bytes: Uint8Array, reading: TableReading): string | null {
  const { summary } = reading;
  const decoded = decodeFile(bytes);
  if (!decoded.ok) return "read, and not decoded";
  const first = /^"?sep=[^"\r\n\ufeff]"?(?:\r\n|\r|\n)/i.exec(decoded.text.slice(0, 16))?.[0] ?? "";
  const slow = cutSlowly(decoded.text.slice(first.length), summary.delimiter?.value ?? ",");
  if (slow === "error") return "cut, where it cannot be";
  if (slow.length !== summary.rows) return `${summary.rows} rows, and there are ${slow.length}`;
  const skipped = first === "" ? 0 : 1;
  for (const [i, { line, fields }] of slow.entries()) {
    const found = reading.record(i + 1);
    if (found.length !== fields.length || found.some((field, k) => field !== fields[k])) {
      return `row ${i + 1} is ${JSON.stringify(found)} and should be ${JSON.stringify(fields)}`;
    }
    if (reading.lineOf(i + 1) !== line + skipped)
      return `row ${i + 1} is not in line ${reading.lineOf(i + 1)}`;
  }
  return null;
}

function faultOfRoles(reading: TableReading): string | null {
  const width = reading.columns.length;
  for (const row of reading.dataRows()) {
    const fields = reading.record(row);
    if (fields.slice(width).some((field) => field.trim() !== "") || fields.length < width)
      return `row ${row} is shifted`;
  }
  return null;
}

/** Every value against its text, digit by digit. */
function faultOfCells(reading: TableReading): string | null {
  for (const row of reading.dataRows()) {
    for (const { field, decimal, type } of reading.columns) {
      const text = reading.record(row)[field - 1] ?? "";
      const cell = reading.cell(row, field);
      if (cell.kind === "text" && cell.text !== text) return `row ${row}: a text that is not as it stands`;
      if (cell.kind === "period" && !isPeriodIn(cell.key, text))
        return `row ${row}: ${text} became ${cell.key}`;
      if (cell.kind === "date" && !isDateIn(cell.iso, text)) return `row ${row}: ${text} became ${cell.iso}`;
      if (cell.kind === "aside") return `row ${row}: data that is set aside`;
      if (!("value" in cell)) continue;
      const expected = slowNumber(text, decimal?.value ?? ".");
      if (Number.isNaN(expected) || Math.abs(expected - cell.value) > 1e-12 * Math.abs(expected)) {
        return `row ${row}: ${text} became ${cell.value} in a column of ${type.value}`;
      }
    }
  }
  return null;
}

/** A number as a person would copy it: its digits, its decimal sign, its minus, its percent sign. */
function slowNumber(text: string, decimal: "." | ","): number {
  const plain = text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  const body = plain.replace(/[^\d.,eE+-]/g, "");
  const exponent = /\d[eE]([+-]?\d+)/.exec(body)?.[1] ?? "0";
  const mantissa = body.replace(/[eE].*$/, "").replace(/[+-]/g, "");
  const digits =
    decimal === "." ? mantissa.replaceAll(",", "") : mantissa.replaceAll(".", "").replace(",", ".");
  const isMinus = /^[^\d]*[-−–(]/.test(plain) || /[\d%\p{L}\p{Sc}]\s*[-−–]\s*$/u.test(plain);
  const isPercent = plain.includes("%");
  const value = Number(`${digits === "" ? "x" : digits}e${Number(exponent) - (isPercent ? 2 : 0)}`);
  return isMinus && value !== 0 ? -value : value;
}

function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code >= 48 && code <= 57) return code - 48;
  let zero = code;
  while (zero > code - 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}

/** Whether a date's day and year stand in the text that it comes from. */
function isDateIn(iso: string, text: string): boolean {
  const plain = text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  const [year = "", month = "", day = ""] = iso.split("-");
  if (/^\s*\d{8}\s*$/.test(plain)) return plain.trim() === `${year}${month}${day}`;
  const numbers = (plain.match(/\d+/g) ?? []).map(Number);
  const hasName = /\p{L}{3}/u.test(plain);
  return (
    numbers.includes(Number(day)) &&
    (numbers.includes(Number(year)) || numbers.includes(Number(year) % 100)) &&
    (hasName || numbers.includes(Number(month)))
  );
}

/** Whether a period's year stands in the text that it comes from, with its number or a month's name. */
function isPeriodIn(key: string, text: string): boolean {
  const plain = text.normalize("NFKC").replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
  const [year = "", part = ""] = key.split("-");
  if (/^\s*\d{6}\s*$/.test(plain)) return plain.trim() === `${year}${part.replace(/\D/g, "")}`;
  const numbers = (plain.match(/\d+/g) ?? []).map(Number);
  const hasYear = numbers.includes(Number(year)) || numbers.includes(Number(year) % 100);
  const hasPart = part.startsWith("A") || numbers.includes(Number(part.slice(1)));
  return hasYear && (hasPart || /\p{L}{3}/u.test(plain));
}
