/** Hands a text to the person as a file. */
export function downloadText(name: string, text: string): void {
  downloadBlob(name, new Blob([text], { type: "text/csv;charset=utf-8" }));
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
