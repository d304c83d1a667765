import { applyChange, changeTo, foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import type { LayoutView, Line } from "../../src/grid/layout.ts";

/** How a device shows a plan at first. */
export const START: LayoutView = {
  columns: "periods",
  channel: null,
  folded: [],
  unfolded: [],
  foldedPeriods: [],
};

/** The founding plan with a second channel, in which impressions do not apply. */
export function twoChannels(): Plan {
  const plan = foundingPlan();
  return applyChange(
    plan,
    changeTo(plan, [
      ["channel/events", { name: "Events", order: "z" }],
      ["formula/impressions/events", { kind: "none" }],
      ["cell/spend/events/2027-M01", 1000],
    ]),
  );
}

/** A line as one word: its kind and what it is about. */
export function sayLine(line: Line): string {
  switch (line.kind) {
    case "section":
      return `# ${line.name}${line.folded ? " …" : ""}`;
    case "row":
      return `${line.row}${line.opens === null ? "" : line.opens === "open" ? " ▾" : " ▸"}`;
    case "channel":
      return `${line.row}/${line.name}`;
    case "new":
      return "+";
  }
}
