// The video with its captions over it and its controls under it; every other part asks it where the video is.

import { h } from "./dom.js";
import { Captions } from "./player/captions.js";
import { Controls } from "./player/controls.js";
import { Level } from "./player/level.js";
import { contained } from "./player/place.js";
import { Stretch } from "./player/stretch.js";
import { notAllowed, troubleOf } from "./player/trouble.js";

const [SLOWEST, FASTEST] = [0.5, 2];
const STEP_MS = 40; // where nothing is known of frames: 25 in a second
const ROUNDING_MS = 0.01; // a browser's seconds are not exact
const WIDE = { width: 16, height: 9 };
const SOUND_ONLY = { width: 16, height: 7 };
const SOUND_FONT_PX = 18;

/** Events: "time" {ms}, with every picture while it plays and whenever it is moved; "play"; "pause". */
export class Player extends EventTarget {
  #model;
  #end = new AbortController();
  #due = 0;
  #stretch;
  #captions;
  #trouble = h("p", { class: "trouble", role: "alert", hidden: true });
  #picture;

  constructor(model) {
    super();
    this.#model = model;
    const { media } = model;
    this.video = h("video", { preload: "auto", playsinline: true, tabindex: "-1", disablepictureinpicture: true, "aria-label": "The story's video" });
    if (media?.poster) this.video.poster = media.poster;
    this.#stretch = new Stretch(model, { ms: () => this.ms, pause: () => this.pause(), to: (ms) => this.#to(ms) });
    this.#captions = new Captions(model);
    this.#picture = h("div", { class: "picture", dataset: { sound: media?.has_video === false ? "only" : null } }, this.video, this.#captions.element);
    const { signal } = this.#end;
    this.controls = new Controls(this, model, signal);
    const level = new Level(this, model, signal);
    this.element = h("div", { class: "player", role: "group", "aria-label": "Video" }, this.#picture, this.#trouble, level.element, this.controls.element);
    this.#shape(media);
    this.#listen(signal);
    this.video.src = media?.video ?? "";
  }

  /** End it: the video is let go of. */
  destroy() {
    this.#end.abort();
    cancelAnimationFrame(this.#due);
    this.video.pause();
    this.video.removeAttribute("src");
    this.video.load();
  }

  /** Where the video is, in milliseconds, not always whole. */
  get ms() {
    return this.video.currentTime * 1000;
  }

  get playing() {
    return !this.video.paused && !this.video.ended;
  }

  /** How long the video is; null when nobody knows yet. */
  get duration() {
    const own = this.video.duration * 1000;
    return this.#model.duration ?? (Number.isFinite(own) ? own : null);
  }

  /** 0.5 to 2 times the normal speed. */
  get rate() {
    return this.video.playbackRate;
  }

  set rate(rate) {
    this.video.playbackRate = Math.min(Math.max(rate, SLOWEST), FASTEST);
  }

  /** Move the video, within its length. What was to be played once is given up. */
  seek(ms) {
    this.#stretch.forget();
    this.#to(ms);
  }

  async play() {
    try {
      await this.video.play();
    } catch (error) {
      if (error.name === "NotAllowedError") this.#model.notice(notAllowed);
      // One that was paused before it began is no error, and for a broken video its own event comes.
    }
  }

  pause() {
    this.video.pause();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  /** So many pictures on or back; the video stands still then. */
  step(frames) {
    this.pause();
    const rate = this.#model.media?.frame_rate;
    if (!rate) return this.seek(this.ms + frames * STEP_MS);
    const frame = Math.floor(((this.ms + ROUNDING_MS) * rate) / 1000);
    return this.seek(Math.ceil((Math.max(0, frame + frames) * 1000) / rate)); // the first whole moment at which it is seen
  }

  /** Play a cue from its start and stop at its end. */
  replay(key) {
    const cue = this.#model.byKey.get(key);
    if (!cue) return;
    this.seek(cue.start);
    this.#stretch.once(key);
    this.play();
  }

  /** Play a cue again and again; null to go on past its end. Another caption that is gone to is repeated instead. */
  loop(key) {
    const cue = this.#model.byKey.get(key);
    if (cue) this.seek(cue.start);
    this.#stretch.again(cue ? key : null);
    if (cue) this.play();
  }

  #to(ms) {
    const most = this.duration;
    this.video.currentTime = Math.min(Math.max(0, ms), most ?? Infinity) / 1000;
    this.#tellTime();
  }

  /** `now` when a frame is being made already: captions that are late by one are not where their words are. */
  #tellTime({ now = false } = {}) {
    const { ms } = this;
    this.#captions.show(ms, { now });
    this.dispatchEvent(new CustomEvent("time", { detail: { ms } }));
  }

  /** Give the picture its room, also before anything of it is there, and the captions theirs on it. */
  #shape(media) {
    const sound = media?.has_video === false;
    const stored = sound ? SOUND_ONLY : media?.width && media.height ? media : WIDE;
    // As the browser shows it: turned, where the film was taken upright.
    const shape = () => (!sound && this.video.videoWidth ? { width: this.video.videoWidth, height: this.video.videoHeight } : stored);
    const fit = () => {
      const { width, height } = shape();
      this.#picture.style.setProperty("--shape", `${width} / ${height}`);
      const room = { width: this.#picture.clientWidth, height: this.#picture.clientHeight };
      if (!room.width || !room.height) return;
      if (sound) this.#captions.fit({ x: 0, y: 0, ...room }, SOUND_FONT_PX);
      else this.#captions.fit(contained({ width, height }, room));
    };
    const room = new ResizeObserver(fit);
    room.observe(this.#picture);
    const { signal } = this.#end;
    signal.addEventListener("abort", () => room.disconnect());
    this.video.addEventListener("loadedmetadata", fit, { signal });
    this.#picture.style.setProperty("--shape", `${stored.width} / ${stored.height}`);
  }

  #listen(signal) {
    const { video } = this;
    const on = (name, act) => video.addEventListener(name, act, { signal });
    on("play", () => {
      this.#tick();
      this.dispatchEvent(new CustomEvent("play"));
    });
    on("pause", () => {
      cancelAnimationFrame(this.#due);
      this.#due = 0;
      this.#tellTime();
      this.dispatchEvent(new CustomEvent("pause"));
    });
    on("seeked", () => this.#tellTime());
    on("timeupdate", () => this.playing && document.hidden && this.#moved()); // no pictures are drawn then
    on("ended", () => this.#stretch.ended() && this.play());
    on("error", async () => {
      if (!video.getAttribute("src")) return;
      this.#say(await troubleOf(video));
    });
    on("loadeddata", () => this.#say(""));
    this.#picture.addEventListener("click", () => this.toggle());
    this.#model.addEventListener("change", () => this.#captions.show(this.ms), { signal });
    this.#model.addEventListener("track", () => this.#captions.speak(), { signal });
    this.#model.addEventListener("current", ({ detail }) => this.#stretch.looped && detail.key && this.#stretch.again(detail.key), { signal });
  }

  #tick() {
    cancelAnimationFrame(this.#due);
    this.#due = requestAnimationFrame(() => {
      if (!this.playing) return;
      this.#moved();
      if (this.playing) this.#tick();
    });
  }

  #moved() {
    this.#stretch.passed();
    this.#tellTime({ now: true });
  }

  /** One sentence under the picture; none for "". */
  #say(text) {
    this.#trouble.textContent = text;
    this.#trouble.hidden = !text;
  }
}
