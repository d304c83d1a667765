// The walls of the house (src/README.md), checked on every file. The rules are in tests/tools/walls.ts.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  findImportBreaches,
  findPurityBreaches,
  findReasonBreaches,
  findTestBreaches,
  judgeImport,
  printBreach,
} from "./tools/walls.ts";
import type { SourceText } from "./tools/walls.ts";
import { findWordBreaches } from "./tools/words.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function readSources(folder: string): SourceText[] {
  const path = join(ROOT, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|mjs|js|svelte)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("node_modules"))
    .sort()
    .map((file) => ({ path: relative(ROOT, file).split(sep).join("/"), text: readFileSync(file, "utf8") }));
}

const sources = readSources("src");

describe("the house", () => {
  test("rooms import downward only, libraries have one owner, core has one door", () => {
    expect(sources.flatMap(findImportBreaches).map(printBreach)).toEqual([]);
  });

  test("core knows no clock, no dice, no page and no default locale", () => {
    expect(sources.flatMap(findPurityBreaches).map(printBreach)).toEqual([]);
  });

  test("every `as`, `!` and disabled rule has its reason", () => {
    expect(sources.flatMap(findReasonBreaches).map(printBreach)).toEqual([]);
  });

  test("every word for people is in the catalogue", () => {
    expect(sources.flatMap(findWordBreaches).map(printBreach)).toEqual([]);
  });

  test("no test is switched off", () => {
    const tests = readSources("tests").filter(({ path }) => /\.(?:test|spec)\.ts$/.test(path));
    expect(tests.flatMap(findTestBreaches).map(printBreach)).toEqual([]);
  });
});

