// The row under the picture: play and a second back and on, where the video is, how fast and how loud it plays, where the caption stands.

import { h, icon, set } from "../dom.js";
import { moment } from "./moment.js";
import { Position } from "./position.js";

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
const SKIP_MS = 1000;
const KEYS = { ArrowLeft: -1000, ArrowDown: -1000, ArrowRight: 1000, ArrowUp: 1000, PageDown: -10_000, PageUp: 10_000 };

export class Controls {
  #player;
  #now = h("span", { class: "now" });
  #whole = h("span", { class: "whole" });
  #second = -1;
  #held = false; // the slider is being drawn along
  #hint = () => "";

  constructor(player, model, signal) {
    this.#player = player;
    const { video } = player;
    const skip = (name, by) => h("button", { type: "button", "aria-label": name, onclick: () => player.seek(player.ms + by) });
    this.back = skip("Back 1 second", -SKIP_MS);
    this.back.append(icon("back"));
    this.play = h("button", { type: "button", onclick: () => player.toggle() });
    this.forward = skip("Forward 1 second", SKIP_MS);
    this.forward.append(icon("forward"));
    this.seek = h("input", { type: "range", class: "seek", min: "0", max: "1", step: "1", value: "0", "aria-label": "Place in the video" });
    this.rate = h("select", { "aria-label": "Speed", title: "Speed" }, RATES.map((rate) => h("option", { value: rate }, `${rate}×`)));
    this.rate.value = "1";
    this.mute = h("button", { type: "button", onclick: () => (video.muted = !video.muted) });
    this.volume = h("input", { type: "range", class: "volume", min: "0", max: "1", step: "0.05", "aria-label": "Volume" });
    const position = new Position(model, signal);
    const time = h("span", { class: "clock" }, this.#now, h("span", { class: "of" }, " / "), this.#whole);
    this.element = h("div", { class: "controls" }, this.back, this.play, this.forward, time, this.seek, this.rate, h("span", { class: "sound" }, this.mute, this.volume), position.element);
    this.#listen(video, signal);
    this.#showPlay();
    this.#showSound();
    this.#showLength();
    this.#showTime();
  }

  #listen(video, signal) {
    const player = this.#player;
    this.rate.addEventListener("change", () => (player.rate = Number(this.rate.value)));
    this.seek.addEventListener("input", () => player.seek(Number(this.seek.value)));
    this.seek.addEventListener("pointerdown", () => (this.#held = true));
    for (const name of ["pointerup", "pointercancel", "change"]) this.seek.addEventListener(name, () => (this.#held = false));
    this.seek.addEventListener("keydown", (event) => this.#key(event));
    this.volume.addEventListener("input", () => {
      video.volume = Number(this.volume.value);
      video.muted = video.volume === 0;
    });
    for (const name of ["play", "pause", "ended"]) video.addEventListener(name, () => this.#showPlay(), { signal });
    video.addEventListener("volumechange", () => this.#showSound(), { signal });
    video.addEventListener("ratechange", () => this.#showRate(), { signal });
    video.addEventListener("loadedmetadata", () => this.#showLength(), { signal });
    player.addEventListener("time", () => this.#showTime(), { signal });
  }

  /** The keys that do what the buttons do: `hint` gives one for the id of an action, "" for none. */
  nameKeys(hint) {
    this.#hint = hint;
    for (const [button, id] of [[this.back, "back"], [this.forward, "forward"]]) set(button, { title: this.#titled(button.ariaLabel, id) });
    this.#showPlay();
  }

  #titled(name, id) {
    const key = this.#hint(id);
    return key ? `${name} (${key})` : name;
  }

  /** A range moves by single milliseconds of its own; a person wants seconds. */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = KEYS[event.key];
    if (event.key === " ") this.#player.toggle();
    else if (by) this.#player.seek(this.#player.ms + by);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #showPlay() {
    const { playing } = this.#player;
    const name = playing ? "Pause" : "Play";
    this.play.replaceChildren(icon(playing ? "pause" : "play"));
    set(this.play, { "aria-label": name, title: this.#titled(name, "play") });
  }

  #showSound() {
    const { muted, volume } = this.#player.video;
    const silent = muted || volume === 0;
    this.mute.replaceChildren(icon(silent ? "silent" : "sound"));
    set(this.mute, { "aria-label": "Sound off", "aria-pressed": String(silent), title: silent ? "Sound on" : "Sound off" });
    this.volume.value = muted ? "0" : String(volume);
    set(this.volume, { "aria-valuetext": silent ? "off" : `${Math.round(volume * 100)} percent` });
  }

  /** Keys have steps of their own between those of the list. */
  #showRate() {
    const { rate } = this.#player;
    const value = String(rate);
    if (![...this.rate.options].some((option) => option.value === value)) {
      const place = RATES.findIndex((one) => one > rate);
      this.rate.add(h("option", { value }, `${value}×`), place < 0 ? null : [...this.rate.options].find((option) => Number(option.value) > rate));
    }
    this.rate.value = value;
  }

  #showLength() {
    const { duration } = this.#player;
    this.seek.max = String(Math.max(1, Math.round(duration ?? 1)));
    this.#whole.textContent = duration === null ? "–" : moment(duration).slice(0, -2);
    this.#second = -1;
    this.#showTime();
  }

  #showTime() {
    const { ms } = this.#player;
    this.#now.textContent = moment(ms);
    if (!this.#held) this.seek.value = String(Math.round(ms));
    this.seek.style.setProperty("--share", String(ms / Number(this.seek.max)));
    const second = Math.floor(ms / 1000);
    if (second === this.#second) return; // a screen reader is told no oftener
    this.#second = second;
    set(this.seek, { "aria-valuetext": `${moment(second * 1000).slice(0, -4)} of ${this.#whole.textContent}` });
  }
}
