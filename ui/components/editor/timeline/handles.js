// The timeline for keys and for screen readers: the playhead and the current caption's edges as sliders, which stand
// where they are seen.

import { h, set } from "../dom.js";
import { moment, seconds } from "../player/moment.js";
import { firstFrom, limitsOf, moved, neighboursOf, pointsFor } from "./snap.js";

const STEP_MS = 10;
const LARGE_MS = 100;
const REST_MS = 400; // presses that follow each other more closely are one edit
const ZOOM = 1.5;
const PAGE = 0.9;

const KEYS = "Left and right arrow: 10 milliseconds, with Shift 100, with Control one picture. Home and End: to where speech, a shot, a neighbour or the playhead is. "
  + "Up and down: another caption. Enter plays the caption, Space plays and pauses, Escape takes back what was just moved. Plus and minus zoom, 0 shows the whole caption, Page Up and Page Down scroll.";

/** `stage` as for Pointer, with `reveal(ms)` and `fit()`. */
export class Handles {
  #stage;
  #timer = 0;
  #sliders;

  constructor(stage, signal) {
    this.#stage = stage;
    const slider = (part) => h("div", { class: `handle ${part}`, role: "slider", tabindex: "0", "aria-orientation": "horizontal", "aria-describedby": "timeline-keys", dataset: { part } });
    this.#sliders = new Map(["playhead", "start", "end", "both"].map((part) => [part, slider(part)]));
    this.elements = [...this.#sliders.values(), h("p", { class: "unseen", id: "timeline-keys" }, KEYS)];
    for (const [part, element] of this.#sliders) {
      element.addEventListener("keydown", (event) => this.#key(part, event));
      element.addEventListener("blur", () => this.flush());
      element.addEventListener("focus", () => stage.reveal(this.#moment(part)));
    }
    window.addEventListener("pagehide", () => this.flush(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden && this.flush(), { signal });
  }

  /** Where the keys go: the current caption, or the playhead where there is none. */
  focus() {
    this.#sliders.get(this.#stage.model.current === null ? "playhead" : "both").focus();
  }

  /** Make an edit of the presses so far. */
  flush() {
    clearTimeout(this.#timer);
    const { preview } = this.#stage;
    if (this.#timer && preview?.keys) this.#stage.finish(preview);
    this.#timer = 0;
  }

  /** The presses so far were none. */
  #forget() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#stage.show(null);
    return true;
  }

  // --- what they say ----------------------------------------------------------------------------------------------

  /** Bring places and values in line with what is seen. */
  update() {
    const { view, model } = this.#stage;
    const cue = this.#cue();
    const within = (x) => `${Math.min(Math.max(x, 0), view.width)}px`;
    for (const [part, element] of this.#sliders) {
      if (part === "playhead") continue;
      element.hidden = !cue;
      if (!cue) continue;
      element.style.setProperty("--x", within(view.x(part === "end" ? cue.end : cue.start)));
      if (part === "both") element.style.setProperty("--width", `${Math.max(24, Math.min(view.x(cue.end), view.width) - Math.max(view.x(cue.start), 0))}px`);
      this.#say(element, part, cue, model);
    }
  }

  /** The playhead goes its own way, with every picture. */
  updatePlayhead(ms) {
    const { view, model } = this.#stage;
    const element = this.#sliders.get("playhead");
    element.style.setProperty("--x", `${view.x(ms)}px`);
    element.classList.toggle("away", !view.sees(ms));
    const now = Math.round(ms);
    set(element, { "aria-label": "Playhead", "aria-valuemin": 0, "aria-valuemax": Math.max(now, model.duration ?? 0), "aria-valuenow": now, "aria-valuetext": moment(now) });
  }

  #say(element, part, cue, model) {
    const { earliest, latest } = limitsOf(model, model.byKey.get(cue.key));
    const number = model.place(cue.key) + 1;
    const end = Number.isFinite(latest) ? latest : cue.end;
    const told = {
      start: { name: `Start of caption ${number}`, min: earliest, max: cue.end, now: cue.start },
      end: { name: `End of caption ${number}`, min: cue.start, max: end, now: cue.end },
      both: { name: `Whole caption ${number}`, min: earliest, max: end, now: cue.start },
    }[part];
    set(element, { "aria-label": told.name, "aria-valuemin": told.min, "aria-valuemax": told.max, "aria-valuenow": told.now, "aria-valuetext": this.#text(part, cue) });
  }

  #text(part, cue) {
    const { before, after } = neighboursOf(this.#stage.model, this.#stage.model.byKey.get(cue.key));
    const apart = (gap, where) => (gap === 0 ? `touches the ${where}` : gap > 0 ? `${seconds(gap)} ${where === "next" ? "before" : "after"} the ${where}` : `${seconds(gap)} over the ${where}`);
    const parts = { start: [moment(cue.start)], end: [moment(cue.end)], both: [`${moment(cue.start)} to ${moment(cue.end)}`, `${seconds(cue.end - cue.start)} long`] }[part];
    if (part !== "end" && before) parts.push(apart(cue.start - before.end, "previous"));
    if (part !== "start" && after) parts.push(apart(after.start - cue.end, "next"));
    return parts.join(", ");
  }

  /** The current cue as it is shown. */
  #cue() {
    const { model, preview } = this.#stage;
    const cue = model.byKey.get(model.current) ?? null;
    return cue && preview?.key === cue.key ? { ...cue, start: preview.start, end: preview.end } : cue;
  }

  #moment(part) {
    const cue = this.#cue();
    if (part === "playhead" || !cue) return this.#stage.player.ms;
    return part === "end" ? cue.end : cue.start;
  }

  // --- keys -------------------------------------------------------------------------------------------------------

  #key(part, event) {
    if (event.altKey || event.metaKey || !this.#does(part, event)) {
      if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) this.flush(); // what comes next is done to what is seen
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #does(part, event) {
    const stage = this.#stage;
    const { key, ctrlKey } = event;
    const sign = { ArrowLeft: -1, ArrowRight: 1, Home: -1, End: 1 }[key];
    if (sign && key.startsWith("Arrow")) this.#step(part, sign, event);
    else if (sign && ctrlKey) stage.scroll(sign < 0 ? 0 : stage.view.whole);
    else if (sign) this.#leap(part, sign);
    else if (ctrlKey) return false;
    else if (key === "PageUp" || key === "PageDown") stage.scroll(stage.view.left + (key === "PageUp" ? -PAGE : PAGE) * stage.view.span);
    else if (key === "+" || key === "=") stage.zoom(ZOOM, this.#around(part));
    else if (key === "-" || key === "_") stage.zoom(1 / ZOOM, this.#around(part));
    else if (key === "0") stage.fit();
    else return this.#act(part, key);
    return true;
  }

  #act(part, key) {
    const { actions } = this.#stage;
    if (key === "Escape" && this.#timer) return this.#forget();
    if (!["ArrowUp", "ArrowDown", "Enter", " "].includes(key)) return false;
    this.flush();
    if (key === " ") actions.playPause();
    else if (key === "ArrowUp") actions.run("previous");
    else if (key === "ArrowDown") actions.run("next");
    else if (part === "playhead") actions.run("at-playhead");
    else actions.replay();
    return true;
  }

  /** The place that stays where it is while zooming. */
  #around(part) {
    const { view } = this.#stage;
    const ms = this.#moment(part);
    return view.sees(ms) ? view.x(ms) : undefined;
  }

  #step(part, sign, { shiftKey, ctrlKey }) {
    const { player, model } = this.#stage;
    const rate = model.media?.frame_rate;
    if (part === "playhead" && ctrlKey) return player.step(sign);
    const from = this.#moment(part);
    const frame = rate ? Math.ceil(((Math.floor((from * rate) / 1000 + 1e-6) + sign) * 1000) / rate) : from + sign * 4 * STEP_MS;
    return this.#put(part, ctrlKey ? frame : from + sign * (shiftKey ? LARGE_MS : STEP_MS));
  }

  /** To the next place that the mouse would snap to. */
  #leap(part, sign) {
    const { model, player, view } = this.#stage;
    const from = this.#moment(part);
    const range = sign < 0 ? { from: 0, to: from - 1 } : { from: from + 1, to: view.whole };
    const points = part === "playhead" ? this.#moments(from, sign)
      : pointsFor(model, this.#cue(), part === "end" ? "end" : "start", { ...range, playhead: player.ms }).map((point) => point.ms);
    const to = points.sort((one, other) => sign * (one - other))[0];
    if (to === undefined) return model.notice(sign < 0 ? "Nothing to go to before this." : "Nothing to go to further on.");
    return this.#put(part, to);
  }

  /** Where something begins or ends, in the one direction, for the playhead. */
  #moments(from, sign) {
    const { model } = this.#stage;
    const near = model.lastBefore(from);
    const cues = model.cues.slice(Math.max(0, near - 2), near + 3).flatMap((cue) => [cue.start, cue.end]);
    const at = firstFrom(model.speech ?? [], from, ([start]) => start);
    const speech = (model.speech ?? []).slice(Math.max(0, at - 2), at + 2).flat();
    const shot = firstFrom(model.shots ?? [], from);
    return [...cues, ...speech, ...(model.shots ?? []).slice(Math.max(0, shot - 2), shot + 2)].filter((ms) => sign * (ms - from) > 0.5);
  }

  #put(part, ms) {
    const stage = this.#stage;
    if (part === "playhead") {
      stage.player.seek(ms);
      stage.reveal(stage.player.ms);
      return;
    }
    const { model } = stage;
    const cue = this.#cue();
    const times = moved(cue, part, ms, limitsOf(model, model.byKey.get(cue.key)));
    stage.show({ key: cue.key, part, ...times, point: null, keys: true });
    stage.reveal(part === "end" ? times.end : times.start);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), REST_MS);
  }
}
