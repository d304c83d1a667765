import type { ChannelId, Plan, RowId, ScenarioId, SectionId } from "../core/index.ts";

/** What belongs to this device: neither in the plan nor in undo. */
export interface View {
  /** The scenario shown; null: the base. */
  readonly scenario: ScenarioId | null;
  readonly columns: "periods" | "channels";
  /** The channel shown; null: all. */
  readonly channel: ChannelId | null;
  readonly folded: readonly SectionId[];
  readonly unfolded: readonly RowId[];
  /** Quarters and years whose periods are folded away: `2027-Q1`, `2027`. */
  readonly foldedPeriods: readonly string[];
  /** Column widths that somebody dragged, in CSS pixels. */
  readonly widths: Readonly<Record<string, number>>;
  readonly panel: string;
}

export function startView(): View {
  return {
    scenario: null,
    columns: "periods",
    channel: null,
    folded: [],
    unfolded: [],
    foldedPeriods: [],
    widths: {},
    panel: "funnel",
  };
}

/** A view as it was stored, checked: what it names may be gone, and it may come from other code. */
export function readView(stored: unknown, plan: Plan): View {
  const start = startView();
  if (typeof stored !== "object" || stored === null) return start;
  // Unknown input, read field by field below.
  const raw = stored as Partial<Record<keyof View, unknown>>;
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
  const widths =
    typeof raw.widths === "object" && raw.widths !== null
      ? Object.entries(raw.widths).filter((entry): entry is [string, number] => typeof entry[1] === "number")
      : [];
  return {
    scenario: typeof raw.scenario === "string" && plan.scenarios.has(raw.scenario) ? raw.scenario : null,
    columns: raw.columns === "channels" ? "channels" : "periods",
    channel: typeof raw.channel === "string" && plan.channels.has(raw.channel) ? raw.channel : null,
    folded: texts(raw.folded).filter((id) => plan.sections.has(id)),
    unfolded: texts(raw.unfolded).filter((id) => plan.rows.has(id)),
    foldedPeriods: texts(raw.foldedPeriods),
    widths: Object.fromEntries(widths),
    panel: typeof raw.panel === "string" ? raw.panel : start.panel,
  };
}
