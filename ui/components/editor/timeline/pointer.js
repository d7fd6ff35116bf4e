// The mouse, the finger and the wheel on the timeline.

import { drawn, limitsOf, moved, roomAt } from "./snap.js";
import { hit } from "./hit.js";

const SLACK_PX = 4; // a press that moves no further is a click
const SNAP_PX = 8;
const BORDER_PX = 24; // near the border a drag takes the view along
const WHEEL_MOST = 40; // a mouse's wheel turns by far more than two fingers do

/**
 * `stage` is the Timeline's inside: {model, player, actions, view, canvas, ruler, preview, show(preview), finish(preview),
 * insert(start, end), scroll(left), zoom(factor, x), redraw(), hover}.
 */
export class Pointer {
  #stage;
  #drag = null;
  #down = new Map(); // pointer -> x, for two fingers
  #pinch = null;
  #carry = 0;

  constructor(stage, signal) {
    this.#stage = stage;
    const { canvas } = stage;
    const on = (name, act, options = {}) => canvas.addEventListener(name, act, { signal, ...options });
    on("pointerdown", (event) => this.#press(event));
    on("pointermove", (event) => this.#move(event));
    on("pointerup", (event) => this.#release(event));
    on("pointercancel", () => this.cancel());
    on("pointerleave", () => !this.#drag && stage.hover(null));
    on("dblclick", (event) => this.#twice(event));
    on("wheel", (event) => this.#wheel(event), { passive: false });
    window.addEventListener("keydown", (event) => {
      if (!this.#drag || event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.cancel();
    }, { signal, capture: true });
  }

  get dragging() {
    return Boolean(this.#drag?.moved);
  }

  /** Leave off: what was dragged is as it was. */
  cancel() {
    cancelAnimationFrame(this.#carry);
    this.#drag = null;
    this.#pinch = null;
    this.#down.clear();
    this.#stage.show(null);
  }

  #at(event) {
    const { left, top } = this.#stage.canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  #press(event) {
    if (event.button !== 0) return;
    const { canvas, view } = this.#stage;
    const [x, y] = this.#at(event);
    canvas.setPointerCapture(event.pointerId);
    this.#down.set(event.pointerId, x);
    if (this.#down.size === 2) {
      this.#drag = null;
      this.#stage.show(null);
      this.#pinch = this.#fingers();
      return;
    }
    const found = hit(this.#stage, x, y, event.pointerType);
    this.#drag = { ...found, mode: this.#mode(found, event), x, ms: view.ms(x), left: view.left, moved: false };
    if (this.#drag.mode === "scrub") this.#stage.player.seek(this.#drag.ms);
  }

  #mode({ part, cue }, { pointerType, shiftKey }) {
    const finger = pointerType === "touch";
    if (part === "ruler") return "scroll";
    if (part === "empty") return finger ? "scroll" : shiftKey ? "make" : "scrub";
    return finger && cue.key !== this.#stage.model.current ? "scroll" : "time";
  }

  #move(event) {
    const [x, y] = this.#at(event);
    if (this.#down.has(event.pointerId)) this.#down.set(event.pointerId, x);
    if (this.#pinch) return this.#spread();
    if (!this.#drag) {
      if (event.pointerType !== "touch") this.#stage.hover(hit(this.#stage, x, y, event.pointerType));
      return undefined;
    }
    if (!this.#drag.moved && Math.abs(x - this.#drag.x) < SLACK_PX) return undefined;
    if (!this.#drag.moved) this.#begin();
    return this.#to(x, event.altKey);
  }

  #begin() {
    const { actions, model } = this.#stage;
    const { mode, cue } = this.#drag;
    this.#drag.moved = true;
    if (mode !== "time") return;
    actions.commit();
    model.select([cue.key]);
    model.setCurrent(cue.key);
  }

  /** Take what is dragged to a place; `free` is without snapping and over neighbours. */
  #to(x, free) {
    const stage = this.#stage;
    const { view, player } = stage;
    const drag = this.#drag;
    drag.at = x;
    drag.free = free;
    if (drag.mode === "scroll") return stage.scroll(drag.left - (x - drag.x) / view.scale);
    if (drag.mode === "scrub") player.seek(view.ms(x));
    else if (drag.mode === "make") this.#make(view.ms(x), free);
    else this.#retime(view.ms(x), free);
    return this.#takeAlong(x);
  }

  #retime(ms, free) {
    const { model, player, view, show } = this.#stage;
    const { cue: pressed, part } = this.#drag;
    const cue = model.byKey.get(pressed.key);
    if (!cue) return this.cancel(); // somebody else has deleted it
    const wanted = pressed[part === "end" ? "end" : "start"] + ms - this.#drag.ms;
    const found = free ? { to: wanted, point: null } : drawn(model, cue, part, wanted, { reach: SNAP_PX / view.scale, playhead: player.ms });
    const times = moved(cue, part, found.to, limitsOf(model, cue, { free }));
    const held = found.point && (times.start === found.point.ms || times.end === found.point.ms);
    return show({ key: cue.key, part, ...times, point: held ? found.point : null });
  }

  #make(ms, free) {
    const { model, player, view, show } = this.#stage;
    const room = roomAt(model, this.#drag.ms);
    const reach = SNAP_PX / view.scale;
    const snap = (at) => (free ? { to: at, point: null } : drawn(model, { key: null, start: at, end: at }, "start", at, { reach, playhead: player.ms }));
    const [one, other] = [snap(this.#drag.ms), snap(ms)].map(({ to }) => Math.round(Math.min(Math.max(to, room.earliest), room.latest)));
    show({ key: null, part: "both", start: Math.min(one, other), end: Math.max(one, other), point: null });
  }

  /** The view goes along while the pointer is held near its border. */
  #takeAlong(x) {
    cancelAnimationFrame(this.#carry);
    const { view } = this.#stage;
    const over = x < BORDER_PX ? x - BORDER_PX : Math.max(0, x - view.width + BORDER_PX);
    if (!over) return;
    this.#carry = requestAnimationFrame(() => {
      if (!this.#drag) return;
      const before = view.left;
      this.#stage.scroll(view.left + (over / 3) / view.scale);
      if (view.left !== before) this.#to(x, this.#drag.free);
    });
  }

  #release(event) {
    this.#down.delete(event.pointerId);
    if (this.#pinch) {
      if (!this.#down.size) this.#pinch = null;
      return;
    }
    const drag = this.#drag;
    if (!drag) return;
    cancelAnimationFrame(this.#carry);
    this.#drag = null;
    if (!drag.moved) this.#click(drag, event);
    else if (this.#stage.preview) this.#stage.finish(this.#stage.preview);
  }

  #click({ cue, ms, part }, event) {
    const { actions, model, player } = this.#stage;
    if (cue && part !== "ruler") {
      if (event.ctrlKey || event.metaKey) model.select([cue.key], { mode: "toggle" });
      else if (event.shiftKey) model.select([cue.key], { mode: "range" });
      else actions.go(cue.key, { ms: Math.min(Math.max(ms, cue.start), cue.end - 1), typing: false });
    } else player.seek(ms);
  }

  #twice(event) {
    const { actions, view } = this.#stage;
    const [x, y] = this.#at(event);
    const { part, cue } = hit(this.#stage, x, y, "mouse");
    if (part === "empty") this.#stage.insert(view.ms(x));
    else if (cue) actions.editText(cue.key);
  }

  #wheel(event) {
    event.preventDefault();
    const { view } = this.#stage;
    const unit = [1, 16, view.width][event.deltaMode];
    if (event.ctrlKey || event.metaKey) {
      const by = Math.min(Math.max(event.deltaY * unit, -WHEEL_MOST), WHEEL_MOST);
      this.#stage.zoom(Math.exp(-by / 100), this.#at(event)[0]);
      return;
    }
    const by = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
    this.#stage.scroll(view.left + (by * unit) / view.scale);
  }

  #fingers() {
    const [one, other] = this.#down.values();
    return { middle: (one + other) / 2, apart: Math.max(20, Math.abs(one - other)) };
  }

  #spread() {
    if (this.#down.size < 2) return;
    const { view } = this.#stage;
    const before = this.#pinch;
    const now = this.#fingers();
    this.#pinch = now;
    this.#stage.scroll(view.left - (now.middle - before.middle) / view.scale);
    this.#stage.zoom(now.apart / before.apart, now.middle);
  }
}
