// Finds a Chromium-based browser for the tests, and gets one where there is none.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

/** @param {string | undefined} path */
function isProgram(path) {
  if (path === undefined || path === "") return false;
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @returns {string[]} where Chrome, Chromium and Edge are usually installed on this system */
function installedPlaces() {
  if (process.platform === "darwin") {
    const apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
      apps.map((app) => join(folder, `${app}.app`, "Contents", "MacOS", app)),
    );
  }
  if (process.platform === "win32") {
    const programs = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe"];
    programs.push("Microsoft\\Edge\\Application\\msedge.exe");
    const folders = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].map((name) => process.env[name]);
    return folders.flatMap((folder) =>
      folder === undefined ? [] : programs.map((program) => join(folder, program)),
    );
  }
  const names = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge"];
  names.push("microsoft-edge-stable");
  const folders = (process.env["PATH"] ?? "")
    .split(delimiter)
    .concat("/usr/bin", "/usr/local/bin", "/snap/bin");
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/** @returns {string[]} browsers that Playwright downloaded earlier, the newest first */
function playwrightPlaces() {
  const cache =
    process.env["PLAYWRIGHT_BROWSERS_PATH"] ??
    (process.platform === "darwin"
      ? join(homedir(), "Library", "Caches", "ms-playwright")
      : process.platform === "win32"
        ? join(process.env["LOCALAPPDATA"] ?? homedir(), "ms-playwright")
        : join(homedir(), ".cache", "ms-playwright"));
  if (!existsSync(cache)) return [];
  const programs = [
    ["chrome-linux", "chrome"],
    ["chrome-linux64", "chrome"],
    ["chrome-win", "chrome.exe"],
    ["chrome-win64", "chrome.exe"],
    ["chrome-mac", "Chromium.app", "Contents", "MacOS", "Chromium"],
    ...["chrome-mac-arm64", "chrome-mac-x64"].map((folder) => [
      folder,
      "Google Chrome for Testing.app",
      "Contents",
      "MacOS",
      "Google Chrome for Testing",
    ]),
  ];
  return readdirSync(cache)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)))
    .flatMap((name) => programs.map((parts) => join(cache, name, ...parts)));
}

/**
 * The path of a browser: CHROME_PATH, an installed one, or Playwright's own; undefined if there is none.
 * A CHROME_PATH that names no program is an error, not a reason to take another browser.
 */
export function findBrowser() {
  const chosen = process.env["CHROME_PATH"];
  if (chosen !== undefined && chosen !== "") {
    if (isProgram(chosen)) return chosen;
    throw new Error(`CHROME_PATH names no program: ${chosen}`);
  }
  return [...installedPlaces(), ...playwrightPlaces()].find(isProgram);
}

/** Switches that keep the browser quiet: no calls home, no GPU. As root it refuses to start sandboxed. */
export function browserArguments() {
  const quiet = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...quiet] : quiet;
}

/**
 * Gets a browser if there is none: Playwright's download, else Debian's package (as root only).
 *
 * @param {(line: string) => void} say
 * @returns {string} its path; throws if none can be had
 */
export function needBrowser(say) {
  const found = findBrowser();
  if (found !== undefined) return found;
  /** @type {(command: string, parts: string[]) => boolean} */
  const runs = (command, parts) =>
    spawnSync(command, parts, {
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;

  say("No browser found: asking Playwright for Chromium.");
  runs("npx", ["playwright", "install", "chromium"]);
  const downloaded = findBrowser();
  if (downloaded !== undefined) return downloaded;

  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    say("Installing Debian's package chromium.");
    const install = ["install", "-y", "-qq", "--no-install-recommends", "chromium"];
    if (!runs("apt-get", install)) {
      runs("apt-get", ["update", "-qq"]);
      runs("apt-get", install);
    }
    const packaged = findBrowser();
    if (packaged !== undefined) return packaged;
  }
  throw new Error(
    "No browser could be found or installed. Install Chrome, or set CHROME_PATH to a Chromium.",
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(needBrowser((line) => console.error(line)));
}
