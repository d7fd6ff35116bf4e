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

  /** Draw what changes with captions, sound or size. */
  draw({ colours, peaks }) {
    const { model, view } = this.#stage;
    const { clientWidth: width, clientHeight: height } = this.element;
    if (!height || !width) return;
    this.#whole.resize(width, view.whole);
    this.#whole.zoom(0); // as far out as it goes
    this.#painter.fit(width, height);
    const pen = this.#canvas.getContext("2d", { alpha: false });
    const ratio = this.#canvas.width / width;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colours.panel;
    pen.fillRect(0, 0, width, height);
    drawWave(pen, { view: this.#whole, peaks, colours, ratio, top: 0, bottom: height - 3 });
    pen.fillStyle = colours["line-strong"];
    let last = -1;
    for (const cue of model.cues) {
      const [x, end] = [this.#whole.x(cue.start), this.#whole.x(cue.end)];
      if (end <= last) continue;
      pen.fillRect(x, height - 3, Math.max(0.5, end - x), 3);
      last = x + 0.5;
    }
    this.place();
  }

  /** Show which part is seen. */
  place() {
    const { view } = this.#stage;
    this.#window.style.setProperty("--x", `${this.#whole.x(view.left)}px`);
    this.#window.style.setProperty("--width", `${Math.max(6, view.span * this.#whole.scale)}px`);
  }

  playhead(ms) {
    this.#head.style.setProperty("--x", `${this.#whole.x(Math.min(ms, this.#whole.whole))}px`);
  }
}
