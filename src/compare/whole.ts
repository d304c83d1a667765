import type { ScenarioId } from "../core/index.ts";
import { tabsOf } from "../session/scenarios.ts";
import type { Session } from "../session/session.svelte.ts";
import { columnsOf, compareTable, tableForFile } from "./table.ts";
import type { CompareOptions } from "./table.ts";

/** All scenarios beside each other over the whole plan, each against the base, for a file. */
export function wholeComparison(session: Session): (string | number)[][] {
  const { document } = session;
  const ids: readonly (ScenarioId | null)[] = tabsOf(document);
  const columns = columnsOf(document, ids, (id) => session.bookOf(id));
  const options: CompareOptions = {
    against: null,
    differences: ids.length > 1 ? "absolute" : "off",
    rows: "all",
    from: 0,
    to: document.settings.periods - 1,
    channel: null,
  };
  return tableForFile(compareTable(document, columns, options, session.speak), columns, options);
}
