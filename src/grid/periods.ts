import { monthOfPeriod, startOrdinal, yearOfPeriod } from "../core/index.ts";
import type { ChannelId, Plan } from "../core/index.ts";

/**
 * A quarter or year of a plan: the total of its periods, which folds them away. Periods are counted from the
 * plan's first; both ends are included. A quarter or year that the plan only touches has the periods it has.
 */
export interface PeriodGroup {
  /** `2027` or `2027-Q1`: the same in every plan, so that a fold outlives a change of the periods. */
  readonly key: string;
  readonly level: "quarter" | "year";
  readonly from: number;
  readonly to: number;
}

/** Quarters and years of a plan that hold several of its periods, where it has several of them; years first. */
export function groupsOf(plan: Plan): PeriodGroup[] {
  const { periodLength, periods } = plan.settings;
  if (periodLength === "year") return [];
  const first = startOrdinal(plan.settings);
  const split = (level: "quarter" | "year", keyOf: (ordinal: number) => string): PeriodGroup[] => {
    const groups: PeriodGroup[] = [];
    for (let t = 0; t < periods; t++) {
      const key = keyOf(first + t);
      const last = groups.at(-1);
      if (last?.key === key) groups[groups.length - 1] = { ...last, to: t };
      else groups.push({ key, level, from: t, to: t });
    }
    return groups.length > 1 ? groups.filter(({ from, to }) => to > from) : [];
  };
  const year = (ordinal: number): string => String(yearOfPeriod(periodLength, ordinal));
  const quarter = (ordinal: number): string =>
    `${year(ordinal)}-Q${Math.ceil(monthOfPeriod(periodLength, ordinal) / 3)}`;
  const years = split("year", year);
  return periodLength === "quarter" ? years : [...years, ...split("quarter", quarter)];
}

/** What the columns of periods are: the finest that is not folded everywhere. */
export function grainOf(plan: Plan, folded: readonly string[]): "periods" | "quarters" | "years" {
  const groups = groupsOf(plan);
  const isFolded = (level: PeriodGroup["level"]): boolean => {
    const all = groups.filter((group) => group.level === level);
    return all.length > 0 && all.every(({ key }) => folded.includes(key));
  };
  if (isFolded("year")) return "years";
  return isFolded("quarter") ? "quarters" : "periods";
}

/** The folds that make the columns periods, quarters or years. */
export function foldsFor(plan: Plan, grain: "periods" | "quarters" | "years"): string[] {
  const level = grain === "quarters" ? "quarter" : grain === "years" ? "year" : null;
  return groupsOf(plan)
    .filter((group) => group.level === level)
    .map(({ key }) => key);
}

/** A column of a span: a period, or the total of a quarter or year. */
export interface SpanColumn {
  readonly kind: "period" | "group";
  readonly key: string;
  readonly channel: ChannelId | null;
  readonly from: number;
  readonly to: number;
  /** Of a quarter or year: whether its periods show. */
  readonly opens?: "open" | "closed";
  /** Of a quarter or year: what the view knows its fold by. */
  readonly group?: string;
}

/** The columns of a plan's own periods, each quarter and year before what it holds. */
export function periodColumns(plan: Plan, folded: readonly string[]): SpanColumn[] {
  const groups = groupsOf(plan);
  const columns: SpanColumn[] = [];
  for (let t = 0; t < plan.settings.periods; t++) {
    const around = groups.filter(({ from, to }) => from <= t && t <= to);
    let hidden = false;
    for (const { key, from, to } of around) {
      if (hidden) break;
      const isFolded = folded.includes(key);
      if (from === t) {
        const opens = isFolded ? "closed" : "open";
        columns.push({ kind: "group", key: `group/${key}`, channel: null, from, to, opens, group: key });
      }
      hidden ||= isFolded;
    }
    if (!hidden) columns.push({ kind: "period", key: `period/${t}`, channel: null, from: t, to: t });
  }
  return columns;
}

/** The folds that remain when a span of periods has to show. */
export function foldsShowing(
  plan: Plan,
  folded: readonly string[],
  from: number,
  to: number,
): readonly string[] {
  const hides = groupsOf(plan).filter(
    (group) =>
      folded.includes(group.key) &&
      group.from <= from &&
      to <= group.to &&
      !(group.from === from && group.to === to),
  );
  return hides.length === 0 ? folded : folded.filter((key) => !hides.some((group) => group.key === key));
}

/** The innermost quarter or year around a span. */
export function groupAround(plan: Plan, from: number, to: number): PeriodGroup | undefined {
  return groupsOf(plan)
    .filter((group) => group.from <= from && to <= group.to)
    .at(-1);
}
