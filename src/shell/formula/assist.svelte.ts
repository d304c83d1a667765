import { assistFormula, typeBracket } from "../../core/index.ts";
import type { Assist, Completion } from "../../core/index.ts";
import type { Session } from "../../session/session.svelte.ts";

/** A field that formulas are typed into. */
export type FormulaField = HTMLInputElement | HTMLTextAreaElement;

const NONE: Assist = { completions: [], word: { at: 0, length: 0 }, call: null, mentions: [] };

/**
 * What helps in one field while a formula is typed: the names that complete it, the function's arguments, brackets
 * that come by themselves. The session knows the text meanwhile, so that the sheet can colour the rows it reads.
 */
export class FormulaAssist {
  readonly #session: Session;
  readonly #id: string;
  help: Assist = $state.raw(NONE);
  /** Which completion is chosen. */
  at = $state(0);
  /** Whether somebody chose it: only then is Enter a completion's. */
  #isChosen = false;

  constructor(session: Session, id: string) {
    this.#session = session;
    this.#id = id;
  }

  /** Id of the list, and of one of its entries. */
  idOf(index?: number): string {
    return index === undefined ? this.#id : `${this.#id}-${index}`;
  }

  get isOpen(): boolean {
    return this.help.completions.length > 0;
  }

  /** The text or the caret moved: looks again. */
  look(field: FormulaField): void {
    const { plan, speak } = this.#session;
    const text = field.value;
    const isFormula = /^\s*[=＝]/u.test(text);
    this.#session.draft = isFormula ? text : null;
    const caret = field.selectionStart ?? text.length;
    this.help = isFormula ? assistFormula(plan, text, caret, { decimal: speak.locale.decimal }) : NONE;
    this.at = 0;
    this.#isChosen = false;
    this.#tell(field);
  }

  /** The field is left. */
  close(field?: FormulaField): void {
    this.help = NONE;
    this.#session.draft = null;
    if (field !== undefined) this.#tell(field);
  }

  /** Assistive programs follow the chosen entry from the field. */
  #tell(field: FormulaField): void {
    if (this.isOpen) {
      field.setAttribute("aria-controls", this.idOf());
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-activedescendant", this.idOf(this.at));
    } else {
      // The list is gone: nothing may point to it.
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    }
  }

  /** A key in the field. Whether it is done with. */
  onkey(event: KeyboardEvent, field: FormulaField): boolean {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (this.#bracket(event.key, field)) return true;
    if (!this.isOpen) return false;
    const last = this.help.completions.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.at = this.#isChosen
        ? Math.max(0, Math.min(last, this.at + step))
        : step > 0
          ? Math.min(1, last)
          : 0;
      this.#isChosen = true;
      this.#tell(field);
      return true;
    }
    if (event.key === "Tab" && !event.shiftKey) return this.take(this.at, field);
    if (event.key === "Enter" && this.#isChosen) return this.take(this.at, field);
    if (event.key === "Escape") {
      this.help = { ...this.help, completions: [] };
      this.#tell(field);
      return true;
    }
    return false;
  }

  /** Puts a completion into the field. */
  take(index: number, field: FormulaField): boolean {
    const completion: Completion | undefined = this.help.completions[index];
    if (completion === undefined) return false;
    const { at, length } = this.help.word;
    field.setRangeText(completion.insert, at, at + length, "end");
    this.#changed(field, at + completion.caret);
    return true;
  }

  #bracket(key: string, field: FormulaField): boolean {
    const { selectionStart, selectionEnd, value } = field;
    if (selectionStart === null || selectionStart !== selectionEnd) return false;
    const made = typeBracket(value, selectionStart, key);
    if (made === null) return false;
    field.value = made.text;
    this.#changed(field, made.caret);
    return true;
  }

  /** The field has another text: whoever follows its typing hears of it. */
  #changed(field: FormulaField, caret: number): void {
    field.setSelectionRange(caret, caret);
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.setSelectionRange(caret, caret);
    this.look(field);
  }
}
