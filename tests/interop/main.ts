import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkClipboard } from "./clipboard.ts";
import { COUNTRIES } from "./copied-cells.ts";
import type { Country } from "./copied-cells.ts";
import { Office } from "./office.ts";
import { exportOf, hostileFile, hostileTexts, lossOf, samplePlans } from "./plans.ts";
import { readSheet } from "./sheet.ts";
import { escapeText } from "../../src/csv/safe.ts";

export interface InteropOptions {
  readonly office: string;
  readonly version: string;
  readonly browser: string;
  readonly root: string;
  readonly count: number;
  readonly seed: number;
  /** Whether the files that were written are kept as fixtures. */
  readonly keep: boolean;
  readonly say: (line: string) => void;
}

/** What one part found: faults, and files worth keeping, by their names. */
export interface Findings {
  readonly checked: number;
  readonly faults: readonly string[];
  readonly files: ReadonlyMap<string, string>;
}

/** Runs every part in every country and prints what it found. Says how many checks failed. */
export async function interop(options: InteropOptions): Promise<number> {
  const { say, office: program } = options;
  let failed = 0;
  const kept = new Map<string, string>();
  const report = (what: string, country: Country, { checked, faults, files }: Findings): void => {
    const mark = faults.length === 0 ? "ok  " : "FAIL";
    say(`${mark} ${country.locale}  ${what}: ${checked - faults.length} of ${checked}`);
    for (const fault of faults.slice(0, 5)) say(`       ${fault}`);
    failed += faults.length;
    for (const [name, text] of files) kept.set(name, text);
  };
  for (const country of COUNTRIES) {
    const office = new Office(program, country);
    try {
      report("plans opened and saved", country, await checkPlans(office, options));
      report("hostile texts: none runs, all are kept", country, await checkHostile(office));
      report("copied here, opened there, and back", country, await checkClipboard(office, options));
    } finally {
      office.close();
    }
  }
  if (options.keep && failed === 0) {
    const folder = join(options.root, "tests", "fixtures", "libreoffice");
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of kept) writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, "version.txt"), `${options.version}\n`);
    say(`${kept.size} files are in tests/fixtures/libreoffice.`);
  }
  say(failed === 0 ? "LibreOffice and Backcast agree." : `${failed} failed`);
  return failed;
}

/** A plan's export, opened and saved in a country, says the same plan to 15 digits. */
async function checkPlans(office: Office, { count, seed }: InteropOptions): Promise<Findings> {
  const { country } = office;
  const plans = samplePlans(count, seed);
  const exports = plans.map((plan) => exportOf(plan, country));
  const back = await office.resave(exports, true);
  const faults = plans.flatMap((plan, i) => {
    const loss = lossOf(plan, back[i] ?? "");
    return loss === null ? [] : [`plan ${i}: ${loss}`];
  });
  // As its dialog has it unless told otherwise: quoted fields are read like others.
  const [founding] = await office.resave(exports.slice(0, 1), false);
  const [plan] = plans;
  const loss = plan === undefined || founding === undefined ? "nothing" : lossOf(plan, founding);
  if (loss !== null) faults.push(`the founding plan, quotes ignored: ${loss}`);
  const files = new Map<string, string>([[`founding-unquoted-${country.locale}.csv`, founding ?? ""]]);
  for (const i of [0, 1, 2, plans.length - 1]) {
    files.set(`plan-${i}-${country.locale}.csv`, exports[i] ?? "");
    files.set(`plan-${i}-${country.locale}-saved.csv`, back[i] ?? "");
  }
  return { checked: plans.length + 1, faults, files };
}

/** No text of a file computes anything, every text is what it was, every number is a number. */
async function checkHostile(office: Office): Promise<Findings> {
  const { country } = office;
  const texts = hostileTexts();
  const faults: string[] = [];
  let checked = 0;
  const sources = [hostileFile(country, true), hostileFile(country, false)];
  for (const quotedAsText of [true, false]) {
    const [safe = "", bare = ""] = (await office.openCsv(sources, quotedAsText)).map((xml) => xml);
    const sheet = readSheet(safe);
    const running = sheet.flat().filter(({ formula }) => formula !== null);
    checked++;
    if (running.length > 0 || safe.includes("table:formula=")) faults.push(`${running.length} cells compute`);
    // Read as a dialog has it, texts such as 00012 become numbers: what runs is the question there, and what is kept above.
    if (quotedAsText) {
      texts.forEach((text, i) => {
        checked += 2;
        const [cell, number] = sheet[i + 1] ?? [];
        if ((cell?.text ?? "") !== escapeText(text)) {
          faults.push(`${JSON.stringify(text)} became ${JSON.stringify(cell?.text)}`);
        }
        if (number?.type !== "number" || number.value !== -12.5 - i) {
          faults.push(`a number became ${JSON.stringify(number)}`);
        }
      });
    } else {
      // The check itself: without our marks, cells would run.
      checked++;
      if (!bare.includes("table:formula="))
        faults.push("nothing runs even without marks: this proves nothing");
    }
  }
  return { checked, faults, files: new Map() };
}
