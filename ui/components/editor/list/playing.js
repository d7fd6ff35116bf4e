// Where the video is: the caption that is spoken, its word, and the list that goes along.

const BY_HAND_MS = 4000; // who scrolls wants to look there
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

export class Playing {
  key = null;
  #follow = false;
  #model;
  #player;
  #rows;
  #isBusy;
  #changed;
  #byHand = -Infinity;

  /** `changed()` is told of another caption; while `isBusy()` the list does not move. */
  constructor({ model, player, rows, isBusy, changed }) {
    this.#model = model;
    this.#player = player;
    this.#rows = rows;
    this.#isBusy = isBusy;
    this.#changed = changed;
    player.addEventListener("time", () => this.look());
    const byHand = () => {
      this.#byHand = performance.now();
    };
    for (const event of ["wheel", "touchmove"]) rows.element.addEventListener(event, byHand, { passive: true });
    rows.element.addEventListener("pointerdown", (event) => event.target === rows.element && byHand()); // its scroll bar
  }

  get follow() {
    return this.#follow;
  }

  set follow(on) {
    const begins = on && !this.#follow;
    this.#follow = on;
    if (begins) this.#goAlong();
  }

  /** See which caption and which word it is now; with `along` the list goes there. */
  look({ along = true } = {}) {
    const { ms } = this.#player;
    const cue = this.#model.at(ms);
    const key = cue?.key ?? null;
    if (key !== this.key) {
      this.key = key;
      this.#changed();
      if (along) this.#goAlong();
    }
    if (cue) this.#rows.of(key)?.speak(cue.words.findLastIndex((word) => word[1] <= ms));
  }

  #goAlong() {
    if (!this.#follow || this.key === null || this.#isBusy() || performance.now() - this.#byHand < BY_HAND_MS) return;
    const { playing } = this.#player;
    // Who steps through the captions of a video that stands must not lose the row under the pointer.
    if (!playing && this.#rows.isSeen(this.key)) return;
    this.#rows.reveal(this.key, "center", { smooth: playing && !CALM.matches });
  }
}
