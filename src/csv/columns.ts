import type { Unit } from "../core/index.ts";

/** The columns before the periods, in the order in which they are written. */
export const COLUMNS = [
  "Scenario",
  "Section",
  "Row",
  "Channel",
  "Owner",
  "Unit",
  "Kind",
  "Key",
  "Text",
  "Total",
] as const;

export type ColumnName = (typeof COLUMNS)[number];

/** Kinds that the file format names, and those for the facts of a row that have no column. See README.md. */
export const KINDS = [
  "setting",
  "scope",
  "name",
  "short name",
  "per",
  "as percent",
  "measure",
  "decimals",
  "better",
  "limit",
  "total by",
  "definition",
  "note",
  "formula",
  "assumption",
  "override",
  "low",
  "high",
  "likeliest",
  "hits",
  "of",
  "typed",
  "cell formula",
  "lever",
  "computed",
  "goal",
  "actual",
  "agreed",
] as const;

export type Kind = (typeof KINDS)[number];

/** Kinds of facts that belong to the row in all scenarios. */
export const FACT_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  "scope",
  "name",
  "short name",
  "per",
  "as percent",
  "measure",
  "decimals",
  "better",
  "limit",
  "total by",
  "definition",
  "note",
]);

/** Kinds that hold cells which somebody typed, or a part of them. */
export const TYPED_KINDS: ReadonlySet<Kind> = new Set<Kind>([
  "assumption",
  "override",
  "low",
  "high",
  "likeliest",
  "hits",
  "of",
  "typed",
  "cell formula",
]);

/** Kinds that the format knows and this version cannot show. */
export const LATER_KINDS: ReadonlySet<Kind> = new Set<Kind>(["agreed"]);

export const FORMAT = 1;

/** Name of the base in the column Scenario. */
export const BASE = "Base";

const UNIT_TEXTS: Readonly<Record<Unit, string>> = {
  count: "count",
  money: "money",
  moneyPerCount: "money per count",
  rate: "rate",
  number: "number",
  people: "people",
};

export function unitToText(unit: Unit): string {
  return UNIT_TEXTS[unit];
}

export function textToUnit(text: string): Unit | undefined {
  const wanted = text.trim().toLowerCase();
  return UNITS_BY_TEXT.get(wanted);
}

const UNITS_BY_TEXT: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ["count", "count"],
  ["money", "money"],
  ["money per count", "moneyPerCount"],
  ["rate", "rate"],
  ["number", "number"],
  ["people", "people"],
]);

/**
 * Names of settings. `One half` holds 0.5 in Total: a spreadsheet program that rewrites the file in another
 * country's way shows by it which decimal sign it took.
 */
export const SETTINGS = [
  "Format",
  "One half",
  "Title",
  "Currency",
  "Locale",
  "Period length",
  "Start",
  "Periods",
  "History",
  "Seed",
  "Default lever",
  "Sentence with a goal",
  "Sentence without a goal",
  "Sentence of an unreachable goal",
  "Goal order",
  "Section",
  "Channel",
  "Scenario",
  "Stage",
] as const;

export type SettingName = (typeof SETTINGS)[number];

const SETTINGS_BY_KEY: ReadonlyMap<string, SettingName> = new Map(
  SETTINGS.map((name) => [name.toLowerCase(), name]),
);

export function settingNamed(text: string): SettingName | undefined {
  return SETTINGS_BY_KEY.get(text.trim().toLowerCase());
}

/** In front of a free fact's name that would else be read as a setting, or as prefixed. */
export const EXTRA_PREFIX = "Extra: ";

/** In front of the name of a column that means nothing here: its cells are kept as a free fact. */
export const COLUMN_PREFIX = "Column: ";
