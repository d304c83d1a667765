import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { playwright } from "@vitest/browser-playwright";
import type { HtmlTagDescriptor, Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";
import { browserArguments, findBrowser } from "./tests/tools/browser.mjs";

export const fromRoot = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Handsontable's key: this value is its free licence for non-commercial use and evaluation. */
export const FREE_LICENSE_KEY = "non-commercial-and-evaluation";

/**
 * What the page may load: itself. The hash is that of the empty string: Handsontable's nested grids
 * add an empty <style> element.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  // Strings are made HTML or script addresses by our policy alone: src/shell/trusted.ts.
  "require-trusted-types-for 'script'",
  "trusted-types default svelte-trusted-html",
].join("; ");

/** The headers of every answer of the local server; `x-backcast` is how `npm start` knows its own. */
const PREVIEW_HEADERS = {
  "x-backcast": "1",
  "content-security-policy": `${POLICY}; frame-ancestors 'none'`,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** Writes the policy into the built page, first in its head, so that it holds on any file server. */
function policyInPage(): Plugin {
  const tag: HtmlTagDescriptor = {
    tag: "meta",
    attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
    injectTo: "head-prepend",
  };
  return {
    name: "backcast:policy",
    apply: "build",
    transformIndexHtml: { order: "post", handler: () => [tag] },
  };
}

/** Handsontable carries its core CSS a second time, as a 162 kB string, which the page never uses. */
export function withoutCoreCssString(): Plugin {
  return {
    name: "backcast:handsontable-css",
    enforce: "pre",
    load: {
      filter: { id: /handsontable[\\/]styles[\\/]handsontableStyles\.mjs/ },
      handler: () => ({ code: 'export default "";', moduleSideEffects: false }),
    },
  };
}

/**
 * Workers are chunks of the page's own build and share its modules: as bundles of their own each would carry the
 * engine once more.
 */
function workersShare(): Plugin {
  const made = /new URL\("(\.\/[\w.-]+\.worker\.ts)", import\.meta\.url\)/g;
  return {
    name: "backcast:workers-share",
    apply: "build",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".ts") || !code.includes("new Worker(")) return null;
      const shared = code.replace(made, (_all, path: string) => {
        const chunk = this.emitFile({ type: "chunk", id: join(dirname(id), path), name: path.slice(2, -3) });
        return `import.meta.ROLLUP_FILE_URL_${chunk}`;
      });
      return { code: shared, map: null };
    },
  };
}

/** What is shipped comes with its licences, as they ask. */
export function licences(): Plugin {
  const packages = [
    "handsontable",
    "dexie",
    "fake-indexeddb",
    "papaparse",
    "svelte",
    "valibot",
    "workbox-window",
  ];
  return {
    name: "backcast:licences",
    apply: "build",
    generateBundle() {
      for (const name of packages) {
        const folder = fromRoot(`node_modules/${name}`);
        for (const file of readdirSync(folder).filter((each) => /licen[cs]e/i.test(each))) {
          const source = readFileSync(join(folder, file));
          this.emitFile({ type: "asset", fileName: `licences/${name}-${file}`, source });
        }
      }
      const source = readFileSync(fromRoot("LICENSE"));
      this.emitFile({ type: "asset", fileName: "licences/backcast-LICENSE.txt", source });
    },
  };
}

const browserPath = process.env["VITEST"] === undefined ? undefined : findBrowser();

export default defineConfig({
  root: fromRoot("src"),
  base: "./",
  publicDir: fromRoot("public"),
  cacheDir: fromRoot("node_modules/.vite"),
  define: {
    "import.meta.env.VITE_HANDSONTABLE_LICENSE_KEY": JSON.stringify(
      process.env["VITE_HANDSONTABLE_LICENSE_KEY"] ?? FREE_LICENSE_KEY,
    ),
  },
  build: { outDir: fromRoot("dist"), emptyOutDir: true, target: "es2023", chunkSizeWarningLimit: 800 },
  worker: { format: "es" },
  server: { host: "localhost" },
  preview: { host: "localhost", port: 4173, strictPort: true, headers: PREVIEW_HEADERS },
  plugins: [
    withoutCoreCssString(),
    workersShare(),
    svelte({ configFile: false }),
    VitePWA({
      strategies: "generateSW",
      registerType: "prompt",
      injectRegister: false,
      includeAssets: [],
      manifest: {
        name: "Backcast",
        short_name: "Backcast",
        description: "Plan a funnel from either end: type the goal, see the budget it takes.",
        start_url: "./",
        scope: "./",
        display: "standalone",
        background_color: "#ffffff",
        theme_color: "#1f5f4a",
        icons: [
          { src: "icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
      workbox: {
        globPatterns: ["**/*.{js,css,html,svg,png,webmanifest}"],
        cleanupOutdatedCaches: true,
        maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
      },
    }),
    policyInPage(),
    licences(),
  ],
  test: {
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        root: fromRoot("."),
        test: {
          name: "node",
          // A busy machine is no failure; a test that hangs is caught all the same.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          environment: "node",
          include: ["tests/**/*.test.ts"],
          exclude: ["**/node_modules/**", "tests/browser/**", "tests/e2e/**"],
        },
      },
      {
        extends: true,
        root: fromRoot("."),
        optimizeDeps: {
          entries: ["tests/browser/**/*.test.ts", "src/main.ts"],
          // Found late, a dependency would be bundled anew under a running test.
          include: ["axe-core", "dexie", "handsontable/base", "handsontable/plugins", "papaparse", "valibot"],
        },
        test: {
          name: "browser",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          include: ["tests/browser/**/*.test.ts"],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                args: browserArguments(),
                ...(browserPath === undefined ? {} : { executablePath: browserPath }),
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
