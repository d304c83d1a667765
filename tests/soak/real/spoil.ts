import { Dice } from "../../laws/trees.ts";
import type { Score, Task } from "./task.ts";

/** Values that are seldom what is wanted. */
const ODD: readonly unknown[] = [
  null,
  -1,
  0.5,
  1e308,
  -0,
  2 ** 53,
  "",
  "x",
  "=1+1",
  "<img src=x onerror=alert(1)>",
  "__proto__",
  "2027-M13",
  "9".repeat(400),
  true,
  [],
  {},
  { $n: "NaN" },
  { $f: [1, null] },
  { $f: "AAAA" },
  [[[[]]]],
];

const KEYS = ["__proto__", "constructor", "prototype", "toString", "name", "cells", "plan/periods"] as const;

/** A copy of plain data with one to three places changed: another value, another key, left out, or twice. */
export function spoilData(data: unknown, dice: Dice): unknown {
  let spoiled = data;
  for (let n = 1 + dice.below(3); n > 0; n--) spoiled = spoilOne(spoiled, dice.below(countOf(spoiled)), dice);
  return spoiled;
}

function countOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countOf(inner), 1);
}

/** Changes the n-th place of a tree of data, counted from its root. */
function spoilOne(value: unknown, n: number, dice: Dice): unknown {
  if (n === 0) return dice.pick(ODD);
  if (typeof value !== "object" || value === null) return value;
  const entries: [string, unknown][] = [];
  let left = n - 1;
  for (const [key, inner] of Object.entries(value)) {
    const count = countOf(inner);
    if (left < 0 || left >= count) entries.push([key, inner]);
    else if (left > 0) entries.push([key, spoilOne(inner, left, dice)]);
    else {
      const how = dice.below(5);
      if (how === 0) entries.push([dice.pick(KEYS), inner]);
      else if (how === 1) entries.push([key, inner], [`${key}2`, inner]);
      else if (how > 2) entries.push([key, spoilOne(inner, 0, dice)]);
    }
    left -= count;
  }
  if (Array.isArray(value)) return entries.map(([, inner]) => inner);
  // As from a file: `__proto__` becomes a key like any other.
  return JSON.parse(
    `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner)}`).join()}}`,
  );
}

/** A copy of a text with a sign lost, doubled or changed, or cut short. */
export function spoilText(text: string, dice: Dice): string {
  const at = dice.below(text.length);
  switch (dice.below(4)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + dice.below(3));
    case 2:
      return text.slice(0, at) + text.slice(at, at + 5) + text.slice(at);
    default:
      return text.slice(0, at) + String.fromCharCode(33 + dice.below(94)) + text.slice(at + 1);
  }
}

/** Milliseconds that reading one may take. */
const SOON = 5000;

/**
 * Plays cases of reading something spoiled: what is thrown, takes too long or reaches the prototype of all objects is
 * wrong. Of each hundred some have to be taken and some refused, or nothing was tried.
 */
export async function playSpoiled(
  { from, count, seed, log }: Task,
  read: (dice: Dice) => Promise<"taken" | "refused" | { readonly wrong: string }>,
): Promise<Score> {
  let failed = 0;
  const seen = { taken: 0, refused: 0 };
  for (let i = from; i < from + count; i++) {
    const begin = performance.now();
    const found = await read(new Dice(seed * 1_000_003 + i)).catch((error: unknown) => ({
      wrong: `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    }));
    const ms = performance.now() - begin;
    const added = Object.keys(Object.prototype);
    const wrong = [
      ...(typeof found === "string" ? [] : [found.wrong]),
      ...(ms > SOON ? [`took ${Math.round(ms)} ms`] : []),
      ...(added.length > 0 ? [`every object has ${added.join(", ")}`] : []),
    ];
    if (typeof found === "string") seen[found]++;
    if (wrong.length === 0) continue;
    failed++;
    log({ kind: "failed", case: i, wrong });
  }
  if (count >= 100 && (seen.taken === 0 || seen.refused === 0)) {
    failed++;
    log({ kind: "failed", case: "all", wrong: [`${seen.taken} taken, ${seen.refused} refused`] });
  }
  return { passed: count - failed, failed };
}
