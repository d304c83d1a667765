import { backupMessages } from "../core/index.ts";
import type { Desk } from "../session/desk.svelte.ts";
import { canPickFiles, dateForFile, downloadBlob, downloadText, pickBackupFile } from "./device.ts";

/** A table for a file: rows of texts and numbers. */
export type Cells = readonly (readonly (string | number)[])[];

/** What leaves the page as a file. The texts say what came of it; "" where the person thought better of it. */
export interface FilesOut {
  /** A backup of everything, as a new file. */
  readonly saveBackup: () => Promise<string>;
  /** Chooses the file that is kept up to date from now on. */
  readonly keepFile: () => Promise<string>;
  /** In the one-file page: into the chosen file where the browser lets a page write one, else as a new one. */
  readonly saveToFile: () => Promise<void>;
  readonly exportCsv: () => Promise<void>;
}

export function filesOut(desk: Desk, now: () => number): FilesOut {
  const tell = (text: string): void => {
    if (text !== "") desk.session?.tell([{ text }]);
  };
  async function saveBackup(): Promise<string> {
    const name = `backcast-${dateForFile(now())}.backcast`;
    const made = await desk.backups.make();
    if ("trouble" in made) return made.trouble;
    downloadBlob(name, made.blob);
    await desk.backups.noteMade(name, made.steps);
    const said = backupMessages.saved(name, desk.plans.length);
    tell(said);
    return said;
  }
  async function keepFile(): Promise<string> {
    const handle = await pickBackupFile("backcast.backcast");
    if (handle === null) return "";
    return (await desk.backups.keep(handle))
      ? backupMessages.kept(handle.name)
      : backupMessages.cannotWrite(handle.name);
  }
  async function saveToFile(): Promise<void> {
    const { file } = desk.backups;
    if (file !== null && (await desk.backups.writeNow())) tell(backupMessages.kept(file.name));
    else if (file === null && canPickFiles()) tell(await keepFile());
    else await saveBackup();
  }
  async function exportCsv(): Promise<void> {
    const made = await desk.exportCsv(dateForFile(now()));
    if (made !== null) downloadText(made.name, made.text);
  }
  return { saveBackup, keepFile, saveToFile, exportCsv };
}
