import { changeTo, keyOfOrdinal, orderedIds, sessionMessages } from "../../core/index.ts";
import type { ChannelId, NewId, Plan } from "../../core/index.ts";
import type { Outcome } from "../outcome.ts";
import { refuse } from "../outcome.ts";
import type { Workbook } from "../workbook.ts";
import { edit, freeName, NOTHING, placeAt } from "./common.ts";
import type { Wanted } from "./common.ts";
import { runsOf } from "./rows.ts";

const channelAddress = (id: ChannelId): string => `channel/${id}`;

/** Adds a channel, empty or as a copy of another one. Formulas of rows hold in it by themselves. [SH2] */
export function addChannel(
  book: Workbook,
  name: string,
  from: ChannelId | null,
  newId: NewId,
): Outcome & { channel?: ChannelId } {
  return makeChannel(book, name, from, orderedIds(book.plan.channels).length, newId);
}

/** A copy of a channel right behind it, under a name that is free. */
export function duplicateChannel(
  book: Workbook,
  id: ChannelId,
  newId: NewId,
): Outcome & { channel?: ChannelId } {
  const { plan } = book;
  const channel = plan.channels.get(id);
  if (channel === undefined) return NOTHING;
  const name = freeName(channel.name, (tried) => isChannelNameTaken(plan, tried));
  return makeChannel(book, name, id, orderedIds(plan.channels).indexOf(id) + 1, newId);
}

function makeChannel(
  { plan }: Workbook,
  name: string,
  from: ChannelId | null,
  index: number,
  newId: NewId,
): Outcome & { channel?: ChannelId } {
  const trimmed = name.trim();
  const problem = nameProblem(plan, trimmed);
  if (problem !== null) return problem;
  const id = newId();
  const ids = orderedIds(plan.channels);
  const { orders, others } = placeAt(ids, index, 1, plan.channels, channelAddress);
  const wanted: Wanted = [...others, [channelAddress(id), { name: trimmed, order: orders[0] ?? "i" }]];
  if (from !== null) {
    for (const [key, formula] of plan.formulas) {
      const [row = "", channel] = key.split("/");
      if (channel === from) wanted.push([`formula/${row}/${id}`, formula]);
    }
    for (const [row, { scope }] of plan.rows) {
      if (scope !== "channel") continue;
      for (const [line, first, cells] of runsOf(plan, row)) {
        if (line !== from) continue;
        wanted.push([`cells/${row}/${id}/${keyOfOrdinal(plan.settings.periodLength, first)}`, { cells }]);
      }
    }
  }
  return {
    ...edit(changeTo(plan, wanted), trimmed, sessionMessages.channelAdded(trimmed), true),
    channel: id,
  };
}

function isChannelNameTaken(plan: Plan, name: string, except?: ChannelId): boolean {
  const key = name.toLowerCase();
  return [...plan.channels].some(([id, channel]) => id !== except && channel.name.toLowerCase() === key);
}

function nameProblem(plan: Plan, name: string, except?: ChannelId): Outcome | null {
  if (name === "") return refuse("channel-name-empty", sessionMessages.channelNameEmpty());
  if (!isChannelNameTaken(plan, name, except)) return null;
  return refuse("channel-name-taken", sessionMessages.channelNameTaken(name));
}

export function renameChannel(book: Workbook, id: ChannelId, name: string): Outcome {
  const { plan } = book;
  const old = plan.channels.get(id)?.name ?? "";
  const trimmed = name.trim();
  const problem = nameProblem(plan, trimmed, id);
  if (problem !== null) return problem;
  if (trimmed === old) return NOTHING;
  return edit(
    changeTo(plan, [[`channel/${id}/name`, trimmed]]),
    trimmed,
    sessionMessages.channelRenamed(old, trimmed),
  );
}

/** Moves a channel in front of another one; null makes it the last. */
export function moveChannel(book: Workbook, id: ChannelId, before: ChannelId | null): Outcome {
  const { plan } = book;
  const channel = plan.channels.get(id);
  if (channel === undefined || before === id) return NOTHING;
  const ids = orderedIds(plan.channels).filter((each) => each !== id);
  const index = before === null ? ids.length : ids.indexOf(before);
  if (index < 0 || orderedIds(plan.channels).indexOf(id) === index) return NOTHING;
  const { orders, others } = placeAt(ids, index, 1, plan.channels, channelAddress);
  const wanted: Wanted = [...others, [`channel/${id}/order`, orders[0] ?? channel.order]];
  return edit(changeTo(plan, wanted), channel.name, sessionMessages.channelMoved(channel.name));
}

/** Deletes a channel: goals on it go, levers that cover only it rest. Its cells are kept for its return. */
export function deleteChannel(book: Workbook, id: ChannelId): Outcome {
  const { plan } = book;
  if (plan.channels.size <= 1) return refuse("last-channel", sessionMessages.lastChannel());
  const name = plan.channels.get(id)?.name ?? "";
  const wanted: Wanted = [];
  for (const [goalId, goal] of plan.goals) {
    const { lever } = goal;
    if (goal.channel === id) wanted.push([`goal/${goalId}`, null]);
    else if (lever?.channels?.includes(id) === true) {
      const channels = lever.channels.filter((channel) => channel !== id);
      wanted.push([`goal/${goalId}/lever`, channels.length === 0 ? null : { ...lever, channels }]);
    }
  }
  wanted.push([channelAddress(id), null]);
  return edit(changeTo(plan, wanted), name, sessionMessages.channelDeleted(name), true);
}
