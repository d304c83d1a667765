import type { SheetEditor } from "./editor.ts";
import type { Layout, Place } from "./layout.ts";

/** What the keys of the sheet act on. */
export interface KeyHost {
  layout(): Layout;
  selected(): Place | null;
  editor(): SheetEditor | null;
  fold(place: Place, open: boolean | null): boolean;
  clear(): void;
  fill(direction: "down" | "right" | "all"): void;
  /** Gives the open editor's text away; `step` is where the caret would go. Whether the widget may go on. */
  settle(override: boolean, step: Place): boolean;
  move(step: Place): void;
  menu(place: Place): void;
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
  return (event) => {
    if (event.isComposing || event.key === "Process") return undefined;
    const editor = host.editor();
    const done = editor === null ? cellKey(host, event) : editorKey(host, editor, event);
    if (!done) return undefined;
    event.preventDefault();
    // The widget knows a stopped event by this answer only.
    return false;
  };
}

/** A key while an editor is open. Whether it ends here. */
function editorKey(host: KeyHost, editor: SheetEditor, event: KeyboardEvent): boolean {
  const step = STEPS[event.key];
  if (step === undefined) return false;
  if (event.key.startsWith("Arrow") && editor.isInFullEditMode()) return false;
  const back = event.shiftKey && (event.key === "Enter" || event.key === "Tab");
  const way = back ? { line: -step.line, column: -step.column } : step;
  if (event.key === "Enter" && event.altKey) {
    // The widget would put a line break in.
    if (host.settle(true, way)) {
      editor.shut();
      host.move(way);
    }
    return true;
  }
  return !host.settle(false, way);
}

/** A key on a selected cell. Whether it ends here. */
function cellKey(host: KeyHost, event: KeyboardEvent): boolean {
  const place = host.selected();
  if (place === null) return false;
  const line = host.layout().lines[place.line];
  const ctrl = (event.ctrlKey || event.metaKey) && !event.altKey;
  switch (event.key) {
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
      if (!event.altKey || event.shiftKey || event.ctrlKey) return false;
      host.fold(place, event.key === "ArrowRight");
      return true;
    case "Enter":
      if (ctrl) {
        host.fill("all");
        return true;
      }
      return line?.kind === "section" && !event.shiftKey && !event.altKey && host.fold(place, null);
    case " ":
      return line?.kind === "section" && !event.shiftKey && !ctrl && host.fold(place, null);
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
      host.fill(event.key === "d" ? "down" : "right");
      return true;
    default:
      return false;
  }
}
