import { fail, storeMessages } from "../core/index.ts";

/**
 * Why the store could not do something.
 *
 * quota        no room; nothing of the transaction was written
 * blocked      an older tab keeps the database from opening
 * timeout      no answer in time; what was asked may or may not have been done (appending again is safe)
 * newer        the stored form is newer than this code: nothing is written
 * closed       this connection was given up for a newer tab's sake
 * unavailable  the browser gives no IndexedDB
 * missing      what was saved is no longer there
 * noPlan       no plan has that id
 * noMoment     no named moment has that id
 * exists       a plan has that id already
 * damaged      something stored cannot be read; `path` says where, `readable` the last revision before it
 * invalid      the edit is none that could be read again; `path` says where
 * failed       anything else the browser reports
 */
export interface StoreFailure {
  readonly code:
    | "quota"
    | "blocked"
    | "timeout"
    | "newer"
    | "closed"
    | "unavailable"
    | "missing"
    | "noPlan"
    | "noMoment"
    | "exists"
    | "damaged"
    | "invalid"
    | "failed";
  /** A sentence with its remedy. */
  readonly text: string;
  readonly path?: string;
  readonly readable?: number;
}

type PlainCode = Exclude<StoreFailure["code"], "damaged" | "invalid" | "failed">;

/** A failure whose sentence needs no detail. */
export function failureFor(code: PlainCode): StoreFailure {
  return { code, text: storeMessages[code]() };
}

/** Something stored that cannot be read. `readable`: the last revision that can. */
export function damagedAt(path: string, readable?: number): StoreFailure {
  const failure = { code: "damaged", text: storeMessages.damaged(path), path } as const;
  return readable === undefined ? failure : { ...failure, readable };
}

/** Thrown inside a transaction so that it is rolled back; the store's door turns it into its failure. */
export class Refusal extends Error {
  readonly failure: StoreFailure;

  constructor(failure: StoreFailure) {
    super(failure.text);
    this.name = "Refusal";
    this.failure = failure;
  }
}

/** Names of an error and of what it wraps: Dexie and the browser wrap a full disk in an AbortError. */
function namesIn(error: unknown): Set<string> {
  const names = new Set<string>();
  let inner = error;
  for (let depth = 0; depth < 8 && typeof inner === "object" && inner !== null; depth++) {
    if ("name" in inner && typeof inner.name === "string") names.add(inner.name);
    inner =
      "inner" in inner && inner.inner !== null ? inner.inner : "cause" in inner ? inner.cause : undefined;
  }
  return names;
}

const CODES: readonly (readonly [name: string, code: PlainCode])[] = [
  ["QuotaExceededError", "quota"],
  ["VersionError", "newer"],
  ["DatabaseClosedError", "closed"],
  ["MissingAPIError", "unavailable"],
  ["SecurityError", "unavailable"],
  ["InvalidStateError", "unavailable"],
  ["TimeoutError", "timeout"],
];

/** Whether the browser says no more than that something went wrong inside it, as it may for a moment. */
export function isUnknown(error: unknown): boolean {
  return namesIn(error).has("UnknownError");
}

/** The failure behind an error of the database; programming errors are thrown on. */
export function failureOf(error: unknown): StoreFailure {
  if (error instanceof Refusal) return error.failure;
  if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)
    throw error;
  const names = namesIn(error);
  const known = CODES.find(([name]) => names.has(name));
  if (known !== undefined) return failureFor(known[1]);
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: "failed", text: storeMessages.failed(detail.split("\n", 1)[0] ?? "") };
}

/** The result of a promise that may fail as the database does. */
export function resultOf<T>(
  work: Promise<T>,
): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: StoreFailure }> {
  return work.then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => fail(failureOf(error)),
  );
}

/** Rejects with a refusal if the work has not settled in time. The work itself goes on. */
export async function withinTime<T>(
  work: Promise<T>,
  milliseconds: number,
  late: () => StoreFailure,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Refusal(late())), milliseconds);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
