/** What is said about where the data is, backups, and plans in links. Times and counts come in as they are shown. */
export const backupMessages = {
  // ---- the dialog
  title: () => "Your data",
  where: () =>
    "Your plans are in this browser, on this machine, and nowhere else. Clearing the browser’s data deletes them; so may a browser that is short of disk, and Safari after seven days without a visit. A backup file is yours.",
  whereSingle: () =>
    "This page runs from a file. What you see is also kept in this browser as a convenience, which may forget it at any time and knows nothing of the stick: only the file that you save is yours.",
  persisted: () => "The browser has promised not to clear them by itself.",
  notPersisted: () => "The browser has not promised to keep them when the disk is full.",
  askToPersist: () => "Ask it to",
  lastBackup: (when: string, name: string) => `Last backup: ${when}, ${name}.`,
  noBackup: () => "No backup was made yet.",
  stepsSince: (count: number) =>
    count === 0 ? "Nothing has changed since." : `${count} ${count === 1 ? "step" : "steps"} since.`,
  /** In the browser’s own dialog. */
  fileKind: () => "Backcast backup",
  save: () => "Save a backup",
  saveWhat: () => "One file with all plans, their scenarios, history, named moments and settings.",
  keep: () => "Keep a file up to date…",
  keepWhat: () => "Choose a file once; Backcast writes the backup into it whenever you pause.",
  kept: (name: string) => `${name} is kept up to date.`,
  keptAt: (name: string, when: string) => `${name} is kept up to date, last at ${when}.`,
  stop: () => "Stop",
  restore: () => "Restore a backup…",
  restoreTitle: () => "Restore",
  restoreWhat: () => "Shows first what is in it. Nothing that is here is overwritten.",
  close: () => "Close",
  saved: (name: string, plans: number) =>
    `${name} is saved, with ${plans === 1 ? "one plan" : `${plans} plans`}. Keep it somewhere else than on this machine alone.`,
  cannotWrite: (name: string) =>
    `${name} could not be written: it was moved, or its disk is gone or full. Choose the file again, or save a backup elsewhere.`,

  // ---- the line
  due: (steps: number) => `${steps} steps are in no backup yet.`,
  later: () => "Later",
  ask: (name: string) => `Backcast may no longer write ${name}, where it keeps your backup up to date.`,
  allow: () => "Allow it again",
  single: () =>
    "This page runs from a file: only what you save to a file is safe. The browser’s own copy may be forgotten, and stays on this machine.",
  singleSaved: (name: string, when: string) => `In ${name} since ${when}.`,
  singleUnsaved: (steps: number) =>
    steps === 0
      ? "Nothing is in a file yet."
      : `${steps} ${steps === 1 ? "step is" : "steps are"} not in a file yet.`,
  saveToFile: () => "Save to file",
  openFile: () => "Open a file",
  more: () => "Your data…",
  missing: (name: string, when: string) =>
    name === ""
      ? "There were plans in this browser, and they are gone: the browser or somebody cleared its data. If you have a backup or exported a CSV, open it; what follows is the example."
      : `There were plans in this browser, and they are gone: the browser or somebody cleared its data. Your last backup is ${name}, of ${when}: restore it. What follows is the example.`,
  goOn: () => "Go on without",

  // ---- restoring
  restoring: (name: string) => `Restore ${name}`,
  reading: () => "Reading…",
  made: (when: string) => `A backup of ${when}.`,
  plan: (steps: string, edited: string) => `${steps}, last edited ${edited}`,
  steps: (count: number) => `${count} ${count === 1 ? "step" : "steps"}`,
  standing: (standing: "new" | "same" | "differs") =>
    ({
      new: "not here: it comes back",
      same: "all of it is here already",
      differs: "here, and different: a copy is put beside it",
    })[standing],
  isDeleted: () => "deleted, and comes back so",
  damaged: (title: string, path: string) =>
    `${title === "" ? "A plan" : title} cannot be read (${path}) and is left out.`,
  nothing: () => "There is no plan in this backup.",
  take: (count: number) => `Restore ${count === 1 ? "1 plan" : `${count} plans`}`,
  cancel: () => "Cancel",
  restored: (count: number) =>
    `${count === 1 ? "One plan is" : `${count} plans are`} back. What was here before is untouched.`,
  unreadable: () => "This file could not be opened. Choose it again, or copy it somewhere else first.",

  // ---- links
  linkTitle: () => "A link to this plan",
  linkWhat: () =>
    "The whole plan is in this link, with its scenarios and without its history. Whoever has the link has the plan. The part behind # is sent to no server.",
  linkField: () => "The link",
  copy: () => "Copy the link",
  copied: () => "Copied.",
  notCopied: () => "The browser does not let a page copy here: select the link and copy it yourself.",
  linkOpened: () => "A plan in a link",
  linkHolds: (title: string, rows: string, channels: string, periods: string) =>
    `${title}: ${rows}, ${channels}, ${periods}.`,
  linkSafe: () => "It opens as a new plan. What is here stays as it is.",
  linkCheck: () => "A link can come from anybody: look at its numbers before you rely on them.",
  openLink: () => "Open as a new plan",
} as const;
