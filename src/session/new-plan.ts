import { defaultSettings, emptyPlan, sessionMessages, TEMPLATES } from "../core/index.ts";
import type { Plan } from "../core/index.ts";

/**
 * A new plan: of a template, or an empty one.
 *
 * @param open the settings of the plan that is open: a new one has its currency, and an empty one its periods
 */
export function newPlan(template: string | null, open: Plan["settings"] | null): Plan {
  const { currency, locale, start, periods, periodLength } = { ...defaultSettings(), ...open };
  const made = TEMPLATES.find(({ id }) => id === template)?.make({
    start: periodLength === "month" ? start : defaultSettings().start,
    currency,
  });
  if (made !== undefined) return made;
  const title = sessionMessages.untitled();
  return {
    ...emptyPlan({ title, currency, locale, start, periods, periodLength }),
    channels: new Map([["c1", { name: sessionMessages.firstChannel(), order: "i" }]]),
  };
}
