import { expect, test } from "vitest";
import { shellMessages } from "../../src/core/index.ts";
import {
  bindCommands,
  commandFor,
  COMMANDS,
  findCommands,
  keyOfEvent,
  SHEET_KEYS,
  shownKey,
} from "../../src/shell/commands.ts";
import type { Act, Command, CommandId } from "../../src/shell/commands.ts";

// Object.keys forgets that these are the table's.
const IDS = Object.keys(COMMANDS) as CommandId[];

const ran: CommandId[] = [];
const acts = Object.fromEntries(IDS.map((id): [CommandId, Act] => [id, { run: () => ran.push(id) }]));
const commands: readonly Command[] = bindCommands(acts as Record<CommandId, Act>); // made of all of them

function press(key: string, more: Partial<KeyboardEvent> = {}): Parameters<typeof keyOfEvent>[0] {
  return { key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more };
}

test("every command has a name of its own, and every key is one command's alone", () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(IDS.length);
  const keys = commands.flatMap(({ key, also }) => [...(key === undefined ? [] : [key]), ...(also ?? [])]);
  expect(new Set(keys).size).toBe(keys.length);
  for (const own of Object.values(SHEET_KEYS).flat()) expect(keys).not.toContain(own);
});

test("every command of the table runs by the key that it shows, and by each other key", () => {
  for (const { id, key, also } of commands) {
    for (const each of [...(key === undefined ? [] : [key]), ...(also ?? [])]) {
      const parts = each.split("+");
      const event = press(parts.at(-1) ?? "", {
        ctrlKey: parts.includes("Ctrl"),
        altKey: parts.includes("Alt"),
        shiftKey: parts.includes("Shift"),
      });
      ran.length = 0;
      commandFor(commands, event)?.run();
      expect(ran, each).toEqual([id]);
    }
  }
});

test("a key counts, not the sign that a layout gives it; what AltGr writes is no command", () => {
  expect(keyOfEvent(press("z", { ctrlKey: true }))).toBe("Ctrl+Z");
  expect(keyOfEvent(press("z", { metaKey: true }))).toBe("Ctrl+Z");
  expect(keyOfEvent(press("∑", { altKey: true, code: "KeyW" }))).toBe("Alt+W");
  expect(keyOfEvent(press("Dead", { ctrlKey: true, altKey: true, code: "KeyN" }))).toBe("Ctrl+Alt+N");
  expect(keyOfEvent(press("я", { ctrlKey: true, code: "KeyZ" }))).toBe("Ctrl+Z");
  // On a French keyboard the key named W carries Z: its letter is Latin, and counts.
  expect(keyOfEvent(press("z", { ctrlKey: true, code: "KeyW" }))).toBe("Ctrl+Z");
  const altGr = press("ś", { ctrlKey: true, altKey: true, code: "KeyS", getModifierState: () => true });
  expect(commandFor(commands, altGr)).toBeUndefined();
});

test("keys are shown as they stand on the reader's keyboard", () => {
  expect(shownKey("Ctrl+Alt+N", false)).toBe("Ctrl+Alt+N");
  expect(shownKey("Alt+Shift+ArrowRight", false)).toBe("Alt+Shift+→");
  expect(shownKey("Ctrl+K", true)).toBe("⌘K");
  expect(shownKey("Ctrl+Alt+N", true)).toBe("⌥⌘N");
  expect(shownKey("Shift+F8", true)).toBe("⇧F8");
  expect(shownKey("Escape", true)).toBe("Esc");
});

test("a command that cannot run now is not run by its key", () => {
  const off = bindCommands({
    ...(acts as Record<CommandId, Act>), // made of all of them
    undo: { run: () => undefined, enabled: () => false },
  });
  expect(commandFor(off, press("z", { ctrlKey: true }))).toBeUndefined();
});

test("the list is searched by every word, and names that begin so come first", () => {
  const names = (search: string): string[] => findCommands(commands, search).map(({ name }) => name);
  expect(names("")).toHaveLength(IDS.length);
  expect(names("plan new")).toContain(shellMessages.commands.newPlan);
  expect(names("PLAN")[0]).toBe(shellMessages.commands.plans);
  expect(names("nothing is called this")).toEqual([]);
});
