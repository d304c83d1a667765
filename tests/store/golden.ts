// Databases as data: what a released version stored, kept in tests/fixtures/databases and put back on a disk.
/** A table: its key, its indexes, its rows. */
interface GoldenTable {
  readonly key: string | string[];
  readonly indexes: readonly (readonly [name: string, key: string | string[]])[];
  readonly rows: readonly unknown[];
}

export interface Golden {
  readonly version: number;
  readonly tables: Readonly<Record<string, GoldenTable>>;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });
}

/** What is on a disk. */
export async function readGolden(disk: IDBFactory, name: string): Promise<Golden> {
  const database = await settled(disk.open(name));
  const names = [...database.objectStoreNames];
  const transaction = database.transaction(names, "readonly");
  const tables: Record<string, GoldenTable> = {};
  for (const table of names) {
    const store = transaction.objectStore(table);
    const indexes = [...store.indexNames].map((index) => [index, store.index(index).keyPath] as const);
    tables[table] = { key: store.keyPath!, indexes, rows: await settled(store.getAll()) }; // ours have keys
  }
  const { version } = database;
  database.close();
  return { version, tables };
}

/** Puts a database on a disk. */
export async function writeGolden(disk: IDBFactory, name: string, golden: Golden): Promise<void> {
  const request = disk.open(name, golden.version);
  request.onupgradeneeded = () => {
    for (const [table, { key, indexes, rows }] of Object.entries(golden.tables)) {
      const store = request.result.createObjectStore(table, { keyPath: key });
      for (const [index, path] of indexes) store.createIndex(index, path);
      for (const row of rows) store.add(row);
    }
  };
  const database = await settled(request);
  database.close();
}

/** As text that loses nothing: blocks of numbers, numbers that JSON lacks, maps. */
export function printGolden(value: unknown): string {
  const plain = (input: unknown): unknown => {
    if (typeof input === "number")
      return Number.isFinite(input) && !Object.is(input, -0)
        ? input
        : { $n: Object.is(input, -0) ? "-0" : String(input) };
    if (Object.prototype.toString.call(input) === "[object Float64Array]")
      return { $f: [...(input as Float64Array)].map(plain) }; // by its tag
    if (input instanceof Map) return { $m: [...input].map(plain) };
    if (Array.isArray(input)) return input.map(plain);
    if (typeof input === "object" && input !== null)
      return Object.fromEntries(Object.entries(input).map(([key, inner]) => [key, plain(inner)]));
    return input;
  };
  return JSON.stringify(plain(value), null, 1);
}

export function parseGolden(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if ("$n" in value) return Number(value.$n);
    if ("$f" in value) return Float64Array.from(value.$f as number[]); // as printed
    if ("$m" in value) return new Map(value.$m as [unknown, unknown][]); // as printed
    return value;
  });
}
