import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import type { Plugin } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { FREE_LICENSE_KEY, fromRoot, licences, withoutCoreCssString } from "../../vite.config.ts";

// `npm run build:single`: the whole app as one HTML file that runs from a disk, dist-single/backcast.html.

/** The source of a policy for a script or style that stands in the page. */
const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** JavaScript that may stand between script tags: what would end or open one is written with an escape. */
const withinScript = (code: string): string => code.replace(/<(?=\/script|script|!--)/gi, "\\x3C");

/** Workers come out of the page itself: from a disk a browser loads no second script. */
function workersInside(): Plugin {
  const made = /new Worker\(new URL\("(\.\/[\w.-]+\.worker\.ts)", import\.meta\.url\), (\{[^}]*\})\)/g;
  return {
    name: "backcast:workers-inside",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(".ts") || !code.includes("new Worker(")) return null;
      const imports: string[] = [];
      const inside = code.replace(made, (_all, path: string, options: string) => {
        imports.push(`import Inside${imports.length} from ${JSON.stringify(`${path}?worker&inline`)};`);
        return `new Inside${imports.length - 1}(${options})`;
      });
      return imports.length === 0 ? null : { code: `${imports.join("\n")}\n${inside}`, map: null };
    },
  };
}

/** Puts the one script and the one style sheet into the page, under a policy that knows them by their hashes. */
function oneFile(): Plugin {
  return {
    name: "backcast:one-file",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_options, bundle) {
        const files = Object.values(bundle);
        const scripts = files.filter((file) => file.type === "chunk");
        const sheets = files.filter((file) => file.type === "asset" && file.fileName.endsWith(".css"));
        const page = files.find((file) => file.fileName === "index.html");
        const [script] = scripts;
        if (scripts.length !== 1 || script?.type !== "chunk" || page?.type !== "asset") {
          this.error(`one script and one page are expected, not ${scripts.length} scripts`);
        }
        const code = withinScript(script.code);
        const css = sheets.map((sheet) => (sheet.type === "asset" ? String(sheet.source) : "")).join("\n");
        const icon = `data:image/svg+xml;base64,${readFileSync(fromRoot("public/favicon.svg")).toString("base64")}`;
        const policy = [
          "default-src 'none'",
          `script-src ${hashOf(code)}`,
          // The second is that of the empty string: Handsontable adds an empty <style> element.
          `style-src ${hashOf(css)} ${hashOf("")}`,
          "img-src data: blob:",
          "worker-src blob:",
          "base-uri 'none'",
          "form-action 'none'",
          "require-trusted-types-for 'script'",
          "trusted-types default svelte-trusted-html",
        ].join("; ");
        const html = String(page.source)
          .replace(/\s*<script [^>]*><\/script>/, "")
          .replace(/\s*<link rel="(?:stylesheet|modulepreload)"[^>]*>/g, "")
          .replace(/href="[^"]*favicon\.svg"/, () => `href="${icon}"`)
          .replace(
            "<head>",
            () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}">`,
          )
          .replace("</head>", () => `<style>${css}</style>\n  </head>`)
          .replace("</body>", () => `<script type="module">${code}</script>\n  </body>`);
        for (const file of [...scripts, ...sheets, page]) {
          Reflect.deleteProperty(bundle, file.fileName);
        }
        this.emitFile({ type: "asset", fileName: "backcast.html", source: html });
      },
    },
  };
}

export default defineConfig({
  root: fromRoot("src"),
  base: "./",
  publicDir: false,
  cacheDir: fromRoot("node_modules/.vite"),
  define: {
    "import.meta.env.VITE_SINGLE": JSON.stringify("1"),
    "import.meta.env.VITE_HANDSONTABLE_LICENSE_KEY": JSON.stringify(
      process.env["VITE_HANDSONTABLE_LICENSE_KEY"] ?? FREE_LICENSE_KEY,
    ),
  },
  build: {
    outDir: process.env["BACKCAST_SINGLE_DIR"] ?? fromRoot("dist-single"),
    emptyOutDir: true,
    target: "es2023",
    cssCodeSplit: false,
    modulePreload: false,
    chunkSizeWarningLimit: 4000,
    assetsInlineLimit: 1_000_000,
    rolldownOptions: { output: { codeSplitting: false } },
  },
  worker: { format: "iife" },
  plugins: [
    withoutCoreCssString(),
    workersInside(),
    svelte({ configFile: false }),
    // Its virtual module stays, and does nothing: a page from a disk has no service worker.
    VitePWA({ disable: true }),
    licences(),
    oneFile(),
  ],
});
