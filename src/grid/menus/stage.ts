import { gridMessages as words, sessionMessages } from "../../core/index.ts";
import type { Row, RowId } from "../../core/index.ts";
import type { Session } from "../../session/session.svelte.ts";
import { stagesOf } from "../../session/stages.ts";
import type { MenuActs, MenuItem, StageQuestion } from "./item.ts";

/**
 * Stages come and go as stages: with their rates, and their neighbours joined up. Offered are the place in front of a
 * stage and, where the funnel ends, the one behind it.
 */
export function stageItems(session: Session, id: RowId, row: Row, acts: MenuActs): MenuItem[] {
  const { plan } = session;
  if (row.stage === null) return [];
  const items: MenuItem[] = [];
  const offer = (label: string, question: Omit<StageQuestion, "period">): void => {
    const run = (): void => acts.askStage({ ...question, period: plan.settings.periodLength });
    items.push({ label, takesCaret: true, run });
  };
  const before = plan.rows.get(row.stage.from ?? "")?.name;
  offer(
    before === undefined ? words.insertFirstStage(row.name) : words.insertStage(before),
    before === undefined
      ? {
          title: words.insertFirstStageTitle(row.name),
          rateLabel: words.firstStageRateLabel(row.name),
          delayLabel: words.firstStageDelayLabel(row.name),
          rateName: (name) => sessionMessages.rateBetween(name, row.name),
          onok: (answer) => session.insertStage({ ...answer, place: { before: id } }),
        }
      : {
          title: words.insertStageTitle(before, row.name),
          rateLabel: words.stageRateLabel,
          delayLabel: words.stageDelayLabel(before),
          rateName: (name) => sessionMessages.rateBetween(before, name),
          onok: (answer) => session.insertStage({ ...answer, place: { before: id } }),
        },
  );
  const isLast = ![...plan.rows.values()].some((each) => each.stage?.from === id);
  if (isLast) {
    offer(words.insertStage(row.name), {
      title: words.insertLastStageTitle(row.name),
      rateLabel: words.stageRateLabel,
      delayLabel: words.stageDelayLabel(row.name),
      rateName: (name) => sessionMessages.rateBetween(row.name, name),
      onok: (answer) => session.insertStage({ ...answer, place: { after: id } }),
    });
  }
  if (stagesOf(plan).length > 1) {
    items.push({ label: words.removeStage, run: () => void session.removeStage(id) });
  }
  return [{ label: words.stage, items }];
}
