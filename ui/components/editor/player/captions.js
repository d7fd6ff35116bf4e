// The captions over the picture, drawn as the reader's browser will draw them: from the model, so that an edit is seen at once.

import { fill, h } from "../dom.js";
import { atNextFrame, drawNow } from "../frames.js";
import { cueNodes } from "./cue_text.js";
import { settle, span, withDefaults } from "./place.js";

const FONT_SHARE = 0.05; // WebVTT: 5vh; Chromium takes the shorter side, so that an upright film keeps its lines

export class Captions {
  #model;
  #size = { width: 0, height: 0 };
  #shown = []; // cues that are to be seen, in order
  #boxes = new Map(); // cue -> {element, text, vertical, at, box}: one that stands is not moved when another comes

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
    this.#boxes.clear();
    fill(this.element);
    drawNow(this); // the frame that has the new size is being made
  }

  /** Show the cues that stand at a moment: in the next frame, or `now` where one is being made already. */
  show(ms, { now = false } = {}) {
    const cues = this.#model.allAt(ms).filter((cue) => cue.text).sort(inOrder);
    if (cues.length === this.#shown.length && cues.every((cue, place) => cue === this.#shown[place])) return;
    this.#shown = cues;
    if (now) drawNow(this);
    else atNextFrame(this);
  }

  // --- a drawing --------------------------------------------------------------------------------------------------

  /** Take away what stands no longer, and put in what is new: as wide as it may be, but nowhere yet. */
  write() {
    if (!this.#size.width || !this.#size.height) return;
    for (const cue of this.#shown) this.#keep(cue);
    for (const [cue, { element }] of this.#boxes) {
      if (this.#shown.includes(cue)) continue;
      element.remove();
      this.#boxes.delete(cue);
    }
    for (const cue of this.#shown) if (!this.#boxes.has(cue)) this.#boxes.set(cue, this.#make(cue));
  }

  /** See how large the new ones have come to be. */
  measure() {
    for (const made of this.#boxes.values()) {
      if (made.box) continue;
      const { width, height } = made.element.getBoundingClientRect();
      made.size = { width, height };
      made.lines = linesOf(made.text, made.vertical);
    }
  }

  /** Put the new ones where there is room beside those that stand. */
  place() {
    const standing = [...this.#boxes.values()].filter((one) => one.box).map((one) => one.box);
    for (const [cue, made] of this.#boxes) {
      if (made.box) continue;
      made.box = this.#settle(cue, made, standing);
      standing.push(made.box);
      const { vertical, box, element } = made;
      element.style[vertical ? "left" : "top"] = `${vertical ? box.x : box.y}px`;
    }
  }

  /** A cue that is another object and looks the same, as the server has saved it, stays where it stands. */
  #keep(cue) {
    const before = [...this.#boxes.keys()].find((one) => one.key === cue.key);
    if (!before || before === cue || !looksSame(before, cue)) return;
    this.#boxes.set(cue, this.#boxes.get(before));
    this.#boxes.delete(before);
  }

  #make(cue) {
    const { vertical, align } = withDefaults(cue.settings);
    const text = h("span", {}, cueNodes(cue));
    const element = h("div", { class: "cue", dir: "auto", dataset: { key: cue.key }, style: { "text-align": align } }, text);
    const { style } = element;
    if (vertical) style.writingMode = `vertical-${vertical}`;
    this.element.append(element);
    const { at, size } = span(cue.settings, element.matches(":dir(rtl)"));
    style[vertical ? "top" : "left"] = `${at}%`;
    style[vertical ? "height" : "width"] = `${size}%`;
    return { element, text, vertical, at, box: null };
  }

  #settle(cue, { vertical, at, size, lines }, taken) {
    const share = at / 100;
    const start = vertical ? { x: 0, y: share * this.#size.height } : { x: share * this.#size.width, y: 0 };
    const step = (vertical ? size.width : size.height) / lines;
    return settle({ ...start, ...size }, cue.settings, { step, area: this.#size, taken });
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