describe("the walls", () => {
  test.each([
    ["src/grid/sheet.ts", "../core/index.ts"],
    ["src/grid/sheet.ts", "handsontable/base"],
    ["src/shell/Frame.svelte", "../charts/FunnelChart.svelte"],
    ["src/session/session.svelte.ts", "../store/store.ts"],
    ["src/core/engine/compile.ts", "../plan/plan.ts"],
    ["src/core/formula/parse.ts", "../messages/formula.ts"],
    ["src/core/index.ts", "./templates/founding.ts"],
    ["src/pwa/update.ts", "virtual:pwa-register"],
    ["src/main.ts", "./pwa/update.ts"],
    ["src/App.svelte", "svelte/reactivity"],
  ])("let %s import %s", (path, name) => {
    expect(judgeImport(path, name)).toBeUndefined();
  });

  test.each([
    ["src/core/plan/plan.ts", "../engine/engine.ts", "reaches up"],
    ["src/core/plan/plan.ts", "../index.ts", "core's door to others"],
    ["src/core/plan/plan.ts", "../../store/store.ts", "core may not import store"],
    ["src/core/plan/plan.ts", "valibot", "core imports nothing outside itself"],
    ["src/grid/sheet.ts", "../core/plan/plan.ts", "the only door to core"],
    ["src/main.ts", "./core/plan/plan.ts", "the only door to core"],
    ["src/charts/funnel.ts", "../shell/format.ts", "charts may not import shell"],
    ["src/store/store.ts", "../session/session.ts", "store may not import session"],
    ["src/csv/parse.ts", "../store/store.ts", "csv may not import store"],
    ["src/pwa/update.ts", "../session/session.ts", "pwa may not import session"],
    ["src/shell/Frame.svelte", "../grid/Sheet.svelte", "shell may not import grid"],
    ["src/shell/Frame.svelte", "dexie", "belongs to store"],
    ["src/main.ts", "handsontable/base", "belongs to grid"],
    ["src/session/session.ts", "lodash", "has no owner"],
    ["src/session/session.ts", "../App.svelte", "above every room"],
    ["src/session/session.ts", "../../tests/x.ts", "outside src"],
  ])("keep %s from importing %s", (path, name, reason) => {
    expect(judgeImport(path, name)).toContain(reason);
  });

  const rulesFor = (find: typeof findImportBreaches, path: string, text: string): string[] =>
    find({ path, text }).map(({ line, rule }) => `${line} ${rule}`);

  test("see every way to import", () => {
    const text = [
      'import x from "a";',
      'export { y } from "b";',
      'const z = await import("c");',
      'type T = import("d").T;',
      'new Worker(new URL("../grid/e.ts", import.meta.url));',
    ].join("\n");
    expect(rulesFor(findImportBreaches, "src/store/x.ts", text).map((rule) => rule.slice(0, 5))).toEqual([
      '1 "a"',
      '2 "b"',
      '3 "c"',
      '4 "d"',
      "5 sto",
    ]);
    const component = '<p>import</p>\n<script lang="ts">\n  import x from "../grid/e.ts";\n</script>';
    expect(rulesFor(findImportBreaches, "src/charts/X.svelte", component)).toEqual([
      "3 charts may not import grid",
    ]);
    const markup = '<p>a</p>\n{#await import("../grid/e.svelte") then e}<e.default />{/await}';
    expect(rulesFor(findImportBreaches, "src/shell/X.svelte", markup)).toEqual([
      "2 shell may not import grid",
    ]);
    expect(rulesFor(findImportBreaches, "src/shell/X.svelte", markup.replace("../grid", "./a"))).toEqual([]);
    expect(rulesFor(findImportBreaches, "src/attic/x.ts", "")[0]).toContain("attic is not a room");
    expect(rulesFor(findImportBreaches, "src/loose.ts", "")).toHaveLength(1);
  });

  test("see clock, dice, page and locale in core, and no members of the same name", () => {
    const lines = [
      "const a = Date.now();",
      "const b = Math.random();",
      "const c = new Intl.NumberFormat();",
      "const d = (1).toLocaleString();",
      'const e = "a".localeCompare("b");',
      "const { window } = options;",
      'const f = new Intl.NumberFormat("en");',
      "const g = { document: 1 }.document;",
      "console.log(a);",
    ];
    const found = rulesFor(findPurityBreaches, "src/core/plan/x.ts", lines.join("\n"));
    expect(found.map((rule) => Number.parseInt(rule))).toEqual([1, 2, 3, 4, 5, 9]);
    expect(rulesFor(findPurityBreaches, "src/shell/x.ts", lines.join("\n"))).toEqual([]);
  });

  test.each([
    ["const a = b[0]!;", 1],
    ["const a = b as C;", 1],
    ["const a = b as const;", 0],
    ["const a = b[0]!; // b is never empty", 0],
    ["// b is never empty\nconst a = b[0]!;", 0],
    ["// b is never empty\n\nconst a = b[0]!;", 1],
    ["const a = b[0]!; // two at least\nconst c = b[1]!;\nconst d = b[2]!;", 0],
    ["const a = b[0]!; // two at least\n\nconst c = b[1]!;", 1],
    ["// the list is never empty\nconst a = f(\n  b,\n  c[0]!,\n);", 0],
    ["/** Sums. `!`: i < length. */\nfunction f() {\n  let s = 0;\n  s += v[0]!;\n  s += w as number;\n}", 1],
    ['const a = "// no comment" + b!;', 1],
    ["// eslint-disable-next-line no-eval\nf();", 1],
    ["// eslint-disable-next-line no-eval -- the test needs it\nf();", 0],
  ])("ask for reasons: %j has %i without", (text, count) => {
    expect(findReasonBreaches({ path: "src/core/plan/x.ts", text })).toHaveLength(count);
  });

  test("ask for reasons in markup too", () => {
    const bare = '<script lang="ts">\n  let a = 1;\n</script>\n<p>{a!}</p>\n';
    const told = bare.replace("<p>", "<!-- a is set above -->\n<p>");
    expect(rulesFor(findReasonBreaches, "src/shell/X.svelte", bare)).toHaveLength(1);
    expect(rulesFor(findReasonBreaches, "src/shell/X.svelte", told)).toEqual([]);
  });

  test.each([
    ["<p>Opening…</p>", 1],
    ["<p>{words.opening}</p>", 0],
    ["<p>·</p>", 0],
    ['<button aria-label="Undo">↶</button>', 1],
    ['<button aria-label="Rename {name}">✎</button>', 1],
    ['<input placeholder="Name" title={words.title} />', 1],
    ['<p class="a long list" id="x">{a === "Enter" ? "" : words.of(a)}</p>', 0],
    ['<p>{isOn ? "Use it now" : "Reload."}</p>', 2],
    ["<p>{`${name} is deleted`}</p>", 1],
    ['<script lang="ts">\n  let text = "Not saved";\n</script>', 1],
    ['<script lang="ts">\n  type Kind = "not this" | "nor that";\n</script>', 0],
  ])("ask for the catalogue: %j has %i words of its own", (text, count) => {
    expect(findWordBreaches({ path: "src/shell/X.svelte", text })).toHaveLength(count);
  });

  test("ask modules that speak for the catalogue, and no others", () => {
    const text =
      'const a = `${b} would have to be ${c}`;\nthrow new Error("no such row");\nconst d = "bc-cell bc-head";';
    expect(rulesFor(findWordBreaches, "src/session/x.ts", text)).toHaveLength(1);
    expect(rulesFor(findWordBreaches, "src/core/messages/x.ts", text)).toEqual([]);
  });

  test("see tests that are switched off", () => {
    const text = "test.only(a);\ndescribe.skip(a);\nit.each([1]).todo(a);\nfoo.only(a);\ntest.each([1])(a);";
    expect(rulesFor(findTestBreaches, "tests/x.test.ts", text)).toHaveLength(3);
  });
});
