import { expect, test } from "vitest";
import { failureFor, failureOf, Refusal, resultOf, withinTime } from "../../src/store/failure.ts";
import { errorOf, valueOf } from "./plans.ts";

/** An error as the database gives it. */
function named(name: string, inner?: unknown): Error {
  return Object.assign(new Error(`it was ${name}\nand more`), { name, inner });
}

test.each<[unknown, string]>([
  [named("QuotaExceededError"), "quota"],
  [named("AbortError", named("QuotaExceededError")), "quota"],
  [named("DexieError", named("AbortError", named("QuotaExceededError"))), "quota"],
  [new Error("outer", { cause: named("QuotaExceededError") }), "quota"],
  [named("OpenFailedError", named("VersionError")), "newer"],
  [named("DatabaseClosedError"), "closed"],
  [named("MissingAPIError"), "unavailable"],
  [named("OpenFailedError", named("SecurityError")), "unavailable"],
  [named("UnknownError"), "failed"],
  [named("AbortError"), "failed"],
  ["a text", "failed"],
  [undefined, "failed"],
  [new Refusal(failureFor("noPlan")), "noPlan"],
])("%s is %s", (error, code) => {
  const failure = failureOf(error);
  expect(failure.code).toBe(code);
  expect(failure.text).toMatch(/^[A-Z“].*\.$/);
  expect(failure.text).not.toContain("\n");
});

test("errors that wrap each other in a circle end", () => {
  const error = named("AbortError");
  Object.assign(error, { inner: error });
  expect(failureOf(error).code).toBe("failed");
});

test("bugs are thrown on", async () => {
  expect(() => failureOf(new TypeError("x is not a function"))).toThrow(TypeError);
  await expect(resultOf(Promise.reject(new RangeError("deep")))).rejects.toThrow(RangeError);
});

test("what takes too long is refused, what does not is answered", async () => {
  const late = (): ReturnType<typeof failureFor> => failureFor("blocked");
  expect(errorOf(await resultOf(withinTime(new Promise(() => {}), 5, late))).code).toBe("blocked");
  expect(valueOf(await resultOf(withinTime(Promise.resolve(3), 5000, late)))).toBe(3);
  expect(errorOf(await resultOf(withinTime(Promise.reject(named("AbortError")), 5000, late))).code).toBe(
    "failed",
  );
});
