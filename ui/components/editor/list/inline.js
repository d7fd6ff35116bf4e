// Fields for one cell: a time, and who speaks.

import { count, fill, h, parseClock, set } from "../dom.js";
import { timeShown } from "./row.js";

const MOST_VOICES = 8;
const NAMES = { start: "Start", end: "End" };

/**
 * What both have: `key`, `name` of the column, `element`, `commit()`. `leave({focus, to})` is told that they are done
 * with, `focus` when the keyboard is to go on in the list, `to` the column that is edited next.
 */
class Inline {
  constructor(cue, name, { model, actions, leave }) {
    Object.assign(this, { key: cue.key, name, cue, model, actions, leave });
    this.number = model.place(cue.key) + 1;
  }

  /** Take over what is typed, once. */
  commit() {
    const { value } = this.input;
    if (value === this.last) return;
    this.last = value;
    this.take(value);
  }

  focus() {
    this.input.focus({ preventScroll: true });
    this.input.select();
  }

  press(event) {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") this.commit();
    else if (event.key === "Escape") this.last = this.input.value;
    else return;
    event.preventDefault();
    event.stopPropagation();
    this.leave({ focus: true });
  }
}

export class TimeField extends Inline {
  constructor(cue, name, context) {
    super(cue, name, context);
    this.last = timeShown(cue[name], context.hours);
    this.input = h("input", { type: "text", class: "time", autocomplete: "off", spellcheck: "false", value: this.last, "aria-label": `${NAMES[name]} of caption ${this.number}` });
    this.element = this.input;
    this.input.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    const other = event.shiftKey ? "start" : "end";
    if (event.key === "Tab" && this.name !== other) {
      event.preventDefault();
      this.commit();
      this.leave({ to: other });
    } else super.press(event);
  }

  take(value) {
    const { actions, key, model, name } = this;
    const ms = parseClock(value);
    const cue = model.byKey.get(key);
    if (ms === null) return model.notice(`“${value}” is no time: write it as 1:02.345.`);
    if (!cue || cue[name] === ms) return null;
    const times = name === "start" ? [ms, cue.end] : [cue.start, ms];
    const seen = cue[name] === this.cue[name] ? {} : { [key]: this.cue.edit }; // somebody else has moved it meanwhile
    return actions.do({ kind: "set-times", times: { [key]: times } }, { seen });
  }
}

/** A name, with those of the track to choose from. */
export class VoiceField extends Inline {
  #list = h("ul", { class: "voices", role: "listbox", id: "list-voices", "aria-label": "Voices", popover: "manual" });
  #chosen = -1;

  constructor(cue, name, context) {
    super(cue, name, context);
    this.last = cue.voice;
    this.input = h("input", {
      type: "text", role: "combobox", class: "voice-name", autocomplete: "off", spellcheck: "false", value: cue.voice, "aria-label": `Who speaks in caption ${this.number}`,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.#list.id,
    });
    this.element = h("div", { class: "choose" }, this.input, this.#list);
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("input", () => this.#offer(this.input.value));
    this.input.addEventListener("blur", () => this.#shut());
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#take(event.target.closest("li")));
  }

  focus() {
    super.focus();
    this.#offer("");
  }

  /** Show the voices in which there is what was typed, below the field or, without room there, above. */
  #offer(typed) {
    const wanted = typed.trim().toLowerCase();
    const voices = this.model.voices().filter((voice) => voice.toLowerCase().includes(wanted) && voice !== typed).slice(0, MOST_VOICES);
    this.#chosen = -1;
    set(this.input, { "aria-activedescendant": null });
    fill(this.#list, voices.map((voice, place) => h("li", { role: "option", id: `list-voice-${place}`, "aria-selected": "false" }, voice)));
    if (!voices.length) return this.#shut();
    set(this.input, { "aria-expanded": "true" });
    this.#list.showPopover();
    const field = this.input.getBoundingClientRect();
    const { height } = this.#list.getBoundingClientRect();
    const below = field.bottom + height + 4 < innerHeight;
    Object.assign(this.#list.style, { left: `${field.left}px`, minWidth: `${field.width}px`, top: `${below ? field.bottom + 2 : field.top - height - 2}px` });
    return undefined;
  }

  #shut() {
    set(this.input, { "aria-expanded": "false", "aria-activedescendant": null });
    if (this.#list.matches(":popover-open")) this.#list.hidePopover();
    this.#chosen = -1;
  }

  press(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const options = [...this.#list.children];
    if (!by || event.altKey || !options.length) {
      if (event.key === "Enter" && this.#chosen >= 0) this.input.value = options[this.#chosen].textContent;
      return super.press(event);
    }
    event.preventDefault();
    if (!this.#list.matches(":popover-open")) this.#offer("");
    this.#chosen = this.#chosen < 0 && by < 0 ? options.length - 1 : (this.#chosen + by + options.length) % options.length;
    options.forEach((option, place) => set(option, { "aria-selected": String(place === this.#chosen) }));
    set(this.input, { "aria-activedescendant": options[this.#chosen].id });
    return undefined;
  }

  #take(option) {
    if (!option) return;
    this.input.value = option.textContent;
    this.commit();
    this.leave({ focus: true });
  }

  /** The name for the caption, or for all that are chosen where it is one of them. */
  take(voice) {
    const { actions, key, model } = this;
    if (!model.byKey.has(key)) return;
    const chosen = model.selection.has(key) ? model.selected() : [key];
    if (actions.do({ kind: "set-voice", cues: chosen, voice }) && chosen.length > 1) model.notice(`${count(chosen.length, "caption")} changed.`);
  }
}
