import type { Quantity } from "../engine/quantity.ts";
import { insightMessages } from "../messages/insight.ts";
import type { RowId } from "../plan/ids.ts";
import type { Plan } from "../plan/plan.ts";
import type { NoExplanation } from "./explanation.ts";

/**
 * Why a difference cannot be split, in words.
 *
 * about   the quantity that it is about; for what happens on the way, its row is the culprit.
 * detail  `noNumber`: the side (*the first*); on the way: the row that was asked for.
 */
export function refuse(
  code: Exclude<NoExplanation["code"], "periods" | "currency" | "tooMany">,
  a: Plan,
  b: Plan,
  about: Quantity,
  detail = "",
): NoExplanation {
  const nameOf = (row: RowId): string => (a.rows.get(row) ?? b.rows.get(row))?.name ?? row;
  const name = nameOf(about.row);
  const asked = nameOf(detail === "" ? about.row : detail);
  const place = asked === name ? "" : name;
  const texts = {
    unit: () => insightMessages.unit(name),
    gone: () => insightMessages.gone(name),
    noNumber: () => insightMessages.noNumber(name, detail),
    errorOnTheWay: () => insightMessages.errorOnTheWay(asked, place),
    pole: () => insightMessages.pole(asked, place === "" ? "" : `what ${place} divides by`),
    unsettled: () => insightMessages.unsettled(name),
    notPositive: () => insightMessages.notPositive(name),
    notProduct: () => insightMessages.notProduct(name),
    noPart: () => insightMessages.noPart(name),
  } as const;
  return { code, text: texts[code](), rows: [about.row] };
}
