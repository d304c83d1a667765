import {
  gridMessages as words,
  namesOf,
  orderedIds,
  rowsInOrder,
  UNIT_WORDS,
  UNITS,
} from "../../core/index.ts";
import type { Plan, Row, RowId, TotalBy } from "../../core/index.ts";
import type { Session } from "../../session/session.svelte.ts";
import type { Reply } from "../../session/shown.ts";
import type { Line } from "../layout.ts";
import { refusal } from "./item.ts";
import type { MenuActs, MenuItem } from "./item.ts";
import { stageItems } from "./stage.ts";

type RowLine = Line & { readonly kind: "row" };

/** The menu of a row: what it is called and means, how it counts, where it stands. */
export function rowMenu(session: Session, line: RowLine, acts: MenuActs): MenuItem[] {
  const row = session.plan.rows.get(line.row);
  if (row === undefined) return [];
  return [
    { label: words.rename, run: acts.rename, takesCaret: true },
    asking(words.shortName, acts, {
      title: words.shortNameTitle(row.name),
      label: words.shortNameLabel,
      value: row.shortName ?? "",
      onok: (text) => session.setRow(line.row, { shortName: text }),
    }),
    ...formulaItems(session, line.row, line.channel, acts),
    unitItem(session, line.row, row),
    formatItem(session, line.row, row),
    countingItem(session, line.row, row),
    totalItem(session, line.row, row, acts),
    { label: words.owner, run: acts.owner, takesCaret: true, parted: true },
    wordsItem(session, line.row, row, "definition", acts),
    wordsItem(session, line.row, row, "note", acts),
    betterItem(session, line.row, row),
    limitItem(session, line.row, row, acts),
    ...appliesItems(session, line.row, line.channel),
    ...stageItems(session, line.row, row, acts),
    { ...moveItem(session, line.row, row), parted: true },
    asking(
      words.insertRow,
      acts,
      {
        title: words.insertRowTitle,
        label: words.nameLabel,
        value: "",
        onok: (name) => insertBelow(session, line.row, row, name, acts),
      },
      "Ctrl+Alt+Enter",
    ),
    { label: words.duplicate, key: "Ctrl+Alt+D", run: () => void session.duplicateRow(line.row) },
    { label: words.deleteRow, run: () => session.deleteRow(line.row), parted: true },
  ];
}

/** An entry that asks for a text. */
export function asking(
  label: string,
  acts: MenuActs,
  question: Parameters<MenuActs["ask"]>[0],
  key?: string,
): MenuItem {
  const run = (): void => acts.ask(question);
  return { label, run, takesCaret: true, ...(key === undefined ? {} : { key }) };
}

/** The formula of a line, and going back to typed numbers. */
export function formulaItems(
  session: Session,
  row: RowId,
  channel: string | null,
  { formula }: MenuActs,
): MenuItem[] {
  const { plan } = session;
  const items: MenuItem[] = [];
  if (formula !== undefined) {
    items.push({ label: words.formula, key: "Ctrl+Alt+F", run: formula, takesCaret: true });
  }
  const key = channel === null ? row : `${row}/${channel}`;
  const own = plan.formulas.get(key) ?? (channel === null ? undefined : plan.formulas.get(row));
  if (own?.kind === "tree" || own?.kind === "text") {
    items.push({ label: words.typeNumbers, run: () => session.clearRowFormula(row, channel) });
  }
  return items;
}

function choice(label: string, checked: boolean, run: () => void, parted = false): MenuItem {
  return { label, checked, exclusive: true, run, parted };
}

function unitItem(session: Session, id: RowId, row: Row): MenuItem {
  return {
    label: words.unit,
    items: UNITS.map((unit) =>
      choice(UNIT_WORDS[unit], row.unit === unit, () => void session.setRowUnit(id, unit, UNIT_WORDS[unit])),
    ),
  };
}

function formatItem(session: Session, id: RowId, row: Row): MenuItem {
  const decimals = [null, 0, 1, 2, 3, 4].map((count) =>
    choice(
      count === null ? words.decimalsByUnit : words.decimals(count),
      row.decimals === count,
      () => void session.setRow(id, { decimals: count }),
    ),
  );
  const { asPercent, per } = row;
  return {
    label: words.format,
    items: [
      ...decimals,
      ...(row.unit === "number"
        ? [
            {
              label: words.asPercent,
              checked: asPercent,
              parted: true,
              run: () => void session.setRow(id, { asPercent: !asPercent }),
            },
          ]
        : []),
      ...(row.unit === "moneyPerCount"
        ? [
            {
              label: words.perThousand,
              checked: per === 1000,
              parted: true,
              run: () => void session.setRowPer(id, per === 1000 ? 1 : 1000),
            },
          ]
        : []),
    ],
  };
}

/** One line or one a channel; flow or stock. */
function countingItem(session: Session, id: RowId, row: Row): MenuItem {
  const { scope, measure } = row;
  return {
    label: words.counting,
    items: [
      choice(words.perChannel, scope === "channel", () => void session.setRowScope(id, "channel")),
      choice(words.planWideScope, scope === "plan", () => void session.setRowScope(id, "plan")),
      ...(["auto", "flow", "stock"] as const).map((each, i) =>
        choice(
          words.measures[each],
          measure === each,
          () => void session.setRow(id, { measure: each }),
          i === 0,
        ),
      ),
    ],
  };
}

