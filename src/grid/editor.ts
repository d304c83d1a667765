import { gridMessages as words } from "../core/index.ts";
import type { FormulaField } from "../shell/formula/assist.svelte.ts";
import { TextEditor } from "./hot.ts";
import type { HotInstance } from "./hot.ts";

/** What became of a text that an editor gave away. `ask`: it can be read in two ways, and the cell asks. */
export type Settled =
  | { readonly kind: "taken" | "ask" }
  | { readonly kind: "refused"; readonly at?: number; readonly length?: number };

/** What the editor needs of the sheet that it works in. */
export interface EditorHost {
  /** The text that a cell opens with. */
  opening(line: number, column: number): string;
  /** Whether a cell is of numbers, which stand at its right end. */
  isNumber(line: number, column: number): boolean;
  /** Takes what was typed. */
  commit(line: number, column: number, text: string, override: boolean): Settled;
  /** The text or the caret in the open editor moved. */
  onTyping(field: FormulaField): void;
  /** The editor opened, closed, or was left with Esc. */
  onEditing(editing: boolean, escaped: boolean): void;
}

/** The widget's own names of an editor's states. */
type EditorState = "STATE_VIRGIN" | "STATE_EDITING" | "STATE_WAITING" | "STATE_FINISHED";

/**
 * The editor over a cell: the widget's text area, whose text goes to the session and never into the widget's
 * data. A text that is refused keeps it open.
 *
 * A key that ends editing calls `settle` first and goes on only where that took the text; what closes the
 * editor otherwise, a click elsewhere, gives the text away once and closes.
 */
export function editorFor(host: EditorHost): EditorClass {
  return class EntryEditor extends TextEditor implements SheetEditor {
    /** The text as the editor opened with it; null where typing replaces what stood there. */
    #opened: string | null = null;
    #settled = false;

    override createElements(type?: string): void {
      super.createElements(type);
      // Beside the grid and not in it: a grid may hold rows only. It lies in the same box, at the same place.
      this.hot.rootElement.parentElement?.append(this.TEXTAREA_PARENT);
      this.TEXTAREA.setAttribute("aria-label", words.editor);
      this.TEXTAREA.setAttribute("spellcheck", "false");
      this.TEXTAREA.setAttribute("autocomplete", "off");
      this.TEXTAREA.setAttribute("autocapitalize", "off");
      for (const type of ["input", "keyup", "click"]) {
        this.TEXTAREA.addEventListener(type, (event) => {
          const isTyping =
            !(event instanceof KeyboardEvent) || /^(?:Arrow(?:Left|Right)|Home|End)$/u.test(event.key);
          if (!isTyping || !this.isOpened()) return;
          this.#align();
          host.onTyping(this.TEXTAREA);
        });
      }
    }

    override beginEditing(initial?: unknown, event?: Event): void {
      if (this.isOpened()) return;
      const { row, col } = this;
      if (row === null || col === null) return;
      const whole = this.isInFullEditMode();
      this.#settled = false;
      this.#opened = whole && typeof initial !== "string" ? host.opening(row, col) : null;
      super.beginEditing(this.#opened ?? initial, event);
      this.#align();
      host.onEditing(true, false);
      host.onTyping(this.TEXTAREA);
    }

    /** A number is typed where it stands; a formula, which is longer than its cell, from the left. */
    #align(): void {
      const { row, col } = this;
      const isNumber = row !== null && col !== null && host.isNumber(row, col);
      this.TEXTAREA.style.textAlign = isNumber && !this.text.startsWith("=") ? "right" : "left";
    }

    /** The widget refreshes a waiting editor with its cell's value; ours waits empty, for input methods. */
    override refreshValue(): void {
      this.setValue("");
    }

    get text(): string {
      return String(this.getValue());
    }

    settle(override = false): Settled {
      const { row, col, text } = this;
      if (row === null || col === null || (text === this.#opened && !override)) {
        this.#settled = true;
        return { kind: "taken" };
      }
      const settled = host.commit(row, col, text, override);
      this.#settled = settled.kind !== "refused";
      if (settled.kind === "refused") this.#mark(settled.at, settled.length);
      return settled;
    }

    /** Marks the part of the text that is wrong. */
    #mark(at: number | undefined, length: number | undefined): void {
      this.enableFullEditMode();
      this.TEXTAREA.focus();
      if (at !== undefined) this.TEXTAREA.setSelectionRange(at, at + Math.max(1, length ?? 1));
    }

    override finishEditing(restore = false, ctrl = false, callback?: (result: boolean) => void): void {
      // The widget's states are texts; its type says no more than string.
      const state = this.state as EditorState;
      if (state !== "STATE_EDITING") {
        super.finishEditing(restore, ctrl, callback);
        return;
      }
      if (!restore && !this.#settled) this.settle();
      const escaped = restore && !this.#settled;
      this.#close(escaped);
      callback?.(true);
    }

    shut(): void {
      this.#close(false);
    }

    #close(escaped: boolean): void {
      const wasOpen = this.isOpened();
      this.#settled = true;
      this.cancelChanges();
      if (wasOpen) host.onEditing(false, escaped);
    }
  };
}

/** What the sheet's keys ask of the open editor. */
export interface SheetEditor {
  readonly TEXTAREA: FormulaField;
  readonly text: string;
  /** Gives the text away; where it is refused the editor stays as it is, with the wrong part marked. */
  settle(override?: boolean): Settled;
  /** Closes without giving anything away. */
  shut(): void;
  isOpened(): boolean;
  isInFullEditMode(): boolean;
  enableFullEditMode(): void;
  beginEditing(initial?: unknown, event?: Event): void;
}

export type EditorClass = new (hot: HotInstance) => InstanceType<typeof TextEditor> & SheetEditor;

/** Whether an editor of the widget is one of ours. */
export function isSheetEditor(editor: unknown): editor is SheetEditor {
  return editor instanceof TextEditor && "settle" in editor;
}
