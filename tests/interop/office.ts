import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Country } from "./copied-cells.ts";

const UTF8 = 76;
/** Minutes that one call may take. */
const LONGEST = 4;

/**
 * LibreOffice without a window, set to one country, with a profile of its own that goes when it is closed.
 *
 * The options of its CSV filter are documented under “Filter Options for CSV” in its help: separator, text mark,
 * encoding, first line, columns, language, quoted fields as text, then on reading special numbers, on writing cells as shown.
 */
export class Office {
  readonly country: Country;
  private readonly program: string;
  private readonly folder: string;

  constructor(program: string, country: Country) {
    this.program = program;
    this.country = country;
    this.folder = mkdtempSync(join(tmpdir(), "backcast-office-"));
    const user = join(this.folder, "profile", "user");
    mkdirSync(user, { recursive: true });
    writeFileSync(
      join(user, "registrymodifications.xcu"),
      `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>${country.locale}</value></prop></item>
</oor:items>
`,
    );
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Opens CSV files and saves them as CSV; `quotedAsText` is its option “Format quoted field as text”. */
  async resave(texts: readonly string[], quotedAsText: boolean): Promise<string[]> {
    const separator = this.country.delimiter.charCodeAt(0);
    // Cells as they are, not as they are shown: 15 digits.
    const to = `csv:Text - txt - csv (StarCalc):${separator},34,${UTF8},1,,0,false,false`;
    const files = await this.convert(texts, "csv", to, this.csvOptions(quotedAsText), "csv");
    return files.map((bytes) => bytes.toString("utf8"));
  }

  /** Opens CSV files and gives the whole sheets as XML, formulas and types of cells included. */
  async openCsv(texts: readonly string[], quotedAsText: boolean): Promise<string[]> {
    const files = await this.convert(texts, "csv", "fods", this.csvOptions(quotedAsText), "fods");
    return files.map((bytes) => bytes.toString("utf8"));
  }

  /** Opens text with tabs, as it does on a paste of text; numbers are the country's. */
  async openText(text: string): Promise<string> {
    const filter = `CSV:9,34,${UTF8},1,,0,false,true,false,false,0,true`;
    const [bytes] = await this.convert([text], "csv", "fods", filter, "fods");
    return bytes?.toString("utf8") ?? "";
  }

  /** Opens HTML as it does on a paste, and gives the sheet as XML. */
  async openHtml(html: string): Promise<string> {
    const [bytes] = await this.convert([html], "html", "fods", "HTML (StarCalc)", "fods");
    return bytes?.toString("utf8") ?? "";
  }

  /** A sheet of LibreOffice's own as the HTML that it puts on the clipboard. */
  async writeHtml(sheet: string): Promise<string> {
    const [bytes] = await this.convert([sheet], "fods", "html:HTML (StarCalc)", null, "html");
    return bytes?.toString("utf8") ?? "";
  }

  /** A sheet of LibreOffice's own as the text that it puts on the clipboard: tabs, cells as shown. */
  async writeText(sheet: string): Promise<string> {
    const to = `csv:Text - txt - csv (StarCalc):9,34,${UTF8},1,,0,false,true`;
    const [bytes] = await this.convert([sheet], "fods", to, null, "csv");
    return bytes?.toString("utf8") ?? "";
  }

  private csvOptions(quotedAsText: boolean): string {
    // The last option asks for formulas to be run: newer versions do not unless told.
    const { delimiter } = this.country;
    return `CSV:${delimiter.charCodeAt(0)},34,${UTF8},1,,0,${String(quotedAsText)},true,false,false,0,true`;
  }

  private async convert(
    texts: readonly string[],
    extension: string,
    to: string,
    filter: string | null,
    out: string,
  ): Promise<Buffer[]> {
    const work = mkdtempSync(join(this.folder, "work-"));
    const target = join(work, "out");
    const files = texts.map((text, i) => {
      const file = join(work, `${i}.${extension}`);
      writeFileSync(file, text);
      return file;
    });
    const words = [
      `-env:UserInstallation=${pathToFileURL(join(this.folder, "profile")).href}`,
      "--headless",
      ...(filter === null ? [] : [`--infilter=${filter}`]),
      "--convert-to",
      to,
      "--outdir",
      target,
      ...files,
    ];
    await runProgram(this.program, words);
    return files.map((file) =>
      readFileSync(join(target, basename(file).replace(`.${extension}`, `.${out}`))),
    );
  }
}

function runProgram(program: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { stdio: ["ignore", "ignore", "pipe"], timeout: LONGEST * 60_000 });
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString("utf8");
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`LibreOffice ended with ${code}: ${errors.slice(0, 500)}`));
    });
  });
}
