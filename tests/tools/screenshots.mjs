// `npm run screenshots [-- WORD…]`: pictures of the built page, for the README and for looking at it. Those that the
// README shows go to tests/screenshots, the whole set to tests/screenshots/all; a word picks the pictures with it in
// their names ("dark", "compare").
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browserArguments, needBrowser } from "./browser.mjs";
import { needBuild } from "./build.mjs";
import { needModules, needNode, ROOT } from "./install.mjs";
import { SCENES, settle } from "./screens/scenes.mjs";

/**
 * How the page is looked at.
 * @typedef {{
 *   width: number, height: number, scale?: number, theme?: "light" | "dark", locale?: string,
 *   forced?: boolean, print?: boolean, grey?: boolean, touch?: boolean,
 * }} Look
 */

/** @satisfies {Record<string, Look>} */
const LOOKS = {
  laptop: { width: 1366, height: 768 },
  dark: { width: 1366, height: 768, theme: "dark" },
  wide: { width: 1920, height: 1080 },
  tablet: { width: 820, height: 1180 },
  phone: { width: 390, height: 844, scale: 2, touch: true },
  // Zoomed to 200 %, a laptop has half its points each way.
  zoom: { width: 683, height: 384, scale: 2 },
  forced: { width: 1366, height: 768, theme: "dark", forced: true },
  print: { width: 1366, height: 768, print: true },
  grey: { width: 1366, height: 768, grey: true },
  german: { width: 1366, height: 768, locale: "de-DE" },
  indian: { width: 1366, height: 768, locale: "en-IN" },
};

/** The scenes that are taken in each look; every scene is taken on the laptop. @type {Partial<Record<keyof typeof LOOKS, readonly string[]>>} */
const ALSO = {
  dark: Object.keys(SCENES),
  wide: ["sheet", "compare", "months24"],
  tablet: ["sheet", "compare"],
  phone: Object.keys(SCENES),
  zoom: [
    "sheet",
    "compare",
    "start",
    "keys",
    "plans",
    "export",
    "import",
    "data",
    "history",
    "levers",
    "menu",
  ],
  forced: ["sheet", "goal", "levers", "compare", "start", "menu", "history", "readings"],
  print: ["compare", "sheet"],
  grey: ["compare", "sheet"],
  german: ["sheet", "compare", "euros"],
  indian: ["sheet", "rupees"],
};

/** The README's own. @type {readonly (readonly [name: string, scene: string, look: keyof typeof LOOKS])[]} */
const SHOWN = [
  ["main", "sheet", "laptop"],
  ["main-dark", "sheet", "dark"],
];

const PORT = Number(process.env["BACKCAST_SCREENS_PORT"] ?? 4320);

/** @typedef {{ file: string, scene: string, look: Look }} Shot */

/** @returns {Shot[]} */
function allShots() {
  /** @type {Shot[]} */
  const shots = SHOWN.map(([name, scene, look]) => ({
    file: `tests/screenshots/${name}.png`,
    scene,
    look: LOOKS[look],
  }));
  for (const [name, look] of Object.entries(LOOKS)) {
    // The keys of LOOKS are the names of looks.
    const scenes = name === "laptop" ? Object.keys(SCENES) : ALSO[/** @type {keyof typeof LOOKS} */ (name)];
    for (const scene of scenes ?? [])
      shots.push({ file: `tests/screenshots/all/${scene}-${name}.png`, scene, look });
  }
  return shots;
}

/** @type {(line: string) => void} */
const say = (line) => console.log(line);

/**
 * One picture, in a browser profile of its own.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {Shot} shot
 */
async function take(browser, { file, scene, look }) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    deviceScaleFactor: look.scale ?? 1,
    colorScheme: look.theme ?? "light",
    forcedColors: look.forced === true ? "active" : "none",
    hasTouch: look.touch ?? false,
    reducedMotion: "reduce",
    locale: look.locale ?? "en-GB",
    timezoneId: "Europe/London",
    acceptDownloads: true,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`http://localhost:${PORT}/`);
    await page.getByRole("treegrid", { name: "Plan" }).waitFor();
    await settle(page);
    await SCENES[scene]?.(page);
    if (look.grey === true) {
      const client = await context.newCDPSession(page);
      await client.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
    }
    if (look.print === true) {
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      await page.emulateMedia({ media: "print" });
      await page.pdf({ path: join(ROOT, file.replace(/png$/, "pdf")), preferCSSPageSize: true });
    }
    await page.screenshot({ path: join(ROOT, file) });
    say(file);
  } finally {
    await context.close();
  }
}

async function takePictures() {
  needNode();
  needModules(say);
  await needBuild(say);
  const wanted = process.argv.slice(2);
  const shots = allShots().filter(
    ({ file }) => wanted.length === 0 || wanted.some((word) => file.includes(word)),
  );
  const executablePath = needBrowser(say);
  const [{ preview }, { chromium }] = await Promise.all([import("vite"), import("playwright-core")]);
  const server = await preview({
    configFile: join(ROOT, "vite.config.ts"),
    logLevel: "warn",
    preview: { port: PORT, strictPort: true },
  });
  const browser = await chromium.launch({ executablePath, args: browserArguments() });
  /** @type {string[]} */
  const failed = [];
  try {
    for (const folder of ["tests/screenshots", "tests/screenshots/all"]) {
      mkdirSync(join(ROOT, folder), { recursive: true });
    }
    for (const shot of shots) {
      // One scene that fails must not keep the others from being seen.
      await take(browser, shot).catch((/** @type {unknown} */ error) => {
        failed.push(`${shot.file}: ${error instanceof Error ? error.message : String(error)}`);
      });
    }
  } finally {
    await browser.close();
    await server.close();
  }
  if (failed.length > 0) throw new Error(`Not taken:\n${failed.join("\n")}`);
}

takePictures().catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
