import { startOrdinal, yearOfPeriod } from "../core/index.ts";
import type { Plan } from "../core/index.ts";
import type { Speak } from "../session/speak.ts";
import { createFormats } from "./format/formats.ts";

/** How this reader is spoken to: numbers and periods of the reader's locale, in the plan's currency. */
export function createSpeak(locale: string, currency: string): Speak {
  const formats = createFormats(locale, currency);
  const lists = new Intl.ListFormat(formats.locale.startsWith("en") ? formats.locale : "en", {
    style: "long",
    type: "conjunction",
  });
  const spanOf = (plan: Plan, from: number, to: number): string => {
    const start = startOrdinal(plan.settings);
    return formats.spanLabel(plan.settings.periodLength, start + from, start + to);
  };
  return {
    locale: formats.numbers,
    value: (row, value, set) => {
      if (set === undefined) return formats.sentence(value, row);
      return formats.cell(value, row, formats.decimalsFor(row, set));
    },
    delta: (row, value, set) => formats.delta(value, row, formats.decimalsFor(row, set ?? [value])),
    digits: (row, set) => formats.decimalsFor(row, set) + (row.unit === "rate" || row.asPercent ? 2 : 0),
    share: (value, signed) => {
      const text = formats.percent(value);
      return signed === true && value > 0 && text !== formats.percent(0) ? `+${text}` : text;
    },
    span: spanOf,
    shortSpan: (plan, from, to) => {
      const { periodLength, periods } = plan.settings;
      const start = startOrdinal(plan.settings);
      const first = yearOfPeriod(periodLength, start);
      const isOneYear = first === yearOfPeriod(periodLength, start + periods - 1);
      return from === to && isOneYear && from >= 0
        ? formats.periodName(periodLength, start + from)
        : spanOf(plan, from, to);
    },
    list: (items) => lists.format(items),
  };
}
