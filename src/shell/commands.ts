/**
 * The one table of commands: the buttons, Ctrl/⌘ K, the keys and the help read it, and nothing else knows a key.
 * What only the sheet can do (move, edit) is the grid's own and is listed here for the help alone.
 */
export interface Command {
  /** Its accessible name, stable: tests and screen readers find it by it. */
  readonly name: string;
  /** As written on a keyboard: "Ctrl+Z". Ctrl stands for ⌘ on a Mac. */
  readonly key?: string;
  /** Other keys that do the same. */
  readonly also?: readonly string[];
  readonly enabled: () => boolean;
  readonly run: () => void;
  /** For a command that turns something on and off: whether it is on. */
  readonly isOn?: () => boolean;
  /** Whether it is only told, since the sheet does it itself. */
  readonly isSheets?: boolean;
}

/** A key event as the table writes it: modifiers in the order Ctrl, Alt, Shift. */
export function keyOfEvent(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  return [
    ...(event.ctrlKey || event.metaKey ? ["Ctrl"] : []),
    ...(event.altKey ? ["Alt"] : []),
    ...(event.shiftKey ? ["Shift"] : []),
    name,
  ].join("+");
}

/** The command of a key event; nothing if there is none, or it cannot run now. */
export function commandFor(
  commands: readonly Command[],
  event: Parameters<typeof keyOfEvent>[0],
): Command | undefined {
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

/** What the sheet does by itself, for the help. */
export const SHEET_KEYS: readonly (readonly [key: string, what: string])[] = [
  ["Arrows, Tab, Enter", "Move; with Ctrl to the edge; Enter after Tab goes back to where the line began"],
  ["Shift with them", "Select; Shift+Space the row, Ctrl+Space the column, Ctrl+A all"],
  ["Ctrl+C, Ctrl+X, Ctrl+V", "Copy, cut and paste, also from and to other spreadsheets"],
  ["Ctrl+D, Ctrl+R, Ctrl+Enter", "Fill down, to the right, all that is selected"],
  ["Type", "Replace; over a result: make it a goal"],
  ["F2", "Edit what stands there"],
  ["Alt+Enter", "While typing: override a computed cell instead of making a goal"],
  ["Delete", "Empty an assumption, take back an override, let a goal go"],
  ["Alt+→ / Alt+←", "Unfold a row into its channels, fold it"],
  ["Alt+Shift+→ / Alt+Shift+←", "Unfold a quarter or year into its periods, fold it"],
  ["Shift+F10", "The menu of a row or section"],
  ["Tab, in a formula", "Complete the name; arrows choose another"],
  ["Esc", "Leave without changing anything"],
];
