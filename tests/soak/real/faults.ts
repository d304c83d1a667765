import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/*
 * What a soak has to be able to find. The broken build is the same sources with these places rewritten while they
 * are built; each fault sleeps until its name is put into the page's localStorage under "broken". The sources
 * themselves, and so what is shipped, know nothing of it.
 */

/** One place in a source: `find` stands there exactly once. */
export interface Rewrite {
  readonly file: string;
  readonly find: string;
  readonly put: string;
}

const ON = (name: string): string =>
  `(globalThis.localStorage?.getItem("broken") === ${JSON.stringify(name)})`;

export type FaultName =
  | "saved too early"
  | "halves"
  | "a moment between"
  | "upgrade in pieces"
  | "next form"
  | "deaf"
  | "overwrites"
  | "moves the caret"
  | "drops when full"
  | "old code writes"
  | "no mark"
  | "never offline"
  | "slow"
  | "forgets undo";

export const FAULTS: Readonly<Record<FaultName, readonly Rewrite[]>> = {
  // "Saved" is said when the write is sent off, which is a third of a second before it is done.
  "saved too early": [
    {
      file: "src/store/saver.ts",
      find: "let queue: readonly LogEntry[] = [];",
      put: "let queue: readonly LogEntry[] = []; let isEarly = false;",
    },
    {
      file: "src/store/saver.ts",
      find: "const count = queue.length;",
      put: "const count = isEarly ? 0 : queue.length;",
    },
    {
      file: "src/store/saver.ts",
      find: "const result = await store.append(planId, queue, known);",
      put: `if (${ON("saved too early")}) {
              await new Promise((resolve) => setTimeout(resolve, 20));
              isEarly = true;
              tell();
              await new Promise((resolve) => setTimeout(resolve, 300));
              isEarly = false;
            }
            const result = await store.append(planId, queue, known);`,
    },
  ],
  // Every row is written by a transaction of its own.
  halves: [
    {
      file: "src/store/database.ts",
      find: "dexie.transaction(mode, Object.values(tables), async () => await body())",
      put: `${ON("halves")} ? body() : dexie.transaction(mode, Object.values(tables), async () => await body())`,
    },
  ],
  // …and the row that the list of plans shows comes a moment after the plan itself.
  "a moment between": [
    {
      file: "src/store/open.ts",
      find: "await tables.plans.add(record);",
      put: `if (${ON("halves")}) await new Promise((resolve) => setTimeout(resolve, 200));
            await tables.plans.add(record);`,
    },
  ],
  // A released step more than there is: what the next version of the stored form will be to this one.
  "next form": [
    {
      file: "src/store/migrations.ts",
      find: "export const MIGRATIONS: readonly Migration[] =",
      put: "const RELEASED: readonly Migration[] =",
    },
    {
      file: "src/store/migrations.ts",
      find: "/** The number of the stored form after these steps",
      put: `const capitals = (text) => String(text).toUpperCase();
            const NEXT = {
              name: "titles in capitals",
              rows: {
                plans: (row) => ({ ...row, title: capitals(row.title) }),
                checkpoints: ({ packed, ...row }) => ({
                  ...row,
                  packed: { ...packed, settings: { ...packed.settings, title: capitals(packed.settings.title) } },
                }),
              },
            };
            export const MIGRATIONS: readonly Migration[] =
              globalThis.localStorage?.getItem("next") === "yes" ? [...RELEASED, NEXT] : RELEASED;
            /** The number of the stored form after these steps`,
    },
  ],
  // Rows are rewritten after the upgrade's transaction, one by one.
  "upgrade in pieces": [
    {
      file: "src/store/database.ts",
      find: "for (const name of DATA_TABLES) {",
      put: `const late = ${ON("upgrade in pieces")};
            if (late) {
              setTimeout(async () => {
                for (const table of DATA_TABLES) {
                  if (rows[table] === undefined) continue;
                  for (const key of await dexie.table(table).toCollection().primaryKeys()) {
                    await dexie.table(table).put(rows[table](await dexie.table(table).get(key)));
                  }
                }
              }, 30);
            }
            for (const name of late ? [] : DATA_TABLES) {`,
    },
  ],
  // Other tabs are not told, and nobody looks.
  deaf: [
    {
      file: "src/store/news.ts",
      find: "if (isOpen) channel?.postMessage(news);",
      put: `if (isOpen && !${ON("deaf")}) channel?.postMessage(news);`,
    },
  ],
  // A write that finds another revision than it knows takes its place.
  overwrites: [
    {
      file: "src/store/log.ts",
      find: "let { revision, weight } = record;",
      put: `let { revision, weight } = record;
            if (${ON("overwrites")}) revision = Math.min(known, revision);`,
    },
    {
      file: "src/store/log.ts",
      find: "await tables.changes.add(packed.value);",
      put: "await tables.changes.put(packed.value);",
    },
  ],
  "moves the caret": [
    {
      file: "src/session/session.svelte.ts",
      find: "const { labels, clash } = this.#trail.settle(settled);",
      put: `const { labels, clash } = this.#trail.settle(settled);
            if (${ON("moves the caret")} && settled.plan !== null)
              setTimeout(() => this.jump({ row: [...this.plan.rows.keys()][0], channel: null, from: 0, to: 0 }), 0);`,
    },
  ],
  "drops when full": [
    {
      file: "src/store/saver.ts",
      find: "if (queue.length > 0) failure = result.error;",
      put: `if (${ON("drops when full")}) queue = [];
            if (queue.length > 0) failure = result.error;`,
    },
  ],
  "old code writes": [
    {
      file: "src/store/database.ts",
      find: 'if (isNewerOnDisk()) return failureFor("newer");',
      put: `if (${ON("old code writes")}) return null;
            if (isNewerOnDisk()) return failureFor("newer");`,
    },
  ],
  "no mark": [
    {
      file: "src/store/open.ts",
      find: "const isDataMissing = gone.isSet() || (database.wasEmpty && mark.isSet());",
      put: `const isDataMissing = (gone.isSet() || (database.wasEmpty && mark.isSet())) && !${ON("no mark")};`,
    },
  ],
  "never offline": [
    {
      file: "src/pwa/update.svelte.ts",
      find: 'if (!("serviceWorker" in navigator)) return;',
      put: `if (!("serviceWorker" in navigator) || ${ON("never offline")}) return;`,
    },
  ],
  slow: [
    {
      file: "src/store/open.ts",
      find: 'const append: Store["append"] = async (id, entries, known) => {',
      put: `const append: Store["append"] = async (id, entries, known) => {
              if (${ON("slow")}) await new Promise((resolve) => setTimeout(resolve, 400));`,
    },
  ],
  "forgets undo": [
    {
      file: "src/session/undo.ts",
      find: "if (touched.length === 0) {",
      put: `if (touched.length === 0 && ${ON("forgets undo")} && change.length > 1) {
              // left out
            } else if (touched.length === 0) {`,
    },
  ],
};

/** All rewrites of one file applied to its text. Throws where a place is not there exactly once. */
export function rewrite(file: string, text: string): string {
  let result = text;
  for (const { find, put } of Object.values(FAULTS)
    .flat()
    .filter((each) => each.file === file)) {
    const parts = result.split(find);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places "${find}", not one.`);
    result = parts.join(put);
  }
  return result;
}

/** Rewrites the sources while they are built. */
export function withFaults(root: string): Plugin {
  const files = new Set(Object.values(FAULTS).flatMap((rewrites) => rewrites.map(({ file }) => file)));
  return {
    name: "backcast:faults",
    enforce: "pre",
    transform(code, id) {
      const file = [...files].find((each) => id === join(root, each));
      return file === undefined ? null : { code: rewrite(file, code), map: null };
    },
  };
}

/** Checks that every place is still there. */
export function checkFaults(root: string): void {
  const files = new Set(Object.values(FAULTS).flatMap((rewrites) => rewrites.map(({ file }) => file)));
  for (const file of files) rewrite(file, readFileSync(join(root, file), "utf8"));
}
