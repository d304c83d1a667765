import { keyOfOrdinal, lengthOfKey, ordinalOfKey } from "../core/index.ts";
import type { Formula, PeriodKey, PeriodLength, Plan, Tree } from "../core/index.ts";
import type { PathError } from "./pack.ts";

/*
 * A plan that comes from outside (a link, a backup file) has the right form once its schema says so. That it is also
 * one that can be computed, in bounded time and memory, is looked at here.
 */
const MOST = { periods: 1040, rows: 20_000, channels: 5000, cells: 4_000_000, scenarios: 1000, depth: 1000 };

/** Where a plan of the right form is none that may be opened; null if it is one. */
export function findOutOfBounds(plan: Plan): PathError | null {
  const { settings, rows, channels } = plan;
  const { periodLength, start, periods, history } = settings;
  if (!/^[A-Z]{3}$/.test(settings.currency)) return "plan.settings.currency";
  if (!isLocale(settings.locale)) return "plan.settings.locale";
  if (periods < 1 || periods > MOST.periods) return "plan.settings.periods";
  if (history < 0 || history > MOST.periods) return "plan.settings.history";
  if (!isKey(start, periodLength) || !isSpan(start, periodLength, periods)) return "plan.settings.start";
  if (rows.size > MOST.rows) return "plan.rows";
  if (channels.size > MOST.channels) return "plan.channels";
  if (plan.scenarios.size > MOST.scenarios) return "plan.scenarios";
  if (rows.size * Math.max(1, channels.size) * (periods + history) > MOST.cells) return "plan.rows";
  for (const [key, formula] of plan.formulas) {
    if (isTooDeep(formula)) return `plan.formulas.${key}`;
  }
  for (const [id, { from, to, lever }] of plan.goals) {
    const keys = [from, to, ...(lever === null ? [] : [lever.from, lever.to])];
    const fixed = lever?.except.flatMap((run) => [run.from, run.to]) ?? [];
    if (![...keys, ...fixed].every((key) => isKey(key, periodLength))) return `plan.goals.${id}`;
  }
  for (const [row, lines] of plan.cells) {
    for (const [line, { first, values }] of lines) {
      if (Math.abs(first) > 1e6 || values.length > MOST.cells) return `plan.cells.${row}.${line}`;
    }
  }
  return null;
}

function isLocale(locale: string): boolean {
  try {
    return new Intl.Locale(locale).baseName !== "";
  } catch {
    return false;
  }
}

function isKey(key: PeriodKey, length: PeriodLength): boolean {
  return lengthOfKey(key) === length && Number.isFinite(ordinalOfKey(key));
}

/** Do all periods of a plan have keys? The calendar ends with the year 9999. */
function isSpan(start: PeriodKey, length: PeriodLength, periods: number): boolean {
  try {
    return isKey(keyOfOrdinal(length, ordinalOfKey(start) + periods - 1), length);
  } catch {
    return false;
  }
}

function isTooDeep(formula: Formula): boolean {
  if (formula.kind !== "tree") return false;
  // Level by level, since a deep tree is what is looked for.
  let level: readonly Tree[] = [formula.tree];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST.depth) return true;
    level = level.flatMap((tree): readonly Tree[] => {
      switch (tree.kind) {
        case "percent":
        case "negate":
          return [tree.arg];
        case "binary":
          return [tree.left, tree.right];
        case "call":
          return tree.args;
        default:
          return [];
      }
    });
  }
  return false;
}
