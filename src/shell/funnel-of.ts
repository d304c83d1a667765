import type { FunnelStage } from "../charts/funnel.ts";
import type { Speak } from "../session/speak.ts";
import { stagesOf } from "../session/stages.ts";
import { valueOf } from "../session/target.ts";
import type { Target } from "../session/target.ts";
import type { Workbook } from "../session/workbook.ts";

/** The stages of a workbook over some periods, in one channel or all, as the funnel draws them. */
export function funnelOf(book: Workbook, place: Omit<Target, "row">, speak: Speak): FunnelStage[] {
  const { plan } = book;
  return stagesOf(plan).flatMap((id): FunnelStage[] => {
    const row = plan.rows.get(id);
    if (row === undefined) return [];
    const value = valueOf(book, { ...place, row: id });
    const rateId = row.stage?.rate ?? null;
    const rateRow = rateId === null ? undefined : plan.rows.get(rateId);
    const rate = rateId === null ? NaN : valueOf(book, { ...place, row: rateId });
    return [
      {
        id,
        name: row.name,
        value,
        text: Number.isNaN(value) ? "–" : speak.value(row, value),
        rate: rateRow === undefined || Number.isNaN(rate) ? "" : speak.value(rateRow, rate, [rate]),
        rateName: rateRow?.name ?? "",
      },
    ];
  });
}
