import { foundingPlan } from "../../src/core/index.ts";
import type { Plan } from "../../src/core/index.ts";
import { diceOf } from "../csv/reading/mutate.ts";
import { Meeting } from "../session/drive.ts";

/*
 * Texts that look like entries and formulas, and are spoiled in a few places, typed into cells of the founding plan, without
 * end: each is taken or refused with a remedy, nothing throws, takes long, or reaches an object's prototype.
 */

interface Task {
  readonly from: number;
  readonly count: number;
  readonly seed: number;
  readonly log: (record: object) => void;
}

export const batch = 500;

/** Milliseconds that an answer may take. */
const SLOWEST = 2000;

const SEEDS = [
  "=Visitors * [Visitor to demo]", "=PREV(Visitors, 1, 10) * 1.05", "=IF(Demos > 10, Price, 0)", "=SUM(Spend, Price * [Units sold])",
  "=LAG(Demos, 0.5, 0.3, 0.2)", "=CUM(Spend, 3) / TOTAL(Spend)", "=ALL(Visitors) * SHARE(Spend)", "=ROUND(Spend / Price, 2)^2",
  '=CHANNEL("Events") * 5%', "=MIN(Demos; 12,5)", "=IFERROR(Spend / 0, 1)", "=AND(TRUE, Demos >= 1, NOT(FALSE))", "=-2^-2", "=[a]]b]",
  "13 of 182", "16%..24%", "12k", "£3,400", "1.234,56 €", "5% ± 1%", "normal 5 to 9", "uniform 1..2", "1 234 567", "−12.5", "1e3", "3/4",
]; // prettier-ignore
const MORSELS = [
  "(", ")", "[", "]", "{", "}", '"', "'", ",", ";", ":", "!", "=", "==", "<>", "<=", "+", "-", "*", "/", "^", "%", "%%", "&", "@", "#", "$", "£", "€", ".", "..",
  "…", "±", "×", "÷", "−", "–", "“", "”", "A1", "A1:B2", "R1C1", "Sheet1!A1", "TRUE", "PREV", "PREV(", "LAG(", "SUM(", "NOW()", "Visitors", "[Demo to sale]", "Price",
  "__proto__", "constructor", "toString", "hasOwnProperty", "__proto__.polluted", "[__proto__]", "[constructor]", "1e999", "1e-999", "NaN", "Infinity", "0x10",
  "9".repeat(300), "(".repeat(300), "\u0000", "\u200b", "\u202e", "\ud800", "é", "１２", "١٢", "\n", "\t", "\u00a0", " ", " of ", " to ", "k", "m", "bn",
]; // prettier-ignore

/** The text of a case. */
export function spoiledText(seed: number, number: number): string {
  const dice = diceOf(seed * 1_000_003 + number);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[dice() % from.length];
    if (found === undefined) throw new Error("nothing to pick from");
    return found;
  };
  let text = pick(SEEDS);
  for (let changes = dice() % 6; changes > 0; changes--) {
    const at = dice() % (text.length + 1);
    const length = dice() % 6;
    switch (dice() % 5) {
      case 0:
        text = text.slice(0, at) + text.slice(at + length);
        break;
      case 1:
        text = text.slice(0, at) + pick(MORSELS) + text.slice(at);
        break;
      case 2:
        text = text.slice(0, at) + pick(MORSELS) + text.slice(at + length);
        break;
      case 3:
        text = text.slice(0, at) + text.slice(at, at + length).repeat(1 + (dice() % 40)) + text.slice(at);
        break;
      default:
        text = text.slice(0, at) + pick(SEEDS).slice(dice() % 8) + text.slice(at);
    }
  }
  return text;
}

const PLACES = ["Spend", "Price", "Demo to sale", "Visitors", "Units sold", "Sales reps"] as const;
const start: Plan = foundingPlan();

/** What is wrong with how a text is answered; null: nothing. */
export function faultOfTyping(seed: number, number: number, meeting = new Meeting(start)): string | null {
  const text = spoiledText(seed, number);
  const dice = diceOf(seed + number * 7);
  const row = PLACES[dice() % PLACES.length] ?? "Spend";
  const period = dice() % 4;
  const begin = performance.now();
  const outcome = meeting.type(meeting.at(row, period === 3 ? undefined : period), text);
  const took = performance.now() - begin;
  if (took > SLOWEST) return `took ${Math.round(took)} ms: ${JSON.stringify(text)}`;
  if (outcome.kind === "refuse" && !/[.:?]/.test(outcome.complaint.text))
    return `refused without a word: ${text}`;
  // Words of a program in a sentence, unless they were typed.
  const odd = /undefined|\bNaN\b|\[object/;
  if (outcome.kind === "refuse" && odd.test(outcome.complaint.text) && !odd.test(text))
    return `${JSON.stringify(text)} is answered: ${outcome.complaint.text}`;
  if (outcome.kind === "ask" && outcome.readings.length === 0) return `asked, and no answers: ${text}`;
  if (outcome.kind === "edit" && meeting.value(row) === Infinity) return `infinite: ${text}`;
  return null;
}

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).sort().join();

export function run({ from, count, seed, log }: Task): { passed: number; failed: number } {
  let failed = 0;
  for (let i = from; i < from + count; i++) {
    let fault: string | null;
    try {
      fault = faultOfTyping(seed, i);
    } catch (error) {
      fault = `${JSON.stringify(spoiledText(seed, i))}: ${String(error)}`;
    }
    if (fault === null) continue;
    failed++;
    log({ kind: "failed", case: i, fault });
  }
  if (Object.getOwnPropertyNames(Object.prototype).sort().join() !== PROTOTYPE)
    throw new Error("A formula has changed the prototype of objects.");
  return { passed: count - failed, failed };
}
