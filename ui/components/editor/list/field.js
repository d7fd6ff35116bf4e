// The field in which the text of a caption is typed, with what its lines come to beside it.

import { fill, h, icon } from "../dom.js";
import { measured } from "../local.js";
import { cleanText, LONGEST_TEXT } from "../text.js";
import { flawsOf, isLong } from "./flaws.js";

const REST_MS = 4000; // after so long without a key what was typed is taken over: nothing stands in the field alone for 5 s
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

export class TextField {
  #model;
  #actions;
  #grown;
  #seen; // {text, edit}: the text that the person has had before them, and the edit it came with
  #first; // what the text was when typing began
  #cue;
  #timer = 0;
  #counts = h("div", { class: "counts" });

  /** `grown(live)` is told the cue as it would be, whenever something is typed. */
  constructor(cue, { model, actions, grown }) {
    Object.assign(this, { key: cue.key, name: "text" });
    this.#model = model;
    this.#actions = actions;
    this.#grown = grown;
    this.#cue = cue;
    this.#see(cue);
    const { language, dir } = model.track;
    this.input = h("textarea", {
      rows: "1", spellcheck: "true", maxlength: String(LONGEST_TEXT), lang: language, dir: dir ?? "auto", value: cue.text, enterkeyhint: "next",
      "aria-label": `Text of caption ${model.place(cue.key) + 1}`,
    });
    this.element = h("div", { class: "typing" }, this.input, this.#counts);
    this.input.addEventListener("input", () => this.#typed());
    this.#show();
  }

  #see({ text, edit }) {
    this.#seen = { text, edit };
    this.#first = text;
  }

  /** The cue as it would be with what is typed. */
  get live() {
    return measured({ ...this.#cue, text: this.#text() });
  }

  #text() {
    return cleanText(this.input.value);
  }

  #isTouched() {
    return this.#text() !== this.#seen.text;
  }

  focus(caret) {
    this.input.focus({ preventScroll: true });
    this.input.setSelectionRange(caret, caret);
  }

  #typed() {
    this.#sieve();
    this.#show();
    this.#grown(this.live);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.commit(), REST_MS);
  }

  /** Control characters, which come with what is pasted, cannot be in a caption. */
  #sieve() {
    const { value, selectionEnd } = this.input;
    const plain = (text) => text.replace(CONTROL, "").toWellFormed();
    if (plain(value) === value) return;
    this.input.value = plain(value);
    const caret = plain(value.slice(0, selectionEnd)).length;
    this.input.setSelectionRange(caret, caret);
  }

  #show() {
    const { live } = this;
    const { rules } = this.#model;
    const { cps } = flawsOf(live, rules);
    const line = (number, place) => h("div", { class: isLong(number, rules) || place >= (rules?.lines ?? Infinity) ? "error" : null },
      (isLong(number, rules) || place >= (rules?.lines ?? Infinity)) && icon("error"), String(number), h("span", { class: "unseen" }, ` characters in line ${place + 1}.`));
    fill(this.#counts, live.cpl.map(line), live.cps !== null && h("div", { class: `speed ${cps?.tone ?? ""}` }, cps && icon(cps.tone), `${live.cps.toFixed(1)}/s`));
    this.shown();
  }

  /** As high as its text, where the browser does not do that by itself; it has to be on the page for that. */
  shown() {
    if (CSS.supports("field-sizing", "content") || !this.input.isConnected) return;
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${this.input.scrollHeight}px`;
  }

  /** Take over what is typed as one edit; the field and the caret stay as they are. */
  commit() {
    clearTimeout(this.#timer);
    if (!this.#isTouched()) return;
    const text = this.#text();
    const { edit } = this.#seen;
    const command = { kind: "set-texts", texts: { [this.key]: text } };
    // Of a text that somebody has changed meanwhile the server is told which one the person saw, so that both are kept.
    const seen = this.#cue.text === this.#seen.text ? {} : { [this.key]: edit };
    this.#seen = { text, edit };
    if (this.#model.byKey.has(this.key)) this.#actions.do(command, { seen });
    else this.#keepLost(command, text);
  }

  #keepLost(command, text) {
    this.#model.addConflict({
      client: this.#model.client, seq: null, by: "", theirs: [], mine: command, yours: [measured({ ...this.#cue, text })],
      why: "The caption was deleted while you typed in it.",
    });
  }

  /** The cue has changed. Whatever the person has typed stays; a text they have not touched follows. */
  sync(cue) {
    this.#cue = cue;
    if (cue.text === this.#seen.text) this.#seen.edit = cue.edit;
    else if (!this.#isTouched()) {
      const { selectionStart, selectionEnd } = this.input;
      this.input.value = cue.text;
      this.input.setSelectionRange(selectionStart, selectionEnd);
      this.#see(cue);
    }
    this.#show();
  }

  /** The text as it was when typing began. */
  undo() {
    clearTimeout(this.#timer);
    const taken = this.#seen.text !== this.#first;
    this.input.value = this.#first;
    if (taken) this.commit();
  }
}
