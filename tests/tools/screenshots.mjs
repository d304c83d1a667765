// `npm run screenshots [-- NAME…]`: pictures of the built page, for the README and for looking at it.
// They are written to tests/screenshots/NAME.png.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browserArguments, needBrowser } from "./browser.mjs";
import { needBuild } from "./build.mjs";
import { needModules, needNode, ROOT } from "./install.mjs";

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {{ name: string, width: number, height: number, theme: "light" | "dark", prepare?: (page: Page) => Promise<void> }} Shot
 */

/** Add a picture here; `prepare` may click and type once the page has come to rest. @type {Shot[]} */
const SHOTS = [
  { name: "main", width: 1366, height: 768, theme: "light" },
  { name: "main-dark", width: 1366, height: 768, theme: "dark" },
  { name: "main-wide", width: 1920, height: 1080, theme: "light" },
  { name: "main-narrow", width: 820, height: 1180, theme: "light" },
];

const PORT = 4320;
const FOLDER = join(ROOT, "tests", "screenshots");

/** @type {(line: string) => void} */
const say = (line) => console.log(line);

async function takePictures() {
  needNode();
  needModules(say);
  await needBuild(say);
  const wanted = process.argv.slice(2);
  const shots = SHOTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
  const executablePath = needBrowser(say);
  const [{ preview }, { chromium }] = await Promise.all([import("vite"), import("playwright-core")]);
  const server = await preview({
    configFile: join(ROOT, "vite.config.ts"),
    logLevel: "warn",
    preview: { port: PORT, strictPort: true },
  });
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  try {
    mkdirSync(FOLDER, { recursive: true });
    for (const { name, width, height, theme, prepare } of shots) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: "reduce",
        locale: "en-GB",
        timezoneId: "Europe/London",
      });
      const page = await context.newPage();
      await page.goto(`http://localhost:${PORT}/`);
      await page.waitForLoadState("networkidle");
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      await prepare?.(page);
      await page.screenshot({ path: join(FOLDER, `${name}.png`) });
      say(`tests/screenshots/${name}.png`);
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

takePictures().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
