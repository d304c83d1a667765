import { sessionMessages } from "../core/index.ts";
import type { PeriodLength } from "../core/index.ts";
import type { Desk } from "./desk.svelte.ts";

/** The open plan in periods of another length, as a new plan beside it; the bar lists what to look at. */
export async function addInPeriodsOf(desk: Desk, length: PeriodLength): Promise<void> {
  const session = desk.shown;
  if (session === null) return;
  const { plan, review } = session.inPeriodsOf(length);
  if (!(await desk.add(plan))) return;
  const whole = { channel: null, from: 0, to: plan.settings.periods - 1 };
  const parts = review.flatMap(({ row, text }) => [
    { text: plan.rows.get(row)?.name ?? "", target: { row, ...whole } },
    { text: `: ${text} ` },
  ]);
  desk.session?.tell([{ text: sessionMessages.regridded(review.length) }, ...parts]);
}
