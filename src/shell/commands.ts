import { shellMessages } from "../core/index.ts";

/**
 * The one table of commands: buttons, Ctrl/⌘ K, keys, the help and the tests read it, and nothing else knows a key.
 * `Ctrl` stands for ⌘ on a Mac. What the sheet offers where its caret stands joins it by `Sheet.commands()`.
 */
export const COMMANDS = {
  undo: { key: "Ctrl+Z" },
  redo: { key: "Ctrl+Y", also: ["Ctrl+Shift+Z"] },
  compare: { key: "Ctrl+Alt+C" },
  newScenario: { key: "Shift+F11" },
  nextScenario: { key: "Ctrl+Alt+PageDown" },
  previousScenario: { key: "Ctrl+Alt+PageUp" },
  history: { key: "Ctrl+Alt+H" },
  nameMoment: {},
  cellHistory: { key: "Alt+H" },
  data: { key: "Ctrl+Alt+B" },
  backup: {},
  restore: {},
  share: {},
  import: { key: "Ctrl+Alt+I" },
  pasteTable: { key: "Ctrl+Alt+V" },
  exportCsv: { key: "Ctrl+S" },
  exportAs: { key: "Ctrl+Shift+S" },
  plans: { key: "Ctrl+O" },
  levers: { key: "F4" },
  why: { key: "Alt+W" },
  moves: { key: "Alt+M" },
  nextCheck: { key: "F8" },
  previousCheck: { key: "Shift+F8" },
  formula: { key: "Ctrl+Alt+F" },
  answer: { key: "Ctrl+Alt+A" },
  sheet: { key: "Ctrl+Alt+S" },
  commands: { key: "Ctrl+K" },
  keys: { key: "F1", also: ["Ctrl+/"] },
  newPlan: {},
  start: { key: "Ctrl+Alt+N" },
  duplicatePlan: {},
} as const satisfies Record<keyof typeof shellMessages.commands, Keys>;

interface Keys {
  readonly key?: string;
  /** Other keys that do the same. */
  readonly also?: readonly string[];
}

export type CommandId = keyof typeof COMMANDS;

/** What a command does. */
export interface Act {
  readonly run: () => void;
  /** Whether it can be done now; always, where it is absent. */
  readonly enabled?: () => boolean;
  /** For a command that turns something on and off: whether it is on. */
  readonly isOn?: () => boolean;
}

/** A command as it is offered. */
export interface Command {
  /** Absent for what the sheet offers. */
  readonly id?: CommandId;
  /** Its accessible name, stable: tests and screen readers find it by it. */
  readonly name: string;
  readonly key?: string;
  readonly also?: readonly string[];
  readonly enabled: () => boolean;
  readonly run: () => void;
  readonly isOn?: () => boolean;
  /** Whether its key is done by the sheet itself. */
  readonly isSheets?: boolean;
}

/** The table with what each command does, in its order. */
export function bindCommands(acts: Readonly<Record<CommandId, Act>>): readonly Command[] {
  // Object.keys forgets that these are the table's.
  return (Object.keys(COMMANDS) as CommandId[]).map((id) => {
    const keys: Keys = COMMANDS[id];
    return { id, name: shellMessages.commands[id], enabled: () => true, ...keys, ...acts[id] };
  });
}

/** The commands of the page that is one file: it saves to a file, and has no address to link to. */
export function inOneFile(commands: readonly Command[]): readonly Command[] {
  const saving = COMMANDS.exportCsv;
  return commands.flatMap((command): readonly Command[] => {
    const { key: _, ...keyless } = command;
    switch (command.id) {
      case "share":
        return [];
      case "exportCsv":
        return [keyless];
      case "backup":
        return [{ ...command, ...saving, name: shellMessages.saveToFile() }];
      case "restore":
        return [{ ...command, name: shellMessages.openFile() }];
      default:
        return [command];
    }
  });
}

