// `node tests/tools/icons.mjs`: draws the app's icons in public/ from public/favicon.svg. Run when the mark changes.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { browserArguments, needBrowser } from "./browser.mjs";
import { ROOT } from "./install.mjs";

const PUBLIC = join(ROOT, "public");

/** A maskable icon fills its square, with the mark within the middle 80%: systems cut the rest as they like. */
const ICONS = [
  { file: "icon-192.png", size: 192, maskable: false },
  { file: "icon-512.png", size: 512, maskable: false },
  { file: "icon-maskable-512.png", size: 512, maskable: true },
];

const mark = readFileSync(join(PUBLIC, "favicon.svg"), "utf8");
const browser = await chromium.launch({
  executablePath: needBrowser((line) => console.log(line)),
  args: browserArguments(),
});
try {
  for (const { file, size, maskable } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const drawing = maskable ? mark.replace(/ rx="\d+"/, "") : mark;
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
    );
    await page.screenshot({ path: join(PUBLIC, file), omitBackground: true });
    await page.close();
    console.log(`public/${file}`);
  }
} finally {
  await browser.close();
}
