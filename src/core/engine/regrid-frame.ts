import type { regridMessages } from "../messages/regrid.ts";
import { coverageOf, ordinalOfDay, periodsIn } from "../plan/coverage.ts";
import { keyOfOrdinal, ordinalOfKey, spanOfPeriod } from "../plan/period.ts";
import type { PeriodKey, PeriodLength } from "../plan/period.ts";
import { startOrdinal } from "../plan/plan.ts";
import type { Plan, PlanSettings } from "../plan/plan.ts";

/** Takes down something to look at; once for each code and row. */
export type Note = (code: keyof typeof regridMessages, row: string, text: string) => void;

/** One old period in a new one. */
export interface Part {
  /** Ordinal of the old period. */
  readonly from: number;
  readonly share: number;
  readonly days: number;
}

/** The old periods and the new ones that cover them. [RG1] */
export interface Frame {
  readonly old: PlanSettings;
  readonly settings: PlanSettings;
  /** New periods in one old one, on average. */
  readonly ratio: number;
  /** The new period where a new cell gathers its old ones, from the first old one on. */
  readonly gather: (from: number, to: number, isHistory: boolean) => ReadonlyMap<number, readonly Part[]>;
  /** The new periods that cover a run of old ones, and whether they cover nothing else of the plan. */
  readonly cover: (from: PeriodKey, to: PeriodKey) => Cover | null;
}

export interface Cover {
  readonly from: PeriodKey;
  readonly to: PeriodKey;
  readonly exact: boolean;
}

/** The frame for a plan in periods of another length: all new periods that hold a day of the plan. */
export function frameOf(plan: Plan, length: PeriodLength): Frame {
  const old = plan.settings;
  const start = startOrdinal(old);
  const end = start + old.periods;
  const firstDay = (ordinal: number): number => spanOfPeriod(old.periodLength, ordinal).first;
  const newOf = (day: number): number => ordinalOfDay(length, day);
  const first = newOf(firstDay(start));
  const last = newOf(firstDay(end) - 1);
  const shown = old.history === 0 ? 0 : first - newOf(firstDay(start - old.history));
  const settings: PlanSettings = {
    ...old,
    periodLength: length,
    start: keyOfOrdinal(length, first),
    periods: last - first + 1,
    history: old.history === 0 ? 0 : Math.max(1, shown),
  };
  return {
    old,
    settings,
    ratio: periodsIn(old.periodLength, length),
    gather(from, to, isHistory) {
      const parts = new Map<number, Part[]>();
      for (let ordinal = from; ordinal < to; ordinal++) {
        for (const { ordinal: at, share, days } of coverageOf(old.periodLength, ordinal, length)) {
          // History that shares a new period with the plan goes to the period before: it stays outside totals.
          const place = isHistory ? Math.min(at, first - 1) : at;
          const list = parts.get(place);
          if (list === undefined) parts.set(place, [{ from: ordinal, share, days }]);
          else list.push({ from: ordinal, share, days });
        }
      }
      return parts;
    },
    cover(fromKey, toKey) {
      const from = Math.max(start, ordinalOfKey(fromKey));
      const to = Math.min(end - 1, ordinalOfKey(toKey));
      if (!(from <= to)) return null;
      const a = newOf(firstDay(from));
      const b = newOf(firstDay(to + 1) - 1);
      const sharesFront = from > start && newOf(firstDay(from) - 1) === a;
      const sharesEnd = to < end - 1 && newOf(firstDay(to + 1)) === b;
      return {
        from: keyOfOrdinal(length, a),
        to: keyOfOrdinal(length, b),
        exact: !sharesFront && !sharesEnd,
      };
    },
  };
}
