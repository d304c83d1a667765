import { gridMessages as words, orderedIds, UNITS, UNIT_WORDS } from "../core/index.ts";
import type { Session } from "../session/session.svelte.ts";
import type { Line } from "./layout.ts";

/** One entry of a row's menu; one with `items` opens them beside it. `checked` makes it a choice. */
export interface MenuItem {
  readonly label: string;
  readonly checked?: boolean;
  /** One of several that exclude each other. */
  readonly exclusive?: boolean;
  readonly items?: readonly MenuItem[];
  readonly run?: () => void;
}

/** What the menu cannot do by itself. */
export interface MenuActs {
  readonly rename: () => void;
  readonly owner: () => void;
  readonly formula: (() => void) | undefined;
}

/** The menu of a line. Empty for lines that are no row. */
export function menuOf(session: Session, line: Line | undefined, acts: MenuActs): MenuItem[] {
  if (line?.kind !== "row" && line?.kind !== "channel") return [];
  const { plan } = session;
  const row = plan.rows.get(line.row);
  if (row === undefined) return [];
  const items: MenuItem[] = [{ label: words.rename, run: acts.rename }];
  if (acts.formula !== undefined) items.push({ label: words.formula, run: acts.formula });
  const key = line.channel === null ? line.row : `${line.row}/${line.channel}`;
  const own = plan.formulas.get(key) ?? (line.channel === null ? undefined : plan.formulas.get(line.row));
  if (own?.kind === "tree" || own?.kind === "text") {
    items.push({ label: words.typeNumbers, run: () => session.clearRowFormula(line.row, line.channel) });
  }
  if (line.kind === "row") {
    items.push({
      label: words.unit,
      items: UNITS.map((unit) => ({
        label: UNIT_WORDS[unit],
        checked: row.unit === unit,
        exclusive: true,
        run: () => void session.setRowUnit(line.row, unit, UNIT_WORDS[unit]),
      })),
    });
    items.push({ label: words.owner, run: acts.owner });
  }
  items.push(...appliesItems(session, line));
  if (line.kind === "row") items.push({ label: words.deleteRow, run: () => session.deleteRow(line.row) });
  return items;
}

/** Where the row applies: asked of one channel where the line is one, else of each. */
function appliesItems(session: Session, line: Line & { readonly kind: "row" | "channel" }): MenuItem[] {
  const { plan, book } = session;
  const row = plan.rows.get(line.row);
  if (row?.scope !== "channel" || plan.channels.size < 2) return [];
  const item = (channel: string, label: string): MenuItem => {
    const applies = book.engine.applies(line.row, channel);
    return { label, checked: applies, run: () => session.setApplies(line.row, channel, !applies) };
  };
  const nameOf = (channel: string): string => plan.channels.get(channel)?.name ?? "";
  if (line.channel !== null) return [item(line.channel, words.appliesHere(nameOf(line.channel)))];
  return [{ label: words.applies, items: orderedIds(plan.channels).map((id) => item(id, nameOf(id))) }];
}
