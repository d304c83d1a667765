// The broken builds of the soaks (tests/soak/real/faults.ts): each fault has its place, and none is in the sources.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkFaults, FAULTS, rewrite } from "./soak/real/faults.ts";

const ROOT = process.cwd();

test("every fault finds its place in the sources, exactly once", () => {
  expect(() => checkFaults(ROOT)).not.toThrow();
  expect(() => rewrite("src/store/saver.ts", "nothing of it")).toThrow("not one");
});

test("nothing in the sources, the settings of the build or the page can wake a fault", () => {
  const texts = [
    readFileSync(join(ROOT, "vite.config.ts"), "utf8"),
    ...readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  ];
  const names = Object.keys(FAULTS).filter((name) => name.includes(" "));
  for (const sign of ['getItem("broken")', "getItem('broken')", ...names.map((name) => `"${name}"`)]) {
    expect(texts.filter((text) => text.includes(sign))).toEqual([]);
  }
});
