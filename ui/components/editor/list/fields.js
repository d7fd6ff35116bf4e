// What is typed into: at most one text, time or voice at a time. What was typed is kept however a field is left.

import { TextField } from "./field.js";
import { TimeField, VoiceField } from "./inline.js";

const KINDS = { start: TimeField, end: TimeField, voice: VoiceField };

/** The columns of which a cell becomes a field by a press. */
export const isField = (column) => column in KINDS;

export class Fields {
  #model;
  #actions;
  #rows;
  #list;
  #open = null; // the field, with `key` of its cue, `name` of its column, `element` and `input`
  #pressed = false; // a pointer is down: nothing may move under it

  /** `list` does what is asked: makeCurrent(key), focusCell(row, column), look(cue). */
  constructor({ model, actions, rows, list }) {
    this.#model = model;
    this.#actions = actions;
    this.#rows = rows;
    this.#list = list;
  }

  /** The field of a text that is being typed, null when there is none. */
  get text() {
    return this.#open?.name === "text" ? this.#open : null;
  }

  /** The cue that is typed into, null for none. */
  get key() {
    return this.#open?.key ?? null;
  }

  commit() {
    this.#open?.commit();
  }

  /** Type in the text of a cue, with the caret at a place in its string. */
  edit(key, caret) {
    if (this.text?.key !== key) {
      const grown = (live) => this.#grown(live);
      this.#begin(key, (cue, context) => new TextField(cue, { ...context, grown }), caret);
      this.text.input.addEventListener("keydown", (event) => this.#escape(event));
    } else this.text.focus(caret);
    this.#rows.reveal(key);
  }

  /** Type in another cell of a cue. */
  openCell(key, name) {
    const leave = ({ focus = false, to = null }) => (to ? this.openCell(key, to) : this.shut({ focus }));
    this.#begin(key, (cue, context) => new KINDS[name](cue, name, { ...context, hours: this.#list.look(cue).hours, leave }));
  }

  /** Open a field and go there with the keyboard, `caret` as for `edit`. */
  #begin(key, make, caret) {
    const before = this.#open;
    if (before?.key === key) this.shut();
    else before?.commit();
    if (this.#model.current !== key) this.#list.makeCurrent(key);
    const field = make(this.#model.byKey.get(key), { model: this.#model, actions: this.#actions });
    const left = this.#open;
    this.#rows.reveal(key);
    const row = this.#rows.need(key);
    this.#open = field;
    row.host(field.name, field.element);
    field.shown?.();
    this.#rows.resized(key);
    if (field !== this.text) this.#rows.draw(); // what such a field opens has its place beside it
    field.input.addEventListener("blur", () => this.#blurred(field));
    field.focus(caret);
    if (!left) return;
    this.#release(left);
    left.element.remove(); // only now: a browser lays out the page when what has the keyboard is taken away
  }

  /** What the row says comes in place of the field, with the next frame. */
  #release({ key }) {
    const row = this.#rows.of(key);
    row?.release();
    this.#rows.refit([key]);
    return row;
  }

  /** End all typing and keep what was typed; with `focus` the keyboard goes on in the cell. */
  shut({ focus = false } = {}) {
    const field = this.#open;
    if (!field) return;
    field.commit();
    this.#open = null;
    const row = this.#release(field);
    if (focus && row) this.#list.focusCell(row, field.name);
    field.element.remove();
  }

  /** Cues have changed: a text that is being typed is told, and a field whose cue is gone goes too. */
  follow(keys = null) {
    const field = this.#open;
    if (!field) return;
    const cue = this.#model.byKey.get(field.key);
    if (!cue) this.shut();
    else if (!keys || keys.has(cue.key)) field.sync?.(cue);
  }

  #grown(live) {
    this.#rows.of(live.key).measure(live, this.#list.look(live));
    this.#rows.resized(live.key);
    this.#rows.reveal(live.key);
  }

  #escape(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    this.text.undo();
    this.shut({ focus: true });
  }

  #hasFocus({ input }) {
    return input.getRootNode().activeElement === input;
  }

  /** The field is left: what was typed is kept. Another window that comes before this one does not end the typing. */
  #blurred(field) {
    if (field !== this.#open) return;
    field.commit();
    if (!this.#hasFocus(field) && !this.#pressed) this.shut();
  }

  /** While a pointer is down rows must not move: a press would meet another than it was meant for. */
  press() {
    this.#pressed = true;
    const over = new AbortController();
    const up = () => {
      over.abort();
      setTimeout(() => {
        this.#pressed = false;
        if (this.#open && !this.#hasFocus(this.#open)) this.shut();
      });
    };
    for (const event of ["pointerup", "pointercancel"]) window.addEventListener(event, up, { capture: true, signal: over.signal });
  }
}
