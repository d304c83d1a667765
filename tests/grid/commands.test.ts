// Every gesture of the sheet's menus has a name in the list of commands, and does what it says or says why not.
import { expect, test } from "vitest";
import { foundingPlan, TEMPLATES } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { layoutSheet, shownChannel } from "../../src/grid/layout.ts";
import type { Line } from "../../src/grid/layout.ts";
import type { MenuActs } from "../../src/grid/menus/item.ts";
import { commandsAt } from "../../src/grid/menus/menu-of.ts";
import type { SheetCommand } from "../../src/grid/menus/menu-of.ts";
import { Session } from "../../src/session/session.svelte.ts";
import { createSpeak } from "../../src/shell/speak.ts";

interface Stand {
  readonly session: Session;
  readonly commands: readonly SheetCommand[];
  /** What the acts of the page were asked for. */
  readonly asked: string[];
}

function stand(plan: Plan, line: Line | undefined, unfolded: readonly string[]): Stand {
  let ids = 0;
  const session = new Session(plan, [], null, {
    speak: createSpeak("en-GB", plan.settings.currency),
    now: () => 0,
    newId: () => `new${++ids}`,
    author: "me",
    isMine: () => true,
    save: () => {},
    saveView: () => {},
  });
  session.setView({ unfolded });
  const asked: string[] = [];
  const say = (what: string) => () => void asked.push(what);
  const acts: MenuActs = {
    rename: say("rename"),
    owner: say("owner"),
    formula: say("formula"),
    ask: ({ title, label }) => void asked.push(`${title}: ${label}`),
    askStage: ({ title, rateLabel }) => void asked.push(`${title}: ${rateLabel}`),
    goNext: () => undefined,
    regrid: say("regrid"),
  };
  const channel = line?.kind === "channel" ? line.channel : shownChannel(plan, session.view);
  return { session, commands: commandsAt(session, line, channel, acts), asked };
}

const channels = TEMPLATES.find(({ id }) => id === "channels")?.make({ start: "2027-M01", currency: "GBP" });
if (channels === undefined) throw new Error("no template");
const plans: readonly (readonly [string, Plan, readonly string[]])[] = [
  ["one channel", foundingPlan(), []],
  ["four channels, history", channels, ["spend", "visitors"]],
];

/** Choices: what is chosen already stays as it is. */
const CHOICE = / › (?:Unit|Format|Counts|Total by|Better when|History shown) › /u;

test.each(plans)(
  "%s: every command of every line runs, and something comes of it",
  (_name, plan, unfolded) => {
    const { session } = stand(plan, undefined, unfolded);
    const { lines } = layoutSheet(plan, session.view, false);
    expect(new Set(lines.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3);
    const idle = new Set<string>();
    const done = new Set<string>();
    for (const line of lines) {
      const names = stand(plan, line, unfolded).commands.map((command) => command.name);
      expect(names.length).toBeGreaterThan(5);
      for (const [i, name] of names.entries()) {
        if (done.has(name) || (CHOICE.test(name) && idle.has(name))) continue;
        const made = stand(plan, line, unfolded);
        const before = { plan: made.session.plan, view: made.session.view, bar: made.session.bar };
        made.commands[i]?.run();
        const isDone =
          made.session.plan !== before.plan ||
          made.session.view !== before.view ||
          made.session.bar !== before.bar ||
          made.session.asked !== null ||
          made.session.complaint !== null ||
          made.asked.length > 0;
        (isDone ? done : idle).add(name);
      }
    }
    expect([...idle].filter((name) => !done.has(name) && !CHOICE.test(name))).toEqual([]);
    expect(done.size).toBeGreaterThan(60);
  },
);

test.each(plans)("%s: no two commands of a place have one name or one key", (_name, plan, unfolded) => {
  const { session } = stand(plan, undefined, unfolded);
  for (const line of layoutSheet(plan, session.view, false).lines) {
    const { commands } = stand(plan, line, unfolded);
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
    const keys = commands.flatMap(({ key }) => (key === undefined ? [] : [key]));
    expect(new Set(keys).size, keys.join()).toBe(keys.length);
  }
});
