import { lengthOfKey, ordinalOfKey } from "../core/index.ts";
import type { CellRun, ChannelId, Lever, PeriodKey, PeriodLength, RowId, Stage } from "../core/index.ts";

/**
 * Phrases with names in brackets, as the column Text holds them for goals, stages and totals. A `]` in a name is
 * doubled, as in formulas; a thing that is gone is written by its id, in braces.
 */
export interface Speaker {
  row(id: RowId): string | undefined;
  channel(id: ChannelId): string | undefined;
}

export interface Listener {
  row(name: string): RowId | undefined;
  channel(name: string): ChannelId | undefined;
  readonly length: PeriodLength;
}

/** What could not be read, and what would have been right. */
export interface PhraseFault {
  readonly found: string;
  readonly expected: string;
}

export function printRowName(speaker: Speaker, id: RowId): string {
  const name = speaker.row(id);
  return name === undefined ? `{${id}}` : `[${name.replaceAll("]", "]]")}]`;
}

export function printChannelName(speaker: Speaker, id: ChannelId): string {
  const name = speaker.channel(id);
  return name === undefined ? `{${id}}` : `[${name.replaceAll("]", "]]")}]`;
}

/** `by [Spend] from 2027-M01 to 2027-M03 in [Paid search] except 2027-M02 in [Events] and 2027-M03` */
export function printLever(lever: Lever, speaker: Speaker): string {
  const { row, channels, from, to, except } = lever;
  const names = channels?.map((id) => printChannelName(speaker, id));
  const where = names === undefined ? "" : names.length === 0 ? " in none" : ` in ${names.join(", ")}`;
  const runs = except.map((run) => printRun(run, speaker));
  const without = runs.length === 0 ? "" : ` except ${runs.join(" and ")}`;
  return `by ${printRowName(speaker, row)} from ${from} to ${to}${where}${without}`;
}

function printRun({ channel, from, to }: CellRun, speaker: Speaker): string {
  const span = from === to ? from : `${from} to ${to}`;
  return channel === null ? span : `${span} in ${printChannelName(speaker, channel)}`;
}

/** `[Demos] from [Visitors] by [Visitor to demo]` */
export function printStage(row: RowId, { from, rate }: Stage, speaker: Speaker): string {
  const before = from === null ? "" : ` from ${printRowName(speaker, from)}`;
  return `${printRowName(speaker, row)}${before}${rate === null ? "" : ` by ${printRowName(speaker, rate)}`}`;
}

const TOKEN = /\s*(?:\[((?:[^\]]|\]\])*)\]|\{([^{}]*)\}|(,)|([^\s,[\]{}]+))/y;

type Token =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "id"; readonly text: string }
  | { readonly kind: "word"; readonly text: string };

/** Thrown inside this file alone, and caught at its doors. */
class Unreadable extends Error {
  readonly found: string;
  readonly expected: string;

  constructor(found: string, expected: string) {
    super(expected);
    this.found = found;
    this.expected = expected;
  }
}

/** Reads a phrase from the left, one thing at a time. */
class Phrase {
  private readonly tokens: readonly Token[];
  private readonly listener: Listener;
  private at = 0;

  constructor(text: string, listener: Listener) {
    this.listener = listener;
    const tokens: Token[] = [];
    TOKEN.lastIndex = 0;
    let end = 0;
    for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) {
      end = TOKEN.lastIndex;
      const [, name, id, comma, word] = match;
      if (name !== undefined) tokens.push({ kind: "name", text: name.replaceAll("]]", "]") });
      else if (id !== undefined) tokens.push({ kind: "id", text: id });
      else tokens.push({ kind: "word", text: comma ?? word ?? "" });
    }
    const rest = text.slice(end).trim();
    if (rest !== "") throw new Unreadable(rest, "a name in brackets");
    this.tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  /** Takes a word if it comes next. */
  takes(word: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "word" || token.text.toLowerCase() !== word) return false;
    this.at++;
    return true;
  }

  row(): RowId {
    return this.thing((name) => this.listener.row(name), "the name of a row, in brackets");
  }

  channel(): ChannelId {
    return this.thing((name) => this.listener.channel(name), "the name of a channel, in brackets");
  }

  private thing(find: (name: string) => string | undefined, expected: string): string {
    const token = this.tokens[this.at];
    if (token === undefined) throw new Unreadable("", expected);
    this.at++;
    const id = token.kind === "id" ? token.text : find(token.text);
    if (id === undefined || id === "") throw new Unreadable(token.text, expected);
    return id;
  }

  period(): PeriodKey {
    const token = this.tokens[this.at];
    const key = token?.kind === "word" ? token.text.toUpperCase() : "";
    if (lengthOfKey(key) !== this.listener.length || Number.isNaN(ordinalOfKey(key))) {
      throw new Unreadable(token?.text ?? "", "a period such as 2027-M01");
    }
    this.at++;
    return key;
  }

  finish(): void {
    const token = this.tokens[this.at];
    if (token !== undefined) throw new Unreadable(token.text, "nothing more");
  }
}

