// The whole video in one bar, and which part of it is seen above.

import { h } from "../dom.js";
import { drawWave, Painter } from "./painter.js";
import { View } from "./view.js";

export class Overview {
  #stage;
  #canvas = h("canvas", {});
  #window = h("div", { class: "window" });
  #head = h("div", { class: "point" });
  #whole = new View();
  #painter;
  #size = { width: 0, height: 0 };
  #spans = []; // [from, to]: where captions are shown, in pixels

  constructor(stage, signal) {
    this.#stage = stage;
    this.#painter = new Painter(this.#canvas);
    // A mouse's way to what Control with Home and End, Page Up and Page Down do.
    this.element = h("div", { class: "overview", "aria-hidden": "true" }, this.#canvas, this.#window, this.#head);
    const to = (event) => {
      const { left } = this.element.getBoundingClientRect();
      stage.scroll(this.#whole.ms(event.clientX - left) - stage.view.span / 2);
    };
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      to(event);
    }, { signal });
    this.element.addEventListener("pointermove", (event) => event.buttons & 1 && to(event), { signal });
  }

  /** Take over the size that it has. */
  resize() {
    this.#size = { width: this.element.clientWidth, height: this.element.clientHeight };
  }

  /** Draw what stands there: `cues` tells that captions are others, `overview` that all is to be drawn anew. */
  draw({ colours, peaks }, { cues, overview }) {
    const { width, height } = this.#size;
    if (!height || !width) return;
    const before = this.#spans;
    if (cues || overview) this.#spans = this.#spread();
    if (!overview && (!cues || before.join() === this.#spans.join())) return; // most edits move nothing here by a pixel
    this.#painter.fit(width, height);
    const pen = this.#canvas.getContext("2d", { alpha: false });
    const ratio = this.#canvas.width / width;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colours.panel;
    pen.fillRect(0, 0, width, height);
    drawWave(pen, { view: this.#whole, peaks, colours, ratio, top: 0, bottom: height - 3 });
    pen.fillStyle = colours["line-strong"];
    for (const [x, end] of this.#spans) pen.fillRect(x, height - 3, end - x, 3);
  }

  /** From where to where in pixels there are captions, in halves. */
  #spread() {
    const half = (x) => Math.round(x * 2) / 2;
    const spans = [];
    for (const cue of this.#stage.model.cues) {
      const x = half(this.#whole.x(cue.start));
      const end = Math.max(x + 0.5, half(this.#whole.x(cue.end)));
      const last = spans.at(-1);
      if (last && x <= last[1]) last[1] = Math.max(last[1], end);
      else spans.push([x, end]);
    }
    return spans;
  }

  /** Show which part is seen. */
  place() {
    const { view } = this.#stage;
    this.#whole.resize(this.#size.width, view.whole);
    this.#whole.zoom(0); // as far out as it goes
    this.#window.style.setProperty("--x", `${this.#whole.x(view.left)}px`);
    this.#window.style.setProperty("--width", `${Math.max(6, view.span * this.#whole.scale)}px`);
  }

  playhead(ms) {
    this.#head.style.setProperty("--x", `${this.#whole.x(Math.min(ms, this.#whole.whole))}px`);
  }
}
