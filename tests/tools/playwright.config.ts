import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./browser.mjs";

const port = Number(process.env["BACKCAST_TEST_PORT"] ?? 4319);
const executablePath = findBrowser();
const root = fileURLToPath(new URL("../..", import.meta.url));

// Tests of the whole, built app in a real browser: dist must be there.
export default defineConfig({
  testDir: "../e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "../../test-results",
  workers: 2,
  retries: 0,
  timeout: 60_000,
  forbidOnly: true,
  reporter: "dot",
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1366, height: 768 },
    locale: "en-GB",
    timezoneId: "Europe/London",
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      args: browserArguments(),
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    cwd: root,
    url: `http://localhost:${port}/`,
    reuseExistingServer: false,
    stdout: "ignore",
    stderr: "pipe",
    timeout: 60_000,
  },
});
