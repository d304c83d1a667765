import type { FormulaField } from "../shell/formula/assist.svelte.ts";
import type { SheetEditor } from "./editor.ts";
import type { Layout, Place } from "./layout.ts";

/** What the keys of the sheet act on. */
export interface KeyHost {
  layout(): Layout;
  selected(): Place | null;
  /** Whether more than one cell is selected: Enter and Tab then go round in it. */
  isBlock(): boolean;
  editor(): SheetEditor | null;
  fold(place: Place, open: boolean | null): boolean;
  /** Folds or unfolds the quarter or year that a cell's column stands in. */
  foldPeriods(place: Place, open: boolean): void;
  clear(): void;
  fill(direction: "down" | "right" | "all"): void;
  /** Puts a text into every selected cell. */
  fillText(text: string): void;
  /** What helps with a formula takes a key: a completion, a bracket. */
  assist(event: KeyboardEvent, field: FormulaField): boolean;
  /** Gives the open editor's text away; `step` is where the caret would go. Whether the widget may go on. */
  settle(override: boolean, step: Place): boolean;
  move(step: Place): void;
  /** To the edge of what is filled, or the selection with it. */
  jump(step: Place, extend: boolean): void;
  menu(place: Place): void;
  /** F2 on a heading. */
  rename(place: Place): void;
  escape(): void;
}

const STEPS: Readonly<Record<string, Place>> = {
  Enter: { line: 1, column: 0 },
  Tab: { line: 0, column: 1 },
  ArrowDown: { line: 1, column: 0 },
  ArrowUp: { line: -1, column: 0 },
  ArrowLeft: { line: 0, column: -1 },
  ArrowRight: { line: 0, column: 1 },
  PageDown: { line: 1, column: 0 },
  PageUp: { line: -1, column: 0 },
};

/**
 * The keys that the sheet does itself, before the widget sees them. What is done here is stopped; everything
 * else (arrows, Home, End, typing, Ctrl+A, Ctrl+C …) is the widget's. While an input method composes, all is.
 */
export function keysFor(host: KeyHost): (event: KeyboardEvent) => false | undefined {
  const run = new TabRun(host);
  return (event) => {
    if (event.isComposing || event.key === "Process") return undefined;
    const editor = host.editor();
    const way = run.wayOf(event, editor !== null);
    const done = editor === null ? cellKey(host, event, way) : editorKey(host, editor, event, way);
    if (!done) return undefined;
    event.preventDefault();
    // The widget knows a stopped event by this answer only.
    return false;
  };
}

/** Enter after Tab, Tab goes back to the column where one began, as in a spreadsheet. */
class TabRun {
  readonly #host: KeyHost;
  /** The column where the run of Tabs began, and the cell that it has come to. */
  #begun: { readonly column: number; readonly at: Place } | null = null;

  constructor(host: KeyHost) {
    this.#host = host;
  }

  /** Where a key takes the caret; nothing where it does not, or not from here. */
  wayOf(event: KeyboardEvent, isEditing: boolean): Place | null {
    const step = STEPS[event.key];
    const place = this.#host.selected();
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return null;
    if (step === undefined || place === null) {
      // Typing and the like are part of the run.
      return null;
    }
    const isBack = event.shiftKey && (event.key === "Enter" || event.key === "Tab");
    const way = isBack ? { line: 0 - step.line, column: 0 - step.column } : step;
    const before = this.#begun;
    const goesOn = before !== null && before.at.line === place.line && before.at.column === place.column;
    this.#begun = null;
    if (this.#host.isBlock() && !isEditing) return way;
    if (event.key === "Tab") {
      const column = goesOn ? before.column : place.column;
      const at = { line: place.line, column: place.column + way.column };
      this.#begun = { column: Math.min(column, at.column), at };
    } else if (event.key === "Enter" && goesOn) {
      return { ...way, column: before.column - place.column };
    }
    return way;
  }
}

/** A key while an editor is open. Whether it ends here. */
function editorKey(host: KeyHost, editor: SheetEditor, event: KeyboardEvent, way: Place | null): boolean {
  if (host.assist(event, editor.TEXTAREA)) return true;
  if (way === null) return false;
  if (event.key.startsWith("Arrow") && editor.isInFullEditMode()) return false;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    fillOrTake(host, editor);
    return true;
  }
  // The widget would put a line break in at Alt+Enter, and knows no way sideways.
  const isOurs = event.key === "Enter" && (event.altKey || way.column !== 0);
  if (!isOurs) return !host.settle(false, way);
  if (host.settle(event.altKey, way)) {
    editor.shut();
    host.move(way);
  }
  return true;
}

/** Ctrl+Enter: the text into all that is selected; into one cell, which keeps the caret. */
function fillOrTake(host: KeyHost, editor: SheetEditor): void {
  if (host.isBlock()) {
    const { text } = editor;
    editor.shut();
    host.fillText(text);
  } else if (host.settle(false, { line: 0, column: 0 })) editor.shut();
}

/** What a key is, whatever Caps Lock or a keyboard without Latin letters makes of it: Ctrl+D is Ctrl+В in Russian. */
function nameOf(event: KeyboardEvent): string {
  const letter = /^[^ -~]$/u.test(event.key) ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const key = letter ?? event.key;
  return key.length === 1 ? key.toLowerCase() : key;
}

/** A key on a selected cell. Whether it ends here. */
function cellKey(host: KeyHost, event: KeyboardEvent, way: Place | null): boolean {
  const place = host.selected();
  if (place === null) return false;
  const line = host.layout().lines[place.line];
  const ctrl = (event.ctrlKey || event.metaKey) && !event.altKey;
  // The widget takes every Ctrl+Alt for AltGr, which writes, and would empty the cell into an editor.
  const isChord = event.ctrlKey && event.altKey && !event.getModifierState("AltGraph");
  if (isChord && /^.$/u.test(event.key)) return true;
  switch (nameOf(event)) {
    case "Delete":
    case "Backspace":
      if (ctrl) return false;
      host.clear();
      return true;
    case "Escape":
      host.escape();
      return false;
    case "ArrowRight":
    case "ArrowLeft":
    case "ArrowUp":
    case "ArrowDown": {
      const isSideways = event.key === "ArrowRight" || event.key === "ArrowLeft";
      if (ctrl && way !== null) host.jump(way, event.shiftKey);
      else if (!event.altKey || event.ctrlKey || !isSideways) return false;
      else if (event.shiftKey) host.foldPeriods(place, event.key === "ArrowRight");
      else host.fold(place, event.key === "ArrowRight");
      return true;
    }
    case "Enter":
      if (ctrl) {
        host.fill("all");
        return true;
      }
      if (line?.kind === "section" && !event.shiftKey && !event.altKey) return host.fold(place, null);
      if (way === null || way.column === 0) return false;
      host.move(way);
      return true;
    case " ":
      return line?.kind === "section" && !event.shiftKey && !ctrl && host.fold(place, null);
    case "F2":
      if (line?.kind !== "section") return false;
      host.rename(place);
      return true;
    case "ContextMenu":
      host.menu(place);
      return true;
    case "F10":
      if (!event.shiftKey) return false;
      host.menu(place);
      return true;
    case "d":
    case "r":
      if (!ctrl || event.shiftKey) return false;
      host.fill(nameOf(event) === "d" ? "down" : "right");
      return true;
    default:
      return false;
  }
}
