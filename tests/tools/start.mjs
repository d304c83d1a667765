// `npm start`: installs and builds what is missing, serves the page at one fixed address, opens the browser.
// The address never changes: the browser keeps the plans under it.
import { spawn } from "node:child_process";
import { get } from "node:http";
import { join } from "node:path";
import { needBuild } from "./build.mjs";
import { needModules, needNode, ROOT } from "./install.mjs";

const PORT = 4173;
const ADDRESS = `http://localhost:${PORT}`;

/** @type {(line: string) => void} */
const say = (line) => console.log(line);

/**
 * Who answers at one of the addresses that `localhost` can mean.
 *
 * @param {string} host
 * @returns {Promise<"us" | "other" | "nobody">}
 */
function askWho(host) {
  return new Promise((resolve) => {
    const request = get({ host, port: PORT, path: "/", timeout: 3000, agent: false }, (response) => {
      response.resume();
      resolve(response.headers["x-backcast"] === undefined ? "other" : "us");
    });
    request.on("timeout", () => {
      resolve("other"); // it took the connection and says nothing
      request.destroy();
    });
    request.on("error", (error) => {
      const code = "code" in error ? error.code : undefined;
      const free = ["ECONNREFUSED", "EADDRNOTAVAIL", "EAFNOSUPPORT", "ENETUNREACH", "EHOSTUNREACH"];
      resolve(typeof code === "string" && free.includes(code) ? "nobody" : "other");
    });
  });
}

/** Opens the default browser, or says where the page is if there is no screen to open it on. */
function openPage() {
  const { platform, env } = process;
  const hasScreen = platform !== "linux" || Boolean(env["DISPLAY"]) || Boolean(env["WAYLAND_DISPLAY"]);
  say(`Backcast is at ${ADDRESS}`);
  if (!hasScreen) return;
  const command = platform === "darwin" ? "open" : platform === "win32" ? "cmd" : "xdg-open";
  const before = platform === "win32" ? ["/c", "start", ""] : [];
  const opener = spawn(command, [...before, ADDRESS], { stdio: "ignore", detached: true });
  opener.on("error", () => {
    say("No browser could be opened: open that address yourself.");
  });
  opener.unref();
}

/** @param {unknown} reason */
function giveUp(reason) {
  console.error(reason instanceof Error ? reason.message : reason);
  process.exit(1);
}

async function start() {
  needNode();
  const answers = await Promise.all([askWho("127.0.0.1"), askWho("::1")]);
  if (answers.includes("other")) {
    throw new Error(
      `Another program is using ${ADDRESS}. Close it and start again: ` +
        "your plans are kept under this address, so Backcast opens at no other.",
    );
  }
  if (answers.includes("us")) {
    openPage();
    return;
  }
  needModules(say);
  process.chdir(ROOT);
  await needBuild(say);
  const { preview } = await import("vite");
  await preview({
    configFile: join(ROOT, "vite.config.ts"),
    logLevel: "warn",
    preview: { port: PORT, strictPort: true, open: false },
  });
  openPage();
  say("It stops when you press Ctrl C here.");
}

start().catch(giveUp);
