import { expect, test } from "vitest";
import { defaultSettings, TEMPLATES } from "../../src/core/index.ts";
import type { SentencePart } from "../../src/core/index.ts";
import { nounAfter } from "../../src/session/noun.ts";
import { addChannel, deleteRow } from "../../src/session/shaping/index.ts";
import type { Offer } from "../../src/session/outcome.ts";
import { Meeting } from "./drive.ts";

function meetingOf(template: string): Meeting {
  const made = TEMPLATES.find(({ id }) => id === template);
  if (made === undefined) throw new Error(`no template ${template}`);
  return new Meeting(made.make({ start: defaultSettings().start, currency: "GBP" }));
}

/** Deletes a row, whoever uses it. */
function remove(m: Meeting, name: string): void {
  const outcome = m.take(deleteRow(m.book, m.at(name).row, m.speak));
  if (outcome.kind === "ask") {
    const last = outcome.readings.at(-1);
    if (last !== undefined) m.take(last.act(m.book));
  }
}

function offer(m: Meeting, name: string): Offer | undefined {
  return m.told?.offers.find((each) => each.name === name);
}

test("[SE2] a lever that the form does not tell: the period stays with what is wanted", () => {
  const m = meetingOf("subscription");
  m.levers("Recurring revenue");
  m.choose("Visitor to trial");
  expect(m.sentence).toMatch(
    /^For £45,000 a month at the end of 2027 for £[\d,]+, Visitor to trial must be [\d.]+%\.$/,
  );
});

test("[SE2] every template, every lever of its goal: a sentence without holes", () => {
  for (const { id } of TEMPLATES) {
    const m = meetingOf(id);
    const goal = [...m.book.plan.goals.values()][0];
    const wanted = m.book.plan.rows.get(goal?.row ?? "")?.name ?? "";
    m.levers(wanted);
    for (const lever of m.last?.kind === "choose" ? m.last.choices : []) {
      m.levers(wanted);
      m.choose(m.book.plan.rows.get(lever.row)?.name ?? "");
      expect(m.sentence, id).not.toMatch(/ {2}| [,.:]|NaN| –/);
      m.undo();
    }
  }
});

test("[SE2] a goal that the form does not show follows it, live or resting", () => {
  const m = new Meeting();
  m.delete(m.at("Units sold"));
  m.type(m.at("Revenue"), "60000");
  expect(m.sentence).toMatch(/£18,750: £150 a sale, with Revenue at £60,000\.$/);
  m.type(m.at("Spend"), "10000");
  expect(m.sentence).toBe(
    "With £10,000 in Q1 2027 you sell 67 units: £150 a sale, with Revenue at £32,000, £28,000 short of £60,000.",
  );
});

test("[SE2] a goal in one month alone is told with its month", () => {
  const m = new Meeting();
  m.delete(m.at("Units sold"));
  m.type(m.at("Units sold", 2), "40");
  expect(m.sentence).toMatch(/^To sell 103 units .*, with Units sold in March at 40\.$/);
});

test("[SE2] several further goals are one list", () => {
  const m = new Meeting();
  m.type(m.at("Units sold", 0), "50");
  m.type(m.at("Units sold", 1), "40");
  expect(m.sentence).toMatch(/a sale, with Units sold in January at 50 and Units sold in February at 40\.$/);
});

test("[SE2] a channel's goal is told with its channel", () => {
  const m = new Meeting();
  m.take(addChannel(m.book, "Events", [...m.book.plan.channels.keys()][0] ?? null, () => "events"));
  m.type(m.at("Units sold", undefined, "events"), "30");
  expect(m.bar).toMatch(/^Goal: 30 Units sold in Events by Spend £/);
  expect(m.sentence).toMatch(/, with Units sold in Events at 30\.$/);
});

test("[SE2] a goal that has no number says what is wrong, and the bar that the answer is gone", () => {
  const m = new Meeting();
  m.take(addChannel(m.book, "Events", null, () => "events"));
  m.type(m.at("Spend", undefined, "events"), "3000");
  expect(m.bar).toBe("Spend £0 → £3,000 in 3 months, Events: Units sold 100 → no value.");
  expect(m.sentence).toBe("With £18,000 in Q1 2027 you sell – units: – a sale.");
  expect(m.second).toBe(
    "The goal of 100 Units sold cannot be solved for: no cost per 1,000 in January in Events, so there is nothing " +
      "to divide by. Put that right, and it is solved again.",
  );
});

test("a goal that is lost by an edit: the bar says what became of it", () => {
  const m = new Meeting();
  m.type(m.at("Demo to sale"), "0%");
  expect(m.bar).toBe("Demo to sale 20% → 0% in 3 months: Units sold 100 → 0.");
});

test("[SH5] the sentence without a row that it names still reads as one", () => {
  const without = (...names: string[]): Meeting => {
    const m = new Meeting();
    for (const name of names) remove(m, name);
    return m;
  };
  expect(without("Cost per sale").sentence).toBe(
    "To sell 100 units in Q1 2027 you need 500 demos from 10,000 visitors, and £15,000.",
  );
  const resting = without("Cost per sale");
  resting.type(resting.at("Spend"), "10000");
  expect(resting.sentence).toBe("With £10,000 in Q1 2027 you sell 67 units, 33 short of 100.");
  expect(without("Spend").sentence).toMatch(/^In Q1 2027 you sell /);
  expect(without("Units sold").sentence).not.toMatch(/To sell| {2}/);
});

test("[KS3] where nothing can hold a number beside the other goals it is typed over, and the bar says so", () => {
  const m = new Meeting();
  m.type(m.at("Units sold"), "150");
  m.type(m.at("Units sold", 0), "50");
  m.type(m.at("Units sold", 1), "50");
  m.type(m.at("Units sold", 2), "70");
  expect(m.bar).toMatch(/^Units sold in March is typed over: 50 → 70:/);
  expect(offer(m, "Back to the formula")?.how).toBe("undo");
});

test("[SO2] a straight line is followed as far as the target lies", () => {
  const m = new Meeting();
  m.type(m.at("Units sold"), "1000000000");
  expect(m.bar).toBe("Goal: 1,000,000,000 Units sold by Spend £150,000,000,000.");
});

test("what no double holds is an error like any other, and is told as one", () => {
  const m = new Meeting();
  m.type(m.at("Price"), "1e300");
  m.type(m.at("Units sold"), "1e15");
  expect(m.value("Revenue")).toBeNaN();
  expect(m.shown("Price")).toBe("£1E300");
});

test("[SE2] the number of a row that counts takes the noun behind it along, and no other word", () => {
  const m = new Meeting();
  const units = m.book.plan.rows.get(m.at("Units sold").row);
  const price = m.book.plan.rows.get(m.at("Price").row);
  if (units === undefined || price === undefined) throw new Error("not the founding plan");
  const form = (text: string): SentencePart[] => [{ row: m.at("Units sold").row }, { text }];
  expect(nounAfter(form(" units in "), 0, units)).toBe(" units");
  for (const text of [" in ", " for ", ", and ", ""]) expect(nounAfter(form(text), 0, units)).toBeUndefined();
  expect(nounAfter(form(" a sale"), 0, price)).toBeUndefined();
});
