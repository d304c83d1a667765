import { gridMessages as words, orderedIds, PERIOD_WORDS } from "../../core/index.ts";
import type { ChannelId, PeriodLength, SectionId } from "../../core/index.ts";
import type { Session } from "../../session/session.svelte.ts";
import type { Line } from "../layout.ts";
import type { MenuActs, MenuItem } from "./item.ts";
import { appliesItem, asking, formulaItems } from "./row.ts";

/** The menu of a channel: from its column's head, or from its line under a row. */
export function channelMenu(session: Session, channel: ChannelId, acts: MenuActs): MenuItem[] {
  const { plan } = session;
  const name = plan.channels.get(channel)?.name ?? "";
  const ids = orderedIds(plan.channels);
  const at = ids.indexOf(channel);
  return [
    asking(words.renameChannel, acts, {
      title: words.renameTitle(name),
      label: words.nameLabel,
      value: name,
      onok: (text) => session.renameChannel(channel, text),
    }),
    ...moves(at, ids.length, (before) => void session.moveChannel(channel, ids[before] ?? null), true),
    { label: words.duplicate, run: () => void session.duplicateChannel(channel) },
    { label: words.deleteOne(name), run: () => void session.deleteChannel(channel), parted: true },
  ];
}

/** The menu of a channel's line: what holds for the row in it, and the channel itself. */
export function channelLineMenu(
  session: Session,
  line: Line & { readonly kind: "channel" },
  acts: MenuActs,
): MenuItem[] {
  const rest = channelMenu(session, line.channel, acts);
  return [
    ...formulaItems(session, line.row, line.channel, acts),
    appliesItem(session, line.row, line.channel, words.appliesHere(line.name)),
    ...rest.map((item, i) => (i === 0 ? { ...item, parted: true } : item)),
  ];
}

/** The menu of a section's heading. */
export function sectionMenu(session: Session, section: SectionId, acts: MenuActs): MenuItem[] {
  const { plan } = session;
  const name = plan.sections.get(section)?.name ?? "";
  const ids = orderedIds(plan.sections);
  const at = ids.indexOf(section);
  return [
    asking(words.renameSection, acts, {
      title: words.renameTitle(name),
      label: words.nameLabel,
      value: name,
      onok: (text) => session.renameSection(section, text),
    }),
    ...moves(at, ids.length, (before) => void session.moveSection(section, ids[before] ?? null), false),
    addSectionItem(session, section, acts),
    { label: words.deleteSection(name), run: () => void session.deleteSection(section), parted: true },
  ];
}

/** Makes a section, behind one or as the last. */
export function addSectionItem(session: Session, after: SectionId | null, acts: MenuActs): MenuItem {
  return asking(words.addSection, acts, {
    title: words.addSectionTitle,
    label: words.nameLabel,
    value: "",
    onok: (text) => session.addSection(text, after),
  });
}

/** One place on or back, where there is one. `moveTo` takes the place that it goes in front of. */
function moves(at: number, count: number, moveTo: (before: number) => void, isColumn: boolean): MenuItem[] {
  const items: MenuItem[] = [];
  if (at > 0) items.push({ label: isColumn ? words.forward : words.up, run: () => moveTo(at - 1) });
  if (at < count - 1) items.push({ label: isColumn ? words.back : words.down, run: () => moveTo(at + 2) });
  return items;
}

const COUNTS: Readonly<Record<PeriodLength, readonly number[]>> = {
  month: [1, 3, 6, 12],
  quarter: [1, 4, 8],
  week: [1, 4, 13, 26],
  year: [1, 2, 5],
};

const LENGTHS: readonly PeriodLength[] = ["week", "month", "quarter", "year"];

/** The menu of a period's head: more of them, fewer, history, and periods of another length. */
export function periodMenu(session: Session, acts: MenuActs): MenuItem[] {
  const { periodLength, periods, history } = session.plan.settings;
  const counts = COUNTS[periodLength];
  const say = (count: number): string => words.periods(count, periodLength);
  const add = (end: "front" | "behind"): readonly MenuItem[] =>
    counts.map((count) => ({ label: say(count), run: () => void session.addPeriods(count, end) }));
  const remove = (end: "front" | "behind"): readonly MenuItem[] =>
    counts
      .filter((count) => count < periods)
      .map((count) => ({ label: say(count), run: () => void session.removePeriods(count, end) }));
  const { regrid } = acts;
  return [
    { label: words.addBehind, items: add("behind") },
    { label: words.addInFront, items: add("front") },
    ...(periods > 1
      ? [
          { label: words.removeLast, items: remove("behind"), parted: true },
          { label: words.removeFirst, items: remove("front") },
        ]
      : []),
    {
      label: words.history,
      parted: true,
      items: [0, ...counts].map((count) => ({
        label: count === 0 ? words.noHistory : say(count),
        checked: history === count,
        exclusive: true,
        run: () => void session.setHistory(count),
      })),
    },
    ...(regrid === undefined
      ? []
      : [
          {
            label: words.otherPeriods,
            items: LENGTHS.filter((length) => length !== periodLength).map((length) => ({
              label: PERIOD_WORDS[length],
              run: () => regrid(length),
            })),
          },
        ]),
  ];
}
