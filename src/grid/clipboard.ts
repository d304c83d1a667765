import type { Copied } from "./copied.ts";
import { blockOf } from "./pasted.ts";

/** What the clipboard does on the sheet. */
export interface ClipboardHost {
  /** Whether the keys are the sheet's now: it has the caret, and no editor is open. */
  isActive(): boolean;
  decimal(): "." | ",";
  /** The selected cells; nothing where none are. */
  copy(): Copied | null;
  /** Empties what was copied. */
  cut(): void;
  paste(block: readonly (readonly string[])[]): void;
}

/**
 * Listens to the page's own copy, cut and paste, and answers where they are the sheet's. Nothing is ever read from
 * the clipboard but in a paste that a person makes. Returns what ends it.
 */
export function listenToClipboard(host: ClipboardHost): () => void {
  const onCopy = (event: ClipboardEvent): void => {
    if (event.clipboardData === null || !host.isActive()) return;
    const copied = host.copy();
    if (copied === null) return;
    // What was copied is texts by their types.
    for (const [type, text] of Object.entries(copied)) event.clipboardData.setData(type, text as string);
    event.preventDefault();
    if (event.type === "cut") host.cut();
  };
  const onPaste = (event: ClipboardEvent): void => {
    if (event.clipboardData === null || !host.isActive()) return;
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const text = event.clipboardData.getData("text/plain");
    host.paste(blockOf({ html, text }, host.decimal()));
  };
  document.addEventListener("copy", onCopy);
  document.addEventListener("cut", onCopy);
  document.addEventListener("paste", onPaste);
  return () => {
    document.removeEventListener("copy", onCopy);
    document.removeEventListener("cut", onCopy);
    document.removeEventListener("paste", onPaste);
  };
}
