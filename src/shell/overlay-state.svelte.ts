import { importMessages } from "../core/index.ts";
import { isLink } from "../store/share.ts";
import { isTable } from "./import/is-table.ts";

export type DialogName = "plans" | "commands" | "keys" | "start" | "paste" | "export" | "data" | "share";

/** One opening of a dialog: a later one of the same name is another. */
export interface Opening {
  readonly name: DialogName;
}

/** What lies over the page: at most one dialog, and a file, a backup or a linked plan that is being looked at. */
export class OverlayState {
  dialog: Opening | null = $state.raw(null);
  /** A file that is being brought in. */
  file: File | null = $state.raw(null);
  backupFile: File | null = $state.raw(null);
  /** The part of the address that holds a plan. */
  fragment = $state("");
  /** The fields through which the browser lets a file be chosen; the component sets them. */
  chooser: HTMLInputElement | null = null;
  backupChooser: HTMLInputElement | null = null;

  readonly #onclosed: () => void;

  /** @param onclosed told when one of them has gone: the caret needs a place again */
  constructor(onclosed: () => void) {
    this.#onclosed = onclosed;
  }

  /** Whether something lies over the page. */
  get isOpen(): boolean {
    return this.dialog !== null || this.file !== null || this.backupFile !== null || this.fragment !== "";
  }

  open(name: DialogName): void {
    this.dialog = { name };
  }

  /** A dialog is gone. The browser tells so a moment later, when the next one may be open already. */
  close(which: Opening): void {
    if (this.dialog !== which) return;
    this.dialog = null;
    this.#onclosed();
  }

  /** A file, backup or linked plan has been dealt with. As above: the next one may be there already, and stays. */
  closeFile(which: File | string): void {
    if (this.file === which) this.file = null;
    else if (this.backupFile === which) this.backupFile = null;
    else if (this.fragment === which) this.fragment = "";
    else return;
    this.#onclosed();
  }

  chooseFile(): void {
    this.chooser?.click();
  }

  chooseBackup(): void {
    this.backupChooser?.click();
  }

  /** A plan in the address is offered once: it goes out of the address, so that a reload does not ask again. */
  readAddress(): void {
    if (!isLink(location.hash)) return;
    this.fragment = location.hash;
    window.history.replaceState(null, "", location.pathname + location.search);
  }

  /** Something was dropped on the page: a backup, a file to bring in, or a table out of another program. */
  drop(event: DragEvent): void {
    event.preventDefault();
    const dropped = event.dataTransfer;
    if (dropped === null || this.dialog !== null || this.file !== null || this.backupFile !== null) return;
    const first = dropped.files[0] ?? null;
    if (first?.name.endsWith(".backcast") === true) this.backupFile = first;
    else this.file = first ?? tableFile(dropped.getData("text/plain"));
  }

  /**
   * A pasted file is brought in, and so is a whole table where nothing takes it.
   *
   * @param isIdle whether the text that is pasted has no better place
   */
  paste(event: ClipboardEvent, isIdle: boolean): void {
    const data = event.clipboardData;
    if (data === null || this.dialog !== null || this.file !== null) return;
    const pasted = data.files[0] ?? (isIdle ? tableFile(data.getData("text/plain")) : null);
    if (pasted === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.file = pasted;
  }
}

function tableFile(text: string): File | null {
  return isTable(text) ? new File([text], importMessages.pastedName(), { type: "text/csv" }) : null;
}
