import type { CellDetail, Range } from "../plan/cell.ts";
import type { Unit } from "../plan/unit.ts";
import { medianOfRange } from "../entry/range.ts";

/** Where a published rate comes from. */
export interface Source {
  readonly name: string;
  /** As the source states it; null where it states none. */
  readonly year: number | null;
  /** Who or what was counted. */
  readonly population: string;
  /** How it reached us where that was not from the source itself. */
  readonly copy: string | null;
}

/** Search ads of all industries: the yearly report. */
export const SEARCH_ADS_2025: Source = {
  name: "WordStream / LocaliQ yearly report",
  year: 2025,
  population: "search ads of all industries, 16,446 US campaigns",
  copy: "second-hand copy, theadspend.com",
};

/** Search ads of one industry. */
export const APPAREL_ADS_2024: Source = {
  name: "WordStream / LocaliQ yearly report",
  year: 2024,
  population: "search ads, apparel",
  copy: "second-hand copies at blogarama and DIW",
};

export const FACEBOOK_TRAFFIC_2026: Source = {
  name: "zeely round-up",
  year: 2026,
  population: "Facebook traffic ads",
  copy: "second-hand copy",
};

export const LINKEDIN_COST: Source = {
  name: "stackmatix",
  year: null,
  population: "LinkedIn ads",
  copy: "second-hand copy",
};

/** First Page Sage's stage rates; `population` is a channel or a segment of its table. */
export function firstPageSage(population: string): Source {
  return {
    name: "First Page Sage",
    year: null,
    population: `B2B, ${population}`,
    copy: "second-hand copy in a repository file",
  };
}

export const TRIAL_REQUESTS: Source = {
  name: "heyoo",
  year: null,
  population: "B2B demo and trial requests, of visitors",
  copy: null,
};

export const SMALL_DEMOS: Source = {
  name: "optif.ai",
  year: null,
  population: "demo to close, small and medium businesses",
  copy: null,
};

export const DEMO_SHOW_UP: Source = {
  name: "upbeat",
  year: null,
  population: "show-up at demos, called healthy",
  copy: null,
};

export const RAMP: Source = {
  name: "revenuetools",
  year: null,
  population: "sales reps who sell to small and medium businesses",
  copy: null,
};

/** `WordStream …, 2025; search ads …; second-hand copy`: how a source is told. */
export function tellSource({ name, year, population, copy }: Source): string {
  const facts = [`${name}, ${year ?? "no year stated"}`, population];
  return [...facts, ...(copy === null ? [] : [copy])].join("; ");
}

/**
 * The note of a row that starts from a published figure.
 *
 * figure  as published, with its unit: `7.52%`, `$5.26`
 * more    sentences that the reader needs beside it
 */
export function publishedNote(figure: string, source: Source, more = ""): string {
  const dollars = figure.includes("$") ? " The figure is in US dollars, whatever this plan counts in." : "";
  const told = `Starting value ${figure}: ${tellSource(source)}.`;
  return `${told}${dollars}${more === "" ? "" : ` ${more}`} Type your own over it.`;
}

/** The note of a row that starts from a figure nobody has published: it says so. */
export function exampleNote(more = ""): string {
  return `Starting value: an example, no published figure.${more === "" ? "" : ` ${more}`} Type your own over it.`;
}

/** A 90% interval as it would be typed, `5.50..9.25`: the sheet computes with its median. */
export function between(low: number, high: number, unit: Unit): CellDetail {
  const range: Range = { shape: "interval", low, high };
  return { value: medianOfRange(range, unit), range };
}
