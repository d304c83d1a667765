import type {
  ChannelId,
  NewId,
  PeriodLength,
  Plan,
  Row,
  RowId,
  ScenarioId,
  SectionId,
  Unit,
} from "../core/index.ts";
import type { Outcome } from "./outcome.ts";
import * as shaping from "./shaping/index.ts";
import type { Reply } from "./shown.ts";
import type { Speak } from "./speak.ts";
import type { Target } from "./target.ts";
import type { View } from "./view.ts";
import type { Workbook } from "./workbook.ts";

/**
 * What people do to a plan's shape: one thin method a gesture, whose logic is `session/shaping`. The session
 * is this and more; it carries out what a gesture comes to.
 */
export abstract class Shaper {
  abstract readonly book: Workbook;
  abstract readonly speak: Speak;
  /** What the store holds: the base, with its scenarios. */
  abstract readonly document: Plan;
  abstract readonly view: View;

  /** The workbook of the base (null) or of a scenario. */
  abstract bookOf(scenario: ScenarioId | null): Workbook;
  abstract setView(change: Partial<View>): void;

  protected abstract readonly newId: NewId;
  /** Carries an outcome out, or puts it on the screen. */
  protected abstract take(outcome: Outcome, target: Target | null, typed?: string): Reply;

  addRow(name: string, after: RowId | null, section: SectionId | null): Reply {
    const outcome = shaping.addRow(this.book, name, { after, section }, this.newId);
    const reply = this.take(outcome, null, name);
    return reply.ok && outcome.row !== undefined ? { ok: true, row: outcome.row } : reply;
  }

  renameRow(row: RowId, name: string): Reply {
    return this.take(shaping.renameRow(this.book, row, name), null, name);
  }

  deleteRow(row: RowId): void {
    const target = { row, channel: null, from: 0, to: 0 };
    this.shape((book) => shaping.deleteRow(book, row, this.speak), target);
  }

  setRowUnit(row: RowId, unit: Unit, unitName: string): Reply {
    return this.take(shaping.setRowUnit(this.book, row, unit, unitName), null);
  }

  setRowOwner(row: RowId, owner: string): Reply {
    return this.take(shaping.setRowOwner(this.book, row, owner), null, owner);
  }

  setRowFormula(row: RowId, channel: ChannelId | null, text: string): Reply {
    return this.take(shaping.setRowFormula(this.book, row, channel, text, this.speak), null, text);
  }

  clearRowFormula(row: RowId, channel: ChannelId | null): void {
    this.take(shaping.clearRowFormula(this.book, row, channel), null);
  }

  addChannel(name: string, from: ChannelId | null): Reply {
    return this.shape((book, newId) => shaping.addChannel(book, name, from, newId), null, name);
  }

  renameChannel(id: ChannelId, name: string): Reply {
    return this.take(shaping.renameChannel(this.book, id, name), null, name);
  }

  deleteChannel(id: ChannelId): Reply {
    const reply = this.shape((book) => shaping.deleteChannel(book, id), null);
    if (reply.ok && this.view.channel === id) this.setView({ channel: null });
    return reply;
  }

  setApplies(row: RowId, channel: ChannelId, applies: boolean): void {
    this.take(shaping.setApplies(this.book, row, channel, applies), null);
  }

  moveRow(row: RowId, place: shaping.RowPlace): Reply {
    return this.take(shaping.moveRow(this.book, row, place), null);
  }

  duplicateRow(row: RowId): Reply {
    return this.shape((book, newId) => shaping.duplicateRow(book, row, newId));
  }

  /** Channel × period, or one line for the whole plan; asks how an amount is to be divided. */
  setRowScope(row: RowId, scope: Row["scope"]): Reply {
    return this.shape((book) => shaping.setRowScope(book, row, scope));
  }

  /** A cost for one or for a thousand: what it means stays. */
  setRowPer(row: RowId, per: Row["per"]): Reply {
    return this.shape((book) => shaping.setRowPer(book, row, per));
  }

  /** One of a row's settings that are kept as they are said. */
  setRow(row: RowId, setting: shaping.RowSetting): Reply {
    return this.take(shaping.setRow(this.book, row, setting), null);
  }

  addSection(name: string, after: SectionId | null): Reply {
    return this.take(shaping.addSection(this.book, name, after, this.newId), null, name);
  }

  renameSection(id: SectionId, name: string): Reply {
    return this.take(shaping.renameSection(this.book, id, name), null, name);
  }

  moveSection(id: SectionId, before: SectionId | null): Reply {
    return this.take(shaping.moveSection(this.book, id, before), null);
  }

  deleteSection(id: SectionId): Reply {
    return this.take(shaping.deleteSection(this.book, id), null);
  }

  moveChannel(id: ChannelId, before: ChannelId | null): Reply {
    return this.take(shaping.moveChannel(this.book, id, before), null);
  }

  duplicateChannel(id: ChannelId): Reply {
    return this.shape((book, newId) => shaping.duplicateChannel(book, id, newId));
  }

  addPeriods(count: number, end: shaping.End): Reply {
    return this.take(shaping.addPeriods(this.book, count, end, this.speak), null);
  }

  removePeriods(count: number, end: shaping.End): Reply {
    return this.take(shaping.removePeriods(this.book, count, end, this.speak), null);
  }

  setHistory(count: number): Reply {
    return this.take(shaping.setHistory(this.book, count), null);
  }

  /** The document in periods of another length, for a new plan beside this one, and what to look at in it. */
  inPeriodsOf(length: PeriodLength): ReturnType<typeof shaping.inPeriodsOf> {
    return shaping.inPeriodsOf(this.bookOf(null), length);
  }

  insertStage(stage: shaping.NewStage): Reply {
    return this.shape((book, newId) => shaping.insertStage(book, stage, newId), null, stage.name);
  }

  removeStage(stage: RowId): Reply {
    return this.shape((book) => shaping.removeStage(book, stage, this.speak), {
      row: stage,
      channel: null,
      from: 0,
      to: 0,
    });
  }

  setTitle(title: string): Reply {
    return this.take(shaping.setTitle(this.book, title), null, title);
  }

  /** A gesture on the plan's shape: made in the base, and alike in every scenario. */
  private shape(gesture: shaping.Gesture, target: Target | null = null, typed = ""): Reply {
    const document = { plan: () => this.document, base: () => this.bookOf(null) };
    return this.take(shaping.everywhere(document, gesture, this.newId), target, typed);
  }
}
