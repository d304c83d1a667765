import { gridMessages as words } from "../../core/index.ts";
import type { Session } from "../../session/session.svelte.ts";
import { numbersOf } from "../layout.ts";
import type { Column, Line } from "../layout.ts";
import type { MenuActs, MenuItem } from "./item.ts";
import { flatten } from "./item.ts";
import { addSectionItem, channelLineMenu, channelMenu, periodMenu, sectionMenu } from "./others.ts";
import { rowMenu } from "./row.ts";
import { viewMenu } from "./view.ts";

/** A menu with its accessible name. */
export interface OpenMenu {
  readonly label: string;
  readonly items: readonly MenuItem[];
}

/** The menu of a line. */
export function menuOfLine(session: Session, line: Line | undefined, acts: MenuActs): OpenMenu | null {
  const nameOf = (row: string): string => session.plan.rows.get(row)?.name ?? "";
  switch (line?.kind) {
    case undefined:
      return null;
    case "row":
      return { label: words.rowMenu(nameOf(line.row)), items: rowMenu(session, line, acts) };
    case "channel":
      return {
        label: words.rowMenu(`${nameOf(line.row)}, ${line.name}`),
        items: channelLineMenu(session, line, acts),
      };
    case "section":
      return { label: words.section(line.name), items: sectionMenu(session, line.section, acts) };
    case "new":
      return { label: words.newRow, items: [addSectionItem(session, null, acts)] };
  }
}

/** The menu of a column's head. */
export function menuOfColumn(session: Session, column: Column | undefined, acts: MenuActs): OpenMenu | null {
  const span = numbersOf(column);
  if (span === null) return null;
  if (span.kind === "channel" && span.channel !== null) {
    const name = session.plan.channels.get(span.channel)?.name ?? "";
    return { label: words.channelMenu(name), items: channelMenu(session, span.channel, acts) };
  }
  return { label: words.periodMenu, items: periodMenu(session, acts) };
}

/** One gesture on the sheet by its name, for the list of commands. */
export interface SheetCommand {
  readonly name: string;
  readonly key?: string;
  readonly run: () => void;
  /** Whether its key is one that the sheet does itself. */
  readonly isSheets?: boolean;
}

/**
 * Every gesture of the menus of where the caret stands, by its way: "Row › Unit › money". The menus are the one
 * table of them; this only lays them flat.
 */
export function commandsAt(
  session: Session,
  line: Line | undefined,
  channel: string | null,
  acts: MenuActs,
): SheetCommand[] {
  const groups: [string, readonly MenuItem[]][] = [];
  const own = menuOfLine(session, line, acts);
  if (own !== null && line?.kind !== "new") {
    const title = line?.kind === "section" ? words.sectionGroup : words.rowGroup;
    groups.push([title, own.items]);
  }
  if (line?.kind !== "section") groups.push([words.sectionGroup, [addSectionItem(session, null, acts)]]);
  if (channel !== null) groups.push([words.channelGroup, channelMenu(session, channel, acts)]);
  groups.push([words.periodMenu, periodMenu(session, acts)], [words.viewGroup, viewMenu(session, acts)]);
  const seen = new Set<string>();
  return groups
    .flatMap(([title, items]) => flatten(title, items))
    .flatMap(({ path, key, run }) => {
      if (run === undefined || seen.has(path)) return [];
      seen.add(path);
      return [{ name: path, run, ...(key === undefined ? {} : { key }) }];
    });
}
