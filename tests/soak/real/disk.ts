import type { Page } from "playwright-core";

/** What the browser's database holds, read behind the app's back. */
export interface Disk {
  /** Of IndexedDB: ten times the number of the stored form. */
  readonly version: number;
  readonly schema: number;
  readonly plans: readonly {
    readonly id: string;
    readonly title: string;
    readonly revision: number;
    readonly removed: boolean;
  }[];
  /** Plan and revision of each row. */
  readonly changes: readonly (readonly [plan: string, revision: number])[];
  readonly checkpoints: readonly (readonly [plan: string, revision: number, title: string])[];
}

/** Reads the database from a page of the app's origin; null if there is none. */
export function readDisk(page: Page): Promise<Disk | null> {
  return page.evaluate(async (): Promise<Disk | null> => {
    const found = (await indexedDB.databases()).find(({ name }) => name === "backcast");
    if (found === undefined) return null;
    const settled = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error(String(request.error)));
      });
    const database = await settled(indexedDB.open("backcast"));
    try {
      const transaction = database.transaction(["meta", "plans", "changes", "checkpoints"], "readonly");
      const all = (name: string): Promise<Record<string, unknown>[]> =>
        settled(transaction.objectStore(name).getAll() as IDBRequest<Record<string, unknown>[]>); // rows are objects
      const [meta, plans, checkpoints, keys] = await Promise.all([
        all("meta"),
        all("plans"),
        all("checkpoints"),
        settled(transaction.objectStore("changes").getAllKeys()),
      ]);
      return {
        version: database.version,
        schema: Number(meta.find(({ key }) => key === "schema")?.["value"]),
        plans: plans.map((row) => ({
          id: String(row["id"]),
          title: String(row["title"]),
          revision: Number(row["revision"]),
          removed: row["removed"] !== null,
        })),
        changes: keys as [string, number][], // the table's key is [plan+revision]
        checkpoints: checkpoints.map((row) => {
          const { settings } = row["packed"] as { settings: { title: string } }; // as the store packs a plan
          return [String(row["plan"]), Number(row["revision"]), settings.title] as const;
        }),
      };
    } finally {
      database.close();
    }
  });
}

/** What is half-written on a disk: everything the store writes is whole or not there. */
export function findHalves(disk: Disk): string[] {
  const faults: string[] = [];
  for (const { id, revision, title } of disk.plans) {
    const revisions = disk.changes.filter(([plan]) => plan === id).map(([, at]) => at);
    const wanted = Array.from({ length: revision }, (_, i) => i + 1);
    if (revisions.length !== revision || revisions.some((at, i) => at !== wanted[i]))
      faults.push(`${title}: revision ${revision}, but ${revisions.length} steps`);
    const checkpoints = disk.checkpoints.filter(([plan]) => plan === id).map(([, at]) => at);
    if (!checkpoints.includes(0)) faults.push(`${title}: no first checkpoint`);
    if (checkpoints.some((at) => at > revision)) faults.push(`${title}: a checkpoint from the future`);
  }
  const known = new Set(disk.plans.map(({ id }) => id));
  const orphans = [...disk.changes, ...disk.checkpoints].filter(([plan]) => !known.has(plan));
  if (orphans.length > 0) faults.push(`${orphans.length} rows of no plan`);
  return faults;
}
