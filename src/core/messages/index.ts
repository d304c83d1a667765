import { backupMessages } from "./backup.ts";
import { compareMessages } from "./compare.ts";
import { engineMessages } from "./engine.ts";
import { csvMessages } from "./csv.ts";
import { entryMessages, entryNotices } from "./entry.ts";
import { formulaMessages } from "./formula.ts";
import { gridMessages } from "./grid.ts";
import { importMessages } from "./import.ts";
import { historyMessages } from "./history.ts";
import { insightCheckMessages } from "./insight-check.ts";
import { partMessages } from "./parts.ts";
import { pasteMessages } from "./paste.ts";
import { regridMessages } from "./regrid.ts";
import { sessionMessages } from "./session.ts";
import { shellMessages } from "./shell.ts";
import { storeMessages } from "./store.ts";
import { solveMessages } from "./solve.ts";

/**
 * Every sentence that a user can be answered with, by room: code -> sentence with its remedy. Rooms hand out
 * `{ code, text }`; nothing else in core writes sentences for people.
 */
export const messages = {
  backup: backupMessages,
  compare: compareMessages,
  engine: engineMessages,
  csv: csvMessages,
  formula: formulaMessages,
  entry: entryMessages,
  entryNotice: entryNotices,
  grid: gridMessages,
  history: historyMessages,
  part: partMessages,
  paste: pasteMessages,
  import: importMessages,
  regrid: regridMessages,
  insightCheck: insightCheckMessages,
  session: sessionMessages,
  shell: shellMessages,
  store: storeMessages,
  solve: solveMessages,
} as const;
