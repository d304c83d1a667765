import { fileURLToPath } from "node:url";
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import tseslint from "typescript-eslint";

const PROJECTS = [
  "tsconfig.json",
  "src/core/tsconfig.json",
  "src/workers/tsconfig.json",
  "tests/tsconfig.json",
];

/** What core must not know of: tests/architecture.test.ts says the same of the places a linter cannot name. */
const OUTSIDE_CORE = [
  "Date",
  "console",
  "document",
  "window",
  "globalThis",
  "self",
  "performance",
  "crypto",
].map((name) => ({ name, message: "core knows no clock, no dice, no page: take it as an argument." }));

export default defineConfig(
  globalIgnores([
    "dist/",
    "test-results/",
    "tests/soak/results/",
    "tests/bench/results/",
    "tests/fixtures/",
    "**/node_modules/",
  ]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  svelte.configs.recommended,
  svelte.configs.prettier,
  {
    languageOptions: {
      parserOptions: {
        project: PROJECTS,
        tsconfigRootDir: fileURLToPath(new URL("../..", import.meta.url)),
        extraFileExtensions: [".svelte"],
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // What is in a rune here is immutable and replaced whole ($state.raw): no collection needs to be reactive.
      "svelte/prefer-svelte-reactivity": "off",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/restrict-plus-operands": ["error", { allowNumberAndString: true }],
      // `void` says that a promise is let go on purpose; an arrow may hand on what it calls.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
      // `a[i]!` is how a typed array is read under noUncheckedIndexedAccess. Each needs a reason beside it:
      // tests/architecture.test.ts sees to that.
      "@typescript-eslint/no-non-null-assertion": "off",
      // NaN is how the engine says "no value", and `x === 0 || y` on numbers reads better than its cure.
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: true }],
      // Loops over several arrays at one index are the engine's trade.
      "@typescript-eslint/prefer-for-of": "off",
      // Small functions passed as callbacks, and interfaces of functions, are written either way.
      "@typescript-eslint/unbound-method": ["error", { ignoreStatic: true }],
      "@typescript-eslint/consistent-type-definitions": "off",
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Export by name, so that a thing has one name." },
        { selector: "TSEnumDeclaration", message: "Use a union of string literals." },
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^\\.\\.?/.*(?<!\\.[a-z]+)$", message: "Name the file with its ending." }] },
      ],
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-implied-eval": "off", // the typed rule does it
      "no-new-func": "error",
      "no-constant-condition": ["error", { checkLoops: false }],
    },
  },
  {
    files: ["src/**"],
    languageOptions: { globals: { ...globals.browser } },
    rules: { "no-console": "error" },
  },
  {
    files: ["src/core/**"],
    languageOptions: { globals: {} },
    rules: {
      "no-restricted-globals": ["error", ...OUTSIDE_CORE],
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "Take the dice as an argument." },
      ],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // `let { a } = $props()` and runes are declared with let.
      "prefer-const": "off",
      "svelte/prefer-const": ["error", { destructuring: "all", excludedRunes: ["$props", "$derived"] }],
      "svelte/no-at-html-tags": "error",
      "svelte/button-has-type": "error",
      "svelte/require-each-key": "error",
      "svelte/no-target-blank": "error",
      "svelte/no-inline-styles": ["error", { allowTransitions: true }],
    },
  },
  {
    files: ["tests/**", "vite.config.ts"],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: {
      // A test that holds a value it has just checked may say so without a reason.
      "@typescript-eslint/no-empty-function": "off",
    },
  },
  {
    files: ["vite.config.ts", "tests/tools/*.config.*"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    // JSDoc types do what they can; what JSON.parse gives is checked by use.
    files: ["**/*.mjs", "**/*.js"],
    rules: {
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    // The benchmark's rival is installed only when it runs, so that its types are not there to check.
    files: ["tests/bench/**"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null } },
  },
);
