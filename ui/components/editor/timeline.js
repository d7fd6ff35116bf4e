// The timeline: waveform and captions over time, to be looked at, dragged, and moved by keys.

import { h, icon } from "./dom.js";
import { atNextFrame } from "./frames.js";
import { moment, seconds } from "./player/moment.js";
import { Refused } from "./text.js";
import { Colours } from "./timeline/colours.js";
import { Handles } from "./timeline/handles.js";
import { Overview } from "./timeline/overview.js";
import { Painter, rulerOf } from "./timeline/painter.js";
import { peaksOf } from "./timeline/peaks.js";
import { Pointer } from "./timeline/pointer.js";
import { roomAt } from "./timeline/snap.js";
import { View } from "./timeline/view.js";

const NEW_CUE_MS = 2000; // Subtitle Edit's length for a new caption
const LEAST_ROOM_MS = 200; // nothing can be read in less
const ZOOM = 1.5;
const PAGE_START = 0.08; // of the view: so much before the playhead is seen on a new page

export class Timeline {
  view = new View();
  preview = null; // {key, start, end}: a caption as it is while it is dragged; key null for one that is made
  #end = new AbortController();
  #size = { width: 0, height: 0 }; // of the stage, as the browser last told it
  #stale = { colours: true, overview: true, cues: true };
  #peaks = null;
  #playing = new Set();
  #hover = null;
  #follows = true;
  #tip = h("div", { class: "tip", "aria-hidden": "true", hidden: true });
  #message = h("p", { class: "none" }, "The waveform is on its way…");

