// How loud it is and whether somebody speaks, seen: for a producer who does not hear it. From the waveform, so that it
// also shows while the video stands still, and with the sound off.

import { fill, h } from "../dom.js";
import { peaksOf } from "../timeline/peaks.js";

const AROUND_MS = 30; // a syllable is seen and not smeared
const SOFTEST_DB = -48; // below it a newsroom hears nothing either

export class Level {
  #model;
  #player;
  #peaks = null;
  #bar = h("div", { class: "loud" });
  #speech = h("span", { class: "speech" });
  #said = null;

  constructor(player, model, signal) {
    this.#model = model;
    this.#player = player;
    // What is heard needs no words: a screen reader has the sound itself.
    this.element = h("div", { class: "level", "aria-hidden": "true", hidden: true }, h("div", { class: "meter" }, this.#bar), this.#speech);
    player.addEventListener("time", () => this.#show(), { signal });
    peaksOf(model).then((peaks) => {
      this.#peaks = peaks;
      this.element.hidden = !peaks && !model.speech?.length;
      if (!signal.aborted) this.#show();
    });
  }

  #show() {
    const { ms } = this.#player;
    const share = this.#peaks ? loudness(this.#peaks.loudest(ms - AROUND_MS, ms + AROUND_MS)) : 0;
    this.#bar.style.setProperty("--loud", share.toFixed(3));
    const speaks = speechAt(this.#model.speech ?? [], ms);
    if (speaks === this.#said) return;
    this.#said = speaks;
    fill(this.#speech, speaks ? "Speech" : "No speech");
    this.#speech.classList.toggle("on", speaks);
  }
}

/** A sample's height as a share of the meter: in decibels, as loudness is felt. */
export function loudness(height) {
  if (height <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(height)) / SOFTEST_DB));
}

/** Whether one of the stretches [start, end], which are in order, holds a moment. */
export function speechAt(speech, ms) {
  let [low, high] = [0, speech.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (speech[middle][0] <= ms) low = middle + 1;
    else high = middle;
  }
  return low > 0 && ms < speech[low - 1][1];
}
