/*
 * Stored rows as text: JSON in which every number survives. Blocks of numbers are lists of them.
 *
 *   Float64Array       {"$f": [1, null, "-0", …]}     null is NaN
 *   NaN, ±Infinity, -0 {"$n": "NaN"}
 *   a key "$x"         "$$x"                           so that nothing typed is taken for one of these
 */

const SPECIAL = ["NaN", "Infinity", "-Infinity", "-0"];

function isSpecial(value: number): boolean {
  return !Number.isFinite(value) || Object.is(value, -0);
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

/** Plain data with blocks of numbers, as JSON takes it. */
function toPlain(value: unknown): unknown {
  if (typeof value === "number") return isSpecial(value) ? { $n: nameOf(value) } : value;
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float64Array) {
    const numbers = Array.from(value, (each) =>
      Number.isNaN(each) ? null : isSpecial(each) ? nameOf(each) : each,
    );
    return { $f: numbers };
  }
  if (Array.isArray(value)) return value.map(toPlain);
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.startsWith("$") ? `$${key}` : key, toPlain(inner)]),
  );
}

function toNumber(value: unknown): number {
  if (value === null) return NaN;
  if (typeof value === "number") return value;
  if (typeof value === "string" && SPECIAL.includes(value)) return Number(value);
  throw new SyntaxError("a number is expected");
}

/** The inverse of `toPlain`. Keys are defined one by one: none of them reaches a prototype. */
function fromPlain(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(fromPlain);
  const entries: [string, unknown][] = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first !== undefined) {
    const [key, inner] = first;
    if (key === "$n") return toNumber(inner);
    if (key === "$f") {
      if (!Array.isArray(inner)) throw new SyntaxError("a list of numbers is expected");
      return Float64Array.from(inner, toNumber);
    }
  }
  return Object.fromEntries(
    entries.map(([key, inner]) => [key.startsWith("$") ? key.slice(1) : key, fromPlain(inner)]),
  );
}

/** Plain data with blocks of numbers as text. */
export function writeText(value: unknown): string {
  return JSON.stringify(toPlain(value));
}

/** The data of a text; nothing if it is none, or nested deeper than anything that was written. */
export function readText(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: fromPlain(JSON.parse(text)) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}
