import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { readdirSync } from "node:fs";
import type { Figure } from "./report.ts";

/**
 * The weight of the built page: what it loads before anything shows (the page, its scripts and styles, and
 * all that these load at once), all code, and all that is kept for offline use. Nothing where it is not built.
 */
export function weighPage(dist: string): Figure[] {
  const page = join(dist, "index.html");
  if (!existsSync(page)) return [];
  const html = readFileSync(page, "utf8");
  const linked = [...html.matchAll(/(?:src|href)="\.?\/?([^":]+\.(?:js|css))"/g)].map(
    (match) => match[1] ?? "",
  );
  const first = withImports(dist, [...new Set(linked)]);
  const code = readdirSync(dist, { recursive: true })
    .map((name) => String(name).replaceAll("\\", "/"))
    .filter((name) => /\.(?:js|css)$/.test(name));
  const worker = join(dist, "sw.js");
  const kept = existsSync(worker)
    ? [...readFileSync(worker, "utf8").matchAll(/\burl:"([^"]+)"/g)].map((match) => match[1] ?? "")
    : [];
  const gzipped = (name: string): number => gzipSync(readFileSync(join(dist, name)), { level: 9 }).length;
  const raw = (name: string): number => readFileSync(join(dist, name)).length;
  const sum = (names: readonly string[], size: (name: string) => number): number =>
    [...new Set(names)].reduce((total, name) => total + size(name), 0);
  return [
    figure("first chunk, gzip", "kB", (sum(first, gzipped) + gzipSync(html).length) / 1000, 60),
    figure("all code, gzip", "kB", sum(code, gzipped) / 1000, 330),
    figure("kept for offline", "MB", sum(kept, raw) / 1e6, 1.3),
  ];
}

/** Chunks and what they import at once (not what they load later). */
function withImports(dist: string, names: readonly string[]): string[] {
  const found = new Set(names);
  for (const name of found) {
    if (!name.endsWith(".js")) continue;
    const text = readFileSync(join(dist, name), "utf8");
    const folder = name.slice(0, name.lastIndexOf("/") + 1);
    for (const [, path] of text.matchAll(/(?:^|[;}])import(?:[^("';]*from)?\s*["']\.\/([^"']+)["']/g)) {
      if (path !== undefined) found.add(folder + path);
    }
  }
  return [...found];
}

function figure(name: string, unit: string, ours: number, most: number): Figure {
  return { part: "E", name, size: "", unit, ours, target: { ours: most } };
}