type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: PhraseFault };

function attempt<T>(text: string, listener: Listener, read: (phrase: Phrase) => T): Read<T> {
  try {
    const phrase = new Phrase(text, listener);
    const value = read(phrase);
    phrase.finish();
    return { ok: true, value };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { ok: false, error: { found: error.found, expected: error.expected } };
  }
}

export interface GoalText {
  /** Said where the goal is neither one period's nor the whole plan's. */
  readonly over: { readonly from: PeriodKey; readonly to: PeriodKey } | null;
  readonly lever: Lever | null;
}

/** Reads `over … to … by [row] …`; `span` stands in where a lever does not say its periods. */
export function readGoalText(
  text: string,
  listener: Listener,
  span: { readonly from: PeriodKey; readonly to: PeriodKey },
): Read<GoalText> {
  return attempt(text, listener, (phrase) => {
    let over: GoalText["over"] = null;
    if (phrase.takes("over")) over = readSpan(phrase);
    if (phrase.isAtEnd()) return { over, lever: null };
    if (!phrase.takes("by")) throw new Unreadable(text, "by and the row that is solved, in brackets");
    return { over, lever: readLever(phrase, over ?? span) };
  });
}

function readSpan(phrase: Phrase): { from: PeriodKey; to: PeriodKey } {
  const from = phrase.period();
  return { from, to: phrase.takes("to") ? phrase.period() : from };
}

function readLever(phrase: Phrase, span: { readonly from: PeriodKey; readonly to: PeriodKey }): Lever {
  const row = phrase.row();
  const { from, to } = phrase.takes("from") ? readSpan(phrase) : span;
  let channels: ChannelId[] | null = null;
  if (phrase.takes("in")) {
    channels = [];
    if (!phrase.takes("none")) {
      do channels.push(phrase.channel());
      while (phrase.takes(","));
    }
  }
  const except: CellRun[] = [];
  if (phrase.takes("except")) {
    do {
      const run = readSpan(phrase);
      except.push({ channel: phrase.takes("in") ? phrase.channel() : null, ...run });
    } while (phrase.takes("and"));
  }
  return { row, channels, from, to, except };
}

/** Reads a row's stage. The row itself is named first. */
export function readStage(text: string, listener: Listener): Read<{ row: RowId; stage: Stage }> {
  return attempt(text, listener, (phrase) => {
    const row = phrase.row();
    const from = phrase.takes("from") ? phrase.row() : null;
    const rate = phrase.takes("by") ? phrase.row() : null;
    return { row, stage: { from, rate } };
  });
}

/** Reads one row's name in brackets, after `lead` if one is given (`weighted by`). */
export function readRowName(text: string, listener: Listener, lead: readonly string[] = []): Read<RowId> {
  return attempt(text, listener, (phrase) => {
    for (const word of lead) {
      if (!phrase.takes(word))
        throw new Unreadable(text, `${lead.join(" ")} and the name of a row, in brackets`);
    }
    return phrase.row();
  });
}

/** Reads one channel's name in brackets. */
export function readChannelName(text: string, listener: Listener): Read<ChannelId> {
  return attempt(text, listener, (phrase) => phrase.channel());
}

const RESERVED: ReadonlySet<string> = new Set(["none", "free", "does not apply"]);

/**
 * Whether a formula without its `=` would be taken for something else: by us (`none`), or by a spreadsheet
 * program that opens the file and makes a number or a date of it (`1/2`).
 */
function needsGuard(text: string): boolean {
  const body = text.replace(/^=+/, "").trim().toLowerCase();
  return RESERVED.has(body) || !/[\p{L}[]/u.test(body) || /^[\d.e+-]+$/.test(body);
}

/** A formula's text for the file: without `=`, except where it needs one to stay what it is. */
export function guardFormula(text: string): string {
  return needsGuard(text) ? `=${text}` : text;
}

/** The formula's text that was guarded. */
export function unguardFormula(text: string): string {
  return text.startsWith("=") && needsGuard(text) ? text.slice(1) : text;
}
