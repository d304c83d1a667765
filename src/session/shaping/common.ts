import { changeTo, namesOf, orderBetween, ordersBetween, rowsInOrder } from "../../core/index.ts";
import type { Address, AddressValue, Plan, PlanChange, RowId, SectionId } from "../../core/index.ts";
import type { Offer, Outcome, Told } from "../outcome.ts";

/** What is to stand where: most gestures are such a list. */
export type Wanted = [Address, AddressValue | null][];

/** Nothing happens, and there is nothing to say. */
export const NOTHING: Outcome = { kind: "nothing", text: "", offers: [] };

/** An edit that says one sentence. `effect`: whether the bar adds what it did to the answer. */
export function edit(
  change: PlanChange,
  label: string,
  what: string,
  effect = false,
  offers: readonly Offer[] = [],
  tone: "plain" | "warning" = "plain",
): Outcome {
  const told: Told = { label, what: () => what, effect, offers, tone };
  return { kind: "edit", change, told };
}

/** The same, from what is to stand where; nothing where all of it stands there already. */
export function editTo(
  plan: Plan,
  wanted: Wanted,
  label: string,
  what: string,
  effect = false,
  offers: readonly Offer[] = [],
): Outcome {
  const change = changeTo(plan, wanted);
  return change.length === 0 ? NOTHING : edit(change, label, what, effect, offers);
}

/** Whether another row answers to a name, as its name or its short name. */
export function isNameTaken(plan: Plan, name: string, except?: RowId): boolean {
  const found = namesOf(plan).row(name);
  return found !== undefined && found !== except;
}

/** A name that no row answers to yet: "Demos", "Demos 2", "Demos 3". */
export function freeName(name: string, isTaken: (name: string) => boolean): string {
  if (!isTaken(name)) return name;
  const [, stem = name, digits] = /^(.*?)(?: (\d+))?$/.exec(name) ?? [];
  for (let n = digits === undefined ? 2 : Number(digits) + 1; ; n++) {
    const tried = `${stem} ${n}`;
    if (!isTaken(tried)) return tried;
  }
}

/** Rows of one section, in their order. */
export function rowsOfSection(plan: Plan, section: SectionId | null): RowId[] {
  return rowsInOrder(plan).filter((id) => (plan.rows.get(id)?.section ?? null) === section);
}

interface Ordered {
  readonly order: string;
}

/**
 * Orders for `count` things that come to stand in front of `ids[index]`. Where two neighbours have the same order
 * (two windows added a row at once) the others get new ones too.
 *
 * ids      in their order, without what is moved
 * address  of a record, for the others' new orders
 */
export function placeAt(
  ids: readonly string[],
  index: number,
  count: number,
  records: ReadonlyMap<string, Ordered>,
  address: (id: string) => Address,
): { readonly orders: readonly string[]; readonly others: Wanted } {
  const orderOf = (i: number): string | null => records.get(ids[i] ?? "")?.order ?? null;
  const [before, after] = [index > 0 ? orderOf(index - 1) : null, orderOf(index)];
  if (count === 1 && (before === null || after === null || before < after)) {
    return { orders: [orderBetween(before, after)], others: [] };
  }
  if (before === null || after === null || before < after) {
    return { orders: ordersBetween(before, after, count), others: [] };
  }
  const fresh = ordersBetween(null, null, ids.length + count);
  const others = ids.map((id, i): Wanted[number] => [
    `${address(id)}/order`,
    fresh[i < index ? i : i + count] ?? "i",
  ]);
  return { orders: fresh.slice(index, index + count), others };
}
