import { backupMessages } from "../core/index.ts";
import type { FileHandle } from "../session/backup/backups.svelte.ts";

/** Hands a text to the person as a file. */
export function downloadText(name: string, text: string): void {
  downloadBlob(name, new Blob([text], { type: "text/csv;charset=utf-8" }));
}

/** What Chromium's file choosers give; other browsers have none. */
interface FilePickers {
  showSaveFilePicker?(how: {
    readonly suggestedName: string;
    readonly types: readonly {
      readonly description: string;
      readonly accept: Readonly<Record<string, readonly string[]>>;
    }[];
  }): Promise<FileHandle>;
}

/** Whether the browser lets a page keep a file up to date. */
export function canPickFiles(): boolean {
  return "showSaveFilePicker" in globalThis;
}

/** Lets the person choose the file that backups are kept in; null if they choose none. */
export async function pickBackupFile(suggestedName: string): Promise<FileHandle | null> {
  const pickers = globalThis as FilePickers; // as above
  try {
    const types = [{ description: backupMessages.fileKind(), accept: { "application/gzip": [".backcast"] } }];
    return (await pickers.showSaveFilePicker?.({ suggestedName, types })) ?? null;
  } catch {
    // Given up, or refused.
    return null;
  }
}

/** Hands bytes to the person as a file. */
export function downloadBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken the file by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Follows the reader's wish for light or dark, and says it on the root element, where the colours hang. */
export function followTheme(root: HTMLElement, onchange: (theme: "light" | "dark") => void): () => void {
  const wish = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    const theme = wish.matches ? "dark" : "light";
    root.dataset["theme"] = theme;
    onchange(theme);
  };
  apply();
  wish.addEventListener("change", apply);
  return () => wish.removeEventListener("change", apply);
}

/** A date for file names: 2026-11-21. */
export function dateForFile(time: number): string {
  const date = new Date(time);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Whether keys are a Mac's: ⌘ for Ctrl, ⌥ for Alt. */
export function hasMacKeys(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
