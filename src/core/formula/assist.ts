import type { ChannelId, RowId } from "../plan/ids.ts";
import { orderedIds, rowsInOrder } from "../plan/plan.ts";
import type { Plan } from "../plan/plan.ts";
import { CALLABLE_NAMES, functionOf, signatureOf } from "./functions.ts";
import { foldName, namesOf } from "./names.ts";
import { printName } from "./print.ts";
import { foldWidth, tokenize } from "./tokens.ts";
import type { Decimal, Span, Token } from "./tokens.ts";

/** A name that may be meant by what stands before the caret. */
export interface Completion {
  readonly kind: "row" | "channel" | "function";
  /** As it is shown in the list. */
  readonly label: string;
  /** What goes into the formula; a function's with its brackets. */
  readonly insert: string;
  /** How far the caret goes into `insert`: between a function's brackets. */
  readonly caret: number;
  /** A row's short name, or how a function is called. */
  readonly detail: string;
}

/** A row that a formula reads, and where. `index` counts its rows in the order of their first mention. */
export interface Mention extends Span {
  readonly row: RowId;
  readonly index: number;
}

/** The call that the caret stands in, and which of its arguments. */
export interface OpenCall {
  readonly name: string;
  /** "IF(test, then, otherwise)" */
  readonly usage: string;
  /** Its arguments, as `usage` has them. */
  readonly args: readonly string[];
  readonly active: number;
}

/** What can be told about a formula while it is typed, whether it can be read yet or not. */
export interface Assist {
  readonly completions: readonly Completion[];
  /** The piece of text that a completion takes the place of. */
  readonly word: Span;
  readonly call: OpenCall | null;
  readonly mentions: readonly Mention[];
}

/** Names that are offered at a time. */
const OFFERED = 8;

const CHANNEL_USAGE = "CHANNEL(row, channel)";

/**
 * What helps at a place of a formula that is being typed: names that complete it, the call one is in, and the rows
 * that it reads so far. Total: any text has an answer.
 *
 * caret  UTF-16 units from the start of `text`
 */
export function assistFormula(
  plan: Plan,
  text: string,
  caret: number,
  options: { readonly decimal?: Decimal } = {},
): Assist {
  const plain = foldWidth(text);
  const start = /^\s*=/u.exec(plain)?.[0].length;
  const nothing = { completions: [], word: { at: caret, length: 0 }, call: null, mentions: [] };
  if (start === undefined || caret < start) return nothing;
  const tokens = tokenize(plain, options.decimal ?? ".", start);
  const call = callAround(tokens, caret);
  return { ...completionsAt(plan, plain, caret, start), call, mentions: mentionsIn(plan, tokens) };
}

function mentionsIn(plan: Plan, tokens: readonly Token[]): Mention[] {
  const names = namesOf(plan);
  const order: RowId[] = [];
  const found: Mention[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== "name" && token.kind !== "bracket") return;
    const next = tokens[i + 1];
    const isCalled = token.kind === "name" && next?.kind === "sign" && next.text === "(";
    const row = isCalled ? undefined : names.row(token.text);
    if (row === undefined) return;
    if (!order.includes(row)) order.push(row);
    found.push({ at: token.at, length: token.length, row, index: order.indexOf(row) });
  });
  return found;
}

function callAround(tokens: readonly Token[], caret: number): OpenCall | null {
  const open: { name: string; commas: number }[] = [];
  tokens.forEach((token, i) => {
    if (token.kind !== "sign" || token.at >= caret) return;
    const top = open.at(-1);
    if (token.text === "(") {
      const before = tokens[i - 1];
      open.push({ name: before?.kind === "name" ? before.text : "", commas: 0 });
    } else if (token.text === ")") open.pop();
    else if ((token.text === "," || token.text === ";") && top !== undefined) top.commas++;
  });
  const top = open.at(-1);
  if (top === undefined || top.name === "") return null;
  const known = functionOf(top.name);
  const usage =
    known === undefined
      ? top.name.toUpperCase() === "CHANNEL"
        ? CHANNEL_USAGE
        : ""
      : signatureOf(known).usage;
  if (usage === "") return null;
  const inside = /\(([^)]*)\)/u.exec(usage)?.[1] ?? "";
  const args = inside === "" ? [] : inside.split(", ");
  return {
    name: known ?? "CHANNEL",
    usage,
    args,
    active: Math.min(top.commas, Math.max(0, args.length - 1)),
  };
}

