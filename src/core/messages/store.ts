/** What the store says: why something could not be saved or read, and what to do about it. */
export const storeMessages = {
  quota: () =>
    "The disk is full, so the last edits are not saved yet. Free some space, or save the plan as a file; what you typed stays here.",
  blocked: () =>
    "Another tab with an older version of Backcast is open and holds the data. Close it, then try again.",
  timeout: () =>
    "The browser's storage did not answer. Nothing that you typed is dropped; try again, and if it keeps failing, save the plan as a file.",
  newer: () =>
    "These plans were saved by a newer version of Backcast. They can be looked at but not changed here; reload the page to get the newer version.",
  closed: () =>
    "Backcast was updated in another tab, so this tab can no longer save. Reload this page to go on; save the plan as a file first if it says that edits are not saved.",
  unavailable: () =>
    "This browser does not let Backcast store anything here (a private window or a setting may be why). You can work, and keep the plan by saving it as a file.",
  missing: () =>
    "The saved copy of this plan is gone: the browser's data may have been cleared. Save what you see as a file now, then reload the page and open the file.",
  noPlan: () => "There is no such plan in this browser. Choose another one from the list of plans.",
  noMoment: () => "This named moment is no longer here. Choose another one from the history.",
  exists: () => "There is already a plan with this id. Open that one, or save this as a copy.",
  damaged: (where: string) =>
    `The saved copy of this plan is damaged (${where}). Open it as it was before the damage, or restore a backup.`,
  damagedPlan: (title: string, where: string, canGoBack: boolean) =>
    `“${title}” cannot be opened: its saved copy is damaged (${where}). Nothing of it was changed. ${
      canGoBack
        ? "A copy can be opened as it was before the damage."
        : "If you have a backup or an exported file of it, open that."
    }`,
  recovered: (title: string) => `${title} (before the damage)`,
  unsavedHere: (why: string) => `This plan has edits that are not saved, so it stays open. ${why}`,
  clock: (now: string, edited: string) =>
    `This computer's clock says ${now}, but this plan was last edited on ${edited}. Check the clock: times in the history may be wrong. Nothing else depends on it.`,
  invalid: (where: string) =>
    `What was typed since cannot be saved because of a fault in Backcast (${where}). Save the plan as a file now, then reload the page.`,
  failed: (detail: string) =>
    `The browser could not save: ${detail}. What you typed stays here; try again, or save the plan as a file.`,
  dataMissing: () =>
    "Backcast had plans in this browser and they are gone: the browser's data was cleared or damaged. If you have a backup file or an exported plan, open it now.",
  skippedUndo: (count: number) =>
    count === 1
      ? "One cell or field was changed in another tab since, and is left as it is."
      : `${count} cells or fields were changed in another tab since, and are left as they are.`,
  tryAgain: () => "Try again",
  saveAsFile: () => "Save as a file",
  reloadPage: () => "Reload the page",
  closeNote: () => "Close",
  openBeforeDamage: () => "Open it as it was before the damage",
  goesOnByItself: () => "This page goes on by itself once it can.",
  workWithout: () => "Work without saving",
  // ---- links
  linkTooLong: (signs: number, most: number) =>
    `This plan is too large for a link: ${signs.toLocaleString("en-GB")} signs, of ${most.toLocaleString("en-GB")} that arrive whole everywhere. Send it as a CSV or a backup file.`,
  linkTooBig: () => "This link unfolds to more than a plan can be. Ask for the plan as a file instead.",
  linkBroken: (where: string) =>
    `The plan in this link cannot be read${where === "" ? "" : ` (${where})`}: the link was cut short or changed on its way. Ask for it again, or for the plan as a file.`,
  linkOfOtherForm: () =>
    "The plan in this link was made by another version of Backcast. Reload the page to get the newest one, or ask for the plan as a file.",
  // ---- backups
  backupNone: () => "This file is no backup of Backcast. Choose the file that Save a backup gave you.",
  backupNewer: () =>
    "This backup was made by a newer version of Backcast. Reload the page to get it, then restore the backup.",
  backupTooLarge: () =>
    "This file is larger than a backup can be. Choose the file that Save a backup gave you.",
  backupBroken: () =>
    "This backup cannot be read: the file is damaged or was not copied whole. Copy it again, or choose an older one.",
  backupTitle: (title: string, day: string) => `${title} (backup of ${day})`,
  renamePlan: () => "Rename the plan",
  /** The label of a step that stands for several older ones. */
  severalSteps: (labels: readonly string[]) => {
    const names = [...new Set(labels.filter((label) => label !== ""))];
    return names.length <= 3
      ? names.join(", ")
      : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
  },
} as const;
