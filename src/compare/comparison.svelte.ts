import { compareMessages as words, orderedIds } from "../core/index.ts";
import type { ScenarioId } from "../core/index.ts";
import { tabsOf } from "../session/scenarios.ts";
import type { Session } from "../session/session.svelte.ts";
import { valueOf } from "../session/target.ts";
import type { Target } from "../session/target.ts";
import { Explainer } from "./explainer.svelte.ts";
import { keepSame } from "./same.ts";
import { chooseQuantity, heldGoal, shortAnswer } from "./sentence.ts";
import { stateOf } from "./state.svelte.ts";
import type { CompareState } from "./state.svelte.ts";
import { columnsOf, compareTable } from "./table.ts";
import type { CompareColumn, CompareGroup, CompareOptions } from "./table.ts";
import { whyOf } from "./why.ts";
import type { WhyView } from "./why.ts";

/** Two columns that are compared: `b` is explained against `a`. */
export interface ComparedPair {
  readonly a: CompareColumn;
  readonly b: CompareColumn;
}

/**
 * What the comparison of a session shows, from what somebody chose in it: columns and rows, which two are explained,
 * and why they differ. It follows the session; the component that shows it calls `follow` in an effect.
 */
export class Comparison {
  readonly #session: () => Session;
  readonly #explainer = new Explainer();
  #shown: readonly CompareGroup[] = [];

  constructor(session: () => Session) {
    this.#session = session;
  }

  readonly chosen: CompareState = $derived.by(() => stateOf(this.#session()));
  readonly ids: readonly (ScenarioId | null)[] = $derived.by(() => tabsOf(this.#session().document));
  readonly columns: readonly CompareColumn[] = $derived.by(() => {
    const session = this.#session();
    return columnsOf(session.document, this.ids, (id) => session.bookOf(id));
  });

  // What is chosen may be gone by now.
  readonly against: ScenarioId | null = $derived.by(() => {
    return this.ids.includes(this.chosen.against) ? this.chosen.against : null;
  });
  readonly explained: ScenarioId | null = $derived.by(() => {
    const { ids, against } = this;
    const wish = this.chosen.explained;
    if (wish !== undefined && wish !== against && ids.includes(wish)) return wish;
    const open = this.#session().view.scenario;
    return open !== against && ids.includes(open) ? open : (ids.find((id) => id !== against) ?? null);
  });

  readonly periods: number = $derived.by(() => this.#session().document.settings.periods);
  readonly channels: readonly { readonly id: string; readonly name: string }[] = $derived.by(() => {
    const { channels } = this.#session().document;
    return orderedIds(channels).map((id) => ({ id, name: channels.get(id)?.name ?? "" }));
  });
  readonly options: CompareOptions = $derived.by(() => {
    const { period, channel, differences, rows } = this.chosen;
    const isIn = period !== null && period < this.periods;
    return {
      against: this.against,
      differences,
      rows,
      from: isIn ? period : 0,
      to: isIn ? period : this.periods - 1,
      channel: channel !== null && this.#session().document.channels.has(channel) ? channel : null,
    };
  });
  /** What shows as before is the same object as before. */
  readonly groups: readonly CompareGroup[] = $derived.by(() => {
    const { document, speak } = this.#session();
    return (this.#shown = keepSame(this.#shown, compareTable(document, this.columns, this.options, speak)));
  });

  // ---- why they differ -------------------------------------------------------------------------------------

  readonly pair: ComparedPair | null = $derived.by(() => {
    const of = (wish: ScenarioId | null): CompareColumn | undefined =>
      this.columns.find(({ id }) => id === wish);
    const [a, b] = [of(this.against), of(this.explained)];
    return a === undefined || b === undefined || a === b ? null : { a, b };
  });
  /** The number that is explained. */
  readonly quantity: Target | null = $derived.by(() => {
    if (this.pair === null) return null;
    const wish = this.chosen.quantity;
    const isThere = wish !== null && wish.to < this.periods && this.#session().document.rows.has(wish.row);
    return isThere ? wish : chooseQuantity(this.pair.a.book, this.pair.b.book);
  });
  readonly #held: string | null = $derived.by(() => {
    return this.pair === null ? null : heldGoal(this.pair.a.book, this.pair.b.book, this.#session().speak);
  });
  /** The explanation in words; nothing until it is worked out. */
  readonly view: WhyView | null = $derived.by(() => {
    const { pair } = this;
    const { answer } = this.#explainer;
    // The answer before stays while the next is worked out, unless it is about others.
    const isTheirs = answer !== null && answer.a.id === pair?.a.id && answer.b.id === pair.b.id;
    if (pair === null || !isTheirs || !answer.found.ok) return null;
    const isGoal = [...pair.b.book.plan.goals.values()].some((goal) => goal.row === answer.quantity.row);
    const told = { by: this.chosen.by, isMarked: this.#held !== null || isGoal, held: this.#held };
    const [a, b] = [
      { name: pair.a.name, plan: answer.a.plan },
      { name: pair.b.name, plan: answer.b.plan },
    ];
    return whyOf(answer.found.value, a, b, told, this.#session().speak);
  });
  /** Why there is no explanation, if that is so. */
  readonly trouble: string = $derived.by(() => {
    const { answer } = this.#explainer;
    return answer !== null && !answer.found.ok ? answer.found.error.text : "";
  });

  /** The answer across the top. */
  readonly sentence: string = $derived.by(() => {
    const { document, speak } = this.#session();
    const { pair, quantity, view } = this;
    if (pair === null) return words.needsSecond();
    if (view !== null) return view.head;
    const row = quantity === null ? undefined : document.rows.get(quantity.row);
    if (row === undefined || quantity === null) return "";
    return Number.isNaN(valueOf(pair.b.book, quantity))
      ? words.noNumber(pair.b.name, row.name)
      : `${shortAnswer(pair.b, speak)}.`;
  });
  /** What the columns come to that the sentence is not about. */
  readonly others: readonly string[] = $derived.by(() => {
    return this.columns
      .filter(({ id }) => id !== this.against && id !== this.explained)
      .map((column) => shortAnswer(column, this.#session().speak))
      .filter((text) => text !== "");
  });

  get isWorking(): boolean {
    return this.#explainer.isWorking;
  }

  /** Asks why the two differ, as they are now. */
  follow(): void {
    const { pair, quantity, chosen } = this;
    if (pair === null || quantity === null) {
      this.#explainer.stop();
      return;
    }
    const side = ({ id, book }: CompareColumn): { id: ScenarioId | null; plan: typeof book.plan } => ({
      id,
      plan: book.plan,
    });
    this.#explainer.ask({ a: side(pair.a), b: side(pair.b), quantity, method: chosen.method });
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#explainer.stop();
  }

  /** Explains a column. The one compared with changes places with the one explained. */
  explain(id: ScenarioId | null): void {
    const { chosen, explained } = this;
    if (id === this.against) chosen.against = explained;
    chosen.explained = id;
    chosen.panel = "why";
  }

  /** Explains a number. */
  explainNumber(target: Target): void {
    this.chosen.quantity = target;
    this.chosen.panel = "why";
  }
}
