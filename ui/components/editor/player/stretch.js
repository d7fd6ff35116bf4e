// Playing one caption: once to its end, or again and again.

const TAIL_MS = 1; // the end itself is not the caption's any more

/** Keeps the video within a cue. `video` has `ms()`, `pause()` and `to(ms)`, which moves it and changes nothing here. */
export class Stretch {
  #model;
  #video;
  #once = null;
  #again = null;
  #last = 0; // where the video was when it was last looked at

  constructor(model, video) {
    this.#model = model;
    this.#video = video;
  }

  /** Stop at the end of this cue, wherever that is by then. */
  once(key) {
    this.#once = key;
    this.#last = this.#video.ms();
  }

  /** Go back to the start of this cue at its end; null for no more. */
  again(key) {
    this.#again = key;
    this.#last = this.#video.ms();
  }

  get looped() {
    return this.#again;
  }

  /** The person went elsewhere. */
  forget() {
    this.#once = null;
  }

  /** The video moved by itself. */
  passed() {
    const ms = this.#video.ms();
    const from = this.#last;
    this.#last = ms;
    const once = this.#model.byKey.get(this.#once);
    if (once && ms >= once.end - TAIL_MS) {
      this.#once = null;
      this.#video.pause();
      this.#video.to(once.end - TAIL_MS);
      return;
    }
    const again = this.#model.byKey.get(this.#again);
    if (again && from >= again.start - TAIL_MS && from < again.end && ms >= again.end) this.#back(again);
  }

  /** The video came to its end: whether a cue that is repeated ended with it, and so it goes on. */
  ended() {
    const again = this.#model.byKey.get(this.#again);
    if (again && this.#last >= again.start && this.#last <= again.end) this.#back(again);
    return Boolean(again);
  }

  #back(cue) {
    this.#video.to(cue.start);
    this.#last = cue.start;
  }
}
