import { PLAN_WIDE } from "../core/index.ts";
import type { Finding, Plan } from "../core/index.ts";
import type { Target } from "../session/target.ts";

/** What is to be checked about a cell or total; nothing where nothing is. */
export type Notes = (target: Target) => string | undefined;

/** Findings by the cells that they concern. A row over its limit has its own sign, and is not marked twice. */
export function notesOf(findings: readonly Finding[], plan: Plan): Notes {
  const byCell = new Map<string, string>();
  const put = (key: string, text: string): void => {
    const other = byCell.get(key);
    if (other === undefined) byCell.set(key, text);
    else if (!other.includes(text)) byCell.set(key, `${other} ${text}`);
  };
  for (const { code, at, cells, text } of findings) {
    if (code === "overCapacity") continue;
    for (const { row, line, t } of cells) {
      put(`${row}|${line}|${t}|${t}`, text);
      // With one channel the row's own line stands for it.
      if (line === PLAN_WIDE || plan.channels.size === 1) put(`${row}||${t}|${t}`, text);
    }
    put(`${at.row}|${at.channel ?? ""}|${at.from}|${at.to}`, text);
  }
  if (byCell.size === 0) return () => undefined;
  return ({ row, channel, from, to }) => byCell.get(`${row}|${channel ?? ""}|${from}|${to}`);
}
