// Where the caption stands on the picture: its WebVTT settings, chosen by what is seen.

import { h, icon, set } from "../dom.js";
import { Refused } from "../text.js";

const MIDDLE = 44; // two lines have their middle near 50 then; a line alignment would not do, as Chromium knows none
const HEIGHTS = [["Bottom", {}], ["Middle", { line: MIDDLE, snap_to_lines: false }], ["Top", { line: 0 }]];
// Start and end where lines begin at the left, as files have it. Of text that begins at the right Chromium shows none that
// is set to start, and sets the end on the wrong side: there only left and right are the same in every browser.
const SIDES = [["Left", { ltr: "start", rtl: "left" }], ["Center", { ltr: "center", rtl: "center" }], ["Right", { ltr: "end", rtl: "right" }]];
const SAME = { ltr: { left: "start", right: "end" }, rtl: { start: "right", end: "left" } };
const OF_HEIGHT = ["line", "snap_to_lines", "line_align"];
const OF_PLACE = ["position", "position_align"];

export class Position {
  #model;

  constructor(model, signal) {
    this.#model = model;
    this.button = h("button", { type: "button", "aria-expanded": "false", "aria-label": "Place of the caption", title: "Place of the caption" }, icon("place"));
    this.heights = HEIGHTS.map(([name, settings]) => h("button", { type: "button", onclick: () => this.#set(OF_HEIGHT, settings) }, name));
    this.sides = SIDES.map(([name, aligns]) => h("button", { type: "button", onclick: () => this.#align(aligns[this.#dir]) }, name));
    this.line = percent("Height in %", "top 0, bottom 100", (value) => this.#set(OF_HEIGHT, value === null ? {} : { line: value, snap_to_lines: false }));
    this.position = percent("Across in %", "left 0, right 100", (value) => this.#set(OF_PLACE, value === null ? {} : { position: value }));
    this.head = h("p", { class: "about" });
    this.reset = h("button", { type: "button", onclick: () => this.#write(() => ({})) }, "Default");
    this.panel = h("div", { class: "placing", role: "group", "aria-label": "Place of the caption", hidden: true }, this.head,
      h("div", { class: "choices", role: "group", "aria-label": "Height" }, this.heights), this.line.element,
      h("div", { class: "choices", role: "group", "aria-label": "Side" }, this.sides), this.position.element, this.reset);
    this.element = h("div", { class: "place" }, this.button, this.panel);
    this.#listen(signal);
    this.#show();
  }

  get #dir() {
    return this.#model.track?.dir === "rtl" ? "rtl" : "ltr";
  }

  #align(align) {
    this.#set(["align"], align === "center" ? {} : { align });
  }

  #listen(signal) {
    this.button.addEventListener("click", () => this.#open(this.panel.hidden));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.panel.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      this.#open(false);
      this.button.focus();
    });
    window.addEventListener("pointerdown", (event) => !event.composedPath().includes(this.element) && this.#open(false), { signal });
    for (const name of ["change", "current", "selection"]) this.#model.addEventListener(name, () => this.#show(), { signal });
  }

  #open(open) {
    this.panel.hidden = !open;
    set(this.button, { "aria-expanded": String(open) });
    if (open) this.#show();
  }

  /** Give the chosen cues these settings in place of those named. */
  #set(names, settings) {
    this.#write((old) => ({ ...Object.fromEntries(Object.entries(old).filter(([name]) => !names.includes(name))), ...settings }));
  }

  /** One edit; cues that had other settings before keep what is not asked about. */
  #write(change) {
    const groups = new Map();
    for (const key of this.#model.selected()) {
      const settings = change(this.#model.byKey.get(key).settings);
      const name = JSON.stringify(Object.entries(settings).sort());
      if (!groups.has(name)) groups.set(name, { kind: "set-settings", cues: [], settings });
      groups.get(name).cues.push(key);
    }
    const commands = [...groups.values()];
    if (!commands.length) return;
    try {
      this.#model.do(commands.length === 1 ? commands[0] : { kind: "several", commands });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#model.notice(error.message);
    }
  }

  #show() {
    if (this.panel.hidden) return;
    const model = this.#model;
    const keys = model.selected();
    const cue = model.byKey.get(keys[0]);
    const said = { 0: "Choose a caption first.", 1: `Caption ${model.place(keys[0]) + 1}` }[keys.length] ?? `${keys.length} captions`;
    if (this.head.textContent !== said) this.head.textContent = said;
    const controls = [...this.heights, ...this.sides, this.line.field, this.position.field, this.reset];
    for (const one of controls) one.disabled = !cue;
    const { line = null, snap_to_lines: snap = true, align = "center", position = null } = cue?.settings ?? {};
    const height = line === null || (snap && line === -1) ? 0 : snap ? (line === 0 ? 2 : -1) : line === MIDDLE ? 1 : -1;
    this.heights.forEach((button, place) => set(button, { "aria-pressed": String(place === height) }));
    const side = SAME[this.#dir][align] ?? align;
    this.sides.forEach((button, place) => set(button, { "aria-pressed": String(SIDES[place][1][this.#dir] === side) }));
    this.line.show(snap ? null : line);
    this.position.show(position);
  }
}

/** A field for 0 to 100, or nothing: {element, field, show(value)}. */
function percent(label, hint, change) {
  const field = h("input", { type: "number", min: "0", max: "100", step: "1", placeholder: "auto" });
  field.addEventListener("change", () => {
    const value = field.value === "" ? null : Math.min(100, Math.max(0, Number(field.value)));
    change(value);
  });
  return {
    field,
    element: h("label", { class: "percent" }, h("span", {}, label), field, h("small", {}, hint)),
    show: (value) => {
      const text = value === null ? "" : String(value);
      if (field.value !== text) field.value = text;
    },
  };
}
