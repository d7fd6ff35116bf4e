// Playing one caption: once to its end, or again and again.

const TAIL_MS = 1; // the end itself is not the caption's any more

/** Keeps the video within a cue. `player` has `ms`, `pause()` and `to(ms)`, which moves the video and changes nothing here. */
export class Stretch {
  #player;
  #model;
  #once = null;
  #again = null;
  #last = 0; // where the video was when it was last looked at

  constructor(player, model) {
    this.#player = player;
    this.#model = model;
  }

  /** Stop at the end of this cue, wherever that is by then. */
  once(key) {
    this.#once = key;
    this.#last = this.#player.ms;
  }

  /** Go back to the start of this cue at its end; null for no more. */
  again(key) {
    this.#again = key;
    this.#last = this.#player.ms;
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
    const { ms } = this.#player;
    const from = this.#last;
    this.#last = ms;
    const once = this.#model.byKey.get(this.#once);
    if (once && ms >= once.end - TAIL_MS) {
      this.#once = null;
      this.#player.pause();
      this.#player.to(once.end - TAIL_MS);
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
    this.#player.to(cue.start);
    this.#last = cue.start;
  }
}
