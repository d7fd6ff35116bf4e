// The captions over the picture, drawn as the reader's browser will draw them: from the model, so that an edit is seen at once.

import { fill, h } from "../dom.js";
import { cueNodes } from "./cue_text.js";
import { settle, span, withDefaults } from "./place.js";

const FONT_SHARE = 0.05; // WebVTT: 5vh; Chromium takes the shorter side, so that an upright film keeps its lines

export class Captions {
  #model;
  #size = { width: 0, height: 0 };
  #shown = []; // cues that are drawn, in order
  #boxes = new Map(); // cue -> {element, box}: one that stands is not moved when another comes

  constructor(model) {
    this.#model = model;
    this.element = h("div", { class: "overlay" });
    this.speak();
  }

  /** Take over the language of the track. */
  speak() {
    this.element.lang = this.#model.track?.language ?? "";
  }

  /** The picture's place in its frame, in pixels; `font` is the size of letters where there is no picture to go by. */
  fit({ x, y, width, height }, font = Math.min(width, height) * FONT_SHARE) {
    this.#size = { width, height };
    const { style } = this.element;
    Object.assign(style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    style.fontSize = `${font}px`;
    this.#forget();
    this.#draw();
  }

  /** Show the cues that stand at a moment. */
  show(ms) {
    const cues = this.#model.allAt(ms).filter((cue) => cue.text).sort(inOrder);
    if (cues.length === this.#shown.length && cues.every((cue, place) => cue === this.#shown[place])) return;
    for (const cue of cues) this.#keep(cue);
    this.#shown = cues;
    this.#draw();
  }

  /** A cue that is another object and looks the same, as the server has saved it, stays where it stands. */
  #keep(cue) {
    const before = this.#shown.find((one) => one.key === cue.key);
    const kept = before !== cue && this.#boxes.get(before);
    if (!kept || !looksSame(before, cue)) return;
    this.#boxes.delete(before);
    this.#boxes.set(cue, kept);
  }

  #forget() {
    this.#boxes.clear();
    fill(this.element);
  }

  #draw() {
    if (!this.#size.width || !this.#size.height) return;
    for (const [cue, { element }] of this.#boxes) {
      if (this.#shown.includes(cue)) continue;
      element.remove();
      this.#boxes.delete(cue);
    }
    for (const cue of this.#shown) if (!this.#boxes.has(cue)) this.#place(cue);
  }

  #place(cue) {
    const { vertical, align } = withDefaults(cue.settings);
    const text = h("span", {}, cueNodes(cue));
    const element = h("div", { class: "cue", dir: "auto", dataset: { key: cue.key }, style: { "text-align": align } }, text);
    if (vertical) element.style.writingMode = `vertical-${vertical}`;
    this.element.append(element);
    const { at, size } = span(cue.settings, getComputedStyle(element).direction === "rtl");
    const { style } = element;
    style[vertical ? "top" : "left"] = `${at}%`;
    style[vertical ? "height" : "width"] = `${size}%`;
    const { width, height } = element.getBoundingClientRect();
    const share = at / 100;
    const start = vertical ? { x: 0, y: share * this.#size.height } : { x: share * this.#size.width, y: 0 };
    const taken = [...this.#boxes.values()].map((one) => one.box);
    const step = (vertical ? width : height) / linesOf(text, vertical);
    const box = settle({ ...start, width, height }, cue.settings, { step, area: this.#size, taken });
    style[vertical ? "left" : "top"] = `${vertical ? box.x : box.y}px`;
    this.#boxes.set(cue, { element, box });
  }
}

function looksSame(one, other) {
  const look = ({ text, settings, marks }) => JSON.stringify([text, settings, marks]);
  return look(one) === look(other);
}

/** WebVTT's order of cues: by start, of two the longer first, and then as they stand in the file. */
function inOrder(one, other) {
  return one.start - other.start || other.end - one.end;
}

/** How many lines a text has come to stand in. */
function linesOf(text, vertical) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const rects = [...range.getClientRects()].filter((rect) => rect.width && rect.height)
    .map((rect) => (vertical ? [rect.left, rect.right] : [rect.top, rect.bottom])).sort((one, other) => one[0] - other[0]);
  let lines = 0;
  let end = -Infinity;
  for (const [from, to] of rects) {
    if ((from + to) / 2 > end) lines += 1;
    end = Math.max(end, to);
  }
  return Math.max(1, lines);
}
