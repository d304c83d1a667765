import { parseAddress } from "../core/index.ts";
import type { Address, AddressValue, ParsedAddress } from "../core/index.ts";

/** What an address covers: a run of cells as far as its block goes. */
interface Footprint {
  readonly parsed: ParsedAddress;
  readonly length: number;
}

function footprintOf(address: Address, value: AddressValue | null): Footprint | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const block = parsed.kind === "difference" && isDifference(value) ? value.is : value;
  return { parsed, length: isBlock(block) ? block.cells.length : 1 };
}

function isBlock(value: AddressValue | null): value is Extract<AddressValue, { cells: unknown }> {
  return typeof value === "object" && value !== null && "cells" in value;
}

function isDifference(value: AddressValue | null): value is Extract<AddressValue, { is: unknown }> {
  return typeof value === "object" && value !== null && "is" in value;
}

/** Is `part` the record, a field of it, or a cell or formula that has no meaning without it? */
function isUnder(part: ParsedAddress, record: Extract<ParsedAddress, { kind: "record" }>): boolean {
  switch (part.kind) {
    case "record":
    case "field":
      return part.record === record.record && part.id === record.id;
    case "formula": {
      const [row, channel] = part.key.split("/");
      return record.record === "row"
        ? row === record.id
        : record.record === "channel" && channel === record.id;
    }
    case "cell":
    case "cells":
    case "actual":
      return record.record === "row"
        ? part.row === record.id
        : record.record === "channel" && part.line === record.id;
    case "difference": {
      if (record.record === "scenario") return part.scenario === record.id;
      const inner = parseAddress(part.address);
      return inner !== undefined && isUnder(inner, record);
    }
    case "setting":
      return false;
  }
}

function overlap(a: Footprint, b: Footprint): boolean {
  const [x, y] = [a.parsed, b.parsed];
  if (x.kind === "record") return isUnder(y, x);
  if (y.kind === "record") return isUnder(x, y);
  if ((x.kind === "cell" || x.kind === "cells") && (y.kind === "cell" || y.kind === "cells")) {
    return (
      x.row === y.row &&
      x.line === y.line &&
      x.ordinal < y.ordinal + b.length &&
      y.ordinal < x.ordinal + a.length
    );
  }
  if (x.kind === "setting") return y.kind === "setting" && x.field === y.field;
  if (x.kind === "formula") return y.kind === "formula" && x.key === y.key;
  if (x.kind === "field") {
    return y.kind === "field" && x.record === y.record && x.id === y.id && x.field === y.field;
  }
  if (x.kind !== "difference" || y.kind !== "difference" || x.scenario !== y.scenario) return false;
  const [p, q] = [parseAddress(x.address), parseAddress(y.address)];
  return (
    p !== undefined &&
    q !== undefined &&
    overlap({ parsed: p, length: a.length }, { parsed: q, length: b.length })
  );
}

/**
 * Do two entries of changes meet: at the same address, at a record and something under it, at cells that their
 * runs share? The values say how long runs are.
 */
export function isOverlapping(
  a: Address,
  aValue: AddressValue | null,
  b: Address,
  bValue: AddressValue | null,
): boolean {
  if (a === b) return true;
  const [x, y] = [footprintOf(a, aValue), footprintOf(b, bValue)];
  return x !== undefined && y !== undefined && overlap(x, y);
}