/** What the sheet does by its own keys, for the help; tests try each key that stands here. */
export const SHEET_KEYS = {
  move: ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"],
  next: ["Enter", "Tab", "Shift+Enter", "Shift+Tab"],
  ends: ["Home", "End", "Ctrl+Home", "Ctrl+End"],
  edge: ["Ctrl+ArrowUp", "Ctrl+ArrowDown", "Ctrl+ArrowLeft", "Ctrl+ArrowRight"],
  page: ["PageUp", "PageDown"],
  select: ["Shift+ArrowRight", "Shift+Space", "Ctrl+Space", "Ctrl+A"],
  type: [],
  edit: ["F2"],
  override: ["Alt+Enter"],
  complete: ["Tab"],
  clear: ["Delete"],
  copy: ["Ctrl+C", "Ctrl+X", "Ctrl+V"],
  fill: ["Ctrl+D", "Ctrl+R", "Ctrl+Enter"],
  unfold: ["Alt+ArrowRight", "Alt+ArrowLeft"],
  unfoldPeriods: ["Alt+Shift+ArrowRight", "Alt+Shift+ArrowLeft"],
  moveRow: ["Alt+Shift+ArrowUp", "Alt+Shift+ArrowDown"],
  menu: ["Shift+F10"],
  leave: ["Escape"],
} as const satisfies Record<keyof typeof shellMessages.sheetKeys, readonly string[]>;

export type SheetKeyId = keyof typeof SHEET_KEYS;

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey"> &
  Partial<Pick<KeyboardEvent, "code" | "getModifierState">>;

/**
 * A key event as the table writes it: modifiers in the order Ctrl, Alt, Shift. Where a letter's key gives another
 * sign (⌥W is ∑ on a Mac, Ctrl+Z is Ctrl+я on a Russian keyboard) the key counts; AltGr writes what it writes.
 */
export function keyOfEvent(event: KeyPress): string {
  const writes = event.getModifierState?.("AltGraph") === true;
  const letter = /^Key([A-Z])$/.exec(event.code ?? "")?.[1];
  const isOther = /^(?:[^ -~]|Dead)$/u.test(event.key);
  const key =
    letter !== undefined && isOther && !writes
      ? letter
      : event.key.length === 1
        ? event.key.toUpperCase()
        : event.key;
  return [
    ...(event.ctrlKey || event.metaKey ? ["Ctrl"] : []),
    ...(event.altKey ? ["Alt"] : []),
    ...(event.shiftKey ? ["Shift"] : []),
    key,
  ].join("+");
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  ...shellMessages.keyNames,
};

const MAC_SIGNS: Readonly<Record<string, string>> = { Ctrl: "⌘", Alt: "⌥", Shift: "⇧" };

/** A key of the table as it stands on the reader's keyboard: "Ctrl+Alt+→", "⌥⌘→" on a Mac. */
export function shownKey(key: string, isMac: boolean): string {
  const parts = key.split("+").map((part) => SIGNS[part] ?? part);
  if (!isMac) return parts.join("+");
  const signs = parts.map((part) => MAC_SIGNS[part] ?? part);
  // There ⌘ stands last of the signs, right before the key.
  return signs[0] === "⌘" ? [...signs.slice(1, -1), "⌘", ...signs.slice(-1)].join("") : signs.join("");
}

/** The command of a key event; nothing if there is none, or it cannot run now. */
export function commandFor(commands: readonly Command[], event: KeyPress): Command | undefined {
  const key = keyOfEvent(event);
  return commands.find(
    (command) =>
      command.isSheets !== true &&
      (command.key === key || command.also?.includes(key) === true) &&
      command.enabled(),
  );
}

/** Commands that hold every word of a search, the names that begin with it first. */
export function findCommands(commands: readonly Command[], search: string): Command[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0] ?? "";
  return commands
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .sort(
      (a, b) =>
        Number(b.name.toLowerCase().startsWith(first)) - Number(a.name.toLowerCase().startsWith(first)),
    );
}