  constructor(model, player, actions) {
    Object.assign(this, { model, player, actions });
    const { signal } = this.#end;
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.#painter = new Painter(this.canvas);
    const probe = h("i", { class: "probe", "aria-hidden": "true" });
    this.#colours = new Colours(probe);
    this.handles = new Handles(this, signal);
    this.pointer = new Pointer(this, signal);
    this.overview = new Overview(this, signal);
    this.#stage = h("div", { class: "stage" }, this.canvas, this.handles.elements, this.#tip, this.#message);
    this.element = h("div", { class: "timeline", role: "group", "aria-label": "Timeline" }, this.#stage, h("div", { class: "under" }, this.overview.element, hint(), this.#tools()), probe);
    this.#listen(signal);
    peaksOf(model).then((peaks) => {
      this.#peaks = peaks;
      this.#message.textContent = peaks ? "" : "There is no waveform of this sound. The captions can be timed all the same.";
      this.#message.hidden = Boolean(peaks);
      this.#stale.overview = true;
      this.redraw();
    });
  }

  #painter;
  #colours;
  #stage;
  #shown = null; // the colours
  #tipWidth = 0;

  focus() {
    this.handles.focus();
  }

  destroy() {
    this.#end.abort();
  }

  get ruler() {
    return rulerOf(this.#size.height);
  }

  #tools() {
    const button = (drawing, label, act) => h("button", { type: "button", "aria-label": label, title: label, onclick: act }, icon(drawing));
    return h("div", { class: "zooms", role: "group", "aria-label": "Zoom" },
      button("less", "Zoom out", () => this.zoom(1 / ZOOM)), button("add", "Zoom in", () => this.zoom(ZOOM)), button("fit", "Show the whole caption", () => this.fit()));
  }

  #listen(signal) {
    const { model, player } = this;
    const on = (name, act) => model.addEventListener(name, act, { signal });
    on("change", () => {
      if (this.preview?.key && !model.byKey.has(this.preview.key)) this.pointer.cancel();
      this.#stale.cues = true;
      this.#play();
      this.redraw();
    });
    on("current", () => {
      this.handles.flush();
      this.#bringCurrent();
      this.redraw();
    });
    for (const name of ["selection", "findings", "track"]) on(name, () => this.redraw());
    player.addEventListener("time", ({ detail }) => this.#time(detail.ms), { signal });
    player.addEventListener("play", () => (this.#follows = true), { signal });
    const size = new ResizeObserver(() => {
      this.#size = { width: this.#stage.clientWidth, height: this.#stage.clientHeight };
      this.overview.resize();
      this.#retheme(); // styles that come late change the size, too
    });
    size.observe(this.#stage);
    size.observe(this.overview.element);
    const theme = new MutationObserver(() => this.#retheme());
    const watch = new ResizeObserver(() => {
      const { host } = this.element.getRootNode();
      if (!host) return;
      theme.observe(host, { attributes: true });
      watch.disconnect();
    });
    watch.observe(this.element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#retheme(), { signal });
    signal.addEventListener("abort", () => [size, theme, watch].forEach((one) => one.disconnect()));
  }

  #retheme() {
    this.#stale.colours = this.#stale.overview = true;
    this.redraw();
  }

  // --- what is seen -----------------------------------------------------------------------------------------------

  /** Draw once for all that happens at one time. */
  redraw() {
    atNextFrame(this);
  }

  write() {
    const { model, view } = this;
    const { width, height } = this.#size;
    if (!width || !height || this.#end.signal.aborted) return;
    const was = [view.width, view.whole].join();
    view.resize(width, model.duration ?? Math.max(60_000, model.cues.at(-1)?.end ?? 0, this.player.duration ?? 0));
    if (this.#stale.colours) {
      this.#shown = { ...this.#colours.read(), font: getComputedStyle(this.element).fontFamily };
      this.#stale.colours = false;
    }
    if (this.#painter.fit(width, height) || was !== [view.width, view.whole].join()) this.#stale.overview = true;
    this.handles.update();
    this.overview.place();
    this.#placeHead(this.player.ms);
    this.#fillTip();
  }

  /** Paint: whoever writes on a canvas asks the browser for the letters that the page has there. */
  measure() {
    const { model, view } = this;
    const { width, height } = this.#size;
    if (!width || !height || this.#end.signal.aborted) return;
    this.#tipWidth = this.preview ? this.#tip.offsetWidth : 0;
    const seen = { view, height, model, peaks: this.#peaks, colours: this.#shown, font: this.#shown.font, preview: this.preview, hover: this.#hover, playing: this.#playing };
    this.#painter.draw(seen);
    this.overview.draw(seen, this.#stale);
    this.#stale.overview = this.#stale.cues = false;
  }

  #placeHead(ms) {
    if (!this.view.width) return;
    this.handles.updatePlayhead(ms);
    this.overview.playhead(ms);
  }

  #time(ms) {
    const { view } = this;
    if (view.width && !this.pointer.dragging) {
      if (view.sees(ms)) this.#follows = true;
      else if (!this.player.playing || this.#follows) this.#page(ms);
    }
    this.#placeHead(ms);
    this.#play(ms);
  }

  /** Mark the captions that stand now. */
  #play(ms = this.player.ms) {
    const keys = this.model.allAt(ms).map((cue) => cue.key);
    if (keys.length === this.#playing.size && keys.every((key) => this.#playing.has(key))) return;
    this.#playing = new Set(keys);
    this.redraw();
  }

  #page(ms) {
    this.view.scrollTo(ms - this.view.span * PAGE_START);
    this.redraw();
  }

  /** Bring a moment into view. */
  reveal(ms) {
    if (this.view.width && !this.view.sees(ms)) this.#page(ms);
  }

  #bringCurrent() {
    const cue = this.model.byKey.get(this.model.current);
    if (!cue || !this.view.width || this.pointer.dragging || (this.player.playing && this.#follows)) return;
    if (!this.view.sees(cue.start) || (!this.view.sees(cue.end) && cue.end - cue.start < this.view.span)) this.#page(cue.start);
  }

  /** Move the view to begin at a moment: the person looks elsewhere, so it does not follow until they come back. */
  scroll(left) {
    this.view.scrollTo(left);
    this.#follows = this.view.sees(this.player.ms);
    this.redraw();
  }

  /** So many times larger, around a place or the playhead or the middle. */
  zoom(factor, x = this.view.sees(this.player.ms) ? this.view.x(this.player.ms) : undefined) {
    this.view.zoom(factor, x);
    this.redraw();
  }

  /** The current caption with something around it. */
  fit() {
    const cue = this.model.byKey.get(this.model.current) ?? this.model.at(this.player.ms);
    if (!cue) return this.model.notice("Choose a caption first.");
    this.view.fit(cue.start, cue.end);
    return this.redraw();
  }

  /** What the pointer is over: {part, cue} or null. */
  hover(found) {
    const key = found?.cue?.key ?? null;
    this.canvas.dataset.over = found?.part ?? "";
    if (this.#hover?.key === key && this.#hover?.part === found?.part) return;
    this.#hover = found && { key, part: found.part };
    this.redraw();
  }

  #fillTip() {
    const { preview } = this;
    this.#tip.hidden = !preview;
    if (!preview) return;
    const { start, end, point } = preview;
    this.#tip.textContent = `${moment(start)} – ${moment(end)} · ${seconds(end - start)}${point ? ` · ${point.what}` : ""}`;
  }

  place() {
    const { preview, view } = this;
    if (!preview) return;
    const at = view.x(preview.part === "end" ? preview.end : preview.start);
    const half = this.#tipWidth / 2;
    this.#tip.style.setProperty("--x", `${Math.min(Math.max(at, half), view.width - half)}px`);
  }

  // --- what is done -----------------------------------------------------------------------------------------------

  /** Show a caption with other times, null for none. */
  show = (preview) => {
    if (!preview && !this.preview) return;
    this.preview = preview;
    this.redraw();
  };

  /** Make what is shown an edit. */
  finish({ key, start, end }) {
    this.show(null);
    if (key === null) this.#make(start, end);
    else if (this.model.byKey.has(key)) this.actions.do({ kind: "set-times", times: { [key]: [start, end] } });
  }

  /** A new caption from a moment, as long as there is room. */
  insert(ms) {
    const { earliest, latest } = roomAt(this.model, ms);
    const start = Math.round(Math.max(ms, earliest));
    this.#make(start, Math.round(Math.min(start + NEW_CUE_MS, latest)));
  }

  #make(start, end) {
    const { actions, model } = this;
    actions.commit();
    const change = actions.try(() => {
      if (end - start < LEAST_ROOM_MS) throw new Refused("There is no room for another caption here: make one of its neighbours shorter first.");
      return model.do({ kind: "insert", start, end, text: "", voice: "" });
    });
    if (!change) return;
    const [{ key }] = change.after;
    model.select([key]);
    model.setCurrent(key);
    actions.editText(key);
  }
}

/** The keys that work here, for who sees the timeline and has come to it by keys. */
function hint() {
  const keys = [["← →", "10 ms"], ["Shift", "0.1 s"], ["Ctrl", "one picture"], ["Home End", "snap"], ["↑ ↓", "other caption"], ["+ − 0", "zoom"], ["Enter", "play"]];
  return h("p", { class: "hint", "aria-hidden": "true" }, keys.map(([key, does]) => [h("kbd", {}, key), ` ${does}  `]));
}
