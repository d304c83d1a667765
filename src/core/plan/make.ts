import type { Plan, PlanSettings, Row } from "./plan.ts";

/** Settings of a plan that nothing has been said about: three months, pounds. */
export function defaultSettings(): PlanSettings {
  return {
    title: "Untitled plan",
    currency: "GBP",
    locale: "en-GB",
    periodLength: "month",
    start: "2027-M01",
    periods: 3,
    history: 0,
    seed: 1,
    defaultLever: null,
    sentence: null,
    extra: {},
  };
}

/** A row with every field said: a count, typed, a flow where it adds. */
export function defaultRow(name: string): Row {
  return {
    name,
    shortName: null,
    unit: "count",
    per: 1,
    asPercent: false,
    section: null,
    order: "i",
    owner: null,
    scope: "channel",
    measure: "auto",
    totalBy: "auto",
    decimals: null,
    better: null,
    stage: null,
    limit: null,
    definition: "",
    note: "",
  };
}

/** A plan without rows and channels. */
export function emptyPlan(settings: Partial<PlanSettings> = {}): Plan {
  return {
    settings: { ...defaultSettings(), ...settings },
    sections: new Map(),
    rows: new Map(),
    channels: new Map(),
    formulas: new Map(),
    cells: new Map(),
    actuals: new Map(),
    goals: new Map(),
    scenarios: new Map(),
  };
}
