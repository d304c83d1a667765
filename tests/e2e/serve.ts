import { createServer } from "node:http";
import type { Server } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = process.env["BACKCAST_TEST_DIST"] ?? fileURLToPath(new URL("../../dist", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

/** The built page on a plain file server, as any host has it: no header of ours, from any path. */
export interface Host {
  /** With a slash at its end. */
  readonly url: string;
  /** The folder that is served: another build of the page may take its place. */
  dist: string;
  /** What is added to the service worker's text: another one is a newer version. */
  version: string;
  /** Ends the server and every connection to it. */
  close(): Promise<void>;
}

export async function serveDist(path = "/", dist = DIST): Promise<Host> {
  const host = { url: "", dist, version: "", close: (): Promise<void> => end(server) };
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const inside = asked.startsWith(path) ? asked.slice(path.length) : null;
    const file = inside === "" ? "index.html" : inside;
    const send = async (): Promise<void> => {
      if (file === null || normalize(file).startsWith("..")) throw new Error("not here");
      const body = await readFile(join(host.dist, file));
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "cache-control": "no-cache",
      });
      response.end(file === "sw.js" ? `${body.toString("utf8")}\n${host.version}` : body);
    };
    send().catch(() => {
      response.writeHead(404);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  host.url = `http://localhost:${address.port}${path}`;
  return host;
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