function totalItem(session: Session, id: RowId, row: Row, acts: MenuActs): MenuItem {
  const { totalBy } = row;
  const set = (by: TotalBy): Reply => session.setRow(id, { totalBy: by });
  const weight = typeof totalBy === "object" ? (session.plan.rows.get(totalBy.weightedBy)?.name ?? "") : "";
  return {
    label: words.totalBy,
    items: [
      ...(["auto", "sum", "last", "first", "average", "none"] as const).map((by) =>
        choice(words.totals[by], totalBy === by, () => void set(by)),
      ),
      {
        ...asking(words.weighted(weight), acts, {
          title: words.weightedTitle(row.name),
          label: words.rowLabel,
          value: weight,
          choices: namesIn(session.plan, id),
          onok: (text) => withRow(session.plan, text, (weightedBy) => set({ weightedBy })),
        }),
        checked: weight !== "",
        exclusive: true,
      },
    ],
  };
}

function wordsItem(
  session: Session,
  id: RowId,
  row: Row,
  field: "definition" | "note",
  acts: MenuActs,
): MenuItem {
  return asking(words[field], acts, {
    title: words.fieldOf(words[field].replace("…", ""), row.name),
    label: field === "definition" ? words.definitionLabel : words.noteLabel,
    value: row[field],
    isLong: true,
    onok: (text) => session.setRow(id, field === "definition" ? { definition: text } : { note: text }),
  });
}

function betterItem(session: Session, id: RowId, row: Row): MenuItem {
  return {
    label: words.better,
    items: (["higher", "lower", null] as const).map((better) =>
      choice(
        words.betters[better ?? "neither"],
        row.better === better,
        () => void session.setRow(id, { better }),
      ),
    ),
  };
}

function limitItem(session: Session, id: RowId, row: Row, acts: MenuActs): MenuItem {
  return asking(words.limitBy, acts, {
    title: words.limitTitle(row.name),
    label: words.rowLabel,
    value: row.limit === null ? "" : (session.plan.rows.get(row.limit)?.name ?? ""),
    choices: namesIn(session.plan, id),
    onok: (text) =>
      text.trim() === ""
        ? session.setRow(id, { limit: null })
        : withRow(session.plan, text, (limit) => session.setRow(id, { limit })),
  });
}

/** Names of the other rows, to choose from. */
function namesIn(plan: Plan, except: RowId): string[] {
  return rowsInOrder(plan)
    .filter((id) => id !== except)
    .map((id) => plan.rows.get(id)?.name ?? "");
}

function withRow(plan: Plan, name: string, take: (row: RowId) => Reply): Reply {
  const row = namesOf(plan).row(name.trim());
  return row === undefined ? refusal(words.noSuchRow(name.trim())) : take(row);
}

/** Where a row applies: asked of the channel that is shown, else of each. */
function appliesItems(session: Session, id: RowId, shown: string | null): MenuItem[] {
  const { plan } = session;
  if (plan.rows.get(id)?.scope !== "channel" || plan.channels.size < 2) return [];
  if (shown !== null) {
    const name = plan.channels.get(shown)?.name ?? "";
    return [appliesItem(session, id, shown, words.appliesHere(name))];
  }
  return [
    {
      label: words.applies,
      items: orderedIds(plan.channels).map((channel) =>
        appliesItem(session, id, channel, plan.channels.get(channel)?.name ?? ""),
      ),
    },
  ];
}

/** Whether a row applies in a channel. */
export function appliesItem(session: Session, row: RowId, channel: string, label: string): MenuItem {
  const applies = session.book.engine.applies(row, channel);
  return { label, checked: applies, run: () => session.setApplies(row, channel, !applies) };
}

function moveItem(session: Session, id: RowId, row: Row): MenuItem {
  const { plan } = session;
  const sections = orderedIds(plan.sections).filter((section) => section !== row.section);
  return {
    label: words.move,
    items: [
      { label: words.up, key: "Alt+Shift+ArrowUp", run: () => moveBy(session, id, -1) },
      { label: words.down, key: "Alt+Shift+ArrowDown", run: () => moveBy(session, id, 1) },
      ...sections.map((section, i) => ({
        label: words.intoSection(plan.sections.get(section)?.name ?? ""),
        parted: i === 0,
        run: () => void session.moveRow(id, { section }),
      })),
    ],
  };
}

/** One place up or down; past the first or last of its section into the next one. */
function moveBy(session: Session, id: RowId, step: 1 | -1): void {
  const { plan } = session;
  const rows = rowsInOrder(plan);
  const other = rows[rows.indexOf(id) + step];
  if (other === undefined) return;
  const isSame = plan.rows.get(other)?.section === plan.rows.get(id)?.section;
  // Into another section it goes to the near end of it.
  const before = step < 0 ? isSame : !isSame;
  session.moveRow(id, before ? { before: other } : { after: other });
}

function insertBelow(session: Session, id: RowId, row: Row, name: string, acts: MenuActs): Reply {
  const reply = session.addRow(name, id, row.section);
  if (reply.ok && reply.row !== undefined) {
    acts.goNext({ row: reply.row, channel: session.view.channel, from: 0, to: 0 });
  }
  return reply;
}
