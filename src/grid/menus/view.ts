import { gridMessages as words, orderedIds, PERIOD_WORDS } from "../../core/index.ts";
import type { Session } from "../../session/session.svelte.ts";
import { shownChannel, showsChannels } from "../layout.ts";
import { foldsFor, grainOf, groupsOf } from "../periods.ts";
import type { MenuActs, MenuItem } from "./item.ts";
import { asking } from "./row.ts";

/** What the pickers do, for the list of commands: what the columns are, which channel, all sections. */
export function viewMenu(session: Session, acts: MenuActs): MenuItem[] {
  const { plan, view } = session;
  const isChannels = showsChannels(plan, view);
  const grain = isChannels ? "channels" : grainOf(plan, view.foldedPeriods);
  const levels = new Set(groupsOf(plan).map(({ level }) => level));
  const columns = (label: string, is: string, run: () => void): MenuItem => {
    return { label, checked: grain === is, exclusive: true, run };
  };
  const asPeriods = (folds: "periods" | "quarters" | "years") => (): void =>
    session.setView({ columns: "periods", foldedPeriods: foldsFor(plan, folds) });
  const shown = shownChannel(plan, view);
  const ids = orderedIds(plan.channels);
  const channel = (label: string, id: string | null): MenuItem => ({
    label,
    checked: !isChannels && shown === id,
    exclusive: true,
    run: () => session.setView({ channel: id, ...(id === null ? {} : { columns: "periods" as const }) }),
  });
  return [
    {
      label: words.columns,
      items: [
        columns(PERIOD_WORDS[plan.settings.periodLength], "periods", asPeriods("periods")),
        ...(levels.has("quarter") ? [columns(words.quarters, "quarters", asPeriods("quarters"))] : []),
        ...(levels.has("year") ? [columns(words.years, "years", asPeriods("years"))] : []),
        ...(ids.length > 1
          ? [columns(words.channels, "channels", () => session.setView({ columns: "channels" }))]
          : []),
      ],
    },
    {
      label: words.channel,
      items: [
        ...(ids.length > 1
          ? [channel(words.all, null), ...ids.map((id) => channel(plan.channels.get(id)?.name ?? "", id))]
          : []),
        asking(words.addChannel, acts, {
          title: words.addTitle,
          label: words.nameLabel,
          value: "",
          onok: (name) => session.addChannel(name, null),
        }),
      ],
    },
    { label: words.foldAll, run: () => session.setView({ folded: orderedIds(plan.sections) }) },
    { label: words.unfoldAll, run: () => session.setView({ folded: [] }) },
  ];
}
