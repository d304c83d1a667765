import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { nameSources } from "../../tools/build.mjs";
import { FAULTS, withFaults } from "./faults.ts";

export type BuildKind = "shipped" | "broken";

/**
 * The folder of a build of the present sources; built if it is not there. `shipped` is what users get, byte for
 * byte; `broken` has the faults of faults.ts asleep in it.
 */
export function needBuildOf(root: string, kind: BuildKind): Promise<string> {
  // Once a run: what is edited meanwhile must not come into the middle of it.
  const known = built.get(kind) ?? makeBuild(root, kind);
  built.set(kind, known);
  return known;
}

const built = new Map<BuildKind, Promise<string>>();

async function makeBuild(root: string, kind: BuildKind): Promise<string> {
  const faults = kind === "broken" ? JSON.stringify(FAULTS) : "";
  const name = createHash("sha256").update(nameSources(root)).update(faults).digest("hex").slice(0, 12);
  const folder = join(root, "node_modules", ".backcast", "builds", `${kind}-${name}`);
  if (existsSync(join(folder, "index.html"))) return folder;
  const { build } = await import("vite");
  const outDir = `${folder}-${process.pid}`;
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: { outDir, emptyOutDir: true },
    plugins: kind === "broken" ? [withFaults(root)] : [],
  });
  if (existsSync(folder)) rmSync(outDir, { recursive: true, force: true });
  else renameSync(outDir, folder);
  return folder;
}