function completionsAt(
  plan: Plan,
  text: string,
  caret: number,
  start: number,
): { readonly completions: readonly Completion[]; readonly word: Span } {
  const before = text.slice(start, caret);
  const bracket = /\[([^[\]]*)$/u.exec(before);
  if (bracket !== null) {
    const at = start + bracket.index;
    const closes = text[caret] === "]" ? 1 : 0;
    const word = { at, length: caret - at + closes };
    return { word, completions: find(plan, bracket[1] ?? "", false) };
  }
  // A name of several words may be typed without brackets: the longest run of words that begins one.
  const run = /[\p{L}_][\p{L}\p{M}\p{N}_.]*(?: +[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.]*)*$/u.exec(before)?.[0];
  if (run === undefined) return { word: { at: caret, length: 0 }, completions: [] };
  const starts = [...run.matchAll(/(?:^|(?<= ))\S/gu)].map(({ index }) => index);
  for (const from of starts) {
    const typed = run.slice(from);
    const isWhole = from === starts.at(-1);
    const completions = find(plan, typed, isWhole);
    if (completions.length > 0)
      return { word: { at: caret - typed.length, length: typed.length }, completions };
  }
  return { word: { at: caret, length: 0 }, completions: [] };
}

/** Names that begin with what was typed, then those with a word that does. `withFunctions`: for a single word. */
function find(plan: Plan, typed: string, withFunctions: boolean): Completion[] {
  const wanted = foldName(typed);
  const rank = (names: readonly string[]): number => {
    const folded = names.map(foldName);
    if (folded.includes(wanted) && wanted !== "") return -1;
    if (folded.some((name) => name.startsWith(wanted))) return 0;
    return folded.some((name) => name.includes(` ${wanted}`)) ? 1 : 2;
  };
  const ranked: { readonly rank: number; readonly completion: Completion }[] = [];
  const add = (names: readonly string[], completion: Completion): void => {
    const found = rank(names);
    // What stands there in full already needs no completing.
    if (found >= 0 && found < 2) ranked.push({ rank: found, completion });
  };
  for (const id of rowsInOrder(plan)) {
    const row = plan.rows.get(id);
    if (row === undefined || row.name === "") continue;
    const insert = printName(row.shortName ?? row.name);
    const names = row.shortName === null ? [row.name] : [row.name, row.shortName];
    add(names, { kind: "row", label: row.name, insert, caret: insert.length, detail: row.shortName ?? "" });
  }
  if (withFunctions) {
    for (const name of CALLABLE_NAMES) {
      const known = functionOf(name);
      const usage = known === undefined ? CHANNEL_USAGE : signatureOf(known).usage;
      const caret = name.length + (usage.endsWith("()") ? 2 : 1);
      add([name], { kind: "function", label: name, insert: `${name}()`, caret, detail: usage });
    }
  }
  for (const id of orderedIds(plan.channels)) addChannel(plan, id, add);
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, OFFERED)
    .map(({ completion }) => completion);
}

function addChannel(
  plan: Plan,
  id: ChannelId,
  add: (names: readonly string[], completion: Completion) => void,
): void {
  const name = plan.channels.get(id)?.name ?? "";
  if (name === "" || plan.channels.size < 2) return;
  const insert = printName(name);
  add([name], { kind: "channel", label: name, insert, caret: insert.length, detail: "" });
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/**
 * What typing a bracket makes of a formula: an opening one brings its closing one; a closing one goes over one that
 * stands there already; deleting an opening one takes an empty pair away. Null where it is typed as any sign is.
 */
export function typeBracket(
  text: string,
  caret: number,
  key: string,
): { readonly text: string; readonly caret: number } | null {
  if (!/^\s*[=＝]/u.test(text)) return null;
  const [before, after] = [text.slice(0, caret), text.slice(caret)];
  const closing = CLOSING[key];
  // Right in front of a name the bracket is meant to go round it.
  if (closing !== undefined && /^(?:$|[\s)\],;+\-*/^%=<>&])/u.test(after)) {
    return { text: before + key + closing + after, caret: caret + 1 };
  }
  if ((key === ")" || key === "]") && after.startsWith(key)) {
    const count = (sign: string): number => text.split(sign).length - 1;
    const opening = key === ")" ? "(" : "[";
    return count(opening) <= count(key) ? { text, caret: caret + 1 } : null;
  }
  const last = before.at(-1) ?? "";
  if (key === "Backspace" && CLOSING[last] !== undefined && after.startsWith(CLOSING[last])) {
    return { text: before.slice(0, -1) + after.slice(1), caret: caret - 1 };
  }
  return null;
}
